//! Demand: what happens in the city, whoever serves it.
//!
//! A lazy stream of incidents in the order of their report, a pure function of (city, demand section,
//! seed, replication). It never sees structure, staff or rules, so every arm of an experiment meets the
//! same incidents with the same luck.

mod build;
#[cfg(test)]
mod build_tests;
mod calendar;
#[cfg(test)]
mod calendar_tests;
mod committed;
#[cfg(test)]
mod committed_tests;
mod config;
mod dates;
mod expected;
mod facility;
#[cfg(test)]
mod fixtures;
mod hours;
mod intensity;
mod log;
#[cfg(test)]
mod log_tests;
mod model;
mod places;
mod same;
#[cfg(test)]
mod surge_tests;
mod surges;
mod trace;
#[cfg(test)]
mod trace_tests;

pub use crate::ids::{CategoryId, ChannelId, DepartmentId, JobId};
pub use calendar::{CalendarConfig, DayType, WorkingCalendar};
pub use committed::{Committed, CommittedJob, CommittedTrace};
pub use config::{
    CategoryConfig, ChannelConfig, CommittedConfig, DayConfig, DemandConfig, DepartmentConfig, FilingConfig, JointConfig, PlaceConfig,
    SurgeConfig, SurgeTimes, WeekConfig,
};
pub use dates::{Days, Moment, Months, Weekday};
pub use expected::{ChannelPart, Expected, JobPart, Scene};
pub use facility::{Errand, ErrandConfig, Facility, FacilityConfig, NO_FACILITIES};
pub use hours::HourProfile;
pub use log::{AreaNames, At, BadField, Heading, Log, LogConfig, LogReader, LogSummary, Open, Outside, Refused, TimeFormat, write_moment};
pub use model::{Category, Channel, Demand, Department, Job, Joint};
pub use surges::{Surge, Surges, Window};
pub use trace::{Incident, Trace};

/// Something wrong in the demand section: the path below it, and what would be right.
pub type Problem = (String, String);
