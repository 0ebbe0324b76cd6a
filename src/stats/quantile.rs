//! Intervals for quantiles: of independent numbers by ranks, of pooled incidents by sections.

use super::Interval;
use super::special::{ln_choose, student_critical};
use crate::random::maths::{exp, ln, ln_1p};

/// The ranks (from 1) of the two order statistics of `n` independent numbers between which the `p`-quantile
/// lies with at least probability `level`, and that probability: ΣC(n,i)pⁱqⁿ⁻ⁱ for i from the lower rank to
/// one below the upper. Each side misses with at most half of the rest; None if `n` is too small for that.
pub fn quantile_ranks(n: u64, p: f64, level: f64) -> Option<(u64, u64, f64)> {
    if !(0.0 < p && p < 1.0) {
        return None;
    }
    let miss = 0.5 * (1.0 - level);
    let (mut below, mut lower, mut missed_below) = (0.0, 0, 0.0);
    for k in 0..n {
        below += exp(ln_choose(n, k) + k as f64 * ln(p) + (n - k) as f64 * ln_1p(-p));
        if below <= miss {
            (lower, missed_below) = (k + 1, below);
        }
        if below >= 1.0 - miss {
            return (lower > 0).then_some((lower, k + 1, below - missed_below));
        }
    }
    None
}

/// The `p`-quantile of sorted numbers, between two of them in proportion (Hyndman & Fan 1996, definition 7).
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * sorted.len().saturating_sub(1) as f64;
    let value = |rank: usize| sorted.get(rank).copied().unwrap_or(f64::NAN);
    let (low, high) = (value(at.floor() as usize), value(at.ceil() as usize));
    low + (at - at.floor()) * (high - low)
}

/// The interval for the `p`-quantile of independent, identically distributed `values`, without assuming a
/// shape. The estimate is the value of rank ⌈np⌉. Where ranks do not suffice the bounds are infinite.
pub fn quantile_interval(values: &[f64], p: f64, level: f64) -> Interval {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    let rank = ((n as f64 * p).ceil() as usize).clamp(1, n.max(1));
    let estimate = values.get(rank - 1).copied().unwrap_or(f64::NAN);
    let (lower, upper) = match quantile_ranks(n as u64, p, level) {
        Some((j, k, _)) => (values[j as usize - 1], values[k as usize - 1]),
        None => (f64::NEG_INFINITY, f64::INFINITY),
    };
    Interval { estimate, lower, upper, level, n: n as u64 }
}

/// The interval for a percentile over incidents: `pooled` is that of all replications' incidents together,
/// `sections` those of each replication alone. pooled ± t·√(Σ(ξᵣ − pooled)²/(n(n − 1))).
///
/// Source: Asmussen & Glynn, Stochastic Simulation (2007), section III.5.
pub fn sectioned_interval(pooled: f64, sections: &[f64], level: f64) -> Interval {
    let n = sections.len() as f64;
    let spread: f64 = sections.iter().map(|section| (section - pooled) * (section - pooled)).sum();
    let half_width = if sections.len() < 2 { f64::NAN } else { student_critical(level, n - 1.0) * (spread / (n * (n - 1.0))).sqrt() };
    Interval::around(pooled, half_width, level, sections.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::mean_interval;

    #[test]
    fn quantiles_lie_between_the_values_around_them() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        assert_eq!([0.0, 0.5, 0.75, 1.0].map(|p| quantile(&sorted, p)), [1.0, 3.0, 5.0, 8.0]);
        assert!(quantile(&[7.0], 0.95) == 7.0 && quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn the_ranks_of_tables() {
        let (j, k, coverage) = quantile_ranks(25, 0.5, 0.95).unwrap();
        assert_eq!((j, k), (8, 18));
        assert!((coverage - 0.9567).abs() < 5e-5);
        let (j, k, coverage) = quantile_ranks(10, 0.5, 0.95).unwrap();
        assert_eq!((j, k), (2, 9));
        assert!((coverage - 0.9785).abs() < 5e-5);
        assert_eq!(quantile_ranks(5, 0.5, 0.95), None);
        assert_eq!(quantile_ranks(50, 0.99, 0.95), None);
    }

    #[test]
    fn the_values_at_those_ranks_are_the_bounds() {
        let values: Vec<f64> = (1..=25).rev().map(f64::from).collect();
        let interval = quantile_interval(&values, 0.5, 0.95);
        assert_eq!((interval.estimate, interval.lower, interval.upper), (13.0, 8.0, 18.0));
        assert!(quantile_interval(&[], 0.5, 0.95).estimate.is_nan());
        assert_eq!(quantile_interval(&[1.0, 2.0], 0.5, 0.95).upper, f64::INFINITY);
    }

    #[test]
    fn sections_around_their_own_mean_give_the_t_interval() {
        let sections = [4.0, 5.5, 3.5, 7.0];
        let (own, mean) = (sectioned_interval(5.0, &sections, 0.9), mean_interval(&sections, 0.9));
        assert!((own.lower - mean.lower).abs() < 1e-12);
        // Off centre by 1 the interval widens: Σ(ξ − 4)² = Σ(ξ − 5)² + 4.
        let wide = sectioned_interval(4.0, &sections, 0.9);
        let factor = student_critical(0.9, 3.0) / 12.0f64.sqrt();
        assert!((wide.half_width() - factor * (7.5f64 + 4.0).sqrt()).abs() < 1e-12);
    }
}
