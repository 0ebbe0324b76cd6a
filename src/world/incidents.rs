//! Incidents that are open: a pool of slots, reused.

use crate::city::Point;
use crate::demand::Incident;
use crate::engine::Ticket;
use crate::ids::{CrewId, DepartmentId, Id, SlotId};
use crate::record::{Milestone, Outcome, Segment, ServedBy};
use crate::time::{Duration, Instant};

/// Most crews that one job may need.
pub const MOST_CREWS_PER_JOB: usize = crate::workforce::MOST_CREWS_PER_JOB as usize;

/// Where an incident stands: what its pending event means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// In a desk's queue.
    DeskQueue,
    /// In the queue of a later desk that has been closed ever since: still on the way to it.
    AwaitOpening,
    /// Receipt at the first desk.
    Receipt,
    /// Triage at the first desk.
    Triage,
    /// With a later desk.
    LaterDesk,
    /// At the wrong department.
    Astray,
    /// On its way to the next desk.
    Transfer,
    /// Somebody who cannot settle it has a look.
    InVain,
    /// Offered to somebody on the spot.
    SettlerAccept,
    /// Somebody on the spot gets ready.
    SettlerTurnout,
    /// Somebody on the spot is on the way.
    SettlerTravel,
    /// Somebody on the spot is at work.
    SettlerWork,
    /// Waits for a crew.
    AwaitCrew,
    /// Crews are on the way to it.
    Underway,
    /// Crews are at work.
    Work,
    /// Waits for the day of a further visit.
    AwaitVisit,
    /// The case is filed.
    Filing,
    /// The closing check.
    Check,
}

/// One open incident.
#[derive(Clone, Debug)]
pub struct Live {
    /// What the trace says.
    pub incident: Incident,
    /// What became of it so far.
    pub outcome: Outcome,
    /// Until when its time is attributed to segments.
    pub clock: Instant,
    /// Where it stands.
    pub stage: Stage,
    /// Its pending event; any other is stale.
    pub ticket: Ticket,
    /// Its pending timer while it waits (patience or looking outside the district).
    pub timer: Ticket,
    /// Desks of the intake path that it has passed.
    pub step: u32,
    /// Whether the desk for joint jobs has been passed.
    pub joint_passed: bool,
    /// The kind of desk that it is at, or was at last.
    pub desk_kind: u32,
    /// The next tier on the spot to be tried.
    pub next_settler: u32,
    /// The tiers that have looked in vain, one bit each.
    pub looked: u64,
    /// Whether somebody on call has it rather than a clerk.
    pub on_call_desk: bool,
    /// Whether it has gone astray once.
    pub strayed: bool,
    /// Where the present visit takes place.
    pub place: Point,
    /// The present visit, from 0.
    pub visit: u32,
    /// Offers made so far.
    pub offers: u32,
    /// Who refused last.
    pub refuser: Option<CrewId>,
    /// Crews of any district may come.
    pub lifted: bool,
    /// Crews assigned.
    pub crews: [CrewId; MOST_CREWS_PER_JOB],
    /// How many.
    pub assigned: usize,
    /// How many of them have arrived.
    pub arrived: usize,
    /// Refusals of the present visit.
    pub refusals: u32,
    /// Departments whose crews have refused and are not replaced yet.
    pub lacking: [DepartmentId; MOST_CREWS_PER_JOB],
    /// How many.
    pub lacks: usize,
    /// The crew that serves another incident and will come afterwards.
    pub promised: Option<CrewId>,
    /// When the present visit first called for a crew: its place in the queue, as often as it joins it.
    pub called: Instant,
    /// The number of that call among all first calls: their order, also where moments are equal.
    pub call: u64,
    /// When the work in hand was begun.
    pub work_began: Instant,
    /// When the work in hand will be done.
    pub work_ends: Instant,
    /// What is left of work that was broken off.
    pub work_left: Option<Duration>,
    /// What of the present visit's work was done before that.
    pub work_done: Duration,
    /// The list it waits in, and its place there.
    pub link: Link,
}

/// A place in a doubly linked list of waiting incidents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// The list; `NONE` when it does not wait.
    pub list: u32,
    /// The one before.
    pub before: u32,
    /// The one after.
    pub after: u32,
}

impl Link {
    /// No list, no neighbour.
    pub const NONE: u32 = u32::MAX;
    /// Waits nowhere.
    pub const FREE: Link = Link { list: Link::NONE, before: Link::NONE, after: Link::NONE };
}

