//! How long it took from the report to each milestone, as a distribution over measured incidents.
//!
//! Counted in bins that end at whole seconds up to four hours and grow by at most 0.8% beyond. A time counts as
//! the end of its bin: a quantile is never too small, and too large by less than a second, or 0.8%. Shares within
//! whole seconds up to four hours are exact, and so is the mean. What was not reached counts as longer than any.

use crate::record::{Milestone, Outcome};
use crate::time::Duration;

/// Seconds in bins of their own; the bins double in width with every doubling from here.
const FINE: u64 = 14_400;
/// Bins per doubling.
const COARSE: u64 = 128;
/// Enough bins for [`Duration::MAX`].
const BINS: usize = (FINE + 1 + 22 * COARSE) as usize;

/// The milestones whose times are kept.
pub const TIMED: [Milestone; 5] = [Milestone::Respond, Milestone::Accept, Milestone::Depart, Milestone::OnScene, Milestone::Handled];

fn bin(time: Duration) -> usize {
    let seconds = time.0.div_ceil(Duration::SECOND.0);
    if seconds <= FINE {
        return seconds as usize;
    }
    let octave = ((seconds - 1) / FINE).ilog2();
    let start = FINE << octave;
    let step = ((seconds - start) * COARSE).div_ceil(start);
    ((FINE + u64::from(octave) * COARSE + step) as usize).min(BINS - 1)
}

/// The end of a bin in seconds.
fn bin_end(bin: u32) -> f64 {
    let Some(beyond) = u64::from(bin).checked_sub(FINE + 1) else { return f64::from(bin) };
    let start = FINE << (beyond / COARSE);
    start as f64 * (1.0 + (beyond % COARSE + 1) as f64 / COARSE as f64)
}

/// The distribution of one replication, or of several merged.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Distribution {
    /// Measured incidents that did not reach the milestone.
    pub not_reached: u64,
    /// Measured incidents that did.
    pub reached: u64,
    /// Their times in ticks, summed.
    pub ticks: u128,
    /// Bins that are not empty, in order, with their counts.
    bins: Vec<(u32, u64)>,
}

impl Distribution {
    /// All measured incidents.
    pub fn incidents(&self) -> u64 {
        self.reached + self.not_reached
    }

    /// The time in seconds within which a share `order` of all incidents reached the milestone; `None` where that
    /// many never did, or there is no incident.
    pub fn quantile(&self, order: f64) -> Option<f64> {
        let rank = ((order * self.incidents() as f64).ceil() as u64).max(1);
        let mut below = 0;
        self.bins.iter().find_map(|(bin, count)| {
            below += count;
            (below >= rank).then(|| bin_end(*bin))
        })
    }

    /// How many reached the milestone within `seconds`.
    pub fn within(&self, seconds: f64) -> u64 {
        self.bins.iter().take_while(|(bin, _)| bin_end(*bin) <= seconds).map(|(_, count)| count).sum()
    }

    /// Adds the incidents of another replication.
    pub fn merge(&mut self, other: &Distribution) {
        self.not_reached += other.not_reached;
        self.reached += other.reached;
        self.ticks += other.ticks;
        let mut merged = Vec::with_capacity(self.bins.len().max(other.bins.len()));
        let (mut ours, mut theirs) = (self.bins.iter().copied().peekable(), other.bins.iter().copied().peekable());
        while let Some((bin, count)) = match (ours.peek(), theirs.peek()) {
            (Some(a), Some(b)) if a.0 == b.0 => Some((a.0, a.1 + b.1)),
            (Some(a), Some(b)) => Some(*a.min(b)),
            (a, b) => a.or(b).copied(),
        } {
            ours.next_if(|a| a.0 == bin);
            theirs.next_if(|b| b.0 == bin);
            merged.push((bin, count));
        }
        self.bins = merged;
    }
}

/// Counts times to milestones.
#[derive(Clone, Debug)]
pub(super) struct Timing {
    milestones: Vec<Dense>,
}

