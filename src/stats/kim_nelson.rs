//! Selecting the best of several arms, one replication after the other, under common random numbers.
//!
//! Arms that are clearly worse than another are eliminated as soon as that shows; the sampling of the others goes on.
//! With probability at least 1 − α the last arm is the best, or within the indifference of it. Observations have to be
//! near normal, which means of many incidents are. Source: Kim & Nelson, ACM Transactions on Modeling and Computer
//! Simulation 11 (2001).

use super::Moments;
use crate::random::maths::pow;

/// The procedure after its first stage.
#[derive(Clone, Debug, PartialEq)]
pub struct KimNelson {
    /// The indifference δ.
    indifference: f64,
    /// h²·S²ᵢₗ, by arm and arm.
    reach: Vec<Vec<f64>>,
}

/// An arm that leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eliminated {
    /// Which.
    pub arm: usize,
    /// The arm that beats it, the one of the largest mean where several do.
    pub by: usize,
}

/// η = ½·[(2α/(k − 1))^(−2/(n₀ − 1)) − 1] for `arms` k, first stages of `first` n₀ and error α.
pub fn eta(arms: usize, first: usize, alpha: f64) -> f64 {
    0.5 * (pow(2.0 * alpha / (arms as f64 - 1.0), -2.0 / (first as f64 - 1.0)) - 1.0)
}

impl KimNelson {
    /// From a first stage: `arms[i][r]` is arm i in replication r, as many for each; a difference between two has a variance
    /// of at least `least`. None unless there are at least two arms of at least two, and δ is positive.
    pub fn new(arms: &[Vec<f64>], least: f64, indifference: f64, level: f64) -> Option<KimNelson> {
        let (k, first) = (arms.len(), arms.first()?.len());
        if k < 2 || first < 2 || arms.iter().any(|arm| arm.len() != first) || indifference.is_nan() || indifference <= 0.0 {
            return None;
        }
        let square = 2.0 * eta(k, first, 1.0 - level) * (first as f64 - 1.0);
        let spread = |a: &Vec<f64>, b: &Vec<f64>| {
            let mut moments = Moments::default();
            a.iter().zip(b).for_each(|(x, y)| moments.push(x - y));
            moments.variance().max(least)
        };
        let reach = arms.iter().map(|a| arms.iter().map(|b| square * spread(a, b)).collect()).collect();
        Some(KimNelson { indifference, reach })
    }

    /// By how much the mean of arm `i` may lie below that of arm `l` after `n` replications without being eliminated:
    /// max{0, δ/2n·(h²S²ᵢₗ/δ² − n)}.
    pub fn tolerance(&self, i: usize, l: usize, n: u32) -> f64 {
        let n = f64::from(n);
        (self.indifference / (2.0 * n) * (self.reach[i][l] / (self.indifference * self.indifference) - n)).max(0.0)
    }

    /// Those of the arms `left` (number, mean after `n` replications; larger is better) that are eliminated now.
    pub fn eliminates(&self, left: &[(usize, f64)], n: u32) -> Vec<Eliminated> {
        let beaten = |&(i, mean): &(usize, f64)| {
            let beats = |(l, other): &&(usize, f64)| *l != i && mean < other - self.tolerance(i, *l, n);
            let by = left.iter().filter(beats).reduce(|best, next| if next.1 > best.1 { next } else { best })?;
            Some(Eliminated { arm: i, by: by.0 })
        };
        left.iter().filter_map(beaten).collect()
    }

    /// The most replications that selecting among the arms `left` can take: after them only the largest mean is left.
    pub fn most(&self, left: &[usize]) -> u32 {
        let pairs = left.iter().flat_map(|i| left.iter().filter(move |l| *l != i).map(move |l| self.reach[*i][*l]));
        let most = pairs.fold(0.0, f64::max) / (self.indifference * self.indifference);
        (most.floor() + 1.0) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose, normal, unit};
    use rand_chacha::rand_core::Rng;

