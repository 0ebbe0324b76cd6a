//! Sobol' points: 2^m of them fill the unit cube far more evenly than chance would.
//!
//! Not scrambled, and the first point, the origin, is kept: without it a net of 2^m points is none (Owen 2020,
//! arXiv 2008.08051). Direction numbers are those of Joe & Kuo, SIAM J. Sci. Comput. 30 (2008), their set D6, which is
//! theirs and free to use with this mention (`joe_kuo.txt`: degree, coefficients, first numbers, by dimension from the
//! second).

/// Most dimensions.
pub const SOBOL_DIMENSIONS: usize = 100;

const NUMBERS: &str = include_str!("joe_kuo.txt");
const BITS: usize = 32;
const SCALE: f64 = 4_294_967_296.0;

/// The first `points` points in `dimensions` dimensions, each coordinate in [0, 1).
///
/// # Panics
/// When there are more than [`SOBOL_DIMENSIONS`] dimensions.
pub fn sobol_points(points: usize, dimensions: usize) -> Vec<Vec<f64>> {
    assert!(dimensions <= SOBOL_DIMENSIONS, "{dimensions} dimensions, {SOBOL_DIMENSIONS} at most");
    let first = (dimensions > 0).then(|| std::array::from_fn(|bit| 1 << (BITS - 1 - bit)));
    let directions: Vec<[u32; BITS]> = first.into_iter().chain(NUMBERS.lines().map(directions)).take(dimensions).collect();
    let mut at = vec![0u32; dimensions];
    let mut all = Vec::with_capacity(points);
    for number in 0..points {
        all.push(at.iter().map(|x| f64::from(*x) / SCALE).collect());
        // Gray code: from one point to the next a single direction changes.
        let bit = (!number).trailing_zeros() as usize;
        at.iter_mut().zip(&directions).for_each(|(x, direction)| *x ^= direction[bit.min(BITS - 1)]);
    }
    all
}

/// The direction numbers of one dimension.
fn directions(line: &str) -> [u32; BITS] {
    let numbers: Vec<u32> = line.split(' ').map(|number| number.parse().expect("the table holds whole numbers")).collect();
    let (degree, coefficients, first) = (numbers[0] as usize, numbers[1], &numbers[2..]);
    let mut directions = [0; BITS];
    for bit in 0..BITS {
        directions[bit] = match first.get(bit).filter(|_| bit < degree) {
            Some(number) => number << (BITS - 1 - bit),
            None => {
                let back = directions[bit - degree];
                let chosen = (1..degree).filter(|k| coefficients >> (degree - 1 - k) & 1 == 1);
                chosen.fold(back ^ (back >> degree), |sum, k| sum ^ directions[bit - k])
            }
        };
    }
    directions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As SciPy's `qmc.Sobol(4, scramble=False)` and the crate `sobol` give them.
    #[test]
    fn the_first_points_are_those_of_others() {
        let points = sobol_points(4, 4);
        assert_eq!(points[0], [0.0; 4]);
        assert_eq!(points[1], [0.5; 4]);
        assert_eq!(points[2], [0.75, 0.25, 0.25, 0.25]);
        assert_eq!(points[3], [0.25, 0.75, 0.75, 0.75]);
    }

    #[test]
    fn every_part_of_every_axis_holds_one_point_and_planes_are_even() {
        let points = sobol_points(256, SOBOL_DIMENSIONS);
        for dimension in 0..SOBOL_DIMENSIONS {
            let mut parts: Vec<usize> = points.iter().map(|point| (point[dimension] * 256.0) as usize).collect();
            parts.sort_unstable();
            assert!(parts.into_iter().eq(0..256), "dimension {dimension}");
        }
        let mut squares = [0; 256];
        points.iter().for_each(|point| squares[(point[0] * 16.0) as usize * 16 + (point[1] * 16.0) as usize] += 1);
        assert!(squares.iter().all(|held| *held == 1), "a (0, 8, 2)-net in base 2");
    }

    #[test]
    fn integrals_are_found_far_better_than_at_random() {
        let product = |point: &Vec<f64>| point.iter().map(|x| 2.0 * x).product::<f64>();
        let points = sobol_points(4_096, 6);
        let mean = points.iter().map(product).sum::<f64>() / 4_096.0;
        // At random the standard error would be 0.03.
        assert!((mean - 1.0).abs() < 0.01, "{mean}");
        assert_eq!(sobol_points(3, 0), vec![Vec::<f64>::new(); 3]);
    }
}
