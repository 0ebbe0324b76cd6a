//! `replications`: one row per arm, replication and measure, for others to analyse again.

use super::Compared;
use crate::report::folder::{ArmRows, replications};
use crate::report::table::Table;

/// The table. A measure that a replication does not have leaves its value empty.
pub fn table(found: &Compared) -> Table {
    let runs = found.runs;
    let arms = runs.arms.iter().zip(&runs.measured).enumerate();
    let rows = arms.map(|(position, (arm, measured))| ArmRows {
        arm: &arm.label.name,
        seed: arm.loaded.model.seed,
        first: runs.first_replication(position),
        measured,
    });
    replications(&rows.collect::<Vec<_>>())
}
