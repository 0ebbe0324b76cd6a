//! The `city: Explicit(…)` section as it is written.

use crate::city::{TravelConfig, Zone};
use crate::quantity::{Kilometres, Residents, Weight};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A city given area by area: by `areas`, by `file`, or by `square_side_km`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExplicitCity {
    /// The side of a square that is the whole city: one area whose places are uniform.
    pub square_side_km: Option<Kilometres>,
    /// The innermost areas by name, or by path ("town/village") in the place of `within`.
    pub areas: IndexMap<String, AreaConfig>,
    /// A table of the innermost areas beside the scenario, with the columns `name`, `x_km` and `y_km` (or `longitude` and
    /// `latitude`), `rectangle` or `outline`, and as they are wanted `zh`, `residents` (or `population`), `weight`, `zone`,
    /// `within` (or a column for each level above), `adjacent`, `station`.
    pub file: Option<String>,
    /// What coordinates are; default kilometres.
    pub coordinates: Coordinates,
    /// What areas are called, from the top down; the last are the innermost. Default one level, "area".
    pub levels: Vec<LevelName>,
    /// How fast people get about.
    pub travel: TravelConfig,
}

/// What coordinates are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Coordinates {
    /// Kilometres east and north of a place of the scenario's choice.
    #[default]
    Kilometres,
    /// Longitude and latitude in degrees.
    Degrees,
}

/// One level of areas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelName {
    /// What one area of the level is called, as in "town".
    pub name: String,
    /// The same in Chinese.
    #[serde(default)]
    pub zh: Option<String>,
    /// Chinese names of its areas.
    #[serde(default)]
    pub names: IndexMap<String, String>,
}

/// One innermost area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AreaConfig {
    /// Its name in Chinese.
    pub zh: Option<String>,
    /// Its place, if it is a point: kilometres east and north, or longitude and latitude.
    pub at: Option<(f64, f64)>,
    /// Two opposite corners, if it is a rectangle.
    pub rectangle: Option<((f64, f64), (f64, f64))>,
    /// Its corners in order, if it is a polygon.
    pub outline: Vec<(f64, f64)>,
    /// How many people live there.
    pub residents: Residents,
    /// Its weight where incidents are spread by residents; default its residents. Where no area has any, those that
    /// state none weigh the same.
    pub weight: Option<Weight>,
    /// Its kind of ground, which decides speed; default urban.
    pub zone: Zone,
    /// The areas above it from the top down, "county/town"; needed where there is more than one level.
    pub within: Option<String>,
    /// The areas that it borders on, by name or path; each border need be named from one side only.
    pub adjacent: Vec<String>,
    /// Whether it has a station, for `based: Stations`.
    pub station: bool,
}

impl Default for AreaConfig {
    fn default() -> Self {
        AreaConfig {
            zh: None,
            at: None,
            rectangle: None,
            outline: Vec::new(),
            residents: Residents::default(),
            weight: None,
            zone: Zone::Urban,
            within: None,
            adjacent: Vec::new(),
            station: false,
        }
    }
}
