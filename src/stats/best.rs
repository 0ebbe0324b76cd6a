//! Multiple comparisons with the best: how far each arm may be from the best of the others.

use super::special::student_upper;
use super::{Interval, Moments, least_variance};
use crate::random::maths::{exp, ln_1p, pow};
use crate::random::normal::{normal_cdf, normal_density};
use std::f64::consts::SQRT_2;

/// For each arm the interval of its mean minus the best of the other arms' means, jointly at `level`, under
/// common random numbers. `arms[i][r]` is arm i in replication r; larger is better. An interval that ends
/// at 0 from below rules the arm out as best, one that begins at 0 proves it best.
///
/// They are shares of `trials` (infinite where they are none), and vary by one of these at least, as in
/// [`share_interval`](super::share_interval). Assumes that all pairs of arms are equally correlated (sphericity). None unless there are at least two
/// arms of equally many replications, at least two. Source: Nelson & Matejcik, Management Science 41 (1995).
pub fn compare_with_best(arms: &[Vec<f64>], trials: f64, level: f64) -> Option<Vec<Interval>> {
    let (k, n) = (arms.len(), arms.first()?.len());
    if k < 2 || n < 2 || arms.iter().any(|arm| arm.len() != n) {
        return None;
    }
    let means: Vec<f64> = arms.iter().map(|arm| Moments::of(arm).mean()).collect();
    let degrees = ((k - 1) * (n - 1)) as f64;
    let deviation = (2.0 * residual_spread(arms, &means) / degrees / n as f64).max(least_variance(trials)).sqrt();
    let width = dunnett_one_sided(k - 1, degrees, level) * deviation;
    let against_best = |i: usize| {
        let best = means.iter().enumerate().filter(|(l, _)| *l != i).map(|(_, mean)| *mean).fold(f64::NEG_INFINITY, f64::max);
        let apart = means[i] - best;
        Interval { estimate: apart, lower: (apart - width).min(0.0), upper: (apart + width).max(0.0), level, n: n as u64 }
    };
    Some((0..k).map(against_best).collect())
}

/// What remains when arm means and replication means are taken out, squared and summed.
fn residual_spread(arms: &[Vec<f64>], means: &[f64]) -> f64 {
    let k = arms.len() as f64;
    let overall = means.iter().sum::<f64>() / k;
    let of_replication = |r: usize| arms.iter().map(|arm| arm[r]).sum::<f64>() / k;
    let residuals = (0..arms[0].len()).flat_map(|r| {
        let shift = overall - of_replication(r);
        arms.iter().zip(means).map(move |(arm, mean)| arm[r] - mean + shift)
    });
    residuals.map(|residual| residual * residual).sum()
}

/// Dunnett's one-sided constant: the T that the largest of `count` Student variables with `degrees` of
/// freedom in common and correlations of ½ stays below with probability `level` (at least one half).
pub fn dunnett_one_sided(count: usize, degrees: f64, level: f64) -> f64 {
    // Bonferroni's constant is an upper bound.
    let (mut low, mut high) = (0.0, student_upper((1.0 - level) / count as f64, degrees));
    if !high.is_finite() {
        return high;
    }
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if largest_below(count, degrees, middle) < level { low = middle } else { high = middle }
    }
    high
}

/// P(max Tⱼ ≤ t): Φ(√2·t·s + z)^count averaged over a normal z and the common deviation s = √(χ²/degrees), by
/// the trapezoidal rule in z and ln s², which converges geometrically for integrands that fade like these.
fn largest_below(count: usize, degrees: f64, t: f64) -> f64 {
    let half = 0.5 * degrees;
    // The density of ln s² is proportional to exp(half·(y − eʸ + 1)): below e⁻⁴⁰ outside these bounds.
    let from = -(80.0 / half).sqrt() - 40.0 / half;
    let to = (80.0 / half).sqrt().min(ln_1p(40.0 / half) + 2.0);
    let step = (0.4 / half.sqrt()).min(0.5);
    let (mut sum, mut mass) = (0.0, 0.0);
    for i in 0..=((to - from) / step) as u32 {
        let y = from + f64::from(i) * step;
        let density = exp(half * (y - exp(y) + 1.0));
        mass += density;
        if density > 1e-15 {
            sum += density * all_below(count, SQRT_2 * t * exp(0.5 * y));
        }
    }
    sum / mass
}

