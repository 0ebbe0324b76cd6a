//! Runs cases on the ordinary path – scenario, loader, simulator, rules – and compares what comes out with the exact
//! answers.

use super::case::{Case, Check, Family, Said, Sign, Unit};
use super::tally::{Expected, Tally};
use crate::experiment::{Failure, replicate};
use crate::scenario::{self, Model};
use crate::simulation::Simulator;
use crate::stats::{Interval, controlled_ratio_interval};
use crate::time::TICKS_PER_SECOND;
use std::sync::atomic::AtomicBool;

/// Confidence of the intervals that exact answers must lie in.
pub const LEVEL: f64 = 0.999;
/// The seed of all cases, unless another is asked for.
pub const SEED: u64 = 20_221;
/// How much narrower intervals are asked to be if they are to be tight.
const TIGHT: u32 = 3;

/// How cases are run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The seed.
    pub seed: u64,
    /// Threads.
    pub threads: usize,
    /// A third of the width, at nine times the work.
    pub tight: bool,
}

/// What came of one number.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The family of its case.
    pub family: Family,
    /// The name of its case.
    pub case: String,
    /// What it is.
    pub what: Said,
    /// In what.
    pub unit: Unit,
    /// The exact answer.
    pub exact: f64,
    /// What the simulation says.
    pub interval: Interval,
    /// The largest half-width with which that means something.
    pub within: f64,
    /// Incidents measured, over all replications.
    pub incidents: u64,
    /// The exact answer lies in the interval.
    pub inside: bool,
    /// The interval is narrow enough.
    pub narrow: bool,
    /// The sign is as it must be.
    pub sign: bool,
    /// The answer is exact; otherwise it is an approximation, shown without a claim.
    pub claimed: bool,
}

/// What a number comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finding {
    /// The answer is an approximation: nothing is claimed.
    Shown,
    /// The exact answer lies in a narrow interval.
    Agrees,
    /// The exact answer lies outside.
    Differs,
    /// The interval does not lie on the side on which it must.
    NoSign,
    /// The exact answer lies in an interval too wide to tell.
    TooWide,
}

impl Finding {
    /// Its name in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Finding::Shown => "shown",
            Finding::Agrees => "agrees",
            Finding::Differs => "differs",
            Finding::NoSign => "no_sign",
            Finding::TooWide => "too_wide",
        }
    }
}

impl Verdict {
    /// What it comes to.
    pub fn finding(&self) -> Finding {
        match self {
            Verdict { claimed: false, .. } => Finding::Shown,
            Verdict { inside: false, .. } => Finding::Differs,
            Verdict { sign: false, .. } => Finding::NoSign,
            Verdict { narrow: false, .. } => Finding::TooWide,
            _ => Finding::Agrees,
        }
    }

    /// Whether everything that is claimed holds.
    pub fn passed(&self) -> bool {
        matches!(self.finding(), Finding::Shown | Finding::Agrees)
    }
}

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The scenario's file.
    pub file: String,
    /// The settings of its arms.
    pub arms: Vec<Vec<String>>,
    /// Replications.
    pub replications: u32,
    /// The verdicts.
    pub verdicts: Vec<Verdict>,
}

/// What one replication of a case hands over: a tally for each arm.
type Arms = Vec<Tally>;

/// A case made ready: its arms with their settings.
struct Prepared<'c> {
    case: &'c Case,
    arms: Vec<Vec<String>>,
    models: Vec<Model>,
    replications: u32,
    expected: Expected,
    /// Incidents expected of one replication.
    work: f64,
}

/// Runs all cases; those finished when `stop` was set are reported. `progress` is told, from several threads, what part of
/// the work each replication was that is done.
///
/// # Errors
/// A replication that broke a law or an invariant, named.
pub fn verify(cases: &[Case], options: Options, progress: impl Fn(f64) + Sync, stop: &AtomicBool) -> Result<Vec<Verified>, String> {
    let prepared = cases.iter().map(|case| prepare(case, options)).collect::<Result<Vec<_>, _>>()?;
    run_all(&prepared, options, progress, stop)
}

