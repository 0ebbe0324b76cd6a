//! A ladder queue: what is far is sorted only when it comes near, and then in handfuls.
//!
//! After Tang, Goh and Thng, "Ladder Queue: An O(1) Priority Queue Structure for Large-Scale Discrete
//! Event Simulation" (2005). From far to near: the *top*, an unsorted heap of all that is beyond the rungs;
//! the *rungs*, each a bucket of the one above cut finer; the *run*, the sorted content of one bucket.
//! Three things differ. Buckets are powers of two wide, so that finding one is a shift. What is scheduled
//! within the stretch of the run goes to a small heap beside it instead of into it, so that many events of
//! one moment cost no more than a heap would. And with few pending that heap is all there is.

use super::bucket::Pool;
use super::heap::Heap;
use super::key::Key;
use super::rung::Rung;
use super::sort::sort;

/// A bucket of at most so many keys is sorted, a fuller one cut finer.
const SORTED: usize = 32;
/// How many keys a bucket should hold when it comes near.
const PER_BUCKET: u128 = 6;
/// When the heap holds more than this and twice the run, both go back to the ladder.
const NEAR: usize = 64;

/// The ladder queue of keys. All keys are before [`Key::NEVER`] in time.
#[derive(Clone, Debug)]
pub(super) struct Ladder {
    /// Sorted; what is before `taken` is gone.
    run: Vec<Key>,
    taken: usize,
    near: Heap,
    /// More in `near` than this sends it to the ladder.
    limit: usize,
    /// Run and heap hold exactly what is before this moment, rungs and top what is not. With few pending: the end of time.
    horizon: u64,
    /// From coarse to fine; those past `depth` are empty and kept for their memory.
    rungs: Vec<Rung>,
    depth: usize,
    /// From this moment on keys go to the top.
    top_from: u64,
    top: Vec<Key>,
    pool: Pool,
    /// Keys taken so far; and how many they were, and at what moment, when the outermost rung was laid out.
    count: u64,
    cut_at: (u64, u64),
}

impl Default for Ladder {
    fn default() -> Ladder {
        Ladder {
            run: Vec::new(),
            taken: 0,
            near: Heap::default(),
            limit: NEAR,
            horizon: u64::MAX,
            rungs: Vec::new(),
            depth: 0,
            top_from: u64::MAX,
            top: Vec::new(),
            pool: Pool::default(),
            count: 0,
            cut_at: (0, 0),
        }
    }
}

impl Ladder {
    /// The least key, or [`Key::NEVER`].
    #[inline(always)]
    pub(super) fn first(&mut self) -> Key {
        let first = self.nearest();
        if first == Key::NEVER && self.horizon != u64::MAX {
            self.refill();
            return self.nearest();
        }
        first
    }

    /// Takes out `first`, which [`Ladder::first`] has just given.
    #[inline(always)]
    pub(super) fn take(&mut self, first: Key) {
        self.count += 1;
        if self.run.get(self.taken) == Some(&first) {
            self.taken += 1;
        } else {
            self.near.pop();
        }
    }

    #[inline]
    pub(super) fn push(&mut self, key: Key) {
        let at = key.at().0;
        if at < self.horizon {
            self.near.push(key);
            if self.near.len() > self.limit {
                self.give_back();
            }
        } else if at >= self.top_from {
            self.top.push(key);
        } else if let Some(rung) = self.rungs[..self.depth].iter_mut().find(|rung| at >= rung.from()) {
            rung.put(key, &mut self.pool);
        }
    }

    /// Takes all keys out and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.run.clear();
        self.taken = 0;
        self.near.clear();
        self.limit = NEAR;
        self.horizon = u64::MAX;
        self.rungs[..self.depth].iter_mut().for_each(Rung::clear);
        self.depth = 0;
        self.top_from = u64::MAX;
        self.top.clear();
        self.pool.clear();
        self.count = 0;
        self.cut_at = (0, 0);
    }

    #[inline(always)]
    fn nearest(&mut self) -> Key {
        let run = self.run.get(self.taken).copied().unwrap_or(Key::NEVER);
        run.min(self.near.first())
    }

    /// Brings the next bucket near, run and heap being empty.
    #[inline(never)]
    fn refill(&mut self) {
        self.run.clear();
        self.taken = 0;
        self.limit = NEAR;
        while self.depth > 0 && self.rungs[self.depth - 1].is_empty() {
            self.depth -= 1;
        }
        if self.depth == 0 {
            std::mem::swap(&mut self.run, &mut self.top);
            if self.run.len() <= SORTED {
                (self.horizon, self.top_from) = (u64::MAX, u64::MAX);
                self.run.sort_unstable();
                return;
            }
            self.top_from = stretch(&self.run)[1] + 1;
            self.horizon = self.top_from;
        } else {
            self.lower();
        }
        while self.run.len() > SORTED && self.cut() {
            self.lower();
        }
        sort(&mut self.run);
        self.limit = NEAR.max(2 * self.run.len());
    }

    /// Takes the next bucket of the finest rung as the run.
    fn lower(&mut self) {
        let rung = &mut self.rungs[self.depth - 1];
        rung.take(&mut self.run, &mut self.pool);
        self.horizon = rung.from();
    }

    /// Turns the run into a rung up to the horizon, unless it is all of one moment.
    fn cut(&mut self) -> bool {
        let [first, last] = stretch(&self.run);
        if first == last {
            return false;
        }
        let buckets = self.buckets([first, last]);
        if self.depth == self.rungs.len() {
            self.rungs.push(Rung::default());
        }
        self.rungs[self.depth].spread(&self.run, [first, last], self.horizon, buckets, &mut self.pool);
        self.depth += 1;
        self.run.clear();
        self.horizon = first;
        true
    }

    /// In how many buckets to cut the run. The outermost rung will see many more keys than it begins with,
    /// so its width follows from how many were taken since the last one was laid out.
    fn buckets(&mut self, [first, last]: [u64; 2]) -> usize {
        let keys = self.run.len();
        if self.depth > 0 {
            return keys / 4;
        }
        let (count, at) = std::mem::replace(&mut self.cut_at, (self.count, first));
        let (taken, elapsed) = (u128::from(self.count - count), u128::from(first.saturating_sub(at)));
        let ideal = u128::from(last - first) * taken / (elapsed * PER_BUCKET).max(1);
        ideal.clamp(keys as u128 / 4, keys as u128 * 4) as usize
    }

    /// Empties run and heap, which has outgrown its use, into the ladder.
    #[cold]
    fn give_back(&mut self) {
        self.run.drain(..self.taken);
        self.taken = 0;
        self.near.drain(&mut self.run);
        if self.horizon == u64::MAX {
            self.top.append(&mut self.run);
            (self.horizon, self.top_from) = (0, 0);
        } else if !self.cut() {
            self.run.sort_unstable();
            self.limit = 2 * self.run.len();
        }
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        let rungs: usize = self.rungs.iter().map(Rung::capacity).sum();
        self.run.capacity() + self.top.capacity() + self.near.capacity() + self.pool.capacity() + rungs
    }
}

/// The first and the last moment of some keys.
fn stretch(keys: &[Key]) -> [u64; 2] {
    keys.iter().fold([u64::MAX, 0], |[first, last], key| [first.min(key.at().0), last.max(key.at().0)])
}
