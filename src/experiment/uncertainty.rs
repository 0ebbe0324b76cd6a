//! Doubt about the inputs beside the chance of the runs: how much of the variance of a result is due to which.
//!
//! Outer draws take all uncertain numbers at once, independently, from their distributions; each draw runs a few
//! replications that no other draw runs. With B draws of R replications, V_in = max(0, Var(means of draws) − mean(S²) ÷ R)
//! is what the inputs add, mean(S²) what one replication's chance does. Source: Barton, Nelson & Xie, INFORMS J. Comput.
//! 26 (2014).

use super::factor_points::{FactorPoint, LeftOut, PointOutcome, Refusals, at_points, refusals, sound, spread_of, uncertain};
use super::{Arm, MEASURES, Runner};
use crate::random::{Key, Purpose, unit};
use crate::scenario::{Factor, Factors};
use crate::stats::{Groups, Moments, quantile};
use rand_chacha::rand_core::Rng;
use serde::Serialize;

/// How much is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    /// How often.
    pub count: u32,
    /// Replications of each draw.
    pub replications: u32,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// The numbers that were drawn, in the order of the scenario.
    pub factors: Vec<Factor>,
    /// Uncertain numbers that were not drawn.
    pub left_out: Vec<LeftOut>,
    /// What was asked for.
    pub asked: Draws,
    /// The values of the factors, each in its unit, at every draw that is done.
    pub drawn: Vec<Vec<Option<f64>>>,
    /// What came of these draws.
    pub outcomes: Vec<PointOutcome>,
    /// Why some draws are no valid scenario or could not be run; nothing is made of these.
    pub refused: Vec<Refusals>,
    /// By measure; `None` with fewer than two draws.
    pub splits: Vec<Option<Split>>,
}

impl Uncertainty {
    /// Draws that are done, those that are no valid scenario included.
    pub fn done(&self) -> u32 {
        self.outcomes.len() as u32
    }

    /// Whether it was interrupted before all were done.
    pub fn interrupted(&self) -> bool {
        !self.factors.is_empty() && self.done() < self.asked.count
    }

    /// What comes to the same when it is asked for: the draws that are done, or all where these are too few to be asked for.
    pub fn repeated(&self) -> Draws {
        if self.done() < 2 { self.asked } else { Draws { count: self.done(), ..self.asked } }
    }

    /// How many draws are no valid scenario or could not be run.
    pub fn invalid(&self) -> u32 {
        self.refused.iter().map(|refusals| refusals.points).sum()
    }
}

/// The variance of one measure, split.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Split {
    /// Draws that have a value, in any of their replications.
    pub draws: u32,
    /// Mean over them.
    pub mean: f64,
    /// What a twentieth, half and nineteen twentieths of the draws stay below.
    pub quantiles: [f64; 3],
    /// Variance that doubt about the inputs adds.
    pub input_variance: f64,
    /// Variance that chance gives one replication.
    pub replication_variance: f64,
    /// Of the variance of a mean of as many replications as the run itself has, the share that is due to the inputs.
    pub input_share: f64,
    /// Its 95% interval: where the inputs do nothing it reaches down to 0. None where replications of a draw never differ.
    pub input_share_interval: Option<[f64; 2]>,
}

/// Where each draw lies in the distribution of each of so many factors: uniform numbers of streams of their own.
fn cube(factors: usize, draws: u32, seed: u64) -> Vec<Vec<f64>> {
    let draw = |draw: u32| {
        let mut stream = Key { seed, replication: draw }.stream(Purpose::Design, u32::MAX - 2);
        (0..factors).map(|_| unit(stream.next_u64())).collect()
    };
    (0..draws).map(draw).collect()
}

