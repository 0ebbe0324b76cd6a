//! Assumed or emergent: where the difference in the mean response comes from, segment by segment.
//!
//! *Assumed* are the times that a scenario draws: receipt, triage, transfers and returns, later desks, looks in vain,
//! acceptance, turnout. *Emergent* is what comes out of the run: queues at desks and for crews, and travel. Offers that
//! came to nothing are assumed where they can only be refused or not answered, and emergent where crews are called away
//! in the arm or the baseline. The segments add up to the response to the tick, so the parts add up to the difference.

use super::{Runs, judge};
use crate::experiment::measure::{ASSUMED, EMERGENT, Measure, REFUSED, Ratio};
use crate::stats::apart;
use serde::Serialize;

/// Where a part comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The scenario draws it.
    Assumed,
    /// It comes out of the run.
    Emergent,
    /// A sum of both.
    Both,
}

/// One part of the difference, in seconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// The segment's measure, or `assumed`, `emergent`, `response_s` for a sum.
    pub part: &'static str,
    /// Where it comes from.
    pub origin: Origin,
    /// Its mean in the arm.
    pub arm_s: f64,
    /// Its mean in the baseline.
    pub against_s: f64,
    /// The difference.
    pub estimate: f64,
    /// Lower end of its plain interval.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
}

/// The difference in the mean response of one arm, in parts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parts {
    /// The arm.
    pub arm: String,
    /// What it is compared with.
    pub against: String,
    /// The whole.
    pub response: Part,
    /// What is drawn, together.
    pub assumed: Part,
    /// What emerges, together.
    pub emergent: Part,
    /// Every segment: first those that are drawn, then those that emerge.
    pub segments: Vec<Part>,
}

impl Runs<'_> {
    /// The difference in the mean response of each arm, in parts.
    pub fn parts(&self) -> Vec<Parts> {
        (1..self.arms.len()).filter_map(|arm| self.parts_of(arm)).collect()
    }

    fn parts_of(&self, arm: usize) -> Option<Parts> {
        use Origin::{Assumed, Both, Emergent};
        let (mut assumed, mut emergent) = (ASSUMED.to_vec(), EMERGENT.to_vec());
        if self.calls_away(arm) || self.calls_away(0) { &mut emergent } else { &mut assumed }.push(REFUSED);
        let of = |origin, keys: &[&'static str]| keys.iter().map(|key| self.part(arm, (key, origin), &[key])).collect::<Option<Vec<_>>>();
        Some(Parts {
            arm: self.label(arm),
            against: self.label(0),
            response: self.part(arm, ("response_s", Both), &["response_s"])?,
            assumed: self.part(arm, ("assumed", Assumed), &assumed)?,
            emergent: self.part(arm, ("emergent", Emergent), &emergent)?,
            segments: [of(Assumed, &assumed)?, of(Emergent, &emergent)?].concat(),
        })
    }

    /// Whether any crew was called away.
    fn calls_away(&self, arm: usize) -> bool {
        let position = Measure::position("preemptions");
        position.is_some_and(|at| self.measured[arm].iter().any(|measured| measured.values[at].above > 0.0))
    }

    fn part(&self, arm: usize, (part, origin): (&'static str, Origin), keys: &[&str]) -> Option<Part> {
        let positions: Vec<usize> = keys.iter().filter_map(|key| Measure::position(key)).collect();
        let ratios = |arm: usize| {
            let sum = |measured: &crate::experiment::Measured| {
                let ratios = positions.iter().map(|position| measured.values[*position]);
                ratios.reduce(|a, b| Ratio { above: a.above + b.above, below: a.below }).unwrap_or_default()
            };
            self.measured[arm].iter().map(sum).collect()
        };
        let (own, base) = self.pair_of(ratios(arm), ratios(0))?;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let interval = judge::difference(&own, &base, self.paired).map(|found| found.interval(self.level));
        Some(Part {
            part,
            origin,
            arm_s: mean(&own),
            against_s: mean(&base),
            estimate: apart(&own, &base),
            lower: interval.map(|i| i.lower),
            upper: interval.map(|i| i.upper),
        })
    }
}
