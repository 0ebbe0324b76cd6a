//! What a run tells the world: facts as they happen, and the outcome of each incident when it ends.
//!
//! Facts flow outward. Metrics, records, reports and explanations are folds over them ([`Observer`]), and
//! none can change what happens.

mod audit;
mod digest;
mod fact;
mod live;
mod outcome;

pub use audit::{Audit, Breach};
pub use digest::Digest;
pub use fact::{CrewState, Fact, What};
pub use live::LiveTable;
pub use outcome::{End, Milestone, Outcome, Segment, ServedBy, WaitReason};

use crate::city::Spot;
use crate::ids::CrewId;
use crate::time::{Duration, Instant};

/// One candidate of a dispatch decision, for explanations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The crew.
    pub crew: CrewId,
    /// What the rule minimises, in the rule's unit (seconds of travel for the closest-idle rules); no number where it could
    /// not be sent.
    pub score: f64,
    /// Why it could not be sent, or `None` where it could.
    pub excluded: Option<&'static str>,
    /// Whether it serves another incident still, and would be waited for.
    pub serves: bool,
}

/// What a decision makes of the crews that it chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// They are sent; without any the incident waits.
    Send,
    /// The crew is called away from what it serves.
    CallAway,
    /// The incident waits for the crew, which serves another.
    WaitFor,
}

/// A fold over what happens in one replication.
///
/// Every handler says as a constant what happened. A fold whose `fact` is a `match` over that, each arm a function of
/// its own, should be `#[inline(always)]`: then each handler calls the arms that concern it, and no match is left.
pub trait Observer {
    /// Whether [`Observer::decision`] is wanted. Where it is not, no candidate list is ever made.
    fn decisions(&self) -> bool {
        false
    }

    /// Something happened. Facts come in the order of the event loop; their times never decrease.
    fn fact(&mut self, _fact: &Fact) {}

    /// An incident ended: closed, lost, or still open when the run stopped.
    fn outcome(&mut self, _outcome: &Outcome) {}

    /// A crew has come to the end of a way, breaks it off, or is on it when the run ends, after so many metres from the end of
    /// the warm-up to the last midnight. No fact: no digest holds it.
    fn drove(&mut self, _crew: CrewId, _metres: u64) {}

    /// A crew sets out from where it is and is there after so long, unless it is stopped; after no time, it counts as being
    /// there from now on. No fact: no digest holds it.
    fn goes(&mut self, _at: Instant, _crew: CrewId, _to: &Spot, _takes: Duration) {}

    /// The work of a crew on `incident` goes on at a facility, by its number, for which it sets out. No fact: no digest holds
    /// it.
    fn errand(&mut self, _incident: u64, _crew: CrewId, _facility: u16) {}

    /// A dispatch decision was taken about `incident` among `candidates`; nobody is `chosen` when it has to wait.
    fn decision(&mut self, _at: Instant, _incident: u64, _candidates: &[Candidate], _course: Course, _chosen: &[CrewId]) {}
}

impl Observer for () {}

impl<A: Observer, B: Observer> Observer for (A, B) {
    #[inline(always)]
    fn decisions(&self) -> bool {
        self.0.decisions() || self.1.decisions()
    }

    #[inline(always)]
    fn fact(&mut self, fact: &Fact) {
        self.0.fact(fact);
        self.1.fact(fact);
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.0.outcome(outcome);
        self.1.outcome(outcome);
    }

    fn drove(&mut self, crew: CrewId, metres: u64) {
        self.0.drove(crew, metres);
        self.1.drove(crew, metres);
    }

    fn goes(&mut self, at: Instant, crew: CrewId, to: &Spot, takes: Duration) {
        self.0.goes(at, crew, to, takes);
        self.1.goes(at, crew, to, takes);
    }

    fn errand(&mut self, incident: u64, crew: CrewId, facility: u16) {
        self.0.errand(incident, crew, facility);
        self.1.errand(incident, crew, facility);
    }

    fn decision(&mut self, at: Instant, incident: u64, candidates: &[Candidate], course: Course, chosen: &[CrewId]) {
        self.0.decision(at, incident, candidates, course, chosen);
        self.1.decision(at, incident, candidates, course, chosen);
    }
}

/// Nobody, or somebody.
impl<O: Observer> Observer for Option<O> {
    fn decisions(&self) -> bool {
        self.as_ref().is_some_and(Observer::decisions)
    }

    fn fact(&mut self, fact: &Fact) {
        if let Some(observer) = self {
            observer.fact(fact);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        if let Some(observer) = self {
            observer.outcome(outcome);
        }
    }

    fn drove(&mut self, crew: CrewId, metres: u64) {
        if let Some(observer) = self {
            observer.drove(crew, metres);
        }
    }

    fn goes(&mut self, at: Instant, crew: CrewId, to: &Spot, takes: Duration) {
        if let Some(observer) = self {
            observer.goes(at, crew, to, takes);
        }
    }

    fn errand(&mut self, incident: u64, crew: CrewId, facility: u16) {
        if let Some(observer) = self {
            observer.errand(incident, crew, facility);
        }
    }

    fn decision(&mut self, at: Instant, incident: u64, candidates: &[Candidate], course: Course, chosen: &[CrewId]) {
        if let Some(observer) = self {
            observer.decision(at, incident, candidates, course, chosen);
        }
    }
}

impl<O: Observer + ?Sized> Observer for &mut O {
    #[inline(always)]
    fn decisions(&self) -> bool {
        (**self).decisions()
    }

    #[inline(always)]
    fn fact(&mut self, fact: &Fact) {
        (**self).fact(fact);
    }

    fn outcome(&mut self, outcome: &Outcome) {
        (**self).outcome(outcome);
    }

    fn drove(&mut self, crew: CrewId, metres: u64) {
        (**self).drove(crew, metres);
    }

    fn goes(&mut self, at: Instant, crew: CrewId, to: &Spot, takes: Duration) {
        (**self).goes(at, crew, to, takes);
    }

    fn errand(&mut self, incident: u64, crew: CrewId, facility: u16) {
        (**self).errand(incident, crew, facility);
    }

    fn decision(&mut self, at: Instant, incident: u64, candidates: &[Candidate], course: Course, chosen: &[CrewId]) {
        (**self).decision(at, incident, candidates, course, chosen);
    }
}
