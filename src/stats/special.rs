//! Student's distribution and what it rests on, with the same bits on every machine.
//!
//! `statrs` would do, but calls the platform's mathematics, so the last digit of a printed interval could
//! differ between machines. It serves as the oracle of the tests.

use crate::random::gamma::stirling_error;
use crate::random::maths::{exp, ln, ln_1p, ln_gamma};
use crate::random::normal::inverse_normal;

/// ln of the beta function, for a, b > 0.
pub(crate) fn ln_beta(a: f64, b: f64) -> f64 {
    let (p, q) = (a.min(b), a.max(b));
    if q < 16.0 {
        return ln_gamma(p) + ln_gamma(q) - ln_gamma(p + q);
    }
    ln_gamma(p) + p - p * ln(q) - (p + q - 0.5) * ln_1p(p / q) + stirling_error(q) - stirling_error(p + q)
}

/// The regularised incomplete beta function I_x(a, b), given both x and y = 1 − x, so that neither loses digits.
///
/// Source: Press et al., Numerical Recipes, section 6.4 (continued fraction by Lentz's method).
pub fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    let ln_x = if x > 0.5 { ln_1p(-y) } else { ln(x) };
    let ln_y = if y > 0.5 { ln_1p(-x) } else { ln(y) };
    let front = exp(a * ln_x + b * ln_y - ln_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) { front * fraction(a, b, x) / a } else { 1.0 - front * fraction(b, a, y) / b }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let nonzero = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        for term in
            [m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)), -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))]
        {
            d = 1.0 / nonzero(1.0 + term * d);
            c = nonzero(1.0 + term / c);
            h *= c * d;
        }
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

/// The x with I_x(a, b) = `p`, for a, b > 0, by halving.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if incomplete_beta(a, b, middle, 1.0 - middle) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The f with P(F ≤ f) = `p` for Fisher's F with `d1` and `d2` degrees of freedom, p not beyond the range 10⁻⁶ … 1 − 10⁻⁶.
pub fn fisher_quantile(p: f64, d1: f64, d2: f64) -> f64 {
    let x = beta_quantile(p, 0.5 * d1, 0.5 * d2);
    d2 * x / (d1 * (1.0 - x))
}

/// P(|T| > |`t`|) for Student's T with `df` degrees of freedom: the p-value of a two-sided test.
pub fn student_two_sided(t: f64, df: f64) -> f64 {
    let square = t * t;
    if square == f64::INFINITY {
        return 0.0;
    }
    incomplete_beta(0.5 * df, 0.5, df / (df + square), square / (df + square))
}

/// P(T ≤ `t`) for Student's T with `df` degrees of freedom.
pub fn student_cdf(t: f64, df: f64) -> f64 {
    let tail = 0.5 * student_two_sided(t, df);
    if t < 0.0 { tail } else { 1.0 - tail }
}

/// The t with P(|T| ≤ t) = `level` for Student's T with `df` degrees of freedom (any positive number):
/// the factor of a two-sided interval. Infinite where there are no degrees of freedom.
pub fn student_critical(level: f64, df: f64) -> f64 {
    student_upper(0.5 * (1.0 - level), df)
}

/// The t ≥ 0 with P(T > t) = `tail`, for a tail of at most one half.
///
/// Newton's method on the logarithm of the tail against ln t, which is concave: it cannot diverge.
pub fn student_upper(tail: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 || tail <= 0.0 {
        return f64::INFINITY;
    }
    let z = -inverse_normal(tail.min(0.5));
    let near = hill(z, df);
    if df > 1e5 || z <= 0.0 {
        return near;
    }
    let (target, mut y) = (ln(2.0 * tail), ln(near));
    for _ in 0..60 {
        let t = exp(y);
        let outside = student_two_sided(t, df);
        let ln_density = -ln_beta(0.5 * df, 0.5) - 0.5 * ln(df) - 0.5 * (df + 1.0) * ln_1p(t * t / df);
        let slope = 2.0 * exp(ln_density + y - ln(outside));
        let step = ((ln(outside) - target) / slope).clamp(-3.0, 3.0);
        y += step;
        if step.abs() < 1e-14 {
            break;
        }
    }
    exp(y)
}

