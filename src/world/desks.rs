//! Desks: clerks on duty, clerks busy, and a queue by priority.

use crate::ids::{Column, DeskId, Id, SlotId};
use crate::scenario::Model;

/// What waits at a desk.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum DeskItem {
    /// An incident.
    Incident(SlotId),
    /// A subordinate's request, with the uniform that decides its length.
    Request(f64),
}

const NONE: u32 = u32::MAX;
const PRIORITIES: usize = 4;

/// All desks. Queues are lists through one pool of entries.
#[derive(Clone, Debug)]
pub struct Desks {
    /// Clerks on duty, by kind of desk.
    pub staff: Vec<u32>,
    /// Clerks at work.
    pub busy: Column<DeskId, u32>,
    heads: Vec<[(u32, u32); PRIORITIES]>,
    entries: Vec<(DeskItem, u32)>,
    free: Vec<u32>,
}

impl Desks {
    /// All empty.
    pub fn new(model: &Model) -> Desks {
        let desks = model.structure.desks.len();
        Desks {
            staff: vec![0; model.structure.kinds.len()],
            busy: Column::filled(desks, 0),
            heads: vec![[(NONE, NONE); PRIORITIES]; desks],
            entries: Vec::new(),
            free: Vec::new(),
        }
    }

    /// Empties all, keeping the memory.
    pub fn clear(&mut self) {
        self.staff.fill(0);
        self.busy.iter_mut().for_each(|b| *b = 0);
        self.heads.fill([(NONE, NONE); PRIORITIES]);
        self.entries.clear();
        self.free.clear();
    }

    /// Entries that wait, or that memory is kept for.
    pub fn entries(&self) -> usize {
        self.entries.len()
    }

    /// Appends to a desk's queue.
    pub fn push(&mut self, desk: DeskId, priority: u8, item: DeskItem) {
        let entry = match self.free.pop() {
            Some(entry) => {
                self.entries[entry as usize] = (item, NONE);
                entry
            }
            None => {
                self.entries.push((item, NONE));
                (self.entries.len() - 1) as u32
            }
        };
        let (first, last) = &mut self.heads[desk.index()][usize::from(priority) - 1];
        match *last {
            NONE => *first = entry,
            before => self.entries[before as usize].1 = entry,
        }
        *last = entry;
    }

    /// What waits at a desk, by priority, in the order in which it came.
    pub fn waiting(&self, desk: DeskId) -> impl Iterator<Item = DeskItem> {
        let entry = |entry: u32| (entry != NONE).then_some(entry);
        let after = move |e: &u32| entry(self.entries[*e as usize].1);
        let lists = self.heads[desk.index()].iter().flat_map(move |(first, _)| std::iter::successors(entry(*first), after));
        lists.map(|e| self.entries[e as usize].0)
    }

    /// Takes the first incident from a desk's queue, by priority, that is `wanted`.
    pub fn take(&mut self, desk: DeskId, wanted: impl Fn(SlotId) -> bool) -> Option<SlotId> {
        for (first, last) in &mut self.heads[desk.index()] {
            let (mut before, mut entry) = (NONE, *first);
            while entry != NONE {
                let (item, after) = self.entries[entry as usize];
                if let DeskItem::Incident(slot) = item
                    && wanted(slot)
                {
                    match before {
                        NONE => *first = after,
                        before => self.entries[before as usize].1 = after,
                    }
                    if after == NONE {
                        *last = before;
                    }
                    self.free.push(entry);
                    return Some(slot);
                }
                (before, entry) = (entry, after);
            }
        }
        None
    }

    /// Takes the first of the highest priority from a desk's queue.
    pub fn pop(&mut self, desk: DeskId) -> Option<DeskItem> {
        let (first, last) = self.heads[desk.index()].iter_mut().find(|(first, _)| *first != NONE)?;
        let entry = *first;
        let (item, after) = self.entries[entry as usize];
        *first = after;
        if after == NONE {
            *last = NONE;
        }
        self.free.push(entry);
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_wanted_leaves_the_queue_and_the_others_keep_their_order() {
        let mut desks = Desks {
            staff: vec![0],
            busy: Column::filled(1, 0),
            heads: vec![[(NONE, NONE); PRIORITIES]],
            entries: Vec::new(),
            free: Vec::new(),
        };
        let desk = DeskId(0);
        for (priority, slot) in [(3, 0), (1, 1), (3, 2), (3, 4), (1, 6)] {
            desks.push(desk, priority, DeskItem::Incident(SlotId(slot)));
        }
        desks.push(desk, 3, DeskItem::Request(0.5));
        let mut taken = Vec::new();
        while let Some(slot) = desks.take(desk, |slot| slot.0 % 4 == 2) {
            taken.push(slot.0);
        }
        desks.push(desk, 1, DeskItem::Incident(SlotId(8)));
        let left: Vec<DeskItem> = std::iter::from_fn(|| desks.pop(desk)).collect();
        let incident = |slot| DeskItem::Incident(SlotId(slot));
        assert_eq!((taken, left), (vec![6, 2], vec![incident(1), incident(8), incident(0), incident(4), DeskItem::Request(0.5)]));
    }
}