/// Runs a model as it stands against the answers of `case`, whose own scenario and settings are not looked at.
///
/// # Errors
/// A replication that broke a law or an invariant, named.
pub fn verify_model(
    case: &Case,
    model: Model,
    options: Options,
    progress: impl Fn(f64) + Sync,
    stop: &AtomicBool,
) -> Result<Vec<Verified>, String> {
    let expected = Expected::of(&model);
    let work = expected.per_hour * 24.0 * f64::from(model.days);
    let prepared = Prepared { case, arms: vec![case.set.clone()], models: vec![model], replications: case.replications, expected, work };
    run_all(&[prepared], options, progress, stop)
}

fn run_all(prepared: &[Prepared], options: Options, progress: impl Fn(f64) + Sync, stop: &AtomicBool) -> Result<Vec<Verified>, String> {
    let tasks: Vec<(usize, u32)> =
        prepared.iter().enumerate().flat_map(|(at, case)| (0..case.replications).map(move |r| (at, r))).collect();
    let suite = Suite { prepared, tasks, seed: options.seed };
    let mut results = suite.run(options.threads, progress, stop)?.into_iter();
    let mut verified = Vec::new();
    for case in prepared {
        let tallies: Vec<Arms> = results.by_ref().take(case.replications as usize).collect();
        if tallies.len() == case.replications as usize {
            verified.push(judge(case, &tallies, options.tight));
        }
    }
    Ok(verified)
}

/// The simulators that a thread keeps for the case that it is at.
type Kept<'p> = Option<(usize, Vec<Simulator<'p>>)>;

/// All replications of all cases.
struct Suite<'p, 'c> {
    prepared: &'p [Prepared<'c>],
    /// Case and replication of each.
    tasks: Vec<(usize, u32)>,
    seed: u64,
}

impl<'p> Suite<'p, '_> {
    /// Those that were done, in order.
    fn run(&self, threads: usize, progress: impl Fn(f64) + Sync, stop: &AtomicBool) -> Result<Vec<Arms>, String> {
        let total: f64 = self.prepared.iter().map(|case| case.work * f64::from(case.replications)).sum();
        let job = |kept: &mut Kept<'p>, task: u32| {
            let done = self.arms(kept, task)?;
            progress(self.prepared[self.tasks[task as usize].0].work / total);
            Ok(done)
        };
        let done = replicate(0..self.tasks.len() as u32, threads, || None, job, |_| (), stop);
        Ok(done.map_err(|failure| self.told(failure))?.results)
    }

    fn arms(&self, kept: &mut Kept<'p>, task: u32) -> Result<Arms, String> {
        let (at, replication) = self.tasks[task as usize];
        let case = &self.prepared[at];
        if let Some(draw) = case.case.drawn {
            return run_drawn(case, &draw(self.seed, replication), replication);
        }
        if kept.as_ref().is_none_or(|(of, _)| *of != at) {
            *kept = Some((at, case.models.iter().map(Simulator::new).collect()));
        }
        let simulators = kept.iter_mut().flat_map(|(_, simulators)| simulators);
        let pairs = case.models.iter().zip(simulators);
        pairs.map(|(model, simulator)| run(case.case, model, simulator, replication)).collect()
    }

    fn told(&self, failure: Failure<String>) -> String {
        let (at, replication) = self.tasks[failure.replication() as usize];
        let told = match failure {
            Failure::Failed { error, .. } => error,
            Failure::Panicked { message, .. } => format!("a broken invariant of the program: {message}"),
        };
        format!("{}, replication {replication}: {told}", self.prepared[at].case.name)
    }
}

