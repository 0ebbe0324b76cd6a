//! Replications run in parallel and put together into what a report shows.

pub mod summary;

pub use summary::{Estimate, Summary};
