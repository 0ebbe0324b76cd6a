//! Places on the map.

use crate::ids::AreaId;
use serde::{Deserialize, Serialize};

/// A place in kilometres east (`x`) and north (`y`) of the scenario's origin.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Point {
    /// Kilometres east.
    pub x: f64,
    /// Kilometres north.
    pub y: f64,
}

impl Point {
    /// From kilometres east and north.
    pub const fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// Straight-line distance in kilometres.
    pub fn distance(self, other: Point) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The place a part `fraction` (0..=1) of the way to `other`.
    pub fn towards(self, other: Point, fraction: f64) -> Point {
        Point { x: self.x + (other.x - self.x) * fraction, y: self.y + (other.y - self.y) * fraction }
    }
}

/// A place with all that travel needs to know of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spot {
    /// Where it is.
    pub place: Point,
    /// Seconds per kilometre of distance there, detour included.
    pub pace: f64,
    /// Kilometres from it to the place of its area; above 0 only for who is between two areas whose distance a table
    /// gives.
    pub off: f64,
    /// The innermost area that distances of a table are taken from. Under way, that of the nearer end.
    pub leaf: AreaId,
}

impl Spot {
    /// A place on open ground.
    pub const fn new(leaf: AreaId, place: Point, pace: f64) -> Spot {
        Spot { place, pace, off: 0.0, leaf }
    }
}
