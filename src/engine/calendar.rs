//! The calendar: what is still to happen, in order.
//!
//! Events for the present moment wait in the lanes, later ones in the ordered structure; both give their
//! least key and the lesser wins, so the order is exact between them too.

use super::key::{Class, Event, Key, Ticket};
use super::ladder::Ladder;
use super::lanes::Lanes;
use crate::time::Instant;

/// The calendar of one run. Reuse it for the next run by [`Calendar::clear`]: it then no longer allocates.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    now: Instant,
    /// The sequence given last; 0 is nobody's, so that the key of a cursor goes first.
    sequence: u64,
    lanes: Lanes,
    later: Ladder,
    taken: u64,
}

impl Calendar {
    /// The present moment: that of the event taken last, or advanced to since.
    #[inline]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// How many events are pending, stale ones included.
    #[inline]
    pub fn len(&self) -> usize {
        (self.sequence - self.taken) as usize
    }

    /// Whether none is pending.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.sequence == self.taken
    }

    /// Back to time zero with nothing pending. The memory is kept.
    pub fn clear(&mut self) {
        self.now = Instant::ZERO;
        self.sequence = 0;
        self.lanes.clear();
        self.later.clear();
        self.taken = 0;
    }

    /// Schedules an event. It goes after all events of the same time and class that were scheduled before.
    ///
    /// Cheapest right after [`Calendar::pop`]. Panics if `at` is before [`Calendar::now`] or never, if
    /// `slot` is not below 2^24, or if the run has scheduled 2^36 events.
    #[inline]
    pub fn schedule(&mut self, at: Instant, class: Class, slot: u32) -> Ticket {
        assert!(at >= self.now, "an event cannot be scheduled for {} when it is {} (ticks)", at.0, self.now.0);
        assert!(at.happens(), "an event that never happens cannot be scheduled");
        self.sequence += 1;
        let key = Key::of(at, class, self.sequence, slot);
        if at == self.now {
            self.lanes.push(key);
        } else {
            self.later.push(key);
        }
        key.ticket()
    }

    /// Takes the next event, and makes its moment the present.
    #[inline]
    pub fn pop(&mut self) -> Option<Event> {
        self.pop_before(Key::NEVER)
    }

    /// Takes the next event if it goes before `key`, the next entry of a cursor: see the loop in [`super`].
    #[inline]
    pub fn pop_before(&mut self, key: Key) -> Option<Event> {
        let first = self.peek_key();
        (first < key).then(|| self.take(first))
    }

    /// Takes the next event, whose key [`Calendar::peek_key`] has just given.
    #[inline(always)]
    pub fn take(&mut self, first: Key) -> Event {
        debug_assert!(first == self.peek_key() && first != Key::NEVER, "only the next event can be taken");
        if self.lanes.first() == first {
            self.lanes.pop();
        } else {
            self.later.take(first);
        }
        self.taken += 1;
        self.now = first.at();
        first.event()
    }

    /// The place of the next event in the order; [`Key::NEVER`] when there is none.
    #[inline(always)]
    pub fn peek_key(&mut self) -> Key {
        self.lanes.first().min(self.later.first())
    }

    /// The moment of the next event; [`Instant::NEVER`] when there is none.
    #[inline]
    pub fn peek_time(&mut self) -> Instant {
        self.peek_key().at()
    }

    /// Makes `to` the present, for what a cursor brought. Panics if it is past, or if an event is pending before it.
    #[inline]
    pub fn advance(&mut self, to: Instant) {
        let first = self.peek_key();
        self.advance_before(to, first);
    }

    /// The same where [`Calendar::peek_key`] has just given `first`.
    #[inline]
    pub fn advance_before(&mut self, to: Instant, first: Key) {
        debug_assert!(first == self.peek_key(), "the calendar has changed since its first event was asked for");
        assert!(to >= self.now, "the calendar cannot go back to {} when it is {} (ticks)", to.0, self.now.0);
        let next = first.at();
        assert!(to <= next, "the calendar cannot advance to {} over the event pending at {} (ticks)", to.0, next.0);
        self.now = to;
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.lanes.capacity() + self.later.capacity()
    }
}
