//! A city given area by area: in the scenario, in a table, or as one square.
//!
//! An area is a point, or ground that incidents fall on uniformly: a rectangle or a polygon. Only the innermost areas
//! are given; those above them are named by them and add up. Nothing is drawn.

mod build;
mod check;
mod config;
mod distances;
mod table;
#[cfg(test)]
mod tests;

pub use build::build;
pub use config::{AreaConfig, Coordinates, ExplicitCity, LevelName};
pub use distances::DistanceTable;
pub use table::AreaTable;

use super::PlaceRow;

/// The tables that a `city` section names, as they were read.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Names of generated areas.
    pub places: Vec<PlaceRow>,
    /// Areas.
    pub areas: Option<AreaTable>,
    /// Distances between areas.
    pub distances: Option<DistanceTable>,
}

/// One innermost area and where it is written.
#[derive(Clone, Debug)]
struct Draft {
    name: String,
    area: AreaConfig,
    /// The path below `city`.
    path: String,
    /// What stands before a message where the path is that of a whole table.
    row: String,
}

impl Draft {
    /// The path of one of its fields.
    fn at(&self, field: &str) -> String {
        if self.row.is_empty() { format!("{}.{field}", self.path) } else { self.path.clone() }
    }

    fn says(&self, message: impl std::fmt::Display) -> String {
        format!("{}{message}", self.row)
    }
}
