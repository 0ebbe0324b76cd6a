//! Demand: what happens in the city, whoever serves it.
//!
//! A lazy stream of incidents in the order of their report, a pure function of (city, demand section,
//! seed, replication). It never sees structure, staff or rules, so every arm of an experiment meets the
//! same incidents with the same luck.

mod build;
mod calendar;
#[cfg(test)]
mod calendar_tests;
mod committed;
mod config;
mod dates;
#[cfg(test)]
mod fixtures;
mod hours;
mod intensity;
mod model;
mod places;
mod surges;
mod trace;

pub use crate::ids::{CategoryId, ChannelId, DepartmentId};
pub use calendar::{CalendarConfig, DayType, WorkingCalendar};
pub use committed::{Committed, CommittedJob, CommittedTrace};
pub use config::{
    CategoryConfig, ChannelConfig, CommittedConfig, DayConfig, DemandConfig, DepartmentConfig, FilingConfig, JointConfig, PlaceConfig,
    SurgeConfig, SurgeTimes, WeekConfig,
};
pub use dates::{Days, Moment, Months, Weekday};
pub use hours::HourProfile;
pub use model::{Category, Channel, Demand, Department, Joint};
pub use surges::{Surge, Surges, Window};
pub use trace::{Incident, Trace};

/// Something wrong in the demand section: the path below it, and what would be right.
pub type Problem = (String, String);
