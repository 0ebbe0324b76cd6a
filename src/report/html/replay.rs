//! One day of one replication as it can be played back: where each crew was and what it did, where each incident
//! was and how far it had come. A fold over what is told of a run; nothing in it is measured.
//!
//! The day is the one asked for, or the one on which most incidents waited for a crew at the same time, the
//! busiest of equals, the earliest of those. Crews move in straight lines.

use crate::city::{Point, Spot, Travel};
use crate::demand::{Incident, Trace};
use crate::ids::{AreaId, CrewId, Id};
use crate::metrics::Dimensions;
use crate::random::Key;
use crate::record::{CrewState, Fact, Observer, What};
use crate::scenario::Model;
use crate::time::{Duration, Instant};
use serde_json::{Value, json};

/// A metre in kilometres, the least that is shown.
const METRE: f64 = 0.001;

/// How far an incident has come. The numbers are those of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
enum Stage {
    #[default]
    AtDesk = 0,
    OnTheSpot = 1,
    Waiting = 2,
    Assigned = 3,
    Travelling = 4,
    OnScene = 5,
    FollowUp = 6,
    Closed = 7,
}

/// What is known of an open incident.
#[derive(Clone, Copy, Debug)]
struct Live {
    incident: Incident,
    /// Where its present visit takes place.
    place: Point,
    visit: u32,
    stage: Stage,
    /// Whether it waits for a crew; of a joint job others may be under way.
    waits: bool,
    /// Its position among the incidents of the day, once it has one.
    listed: Option<usize>,
}

/// A crew and the way that it is on, or was on last.
#[derive(Clone, Copy, Debug)]
struct Crew {
    state: CrewState,
    order: u64,
    from: Spot,
    to: Spot,
    since: Instant,
    takes: Duration,
    shown: Point,
}

impl Crew {
    /// Where it is.
    fn spot(&self, now: Instant, travel: &Travel) -> Spot {
        let spent = now.since(self.since);
        if spent >= self.takes { self.to } else { travel.under_way(&self.from, &self.to, spent.0 as f64 / self.takes.0 as f64) }
    }

    /// Where its way has led it from where it was shown last: on a torus that may be beyond the border.
    fn led(&self, now: Instant, travel: &Travel) -> Point {
        let here = self.spot(now, travel).place;
        travel.metric().torus().map_or(here, |torus| {
            let (dx, dy) = torus.step(self.shown, here);
            Point::new(self.shown.x + dx, self.shown.y + dy)
        })
    }

    fn stop(&mut self, now: Instant, travel: &Travel) {
        let here = self.spot(now, travel);
        (self.from, self.to, self.takes) = (here, here, Duration::ZERO);
    }

    fn is_under_way(&self) -> bool {
        moves(self.state)
    }
}

fn moves(state: CrewState) -> bool {
    matches!(state, CrewState::Travelling | CrewState::ToFacility | CrewState::Returning)
}

/// What happened on one day.
#[derive(Clone, Debug, Default)]
struct Tape {
    day: u64,
    most_waiting: u64,
    reports: u64,
    incidents: Vec<(Incident, Point)>,
    /// Seconds since midnight, position among the incidents, stage.
    stages: Vec<(f64, usize, Stage)>,
    /// Seconds since midnight, crew, state, place, order.
    moves: Vec<(f64, usize, CrewState, Point, u64)>,
}

/// Records one day of one replication.
#[derive(Debug)]
pub struct Replay<'m> {
    model: &'m Model,
    replication: u32,
    asked: Option<u64>,
    trace: Trace,
    live: Vec<Option<Live>>,
    crews: Vec<Crew>,
    waiting: u64,
    now: Instant,
    tape: Tape,
    best: Option<Tape>,
}

