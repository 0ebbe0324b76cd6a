//! What a replication is worth: folds over its facts and outcomes, one metric per file.

mod cause;
mod dimensions;

pub use cause::{Cause, milestone_name, segment_name, state_name};
pub use dimensions::{Clock, CrewDimension, DeskDimension, Dimensions, LevelDimension, Name, Target, Targets, Window};
