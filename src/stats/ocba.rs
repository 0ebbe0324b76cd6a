//! How to spend a budget of replications so that the best arm is told from the rest most likely (OCBA).
//!
//! Much goes to arms whose means are near that of the best, and to those that vary most. There is no guarantee: it
//! makes the most of a given budget. Source: Chen & Lee, Stochastic Simulation Optimization: An Optimal Computing
//! Budget Allocation (2010).

use super::special::student_cdf;

/// One arm so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampled {
    /// Mean of its observations; larger is better.
    pub mean: f64,
    /// Their variance.
    pub variance: f64,
    /// Observations.
    pub n: u64,
}

/// How many of `more` observations each arm is to get: ratios rᵢ ∝ (σᵢ/(x̄ᵢ − x̄_b))² and r_b = σ_b·√Σ(rᵢ/σᵢ)², counting what
/// was spent, rounded down; what is left over goes to the best.
pub fn ocba(arms: &[Sampled], more: u64) -> Vec<u64> {
    let Some(best) = best(arms) else { return Vec::new() };
    let ratios = ratios(arms, best);
    let total = (arms.iter().map(|arm| arm.n).sum::<u64>() + more) as f64;
    let mut share: Vec<f64> = arms.iter().map(|arm| arm.n as f64).collect();
    // Arms that have more than their share already keep what they have; the others share the rest.
    let mut open = vec![true; arms.len()];
    loop {
        let kept: f64 = (0..arms.len()).filter(|i| !open[*i]).map(|i| share[i]).sum();
        let sum: f64 = (0..arms.len()).filter(|i| open[*i]).map(|i| ratios[i]).sum();
        (0..arms.len()).filter(|i| open[*i]).for_each(|i| share[i] = ((total - kept) / sum * ratios[i]).floor());
        let over: Vec<usize> = (0..arms.len()).filter(|i| open[*i] && share[*i] < arms[*i].n as f64).collect();
        over.iter().for_each(|i| (open[*i], share[*i]) = (false, arms[*i].n as f64));
        if over.is_empty() {
            break;
        }
    }
    share[best] += total - share.iter().sum::<f64>();
    share.iter().zip(arms).map(|(share, arm)| (*share as u64).saturating_sub(arm.n)).collect()
}

/// A lower bound, by Bonferroni, of the probability that the arm of the largest mean is the best: 1 − Σ P(arm beats it),
/// for independent means of normal observations (Student's t with the degrees of freedom of Welch). Common random numbers
/// usually make it surer.
pub fn probably_best(arms: &[Sampled]) -> f64 {
    let Some(best) = best(arms) else { return 1.0 };
    let error = |arm: &Sampled| arm.variance / arm.n.max(1) as f64;
    let degrees = |arm: &Sampled| (arm.n.max(2) - 1) as f64;
    let beats = |(_, arm): (usize, &Sampled)| {
        let (own, other) = (error(arm), error(&arms[best]));
        let spread = (own + other).sqrt();
        let apart = arms[best].mean - arm.mean;
        if spread > 0.0 {
            let below = own * own / degrees(arm) + other * other / degrees(&arms[best]);
            student_cdf(-apart / spread, (own + other) * (own + other) / below)
        } else if apart > 0.0 {
            0.0
        } else {
            0.5
        }
    };
    (1.0 - arms.iter().enumerate().filter(|(i, _)| *i != best).map(beats).sum::<f64>()).max(0.0)
}

/// The first of those of the largest mean.
fn best(arms: &[Sampled]) -> Option<usize> {
    (0..arms.len()).reduce(|best, next| if arms[next].mean > arms[best].mean { next } else { best })
}

fn ratios(arms: &[Sampled], best: usize) -> Vec<f64> {
    // Arms that do not vary, and ties with the best, would take nothing or everything.
    let widest = arms.iter().map(|arm| (arms[best].mean - arm.mean).abs()).fold(0.0, f64::max);
    let least = if widest > 0.0 { widest * 1e-3 } else { 1.0 };
    let most = arms.iter().map(|arm| arm.variance).fold(0.0, f64::max);
    let floor = if most > 0.0 { most * 1e-6 } else { 1.0 };
    let variance = |arm: &Sampled| arm.variance.max(floor);
    let apart = |arm: &Sampled| (arms[best].mean - arm.mean).max(least);
    let mut ratios: Vec<f64> = arms.iter().map(|arm| variance(arm) / (apart(arm) * apart(arm))).collect();
    let others = (0..arms.len()).filter(|i| *i != best).map(|i| ratios[i] * ratios[i] / variance(&arms[i])).sum::<f64>();
    ratios[best] = (variance(&arms[best]) * others).sqrt();
    ratios
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arms(means: [f64; 5], variances: [f64; 5], spent: [u64; 5]) -> Vec<Sampled> {
        (0..5).map(|i| Sampled { mean: means[i], variance: variances[i], n: spent[i] }).collect()
    }

    #[test]
    fn the_example_of_the_r_package_spot() {
        // There the least is best.
        let arms = arms([-1.2, -2.1, -3.4, -4.87, -6.05], [3.3, 2.0, 4.5, 5.3, 6.9], [12, 6, 5, 5, 4]);
        assert_eq!(ocba(&arms, 100), [48, 38, 11, 2, 1]);
        assert_eq!(ocba(&arms, 0).iter().sum::<u64>(), 0);
    }

    #[test]
    fn all_is_spent_and_nobody_gets_less_than_nothing() {
        for more in [1, 7, 40, 1_000] {
            let arms = arms([5.0, 5.0, 4.0, 1.0, 5.0], [0.0, 1.0, 0.5, 0.0, 2.0], [10, 10, 40, 10, 10]);
            assert_eq!(ocba(&arms, more).iter().sum::<u64>(), more, "{more}");
        }
        assert!(ocba(&[], 10).is_empty());
    }

    #[test]
    fn the_probability_of_being_best() {
        let two = |apart: f64| probably_best(&[Sampled { mean: apart, variance: 2.0, n: 4 }, Sampled { mean: 0.0, variance: 2.0, n: 4 }]);
        // A standard deviation of 1 and 6 degrees of freedom: t = 1.943.
        assert!((two(1.943_180) - 0.95).abs() < 1e-6);
        assert_eq!(two(0.0), 0.5);
        assert!(probably_best(&arms([0.0; 5], [1.0; 5], [9; 5])) < 1e-12);
    }
}
