//! One day of one replication as it can be played back: where each crew was and what it did, where each incident
//! was and how far it had come. A fold over facts; nothing in it is drawn from chance or measured.
//!
//! The day is the one asked for, or the one on which most incidents waited for a crew at the same time, the
//! busiest of equals, the earliest of those. Crews move in straight lines. Where a way is broken off, the place is
//! estimated from the usual time for that way.

use crate::city::{Point, Spot, Travel};
use crate::demand::Trace;
use crate::ids::{AreaId, CrewId, Id};
use crate::metrics::Dimensions;
use crate::random::Key;
use crate::record::{CrewState, Fact, Observer, What};
use crate::scenario::Model;
use crate::time::{Duration, Instant};
use serde_json::{Value, json};

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
    incident: u64,
    place: Point,
    leaf: AreaId,
    category: usize,
    priority: u8,
    reported: Instant,
    stage: Stage,
    /// Its position among the incidents of the day, once it has one.
    listed: Option<usize>,
}

/// A crew on its way.
#[derive(Clone, Copy, Debug)]
struct Way {
    from: Spot,
    to: Spot,
    since: Instant,
    usually: Duration,
}

#[derive(Clone, Copy, Debug)]
struct Crew {
    state: CrewState,
    at: Spot,
    home: Spot,
    way: Option<Way>,
    order: u64,
}

impl Way {
    fn at(&self, now: Instant, travel: &Travel) -> Spot {
        let spent = now.since(self.since).0 as f64 / self.usually.0.max(1) as f64;
        travel.under_way(&self.from, &self.to, spent.min(1.0))
    }
}

/// What happened on one day.
#[derive(Clone, Debug, Default)]
struct Tape {
    day: u64,
    most_waiting: u64,
    reports: u64,
    incidents: Vec<Live>,
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
    tape: Tape,
    best: Option<Tape>,
}

