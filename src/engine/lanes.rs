//! Events for the present moment: one queue per class, first in, first out.
//!
//! Cascades without delay (freed, therefore assigned, therefore departing) never touch the ordered
//! structure. Within a class the sequence only grows, so the order of arrival is the order of keys.

use super::key::{Class, Key};
use std::collections::VecDeque;

/// The queues of one moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Lanes {
    lanes: [VecDeque<Key>; Class::COUNT],
    /// Bit c is set when lane c holds something.
    occupied: u32,
}

impl Lanes {
    /// The least key, or [`Key::NEVER`].
    #[inline(always)]
    pub(super) fn first(&self) -> Key {
        if self.occupied == 0 {
            return Key::NEVER;
        }
        self.lanes[self.occupied.trailing_zeros() as usize].front().copied().unwrap_or(Key::NEVER)
    }

    #[inline]
    pub(super) fn push(&mut self, key: Key) {
        let class = key.class().index();
        self.lanes[class].push_back(key);
        self.occupied |= 1 << class;
    }

    /// Takes the least key out; without effect when there is none.
    #[inline]
    pub(super) fn pop(&mut self) {
        if self.occupied == 0 {
            return;
        }
        let class = self.occupied.trailing_zeros() as usize;
        self.lanes[class].pop_front();
        self.occupied &= !(u32::from(self.lanes[class].is_empty()) << class);
    }

    pub(super) fn clear(&mut self) {
        self.lanes.iter_mut().for_each(VecDeque::clear);
        self.occupied = 0;
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.lanes.iter().map(VecDeque::capacity).sum()
    }
}
