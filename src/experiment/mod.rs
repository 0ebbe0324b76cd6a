//! Replications run in parallel and put together into what a report shows.

pub mod detail;
mod difference;
mod estimate;
mod replicate;
mod summarize;
pub mod summary;

pub use difference::{LevelDifference, differences};
pub use estimate::Estimate;
pub use replicate::{Failure, Replicated, replicate};
pub use summary::Summary;
