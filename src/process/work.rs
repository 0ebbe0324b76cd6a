//! Work on scene, alone or together.

use super::Run;
use crate::ids::SlotId;
use crate::random::Attribute;
use crate::record::{CrewState, Milestone, Observer, Segment, What};
use crate::time::Duration;
use crate::world::{MOST_CREWS_PER_JOB, Stage};

impl<O: Observer> Run<'_, O> {
    /// All crews are there.
    pub(crate) fn work_starts(&mut self, slot: SlotId) {
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        live.attribute(Segment::PartnerWait, now);
        let (crews, count, visit) = (live.crews, live.assigned, live.visit);
        for crew in &crews[..count] {
            self.set_state(*crew, CrewState::OnScene);
        }
        self.slot_fact(What::WorkStarted, slot, crews[0].0, visit.into());
        let incident = &self.world.incidents[slot].incident;
        let on_scene = &self.model.demand.categories[incident.category].on_scene;
        let known = incident.work.filter(|_| visit == 0);
        let left = self.world.incidents[slot].work_left.take();
        let takes = left.or(known).unwrap_or_else(|| self.draw(slot, Some(on_scene), Attribute::OnScene, visit));
        let live = &mut self.world.incidents[slot];
        (live.work_began, live.work_ends) = (now, now + takes);
        for crew in &crews[..count] {
            self.expect_clear(slot, *crew, |_, _| Duration::ZERO);
        }
        if !self.stage(slot, Stage::Work, takes) {
            self.work_ends(slot);
        }
    }

    /// The visit's work is done: all crews are released together.
    pub(crate) fn work_ends(&mut self, slot: SlotId) {
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        live.attribute(Segment::Work, now);
        live.outcome.visits += 1;
        let (crews, count, visit) = (live.crews, live.assigned, live.visit);
        live.assigned = 0;
        live.arrived = 0;
        live.work_done = Duration::ZERO;
        if visit == 0 {
            self.reach(slot, Milestone::Handled, now);
        }
        self.slot_fact(What::Handled, slot, crews[0].0, visit.into());
        if let Some(errand) = self.errand_after(slot, visit) {
            // Who has replaced another stands behind the others.
            let own = self.model.demand.jobs[self.world.incidents[slot].incident.job].department;
            let first = crews[..count].iter().find(|crew| self.world.crews.role[**crew] == own).unwrap_or(&crews[0]);
            self.world.crews.errand[*first] = Some(errand);
        }
        let mut clear = [false; MOST_CREWS_PER_JOB];
        for (crew, clear) in crews[..count].iter().zip(&mut clear) {
            let takes = self.draw(slot, self.model.workforce.kind(*crew).clearing.as_ref(), Attribute::Clearing, visit);
            *clear = takes == Duration::ZERO;
            if !*clear {
                self.crew_stage(*crew, CrewState::Clearing, takes);
            }
            self.world.crews.order[*crew] = None;
        }
        self.after_visit(slot);
        for (crew, _) in crews[..count].iter().zip(clear).filter(|(_, clear)| *clear) {
            self.crew_clear(*crew);
        }
    }
}
