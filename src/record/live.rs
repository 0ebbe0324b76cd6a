//! What a fold keeps about each incident that has not ended yet.
//!
//! An open-addressing table from incident numbers to small `Copy` values: constant work per fact, memory only
//! for what is open at once, and no order that depends on anything but the numbers. Not a general map.

const EMPTY: u64 = u64::MAX;

/// A table of the incidents that are open.
#[derive(Clone, Debug)]
pub struct LiveTable<T> {
    keys: Vec<u64>,
    values: Vec<T>,
    len: usize,
    shift: u32,
}

impl<T: Copy + Default> Default for LiveTable<T> {
    fn default() -> Self {
        LiveTable::with_bits(8)
    }
}

impl<T: Copy + Default> LiveTable<T> {
    fn with_bits(bits: u32) -> Self {
        LiveTable { keys: vec![EMPTY; 1 << bits], values: vec![T::default(); 1 << bits], len: 0, shift: 64 - bits }
    }

    /// How many incidents are in it.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no incident is in it.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Removes all, keeping the memory.
    pub fn clear(&mut self) {
        self.keys.fill(EMPTY);
        self.len = 0;
    }

    /// All incidents with their values, in an order that depends only on what was done to the table.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &T)> {
        self.keys.iter().zip(&self.values).filter(|(key, _)| **key != EMPTY).map(|(key, value)| (*key, value))
    }

    /// The value of `incident`.
    #[inline]
    pub fn get_mut(&mut self, incident: u64) -> Option<&mut T> {
        let at = self.find(incident);
        (self.keys[at] == incident && incident != EMPTY).then(|| &mut self.values[at])
    }

    /// Puts `incident` in, or replaces its value. Returns whether it was there before.
    pub fn insert(&mut self, incident: u64, value: T) -> bool {
        assert!(incident != EMPTY, "{incident} is not the number of an incident");
        if self.len * 2 >= self.keys.len() {
            self.grow();
        }
        let at = self.find(incident);
        let known = self.keys[at] == incident;
        self.keys[at] = incident;
        self.values[at] = value;
        self.len += usize::from(!known);
        known
    }

    /// Takes `incident` out.
    pub fn remove(&mut self, incident: u64) -> Option<T> {
        let value = *self.get_mut(incident)?;
        let mask = self.keys.len() - 1;
        let mut hole = self.find(incident);
        let mut next = (hole + 1) & mask;
        while self.keys[next] != EMPTY {
            let distance = next.wrapping_sub(self.home(self.keys[next])) & mask;
            if distance >= next.wrapping_sub(hole) & mask {
                self.keys[hole] = self.keys[next];
                self.values[hole] = self.values[next];
                hole = next;
            }
            next = (next + 1) & mask;
        }
        self.keys[hole] = EMPTY;
        self.len -= 1;
        Some(value)
    }

    /// Fibonacci hashing: incidents that are open at once have nearby numbers, and this spreads those evenly.
    #[inline]
    fn home(&self, incident: u64) -> usize {
        (incident.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    #[inline]
    fn find(&self, incident: u64) -> usize {
        let mut at = self.home(incident);
        while self.keys[at] != incident && self.keys[at] != EMPTY {
            at = (at + 1) & (self.keys.len() - 1);
        }
        at
    }

    fn grow(&mut self) {
        let mut larger = LiveTable::with_bits(64 - self.shift + 1);
        for (incident, value) in self.iter() {
            larger.insert(incident, *value);
        }
        *self = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_does_what_a_map_does(steps in prop::collection::vec((0u64..600, any::<bool>()), 0..3_000)) {
            let (mut table, mut map) = (LiveTable::<u64>::default(), BTreeMap::new());
            for (i, (incident, insert)) in steps.into_iter().enumerate() {
                if insert {
                    prop_assert_eq!(table.insert(incident, i as u64), map.insert(incident, i as u64).is_some());
                } else {
                    prop_assert_eq!(table.remove(incident), map.remove(&incident));
                }
                prop_assert_eq!(table.len(), map.len());
            }
            let mut rest: Vec<(u64, u64)> = table.iter().map(|(k, v)| (k, *v)).collect();
            rest.sort_unstable();
            prop_assert_eq!(rest, map.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_fact_without_an_incident_finds_none() {
        let mut table = LiveTable::<u64>::default();
        table.insert(3, 1);
        assert_eq!(table.get_mut(EMPTY), None);
        assert_eq!(table.get_mut(3), Some(&mut 1));
        table.clear();
        assert!(table.is_empty() && table.get_mut(3).is_none());
    }
}