/// The mean of Φ(reach + z)^count over a standard normal z.
fn all_below(count: usize, reach: f64) -> f64 {
    const STEP: f64 = 0.5;
    (-17..=17)
        .map(|i| {
            let z = STEP * f64::from(i);
            STEP * normal_density(z) * pow(normal_cdf(reach + z), count as f64)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose, normal, unit};
    use crate::stats::special::student_critical;
    use rand_chacha::rand_core::Rng;

    #[test]
    fn dunnetts_constants_of_tables() {
        for (count, degrees, known) in [(4, 36.0, 2.238), (4, 40.0, 2.230), (2, 20.0, 2.027)] {
            let own = dunnett_one_sided(count, degrees, 0.95);
            assert!((own - known).abs() < 6e-4, "T({count}, {degrees}) = {own}");
        }
        for degrees in [1.0, 4.0, 30.0, 1e4] {
            let (own, student) = (dunnett_one_sided(1, degrees, 0.95), student_critical(0.9, degrees));
            assert!((own - student).abs() < 1e-6 * student, "{degrees}: {own} not {student}");
        }
    }

    #[test]
    fn the_best_is_told_from_the_rest() {
        let noise = [0.3, -0.2, 0.1, -0.4, 0.2];
        let arm = |mean: f64, turn: usize| (0..5).map(|r| mean + 3.0 * r as f64 + noise[(r + turn) % 5]).collect::<Vec<_>>();
        let intervals = compare_with_best(&[arm(9.0, 0), arm(5.0, 1), arm(8.9, 2)], f64::INFINITY, 0.95).unwrap();
        assert!((intervals[0].estimate - 0.1).abs() < 1e-12);
        assert!(intervals[0].contains(0.0) && intervals[0].upper > 0.0 && intervals[2].upper > 0.0);
        assert_eq!(intervals[1].upper, 0.0, "arm 1 cannot be best");
        assert!((intervals[1].estimate + 4.0).abs() < 1e-12);
        assert_eq!(compare_with_best(&[vec![1.0, 2.0]], f64::INFINITY, 0.95), None);
        assert_eq!(compare_with_best(&[vec![1.0, 2.0], vec![1.0]], f64::INFINITY, 0.95), None);
    }

    #[test]
    fn two_arms_give_the_one_sided_paired_t() {
        let (a, b) = (vec![1.0, 2.5, 3.0, 2.0], vec![0.5, 1.0, 2.7, 1.1]);
        let intervals = compare_with_best(&[a.clone(), b.clone()], f64::INFINITY, 0.95).unwrap();
        let paired = crate::stats::Difference::paired(&a, &b).unwrap().interval(0.9);
        assert!((intervals[0].upper - paired.upper).abs() < 1e-6);
        assert!((intervals[1].lower + paired.upper).abs() < 1e-6);
    }

    #[test]
    fn all_intervals_hold_together_as_often_as_promised() {
        let true_means = [0.0, 0.3, 0.5, 0.5];
        let mut held = 0;
        for replication in 0..400 {
            let mut stream = Key { seed: 3, replication }.stream(Purpose::City, 0);
            let mut draw = || normal::inverse_normal(unit(stream.next_u64()));
            let mut arms = vec![Vec::new(); 4];
            for _ in 0..10 {
                let shared = draw();
                arms.iter_mut().zip(true_means).for_each(|(arm, mean)| arm.push(mean + shared + draw()));
            }
            let intervals = compare_with_best(&arms, f64::INFINITY, 0.95).unwrap();
            let truth = [-0.5, -0.2, 0.0, 0.0];
            held += u32::from(intervals.iter().zip(truth).all(|(interval, d)| interval.contains(d)));
        }
        assert!(held >= 370, "held in {held} of 400");
    }
}
