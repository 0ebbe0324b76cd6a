//! One replication: a pure function of (model, replication).
//!
//! The loop takes the next event of the calendar or of a sorted column – reports, committed work, shifts,
//! clerks – whichever comes first by (time, class, sequence), until demand has ended and every incident is
//! closed, or the drain is over.

mod lookahead;

use crate::demand::{CommittedTrace, Surges, Trace};
use crate::engine::{Calendar, Key};
use crate::process::{RequestStreams, Run, class};
use crate::random;
use crate::record::{Audit, Breach, Digest, Observer};
use crate::scenario::Model;
use crate::structure::StaffCursor;
use crate::time::Instant;
use crate::workforce::DutyCursor;
use crate::world::World;
use lookahead::Ahead;

/// Why a replication did not come to its end.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Stopped {
    /// A conservation law was broken: a defect of the program.
    #[error(transparent)]
    Breach(#[from] Breach),
    /// Nobody keeps up with what happens.
    #[error("{date}: more than {most} {what}, more than a run can hold; nobody keeps up with the load, see `gridgov check`")]
    Overflow {
        /// The day.
        date: String,
        /// What there is too much of.
        what: &'static str,
        /// The bound.
        most: usize,
    },
}

/// How many events are handled before the size of the world is looked at again.
const EVENTS_BETWEEN_LOOKS: u64 = 4_096;

/// What is left of a replication beside what its observer made of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ending {
    /// Fingerprint of everything that happened.
    pub digest: u64,
    /// Fingerprint of the incidents, before anybody served them.
    pub trace_digest: u64,
    /// Incidents reported.
    pub incidents: u64,
    /// Incidents still open when the run stopped.
    pub open: u64,
    /// Events handled.
    pub events: u64,
    /// When the last one was handled.
    pub end: Instant,
}

/// Runs replications of one model one after the other, reusing its memory.
#[derive(Debug)]
pub struct Simulator<'m> {
    model: &'m Model,
    world: World,
    calendar: Calendar,
    trace: Trace,
    committed: CommittedTrace,
    requests: RequestStreams,
    audit: Audit,
    /// Memory for futures, where the rule looks at any.
    ahead: Option<Box<Ahead>>,
}

impl<'m> Simulator<'m> {
    /// Memory for replications of `model`.
    pub fn new(model: &'m Model) -> Simulator<'m> {
        let key = random::Key { seed: model.seed, replication: 0 };
        Simulator {
            model,
            world: World::new(model),
            calendar: Calendar::default(),
            trace: Trace::new(&model.demand, key),
            committed: CommittedTrace::new(&model.demand, key),
            requests: RequestStreams::default(),
            audit: Audit::new(model.workforce.crews.len(), model.structure.desks.len()),
            ahead: Ahead::of(model).map(Box::new),
        }
    }

    /// Runs one replication. The conservation laws are checked throughout.
    ///
    /// # Errors
    /// Where one is broken, or where more piles up than memory holds.
    pub fn replicate<O: Observer>(&mut self, replication: u32, observer: &mut O) -> Result<Ending, Stopped> {
        let model = self.model;
        let key = random::Key { seed: model.seed, replication };
        let surges = Surges::new(&model.demand, key);
        self.world.reset(model);
        self.calendar.clear();
        self.trace.restart(&model.demand, key);
        self.committed.restart(&model.demand, key);
        self.requests.restart(model, key);
        self.audit.reset();
        let mut digest = Digest::default();
        let mut run = Run {
            model,
            world: &mut self.world,
            calendar: &mut self.calendar,
            observer: ((&mut self.audit, &mut digest), observer),
            key,
            surges: &surges,
            requests: &mut self.requests,
            now: Instant::ZERO,
            horizon: model.horizon(),
            inline: 0,
            looks_ahead: self.ahead.is_some(),
            undecided: None,
        };
        let sources =
            Sources { trace: &mut self.trace, committed: &mut self.committed, staff: StaffCursor::default(), duty: DutyCursor::default() };
        let events = match &mut self.ahead {
            None => run_events(&mut run, sources, |_, _| ())?,
            Some(ahead) => run_events(&mut run, sources, |run, sources| {
                if let Some(slot) = run.undecided.take() {
                    ahead.decide(run, sources, slot);
                }
            })?,
        };
        let end = run.now;
        let open = run.world.incidents.open_count() as u64;
        run.give_up();
        self.audit.finish(end)?;
        Ok(Ending { digest: digest.value(), trace_digest: self.trace.digest(), incidents: self.trace.count(), open, events, end })
    }

    /// The same while somebody watches who need not be quick. The engine is compiled anew for every type that
    /// [`replicate`](Self::replicate) is given, for this once.
    ///
    /// # Errors
    /// As [`replicate`](Self::replicate).
    pub fn watch(&mut self, replication: u32, mut observer: &mut dyn Observer) -> Result<Ending, Stopped> {
        self.replicate(replication, &mut observer)
    }
}

/// Where what happens comes from beside the calendar.
struct Sources<'s> {
    trace: &'s mut Trace,
    committed: &'s mut CommittedTrace,
    staff: StaffCursor,
    duty: DutyCursor,
}

