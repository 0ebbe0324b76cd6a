//! Crews: what each does, where it is, whom it serves.

use crate::city::{Point, Spot};
use crate::engine::Ticket;
use crate::ids::{AreaId, Column, CrewId, DepartmentId, SlotId};
use crate::policy::{Availability, CrewColumns};
use crate::record::CrewState;
use crate::scenario::Model;
use crate::time::{Duration, Instant};
use crate::workforce::SkillSet;
use crate::world::Piece;

/// How a crew answers an offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It goes.
    Accepts,
    /// It says no.
    Refuses,
    /// It says nothing within the time it has.
    StaysSilent,
}

/// The columns of the crews. What a rule may see stands in `seen`.
#[derive(Clone, Debug)]
pub struct Crews {
    /// What a rule may see.
    pub seen: CrewColumns,
    /// What each does.
    pub state: Column<CrewId, CrewState>,
    /// How many do what, by the number of their pool and of the state.
    in_state: Vec<[u32; CrewState::ALL.len()]>,
    /// The incident it serves.
    pub order: Column<CrewId, Option<SlotId>>,
    /// Its pending event; any other is stale.
    pub ticket: Column<CrewId, Ticket>,
    /// Its present station.
    pub station: Column<CrewId, u32>,
    /// Whether its shift is on.
    pub on_duty: Column<CrewId, bool>,
    /// Whether it was out already when it got its order.
    pub out: Column<CrewId, bool>,
    /// The number of its present offer among those of the incident.
    pub offer: Column<CrewId, u32>,
    /// How it is going to answer that offer.
    pub answer: Column<CrewId, Answer>,
    /// When it got its order, accepted and departed.
    pub offered: Column<CrewId, Instant>,
    /// When it accepted.
    pub accepted: Column<CrewId, Instant>,
    /// When it departed.
    pub departed: Column<CrewId, Instant>,
    /// When its break falls due; never when it has had it.
    pub pause_due: Column<CrewId, Instant>,
    /// When the committed work in hand was begun, and what it is.
    pub committed: Column<CrewId, Option<(Instant, Piece)>>,
    /// The incident after whose visit its work goes on at a facility: number, facility, time there.
    pub errand: Column<CrewId, Option<(u64, u16, Duration)>>,
    /// The department for which it is on its present job.
    pub role: Column<CrewId, DepartmentId>,
    /// The station that it goes to, or where it stands ready: its own, unless relocation says otherwise.
    pub post: Column<CrewId, u32>,
    /// When and where a crew that serves is expected to be free; kept where the rule asks for it.
    pub expected: Column<CrewId, (Instant, Spot)>,
    /// The incident that it is promised to when it is free.
    pub promised: Column<CrewId, Option<SlotId>>,
    /// Crews on duty by station.
    pub at_station: Vec<Vec<CrewId>>,
}

impl Crews {
    /// When a crew with an order departed, accepted and was asked, each never where it has not yet: of several crews the
    /// foremost has the least.
    pub fn steps(&self, crew: CrewId) -> [Instant; 3] {
        let (departed, accepted) = match self.state[crew] {
            CrewState::Assigned => (Instant::NEVER, Instant::NEVER),
            CrewState::TurningOut => (Instant::NEVER, self.accepted[crew]),
            _ => (self.departed[crew], self.accepted[crew]),
        };
        [departed, accepted, self.offered[crew]]
    }

    /// All crews off duty.
    pub fn new(model: &Model) -> Crews {
        let city = &model.city;
        let (workforce, n) = (&model.workforce, model.workforce.crews.len());
        let skills = workforce.crews.iter().map(|c| workforce.kinds[c.kind as usize].skills);
        let places = city.corners().chain(workforce.stations.iter().map(|s| s.spot.place));
        let mut crews = Crews {
            seen: CrewColumns::new(skills, places, city.travel.clone()),
            state: Column::filled(n, CrewState::OffDuty),
            in_state: Vec::new(),
            order: Column::filled(n, None),
            ticket: Column::filled(n, Ticket::NONE),
            station: Column::filled(n, 0),
            on_duty: Column::filled(n, false),
            out: Column::filled(n, false),
            offer: Column::filled(n, 0),
            answer: Column::filled(n, Answer::Accepts),
            offered: Column::filled(n, Instant::ZERO),
            accepted: Column::filled(n, Instant::ZERO),
            departed: Column::filled(n, Instant::ZERO),
            pause_due: Column::filled(n, Instant::NEVER),
            committed: Column::filled(n, None),
            errand: Column::filled(n, None),
            role: Column::filled(n, DepartmentId(0)),
            post: Column::filled(n, 0),
            expected: Column::filled(n, (Instant::NEVER, Spot::new(AreaId(0), Point::new(0.0, 0.0), 0.0))),
            promised: Column::filled(n, None),
            at_station: vec![Vec::new(); workforce.stations.len()],
        };
        crews.count_off_duty();
        crews.seen.watch(model.coverage.clone(), model.preparedness.clone());
        crews
    }

    /// All off duty again.
    pub fn reset(&mut self, model: &Model) {
        self.seen.clear();
        self.count_off_duty();
        for crew in model.workforce.crews.ids() {
            self.state[crew] = CrewState::OffDuty;
            self.order[crew] = None;
            self.promised[crew] = None;
            self.ticket[crew] = Ticket::NONE;
            self.committed[crew] = None;
            self.errand[crew] = None;
            self.on_duty[crew] = false;
            self.pause_due[crew] = Instant::NEVER;
        }
        self.at_station.iter_mut().for_each(Vec::clear);
    }

    fn count_off_duty(&mut self) {
        self.in_state.clear();
        let off_duty = |crews| {
            let mut counts = [0; CrewState::ALL.len()];
            counts[CrewState::OffDuty as usize] = crews;
            counts
        };
        self.in_state.extend(self.seen.pools().sizes().map(off_duty));
    }

    /// How many competent crews are doing one of these. O(kinds of competence).
    pub fn count(&self, skills: SkillSet, states: &[CrewState]) -> u32 {
        let of = |pool: usize| states.iter().map(|state| self.in_state[pool][*state as usize]).sum::<u32>();
        self.seen.pools().numbers(skills).map(of).sum()
    }

    /// Changes what a crew does.
    #[inline]
    pub fn set_state(&mut self, crew: CrewId, state: CrewState, availability: Availability) {
        let before = std::mem::replace(&mut self.state[crew], state);
        let in_state = &mut self.in_state[self.seen.pool(crew)];
        in_state[before as usize] -= 1;
        in_state[state as usize] += 1;
        self.seen.set_availability(crew, availability);
    }
}
