//! Which numbers matter: Morris's screening over all graded factors, Sobol' indices of chosen ones.
//!
//! Every point runs the same replications, so that points differ in factors and not in luck. What chance is left in the
//! outcomes all the same is told as a share of their variance.

use super::factor_points::{FactorPoint, PointOutcome, PointRun, Refusals, at_points, mean_of, refusals};
use super::{Arm, Design, MEASURES, Method, Runner, Short};
use crate::scenario::Factor;
use crate::stats::{Effects, Moments, SobolIndex, sobol_indices};

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// How it was asked.
    pub method: Method,
    /// What every point ran.
    pub short: Short,
    /// The factors that were moved, in the order of the scenario.
    pub factors: Vec<Factor>,
    /// The points that were asked for.
    pub design: Design,
    /// What came of the first of them, those that are done.
    pub outcomes: Vec<PointOutcome>,
    /// Trajectories or rows that are done.
    pub done: u32,
    /// Why some of their points are no valid scenario or could not be run; nothing is made of these.
    pub refused: Vec<Refusals>,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// By measure.
    pub answers: Vec<Answer>,
}

/// What was found for one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Mean over the points.
    pub mean: Option<f64>,
    /// Variance over the points.
    pub variance: Option<f64>,
    /// The share of that variance which chance leaves, luck that all points share not counted; with one replication
    /// unknown.
    pub noise: Option<f64>,
    /// Effects by factor, for Morris.
    pub effects: Vec<Option<Effects>>,
    /// Indices by factor, for Sobol'; empty where nothing varies.
    pub indices: Vec<SobolIndex>,
}

impl Sensitivity {
    /// What came of the points of all trajectories or rows that are done.
    pub fn used(&self) -> &[PointOutcome] {
        &self.outcomes[..self.done as usize * self.design.group]
    }

    /// How many of them are no valid scenario or could not be run.
    pub fn invalid(&self) -> u32 {
        self.refused.iter().map(|refusals| refusals.points).sum()
    }
}

/// Asks which of `factors`, all of which have a range, matter in a scenario. What came of the first points is `known`.
///
/// # Errors
/// A point that broke an invariant of the program.
pub fn sensitivity(
    arm: &Arm,
    factors: Vec<Factor>,
    method: Method,
    short: Short,
    known: Vec<PointOutcome>,
    runner: &Runner,
) -> Result<Sensitivity, String> {
    let design = Design::of(method, &factors, short.seed);
    let points: Vec<FactorPoint> = design.values.iter().map(|values| short.point(arm, &factors, values)).collect();
    let ran = at_points(arm, &points, known, runner)?;
    let whole = ran.results.len() / design.group;
    let used = &ran.results[..whole * design.group];
    Ok(Sensitivity {
        method,
        short,
        done: whole as u32,
        refused: refusals(used.iter().filter_map(|outcome| outcome.as_ref().err())),
        interrupted: ran.stopped,
        answers: (0..MEASURES.len()).map(|measure| answer(&design, used, measure, factors.len(), short.seed)).collect(),
        design,
        outcomes: ran.results,
        factors,
    })
}

fn answer(design: &Design, outcomes: &[PointOutcome], measure: usize, inputs: usize, seed: u64) -> Answer {
    let means: Vec<Option<f64>> = outcomes.iter().map(|outcome| mean_of(outcome.as_ref().ok()?, measure)).collect();
    let all = Moments::of(&means.iter().copied().flatten().collect::<Vec<_>>());
    let there = |value: f64| value.is_finite().then_some(value);
    let mut effects: Vec<Vec<f64>> = vec![Vec::new(); inputs];
    for (walk, outcomes) in design.trajectories.iter().zip(means.chunks(design.group)) {
        walk.effects(outcomes).into_iter().for_each(|(input, effect)| effects[input].extend(effect));
    }
    let rows: Vec<Vec<f64>> = match design.trajectories.is_empty() {
        true => means.chunks(design.group).filter_map(|row| row.iter().copied().collect()).collect(),
        false => Vec::new(),
    };
    Answer {
        mean: there(all.mean()),
        variance: there(all.variance()),
        noise: noise(outcomes, measure),
        effects: effects.iter().map(|effects| Effects::of(effects)).collect(),
        indices: sobol_indices(&rows, seed).map(|(_, indices)| indices).unwrap_or_default(),
    }
}

/// The residual variance of a point's mean ÷ the variance of the means: points and replications crossed, what is
/// common to a replication taken out, for it moves all points alike.
pub fn noise(outcomes: &[PointOutcome], measure: usize) -> Option<f64> {
    let values = |run: &PointRun| run.measured.iter().map(|one| one.values[measure].value()).collect::<Option<Vec<f64>>>();
    let table: Vec<Vec<f64>> = outcomes.iter().flatten().filter_map(values).collect();
    residual_share(&table)
}

