//! Many lengths of time in bounded memory, with quantiles and shares to a stated error.
//!
//! Integers throughout: two histograms merged in any order are equal to the bit.

use crate::time::{Duration, TICKS_PER_SECOND};

/// Seconds with a bin each: four hours.
const FINE: u64 = 4 * 3_600;
const FINE_TICKS: u64 = FINE * TICKS_PER_SECOND;
/// Added before dividing, rounds up without overflow where there is a bin for each second.
const BELOW_A_SECOND: u64 = TICKS_PER_SECOND - 1;
/// Bins in each doubling beyond four hours, hence at most 1/128 = 0.78% wide.
const PER_DOUBLING: u64 = 128;
const COARSE_TICKS: u64 = FINE_TICKS / PER_DOUBLING;

/// A histogram of lengths of time: bins of one second up to four hours, of at most 0.78% beyond.
///
/// A bin holds its upper end, not its lower: "within 60 s" includes 60 s. The mean, the least and the most
/// are exact. So is [`cdf`](DurationHistogram::cdf) at whole seconds up to four hours; elsewhere it, and a
/// quantile everywhere, is off by at most what lies in one bin, that is one second or 0.78%. At most
/// 17,095 bins (137 kB), and no more than the longest time needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DurationHistogram {
    bins: Vec<u64>,
    count: u64,
    /// Ticks, added up.
    sum: u128,
    /// The least and the most; beyond each other when empty.
    least: Duration,
    most: Duration,
}

impl Default for DurationHistogram {
    fn default() -> Self {
        DurationHistogram { bins: Vec::new(), count: 0, sum: 0, least: Duration(u64::MAX), most: Duration::ZERO }
    }
}

/// The bin of a length of time. Bin i up to `FINE` reaches from above i − 1 to i seconds.
fn bin_of(value: Duration) -> usize {
    let ticks = value.0;
    if ticks <= FINE_TICKS {
        return ((ticks + BELOW_A_SECOND) / TICKS_PER_SECOND) as usize;
    }
    let doubling = u64::from(((ticks - 1) / FINE_TICKS).ilog2());
    let within = (ticks - 1 - (FINE_TICKS << doubling)) / (COARSE_TICKS << doubling);
    (FINE + 1 + doubling * PER_DOUBLING + within) as usize
}

/// The bin's ends, in ticks: the lower excluded, the upper included.
fn ends_of(bin: usize) -> (u64, u64) {
    let bin = bin as u64;
    if bin <= FINE {
        return (bin.saturating_sub(1) * TICKS_PER_SECOND, bin * TICKS_PER_SECOND);
    }
    let (doubling, within) = ((bin - FINE - 1) / PER_DOUBLING, (bin - FINE - 1) % PER_DOUBLING);
    let lower = (FINE_TICKS + within * COARSE_TICKS) << doubling;
    (lower, lower + (COARSE_TICKS << doubling))
}

impl DurationHistogram {
    /// An empty one.
    pub fn new() -> DurationHistogram {
        DurationHistogram::default()
    }

    /// Takes in one length of time; one above [`Duration::MAX`] counts as that.
    #[inline]
    pub fn record(&mut self, value: Duration) {
        let value = value.min(Duration::MAX);
        let bin = bin_of(value);
        match self.bins.get_mut(bin) {
            Some(held) => *held += 1,
            None => self.reach(bin),
        }
        self.widen(value, value);
        self.count += 1;
        self.sum += u128::from(value.0);
    }

    /// One in a bin that there was not yet.
    #[cold]
    fn reach(&mut self, bin: usize) {
        self.bins.resize(bin, 0);
        self.bins.push(1);
    }

    #[inline]
    fn widen(&mut self, least: Duration, most: Duration) {
        self.least = self.least.min(least);
        self.most = self.most.max(most);
    }

    /// Takes in all that `other` has.
    pub fn merge(&mut self, other: &DurationHistogram) {
        if self.bins.len() < other.bins.len() {
            self.bins.resize(other.bins.len(), 0);
        }
        self.bins.iter_mut().zip(&other.bins).for_each(|(own, more)| *own += more);
        self.widen(other.least, other.most);
        self.count += other.count;
        self.sum += other.sum;
    }

    /// How many.
    pub fn total(&self) -> u64 {
        self.count
    }

    /// All added up, exactly, in ticks.
    pub fn sum_ticks(&self) -> u128 {
        self.sum
    }

