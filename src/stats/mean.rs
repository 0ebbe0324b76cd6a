//! Mean and variance in one pass, and the t-interval of replications.

use super::Interval;
use super::special::student_critical;
use crate::random::maths::ln;

/// Count, mean and spread of numbers seen one after the other.
///
/// Source: Welford (1962); merged as in Chan, Golub & LeVeque (1983). Feed and merge in a fixed order where
/// the last bits matter: sums of floats depend on it.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Moments {
    n: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    spread: f64,
}

impl Moments {
    /// Those of `values`.
    pub fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        values.iter().for_each(|&value| moments.push(value));
        moments
    }

    /// Takes in one more number.
    pub fn push(&mut self, value: f64) {
        self.n += 1;
        let before = value - self.mean;
        self.mean += before / self.n as f64;
        self.spread += before * (value - self.mean);
    }

    /// Takes in all that `other` has seen.
    pub fn merge(&mut self, other: &Moments) {
        if other.n == 0 {
            return;
        }
        let n = (self.n + other.n) as f64;
        let apart = other.mean - self.mean;
        self.spread += other.spread + apart * apart * (self.n as f64) * (other.n as f64) / n;
        self.mean += apart * other.n as f64 / n;
        self.n += other.n;
    }

    /// How many.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their mean; NaN if there are none.
    pub fn mean(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.mean }
    }

    /// Their sample variance, with n − 1 below; NaN if there are fewer than two.
    pub fn variance(&self) -> f64 {
        if self.n < 2 { f64::NAN } else { self.spread / (self.n - 1) as f64 }
    }

    /// Variance of the mean; NaN if there are fewer than two.
    pub fn variance_of_mean(&self) -> f64 {
        self.variance() / self.n as f64
    }

    /// x̄ ± t·S/√n, for independent, roughly normal numbers such as the means of replications.
    pub fn interval(&self, level: f64) -> Interval {
        let half_width = if self.n < 2 { f64::NAN } else { student_critical(level, (self.n - 1) as f64) * self.variance_of_mean().sqrt() };
        Interval::around(self.mean(), half_width, level, self.n)
    }
}

/// The t-interval for the mean of shares, or of differences between shares, of `trials` in all. However alike they are, the
/// mean is taken to vary by a trial or two of all: where all replications agree, others could have fared otherwise. None of n
/// is so held against no less than the exact −ln(α/2)/n, which is 3.7/n at 95% (Hanley & Lippman-Hand, JAMA 249, 1983).
pub fn share_interval(values: &[f64], trials: f64, level: f64) -> Interval {
    let moments = Moments::of(values);
    let degrees = (moments.n().max(2) - 1) as f64;
    let critical = student_critical(level, degrees);
    let half_width = (critical * moments.variance_of_mean().sqrt()).max(least_half_width(trials, critical, level));
    Interval::around(moments.mean(), if moments.n() < 2 { f64::NAN } else { half_width }, level, moments.n())
}

/// The least half-width of an interval of a share of so many trials, t being `critical`.
pub fn least_half_width(trials: f64, critical: f64, level: f64) -> f64 {
    critical.max(-ln(0.5 * (1.0 - level))) / trials
}

/// The least variance of a share of so many trials: one of them, or so much that t with so many degrees of freedom makes
/// −ln(α/2) of them from α = 5% to 10⁻⁴.
pub fn least_variance(trials: f64, degrees: f64) -> f64 {
    let exact = |level: f64| -ln(0.5 * (1.0 - level)) / student_critical(level, degrees);
    let least = [0.95, 0.975, 0.99, 0.999, 0.9999].into_iter().map(exact).fold(1.0, f64::max) / trials;
    least * least
}

/// The t-interval for the mean of `values`.
pub fn mean_interval(values: &[f64], level: f64) -> Interval {
    Moments::of(values).interval(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Law, Simulation Modeling and Analysis (5th ed., 2015), chapter 4.
    const LAW: [f64; 10] = [1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09];

    #[test]
    fn shares_that_agree_are_not_known_for_certain() {
        let agreed = share_interval(&[1.0; 10], 200.0, 0.95);
        assert!((agreed.half_width() + ln(0.025) / 200.0).abs() < 1e-12, "{agreed:?}");
        for (level, n) in [(0.95, 10), (0.95, 1_000), (0.999, 200), (0.9999, 2_000)] {
            let none = share_interval(&vec![0.0; n], 5_000.0, level).half_width();
            assert!(none >= -ln((1.0 - level) / 2.0) / 5_000.0 * (1.0 - 1e-12), "{level}, {n}: {none}");
        }
        for degrees in [1.0, 4.0, 9.0, 19.0, 99.0, 1e4] {
            for tail in [0.05, 0.04, 0.03, 0.02, 0.01, 0.005, 0.002, 0.001, 5e-4, 2e-4, 1e-4] {
                let half_width = student_critical(1.0 - tail, degrees) * least_variance(5_000.0, degrees).sqrt();
                assert!(half_width >= -ln(0.5 * tail) / 5_000.0 * (1.0 - 2e-4), "{tail}, {degrees}: {half_width}");
            }
        }
        let varied: Vec<f64> = (0..10u32).map(|i| 0.9 + 0.01 * f64::from(i)).collect();
        assert_eq!(share_interval(&varied, 2_000.0, 0.95), mean_interval(&varied, 0.95), "what varies by more tells itself");
        assert!(!share_interval(&[1.0], 20.0, 0.95).half_width().is_finite(), "one tells nothing of the spread");
    }

    #[test]
    fn the_interval_of_a_textbook() {
        let moments = Moments::of(&LAW);
        assert!((moments.mean() - 1.343).abs() < 1e-12);
        assert!((moments.variance() - 0.1675).abs() < 5e-5);
        let interval = moments.interval(0.9);
        assert!((interval.half_width() - 0.237).abs() < 5e-4);
        assert_eq!(interval.n, 10);
    }

    #[test]
    fn parts_merged_equal_the_whole() {
        let mut merged = Moments::of(&LAW[..3]);
        merged.merge(&Moments::of(&LAW[3..]));
        merged.merge(&Moments::default());
        let whole = Moments::of(&LAW);
        assert_eq!(merged.n(), 10);
        assert!((merged.mean() - whole.mean()).abs() < 1e-15 && (merged.variance() - whole.variance()).abs() < 1e-15);
    }

    #[test]
    fn a_constant_far_from_zero_has_no_variance() {
        assert_eq!(Moments::of(&[1e12 + 0.25; 100]).variance(), 0.0);
    }

    #[test]
    fn too_few_numbers_give_no_interval() {
        assert!(mean_interval(&[], 0.95).estimate.is_nan());
        assert_eq!(mean_interval(&[2.0], 0.95).upper, f64::INFINITY);
    }
}
