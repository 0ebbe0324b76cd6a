//! Exact answers from queueing theory that the simulator must reproduce.
//!
//! Formulas first, each tested on published numbers, so that a wrong oracle does not bless a wrong simulator. Then
//! [`cases`]: scenarios whose answers the formulas know, which [`verify`] runs on the ordinary path.

mod case;
pub mod cases;
mod chain;
mod cutoff;
mod erlang;
mod general;
mod hypercube;
mod impatience;
mod priority;
mod tally;
pub mod travel;
mod verify;

pub use case::{Case, Check, Family, Measure, Said, Sign, Text, Unit};
pub use chain::Chain;
pub use cutoff::Cutoff;
pub use erlang::{Pool, erlang_b, erlang_c};
pub use general::{infinite_servers, pollaczek_khinchine};
pub use hypercube::{Atom, Derived, Hypercube, MOST_RESPONDERS, Settled, beside, derive};
pub use impatience::{Impatience, impatience};
pub use priority::{non_preemptive_waits, preemptive_waits};
pub use tally::{Expected, Tally};
pub use verify::{Finding, LEVEL, Options, SEED, Verdict, Verified, verify, verify_model};