impl<'m> Replay<'m> {
    /// For a replication; `day` is the one to record, counted from 0, or `None` for the busiest.
    pub fn new(model: &'m Model, replication: u32, day: Option<u64>) -> Replay<'m> {
        let crew = |crew: CrewId| {
            let home = station(model, crew, 0);
            Crew { state: CrewState::OffDuty, at: home, home, way: None, order: Fact::NO_INCIDENT }
        };
        Replay {
            model,
            replication,
            asked: day,
            trace: Trace::new(&model.demand, Key { seed: model.seed, replication }),
            live: Vec::new(),
            crews: model.workforce.crews.ids().map(crew).collect(),
            waiting: 0,
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
            let ended = std::mem::take(&mut self.tape);
            let day = ended.day + 1;
            let better = self.best.as_ref().is_none_or(|best| (ended.most_waiting, ended.reports) > (best.most_waiting, best.reports));
            if self.eligible(ended.day) && better {
                self.best = Some(ended);
            }
            self.tape = Tape { day, most_waiting: self.waiting, ..Tape::default() };
            if !self.eligible(day) {
                continue;
            }
            for slot in 0..self.live.len() {
                let Some(live) = &mut self.live[slot] else { continue };
                live.listed = None;
                if live.stage != Stage::FollowUp {
                    self.list(slot, 0.0);
                }
            }
            for (number, crew) in self.crews.iter().enumerate().filter(|(_, crew)| crew.state != CrewState::OffDuty) {
                // A crew on its way is shown where it set out; the way ends where and when it does.
                let place = crew.way.map_or(crew.at.place, |way| way.at(Instant::midnight(day), &self.model.city.travel).place);
                self.tape.moves.push((0.0, number, crew.state, place, crew.order));
            }
        }
    }

    /// Notes an incident's stage, and the incident itself at its first appearance of the day.
    fn list(&mut self, slot: usize, second: f64) {
        let Some(live) = &mut self.live[slot] else { return };
        let number = live.listed.unwrap_or(self.tape.incidents.len());
        if live.listed.replace(number).is_none() {
            self.tape.incidents.push(*live);
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
        match (before, stage) {
            (_, Stage::Waiting) => self.waiting += 1,
            (Stage::Waiting, _) => self.waiting = self.waiting.saturating_sub(1),
            _ => {}
        }
        self.tape.most_waiting = self.tape.most_waiting.max(self.waiting);
        if self.eligible(self.tape.day) {
            self.list(slot, second(fact.at));
        }
        if stage == Stage::Closed {
            self.live[slot] = None;
        }
    }

    fn report(&mut self, fact: &Fact) {
        let Some(it) = self.trace.next(&self.model.demand, &self.model.city) else { return };
        let slot = fact.slot.0 as usize;
        if slot >= self.live.len() {
            self.live.resize(slot + 1, None);
        }
        self.live[slot] = Some(Live {
            incident: it.number,
            place: it.place,
            leaf: it.leaf,
            category: it.category.index(),
            priority: it.priority,
            reported: it.reported,
            stage: Stage::AtDesk,
            listed: None,
        });
        self.tape.reports += 1;
        if self.eligible(self.tape.day) {
            self.list(slot, second(fact.at));
        }
    }

    fn crew(&mut self, fact: &Fact) {
        let number = fact.actor as usize;
        let state = CrewState::ALL[fact.detail as usize];
        let target = self.live.get(fact.slot.0 as usize).and_then(Option::as_ref);
        let target = target.filter(|live| live.incident == fact.incident).map(|live| self.model.city.spot(live.leaf, live.place));
        let crew = &mut self.crews[number];
        if crew.state == CrewState::OffDuty {
            crew.home = station(self.model, CrewId::new(number), fact.at.day());
            crew.at = crew.home;
        }
        if let Some(way) = crew.way.take() {
            let came = matches!(state, CrewState::OnScene | CrewState::AwaitingPartner) || fact.at.since(way.since) >= way.usually;
            crew.at = if came { way.to } else { way.at(fact.at, &self.model.city.travel) };
        }
        let destination = match state {
            CrewState::Travelling => target,
            CrewState::Returning => Some(crew.home),
            _ => None,
        };
        crew.way = destination.map(|to| {
            let factor = self.model.city.travel.factor(fact.at.time_of_day());
            let usually = self.model.city.travel.duration(&crew.at, &to, factor);
            Way { from: crew.at, to, since: fact.at, usually }
        });
        (crew.state, crew.order) = (state, fact.incident);
        let place = crew.at.place;
        if self.eligible(self.tape.day) {
            self.tape.moves.push((second(fact.at), number, state, place, fact.incident));
        }
    }

    /// The day as the page reads it; see `docs/report.md`. `null` when the run was over before.
    pub fn finish(mut self, dimensions: &Dimensions) -> Value {
        self.advance(Instant::midnight(self.tape.day + 1));
        let Some(tape) = &self.best else { return Value::Null };
        let metres = |km: f64| (km * 1_000.0).round();
        let order = |order: u64| if order == Fact::NO_INCIDENT { Value::Null } else { order.into() };
        let incidents = tape.incidents.iter().map(|live| {
            let leaf = dimensions.leaf(live.leaf);
            let since = live.reported.0 as f64 / Duration::SECOND.0 as f64;
            json!([live.incident, metres(live.place.x), metres(live.place.y), leaf, live.category, live.priority, since.round()])
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

fn station(model: &Model, crew: CrewId, day: u64) -> Spot {
    model.workforce.stations[model.workforce.station(crew, day)].spot
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
            What::CrewAwaited | What::Refused | What::Unanswered => self.stage(fact, Stage::Waiting),
            What::Offered => self.stage(fact, Stage::Assigned),
            What::Departed => self.stage(fact, Stage::Travelling),
            What::Arrived | What::WorkStarted => self.stage(fact, Stage::OnScene),
            What::Handled | What::VisitOrdered => self.stage(fact, Stage::FollowUp),
            What::Closed | What::Lost => self.stage(fact, Stage::Closed),
            What::Crew => self.crew(fact),
            _ => {}
        }
    }
}
