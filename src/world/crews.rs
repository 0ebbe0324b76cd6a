//! Crews: what each does, where it is, whom it serves.

use crate::city::Point;
use crate::engine::Ticket;
use crate::ids::{Column, CrewId, DepartmentId, SlotId};
use crate::policy::{Availability, CrewColumns};
use crate::record::CrewState;
use crate::scenario::Model;
use crate::time::{Duration, Instant};
use crate::world::Piece;

/// The columns of the crews. What a rule may see stands in `seen`.
#[derive(Debug, Default)]
pub struct Crews {
    /// What a rule may see.
    pub seen: CrewColumns,
    /// What each does.
    pub state: Column<CrewId, CrewState>,
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
    /// The department for which it is on its present job.
    pub role: Column<CrewId, DepartmentId>,
    /// Crews on duty by station.
    pub at_station: Vec<Vec<CrewId>>,
}

impl Crews {
    /// All crews off duty.
    pub fn new(model: &Model) -> Crews {
        let mut crews = Crews { at_station: vec![Vec::new(); model.workforce.stations.len()], ..Crews::default() };
        let n = model.workforce.crews.len();
        crews.seen.skills = model.workforce.crews.iter().map(|c| model.workforce.kinds[c.kind as usize].skills).collect();
        crews.seen.availability = Column::filled(n, Availability::Busy);
        crews.seen.from = Column::filled(n, Point::default());
        crews.seen.to = Column::filled(n, Point::default());
        crews.seen.way = Column::filled(n, (Instant::ZERO, 0));
        crews.seen.pace = Column::filled(n, (0.0, 0.0));
        crews.seen.cell = Column::filled(n, 0);
        crews.state = Column::filled(n, CrewState::OffDuty);
        crews.order = Column::filled(n, None);
        crews.ticket = Column::filled(n, Ticket::NONE);
        crews.station = Column::filled(n, 0);
        crews.on_duty = Column::filled(n, false);
        crews.role = Column::filled(n, DepartmentId(0));
        crews.out = Column::filled(n, false);
        crews.offer = Column::filled(n, 0);
        crews.offered = Column::filled(n, Instant::ZERO);
        crews.accepted = Column::filled(n, Instant::ZERO);
        crews.departed = Column::filled(n, Instant::ZERO);
        crews.pause_due = Column::filled(n, Instant::NEVER);
        crews.committed = Column::filled(n, None);
        crews
    }

    /// All off duty again.
    pub fn reset(&mut self, model: &Model) {
        for crew in model.workforce.crews.ids() {
            self.seen.availability[crew] = Availability::Busy;
            self.seen.way[crew] = (Instant::ZERO, 0);
            self.state[crew] = CrewState::OffDuty;
            self.order[crew] = None;
            self.ticket[crew] = Ticket::NONE;
            self.committed[crew] = None;
            self.on_duty[crew] = false;
            self.pause_due[crew] = Instant::NEVER;
        }
        self.at_station.iter_mut().for_each(Vec::clear);
    }

    /// Puts a crew at a place where it stands still.
    pub fn stand(&mut self, crew: CrewId, place: Point, pace: f64) {
        self.seen.from[crew] = place;
        self.seen.to[crew] = place;
        self.seen.way[crew] = (Instant::ZERO, 0);
        self.seen.pace[crew] = (pace, pace);
    }

    /// Sends a crew on its way to a place.
    pub fn set_out(&mut self, crew: CrewId, now: Instant, to: Point, pace: f64, takes: Duration) {
        let (place, from_pace) = self.seen.place(crew, now);
        self.seen.from[crew] = place;
        self.seen.to[crew] = to;
        self.seen.way[crew] = (now, takes.0);
        self.seen.pace[crew] = (from_pace, pace);
    }

    /// Stops a crew where it is now.
    pub fn halt(&mut self, crew: CrewId, now: Instant) {
        let (place, pace) = self.seen.place(crew, now);
        self.stand(crew, place, pace);
    }
}
