//! What is still to come: a plain list, looked through from end to end.

use gridgov::time::Instant;

/// Something that is to happen. Cases, crews and desks are meant by their numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// Clerks come or go.
    Staff,
    /// A crew comes or goes.
    Duty,
    /// A case's present stage is over.
    Case(usize),
    /// What a crew is doing is over.
    Crew(usize),
    /// A crew's break falls due.
    Break(usize),
    /// A subordinate raises a request at a desk.
    Request(usize),
    /// A clerk of a desk is done with a request.
    RequestDone(usize),
    /// A piece of committed work falls due.
    Committed,
    /// An incident is reported.
    Report,
    /// Crews from outside the district may be asked for a case.
    Outside(usize),
    /// All who wait are matched with crews.
    Epoch,
    /// The patience of a case's reporter ends.
    Patience(usize),
}

impl Event {
    /// Its place among events of the same moment.
    fn class(self) -> u8 {
        match self {
            Event::Staff => 0,
            Event::Duty => 1,
            Event::Case(_) => 2,
            Event::Crew(_) => 3,
            Event::Break(_) => 4,
            Event::Request(_) => 5,
            Event::RequestDone(_) => 6,
            Event::Committed => 7,
            Event::Report => 8,
            Event::Outside(_) => 9,
            Event::Epoch => 10,
            Event::Patience(_) => 11,
        }
    }
}

/// The list.
#[derive(Default)]
pub struct Agenda {
    entries: Vec<(Instant, u8, u64, Event)>,
    sequence: u64,
}

impl Agenda {
    /// Something will happen at `at`.
    pub fn add(&mut self, at: Instant, event: Event) {
        self.sequence += 1;
        self.entries.push((at, event.class(), self.sequence, event));
    }

    /// It will not happen after all.
    pub fn cancel(&mut self, event: Event) {
        self.entries.retain(|entry| entry.3 != event);
    }

    /// When the next thing happens.
    pub fn next_at(&self) -> Option<Instant> {
        self.entries.iter().map(|entry| entry.0).min()
    }

    /// Takes the next: by time, then class, then the order in which they were added.
    pub fn take(&mut self) -> Option<(Instant, Event)> {
        let first = (0..self.entries.len()).min_by_key(|i| {
            let (at, class, sequence, _) = self.entries[*i];
            (at, class, sequence)
        })?;
        let (at, _, _, event) = self.entries.remove(first);
        Some((at, event))
    }
}
