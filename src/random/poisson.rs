//! Poisson counts by inversion: one uniform, one count.

use super::gamma::{ln_incomplete, ln_poisson_term};
use super::maths::{exp, ln};
use super::normal::inverse_normal;

/// The smallest k with P(N ≤ k) ≥ `u` for a Poisson variable N of mean `mean`.
///
/// `u` lies in (0, 1). A mean that is not positive gives 0; one above a billion is taken for a billion.
/// Up to a mean of 30 the probabilities are added from 0 up; above, the search starts at the Cornish–Fisher
/// value, which is off by a few at most, and walks from there on exact probabilities.
pub fn poisson(u: f64, mean: f64) -> u32 {
    if mean.is_nan() || mean <= 0.0 {
        0
    } else if mean <= 30.0 {
        by_adding(u, mean)
    } else {
        by_walking(u, mean.min(1e9))
    }
}

fn by_adding(u: f64, mean: f64) -> u32 {
    let mut term = exp(-mean);
    let (mut sum, mut k) = (term, 0);
    // Beyond the mean, terms that no longer change the sum end the search.
    while sum < u && (sum + term != sum || f64::from(k) < mean) {
        k += 1;
        term *= mean / f64::from(k);
        sum += term;
    }
    k
}

fn by_walking(u: f64, mean: f64) -> u32 {
    let z = inverse_normal(u.clamp(1e-300, 1.0 - f64::EPSILON / 2.0));
    let guess = mean + mean.sqrt() * z + (z * z - 1.0) / 6.0;
    let mut k = guess.max(0.0) as u32;
    // In the upper half compare what lies above, which keeps its relative precision.
    let upper = u >= 0.5;
    let beyond = |k: u32| {
        let (above, below) = ln_incomplete(f64::from(k) + 1.0, mean, ln(mean));
        if upper { exp(above) <= 1.0 - u } else { exp(below) >= u }
    };
    if beyond(k) {
        while k > 0 && beyond(k - 1) {
            k -= 1;
        }
    } else {
        k += 1;
        while !beyond(k) {
            k += 1;
        }
    }
    k
}

/// The probability of exactly `k` events when `mean` are expected.
pub fn poisson_probability(k: u32, mean: f64) -> f64 {
    if mean <= 0.0 {
        return if k == 0 { 1.0 } else { 0.0 };
    }
    if k == 0 { exp(-mean) } else { exp(ln_poisson_term(f64::from(k), mean, ln(mean))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Discrete, DiscreteCDF, Poisson};

    #[test]
    fn counts_are_the_quantiles_of_another_implementation() {
        for mean in [0.01, 0.7, 5.0, 29.9, 30.1, 250.0, 12_000.0] {
            let other = Poisson::new(mean).unwrap();
            for i in 1..200 {
                let u = f64::from(i) / 200.0;
                let k = u64::from(poisson(u, mean));
                assert!(other.cdf(k) > u - 1e-10, "mean {mean}, u {u}: {k} is too small");
                assert!(k == 0 || other.cdf(k - 1) < u + 1e-10, "mean {mean}, u {u}: {k} is too large");
            }
        }
    }

    #[test]
    fn probabilities_agree_with_another_implementation() {
        for mean in [0.3, 12.0, 900.0] {
            let other = Poisson::new(mean).unwrap();
            for k in [0, 1, 2, 11, 15, 16, 40, 880, 1000] {
                let (own, theirs) = (poisson_probability(k, mean), other.pmf(u64::from(k)));
                assert!((own - theirs).abs() < 1e-12, "mean {mean}, k {k}: {own} not {theirs}");
            }
        }
    }

    #[test]
    fn extreme_uniforms_and_means_end_quickly() {
        let least = 0.5 / (1u64 << 52) as f64;
        assert_eq!((poisson(0.5, 0.0), poisson(0.5, -3.0), poisson(0.5, f64::NAN)), (0, 0, 0));
        for mean in [1e-12, 1.0, 30.0, 31.0, 1e6] {
            let (low, middle, high) = (poisson(least, mean), poisson(0.5, mean), poisson(1.0 - least, mean));
            assert!(low <= middle && middle <= high);
            assert!(f64::from(high) < mean + 10.0 * mean.sqrt() + 30.0, "{high}");
            assert!(f64::from(low) + 10.0 * mean.sqrt() + 30.0 > mean, "{low}");
        }
        assert_eq!(poisson(0.5, 1e6), 1_000_000);
        assert!(poisson(1.0 - least, f64::INFINITY) > 999_999_999);
    }
}
