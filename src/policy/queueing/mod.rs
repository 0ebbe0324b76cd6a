//! Who waits: the order in which waiting incidents get a crew that becomes free.

pub mod fifo;
pub mod priority_fifo;

use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// The order among waiting incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum QueueDiscipline {
    /// See [`priority_fifo`].
    #[default]
    PriorityFifo,
    /// See [`fifo`].
    Fifo,
}

impl QueueDiscipline {
    /// The key of a waiting incident: the least is served first. Within one priority every discipline
    /// keeps the order of arrival in the queue.
    #[inline]
    pub fn key(self, priority: u8, since: Instant, sequence: u64) -> (u64, u64, u64) {
        match self {
            QueueDiscipline::PriorityFifo => priority_fifo::key(priority, since, sequence),
            QueueDiscipline::Fifo => fifo::key(since, sequence),
        }
    }
}
