//! Elementary functions with the same bits on every machine.
//!
//! The standard library's `ln`, `exp` and the like call the platform's mathematics, whose last bits differ
//! between machines and compiler versions; `clippy.toml` refuses them. These come from `libm`, compiled
//! from the same source everywhere. `f64::sqrt`, `abs`, `floor` and the four operations are exact by IEEE 754
//! and need no replacement.

/// A unit exponential from a uniform in (0, 1): the uniforms of this crate have at most 53 bits, so `1 - u` is exact.
#[inline]
pub fn exponential(u: f64) -> f64 {
    -ln(1.0 - u)
}

pub use libm::{
    atan2, cbrt, cos, erf, erfc, exp, expm1 as exp_m1, lgamma as ln_gamma, log as ln, log1p as ln_1p, log2, log10, pow, sin,
    tgamma as gamma,
};