#[derive(Clone, Debug)]
struct Dense {
    not_reached: u64,
    reached: u64,
    ticks: u128,
    bins: Vec<u64>,
}

impl Dense {
    fn new() -> Dense {
        Dense { not_reached: 0, reached: 0, ticks: 0, bins: vec![0; BINS] }
    }

    fn record(&mut self, time: Option<Duration>) {
        match time {
            Some(time) => {
                self.reached += 1;
                self.ticks += u128::from(time.0);
                self.bins[bin(time)] += 1;
            }
            None => self.not_reached += 1,
        }
    }

    fn finish(&self) -> Distribution {
        let bins = self.bins.iter().enumerate().filter(|(_, count)| **count > 0).map(|(bin, count)| (bin as u32, *count)).collect();
        Distribution { not_reached: self.not_reached, reached: self.reached, ticks: self.ticks, bins }
    }
}

impl Timing {
    pub(super) fn new() -> Timing {
        Timing { milestones: vec![Dense::new(); TIMED.len()] }
    }

    pub(super) fn reset(&mut self) {
        for dense in &mut self.milestones {
            dense.bins.fill(0);
            (dense.not_reached, dense.reached, dense.ticks) = (0, 0, 0);
        }
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome) {
        for (dense, milestone) in self.milestones.iter_mut().zip(TIMED) {
            dense.record(outcome.until(milestone));
        }
    }

    pub(super) fn finish(&self) -> Vec<Distribution> {
        self.milestones.iter().map(Dense::finish).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(seconds: &[f64], not_reached: u64) -> Distribution {
        let mut dense = Dense::new();
        seconds.iter().for_each(|s| dense.record(Some(Duration::from_seconds(*s))));
        (0..not_reached).for_each(|_| dense.record(None));
        dense.finish()
    }

    #[test]
    fn a_time_is_never_shown_too_short_and_hardly_too_long() {
        for seconds in [0.0, 0.000_001, 0.4, 1.0, 59.9, 60.0, 14_399.5, 14_400.0, 14_400.1, 20_000.0, 28_800.0, 28_801.0, 1e6, 1e8, 3e10] {
            let shown = bin_end(bin(Duration::from_seconds(seconds)) as u32);
            assert!(seconds <= shown && shown - seconds <= f64::max(1.0, seconds / 127.0), "{seconds} s is shown as {shown} s");
        }
        assert!(bin(Duration::MAX) < BINS && bin(Duration(u64::MAX)) < BINS);
    }

    #[test]
    fn bins_are_in_order_and_without_gaps() {
        let ends: Vec<f64> = (0..BINS as u32).map(bin_end).collect();
        assert!(ends.windows(2).all(|pair| pair[0] < pair[1]));
        for (index, end) in ends.iter().enumerate().skip(1) {
            // The end of a coarse bin may lie between two seconds; times are told apart by whole ones.
            assert_eq!(bin(Duration(end.floor() as u64 * Duration::SECOND.0)), index, "the bin that ends at {end} s");
        }
    }

    #[test]
    fn quantiles_are_ranks_and_what_was_not_reached_comes_last() {
        let ten = of(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], 2);
        assert_eq!(ten.quantile(0.5), Some(5.0));
        assert_eq!(ten.quantile(0.8), Some(8.0));
        assert_eq!(ten.quantile(0.81), None);
        assert_eq!((ten.within(3.0), ten.within(2.9), ten.within(1e9)), (3, 2, 8));
        assert_eq!(Distribution::default().quantile(0.5), None);
    }

    #[test]
    fn merging_is_counting_together() {
        let (a, b) = ([1.0, 2.0, 2.0, 50_000.0], [0.0, 2.0, 3.0, 90_000.0, 90_000.0]);
        let mut merged = of(&a, 1);
        merged.merge(&of(&b, 2));
        assert_eq!(merged, of(&[a.as_slice(), b.as_slice()].concat(), 3));
    }
}
