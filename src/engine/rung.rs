//! One rung of the ladder: a stretch of time cut into equal buckets.

use super::bucket::{Bucket, Pool};
use super::key::Key;

/// A stretch of time cut into buckets of 2^shift ticks; the last also takes what lies beyond it.
#[derive(Clone, Debug, Default)]
pub(super) struct Rung {
    start: u64,
    shift: u32,
    /// Where the stretch ends, the keys of later moments being elsewhere.
    end: u64,
    /// From this moment on keys belong here; what is earlier has been handed down.
    from: u64,
    /// Buckets in use. Those past it, kept for their memory, are empty, as all are once the rung is.
    used: usize,
    next: usize,
    held: usize,
    buckets: Vec<Bucket>,
}

impl Rung {
    /// Lays an empty rung out in about `buckets`, at least 2, for `keys` in [`first`, `last`] and what else comes before
    /// `end`, and puts the keys in.
    pub(super) fn spread(&mut self, keys: &[Key], [first, last]: [u64; 2], end: u64, buckets: usize, pool: &mut Pool) {
        let bits = u64::BITS - (last - first).leading_zeros();
        self.shift = bits.saturating_sub(buckets.ilog2());
        self.used = ((last - first) >> self.shift) as usize + 1;
        (self.start, self.from, self.end) = (first, first, end);
        (self.next, self.held) = (0, 0);
        if self.buckets.len() < self.used {
            self.buckets.resize(self.used, Bucket::EMPTY);
        }
        for &key in keys {
            self.put(key, pool);
        }
    }

    /// The first moment that belongs here.
    #[inline]
    pub(super) fn from(&self) -> u64 {
        self.from
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.held == 0
    }

    /// Puts in a key not before [`Rung::from`] and before the end.
    #[inline]
    pub(super) fn put(&mut self, key: Key, pool: &mut Pool) {
        let bucket = ((key.at().0 - self.start) >> self.shift).min(self.used as u64 - 1);
        pool.put(&mut self.buckets[bucket as usize], key);
        self.held += 1;
    }

    /// Empties the next bucket that holds something into `keys`; its stretch no longer belongs here.
    #[inline]
    pub(super) fn take(&mut self, keys: &mut Vec<Key>, pool: &mut Pool) {
        while self.next < self.used && self.buckets[self.next].is_empty() {
            self.next += 1;
        }
        if self.next < self.used {
            let before = keys.len();
            pool.drain(&mut self.buckets[self.next], keys);
            self.held -= keys.len() - before;
            self.next += 1;
        }
        self.from = if self.next < self.used { self.start + ((self.next as u64) << self.shift) } else { self.end };
    }

    pub(super) fn clear(&mut self) {
        self.buckets[..self.used].fill(Bucket::EMPTY);
        self.held = 0;
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.buckets.capacity()
    }
}
