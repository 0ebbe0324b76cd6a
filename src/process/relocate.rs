//! Where a crew goes that has nothing to do.

use super::Run;
use crate::city::Spot;
use crate::ids::CrewId;
use crate::policy::Availability;
use crate::policy::relocation::{compliance_table, dmexclp};
use crate::record::Observer;
use crate::scenario::Home;

impl<O: Observer> Run<'_, O> {
    /// The base that a crew with nothing to do gets.
    pub(crate) fn next_base(&mut self, crew: CrewId) -> Spot {
        // Where it is needed shows without it.
        self.world.crews.seen.set_availability(crew, Availability::Busy);
        let post = match &self.model.home {
            _ if self.model.workforce.shift(crew).on_call => None,
            Home::Station | Home::Stay | Home::NearestOf(_) => None,
            Home::Coverage => self.most_gaining_station(crew),
            Home::Table(table) => self.missing_station(crew, table),
        };
        let post = post.unwrap_or(self.world.crews.station[crew]);
        self.world.crews.post[crew] = post;
        self.model.workforce.stations[post as usize].spot
    }

    fn most_gaining_station(&self, crew: CrewId) -> Option<u32> {
        let coverage = self.world.crews.seen.coverage()?;
        let places = self.model.workforce.kind(crew).stations.iter().map(|station| {
            let there = &self.model.workforce.stations[*station as usize].spot;
            let seconds = self.seconds_to_stand_at(crew, there);
            dmexclp::Place { station: *station, gained: coverage.gained(self.model.city.number(there.leaf) as u32), seconds }
        });
        dmexclp::choose(places)
    }

    fn missing_station(&self, crew: CrewId, table: &[Vec<Vec<u32>>]) -> Option<u32> {
        let crews = &self.world.crews;
        let kind = self.model.workforce.crews[crew].kind;
        let ready = || crews.seen.pools().available(0, Availability::Free).filter(|other| self.model.workforce.crews[*other].kind == kind);
        let free = ready().count();
        let rows = &table[kind as usize];
        let row = rows.get(free).or(rows.last())?;
        compliance_table::choose(row, |station| ready().filter(|c| crews.post[*c] == station).count())
    }
}
