//! The working calendar: which days are worked, and time counted in working hours and working days.
//!
//! It decides on what kind of day an incident falls, when a limit in working time runs out and when a
//! second visit is made. It says nothing about who is on duty: rosters belong to the workforce.

use super::Problem;
use super::dates::{Days, Weekday};
use crate::quantity::{Day, Deadline, Hours};
use crate::time::{Duration, Instant};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

/// The `calendar:` of a demand section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarConfig {
    /// The days of an ordinary week that are worked.
    pub workdays: Vec<Weekday>,
    /// When offices work on such a day; the parts must not overlap nor run over midnight.
    pub working_hours: Vec<Hours>,
    /// Public holidays: not worked, whatever the day of the week.
    pub holidays: Vec<Days>,
    /// Make-up workdays (调休): worked, whatever the day of the week.
    pub makeup_workdays: Vec<Days>,
}

impl Default for CalendarConfig {
    /// Monday to Friday, 08:30–12:00 and 14:00–17:30, no holidays.
    fn default() -> Self {
        let clock = |h: u64, m: u64| Duration((60 * h + m) * Duration::MINUTE.0);
        CalendarConfig {
            workdays: Weekday::ALL[..5].to_vec(),
            working_hours: vec![Hours { from: clock(8, 30), to: clock(12, 0) }, Hours { from: clock(14, 0), to: clock(17, 30) }],
            holidays: Vec::new(),
            makeup_workdays: Vec::new(),
        }
    }
}

/// What kind of day it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DayType {
    /// A worked day, make-up workdays included.
    Workday = 0,
    /// A day of the week that is not worked.
    Weekend = 1,
    /// A public holiday.
    Holiday = 2,
}

impl DayType {
    /// All three.
    pub const ALL: [DayType; 3] = [DayType::Workday, DayType::Weekend, DayType::Holiday];
}

/// Days after the run's last one that the calendar still knows by their date: enough for any drain.
/// Beyond them weeks are ordinary.
const DAYS_AFTER: u32 = 400;

/// The calendar of a run, every question answered in constant time (ranks in a table of days; beyond the
/// table by arithmetic on ordinary weeks). Days are counted from 0, the first day of the run.
#[derive(Clone, Debug)]
pub struct WorkingCalendar {
    first: Date,
    first_weekday: Weekday,
    week: [bool; 7],
    hours: Vec<Hours>,
    /// Working time of a workday.
    daily: Duration,
    days: Vec<CalendarDay>,
    /// The workdays of the table, in order.
    workdays: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct CalendarDay {
    workdays_before: u32,
    kind: DayType,
    month: u8,
}

impl WorkingCalendar {
    /// The calendar of a run of `days` days from `start`. Lists everything that is wrong, with paths
    /// relative to the demand section.
    pub fn build(config: &CalendarConfig, start: Day, days: u32) -> Result<WorkingCalendar, Vec<Problem>> {
        let problems = problems(config, start, days);
        if !problems.is_empty() {
            return Err(problems);
        }
        let week = std::array::from_fn(|i| config.workdays.contains(&Weekday::ALL[i]));
        let mut hours = config.working_hours.clone();
        hours.sort_by_key(|h| h.from);
        let mut calendar = WorkingCalendar {
            first: start.0,
            first_weekday: Weekday::of(start.0),
            week,
            daily: hours.iter().map(|h| h.length()).sum(),
            hours,
            days: Vec::with_capacity((days + DAYS_AFTER) as usize),
            workdays: Vec::new(),
        };
        let mut date = start.0;
        for day in 0..days + DAYS_AFTER {
            let kind = if config.holidays.iter().any(|d| d.contains(date)) {
                DayType::Holiday
            } else if calendar.ordinarily_worked(day.into()) || config.makeup_workdays.iter().any(|d| d.contains(date)) {
                DayType::Workday
            } else {
                DayType::Weekend
            };
            calendar.days.push(CalendarDay { workdays_before: calendar.workdays.len() as u32, kind, month: date.month() as u8 });
            if kind == DayType::Workday {
                calendar.workdays.push(day);
            }
            date = date.tomorrow().unwrap_or(Date::MAX);
        }
        Ok(calendar)
    }

    /// The date of day `day` of the run (the last one of the year 9999 at the latest).
    pub fn date(&self, day: u64) -> Date {
        let span = i64::try_from(day).ok().and_then(|day| Span::new().try_days(day).ok());
        span.map_or(Date::MAX, |span| self.first.saturating_add(span))
    }

    /// The day of the week of day `day` of the run.
    pub fn weekday(&self, day: u64) -> Weekday {
        Weekday::ALL[(self.first_weekday as usize + (day % 7) as usize) % 7]
    }

    /// The month of day `day` of the run, 1 to 12.
    pub fn month(&self, day: u64) -> u8 {
        self.known(day).map_or_else(|| self.date(day).month() as u8, |d| d.month)
    }

    /// What kind of day day `day` of the run is.
    pub fn day_type(&self, day: u64) -> DayType {
        match self.known(day) {
            Some(known) => known.kind,
            None if self.ordinarily_worked(day) => DayType::Workday,
            None => DayType::Weekend,
        }
    }

    /// Working time of a workday.
    pub fn working_day(&self) -> Duration {
        self.daily
    }

    /// Whether `at` lies in working hours.
    pub fn is_open(&self, at: Instant) -> bool {
        self.day_type(at.day()) == DayType::Workday && self.hours.iter().any(|h| h.contains(at.time_of_day()))
    }

