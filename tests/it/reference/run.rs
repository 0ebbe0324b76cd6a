//! The loop: what is next, and to whom it happens. Clerks, requests and the ends of stages.

use super::agenda::{Agenda, Event};
use super::epoch::Epochs;
use super::state::{Case, Crew, Desk, Doing, Fate, Item, Part, Piece, Stage, Waiting};
use gridgov::city::Cells;
use gridgov::city::Spot;
use gridgov::demand::{CommittedTrace, DayType, Surges, Trace};
use gridgov::ids::DepartmentId;
use gridgov::random::{Key, Purpose, maths, unit};
use gridgov::scenario::{Loaded, Model, Scenario};
use gridgov::time::{Duration, Instant};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;
use std::collections::VecDeque;

/// After so many stages without length in a row the next are events of the same moment.
const STAGES_AT_ONCE: u32 = 200;

/// What changes for a crew in the daily round, in the order within a moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Change {
    Begins,
    Ready,
    Ends,
    Renews,
}

/// A replication under way.
pub struct Reference<'a> {
    pub scenario: &'a Scenario,
    pub model: &'a Model,
    pub key: Key,
    pub surges: Surges,
    pub now: Instant,
    pub agenda: Agenda,
    pub cases: Vec<Case>,
    pub crews: Vec<Crew>,
    pub desks: Vec<Desk>,
    pub waiting: Vec<Waiting>,
    pub calls: u64,
    pub epochs: Epochs,
    pub came: u64,
    /// Committed work that waits at each station, the next first.
    pub pieces: Vec<VecDeque<Piece>>,
    /// Clerks on duty by kind of desk.
    pub clerks: Vec<u32>,
    requests: Vec<Option<ChaCha8Rng>>,
    rounds: VecDeque<(Instant, Change, usize)>,
    trace: Trace,
    committed: CommittedTrace,
    at_once: u32,
    horizon: Instant,
}

/// Simulates one replication; the cases in order of their numbers.
pub fn simulate(loaded: &Loaded, replication: u32) -> Vec<Case> {
    let mut reference = Reference::new(loaded, replication);
    reference.open();
    reference.go_on();
    reference.cases
}

