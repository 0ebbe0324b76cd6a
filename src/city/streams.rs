//! The random numbers of a city: one stream for each thing that is drawn once, whatever runs.

use crate::random::{Key, Purpose};

/// The streams of [`Purpose::City`].
#[derive(Clone, Copy)]
pub enum Stream {
    /// Where the smallest areas lie.
    Sites = 0,
    /// How many people live in each.
    Residents = 1,
    /// Which areas are of which kind.
    Kinds = 2,
    /// Where stations are scattered.
    Stations = 3,
}

impl Stream {
    /// This stream for a city's seed.
    pub fn of(self, seed: u64) -> rand_chacha::ChaCha8Rng {
        Key { seed, replication: 0 }.stream(Purpose::City, self as u32)
    }
}
