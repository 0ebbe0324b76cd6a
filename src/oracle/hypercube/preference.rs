//! In which order a scenario's rule would send its crews to a place: found by asking the rule itself.

use crate::city::Point;
use crate::ids::{AreaId, CrewId, Id};
use crate::policy::{ANYWHERE, Availability, Situation};
use crate::scenario::Model;
use crate::time::{Duration, Instant};
use crate::world::World;

/// All crews at their stations, free.
pub(super) struct AllAtHome<'m> {
    model: &'m Model,
    world: World,
}

impl<'m> AllAtHome<'m> {
    pub(super) fn new(model: &'m Model) -> AllAtHome<'m> {
        let mut world = World::new(model);
        let seen = &mut world.crews.seen;
        for crew in model.workforce.crews.ids() {
            let index = model.workforce.station(crew, 0);
            let station = &model.workforce.stations[index];
            seen.set_station(crew, index as u32);
            seen.stand(crew, station.spot);
            if let Some(cells) = model.division {
                seen.set_cell(crew, station.district(cells, &model.city).unwrap_or(ANYWHERE));
            }
            seen.set_on_duty(crew, true);
            seen.set_availability(crew, Availability::Free);
        }
        AllAtHome { model, world }
    }

    /// Crews in the order in which they would be sent to a place, and how many hours each would travel.
    pub(super) fn order(&self, leaf: AreaId, place: Point) -> (Vec<u32>, Vec<f64>) {
        let mut sent: Vec<CrewId> = Vec::new();
        while let Some(crew) = self.model.chooser.choose(&self.situation(leaf, place, &sent)) {
            sent.push(crew);
        }
        let situation = self.situation(leaf, place, &[]);
        let hours = self.model.workforce.crews.ids().map(|crew| situation.travel(crew) / 3_600.0).collect();
        (sent.into_iter().map(|crew| crew.index() as u32).collect(), hours)
    }

    fn situation<'s>(&'s self, leaf: AreaId, place: Point, excluded: &'s [CrewId]) -> Situation<'s> {
        let model = self.model;
        Situation {
            now: Instant::ZERO,
            crews: &self.world.crews.seen,
            spot: model.city.spot(leaf, place),
            skills: 1,
            leaf: model.city.number(leaf) as u32,
            cell: model.division.map_or(0, |cells| cells.of_leaf(&model.city, leaf)),
            within_cell: false,
            at_most: Availability::Free,
            excluded,
            luck: 0.5,
            priority: 3,
            waited: Duration::ZERO,
        }
    }
}
