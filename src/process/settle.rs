//! People on the spot: micro-grid leaders, grid workers, cadres who settle an incident without a crew.
//!
//! Being on duty is a function of time and they are many, so they have no queue and no state.

use super::Run;
use crate::city::Cells;
use crate::ids::{AreaId, Id, SettlerId, SlotId};
use crate::random::Attribute;
use crate::record::{Milestone, Observer, Segment, ServedBy, What};
use crate::structure::Settler;
use crate::time::{Duration, Instant};
use crate::world::Stage;

impl<O: Observer> Run<'_, O> {
    /// Sends the lowest tier that the present desk can send and that is on duty, available and able. One who
    /// is not able may be sent in vain first. False when it is a crew's job.
    pub(crate) fn send_settler(&mut self, slot: SlotId) -> bool {
        let structure = &self.model.structure;
        let live = &self.world.incidents[slot];
        let luck = live.incident.marks.uniform(Attribute::Settle, 0);
        let category = live.incident.category;
        for settler in &structure.kinds[live.desk_kind as usize].sends {
            let tier = settler.index() as u32;
            let s = &structure.settlers[*settler];
            let live = &self.world.incidents[slot];
            if tier < live.next_settler || !s.on_duty(self.now.time_of_day()) {
                continue;
            }
            // Who would not go anyway need not be asked whether they are available: few are able, and a draw costs something.
            let able = luck < s.able_below[category];
            let looked = live.looked >> tier & 1 == 1;
            let goes = able || s.in_vain > 0.0 && !looked && live.incident.marks.uniform(Attribute::InVain, tier) < s.in_vain;
            if !goes || s.available < 1.0 && live.incident.marks.uniform(Attribute::Available, tier) >= s.available {
                continue;
            }
            if able {
                self.slot_fact(What::SettlerSent, slot, settler.0, 0);
                self.world.incidents[slot].outcome.served_by = ServedBy::Settler(*settler);
                if !self.stage(slot, Stage::SettlerAccept, self.draw(slot, Some(&s.accept), Attribute::SettleAccept, tier)) {
                    self.settler_accepts(slot);
                }
                return true;
            }
            self.slot_fact(What::SettlerSent, slot, settler.0, 1);
            let ready = self.draw(slot, Some(&s.accept), Attribute::SettleAccept, tier)
                + self.draw(slot, Some(&s.turnout), Attribute::SettleTurnout, tier);
            let look = self.draw(slot, s.look.as_ref(), Attribute::Look, tier);
            let takes = ready + self.settler_way(slot, s, self.now + ready) + look;
            let live = &mut self.world.incidents[slot];
            live.next_settler = tier + 1;
            live.looked |= 1 << tier;
            if self.stage(slot, Stage::InVain, takes) {
                return true;
            }
        }
        false
    }

    /// Whoever could not settle it has reported back.
    pub(crate) fn in_vain_ends(&mut self, slot: SlotId) {
        let now = self.now;
        self.world.incidents[slot].attribute(Segment::InVain, now);
        self.after_desk(slot);
    }

    fn settler(&self, slot: SlotId) -> (SettlerId, &Settler) {
        match self.world.incidents[slot].outcome.served_by {
            ServedBy::Settler(id) => (id, &self.model.structure.settlers[id]),
            other => {
                unreachable!("incident {} is not with somebody on the spot but with {other:?}", self.world.incidents[slot].incident.number)
            }
        }
    }

    pub(crate) fn settler_accepts(&mut self, slot: SlotId) {
        let now = self.now;
        self.world.incidents[slot].attribute(Segment::Accept, now);
        self.reach(slot, Milestone::Accept, now);
        let (id, settler) = self.settler(slot);
        let takes = self.draw(slot, Some(&settler.turnout), Attribute::SettleTurnout, id.0);
        if !self.stage(slot, Stage::SettlerTurnout, takes) {
            self.settler_departs(slot);
        }
    }

    pub(crate) fn settler_departs(&mut self, slot: SlotId) {
        let now = self.now;
        self.world.incidents[slot].attribute(Segment::Turnout, now);
        self.reach(slot, Milestone::Depart, now);
        let takes = self.settler_way(slot, self.settler(slot).1, now);
        if !self.stage(slot, Stage::SettlerTravel, takes) {
            self.settler_arrives(slot);
        }
    }

    /// From a place of their own area, drawn with the incident, to the incident, at the speed of the departure.
    fn settler_way(&self, slot: SlotId, settler: &Settler, departs: Instant) -> Duration {
        let incident = &self.world.incidents[slot].incident;
        let city = &self.model.city;
        let luck = incident.marks.uniform(Attribute::SettlePlace, 0);
        let leaf = match settler.cells {
            Cells::Level(level) => {
                let leaves = city.areas[city.ancestor(incident.leaf, level)].leaves.clone();
                AreaId(leaves.start + (luck * f64::from(leaves.end - leaves.start)) as u32)
            }
            Cells::Partition(_) => {
                let leaves = &settler.leaves[settler.cells.of_leaf(city, incident.leaf) as usize];
                leaves[(luck * leaves.len() as f64) as usize]
            }
        };
        let km = city.travel.metric().km(&city.middle(leaf), &city.spot(incident.leaf, incident.place));
        Duration::from_seconds(km * settler.pace * self.surges.travel_factor(departs))
    }

    pub(crate) fn settler_arrives(&mut self, slot: SlotId) {
        let now = self.now;
        self.world.incidents[slot].attribute(Segment::Travel, now);
        self.reach(slot, Milestone::OnScene, now);
        let incident = &self.world.incidents[slot].incident;
        let work = self.settler(slot).1.on_scene.as_ref().unwrap_or(&self.model.demand.categories[incident.category].on_scene);
        let takes = incident.work.unwrap_or_else(|| work.sample(incident.marks.uniform(Attribute::OnScene, 0)));
        if !self.stage(slot, Stage::SettlerWork, takes) {
            self.settler_done(slot);
        }
    }

    pub(crate) fn settler_done(&mut self, slot: SlotId) {
        let now = self.now;
        let settler = self.settler(slot).0;
        let live = &mut self.world.incidents[slot];
        live.attribute(Segment::Work, now);
        live.outcome.visits = 1;
        self.reach(slot, Milestone::Handled, now);
        self.slot_fact(What::Handled, slot, settler.0, 0);
        self.closing_check(slot);
    }

    /// Found by a patrol that settles it on the spot: no desk, no way.
    pub(crate) fn settled_by_finder(&mut self, slot: SlotId, settler: SettlerId) {
        let now = self.now;
        self.world.incidents[slot].outcome.served_by = ServedBy::Settler(settler);
        self.slot_fact(What::SettlerSent, slot, settler.0, 0);
        for milestone in [Milestone::Respond, Milestone::Accept, Milestone::Depart] {
            self.reach(slot, milestone, now);
        }
        self.settler_arrives(slot);
    }
}