impl<'m> Replay<'m> {
    /// For a replication; `day` is the one to record, counted from 0, or `None` for the busiest.
    pub fn new(model: &'m Model, replication: u32, day: Option<u64>) -> Replay<'m> {
        let anywhere = model.city.middle(AreaId(0));
        let crew = Crew {
            state: CrewState::OffDuty,
            order: Fact::NO_INCIDENT,
            from: anywhere,
            to: anywhere,
            since: Instant::ZERO,
            takes: Duration::ZERO,
            shown: anywhere.place,
        };
        Replay {
            model,
            replication,
            asked: day,
            trace: Trace::new(&model.demand, Key { seed: model.seed, replication }),
            live: Vec::new(),
            crews: vec![crew; model.workforce.crews.len()],
            waiting: 0,
            now: Instant::ZERO,
            tape: Tape::default(),
            best: None,
        }
    }

    /// Whether a day can be shown: not one of the warm-up, unless asked for, and none after the last report.
    fn eligible(&self, day: u64) -> bool {
        match self.asked {
            Some(asked) => asked == day,
            None => (u64::from(self.model.warmup_days)..u64::from(self.model.days)).contains(&day),
        }
    }

    fn advance(&mut self, at: Instant) {
        while at.day() > self.tape.day {
            let day = self.tape.day + 1;
            let midnight = Instant::midnight(day);
            self.lasts_until(midnight);
            for number in 0..self.crews.len() {
                if self.crews[number].is_under_way() {
                    let place = self.crews[number].led(midnight, &self.model.city.travel);
                    self.show(Duration::DAY.seconds(), number, place);
                }
            }
            let ended = std::mem::replace(&mut self.tape, Tape { day, ..Tape::default() });
            let better = self.best.as_ref().is_none_or(|best| (ended.most_waiting, ended.reports) > (best.most_waiting, best.reports));
            if self.eligible(ended.day) && better {
                self.best = Some(ended);
            }
            for slot in 0..self.live.len() {
                let Some(live) = &mut self.live[slot] else { continue };
                live.listed = None;
                if live.stage != Stage::FollowUp {
                    self.list(slot, 0.0);
                }
            }
            for number in 0..self.crews.len() {
                if self.crews[number].state != CrewState::OffDuty {
                    let place = self.crews[number].spot(midnight, &self.model.city.travel).place;
                    self.show(0.0, number, place);
                }
            }
        }
        self.lasts_until(at);
    }

    /// Everything is as it is until then.
    fn lasts_until(&mut self, at: Instant) {
        if at > self.now {
            self.tape.most_waiting = self.tape.most_waiting.max(self.waiting);
            self.now = at;
        }
    }

    /// Notes an incident's stage, and the incident itself at its first appearance of the day.
    fn list(&mut self, slot: usize, second: f64) {
        if !self.eligible(self.tape.day) {
            return;
        }
        let Some(live) = &mut self.live[slot] else { return };
        let number = live.listed.unwrap_or(self.tape.incidents.len());
        if live.listed.replace(number).is_none() {
            self.tape.incidents.push((live.incident, live.place));
        }
        self.tape.stages.push((second, number, live.stage));
    }

    fn stage(&mut self, fact: &Fact, stage: Stage) {
        let slot = fact.slot.0 as usize;
        let Some(live) = self.live.get_mut(slot).and_then(Option::as_mut) else { return };
        let before = std::mem::replace(&mut live.stage, stage);
        if before == stage {
            return;
        }
        self.list(slot, second(fact.at));
        if stage == Stage::Closed {
            self.live[slot] = None;
        }
    }

    fn waits(&mut self, fact: &Fact, waits: bool) {
        let Some(live) = self.live.get_mut(fact.slot.0 as usize).and_then(Option::as_mut) else { return };
        match (std::mem::replace(&mut live.waits, waits), waits) {
            (false, true) => self.waiting += 1,
            (true, false) => self.waiting -= 1,
            _ => {}
        }
    }

    fn report(&mut self, fact: &Fact) {
        let Some(incident) = self.trace.next(&self.model.demand, &self.model.city) else { return };
        let slot = fact.slot.0 as usize;
        if slot >= self.live.len() {
            self.live.resize(slot + 1, None);
        }
        self.live[slot] = Some(Live { incident, place: incident.place, visit: 0, stage: Stage::AtDesk, waits: false, listed: None });
        self.tape.reports += 1;
        self.list(slot, second(fact.at));
    }

    fn visit_ordered(&mut self, fact: &Fact) {
        if let Some(live) = self.live.get_mut(fact.slot.0 as usize).and_then(Option::as_mut) {
            live.visit += 1;
            live.place = live.incident.place_of_visit(live.visit, &self.model.city);
        }
    }

    fn crew(&mut self, fact: &Fact) {
        let (number, state) = (fact.actor as usize, CrewState::ALL[fact.detail as usize]);
        let travel = &self.model.city.travel;
        if !moves(state) {
            self.way_ends(number, fact.at, self.crews[number].spot(fact.at, travel).place);
            self.crews[number].stop(fact.at, travel);
        }
        let crew = &mut self.crews[number];
        (crew.state, crew.order) = (state, fact.incident);
        let place = crew.spot(fact.at, travel).place;
        self.show(second(fact.at), number, place);
    }

    /// Shows where the way of a crew ends, unless what is shown next, at the same moment, does.
    fn way_ends(&mut self, number: usize, at: Instant, next: Point) {
        let crew = &self.crews[number];
        let end = crew.led(at, &self.model.city.travel);
        if crew.is_under_way() && end.distance(next) > METRE {
            self.show(second(at), number, end);
        }
    }

    fn show(&mut self, second: f64, number: usize, place: Point) {
        let eligible = self.eligible(self.tape.day);
        let crew = &mut self.crews[number];
        crew.shown = place;
        if eligible {
            self.tape.moves.push((second, number, crew.state, place, crew.order));
        }
    }

    /// The day as the page reads it; see `docs/report.md`. `null` when the run was over before.
    pub fn finish(mut self, dimensions: &Dimensions) -> Value {
        self.advance(Instant::midnight(self.tape.day + 1));
        let Some(tape) = &self.best else { return Value::Null };
        let metres = |km: f64| (km * 1_000.0).round();
        let order = |order: u64| if order == Fact::NO_INCIDENT { Value::Null } else { order.into() };
        let incidents = tape.incidents.iter().map(|(incident, place)| {
            let (leaf, category) = (dimensions.leaf(incident.leaf), incident.category.index());
            let since = incident.reported.since(Instant::ZERO).seconds();
            json!([incident.number, metres(place.x), metres(place.y), leaf, category, incident.priority, since.round()])
        });
        let stages = tape.stages.iter().map(|&(at, incident, stage)| json!([at, incident, stage as u8]));
        let moves = tape
            .moves
            .iter()
            .map(|&(at, crew, state, place, of)| json!([at, crew, state as u8, metres(place.x), metres(place.y), order(of)]));
        json!({
            "replication": self.replication,
            "day": tape.day,
            "date": self.model.demand.calendar.date(tape.day).to_string(),
            "chosen": if self.asked.is_some() { "asked" } else { "busiest" },
            "most_waiting": tape.most_waiting,
            "reports": tape.reports,
            "incidents": incidents.collect::<Vec<_>>(),
            "stages": stages.collect::<Vec<_>>(),
            "moves": moves.collect::<Vec<_>>(),
        })
    }
}

/// Seconds since midnight, to the tenth.
fn second(at: Instant) -> f64 {
    (at.time_of_day().0 / (Duration::SECOND.0 / 10)) as f64 / 10.0
}

impl Observer for Replay<'_> {
    fn fact(&mut self, fact: &Fact) {
        self.advance(fact.at);
        match fact.what {
            What::Reported => self.report(fact),
            What::SettlerSent => self.stage(fact, Stage::OnTheSpot),
            What::DeskQueued | What::DeskStarted | What::Transferred | What::OpeningAwaited | What::WrongDepartment => {
                self.stage(fact, Stage::AtDesk)
            }
            What::CrewAwaited => {
                self.waits(fact, true);
                self.stage(fact, Stage::Waiting);
            }
            What::Offered => {
                self.waits(fact, false);
                self.stage(fact, Stage::Assigned);
            }
            What::Departed => self.stage(fact, Stage::Travelling),
            What::Arrived | What::WorkStarted => self.stage(fact, Stage::OnScene),
            What::Handled => self.stage(fact, Stage::FollowUp),
            What::VisitOrdered => {
                self.visit_ordered(fact);
                self.stage(fact, Stage::FollowUp);
            }
            What::Closed | What::Lost => {
                self.waits(fact, false);
                self.stage(fact, Stage::Closed);
            }
            What::Crew => self.crew(fact),
            _ => {}
        }
    }

    fn goes(&mut self, at: Instant, crew: CrewId, to: &Spot, takes: Duration) {
        self.advance(at);
        let (number, travel) = (crew.index(), &self.model.city.travel);
        let (before, here) = (self.crews[number], self.crews[number].spot(at, travel));
        let from = if takes > Duration::ZERO { here } else { *to };
        self.way_ends(number, at, from.place);
        self.crews[number] = Crew { from, to: *to, since: at, takes, shown: from.place, ..before };
        // Whose station changes goes on standing ready, with no fact.
        if matches!(before.state, CrewState::Idle | CrewState::OnCall) && from.place != here.place {
            self.show(second(at), number, from.place);
        }
    }
}
