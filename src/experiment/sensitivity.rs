//! Which numbers matter: Morris's screening over all graded factors, Sobol' indices of chosen ones.
//!
//! The points of a trajectory or row run the same replications, so that they differ in factors and not in luck, and each
//! trajectory or row others, so that their answers are independent. What chance is left in the differences all the same is
//! told as a share of their variance.

use super::factor_points::{FactorPoint, PointOutcome, PointRun, Refusals, at_points, mean_of, refusals};
use super::{Arm, Design, MEASURES, Method, Runner, Short};
use crate::scenario::Factor;
use crate::stats::{Effects, Moments, SobolIndex, sobol_indices};

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// How it was asked.
    pub method: Method,
    /// What the points ran.
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
    /// Mean over the points that have a value.
    pub mean: Option<f64>,
    /// How many have one.
    pub valued: u32,
    /// The trajectories or rows that [`Design::counts`]; all below is from these alone.
    pub used: u32,
    /// Variance over the points of a trajectory, or of the first and last of a row, which lie anywhere in the ranges: the
    /// luck that they share does not count.
    pub variance: Option<f64>,
    /// The share of that variance which chance leaves; with one replication unknown.
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
    let point = |(number, values): (usize, &Vec<Option<f64>>)| short.point(arm, &factors, values, design.group_of(number));
    let points: Vec<FactorPoint> = design.values.iter().enumerate().map(point).collect();
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
    let of_group = |number: usize| number * design.group..(number + 1) * design.group;
    let used: Vec<usize> = (0..means.len() / design.group).filter(|number| design.counts(&means[of_group(*number)])).collect();
    let mut effects: Vec<Vec<f64>> = vec![Vec::new(); inputs];
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for number in &used {
        let means = &means[of_group(*number)];
        match design.trajectories.get(*number) {
            Some(walk) => walk.effects(means).into_iter().for_each(|(input, effect)| effects[input].extend(effect)),
            None => rows.push(means.iter().copied().flatten().collect()),
        }
    }
    let all = Moments::of(&means.iter().copied().flatten().collect::<Vec<_>>());
    let values = |run: &PointRun| run.measured.iter().map(|one| one.values[measure].value()).collect::<Option<Vec<f64>>>();
    let variance = pooled(used.iter().map(|number| of_points(design.spread(&means[of_group(*number)]).flatten())));
    let chance = |number: &usize| {
        let points = design.spread(&outcomes[of_group(*number)]).flatten();
        of_chance(&points.filter_map(values).collect::<Vec<_>>())
    };
    let chance = pooled(used.iter().map(chance));
    Answer {
        mean: (all.n() > 0).then(|| all.mean()),
        valued: all.n() as u32,
        used: used.len() as u32,
        variance,
        noise: chance.zip(variance).filter(|(_, variance)| *variance > 0.0).map(|(chance, variance)| (chance / variance).min(1.0)),
        effects: effects.iter().map(|effects| Effects::of(effects)).collect(),
        indices: sobol_indices(&rows, seed).map(|(_, indices)| indices).unwrap_or_default(),
    }
}

/// A sum of squares, and how many deviations were free to differ.
type Squares = (f64, usize);

/// The variance that sums of squares come to together; `None` where nothing was free to differ.
fn pooled(of_groups: impl Iterator<Item = Squares>) -> Option<f64> {
    let (squares, degrees) = of_groups.fold((0.0, 0), |sum, of_group| (sum.0 + of_group.0, sum.1 + of_group.1));
    (degrees > 0).then(|| squares / degrees as f64)
}

/// Of the means of points that share their luck.
fn of_points<'a>(means: impl Iterator<Item = &'a f64>) -> Squares {
    let moments = Moments::of(&means.copied().collect::<Vec<_>>());
    let degrees = moments.n().saturating_sub(1);
    (if degrees > 0 { moments.variance() * degrees as f64 } else { 0.0 }, degrees as usize)
}

