//! A crew that still serves is promised to an incident: it comes when it is free.

use super::Run;
use super::dispatch::Chosen;
use crate::ids::{CrewId, SlotId};
use crate::policy::{Availability, Situation};
use crate::record::{Observer, WaitReason, What};
use crate::time::{Duration, Instant};
use crate::world::{Need, Stage};

impl<O: Observer> Run<'_, O> {
    /// The crew that serves and would do better than `chosen`, where the rule looks at such.
    pub(crate) fn crew_to_wait_for(&self, slot: SlotId, need: Need, chosen: Option<&Chosen>) -> Option<CrewId> {
        let chooser = &self.model.chooser;
        let live = &self.world.incidents[slot];
        let Need::One(department) = need else { return None };
        if !chooser.looks_ahead() || live.assigned > 0 || self.is_held_back(slot, need) {
            return None;
        }
        let situation: Situation = self.situation(slot, department, live.refuser.as_slice(), 0.5);
        let free = chosen.and_then(|chosen| chosen.crews().first());
        let limit = free.map_or(f64::INFINITY, |(crew, _)| chooser.score(&situation, *crew));
        chooser.soon_free(&situation, limit)
    }

    /// The incident waits for that very crew. `others_free` says whether another could have gone at once.
    pub(crate) fn promise(&mut self, slot: SlotId, need: Need, crew: CrewId, others_free: bool) {
        let reason = if others_free { WaitReason::HeldBack } else { self.reason(slot, need) };
        self.world.crews.promised[crew] = Some(slot);
        let live = &mut self.world.incidents[slot];
        live.promised = Some(crew);
        live.stage = Stage::AwaitCrew;
        if live.visit == 0 {
            live.outcome.waited_for = reason;
        }
        self.world.crews.seen.forget_clear(crew);
        self.slot_fact(What::CrewAwaited, slot, u32::MAX, reason as u64);
        self.set_timer(slot, false);
    }

    /// A crew that is free goes to the incident that it is promised to. Returns whether there was one.
    pub(crate) fn keeps_promise(&mut self, crew: CrewId) -> bool {
        let Some(slot) = self.world.crews.promised[crew].take() else { return false };
        self.world.incidents[slot].promised = None;
        self.world.crews.seen.set_availability(crew, Availability::Free);
        let Need::One(department) = self.missing_need(slot) else { return false };
        self.assign(slot, &Chosen::one(crew, department));
        true
    }

    /// A crew goes off duty: it is promised to nobody any more, and whom it was promised to is sought another.
    pub(crate) fn break_promise(&mut self, crew: CrewId) {
        self.world.crews.seen.forget_clear(crew);
        let Some(slot) = self.world.crews.promised[crew].take() else { return };
        self.world.incidents[slot].promised = None;
        self.world.incidents[slot].timer = crate::engine::Ticket::NONE;
        self.seek(slot, self.missing_need(slot));
    }

    /// Notes when a crew that serves an incident may be expected to be free: after `way` and the work there.
    #[inline]
    pub(crate) fn expect_clear(&mut self, slot: SlotId, crew: CrewId, way: Duration) {
        if !self.model.chooser.looks_ahead() {
            return;
        }
        let live = &self.world.incidents[slot];
        let promised = self.world.crews.promised[crew].is_some() || !self.world.crews.on_duty[crew];
        let work = Duration::from_seconds(self.model.demand.categories[live.incident.category].mean_on_scene);
        let at = if promised { Instant::NEVER } else { self.now + way + live.work_left.unwrap_or(work) };
        let scene = self.scene(slot);
        self.world.crews.seen.set_clear(crew, at, scene);
    }
}