/// Expansion of the quantile about the normal one `z` in powers of 1/df (Hill 1970).
fn hill(z: f64, df: f64) -> f64 {
    let s = z * z;
    let first = (s + 1.0) / 4.0;
    let second = ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let third = (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    z * (1.0 + (first + (second + third / df) / df) / df)
}

/// ln of the number of ways to choose `k` of `n`.
pub(crate) fn ln_choose(n: u64, k: u64) -> f64 {
    let (n, k) = (n as f64, k as f64);
    if k == 0.0 || k == n { 0.0 } else { -ln(n + 1.0) - ln_beta(k + 1.0, n - k + 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, FisherSnedecor, StudentsT};
    use statrs::function::beta::beta_reg;

    #[test]
    fn students_quantile_agrees_with_another_implementation() {
        for df in [1.0, 2.0, 3.0, 7.99, 9.0, 29.0, 199.0] {
            let other = StudentsT::new(0.0, 1.0, df).unwrap();
            for level in [0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999] {
                let (own, theirs) = (student_critical(level, df), other.inverse_cdf(0.5 + 0.5 * level));
                assert!((own / theirs - 1.0).abs() < 1e-10, "df {df}, level {level}: {own} not {theirs}");
                assert!((student_cdf(own, df) - (0.5 + 0.5 * level)).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn fishers_quantile_agrees_with_another_implementation_and_tables() {
        for (d1, d2) in [(1.0, 2.0), (9.0, 30.0), (39.0, 40.0), (199.0, 800.0)] {
            let other = FisherSnedecor::new(d1, d2).unwrap();
            for p in [0.01, 0.025, 0.5, 0.975, 0.99] {
                let own = fisher_quantile(p, d1, d2);
                assert!((other.cdf(own) - p).abs() < 1e-9, "{d1}, {d2}, {p}: {own}");
            }
        }
        assert!((fisher_quantile(0.95, 5.0, 10.0) - 3.325_835).abs() < 1e-6, "as tables have it");
    }

    /// Computed with mpmath at 30 digits or more. (The other implementation is off by 1e-8 at 5,000 degrees of freedom.)
    #[test]
    fn students_quantile_agrees_with_values_of_many_digits() {
        for (df, level, t) in [
            (1.0, 0.999, 636.619_248_768_719_1),
            (3.0, 0.95, 3.182_446_305_283_708),
            (7.99, 0.9, 1.859_849_797_550_165),
            (199.0, 0.95, 1.971_956_544_251_753),
            (5_000.0, 0.99, 2.576_812_966_556_281),
            (2e5, 0.5, 0.674_490_976_872_699_7),
            (2e5, 0.95, 1.959_975_845_966_768),
        ] {
            let own = student_critical(level, df);
            assert!((own / t - 1.0).abs() < 1e-12, "df {df}: {own} not {t}");
        }
    }

    #[test]
    fn quantiles_of_tables() {
        for (level, df, t) in [(0.95, 1.0, 12.706_205), (0.9, 9.0, 1.833_113), (0.95, 30.0, 2.042_272), (0.95, f64::INFINITY, 1.959_964)] {
            assert!((student_critical(level, df) - t).abs() < 1e-6);
        }
        assert_eq!(student_critical(0.0, 5.0), 0.0);
        assert_eq!(student_critical(0.95, 0.0), f64::INFINITY);
        assert_eq!(student_critical(1.0, 5.0), f64::INFINITY);
    }

    #[test]
    fn the_incomplete_beta_function_agrees_with_another_implementation() {
        for (a, b) in [(0.5, 0.5), (1.0, 3.0), (5.0, 2.0), (20.0, 300.0), (1e3, 0.5), (4e3, 5e3)] {
            for i in 1..50 {
                let x = f64::from(i) / 50.0;
                let own = incomplete_beta(a, b, x, 1.0 - x);
                assert!((own - beta_reg(a, b, x)).abs() < 1e-11, "I_{x}({a}, {b}) = {own}");
            }
        }
    }

    #[test]
    fn binomial_coefficients() {
        assert!((exp(ln_choose(10, 3)) - 120.0).abs() < 1e-10);
        assert!((exp(ln_choose(50, 25)) / 126_410_606_437_752.0 - 1.0).abs() < 1e-12);
        assert_eq!((ln_choose(7, 0), ln_choose(7, 7)), (0.0, 0.0));
    }
}
