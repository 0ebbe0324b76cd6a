//! `replications.csv` of a comparison.

use super::Compared;
use crate::report::replications;

/// One row per arm, replication and measure.
pub fn csv(found: &Compared) -> Vec<u8> {
    let arms = found.runs.arms.iter().zip(&found.runs.measured).enumerate();
    replications::csv(arms.map(|(at, (arm, runs))| (arm.label.name.as_str(), found.runs.first_replication(at), runs.as_slice())))
}
