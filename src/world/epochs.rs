//! Decision epochs of rules that collect incidents: when the next one is, and which crews stand ready for it.

use crate::ids::CrewId;
use crate::time::Instant;

/// Nothing of it is used where every incident is decided on at once.
#[derive(Clone, Debug)]
pub struct Epochs {
    /// Whether an epoch is to come.
    pub pending: bool,
    /// When the last one was.
    pub last: Instant,
    /// Crews that have become free and stand ready, in that order, and whether each was out then.
    pub ready: Vec<(CrewId, bool)>,
}

impl Default for Epochs {
    fn default() -> Epochs {
        Epochs { pending: false, last: Instant::NEVER, ready: Vec::new() }
    }
}

impl Epochs {
    /// As at the beginning, keeping the memory.
    pub fn clear(&mut self) {
        (self.pending, self.last) = (false, Instant::NEVER);
        self.ready.clear();
    }

    /// Whether a crew stands ready that was out when it became free, so that it needs no time to turn out.
    #[inline]
    pub fn was_out(&self, crew: CrewId) -> bool {
        self.ready.iter().any(|(ready, out)| *ready == crew && *out)
    }
}
