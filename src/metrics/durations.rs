//! How long it took from the report to each milestone, as a distribution over measured incidents.
//!
//! What was not reached by the end of the drain counts as longer than anything that was: leaving it out would
//! flatter whoever is slow.

use crate::record::{Milestone, Outcome};
use crate::stats::DurationHistogram;
use crate::time::Duration;

/// The milestones whose times are kept.
pub const TIMED: [Milestone; 5] = [Milestone::Respond, Milestone::Accept, Milestone::Depart, Milestone::OnScene, Milestone::Handled];

/// The distribution of one replication, or of several merged. Errors are those of [`DurationHistogram`].
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Distribution {
    /// Measured incidents that did not reach the milestone.
    pub not_reached: u64,
    /// The times of those that did.
    pub times: DurationHistogram,
}

impl Distribution {
    /// All measured incidents.
    pub fn incidents(&self) -> u64 {
        self.times.total() + self.not_reached
    }

    /// The time within which a share `order` of all incidents reached the milestone; `None` where that many never
    /// did, or there is no incident.
    pub fn quantile(&self, order: f64) -> Option<Duration> {
        let rank = ((order * self.incidents() as f64).ceil() as u64).max(1);
        let reached = self.times.total();
        // Half a rank less, so that rounding cannot make it the next one.
        (rank <= reached).then(|| self.times.quantile((rank as f64 - 0.5) / reached as f64)).flatten()
    }

    /// How many reached the milestone within `limit`; a whole number at whole seconds up to four hours.
    pub fn within(&self, limit: Duration) -> f64 {
        self.times.cdf(limit).unwrap_or(0.0) * self.times.total() as f64
    }

    /// Adds the incidents of another replication.
    pub fn merge(&mut self, other: &Distribution) {
        self.not_reached += other.not_reached;
        self.times.merge(&other.times);
    }

    fn record(&mut self, time: Option<Duration>) {
        match time {
            Some(time) => self.times.record(time),
            None => self.not_reached += 1,
        }
    }
}

/// Counts times to milestones.
#[derive(Clone, Debug)]
pub(super) struct Timing {
    milestones: Vec<Distribution>,
}

impl Timing {
    pub(super) fn new() -> Timing {
        Timing { milestones: vec![Distribution::default(); TIMED.len()] }
    }

    pub(super) fn reset(&mut self) {
        self.milestones.fill(Distribution::default());
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome) {
        for (distribution, milestone) in self.milestones.iter_mut().zip(TIMED) {
            distribution.record(outcome.until(milestone));
        }
    }

    pub(super) fn finish(&self) -> Vec<Distribution> {
        self.milestones.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(seconds: &[u64], not_reached: u64) -> Distribution {
        let mut distribution = Distribution::default();
        seconds.iter().for_each(|s| distribution.record(Some(Duration(s * Duration::SECOND.0))));
        (0..not_reached).for_each(|_| distribution.record(None));
        distribution
    }

    #[test]
    fn quantiles_are_ranks_and_what_was_not_reached_comes_last() {
        let ten = of(&[10, 20, 30, 40, 50, 60, 70, 80], 2);
        for (order, expected) in [(0.5, Some(50.0)), (0.8, Some(80.0)), (0.81, None), (0.0, Some(10.0)), (1.0, None)] {
            let got = ten.quantile(order).map(Duration::seconds);
            assert!(got.is_some() == expected.is_some() && (got.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() <= 1.0, "{order}: {got:?}");
        }
        assert_eq!(Distribution::default().quantile(0.5), None);
    }

    #[test]
    fn shares_are_of_all_incidents() {
        let ten = of(&[10, 20, 30, 40, 50, 60, 70, 80], 2);
        assert_eq!((ten.within(Duration::ZERO), ten.within(Duration(30 * Duration::SECOND.0)), ten.within(Duration::DAY)), (0.0, 3.0, 8.0));
        assert_eq!(ten.incidents(), 10);
    }

    #[test]
    fn merging_is_counting_together() {
        let mut merged = of(&[1, 2, 2, 50_000], 1);
        merged.merge(&of(&[0, 2, 3, 90_000], 2));
        assert_eq!(merged, of(&[1, 2, 2, 50_000, 0, 2, 3, 90_000], 3));
    }
}
