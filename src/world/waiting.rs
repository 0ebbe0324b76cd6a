//! Incidents that wait for a crew: one list for each (cell, need, priority), so that a crew that becomes
//! free looks at heads only.

use super::incidents::{Incidents, Link};
use crate::ids::{DepartmentId, Id, JobId, SlotId};
use crate::policy::ANYWHERE;
use crate::policy::queueing::Turn;
use crate::scenario::Model;
use crate::time::Instant;

/// What an incident waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// One crew of a department.
    One(DepartmentId),
    /// All crews of a job, `joint` or not.
    All(JobId, bool),
}

const PRIORITIES: usize = 4;

/// The lists. List numbers are (cell × needs + need) × 4 + priority − 1; cell 0 is the whole city, cell
/// c + 1 the cell c of the division.
#[derive(Clone, Debug)]
pub struct Waiting {
    departments: usize,
    needs: usize,
    lists: Vec<(u32, u32)>,
    /// Waiting in each cell.
    in_cell: Vec<u32>,
    total: usize,
    sequence: u64,
}

impl Waiting {
    /// Empty lists for the needs and cells of `model`.
    pub fn new(model: &Model) -> Waiting {
        let departments = model.demand.departments.len();
        let needs = departments + 2 * model.demand.jobs.len();
        let cells = 1 + model.division.map_or(0, |cells| cells.count(&model.city));
        Waiting {
            departments,
            needs,
            lists: vec![(Link::NONE, Link::NONE); cells * needs * PRIORITIES],
            in_cell: vec![0; cells],
            total: 0,
            sequence: 0,
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.lists.fill((Link::NONE, Link::NONE));
        self.in_cell.fill(0);
        self.total = 0;
        self.sequence = 0;
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.total
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Whether an incident waits.
    pub fn holds(&self, incidents: &Incidents, slot: SlotId) -> bool {
        incidents[slot].link.list != Link::NONE
    }

    fn list(&self, cell: Option<u32>, need: Need, priority: u8) -> u32 {
        let need = match need {
            Need::One(department) => department.index(),
            Need::All(job, joint) => self.departments + 2 * job.index() + usize::from(joint),
        };
        let cell = cell.map_or(0, |c| c as usize + 1);
        ((cell * self.needs + need) * PRIORITIES + usize::from(priority) - 1) as u32
    }

    /// Puts an incident into the list of its need, by the time since when it waits: behind all but those that began
    /// later. `cell` where only crews of that cell may come.
    pub fn push(&mut self, incidents: &mut Incidents, slot: SlotId, cell: Option<u32>, need: Need, priority: u8, since: Instant) {
        let list = self.list(cell, need, priority);
        assert_eq!(incidents[slot].link.list, Link::NONE, "incident {} waits twice", incidents[slot].incident.number);
        let (mut before, mut after) = (self.lists[list as usize].1, Link::NONE);
        while before != Link::NONE && incidents[SlotId(before)].link.since > since {
            (before, after) = (incidents[SlotId(before)].link.before, before);
        }
        self.sequence += 1;
        incidents[slot].link = Link { list, before, after, since, sequence: self.sequence };
        match before {
            Link::NONE => self.lists[list as usize].0 = slot.0,
            before => incidents[SlotId(before)].link.after = slot.0,
        }
        match after {
            Link::NONE => self.lists[list as usize].1 = slot.0,
            after => incidents[SlotId(after)].link.before = slot.0,
        }
        self.in_cell[list as usize / (self.needs * PRIORITIES)] += 1;
        self.total += 1;
    }

    fn unlink(&mut self, incidents: &mut Incidents, slot: SlotId) {
        let link = incidents[slot].link;
        let ends = &mut self.lists[link.list as usize];
        match link.before {
            Link::NONE => ends.0 = link.after,
            before => incidents[SlotId(before)].link.after = link.after,
        }
        match link.after {
            Link::NONE => ends.1 = link.before,
            after => incidents[SlotId(after)].link.before = link.before,
        }
    }

    /// Takes an incident out of its list; nothing happens if it does not wait.
    pub fn remove(&mut self, incidents: &mut Incidents, slot: SlotId) {
        let link = incidents[slot].link;
        if link.list == Link::NONE {
            return;
        }
        self.unlink(incidents, slot);
        incidents[slot].link = Link::FREE;
        self.in_cell[link.list as usize / (self.needs * PRIORITIES)] -= 1;
        self.total -= 1;
    }

    /// Shows all that wait, list by list, with the priority of each and its place.
    pub fn each(&self, incidents: &Incidents, mut show: impl FnMut(SlotId, u8, &Link)) {
        for (list, (head, _)) in self.lists.iter().enumerate() {
            let mut at = *head;
            while at != Link::NONE {
                let link = &incidents[SlotId(at)].link;
                show(SlotId(at), (list % PRIORITIES) as u8 + 1, link);
                at = link.after;
            }
        }
    }

    /// The first of the waiting incidents that a crew of `cell`, or of [`ANYWHERE`], may get, by the turn of each, for which
    /// `can_go` holds. Only heads of lists are asked.
    pub fn first(
        &self,
        incidents: &Incidents,
        cell: Option<u32>,
        turn: impl Fn(u8, &Link) -> Turn,
        mut can_go: impl FnMut(SlotId) -> bool,
    ) -> Option<SlotId> {
        let mut refused = [Link::NONE; 64];
        let mut tried = 0;
        loop {
            let mut best: Option<(Turn, u32)> = None;
            let blocks = match cell {
                None => 0..1,
                Some(ANYWHERE) => 0..self.in_cell.len(),
                Some(_) => 0..2,
            };
            for block in blocks {
                let block = cell.filter(|c| block == 1 && *c != ANYWHERE).map_or(block, |c| c as usize + 1);
                if self.in_cell[block] == 0 {
                    continue;
                }
                let size = self.needs * PRIORITIES;
                for (offset, (head, _)) in self.lists[block * size..][..size].iter().enumerate() {
                    if *head == Link::NONE || refused[..tried].contains(head) {
                        continue;
                    }
                    let link = &incidents[SlotId(*head)].link;
                    let key = turn((offset % PRIORITIES) as u8 + 1, link);
                    if best.is_none_or(|(b, _)| key < b) {
                        best = Some((key, *head));
                    }
                }
            }
            let (_, slot) = best?;
            if can_go(SlotId(slot)) {
                return Some(SlotId(slot));
            }
            if tried == refused.len() {
                return None;
            }
            refused[tried] = slot;
            tried += 1;
        }
    }

    /// The same where incidents of one list may wait for different crews: looks beyond heads that cannot go.
    /// O(waiting).
    pub fn first_beyond_heads(
        &self,
        incidents: &Incidents,
        cell: Option<u32>,
        turn: impl Fn(u8, &Link) -> Turn,
        mut can_go: impl FnMut(SlotId) -> bool,
    ) -> Option<SlotId> {
        let mut best: Option<(Turn, SlotId)> = None;
        for block in [Some(0), cell.map(|c| c as usize + 1)].into_iter().flatten() {
            let size = self.needs * PRIORITIES;
            for (offset, (head, _)) in self.lists[block * size..][..size].iter().enumerate() {
                let mut at = *head;
                while at != Link::NONE {
                    let link = &incidents[SlotId(at)].link;
                    let key = turn((offset % PRIORITIES) as u8 + 1, link);
                    if best.is_some_and(|(least, _)| least < key) {
                        break;
                    }
                    if can_go(SlotId(at)) {
                        best = Some((key, SlotId(at)));
                        break;
                    }
                    at = link.after;
                }
            }
        }
        best.map(|(_, slot)| slot)
    }

    /// The same where the turn of an incident depends on the crew: looks at all. O(waiting).
    pub fn first_of_all(
        &self,
        incidents: &Incidents,
        cell: Option<u32>,
        turn: impl Fn(SlotId, u8, &Link) -> Turn,
        mut can_go: impl FnMut(SlotId) -> bool,
    ) -> Option<SlotId> {
        let mut best: Option<(Turn, SlotId)> = None;
        for block in [Some(0), cell.map(|c| c as usize + 1)].into_iter().flatten() {
            let size = self.needs * PRIORITIES;
            for (offset, (head, _)) in self.lists[block * size..][..size].iter().enumerate() {
                let mut at = *head;
                while at != Link::NONE {
                    let slot = SlotId(at);
                    let link = &incidents[slot].link;
                    let key = turn(slot, (offset % PRIORITIES) as u8 + 1, link);
                    if best.is_none_or(|(least, _)| key < least) && can_go(slot) {
                        best = Some((key, slot));
                    }
                    at = link.after;
                }
            }
        }
        best.map(|(_, slot)| slot)
    }
}
