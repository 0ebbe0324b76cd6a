//! Shares of independent trials.

use super::Interval;
use crate::random::normal::inverse_normal;

/// Wilson's interval for `successes` of `trials` that are independent, such as replicated days on target –
/// never the incidents of one run, which share queues. No trials: an estimate of NaN within [0, 1].
///
/// Source: Newcombe, Statistics in Medicine 17 (1998), method 3.
pub fn wilson_interval(successes: u64, trials: u64, level: f64) -> Interval {
    if trials == 0 {
        return Interval { estimate: f64::NAN, lower: 0.0, upper: 1.0, level, n: 0 };
    }
    let n = trials as f64;
    let (p, z) = (successes as f64 / n, -inverse_normal(0.5 * (1.0 - level)));
    let (middle, below) = (p + z * z / (2.0 * n), 1.0 + z * z / n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    // At the ends the two terms cancel exactly; rounding must not leave a speck.
    let lower = if successes == 0 { 0.0 } else { (middle - half) / below };
    let upper = if successes == trials { 1.0 } else { (middle + half) / below };
    Interval { estimate: p, lower, upper, level, n: trials }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_newcombe() {
        let close = |interval: Interval, lower: f64, upper: f64| {
            assert!((interval.lower - lower).abs() < 5e-5 && (interval.upper - upper).abs() < 5e-5, "{interval:?}");
        };
        close(wilson_interval(81, 263, 0.95), 0.2553, 0.3662);
        close(wilson_interval(0, 20, 0.95), 0.0, 0.1611);
        close(wilson_interval(20, 20, 0.95), 0.8389, 1.0);
        assert_eq!(wilson_interval(0, 20, 0.95).lower, 0.0);
        assert_eq!(wilson_interval(0, 0, 0.95).upper, 1.0);
    }
}
