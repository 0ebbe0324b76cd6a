//! The standard normal distribution: its quantile, distribution function and logarithmic density.

use super::maths::{erfc, exp, ln, polynomial};
use std::f64::consts::FRAC_1_SQRT_2;

/// Logarithm of the square root of 2π.
pub const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;

/// The 90% quantile of the standard normal distribution.
pub const Z_90: f64 = 1.281_551_565_544_600_4;

/// The x with P(Z ≤ x) = `p` for a standard normal Z; relative error about 1e-15. Infinite at 0 and 1.
///
/// Source: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
#[inline]
pub fn inverse_normal(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        q * polynomial(r, &A) / polynomial(r, &B)
    } else {
        tail_quantile(if q < 0.0 { p } else { 1.0 - p }).copysign(q)
    }
}

/// The x ≥ 0 with P(Z > x) = `tail`, for a tail below 0.075.
fn tail_quantile(tail: f64) -> f64 {
    if tail <= 0.0 {
        return f64::INFINITY;
    }
    let r = (-ln(tail)).sqrt();
    if r <= 5.0 { polynomial(r - 1.6, &C) / polynomial(r - 1.6, &D) } else { polynomial(r - 5.0, &E) / polynomial(r - 5.0, &F) }
}

/// P(Z ≤ `x`) for a standard normal Z; small tails keep their relative precision.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * erfc(-x * FRAC_1_SQRT_2)
}

/// Density of the standard normal distribution at `x`.
pub fn normal_density(x: f64) -> f64 {
    exp(-0.5 * x * x - LN_SQRT_2PI)
}

const A: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const B: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_545,
];
const C: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const D: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const E: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const F: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_7e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with mpmath at 40 digits.
    const KNOWN: [(f64, f64); 9] = [
        (1e-300, -37.047_096_299_361_2),
        (1e-20, -9.262_340_089_798_408),
        (0.0001, -3.719_016_485_455_680_6),
        (0.01, -2.326_347_874_040_841),
        (0.075, -1.439_531_470_938_456),
        (0.3, -0.524_400_512_708_040_8),
        (0.5, 0.0),
        (0.925, 1.439_531_470_938_456_2),
        (0.999, 3.090_232_306_167_813),
    ];

    #[test]
    fn quantiles_agree_with_forty_digit_values() {
        for (p, z) in KNOWN {
            assert!((inverse_normal(p) - z).abs() <= 3e-15 * z.abs().max(1.0), "{p}: {} not {z}", inverse_normal(p));
        }
        assert!((inverse_normal(0.9) - Z_90).abs() < 1e-15);
        assert_eq!((inverse_normal(0.0), inverse_normal(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    }

    #[test]
    fn the_distribution_function_undoes_the_quantile_also_in_the_tails() {
        for i in 1..4_000 {
            let p = crate::random::maths::exp(-0.17 * f64::from(i));
            assert!((normal_cdf(inverse_normal(p)) / p - 1.0).abs() < 1e-12, "{p}");
        }
    }
}
