//! Multiple comparisons with the best: how far each arm may be from the best of the others.

use super::special::student_critical;
use super::{Difference, Interval, joint_level};

/// For each arm the interval of its mean minus the best of the other arms' means, jointly at `level`, under
/// common random numbers. `arms[i][r]` is arm i in replication r; larger is better. An interval that ends
/// at 0 from below rules the arm out as best, one that begins at 0 proves it best.
///
/// They are shares of `trials` (infinite where they are none), and vary by some of these at least, as in
/// [`share_interval`](super::share_interval). Each pair of arms has a variance of its own: rules of which some are nearly alike
/// and others not are far from the equal correlations that one pooled variance would take (Nelson & Matejcik, Management Science
/// 41, 1995). Bonferroni's constant is that of all pairs, not of the k − 1 comparisons with one best: where several are equally
/// good, each of them is kept, not only some one of them. None unless there are at least two arms of equally many replications,
/// at least two. Source: Hsu, Multiple Comparisons: Theory and Methods (1996), chapters 4 and 5.
pub fn compare_with_best(arms: &[Vec<f64>], trials: f64, level: f64) -> Option<Vec<Interval>> {
    let (k, n) = (arms.len(), arms.first()?.len());
    if k < 2 || n < 2 || arms.iter().any(|arm| arm.len() != n) {
        return None;
    }
    let critical = student_critical(joint_level(level, k * (k - 1) / 2), (n - 1) as f64);
    let against = |i: usize, l: usize| {
        let found = Difference::paired(&arms[i], &arms[l])?.of_trials(trials);
        Some((found.estimate, critical * found.variance.sqrt()))
    };
    let least = |i: usize, over: &[usize], of: fn((f64, f64)) -> f64| {
        over.iter().filter(|l| **l != i).filter_map(|l| against(i, *l)).map(of).fold(f64::INFINITY, f64::min)
    };
    let all: Vec<usize> = (0..k).collect();
    let upper: Vec<f64> = all.iter().map(|i| least(*i, &all, |(apart, width)| apart + width)).collect();
    // Those that may be best; one of them is.
    let may: Vec<usize> = all.iter().copied().filter(|i| upper[*i] >= 0.0).collect();
    let interval = |i: usize| {
        let lower = if may == [i] { 0.0 } else { least(i, &may, |(apart, width)| apart - width).min(0.0) };
        let found = Interval { estimate: least(i, &all, |(apart, _)| apart), lower, upper: upper[i].max(0.0), level, n: n as u64 };
        if trials.is_finite() { found.of_shares() } else { found }
    };
    Some(all.iter().copied().map(interval).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose, normal, unit};
    use rand_chacha::rand_core::Rng;

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
    fn two_arms_give_the_paired_t() {
        let (a, b) = (vec![1.0, 2.5, 3.0, 2.0], vec![0.5, 1.0, 2.7, 1.1]);
        let intervals = compare_with_best(&[a.clone(), b.clone()], f64::INFINITY, 0.95).unwrap();
        let paired = crate::stats::Difference::paired(&a, &b).unwrap().interval(0.95);
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

    /// Whoever is ruled out is worse than the best, also where all are equally good.
    #[test]
    fn equals_are_seldom_ruled_out() {
        for k in [2, 5] {
            let mut ruled_out = 0;
            for replication in 0..600 {
                let mut stream = Key { seed: 6, replication }.stream(Purpose::City, 0);
                let mut draw = || normal::inverse_normal(unit(stream.next_u64()));
                let arms: Vec<Vec<f64>> = (0..k).map(|_| (0..20).map(|_| draw()).collect()).collect();
                let intervals = compare_with_best(&arms, f64::INFINITY, 0.95).unwrap();
                ruled_out += u32::from(intervals.iter().any(|interval| interval.upper == 0.0));
            }
            assert!(ruled_out <= 42, "in {ruled_out} of 600, of {k} equals");
        }
    }

    /// Three that are nearly the same and one that varies far more: a pooled variance would promise too much of the last.
    #[test]
    fn pairs_that_vary_differently_are_not_pooled() {
        let mut held = 0;
        for replication in 0..400 {
            let mut stream = Key { seed: 4, replication }.stream(Purpose::City, 0);
            let mut draw = || normal::inverse_normal(unit(stream.next_u64()));
            let mut arms = vec![Vec::new(); 4];
            for _ in 0..20 {
                let (shared, other) = (draw(), draw());
                (0..3).for_each(|near| arms[near].push(shared + 0.01 * draw()));
                arms[3].push(0.3 + other);
            }
            let intervals = compare_with_best(&arms, f64::INFINITY, 0.95).unwrap();
            held += u32::from(intervals.iter().zip([-0.3, -0.3, -0.3, 0.3]).all(|(interval, d)| interval.contains(d)));
        }
        assert!(held >= 370, "held in {held} of 400");
    }
}
