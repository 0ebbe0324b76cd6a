//! Desks: an incident joins a queue, a clerk takes it up, and passes it on.

use super::Run;
use crate::ids::{DeskId, SlotId};
use crate::random::Attribute;
use crate::record::{Fact, Milestone, Observer, Segment, What};
use crate::world::{DeskItem, Live, Stage, World};

/// Which of the draws for desks an incident is at. The desk of joint jobs has its own, so that its luck does not depend
/// on how many desks lie before it.
fn turn(live: &Live) -> u32 {
    const JOINT: u32 = 1;
    if live.joint_passed { JOINT } else { live.step + 1 }
}

impl<O: Observer> Run<'_, O> {
    /// An incident comes to a desk of this kind: it queues, is taken up, or is passed on when the desk is closed.
    pub(crate) fn enter_desk(&mut self, slot: SlotId, kind: u32) {
        let live = &mut self.world.incidents[slot];
        live.desk_kind = kind;
        let first = live.outcome.handoffs == 0;
        let turn = turn(live);
        let priority = live.incident.priority;
        let desk = self.desk_of(slot, kind);
        let k = &self.model.structure.kinds[kind as usize];
        let staff = self.world.desks.staff[kind as usize];
        if staff == 0 {
            let waits = !first && self.uniform(slot, Attribute::OffHours, turn) < k.waits_for_opening;
            if !waits {
                if k.on_call {
                    self.slot_fact(What::DeskQueued, slot, desk.0, 0);
                    return self.take_up(slot, desk, false);
                }
                if let Some(superior) = self.next_desk(slot) {
                    self.world.incidents[slot].step += 1;
                    return self.enter_desk(slot, superior);
                }
            }
        }
        // The hand-off to a closed desk goes on until it opens; only then it queues.
        let (stage, what) = match staff == 0 && !first {
            true => (Stage::AwaitOpening, What::OpeningAwaited),
            false => (Stage::DeskQueue, What::DeskQueued),
        };
        self.slot_fact(what, slot, desk.0, 0);
        if self.world.desks.busy[desk] < staff {
            return self.take_up(slot, desk, true);
        }
        self.world.incidents[slot].stage = stage;
        self.world.desks.push(desk, priority, DeskItem::Incident(slot));
    }

    /// The desk of a kind that serves an incident.
    fn desk_of(&self, slot: SlotId, kind: u32) -> DeskId {
        let incident = &self.world.incidents[slot].incident;
        let department = self.model.demand.jobs[incident.job].department;
        self.model.structure.desk(&self.model.city, kind, incident.leaf, department)
    }

    /// The desk after the present one on the channel's path.
    fn next_desk(&self, slot: SlotId) -> Option<u32> {
        let live = &self.world.incidents[slot];
        self.model.structure.intake[live.incident.channel].get(live.step as usize + 1).copied()
    }

    /// A clerk takes an incident up. `clerk` is false for somebody on call, who is always to be had.
    fn take_up(&mut self, slot: SlotId, desk: DeskId, clerk: bool) {
        self.world.desks.busy[desk] += u32::from(clerk);
        self.slot_fact(What::DeskStarted, slot, desk.0, u64::from(!clerk));
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        live.on_call_desk = !clerk;
        let responded = live.outcome.at(Milestone::Respond).happens();
        live.attribute(if responded { Segment::LaterDeskQueue } else { Segment::DeskQueue }, now);
        let turn = turn(live);
        let kind = self.model.structure.kind(desk);
        if responded {
            let takes = self.draw(slot, kind.accept.as_ref(), Attribute::DeskAccept, turn);
            if !self.stage(slot, Stage::LaterDesk, takes) {
                self.desk_ends(slot);
            }
        } else if !self.stage(slot, Stage::Receipt, self.draw(slot, kind.receipt.as_ref(), Attribute::Receipt, 0)) {
            self.receipt_ends(slot);
        }
    }

    /// Receipt is over: the city has responded.
    pub(crate) fn receipt_ends(&mut self, slot: SlotId) {
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        live.attribute(Segment::Receipt, now);
        let kind = live.desk_kind;
        self.reach(slot, Milestone::Respond, now);
        let desk = self.desk_of(slot, kind);
        self.slot_fact(What::Responded, slot, desk.0, 0);
        let takes = self.draw(slot, self.model.structure.kinds[kind as usize].triage.as_ref(), Attribute::Triage, 0);
        if !self.stage(slot, Stage::Triage, takes) {
            self.desk_ends(slot);
        }
    }

    /// The clerk is done: the desk is free for the next, and the incident goes on.
    pub(crate) fn desk_ends(&mut self, slot: SlotId) {
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        let segment = if live.stage == Stage::Triage { Segment::Triage } else { Segment::LaterDesk };
        live.attribute(segment, now);
        let (kind, on_call) = (live.desk_kind, live.on_call_desk);
        let desk = self.desk_of(slot, kind);
        self.slot_fact(What::DeskDone, slot, desk.0, u64::from(on_call));
        if !on_call {
            self.world.desks.busy[desk] -= 1;
        }
        self.after_desk(slot);
        if !on_call {
            self.serve_desk(desk);
        }
    }

    /// Gives idle clerks of a desk the next in its queue.
    pub(crate) fn serve_desk(&mut self, desk: DeskId) {
        let kind = self.model.structure.desks[desk].kind;
        while self.world.desks.busy[desk] < self.world.desks.staff[kind as usize] {
            match self.world.desks.pop(desk) {
                None => return,
                Some(DeskItem::Incident(slot)) => self.take_up(slot, desk, true),
                Some(DeskItem::Request(luck)) => self.take_up_request(desk, luck),
            }
        }
    }

    /// Where an incident goes from a desk: to somebody on the spot, to the next desk, or to the crews.
    pub(crate) fn after_desk(&mut self, slot: SlotId) {
        if self.send_settler(slot) {
            return;
        }
        let live = &self.world.incidents[slot];
        let (urgent, joint) = (live.incident.priority == 1, live.incident.joint && !live.joint_passed);
        let onwards = if urgent { None } else { self.next_desk(slot) };
        let via = self.model.structure.joint_via.filter(|via| onwards.is_none() && joint && !urgent && *via != live.desk_kind);
        let kind = &self.model.structure.kinds[live.desk_kind as usize];
        if !live.strayed && !urgent && live.incident.marks.uniform(Attribute::WrongDepartment, 0) < kind.wrong_department {
            let desk = self.desk_of(slot, live.desk_kind);
            self.world.incidents[slot].strayed = true;
            self.slot_fact(What::WrongDepartment, slot, desk.0, 0);
            if self.stage(slot, Stage::Astray, self.model.structure.wrong_department_delay) {
                return;
            }
        }
        match onwards.or(via) {
            None => self.call_crew(slot),
            Some(next) => self.hand_off(slot, next, onwards.is_none()),
        }
    }

    /// The wrong department has sent it back: it goes where it should have gone.
    pub(crate) fn astray_ends(&mut self, slot: SlotId) {
        let now = self.now;
        self.world.incidents[slot].attribute(Segment::Transfer, now);
        self.after_desk(slot);
    }

    fn hand_off(&mut self, slot: SlotId, next: u32, for_joint: bool) {
        let live = &mut self.world.incidents[slot];
        live.outcome.handoffs += 1;
        if for_joint {
            live.joint_passed = true;
        } else {
            live.step += 1;
        }
        live.desk_kind = next;
        live.next_settler = 0;
        let ordinal = turn(live) - 1;
        let takes = self.draw(slot, self.model.structure.kinds[next as usize].transfer.as_ref(), Attribute::Transfer, ordinal);
        let desk = self.desk_of(slot, next);
        self.slot_fact(What::Transferred, slot, desk.0, takes.0);
        if !self.stage(slot, Stage::Transfer, takes) {
            self.transfer_ends(slot);
        }
    }

    /// A hand-off has arrived.
    pub(crate) fn transfer_ends(&mut self, slot: SlotId) {
        let now = self.now;
        let live = &mut self.world.incidents[slot];
        live.attribute(Segment::Transfer, now);
        let kind = live.desk_kind;
        self.enter_desk(slot, kind);
    }

    /// The numbers of clerks on duty are those of this moment.
    pub fn staff_changes(&mut self) {
        for kind in 0..self.model.structure.kinds.len() {
            let k = &self.model.structure.kinds[kind];
            let staff = k.staffing.at(self.now, &self.model.demand.calendar);
            if staff == self.world.desks.staff[kind] {
                continue;
            }
            let opens = self.world.desks.staff[kind] == 0;
            self.world.desks.staff[kind] = staff;
            let end = self.model.structure.kinds.get(kind + 1).map_or(self.model.structure.desks.len() as u32, |next| next.first.0);
            for desk in k.first.0..end {
                if opens {
                    self.end_of_closure(DeskId(desk));
                } else if staff == 0 && k.on_call {
                    self.goes_on_call(DeskId(desk));
                }
                self.serve_desk(DeskId(desk));
            }
        }
    }

    /// A desk closes and somebody is on call, who takes up all in its queue but those that would wait for the opening had they
    /// come now.
    fn goes_on_call(&mut self, desk: DeskId) {
        let waits = self.model.structure.kind(desk).waits_for_opening;
        loop {
            let World { desks, incidents, .. } = &mut *self.world;
            let goes = |slot: SlotId| {
                let live = &incidents[slot];
                live.outcome.handoffs == 0 || live.incident.marks.uniform(Attribute::OffHours, turn(live)) >= waits
            };
            let Some(slot) = desks.take(desk, goes) else { return };
            self.take_up(slot, desk, false);
        }
    }

    /// A desk opens: the hand-off of those that have waited for it is over, and from now on they queue.
    fn end_of_closure(&mut self, desk: DeskId) {
        let at = self.now;
        let World { desks, incidents, .. } = &mut *self.world;
        for item in desks.waiting(desk) {
            if let DeskItem::Incident(slot) = item
                && incidents[slot].stage == Stage::AwaitOpening
            {
                incidents[slot].attribute(Segment::Transfer, at);
                incidents[slot].stage = Stage::DeskQueue;
                let incident = incidents[slot].incident.number;
                self.observer.fact(&Fact { at, what: What::DeskQueued, incident, slot, actor: desk.0, detail: 0 });
            }
        }
    }
}
