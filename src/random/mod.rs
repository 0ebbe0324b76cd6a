//! Random numbers: named streams, and one uniform per attribute of an incident.
//!
//! Everything random is a pure function of (seed, replication, purpose, entity, position), never of what
//! was drawn before elsewhere. So two structures that serve the same incidents see the same luck
//! (common random numbers), and any incident's draws can be repeated alone.

mod choice;
mod distribution;
pub mod gamma;
mod gamma_table;
mod marks;
pub mod maths;
pub mod normal;
mod poisson;
mod sampler;
#[cfg(test)]
mod tests;

pub use choice::Choice;
pub use distribution::Distribution;
pub use marks::{Attribute, MarkStream, Marks};
pub use poisson::{poisson, poisson_probability};
pub use sampler::Sampler;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream is for. The numbers are part of the stream scheme: never reuse one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Purpose {
    /// When incidents occur.
    Arrivals = 1,
    /// The attributes of incidents.
    Marks = 2,
    /// When surges strike.
    Surges = 3,
    /// Committed work.
    Committed = 5,
    /// Requests that subordinates raise at a desk.
    Requests = 6,
    /// Attributes beyond those kept with the incident.
    Overflow = 7,
    /// A rule that chooses at random.
    Dispatch = 8,
    /// The generated city.
    City = 9,
    /// Futures that a rule looks at.
    Futures = 10,
    /// Points of an experiment's design.
    Design = 20,
}

/// The key of one replication, from which all its streams follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    /// The scenario's seed.
    pub seed: u64,
    /// The replication, counting from 0.
    pub replication: u32,
}

/// Version of the stream scheme: what is drawn where. Results carry it, so that those of two schemes are not put together.
pub const SCHEME: u64 = 2;

/// Part of every key. Another number would give all streams other luck, those too that a new scheme leaves as they are.
const FAMILY: u64 = 1;

impl Key {
    /// The stream for `purpose` and `entity`: ChaCha with 8 rounds, the key from (seed, replication, family),
    /// the 64-bit stream number from (purpose, entity).
    pub fn stream(self, purpose: Purpose, entity: u32) -> ChaCha8Rng {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&self.seed.to_le_bytes());
        key[8..16].copy_from_slice(&u64::from(self.replication).to_le_bytes());
        key[16..24].copy_from_slice(&FAMILY.to_le_bytes());
        let mut stream = ChaCha8Rng::from_seed(key);
        stream.set_stream((purpose as u64) << 32 | u64::from(entity));
        stream
    }
}

impl Key {
    /// The key of a future that a rule looks at when it decides about an incident: the same for the same decision, and apart
    /// from all that happens in the replication.
    pub fn of_future(self, incident: u64, offers: u32, future: u32) -> Key {
        let mut stream = self.stream(Purpose::Futures, future);
        stream.set_word_pos(u128::from(incident) << 16 | u128::from(offers.min(0x7fff)) << 1);
        Key { seed: stream.next_u64(), replication: self.replication }
    }
}

/// A uniform number in (0, 1) from 64 random bits, never 0 nor 1.
#[inline]
pub fn unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// A uniform number in (0, 1) from 32 random bits, never 0 nor 1.
#[inline]
pub fn unit32(bits: u32) -> f64 {
    (f64::from(bits) + 0.5) * (1.0 / (1u64 << 32) as f64)
}
