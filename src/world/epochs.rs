//! Decision epochs of rules that collect incidents: when the next one is, which crews stand ready for it, and what comes after.

use crate::ids::CrewId;
use crate::time::Instant;

/// A crew that is kept free for the next epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    /// The crew.
    pub crew: CrewId,
    /// Whether it was out when it became free, so that it needs no time to turn out.
    pub out: bool,
    /// Whether it goes to a base if it finds nothing to do; one that has come on duty, or is back, stays.
    pub homeward: bool,
}

/// Nothing of it is used where every incident is decided on at once.
#[derive(Clone, Debug)]
pub struct Epochs {
    /// Whether an epoch is to come.
    pub pending: bool,
    /// When the last one was.
    pub last: Instant,
    /// Crews that stand ready, in the order in which they became free.
    pub ready: Vec<Ready>,
    /// While an epoch is under way, the stations whose crews it has called away from committed work.
    pub put_aside: Option<Vec<u32>>,
}

impl Default for Epochs {
    fn default() -> Epochs {
        Epochs { pending: false, last: Instant::NEVER, ready: Vec::new(), put_aside: None }
    }
}

impl Epochs {
    /// As at the beginning, keeping the memory.
    pub fn clear(&mut self) {
        (self.pending, self.last) = (false, Instant::NEVER);
        self.ready.clear();
        self.put_aside = None;
    }

    /// The crew that stands ready, if it does.
    #[inline]
    pub fn ready(&self, crew: CrewId) -> Option<&Ready> {
        self.ready.iter().find(|ready| ready.crew == crew)
    }
}
