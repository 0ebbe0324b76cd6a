//! The frontier: the smallest share of posts with which an arm does what is asked of it – at least as well as another
//! arm with all of its posts, or some attainment of its own.
//!
//! [`Staff`](super::Staff) makes rosters of any size out of an arm's; [`Condition`] is what is asked; [`Search`] finds, by bisection
//! and with few looks, the largest share certified too small and the smallest certified enough. Certificates hold
//! together over all levels, conditions and looks, whichever are used.

mod condition;
mod search;

pub use super::pool::{Pool, Run};
pub use condition::{Asked, Condition, Seen, name as standing_name};
pub use search::{Ahead, Found, Level, Monotone, Question, Search};
