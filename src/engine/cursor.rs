//! A sorted column read from its start, merged with the calendar by key.
//!
//! Arrivals and shift changes are known before the run and already in order: pushing them all into the
//! calendar would cost nearly twice the run.

use super::key::{Class, Key};
use crate::time::Instant;

/// The next entry of a sorted column of times. At the same time and class it goes before the calendar's events.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    times: &'a [Instant],
    class: Class,
    next: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at the start of `times`. Panics if `times` is not in ascending order.
    pub fn new(times: &'a [Instant], class: Class) -> Cursor<'a> {
        if let Some(i) = (1..times.len()).find(|&i| times[i] < times[i - 1]) {
            panic!("a column to merge must ascend, but entry {i} is at {} and the one before at {}", times[i].0, times[i - 1].0);
        }
        Cursor { times, class, next: 0 }
    }

    /// The place of its next entry in the order of events; [`Key::NEVER`] at its end.
    #[inline]
    pub fn key(&self) -> Key {
        match self.times.get(self.next) {
            Some(&at) => Key::new(at, self.class),
            None => Key::NEVER,
        }
    }

    /// Moves on, and gives the index of the entry moved past. At the end it stays and gives the length.
    #[inline]
    pub fn take(&mut self) -> usize {
        let taken = self.next;
        self.next = (taken + 1).min(self.times.len());
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_gives_each_entry_once_and_then_never() {
        let times = [Instant(3), Instant(3), Instant(8)];
        let mut cursor = Cursor::new(&times, Class::new(2));
        for (i, at) in times.iter().enumerate() {
            assert_eq!((cursor.key().at(), cursor.key().class(), cursor.take()), (*at, Class::new(2), i));
        }
        assert_eq!((cursor.key(), cursor.take(), cursor.take()), (Key::NEVER, 3, 3));
    }

    #[test]
    #[should_panic(expected = "entry 2 is at 4 and the one before at 5")]
    fn an_unsorted_column_is_refused() {
        Cursor::new(&[Instant(1), Instant(5), Instant(4)], Class::new(0));
    }
}
