//! A crew's work goes on at a facility: the way there, the time there, and only then it is free.

use super::Run;
use crate::ids::{CrewId, SlotId};
use crate::random::Attribute;
use crate::record::{CrewState, Observer};
use crate::time::Duration;

impl<O: Observer> Run<'_, O> {
    /// The facility to which the first crew of a job goes after a visit, and its time there: as a log says, else by the
    /// incident's luck the nearest to the scene of those that its category names.
    pub(crate) fn errand_after(&self, slot: SlotId, visit: u32) -> Option<(u64, u16, Duration)> {
        let demand = &self.model.demand;
        if demand.facilities.is_empty() {
            return None;
        }
        let incident = &self.world.incidents[slot].incident;
        let drawn = || {
            let errand = demand.categories[incident.category].errand.as_ref()?;
            let goes = incident.marks.uniform(Attribute::Facility, visit) < errand.share;
            goes.then(|| errand.nearest(&demand.facilities, &self.model.city, &self.scene(slot)))?
        };
        let facility = incident.facility.filter(|_| visit == 0).or_else(drawn)?;
        let takes = demand.facilities[usize::from(facility)].time.sample(incident.marks.uniform(Attribute::FacilityTime, visit));
        Some((incident.number, facility, takes))
    }

    /// A crew is done on scene.
    pub(crate) fn crew_clear(&mut self, crew: CrewId) {
        let Some((incident, facility, _)) = self.world.crews.errand[crew] else { return self.crew_free(crew) };
        self.observer.errand(incident, crew, facility);
        let spot = self.model.demand.facilities[usize::from(facility)].spot;
        let takes = self.way(crew, &spot);
        self.set_out(crew, spot, takes);
        self.expect_free(crew, self.now + takes + self.mean_stay(facility), spot);
        if !self.crew_stage(crew, CrewState::ToFacility, takes) {
            self.crew_at_facility(crew);
        }
    }

    pub(crate) fn crew_at_facility(&mut self, crew: CrewId) {
        let there = self.world.crews.seen.destination(crew);
        self.tell_way(crew);
        self.world.crews.seen.stand(crew, there);
        self.world.crews.seen.set_leaf(crew, self.model.city.number(there.leaf) as u32);
        let (facility, takes) = self.world.crews.errand[crew].map_or((0, Duration::ZERO), |(_, facility, takes)| (facility, takes));
        self.expect_free(crew, self.now + self.mean_stay(facility), there);
        if !self.crew_stage(crew, CrewState::AtFacility, takes) {
            self.errand_done(crew);
        }
    }

    /// Mean time at a facility.
    fn mean_stay(&self, facility: u16) -> Duration {
        Duration::from_seconds(self.model.demand.facilities[usize::from(facility)].mean_time)
    }

    pub(crate) fn errand_done(&mut self, crew: CrewId) {
        self.world.crews.errand[crew] = None;
        self.crew_free(crew);
    }
}
