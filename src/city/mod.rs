//! The city: areas, places, travel.

mod geometry;

pub use geometry::Point;
