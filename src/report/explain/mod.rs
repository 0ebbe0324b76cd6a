//! One incident's life, told: what happened when, who was asked and why, which target was missed and where.
//!
//! The replication is run again with a [`Probe`] on the incident; a probe is an observer, so it cannot
//! change what happens. [`Worst`] finds the incidents worth telling.

mod among;
mod cast;
mod document;
mod kept;
mod life;
mod list;
mod probe;
mod side_by_side;
mod told;
mod verdict;
mod worst;

pub use among::Among;
pub use cast::Cast;
pub use document::{life_json, list_json};
pub use kept::Kept;
pub use life::life;
pub use list::list;
pub use probe::{Decision, Event, Probe};
pub use side_by_side::side_by_side;
pub use verdict::{Verdict, verdicts};
pub use worst::{Rank, Worst, late_first};

#[cfg(test)]
mod tests;
