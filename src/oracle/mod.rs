//! Exact answers from queueing theory that the simulator must reproduce.
//!
//! Formulas only: the cases that run them against the simulator are assembled by whoever verifies. Each is
//! tested on published numbers, so that a wrong oracle does not bless a wrong simulator.

mod erlang;
mod general;
mod impatience;
mod priority;

pub use erlang::{Pool, erlang_b, erlang_c};
pub use general::{infinite_servers, pollaczek_khinchine};
pub use impatience::{Impatience, impatience};
pub use priority::{non_preemptive_waits, preemptive_waits};
