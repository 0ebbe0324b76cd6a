//! The state of a run, in columns. Only the handlers in `process` change it.
//!
//! Memory is kept from run to run: after the first replication nothing here allocates.

mod committed;
mod crews;
mod desks;
mod incidents;
mod waiting;

pub use committed::{CommittedQueues, Piece};
pub use crews::Crews;
pub use desks::{DeskItem, Desks};
pub use incidents::{Incidents, Link, Live, MOST_CREWS_PER_JOB, Stage};
pub use waiting::{Need, Waiting};

use crate::scenario::Model;

/// Everything that changes during a run.
#[derive(Debug)]
pub struct World {
    /// Crews.
    pub crews: Crews,
    /// Incidents that are open.
    pub incidents: Incidents,
    /// Incidents that wait for a crew.
    pub waiting: Waiting,
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
            desks: Desks::new(model),
            committed: CommittedQueues::new(model.workforce.stations.len()),
        }
    }

    /// Back to the beginning, keeping the memory.
    pub fn reset(&mut self, model: &Model) {
        self.crews.reset(model);
        self.incidents.clear();
        self.waiting.clear();
        self.desks.clear();
        self.committed.clear();
    }
}
