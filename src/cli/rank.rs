//! `gridgov rank`.

use super::Failure;
use super::arms::{Shared, varies};
use super::interrupt::Interrupt;
use super::pages;
use super::run::{folder_failure, machine};
use super::shared::{Effort, Output, place, print};
use super::unfinished;
use clap::{Args, ValueEnum};
use gridgov::experiment::hindsight::{Hindsight, Reason, hindsight};
use gridgov::experiment::rank::{Combination, Contest, Field, Procedure, Ranked, Refused, Saved, saved};
use gridgov::experiment::{Arm, Halted, Known, Plan, Runner, combinations, least_replications, said_of_vary, varied};
use gridgov::report::folder::ExperimentManifest;
use gridgov::report::json;
use gridgov::report::rank::{Place, Ranking, misses, rank as report, rank_json, replications};
use gridgov::scenario::{Diagnostics, Factors};
use indicatif::ProgressBar;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Confidence of the intervals of what a page shows of single rules.
const LEVEL: f64 = 0.95;
/// Replications of each rule before the first elimination.
const FIRST: u32 = 20;
/// Most replications of each rule unless the scenario or a flag says otherwise.
const BUDGET: u32 = 200;

/// Flags of `rank`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov rank scenarios/longgang-typhoon.ron\n  \
    gridgov rank scenarios/longgang-typhoon.ron --rules 'ClosestIdle,CoveragePreserving(busy: 0.4),Score(travel: 1.0, coverage_lost: 0.3)'\n  \
    gridgov rank scenarios/longgang-typhoon.ron --rules 'ClosestIdle,ClosestIdle+WeightedWait,ClosestIdle+WeightedWait+Dmexclp'\n  \
    gridgov rank scenarios/longgang-typhoon.ron --vary demand.volume='65 /day..260 /day/4' --vary 'workforce.crews.duty-station crew.officers=110,220,330'\n  \
    gridgov rank scenarios/longgang-typhoon.ron --cross boundaries --cross availability --rules ClosestIdle,DistrictFirst,Random\n  \
    gridgov rank scenarios/longgang-typhoon.ron --procedure ocba --budget 40 --out results/rank --json\n\n\
    All rules meet the same incidents with the same luck. Those that cannot be better than another by more than the \
    margin (run.indifference) are eliminated, until one is left that is the best, or within the margin of it, with the \
    confidence asked for. Without --rules every rule for who goes takes part with its default parameters, but for those whose decisions cost too much (Rollout): name them. A combination joins a dispatch rule, a queue discipline, \
    admission, preemption and relocation with +; what it does not name stays as the scenario has it. What coverage is judged \
    by (within, busy, zones) is one setting of a scenario: written with one rule it holds for all of its combination; --set dispatch.coverage.busy=… \
    is for all that are ranked. `gridgov rules` lists \
    them all. Ctrl-C keeps what is done; with --out the same command goes on from there.")]
#[command(mut_arg("replications", |arg| arg.help("Exactly so many replications of each rule, none eliminated").conflicts_with("procedure")))]
#[command(mut_arg("budget", |arg| arg.help("At most so many replications of each rule, on average with ocba (200 otherwise, or the scenario's `run.replications` if more)")))]
#[command(mut_arg("out", |arg| arg.help("A folder for report.html, summary.json, replications.csv and .parquet, misses.csv, report.json and manifest.json")))]
pub struct Rank {
    /// The scenario file
    #[arg(value_parser = place())]
    file: PathBuf,
    /// Rules or combinations of them, with commas in between: RULE[(PARAMETER: VALUE, …)][+RULE…]; may be given again
    #[arg(long, value_name = "RULES")]
    rules: Vec<String>,
    /// A map of the best rules over several values of a setting: PATH=v1,v2 or PATH=lo..hi/steps; may be given again
    #[arg(long, value_name = "PATH=VALUES")]
    vary: Vec<String>,
    /// The same over boundaries (open or within) or over when a crew is available again; may be given again
    #[arg(long, value_name = "SWITCH")]
    cross: Vec<Cross>,
    /// How replications are spread over rules
    #[arg(long, value_name = "NAME", default_value = "kn")]
    procedure: Choice,
    #[command(flatten)]
    effort: Effort,
    /// The confidence of all that is said jointly, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 95.0)]
    confidence: f64,
    /// Replications in which missed incidents are followed from rule to rule; 0 for none
    #[arg(long, value_name = "N", default_value_t = 3)]
    misses: u32,
    /// Replications for which the bound is worked out that no rule can beat, with all incidents known; 0 for none
    #[arg(long, value_name = "N", default_value_t = 2)]
    hindsight: u32,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    pub shared: Shared,
}

