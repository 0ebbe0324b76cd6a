//! Crews whose work goes on at a facility.

use super::run::Reference;
use super::state::Doing;
use gridgov::random::Attribute;
use gridgov::time::Duration;

impl Reference<'_> {
    /// The facility to which the first crew goes after a visit, and how long it is busy there.
    pub fn errand(&self, number: usize, visit: u32) -> Option<(usize, Duration)> {
        let facilities = &self.model.demand.facilities;
        let case = &self.cases[number];
        let known = case.incident.facility.filter(|_| visit == 0).map(usize::from);
        let category = &self.model.demand.categories[case.incident.category];
        let drawn = category.errand.as_ref().filter(|errand| self.luck(number, Attribute::Facility, visit) < errand.share).map(|errand| {
            let seconds = |facility: usize| self.model.city.travel.seconds(&self.scene(number), &facilities[facility].spot);
            let mut nearest = usize::from(errand.to[0]);
            for other in errand.to.iter().copied().map(usize::from) {
                if seconds(other) < seconds(nearest) {
                    nearest = other;
                }
            }
            nearest
        });
        let facility = known.or(drawn)?;
        Some((facility, facilities[facility].time.sample(self.luck(number, Attribute::FacilityTime, visit))))
    }

    pub fn is_clear(&mut self, crew: usize) {
        let Some((facility, _)) = self.crews[crew].errand else { return self.is_free(crew) };
        let there = self.model.demand.facilities[facility].spot;
        let takes = self.way(crew, &there);
        self.crews[crew].set_out(self.now, there, takes, &self.model.city.travel);
        self.expects_free(crew, (self.now + takes + self.mean_stay(facility), there));
        if self.crew_does(crew, Doing::ToFacility, takes) {
            self.is_at_facility(crew);
        }
    }

    pub fn is_at_facility(&mut self, crew: usize) {
        let (facility, takes) = self.crews[crew].errand.expect("it was sent there");
        let there = self.model.demand.facilities[facility].spot;
        self.crews[crew].stand(there);
        self.crews[crew].leaf = there.leaf;
        self.expects_free(crew, (self.now + self.mean_stay(facility), there));
        if self.crew_does(crew, Doing::AtFacility, takes) {
            self.errand_is_done(crew);
        }
    }

    fn mean_stay(&self, facility: usize) -> Duration {
        Duration::from_seconds(self.model.demand.facilities[facility].mean_time)
    }

    pub fn errand_is_done(&mut self, crew: usize) {
        self.crews[crew].errand = None;
        self.is_free(crew);
    }
}
