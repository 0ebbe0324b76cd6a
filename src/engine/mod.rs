//! The calendar of future events, and what a simulation loop needs to merge it with sorted columns.
//!
//! It knows no domain: an event is a moment, a class (the order among events of one moment) and a slot,
//! a number that means something in the caller's own table. It is not a process library: nothing is
//! boxed, called back or suspended, because the handlers are one `match` in the caller and cost least so.
//!
//! Order is total: time, then class, then the order of scheduling. A loop takes
//!
//! ```
//! use gridgov::engine::{Calendar, Class, Cursor, Key};
//! use gridgov::time::{Duration, Instant};
//!
//! const CLEARED: Class = Class::new(1);
//! const ARRIVAL: Class = Class::new(2);
//!
//! let times = [Instant(5), Instant(9), Instant(9)];
//! let mut arrivals = Cursor::new(&times, ARRIVAL);
//! let mut calendar = Calendar::default();
//! let mut seen = Vec::new();
//! loop {
//!     let next = arrivals.key(); // with several cursors: the least of their keys
//!     if let Some(event) = calendar.pop_before(next) {
//!         seen.push((event.at.0, "cleared", event.slot));
//!     } else if next == Key::NEVER {
//!         break;
//!     } else {
//!         let incident = arrivals.take() as u32;
//!         calendar.advance(next.at());
//!         calendar.schedule(next.at() + Duration(4), CLEARED, incident);
//!         seen.push((next.at().0, "arrival", incident));
//!     }
//! }
//! assert_eq!(seen[..3], [(5, "arrival", 0), (9, "cleared", 0), (9, "arrival", 1)]);
//! ```
//!
//! The loop itself is the caller's, for it alone knows its cursors and handlers.
//!
//! # Cancelling
//!
//! Nothing is ever removed from the calendar. Two ways, by how often it happens:
//!
//! * **Now and then:** keep the [`Ticket`] that [`Calendar::schedule`] returned with the entity. An event
//!   whose [`Event::ticket`] is not the one kept is stale: skip it. To cancel, keep [`Ticket::NONE`].
//! * **Nearly always** (timeouts): a [`Timeout`] keeps one entry however often it is moved, and goes back
//!   into the calendar when its entry comes up too early.

mod bucket;
mod calendar;
mod cursor;
mod heap;
mod key;
mod ladder;
mod lanes;
mod rung;
mod sort;
#[cfg(test)]
mod tests;
mod timeout;

pub use calendar::Calendar;
pub use cursor::Cursor;
pub use key::{Class, Event, Key, Ticket};
pub use timeout::Timeout;
