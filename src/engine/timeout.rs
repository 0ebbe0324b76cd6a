//! A deadline that is moved or dropped far more often than it is reached.
//!
//! Lazy re-arm: the deadline lives here, the calendar holds at most one live entry for it. Moving the
//! deadline later, or dropping it, writes one number; when the entry comes up early it goes back in.

use super::calendar::Calendar;
use super::key::{Class, Event, Ticket};
use crate::time::Instant;

/// One deadline. Keep one per entity, class and slot.
#[derive(Clone, Copy, Debug)]
pub struct Timeout {
    due: Instant,
    /// When its entry comes up; meaningless without one.
    entry: Instant,
    ticket: Ticket,
}

impl Default for Timeout {
    fn default() -> Timeout {
        Timeout { due: Instant::NEVER, entry: Instant::NEVER, ticket: Ticket::NONE }
    }
}

impl Timeout {
    /// The deadline; [`Instant::NEVER`] when there is none.
    pub fn due(&self) -> Instant {
        self.due
    }

    /// Sets or moves the deadline to `due`, not before the calendar's now; [`Instant::NEVER`] drops it.
    #[inline]
    pub fn set(&mut self, calendar: &mut Calendar, due: Instant, class: Class, slot: u32) {
        self.due = due;
        if due < self.entry {
            self.arm(calendar, class, slot);
        }
    }

    /// Drops the deadline.
    #[inline]
    pub fn cancel(&mut self) {
        self.due = Instant::NEVER;
    }

    /// Whether `event`, which has come up with this timeout's class and slot, is its deadline. If so the
    /// deadline is spent; if the event is early it is put back for the deadline.
    #[inline]
    pub fn expires(&mut self, calendar: &mut Calendar, event: Event) -> bool {
        if event.ticket != self.ticket {
            return false;
        }
        let expired = self.due <= event.at;
        if expired || !self.due.happens() {
            *self = Timeout::default();
        } else {
            self.arm(calendar, event.class, event.slot);
        }
        expired
    }

    #[inline]
    fn arm(&mut self, calendar: &mut Calendar, class: Class, slot: u32) {
        self.entry = self.due;
        self.ticket = calendar.schedule(self.due, class, slot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Class = Class::new(4);

    /// Runs the calendar dry and gives the moments at which the timeout expired.
    fn expiries(calendar: &mut Calendar, timeout: &mut Timeout) -> Vec<u64> {
        let mut moments = Vec::new();
        while let Some(event) = calendar.pop() {
            if timeout.expires(calendar, event) {
                moments.push(event.at.0);
            }
        }
        moments
    }

    #[test]
    fn a_deadline_moved_later_keeps_one_entry_and_expires_once() {
        let (mut calendar, mut timeout) = (Calendar::default(), Timeout::default());
        for due in 10..100 {
            timeout.set(&mut calendar, Instant(due), PATIENCE, 7);
        }
        assert_eq!(calendar.len(), 1);
        assert_eq!(expiries(&mut calendar, &mut timeout), [99]);
        assert!(!timeout.due().happens());
    }

    #[test]
    fn a_deadline_moved_earlier_expires_at_the_earlier_moment_only() {
        let (mut calendar, mut timeout) = (Calendar::default(), Timeout::default());
        timeout.set(&mut calendar, Instant(50), PATIENCE, 7);
        timeout.set(&mut calendar, Instant(20), PATIENCE, 7);
        assert_eq!(expiries(&mut calendar, &mut timeout), [20]);
    }

    #[test]
    fn a_cancelled_deadline_never_expires_and_may_be_set_again() {
        let (mut calendar, mut timeout) = (Calendar::default(), Timeout::default());
        timeout.set(&mut calendar, Instant(50), PATIENCE, 7);
        timeout.cancel();
        assert!(expiries(&mut calendar, &mut timeout).is_empty());
        timeout.set(&mut calendar, Instant(60), PATIENCE, 7);
        timeout.cancel();
        timeout.set(&mut calendar, Instant(70), PATIENCE, 7);
        assert_eq!(expiries(&mut calendar, &mut timeout), [70]);
    }
}
