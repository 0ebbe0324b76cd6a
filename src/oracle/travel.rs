//! How long ways take, and how far the nearest of many is.

use crate::random::maths::{exp, ln_gamma};

/// Time for a way of length `d` at speed `v` after `fixed` time that every way costs.
///
/// Source: Kolesar, Walker & Hausner, Operations Research 23 (1975); RAND's fire engines: 0.65 + 1.70·d minutes for d miles.
pub fn affine(d: f64, v: f64, fixed: f64) -> f64 {
    fixed + d / v
}

/// Time for a way of length `d` that grows with the root of `d` up to `join` and at speed `v` beyond, without a kink.
///
/// Source: Kolesar, Walker & Hausner, Operations Research 23 (1975).
pub fn root_then_linear(d: f64, v: f64, join: f64) -> f64 {
    if d <= join { 2.0 * (d * join).sqrt() / v } else { (d + join) / v }
}

/// Time for a way of length `d` from a standstill to a standstill, with acceleration `a` up to speed `v`.
///
/// Source: Larson & Odoni, Urban Operations Research (1981), section 3.7.2.
pub fn accelerating(d: f64, v: f64, a: f64) -> f64 {
    if d <= v * v / a { 2.0 * (d / a).sqrt() } else { d / v + v / a }
}

/// Mean Manhattan distance from a place to the nearest of `n` others, all uniform on a torus of this area:
/// √(A/2)·(√π/2)·n!/Γ(n + 3/2). In the limit it is √(π/8)·√(A/n): the square-root law.
///
/// Source: Kolesar & Blum, Management Science 19 (1973), made exact for the torus.
pub fn nearest_on_torus(area: f64, n: u32) -> f64 {
    let n = f64::from(n);
    (area / 2.0).sqrt() * std::f64::consts::PI.sqrt() / 2.0 * exp(ln_gamma(n + 1.0) - ln_gamma(n + 1.5))
}

/// Mean Manhattan distance to the nearest of `free` crews that are spread at random over this area: √(π/8)·√(A/n), with
/// the mean number of free crews, n − λ·E(S), for n. An approximation where that number changes.
///
/// Source: Kolesar & Blum, Management Science 19 (1973).
pub fn square_root(area: f64, free: f64) -> f64 {
    (std::f64::consts::PI / 8.0 * area / free).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(own: f64, known: f64, within: f64) {
        assert!((own - known).abs() <= within, "{own} is not {known}");
    }

    #[test]
    fn fire_engines_take_what_rand_says() {
        close(affine(1.5, 1.0 / 1.7, 0.65), 3.2, 1e-12);
        close(affine(2.5, 1.0 / 1.7, 0.65), 4.9, 1e-12);
    }

    #[test]
    fn curves_have_no_step_and_no_kink() {
        for (curve, join) in [(root_then_linear as fn(f64, f64, f64) -> f64, 3.0), (accelerating, 2.0)] {
            let parameter = if join == 3.0 { 3.0 } else { 0.5 };
            let (v, step) = (1.0, 1e-6);
            let at = |d| curve(d, v, parameter);
            close(at(join - 1e-9), at(join + 1e-9), 1e-8);
            close((at(join) - at(join - step)) / step, (at(join + step) - at(join)) / step, 1e-5);
            close(at(join + 1.0) - at(join), 1.0 / v, 1e-9);
        }
    }

    #[test]
    fn the_nearest_of_many() {
        close(nearest_on_torus(100.0, 25), 1.2349, 5.1e-5);
        close(nearest_on_torus(100.0, 15), 1.5789, 5.1e-5);
        let limit = (std::f64::consts::PI / 8.0).sqrt() * 10.0;
        close(nearest_on_torus(100.0, 1_000_000) * 1_000.0, limit, 1e-5);
        // One other place: half the mean of each coordinate's distance, a quarter of the side, twice.
        close(limit / 5.0, 1.2533, 5.1e-5);
    }
}