/// What chance leaves in them: points and replications crossed, what is common to a replication taken out, for it moves
/// all points alike.
fn of_chance(table: &[Vec<f64>]) -> Squares {
    let (points, replications) = (table.len(), table.first().map_or(0, Vec::len));
    if points < 2 || replications < 2 {
        return (0.0, 0);
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let by_point: Vec<f64> = table.iter().map(|row| mean(row)).collect();
    let by_replication: Vec<f64> = (0..replications).map(|r| table.iter().map(|row| row[r]).sum::<f64>() / points as f64).collect();
    let grand = mean(&by_point);
    let residual = |(row, point): (&Vec<f64>, &f64)| {
        row.iter().zip(&by_replication).map(|(value, replication)| value - point - replication + grand).map(|d| d * d).sum::<f64>()
    };
    let squares: f64 = table.iter().zip(&by_point).map(residual).sum();
    (squares / replications as f64, (points - 1) * (replications - 1))
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

    /// Crews that too many incidents keep waiting: of many points more than a tenth of the incidents are withdrawn.
    #[test]
    fn an_answer_is_from_the_rows_that_have_all_values() {
        let text = r#"(city: Point(), demand: (volume: "60 /day", patience: Deterministic("1 h"),
                categories: { "job": (on_scene: Exponential(mean: "40 min")) }),
            workforce: (crews: { "patrol": (crews: 3, crew_size: 1, based: Centre, turnout: Deterministic("2 min")) }), run: (days: 3),
            provenance: { "demand.volume": (grade: C, source: "a guess", range: ("40 /day", "160 /day")),
                "workforce.crews.patrol.turnout": (grade: C, source: "a guess", range: ("1 min", "5 min")) })"#;
        let loaded = load_text("town.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let arm = Arm::of(loaded, "town.ron".to_owned(), Vec::new());
        let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        let (factors, _) = movable(&Factors::of(&arm.loaded));
        let (rows, measure) = (32, Measure::position("response_p90_s").unwrap());
        let short = Short { days: 3, replications: 2, seed: 1 };
        let found = sensitivity(&arm, factors, Method::Sobol { rows }, short, Vec::new(), &runner).unwrap();
        let means: Vec<Option<f64>> = found.outcomes.iter().map(|point| mean_of(point.as_ref().unwrap(), measure)).collect();
        let whole: Vec<Vec<f64>> = means.chunks(4).filter_map(|row| row.iter().copied().collect()).collect();
        let answer = &found.answers[measure];
        assert!(whole.len() as u32 == answer.used && (2..rows).contains(&answer.used), "{}", answer.used);
        assert_eq!(answer.valued as usize, means.iter().flatten().count());
        let (variance, indices) = sobol_indices(&whole, 1).unwrap();
        assert!((answer.variance.unwrap() / variance - 1.0).abs() < 1e-9, "{:?} {variance}", answer.variance);
        assert_eq!(answer.indices, indices);
        let values = |point: &PointOutcome| -> Vec<f64> {
            point.as_ref().unwrap().measured.iter().map(|one| one.values[measure].value().unwrap()).collect()
        };
        let is_whole = |(_, means): &(&[PointOutcome], &[Option<f64>])| means.iter().all(Option::is_some);
        let of_row = |(points, _): (&[PointOutcome], &[Option<f64>])| of_chance(&[values(&points[0]), values(&points[3])]);
        let chance = pooled(found.outcomes.chunks(4).zip(means.chunks(4)).filter(is_whole).map(of_row)).unwrap();
        assert!((answer.noise.unwrap() - chance / variance).abs() < 1e-9, "{:?} {chance} {variance}", answer.noise);
        let all = &found.answers[Measure::position("response_s").unwrap()];
        assert_eq!((all.used, all.valued as usize), (rows, means.len()));
    }

    #[test]
    fn over_two_whole_numbers_an_effect_is_the_change_from_one_to_the_other() {
        let (arm, runner) = (town(), Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] });
        let officers = Factors::of(&arm.loaded).find("workforce.crews.patrol.officers").unwrap().clone();
        let officers = Factor { range: Some(Range::evenly(officers.kind, 6.0, 7.0)), ..officers };
        let (method, short) = (Method::Morris { trajectories: 4 }, Short { days: 3, replications: 2, seed: 5 });
        let response = Measure::position("response_s").unwrap();
        let change = |group| {
            let points = [6.0, 7.0].map(|value| short.point(&arm, std::slice::from_ref(&officers), &[Some(value)], group));
            let ran = at_points(&arm, &points, Vec::new(), &runner).unwrap().results;
            let [fewer, more] = [0, 1].map(|at| mean_of(ran[at].as_ref().unwrap(), response).unwrap());
            more - fewer
        };
        let changes = Moments::of(&[0, 1, 2, 3].map(change));
        let found = sensitivity(&arm, vec![officers.clone()], method, short, Vec::new(), &runner).unwrap();
        let effects = found.answers[response].effects[0].unwrap();
        assert!((effects.mu - changes.mean()).abs() < 1e-9 && effects.effects == 4, "{effects:?}, {changes:?}");
        let sigma = effects.sigma.unwrap();
        assert!((sigma - changes.variance().sqrt()).abs() < 1e-9 && sigma > 0.0, "each trajectory has luck of its own: {effects:?}");
    }

    #[test]
    fn what_the_points_of_a_group_share_is_no_noise_and_no_variance() {
        // Rows differ by 10, replications by 1, and one value by 0.3 more: residuals ±0.05, ±0.1 by hand.
        let table = [vec![0.0, 1.0], vec![10.0, 11.0], vec![20.0, 21.3]];
        let squares = 0.05f64 * 0.05 * 4.0 + 0.1 * 0.1 * 2.0;
        let near = |(found, degrees): Squares, (squares, expected): Squares| (found - squares).abs() < 1e-12 && degrees == expected;
        assert!(near(of_chance(&table), (squares / 2.0, 2)), "{:?}", of_chance(&table));
        assert!(near(of_chance(&[vec![0.0, 1.0], vec![10.0, 11.0]]), (0.0, 1)));
        assert_eq!(of_chance(&[vec![0.0], vec![10.0]]), (0.0, 0));
        // Two groups of luck 0 and 100.
        let squares = [&[1.0, 2.0, 6.0][..], &[101.0, 102.0]].map(|means| of_points(means.iter()));
        assert!(near(squares[0], (14.0, 2)) && near(squares[1], (0.5, 1)), "{squares:?}");
        assert!((pooled(squares.into_iter()).unwrap() - 14.5 / 3.0).abs() < 1e-12);
        assert_eq!((of_points([1.0].iter()), pooled([(0.0, 0)].into_iter())), ((0.0, 0), None));
    }
}