impl<'a> Reference<'a> {
    fn new(loaded: &'a Loaded, replication: u32) -> Reference<'a> {
        let (scenario, model) = (&loaded.scenario, &loaded.model);
        let key = Key { seed: scenario.run.seed, replication };
        let mut desks = Vec::new();
        for (kind, desk) in scenario.structure.desks.values().enumerate() {
            let cells = desk.serves.as_ref().map_or(1, |name| Cells::find(&model.city, name).expect("it exists").count(&model.city));
            for cell in 0..cells as u32 {
                let departments = if desk.by_department { model.demand.departments.ids().map(Some).collect() } else { vec![None] };
                for department in departments {
                    desks.push(Desk { kind, cell, department, busy: 0, queue: Vec::new() });
                }
            }
        }
        Reference {
            surges: Surges::new(&model.demand, key),
            trace: Trace::new(&model.demand, key),
            committed: CommittedTrace::new(&model.demand, key),
            now: Instant::ZERO,
            agenda: Agenda::default(),
            cases: Vec::new(),
            crews: model.workforce.crews.iter().map(|_| Crew::off()).collect(),
            waiting: Vec::new(),
            calls: 0,
            epochs: Epochs::default(),
            came: 0,
            pieces: vec![VecDeque::new(); model.workforce.stations.len()],
            clerks: vec![0; scenario.structure.desks.len()],
            requests: desks.iter().map(|_| None).collect(),
            rounds: VecDeque::new(),
            at_once: 0,
            horizon: Instant::midnight(u64::from(scenario.run.days.get())),
            desks,
            scenario,
            model,
            key,
        }
    }

    /// Midnight of the first day: crews of running shifts are at their stations, clerks at their desks.
    fn open(&mut self) {
        self.plan_rounds();
        self.open_shifts();
        self.clerks_change();
        for desk in 0..self.desks.len() {
            self.requests[desk] = (self.request_gap(desk).is_some()).then(|| self.key.stream(Purpose::Requests, desk as u32));
            self.next_request(desk);
        }
        self.agenda.add(Instant::ZERO, Event::Staff);
        self.plan_duty();
        self.plan_report();
        self.plan_committed();
    }

    fn plan_duty(&mut self) {
        if let Some((at, ..)) = self.rounds.front() {
            self.agenda.add(*at, Event::Duty);
        }
    }

    fn plan_report(&mut self) {
        if self.trace.peek().happens() {
            self.agenda.add(self.trace.peek(), Event::Report);
        }
    }

    fn plan_committed(&mut self) {
        if self.committed.peek().happens() {
            self.agenda.add(self.committed.peek(), Event::Committed);
        }
    }

    /// The comings and goings of all days, until after the drain.
    fn plan_rounds(&mut self) {
        let days = u64::from(self.scenario.run.days.get()) + self.scenario.run.drain.0.div_ceil(Duration::DAY.0) + 1;
        let mut rounds = Vec::new();
        for crew in 0..self.crews.len() {
            let hours = self.shift_hours(crew);
            let handover = if self.shift(crew).on_call { Duration::ZERO } else { self.kind(crew).handover };
            let shift = [(hours.from, Change::Begins), (hours.from + handover, Change::Ready), (hours.to + handover, Change::Ends)];
            let around_the_clock = [(hours.from, Change::Renews)];
            for &(time, change) in if hours.length() == Duration::DAY { &around_the_clock[..] } else { &shift[..] } {
                let time = Duration(time.0 % Duration::DAY.0);
                rounds.extend((0..days).map(|day| (Instant::midnight(day) + time, change, crew)));
            }
        }
        rounds.sort();
        self.rounds = rounds.into();
    }

    fn go_on(&mut self) {
        let drained = self.horizon + self.scenario.run.drain;
        while let Some(at) = self.agenda.next_at() {
            let open = || self.cases.iter().any(|case| case.fate == Fate::Open);
            if at >= self.horizon && (at >= drained || !open()) {
                break;
            }
            let (at, event) = self.agenda.take().expect("there is one");
            self.now = at;
            self.at_once = 0;
            self.happens(event);
        }
        for case in 0..self.cases.len() {
            if self.cases[case].fate == Fate::Open {
                self.leave_open(case, drained);
            }
        }
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Staff => {
                self.clerks_change();
                let minute = Duration::MINUTE;
                self.agenda.add(Instant((self.now.0 / minute.0 + 1) * minute.0), Event::Staff);
            }
            Event::Duty => {
                let (_, change, crew) = self.rounds.pop_front().expect("it was planned");
                self.changes_duty(crew, change);
                self.plan_duty();
            }
            Event::Case(case) => self.stage_ends(case),
            Event::Crew(crew) => self.crew_is_done(crew),
            Event::Break(crew) => self.break_falls_due(crew),
            Event::Request(desk) => self.request_arises(desk),
            Event::RequestDone(desk) => {
                self.desks[desk].busy -= 1;
                self.serve_desk(desk);
            }
            Event::Committed => {
                let job = self.committed.next(&self.model.demand).expect("it was planned");
                self.committed_falls_due(job);
                self.plan_committed();
            }
            Event::Report => {
                let incident = self.trace.next(&self.model.demand, &self.model.city).expect("it was planned");
                self.cases.push(Case::new(incident));
                self.report(self.cases.len() - 1);
                self.plan_report();
            }
            Event::Outside(case) => self.look_outside(case),
            Event::Epoch => self.epoch(),
            Event::Patience(case) => self.patience_ends(case),
        }
    }

    /// True if something that takes so long is over at once; else whoever asks has to plan its end.
    pub fn at_once(&mut self, takes: Duration) -> bool {
        if takes > Duration::ZERO {
            return false;
        }
        self.at_once += 1;
        self.at_once <= STAGES_AT_ONCE
    }

    /// The case is at `stage` for so long; true if that is over at once.
    pub fn stage(&mut self, case: usize, stage: Stage, takes: Duration) -> bool {
        self.cases[case].stage = stage;
        if self.at_once(takes) {
            return true;
        }
        self.agenda.add(self.now + takes, Event::Case(case));
        false
    }

