//! The fold over one replication: every metric has its line here, and nowhere else.

use super::attainment::Tally;
use super::breakdown::Breakdown;
use super::closure::{Closing, Closure};
use super::daily::{Day, Diary};
use super::dispatch::{Dispatch, Dispatching};
use super::durations::{Distribution, Timing};
use super::flow::Flow;
use super::misses::{self, Misses};
use super::places::Places;
use super::profile::{Profile, Profiling};
use super::queues::{Queueing, Queues};
use super::saturation::{Saturation, saturations};
use super::segments::Segments;
use super::workload::{Working, Workload};
use super::{Dimensions, Target, Window};
use crate::ids::CrewId;
use crate::record::{CrewState, Fact, Observer, Outcome, What};
use crate::time::Instant;

/// Everything measured in one replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicationResult {
    /// The time over which averages were taken.
    pub window: Window,
    /// When the run ended, drain included.
    pub end: Instant,
    /// Attainment by cell; see [`super::Layout`].
    pub attainment: Vec<Tally>,
    /// Misses by [`Target`].
    pub misses: [Misses; Target::COUNT],
    /// Where the time goes.
    pub segments: Segments,
    /// Times to milestones, in the order of [`super::TIMED`].
    pub durations: Vec<Distribution>,
    /// What became of incidents.
    pub closure: Closure,
    /// Day by day.
    pub days: Vec<Day>,
    /// Collapses and overloads in order.
    pub saturations: Vec<Saturation>,
    /// What crews did.
    pub workload: Workload,
    /// Desks and the queue for crews.
    pub queues: Queues,
    /// Offers and departures.
    pub dispatch: Dispatch,
    /// Attainment place by place and time by time.
    pub places: Places,
    /// An average day.
    pub profile: Profile,
}

/// Measures one replication after the other.
#[derive(Clone, Debug)]
pub struct Collector {
    dimensions: Dimensions,
    window: Window,
    flow: Flow,
    breakdown: Breakdown,
    misses: [Misses; Target::COUNT],
    segments: Segments,
    timing: Timing,
    closing: Closing,
    diary: Diary,
    working: Working,
    queueing: Queueing,
    dispatching: Dispatching,
    profiling: Profiling,
}

impl Collector {
    /// For runs of the scenario that `dimensions` describe.
    pub fn new(dimensions: &Dimensions) -> Collector {
        Collector {
            window: dimensions.window(),
            flow: Flow::default(),
            breakdown: Breakdown::new(dimensions),
            misses: Default::default(),
            segments: Segments::default(),
            timing: Timing::new(),
            closing: Closing::default(),
            diary: Diary::new(dimensions),
            working: Working::new(dimensions),
            queueing: Queueing::new(dimensions),
            dispatching: Dispatching::new(dimensions),
            profiling: Profiling::new(dimensions),
            dimensions: dimensions.clone(),
        }
    }

    /// Ready for another replication, keeping the memory.
    pub fn reset(&mut self) {
        self.flow.reset();
        self.breakdown.reset();
        self.misses = Default::default();
        self.segments = Segments::default();
        self.timing.reset();
        self.closing.reset();
        self.diary.reset();
        self.working.reset();
        self.queueing.reset();
        self.dispatching.reset();
        self.profiling.reset();
    }

    fn crew(&mut self, fact: &Fact) {
        let (before, now) = self.working.state(fact);
        if !before.counts_like(now) {
            self.turns(fact.at, before, now);
        }
    }

    /// A crew begins or ceases to serve or to be on duty.
    #[inline(never)]
    fn turns(&mut self, at: Instant, before: CrewState, now: CrewState) {
        if before.serves() != now.serves() {
            self.queueing.serves(at, now.serves());
            self.profiling.serves(at, now.serves());
        }
        if before.is_on_duty() != now.is_on_duty() {
            self.profiling.on_duty(at, now.is_on_duty());
        }
    }

    fn reported(&mut self, fact: &Fact) {
        self.flow.report(fact, &self.dimensions);
        self.diary.reported();
    }

    fn departed(&mut self, fact: &Fact) {
        self.diary.departed(fact);
        self.dispatching.fact(fact);
    }

    fn step(&mut self, fact: &Fact) {
        let step = self.flow.step(fact);
        self.diary.step(fact, &step);
        self.queueing.step(fact, &step);
        self.profiling.waits(fact.at, step.awaits, step.awaited.is_some());
    }

    /// What was measured, given when the run ended.
    pub fn finish(&mut self, end: Instant) -> ReplicationResult {
        let days = self.diary.finish(end);
        let (attainment, places) = self.breakdown.finish(&self.dimensions);
        ReplicationResult {
            window: Window { to: self.window.to.min(end), ..self.window },
            end,
            attainment,
            misses: self.misses,
            segments: self.segments,
            durations: self.timing.finish(),
            closure: self.closing.finish(end),
            saturations: saturations(&days),
            days,
            workload: self.working.finish(end),
            queues: self.queueing.finish(end, self.flow.at_desks(), self.flow.awaiting_crew()),
            dispatch: self.dispatching.finish(),
            places,
            profile: self.profiling.finish(end),
        }
    }
}

impl Observer for Collector {
    #[inline(always)]
    fn fact(&mut self, fact: &Fact) {
        self.diary.advance(fact.at);
        match fact.what {
            What::Crew => self.crew(fact),
            What::Reported => self.reported(fact),
            What::Accepted | What::CommittedDue => self.working.fact(fact),
            What::Departed => self.departed(fact),
            What::Arrived => self.diary.arrived(fact),
            What::Refused | What::Unanswered | What::Preempted | What::SettlerSent | What::WrongDepartment => self.dispatching.fact(fact),
            What::DeskDone | What::RequestQueued | What::RequestStarted | What::RequestDone => self.queueing.desk(fact),
            What::DeskQueued | What::DeskStarted => {
                self.step(fact);
                self.queueing.desk(fact);
            }
            What::CrewAwaited | What::Offered => {
                self.step(fact);
                self.dispatching.fact(fact);
            }
            What::Handled | What::Closed | What::Lost => self.step(fact),
            What::Responded
            | What::Transferred
            | What::OpeningAwaited
            | What::WorkStarted
            | What::VisitOrdered
            | What::Reopened
            | What::CommittedDone => {}
        }
    }

    fn drove(&mut self, crew: CrewId, metres: u64) {
        self.working.drove(crew, metres);
    }

    fn outcome(&mut self, outcome: &Outcome) {
        if outcome.reported < self.window.from {
            return;
        }
        self.closing.outcome(outcome);
        if outcome.self_found {
            return;
        }
        let targets = &self.dimensions.targets;
        let judged = targets.judge(outcome);
        self.breakdown.outcome(outcome, &judged, self.dimensions.leaf(outcome.leaf));
        misses::count(&mut self.misses, outcome, &judged, targets);
        self.segments.outcome(outcome);
        self.timing.outcome(outcome);
    }
}
