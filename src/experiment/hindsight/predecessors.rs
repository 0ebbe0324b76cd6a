//! What comes before an incident on the crew that serves it, and how soon the crew can be there then, at the very best.

use super::Calls;
use crate::city::{Metric, Spot, Travel};
use crate::demand::{Incident, Surges, Trace};
use crate::ids::CrewId;
use crate::random::{Attribute, Key};
use crate::scenario::{Home, Model};
use crate::time::{Duration, Instant};
use crate::workforce::{CrewKind, DutyChange, SkillSet};

/// After so many refusals an offer is binding.
const REFUSALS_BEFORE_BINDING: u32 = 10;
/// Times are rounded to the tick, leg by leg; a bound must not depend on that.
const SLACK: u64 = 1_000;

/// An incident that asks for crews.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its number in the trace.
    pub number: u64,
    /// When it asked first.
    pub called: Instant,
    /// Where.
    pub spot: Spot,
    /// What the crew that comes first must be able to do; nothing where it may be of either department.
    pub skills: SkillSet,
    /// Crews that it takes.
    pub crews: u32,
    /// The least time from an offer to an acceptance, by a crew that is out.
    pub accept: Duration,
    /// The same with turnout, by a crew at its station.
    pub turnout: Duration,
    /// From the arrival to the moment at which a crew is free again, at least.
    pub work: Duration,
    /// Work on scene.
    pub on_scene: Duration,
}

/// The beginning of a tour of duty.
#[derive(Clone, Debug)]
pub struct Start {
    /// When the crew can be sent.
    pub at: Instant,
    /// When it takes no orders any more.
    pub until: Instant,
    /// Its station.
    pub spot: Spot,
    /// What it can do.
    pub skills: SkillSet,
}

/// Where a crew may be when it is offered an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stays {
    /// Where it served last, or at its station.
    Put,
    /// Between there and a station.
    Homeward,
    /// Anywhere it can have driven to.
    Anywhere,
    /// Anywhere at all: committed work takes it there in no time, or nothing is known of the shortest ways.
    Everywhere,
}

/// How soon a crew can be somewhere.
pub struct Ground<'m> {
    travel: &'m Travel,
    /// The least factor of travel times.
    factor: f64,
    stays: Stays,
    /// Whether a crew that has not been sent yet is at its station.
    starts_at_station: bool,
    stations: Vec<Spot>,
    kinds: Vec<SkillSet>,
}

