//! Sobol' indices: which share of the variance of an outcome is due to which input, alone and with the others.
//!
//! Two samples A and B of the inputs, and for each input the sample A with that column from B; all after Jansen, Comput.
//! Phys. Commun. 117 (1999): variance V = mean of (f(A) − f(B))² ÷ 2, first order 1 − mean of (f(B) − f(ABᵢ))² ÷ 2V, total
//! mean of (f(A) − f(ABᵢ))² ÷ 2V. Only differences within a row count, so that luck which the outcomes of a row share, and
//! other rows do not, changes nothing. The intervals are from resampled rows (percentiles), by a stream of their own.

use super::sobol::sobol_points;
use crate::random::{Key, Purpose, unit};
use rand_chacha::rand_core::Rng;
use serde::Serialize;

/// Rows from which on the intervals hold what they say; those of fewer rows are too narrow.
pub const ENOUGH_ROWS: u32 = 64;

/// Of fewer rows there are no indices.
pub const FEWEST_ROWS: u32 = 2;

/// Resamples behind an interval.
const RESAMPLES: usize = 400;

/// A share of the variance with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The estimate; may lie a little outside of 0 … 1.
    pub estimate: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// What an input is responsible for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SobolIndex {
    /// Alone.
    pub first: Share,
    /// Alone and together with others.
    pub total: Share,
}

/// The points of `rows` rows over `inputs` inputs: of each row A, then ABᵢ by input, then B.
pub fn saltelli_points(rows: usize, inputs: usize) -> Vec<Vec<f64>> {
    let both = sobol_points(rows, 2 * inputs);
    let row = |both: &Vec<f64>| {
        let (a, b) = both.split_at(inputs);
        let exchanged = |input: usize| (0..inputs).map(|at| if at == input { b[at] } else { a[at] }).collect();
        let mut points = vec![a.to_vec()];
        points.extend((0..inputs).map(exchanged));
        points.push(b.to_vec());
        points
    };
    both.iter().flat_map(row).collect()
}

/// The variance of the outcome, and the index of each input; `rows` hold outcomes in the order of [`saltelli_points`].
/// `None` where nothing varies or there are fewer than two rows.
pub fn sobol_indices(rows: &[Vec<f64>], seed: u64) -> Option<(f64, Vec<SobolIndex>)> {
    let inputs = rows.first()?.len().checked_sub(2)?;
    let all: Vec<usize> = (0..rows.len()).collect();
    let (variance, found) = estimate(rows, &all, inputs)?;
    let mut stream = Key { seed, replication: 0 }.stream(Purpose::Design, u32::MAX - 1);
    let mut resampled: Vec<Vec<(f64, f64)>> = vec![Vec::new(); inputs];
    for _ in 0..RESAMPLES {
        let drawn: Vec<usize> = all.iter().map(|_| ((unit(stream.next_u64()) * all.len() as f64) as usize).min(all.len() - 1)).collect();
        if let Some((_, indices)) = estimate(rows, &drawn, inputs) {
            resampled.iter_mut().zip(indices).for_each(|(kept, index)| kept.push(index));
        }
    }
    let index = |(estimate, resampled): ((f64, f64), &Vec<(f64, f64)>)| SobolIndex {
        first: share(estimate.0, resampled.iter().map(|index| index.0)),
        total: share(estimate.1, resampled.iter().map(|index| index.1)),
    };
    Some((variance, found.into_iter().zip(&resampled).map(index).collect()))
}

fn share(estimate: f64, resampled: impl Iterator<Item = f64>) -> Share {
    let mut sorted: Vec<f64> = resampled.collect();
    sorted.sort_by(f64::total_cmp);
    let at = |p: f64| sorted.get(((p * sorted.len() as f64) as usize).min(sorted.len().saturating_sub(1))).copied().unwrap_or(estimate);
    Share { estimate, lower: at(0.025).min(estimate), upper: at(0.975).max(estimate) }
}

