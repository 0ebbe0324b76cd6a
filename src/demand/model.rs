//! The demand of a scenario, checked and prepared: what a run, a check or a roster asks about it. What
//! happens in one replication is a [`super::Trace`].

use super::calendar::WorkingCalendar;
use super::committed::Committed;
use super::facility::{Errand, Facility};
use super::intensity::{Intensity, Regime, Row};
use super::log::Log;
use super::places::Spreads;
use super::surges::Surge;
use crate::ids::{AreaId, CategoryId, ChannelId, Column, DepartmentId, JobId};
use crate::quantity::Deadline;
use crate::random::{Attribute, Choice, Marks, Sampler};
use crate::time::{Duration, Instant};

/// The demand of a scenario over the days of its run.
#[derive(Clone, Debug)]
pub struct Demand {
    /// What happens, in file order.
    pub categories: Column<CategoryId, Category>,
    /// How it is reported, in file order.
    pub channels: Column<ChannelId, Channel>,
    /// Whose field it is: the listed departments in file order, then those that only categories name.
    pub departments: Column<DepartmentId, Department>,
    /// What crews are asked for: first each category's own job, under the category's number, then what a log
    /// sends to other departments.
    pub jobs: Column<JobId, Job>,
    /// Workdays, working hours and holidays.
    pub calendar: WorkingCalendar,
    /// Times of unusual demand, in file order.
    pub surges: Vec<Surge>,
    /// Places at which a crew's work may go on, in file order.
    pub facilities: Vec<Facility>,
    /// How long a reporter waits before withdrawing; none when nobody withdraws.
    pub patience: Option<Sampler>,
    pub(super) days: u32,
    pub(super) volume: f64,
    /// The scenario does not say how many incidents it expects: the log does.
    pub(super) volume_of_log: bool,
    pub(super) intensity: Intensity,
    pub(super) spreads: Spreads,
    pub(super) channel_choice: Choice,
    pub(super) committed: Option<Committed>,
    pub(super) log: Option<Log>,
}

/// The work of a category done by a department.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Job {
    /// The category: crews needed, work on scene, partner.
    pub category: CategoryId,
    /// The department whose crews do it.
    pub department: DepartmentId,
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
    /// Visits after which the crew's work goes on at a facility.
    pub errand: Option<Errand>,
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
    /// Whether crews have work beside incidents.
    pub fn has_committed_work(&self) -> bool {
        self.committed.is_some()
    }

    /// The part of committed work that is of each department; nothing where there is none.
    pub fn committed_shares(&self) -> &[f64] {
        self.committed.as_ref().map_or(&[], |committed| &committed.shares)
    }

    /// Whether a log takes the place of the arrival process.
    pub fn is_logged(&self) -> bool {
        self.log.is_some()
    }

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

    /// The records that take the place of the arrival process, if there are any.
    pub fn log(&self) -> Option<&Log> {
        self.log.as_ref()
    }

    /// Puts records in the place of the arrival process. Without a `volume` of the scenario theirs is taken for
    /// what is expected.
    pub fn replay(&mut self, log: Log) {
        if self.volume_of_log {
            self.volume = log.len() as f64 / f64::from(self.days);
            self.intensity.scale(self.volume);
        }
        log.jobs().iter().for_each(|job| {
            self.jobs.push(*job);
        });
        self.log = Some(log);
    }

    /// Whether a second department that helps with a job would be the one that does it.
    #[inline]
    pub(super) fn is_its_own_partner(&self, job: Job) -> bool {
        self.categories[job.category].joint.is_some_and(|joint| joint.with == job.department)
    }

    #[inline]
    pub(super) fn draw_channel(&self, marks: &Marks) -> ChannelId {
        ChannelId(self.channel_choice.pick(marks.uniform(Attribute::Channel, 0)) as u32)
    }

    #[inline]
    pub(super) fn draw_self_found(&self, channel: ChannelId, marks: &Marks) -> bool {
        marks.uniform(Attribute::Settle, 0) < self.channels[channel].on_spot
    }

    #[inline]
    pub(super) fn draw_patience(&self, marks: &Marks) -> Option<Duration> {
        self.patience.as_ref().map(|d| d.sample(marks.uniform(Attribute::Patience, 0)))
    }

    #[inline]
    pub(super) fn row(&self, regime: Regime, at: Instant) -> Row {
        self.intensity.row(regime, self.calendar.day_type(at.day()), self.calendar.month(at.day()), at)
    }
}

impl Category {
    #[inline]
    pub(super) fn draw_delay(&self, marks: &Marks) -> Duration {
        self.report_delay.as_ref().map_or(Duration::ZERO, |d| d.sample(marks.uniform(Attribute::ReportDelay, 0)))
    }

    #[inline]
    pub(super) fn draw_priority(&self, marks: &Marks) -> u8 {
        if marks.uniform(Attribute::Urgent, 0) < self.urgent { 1 } else { self.priority }
    }

    #[inline]
    pub(super) fn draw_joint(&self, marks: &Marks) -> bool {
        self.joint.is_some_and(|joint| marks.uniform(Attribute::Joint, 0) < joint.share)
    }
}
