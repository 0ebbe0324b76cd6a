//! Why targets were missed, by the clock in force: a count per cause, and by how much the late ones were late.

use super::attainment::{Judged, Met, NOT_REACHED};
use super::{Cause, Clock, Target, Targets};
use crate::record::{Outcome, Segment};

/// How often a cause was behind a miss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct MissCount {
    /// Reached too late.
    pub late: u64,
    /// Not reached by the end of the drain.
    pub not_reached: u64,
}

/// The misses of one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misses {
    /// By [`Cause::index`].
    pub causes: [MissCount; Cause::COUNT],
    /// Ticks over the limit, summed over those that were late.
    pub excess: u128,
}

impl Default for Misses {
    fn default() -> Self {
        Misses { causes: [MissCount::default(); Cause::COUNT], excess: 0 }
    }
}

impl Misses {
    /// All misses of the target.
    pub fn total(&self) -> MissCount {
        self.causes.iter().fold(MissCount::default(), |sum, cause| MissCount {
            late: sum.late + cause.late,
            not_reached: sum.not_reached + cause.not_reached,
        })
    }
}

/// The segments over which a target's clock runs.
fn span(target: Target, targets: &Targets) -> (Segment, Segment) {
    let last = if targets.until_handled { Segment::Work } else { Segment::Travel };
    let (first, last) = match target {
        Target::Respond => (Segment::DeskQueue, Segment::Receipt),
        Target::Accept => (Segment::Triage, Segment::Accept),
        Target::Depart => (Segment::Turnout, Segment::Turnout),
        Target::OnScene => (Segment::Travel, last),
    };
    match targets.clock {
        Clock::Cumulative => (Segment::DeskQueue, last),
        Clock::PerStage => (first, last),
    }
}

impl Targets {
    /// Why an incident missed a target by the clock in force; `None` where it met it.
    pub fn missed(&self, outcome: &Outcome, target: Target) -> Option<Cause> {
        let judged = self.judge(outcome);
        let (took, met) = judged.by(self.clock);
        (!met.has(target as usize)).then(|| cause(outcome, took[target as usize], target, self))
    }
}

/// An incident that never got this far may be stuck before the stage itself: then it is about the whole way.
fn cause(outcome: &Outcome, ticks: u64, target: Target, targets: &Targets) -> Cause {
    let reached = ticks != NOT_REACHED;
    let (first, last) = span(target, targets);
    let first = if reached { first } else { Segment::DeskQueue };
    Cause::of(outcome, reached, first, last)
}

pub(super) fn count(misses: &mut [Misses; Target::COUNT], outcome: &Outcome, judged: &Judged, targets: &Targets) {
    let (took, met) = judged.by(targets.clock);
    if met == Met::ALL {
        return;
    }
    for target in Target::ALL {
        if met.has(target as usize) {
            continue;
        }
        let ticks = took[target as usize];
        let misses = &mut misses[target as usize];
        let cause = &mut misses.causes[cause(outcome, ticks, target, targets).index()];
        if ticks == NOT_REACHED {
            cause.not_reached += 1;
        } else {
            cause.late += 1;
            misses.excess += u128::from(ticks - targets.limits[target as usize].0);
        }
    }
}
