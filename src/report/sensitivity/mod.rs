//! The results of `sensitivity`: as text, as a document, as tables of the design and of all points.

mod document;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub use document::sensitivity_json;
pub use table::{design_table, points_table};
pub use text::sensitivity as sensitivity_text;

use crate::experiment::{Answer, Arm, LeftOut, Method, Sensitivity};
use crate::stats::{ENOUGH_ROWS, FEWEST_ROWS};

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
        matches!(self.found.method, Method::Sobol { .. }) && self.answer().used < ENOUGH_ROWS
    }

    /// What was found for the measure.
    fn answer(&self) -> &Answer {
        &self.found.answers[self.measure]
    }

    /// By factor how much it does to the measure; `None` where that could not be measured.
    fn sizes(&self) -> Vec<Option<f64>> {
        let Answer { used, effects, indices, .. } = self.answer();
        let nothing = if *used < FEWEST_ROWS { None } else { Some(0.0) };
        match self.found.method {
            Method::Morris { .. } => effects.iter().map(|effects| Some(effects.as_ref()?.mu_star)).collect(),
            Method::Sobol { .. } if indices.is_empty() => vec![nothing; self.found.factors.len()],
            Method::Sobol { .. } => indices.iter().map(|index| Some(index.total.estimate)).collect(),
        }
    }
}
