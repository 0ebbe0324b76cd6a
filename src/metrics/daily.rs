//! Day by day, warm-up included, drain not: reports, backlog, the queue for crews, orders asked for and finished,
//! travel. What happens at midnight belongs to the day that begins.

use super::Dimensions;
use super::flow::Step;
use crate::record::{Fact, What};
use crate::time::Instant;

/// One day of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Day {
    /// Incidents reported.
    pub reported: u64,
    /// Orders that asked for a crew for the first time.
    pub demanded: u64,
    /// Orders that a crew finished.
    pub served: u64,
    /// Crews that arrived.
    pub arrivals: u64,
    /// Their travel times in ticks, summed.
    pub travel: u64,
    /// Open incidents at its end.
    pub backlog: u64,
    /// Incidents waiting for a crew at its end.
    pub waiting: u64,
    /// The cell of the first level in which most of those wait, the lowest of equals.
    pub worst_cell: Option<u32>,
}

/// Follows the days.
#[derive(Clone, Debug)]
pub(super) struct Diary {
    days: Vec<Day>,
    today: usize,
    midnight: Instant,
    backlog: u64,
    waiting: u64,
    waiting_in: Vec<u64>,
    departed: Vec<Instant>,
}

impl Diary {
    pub(super) fn new(dimensions: &Dimensions) -> Diary {
        Diary {
            days: vec![Day::default(); dimensions.days as usize],
            today: 0,
            midnight: Instant::midnight(1),
            backlog: 0,
            waiting: 0,
            waiting_in: vec![0; dimensions.levels.first().map_or(0, |level| level.cells.len())],
            departed: vec![Instant::NEVER; dimensions.crews.len()],
        }
    }

    pub(super) fn reset(&mut self) {
        self.days.fill(Day::default());
        (self.today, self.midnight, self.backlog, self.waiting) = (0, Instant::midnight(1), 0, 0);
        self.waiting_in.fill(0);
        self.departed.fill(Instant::NEVER);
    }

    /// Ends the days that are over at `at`.
    #[inline(always)]
    pub(super) fn advance(&mut self, at: Instant) {
        if at >= self.midnight {
            self.end_days(at);
        }
    }

    #[cold]
    fn end_days(&mut self, at: Instant) {
        while at >= self.midnight && self.today < self.days.len() {
            let worst = self.waiting_in.iter().enumerate().rev().max_by_key(|(_, waiting)| **waiting);
            let day = &mut self.days[self.today];
            (day.backlog, day.waiting) = (self.backlog, self.waiting);
            day.worst_cell = worst.filter(|(_, waiting)| **waiting > 0).map(|(cell, _)| cell as u32);
            self.today += 1;
            self.midnight = Instant::midnight(self.today as u64 + 1);
        }
        if self.today == self.days.len() {
            self.midnight = Instant::NEVER;
        }
    }

    /// The present day, until the last is over.
    fn today(&mut self) -> Option<&mut Day> {
        self.days.get_mut(self.today)
    }

    pub(super) fn reported(&mut self) {
        self.backlog += 1;
        if let Some(day) = self.today() {
            day.reported += 1;
        }
    }

    pub(super) fn departed(&mut self, fact: &Fact) {
        self.departed[fact.actor as usize] = fact.at;
    }

    pub(super) fn arrived(&mut self, fact: &Fact) {
        let departed = std::mem::replace(&mut self.departed[fact.actor as usize], Instant::NEVER);
        if let Some(day) = self.today()
            && departed.happens()
        {
            day.arrivals += 1;
            day.travel += fact.at.since(departed).0;
        }
    }

    /// What a fact meant for the queue for crews and the backlog.
    pub(super) fn step(&mut self, fact: &Fact, step: &Step) {
        if step.awaits {
            self.waiting += 1;
            if let Some(cell) = self.waiting_in.get_mut(step.cell as usize) {
                *cell += 1;
            }
        }
        if step.awaited.is_some() {
            self.waiting = self.waiting.saturating_sub(1);
            if let Some(cell) = self.waiting_in.get_mut(step.cell as usize) {
                *cell = cell.saturating_sub(1);
            }
        }
        if matches!(fact.what, What::Closed | What::Lost) {
            self.backlog = self.backlog.saturating_sub(1);
        }
        if let Some(day) = self.today() {
            day.demanded += u64::from(step.asked);
            day.served += u64::from(step.served);
        }
    }

    pub(super) fn finish(&mut self, end: Instant) -> Vec<Day> {
        self.advance(end);
        self.days.clone()
    }
}
