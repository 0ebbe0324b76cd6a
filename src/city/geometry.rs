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

    /// At most the distance in kilometres to any place on the straight line between two others: that to the box around it, less
    /// what rounding may hide.
    pub fn least_distance(self, one: Point, other: Point) -> f64 {
        let outside = |a: f64, b: f64| if a * b > 0.0 { a.abs().min(b.abs()) } else { 0.0 };
        let (dx, dy) = (outside(one.x - self.x, other.x - self.x), outside(one.y - self.y, other.y - self.y));
        ((dx * dx + dy * dy).sqrt() - 1e-9).max(0.0)
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
    /// Whether it is the middle of an area, where what is based in the area stands. A table tells it apart from scenes
    /// there, whatever their places.
    pub middle: bool,
}

impl Spot {
    /// A place on open ground.
    pub const fn new(leaf: AreaId, place: Point, pace: f64) -> Spot {
        Spot { place, pace, off: 0.0, leaf, middle: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_place_on_a_line_is_nearer_than_its_least_distance(
            [x, y, ax, ay, bx, by] in proptest::array::uniform6(-20..20i32),
            fraction in 0.0..=1.0f64,
        ) {
            let point = |x, y| Point::new(f64::from(x) / 3.0, f64::from(y) / 7.0);
            let (from, one, other) = (point(x, y), point(ax, ay), point(bx, by));
            let least = from.least_distance(one, other);
            proptest::prop_assert!(least <= from.distance(one.towards(other, fraction)));
            // Beside the box it is the distance to one of its sides or corners.
            if x < ax.min(bx) && (ay.min(by)..=ay.max(by)).contains(&y) {
                proptest::prop_assert!((least - f64::from(ax.min(bx) - x) / 3.0).abs() < 1e-8);
            }
        }
    }
}
