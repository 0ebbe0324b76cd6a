//! How far it is from one place to another, and where one is on the way.
//!
//! Each metric says what its shortest way is, so that who is under way has a place. All are symmetric but tables,
//! which say what they say.

use super::geometry::{Point, Spot};
use super::globe::Globe;
use super::matrix::Matrix;
use crate::ids::AreaId;
use std::f64::consts::SQRT_2;
use std::sync::Arc;

/// How distances are measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Metric {
    /// As the crow flies.
    Euclidean(Option<Torus>),
    /// Along a right-angled grid of streets: first east or west, then north or south.
    Manhattan(Option<Torus>),
    /// Along the earth's surface.
    GreatCircle(Globe),
    /// A table of distances between areas.
    Matrix(Arc<Matrix>),
}

impl Metric {
    /// Kilometres from one place to another.
    #[inline]
    pub fn km(&self, from: &Spot, to: &Spot) -> f64 {
        match self {
            Metric::Euclidean(None) => from.place.distance(to.place),
            Metric::Euclidean(Some(torus)) => {
                let (dx, dy) = torus.step(from.place, to.place);
                (dx * dx + dy * dy).sqrt()
            }
            Metric::Manhattan(None) => (to.place.x - from.place.x).abs() + (to.place.y - from.place.y).abs(),
            Metric::Manhattan(Some(torus)) => {
                let (dx, dy) = torus.step(from.place, to.place);
                dx.abs() + dy.abs()
            }
            Metric::GreatCircle(globe) => globe.km(from.place, to.place),
            Metric::Matrix(matrix) => from.off + matrix.km(from.leaf, to.leaf) + to.off,
        }
    }

    /// Kilometres from a place to the nearest point of a straight line on the map, not by a table.
    pub fn km_to(&self, place: Point, (a, b): (Point, Point)) -> f64 {
        let open = |place| Spot::new(AreaId(0), place, 0.0);
        let km = |part: f64| self.km(&open(place), &open(a.towards(b, part)));
        if let Metric::GreatCircle(_) = self
            && a != b
        {
            return km(0.0).min(km(least(km)));
        }
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let images = self.torus().map_or([place; 4], |torus| torus.images(place));
        // The foot of the perpendicular, and where the line is due north or due east; none of a line that is a point.
        let parts = images.iter().flat_map(|image| {
            let (x, y) = (image.x - a.x, image.y - a.y);
            [(x * dx + y * dy) / (dx * dx + dy * dy), x / dx, y / dy]
        });
        parts.map(|part| km(part.clamp(0.0, 1.0))).fold(km(0.0), f64::min)
    }

    /// At most the distance of [`Metric::km_to`], quickly.
    pub fn least_km_to(&self, place: Point, (a, b): (Point, Point)) -> f64 {
        let part = if self.torus().is_some() { 0.0 } else { self.least_km_per_km().unwrap_or(0.0) };
        // Farther by this in one direction at least.
        place.least_distance(a, b) / SQRT_2 * part
    }

    /// The place a part `part` (0..=1) of the way's length from `from` towards `to`.
    pub fn along(&self, from: &Spot, to: &Spot, part: f64) -> Spot {
        let nearer = if part < 0.5 { from } else { to };
        let spot = |place| Spot { place, off: 0.0, ..*nearer };
        match self {
            Metric::Euclidean(None) => spot(from.place.towards(to.place, part)),
            Metric::Euclidean(Some(torus)) => {
                let (dx, dy) = torus.step(from.place, to.place);
                spot(torus.within(Point::new(from.place.x + dx * part, from.place.y + dy * part)))
            }
            Metric::Manhattan(None) => spot(right_angled(from.place, (to.place.x - from.place.x, to.place.y - from.place.y), part)),
            Metric::Manhattan(Some(torus)) => spot(torus.within(right_angled(from.place, torus.step(from.place, to.place), part))),
            Metric::GreatCircle(globe) => spot(globe.along(from.place, to.place, part)),
            Metric::Matrix(matrix) => matrix.along(from, to, part),
        }
    }

