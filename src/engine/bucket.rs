//! Unordered bags of keys whose memory comes from one pool.
//!
//! A calendar has thousands of buckets and fills few at a time. Were each a vector of its own, every one
//! would keep the size of its fullest hour; chained chunks from a common free list do not.

use super::key::Key;

/// Keys in one chunk: two cache lines.
const CHUNK: usize = 8;
const NONE: u32 = u32::MAX;

/// A bag of keys in some [`Pool`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    /// The chunk filled last; the others hang below it.
    newest: u32,
    len: u32,
}

impl Bucket {
    pub(super) const EMPTY: Bucket = Bucket { newest: NONE, len: 0 };

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// The memory of all buckets.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    chunks: Vec<[Key; CHUNK]>,
    /// For each chunk the one below it, in its bucket or among the free.
    below: Vec<u32>,
    free: u32,
}

impl Default for Pool {
    fn default() -> Pool {
        Pool { chunks: Vec::new(), below: Vec::new(), free: NONE }
    }
}

impl Pool {
    #[inline]
    pub(super) fn put(&mut self, bucket: &mut Bucket, key: Key) {
        let place = bucket.len as usize % CHUNK;
        if place == 0 {
            let chunk = self.take();
            self.below[chunk as usize] = bucket.newest;
            bucket.newest = chunk;
        }
        self.chunks[bucket.newest as usize][place] = key;
        bucket.len += 1;
    }

    /// Empties the bucket into `keys`.
    #[inline]
    pub(super) fn drain(&mut self, bucket: &mut Bucket, keys: &mut Vec<Key>) {
        let mut chunk = bucket.newest;
        let mut filled = bucket.len as usize;
        while filled > 0 {
            let here = (filled - 1) % CHUNK + 1;
            keys.extend_from_slice(&self.chunks[chunk as usize][..here]);
            let below = std::mem::replace(&mut self.below[chunk as usize], self.free);
            self.free = chunk;
            chunk = below;
            filled -= here;
        }
        *bucket = Bucket::EMPTY;
    }

    /// Forgets all buckets and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.chunks.clear();
        self.below.clear();
        self.free = NONE;
    }

    #[inline]
    fn take(&mut self) -> u32 {
        let chunk = self.free;
        if chunk != NONE {
            self.free = self.below[chunk as usize];
            return chunk;
        }
        self.chunks.push([Key::NEVER; CHUNK]);
        self.below.push(NONE);
        (self.chunks.len() - 1) as u32
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        CHUNK * self.chunks.capacity() + self.below.capacity()
    }
}
