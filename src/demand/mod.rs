//! Demand: what happens in the city, whoever serves it.
//!
//! A lazy stream of incidents in the order of their report, a pure function of (city, demand section,
//! seed, replication). It never sees structure, staff or rules, so every arm of an experiment meets the
//! same incidents with the same luck.

mod calendar;
#[cfg(test)]
mod calendar_tests;
mod dates;
#[cfg(test)]
mod fixtures;
mod hours;

pub use calendar::{CalendarConfig, DayType, WorkingCalendar};
pub use dates::{Days, Moment, Months, Weekday};
pub use hours::HourProfile;

/// Something wrong in the demand section: the path below it, and what would be right.
pub type Problem = (String, String);
