//! The key of an event: sixteen bytes that are at once its place in the order and its content.
//!
//! From the high bits: time 64, class 4, sequence 36, slot 24. Compared as one integer that is the total
//! order (time, class, sequence); the slot, lowest, never decides, since no two sequences are equal.

use crate::time::Instant;

const SLOT_BITS: u32 = 24;
const SEQUENCE_BITS: u32 = 36;
const CLASS_SHIFT: u32 = SLOT_BITS + SEQUENCE_BITS;
const TIME_SHIFT: u32 = 64;
/// How many slots there are.
const SLOTS: u32 = 1 << SLOT_BITS;
/// How many events one run may schedule: 68,719 million.
const SEQUENCES: u64 = 1 << SEQUENCE_BITS;

/// The order among events of the same moment: lower classes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Class(u8);

impl Class {
    /// How many classes there are.
    pub const COUNT: usize = 16;

    /// The class of this number. Panics unless `number` is below 16; meant for constants.
    pub const fn new(number: u8) -> Class {
        assert!((number as usize) < Class::COUNT, "the class of an event must be below 16");
        Class(number)
    }

    /// Its number, below 16.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which event of the run this is; no two scheduled events share one. It serves as stamp: an entity keeps
/// the ticket of the event it waits for, and any other event that names it is stale.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ticket(u64);

impl Ticket {
    /// The ticket of no event.
    pub const NONE: Ticket = Ticket(0);
}

/// An event that has come due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// Its place among events of that moment.
    pub class: Class,
    /// What the caller gave, below 2^24: an index into its own table.
    pub slot: u32,
    /// What [`super::Calendar::schedule`] returned for it.
    pub ticket: Ticket,
}

/// A place in the order of events.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key(u128);

impl Key {
    /// Later than every event.
    pub const NEVER: Key = Key(u128::MAX);

    /// The place just before all events of `class` scheduled for `at`: where a sorted column's next entry stands.
    #[inline]
    pub const fn new(at: Instant, class: Class) -> Key {
        Key((at.0 as u128) << TIME_SHIFT | (class.0 as u128) << CLASS_SHIFT)
    }

    /// The key of one event. Panics if `slot` or `sequence` do not fit.
    #[inline]
    pub(super) fn of(at: Instant, class: Class, sequence: u64, slot: u32) -> Key {
        assert!(slot < SLOTS, "slot {slot} does not fit: a slot must be below {SLOTS} (2^24)");
        assert!(sequence < SEQUENCES, "a run may schedule at most {} events (2^36 - 1)", SEQUENCES - 1);
        Key(u128::from(at.0) << TIME_SHIFT | u128::from(u64::from(class.0) << CLASS_SHIFT | sequence << SLOT_BITS | u64::from(slot)))
    }

    /// Its moment.
    #[inline]
    pub const fn at(self) -> Instant {
        Instant((self.0 >> TIME_SHIFT) as u64)
    }

    /// Its class.
    #[inline]
    pub const fn class(self) -> Class {
        Class((self.0 as u64 >> CLASS_SHIFT) as u8)
    }

    #[inline]
    pub(super) const fn ticket(self) -> Ticket {
        Ticket(self.0 as u64 >> SLOT_BITS & (SEQUENCES - 1))
    }

    #[inline]
    pub(super) const fn event(self) -> Event {
        Event { at: self.at(), class: self.class(), slot: self.0 as u32 & (SLOTS - 1), ticket: self.ticket() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_gives_back_what_went_in_at_every_limit() {
        for at in [0, 1, 1 << 63, u64::MAX] {
            for class in [0, 15] {
                for (sequence, slot) in [(0, 0), (SEQUENCES - 1, 0), (0, SLOTS - 1), (SEQUENCES - 1, SLOTS - 1)] {
                    let event = Key::of(Instant(at), Class::new(class), sequence, slot).event();
                    assert_eq!(event, Event { at: Instant(at), class: Class(class), slot, ticket: Ticket(sequence) });
                }
            }
        }
    }

    #[test]
    fn time_outranks_class_and_class_outranks_sequence() {
        let key = |at, class, sequence, slot| Key::of(Instant(at), Class::new(class), sequence, slot);
        assert!(key(1, 15, 9, 9) < key(2, 0, 0, 0));
        assert!(key(1, 0, 9, 9) < key(1, 1, 0, 0));
        assert!(key(1, 0, 1, 9) < key(1, 0, 2, 0));
        assert!(Key::new(Instant(1), Class::new(3)) < key(1, 3, 1, 0) && key(1, 2, 9, 9) < Key::new(Instant(1), Class::new(3)));
    }

    #[test]
    #[should_panic(expected = "slot 16777216 does not fit: a slot must be below 16777216 (2^24)")]
    fn a_slot_of_25_bits_is_refused() {
        Key::of(Instant::ZERO, Class::new(0), 1, SLOTS);
    }

    #[test]
    #[should_panic(expected = "at most 68719476735 events")]
    fn a_sequence_of_37_bits_is_refused() {
        Key::of(Instant::ZERO, Class::new(0), SEQUENCES, 0);
    }

    #[test]
    #[should_panic(expected = "must be below 16")]
    fn a_class_of_5_bits_is_refused() {
        Class::new(16);
    }
}
