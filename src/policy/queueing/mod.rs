//! Who waits: the order in which waiting incidents get a crew that becomes free.

pub mod closest_first;
pub mod fifo;
pub mod priority_fifo;
pub mod weighted_wait;

use crate::quantity::Weight;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// The place of a waiting incident in the order: the least is served first.
pub type Turn = (u64, u64, u64);

/// The order among waiting incidents.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum QueueDiscipline {
    /// See [`priority_fifo`].
    #[default]
    PriorityFifo,
    /// See [`fifo`].
    Fifo,
    /// See [`weighted_wait`].
    WeightedWait {
        /// Weight of priority 1.
        #[serde(default = "weighted_wait::eight")]
        priority_1: Weight,
        /// Weight of priority 2.
        #[serde(default = "weighted_wait::four")]
        priority_2: Weight,
        /// Weight of priority 3.
        #[serde(default = "weighted_wait::two")]
        priority_3: Weight,
        /// Weight of priority 4.
        #[serde(default = "weighted_wait::one")]
        priority_4: Weight,
    },
    /// See [`closest_first`].
    ClosestFirst {
        /// Whether a higher priority goes first, however far.
        #[serde(default = "closest_first::yes")]
        by_priority: bool,
    },
}

impl QueueDiscipline {
    /// The turn of an incident that has waited since `since` and called as number `sequence`. Within one priority the
    /// order is that of calls, but where it depends on `seconds` of travel of the crew that has become free.
    #[inline]
    pub fn turn(&self, now: Instant, priority: u8, since: Instant, sequence: u64, seconds: f64) -> Turn {
        match *self {
            QueueDiscipline::PriorityFifo => priority_fifo::key(priority, since, sequence),
            QueueDiscipline::Fifo => fifo::key(since, sequence),
            QueueDiscipline::WeightedWait { priority_1, priority_2, priority_3, priority_4 } => {
                let weight = [priority_1, priority_2, priority_3, priority_4][usize::from(priority) - 1];
                weighted_wait::key(weight.get(), now, since, sequence)
            }
            QueueDiscipline::ClosestFirst { by_priority } => closest_first::key(by_priority, priority, seconds, sequence),
        }
    }

    /// Whether the order depends on where the free crew is.
    #[inline]
    pub fn depends_on_the_way(&self) -> bool {
        matches!(self, QueueDiscipline::ClosestFirst { .. })
    }
}
