//! A place that a scenario names: an area, or coordinates.

use super::{City, Locator, Metric, Named, Spot};
use crate::ids::{AreaId, Id};
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;

/// Written `"north"` or `(2.5, 1)`: the middle of an area, or coordinates as the city has them, in kilometres or degrees.
#[derive(Clone, Debug, PartialEq)]
pub enum Site {
    /// The middle of an area of any level, by its name or its path.
    Area(String),
    /// Coordinates.
    At(f64, f64),
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Site::Area(name) => write!(f, "{name:?}"),
            Site::At(x, y) => write!(f, "({x}, {y})"),
        }
    }
}

impl Serialize for Site {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Site::Area(name) => s.serialize_str(name),
            Site::At(x, y) => (x, y).serialize(s),
        }
    }
}

impl<'de> Deserialize<'de> for Site {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Place;
        impl<'de> Visitor<'de> for Place {
            type Value = Site;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an area such as \"north\", or coordinates such as (2.5, 1)")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Site, E> {
                Ok(Site::Area(name.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Site, A::Error> {
                let mut next = |i| seq.next_element::<f64>()?.ok_or_else(|| de::Error::invalid_length(i, &"2"));
                Ok(Site::At(next(0)?, next(1)?))
            }
        }
        d.deserialize_any(Place)
    }
}

/// Finds what sites mean in a city.
#[derive(Debug)]
pub struct Sites<'c> {
    city: &'c City,
    locator: Option<Locator<'c>>,
    named: Option<Named<'c>>,
}

impl<'c> Sites<'c> {
    /// In `city`.
    pub fn new(city: &'c City) -> Sites<'c> {
        Sites { city, locator: None, named: None }
    }

    /// The area of a site – around coordinates the innermost, outside all of them the nearest – and its place.
    ///
    /// # Errors
    /// Says why there is no such place.
    pub fn find(&mut self, site: &Site) -> Result<(AreaId, Spot), String> {
        let city = self.city;
        let (x, y) = match site {
            Site::Area(name) => {
                let area = AreaId::new(self.named.get_or_insert_with(|| Named::of(city)).find(name)?);
                return Ok((area, city.middle(area)));
            }
            Site::At(x, y) => (*x, *y),
        };
        if let Metric::Matrix(_) = city.travel.metric() {
            return Err(format!("{site}: distances of a table hold between areas: name one"));
        }
        let place = city.globe().map_or(super::Point::new(x, y), |globe| globe.point(x, y));
        if !city.reaches(place) {
            return Err(format!("{site} is no place near the city"));
        }
        if city.travel.metric().torus().is_some_and(|torus| torus.away(place) > 0.0) {
            return Err(format!("{site} lies outside the torus"));
        }
        let locator = self.locator.get_or_insert_with(|| Locator::new(city));
        let leaf = locator.leaf_at(place).or_else(|| locator.nearest(place)).ok_or("the city has no areas")?;
        Ok((leaf, city.spot(leaf, place)))
    }
}