/// A switch that is no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Cross {
    /// Crews may be sent anywhere, or within their area only
    Boundaries,
    /// A crew is available again en route, at clearance or at its base
    Availability,
}

/// How replications are spread over rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Choice {
    /// Eliminate rules one by one, with a guarantee (Kim & Nelson)
    Kn,
    /// Spend a fixed budget where it tells most, without a guarantee (OCBA)
    Ocba,
}

/// Ranks, reports, and writes the folder if one is wanted.
pub fn rank(command: &Rank) -> Result<(), Failure> {
    let begun = Instant::now();
    let base = command.shared.arm(&command.file)?;
    let (rules, field) = rules(command, &base).map_err(Failure::Input)?;
    let plan = command.plan(&field);
    check(command, &base, &field, plan)?;
    let lists = command.lists(&base, &rules)?;
    let sets = if lists.is_empty() { Vec::new() } else { combinations(&lists) };
    let mut fields = sets.iter().map(|sets| crossed(&base, sets, command.vary.len(), &rules)).collect::<Result<Vec<Field>, Failure>>()?;
    let arms = std::iter::once(&field).chain(&fields).flat_map(|field| &field.arms);
    let mut manifest = ExperimentManifest::new("rank", arms.clone(), &command.identity(plan));
    let interrupt = Interrupt::listen();
    let folder = command.output.begin(&manifest.identity, arms.map(|arm| &arm.loaded), &interrupt)?;
    let progress = Progress { bar: command.shared.bar(), done: AtomicU64::new(0) };
    let tick = |n: u32| progress.bar.set_position(progress.done.load(Ordering::Relaxed) + u64::from(n));
    let known = unfinished::replications(command.output.out.as_deref(), &manifest.identity, command.shared.common.quiet);
    let runner = Runner { known: &known, ..command.shared.runner(&tick, &interrupt) };
    let stage = Stage { command, runner: &runner, progress: &progress };
    let (contest, ranked) = stage.hold(&field, "ranking").map_err(|halted| Failure::Run(halted.into()))?;
    if ranked.stopping.replications == 0 {
        return Err(unfinished::nothing());
    }
    let saved = stage.saved(&contest, &field)?;
    let hindsight = stage.hindsight(&contest);
    let of = fields.len();
    let held = fields.iter_mut().enumerate().map(|(at, own)| stage.place(&field, own, at, of)).collect::<Result<Vec<_>, _>>()?;
    progress.bar.finish_and_clear();
    let held: Vec<Held> = fields.iter().zip(held).map(|(field, held)| held.of(field)).collect();
    let places = fields.iter().zip(&held).map(|(field, held)| match &held.came {
        Came::Base => Place { field, ranked: Some((&contest, ranked.clone())), overflowing: &[], why: None },
        Came::Ranked(contest, ranked) => {
            Place { field, ranked: Some((contest, (**ranked).clone())), overflowing: &held.overflowing, why: None }
        }
        Came::Not => Place { field, ranked: None, overflowing: &held.overflowing, why: held.why.as_deref() },
    });
    let places: Vec<Place> = places.collect();
    let contest = &contest;
    let mut found = Ranking {
        base: &base,
        field: &field,
        contest,
        ranked,
        hindsight,
        saved,
        varied: lists,
        places,
        interrupted: false,
        flags: command.flags(),
    };
    let shown = || pages::shown(&found.shown(), |_| 0..plan.most, LEVEL, &command.shared, &interrupt);
    let shown = folder.is_some().then(shown).transpose()?;
    found.interrupted = interrupt.asked();
    let value = rank_json(&found);
    let document = json::text(&value);
    let mut stands = None;
    if let (Some(folder), Some(shown)) = (folder, shown) {
        let contests = || std::iter::once(contest).chain(held.iter().filter_map(Held::contest));
        for (arm, measured) in contests().flat_map(|contest| contest.arms.iter().zip(&contest.measured)) {
            manifest.ran(&arm.label.name, 0, measured);
        }
        manifest.ended(found.interrupted, machine(command.shared.threads(), begun));
        let rows = [("replications", replications(&found))];
        pages::write(&folder, &manifest, command.shared.common.lang(), &shown, &value, &rows)?;
        if let Some(misses) = misses(&found) {
            folder.write("misses.csv", &misses).map_err(folder_failure)?;
        }
        let known = found.interrupted.then(|| Known::joined(&known, contests().flat_map(Contest::known).collect()));
        stands = Some(unfinished::finish(folder, known, &manifest.identity, &manifest.text())?);
    }
    print(&if command.shared.common.json { document } else { report(&found, command.shared.common.lang()) })?;
    if found.interrupted {
        unfinished::tell(stands);
        return Err(Failure::Interrupted);
    }
    Ok(())
}