impl<'m> Ground<'m> {
    /// Of a model in the replication of `key`.
    pub fn of(model: &'m Model, key: Key) -> Ground<'m> {
        let travel = &model.city.travel;
        let minutes = (0..24 * 60).map(|minute| travel.factor(Duration(minute * Duration::MINUTE.0)));
        let surges = Surges::new(&model.demand, key);
        let weather = surges.windows().iter().map(|window| window.travel).fold(1.0, f64::min);
        let categories = model.demand.categories.iter();
        let further = categories.clone().any(|c| c.second_visit > 0.0 || c.reopen > 0.0);
        let moves = further || !model.demand.facilities.is_empty();
        let committed = model.demand.has_committed_work();
        let stays = match model.home {
            _ if committed => Stays::Everywhere,
            Home::Stay if !moves => Stays::Put,
            // A way round may be the shorter one.
            _ if !travel.metric().is_metric() => Stays::Everywhere,
            Home::Station if !moves => Stays::Homeward,
            _ => Stays::Anywhere,
        };
        Ground {
            travel,
            factor: minutes.fold(1.0, f64::min) * weather,
            stays,
            starts_at_station: !committed && !further && matches!(model.home, Home::Stay | Home::Station),
            stations: model.workforce.stations.iter().map(|station| station.spot).collect(),
            kinds: model.workforce.kinds.iter().map(|kind| kind.skills).collect(),
        }
    }

    fn ticks(&self, seconds: f64) -> Duration {
        Duration(Duration::from_seconds(seconds * self.factor).0.saturating_sub(SLACK))
    }

    /// The direct way, as a crew drives that sets out from the very place.
    fn direct(&self, from: &Spot, to: &Spot) -> Duration {
        self.ticks(self.travel.seconds(from, to))
    }

    /// Any way of so many kilometres or more, on the fastest ground.
    fn drive(&self, km: f64) -> Duration {
        self.ticks(self.travel.curve().seconds(km, self.travel.quickest()))
    }

    /// Whether one crew can serve both.
    pub fn one_can(&self, a: SkillSet, b: SkillSet) -> bool {
        self.kinds.iter().any(|kind| kind & (a | b) == a | b)
    }

    /// The earliest arrival at `next` of a crew that serves `last` before it, free at `free` at the earliest.
    pub fn after(&self, last: &Call, free: Instant, next: &Call) -> Instant {
        let (from, to) = (&last.spot, &next.spot);
        match self.stays {
            Stays::Put => free.max(next.called) + self.direct(from, to) + next.accept,
            Stays::Homeward => {
                let there = free + self.drive(self.travel.metric().km(from, to));
                there.max(next.called + self.drive(self.nearest_on_the_way_home(from, to))) + next.accept
            }
            Stays::Anywhere => (free + self.drive(self.travel.metric().km(from, to))).max(next.called) + next.accept,
            Stays::Everywhere => free.max(next.called) + next.accept,
        }
    }

    /// The earliest arrival of a crew whose tour begins there.
    pub fn from_start(&self, start: &Start, next: &Call) -> Instant {
        if self.starts_at_station {
            return start.at.max(next.called) + self.direct(&start.spot, &next.spot) + next.turnout;
        }
        let way =
            if self.stays == Stays::Everywhere { Duration::ZERO } else { self.drive(self.travel.metric().km(&start.spot, &next.spot)) };
        (start.at + way).max(next.called) + next.accept
    }

    /// Kilometres from a place to the nearest point of the straight lines from `from` to all stations; 0 where ways are not
    /// straight lines.
    fn nearest_on_the_way_home(&self, from: &Spot, to: &Spot) -> f64 {
        if *self.travel.metric() != Metric::Euclidean(None) {
            return 0.0;
        }
        let (a, p) = (from.place, to.place);
        let line = |station: &Spot| {
            let b = station.place;
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let length = dx * dx + dy * dy;
            let part = if length > 0.0 { (((p.x - a.x) * dx + (p.y - a.y) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
            a.towards(b, part).distance(p)
        };
        self.stations.iter().map(line).fold(f64::INFINITY, f64::min)
    }
}

/// All calls of a replication, in the order in which they came.
pub fn calls(model: &Model, key: Key, seen: &Calls) -> Vec<Call> {
    let mut trace = Trace::new(&model.demand, key);
    let mut calls = Vec::new();
    while let Some(incident) = trace.next(&model.demand, &model.city) {
        let called = seen.called.get(incident.number as usize).copied().unwrap_or(Instant::NEVER);
        if called.happens() {
            calls.push(call(model, &incident, called));
        }
    }
    calls.sort_by_key(|call| (call.called, call.number));
    calls
}

fn call(model: &Model, incident: &Incident, called: Instant) -> Call {
    let category = &model.demand.categories[incident.category];
    let others = category.joint.as_ref().filter(|_| incident.joint).map_or(0, |joint| joint.crews);
    let crews = category.crews + others;
    let skills = if others > 0 { 0 } else { 1 << model.demand.jobs[incident.job].department.0 };
    let kinds = || model.workforce.kinds.iter().filter(move |kind| kind.skills & skills == skills);
    let marks = &incident.marks;
    let on_scene = incident.work.unwrap_or_else(|| category.on_scene.sample(marks.uniform(Attribute::OnScene, 0)));
    let clearing = |kind: &CrewKind| kind.clearing.as_ref().map_or(Duration::ZERO, |c| c.sample(marks.uniform(Attribute::Clearing, 0)));
    let least = |turnout| if crews > 1 { Duration::ZERO } else { acceptance(kinds, incident, turnout) };
    Call {
        number: incident.number,
        called,
        spot: model.city.spot(incident.leaf, incident.place),
        skills,
        crews,
        accept: least(false),
        turnout: least(true),
        work: on_scene + kinds().map(clearing).min().unwrap_or(Duration::ZERO),
        on_scene,
    }
}

/// The least time from the first offer until a crew of some kind has accepted and, where wanted, turned out: offer by offer,
/// each refused as soon as any kind refuses it.
fn acceptance<'k, I: Iterator<Item = &'k CrewKind>>(kinds: impl Fn() -> I, incident: &Incident, turnout: bool) -> Duration {
    let marks = &incident.marks;
    let (mut refused, mut best) = (Duration::ZERO, Duration::MAX);
    for offer in 0..=REFUSALS_BEFORE_BINDING {
        let (mut wait, mut everybody_accepts) = (Duration::MAX, true);
        for kind in kinds() {
            let accept = kind.accept.sample(marks.uniform(Attribute::Accept, offer));
            let silent = accept > kind.answer_within;
            let refuses = silent || marks.uniform(Attribute::Refusal, offer) < kind.refusal;
            if refuses && offer < REFUSALS_BEFORE_BINDING {
                everybody_accepts = false;
                wait = wait.min(if silent { kind.answer_within } else { accept });
                continue;
            }
            let luck = marks.uniform(Attribute::Turnout, offer);
            let ready = kind.on_call_turnout.iter().chain([&kind.turnout]).map(|t| t.sample(luck)).min().unwrap_or(Duration::ZERO);
            best = best.min(refused + accept + if turnout { ready } else { Duration::ZERO });
        }
        if everybody_accepts {
            break;
        }
        refused += wait;
    }
    if best == Duration::MAX { Duration::ZERO } else { best }
}

/// The beginnings of all tours of duty that fall into a run.
pub fn starts(model: &Model, end: Instant) -> Vec<Start> {
    let workforce = &model.workforce;
    let start = |crew: CrewId, day: u64, at: Instant| {
        let station = &workforce.stations[workforce.station(crew, day)];
        // The next end of its shift; never for who works around the clock.
        let ends = workforce.duties.iter().find(|duty| duty.crew == crew && duty.change == DutyChange::Ends);
        let until = ends.map_or(Instant::NEVER, |duty| {
            let today = Instant::midnight(at.day()) + duty.at;
            if today > at { today } else { today + Duration::DAY }
        });
        Start { at, until, spot: station.spot, skills: workforce.kind(crew).skills }
    };
    let at_once = workforce.crews.ids().filter(|crew| workforce.on_duty_at_start(*crew)).map(|crew| start(crew, 0, Instant::ZERO));
    let mut starts: Vec<Start> = at_once.collect();
    for day in 0..=end.day() {
        for duty in workforce.duties.iter().filter(|duty| matches!(duty.change, DutyChange::Ready | DutyChange::Renews)) {
            let handover = if duty.change == DutyChange::Ready { workforce.handover(duty.crew) } else { Duration::ZERO };
            // It came to its station when it began to take over, if need be the day before.
            let came = if duty.at < handover { day.saturating_sub(1) } else { day };
            starts.push(start(duty.crew, came, Instant::midnight(day) + duty.at));
        }
    }
    starts.retain(|start| start.at < end);
    starts.sort_by_key(|start| start.at);
    starts
}
