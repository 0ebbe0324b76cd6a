//! Elementary functions with the same bits on every machine.
//!
//! The standard library's `ln`, `exp` and the like call the platform's mathematics, whose last bits differ
//! between machines and compiler versions; `clippy.toml` refuses them. These come from `libm`, compiled
//! from the same source everywhere, but for [`exp`]. `f64::sqrt`, `abs`, `floor` and the four operations are exact by
//! IEEE 754 and need no replacement.

use std::f64::consts::LOG2_E;

/// A unit exponential from a uniform in (0, 1): the uniforms of this crate have at most 53 bits, so `1 - u` is exact.
#[inline]
pub fn exponential(u: f64) -> f64 {
    -ln(1.0 - u)
}

/// e to the `x`, within one unit of the last place. Many draws wait for one, and `libm`'s, whose steps wait for each
/// other, takes twice as long; it answers for what is too small, too large, or no number.
#[inline]
pub fn exp(x: f64) -> f64 {
    if x.abs() < 700.0 { quick_exp(x) } else { libm::exp(x) }
}

#[inline]
fn quick_exp(x: f64) -> f64 {
    // x = k ln 2 + r. Added to 1.5 × 2^52, a number loses its fraction, and its whole part stands in the lowest bits.
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    let shifted = x * LOG2_E + WHOLE;
    let k = shifted - WHOLE;
    // The first part of ln 2 has 32 bits, so that its product with k is exact.
    let r = (x - k * 0.693_147_180_369_123_8) - k * 1.908_214_929_270_587_7e-10;
    // (e^r - 1 - r) / r², to 1e-16 for |r| ≤ ln 2 / 2: interpolated at Chebyshev's points with 50 digits.
    const C: [f64; 8] = [
        0.500_000_000_000_000_1,
        0.166_666_666_666_666_67,
        0.041_666_666_666_624_13,
        0.008_333_333_333_330_062,
        0.001_388_888_891_721_371_7,
        1.984_126_986_305_361_7e-4,
        2.480_152_129_595_437_5e-5,
        2.755_726_845_999_706_5e-6,
    ];
    let r2 = r * r;
    let r8 = (r2 * r2) * (r2 * r2);
    let rest = polynomial(r, &C) + r8 * (2.762_008_844_540_974_8e-7 + r * 2.510_038_549_551_032e-8);
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    (1.0 + (r + r2 * rest)) * power
}

/// A polynomial of degree 7 by Estrin's scheme: unlike Horner's, its steps hardly wait for each other.
#[inline]
pub fn polynomial(x: f64, coefficients: &[f64; 8]) -> f64 {
    let pair = |i: usize| coefficients[i] + coefficients[i + 1] * x;
    let x2 = x * x;
    (pair(0) + pair(2) * x2) + (pair(4) + pair(6) * x2) * (x2 * x2)
}

pub use libm::{
    atan2, cbrt, cos, erf, erfc, expm1 as exp_m1, lgamma as ln_gamma, log as ln, log1p as ln_1p, log2, log10, pow, sin, tgamma as gamma,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_to_the_x_is_that_of_libm_to_the_last_place_but_one() {
        let mut x = -760.0;
        while x < 720.0 {
            let (quick, exact) = (exp(x), libm::exp(x));
            assert!(quick.to_bits().abs_diff(exact.to_bits()) <= 1, "e^{x} is {quick}, not {exact}");
            x += 0.000_733;
        }
        assert_eq!([0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY].map(exp), [1.0, 1.0, f64::INFINITY, 0.0]);
        assert!(exp(f64::NAN).is_nan());
        assert_eq!((exp(1e-300), exp(-1e-17)), (1.0, 1.0));
    }

    #[test]
    fn a_polynomial_is_the_sum_of_its_terms() {
        let coefficients = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, -6.0];
        let sum = |x: f64| coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c);
        for x in [-2.0, 0.0, 0.5, 3.0] {
            assert_eq!(polynomial(x, &coefficients), sum(x));
        }
    }
}
