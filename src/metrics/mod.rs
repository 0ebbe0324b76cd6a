//! What a replication is worth: folds over its facts and outcomes, one metric per file.
//!
//! [`Collector`] runs them all and hands over a [`ReplicationResult`]: whole numbers only, so that results are the same
//! bytes whatever was computed first. Rates, means and intervals are made of them in `experiment`.
//!
//! It relies on the order that the conservation audit checks: an incident's end is told before its outcome.

mod attainment;
mod breakdown;
mod cause;
mod closure;
mod collector;
mod daily;
mod dimensions;
mod dispatch;
mod durations;
mod flow;
mod misses;
mod of_model;
mod places;
mod profile;
mod queues;
mod saturation;
mod segments;
mod workload;

pub use attainment::{Layout, Tally};
pub use cause::{Cause, milestone_name, segment_name, state_name};
pub use closure::Closure;
pub use collector::{Collector, ReplicationResult};
pub use daily::Day;
pub use dimensions::{Clock, CrewDimension, DeskDimension, Dimensions, LevelDimension, Name, Target, Targets, Window};
pub use dispatch::Dispatch;
pub use durations::{Distribution, TIMED};
pub use misses::{MissCount, Misses};
pub use of_model::labels;
pub use places::{Cell, HOURS_OF_WEEK, Places};
pub use profile::{Profile, QUARTERS};
pub use queues::{DeskTotals, QueueTotals, Queues};
pub use saturation::{Saturation, SaturationKind, saturations};
pub use segments::{SegmentTotals, Segments};
pub use workload::{CrewTotals, Workload};

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
