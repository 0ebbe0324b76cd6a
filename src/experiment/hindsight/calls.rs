//! When each incident first asked for crews, and how a rule fared: from one run.

use crate::experiment::Ratio;
use crate::record::{Fact, Milestone, Observer, Outcome, What};
use crate::scenario::{Model, OnSceneMeans};
use crate::time::{Duration, Instant};

/// What became of an incident under the rule of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fate {
    pub reported: Instant,
    /// When somebody was on scene; never where nobody was.
    pub on_scene: Instant,
    /// When the last target was reached.
    pub done: Instant,
    /// Whether it counts.
    pub measured: bool,
}

/// The first calls of all incidents of a run, and their fates.
#[derive(Clone, Debug)]
pub struct Calls {
    measured_from: Instant,
    /// When nothing counts any more: the end of the drain.
    pub(super) cap: Instant,
    pub(super) limit: Duration,
    pub(super) means: OnSceneMeans,
    /// By number of the incident; never where it asked for none.
    pub(super) called: Vec<Instant>,
    /// By number of the incident: whether its first visit is over. Who comes after that comes to a further one.
    visited: Vec<bool>,
    /// By number of the incident.
    pub(super) fates: Vec<Option<Fate>>,
}

/// What a rule attained.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Own {
    /// Measured incidents that were late or not reached, over all measured.
    pub late: Ratio,
    /// Seconds from report to on scene, to the end of the run where nobody came, over all measured.
    pub response_s: Ratio,
}

impl Own {
    /// The lower of two, each measure by itself; they are of the same incidents.
    #[must_use]
    pub(super) fn least(self, other: Own) -> Own {
        let lower = |a: Ratio, b: Ratio| if b.above < a.above { b } else { a };
        Own { late: lower(self.late, other.late), response_s: lower(self.response_s, other.response_s) }
    }
}

impl Calls {
    /// Nothing yet, for a run of `model`.
    pub fn of(model: &Model) -> Calls {
        Calls {
            measured_from: Instant::midnight(u64::from(model.warmup_days)),
            cap: model.horizon() + model.drain,
            limit: model.targets.on_scene,
            means: model.targets.on_scene_means,
            called: Vec::new(),
            visited: Vec::new(),
            fates: Vec::new(),
        }
    }

    /// How many asked for crews.
    pub fn count(&self) -> usize {
        self.called.iter().filter(|called| called.happens()).count()
    }

    /// What the rule of the run attained.
    pub fn own(&self) -> Own {
        let mut own = Own::default();
        self.fates.iter().flatten().for_each(|fate| own.add(self, fate, fate.on_scene, fate.done));
        own
    }
}

impl Own {
    /// Counts an incident that was served at these moments.
    pub(super) fn add(&mut self, calls: &Calls, fate: &Fate, on_scene: Instant, done: Instant) {
        if fate.measured {
            let late = done > fate.reported + calls.limit;
            self.late = Ratio { above: self.late.above + f64::from(u8::from(late)), below: self.late.below + 1.0 };
            let seconds = on_scene.min(calls.cap).since(fate.reported).seconds();
            self.response_s = Ratio { above: self.response_s.above + seconds, below: self.response_s.below + 1.0 };
        }
    }
}

impl Observer for Calls {
    fn fact(&mut self, fact: &Fact) {
        let number = fact.incident as usize;
        match fact.what {
            What::CrewAwaited | What::Offered if !self.visited.get(number).is_some_and(|visited| *visited) => {
                let called = entry(&mut self.called, number, Instant::NEVER);
                *called = (*called).min(fact.at);
            }
            What::Handled => *entry(&mut self.visited, number, false) = true,
            _ => {}
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let number = outcome.incident as usize;
        let milestone = if self.means == OnSceneMeans::OnScene { Milestone::OnScene } else { Milestone::Handled };
        *entry(&mut self.fates, number, None) = Some(Fate {
            reported: outcome.reported,
            on_scene: outcome.at(Milestone::OnScene),
            done: outcome.at(milestone),
            measured: !outcome.self_found && outcome.reported >= self.measured_from,
        });
    }
}

/// The entry of a number, those before it that are missing filled.
fn entry<T: Clone>(column: &mut Vec<T>, number: usize, fill: T) -> &mut T {
    if column.len() <= number {
        column.resize(number + 1, fill);
    }
    &mut column[number]
}
