//! Which rule would have saved a miss: the same incidents under every rule, one by one.
//!
//! An incident that missed the primary target under the scenario's own rules is looked up under every other: the trace
//! is the same, so it is the same incident with the same luck. The other way round counts too: what a rule saves here it
//! may break there.

use super::Contest;
use crate::experiment::{Arm, Runner};
use crate::metrics::{Cause, Dimensions, Name};
use crate::record::{Observer, Outcome};
use crate::simulation::Simulator;
use serde::Serialize;

/// What a rule did for the incidents that were missed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SavedBy {
    /// The rule.
    pub rule: String,
    /// Missed incidents that meet the target under it.
    pub saved: u64,
    /// Incidents that met the target and miss it under this rule.
    pub broken: u64,
}

/// The missed incidents of one stage or place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SavedRow {
    /// The cause as in the results of `run`, or the place.
    pub name: Name,
    /// How many missed.
    pub missed: u64,
    /// Of those, how many meet the target under each rule, in the order of `rules`.
    pub saved: Vec<u64>,
    /// Under at least one.
    pub by_any: u64,
}

/// One missed incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    /// The replication.
    pub replication: u32,
    /// Its number in the trace.
    pub incident: u64,
    /// Why it missed.
    pub cause: Cause,
    /// Its place on the first level shown, where there is one.
    pub place: Option<usize>,
    /// By rule, whether it meets the target.
    pub saved: Vec<bool>,
}

/// What became of the incidents that missed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Saved {
    /// The rules under which they missed.
    pub against: String,
    /// Paired replications looked at, from the first.
    pub replications: u32,
    /// Measured incidents that missed the primary target.
    pub missed: u64,
    /// Of those, how many meet it under at least one other rule.
    pub by_any: u64,
    /// The other rules.
    pub rules: Vec<SavedBy>,
    /// By the stage that broke them, most misses first.
    pub by_stage: Vec<SavedRow>,
    /// The level of the places.
    pub level: Option<Name>,
    /// By place, most misses first.
    pub by_place: Vec<SavedRow>,
    /// All of them, for a table.
    #[serde(skip)]
    pub misses: Vec<Miss>,
}

/// Not measured.
const UNMEASURED: u8 = 0;
/// In time.
const MET: u8 = 1;
/// The first cause; see [`Cause::index`].
const MISSED: u8 = 2;

/// What became of each incident by the primary target, by number, and where it was.
struct Fates<'a> {
    dimensions: &'a Dimensions,
    fates: Vec<u8>,
    leaves: Vec<u32>,
}

impl Observer for Fates<'_> {
    fn outcome(&mut self, outcome: &Outcome) {
        if outcome.self_found || outcome.reported < self.dimensions.window().from {
            return;
        }
        let at = outcome.incident as usize;
        if self.fates.len() <= at {
            self.fates.resize(at + 1, UNMEASURED);
            self.leaves.resize(at + 1, 0);
        }
        let targets = &self.dimensions.targets;
        self.fates[at] = targets.missed(outcome, targets.primary).map_or(MET, |cause| MISSED + cause.index() as u8);
        self.leaves[at] = self.dimensions.leaf(outcome.leaf) as u32;
    }
}

fn fates<'a>(simulator: &mut Simulator, dimensions: &'a Dimensions, replication: u32) -> Result<Fates<'a>, String> {
    let mut fates = Fates { dimensions, fates: Vec::new(), leaves: Vec::new() };
    simulator.watch(replication, &mut fates).map_err(|stopped| stopped.to_string())?;
    Ok(fates)
}

