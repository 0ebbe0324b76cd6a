//! One replication: a pure function of (model, replication).
//!
//! The loop takes the next event of the calendar or of a sorted column – reports, committed work, shifts,
//! clerks – whichever comes first by (time, class, sequence), until demand has ended and every incident is
//! closed, or the drain is over.

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
        };
        let events = run_events(&mut run, &mut self.trace, &mut self.committed)?;
        let end = run.now;
        let open = run.world.incidents.open_count() as u64;
        run.give_up();
        self.audit.finish(end)?;
        Ok(Ending { digest: digest.value(), trace_digest: self.trace.digest(), incidents: self.trace.count(), open, events, end })
    }
}

fn run_events<O: Observer>(run: &mut Run<'_, O>, trace: &mut Trace, committed: &mut CommittedTrace) -> Result<u64, Stopped> {
    let model = run.model;
    let (mut staff, mut duty) = (StaffCursor::default(), DutyCursor::default());
    let drained = run.horizon + model.drain;
    let mut events = 0;
    run.open_duty();
    run.staff_changes();
    run.open_requests();
    let mut columns = Columns::next(&staff, &duty, committed, trace, model);
    loop {
        let first = run.calendar.peek_key();
        let next = first.min(columns.first).at();
        if next >= run.horizon && (next >= drained || run.world.incidents.open_count() == 0) {
            run.now = if next >= drained && run.world.incidents.open_count() > 0 { drained } else { run.now.max(run.horizon) };
            return Ok(events);
        }
        events += 1;
        run.inline = 0;
        if events % EVENTS_BETWEEN_LOOKS == 0
            && let Some((what, most)) = run.world.overflow()
        {
            return Err(Stopped::Overflow { date: model.demand.calendar.date(next.day()).to_string(), what, most });
        }
        if first < columns.first {
            let event = run.calendar.take(first);
            run.handle(event);
            continue;
        }
        run.calendar.advance_before(next, first);
        run.now = next;
        if columns.first == columns.report {
            if let Some(incident) = trace.next(&model.demand, &model.city) {
                run.report(&incident);
            }
        } else if columns.first == columns.work {
            if let Some(job) = committed.next(&model.demand) {
                run.committed_due(job);
            }
        } else if columns.first == columns.crews {
            let change = duty.next(&model.workforce.duties);
            run.duty_changes(change);
        } else {
            staff.advance(&model.staff_moments);
            run.staff_changes();
        }
        columns = Columns::next(&staff, &duty, committed, trace, model);
    }
}

/// The next entry of each sorted column, and the first of them.
struct Columns {
    report: Key,
    work: Key,
    crews: Key,
    first: Key,
}

impl Columns {
    fn next(staff: &StaffCursor, duty: &DutyCursor, committed: &CommittedTrace, trace: &Trace, model: &Model) -> Columns {
        let clerks = Key::new(staff.peek(&model.staff_moments), class::STAFF);
        let crews = Key::new(duty.peek(&model.workforce.duties), class::DUTY);
        let work = Key::new(committed.peek(), class::COMMITTED);
        let report = Key::new(trace.peek(), class::REPORT);
        Columns { report, work, crews, first: clerks.min(crews).min(work).min(report) }
    }
}
