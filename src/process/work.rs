//! Work on scene, alone or together.

use super::Run;
use crate::ids::SlotId;
use crate::random::Attribute;
use crate::record::{CrewState, Milestone, Observer, Segment, What};
use crate::time::Duration;
use crate::world::Stage;

impl<O: Observer> Run<'_, O> {
    /// All crews are there.
    pub(crate) fn work_starts(&mut self, slot: SlotId) {
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        live.attribute(Segment::PartnerWait, now);
        let (crews, count, visit, marks) = (live.crews, live.assigned, live.visit, live.incident.marks);
        for crew in &crews[..count] {
            self.set_state(*crew, CrewState::OnScene);
        }
        self.slot_fact(What::WorkStarted, slot, crews[0].0, visit.into());
        let incident = &self.world.incidents[slot].incident;
        let takes = match incident.work.filter(|_| visit == 0) {
            Some(known) => known,
            None => self.model.demand.categories[incident.category].on_scene.sample(marks.uniform(Attribute::OnScene, visit)),
        };
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
        let (crews, count, visit, marks) = (live.crews, live.assigned, live.visit, live.incident.marks);
        live.assigned = 0;
        live.arrived = 0;
        if visit == 0 {
            self.reach(slot, Milestone::Handled, now);
        }
        self.slot_fact(What::Handled, slot, crews[0].0, visit.into());
        for crew in &crews[..count] {
            self.world.crews.order[*crew] = None;
        }
        self.after_visit(slot);
        for crew in &crews[..count] {
            let clearing = self.model.workforce.kind(*crew).clearing.as_ref();
            let takes = clearing.map_or(Duration::ZERO, |c| c.sample(marks.uniform(Attribute::Clearing, visit)));
            if takes == Duration::ZERO || !self.crew_stage(*crew, CrewState::Clearing, takes) {
                self.crew_free(*crew);
            }
        }
    }
}
