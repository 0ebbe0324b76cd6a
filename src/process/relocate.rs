//! Where a crew goes that has nothing to do.

use super::Run;
use crate::ids::CrewId;
use crate::policy::relocation::{compliance_table, dmexclp};
use crate::policy::{Availability, Relocation};
use crate::record::Observer;

impl<O: Observer> Run<'_, O> {
    /// The station that a free crew goes to.
    pub(crate) fn next_post(&mut self, crew: CrewId) -> u32 {
        let own = self.world.crews.station[crew];
        if self.model.workforce.shift(crew).on_call {
            return own;
        }
        // Where it is needed shows without it.
        self.world.crews.seen.set_availability(crew, Availability::Busy);
        let post = match self.model.relocation {
            Relocation::ReturnToStation | Relocation::Stay => None,
            Relocation::Dmexclp => self.most_gaining_station(crew),
            Relocation::ComplianceTable { .. } => self.missing_station(crew),
        };
        post.unwrap_or(own)
    }

    fn most_gaining_station(&self, crew: CrewId) -> Option<u32> {
        let coverage = self.world.crews.seen.coverage()?;
        let from = self.world.crews.seen.spot(crew, self.now);
        let places = self.model.workforce.kind(crew).stations.iter().map(|station| {
            let there = &self.model.workforce.stations[*station as usize].spot;
            let seconds = self.model.city.travel.seconds(&from, there);
            dmexclp::Place { station: *station, gained: coverage.gained(self.model.station_leaves[*station as usize]), seconds }
        });
        dmexclp::choose(places)
    }

    fn missing_station(&self, crew: CrewId) -> Option<u32> {
        let crews = &self.world.crews;
        let kind = self.model.workforce.crews[crew].kind;
        let ready =
            |other: &&CrewId| self.model.workforce.crews[**other].kind == kind && crews.seen.availability(**other) == Availability::Free;
        let free = crews.seen.available().iter().filter(ready).count();
        let rows = &self.model.compliance[kind as usize];
        let row = rows.get(free).or(rows.last())?;
        compliance_table::choose(row, |station| crews.seen.available().iter().filter(ready).filter(|c| crews.post[**c] == station).count())
    }
}
