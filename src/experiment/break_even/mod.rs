//! Break-even: how far one number has to move until the difference between two arms is none, or no more than the margin.
//!
//! [`Line`] is where a factor is moved to; [`Search`] bisects it on both sides of the factor's own value, from the far
//! ends inwards, with certificates that hold together over all values that could be visited.

mod line;
mod question;
mod search;

pub use line::Line;
pub use question::Question;
pub use search::{Ahead, Crossing, Point, Row, Search, Side};
