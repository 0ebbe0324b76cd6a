//! Break-even: how far one number has to move until the difference between two arms is none, or no more than the margin.
//!
//! [`Line`] is where a factor is moved to; [`Search`] walks it outwards on both sides of the factor's own value and bisects it
//! where the difference turns, with certificates that hold together over all values that could be visited.

mod line;
mod question;
mod row;
mod search;

pub use line::Line;
pub use question::Question;
pub use row::{Barrier, Crossing, Place, Point, Row, Side};
pub use search::{Ahead, Search};