/// Looks for the misses of `baseline` in the first `replications`; `names` by arm. `None` where it was interrupted.
///
/// # Errors
/// The replication that failed.
pub fn saved<'a>(
    contest: &Contest<'a>,
    baseline: usize,
    names: &[String],
    replications: u32,
    runner: &Runner,
) -> Result<Option<Saved>, String> {
    let arms = contest.arms;
    let others: Vec<usize> = contest.distinct().into_iter().filter(|arm| *arm != baseline).collect();
    let runs: Vec<usize> = std::iter::once(baseline).chain(others.iter().copied()).collect();
    let worker = || -> Vec<Option<Simulator<'a>>> { arms.iter().map(|_| None).collect() };
    let job = |simulators: &mut Vec<Option<Simulator<'a>>>, number: u32| {
        let arm = runs[number as usize % runs.len()];
        fates(
            simulators[arm].get_or_insert_with(|| Simulator::new(&arms[arm].loaded.model)),
            &arms[arm].dimensions,
            number / runs.len() as u32,
        )
    };
    let done = runner.each(replications as usize * runs.len(), worker, job).map_err(|failure| failure.to_string())?;
    if done.stopped {
        return Ok(None);
    }
    let mut found = Saved {
        against: names[baseline].clone(),
        replications,
        missed: 0,
        by_any: 0,
        rules: others.iter().map(|arm| SavedBy { rule: names[*arm].clone(), saved: 0, broken: 0 }).collect(),
        by_stage: Vec::new(),
        level: arms[baseline].dimensions.levels.first().map(|level| level.level.clone()),
        by_place: Vec::new(),
        misses: Vec::new(),
    };
    (0..).zip(done.results.chunks(runs.len())).for_each(|(replication, fates)| found.compare(replication, fates));
    found.summarize(&arms[baseline]);
    Ok(Some(found))
}

impl Saved {
    /// One replication: the baseline first, then every other rule.
    fn compare(&mut self, replication: u32, fates: &[Fates]) {
        let Some((own, others)) = fates.split_first() else { return };
        let level = own.dimensions.levels.first();
        let causes: Vec<Cause> = Cause::all().collect();
        let of = |fates: &Fates, at: usize| fates.fates.get(at).copied().unwrap_or(UNMEASURED);
        for at in 0..own.fates.len() {
            let fate = of(own, at);
            let met: Vec<bool> = others.iter().map(|other| of(other, at) == MET).collect();
            if fate == MET {
                self.rules.iter_mut().zip(&met).for_each(|(rule, met)| rule.broken += u64::from(!met));
            } else if fate >= MISSED {
                self.rules.iter_mut().zip(&met).for_each(|(rule, met)| rule.saved += u64::from(*met));
                let place = level.map(|level| level.of_leaf[own.leaves[at] as usize] as usize);
                self.misses.push(Miss { replication, incident: at as u64, cause: causes[usize::from(fate - MISSED)], place, saved: met });
            }
        }
    }

    /// By stage and place.
    fn summarize(&mut self, baseline: &Arm) {
        self.missed = self.misses.len() as u64;
        self.by_any = self.misses.iter().filter(|miss| miss.saved.contains(&true)).count() as u64;
        let stages = Cause::all().map(|cause| (Name::new(cause.name(), cause.name()), move |miss: &Miss| miss.cause == cause));
        self.by_stage = rows(stages, &self.misses, self.rules.len());
        let cells = baseline.dimensions.levels.first().map_or(&[][..], |level| &level.cells[..]);
        let places = cells.iter().enumerate().map(|(cell, name)| (name.clone(), move |miss: &Miss| miss.place == Some(cell)));
        self.by_place = rows(places, &self.misses, self.rules.len());
    }
}

/// Those of the groups that have misses, most first.
fn rows<F: Fn(&Miss) -> bool>(groups: impl Iterator<Item = (Name, F)>, misses: &[Miss], rules: usize) -> Vec<SavedRow> {
    let row = |(name, of): (Name, F)| {
        let mut row = SavedRow { name, missed: 0, saved: vec![0; rules], by_any: 0 };
        for miss in misses.iter().filter(|miss| of(miss)) {
            row.missed += 1;
            row.by_any += u64::from(miss.saved.contains(&true));
            row.saved.iter_mut().zip(&miss.saved).for_each(|(count, saved)| *count += u64::from(*saved));
        }
        row
    };
    let mut rows: Vec<SavedRow> = groups.map(row).filter(|row| row.missed > 0).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.missed));
    rows
}
