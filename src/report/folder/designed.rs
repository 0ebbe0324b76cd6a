//! The design of a `sensitivity` in its manifest: what makes any of its points again, instead of the points themselves.

use crate::experiment::{Arm, Design, Method, PointOutcome, Sensitivity, Short};
use crate::scenario::{Factor, Factors};
use serde::{Deserialize, Serialize};

/// The design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Designed {
    /// How it was asked.
    pub method: Method,
    /// What every point ran.
    #[serde(flatten)]
    pub short: Short,
    /// The factors that were moved, in the order of the design.
    pub factors: Vec<MovedFactor>,
    /// SHA-256 of the scenario at each point that is done, settings written out; nothing where it could not be run.
    pub scenario_sha256: Vec<Option<String>>,
}

/// A factor that was moved, as far as a reader wants to know: its range is read from the scenario again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MovedFactor {
    /// Its path.
    pub path: String,
    /// The ends of its range.
    pub low: Option<f64>,
    /// The upper one.
    pub high: Option<f64>,
    /// Their unit.
    pub unit: String,
}

impl Designed {
    /// Of what was asked.
    pub fn of(found: &Sensitivity) -> Designed {
        let factor = |factor: &Factor| MovedFactor {
            path: factor.path.clone(),
            low: factor.range.map(|range| range.low),
            high: factor.range.map(|range| range.high),
            unit: factor.kind.unit.to_owned(),
        };
        let hash = |run: &PointOutcome| run.as_ref().ok().map(|run| run.scenario_sha256.clone());
        Designed {
            method: found.method,
            short: found.short,
            factors: found.factors.iter().map(factor).collect(),
            scenario_sha256: found.outcomes.iter().map(hash).collect(),
        }
    }

    /// What a point is called.
    pub fn label(point: usize) -> String {
        format!("point {point}")
    }

    /// The point that is called so and was run.
    pub fn labelled(&self, name: &str) -> Option<usize> {
        let point: usize = name.strip_prefix("point ")?.parse().ok()?;
        self.scenario_sha256.get(point)?.as_ref().map(|_| point)
    }

    /// A point made again, from the scenario that the design was of.
    ///
    /// # Errors
    /// Why that is not the point of then.
    pub fn point(&self, arm: &Arm, point: usize) -> Result<Arm, String> {
        let all = Factors::of(&arm.loaded);
        let factors: Vec<Factor> = self.factors.iter().map(|moved| all.find(&moved.path).cloned()).collect::<Result<_, _>>()?;
        let design = Design::of(self.method, &factors, self.short.seed);
        let values = design.values.get(point).ok_or_else(|| format!("the design has {} points only", design.values.len()))?;
        let sets = self.short.point(arm, &factors, values, design.group_of(point)).sets;
        let made = arm.with(&sets).map_err(|wrong| wrong.problems().into_iter().next().map_or_else(String::new, |p| p.message))?;
        match self.scenario_sha256[point].as_ref() == Some(&made.loaded.source.sha256()) {
            true => Ok(made),
            false => Err("the design gives another scenario than then".to_owned()),
        }
    }
}
