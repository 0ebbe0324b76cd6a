//! A scenario at points of its factors' space: what it comes to when many numbers are moved at once.
//!
//! Each point is the scenario with settings, made in memory and run for some replications. Which replications, its caller
//! decides: the same at every point, so that points differ in factors and not in luck, or others at each, so that what
//! chance does can be told apart.

use super::{Arm, Bench, Depth, Measured, Replicated, Runner};
use crate::scenario::{Factor, Factors, Grade};
use std::ops::Range;

/// Sections whose numbers describe the question, not the city.
const QUESTION: [&str; 2] = ["run.", "targets."];

/// The settings of a point, and the replications that it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorPoint {
    /// `path=value` settings over the scenario.
    pub sets: Vec<String>,
    /// The replications.
    pub replications: Range<u32>,
}

impl FactorPoint {
    /// The point at shares `at` of the way through the range of each of `factors`.
    pub fn of(factors: &[Factor], at: &[f64], also: &[String], replications: Range<u32>) -> FactorPoint {
        let moved = factors.iter().zip(at).filter_map(|(factor, u)| factor.set(factor.range?.at(*u)).ok());
        FactorPoint { sets: moved.chain(also.iter().cloned()).collect(), replications }
    }
}

/// What a scenario comes to at each of `points`, in order; `None` where it is no valid scenario there or could not be run
/// to its end. An interrupted run keeps an unbroken beginning of whole points.
///
/// # Errors
/// A point that broke an invariant of the program.
pub fn at_points(arm: &Arm, points: &[FactorPoint], runner: &Runner) -> Result<Replicated<Option<Vec<Measured>>>, String> {
    let job = |(): &mut (), number: u32| {
        let point = &points[number as usize];
        let Ok(moved) = arm.with(&point.sets) else { return Ok::<_, String>(None) };
        let mut bench = Bench::new(&moved);
        Ok(point.replications.clone().map(|replication| bench.measure(replication, Depth::Measures).ok()).collect())
    };
    runner.each(points.len(), || (), job).map_err(|failure| format!("point {failure}"))
}

/// The mean of a measure over the replications of a point.
pub fn mean_of(measured: &[Measured], measure: usize) -> Option<f64> {
    let values: Vec<f64> = measured.iter().filter_map(|one| one.values[measure].value()).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The factors that have a range and describe the city or how it is run: all whose influence can be asked for.
pub fn movable(factors: &Factors) -> Vec<Factor> {
    let of_city = |factor: &&Factor| !QUESTION.iter().any(|section| factor.path.starts_with(section));
    factors.iter().filter(|factor| factor.range.is_some() && !factor.part).filter(of_city).cloned().collect()
}

/// The factors that nobody knows for sure: those to which the scenario gives a distribution, and grade-C numbers with a
/// range. Numbers of people and places, and rules, are decisions: they are uncertain only where a distribution is given.
pub fn uncertain(factors: &Factors) -> Vec<Factor> {
    let drawn = |factor: &Factor| {
        let stated = factor.range.is_some_and(|range| range.stated);
        stated || (factor.grade == Some(Grade::C) && !factor.kind.whole && !factor.path.starts_with("dispatch."))
    };
    movable(factors).into_iter().filter(drawn).collect()
}
