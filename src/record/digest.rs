//! A fingerprint of everything that happened, to tell whether two runs were the same.

use super::{Fact, Observer, Outcome};

/// A running 64-bit hash over facts, fold by fold over explicit integers, so that it is the same on every
/// machine. Not cryptographic: it guards against accidents, not against malice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Digest(u64);

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

impl Default for Digest {
    fn default() -> Self {
        Digest(0x6772_6964_676F_7631)
    }
}

impl Digest {
    /// Folds one word in.
    #[inline(always)]
    pub fn fold(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * u128::from(MULTIPLIER);
        self.0 = (product as u64 ^ (product >> 64) as u64).rotate_left(23).wrapping_add(word);
    }

    /// The fingerprint so far.
    pub const fn value(self) -> u64 {
        self.0
    }
}

impl Observer for Digest {
    #[inline(always)]
    fn fact(&mut self, fact: &Fact) {
        self.fold(fact.at.0);
        self.fold(u64::from(fact.what as u8) << 32 | u64::from(fact.actor));
        self.fold(fact.incident ^ fact.detail.rotate_left(32));
    }

    fn outcome(&mut self, outcome: &Outcome) {
        for milestone in outcome.milestones {
            self.fold(milestone.0);
        }
        self.fold(outcome.end as u64);
    }
}
