//! A crew that still serves is promised to an incident: it comes when it is free.

use super::Run;
use super::dispatch::Chosen;
use crate::city::Spot;
use crate::ids::{CrewId, SlotId};
use crate::policy::{Availability, Situation};
use crate::record::{Observer, WaitReason, What};
use crate::time::{Duration, Instant};
use crate::world::{Need, Stage};

impl<O: Observer> Run<'_, O> {
    /// The crew that serves and would do better than `chosen`, where the rule looks at such.
    pub(crate) fn crew_to_wait_for(&self, slot: SlotId, need: Need, chosen: Option<&Chosen>) -> Option<CrewId> {
        let chooser = &self.model.chooser;
        let Need::One(department) = need else { return None };
        if !self.waits_for_crews(slot, need) {
            return None;
        }
        let situation: Situation = self.situation(slot, department, self.world.incidents[slot].refuser.as_slice(), 0.5);
        let free = chosen.and_then(|chosen| chosen.crews().first());
        let limit = free.map_or(f64::INFINITY, |(crew, _)| chooser.score(&situation, *crew));
        chooser.soon_free(&situation, limit)
    }

    /// Whether the rule looks at crews that serve: for one crew, the only one of its job, that nothing else holds back.
    pub(crate) fn waits_for_crews(&self, slot: SlotId, need: Need) -> bool {
        let alone = matches!(need, Need::One(_)) && self.world.incidents[slot].assigned == 0;
        self.model.accounts.clear && alone && !self.is_held_back(slot, need)
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

    /// The incident that a crew was promised to withdraws: it may be promised to another.
    pub(crate) fn takes_promise_back(&mut self, slot: SlotId) {
        let Some(crew) = self.world.incidents[slot].promised.take() else { return };
        self.world.crews.promised[crew] = None;
        let (at, spot) = self.world.crews.expected[crew];
        self.expect_free(crew, at, spot);
    }

    /// Notes when a crew that serves an incident may be expected to be free: after the way that is left and the work there.
    #[inline]
    pub(crate) fn expect_clear(&mut self, slot: SlotId, crew: CrewId, way: impl FnOnce(&Self, &Spot) -> Duration) {
        if !self.model.accounts.clear {
            return;
        }
        let live = &self.world.incidents[slot];
        let work = Duration::from_seconds(self.model.demand.categories[live.incident.category].mean_on_scene);
        let scene = self.scene(slot);
        self.expect_free(crew, self.now + way(self, &scene) + work, scene);
    }

    /// Notes when and where a crew may be expected to be free; not to be told of one that is promised or in overtime.
    #[inline]
    pub(crate) fn expect_free(&mut self, crew: CrewId, at: Instant, spot: Spot) {
        if !self.model.accounts.clear {
            return;
        }
        let crews = &mut self.world.crews;
        crews.expected[crew] = (at, spot);
        let is_taken = crews.promised[crew].is_some() || !crews.on_duty[crew];
        crews.seen.set_clear(crew, if is_taken { Instant::NEVER } else { at }, spot);
    }
}
