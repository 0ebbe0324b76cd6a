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
pub use check::NEEDS_PLACE;
pub use config::{AreaConfig, Coordinates, ExplicitCity, LevelName};
pub use distances::ONE_FOR_EACH;

use super::Sheet;

/// The tables that a `city` section names, as they were read.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Names of generated areas.
    pub places: Option<Sheet>,
    /// Areas.
    pub areas: Option<Sheet>,
    /// Distances between areas.
    pub distances: Option<Sheet>,
}

/// One innermost area and where it is written.
#[derive(Clone, Debug)]
struct Draft<'t> {
    name: String,
    area: AreaConfig,
    written: Written<'t>,
}

/// Where an area is written.
#[derive(Clone, Debug)]
enum Written<'t> {
    /// In the scenario, at a path below `city`.
    Scenario(String),
    /// In the row of a table that begins in a line.
    Row(&'t Sheet, u64),
}

impl Draft<'_> {
    /// Where one of its fields is written.
    fn at(&self, field: &str) -> String {
        match &self.written {
            Written::Scenario(path) => format!("{path}.{field}"),
            Written::Row(sheet, line) => sheet.at(*line, table::column_of(sheet, field)),
        }
    }

    /// Where the whole is written.
    fn whole(&self) -> String {
        match &self.written {
            Written::Scenario(path) => path.clone(),
            Written::Row(sheet, line) => sheet.at(*line, None),
        }
    }

    /// The names of the areas above, from the top down.
    fn above(&self) -> impl Iterator<Item = &str> {
        self.area.within.iter().flat_map(|within| within.split('/').map(str::trim))
    }

    /// The names of the areas above and its own.
    fn path(&self) -> String {
        self.above().chain([self.name.as_str()]).collect::<Vec<_>>().join("/")
    }

    /// The same area with a name that is a path taken apart, and without a last corner that repeats the first.
    fn in_short(mut self) -> Self {
        if let (None, Some((within, name))) = (&self.area.within, self.name.rsplit_once('/')) {
            (self.area.within, self.name) = (Some(within.to_owned()), name.trim().to_owned());
        }
        if self.area.outline.len() > 1 && self.area.outline.first() == self.area.outline.last() {
            self.area.outline.pop();
        }
        self
    }
}