    /// The exact mean in seconds; None when empty.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64 / TICKS_PER_SECOND as f64)
    }

    /// The least and the most, exactly; None when empty.
    pub fn range(&self) -> Option<(Duration, Duration)> {
        (self.count > 0).then_some((self.least, self.most))
    }

    /// The `p`-quantile, p in [0, 1]: the value of rank ⌈np⌉, those of one bin taken as spread evenly over it.
    /// None when empty.
    pub fn quantile(&self, p: f64) -> Option<Duration> {
        let (least, most) = self.range()?;
        let rank = ((p * self.count as f64).ceil() as u64).clamp(1, self.count);
        if rank == self.count {
            return Some(most);
        }
        let mut below = 0;
        let (bin, held) = self.bins.iter().enumerate().find(|(_, held)| {
            below += **held;
            below >= rank
        })?;
        let (lower, upper) = ends_of(bin);
        let part = ((rank - (below - held)) as f64 - 0.5) / *held as f64;
        Some(Duration(lower + ((upper - lower) as f64 * part) as u64).clamp(least, most))
    }

    /// The share of values of at most `limit`; None when empty.
    pub fn cdf(&self, limit: Duration) -> Option<f64> {
        let (least, most) = self.range()?;
        if limit < least {
            return Some(0.0);
        }
        if limit >= most {
            return Some(1.0);
        }
        let bin = bin_of(limit);
        let below: u64 = self.bins[..bin].iter().sum();
        let (lower, upper) = ends_of(bin);
        let part = if upper == lower { 1.0 } else { (limit.0 - lower) as f64 / (upper - lower) as f64 };
        Some((below as f64 + part * self.bins[bin] as f64) / self.count as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[Duration]) -> DurationHistogram {
        let mut histogram = DurationHistogram::new();
        values.iter().for_each(|&value| histogram.record(value));
        histogram
    }

    #[test]
    fn bins_follow_one_another_without_gap_and_stay_narrow() {
        let last = bin_of(Duration::MAX);
        assert_eq!(last + 1, 17_095);
        for bin in 1..=last {
            let (lower, upper) = ends_of(bin);
            assert_eq!(lower, ends_of(bin - 1).1, "bin {bin}");
            assert_eq!((bin_of(Duration(lower + 1)), bin_of(Duration(upper))), (bin, bin));
            assert!(upper - lower <= TICKS_PER_SECOND || (upper - lower) * PER_DOUBLING <= lower, "bin {bin} is too wide");
        }
    }

    #[test]
    fn within_a_limit_includes_the_limit() {
        let minute = of(&[Duration::MINUTE; 3]);
        assert_eq!(minute.cdf(Duration::MINUTE), Some(1.0));
        assert_eq!(minute.cdf(Duration(Duration::MINUTE.0 - 1)), Some(0.0));
        assert_eq!(minute.quantile(0.5), Some(Duration::MINUTE));
        let mixed = of(&[Duration::ZERO, Duration::SECOND, Duration::MINUTE, Duration(Duration::MINUTE.0 + 1)]);
        assert_eq!(mixed.cdf(Duration::ZERO), Some(0.25));
        assert_eq!(mixed.cdf(Duration::MINUTE), Some(0.75));
    }

    #[test]
    fn an_empty_histogram_says_so() {
        let empty = DurationHistogram::new();
        assert_eq!((empty.mean(), empty.quantile(0.5), empty.cdf(Duration::DAY), empty.range()), (None, None, None, None));
    }

    #[test]
    fn the_mean_is_exact_at_the_limits_too() {
        let histogram = of(&[Duration(u64::MAX), Duration::MAX, Duration(1)]);
        assert_eq!(histogram.sum_ticks(), 2 * u128::from(Duration::MAX.0) + 1);
        assert_eq!(histogram.total(), 3);
    }

    fn any_time() -> impl Strategy<Value = Duration> {
        prop_oneof![Just(0u64), 0u64..10_000_000, 0u64..20_000_000_000, 0u64..=Duration::MAX.0].prop_map(Duration)
    }

    proptest! {
        #[test]
        fn quantiles_and_shares_are_off_by_one_bin_at_most(mut values in prop::collection::vec(any_time(), 1..80), p in 0.0f64..=1.0) {
            let histogram = of(&values);
            values.sort();
            let exact = values[((p * values.len() as f64).ceil() as usize).clamp(1, values.len()) - 1];
            let own = histogram.quantile(p).unwrap();
            let allowed = (exact.0.max(own.0) / 128).max(TICKS_PER_SECOND);
            prop_assert!(own.0.abs_diff(exact.0) <= allowed, "{own} is not {exact}");
            let second = Duration(exact.0.div_ceil(TICKS_PER_SECOND) * TICKS_PER_SECOND);
            if second.0 <= FINE_TICKS {
                let share = values.iter().filter(|value| **value <= second).count() as f64 / values.len() as f64;
                prop_assert_eq!(histogram.cdf(second), Some(share));
            }
        }

        #[test]
        fn merging_in_any_order_gives_the_same(a in prop::collection::vec(any_time(), 0..40), b in prop::collection::vec(any_time(), 0..40)) {
            let (mut one, mut other) = (of(&a), of(&b));
            one.merge(&of(&b));
            other.merge(&of(&a));
            prop_assert_eq!(&one, &other);
            prop_assert_eq!(one, of(&[a, b].concat()));
        }
    }
}
