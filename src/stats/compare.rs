//! Two arms: the difference of their means, tested paired or unpaired, and whether it matters.

use super::special::{student_critical, student_two_sided};
use super::{Interval, Moments, least_variance};
use crate::random::normal::inverse_normal;

/// An estimated difference of two means.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Difference {
    /// First minus second.
    pub estimate: f64,
    /// Variance of that estimate.
    pub variance: f64,
    /// Degrees of freedom behind the variance.
    pub degrees: f64,
    /// Observations: pairs, or those of both arms together.
    pub n: u64,
    /// Whether it is of shares of trials.
    pub shares: bool,
}

impl Difference {
    /// Of arms that met the same incidents: pair by pair, replication by replication (paired t). None unless
    /// both have the same number of at least two.
    pub fn paired(first: &[f64], second: &[f64]) -> Option<Difference> {
        if first.len() != second.len() || first.len() < 2 {
            return None;
        }
        let moments = Moments::of(&apart_by_pair(first, second));
        let n = moments.n();
        Some(Difference { estimate: moments.mean(), variance: moments.variance_of_mean(), degrees: (n - 1) as f64, n, shares: false })
    }

    /// Of independent arms with variances of their own (Welch). None unless both have at least two.
    pub fn welch(first: &[f64], second: &[f64]) -> Option<Difference> {
        if first.len() < 2 || second.len() < 2 {
            return None;
        }
        let (x, y) = (Moments::of(first), Moments::of(second));
        let rounding = rounding(first.iter().chain(second));
        let [a, b] = [x, y].map(|of| if of.variance() <= rounding * rounding { 0.0 } else { of.variance_of_mean() });
        let below = a * a / (x.n() - 1) as f64 + b * b / (y.n() - 1) as f64;
        let n = x.n() + y.n();
        let degrees = if below > 0.0 { (a + b) * (a + b) / below } else { (n - 2) as f64 };
        Some(Difference { estimate: apart(first, second), variance: a + b, degrees, n, shares: false })
    }

    /// The same of shares of so many trials: it varies by some of these at least, as in
    /// [`share_interval`](super::share_interval).
    #[must_use]
    pub fn of_trials(self, trials: f64) -> Difference {
        let shares = self.shares || trials.is_finite();
        Difference { variance: self.variance.max(least_variance(trials, self.degrees)), shares, ..self }
    }

    /// The t-interval, cut at ±1 where it is of shares.
    pub fn interval(&self, level: f64) -> Interval {
        let half_width = student_critical(level, self.degrees) * self.variance.sqrt();
        let found = Interval::around(self.estimate, half_width, level, self.n);
        if self.shares { found.of_shares() } else { found }
    }

    /// The two-sided p-value of "no difference".
    pub fn p_value(&self) -> f64 {
        if self.estimate == 0.0 { 1.0 } else { student_two_sided(self.estimate / self.variance.sqrt(), self.degrees) }
    }

    /// The p-value of "the difference is `margin` or more, either way": the larger of two one-sided tests
    /// (TOST). Below α exactly when the 1 − 2α interval lies inside ±margin.
    pub fn equivalence_p_value(&self, margin: f64) -> f64 {
        let room = margin - self.estimate.abs();
        if self.variance == 0.0 {
            return if room > 0.0 { 0.0 } else { 1.0 };
        }
        let outside = 0.5 * student_two_sided(room / self.variance.sqrt(), self.degrees);
        if room > 0.0 { outside } else { 1.0 - outside }
    }

    /// Whether it is practically none: the interval at level 1 − 2α lies inside ±`margin`.
    pub fn equivalent(&self, margin: f64, alpha: f64) -> bool {
        self.equivalence_p_value(margin) < alpha
    }
}

/// By how much the means of some numbers and of others differ, more than by rounding.
pub fn apart(first: &[f64], second: &[f64]) -> f64 {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let apart = mean(first) - mean(second);
    if apart.abs() <= rounding(first.iter().chain(second)) { 0.0 } else { apart }
}

/// By how much each of some numbers and its partner differ, more than by rounding; what has no partner is passed over.
pub fn apart_by_pair(first: &[f64], second: &[f64]) -> Vec<f64> {
    let rounding = rounding(first.iter().chain(second));
    first.iter().zip(second).map(|(a, b)| a - b).map(|apart| if apart.abs() <= rounding { 0.0 } else { apart }).collect()
}

/// Whether a number is no less than another, but for rounding.
pub fn at_least(number: f64, least: f64) -> bool {
    number >= least - rounding([number, least].iter())
}

/// How far numbers may lie apart that only rounding makes differ: the largest of them bounds what they were worked out from.
fn rounding<'a>(numbers: impl Iterator<Item = &'a f64>) -> f64 {
    1e-12 * numbers.map(|x| x.abs()).filter(|x| x.is_finite()).fold(0.0, f64::max)
}

/// What pairing gained: the correlation of the arms, and Var(D)/(S₁² + S₂²), below 1 where common random
/// numbers helped. None unless both have the same number of at least two and both vary.
pub fn pairing_gain(first: &[f64], second: &[f64]) -> Option<(f64, f64)> {
    let difference = Difference::paired(first, second)?;
    let (a, b) = (Moments::of(first).variance(), Moments::of(second).variance());
    let spread = difference.variance * first.len() as f64;
    (a > 0.0 && b > 0.0).then(|| ((a + b - spread) / (2.0 * (a * b).sqrt()), spread / (a + b)))
}

