//! How long something takes, as a scenario says it.
//!
//! A [`Distribution`] is what is written; a [`Sampler`](super::Sampler) is what draws from it, fast.

use super::Sampler;
use super::gamma::ln_gamma_quantile;
use super::maths::{exp, exp_m1, exponential, ln, ln_gamma, pow};
use super::normal::{Z_90, inverse_normal};
use crate::problems::Problems;
use crate::quantity::{Shape, Weight};
use crate::time::Duration;
use serde::{Deserialize, Serialize};

/// A distribution of lengths of time.
#[derive(Deserialize, Serialize, Clone, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
pub enum Distribution {
    /// Always the same.
    Deterministic(Duration),
    /// Long-tailed, by its median and the time that nine in ten stay below.
    LogNormal {
        /// Half stay below.
        median: Duration,
        /// Nine in ten stay below.
        p90: Duration,
    },
    /// Without memory.
    Exponential {
        /// The mean.
        mean: Duration,
    },
    /// Gamma; its squared coefficient of variation is 1/shape.
    Gamma {
        /// The mean.
        mean: Duration,
        /// The shape.
        shape: Shape,
    },
    /// The sum of several equal exponential stages.
    Erlang {
        /// The mean of the whole.
        mean: Duration,
        /// How many stages.
        stages: u32,
    },
    /// Weibull, by its mean or by its scale.
    Weibull {
        /// The mean.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mean: Option<Duration>,
        /// The scale: 63.2% stay below.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scale: Option<Duration>,
        /// The shape: below 1 a long tail, at 1 exponential.
        shape: Shape,
    },
    /// All equally likely between two bounds.
    Uniform {
        /// The least.
        from: Duration,
        /// The most.
        to: Duration,
    },
    /// Between two bounds with a peak.
    Triangular {
        /// The least.
        low: Duration,
        /// The peak.
        mode: Duration,
        /// The most.
        high: Duration,
    },
    /// One of several values, by weight.
    Empirical(Vec<(Duration, Weight)>),
}

