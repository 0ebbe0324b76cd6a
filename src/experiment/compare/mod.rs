//! Comparing arms: the same incidents, several ways to run the city.
//!
//! [`Runs`] holds the replications of all arms; everything else is computed from it. The first arm is the baseline:
//! a difference is always *arm minus baseline*. Intervals are for Monte Carlo error; [`doubt`] draws the assumptions
//! that differ between the arms and counts how often the sign survives.

mod areas;
pub mod doubt;
mod equity;
mod headcount;
mod judge;
mod parts;
mod same;

pub use areas::{Breakdown, CellDifference, CellRow};
pub use equity::{ArmEquity, Equity, EquityDifference, FEW};
pub use headcount::Headcount;
pub(in crate::experiment) use judge::observations;
pub use judge::{Endpoint, Judged, Pairing, Verdict};
pub use parts::{Origin, Part, Parts};
pub use same::{Apart, apart, other_targets};

use super::sequential::{Look, Plan, Reason, Stopping, replicate_until};
use super::{Arm, Depth, Estimate, Job, Known, MEASURES, Measured, Ratio, Runner};
use crate::stats::{Interval, compare_with_best};
use serde::Serialize;

/// The replications of all arms, and how they are to be judged.
pub struct Runs<'a> {
    /// The arms, the baseline first.
    pub arms: &'a [Arm],
    /// By arm, in the order of replications; as many for each.
    pub measured: Vec<Vec<Measured>>,
    /// Whether arms met the same incidents and are compared replication by replication.
    pub paired: bool,
    /// When it was, or is, looked at.
    pub plan: Plan,
    /// The confidence level at which intervals hold together.
    pub level: f64,
    /// Differences of attainment up to this count as none.
    pub margin: f64,
    /// By arm: whether it is the first one over again, so that it is known to do the same.
    repeats: Vec<bool>,
}

/// When enough is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Enough {
    /// When to look.
    pub plan: Plan,
    /// Go on until the intervals of the primary endpoint are this narrow, instead of until they are decided.
    pub half_width: Option<f64>,
}

/// How far an arm is from the best of the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgainstBest {
    /// The arm.
    pub arm: String,
    /// Its primary attainment minus the best of the others'.
    pub estimate: f64,
    /// Lower end of the interval, which holds jointly for all arms; at most 0.
    pub lower: f64,
    /// Upper end, at least 0. One that is 0 rules the arm out as best.
    pub upper: f64,
    /// Whether it may be best.
    pub may_be_best: bool,
}

