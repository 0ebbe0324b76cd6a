//! Points that fill a square or a cube evenly, one after the other, without chance.

/// Steps in the plane.
pub const PLANE: [f64; 2] = [0.754_877_666_246_693, 0.569_840_290_998_053];
/// Steps in four dimensions.
pub const FOUR_DIMENSIONS: [f64; 4] = [0.856_674_883_854_503, 0.733_891_856_627_126, 0.628_706_721_037_809, 0.538_597_257_223_610];

/// The `k`-th point, each coordinate in [0, 1): multiples of the steps 1 / g, 1 / g², … of the root g of
/// g^(N + 1) = g + 1, in the plane the plastic number.
///
/// Source: Roberts, The unreasonable effectiveness of quasirandom sequences (2018).
pub fn evenly<const N: usize>(k: usize, steps: [f64; N]) -> [f64; N] {
    steps.map(|step| (0.5 + k as f64 * step).fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_powers_of_the_root() {
        for steps in [&PLANE[..], &FOUR_DIMENSIONS] {
            let power = |x: f64, n: usize| (0..n).fold(1.0, |power, _| power * x);
            assert!((power(steps[0], steps.len()) * (1.0 + steps[0]) - 1.0).abs() < 1e-12, "{steps:?}");
            assert!(steps.iter().enumerate().all(|(i, step)| (step - power(steps[0], i + 1)).abs() < 1e-12), "{steps:?}");
        }
    }

    #[test]
    fn every_part_of_the_square_has_its_share_of_points() {
        let mut count = [0; 64];
        for [u, v] in (0..1_024).map(|k| evenly(k, PLANE)) {
            count[(u * 8.0) as usize * 8 + (v * 8.0) as usize] += 1;
        }
        assert!(count.iter().all(|points| (13..=19).contains(points)), "16 each, not {count:?}");
    }
}
