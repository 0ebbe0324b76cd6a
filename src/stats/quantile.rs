//! Intervals for quantiles: of independent numbers by ranks, of pooled incidents by the interval of a share.

use super::special::ln_choose;
use super::{Interval, pooled_share_interval};
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

/// The orders of the two pooled quantiles between which the `p`-quantile lies: p ± the half-width of the interval of the share of
/// trials within the pooled `p`-quantile, by replication as (within, trials). Beyond 0 or 1 where too few trials tell.
///
/// Source: Woodruff, Confidence Intervals for Medians and Other Position Measures, JASA 47 (1952).
pub fn quantile_orders(within: &[(f64, f64)], p: f64, level: f64) -> (f64, f64) {
    let half_width = pooled_share_interval(within, level).half_width();
    (p - half_width, p + half_width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose, unit};
    use rand_chacha::rand_core::Rng;

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

    /// In a third of the replications everything takes three times as long.
    #[test]
    fn pooled_quantiles_at_those_orders_hold_the_quantile() {
        let (n, of, level) = (40, 200, 0.95);
        let mut held = [0, 0];
        for replication in 0..300 {
            let mut stream = Key { seed: 8, replication }.stream(Purpose::City, 0);
            let mut draw = || unit(stream.next_u64());
            let runs: Vec<Vec<f64>> = (0..n)
                .map(|_| {
                    let scale = if draw() < 1.0 / 3.0 { 3.0 } else { 1.0 };
                    (0..of).map(|_| -scale * ln(draw())).collect()
                })
                .collect();
            let mut pooled: Vec<f64> = runs.concat();
            pooled.sort_by(f64::total_cmp);
            // 2/3·e^−x + 1/3·e^(−x/3) = 1 − p, with y = e^(−x/3): 2y³ + y = 3(1 − p).
            for (held, (p, y)) in held.iter_mut().zip([(0.5, 0.728_082_1), (0.9, 0.263_435_9)]) {
                let time = |order: f64| pooled[(order * pooled.len() as f64).ceil() as usize - 1];
                let within: Vec<(f64, f64)> =
                    runs.iter().map(|run| (run.iter().filter(|x| **x <= time(p)).count() as f64, f64::from(of))).collect();
                let (lower, upper) = quantile_orders(&within, p, level);
                let truth = -3.0 * ln(y);
                *held += u32::from(time(lower) <= truth && truth <= time(upper));
            }
        }
        assert!(held.iter().all(|held| (275..=297).contains(held)), "held in {held:?} of 300");
    }

    #[test]
    fn few_trials_tell_no_end() {
        let alike = quantile_orders(&[(9.0, 10.0); 4], 0.9, 0.95);
        assert!(alike.0 > 0.8 && alike.1 < 1.0, "3.7 of 40: {alike:?}");
        assert!(quantile_orders(&[(9.0, 10.0); 3], 0.9, 0.95).1 > 1.0, "4.3 of 30");
        assert_eq!(quantile_orders(&[(9.0, 10.0)], 0.9, 0.95), (f64::NEG_INFINITY, f64::INFINITY));
    }
}
