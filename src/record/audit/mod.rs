//! The conservation audit: laws that hold in every run, whatever the scenario. Always on; a breach fails the run.
//!
//! A fold like any other. It recomputes from the facts what the outcomes claim, and from each queue's entries
//! and exits what its length over time must add up to, in whole ticks: nothing is compared up to a tolerance.
//! Constant work per fact, plain columns by crew and desk, one small table of open incidents.
//!
//! It relies on one order: within a moment, an incident's end ([`What::Closed`], [`What::Lost`]) is told before
//! its outcome, and a crew's release from an order ([`What::Handled`], [`What::CrewAwaited`], [`What::Refused`],
//! [`What::Unanswered`], [`What::Preempted`]) before its next.

mod crews;
mod incidents;
mod queue;

use super::{Fact, LiveTable, Observer, Outcome, What};
use crate::time::Instant;
use crews::Crews;
use incidents::{Incidents, Live};
use queue::{Desk, Queue};

/// A law that a run broke.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{law}: {what} (at {} s of the run)", at.0 as f64 / crate::time::TICKS_PER_SECOND as f64)]
pub struct Breach {
    /// The law.
    pub law: &'static str,
    /// What was found instead, with both values.
    pub what: String,
    /// When it was noticed.
    pub at: Instant,
}

/// The first breach, if any.
#[derive(Clone, Debug, Default)]
struct Findings {
    now: Instant,
    first: Option<Breach>,
}

impl Findings {
    /// Notes a breach of `law` unless `holds`; `what` is only made when it does not.
    #[inline(always)]
    fn check(&mut self, holds: bool, law: &'static str, what: impl FnOnce() -> String) {
        if !holds {
            self.note(law, what);
        }
    }

    #[cold]
    #[inline(never)]
    fn note(&mut self, law: &'static str, what: impl FnOnce() -> String) {
        if self.first.is_none() {
            self.first = Some(Breach { law, what: what(), at: self.now });
        }
    }
}

/// Checks the conservation laws of one replication.
#[derive(Clone, Debug)]
pub struct Audit {
    found: Findings,
    live: LiveTable<Live>,
    incidents: Incidents,
    crews: Crews,
    desks: Vec<Desk>,
    awaiting_crew: Queue,
    in_system: Queue,
}

impl Audit {
    /// For a run with so many crews and desks.
    pub fn new(crews: usize, desks: usize) -> Audit {
        Audit {
            found: Findings::default(),
            live: LiveTable::default(),
            incidents: Incidents::default(),
            crews: Crews::new(crews),
            desks: vec![Desk::default(); desks],
            awaiting_crew: Queue::default(),
            in_system: Queue::default(),
        }
    }

    /// Ready for another run of the same size, keeping the memory.
    pub fn reset(&mut self) {
        self.found = Findings::default();
        self.live.clear();
        self.incidents = Incidents::default();
        self.crews.reset();
        self.desks.fill(Desk::default());
        self.awaiting_crew = Queue::default();
        self.in_system = Queue::default();
    }

    /// Closes the books at the end of the run.
    ///
    /// # Errors
    /// The first law that was broken.
    pub fn finish(&mut self, end: Instant) -> Result<(), Breach> {
        let last = self.found.now;
        self.found.check(last <= end, "nothing happens after the end of the run", || {
            format!("the last fact is of tick {}, the run ended at tick {}", last.0, end.0)
        });
        self.found.now = end;
        for (incident, live) in self.live.iter() {
            self.found
                .check(live.open, "reported = closed + open + lost", || format!("incident {incident} was reported and has no outcome"));
            self.in_system.still_inside(live.reported, end);
            if let Some(desk) = self.desks.get_mut(live.desk as usize) {
                desk.queue.still_inside(live.desk_since, end);
            }
            if live.awaited.happens() {
                self.awaiting_crew.still_inside(live.awaited, end);
            }
        }
        self.incidents.finish(&mut self.found);
        self.crews.finish(end, &mut self.found);
        self.in_system.finish(end, "incidents in the system", &mut self.found);
        self.awaiting_crew.finish(end, "the queue for crews", &mut self.found);
        for (id, desk) in self.desks.iter_mut().enumerate() {
            desk.finish(end, id, &mut self.found);
        }
        self.found.first.take().map_or(Ok(()), Err)
    }