/// Variance, and first and total index of each input, over the rows chosen.
fn estimate(rows: &[Vec<f64>], chosen: &[usize], inputs: usize) -> Option<(f64, Vec<(f64, f64)>)> {
    // Half the mean square of the difference between two outcomes of a row.
    let half_square = |one: usize, other: usize| {
        let square = |row: &usize| (rows[*row][one] - rows[*row][other]) * (rows[*row][one] - rows[*row][other]);
        chosen.iter().map(square).sum::<f64>() / (2 * chosen.len()) as f64
    };
    let (a, b) = (0, inputs + 1);
    let variance = half_square(a, b);
    // Without a variance (NaN too) there is nothing to share out.
    if chosen.len() < FEWEST_ROWS as usize || variance.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater) {
        return None;
    }
    let of = |input: usize| (1.0 - half_square(b, input + 1) / variance, half_square(a, input + 1) / variance);
    Some((variance, (0..inputs).map(of).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    fn rows(count: usize, inputs: usize, f: impl Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
        saltelli_points(count, inputs).chunks(inputs + 2).map(|row| row.iter().map(|point| f(point)).collect()).collect()
    }

    /// Ishigami & Homma (1990), a = 7, b = 0.1: the indices in closed form; SALib with as many points agrees within 0.001.
    #[test]
    fn the_indices_of_ishigami() {
        let ishigami = |u: &[f64]| {
            let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
            let (s, t) = (libm::sin(x[0]), libm::sin(x[1]));
            s + 7.0 * t * t + 0.1 * x[2] * x[2] * x[2] * x[2] * s
        };
        let (variance, found) = sobol_indices(&rows(4_096, 3, ishigami), 1).unwrap();
        assert!((variance - 13.845).abs() < 0.03, "{variance}");
        for (index, (first, total)) in found.iter().zip([(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)]) {
            assert!((index.first.estimate - first).abs() < 0.004, "{index:?}, exactly {first}");
            assert!((index.total.estimate - total).abs() < 0.003, "{index:?}, exactly {total}");
            assert!(index.first.lower <= first && first <= index.first.upper && index.first.upper - index.first.lower < 0.1);
        }
    }

    #[test]
    fn an_additive_function_is_shared_out_by_squares_of_slopes() {
        let (variance, found) = sobol_indices(&rows(256, 2, |x| 3.0 * x[0] + x[1]), 1).unwrap();
        assert!((variance - 10.0 / 12.0).abs() < 0.01);
        for (index, share) in found.iter().zip([0.9, 0.1]) {
            assert!((index.first.estimate - share).abs() < 0.02 && (index.total.estimate - share).abs() < 0.02, "{index:?}");
        }
        assert_eq!(sobol_indices(&rows(16, 2, |_| 1.0), 1), None);
        assert_eq!(sobol_indices(&rows(1, 2, |x| x[0]), 1), None);
    }

    #[test]
    fn luck_that_a_row_shares_changes_nothing() {
        let found = sobol_indices(&rows(64, 2, |x| 3.0 * x[0] + x[1]), 1).unwrap();
        let luck = |row: usize| [0.0, 7.0, -40.0, 2.5][row % 4];
        let mut shifted = rows(64, 2, |x| 3.0 * x[0] + x[1]);
        shifted.iter_mut().enumerate().for_each(|(at, row)| row.iter_mut().for_each(|y| *y += luck(at)));
        let lucky = sobol_indices(&shifted, 1).unwrap();
        let shares = |(_, indices): &(f64, Vec<SobolIndex>)| indices.iter().flat_map(|one| [one.first, one.total]).collect::<Vec<_>>();
        for (one, other) in shares(&found).iter().zip(shares(&lucky)) {
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            assert!(
                near(one.estimate, other.estimate) && near(one.lower, other.lower) && near(one.upper, other.upper),
                "{one:?} {other:?}"
            );
        }
        let nothing = sobol_indices(&rows(16, 2, |x| x[0]), 1).unwrap().1[1];
        assert_eq!((nothing.first.estimate, nothing.total.estimate), (0.0, 0.0), "exactly, at any luck");
    }

    #[test]
    fn points_of_a_row_differ_in_one_input() {
        let points = saltelli_points(8, 3);
        assert_eq!(points.len(), 8 * 5);
        for row in points.chunks(5) {
            for input in 0..3 {
                let differing = |other: &Vec<f64>| (0..3).filter(|at| row[1 + input][*at] != other[*at]).collect::<Vec<_>>();
                assert!(differing(&row[0]).iter().all(|at| *at == input));
                assert!(!differing(&row[4]).contains(&input));
            }
        }
    }
}