/// The bar, and the replications done before those that run now.
struct Progress {
    bar: ProgressBar,
    done: AtomicU64,
}

impl Progress {
    fn begin(&self, message: String, done: u64, most: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.bar.set_message(message);
        self.bar.set_length(most);
        self.bar.set_position(done);
    }
}

/// One place of the map.
struct Held<'a> {
    came: Came<'a>,
    /// The rules that were left out there, for more piles up under them than a run can hold.
    overflowing: Vec<Refused>,
    /// Why nothing can be ranked there, with as many rules as there are.
    why: Option<String>,
}

/// What came of it.
enum Came<'a> {
    /// It is the scenario as it stands.
    Base,
    /// It was ranked.
    Ranked(Contest<'a>, Box<Ranked>),
    /// It was interrupted before anything was known of it, fewer than two rules are left, or there is nothing to rank them by.
    Not,
}

impl<'a> Held<'a> {
    fn contest(&self) -> Option<&Contest<'a>> {
        match &self.came {
            Came::Ranked(contest, _) => Some(contest),
            _ => None,
        }
    }

    /// The same with the arms of `field`, which are its own.
    fn of<'f>(self, field: &'f Field) -> Held<'f> {
        let came = match self.came {
            Came::Base => Came::Base,
            Came::Ranked(contest, ranked) => Came::Ranked(contest.of_arms(&field.arms), ranked),
            Came::Not => Came::Not,
        };
        Held { came, overflowing: self.overflowing, why: self.why }
    }
}

/// What the rankings of one command share.
struct Stage<'a> {
    command: &'a Rank,
    runner: &'a Runner<'a>,
    progress: &'a Progress,
}

impl Stage<'_> {
    fn hold<'f>(&self, field: &'f Field, name: &str) -> Result<(Contest<'f>, Ranked), Halted> {
        self.progress.bar.reset();
        let tell = |done: u64, most: u64| self.progress.begin(format!("{name}: at most"), done, most);
        let mut contest = Contest::new(&field.arms, self.command.procedure(), self.command.plan(field), self.command.confidence / 100.0);
        let stopping = contest.hold(self.runner, &tell)?;
        let ranked = Ranked::of(&contest, field, stopping);
        Ok((contest, ranked))
    }

    fn saved(&self, contest: &Contest, field: &Field) -> Result<Option<Saved>, Failure> {
        let replications = self.command.misses.min(contest.shared(&contest.distinct()));
        if replications == 0 || self.stopped() {
            return Ok(None);
        }
        self.progress.bar.reset();
        self.progress.begin("misses".to_owned(), 0, u64::from(replications) * contest.distinct().len() as u64);
        let names: Vec<String> = field.combinations.iter().map(|combination| combination.text.clone()).collect();
        let own = field.baseline();
        saved(contest, contest.same_as[own].unwrap_or(own), &names, replications, self.runner).map_err(Failure::Run)
    }

    fn hindsight(&self, contest: &Contest) -> Option<Result<Hindsight, Reason>> {
        let replications = self.command.hindsight.min(contest.shared(&contest.distinct()));
        if replications == 0 {
            return None;
        }
        if self.stopped() {
            return Some(Err(interrupted()));
        }
        self.progress.bar.reset();
        self.progress.begin("hindsight".to_owned(), 0, u64::from(replications));
        let found = hindsight(contest.arms, replications, self.runner);
        // Interrupted, it has fewer replications, or none.
        Some(found.and_then(|found| if found.replications > 0 { Ok(found) } else { Err(interrupted()) }))
    }

    /// Ranks the rules of one place, once interrupted by what is known of it; those under which more piles up than a run can
    /// hold are taken out of its field.
    fn place(&self, base: &Field, field: &mut Field, at: usize, of: usize) -> Result<Held<'static>, Failure> {
        let same = |(one, other): (&Arm, &Arm)| one.loaded.source.is_same(&other.loaded.source);
        if base.arms.len() == field.arms.len() && base.arms.iter().zip(&field.arms).all(same) {
            return Ok(Held { came: Came::Base, overflowing: Vec::new(), why: None });
        }
        let (refused, mut came, mut why) = (field.refused.len(), Came::Not, None);
        while field.arms.len() >= 2 {
            match self.hold(field, &format!("map, {} of {of}", at + 1)) {
                Ok((contest, ranked)) => {
                    if ranked.stopping.replications > 0 {
                        came = Came::Ranked(contest.of_arms(&[]), Box::new(ranked));
                    }
                    break;
                }
                Err(Halted::Overflow { arm, told }) => field.leave_out(arm, &told),
                Err(Halted::Nothing(told)) => {
                    why = Some(told);
                    break;
                }
                Err(Halted::Failed(told)) => return Err(Failure::Run(told)),
            }
        }
        Ok(Held { came, overflowing: field.refused[refused..].to_vec(), why })
    }

    fn stopped(&self) -> bool {
        self.runner.stop.load(Ordering::Relaxed)
    }
}

