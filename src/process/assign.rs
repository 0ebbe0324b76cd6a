//! A crew gets an order: it accepts, refuses, or does not answer.

use super::Run;
use super::dispatch::Chosen;
use crate::ids::{CrewId, SlotId};
use crate::policy::Availability;
use crate::random::Attribute;
use crate::record::{CrewState, Observer, Segment, What};
use crate::time::Duration;
use crate::world::{Answer, Stage};

/// After so many refusals of one visit an order is binding.
const REFUSALS_BEFORE_BINDING: u32 = 10;

impl<O: Observer> Run<'_, O> {
    /// Gives the incident to the crews chosen.
    pub(crate) fn assign(&mut self, slot: SlotId, chosen: &Chosen) {
        self.world.waiting.remove(&mut self.world.incidents, slot);
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        live.timer = crate::engine::Ticket::NONE;
        live.refuser = None;
        if live.assigned == 0 {
            live.lacks = 0;
            live.stage = Stage::Underway;
            live.attribute(Segment::CrewQueue, now);
        } else {
            live.lacks -= 1;
        }
        for (crew, role) in chosen.crews() {
            let live = &mut self.world.incidents[slot];
            live.crews[live.assigned] = *crew;
            live.assigned += 1;
            self.world.crews.role[*crew] = *role;
            self.world.crews.seen.set_availability(*crew, Availability::Busy);
        }
        for (crew, _) in chosen.crews() {
            self.offer(slot, *crew);
        }
        if self.world.incidents[slot].lacks > 0 && !self.world.waiting.holds(&self.world.incidents, slot) {
            self.seek(slot, self.missing_need(slot));
        }
    }

    fn offer(&mut self, slot: SlotId, crew: CrewId) {
        let state = self.world.crews.state[crew];
        self.put_committed_aside(crew);
        self.tell_way(crew);
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        let crews = &mut self.world.crews;
        crews.seen.halt(crew, now);
        crews.order[crew] = Some(slot);
        // Whoever is called away while it answers is where it was when it was asked.
        let still_out = state == CrewState::Assigned && crews.out[crew];
        crews.out[crew] = still_out || self.world.epochs.ready(crew).is_some_and(|ready| ready.out) || state.is_out();
        crews.offered[crew] = now;
        crews.offer[crew] = live.offers;
        live.offers += 1;
        let abroad = self.is_abroad(slot, crew);
        self.expect_clear(slot, crew, |run, scene| run.way(crew, scene));
        self.slot_fact(What::Offered, slot, crew.0, abroad.into());
        let (answer, takes) = self.answer(slot, crew);
        self.world.crews.answer[crew] = answer;
        if !self.crew_stage(crew, CrewState::Assigned, takes) {
            self.crew_answers(crew);
        }
    }

    /// Whether an incident does not lie around a crew's station.
    pub(crate) fn is_abroad(&self, slot: SlotId, crew: CrewId) -> bool {
        !self.model.is_around(self.world.crews.station[crew], self.world.incidents[slot].incident.leaf)
    }

    /// How and after what time a crew answers its present offer.
    fn answer(&self, slot: SlotId, crew: CrewId) -> (Answer, Duration) {
        let live = &self.world.incidents[slot];
        let kind = self.model.workforce.kind(crew);
        let offer = self.world.crews.offer[crew];
        let accept = kind.accept.sample(live.incident.marks.uniform(Attribute::Accept, offer));
        if live.refusals >= REFUSALS_BEFORE_BINDING {
            (Answer::Accepts, accept)
        } else if accept > kind.answer_within {
            (Answer::StaysSilent, kind.answer_within)
        } else if live.incident.marks.uniform(Attribute::Refusal, offer) < kind.refusal {
            (Answer::Refuses, accept)
        } else {
            (Answer::Accepts, accept)
        }
    }

    /// The crew answers, or the time to answer is up.
    pub(crate) fn crew_answers(&mut self, crew: CrewId) {
        let slot = self.order_of(crew);
        let what = match self.world.crews.answer[crew] {
            Answer::Accepts => return self.crew_accepts(slot, crew),
            Answer::Refuses => What::Refused,
            Answer::StaysSilent => What::Unanswered,
        };
        self.slot_fact(what, slot, crew.0, 0);
        self.refused(slot, crew);
    }

    /// The incident that a crew serves.
    pub(crate) fn order_of(&self, crew: CrewId) -> SlotId {
        self.world.crews.order[crew].expect("a crew that serves has an order")
    }

    /// The order goes to somebody else; to the same crew only where there is nobody else.
    fn refused(&mut self, slot: SlotId, crew: CrewId) {
        let now = self.now;
        let role = self.world.crews.role[crew];
        self.note_refusal(slot, crew);
        let live = &mut self.world.incidents[slot];
        live.remove_crew(crew);
        if live.assigned == 0 {
            live.attribute(Segment::Refused, now);
        } else {
            live.lacking[live.lacks] = role;
            live.lacks += 1;
        }
        self.world.crews.order[crew] = None;
        let state = if self.world.crews.on_duty[crew] { CrewState::Idle } else { CrewState::OffDuty };
        self.set_state(crew, state);
        self.world.waiting.remove(&mut self.world.incidents, slot);
        self.seek(slot, self.missing_need(slot));
        if self.world.crews.state[crew] == CrewState::Idle {
            self.crew_free(crew);
        }
    }

    fn crew_accepts(&mut self, slot: SlotId, crew: CrewId) {
        self.slot_fact(What::Accepted, slot, crew.0, 0);
        self.world.crews.accepted[crew] = self.now;
        let kind = self.model.workforce.kind(crew);
        let on_call = self.model.workforce.shift(crew).on_call;
        let turnout = kind.on_call_turnout.as_ref().filter(|_| on_call).unwrap_or(&kind.turnout);
        let turnout = Some(turnout).filter(|_| !self.world.crews.out[crew]);
        let takes = self.draw(slot, turnout, Attribute::Turnout, self.world.crews.offer[crew]);
        if !self.crew_stage(crew, CrewState::TurningOut, takes) {
            self.crew_departs(crew);
        }
    }
}