impl<'a> Runs<'a> {
    /// Nothing yet, of these arms; the margin is the baseline's.
    pub fn new(arms: &'a [Arm], paired: bool, plan: Plan, level: f64) -> Runs<'a> {
        let margin = arms.first().map_or(0.0, |arm| arm.loaded.scenario.run.indifference.get());
        let repeats = arms.iter().map(|arm| paired && arm.loaded.source.repeats(&arms[0].loaded.source)).collect();
        Runs { arms, measured: vec![Vec::new(); arms.len()], paired, plan, level, margin, repeats }
    }

    /// Replicates until `enough` is known. `looking` is told, before each look, how many jobs there will be until it.
    ///
    /// # Errors
    /// The replication that failed.
    pub fn replicate(&mut self, enough: Enough, runner: &Runner, looking: impl Fn(usize)) -> Result<Stopping, String> {
        self.plan = enough.plan;
        // Split borrows: growing changes the runs, looking reads them.
        let runs = std::cell::RefCell::new(self);
        replicate_until(
            enough.plan,
            |range| {
                let mut runs = runs.borrow_mut();
                let jobs = runs.jobs(range.clone());
                looking(jobs.len());
                let done = runner.run(runs.arms, &jobs, Depth::Cells)?;
                runs.take(done.results)
            },
            |done| runs.borrow().look(done, enough.half_width),
        )
    }

    /// All that was done, to be known at another time.
    pub fn known(&self) -> Vec<Known> {
        let arms = self.arms.iter().zip(&self.measured).enumerate();
        arms.map(|(at, (arm, measured))| Known::of(arm, self.first_replication(at), measured.clone())).collect()
    }

    /// Independent arms draw their luck from replications that no other arm uses.
    fn jobs(&self, range: std::ops::Range<u32>) -> Vec<Job> {
        let mut jobs = Job::all(self.arms.len(), range);
        jobs.iter_mut().for_each(|job| job.replication += self.first_replication(job.arm));
        jobs
    }

    /// The number of an arm's first replication: 0 for all that are paired.
    pub fn first_replication(&self, arm: usize) -> u32 {
        if self.paired { 0 } else { arm as u32 * self.plan.most }
    }

    /// Keeps what serves all arms; the number of replications of each.
    ///
    /// # Errors
    /// Arms that are paired and did not meet the same incidents.
    fn take(&mut self, results: Vec<Measured>) -> Result<u32, String> {
        let arms = self.arms.len();
        let whole = results.len() / arms * arms;
        for (index, measured) in results.into_iter().take(whole).enumerate() {
            self.measured[index % arms].push(measured);
        }
        match self.paired && !self.traces_identical() {
            true => Err("the arms did not meet the same incidents in every replication: compare them with --unpaired".to_owned()),
            false => Ok(self.replications()),
        }
    }

    /// The numbers of an arm's replications.
    pub fn range(&self, arm: usize) -> std::ops::Range<u32> {
        let first = self.first_replication(arm);
        first..first + self.replications()
    }

    /// Replications of each arm.
    pub fn replications(&self) -> u32 {
        self.measured.first().map_or(0, Vec::len) as u32
    }

    fn look(&self, replications: u32, wanted: Option<f64>) -> Look {
        let judged = self.primary_differences();
        let half = |judged: &Judged| Some((judged.upper? - judged.lower?) / 2.0);
        let undecided = judged.iter().filter(|judged| judged.verdict == Verdict::Undecided).count() as u32;
        let half_width = judged.iter().map(half).collect::<Option<Vec<f64>>>().and_then(|all| all.into_iter().reduce(f64::max));
        let enough = match (wanted, half_width) {
            // Few replications decide: their intervals are not to be relied on yet.
            _ if judged.iter().any(|judged| judged.replications_wanted.is_some()) => None,
            (Some(wanted), Some(half)) if half <= wanted => Some(Reason::Precise),
            (Some(_), _) => None,
            (None, _) if undecided == 0 && half_width.is_some() => Some(Reason::Decided),
            (None, _) => None,
        };
        Look { replications, undecided, half_width: half_width.filter(|half| half.is_finite()), enough }
    }

    /// The position of the primary target among the measures.
    pub fn primary(&self) -> usize {
        self.arms.first().map_or(0, |arm| arm.dimensions.targets.primary as usize)
    }

    fn label(&self, arm: usize) -> String {
        self.arms[arm].label.name.clone()
    }

    /// A measure of an arm by replication.
    pub fn ratios(&self, arm: usize, measure: usize) -> Vec<Ratio> {
        self.measured[arm].iter().map(|measured| measured.values[measure]).collect()
    }

    /// The observations of a measure in an arm and in the first. `None` where one of them never has anything to measure.
    fn pair(&self, arm: usize, measure: usize) -> Option<(Vec<f64>, Vec<f64>)> {
        self.pair_of(self.ratios(arm, measure), self.ratios(0, measure))
    }

    fn pair_of(&self, own: Vec<Ratio>, base: Vec<Ratio>) -> Option<(Vec<f64>, Vec<f64>)> {
        let [own, base] = <[Vec<f64>; 2]>::try_from(judge::observations(&[own, base], self.paired)?).ok()?;
        Some((own, base))
    }

    /// Of how many trials a measure of an arm is a share; infinite where it is none.
    pub fn trials(&self, arm: usize, measure: usize) -> f64 {
        match MEASURES[measure].is_of_trials() {
            true => self.measured[arm].iter().map(|measured| measured.values[measure].below).sum(),
            false => f64::INFINITY,
        }
    }

    /// A measure of an arm over its replications.
    pub fn estimate(&self, arm: usize, measure: usize) -> Option<Estimate> {
        Estimate::measured(&self.measured[arm], measure, self.level)
    }

    /// With three arms or more under the same luck: how far each is from the best of the others by the primary target
    /// (multiple comparisons with the best).
    pub fn against_best(&self) -> Vec<AgainstBest> {
        let ratios: Vec<Vec<Ratio>> = (0..self.arms.len()).map(|arm| self.ratios(arm, self.primary())).collect();
        let observed = judge::observations(&ratios, self.paired);
        let (Some(series), true) = (observed, self.paired && self.arms.len() > 2) else { return Vec::new() };
        let trials = (0..self.arms.len()).map(|arm| self.trials(arm, self.primary())).fold(f64::INFINITY, f64::min);
        let intervals = compare_with_best(&series, trials, self.plan.level(self.level)).unwrap_or_default();
        let of = |(arm, interval): (usize, Interval)| AgainstBest {
            arm: self.label(arm),
            estimate: interval.estimate,
            lower: interval.lower,
            upper: interval.upper,
            may_be_best: interval.upper > 0.0,
        };
        intervals.into_iter().enumerate().map(of).collect()
    }

    /// Whether every arm met the same incidents in every replication.
    pub fn traces_identical(&self) -> bool {
        let Some((first, others)) = self.measured.split_first() else { return true };
        others.iter().all(|arm| arm.iter().zip(first).all(|(a, b)| a.trace_digest == b.trace_digest))
    }
}