/// Draws the uncertain numbers of a scenario; the run itself has `own` replications, and what came of the first draws is
/// `known`. `None` where it was interrupted before it was clear what is to be drawn.
///
/// # Errors
/// A draw that broke an invariant of the program.
pub fn uncertainty(arm: &Arm, asked: Draws, own: u32, known: Vec<PointOutcome>, runner: &Runner) -> Result<Option<Uncertainty>, String> {
    let quiet = Runner { progress: &|_| (), ..*runner };
    let (unsure, mut left_out) = uncertain(&Factors::of(&arm.loaded));
    let Some((factors, unsound)) = sound(arm, unsure, &quiet)? else { return Ok(None) };
    left_out.extend(unsound);
    // Of nothing that is uncertain there is nothing to draw.
    let count = if factors.is_empty() { 0 } else { asked.count };
    let values = |at: &Vec<f64>| factors.iter().zip(at).map(|(factor, u)| factor.at(*u)).collect();
    let mut drawn: Vec<Vec<Option<f64>>> = cube(factors.len(), count, arm.loaded.model.seed).iter().map(values).collect();
    let replications = |draw: u32| draw * asked.replications..(draw + 1) * asked.replications;
    let point = |(draw, values): (u32, &Vec<Option<f64>>)| FactorPoint::of(&factors, values, &[], replications(draw));
    let points: Vec<FactorPoint> = (0..).zip(&drawn).map(point).collect();
    let outcomes = at_points(arm, &points, known, runner)?.results;
    drawn.truncate(outcomes.len());
    Ok(Some(Uncertainty {
        asked,
        drawn,
        refused: refusals(outcomes.iter().filter_map(|outcome| outcome.as_ref().err())),
        splits: (0..MEASURES.len()).map(|measure| split(&outcomes, measure, own)).collect(),
        factors,
        left_out,
        outcomes,
    }))
}

fn split(outcomes: &[PointOutcome], measure: usize, own: u32) -> Option<Split> {
    let spreads: Vec<Moments> = outcomes.iter().flatten().map(|run| spread_of(run, measure)).filter(|spread| spread.n() > 0).collect();
    split_of(&spreads, own)
}

