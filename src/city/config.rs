//! The `city:` section of a scenario, as it is written.
//!
//! Only the shape of the section; what must hold between its fields is in `check`.

use super::explicit::ExplicitCity;
use super::travel_config::TravelConfig;
use crate::quantity::{Count, Residents, SquareKilometres};
use indexmap::IndexMap;
use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};
use std::fmt;

/// Where a city comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum CityConfig {
    /// Generated from a few published facts.
    Generated(GeneratedCity),
    /// Given area by area.
    Explicit(ExplicitCity),
    /// One place without extent: travel takes no time. For comparison with queueing theory.
    Point(PointCity),
}

/// A city that is one point.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointCity {
    /// How many people live there; nothing is said of residents where that is not known.
    pub residents: Option<Residents>,
}

/// What is known of a city; the rest is generated from `seed`.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneratedCity {
    /// Decides everything that the other fields leave open; default 1.
    #[serde(default = "first_seed")]
    pub seed: u64,
    /// How many people live there.
    pub residents: Residents,
    /// Its area; default as `outline_km` is drawn. A given outline is scaled to it.
    #[serde(default)]
    pub area_km2: Option<SquareKilometres>,
    /// Corners in order, in kilometres east and north; default a disc of `area_km2`.
    #[serde(default)]
    pub outline_km: Vec<(f64, f64)>,
    /// The names of one level's areas; default generated ("community 17").
    #[serde(default)]
    pub places: Option<Places>,
    /// Parts of the city with a centre each; default none: one urban part.
    #[serde(default)]
    pub groups: Option<Groups>,
    /// Levels of areas below the city, from the top down; the last are the smallest areas.
    pub levels: Vec<LevelConfig>,
    /// How fast people get about.
    #[serde(default)]
    pub travel: TravelConfig,
}

/// The names of the areas of one level.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// A table beside the scenario with the columns of [`PlaceRow`](super::PlaceRow).
    pub file: String,
    /// The level that has these names: one row for each of its areas.
    pub level: String,
}

/// A partition of the city into named parts, each around a centre.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groups {
    /// What one of them is called, as in "former_area".
    pub name: String,
    /// The same in Chinese.
    #[serde(default)]
    pub zh: Option<String>,
    /// Each part by its name.
    pub parts: IndexMap<String, GroupConfig>,
}

/// One part of the city.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupConfig {
    /// Its name in Chinese.
    #[serde(default)]
    pub zh: Option<String>,
    /// Its centre, in the frame of `outline_km` as drawn. What is nearer to it than to any other is its ground.
    pub centre: (f64, f64),
    /// Its kind of ground; default outer.
    #[serde(default)]
    pub zone: Zone,
    /// How many people live there; default its part of those not given otherwise, by number of places.
    #[serde(default)]
    pub residents: Option<Residents>,
}

/// The two kinds of ground, which differ in travel speed and in the size of areas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub enum Zone {
    /// Built up.
    Urban,
    /// Villages and fields.
    #[default]
    Outer,
}

/// One level of areas.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelConfig {
    /// What one area of the level is called, as in "governance_unit".
    pub name: String,
    /// The same in Chinese.
    #[serde(default)]
    pub zh: Option<String>,
    /// How many areas, exactly.
    pub count: Count,
    /// Kinds of areas, by name, whose counts add up to `count`; default none.
    #[serde(default)]
    pub kinds: IndexMap<String, KindConfig>,
    /// How many people live in an area of this level; default no bounds.
    #[serde(default)]
    pub residents: ZoneBounds,
}

/// One kind of the areas of a level.
#[derive(Clone, Debug, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindConfig {
    /// Its name in Chinese.
    #[serde(default)]
    pub zh: Option<String>,
    /// How many areas, exactly.
    pub count: Count,
}

/// Bounds by the zone in which most of an area's residents live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ZoneBounds {
    /// For urban areas.
    pub urban: Option<Between>,
    /// For outer areas.
    pub outer: Option<Between>,
}

impl ZoneBounds {
    /// The smallest and largest number of residents in `zone`.
    pub fn of(&self, zone: Zone) -> (u64, u64) {
        let between = match zone {
            Zone::Urban => self.urban,
            Zone::Outer => self.outer,
        };
        between.map_or((0, u64::MAX), |b| (u64::from(b.least), u64::from(b.most)))
    }
}

/// A range of whole numbers with both ends included; written "30000..40000".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    /// The smallest number allowed.
    pub least: u32,
    /// The largest number allowed.
    pub most: u32,
}

impl Between {
    fn parse(text: &str) -> Result<Between, String> {
        let number = |part: &str| part.trim().replace('_', "").parse::<u32>().ok();
        let ends = text.split_once("..").and_then(|(least, most)| Some((number(least)?, number(most)?)));
        match ends {
            Some((least, most)) if least <= most => Ok(Between { least, most }),
            Some((least, most)) => Err(format!("{text:?} holds no number: write the smaller end first, \"{most}..{least}\"")),
            None => Err(format!("{text:?} is no range of whole numbers; write it like \"10000..20000\"")),
        }
    }
}

impl fmt::Display for Between {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.least, self.most)
    }
}

impl<'de> Deserialize<'de> for Between {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        crate::quantity::text(d, "Between", "a range such as \"10000..20000\"", |s| Between::parse(s).map_err(de::Error::custom))
    }
}

impl Serialize for Between {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

fn first_seed() -> u64 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_with_both_ends() {
        assert_eq!(Between::parse("30_000..40000"), Ok(Between { least: 30_000, most: 40_000 }));
        assert!(Between::parse("4..3").unwrap_err().contains("3..4"));
        assert!(Between::parse("many").unwrap_err().contains("10000..20000"));
    }
}