    fn stage_ends(&mut self, case: usize) {
        match self.cases[case].stage {
            Stage::Receipt => self.receipt_ends(case),
            Stage::Triage | Stage::LaterDesk => self.desk_ends(case),
            Stage::Astray => self.comes_back(case),
            Stage::Transfer => self.transfer_ends(case),
            Stage::InVain => self.look_ends(case),
            Stage::SettlerAccepts => self.settler_accepts(case),
            Stage::SettlerTurnsOut => self.settler_departs(case),
            Stage::SettlerTravels => self.settler_arrives(case),
            Stage::SettlerWorks => self.settler_is_done(case),
            Stage::CrewsWork => self.work_ends(case),
            Stage::AwaitsVisit => self.call_crews(case),
            Stage::Filing => self.closing_check(case),
            Stage::Check => self.check_ends(case),
            stage => panic!("case {case} is at {stage:?}, which has no end of its own"),
        }
    }

    /// The run is over: the time so far belongs to what the case is at.
    /// Of several crews on it, how far the foremost is counts: who departed first, else who accepted first.
    fn leave_open(&mut self, case: usize, now: Instant) {
        let steps = |crew: &usize| {
            let it = &self.crews[*crew];
            let (never, doing) = (Instant::NEVER, it.doing);
            let accepted = if doing == Doing::Asked { never } else { it.accepted };
            let departed = if matches!(doing, Doing::Asked | Doing::TurnsOut) { never } else { it.departed };
            (departed, accepted, it.offered)
        };
        let foremost = self.cases[case].crews.iter().map(steps).min();
        let it = &mut self.cases[case];
        let part = match it.stage {
            Stage::DeskQueue if it.shut_out => Part::Transfer,
            Stage::DeskQueue if it.reached[0].is_some() => Part::LaterDeskQueue,
            Stage::DeskQueue => Part::DeskQueue,
            Stage::Receipt => Part::Receipt,
            Stage::Triage => Part::Triage,
            Stage::LaterDesk => Part::LaterDesk,
            Stage::Astray | Stage::Transfer => Part::Transfer,
            Stage::InVain => Part::InVain,
            Stage::SettlerAccepts => Part::Accept,
            Stage::SettlerTurnsOut => Part::Turnout,
            Stage::SettlerTravels => Part::Travel,
            Stage::AwaitsCrew => Part::CrewQueue,
            Stage::CrewsComing if it.arrived > 0 => Part::PartnerWait,
            Stage::CrewsComing => {
                let (departed, accepted, offered) = foremost.expect("somebody has been asked");
                it.spend(Part::Refused, offered);
                it.spend(Part::Accept, accepted.min(now));
                it.spend(Part::Turnout, departed.min(now));
                for (milestone, at) in [(1, accepted), (2, departed)].into_iter().filter(|(_, at)| it.visit == 0 && at.happens()) {
                    it.reached[milestone] = Some(at);
                }
                Part::Travel
            }
            Stage::SettlerWorks | Stage::CrewsWork => Part::Work,
            Stage::AwaitsVisit | Stage::Filing | Stage::Check => return,
        };
        it.spend(part, now);
    }

    fn clerks_at(&self, kind: usize, at: Instant) -> u32 {
        let workday = self.model.demand.calendar.day_type(at.day()) == DayType::Workday;
        let desk = &self.scenario.structure.desks[kind];
        let parts = desk.staff.iter().filter(|(hours, _)| hours.contains(at.time_of_day()));
        if desk.workdays_only && !workday { 0 } else { parts.map(|(_, clerks)| clerks.get()).sum() }
    }

    /// Clerks on duty at each kind of desk are those of this moment.
    fn clerks_change(&mut self) {
        for kind in 0..self.scenario.structure.desks.len() {
            let clerks = self.clerks_at(kind, self.now);
            if self.clerks[kind] == 0 && clerks > 0 {
                // Who stood before the closed desk has come to it only now.
                let now = self.now;
                for case in self.cases.iter_mut().filter(|c| c.stage == Stage::DeskQueue && c.shut_out && c.desk == kind) {
                    case.spend(Part::Transfer, now);
                    case.shut_out = false;
                }
            }
            if std::mem::replace(&mut self.clerks[kind], clerks) != clerks {
                for desk in 0..self.desks.len() {
                    if self.desks[desk].kind == kind {
                        if clerks == 0 && self.scenario.structure.desks[kind].on_call {
                            self.is_left_to_who_is_on_call(desk);
                        }
                        self.serve_desk(desk);
                    }
                }
            }
        }
    }

