//! When enough replications have been run.

use super::Interval;
use super::special::student_critical;

/// How precise an estimate has to be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Precision {
    /// Half-width at most this, in the unit of the estimate. For shares near 1 use this one.
    Absolute(f64),
    /// Half-width at most γ/(1+γ) of the estimate, so that the true error is at most γ of the true value.
    Relative(f64),
}

impl Precision {
    /// The largest half-width allowed around `estimate`.
    pub fn half_width(self, estimate: f64) -> f64 {
        match self {
            Precision::Absolute(width) => width,
            Precision::Relative(gamma) => gamma / (1.0 + gamma) * estimate.abs(),
        }
    }

    /// Whether `interval` is precise enough.
    pub fn reached(self, interval: &Interval) -> bool {
        interval.half_width() <= self.half_width(interval.estimate)
    }
}

/// The numbers of replications after which to look: `first`, then doubled each time, ending at `most`.
///
/// Looking after every replication would stop too often at a lucky moment and cover less than promised.
pub fn looks(first: u64, most: u64) -> impl Iterator<Item = u64> {
    let first = first.clamp(1, most.max(1));
    std::iter::successors(Some(first), move |&n| (n < most).then(|| n.saturating_mul(2).min(most)))
}

/// How many replications the precision will probably take, from a first `mean` and `variance`: the first
/// n ≥ `from` with t·√(S²/n) within it. None beyond a billion.
///
/// Source: Law, Simulation Modeling and Analysis (5th ed., 2015), section 9.4.1.
pub fn replications_needed(mean: f64, variance: f64, precision: Precision, level: f64, from: u64) -> Option<u64> {
    let allowed = precision.half_width(mean);
    let enough = |n: u64| student_critical(level, n as f64 - 1.0) * (variance / n as f64).sqrt() <= allowed;
    let mut high = from.max(2);
    let mut low = high - 1;
    // Half-widths fall with n, so double to a sufficient one and halve the gap.
    if !enough(high) {
        while !enough(high) {
            low = high;
            high = high.saturating_mul(2);
            if high > 1_000_000_000 {
                return None;
            }
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if enough(middle) { high = middle } else { low = middle }
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_textbook() {
        // Law (2015), chapter 9: mean 2.03, S² 0.31 from ten runs, 90%.
        assert_eq!(replications_needed(2.03, 0.31, Precision::Absolute(0.25), 0.9, 10), Some(16));
        assert_eq!(replications_needed(2.03, 0.31, Precision::Relative(0.1), 0.9, 10), Some(27));
        assert_eq!(replications_needed(2.03, 0.0, Precision::Absolute(0.25), 0.9, 10), Some(10));
        assert_eq!(replications_needed(0.0, 0.31, Precision::Relative(0.1), 0.9, 10), None);
        assert_eq!(replications_needed(f64::NAN, f64::NAN, Precision::Absolute(0.1), 0.9, 10), None);
    }

    #[test]
    fn an_interval_is_precise_enough_or_not() {
        let interval = Interval::around(10.0, 1.0, 0.9, 10);
        assert!(Precision::Absolute(1.0).reached(&interval) && !Precision::Absolute(0.99).reached(&interval));
        assert!(Precision::Relative(0.12).reached(&interval) && !Precision::Relative(0.11).reached(&interval));
        assert!(!Precision::Absolute(1e9).reached(&Interval::around(1.0, f64::NAN, 0.9, 1)));
    }

    #[test]
    fn looks_double_up_to_the_most() {
        assert_eq!(looks(10, 100).collect::<Vec<_>>(), [10, 20, 40, 80, 100]);
        assert_eq!(looks(10, 5).collect::<Vec<_>>(), [5]);
        assert_eq!(looks(0, 0).collect::<Vec<_>>(), [1]);
    }
}
