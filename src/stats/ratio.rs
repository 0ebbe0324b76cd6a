//! Shares pooled over replications: E[ΣY]/E[ΣN], not the mean of daily shares.

use super::Interval;
use super::mean::least_half_width;
use super::special::student_critical;

/// The interval of ΣY/ΣN over replications, each a pair (Yᵣ, Nᵣ) such as (reached in time, incidents).
///
/// p̂ = ΣYᵣ/ΣNᵣ, s² = Σ(Yᵣ − p̂Nᵣ)²/(n − 1), half-width t·s/(√n·N̄): the replication is the unit of analysis,
/// since incidents of one run share queues. For a paired difference of shares over the same incidents give
/// (Yᵣ − Y′ᵣ, Nᵣ). Source: Law, Simulation Modeling and Analysis (5th ed., 2015), section 9.5.
pub fn ratio_interval(pairs: &[(f64, f64)], level: f64) -> Interval {
    no_surer(pairs, f64::INFINITY, level)
}

/// The same of a share of the trials counted below, or of a difference of two such shares, which varies by some trials of all
/// at least, as in [`share_interval`](super::share_interval).
pub fn pooled_share_interval(pairs: &[(f64, f64)], level: f64) -> Interval {
    no_surer(pairs, pairs.iter().map(|(_, below)| below).sum(), level)
}

/// No surer than a share of so many trials is.
fn no_surer(pairs: &[(f64, f64)], trials: f64, level: f64) -> Interval {
    let n = pairs.len() as f64;
    let (above, below) = pairs.iter().fold((0.0, 0.0), |(y, m), pair| (y + pair.0, m + pair.1));
    let share = above / below;
    let square = |r: f64| r * r;
    let spread: f64 = pairs.iter().map(|(y, m)| square(y - share * m)).sum();
    let half_width = || {
        let critical = student_critical(level, n - 1.0);
        (critical * (spread / (n - 1.0) / n).sqrt() / (below / n).abs()).max(least_half_width(trials, critical, level))
    };
    let half_width = if pairs.len() < 2 { f64::NAN } else { half_width() };
    Interval::around(share, half_width, level, pairs.len() as u64)
}

/// One number per replication whose mean is ΣY/ΣN and whose t-interval is [`ratio_interval`]'s:
/// p̂ + (Yᵣ − p̂Nᵣ)/N̄. With them ratios can be paired, ranked and compared like means; where two arms share their Nᵣ,
/// the difference of their pseudo-values is that of (Yᵣ − Y′ᵣ, Nᵣ).
///
/// Source: the linearization behind Law's ratio estimator (Simulation Modeling and Analysis, 5th ed., 2015, section 9.5).
pub fn pseudo_values(pairs: &[(f64, f64)]) -> Vec<f64> {
    let (above, below) = pairs.iter().fold((0.0, 0.0), |(y, m), pair| (y + pair.0, m + pair.1));
    let (share, mean) = (above / below, below / pairs.len() as f64);
    pairs.iter().map(|(y, m)| share + (y - share * m) / mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::mean_interval;

    #[test]
    fn equal_sizes_reproduce_the_t_interval() {
        let shares = [0.91, 0.87, 0.95, 0.9, 0.83];
        let pairs = shares.map(|p| (p * 250.0, 250.0));
        let (ratio, mean) = (ratio_interval(&pairs, 0.95), mean_interval(&shares, 0.95));
        for (a, b) in [(ratio.estimate, mean.estimate), (ratio.lower, mean.lower), (ratio.upper, mean.upper)] {
            assert!((a - b).abs() < 1e-14, "{a} is not {b}");
        }
    }

    #[test]
    fn unequal_sizes_weigh_by_size() {
        // By hand: p̂ = 30/40, residuals 10 − 7.5 = 2.5 and 20 − 22.5 = −2.5, s² = 12.5, N̄ = 20, t₁ = 12.706.
        let interval = ratio_interval(&[(10.0, 10.0), (20.0, 30.0)], 0.95);
        assert_eq!(interval.estimate, 0.75);
        assert!((interval.half_width() - 12.706_204_736 * 2.5 / 20.0).abs() < 1e-8);
    }

    #[test]
    fn shares_that_agree_are_not_known_for_certain() {
        // One of 90 incidents, t₂ = 4.302653.
        let agreed = [(30.0, 30.0); 3];
        let interval = pooled_share_interval(&agreed, 0.95);
        assert!((interval.half_width() - 4.302_652_73 / 90.0).abs() < 1e-9 && ratio_interval(&agreed, 0.95).half_width() == 0.0);
        let varied = [(10.0, 10.0), (20.0, 30.0)];
        assert_eq!(pooled_share_interval(&varied, 0.95), ratio_interval(&varied, 0.95), "what varies by more tells itself");
        assert_eq!(pooled_share_interval(&[(1.0, 2.0)], 0.95).lower, f64::NEG_INFINITY);
    }

    #[test]
    fn pseudo_values_stand_for_the_ratio() {
        let pairs = [(10.0, 10.0), (20.0, 30.0), (15.0, 18.0)];
        let (ratio, mean) = (ratio_interval(&pairs, 0.95), mean_interval(&pseudo_values(&pairs), 0.95));
        for (a, b) in [(ratio.estimate, mean.estimate), (ratio.lower, mean.lower), (ratio.upper, mean.upper)] {
            assert!((a - b).abs() < 1e-12, "{a} is not {b}");
        }
        let other = [(9.0, 10.0), (24.0, 30.0), (15.0, 18.0)];
        let apart = ratio_interval(&[(1.0, 10.0), (-4.0, 30.0), (0.0, 18.0)], 0.95);
        let paired = crate::stats::Difference::paired(&pseudo_values(&pairs), &pseudo_values(&other)).unwrap().interval(0.95);
        assert!((apart.lower - paired.lower).abs() < 1e-12 && (apart.estimate - paired.estimate).abs() < 1e-12);
    }

    #[test]
    fn nothing_observed_is_no_number_rather_than_a_panic() {
        assert!(ratio_interval(&[], 0.95).estimate.is_nan());
        assert!(ratio_interval(&[(0.0, 0.0), (0.0, 0.0)], 0.95).estimate.is_nan());
        assert_eq!(ratio_interval(&[(1.0, 2.0)], 0.95).lower, f64::NEG_INFINITY);
    }
}