fn prepare(case: &Case, options: Options) -> Result<Prepared<'_>, String> {
    let replications = case.replications * if options.tight { TIGHT * TIGHT } else { 1 };
    let own = [format!("run.seed={}", options.seed), format!("run.replications={replications}")];
    let first: Vec<String> = case.set.iter().cloned().chain(own).collect();
    let second = case.against.as_ref().map(|more| first.iter().chain(more).cloned().collect());
    let arms: Vec<Vec<String>> = [Some(first), second].into_iter().flatten().collect();
    let sets: Vec<Vec<String>> = match case.drawn {
        Some(draw) => vec![arms[0].iter().cloned().chain(draw(options.seed, 0)).collect()],
        None => arms.clone(),
    };
    let models = sets.iter().map(|set| load(case, set)).collect::<Result<Vec<_>, _>>()?;
    let expected = Expected::of(&models[0]);
    let work = models.iter().map(|model| Expected::of(model).per_hour * 24.0 * f64::from(model.days)).sum();
    Ok(Prepared { case, arms, models, replications, expected, work })
}

fn load(case: &Case, set: &[String]) -> Result<Model, String> {
    let loaded = scenario::load_text_with(case.scenario.file, case.scenario.text, set);
    loaded.map(|loaded| loaded.model).map_err(|diagnostics| format!("{}:\n{}", case.name, diagnostics.render(false)))
}

fn run(case: &Case, model: &Model, simulator: &mut Simulator, replication: u32) -> Result<Tally, String> {
    let mut tally = Tally::new(model, case.limit);
    simulator.watch(replication, &mut tally).map_err(|stopped| stopped.to_string())?;
    tally.finish();
    Ok(tally)
}

fn run_drawn(case: &Prepared, drawn: &[String], replication: u32) -> Result<Arms, String> {
    let arm = |set: &Vec<String>| {
        let set: Vec<String> = set.iter().chain(drawn).cloned().collect();
        let model = load(case.case, &set)?;
        run(case.case, &model, &mut Simulator::new(&model), replication)
    };
    case.arms.iter().map(arm).collect()
}

fn judge(case: &Prepared, tallies: &[Arms], tight: bool) -> Verified {
    let incidents = tallies.iter().map(|arms| arms[0].incidents()).sum();
    let verdict = |check: &Check| {
        let within = if tight { check.within / f64::from(TIGHT) } else { check.within };
        let (interval, most) = read(check, tallies, case.expected);
        let sign = match check.sign {
            Sign::Either => true,
            Sign::Positive => interval.lower > 0.0,
            Sign::AtLeast(least) => interval.lower >= least,
            Sign::NeverPositive => interval.upper < 0.0 && most <= 0.0,
        };
        Verdict {
            family: case.case.family,
            case: case.case.name.clone(),
            what: check.what.clone(),
            unit: check.unit,
            exact: check.exact,
            interval,
            within,
            incidents,
            inside: interval.contains(check.exact),
            narrow: interval.half_width() <= within,
            sign,
            claimed: check.claimed,
        }
    };
    Verified {
        file: if case.case.scenario.file.is_empty() { case.case.name.clone() } else { case.case.scenario.file.to_owned() },
        arms: case.arms.clone(),
        replications: case.replications,
        verdicts: case.case.checks.iter().map(verdict).collect(),
    }
}

/// The interval of a reading, and the largest value of a single replication.
fn read(check: &Check, tallies: &[Arms], expected: Expected) -> (Interval, f64) {
    let scale = check.unit.scale();
    let pair = |arms: &Arms| {
        let (own, of) = arms[0].read(check.measure);
        match arms.get(1) {
            None => (own * scale, of),
            Some(other) => {
                let (theirs, of_theirs) = other.read(check.measure);
                assert_eq!(of, of_theirs, "arms that meet the same incidents measure the same number of them");
                ((theirs - own) * scale, of)
            }
        }
    };
    let pairs: Vec<(f64, f64)> = tallies.iter().map(pair).collect();
    let most = pairs.iter().map(|(y, n)| y / n).fold(f64::NEG_INFINITY, f64::max);
    let controls: Vec<Vec<f64>> = tallies.iter().map(|arms| arms[0].luck(expected).into()).collect();
    let interval = controlled_ratio_interval(&pairs, &controls, LEVEL);
    // Times are whole ticks: a mean is known to half of one.
    let tick = match check.unit {
        Unit::Share => 0.0,
        _ => 0.5 * scale / (3_600.0 * TICKS_PER_SECOND as f64),
    };
    (Interval { lower: interval.lower - tick, upper: interval.upper + tick, ..interval }, most)
}
