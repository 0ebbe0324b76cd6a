//! Whether the t-interval of a mean holds what it says: how lopsided the numbers are that it is of.

use super::Moments;
use crate::random::normal::inverse_normal;

/// The t-interval of 95% is wrong at most about 6% of the time from n > 25·G² on, G being the skewness. Source: Cochran,
/// Sampling Techniques (3rd ed., 1977), 2.15.
pub const COCHRAN: f64 = 25.0;

/// The sample skewness, adjusted for n (Fisher & Pearson); `None` of fewer than three numbers, or where none differs.
pub fn skewness(values: &[f64]) -> Option<f64> {
    let (n, moments) = (values.len() as f64, Moments::of(values));
    let variance = moments.variance();
    if values.len() < 3 || variance <= 0.0 {
        return None;
    }
    let cubes: f64 = values.iter().map(|value| value - moments.mean()).map(|apart| apart * apart * apart).sum();
    Some(n / ((n - 1.0) * (n - 2.0)) * cubes / (variance * variance.sqrt()))
}

/// How many such numbers the t-interval of their mean takes, 25·G², where the `used` ones are fewer. `None` where they are
/// enough, where so few normal numbers are as lopsided with probability `error`, or where each of them alone leads to the same
/// `judgement`.
pub fn numbers_wanted<T: PartialEq>(values: &[f64], used: usize, error: f64, judgement: impl Fn(f64) -> T) -> Option<u64> {
    let (found, n) = (skewness(values)?.abs(), values.len() as f64);
    if values.iter().all(|value| judgement(*value) == judgement(values[0])) {
        return None;
    }
    // The standard deviation of that of normal numbers.
    let deviation = (6.0 * n * (n - 1.0) / ((n - 2.0) * (n + 1.0) * (n + 3.0))).sqrt();
    let wanted = COCHRAN * found * found;
    (wanted > used as f64 && found > -inverse_normal(0.5 * error) * deviation).then(|| wanted.ceil() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose, maths::exp, unit};
    use rand_chacha::rand_core::Rng;

    fn drawn(number: u32, n: usize, of: impl Fn(f64) -> f64) -> Vec<f64> {
        let mut stream = Key { seed: 8, replication: number }.stream(Purpose::Design, 0);
        (0..n).map(|_| of(inverse_normal(unit(stream.next_u64())))).collect()
    }

    /// SciPy: `skew([2, 8, 0, 4, 1, 9, 9, 0], bias=False)`.
    #[test]
    fn the_skewness_of_eight_numbers() {
        let found = skewness(&[2.0, 8.0, 0.0, 4.0, 1.0, 9.0, 9.0, 0.0]).unwrap();
        assert!((found - 0.330_582_2).abs() < 1e-6, "{found}");
        assert_eq!((skewness(&[1.0, 2.0]), skewness(&[3.0; 5])), (None, None));
    }

    #[test]
    fn normal_numbers_are_enough_and_lopsided_ones_are_not_until_there_are_many() {
        let wants = |n: usize, of: fn(f64) -> f64| {
            (0..400).filter(|number| numbers_wanted(&drawn(*number, n, of), n, 0.05, f64::to_bits).is_some()).count()
        };
        assert!((5..40).contains(&wants(10, |z| z)) && wants(10, |z| z + 50.0) == wants(10, |z| z), "{}", wants(10, |z| z));
        assert_eq!(wants(100, |z| z), 0);
        // Skewness 6.2: 950 are wanted.
        let (few, many) = (wants(40, exp), wants(4_000, exp));
        assert!(few > 340 && many < 100, "{few} {many}");
        let one = [vec![0.0; 19], vec![1.0]].concat();
        assert_eq!(numbers_wanted(&one, 20, 0.05, f64::to_bits), Some(500), "one of n gives 25·n at any n");
        assert_eq!((numbers_wanted(&one, 500, 0.05, f64::to_bits), numbers_wanted(&[0.0; 20], 20, 0.05, f64::to_bits)), (None, None));
        let lopsided: Vec<f64> = (0..20).map(|i| f64::from(i * i * i * i)).collect();
        let wanted = |error: f64, border: f64| numbers_wanted(&lopsided, 20, error, |value| value > border);
        assert!(wanted(0.05, 10.0).is_some() && wanted(1e-6, 10.0).is_none(), "{:?}", skewness(&lopsided));
        assert!(wanted(0.05, 130_320.0).is_some() && wanted(0.05, 130_322.0).is_none(), "all below it");
    }
}