/// Runs until the end. Between two events `between` is asked.
fn run_events<O: Observer>(
    run: &mut Run<'_, O>,
    mut sources: Sources,
    mut between: impl FnMut(&mut Run<'_, O>, &Sources),
) -> Result<u64, Stopped> {
    let model = run.model;
    let drained = run.horizon + model.drain;
    let mut events = 0;
    run.open_duty();
    run.staff_changes();
    run.open_requests();
    let mut columns = Columns::next(&sources, model);
    loop {
        let first = run.calendar.peek_key();
        let next = first.min(columns.first).at();
        if next >= run.horizon && (next >= drained || run.world.incidents.open_count() == 0) {
            run.now = if next >= drained && run.world.incidents.open_count() > 0 { drained } else { run.now.max(run.horizon) };
            return Ok(events);
        }
        events += 1;
        if events % EVENTS_BETWEEN_LOOKS == 0
            && let Some((what, most)) = run.world.overflow()
        {
            return Err(Stopped::Overflow { date: model.demand.calendar.date(next.day()).to_string(), what, most });
        }
        advance(run, &mut sources, &mut columns, first, next);
        between(run, &sources);
    }
}

/// Handles the next event, at `next`: `first` of the calendar, or the first of the columns.
#[inline(always)]
fn advance<O: Observer>(run: &mut Run<'_, O>, sources: &mut Sources, columns: &mut Columns, first: Key, next: Instant) {
    let model = run.model;
    run.inline = 0;
    if first < columns.first {
        let event = run.calendar.take(first);
        return run.handle(event);
    }
    run.calendar.advance_before(next, first);
    run.now = next;
    if columns.first == columns.report {
        if let Some(incident) = sources.trace.next(&model.demand, &model.city) {
            run.report(&incident);
        }
    } else if columns.first == columns.work {
        if let Some(job) = sources.committed.next(&model.demand) {
            run.committed_due(job);
        }
    } else if columns.first == columns.crews {
        let change = sources.duty.next(&model.workforce.duties);
        run.duty_changes(change);
    } else {
        sources.staff.advance(&model.staff_moments);
        run.staff_changes();
    }
    *columns = Columns::next(sources, model);
}

/// The next entry of each sorted column, and the first of them.
struct Columns {
    report: Key,
    work: Key,
    crews: Key,
    first: Key,
}

impl Columns {
    fn next(sources: &Sources, model: &Model) -> Columns {
        let clerks = Key::new(sources.staff.peek(&model.staff_moments), class::STAFF);
        let crews = Key::new(sources.duty.peek(&model.workforce.duties), class::DUTY);
        let work = Key::new(sources.committed.peek(), class::COMMITTED);
        let report = Key::new(sources.trace.peek(), class::REPORT);
        Columns { report, work, crews, first: clerks.min(crews).min(work).min(report) }
    }
}