impl Live {
    /// Its outcome if the run stops now: the time since the last milestone belongs to the segment it is in. `ahead` says
    /// how far the foremost of its crews is, as [`Crews::steps`](crate::world::Crews::steps) does: what it has reached, the
    /// incident has.
    pub fn unfinished(&self, now: Instant, ahead: Option<[Instant; 3]>) -> Outcome {
        let mut copy = self.clone();
        let responded = self.outcome.milestones[0].happens();
        let segment = match self.stage {
            Stage::DeskQueue if responded => Segment::LaterDeskQueue,
            Stage::DeskQueue => Segment::DeskQueue,
            Stage::Receipt => Segment::Receipt,
            Stage::Triage => Segment::Triage,
            Stage::LaterDesk => Segment::LaterDesk,
            Stage::Astray | Stage::Transfer | Stage::AwaitOpening => Segment::Transfer,
            Stage::InVain => Segment::InVain,
            Stage::SettlerAccept => Segment::Accept,
            Stage::SettlerTurnout => Segment::Turnout,
            Stage::SettlerTravel => Segment::Travel,
            Stage::AwaitCrew => Segment::CrewQueue,
            Stage::Underway if self.arrived > 0 => Segment::PartnerWait,
            Stage::Underway => {
                let [departed, accepted, offered] = ahead.expect("a crew is on it");
                copy.attribute(Segment::Refused, offered);
                copy.attribute(Segment::Accept, accepted.min(now));
                copy.attribute(Segment::Turnout, departed.min(now));
                if self.visit == 0 {
                    copy.outcome.milestones[Milestone::Accept as usize] = accepted;
                    copy.outcome.milestones[Milestone::Depart as usize] = departed;
                }
                Segment::Travel
            }
            Stage::SettlerWork | Stage::Work => Segment::Work,
            Stage::AwaitVisit | Stage::Filing | Stage::Check => return self.outcome,
        };
        copy.attribute(segment, now);
        copy.outcome
    }

    /// Departments whose crews are missing from a job under way.
    pub fn missing(&self) -> &[DepartmentId] {
        &self.lacking[..self.lacks]
    }

    /// Takes a crew off the job; the others stay in the order in which they were chosen.
    pub fn remove_crew(&mut self, crew: CrewId) {
        let at = self.crews().iter().position(|c| *c == crew).expect("the crew is on the job");
        self.crews.copy_within(at + 1..self.assigned, at);
        self.assigned -= 1;
    }

    /// The crew at work is called away: the work done so far stays done, but nobody has come yet as far as targets go.
    pub fn break_off(&mut self, now: Instant) {
        self.attribute(Segment::Work, now);
        self.work_left = Some(self.work_ends.since(now));
        self.work_done += now.since(self.work_began);
        if self.visit > 0 {
            return;
        }
        for segment in [Segment::Accept, Segment::Turnout, Segment::Travel, Segment::PartnerWait, Segment::Work] {
            let spent = std::mem::take(&mut self.outcome.segments[segment as usize]);
            self.outcome.segments[Segment::Refused as usize] += spent;
        }
        for milestone in [Milestone::Accept, Milestone::Depart, Milestone::OnScene] {
            self.outcome.milestones[milestone as usize] = Instant::NEVER;
        }
        self.outcome.served_by = ServedBy::Nobody;
        self.outcome.cross_boundary = false;
    }

    /// The crews assigned.
    pub fn crews(&self) -> &[CrewId] {
        &self.crews[..self.assigned]
    }

    /// Adds the time since the last call to a segment of the first visit.
    pub fn attribute(&mut self, segment: Segment, now: Instant) {
        if self.visit == 0 {
            self.outcome.segments[segment as usize] += now.since(self.clock);
            self.clock = now;
        }
    }
}

/// The pool.
#[derive(Clone, Debug, Default)]
pub struct Incidents {
    slots: Vec<Live>,
    live: Vec<bool>,
    free: Vec<SlotId>,
    open: usize,
}

impl Incidents {
    /// Takes a slot.
    pub fn open(&mut self, newcomer: impl FnOnce(SlotId) -> Live) -> SlotId {
        self.open += 1;
        if let Some(slot) = self.free.pop() {
            self.slots[slot.index()] = newcomer(slot);
            self.live[slot.index()] = true;
            return slot;
        }
        let slot = SlotId::new(self.slots.len());
        self.slots.push(newcomer(slot));
        self.live.push(true);
        slot
    }

    /// Gives a slot back.
    pub fn close(&mut self, slot: SlotId) {
        assert!(self.live[slot.index()], "slot {slot:?} is closed twice");
        self.open -= 1;
        self.live[slot.index()] = false;
        self.slots[slot.index()].ticket = Ticket::NONE;
        self.slots[slot.index()].timer = Ticket::NONE;
        self.free.push(slot);
    }

    /// How many are open.
    pub fn open_count(&self) -> usize {
        self.open
    }

    /// Those still open, in order of their slots.
    pub fn still_open(&self) -> impl Iterator<Item = &Live> {
        self.slots.iter().zip(&self.live).filter(|(_, live)| **live).map(|(slot, _)| slot)
    }

    /// The slots of those still open, in order.
    pub fn open_slots(&self) -> Vec<SlotId> {
        (0..self.slots.len()).filter(|slot| self.live[*slot]).map(SlotId::new).collect()
    }

    /// Forgets all, keeping the memory.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.live.clear();
        self.free.clear();
        self.open = 0;
    }
}

impl std::ops::Index<SlotId> for Incidents {
    type Output = Live;
    fn index(&self, slot: SlotId) -> &Live {
        &self.slots[slot.index()]
    }
}

impl std::ops::IndexMut<SlotId> for Incidents {
    fn index_mut(&mut self, slot: SlotId) -> &mut Live {
        &mut self.slots[slot.index()]
    }
}
