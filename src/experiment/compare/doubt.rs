//! The second clause of a verdict: does the sign survive the doubt about the assumptions that differ?
//!
//! An interval says how far chance may have moved a difference. It says nothing about numbers that nobody has published.
//! So all grade-C numbers in which the arms differ are drawn together from their ranges, many times, by a Latin hypercube;
//! each draw is run with the same luck, and the share of draws in which the difference keeps its sign is counted.
//!
//! What is drawn. A number differs if not all arms have it with the same value. Arms that share a value share the draw: it is
//! one assumption. Each draw runs one short replication of every arm, always the same one, so that draws differ in assumptions
//! and not in luck. It is the first of those already run in which most differences have their sign: where a difference does not
//! even show at the scenarios' own values, draws tell nothing of it. A draw in which an arm measures no incident says nothing of
//! that arm's difference, but of the others'. How many crews and places there are is a decision of a structure, not an
//! assumption about the world: it is not drawn. Nor is a number outside of the range that its provenance gives. How many other
//! people a structure takes is drawn where officers can follow, so that arms of as many posts keep them (see [`Headcount`]).

use super::{Headcount, Judged, Runs};
use crate::experiment::factor_points::{is_decided, is_in_doubt, unmoved, unranged};
use crate::experiment::{Arm, Bench, Depth, Ratio, Refused, Runner};
use crate::scenario::{Factor, Factors, Grade};
use crate::stats::{latin_hypercube, quantile, wilson_interval};
use serde::{Deserialize, Serialize};

/// A number that arms have differently, and what it may be in one group of arms that share it.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// The arms that share this value.
    pub arms: Vec<usize>,
    /// The number.
    pub factor: Factor,
    /// Why it is not drawn, in both languages; `None` where it is.
    pub undrawn: Option<[String; 2]>,
}

/// How draws are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Joint draws.
    pub draws: u32,
    /// Days of the one replication that each draw runs for each arm.
    pub days: u32,
    /// Which replication.
    pub replication: u32,
    /// The seed of the design.
    pub seed: u64,
}

/// Draws that were run, so that they need not be run again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// How they are made.
    pub sample: Sample,
    /// The primary attainment of each arm at the scenarios' own values, then draw by draw; `None` where that is no valid
    /// scenario or could not be run.
    pub values: Vec<Option<Vec<Ratio>>>,
}

/// What came of the draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Doubt {
    /// How they were made.
    pub sample: Sample,
    /// Draws that are no valid scenario or could not be run; they count nowhere.
    pub invalid: u32,
    /// The paid posts that every arm keeps, officers following other numbers of people; `null` where no such number is drawn.
    pub posts_kept: Option<u64>,
    /// Whether it was interrupted; then there are fewer draws.
    pub interrupted: bool,
    /// Each arm against the baseline.
    pub pairs: Vec<Held>,
    /// What they are counted from.
    #[serde(skip)]
    pub drawn: Drawn,
}

/// How often a difference keeps its sign.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Held {
    /// The arm.
    pub arm: String,
    /// What it is compared with.
    pub against: String,
    /// The difference by the primary target over all replications, whose sign is in question.
    pub estimate: f64,
    /// The difference in the short run at the scenarios' own values; `null` where an arm measures no incident in it.
    pub nominal: Option<f64>,
    /// Draws with the same sign.
    pub held: u32,
    /// Draws that have a sign.
    pub of: u32,
    /// Draws without any difference; they count neither way.
    pub ties: u32,
    /// The share that `held` is of `of`; `null` where the difference has no sign, or draws do not tell of it: the short run
    /// at the scenarios' own values has not that sign, no draw has any, or no assumption differs between the two.
    pub share: Option<f64>,
    /// Wilson's 95% interval of the share.
    pub lower: Option<f64>,
    /// See `lower`.
    pub upper: Option<f64>,
    /// The difference that a twentieth, half and nineteen twentieths of the draws stay below.
    pub quantiles: Option<[f64; 3]>,
}

