//! Latin hypercubes: points spread so that every coordinate is covered evenly.

use crate::random::{Key, Purpose, unit};
use rand_chacha::rand_core::Rng;

/// `points` points in `dimensions` dimensions, each coordinate in (0, 1): every one of the `points` equal parts of every
/// axis holds exactly one. Decided by `seed`; dimension d is the same whatever the number of dimensions.
///
/// Source: McKay, Beckman & Conover, Technometrics 21 (1979).
pub fn latin_hypercube(points: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut cube = vec![Vec::with_capacity(dimensions); points];
    for dimension in 0..dimensions {
        let mut stream = Key { seed, replication: 0 }.stream(Purpose::Design, dimension as u32);
        let mut order: Vec<usize> = (0..points).collect();
        for last in (1..points).rev() {
            order.swap(last, ((unit(stream.next_u64()) * (last + 1) as f64) as usize).min(last));
        }
        for (point, part) in cube.iter_mut().zip(order) {
            point.push((part as f64 + unit(stream.next_u64())) / points as f64);
        }
    }
    cube
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_every_axis_holds_one_point() {
        let cube = latin_hypercube(37, 5, 4);
        for dimension in 0..5 {
            let mut parts: Vec<usize> = cube.iter().map(|point| (point[dimension] * 37.0) as usize).collect();
            parts.sort_unstable();
            assert!(parts.into_iter().eq(0..37));
        }
        let more = latin_hypercube(37, 6, 4);
        assert!(cube.iter().zip(&more).all(|(a, b)| a[..] == b[..5]), "a further dimension moved the others");
        assert_ne!(cube, latin_hypercube(37, 5, 5));
        assert_eq!(latin_hypercube(3, 0, 1), vec![Vec::<f64>::new(); 3]);
    }

    #[test]
    fn means_of_smooth_functions_are_found_far_better_than_at_random() {
        let mean = |points: &[Vec<f64>]| points.iter().map(|p| p[0] * p[0] + p[1]).sum::<f64>() / points.len() as f64;
        for seed in 0..20 {
            assert!((mean(&latin_hypercube(200, 2, seed)) - 5.0 / 6.0).abs() < 1e-3);
        }
    }
}
