//! The results of `sensitivity`: as text, as a document, as tables of the design and of all points.

mod document;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub use document::sensitivity_json;
pub use table::{design_table, points_table};
pub use text::sensitivity as sensitivity_text;

use crate::experiment::{Arm, LeftOut, Method, Sensitivity};
use crate::stats::ENOUGH_ROWS;

/// What was found, of which scenario, by which measure it is told.
pub struct Asked<'a> {
    /// The scenario.
    pub arm: &'a Arm,
    /// What was found.
    pub found: &'a Sensitivity,
    /// Position of the measure.
    pub measure: usize,
    /// Graded numbers without a range, which were not moved.
    pub without_range: usize,
    /// Factors that were left out for what their ranges would make of the scenario.
    pub left_out: &'a [LeftOut],
}

impl Asked<'_> {
    /// Whether the intervals are too narrow, being those of indices from too few rows.
    fn is_rough(&self) -> bool {
        matches!(self.found.method, Method::Sobol { .. }) && self.found.done < ENOUGH_ROWS
    }
}
