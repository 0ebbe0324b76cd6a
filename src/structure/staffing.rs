//! How many clerks a desk has, as a function of time.

use crate::demand::{DayType, WorkingCalendar};
use crate::quantity::Hours;
use crate::time::{Duration, Instant};

/// Clerks by time of day.
#[derive(Clone, Debug, PartialEq)]
pub struct Staffing {
    /// Moments of the day at which the number changes, with the number from then on; the first at midnight.
    steps: Vec<(Duration, u32)>,
    workdays_only: bool,
}

impl Staffing {
    /// From parts of the day with their clerks; overlapping parts add up.
    pub fn new(parts: &[(Hours, u32)], workdays_only: bool) -> Staffing {
        let mut moments = vec![Duration::ZERO];
        for (hours, _) in parts {
            moments.push(hours.from);
            moments.push(Duration(hours.to.0 % Duration::DAY.0));
        }
        moments.sort();
        moments.dedup();
        let count =
            |at: Duration| parts.iter().filter(|(hours, _)| hours.contains(at)).fold(0u32, |sum, (_, clerks)| sum.saturating_add(*clerks));
        let mut steps: Vec<(Duration, u32)> = moments.into_iter().map(|at| (at, count(at))).collect();
        steps.dedup_by_key(|(_, clerks)| *clerks);
        Staffing { steps, workdays_only }
    }

    /// Clerks on duty.
    pub fn at(&self, at: Instant, calendar: &WorkingCalendar) -> u32 {
        if self.workdays_only && calendar.day_type(at.day()) != DayType::Workday {
            return 0;
        }
        let time = at.time_of_day();
        self.steps[self.steps.partition_point(|(from, _)| *from <= time) - 1].1
    }

    /// The first stretch of time with clerks from `at` on, of those that begin before `until`: from when to when. It ends at
    /// midnight at the latest, and where the number of clerks changes; another may follow at once.
    pub fn open(&self, at: Instant, until: Instant, calendar: &WorkingCalendar) -> Option<(Instant, Instant)> {
        let mut day = at.day();
        while Instant::midnight(day) < until {
            if !self.workdays_only || calendar.day_type(day) == DayType::Workday {
                let time = at.since(Instant::midnight(day));
                let ends = self.steps.iter().skip(1).map(|(from, _)| *from).chain([Duration::DAY]);
                let mut stretches = self.steps.iter().zip(ends);
                if let Some(((from, _), to)) = stretches.find(|((_, clerks), to)| *clerks > 0 && time < *to) {
                    let from = Instant::midnight(day) + (*from).max(time);
                    return (from < until).then_some((from, Instant::midnight(day) + to));
                }
            }
            day += 1;
        }
        None
    }

    /// Clerks on duty at a time of a working day.
    pub fn at_time(&self, time: Duration) -> u32 {
        self.steps[self.steps.partition_point(|(from, _)| *from <= time) - 1].1
    }

    /// The times of day from which on there are so many clerks.
    pub fn times(&self) -> impl Iterator<Item = Duration> {
        self.steps.iter().map(|(from, _)| *from)
    }

    /// The most clerks on duty at once.
    pub fn most(&self) -> u32 {
        self.steps.iter().map(|(_, clerks)| *clerks).max().unwrap_or(0)
    }

    /// Clerk-hours of a working day.
    pub fn hours_a_day(&self) -> f64 {
        let ends = self.steps.iter().skip(1).map(|(from, _)| *from).chain([Duration::DAY]);
        self.steps.iter().zip(ends).map(|((from, clerks), to)| f64::from(*clerks) * (to - *from).hours()).sum()
    }

    /// Hours of a working day with at least one clerk.
    pub fn hours_open(&self) -> f64 {
        let ends = self.steps.iter().skip(1).map(|(from, _)| *from).chain([Duration::DAY]);
        self.steps.iter().zip(ends).filter(|((_, clerks), _)| *clerks > 0).map(|((from, _), to)| (to - *from).hours()).sum()
    }

    /// Whether there are clerks on working days only.
    pub fn on_workdays_only(&self) -> bool {
        self.workdays_only
    }

    /// Whether the number ever changes.
    pub fn changes(&self) -> bool {
        self.steps.len() > 1 || self.workdays_only
    }

    /// The moments of a day at which it may change.
    pub fn moments(&self) -> impl Iterator<Item = Duration> {
        self.steps.iter().map(|(from, _)| *from)
    }
}

/// Walks through the moments at which any desk's staff may change, day after day.
#[derive(Clone, Debug, Default)]
pub struct StaffCursor {
    day: u64,
    index: usize,
}

impl StaffCursor {
    /// The next moment, given the sorted moments of a day.
    pub fn peek(&self, moments: &[Duration]) -> Instant {
        moments.get(self.index).map_or(Instant::NEVER, |at| Instant::midnight(self.day) + *at)
    }

    /// Moves past it.
    pub fn advance(&mut self, moments: &[Duration]) {
        self.index += 1;
        if self.index == moments.len() {
            self.index = 0;
            self.day += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::{CalendarConfig, Days};
    use crate::quantity::Day;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// Twenty days around a week of holidays and the weekend after it that makes up for some of them.
    fn calendar() -> WorkingCalendar {
        let days = |first, last| vec![Days { first: date(2022, 10, first), last: date(2022, 10, last) }];
        let config = CalendarConfig { holidays: days(1, 7), makeup_workdays: days(8, 9), ..CalendarConfig::default() };
        WorkingCalendar::build(&config, Day(date(2022, 9, 28)), 20).unwrap()
    }

    proptest! {
        /// The quarter hours before a stretch are without clerks, and those of it are not, over a long holiday.
        #[test]
        fn a_desk_is_open_from_the_first_moment_with_clerks(
            parts in prop::collection::vec((0..96u64, 1..97u64), 0..3),
            workdays_only in any::<bool>(),
            from in 0..1_900u64,
        ) {
            const QUARTER: u64 = Duration::DAY.0 / 96;
            let hours = |(from, to): &(u64, u64)| Hours { from: Duration(from * QUARTER), to: Duration(to * QUARTER) };
            let parts: Vec<(Hours, u32)> = parts.iter().filter(|(from, to)| from != to).map(|part| (hours(part), 2)).collect();
            let staffing = Staffing::new(&parts, workdays_only);
            let calendar = &calendar();
            let (at, until) = (Instant(from * QUARTER), Instant::midnight(20));
            let open = staffing.open(at, until, calendar);
            let (opens, closes) = open.unwrap_or((until, until));
            let staffed = |from: Instant, to: Instant| {
                let quarters = (from.0 / QUARTER..).map(|quarter| Instant(quarter * QUARTER)).take_while(move |at| *at < to);
                quarters.map(|at| staffing.at(at, calendar) > 0).collect::<Vec<bool>>()
            };
            prop_assert!(staffed(at, opens).iter().all(|staffed| !staffed));
            prop_assert!(staffed(opens, closes).iter().all(|staffed| *staffed));
            prop_assert!(open.is_none_or(|(opens, closes)| opens < closes && opens < until));
            // It ends where nobody is there, at midnight, or where one clerk more or fewer is.
            let ends = |at: Instant| at.time_of_day() == Duration::ZERO || staffing.at(at, calendar) != staffing.at(opens, calendar);
            prop_assert!(open.is_none() || ends(closes));
        }
    }
}
