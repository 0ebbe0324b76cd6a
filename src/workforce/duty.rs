//! The daily round of comings and goings: a sorted template that repeats, merged into the run by a cursor.

use super::Workforce;
use crate::ids::CrewId;
use crate::quantity::Hours;
use crate::time::{Duration, Instant};
use std::collections::{BTreeMap, BTreeSet};

/// What changes for a crew.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DutyChange {
    /// Its shift begins: it takes over.
    Begins,
    /// It has taken over and can be sent.
    Ready,
    /// Its shift ends: no more orders.
    Ends,
    /// Its shift around the clock begins anew.
    Renews,
}

/// One entry of the daily round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Duty {
    /// Time since midnight.
    pub at: Duration,
    /// What changes.
    pub change: DutyChange,
    /// For whom.
    pub crew: CrewId,
}

/// The round of a day, sorted by time, change and crew. Of crews that work around the clock only those are in it that have a
/// break every day, or another station.
pub(super) fn round(workforce: &Workforce) -> Vec<Duty> {
    let mut duties = Vec::new();
    for crew in workforce.crews.ids() {
        let hours = workforce.shift(crew).hours;
        let handover = workforce.handover(crew);
        let mut add = |at: Duration, change| duties.push(Duty { at: Duration(at.0 % Duration::DAY.0), change, crew });
        if hours.length() == Duration::DAY {
            if workforce.rotates(crew) || workforce.has_break(crew) {
                add(hours.from, DutyChange::Renews);
            }
            continue;
        }
        add(hours.from, DutyChange::Begins);
        add(hours.from + handover, DutyChange::Ready);
        add(hours.to + handover, DutyChange::Ends);
    }
    duties.sort();
    duties
}

impl Workforce {
    /// Whether the crew is on duty at midnight of day 0, its handover over: around the clock, or on a shift
    /// that begins then or began the day before.
    pub fn on_duty_at_start(&self, crew: CrewId) -> bool {
        self.shift(crew).hours.contains(Duration::ZERO)
    }

    /// Whether the crew's shift, with what it hands over, ends at the moment of the day at which it begins.
    pub fn ends_as_it_begins(&self, crew: CrewId) -> bool {
        let hours = self.shift(crew).hours;
        hours.length() + self.handover(crew) == Duration::DAY
    }
}

/// Walks through the daily round, day after day, without end.
#[derive(Clone, Copy, Debug, Default)]
pub struct DutyCursor {
    day: u64,
    index: usize,
}

impl DutyCursor {
    /// When the next change is due.
    pub fn peek(&self, duties: &[Duty]) -> Instant {
        duties.get(self.index).map_or(Instant::NEVER, |duty| Instant::midnight(self.day) + duty.at)
    }

    /// The next change. Panics where there is none.
    pub fn next(&mut self, duties: &[Duty]) -> Duty {
        let duty = duties[self.index];
        self.index += 1;
        if self.index == duties.len() {
            self.index = 0;
            self.day += 1;
        }
        duty
    }
}

/// When the number of those crews `wanted` that are on duty or on call changes, and how many there are from then on, handover
/// not counted twice: from midnight, in order.
pub fn on_duty(workforce: &Workforce, wanted: impl Fn(CrewId) -> bool) -> Vec<(Duration, u32)> {
    by_time(workforce.crews.ids().filter(|crew| wanted(*crew)).map(|crew| workforce.shift(crew).hours))
}

/// The same of any who work such hours.
pub fn by_time(hours: impl Iterator<Item = Hours>) -> Vec<(Duration, u32)> {
    let mut spreads: BTreeMap<Hours, u32> = BTreeMap::new();
    hours.for_each(|hours| *spreads.entry(hours).or_default() += 1);
    let ends = spreads.keys().flat_map(|hours| [hours.from, hours.to]).map(|at| Duration(at.0 % Duration::DAY.0));
    let moments: BTreeSet<Duration> = ends.chain([Duration::ZERO]).collect();
    let at = |moment: &Duration| spreads.iter().filter(|(hours, _)| hours.contains(*moment)).map(|(_, crews)| crews).sum();
    moments.iter().map(|moment| (*moment, at(moment))).collect()
}