impl Assumption {
    /// One that is moved, whoever decides it.
    pub fn of(arms: Vec<usize>, factor: Factor) -> Assumption {
        Assumption { arms, factor, undrawn: None }
    }
}

impl Doubt {
    /// Valid draws in which an arm of a pair measured no incident, so that there is no difference to speak of.
    pub fn empty(&self, pair: &Held) -> u32 {
        self.sample.draws - self.invalid - pair.of - pair.ties
    }
}

/// The grade-C numbers that arms have differently and of whose range something is said, in the order of the scenario.
pub fn assumptions(arms: &[Arm]) -> Vec<Assumption> {
    let follow = Headcount::of(arms).is_some();
    let factors: Vec<Factors> = arms.iter().map(|arm| Factors::of(&arm.loaded)).collect();
    let mut paths: Vec<&str> = Vec::new();
    for path in factors.iter().flat_map(Factors::iter).filter(|factor| is_assumed(factor)).map(|factor| factor.path.as_str()) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let mut found = Vec::new();
    for path in paths {
        let of_arms: Vec<Option<&Factor>> = factors.iter().map(|factors| factors.get(path)).collect();
        let same = |one: &Option<&Factor>, other: &Option<&Factor>| match (one, other) {
            (Some(one), Some(other)) => one.is_shared_with(other),
            _ => one.is_none() && other.is_none(),
        };
        if of_arms.iter().all(|factor| same(factor, &of_arms[0])) {
            continue;
        }
        for (arm, factor) in of_arms.iter().enumerate() {
            let Some(factor) = factor.filter(|factor| is_assumed(factor)) else { continue };
            let shares = |other: &&Option<&Factor>| other.is_some_and(|other| other.is_shared_with(factor) && other.range == factor.range);
            if !of_arms[..arm].iter().any(|other| shares(&other)) {
                let arms: Vec<usize> = of_arms.iter().enumerate().filter(|(_, other)| shares(other)).map(|(arm, _)| arm).collect();
                let counts_others = arms.iter().any(|arm| of_arms[*arm].is_some_and(|other| other.counts_others));
                let factor = Factor { counts_others, ..factor.clone() };
                found.push(Assumption { arms, undrawn: undrawn(&factor, follow), factor });
            }
        }
    }
    found
}

/// In how many of them an arm differs from the first.
pub fn differing(assumptions: &[Assumption], arm: usize) -> usize {
    assumptions.iter().filter(|assumption| differs(assumption, arm)).count()
}

/// Whether one of an arm and the first has it, and the other has not.
pub fn differs(assumption: &Assumption, arm: usize) -> bool {
    assumption.arms.contains(&arm) != assumption.arms.contains(&0)
}

fn is_assumed(factor: &Factor) -> bool {
    factor.grade == Some(Grade::C) && is_in_doubt(factor) && (!is_decided(factor) || factor.counts_others)
}

/// Why a number that differs is not drawn, in both languages; `follow` says whether officers follow numbers of other people.
fn undrawn(factor: &Factor, follow: bool) -> Option<[String; 2]> {
    let stays = || {
        let why = [
            "how many people there are is drawn only between arms of as many paid posts whose crews are all given by `officers`, which follow",
            "仅在各方案带薪岗位总数相等、且班组均由 `officers` 给出（可随之增减）时，才对人数抽样",
        ];
        (factor.counts_others && !follow).then(|| why.map(str::to_owned))
    };
    unmoved(factor).or_else(|| unranged(factor)).or_else(stays)
}

/// The settings that one point of the design makes of each arm.
fn settings(assumptions: &[Assumption], point: &[f64], arm: usize) -> Vec<String> {
    let own = assumptions.iter().zip(point).filter(|(assumption, _)| assumption.arms.contains(&arm));
    own.filter_map(|(assumption, u)| assumption.factor.set(assumption.factor.range?.at(*u)).ok()).collect()
}