    /// Whether two spots are one place.
    #[inline]
    pub fn same(&self, a: &Spot, b: &Spot) -> bool {
        let table = || a.leaf == b.leaf && a.middle == b.middle && a.off == 0.0 && b.off == 0.0;
        a.place == b.place && (!matches!(self, Metric::Matrix(_)) || table())
    }

    /// The least kilometres between places whose coordinates differ by one kilometre east or north; none where
    /// coordinates say nothing about distances.
    pub fn least_km_per_km(&self) -> Option<f64> {
        match self {
            Metric::Euclidean(_) | Metric::Manhattan(_) => Some(1.0),
            Metric::GreatCircle(globe) => Some(globe.least_km_per_km()),
            Metric::Matrix(_) => None,
        }
    }

    /// Whether the direct way is known to be the shortest, whatever places one might go over.
    pub fn is_metric(&self) -> bool {
        match self {
            Metric::Matrix(matrix) => matrix.is_metric(),
            _ => true,
        }
    }

    /// The torus, if the ground is one.
    #[inline]
    pub fn torus(&self) -> Option<&Torus> {
        match self {
            Metric::Euclidean(torus) | Metric::Manhattan(torus) => torus.as_ref(),
            _ => None,
        }
    }
}

/// Where between 0 and 1 a function is least that falls before and rises after.
fn least(of: impl Fn(f64) -> f64) -> f64 {
    let (mut from, mut to) = (0.0, 1.0);
    // Each step leaves two thirds.
    for _ in 0..50 {
        let third = (to - from) / 3.0;
        if of(from + third) <= of(to - third) { to -= third } else { from += third }
    }
    (from + to) / 2.0
}

/// East or west first, then north or south.
fn right_angled(from: Point, (dx, dy): (f64, f64), part: f64) -> Point {
    let gone = part * (dx.abs() + dy.abs());
    let east = gone.min(dx.abs());
    let north = (gone - east).min(dy.abs());
    Point::new(from.x + east.copysign(dx), from.y + north.copysign(dy))
}

/// A rectangle whose opposite sides are one: who leaves it in the east comes in from the west.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Torus {
    /// Its south-west corner.
    pub corner: Point,
    /// Kilometres from west to east.
    pub width: f64,
    /// Kilometres from south to north.
    pub height: f64,
}

impl Torus {
    /// The shortest way from one place to another, in kilometres east and north.
    #[inline]
    pub fn step(&self, from: Point, to: Point) -> (f64, f64) {
        let shortest = |d: f64, length: f64| d - length * (d / length).round();
        (shortest(to.x - from.x, self.width), shortest(to.y - from.y, self.height))
    }

    /// The same place within the rectangle.
    pub fn within(&self, place: Point) -> Point {
        let back = |at: f64, from: f64, length: f64| {
            let inside = at - length * ((at - from) / length).floor();
            if inside < from + length { inside } else { from }
        };
        let far = |at: f64, from: f64, length: f64| !(from <= at && at < from + length);
        let (x, y) = (place.x, place.y);
        Point::new(
            if far(x, self.corner.x, self.width) { back(x, self.corner.x, self.width) } else { x },
            if far(y, self.corner.y, self.height) { back(y, self.corner.y, self.height) } else { y },
        )
    }

    /// The images of a place within the rectangle from which anything in it may be nearest: itself, and beyond the
    /// sides that it is nearer to.
    #[inline]
    pub fn images(&self, place: Point) -> [Point; 4] {
        let beyond = |at: f64, from: f64, length: f64| if at - from < length / 2.0 { at + length } else { at - length };
        let (x, y) = (beyond(place.x, self.corner.x, self.width), beyond(place.y, self.corner.y, self.height));
        [place, Point::new(x, place.y), Point::new(place.x, y), Point::new(x, y)]
    }

    /// Kilometres, measured east or north, from a place to the rectangle; 0 within it.
    #[inline]
    pub fn away(&self, place: Point) -> f64 {
        let out = |at: f64, from: f64, length: f64| (from - at).max(at - from - length).max(0.0);
        out(place.x, self.corner.x, self.width).max(out(place.y, self.corner.y, self.height))
    }
}
