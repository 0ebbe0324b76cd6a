//! Drawing lengths of time by inversion: one uniform, one length, nothing rejected.
//!
//! One uniform per draw keeps two arms in step: the same incident has the same luck in both, and more luck
//! never means a shorter time. Rejection samplers (ziggurat, most gamma generators) use an unknown number.

use super::Distribution;
use super::choice::Choice;
use super::distribution::{log_deviation, sorted, triangular_quantile, weibull_scale};
use super::gamma_table::GammaTable;
use super::maths::{exp, exponential, ln, pow};
use super::normal::inverse_normal;
use crate::time::Duration;

/// A [`Distribution`] prepared for drawing: constants computed, tables built.
#[derive(Clone, PartialEq, Debug)]
pub struct Sampler(Kind);

#[derive(Clone, PartialEq, Debug)]
enum Kind {
    Constant(Duration),
    LogNormal { mu: f64, sigma: f64 },
    Exponential { mean: f64 },
    Gamma { scale: f64, table: Box<GammaTable> },
    Weibull { scale: f64, power: f64 },
    Uniform { from: f64, width: f64 },
    Triangular { low: f64, mode: f64, high: f64 },
    Steps(Box<(Choice, Box<[Duration]>)>),
}

impl Sampler {
    /// Prepares `distribution`; fails as [`Distribution::check`] does. Gamma and Erlang take about a millisecond.
    pub fn new(distribution: &Distribution) -> Result<Sampler, String> {
        use Distribution as D;
        distribution.check()?;
        Ok(Sampler(match distribution {
            D::Deterministic(value) => Kind::Constant(*value),
            D::LogNormal { median, p90 } => Kind::LogNormal { mu: ln(median.seconds()), sigma: log_deviation(*median, *p90) },
            D::Exponential { mean } => Kind::Exponential { mean: mean.seconds() },
            D::Gamma { mean, shape } => gamma(*mean, shape.get()),
            D::Erlang { mean, stages } => gamma(*mean, f64::from(*stages)),
            D::Weibull { mean, scale, shape } => {
                Kind::Weibull { scale: weibull_scale(*mean, *scale, shape.get()), power: 1.0 / shape.get() }
            }
            D::Uniform { from, to } => Kind::Uniform { from: from.seconds(), width: (*to - *from).seconds() },
            D::Triangular { low, mode, high } => Kind::Triangular { low: low.seconds(), mode: mode.seconds(), high: high.seconds() },
            D::Empirical(steps) => {
                let (values, weights): (Vec<_>, Vec<_>) = sorted(steps).into_iter().unzip();
                let choice = Choice::new(&weights).ok_or("the weights add up to more than a number can hold")?;
                Kind::Steps(Box::new((choice, values.into())))
            }
        }))
    }

    /// The sampler of a fixed length of time.
    pub const fn constant(value: Duration) -> Sampler {
        Sampler(Kind::Constant(value))
    }

    /// The length of time at the uniform `u` in (0, 1): never shorter for a larger `u`. Rounded to the tick and
    /// at most [`Duration::MAX`].
    #[inline]
    pub fn sample(&self, u: f64) -> Duration {
        match &self.0 {
            Kind::Constant(value) => *value,
            Kind::LogNormal { mu, sigma } => Duration::from_seconds(exp(mu + sigma * inverse_normal(u))),
            Kind::Exponential { mean } => Duration::from_seconds(mean * exponential(u)),
            Kind::Gamma { scale, table } => Duration::from_seconds(scale * table.quantile(u)),
            Kind::Weibull { scale, power } => Duration::from_seconds(scale * pow(exponential(u), *power)),
            Kind::Uniform { from, width } => Duration::from_seconds(from + u * width),
            Kind::Triangular { low, mode, high } => Duration::from_seconds(triangular_quantile(*low, *mode, *high, u)),
            Kind::Steps(steps) => steps.1[steps.0.pick(u)],
        }
    }
}

fn gamma(mean: Duration, shape: f64) -> Kind {
    Kind::Gamma { scale: mean.seconds() / shape, table: Box::new(GammaTable::new(shape)) }
}