impl Distribution {
    /// Reads one as a scenario writes it, in RON.
    pub fn parse(text: &str) -> Option<Distribution> {
        use ron::extensions::Extensions;
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES);
        options.from_str(text).ok()
    }

    /// The time by which it is told: the median of a lognormal, the peak of a triangle, the scale of a Weibull written
    /// by its scale, otherwise the mean.
    pub fn centre(&self) -> Duration {
        use Distribution::*;
        match self {
            LogNormal { median, .. } => *median,
            Triangular { mode, .. } => *mode,
            Deterministic(time)
            | Exponential { mean: time }
            | Gamma { mean: time, .. }
            | Erlang { mean: time, .. }
            | Weibull { mean: Some(time), .. }
            | Weibull { mean: None, scale: Some(time), .. } => *time,
            Weibull { .. } | Uniform { .. } | Empirical(_) => Duration::from_seconds(self.mean()),
        }
    }

    /// The same shape around another centre: all its times in proportion. Around no time at all there is no shape.
    pub fn with_centre(&self, centre: Duration) -> Distribution {
        use Distribution::*;
        let own = self.centre();
        if own == Duration::ZERO || centre == Duration::ZERO {
            return Deterministic(centre);
        }
        let scaled = |time: &Duration| if *time == own { centre } else { time.scaled(centre.seconds() / own.seconds()) };
        match self {
            Deterministic(_) => Deterministic(centre),
            LogNormal { median, p90 } => LogNormal { median: scaled(median), p90: scaled(p90) },
            Exponential { mean } => Exponential { mean: scaled(mean) },
            Gamma { mean, shape } => Gamma { mean: scaled(mean), shape: *shape },
            Erlang { mean, stages } => Erlang { mean: scaled(mean), stages: *stages },
            Weibull { mean, scale, shape } => Weibull { mean: mean.as_ref().map(scaled), scale: scale.as_ref().map(scaled), shape: *shape },
            Uniform { from, to } => Uniform { from: scaled(from), to: scaled(to) },
            Triangular { low, mode, high } => Triangular { low: scaled(low), mode: scaled(mode), high: scaled(high) },
            Empirical(steps) => Empirical(steps.iter().map(|(time, weight)| (scaled(time), *weight)).collect()),
        }
    }

    /// Ready to draw from; what is wrong with it is noted at `path`.
    pub fn compile(&self, path: impl Into<String>, problems: &mut Problems) -> Sampler {
        Sampler::new(self).unwrap_or_else(|message| {
            problems.add(path, message);
            Sampler::constant(Duration::ZERO)
        })
    }

    /// Whether the parameters go together. The message says which do not, and what would.
    pub fn check(&self) -> Result<(), String> {
        use Distribution::*;
        match self {
            Deterministic(_) => Ok(()),
            LogNormal { median, p90 } => {
                positive("median", *median)?;
                ordered("median", *median, "p90", *p90)?;
                if p90.seconds() <= 1000.0 * median.seconds() {
                    Ok(())
                } else {
                    Err(format!("p90 ({p90}) is more than 1000 times the median ({median}): the mean would be far outside the data"))
                }
            }
            Exponential { mean } | Gamma { mean, .. } => positive("mean", *mean),
            Erlang { mean, stages } => {
                positive("mean", *mean)?;
                if (1..=1000).contains(stages) { Ok(()) } else { Err(format!("stages is {stages}: it must lie between 1 and 1000")) }
            }
            Weibull { mean, scale, shape } => {
                if shape.get() < 0.1 {
                    return Err(format!("the shape of a Weibull distribution is {}: it must be 0.1 or more", shape.get()));
                }
                match (mean, scale) {
                    (Some(mean), None) => positive("mean", *mean),
                    (None, Some(scale)) => positive("scale", *scale),
                    (Some(_), Some(_)) => Err("both mean and scale are given: each follows from the other, so leave one out".to_owned()),
                    (None, None) => Err("give mean or scale, as in Weibull(mean: \"20 min\", shape: 1.5)".to_owned()),
                }
            }
            Uniform { from, to } => ordered("from", *from, "to", *to),
            Triangular { low, mode, high } => ordered("low", *low, "mode", *mode).and_then(|()| ordered("mode", *mode, "high", *high)),
            Empirical(steps) => {
                if steps.iter().any(|(_, weight)| weight.get() > 0.0) {
                    Ok(())
                } else {
                    Err("no value has a positive weight; write values with weights, as in Empirical([(\"30 s\", 0.2), (\"2 min\", 0.8)])"
                        .to_owned())
                }
            }
        }
    }

    /// The mean, in seconds.
    pub fn mean(&self) -> f64 {
        use Distribution::*;
        match self {
            Deterministic(value) => value.seconds(),
            LogNormal { median, p90 } => {
                let sigma = log_deviation(*median, *p90);
                median.seconds() * exp(0.5 * sigma * sigma)
            }
            Exponential { mean } | Gamma { mean, .. } | Erlang { mean, .. } => mean.seconds(),
            Weibull { mean, scale, shape } => match mean {
                Some(mean) => mean.seconds(),
                None => scale.map_or(0.0, Duration::seconds) * weibull_mean(shape.get()),
            },
            Uniform { from, to } => 0.5 * (from.seconds() + to.seconds()),
            Triangular { low, mode, high } => (low.seconds() + mode.seconds() + high.seconds()) / 3.0,
            Empirical(steps) => {
                let total: f64 = steps.iter().map(|(_, weight)| weight.get()).sum();
                steps.iter().map(|(value, weight)| value.seconds() * weight.get()).sum::<f64>() / total
            }
        }
    }

    /// The squared coefficient of variation: variance over squared mean. Zero where the mean is zero.
    pub fn squared_cv(&self) -> f64 {
        use Distribution::*;
        let over_mean = |variance: f64| if variance > 0.0 { variance / (self.mean() * self.mean()) } else { 0.0 };
        match self {
            Deterministic(_) => 0.0,
            LogNormal { median, p90 } => {
                let sigma = log_deviation(*median, *p90);
                exp_m1(sigma * sigma)
            }
            Exponential { .. } => 1.0,
            Gamma { shape, .. } => 1.0 / shape.get(),
            Erlang { stages, .. } => 1.0 / f64::from(*stages),
            Weibull { shape, .. } => exp_m1(ln_gamma(1.0 + 2.0 / shape.get()) - 2.0 * ln_gamma(1.0 + 1.0 / shape.get())),
            Uniform { from, to } => {
                let width = to.seconds() - from.seconds();
                over_mean(width * width / 12.0)
            }
            Triangular { low, mode, high } => {
                let (a, b, c) = (mode.seconds() - low.seconds(), high.seconds() - mode.seconds(), high.seconds() - low.seconds());
                over_mean((a * a + b * b + c * c) / 36.0)
            }
            Empirical(steps) => {
                let total: f64 = steps.iter().map(|(_, weight)| weight.get()).sum();
                let mean = self.mean();
                let square = |value: f64| (value - mean) * (value - mean);
                over_mean(steps.iter().map(|(value, weight)| weight.get() / total * square(value.seconds())).sum())
            }
        }
    }

    /// The time, in seconds, that a share `u` in (0, 1) stays below. Exact; [`Sampler`](super::Sampler) is fast.
    pub fn quantile(&self, u: f64) -> f64 {
        use Distribution::*;
        match self {
            Deterministic(value) => value.seconds(),
            LogNormal { median, p90 } => median.seconds() * exp(log_deviation(*median, *p90) * inverse_normal(u)),
            Exponential { mean } => mean.seconds() * exponential(u),
            Gamma { mean, shape } => gamma_quantile(mean.seconds(), shape.get(), u),
            Erlang { mean, stages } => gamma_quantile(mean.seconds(), f64::from(*stages), u),
            Weibull { mean, scale, shape } => weibull_scale(*mean, *scale, shape.get()) * pow(exponential(u), 1.0 / shape.get()),
            Uniform { from, to } => from.seconds() + u * (to.seconds() - from.seconds()),
            Triangular { low, mode, high } => triangular_quantile(low.seconds(), mode.seconds(), high.seconds(), u),
            Empirical(steps) => {
                let steps = sorted(steps);
                let target = u * steps.iter().map(|(_, weight)| weight).sum::<f64>();
                let mut sum = 0.0;
                let reached = steps.iter().find(|(_, weight)| {
                    sum += weight;
                    sum > target
                });
                reached.or(steps.last()).map_or(0.0, |(value, _)| value.seconds())
            }
        }
    }

    /// The share that takes longer than so many seconds.
    pub fn share_above(&self, seconds: f64) -> f64 {
        let (mut below, mut above) = (0.0, 1.0);
        for _ in 0..40 {
            let middle = 0.5 * (below + above);
            *(if self.quantile(middle) <= seconds { &mut below } else { &mut above }) = middle;
        }
        1.0 - 0.5 * (below + above)
    }
}

