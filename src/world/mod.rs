//! The state of a run, in columns. Only the handlers in `process` change it.
//!
//! Memory is kept from run to run: after the first replication nothing here allocates.

mod committed;
mod crews;
mod desks;
mod epochs;
mod incidents;
mod waiting;

pub use committed::{CommittedQueues, Piece};
pub use crews::{Answer, Crews};
pub use desks::{DeskItem, Desks};
pub use epochs::{Epochs, Ready};
pub use incidents::{Incidents, Link, Live, MOST_CREWS_PER_JOB, Stage};
pub use waiting::{Need, Waiting};

use crate::scenario::Model;

/// Most incidents open at once.
const MOST_OPEN: usize = 1_000_000;
/// Most entries in the queues of all desks, and most pieces of committed work that wait.
const MOST_ENTRIES: usize = 20_000_000;

/// Everything that changes during a run.
#[derive(Clone, Debug)]
pub struct World {
    /// Crews.
    pub crews: Crews,
    /// Incidents that are open.
    pub incidents: Incidents,
    /// Incidents that wait for a crew.
    pub waiting: Waiting,
    /// Decision epochs, where the rule has any.
    pub epochs: Epochs,
    /// Desks and their queues.
    pub desks: Desks,
    /// Committed work that waits.
    pub committed: CommittedQueues,
}

impl World {
    /// An empty world of the size of `model`.
    pub fn new(model: &Model) -> World {
        World {
            crews: Crews::new(model),
            incidents: Incidents::default(),
            waiting: Waiting::new(model),
            epochs: Epochs::default(),
            desks: Desks::new(model),
            committed: CommittedQueues::new(model.workforce.stations.len()),
        }
    }

    /// What has grown beyond what a run can hold, with the bound.
    pub fn overflow(&self) -> Option<(&'static str, usize)> {
        let held = [
            (self.incidents.open_count(), MOST_OPEN, "open incidents"),
            (self.desks.entries(), MOST_ENTRIES, "entries in the queues at desks"),
            (self.committed.entries(), MOST_ENTRIES, "pieces of committed work that wait"),
        ];
        held.into_iter().find(|(count, most, _)| count > most).map(|(_, most, what)| (what, most))
    }

    /// Back to the beginning, keeping the memory.
    pub fn reset(&mut self, model: &Model) {
        self.crews.reset(model);
        self.incidents.clear();
        self.waiting.clear();
        self.epochs.clear();
        self.desks.clear();
        self.committed.clear();
    }
}
