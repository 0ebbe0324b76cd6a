//! Queues over time: length, wait and longest for every desk and for crews, clerks at work, crews serving.
//!
//! Averages over time run over the window. Waits are those of the entries within it, however long they lasted;
//! who still waits when the run ends counts with the time so far.

use super::flow::Step;
use super::{Dimensions, Window};
use crate::record::{Fact, What};
use crate::time::Instant;

/// A number of things as it changes, integrated over a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct OverTime {
    length: u64,
    since: Instant,
    area: u128,
    max: u64,
}

impl OverTime {
    fn advance(&mut self, at: Instant, window: Window) {
        let ticks = window.overlap(self.since, at).0;
        if ticks > 0 {
            self.area += u128::from(self.length) * u128::from(ticks);
            self.max = self.max.max(self.length);
        }
        self.since = at;
    }

    fn rise(&mut self, at: Instant, window: Window) {
        self.advance(at, window);
        self.length += 1;
    }

    fn fall(&mut self, at: Instant, window: Window) {
        self.advance(at, window);
        self.length = self.length.saturating_sub(1);
    }
}

/// One queue of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct QueueTotals {
    /// Entries.
    pub entries: u64,
    /// Their waits in ticks, summed.
    pub waits: u128,
    /// Length × ticks.
    pub area: u128,
    /// The greatest length that lasted.
    pub max: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Queue {
    length: OverTime,
    totals: QueueTotals,
}

impl Queue {
    fn leave(&mut self, entered: Instant, at: Instant, window: Window) {
        self.length.fall(at, window);
        self.wait(entered, at, window);
    }

    fn wait(&mut self, entered: Instant, until: Instant, window: Window) {
        if window.contains(entered) {
            self.totals.entries += 1;
            self.totals.waits += u128::from(until.since(entered).0);
        }
    }

    fn finish(mut self, end: Instant, window: Window) -> QueueTotals {
        self.length.advance(end, window);
        QueueTotals { area: self.length.area, max: self.length.max, ..self.totals }
    }
}

/// One desk of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct DeskTotals {
    /// Incidents waiting.
    pub queue: QueueTotals,
    /// Subordinates' requests waiting × ticks.
    pub requests: u128,
    /// Clerks at work × ticks, requests included, people on call not.
    pub clerks: u128,
}

#[derive(Clone, Copy, Debug, Default)]
struct Desk {
    queue: Queue,
    requests: OverTime,
    clerks: OverTime,
}

/// All queues of one replication.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Queues {
    /// By [`crate::ids::DeskId`].
    pub desks: Vec<DeskTotals>,
    /// The queue for crews.
    pub crew: QueueTotals,
    /// Ticks during which exactly k crews served, k from 0 to the number of crews.
    pub serving: Vec<u64>,
}

/// Follows the queues.
#[derive(Clone, Debug)]
pub(super) struct Queueing {
    window: Window,
    desks: Vec<Desk>,
    crew: Queue,
    serving: Vec<u64>,
    serving_now: usize,
    serving_since: Instant,
}

impl Queueing {
    pub(super) fn new(dimensions: &Dimensions) -> Queueing {
        Queueing {
            window: dimensions.window(),
            desks: vec![Desk::default(); dimensions.desks.len()],
            crew: Queue::default(),
            serving: vec![0; dimensions.crews.len() + 1],
            serving_now: 0,
            serving_since: Instant::ZERO,
        }
    }

    pub(super) fn reset(&mut self) {
        self.desks.fill(Desk::default());
        self.crew = Queue::default();
        self.serving.fill(0);
        (self.serving_now, self.serving_since) = (0, Instant::ZERO);
    }

    pub(super) fn step(&mut self, fact: &Fact, step: &Step) {
        let (at, window) = (fact.at, self.window);
        if let Some((desk, since)) = step.left_desk {
            self.desks[desk as usize].queue.leave(since, at, window);
        }
        if step.awaits {
            self.crew.length.rise(at, window);
        }
        if let Some(since) = step.awaited {
            self.crew.leave(since, at, window);
        }
    }

    /// What a fact meant for the queues and clerks of the desk that it names.
    pub(super) fn desk(&mut self, fact: &Fact) {
        let (at, window, actor, on_call) = (fact.at, self.window, fact.actor as usize, fact.detail == 1);
        match fact.what {
            What::DeskQueued => self.desks[actor].queue.length.rise(at, window),
            What::DeskStarted | What::DeskDone if on_call => {}
            What::DeskStarted => self.desks[actor].clerks.rise(at, window),
            What::DeskDone | What::RequestDone => self.desks[actor].clerks.fall(at, window),
            What::RequestQueued => self.desks[actor].requests.rise(at, window),
            What::RequestStarted => {
                self.desks[actor].requests.fall(at, window);
                self.desks[actor].clerks.rise(at, window);
            }
            _ => {}
        }
    }

    /// A crew went from not serving to serving, or back.
    pub(super) fn serves(&mut self, at: Instant, now: bool) {
        self.serving[self.serving_now] += self.window.overlap(self.serving_since, at).0;
        self.serving_since = at;
        self.serving_now = if now { self.serving_now + 1 } else { self.serving_now.saturating_sub(1) };
    }

    pub(super) fn finish(
        &self,
        end: Instant,
        at_desks: impl Iterator<Item = (u32, Instant)>,
        awaiting_crew: impl Iterator<Item = Instant>,
    ) -> Queues {
        let (mut desks, mut crew, window) = (self.desks.clone(), self.crew, self.window);
        at_desks.for_each(|(desk, since)| desks[desk as usize].queue.wait(since, end, window));
        awaiting_crew.for_each(|since| crew.wait(since, end, window));
        let mut serving = self.serving.clone();
        serving[self.serving_now] += window.overlap(self.serving_since, end).0;
        let desks = desks.into_iter().map(|mut desk| {
            desk.requests.advance(end, window);
            desk.clerks.advance(end, window);
            DeskTotals { queue: desk.queue.finish(end, window), requests: desk.requests.area, clerks: desk.clerks.area }
        });
        Queues { desks: desks.collect(), crew: crew.finish(end, window), serving }
    }
}
