//! The demand of a scenario, checked and prepared: what a run, a check or a roster asks about it. What
//! happens in one replication is a [`super::Trace`].

use super::calendar::WorkingCalendar;
use super::committed::Committed;
use super::intensity::{Intensity, Regime, Row};
use super::places::Spreads;
use super::surges::Surge;
use crate::ids::{AreaId, CategoryId, ChannelId, Column, DepartmentId};
use crate::quantity::Deadline;
use crate::random::{Choice, Sampler};
use crate::time::Instant;

/// The demand of a scenario over the days of its run.
#[derive(Clone, Debug)]
pub struct Demand {
    /// What happens, in file order.
    pub categories: Column<CategoryId, Category>,
    /// How it is reported, in file order.
    pub channels: Column<ChannelId, Channel>,
    /// Whose field it is: the listed departments in file order, then those that only categories name.
    pub departments: Column<DepartmentId, Department>,
    /// Workdays, working hours and holidays.
    pub calendar: WorkingCalendar,
    /// Times of unusual demand, in file order.
    pub surges: Vec<Surge>,
    /// How long a reporter waits before withdrawing; none when nobody withdraws.
    pub patience: Option<Sampler>,
    pub(super) days: u32,
    pub(super) volume: f64,
    pub(super) intensity: Intensity,
    pub(super) spreads: Spreads,
    pub(super) channel_choice: Choice,
    pub(super) committed: Option<Committed>,
}

/// A category of incidents.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its name in the scenario.
    pub name: String,
    /// Its name in Chinese.
    pub zh: String,
    /// The department whose field it is.
    pub department: DepartmentId,
    /// Its part of all incidents of the run, surges apart (0 to 1).
    pub share: f64,
    /// 1 (most pressing) to 4.
    pub priority: u8,
    /// The part that is of priority 1 whatever `priority` says.
    pub urgent: f64,
    /// Crews of the department that it takes.
    pub crews: u32,
    /// Work on scene, first visit.
    pub on_scene: Sampler,
    /// The mean of `on_scene`, in seconds.
    pub mean_on_scene: f64,
    /// Jobs that need a second department at the same time.
    pub joint: Option<Joint>,
    /// The part that needs a second visit.
    pub second_visit: f64,
    /// The part for which a case is filed, and how long that takes.
    pub filing: Option<(f64, Sampler)>,
    /// The part found undone by the closing check.
    pub reopen: f64,
    /// The limit for closing it.
    pub close_within: Option<Deadline>,
    /// From occurrence to report; no time when there is none.
    pub report_delay: Option<Sampler>,
    /// Its spread among those of the scenario.
    pub(super) spread: usize,
}

/// Jobs that need a second department at the same time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Joint {
    /// The part of the category's incidents.
    pub share: f64,
    /// The other department.
    pub with: DepartmentId,
    /// Crews of the other department.
    pub crews: u32,
}

/// A reporting channel.
#[derive(Clone, PartialEq, Debug)]
pub struct Channel {
    /// Its name in the scenario.
    pub name: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its part of all reports (0 to 1).
    pub share: f64,
    /// The part that the reporter finds on the spot and would settle himself.
    pub on_spot: f64,
}

/// A department: the field that a crew must be competent in.
#[derive(Clone, PartialEq, Debug)]
pub struct Department {
    /// Its name in the scenario.
    pub name: String,
    /// Its name in Chinese.
    pub zh: String,
}

impl Demand {
    /// Days of the run.
    pub fn days(&self) -> u32 {
        self.days
    }

    /// The end of the run: nothing is reported from here on.
    pub fn end(&self) -> Instant {
        Instant::midnight(self.days.into())
    }

    /// Incidents of `category` a day, on the average of the run, surges apart.
    pub fn expected_per_day(&self, category: CategoryId) -> f64 {
        self.volume * self.categories[category].share
    }

    /// Incidents of `category` a day at `at`, surges apart: a rate, so half an hour brings a 48th of it.
    pub fn rate(&self, at: Instant, category: CategoryId) -> f64 {
        self.intensity.rate(self.row(Regime::Ordinary, at), category)
    }

    /// Incidents of `category` a day at `at` while the surge of number `surge` holds.
    pub fn rate_in_surge(&self, at: Instant, category: CategoryId, surge: usize) -> f64 {
        self.intensity.rate(self.row(Regime::Surge(surge), at), category)
    }

    /// The part of a category's incidents that falls on an innermost area.
    pub fn spatial_share(&self, category: CategoryId, leaf: AreaId) -> f64 {
        self.spreads[self.categories[category].spread].share(leaf)
    }

    #[inline]
    pub(super) fn row(&self, regime: Regime, at: Instant) -> Row {
        self.intensity.row(regime, self.calendar.day_type(at.day()), self.calendar.month(at.day()), at)
    }
}
