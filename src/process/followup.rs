//! After the first visit: a second one, filing, the closing check, the end.

use super::Run;
use crate::ids::SlotId;
use crate::random::Attribute;
use crate::record::{End, Milestone, Observer, What};
use crate::world::Stage;

impl<O: Observer> Run<'_, O> {
    /// A crew's visit is over.
    pub(crate) fn after_visit(&mut self, slot: SlotId) {
        let live = &self.world.incidents[slot];
        let category = &self.model.demand.categories[live.incident.category];
        if live.visit == 0 && self.uniform(slot, Attribute::SecondVisit, 0) < category.second_visit {
            return self.order_visit(slot);
        }
        if let Some((share, time)) = &category.filing
            && !live.outcome.reopened
            && self.uniform(slot, Attribute::Filing, 0) < *share
        {
            let takes = self.draw(slot, Some(time), Attribute::FilingTime, 0);
            if self.stage(slot, Stage::Filing, takes) {
                return;
            }
        }
        self.closing_check(slot);
    }

    /// A further visit in the same innermost area, at a time of the next working day that is drawn with the incident.
    fn order_visit(&mut self, slot: SlotId) {
        let live = &mut self.world.incidents[slot];
        live.visit += 1;
        let hour = live.incident.marks.uniform(Attribute::VisitPlace, 3 * live.visit + 2);
        live.place = live.incident.place_of_visit(live.visit, &self.model.city);
        live.refusals = 0;
        live.lifted = false;
        let calendar = &self.model.demand.calendar;
        let due = calendar.next_workday_start(self.now) + calendar.working_day().scaled(hour);
        self.slot_fact(What::VisitOrdered, slot, 0, due.0);
        if !self.stage(slot, Stage::AwaitVisit, due.since(self.now)) {
            self.visit_due(slot);
        }
    }

    pub(crate) fn visit_due(&mut self, slot: SlotId) {
        self.call_crew(slot);
    }

    pub(crate) fn filing_ends(&mut self, slot: SlotId) {
        self.closing_check(slot);
    }

    /// Somebody asks whether it is done.
    pub(crate) fn closing_check(&mut self, slot: SlotId) {
        let takes = self.draw(slot, self.model.structure.closing_check.as_ref(), Attribute::CheckTime, 0);
        if !self.stage(slot, Stage::Check, takes) {
            self.check_ends(slot);
        }
    }

    pub(crate) fn check_ends(&mut self, slot: SlotId) {
        let live = &mut self.world.incidents[slot];
        let category = &self.model.demand.categories[live.incident.category];
        if !live.outcome.reopened && live.incident.marks.uniform(Attribute::Reopen, 0) < category.reopen {
            live.outcome.reopened = true;
            self.slot_fact(What::Reopened, slot, 0, 0);
            return self.order_visit(slot);
        }
        self.reach(slot, Milestone::Closed, self.now);
        self.slot_fact(What::Closed, slot, 0, 0);
        self.end(slot, End::Closed);
    }

    /// The incident ends without having been served.
    pub(crate) fn lose(&mut self, slot: SlotId, end: End) {
        self.slot_fact(What::Lost, slot, 0, u64::from(end == End::Withdrawn));
        self.end(slot, end);
    }

    /// The run is over: who is on a way has come so far; what is still open is recorded as it stands, its time so far attributed
    /// to where it is.
    pub fn give_up(&mut self) {
        self.model.workforce.crews.ids().for_each(|crew| self.tell_way(crew));
        let now = self.now;
        for live in self.world.incidents.still_open() {
            let ahead = live.crews().iter().map(|crew| self.world.crews.steps(*crew)).min();
            self.observer.outcome(&live.unfinished(now, ahead));
        }
    }

    fn end(&mut self, slot: SlotId, end: End) {
        self.world.incidents[slot].outcome.end = end;
        self.observer.outcome(&self.world.incidents[slot].outcome);
        self.world.incidents.close(slot);
    }
}
