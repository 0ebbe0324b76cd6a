//! What a level has to attain, and what a look at its replications says about it.

use super::Pool;
use crate::experiment::compare::observations;
use crate::experiment::{MEASURES, Measured};
use crate::metrics::{Layout, Target};
use crate::random::{Key, Purpose, unit};
use crate::stats::{Interval, Standing, at_least, binomial_bounds, numbers_wanted, share_interval};
use rand_chacha::rand_core::Rng;
use serde::Serialize;

/// What is asked of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Not worse than the other arm by more than so much.
    NotBelow {
        /// The margin.
        margin: f64,
    },
    /// At least this.
    AtLeast {
        /// The share.
        share: f64,
    },
}

/// A condition that a level has to meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition {
    /// Position of the measure, a share.
    pub measure: usize,
    /// What is asked of it.
    pub asked: Asked,
    /// Asked of the share of days that meet it, instead of over all.
    pub chance: Option<f64>,
}

/// What is known of a condition at a level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Seen {
    /// The measure.
    pub measure: &'static str,
    /// The difference, the attainment or the share of days.
    pub estimate: f64,
    /// Lower end of the interval, as it was when it was decided.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// What it has to reach.
    pub threshold: f64,
    /// Whether it does.
    #[serde(serialize_with = "standing_name")]
    pub standing: Standing,
    /// Replications behind it.
    pub replications: u32,
    /// Where few of them decide, so that the interval is surer than it ought to be and nothing is certified by it: how many
    /// the skewness that is seen wants.
    pub replications_wanted: Option<u64>,
}

/// What so many replications say: an interval, and how many are wanted where few decide.
type Look = (Interval, Option<u64>);

fn standing_name<S: serde::Serializer>(standing: &Standing, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(name(*standing))
}

/// A standing in results.
pub fn name(standing: Standing) -> &'static str {
    match standing {
        Standing::Holds => "feasible",
        Standing::Fails => "infeasible",
        Standing::Undecided => "undecided",
    }
}

impl Condition {
    /// What its estimate has to reach.
    pub fn threshold(&self) -> f64 {
        match (self.chance, self.asked) {
            (Some(chance), _) => chance,
            (None, Asked::NotBelow { margin }) => -margin,
            (None, Asked::AtLeast { share }) => share,
        }
    }

    /// Whether it needs the other arm.
    pub fn is_relative(&self) -> bool {
        matches!(self.asked, Asked::NotBelow { .. })
    }

    /// Nothing, before the first look.
    pub fn unseen(&self) -> Seen {
        Seen {
            measure: MEASURES[self.measure].key,
            estimate: f64::NAN,
            lower: None,
            upper: None,
            threshold: self.threshold(),
            standing: Standing::Undecided,
            replications: 0,
            replications_wanted: None,
        }
    }

    /// What the first `replications` of an arm say, with an interval of level `alone`.
    pub fn look(&self, pool: &Pool, arm: usize, other: Option<usize>, replications: u32, alone: f64) -> Seen {
        let found = match self.chance {
            Some(_) => self.days(pool, arm, other, replications, alone).map(|interval| (interval, None)),
            None => self.mean(pool, arm, other, replications, alone),
        };
        let (interval, replications_wanted) = found.unzip();
        let (threshold, replications_wanted) = (self.threshold(), replications_wanted.flatten());
        let standing = match interval {
            Some(_) if replications_wanted.is_some() => Standing::Undecided,
            Some(i) if i.lower >= threshold => Standing::Holds,
            Some(i) if i.upper < threshold => Standing::Fails,
            _ => Standing::Undecided,
        };
        let finite = |bound: f64| bound.is_finite().then_some(bound);
        Seen {
            measure: MEASURES[self.measure].key,
            estimate: interval.map_or(f64::NAN, |i| i.estimate),
            lower: interval.and_then(|i| finite(i.lower)),
            upper: interval.and_then(|i| finite(i.upper)),
            threshold,
            standing,
            replications,
            replications_wanted,
        }
    }

    fn mean(&self, pool: &Pool, arm: usize, other: Option<usize>, replications: u32, alone: f64) -> Option<Look> {
        let ratios = |arm: usize| pool.ratios(arm, self.measure, replications);
        let all = pool.measured(arm).iter().take(replications as usize).map(|measured| measured.values[self.measure].below).sum();
        let (series, interval) = match self.asked {
            Asked::AtLeast { .. } => {
                let attained = observations(&[ratios(arm)], true)?.remove(0);
                let interval = share_interval(&attained, all, alone).of_share();
                (attained, interval)
            }
            Asked::NotBelow { .. } => {
                let observed = observations(&[ratios(arm), ratios(other?)], true)?;
                let differences: Vec<f64> = observed[0].iter().zip(&observed[1]).map(|(a, b)| a - b).collect();
                let interval = share_interval(&differences, all, alone).of_shares();
                (differences, interval)
            }
        };
        Some((interval, numbers_wanted(&series, series.len(), 1.0 - alone, |value| value >= self.threshold())))
    }

    /// One day of each replication is a trial, for days of the same run share queues.
    fn days(&self, pool: &Pool, arm: usize, other: Option<usize>, replications: u32, alone: f64) -> Option<Interval> {
        let of = &pool.arms()[arm];
        let (model, dimensions) = (&of.loaded.model, &of.dimensions);
        let layout = Layout::of(dimensions);
        let (first, days) = (dimensions.warmup_days.min(dimensions.days.saturating_sub(1)), dimensions.days);
        let target = Target::ALL.iter().position(|target| target.name() == MEASURES[self.measure].key)?;
        let attained = |measured: &Measured, day: u32| {
            let cell = measured.cells[layout.day + day as usize];
            (cell.incidents > 0).then(|| f64::from(cell.met[target]) / f64::from(cell.incidents))
        };
        let met = |replication: u32| {
            let mut stream = Key { seed: model.seed, replication }.stream(Purpose::Design, 0);
            let day = first + ((unit(stream.next_u64()) * f64::from(days - first)) as u32).min(days - first - 1);
            let own = attained(&pool.measured(arm)[replication as usize], day);
            match self.asked {
                Asked::AtLeast { share } => own.is_none_or(|own| at_least(own, share)),
                Asked::NotBelow { margin } => {
                    let other = other.and_then(|other| attained(&pool.measured(other)[replication as usize], day));
                    own.zip(other).is_none_or(|(own, other)| at_least(own + margin, other))
                }
            }
        };
        let successes = (0..replications).filter(|replication| met(*replication)).count();
        Some(binomial_bounds(successes as u64, u64::from(replications), 1.0 - alone))
    }
}
