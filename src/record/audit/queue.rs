//! Little's law, exactly: over a run that starts empty, the waits of all who entered a queue – those still inside
//! counted up to the end – add up to its length integrated over time, tick for tick.

use super::{Findings, Live};
use crate::record::{Fact, What};
use crate::time::Instant;

/// One queue: its length over time on one side, the waits of those who were in it on the other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Queue {
    length: u64,
    since: Instant,
    integral: u128,
    waits: u128,
    left: u64,
    entered: u64,
    inside: u64,
}

impl Queue {
    fn advance(&mut self, to: Instant) {
        self.integral += u128::from(self.length) * u128::from(to.since(self.since).0);
        self.since = to;
    }

    pub(super) fn enter(&mut self, at: Instant) {
        self.advance(at);
        self.length += 1;
        self.entered += 1;
    }

    pub(super) fn leave(&mut self, entered: Instant, at: Instant) {
        self.advance(at);
        self.length = self.length.saturating_sub(1);
        self.left += 1;
        self.waits += u128::from(at.since(entered).0);
    }

    /// Counts one that is inside when the run ends.
    pub(super) fn still_inside(&mut self, entered: Instant, end: Instant) {
        self.inside += 1;
        self.waits += u128::from(end.since(entered).0);
    }

    pub(super) fn finish(&mut self, end: Instant, name: &str, found: &mut Findings) {
        self.advance(end);
        let (entered, left, inside) = (self.entered, self.left, self.inside);
        found.check(entered == left + inside, "entered = left + still inside", || {
            format!("{name}: {entered} entered, {left} left, {inside} are inside")
        });
        let (waits, integral) = (self.waits, self.integral);
        found.check(waits == integral, "Little's law", || {
            format!("{name}: the waits add up to {waits} ticks, the length over time to {integral}")
        });
    }
}

/// A desk: incidents in its queue, incidents with a clerk, subordinates' requests (queued, started, done).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Desk {
    pub(super) queue: Queue,
    pub(super) requests: (u64, u64, u64),
    started: u64,
    done: u64,
}

impl Desk {
    pub(super) fn incident(&mut self, fact: &Fact, live: &mut Live, found: &mut Findings) {
        match fact.what {
            What::DeskQueued => {
                let other = live.desk;
                found.check(other == u32::MAX, "an incident waits at one desk at a time", || {
                    format!("incident {} joined desk {} while waiting at desk {other}", fact.incident, fact.actor)
                });
                (live.desk, live.desk_since) = (fact.actor, fact.at);
                self.queue.enter(fact.at);
            }
            What::DeskStarted => {
                let waiting_at = live.desk;
                found.check(waiting_at == fact.actor, "a clerk takes up what waits at the desk", || {
                    format!("desk {} took up incident {}, which did not wait there", fact.actor, fact.incident)
                });
                if waiting_at == fact.actor {
                    self.queue.leave(live.desk_since, fact.at);
                    live.desk = u32::MAX;
                }
                self.started += 1;
            }
            _ => self.done += 1,
        }
    }

    pub(super) fn finish(&mut self, end: Instant, id: usize, found: &mut Findings) {
        self.queue.finish(end, &format!("the queue of desk {id}"), found);
        let (started, done) = (self.started, self.done);
        found.check(done <= started, "a clerk is done with what was taken up", || {
            format!("desk {id} took up {started} incidents and was done with {done}")
        });
        let (queued, taken, dealt) = self.requests;
        found.check(dealt <= taken && taken <= queued, "requests are queued, taken up, dealt with", || {
            format!("desk {id}: {queued} queued, {taken} taken up, {dealt} dealt with")
        });
    }
}
