//! What became of the incidents reported after the warm-up, self-found ones included: completion (办结率), on-time
//! closure (按期结案率), reopening (返工率).
//!
//! An incident with a deadline is *decided* when it was closed, lost or withdrawn, or when its deadline lies before
//! the end of the run. It is on time when it was closed by its deadline; lost and withdrawn ones never are. One
//! that is open while its deadline is still to come says nothing yet and is left out.

use crate::record::{End, Milestone, Outcome};
use crate::time::Instant;

/// Counts of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Closure {
    /// Reported.
    pub reported: u64,
    /// Of those, measured for attainment.
    pub measured: u64,
    /// Closed.
    pub closed: u64,
    /// Open at the end of the drain.
    pub open: u64,
    /// Lost: no crew with the skill exists.
    pub lost: u64,
    /// Withdrawn by the reporter.
    pub withdrawn: u64,
    /// Reopened by the closing check, of those that were closed.
    pub reopened: u64,
    /// With a deadline, and decided.
    pub decided: u64,
    /// Of those, closed in time.
    pub on_time: u64,
    /// Found by the one who serves them.
    pub self_found: u64,
    /// Of those, closed.
    pub self_found_closed: u64,
    /// Of those, handled.
    pub self_found_handled: u64,
    /// Ticks from report to handled, summed over those.
    pub self_found_ticks: u128,
}

/// Counts closures.
#[derive(Clone, Debug, Default)]
pub(super) struct Closing {
    counts: Closure,
    /// Deadlines of the incidents that are open when the run stops.
    undecided: Vec<Instant>,
}

impl Closing {
    pub(super) fn reset(&mut self) {
        self.counts = Closure::default();
        self.undecided.clear();
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome) {
        let counts = &mut self.counts;
        let closed = outcome.end == End::Closed;
        counts.reported += 1;
        match outcome.end {
            End::Closed => counts.closed += 1,
            End::Open => counts.open += 1,
            End::NoSuchSkill => counts.lost += 1,
            End::Withdrawn => counts.withdrawn += 1,
        }
        counts.reopened += u64::from(closed && outcome.reopened);
        if outcome.deadline.happens() {
            if outcome.end == End::Open {
                self.undecided.push(outcome.deadline);
            } else {
                counts.decided += 1;
                counts.on_time += u64::from(closed && outcome.at(Milestone::Closed) <= outcome.deadline);
            }
        }
        if outcome.self_found {
            counts.self_found += 1;
            counts.self_found_closed += u64::from(closed);
            if let Some(handled) = outcome.until(Milestone::Handled) {
                counts.self_found_handled += 1;
                counts.self_found_ticks += u128::from(handled.0);
            }
        } else {
            counts.measured += 1;
        }
    }

    pub(super) fn finish(&self, end: Instant) -> Closure {
        let missed = self.undecided.iter().filter(|deadline| **deadline < end).count() as u64;
        Closure { decided: self.counts.decided + missed, ..self.counts }
    }
}
