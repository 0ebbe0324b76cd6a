//! What a fold keeps about each incident that has not ended yet.
//!
//! A column by the incident's slot among those open at once: a fact finds its entry without a search, and memory
//! is only for what is open. Slots are reused, so each entry knows its incident.

/// No incident.
const EMPTY: u64 = u64::MAX;

/// Values by slot, for incidents that are open.
#[derive(Clone, Debug, Default)]
pub struct LiveTable<T> {
    entries: Vec<(u64, T)>,
}

impl<T: Copy + Default> LiveTable<T> {
    /// Forgets all, keeping the memory.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// All incidents with their values, by rising slot.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &T)> {
        self.entries.iter().filter(|(incident, _)| *incident != EMPTY).map(|(incident, value)| (*incident, value))
    }

    /// The value of `incident`, if that is what `slot` holds.
    #[inline]
    pub fn get_mut(&mut self, slot: u32, incident: u64) -> Option<&mut T> {
        let (held, value) = self.entries.get_mut(slot as usize)?;
        (*held == incident && incident != EMPTY).then_some(value)
    }

    /// Puts an incident into a slot; returns whether the slot was taken.
    #[inline]
    pub fn insert(&mut self, slot: u32, incident: u64, value: T) -> bool {
        assert!(incident != EMPTY, "{incident} is not the number of an incident");
        let slot = slot as usize;
        if slot >= self.entries.len() {
            self.entries.resize(slot + 1, (EMPTY, T::default()));
        }
        std::mem::replace(&mut self.entries[slot], (incident, value)).0 != EMPTY
    }

    /// Takes an incident out of its slot.
    #[inline]
    pub fn remove(&mut self, slot: u32, incident: u64) {
        if let Some(entry) = self.entries.get_mut(slot as usize)
            && entry.0 == incident
        {
            entry.0 = EMPTY;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_reused_and_hold_one_incident_at_a_time() {
        let mut table = LiveTable::<u64>::default();
        assert!(!table.insert(3, 70, 1) && !table.insert(0, 71, 2));
        assert!(table.insert(3, 72, 5), "the slot was taken");
        assert_eq!(table.iter().collect::<Vec<_>>(), [(71, &2), (72, &5)]);
        for (slot, incident) in [(3, 70), (0, 72), (9, 9)] {
            assert_eq!(table.get_mut(slot, incident), None);
        }
        table.remove(3, 70);
        assert_eq!(table.get_mut(3, 72), Some(&mut 5));
        table.remove(3, 72);
        assert!(table.get_mut(3, 72).is_none() && !table.insert(3, 73, 0));
    }

    #[test]
    fn a_fact_without_an_incident_finds_none() {
        let mut table = LiveTable::<u64>::default();
        table.insert(1, 3, 1);
        for slot in [0, u32::MAX] {
            assert_eq!(table.get_mut(slot, EMPTY), None);
        }
        table.clear();
        assert!(table.iter().next().is_none() && table.get_mut(1, 3).is_none());
    }
}
