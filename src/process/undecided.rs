//! A decision that is put off until the present event is over, because somebody simulates first what would follow.
//!
//! A copy of the city can only be made between two events: within one, half of what it does is still to be done. So an
//! incident that asks for a crew while several could go is decided on by an event of its own, at the same moment.

use super::dispatch::Chosen;
use super::{Run, class};
use crate::engine::Ticket;
use crate::ids::{CrewId, DepartmentId, SlotId};
use crate::record::{Candidate, Course, Observer};
use crate::world::{Need, Stage};

impl<O: Observer> Run<'_, O> {
    /// Puts the decision about an incident off, if there is anything to decide: one crew is needed and several may go.
    pub(crate) fn puts_off(&mut self, slot: SlotId, need: Need) -> bool {
        if self.candidates(slot, need).len() < 2 {
            return false;
        }
        let live = &mut self.world.incidents[slot];
        live.stage = Stage::AwaitCrew;
        live.timer = self.calendar.schedule(self.now, class::DECISION, slot.0);
        true
    }

    /// The moment has come: between this event and the next for who simulates, at once for all others.
    pub(crate) fn decision_due(&mut self, slot: SlotId) {
        self.world.incidents[slot].timer = Ticket::NONE;
        if self.looks_ahead {
            self.undecided = Some(slot);
        } else {
            self.seek_at_once(slot, self.missing_need(slot));
        }
    }

    /// Those who may be tried for an incident: first whom the rule would send, then the others that it ever sends there by
    /// its score, ties to the lowest id. None where several crews are needed, or nobody is let in.
    pub(crate) fn candidates(&self, slot: SlotId, need: Need) -> Vec<CrewId> {
        let live = &self.world.incidents[slot];
        let (Need::One(department), 0, Some(rollout)) = (need, live.assigned, self.model.rollout) else { return Vec::new() };
        let Some(chosen) = self.pick(slot, need) else { return Vec::new() };
        let situation = self.situation(slot, department, live.refuser.as_slice(), 0.5);
        let first = chosen.crews()[0].0;
        let others = situation.eligible().filter(|crew| *crew != first && self.model.chooser.sends(&situation, *crew));
        let mut others: Vec<(f64, CrewId)> = others.map(|crew| (self.model.chooser.score(&situation, crew), crew)).collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let rest = others.into_iter().map(|(_, crew)| crew);
        std::iter::once(first).chain(rest).take(rollout.candidates as usize).collect()
    }

    /// The candidates for the incident whose decision is due.
    pub fn candidates_now(&self, slot: SlotId) -> Vec<CrewId> {
        self.candidates(slot, self.missing_need(slot))
    }

    /// Sends a crew to the incident whose decision is due.
    pub fn send(&mut self, slot: SlotId, crew: CrewId) {
        let department = self.asked_department(slot);
        self.assign(slot, &Chosen::one(crew, department));
    }

    /// There is nothing left to decide about an incident.
    pub fn send_by_rule(&mut self, slot: SlotId) {
        self.seek_at_once(slot, self.missing_need(slot));
    }

    fn asked_department(&self, slot: SlotId) -> DepartmentId {
        self.crews_of(self.missing_need(slot))[0].0
    }

    /// Shows an observer that wants it what was tried, at what cost, and who goes.
    pub fn show_tried(&mut self, slot: SlotId, candidates: &[CrewId], costs: &[f64], sent: CrewId) {
        if !self.observer.decisions() {
            return;
        }
        let live = &self.world.incidents[slot];
        let situation = self.situation(slot, self.asked_department(slot), live.refuser.as_slice(), 0.5);
        let told = |crew: CrewId| match candidates.iter().position(|candidate| *candidate == crew) {
            Some(place) => Candidate { crew, score: costs[place], excluded: None, serves: false },
            None => {
                Candidate { crew, score: f64::NAN, excluded: situation.exclusion(crew).or(Some("not among the candidates")), serves: false }
            }
        };
        let all: Vec<Candidate> = self.model.workforce.crews.ids().map(told).collect();
        self.observer.decision(self.now, live.incident.number, &all, Course::Send, &[sent]);
    }
}
