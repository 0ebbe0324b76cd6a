//! Crews that are called away from what they serve to something more urgent.

use super::agenda::Event;
use super::run::Reference;
use super::state::{Doing, Part, Server, Stage};
use gridgov::ids::DepartmentId;
use gridgov::policy::preemption::PreemptionRule;
use gridgov::policy::preemption::preemptive_priority::When;

impl Reference<'_> {
    /// The crew that is called away for a case: one that serves the lowest class, of these the nearest.
    pub fn crew_to_bump(&self, case: usize, chosen: Option<&[(usize, DepartmentId)]>) -> Option<usize> {
        let PreemptionRule::PreemptivePriority { priority_1, priority_2, priority_3, on_scene, when } = &self.scenario.dispatch.preemption
        else {
            return None;
        };
        let department = self.asks_for_one(case).filter(|_| chosen.is_none() || *when == When::Closer)?;
        let may_bump = [priority_1, priority_2, priority_3].into_iter().nth(usize::from(self.cases[case].incident.priority) - 1)?;
        let refuser: Vec<usize> = self.cases[case].refuser.into_iter().collect();
        let free =
            self.candidates(case, department, self.keeps_to_cell(case), &refuser).into_iter().filter(|crew| self.is_ever_sent(*crew, case));
        let limit = chosen.map_or(f64::INFINITY, |_| free.map(|crew| self.travel(crew, case)).fold(f64::INFINITY, f64::min));
        let class = |crew: usize| self.crews[crew].case.map(|served| self.cases[served].incident.priority);
        let at_hand = (0..self.crews.len()).filter(|crew| {
            let under_way = matches!(self.crews[*crew].doing, Doing::Asked | Doing::TurnsOut | Doing::Travels);
            (under_way || *on_scene && self.crews[*crew].doing == Doing::Works)
                && self.serves_alone(*crew)
                && class(*crew).is_some_and(|class| may_bump.contains(&class))
                && self.may_come(*crew, case, department)
                && self.is_ever_sent(*crew, case)
                && self.travel(*crew, case) < limit
        });
        at_hand.min_by(|a, b| class(*b).cmp(&class(*a)).then(self.travel(*a, case).total_cmp(&self.travel(*b, case))).then(a.cmp(b)))
    }

    /// Not in overtime, and not one of several.
    fn serves_alone(&self, crew: usize) -> bool {
        let Some(served) = self.crews[crew].case else { return false };
        let one = matches!(self.whole_need(served)[..], [(_, 1)]);
        one && self.crews[crew].on_duty && self.cases[served].crews.len() == 1 && self.cases[served].missing.is_empty()
    }

    /// The crew has another order, and whom it has left is sought another.
    pub fn bumps(&mut self, case: usize, crew: usize) {
        let now = self.now;
        let left = self.crews[crew].case.expect("it has an order");
        let it = &mut self.cases[left];
        it.crews.clear();
        it.arrived = 0;
        it.bumped = true;
        if it.stage == Stage::CrewsWork {
            it.spend(Part::Work, now);
            it.work_left = Some(it.work_ends.since(now));
            if it.visit == 0 {
                // As if nobody had come yet.
                for part in [Part::Accept, Part::Turnout, Part::Travel, Part::PartnerWait, Part::Work] {
                    let spent = std::mem::take(&mut it.parts[part as usize]);
                    it.parts[Part::Refused as usize] += spent;
                }
                (1..=3).for_each(|milestone| it.reached[milestone] = None);
                (it.server, it.abroad) = (Server::Nobody, false);
            }
        } else {
            it.spend(Part::Refused, now);
        }
        it.stage = Stage::AwaitsCrew;
        self.agenda.cancel(Event::Case(left));
        let department = self.whole_need(case)[0].0;
        self.assign(case, vec![(crew, department)]);
        self.seek(left);
    }
}