/// Why there is no bound where nothing was worked out any more.
fn interrupted() -> Reason {
    Reason { en: "it was interrupted before".to_owned(), zh: "此前已中断".to_owned() }
}

/// The rules, and the field of them in the scenario. All that were named must be sound; of the others those that are not are
/// left out with a reason.
fn rules(command: &Rank, base: &Arm) -> Result<(Vec<Combination>, Field), Diagnostics> {
    if command.rules.is_empty() {
        let rules = Combination::dispatch_rules();
        let mut field = Field::of(base, &[], &rules, false)?;
        field.refused.extend(Combination::expensive());
        return Ok((rules, field));
    }
    let (rules, mut wrong) = Combination::read_all(&command.rules);
    let field = Field::of(base, &[], &rules, true);
    if wrong.is_empty() {
        return Ok((rules, field?));
    }
    if let Err(mut found) = field {
        wrong.append(&mut found);
    }
    Err(wrong)
}

/// The same with settings that vary, the first of them by --vary; rules that do not go with them are left out with a reason.
fn crossed(base: &Arm, sets: &[String], varied: usize, rules: &[Combination]) -> Result<Field, Failure> {
    Field::of(base, sets, rules, false).map_err(|wrong| Failure::Input(said_of_vary(wrong, &sets[..varied])))
}

/// What cannot be ranked is refused before anything runs.
fn check(command: &Rank, base: &Arm, field: &Field, plan: Plan) -> Result<(), Failure> {
    if field.arms.len() < 2 {
        let refused: Vec<String> = field.refused.iter().map(|refused| format!("{}: {}", refused.rule, refused.reason)).collect();
        let left_out = if refused.is_empty() { String::new() } else { format!("; left out: {}", refused.join(", ")) };
        return Err(Failure::Usage(format!("there is nothing to rank: at least two rules must take part{left_out}")));
    }
    let margin = base.loaded.scenario.run.indifference.get();
    if command.procedure() == Procedure::Kn && margin <= 0.0 {
        let message = "a selection needs a margin below which differences do not matter: --set run.indifference=0.01, or --procedure ocba";
        return Err(Failure::Usage(message.to_owned()));
    }
    if !(50.0..100.0).contains(&command.confidence) {
        return Err(Failure::Usage("--confidence is a number of percent from 50 to below 100".to_owned()));
    }
    if plan.most < plan.first {
        return Err(Failure::Usage(format!("the budget is at least {} replications of each rule", plan.first)));
    }
    Ok(())
}

impl Rank {
    fn procedure(&self) -> Procedure {
        match (self.effort.replications, self.procedure) {
            (Some(_), _) => Procedure::Fixed,
            (None, Choice::Kn) => Procedure::Kn,
            (None, Choice::Ocba) => Procedure::Ocba,
        }
    }

    /// When the rules of a field are looked at.
    fn plan(&self, field: &Field) -> Plan {
        if let Some(n) = self.effort.replications {
            return Plan::fixed(n);
        }
        let least = least_replications(&field.arms);
        let own = field.arms.first().map_or(0, |arm| arm.loaded.model.replications);
        let most = self.effort.most(least, BUDGET.max(own));
        // OCBA needs something left to allocate.
        let before = if self.procedure == Choice::Ocba { (most / 2).max(2) } else { most };
        Plan { first: FIRST.max(least).min(before), most, given: false }
    }

