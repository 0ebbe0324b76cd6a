//! The gamma distribution: incomplete gamma functions and the quantile.
//!
//! Works in logarithms throughout, so that shape 0.01 (whose median is 1e-30) is as accurate as shape 1000.
//! Exact but slow (a microsecond or more); the table of a [`Sampler`](super::Sampler) is the fast form.

use super::maths::{exp, exp_m1, ln, ln_1p, ln_gamma};
use super::normal::{LN_SQRT_2PI, inverse_normal};

/// Error of Stirling's formula: ln Γ(a+1) − [(a+½) ln a − a + ½ ln 2π], for a > 0.
///
/// Source: Loader, Fast and Accurate Computation of Binomial Probabilities (2000).
pub(crate) fn stirling_error(a: f64) -> f64 {
    if a < 16.0 {
        return ln_gamma(a + 1.0) - ((a + 0.5) * ln(a) - a + LN_SQRT_2PI);
    }
    let s = 1.0 / (a * a);
    (1.0 / 12.0 - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s * (1.0 / 1188.0 - s * 691.0 / 360_360.0))))) / a
}

/// a·ln(a/x) + x − a without cancellation near x = a (the deviance part of the saddle-point expansion).
fn deviance(a: f64, x: f64) -> f64 {
    let v = (a - x) / (a + x);
    if v.abs() > 0.1 {
        return a * ln(a / x) + x - a;
    }
    let (mut sum, mut term, mut k) = ((a - x) * v, 2.0 * a * v, 1.0);
    loop {
        term *= v * v;
        k += 2.0;
        let next = sum + term / k;
        if next == sum {
            return next;
        }
        sum = next;
    }
}

/// ln of x^a·e^(−x)/Γ(a+1), which is also the Poisson probability of `a` events when `x` are expected.
pub(crate) fn ln_poisson_term(a: f64, x: f64, ln_x: f64) -> f64 {
    if a < 16.0 { a * ln_x - x - ln_gamma(a + 1.0) } else { -deviance(a, x) - stirling_error(a) - 0.5 * ln(a) - LN_SQRT_2PI }
}

/// ln P(a, x) and ln Q(a, x), the regularised lower and upper incomplete gamma functions.
pub(crate) fn ln_incomplete(a: f64, x: f64, ln_x: f64) -> (f64, f64) {
    let term = ln_poisson_term(a, x, ln_x);
    if x < a + 1.0 {
        let lower = (term + ln(series(a, x))).min(0.0);
        (lower, ln(-exp_m1(lower)))
    } else {
        let upper = (term + ln(a) + ln(fraction(a, x))).min(0.0);
        (ln_1p(-exp(upper)), upper)
    }
}

/// 1 + x/(a+1) + x²/((a+1)(a+2)) + …
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, a);
    loop {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * 1e-17 {
            return sum;
        }
    }
}

/// Legendre's continued fraction for Γ(a, x)·e^x·x^(−a) by Lentz's method.
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut h = d;
    for i in 1..100_000 {
        let n = -f64::from(i) * (f64::from(i) - a);
        b += 2.0;
        d = 1.0 / nonzero(n * d + b);
        c = nonzero(b + n / c);
        h *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

fn nonzero(x: f64) -> f64 {
    if x.abs() < 1e-300 { 1e-300 } else { x }
}

/// P(X ≤ `x`) for a gamma variable of the given shape and scale 1.
pub fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { exp(ln_incomplete(shape, x, ln(x)).0) }
}

/// ln of the quantile of a gamma variable of scale 1, from the probability below and that above it.
///
/// Newton's method on ln P against ln x below the median, on ln Q above it. Both are concave in ln x, so
/// from the second step on the iterates approach the root from one side and cannot diverge.
/// Relative error of the quantile at most 1e-10 (tested at shapes from 0.05 to 1000).
pub fn ln_gamma_quantile(shape: f64, below: f64, above: f64) -> f64 {
    if above <= 0.0 {
        return f64::INFINITY;
    }
    let low = below < 0.5;
    let target = if low { ln(below) } else { ln(above) };
    let small = (ln(below) + ln_gamma(shape + 1.0)) / shape;
    if small < -40.0 {
        return small;
    }
    let mut y = start(shape, below, above, small);
    for _ in 0..40 {
        let x = exp(y);
        let (lower, upper) = ln_incomplete(shape, x, y);
        let value = if low { lower } else { upper };
        let slope = exp(ln_poisson_term(shape, x, y) + ln(shape) - value);
        let step = if low { (value - target) / slope } else { (target - value) / slope };
        let step = step.clamp(-5.0, 5.0);
        y -= step;
        if step.abs() < 1e-13 * y.abs().max(1.0) {
            break;
        }
    }
    y
}