/// How many pairs it takes to detect a difference of `delta` with probability `power` at two-sided error
/// `alpha`, if differences vary with `variance`: (z₁₋α⸝₂ + z_power)²·S²/δ², rounded up.
pub fn planned_pairs(variance: f64, delta: f64, alpha: f64, power: f64) -> u64 {
    let z = inverse_normal(power) - inverse_normal(0.5 * alpha);
    (z * z * variance / (delta * delta)).ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Law, Simulation Modeling and Analysis (5th ed., 2015), chapter 10: two inventory policies.
    const FIRST: [f64; 5] = [126.97, 124.31, 126.68, 122.66, 127.23];
    const SECOND: [f64; 5] = [118.21, 120.22, 122.45, 122.68, 119.40];

    fn close(a: f64, b: f64, within: f64) {
        assert!((a - b).abs() < within, "{a} is not {b}");
    }

    #[test]
    fn the_paired_comparison_of_a_textbook() {
        let difference = Difference::paired(&FIRST, &SECOND).unwrap();
        close(difference.estimate, 4.978, 1e-9);
        close(difference.variance, 2.438, 1e-3);
        let interval = difference.interval(0.9);
        close(interval.lower, 1.65, 5e-3);
        close(interval.upper, 8.31, 5e-3);
        assert!(difference.p_value() < 0.1 && difference.p_value() > 0.01);
    }

    /// 17.1 seconds for everybody, of 9 and of 7 of them.
    #[test]
    fn rounding_is_no_difference() {
        let seconds = |counts: [u32; 4]| {
            let sums = counts.map(|count| ((0..count).map(|_| 17.1).sum::<f64>(), f64::from(count)));
            crate::stats::pseudo_values(&sums)
        };
        let (first, second) = (seconds([61, 58, 66, 49]), seconds([44, 57, 63, 50]));
        assert!(first.iter().zip(&second).any(|(a, b)| a != b), "rounded in the same way: {first:?}");
        for found in [Difference::paired(&first, &second), Difference::welch(&first, &second)] {
            let found = found.unwrap();
            assert_eq!((found.estimate, found.variance, found.p_value()), (0.0, 0.0, 1.0));
        }
        let little = Difference::paired(&[1.0, 1.0 + 1e-9], &[1.0, 1.0]).unwrap();
        assert!(little.estimate > 0.0 && little.variance > 0.0, "little is something");
    }

    #[test]
    fn seven_tenths_are_no_more_than_a_tenth_below_eight() {
        assert!(0.7 < 0.8 - 0.1 && at_least(0.7, 0.8 - 0.1) && at_least(0.7 + 0.1, 0.8));
        assert!(at_least(0.999, 99.9 / 100.0) && at_least(99.9 / 100.0, 0.999) && at_least(0.0, 0.0));
        assert!(!at_least(0.699_999, 0.7) && !at_least(0.0, 1e-9), "little is something");
    }

    #[test]
    fn the_unpaired_comparison_of_a_textbook() {
        let difference = Difference::welch(&FIRST, &SECOND).unwrap();
        close(difference.degrees, 7.99, 5e-3);
        let interval = difference.interval(0.9);
        close(interval.lower, 2.66, 1e-2);
        close(interval.upper, 7.30, 1e-2);
    }

    #[test]
    fn equivalence_is_the_narrower_interval_within_the_margin() {
        let difference = Difference::paired(&FIRST, &SECOND).unwrap();
        let upper = difference.interval(0.9).upper;
        assert!(difference.equivalent(upper + 1e-9, 0.05));
        assert!(!difference.equivalent(upper - 1e-9, 0.05));
        close(difference.equivalence_p_value(difference.estimate), 0.5, 1e-12);
        assert!(difference.equivalence_p_value(1.0) > 0.9);
        let same = Difference::paired(&FIRST, &FIRST).unwrap();
        assert_eq!((same.p_value(), same.equivalence_p_value(0.1), same.equivalence_p_value(0.0)), (1.0, 0.0, 1.0));
        // −ln(0.025) = 3.689: shares of 55 incidents are not the same within 0.01, of 5,500 they are.
        let (few, many) = (same.of_trials(55.0), same.of_trials(5_500.0));
        close(few.interval(0.95).upper, 3.688_879 / 55.0, 1e-8);
        assert_eq!(same.of_trials(2.0).interval(0.95).upper, 1.0, "no difference of shares is beyond 1");
        assert!(few.p_value() == 1.0 && !few.equivalent(0.01, 0.05) && many.equivalent(0.01, 0.05));
    }

    #[test]
    fn what_pairing_gains_is_told() {
        let (correlation, ratio) = pairing_gain(&[1.0, 2.0, 4.0], &[2.0, 3.0, 5.0]).unwrap();
        close(correlation, 1.0, 1e-12);
        close(ratio, 0.0, 1e-12);
        let (correlation, ratio) = pairing_gain(&FIRST, &SECOND).unwrap();
        assert!(correlation < 0.0 && ratio > 1.0, "these arms were independent: {correlation} {ratio}");
        assert_eq!(pairing_gain(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(Difference::paired(&[1.0], &[1.0]), None);
    }

    #[test]
    fn more_pairs_are_planned_for_smaller_differences() {
        // (1.95996 + 0.84162)² = 7.8489.
        assert_eq!(planned_pairs(1.0, 1.0, 0.05, 0.8), 8);
        assert_eq!(planned_pairs(4.0, 0.5, 0.05, 0.8), 126);
    }
}