fn positive(name: &str, value: Duration) -> Result<(), String> {
    if value > Duration::ZERO {
        Ok(())
    } else {
        Err(format!("{name} is zero: it must be longer; for no time at all write Deterministic(\"0 s\")"))
    }
}

fn ordered(lesser: &str, low: Duration, greater: &str, high: Duration) -> Result<(), String> {
    if low <= high { Ok(()) } else { Err(format!("{greater} ({high}) is shorter than {lesser} ({low}): it must be at least as long")) }
}

/// Standard deviation of the logarithm of a lognormal variable.
pub(super) fn log_deviation(median: Duration, p90: Duration) -> f64 {
    ln(p90.seconds() / median.seconds()) / Z_90
}

fn gamma_quantile(mean: f64, shape: f64, u: f64) -> f64 {
    mean / shape * exp(ln_gamma_quantile(shape, u, 1.0 - u))
}

/// Mean of a Weibull variable of scale 1.
fn weibull_mean(shape: f64) -> f64 {
    exp(ln_gamma(1.0 + 1.0 / shape))
}

/// Scale of a Weibull variable, in seconds.
pub(super) fn weibull_scale(mean: Option<Duration>, scale: Option<Duration>, shape: f64) -> f64 {
    match (mean, scale) {
        (_, Some(scale)) => scale.seconds(),
        (Some(mean), None) => mean.seconds() / weibull_mean(shape),
        (None, None) => 0.0,
    }
}

/// The quantile of a triangular variable.
#[inline]
pub(super) fn triangular_quantile(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let (width, rise) = (high - low, mode - low);
    if u * width < rise { low + (u * width * rise).sqrt() } else { high - ((1.0 - u) * width * (high - mode)).sqrt() }
}

/// The values of positive weight, ascending.
pub(super) fn sorted(steps: &[(Duration, Weight)]) -> Vec<(Duration, f64)> {
    let mut steps: Vec<_> = steps.iter().map(|(value, weight)| (*value, weight.get())).filter(|step| step.1 > 0.0).collect();
    steps.sort_by_key(|step| step.0);
    steps
}