/// Where to start: Wilson and Hilferty's cube of a normal variable, or the first term of the series.
fn start(shape: f64, below: f64, above: f64, small: f64) -> f64 {
    let z = if below < 0.5 { inverse_normal(below) } else { -inverse_normal(above) };
    let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    if small < -1.0 || root < 0.1 { small.min(1.0) } else { ln(shape) + 3.0 * ln(root) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOW: f64 = 1.0 / (1u64 << 30) as f64;
    /// (shape, quantiles at 2⁻³⁰, 1/8, 1/2, 15/16 and 1 − 2⁻³⁰), computed with mpmath at 40 digits.
    const KNOWN: [(f64, [f64; 5]); 6] = [
        (
            0.05,
            [
                1.408_509_489_907_22e-181,
                5.069_410_219_110_769e-19,
                5.573_878_440_746_247e-7,
                0.191_408_537_444_700_75,
                15.183_912_871_268_437,
            ],
        ),
        (
            0.25,
            [
                5.077_908_315_590_359e-37,
                1.648_092_738_268_273_7e-4,
                0.043_673_802_352_873_41,
                1.056_070_782_894_129_9,
                17.326_908_143_227_705,
            ],
        ),
        (1.0, [9.313_225_750_491_594e-10, 0.133_531_392_624_522_62, std::f64::consts::LN_2, 2.772_588_722_239_781, 20.794_415_416_798_36]),
        (2.5, [3.947_476_167_703_705e-4, 0.904_085_846_940_900_5, 2.175_730_095_547_763_7, 5.244_659_628_672_667, 25.421_532_133_502_873]),
        (37.0, [11.201_053_196_936_346, 30.140_345_406_451_6, 36.667_205_813_757_354, 46.749_776_553_494_63, 85.932_301_142_561_12]),
        (1000.0, [821.512_768_650_097_2, 963.736_264_515_455_1, 999.666_686_426_965_2, 1_048.958_044_168_582, 1_201.885_209_017_115]),
    ];

    #[test]
    fn quantiles_agree_with_forty_digit_values() {
        for (shape, quantiles) in KNOWN {
            let at = [(LOW, 1.0 - LOW), (0.125, 0.875), (0.5, 0.5), (0.9375, 0.0625), (1.0 - LOW, LOW)];
            for ((below, above), known) in at.into_iter().zip(quantiles) {
                let x = exp(ln_gamma_quantile(shape, below, above));
                assert!((x / known - 1.0).abs() < 1e-10, "shape {shape} at {below}: {x} not {known}");
            }
        }
    }

    #[test]
    fn the_distribution_function_agrees_with_another_implementation() {
        use statrs::distribution::{ContinuousCDF, Gamma};
        for shape in [0.01, 0.25, 0.5, 1.0, 3.0, 17.5, 200.0, 1000.0] {
            let other = Gamma::new(shape, 1.0).unwrap();
            for i in 1..60 {
                let x = shape * f64::from(i) / 20.0;
                assert!((gamma_cdf(shape, x) - other.cdf(x)).abs() < 1e-11, "shape {shape} at {x}");
            }
        }
    }

    #[test]
    fn the_quantile_undoes_the_distribution_function_everywhere() {
        for shape in [0.01, 0.03, 0.1, 0.25, 0.7, 1.0, 1.5, 4.0, 15.9, 16.1, 90.0, 1000.0] {
            for i in -40..=40 {
                let z = f64::from(i) / 5.0;
                let (below, above) = (crate::random::normal::normal_cdf(z), crate::random::normal::normal_cdf(-z));
                let y = ln_gamma_quantile(shape, below, above);
                let (lower, upper) = ln_incomplete(shape, exp(y), y);
                let miss = if i < 0 { lower - ln(below) } else { upper - ln(above) };
                assert!(miss.abs() < 1e-11, "shape {shape} at z = {z}: {miss}");
            }
        }
    }
}
