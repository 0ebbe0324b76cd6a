//! Elementary functions with the same bits on every machine.
//!
//! The standard library's `ln`, `exp` and the like call the platform's mathematics, whose last bits differ
//! between machines and compiler versions; `clippy.toml` refuses them. These come from `libm`, compiled
//! from the same source everywhere. `f64::sqrt`, `abs`, `floor` and the four operations are exact by IEEE 754
//! and need no replacement.

pub use libm::{
    atan2, cbrt, cos, erf, erfc, exp, expm1 as exp_m1, lgamma as ln_gamma, log as ln, log1p as ln_1p, log2, log10, pow, sin,
    tgamma as gamma,
};
