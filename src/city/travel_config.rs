//! The `travel:` part of a city: how far it is, and how fast people get about.

use super::geometry::Point;
use super::metric::Torus;
use super::polygon::Bounds;
use crate::quantity::{Acceleration, Factor, Hours, Kilometres, Speed};
use crate::time::Duration;
use serde::{Deserialize, Serialize};

/// How fast people get about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TravelConfig {
    /// How distances are measured; default as the crow flies, and along the earth's surface where areas are given by
    /// longitude and latitude.
    pub distance: Option<DistanceConfig>,
    /// Two opposite corners of a rectangle, in kilometres, whose opposite sides are one; default none.
    pub torus: Option<((f64, f64), (f64, f64))>,
    /// Length of the way over the distance, at least 1; default 1.35 for straight lines and great circles, else 1.
    pub detour: Option<Factor>,
    /// Speed on urban ground; default 25 km/h.
    pub urban: Speed,
    /// Speed on outer ground; default 35 km/h.
    pub outer: Speed,
    /// How time follows from the length of the way; default at that speed all the way.
    pub time: TimeConfig,
    /// Parts of the day in which speed is multiplied: `[("07:30..09:00", 0.8)]`; default none.
    pub hours: Vec<(Hours, Factor)>,
}

impl Default for TravelConfig {
    fn default() -> Self {
        TravelConfig {
            distance: None,
            torus: None,
            detour: None,
            urban: Speed::from_kmh(25.0).expect("within bounds"),
            outer: Speed::from_kmh(35.0).expect("within bounds"),
            time: TimeConfig::Linear,
            hours: Vec::new(),
        }
    }
}

impl TravelConfig {
    /// Length of the way over the distance.
    pub fn detour(&self) -> f64 {
        let by_streets = matches!(self.distance, Some(DistanceConfig::Manhattan | DistanceConfig::Matrix { .. }));
        self.detour.map_or(if by_streets { 1.0 } else { 1.35 }, Factor::get)
    }

    /// The rectangle whose opposite sides are one.
    pub fn torus(&self) -> Option<Torus> {
        self.torus.map(|(a, b)| {
            let box_ = Bounds::of(&[Point::new(a.0, a.1), Point::new(b.0, b.1)]);
            Torus { corner: box_.min, width: box_.max.x - box_.min.x, height: box_.max.y - box_.min.y }
        })
    }
}

/// How distances are measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum DistanceConfig {
    /// As the crow flies.
    Euclidean,
    /// Along a right-angled grid of streets.
    Manhattan,
    /// Along the earth's surface; for areas given by longitude and latitude.
    GreatCircle,
    /// A table of kilometres between the innermost areas.
    Matrix {
        /// A table beside the scenario: the first row and the first column name the areas.
        #[serde(default)]
        file: Option<String>,
        /// The table itself, in the order of the areas: a row for each area to come from, a column for each to go to.
        #[serde(default)]
        km: Vec<Vec<f64>>,
    },
}

/// How time follows from the length of a way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum TimeConfig {
    /// At cruising speed all the way.
    #[default]
    Linear,
    /// The same after some time that every way costs.
    Affine {
        /// What every way costs.
        fixed: Duration,
    },
    /// With the square root of the length of short ways, at cruising speed beyond, without a kink between.
    RootThenLinear {
        /// Kilometres of way at which cruising speed begins.
        linear_from_km: Kilometres,
    },
    /// From a standstill to cruising speed and back to a standstill.
    Accelerating {
        /// Metres per second, each second.
        m_per_s2: Acceleration,
    },
}
