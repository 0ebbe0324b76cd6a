//! Finds the incidents that missed the primary target by most.

use super::Among;
use super::verdict::verdict;
use crate::metrics::Dimensions;
use crate::record::{Observer, Outcome};

/// Keeps the worst `most` incidents of a replication: first those that were never reached, the longest
/// waiting first, then by lateness. Ties go to the lower number.
#[derive(Clone, Debug)]
pub struct Worst<'a> {
    dimensions: &'a Dimensions,
    among: &'a Among,
    most: usize,
    found: Vec<(Rank, Outcome)>,
    measured: u64,
}

/// Smaller is worse.
pub type Rank = (bool, u64, u64);

impl<'a> Worst<'a> {
    /// The worst `most` among those, by the primary target of `dimensions`.
    pub fn new(dimensions: &'a Dimensions, among: &'a Among, most: usize) -> Worst<'a> {
        Worst { dimensions, among, most, found: Vec::new(), measured: 0 }
    }

    /// Those found, the worst first.
    pub fn outcomes(&self) -> impl ExactSizeIterator<Item = &Outcome> {
        self.found.iter().map(|(_, outcome)| outcome)
    }

    /// How many measured incidents were looked at, late or not.
    pub fn measured(&self) -> u64 {
        self.measured
    }
}

/// Whether an incident counts by the targets.
pub(super) fn is_measured(outcome: &Outcome, dimensions: &Dimensions) -> bool {
    !outcome.self_found && dimensions.window().contains(outcome.reported)
}

/// How bad it went by the primary target, smaller being worse; `None` for an incident that is not measured or met it.
pub fn late_first(outcome: &Outcome, dimensions: &Dimensions) -> Option<Rank> {
    if !is_measured(outcome, dimensions) {
        return None;
    }
    let verdict = verdict(outcome, &dimensions.targets, dimensions.targets.primary);
    verdict.cause?;
    Some(match verdict.late_by() {
        None => (false, outcome.reported.0, outcome.incident),
        Some(late) => (true, u64::MAX - late.0, outcome.incident),
    })
}

impl Observer for Worst<'_> {
    fn outcome(&mut self, outcome: &Outcome) {
        if !self.among.holds(outcome) {
            return;
        }
        self.measured += u64::from(is_measured(outcome, self.dimensions));
        let Some(rank) = late_first(outcome, self.dimensions) else { return };
        let place = self.found.partition_point(|(other, _)| *other < rank);
        if place < self.most {
            self.found.insert(place, (rank, *outcome));
            self.found.truncate(self.most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Milestone;
    use crate::report::sample;
    use crate::time::Instant;

    #[test]
    fn the_worst_come_first_and_only_misses_count() {
        let dimensions = sample::dimensions();
        let among = Among::default();
        let mut worst = Worst::new(&dimensions, &among, 3);
        for (incident, minutes) in [(1, 50), (2, 44), (3, 90), (4, 50), (5, 46)] {
            worst.outcome(&sample::outcome(incident, minutes));
        }
        let mut never = sample::outcome(6, 50);
        never.milestones[Milestone::OnScene as usize] = Instant::NEVER;
        worst.outcome(&never);
        let mut own = sample::outcome(7, 500);
        own.self_found = true;
        worst.outcome(&own);
        assert_eq!(worst.outcomes().map(|o| o.incident).collect::<Vec<_>>(), [6, 3, 1]);
        assert_eq!(worst.measured(), 6, "those in time count, one that was found by ourselves does not");
    }
}
