//! Incidents that wait for a crew: one list for each (cell, need, priority), so that a crew that becomes
//! free looks at heads only. Who has some of its crews already has lists of its own: admission holds it back no more.

use super::incidents::{Incidents, Link, Live};
use crate::ids::{DepartmentId, Id, JobId, SlotId};
use crate::policy::ANYWHERE;
use crate::policy::queueing::Turn;
use crate::scenario::Model;

/// What an incident waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// One crew of a department.
    One(DepartmentId),
    /// All crews of a job, `joint` or not.
    All(JobId, bool),
}

const PRIORITIES: usize = 4;

/// The lists. List numbers are cell × stride + need × 4 + priority − 1; cell 0 is the whole city, cell
/// c + 1 the cell c of the division.
#[derive(Clone, Debug)]
pub struct Waiting {
    departments: usize,
    /// Lists of a cell, and some that are always empty: a multiple of 64.
    stride: usize,
    lists: Vec<(u32, u32)>,
    /// One bit for each list in which somebody waits.
    occupied: Vec<u64>,
    /// Waiting in each cell.
    in_cell: Vec<u32>,
    total: usize,
    /// First calls so far.
    calls: u64,
}

impl Waiting {
    /// Empty lists for the needs and cells of `model`.
    pub fn new(model: &Model) -> Waiting {
        let departments = model.demand.departments.len();
        let needs = 2 * (departments + model.demand.jobs.len());
        let cells = 1 + model.division.map_or(0, |cells| cells.count(&model.city));
        let stride = (needs * PRIORITIES).next_multiple_of(64);
        Waiting {
            departments,
            stride,
            lists: vec![(Link::NONE, Link::NONE); cells * stride],
            occupied: vec![0; cells * stride / 64],
            in_cell: vec![0; cells],
            total: 0,
            calls: 0,
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.lists.fill((Link::NONE, Link::NONE));
        self.occupied.fill(0);
        self.in_cell.fill(0);
        self.total = 0;
        self.calls = 0;
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

    fn list(&self, cell: Option<u32>, need: Need, priority: u8, goes_on: bool) -> u32 {
        let need = match need {
            Need::One(department) => 2 * department.index() + usize::from(goes_on),
            Need::All(job, joint) => 2 * (self.departments + job.index()) + usize::from(joint),
        };
        let cell = cell.map_or(0, |c| c as usize + 1);
        (cell * self.stride + need * PRIORITIES + usize::from(priority) - 1) as u32
    }

    /// The number of a visit's first call for a crew.
    pub fn number_call(&mut self) -> u64 {
        self.calls += 1;
        self.calls
    }

    /// Puts an incident into the list of its need, in the order of first calls. `cell` where only crews of that cell may come.
    pub fn push(&mut self, incidents: &mut Incidents, slot: SlotId, cell: Option<u32>, need: Need) {
        let live = &incidents[slot];
        let list = self.list(cell, need, live.incident.priority, live.assigned > 0);
        assert_eq!(incidents[slot].link.list, Link::NONE, "incident {} waits twice", incidents[slot].incident.number);
        // Whoever lost its crew belongs near the head, all others near the tail: sought from both.
        let (mut first, mut last) = self.lists[list as usize];
        let (link, call) = (|at: u32| incidents[SlotId(at)].link, |at: u32| incidents[SlotId(at)].call);
        let (before, after) = loop {
            if last == Link::NONE {
                break (Link::NONE, Link::NONE);
            } else if call(last) < call(slot.0) {
                break (last, link(last).after);
            } else if call(first) > call(slot.0) {
                break (link(first).before, first);
            }
            (first, last) = (link(first).after, link(last).before);
        };
        incidents[slot].link = Link { list, before, after };
        match before {
            Link::NONE => self.lists[list as usize].0 = slot.0,
            before => incidents[SlotId(before)].link.after = slot.0,
        }
        match after {
            Link::NONE => self.lists[list as usize].1 = slot.0,
            after => incidents[SlotId(after)].link.before = slot.0,
        }
        self.occupied[list as usize / 64] |= 1 << (list % 64);
        self.in_cell[list as usize / self.stride] += 1;
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
        if ends.0 == Link::NONE {
            self.occupied[link.list as usize / 64] &= !(1 << (link.list % 64));
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
        self.in_cell[link.list as usize / self.stride] -= 1;
        self.total -= 1;
    }

    /// The blocks of lists that a crew of `cell`, or of [`ANYWHERE`], may serve: that of the whole city and its own, or all.
    fn blocks(&self, cell: Option<u32>) -> impl Iterator<Item = usize> + use<> {
        let own = match cell {
            None => 0..0,
            Some(ANYWHERE) => 1..self.in_cell.len(),
            Some(cell) => cell as usize + 1..cell as usize + 2,
        };
        std::iter::once(0).chain(own)
    }

    /// The head of each list of a cell in which somebody waits.
    fn heads(&self, cell: usize) -> impl Iterator<Item = u32> {
        let words = cell * self.stride / 64..(cell + 1) * self.stride / 64;
        words.flat_map(move |word| {
            let mut left = self.occupied[word];
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(self.lists[word * 64 + bit].0)
            })
        })
    }

    /// Shows all that wait, list by list.
    pub fn each(&self, incidents: &Incidents, mut show: impl FnMut(SlotId, &Live)) {
        for (head, _) in &self.lists {
            let mut at = *head;
            while at != Link::NONE {
                let live = &incidents[SlotId(at)];
                show(SlotId(at), live);
                at = live.link.after;
            }
        }
    }

    /// The first of the waiting incidents that a crew of `cell`, or of [`ANYWHERE`], may get, by the turn of each, for which
    /// `can_go` holds. Only heads of lists are asked, unless incidents of one list may wait for different crews: then those
    /// `beyond` them too. O(lists), or O(waiting).
    pub fn first(
        &self,
        incidents: &Incidents,
        cell: Option<u32>,
        beyond: bool,
        turn: impl Fn(&Live) -> Turn,
        mut can_go: impl FnMut(SlotId) -> bool,
    ) -> Option<SlotId> {
        let mut best: Option<(Turn, SlotId)> = None;
        for block in self.blocks(cell) {
            if self.in_cell[block] == 0 {
                continue;
            }
            for mut at in self.heads(block) {
                while at != Link::NONE {
                    let live = &incidents[SlotId(at)];
                    let key = turn(live);
                    if best.is_some_and(|(least, _)| least < key) {
                        break;
                    }
                    if can_go(SlotId(at)) {
                        best = Some((key, SlotId(at)));
                        break;
                    }
                    if !beyond {
                        break;
                    }
                    at = live.link.after;
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
        turn: impl Fn(SlotId, &Live) -> Turn,
        mut can_go: impl FnMut(SlotId) -> bool,
    ) -> Option<SlotId> {
        let mut best: Option<(Turn, SlotId)> = None;
        for block in self.blocks(cell) {
            for mut at in self.heads(block) {
                while at != Link::NONE {
                    let slot = SlotId(at);
                    let live = &incidents[slot];
                    let key = turn(slot, live);
                    if best.is_none_or(|(least, _)| key < least) && can_go(slot) {
                        best = Some((key, slot));
                    }
                    at = live.link.after;
                }
            }
        }
        best.map(|(_, slot)| slot)
    }
}
