//! Keeps the outcomes of some incidents, to set them beside those of another run.

use crate::record::{Observer, Outcome};

/// The outcomes of the incidents that were asked for.
#[derive(Clone, Debug)]
pub struct Kept {
    /// In ascending order.
    wanted: Vec<u64>,
    found: Vec<Outcome>,
}

impl Kept {
    /// Of incidents by their number in the trace.
    pub fn of(incidents: impl Iterator<Item = u64>) -> Kept {
        let mut wanted: Vec<u64> = incidents.collect();
        wanted.sort_unstable();
        Kept { wanted, found: Vec::new() }
    }

    /// The outcome of one of them.
    pub fn get(&self, incident: u64) -> Option<&Outcome> {
        self.found.iter().find(|outcome| outcome.incident == incident)
    }
}

impl Observer for Kept {
    fn outcome(&mut self, outcome: &Outcome) {
        if self.wanted.binary_search(&outcome.incident).is_ok() {
            self.found.push(*outcome);
        }
    }
}