    /// The settings that vary, list by list.
    fn lists(&self, base: &Arm, rules: &[Combination]) -> Result<Vec<Vec<String>>, Failure> {
        let named = rules.iter().flat_map(|rule| rule.paths()).chain(["dispatch.rule"]).collect::<Vec<_>>();
        if let Some((rule, path)) = self.vary.iter().find_map(|vary| Some((vary, named.iter().find(|path| varies(vary, path))?))) {
            return Err(Failure::Usage(format!("--vary {rule}: the rules that are ranked are named by --rules, which set `{path}`")));
        }
        let mut lists = varied(&self.vary, &Factors::of(&base.loaded)).map_err(Failure::Usage)?;
        for (at, cross) in self.cross.iter().enumerate() {
            if self.cross[..at].contains(cross) {
                continue;
            }
            let path = match cross {
                Cross::Boundaries => "structure.boundaries",
                Cross::Availability => "dispatch.available_again",
            };
            if let Some(vary) = self.vary.iter().find(|vary| varies(vary, path)) {
                return Err(Failure::Usage(format!("--vary {vary}: --cross varies `{path}` already; leave one of the two out")));
            }
            lists.push(match cross {
                Cross::Boundaries => boundaries(base)?,
                Cross::Availability => ["EnRoute", "AtClearance", "AtBase"].map(|when| format!("{path}={when}")).to_vec(),
            });
        }
        Ok(lists)
    }

    /// The words after `gridgov rank` that repeat it, without where it goes and how it looks.
    fn flags(&self) -> Vec<String> {
        let mut words: Vec<String> = vec![self.file.display().to_string()];
        let mut flag = |name: &str, value: &dyn std::fmt::Display| words.extend([name.to_owned(), value.to_string()]);
        self.rules.iter().for_each(|rules| flag("--rules", rules));
        self.vary.iter().for_each(|vary| flag("--vary", vary));
        for cross in &self.cross {
            flag("--cross", &if *cross == Cross::Boundaries { "boundaries" } else { "availability" });
        }
        if self.procedure == Choice::Ocba {
            flag("--procedure", &"ocba");
        }
        if self.confidence != 95.0 {
            flag("--confidence", &self.confidence);
        }
        if self.hindsight != 2 {
            flag("--hindsight", &self.hindsight);
        }
        if self.misses != 3 {
            flag("--misses", &self.misses);
        }
        words.extend(self.effort.words(&self.shared.common));
        words
    }

    /// What decides the results beside the arms.
    fn identity(&self, plan: Plan) -> String {
        format!("{:?} {plan:?} {} {} {}", self.procedure(), self.confidence, self.misses, self.hindsight)
    }
}

/// Open, and within the areas that the scenario names or, without, those of the first level shown.
fn boundaries(base: &Arm) -> Result<Vec<String>, Failure> {
    use gridgov::structure::Boundaries;
    let within = match &base.loaded.scenario.structure.boundaries {
        Boundaries::Within(name) => Some(name.clone()),
        Boundaries::Open => base.dimensions.levels.first().map(|level| level.level.name.clone()),
    };
    let within = within
        .ok_or_else(|| Failure::Usage("--cross boundaries: the city has no level of areas within which crews could stay".to_owned()))?;
    Ok(vec!["structure.boundaries=Open".to_owned(), format!("structure.boundaries=Within({within:?})")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use gridgov::experiment::Measured;
    use std::sync::atomic::AtomicBool;

    #[derive(Parser)]
    struct Only {
        #[command(flatten)]
        rank: Rank,
    }

    #[test]
    fn once_interrupted_a_place_of_the_map_is_ranked_by_what_is_known_of_it() {
        let words = ["rank", "scenarios/county.ron", "--rules", "ClosestIdle,Random", "--replications", "2", "--set", "run.days=2"];
        let command = Only::parse_from(words).rank;
        let base = command.shared.arm(&command.file).unwrap();
        let (rules, field) = rules(&command, &base).unwrap();
        let progress = Progress { bar: ProgressBar::hidden(), done: AtomicU64::new(0) };
        let ranked = |known: &[Known], stop: bool| -> Option<(Vec<Vec<Measured>>, Vec<Known>)> {
            let mut busy = crossed(&base, &["demand.volume=60 /day".to_owned()], 1, &rules).unwrap();
            let runner = Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(stop), known };
            let stage = Stage { command: &command, runner: &runner, progress: &progress };
            let held = stage.place(&field, &mut busy, 0, 1).unwrap().of(&busy);
            held.contest().map(|contest| (contest.measured.clone(), contest.known()))
        };
        let (measured, known) = ranked(&[], false).unwrap();
        assert_eq!(measured.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(ranked(&known, true).map(|(measured, _)| measured), Some(measured));
        assert!(ranked(&[], true).is_none(), "of which nothing is known, nothing is told");
    }
}