/// From the moments of the draws that have a value, each over its replications that have one.
fn split_of(draws: &[Moments], own: u32) -> Option<Split> {
    let means: Vec<f64> = draws.iter().map(Moments::mean).collect();
    let within: Vec<f64> = draws.iter().filter(|draw| draw.n() > 1).map(Moments::variance).collect();
    if means.len() < 2 || within.is_empty() {
        return None;
    }
    let all = Moments::of(&means);
    let replication_variance = Moments::of(&within).mean();
    let size = draws.len() as f64 / draws.iter().map(|draw| 1.0 / draw.n() as f64).sum::<f64>();
    let input_variance = (all.variance() - replication_variance / size).max(0.0);
    let mut sorted = means;
    sorted.sort_by(f64::total_cmp);
    let own = f64::from(own.max(1));
    let whole = input_variance + replication_variance / own;
    let degrees = draws.iter().map(|draw| draw.n() as f64 - 1.0).sum();
    let groups = Groups { count: draws.len() as f64, of_means: all.variance(), within: replication_variance, size, degrees };
    Some(Split {
        draws: sorted.len() as u32,
        mean: all.mean(),
        quantiles: [0.05, 0.5, 0.95].map(|p| quantile(&sorted, p)),
        input_variance,
        replication_variance,
        input_share: if whole > 0.0 { input_variance / whole } else { 0.0 },
        input_share_interval: groups.between_share(own, 0.95),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Measure;
    use crate::scenario::load_text;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn the_variance_is_split_by_hand() {
        // Means 1, 2, 3: variance 1; variances within 0.4: of means of two replications 0.2; so 0.8 is the inputs'.
        let pair = |mean: f64, variance: f64| Moments::of(&[mean - (variance / 2.0).sqrt(), mean + (variance / 2.0).sqrt()]);
        let split = split_of(&[pair(3.0, 0.4), pair(1.0, 0.2), pair(2.0, 0.6)], 4).unwrap();
        assert!((split.input_variance - 0.8).abs() < 1e-12 && (split.replication_variance - 0.4).abs() < 1e-12);
        assert!((split.input_share - 0.8 / 0.9).abs() < 1e-12 && (split.mean - 2.0).abs() < 1e-12 && split.draws == 3);
        // F = 1 ÷ 0.2 with 2 and 3 degrees of freedom, whose 2.5% and 97.5% points are 0.0255 and 16.04: 4·(5 ÷ f − 1) ÷ 2 to 1.
        let [low, high] = split.input_share_interval.unwrap();
        assert!(low == 0.0 && (high - 389.7 / 390.7).abs() < 1e-5, "{low} … {high}");
        assert_eq!(split_of(&[pair(1.0, 9.0), pair(1.0, 9.0)], 1).unwrap().input_variance, 0.0, "never negative");
        assert_eq!(split_of(&[pair(1.0, 1.0)], 1), None);
        // A draw of one replication counts among the means, and its mean has all of that chance: (0.4 ÷ 2 + 0.4) ÷ 2 = 0.3.
        let split = split_of(&[pair(3.0, 0.4), Moments::of(&[1.0])], 4).unwrap();
        assert!((split.draws, split.mean) == (2, 2.0) && (split.input_variance - 1.7).abs() < 1e-12, "{split:?}");
        assert_eq!(split_of(&[Moments::of(&[1.0]), Moments::of(&[2.0])], 4), None);
    }

    /// A stage that is drawn evenly over a known range moves the mean response by just that: its variance is known.
    #[test]
    fn a_known_distribution_is_found_again() {
        let text = r#"(city: Point(), demand: (volume: "20 /day", categories: { "job": (on_scene: Exponential(mean: "1 min")) }),
            workforce: (crews: { "patrol": (officers: 20, crew_size: 1, working_days: 7, absence: 0, based: Centre, refusal: 0,
                accept: Exponential(mean: "30 s"), turnout: Deterministic("10 min")) }),
            run: (days: 10),
            provenance: { "workforce.crews.patrol.turnout":
                (grade: C, source: "a guess", range: ("5 min", "15 min"), distribution: Uniform) })"#;
        let loaded = load_text("town.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let arm = Arm::of(loaded, "town.ron".to_owned(), Vec::new());
        let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        let asked = Draws { count: 120, replications: 2 };
        let found = uncertainty(&arm, asked, 10, Vec::new(), &runner).unwrap().unwrap();
        assert_eq!((found.factors.len(), found.done(), found.refused.as_slice()), (1, 120, [].as_slice()));
        let split = found.splits[Measure::position("response_s").unwrap()].unwrap();
        let exact = 600.0 * 600.0 / 12.0;
        assert!((split.input_variance / exact - 1.0).abs() < 0.25, "{split:?}, exactly {exact}");
        assert!(split.replication_variance < 30.0 && split.input_share > 0.99 && split.input_share_interval.unwrap()[0] > 0.99);
        // How long acceptance takes does not hang on it, and varies by chance.
        let [low, high] = found.splits[Measure::position("accept_s").unwrap()].unwrap().input_share_interval.unwrap();
        assert!(low == 0.0 && high > 0.0 && high < 0.9, "{low} … {high}");
        assert!(split.quantiles[0] > 300.0 && split.quantiles[0] < 400.0 && split.quantiles[2] > 840.0);
        let again = |known: &[PointOutcome], runner: &Runner| uncertainty(&arm, asked, 10, known.to_vec(), runner).unwrap();
        assert_eq!(again(&[], &Runner { threads: 1, ..runner }).unwrap(), found);
        assert_eq!(again(&found.outcomes[..50], &runner).unwrap(), found, "what is known is not run again, and fits");
        assert!(found.drawn.iter().all(|drawn| (300.0..=900.0).contains(&drawn[0].unwrap())));
        // Interrupted while the ends of ranges are tried: with fewer factors every draw would be another.
        assert_eq!(again(&found.outcomes[..50], &Runner { stop: &AtomicBool::new(true), ..runner }), None);
    }
}
