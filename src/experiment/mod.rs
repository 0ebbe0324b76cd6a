//! Replications run in parallel and put together into what a report shows.

mod replicate;
pub mod summary;

pub use replicate::{Failure, Replicated, replicate};
pub use summary::{Estimate, Summary};
