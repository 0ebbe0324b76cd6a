//! Exact bounds of a share of independent trials.

use super::Interval;
use super::special::beta_quantile;

/// Exact bounds (Clopper & Pearson 1934) of the probability behind `successes` of `trials`: each bound alone is wrong
/// with a probability of at most `error`, whatever the probability is. No trials: [0, 1].
///
/// The `level` of the interval is that of both bounds together, 1 − 2·`error`.
pub fn binomial_bounds(successes: u64, trials: u64, error: f64) -> Interval {
    let (k, n) = (successes as f64, trials as f64);
    // P(X ≥ k | p) rises with p and is I_p(k, n − k + 1).
    let lower = if successes == 0 { 0.0 } else { beta_quantile(error, k, n - k + 1.0) };
    // P(X ≤ k | p) falls with p and is 1 − I_p(k + 1, n − k).
    let upper = if successes == trials { 1.0 } else { beta_quantile(1.0 - error, k + 1.0, n - k) };
    Interval { estimate: k / n, lower, upper, level: 1.0 - 2.0 * error, n: trials }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_nine_trials_without_a_failure_show_nineteen_in_twenty() {
        // 0.95^59 = 0.0485 and 0.95^58 = 0.0510 (Wilks 1941): the smallest sample that can.
        assert!(binomial_bounds(59, 59, 0.05).lower > 0.95);
        assert!(binomial_bounds(58, 58, 0.05).lower < 0.95);
        let exact = crate::random::maths::pow(0.05, 1.0 / 59.0);
        assert!((binomial_bounds(59, 59, 0.05).lower - exact).abs() < 1e-12);
        assert_eq!(binomial_bounds(59, 59, 0.05).upper, 1.0);
    }

    #[test]
    fn bounds_agree_with_another_implementation() {
        use statrs::distribution::{Beta, ContinuousCDF};
        for (k, n, error) in [(81_u64, 263_u64, 0.025), (1, 20, 0.05), (19, 20, 1e-4), (150, 300, 0.01)] {
            let own = binomial_bounds(k, n, error);
            let (k, n) = (k as f64, n as f64);
            let lower = Beta::new(k, n - k + 1.0).unwrap().inverse_cdf(error);
            let upper = Beta::new(k + 1.0, n - k).unwrap().inverse_cdf(1.0 - error);
            assert!((own.lower - lower).abs() < 1e-6 && (own.upper - upper).abs() < 1e-6, "{own:?} is not {lower}..{upper}");
        }
        assert_eq!((binomial_bounds(0, 0, 0.05).lower, binomial_bounds(0, 0, 0.05).upper), (0.0, 1.0));
        assert_eq!(binomial_bounds(0, 20, 0.025).lower, 0.0);
    }
}