    /// Seconds between two requests at a desk on average, where it has any.
    fn request_gap(&self, desk: usize) -> Option<f64> {
        let kind = &self.scenario.structure.desks[self.desks[desk].kind];
        let requests = kind.requests.as_ref()?;
        let open = (0..24 * 60).filter(|minute| {
            let time = Duration(minute * Duration::MINUTE.0);
            kind.staff.iter().any(|(hours, clerks)| hours.contains(time) && clerks.get() > 0)
        });
        let hours = open.count() as f64 / 60.0;
        // Each subordinate turns to the desk of the place in which its own area begins; several desks there share.
        let (city, own) = (&self.model.city, &self.desks[desk]);
        let division = |name: &str| Cells::find(city, name).expect("it exists");
        let from = division(&requests.from);
        let place_of =
            |subordinate: u32| kind.serves.as_deref().map_or(0, |name| division(name).of_leaf(city, from.leaf(city, subordinate)));
        let subordinates = (0..from.count(city) as u32).filter(|subordinate| place_of(*subordinate) == own.cell).count();
        let sharing = self.desks.iter().filter(|other| other.kind == own.kind && other.cell == own.cell).count();
        let per_day = requests.rate.daily() * subordinates as f64 / sharing as f64;
        (hours > 0.0 && per_day > 0.0).then(|| hours * 3_600.0 / per_day)
    }

    fn next_request(&mut self, desk: usize) {
        let Some(mean) = self.request_gap(desk) else { return };
        let stream = self.requests[desk].as_mut().expect("it has requests");
        let mut left = Duration::from_seconds(mean * maths::exponential(unit(stream.next_u64())));
        // Only the time with clerks counts, minute by minute.
        let mut at = self.now;
        while at < self.horizon {
            let minute_ends = Instant((at.0 / Duration::MINUTE.0 + 1) * Duration::MINUTE.0);
            if self.clerks_at(self.desks[desk].kind, at) > 0 {
                let minute = minute_ends.since(at);
                if left < minute {
                    if at + left < self.horizon {
                        self.agenda.add(at + left, Event::Request(desk));
                    }
                    return;
                }
                left -= minute;
            }
            at = minute_ends;
        }
    }

    fn request_arises(&mut self, desk: usize) {
        let luck = unit(self.requests[desk].as_mut().expect("it has requests").next_u64());
        let kind = self.desks[desk].kind;
        if self.desks[desk].busy < self.clerks[kind] {
            self.take_up_request(desk, luck);
        } else {
            let requests = self.scenario.structure.desks[kind].requests.as_ref().expect("it has requests");
            self.desks[desk].queue.push((requests.priority.get() as u8, Item::Request(luck)));
        }
        self.next_request(desk);
    }

    pub fn take_up_request(&mut self, desk: usize, luck: f64) {
        let requests = self.model.structure.kinds[self.desks[desk].kind].requests.as_ref().expect("it has requests");
        let takes = requests.service.sample(luck);
        self.desks[desk].busy += 1;
        self.agenda.add(self.now + takes, Event::RequestDone(desk));
    }

    /// Where a case's present visit takes place.
    pub fn scene(&self, case: usize) -> Spot {
        self.model.city.spot(self.cases[case].incident.leaf, self.cases[case].place)
    }

    /// Whether a crew's kind is competent in a department.
    pub fn competent(&self, crew: usize, department: DepartmentId) -> bool {
        self.kind(crew).skills >> department.0 & 1 == 1
    }

    /// Plans the end of what a crew does now; true if it is over at once, and then nothing has changed.
    pub fn crew_does(&mut self, crew: usize, doing: Doing, takes: Duration) -> bool {
        if self.at_once(takes) {
            self.agenda.cancel(Event::Crew(crew));
            return true;
        }
        self.now_does(crew, doing);
        self.agenda.add(self.now + takes, Event::Crew(crew));
        false
    }
}
