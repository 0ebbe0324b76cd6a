//! The results of a sweep: what was planned, what each task came to, and both as text, document and tables.
//!
//! Everything is made from a [`Sheet`] (the plan laid out) and the [`TaskRecord`]s, never from what is in memory of a
//! run: so a sweep that was resumed, or merged from shards, gives the same bytes as one that ran in one go.

mod document;
mod sheet;
mod tables;
#[cfg(test)]
mod tests;
mod text;

pub use document::sweep_json;
pub use sheet::{Place, Sheet, SheetAxis, Structure, TaskRecord};
pub use tables::{plan_table, replications_table};
pub use text::sweep as sweep_text;

use super::saturated::Saturated;
use crate::experiment::sweep::Shard;
use crate::experiment::{Estimate, MEASURES, Ratio, Refused};

/// Confidence level of all intervals.
const LEVEL: f64 = 0.95;

/// Everything that is known of a sweep.
pub struct Swept<'a> {
    /// The plan.
    pub sheet: &'a Sheet,
    /// The tasks that are done, in order, those that could not be run among them.
    pub records: &'a [TaskRecord],
    /// The share of the tasks that was asked for.
    pub shard: Shard,
}

impl Swept<'_> {
    /// How many tasks were asked for.
    pub fn wanted(&self) -> u64 {
        self.shard.count(self.sheet.tasks())
    }

    /// The tasks of a point that are done.
    pub fn of_point(&self, point: usize) -> &[TaskRecord] {
        let first = point as u64 * u64::from(self.sheet.replications);
        let from = self.records.partition_point(|record| record.task < first);
        let to = self.records.partition_point(|record| record.task < first + u64::from(self.sheet.replications));
        &self.records[from..to]
    }

    /// Those of them that came to something.
    pub fn ran(&self, point: usize) -> impl Iterator<Item = &TaskRecord> + Clone {
        self.of_point(point).iter().filter(|record| record.refused.is_none())
    }

    /// How many of all tasks came to something.
    pub fn done(&self) -> u64 {
        self.records.iter().filter(|record| record.refused.is_none()).count() as u64
    }

    /// Why a point is no valid scenario or could not be run, where any of its tasks is not.
    pub fn refused(&self, point: usize) -> Option<&Refused> {
        self.of_point(point).iter().find_map(|record| record.refused.as_ref())
    }

    /// The fingerprint of a point's scenario, where it is one and any of its tasks is done.
    pub fn scenario_sha256(&self, point: usize) -> Option<&str> {
        self.of_point(point).iter().map(|record| record.scenario_sha256.as_str()).find(|hash| !hash.is_empty())
    }

    /// In how many of a point's replications it collapsed or was overloaded.
    fn saturated(&self, point: usize) -> Saturated {
        Saturated::of(self.ran(point).map(|record| (record.collapses, record.overloads)))
    }

    /// A measure of a point over its replications.
    pub fn estimate(&self, point: usize, measure: usize) -> Option<Estimate> {
        let values = self.ran(point).map(|record| record.values[measure]).map(|(above, below)| Ratio { above, below });
        Estimate::of_measure(values, &MEASURES[measure], LEVEL)
    }
}