    #[test]
    fn the_constants_of_five_arms() {
        // Computed with SciPy.
        let eta = eta(5, 10, 0.05);
        assert!((eta - 0.635).abs() < 5e-4, "{eta}");
        assert!((2.0 * eta * 9.0 - 11.43).abs() < 5e-3);
    }

    #[test]
    fn the_boundary_shrinks_to_nothing() {
        // Differences 1, −1, 1, −1, 0: S² = 1. η(2, 5, 0.05) = ½(0.1^(−½) − 1), h² = 8η.
        let first = [vec![1.0, 2.0, 3.0, 4.0, 5.0], vec![0.0, 3.0, 2.0, 5.0, 5.0]];
        let kn = KimNelson::new(&first, 0.0, 0.5, 0.95).unwrap();
        let square = 4.0 * (10.0f64.sqrt() - 1.0);
        assert!((kn.tolerance(0, 1, 10) - 0.025 * (square / 0.25 - 10.0)).abs() < 1e-9);
        assert_eq!(kn.most(&[0, 1]), (square / 0.25) as u32 + 1);
        assert_eq!(kn.tolerance(0, 1, kn.most(&[0, 1])), 0.0);
        assert_eq!(kn.eliminates(&[(0, 3.0), (1, 3.0 - 1e-9)], kn.most(&[0, 1])), [Eliminated { arm: 1, by: 0 }]);
        assert_eq!(kn.eliminates(&[(0, 3.0), (1, 3.0)], 1_000), [], "equal means leave both");
        assert_eq!(kn.eliminates(&[(0, 3.0), (1, 2.9)], 10), []);
        assert_eq!(KimNelson::new(&first, 0.0, 0.0, 0.95), None);
        assert_eq!(KimNelson::new(&first[..1], 0.0, 0.5, 0.95), None);
    }

    /// One selection among five arms, the first better by δ than all others (the hardest case) and δ = σ/3.
    fn select(replication: u32, correlation: f64) -> (usize, u32) {
        const FIRST: u32 = 10;
        let mut stream = Key { seed: 11, replication }.stream(Purpose::City, 0);
        let mut draw = || normal::inverse_normal(unit(stream.next_u64()));
        let mut arms: Vec<Vec<f64>> = vec![Vec::new(); 5];
        let mut observe = |arms: &mut Vec<Vec<f64>>| {
            let shared = draw() * correlation.sqrt();
            arms.iter_mut().enumerate().for_each(|(i, arm)| {
                arm.push(shared + draw() * (1.0 - correlation).sqrt() + if i == 0 { 1.0 / 3.0 } else { 0.0 });
            });
        };
        (0..FIRST).for_each(|_| observe(&mut arms));
        let kn = KimNelson::new(&arms, 0.0, 1.0 / 3.0, 0.95).unwrap();
        let (mut left, mut n) = ((0..5).collect::<Vec<usize>>(), FIRST);
        loop {
            let means: Vec<(usize, f64)> = left.iter().map(|i| (*i, arms[*i].iter().sum::<f64>() / f64::from(n))).collect();
            let out = kn.eliminates(&means, n);
            left.retain(|i| out.iter().all(|eliminated| eliminated.arm != *i));
            if left.len() == 1 {
                return (left[0], n);
            }
            observe(&mut arms);
            n += 1;
        }
    }

    #[test]
    fn the_best_is_selected_as_often_as_promised_and_sooner_under_common_random_numbers() {
        let trial = |correlation: f64| {
            let found: Vec<(usize, u32)> = (0..400).map(|replication| select(replication, correlation)).collect();
            let right = found.iter().filter(|(arm, _)| *arm == 0).count();
            let stages = found.iter().map(|(_, n)| f64::from(*n)).sum::<f64>() / 400.0;
            assert!(right >= 372, "right in {right} of 400 at correlation {correlation}");
            stages
        };
        let (apart, together) = (trial(0.0), trial(0.5));
        // An independent program took 106 and 53 stages.
        assert!((95.0..117.0).contains(&apart) && (47.0..59.0).contains(&together), "{apart} and {together} stages");
    }
}
