//! Experiments: replications run in parallel, put together into what a report shows, and compared between arms.
//!
//! [`Arm`]s are scenarios under the same luck, made from files or in memory; a [`Runner`] runs ([`Job`]) replications of
//! them over threads and keeps the few numbers that comparisons need ([`Measured`]); [`replicate_until`] goes on until
//! enough is known. [`compare`] judges arms against the first, [`rank`] finds the best of many.

mod arm;
pub mod break_even;
pub mod compare;
mod design;
pub mod detail;
mod difference;
mod estimate;
mod factor_points;
pub mod frontier;
pub mod hindsight;
mod jobs;
mod measure;
mod pool;
pub mod posts;
pub mod rank;
mod replicate;
mod sensitivity;
mod sequential;
mod staff;
#[cfg(test)]
mod staff_tests;
mod summarize;
pub mod summary;
pub mod sweep;
mod uncertainty;
mod vary;

pub use arm::Arm;
pub use design::{Design, Method, Short};
pub use difference::{LevelDifference, Luck, differences};
pub use estimate::Estimate;
pub use factor_points::{
    FactorPoint, LeftOut, PointOutcome, PointRun, Refusals, Refused, Tried, at_points, check_fits, mean_of, movable, refusals, sound,
    spread_of, uncertain, unmoved_alone,
};
pub use jobs::{Bench, Cell, Depth, Halted, Job, Known, Measured, Runner};
pub use measure::{ASSUMED, Better, EMERGENT, MEASURES, Measure, REFUSED, Ratio, Unit, met};
pub use replicate::{Failure, Replicated, replicate};
pub use sensitivity::{Answer, Sensitivity, sensitivity};
pub use sequential::{FIRST_LOOK, Look, Plan, Reason, STRIKES, Stopping, least_replications, replicate_until};
pub use staff::{Scope, Staff, StaffRole};
pub use summary::Summary;
pub use uncertainty::{Draws, Split, Uncertainty, uncertainty};
pub use vary::{combinations, said_of_vary, varied};
