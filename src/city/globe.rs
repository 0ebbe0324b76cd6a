//! Longitude and latitude: a map of a city's surroundings in kilometres, and distances along the earth's surface.
//!
//! Places are kept in kilometres east and north of a middle; along a parallel a kilometre of the map is one on the
//! ground only at the latitude of the middle. Great-circle distances go back to longitude and latitude first.

use super::geometry::Point;
use crate::random::maths::{atan2, cos, sin};
use std::f64::consts::PI;

/// Mean radius of the earth in kilometres (IUGG).
pub const RADIUS_KM: f64 = 6_371.008_8;
/// A city spans at most so many degrees of longitude and of latitude.
pub const WIDEST: f64 = 20.0;
/// No city lies nearer to a pole than so many degrees.
pub const NORTHERNMOST: f64 = 80.0;
/// Places may lie so many degrees beyond the areas.
const AROUND: f64 = 1.0;

/// The earth around a city.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Globe {
    /// Longitude and latitude of the middle in degrees.
    middle: (f64, f64),
    /// Kilometres to a degree of longitude at the middle.
    per_longitude: f64,
    /// Kilometres to a degree of latitude.
    per_latitude: f64,
    /// Degrees of latitude up to which `least` holds.
    steepest: f64,
    /// Least kilometres of ground to a kilometre of the map.
    least: f64,
}

fn radians(degrees: f64) -> f64 {
    degrees * PI / 180.0
}

impl Globe {
    /// Around places given by longitude and latitude in degrees; the message says why they make no city.
    pub fn around(places: impl Iterator<Item = (f64, f64)> + Clone) -> Result<Globe, String> {
        let Some((first, _)) = places.clone().next() else { return Err("there are no places".to_owned()) };
        let far = f64::INFINITY;
        let (mut west, mut east, mut south, mut north) = (far, -far, far, -far);
        for (longitude, latitude) in places {
            // On either side of the first, across the date line if need be.
            let longitude = first + turn(longitude - first);
            (west, east) = (west.min(longitude), east.max(longitude));
            (south, north) = (south.min(latitude), north.max(latitude));
        }
        if east - west > WIDEST || north - south > WIDEST {
            return Err(format!(
                "the areas span {:.1}° of longitude and {:.1}° of latitude: at most {WIDEST}° make a city",
                east - west,
                north - south
            ));
        }
        let steepest = north.abs().max(south.abs());
        if steepest > NORTHERNMOST {
            return Err(format!("the city reaches {steepest:.1}° from the equator: at most {NORTHERNMOST}°"));
        }
        // Some surroundings, for stations and records beyond the areas.
        let steepest = steepest + AROUND;
        let middle = (turn((west + east) / 2.0), (south + north) / 2.0);
        let per_latitude = RADIUS_KM * PI / 180.0;
        let slim = cos(radians(middle.1));
        // Great circles bulge towards the pole, most in the middle of the widest span.
        let bulge = {
            let (s, c) = (sin(radians(steepest)), cos(radians(steepest)));
            let half = cos(radians(WIDEST / 2.0));
            c * half / (s * s + c * c * half * half).sqrt()
        };
        // The chord of an angle is at least this part of it.
        let chord = sin(radians(WIDEST / 2.0)) / radians(WIDEST / 2.0);
        let least = (bulge / slim).min(1.0) * chord;
        Ok(Globe { middle, per_longitude: per_latitude * slim, per_latitude, steepest, least })
    }

    /// Kilometres east and north of the middle.
    pub fn point(&self, longitude: f64, latitude: f64) -> Point {
        Point::new(turn(longitude - self.middle.0) * self.per_longitude, (latitude - self.middle.1) * self.per_latitude)
    }

    /// Longitude and latitude in degrees.
    pub fn degrees(&self, place: Point) -> (f64, f64) {
        (turn(self.middle.0 + place.x / self.per_longitude), self.middle.1 + place.y / self.per_latitude)
    }

    /// Whether a place lies in the surroundings for which distances are bounded.
    pub fn reaches(&self, place: Point) -> bool {
        place.x.abs() <= WIDEST / 2.0 * self.per_longitude && (self.middle.1 + place.y / self.per_latitude).abs() <= self.steepest
    }

