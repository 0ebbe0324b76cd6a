//! A crew departs and arrives.

use super::Run;
use crate::city::Spot;
use crate::ids::{CrewId, SlotId};
use crate::record::{CrewState, Milestone, Observer, Segment, ServedBy, What};
use crate::time::{Duration, Instant};

impl<O: Observer> Run<'_, O> {
    /// Turnout is over. The speed of this moment holds for the whole way.
    pub(crate) fn crew_departs(&mut self, crew: CrewId) {
        let slot = self.order_of(crew);
        self.slot_fact(What::Departed, slot, crew.0, 0);
        self.world.crews.departed[crew] = self.now;
        let scene = self.scene(slot);
        let takes = self.way(crew, &scene);
        self.set_out(crew, scene, takes);
        self.expect_clear(slot, crew, |_, _| takes);
        if !self.crew_stage(crew, CrewState::Travelling, takes) {
            self.crew_arrives(crew);
        }
    }

    /// A crew goes to a place from where it is.
    #[inline(always)]
    pub(crate) fn set_out(&mut self, crew: CrewId, to: Spot, takes: Duration) {
        self.observer.goes(self.now, crew, &to, takes);
        self.world.crews.seen.set_out(crew, self.now, to, takes);
    }

    /// A crew counts as being at a place without having gone there.
    #[inline(always)]
    pub(crate) fn put(&mut self, crew: CrewId, at: Spot) {
        self.observer.goes(self.now, crew, &at, Duration::ZERO);
        self.world.crews.seen.stand(crew, at);
    }

    /// The crew is on scene. Work begins when all crews of the job are.
    pub(crate) fn crew_arrives(&mut self, crew: CrewId) {
        let slot = self.order_of(crew);
        let live = &mut self.world.incidents[slot];
        live.arrived += 1;
        let first = live.arrived == 1 && live.visit == 0;
        let scene = self.scene(slot);
        self.tell_way(crew);
        self.world.crews.seen.stand(crew, scene);
        self.world.crews.seen.set_leaf(crew, self.model.city.number(scene.leaf) as u32);
        self.slot_fact(What::Arrived, slot, crew.0, 0);
        if first {
            self.first_on_scene(slot, crew);
        }
        let live = &self.world.incidents[slot];
        if live.arrived == live.assigned && live.lacks == 0 {
            self.work_starts(slot);
        } else {
            self.set_state(crew, CrewState::AwaitingPartner);
        }
    }

    /// A crew's way ends here, at its destination or before: how much of it was measured.
    pub(crate) fn tell_way(&mut self, crew: CrewId) {
        let seen = &self.world.crews.seen;
        let km = seen.driven(crew, self.now.min(self.horizon)) - seen.driven(crew, Instant::midnight(u64::from(self.model.warmup_days)));
        if km > 0.0 {
            self.observer.drove(crew, (km * 1_000.0 + 0.5) as u64);
        }
    }

    /// Acceptance, departure and arrival are those of the crew that is there first.
    fn first_on_scene(&mut self, slot: SlotId, crew: CrewId) {
        let crews = &self.world.crews;
        let (offered, accepted, departed) = (crews.offered[crew], crews.accepted[crew], crews.departed[crew]);
        let (now, abroad) = (self.now, self.is_abroad(slot, crew));
        let live = &mut self.world.incidents[slot];
        live.attribute(Segment::Refused, offered);
        live.attribute(Segment::Accept, accepted);
        live.attribute(Segment::Turnout, departed);
        live.attribute(Segment::Travel, now);
        live.outcome.served_by = ServedBy::Crew(crew);
        live.outcome.cross_boundary = abroad;
        self.reach(slot, Milestone::Accept, accepted);
        self.reach(slot, Milestone::Depart, departed);
        self.reach(slot, Milestone::OnScene, now);
    }
}
