//! What crews did with their time, and what became of the work that does not come from incidents.
//!
//! On duty is every state but off duty and on call, so overtime is on duty, and so is the service of a crew that
//! was called from home.

use super::{Dimensions, Window};
use crate::ids::CrewId;
use crate::record::{CrewState, Fact, What};
use crate::time::Instant;

const STATES: usize = CrewState::ALL.len();

/// One crew of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CrewTotals {
    /// Ticks in each [`CrewState`] within the window; they add up to its length.
    pub states: [u64; STATES],
    /// Orders accepted within the window.
    pub orders: u64,
    /// Metres driven within the window.
    pub metres: u64,
}

impl CrewTotals {
    /// Ticks on duty.
    pub fn duty(&self) -> u64 {
        self.sum(CrewState::is_on_duty)
    }

    /// Ticks serving incidents.
    pub fn serving(&self) -> u64 {
        self.sum(CrewState::serves)
    }

    fn sum(&self, counts: impl Fn(CrewState) -> bool) -> u64 {
        CrewState::ALL.iter().filter(|state| counts(**state)).map(|state| self.states[*state as usize]).sum()
    }
}

/// The crews of one replication.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Workload {
    /// By [`crate::ids::CrewId`].
    pub crews: Vec<CrewTotals>,
    /// Ticks of committed work that fell due from the start of the run to the end of the window.
    pub committed_due: u128,
    /// Ticks of it done by then, those of pieces in hand included.
    pub committed_done: u128,
}

impl Workload {
    /// Adds up over the crews, of which many together have more ticks than one number of 64 bits holds.
    pub fn sum(&self, of: impl Fn(&CrewTotals) -> u64) -> u128 {
        self.crews.iter().map(|crew| u128::from(of(crew))).sum()
    }

    /// Gini coefficient of serving time over the crews that were on duty; `None` when nobody served.
    pub fn gini(&self) -> Option<f64> {
        let served: Vec<f64> = self.crews.iter().filter(|crew| crew.duty() > 0).map(|crew| crew.serving() as f64).collect();
        if served.iter().sum::<f64>() > 0.0 { crate::stats::gini(&served) } else { None }
    }
}

#[derive(Clone, Copy, Debug)]
struct Now {
    state: CrewState,
    since: Instant,
}

const START: Now = Now { state: CrewState::OffDuty, since: Instant::ZERO };

/// Follows the crews.
#[derive(Clone, Debug)]
pub(super) struct Working {
    window: Window,
    now: Vec<Now>,
    totals: Workload,
}

impl Working {
    pub(super) fn new(dimensions: &Dimensions) -> Working {
        let crews = dimensions.crews.len();
        let totals = Workload { crews: vec![CrewTotals::default(); crews], ..Workload::default() };
        Working { window: dimensions.window(), now: vec![START; crews], totals }
    }

    pub(super) fn reset(&mut self) {
        self.now.fill(START);
        self.totals.crews.fill(CrewTotals::default());
        (self.totals.committed_due, self.totals.committed_done) = (0, 0);
    }

    pub(super) fn fact(&mut self, fact: &Fact) {
        match fact.what {
            What::Accepted if self.window.contains(fact.at) => self.totals.crews[fact.actor as usize].orders += 1,
            What::CommittedDue if fact.at < self.window.to => self.totals.committed_due += u128::from(fact.detail),
            _ => {}
        }
    }

    pub(super) fn drove(&mut self, crew: CrewId, metres: u64) {
        self.totals.crews[crew.0 as usize].metres += metres;
    }

    /// A crew's state changed. Returns the state before and the state now.
    pub(super) fn state(&mut self, fact: &Fact) -> (CrewState, CrewState) {
        let crew = fact.actor as usize;
        let Now { state: before, since } = self.now[crew];
        let state = CrewState::ALL[fact.detail as usize];
        self.totals.crews[crew].states[before as usize] += self.window.overlap(since, fact.at).0;
        if before == CrewState::Committed {
            self.totals.committed_done += self.overlap_from_start(since, fact.at);
        }
        self.now[crew] = Now { state, since: fact.at };
        (before, state)
    }

    pub(super) fn finish(&self, end: Instant) -> Workload {
        let mut totals = self.totals.clone();
        for (crew, now) in totals.crews.iter_mut().zip(&self.now) {
            crew.states[now.state as usize] += self.window.overlap(now.since, end).0;
            if now.state == CrewState::Committed {
                totals.committed_done += self.overlap_from_start(now.since, end);
            }
        }
        totals
    }

    /// How much of the time lies before the end of the window.
    fn overlap_from_start(&self, since: Instant, end: Instant) -> u128 {
        Window { from: Instant::ZERO, ..self.window }.overlap(since, end).0.into()
    }
}
