//! How incidents came to whom: offers and answers, departures by origin, looks in vain, wrong departments.
//!
//! Counted from the end of the warm-up to the end of the run, the drain included.

use super::Dimensions;
use crate::record::{Fact, WaitReason, What};
use crate::time::Instant;

/// Counts of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Dispatch {
    /// Offers made.
    pub offers: u64,
    /// Offers refused.
    pub refused: u64,
    /// Offers not answered in time.
    pub unanswered: u64,
    /// Crews called away to more urgent incidents.
    pub preempted: u64,
    /// Waits that a rule imposed although crews were free.
    pub held_back: u64,
    /// Departures of crews inside their own area.
    pub inside: u64,
    /// Departures from outside it.
    pub across: u64,
    /// Looks by somebody on the spot who could not settle it.
    pub in_vain: u64,
    /// Returns from a wrong department.
    pub wrong_department: u64,
}

/// Counts dispatches.
#[derive(Clone, Debug)]
pub(super) struct Dispatching {
    from: Instant,
    outside: Vec<bool>,
    counts: Dispatch,
}

impl Dispatching {
    pub(super) fn new(dimensions: &Dimensions) -> Dispatching {
        Dispatching { from: dimensions.window().from, outside: vec![false; dimensions.crews.len()], counts: Dispatch::default() }
    }

    pub(super) fn reset(&mut self) {
        self.outside.fill(false);
        self.counts = Dispatch::default();
    }

    #[inline(always)]
    pub(super) fn fact(&mut self, fact: &Fact) {
        if fact.what == What::Offered {
            self.outside[fact.actor as usize] = fact.detail == 1;
        }
        if fact.at < self.from {
            return;
        }
        let counts = &mut self.counts;
        match fact.what {
            What::Offered => counts.offers += 1,
            What::Refused => counts.refused += 1,
            What::Unanswered => counts.unanswered += 1,
            What::Preempted => counts.preempted += 1,
            What::CrewAwaited => counts.held_back += u64::from(fact.detail == WaitReason::HeldBack as u64),
            What::Departed if self.outside[fact.actor as usize] => counts.across += 1,
            What::Departed => counts.inside += 1,
            What::SettlerSent => counts.in_vain += u64::from(fact.detail == 1),
            What::WrongDepartment => counts.wrong_department += 1,
            _ => {}
        }
    }

    pub(super) fn finish(&self) -> Dispatch {
        self.counts
    }
}