    /// Working time from `from` to `to`; zero when `to` is earlier.
    pub fn working_time_between(&self, from: Instant, to: Instant) -> Duration {
        Duration(self.worked(to).saturating_sub(self.worked(from)))
    }

    /// When `limit` runs out for an incident reported at `reported`. In working time: the first moment at
    /// which so much of it has passed. In working days: midnight at the end of the n-th working day after
    /// the day of the report, as handling goes on around the clock (Civil Code of the PRC, article 203: a
    /// period ends at 24:00 of its last day unless there are business hours).
    pub fn deadline(&self, reported: Instant, limit: &Deadline) -> Instant {
        match *limit {
            _ if !reported.happens() => Instant::NEVER,
            Deadline::Clock(limit) => reported + limit,
            Deadline::WorkingTime(Duration::ZERO) => reported,
            Deadline::WorkingTime(limit) => self.when_worked(self.worked(reported).saturating_add(limit.0)),
            Deadline::WorkingDays(0) => Instant::midnight(reported.day() + 1),
            Deadline::WorkingDays(n) => Instant::midnight(self.workday(self.workdays_before(reported.day() + 1) + u64::from(n) - 1) + 1),
        }
    }

    /// When work begins on the first workday after the day of `at`.
    pub fn next_workday_start(&self, at: Instant) -> Instant {
        if !at.happens() {
            return Instant::NEVER;
        }
        Instant::midnight(self.workday(self.workdays_before(at.day() + 1))) + self.hours[0].from
    }

    fn known(&self, day: u64) -> Option<&CalendarDay> {
        self.days.get(usize::try_from(day).ok()?)
    }

    fn ordinarily_worked(&self, day: u64) -> bool {
        self.week[self.weekday(day) as usize]
    }

    /// Number of workdays before day `day`.
    fn workdays_before(&self, day: u64) -> u64 {
        if let Some(known) = self.known(day) {
            return known.workdays_before.into();
        }
        let end = self.days.len() as u64;
        let (weeks, rest) = ((day - end) / 7, (day - end) % 7);
        let of_rest = (end..end + rest).filter(|&d| self.ordinarily_worked(d)).count() as u64;
        self.workdays.len() as u64 + weeks * self.workdays_a_week() + of_rest
    }

    /// The `nth` workday, counting from 0.
    fn workday(&self, nth: u64) -> u64 {
        if let Some(&day) = usize::try_from(nth).ok().and_then(|n| self.workdays.get(n)) {
            return day.into();
        }
        let (end, nth) = (self.days.len() as u64, nth - self.workdays.len() as u64);
        let (weeks, rest) = (nth / self.workdays_a_week(), nth % self.workdays_a_week());
        let week = end + 7 * weeks;
        (week..week + 7).filter(|&d| self.ordinarily_worked(d)).nth(rest as usize).expect("a week has its workdays")
    }

    fn workdays_a_week(&self) -> u64 {
        self.week.iter().filter(|&&worked| worked).count() as u64
    }

    /// Working time (ticks) from the start of the run to `at`.
    fn worked(&self, at: Instant) -> u64 {
        let full = self.workdays_before(at.day()) * self.daily.0;
        if self.day_type(at.day()) != DayType::Workday {
            return full;
        }
        let time = at.time_of_day();
        full + self.hours.iter().map(|h| time.min(h.to).saturating_sub(h.from).0).sum::<u64>()
    }

    /// The first moment at which `worked` ticks (above 0) have been worked.
    fn when_worked(&self, worked: u64) -> Instant {
        let days = (worked - 1) / self.daily.0;
        let mut rest = Duration(worked - days * self.daily.0);
        let midnight = Instant::midnight(self.workday(days));
        for hours in &self.hours {
            if rest <= hours.length() {
                return midnight + hours.from + rest;
            }
            rest -= hours.length();
        }
        unreachable!("{rest} is left of a working day of {}", self.daily)
    }
}

fn problems(config: &CalendarConfig, start: Day, days: u32) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut report = |path: &str, message: String| problems.push((format!("calendar.{path}"), message));
    if config.workdays.is_empty() {
        report("workdays", "a week needs at least one workday, such as [Mon, Tue, Wed, Thu, Fri]".into());
    }
    for (i, day) in config.workdays.iter().enumerate() {
        if config.workdays[..i].contains(day) {
            report(&format!("workdays[{i}]"), format!("{day:?} is listed twice"));
        }
    }
    if config.working_hours.is_empty() {
        report("working_hours", "a workday needs working hours, such as [\"08:30..12:00\", \"14:00..17:30\"]".into());
    }
    for (i, hours) in config.working_hours.iter().enumerate() {
        if hours.to <= hours.from {
            report(&format!("working_hours[{i}]"), format!("{hours} runs over midnight; split it at 24:00"));
        }
        if let Some(other) = config.working_hours[..i].iter().find(|other| other.from < hours.to && hours.from < other.to) {
            report(&format!("working_hours[{i}]"), format!("{hours} overlaps {other}"));
        }
    }
    for (i, days) in config.makeup_workdays.iter().enumerate() {
        if let Some(holiday) = config.holidays.iter().find(|h| h.first <= days.last && days.first <= h.last) {
            report(&format!("makeup_workdays[{i}]"), format!("{days} is also a holiday ({holiday}): a day is either worked or not"));
        }
    }
    if start.0.checked_add(i64::from(days).min(4_000_000).days()).is_err() {
        problems.push(("calendar".into(), format!("a run of {days} days from {} ends after the year 9999", start.0)));
    }
    problems
}