    /// Longitude from the middle, and latitude, in radians.
    fn angles(&self, place: Point) -> (f64, f64) {
        (radians(place.x / self.per_longitude), radians(self.middle.1 + place.y / self.per_latitude))
    }

    /// Great-circle distance (haversine).
    pub fn km(&self, a: Point, b: Point) -> f64 {
        let ((lon_a, lat_a), (lon_b, lat_b)) = (self.angles(a), self.angles(b));
        let (s, t) = (sin((lat_b - lat_a) / 2.0), sin((lon_b - lon_a) / 2.0));
        let h = (s * s + cos(lat_a) * cos(lat_b) * t * t).min(1.0);
        2.0 * RADIUS_KM * atan2(h.sqrt(), (1.0 - h).sqrt())
    }

    /// The place a part of the way along the great circle.
    pub fn along(&self, a: Point, b: Point, part: f64) -> Point {
        let angle = self.km(a, b) / RADIUS_KM;
        if angle < 1e-9 || part <= 0.0 || part >= 1.0 {
            return if part >= 1.0 { b } else { a.towards(b, part.max(0.0)) };
        }
        let vector = |(lon, lat): (f64, f64)| [cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)];
        let (u, v) = (vector(self.angles(a)), vector(self.angles(b)));
        let (p, q) = (sin((1.0 - part) * angle) / sin(angle), sin(part * angle) / sin(angle));
        let [x, y, z] = std::array::from_fn(|i| p * u[i] + q * v[i]);
        let (lon, lat) = (atan2(y, x), atan2(z, (x * x + y * y).sqrt()));
        let degrees = 180.0 / PI;
        Point::new(lon * degrees * self.per_longitude, (lat * degrees - self.middle.1) * self.per_latitude)
    }

    /// Least kilometres of ground between places whose coordinates differ by one kilometre east or north.
    pub fn least_km_per_km(&self) -> f64 {
        self.least
    }
}

/// A difference of longitudes between -180° and 180°.
fn turn(degrees: f64) -> f64 {
    let around = degrees - 360.0 * (degrees / 360.0).round();
    if around <= -180.0 { around + 360.0 } else { around }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances_come_out() {
        // A quarter of a meridian's ten degrees, and Longgang to Wenzhou.
        let globe = Globe::around([(120.0, 20.0), (120.0, 30.0)].into_iter()).unwrap();
        let (a, b) = (globe.point(120.0, 20.0), globe.point(120.0, 30.0));
        assert!((globe.km(a, b) - RADIUS_KM * PI / 18.0).abs() < 1e-9);
        let middle = globe.along(a, b, 0.25);
        assert!((globe.degrees(middle).1 - 22.5).abs() < 1e-9 && (globe.km(a, middle) * 4.0 - globe.km(a, b)).abs() < 1e-6);
        let globe = Globe::around([(120.55, 27.58), (120.70, 28.00)].into_iter()).unwrap();
        let km = globe.km(globe.point(120.55, 27.58), globe.point(120.70, 28.00));
        assert!((km - 48.98).abs() < 0.02, "{km}");
    }

    #[test]
    fn the_date_line_is_no_border() {
        let globe = Globe::around([(179.9, -17.0), (-179.9, -17.0)].into_iter()).unwrap();
        let (a, b) = (globe.point(179.9, -17.0), globe.point(-179.9, -17.0));
        assert!((globe.km(a, b) - 0.2 * RADIUS_KM * PI / 180.0 * cos(radians(17.0))).abs() < 1e-6);
        let (longitude, _) = globe.degrees(globe.along(a, b, 0.75));
        assert!((longitude + 179.95).abs() < 1e-6, "{longitude}");
        assert!(Globe::around([(0.0, 0.0), (30.0, 0.0)].into_iter()).unwrap_err().contains("span 30.0°"));
        assert!(Globe::around([(0.0, 85.0)].into_iter()).unwrap_err().contains("85.0°"));
    }
}