/// Runs one short replication of an arm with settings; the primary attainment, none where that is no valid scenario or
/// could not be run.
///
/// # Errors
/// A conservation law that was broken.
fn attainment(arm: &Arm, mut sets: Vec<String>, sample: &Sample, primary: usize) -> Result<Option<Ratio>, String> {
    sets.extend(arm.lasting(sample.days));
    let Ok(drawn) = arm.with(&sets) else { return Ok(None) };
    match Bench::new(&drawn).measure(sample.replication, Depth::Measures) {
        Ok(measured) => Ok(Some(measured.values[primary])),
        Err(stopped) => Refused::stopped(stopped).map(|_| None),
    }
}

impl Runs<'_> {
    /// Draws the assumptions in which the arms differ, and counts how often each difference keeps its sign. Those that are
    /// `known` are not run again.
    ///
    /// # Errors
    /// A draw that broke an invariant of the program.
    pub fn doubt(&self, assumptions: &[Assumption], sample: Sample, known: Option<Drawn>, runner: &Runner) -> Result<Doubt, String> {
        let primary = self.primary();
        let design = latin_hypercube(sample.draws as usize, assumptions.len(), sample.seed);
        let fresh = Drawn { sample, values: Vec::new() };
        let mut drawn = known.filter(|known| known.sample == sample).unwrap_or(fresh);
        let before = drawn.values.len();
        let people = |arm: usize| assumptions.iter().any(|one| one.arms.contains(&arm) && one.factor.counts_others);
        let headcount = (0..self.arms.len()).any(people).then(|| Headcount::of(self.arms)).flatten();
        // Job 0 is the scenarios' own values.
        let job = |(): &mut (), number: u32| {
            let point = (before + number as usize).checked_sub(1).map(|draw| &design[draw]);
            let of = |arm: usize| {
                let own = &self.arms[arm];
                let drawn = point.map_or_else(Vec::new, |point| settings(assumptions, point, arm));
                let sets = match headcount.as_ref().filter(|_| point.is_some() && people(arm)) {
                    Some(headcount) => headcount.followed(arm, own, drawn),
                    None => Some(drawn),
                };
                sets.map_or(Ok(None), |sets| attainment(own, sets, &sample, primary))
            };
            let all: Vec<Option<Ratio>> = (0..self.arms.len()).map(of).collect::<Result<_, String>>()?;
            Ok::<_, String>(all.into_iter().collect::<Option<Vec<Ratio>>>())
        };
        let runner = Runner { progress: &|done| (runner.progress)(before as u32 + done), ..*runner };
        let left = (design.len() + 1).saturating_sub(before);
        drawn.values.extend(runner.each(left, || (), job).map_err(|failure| format!("joint draws: {failure}"))?.results);
        let interrupted = drawn.values.len() < design.len() + 1;
        let (nominal, draws) = drawn.values.split_first().map_or((None, &[][..]), |(own, draws)| (own.as_deref(), draws));
        let valid: Vec<&Vec<Ratio>> = draws.iter().flatten().collect();
        Ok(Doubt {
            sample: Sample { draws: draws.len() as u32, ..sample },
            invalid: (draws.len() - valid.len()) as u32,
            posts_kept: headcount.as_ref().map(|headcount| headcount.posts),
            interrupted,
            pairs: (1..self.arms.len()).filter_map(|arm| self.held(arm, assumptions, nominal, &valid)).collect(),
            drawn,
        })
    }

    /// The replication for the draws: the first of those that were run in which most of the primary differences have their
    /// sign, and of those alike in this, in which most can be measured. Arms that are not paired have no replication in common:
    /// draws take the first in which the baseline has something to measure.
    pub fn telling_replication(&self) -> u32 {
        let (primary, judged) = (self.primary(), self.primary_differences());
        let value = |arm: usize, at: usize| self.measured[arm][at].values[primary].value();
        let shown = |judged: &Judged, at: usize| Some((value(judged.position, at)? - value(0, at)?) * judged.estimate > 0.0);
        let tells = |at: usize| {
            let pairs: Vec<bool> = judged.iter().filter_map(|judged| shown(judged, at)).collect();
            match self.paired {
                true => (pairs.iter().filter(|shown| **shown).count(), pairs.len()),
                false => (0, usize::from(value(0, at).is_some())),
            }
        };
        (0..self.replications() as usize)
            .map(|at| (tells(at), at))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map_or(0, |(_, at)| at as u32)
    }

    fn held(&self, arm: usize, assumptions: &[Assumption], nominal: Option<&[Ratio]>, draws: &[&Vec<Ratio>]) -> Option<Held> {
        let estimate = self.primary_differences().into_iter().find(|judged| judged.position == arm)?.estimate;
        let difference = |draw: &[Ratio]| Some(draw[arm].value()? - draw[0].value()?);
        let nominal = nominal.and_then(difference);
        let mut apart: Vec<f64> = draws.iter().filter_map(|draw| difference(draw)).collect();
        apart.sort_by(f64::total_cmp);
        let held = apart.iter().filter(|d| **d * estimate > 0.0).count();
        let ties = apart.iter().filter(|d| **d == 0.0).count();
        let of = apart.len() - ties;
        let tell = nominal.is_some_and(|nominal| nominal * estimate > 0.0) && differing(assumptions, arm) > 0 && of > 0;
        let signed = tell.then(|| wilson_interval(held as u64, of as u64, 0.95));
        Some(Held {
            arm: self.label(arm),
            against: self.label(0),
            estimate,
            nominal,
            held: held as u32,
            of: of as u32,
            ties: ties as u32,
            share: signed.map(|i| i.estimate),
            lower: signed.map(|i| i.lower),
            upper: signed.map(|i| i.upper),
            quantiles: (!apart.is_empty()).then(|| [0.05, 0.5, 0.95].map(|p| quantile(&apart, p))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Plan;
    use crate::experiment::arm::town;
    use crate::experiment::compare::Enough;
    use std::sync::atomic::AtomicBool;

    fn arm(turnout: &str) -> Arm {
        town(turnout, "days: 20, warmup_days: 4")
    }

    #[test]
    fn draws_tell_only_of_what_shows_at_own_values_and_ties_count_neither_way() {
        let arms = [arm("1 min"), arm("20 min")];
        let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        let enough = Enough { plan: Plan::fixed(3), half_width: None };
        let mut runs = Runs::new(&arms, true, enough.plan, 0.95);
        runs.replicate(enough, &runner, |_| ()).unwrap();
        let differ = assumptions(&arms);
        assert_eq!((differing(&differ, 1), runs.telling_replication()), (2, 0));
        let of = |values: [f64; 2]| values.map(|value| Ratio::number(Some(value))).to_vec();
        let nothing = vec![Ratio::number(Some(0.9)), Ratio::default()];
        let mut draws = [[0.9, 0.5], [0.9, 0.9], [0.8, 0.9], [0.9, 0.8]].map(of).to_vec();
        draws.push(nothing.clone());
        let draws: Vec<&Vec<Ratio>> = draws.iter().collect();
        let told = runs.held(1, &differ, Some(&of([0.9, 0.6])), &draws).unwrap();
        assert!(told.estimate < 0.0 && told.share.is_some_and(|share| (share - 2.0 / 3.0).abs() < 1e-12), "{told:?}");
        assert_eq!((told.held, told.of, told.ties), (2, 3, 1));
        for (differ, nominal) in [(&differ[..], [0.9, 0.9]), (&differ, [0.8, 0.9]), (&[], [0.9, 0.6])] {
            let untold = runs.held(1, differ, Some(&of(nominal)), &draws).unwrap();
            assert_eq!((untold.held, untold.of, untold.share), (2, 3, None), "{nominal:?}");
        }
        let untold = runs.held(1, &differ, Some(&nothing), &draws).unwrap();
        assert_eq!((untold.nominal, untold.of, untold.share), (None, 3, None));
        let primary = runs.primary();
        runs.measured[1][0].values[primary] = runs.measured[0][0].values[primary];
        assert_eq!(runs.telling_replication(), 1, "the first one shows nothing");
        for at in 0..3 {
            runs.measured[1][at].values[primary] = runs.measured[0][at].values[primary];
        }
        runs.measured[1][0].values[primary] = Ratio::default();
        assert_eq!(runs.telling_replication(), 1, "none shows anything, and the first one has nothing to show");
        runs.paired = false;
        assert_eq!(runs.telling_replication(), 0, "the other arm has replications of its own");
        runs.measured[0][0].values[primary] = Ratio::default();
        assert_eq!(runs.telling_replication(), 1);
    }

    #[test]
    fn a_draw_without_an_incident_is_a_valid_one_and_counts_for_the_other_arms() {
        let quiet = "demand.volume=0 /day".to_owned();
        let arms = [arm("1 min"), arm("20 min"), arm("20 min").with(&[quiet]).unwrap_or_else(|d| panic!("{}", d.render(false)))];
        let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        let enough = Enough { plan: Plan::fixed(2), half_width: None };
        let mut runs = Runs::new(&arms, false, enough.plan, 0.95);
        runs.replicate(enough, &runner, |_| ()).unwrap();
        let sample = Sample { draws: 6, days: 10, replication: runs.telling_replication(), seed: 1 };
        let doubt = runs.doubt(&assumptions(&arms), sample, None, &runner).unwrap();
        assert_eq!((doubt.invalid, doubt.pairs.len()), (0, 1), "{doubt:?}");
        assert_eq!((doubt.pairs[0].of + doubt.pairs[0].ties, doubt.pairs[0].nominal.is_some()), (6, true), "{doubt:?}");
    }

    #[test]
    fn draws_that_are_known_are_not_run_again() {
        let arms = [arm("1 min"), arm("20 min")];
        let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
        let runs = Runs::new(&arms, true, Plan::fixed(2), 0.95);
        let sample = Sample { draws: 6, days: 3, replication: 0, seed: 1 };
        let stopped = Runner { stop: &AtomicBool::new(true), ..runner };
        let doubt = |known: &Drawn, runner: &Runner| runs.doubt(&assumptions(&arms), sample, Some(known.clone()), runner).unwrap();
        let all = runs.doubt(&assumptions(&arms), sample, None, &runner).unwrap();
        assert_eq!((all.drawn.values.len(), all.interrupted), (7, false));
        let part = Drawn { values: all.drawn.values[..3].to_vec(), ..all.drawn.clone() };
        assert_eq!((doubt(&part, &runner), doubt(&all.drawn, &stopped)), (all.clone(), all));
        let kept = doubt(&part, &stopped);
        assert_eq!((kept.drawn, kept.sample.draws, kept.interrupted), (part.clone(), 2, true));
        let other = Drawn { sample: Sample { replication: 1, ..sample }, ..part };
        assert_eq!(doubt(&other, &stopped).drawn.values, [], "draws of another replication are others");
    }

    #[test]
    fn distributions_of_another_shape_are_another_assumption() {
        let arms = [arm("1 min"), arm("1 min")];
        assert_eq!(assumptions(&arms), []);
        let wide = arms[1].with(&[r#"workforce.crews.patrol.turnout=Gamma(mean: "1 min", shape: 0.2)"#.to_owned()]);
        let arms = [arm("1 min"), wide.unwrap_or_else(|d| panic!("{}", d.render(false)))];
        let found = assumptions(&arms);
        let told: Vec<(&str, &[usize])> = found.iter().map(|a| (a.factor.path.as_str(), a.arms.as_slice())).collect();
        assert_eq!(told, [("workforce.crews.patrol.turnout", &[0][..]), ("workforce.crews.patrol.turnout", &[1])]);
        assert_eq!(differing(&found, 1), 2);
    }
}