    fn reported(&mut self, fact: &Fact) {
        let next = self.incidents.last.is_none_or(|last| last < fact.incident);
        self.found.check(next, "an incident is reported once", || {
            format!("incident {} was reported after incident {:?}", fact.incident, self.incidents.last)
        });
        self.incidents.last = Some(fact.incident);
        let taken = self.live.insert(fact.slot.0, fact.incident, Live::reported(fact));
        self.found.check(!taken, "an incident has a slot of its own", || format!("incident {} got slot {}", fact.incident, fact.slot.0));
        self.incidents.reported += 1;
        self.in_system.enter(fact.at);
    }

    fn awaits(&mut self, fact: &Fact) {
        if let Some(live) = self.live.get_mut(fact.slot.0, fact.incident) {
            live.engaged = false;
            if !live.awaited.happens() {
                live.awaited = fact.at;
                self.awaiting_crew.enter(fact.at);
            }
        }
    }

    fn offered(&mut self, fact: &Fact) {
        self.stop_awaiting(fact);
        self.crews.offered(fact, &mut self.found);
    }

    fn handled(&mut self, fact: &Fact) {
        if let Some(live) = self.live.get_mut(fact.slot.0, fact.incident) {
            live.engaged = false;
            live.handled = true;
        }
    }

    /// Takes an incident out of the queue for crews, if it is there.
    #[inline]
    fn stop_awaiting(&mut self, fact: &Fact) {
        if let Some(live) = self.live.get_mut(fact.slot.0, fact.incident)
            && live.awaited.happens()
        {
            self.awaiting_crew.leave(live.awaited, fact.at);
            live.awaited = Instant::NEVER;
        }
    }

    fn desk(&mut self, fact: &Fact) {
        let Some(desk) = self.desks.get_mut(fact.actor as usize) else {
            return self.found.check(false, "a desk exists", || format!("{:?} names desk {}", fact.what, fact.actor));
        };
        match fact.what {
            What::RequestQueued => desk.requests.0 += 1,
            What::RequestStarted => desk.requests.1 += 1,
            What::RequestDone => desk.requests.2 += 1,
            _ => {
                let Some(live) = self.live.get_mut(fact.slot.0, fact.incident) else {
                    return self.found.check(false, "only open incidents are at a desk", || format!("{fact:?}"));
                };
                desk.incident(fact, live, &mut self.found);
            }
        }
    }

    /// The incident leaves the system: closed or lost.
    fn ended(&mut self, fact: &Fact) {
        self.stop_awaiting(fact);
        let Some(live) = self.live.get_mut(fact.slot.0, fact.incident) else {
            return self.found.check(false, "only open incidents end", || format!("{fact:?}"));
        };
        self.found.check(!live.ended.happens(), "an incident ends once", || format!("incident {} ended twice", fact.incident));
        if let Some(desk) = self.desks.get_mut(live.desk as usize) {
            desk.queue.leave(live.desk_since, fact.at);
            live.desk = u32::MAX;
        }
        self.in_system.leave(live.reported, fact.at);
        live.ended = fact.at;
        live.engaged = false;
    }
}

impl Observer for Audit {
    #[inline(always)]
    fn fact(&mut self, fact: &Fact) {
        let last = self.found.now;
        self.found.check(fact.at >= last, "time never runs backwards", || format!("tick {} follows tick {}", fact.at.0, last.0));
        self.found.now = fact.at;
        match fact.what {
            What::Reported => self.reported(fact),
            What::DeskQueued | What::DeskStarted | What::DeskDone | What::RequestQueued | What::RequestStarted | What::RequestDone => {
                self.desk(fact);
            }
            What::CrewAwaited => self.awaits(fact),
            What::Offered => self.offered(fact),
            What::Accepted | What::Refused | What::Unanswered => self.crews.answered(fact, &mut self.live, &mut self.found),
            What::Departed | What::Arrived | What::WorkStarted => self.crews.on_the_way(fact, &mut self.live, &mut self.found),
            What::Crew => self.crews.state(fact, &mut self.live, &mut self.found),
            What::Preempted => {
                self.crews.called_away(fact, &mut self.found);
                if let Some(live) = self.live.get_mut(fact.slot.0, fact.incident) {
                    live.engaged = false;
                }
            }
            What::Handled => self.handled(fact),
            What::Closed | What::Lost => self.ended(fact),
            What::Responded
            | What::OpeningAwaited
            | What::Transferred
            | What::WrongDepartment
            | What::SettlerSent
            | What::VisitOrdered
            | What::Reopened
            | What::CommittedDue
            | What::CommittedDone => {}
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.incidents.outcome(outcome, &mut self.live, &mut self.found);
    }
}

#[cfg(test)]
mod tests;
