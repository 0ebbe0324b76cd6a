//! A crew is called away from the incident that it serves to a more urgent one.

use super::Run;
use super::dispatch::Chosen;
use crate::engine::Ticket;
use crate::ids::{CrewId, SlotId};
use crate::policy::preemption::Serving;
use crate::policy::{Availability, Situation};
use crate::record::{CrewState, Observer, Segment, What};
use crate::world::{Need, Stage};

impl<O: Observer> Run<'_, O> {
    /// The crew that the rule calls away for an incident, `chosen` being what would go otherwise.
    pub(crate) fn crew_to_bump(&self, slot: SlotId, need: Need, chosen: Option<&Chosen>) -> Option<CrewId> {
        let live = &self.world.incidents[slot];
        let Need::One(department) = need else { return None };
        if !self.model.preemption.concerns(live.incident.priority, chosen.is_some()) || live.assigned > 0 || self.is_held_back(slot, need) {
            return None;
        }
        let excluded = live.refuser.as_slice();
        let at_hand = self.situation(slot, department, excluded, 0.5);
        let situation = Situation { at_most: Availability::Busy, ..at_hand };
        let sends = |crew: &CrewId| self.model.chooser.sends(&situation, *crew);
        let serving = self.model.workforce.crews.ids().filter_map(|crew| self.serving_alone(crew)).filter(|one| sends(&one.crew));
        // Whichever of the free crews would go: nobody is called away from farther than the nearest.
        let mut nearest_free = f64::INFINITY;
        if chosen.is_some() {
            at_hand.visit_eligible(|crew| {
                if sends(&crew) {
                    nearest_free = nearest_free.min(at_hand.travel(crew));
                }
            });
        }
        self.model.preemption.choose(&situation, live.incident.priority, serving, nearest_free)
    }

    /// A crew that could be called away: it serves an incident that needs no other crew, is on duty and not done.
    fn serving_alone(&self, crew: CrewId) -> Option<Serving> {
        let on_scene = match self.world.crews.state[crew] {
            CrewState::Assigned | CrewState::TurningOut | CrewState::Travelling => false,
            CrewState::OnScene => true,
            _ => return None,
        };
        let slot = self.world.crews.order[crew]?;
        let live = &self.world.incidents[slot];
        let alone = live.assigned == 1 && live.lacks == 0 && matches!(self.whole_need(slot), Need::One(_));
        (alone && self.world.crews.on_duty[crew]).then_some(Serving { crew, priority: live.incident.priority, on_scene })
    }

    /// Calls a crew away to an incident; the one that it leaves is sought another.
    pub(crate) fn bump(&mut self, slot: SlotId, need: Need, crew: CrewId) {
        let Need::One(department) = need else { return };
        let left = self.order_of(crew);
        self.leave(left, crew, self.world.incidents[slot].incident.number);
        self.assign(slot, &Chosen::one(crew, department));
        self.seek(left, self.whole_need(left));
    }

    /// A crew leaves an incident unfinished.
    fn leave(&mut self, slot: SlotId, crew: CrewId, other: u64) {
        let now = self.now;
        self.slot_fact(What::Preempted, slot, crew.0, other);
        let live = &mut self.world.incidents[slot];
        live.remove_crew(crew);
        live.arrived = 0;
        live.outcome.preemptions += 1;
        if live.stage == Stage::Work {
            live.ticket = Ticket::NONE;
            live.break_off(now);
        } else {
            live.attribute(Segment::Refused, now);
        }
        live.stage = Stage::AwaitCrew;
    }
}
