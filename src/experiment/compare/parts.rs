//! Assumed or emergent: where the difference in the mean response comes from, segment by segment.
//!
//! *Assumed* are the times that a scenario draws: receipt, triage, transfers and returns, later desks, looks in vain,
//! refusals, acceptance, turnout. *Emergent* is what comes out of the run: queues at desks and for crews, and travel.
//! The segments add up to the response to the tick, so the parts add up to the difference.

use super::{Runs, judge};
use crate::experiment::measure::{ASSUMED, EMERGENT, Measure, Ratio};
use serde::Serialize;

/// One part of the difference, in seconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// The segment's measure, or `assumed`, `emergent`, `response_s` for a sum.
    pub part: &'static str,
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
        let segments = ASSUMED.iter().chain(&EMERGENT).map(|key| self.part(arm, key, &[key]));
        Some(Parts {
            arm: self.label(arm),
            against: self.label(0),
            response: self.part(arm, "response_s", &["response_s"])?,
            assumed: self.part(arm, "assumed", &ASSUMED)?,
            emergent: self.part(arm, "emergent", &EMERGENT)?,
            segments: segments.collect::<Option<_>>()?,
        })
    }

    fn part(&self, arm: usize, part: &'static str, keys: &[&str]) -> Option<Part> {
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
            arm_s: mean(&own),
            against_s: mean(&base),
            estimate: mean(&own) - mean(&base),
            lower: interval.map(|i| i.lower),
            upper: interval.map(|i| i.upper),
        })
    }
}