fn residual_share(table: &[Vec<f64>]) -> Option<f64> {
    let (points, replications) = (table.len(), table.first()?.len());
    if points < 2 || replications < 2 {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let of_points: Vec<f64> = table.iter().map(|row| mean(row)).collect();
    let of_replications: Vec<f64> = (0..replications).map(|r| table.iter().map(|row| row[r]).sum::<f64>() / points as f64).collect();
    let grand = mean(&of_points);
    let residual = |(row, point): (&Vec<f64>, &f64)| {
        row.iter().zip(&of_replications).map(|(value, replication)| value - point - replication + grand).map(|d| d * d).sum::<f64>()
    };
    let squares: f64 = table.iter().zip(&of_points).map(residual).sum();
    let variance = Moments::of(&of_points).variance();
    let share = squares / ((points - 1) * (replications - 1)) as f64 / replications as f64 / variance;
    (variance > 0.0).then(|| share.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Measure, movable};
    use crate::scenario::{Factors, Range, load_text};
    use std::sync::atomic::AtomicBool;

    fn town() -> Arm {
        let text = r#"(city: Point(), demand: (volume: "60 /day", categories: { "job": (on_scene: Exponential(mean: "30 min")) }),
            workforce: (crews: { "patrol": (officers: 6, crew_size: 1, working_days: 7, absence: 0, based: Centre, refusal: 0,
                accept: LogNormal(median: "30 s", p90: "60 s"), turnout: Deterministic("5 min"), clearing: Deterministic("1 s")) }),
            run: (days: 6),
            provenance: { "workforce.crews.patrol.turnout": (grade: C, source: "a guess"),
                "workforce.crews.patrol.accept": (grade: C, source: "a guess"),
                "workforce.crews.patrol.clearing": (grade: C, source: "a guess") })"#;
        Arm::of(load_text("town.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))), "town.ron".to_owned(), Vec::new())
    }

    fn ask(method: Method, threads: usize) -> Sensitivity {
        let arm = town();
        let (factors, _) = movable(&Factors::of(&arm.loaded));
        let runner = Runner { threads, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        sensitivity(&arm, factors, method, Short { days: 3, replications: 2, seed: 5 }, Vec::new(), &runner).unwrap()
    }

    #[test]
    fn the_longest_stage_matters_most_by_either_method_at_any_number_of_threads() {
        let response = Measure::position("response_s").unwrap();
        let morris = ask(Method::Morris { trajectories: 4 }, 1);
        assert_eq!(morris, ask(Method::Morris { trajectories: 4 }, 3));
        let place = |found: &Sensitivity, name: &str| found.factors.iter().position(|f| f.path.ends_with(name)).unwrap();
        let star = |name: &str| morris.answers[response].effects[place(&morris, name)].unwrap();
        // In proportion from 150 to 600 s, by steps of two thirds of the way: 342 s per whole range from the lower end, 543 s
        // up to the upper.
        let (turnout, accept, clearing) = (star("turnout"), star("accept"), star("clearing"));
        assert!((330.0..560.0).contains(&turnout.mu_star), "{turnout:?}");
        assert!(turnout.mu_star > 4.0 * accept.mu_star && accept.mu_star > 4.0 * clearing.mu_star, "{accept:?} {clearing:?}");
        assert!(turnout.mu > 0.0 && turnout.effects == 4 && morris.invalid() == 0);
        assert!(morris.answers[response].noise.unwrap() < 0.05);

        let sobol = ask(Method::Sobol { rows: 16 }, 2);
        let total = |name: &str| sobol.answers[response].indices[place(&sobol, name)].total.estimate;
        assert!(total("turnout") > 0.8 && total("accept") < 0.2 && total("clearing") < 0.05);
        assert_eq!(sobol.outcomes.len(), 16 * 5);
    }

    #[test]
    fn over_two_whole_numbers_an_effect_is_the_change_from_one_to_the_other() {
        let (arm, runner) = (town(), Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] });
        let officers = Factors::of(&arm.loaded).find("workforce.crews.patrol.officers").unwrap().clone();
        let officers = Factor { range: Some(Range::evenly(officers.kind, 6.0, 7.0)), ..officers };
        let (method, short) = (Method::Morris { trajectories: 4 }, Short { days: 3, replications: 2, seed: 5 });
        let points = [6.0, 7.0].map(|value| short.point(&arm, std::slice::from_ref(&officers), &[Some(value)]));
        let response = Measure::position("response_s").unwrap();
        let ran = at_points(&arm, &points, Vec::new(), &runner).unwrap().results;
        let means: Vec<f64> = ran.iter().map(|run| mean_of(run.as_ref().unwrap(), response).unwrap()).collect();
        let found = sensitivity(&arm, vec![officers], method, short, Vec::new(), &runner).unwrap();
        let effects = found.answers[response].effects[0].unwrap();
        assert!((effects.mu - (means[1] - means[0])).abs() < 1e-9 && means[1] < means[0], "{effects:?}, {means:?}");
        assert!((effects.mu_star + effects.mu).abs() < 1e-9 && effects.sigma.unwrap() < 1e-6 && effects.effects == 4, "{effects:?}");
    }

    #[test]
    fn what_all_points_share_is_no_noise() {
        // Rows differ by 10, replications by 1, and one value by 0.3 more: residuals ±0.05, ±0.1 by hand.
        let table = [vec![0.0, 1.0], vec![10.0, 11.0], vec![20.0, 21.3]];
        let squares = 0.05f64 * 0.05 * 4.0 + 0.1 * 0.1 * 2.0;
        let variance = Moments::of(&[0.5, 10.5, 20.65]).variance();
        assert!((residual_share(&table).unwrap() - squares / 2.0 / 2.0 / variance).abs() < 1e-12);
        assert_eq!(residual_share(&[vec![0.0, 1.0], vec![10.0, 11.0]]), Some(0.0));
        assert_eq!(residual_share(&[vec![0.0], vec![10.0]]), None);
    }
}
