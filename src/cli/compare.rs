//! `gridgov compare`.

use super::Failure;
use super::arms::{Shared, varies};
use super::interrupt::Interrupt;
use super::pages;
use super::run::machine;
use super::shared::{Effort, Output, place, print, times};
use super::unfinished;
use clap::Args;
use gridgov::experiment::compare::doubt::{Drawn, Sample, assumptions};
use gridgov::experiment::compare::{Apart, Enough, Runs, apart, other_targets};
use gridgov::experiment::{Arm, Known, Plan, Runner};
use gridgov::report::break_even::{FOLDER, Kept};
use gridgov::report::compare::{Compared, brief, compare as report, compare_json, replications_table};
use gridgov::report::folder::ExperimentManifest;
use gridgov::report::json;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Instant;

/// Confidence level of all intervals.
const LEVEL: f64 = 0.95;
/// Most replications unless the scenario or a flag says otherwise.
const BUDGET: u32 = 40;
/// Most days of the run that each joint draw makes of each arm.
const DRAW_DAYS: u32 = 60;

/// Flags of `compare`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov compare scenarios/longgang.ron scenarios/longgang-tiered-reformed.ron\n  \
    gridgov compare scenarios/longgang.ron --vary 'workforce.crews.duty-station crew.officers=110,165'\n  \
    gridgov compare scenarios/longgang.ron --vary dispatch.rule=DistrictFirst,Random --replications 20 --draws 0\n  \
    gridgov compare scenarios/longgang.ron scenarios/longgang-night.ron --set run.days=30 --out results/night --json\n\n\
    The first file is the baseline. With --vary every file is compared as it stands and with each value. \
    All arms meet the same incidents with the same luck, unless --unpaired is given, and are replicated until every primary difference is decided \
    against the margin of the baseline (run.indifference), the wanted half-width is reached, or the budget is spent. \
    Then the assumptions (grade C) in which the arms differ are drawn together from their ranges, to see whether the \
    sign survives; in arms of as many paid posts whose crews are given by `officers` these follow the numbers of other people. Ctrl-C keeps what is done; with --out the same command goes on from there.")]
#[command(mut_arg("replications", |arg| arg.help("Exactly so many replications of each arm").conflicts_with("half_width").value_parser(times(1))))]
#[command(mut_arg("budget", |arg| arg.help("At most so many replications of each arm (40 otherwise, or the scenario's `run.replications` if that is more)").value_parser(times(1))))]
#[command(mut_arg("out", |arg| arg.help("A folder for report.html, summary.json, replications.csv and .parquet, report.json and manifest.json")))]
pub struct Compare {
    /// Scenario files; the first is the baseline
    #[arg(required = true, value_name = "FILE", value_parser = place())]
    files: Vec<PathBuf>,
    /// Compare with several values of a setting as well: PATH=v1,v2 or PATH=lo..hi/steps; may be given again
    #[arg(long, value_name = "PATH=VALUES")]
    vary: Vec<String>,
    #[command(flatten)]
    effort: Effort,
    /// Go on until intervals of the primary differences are at most ± so many points of percent
    #[arg(long, value_name = "POINTS")]
    half_width: Option<f64>,
    /// Compare arms that meet different incidents, as independent samples
    #[arg(long)]
    unpaired: bool,
    /// Joint draws of the assumptions that differ; 0 for none
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = times(0))]
    draws: u32,
    /// Print only the arms, the sentences and the table of targets
    #[arg(long, conflicts_with = "json")]
    brief: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    pub shared: Shared,
}

/// What an interrupted comparison leaves.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Left {
    /// The replications of an arm.
    Arm(Known),
    /// The joint draws.
    Drawn(Drawn),
}

impl Left {
    /// Of what was found, and what was known `before`.
    fn of(found: &Compared, before: &[Known]) -> Vec<Left> {
        let drawn = found.doubt.iter().map(|doubt| Left::Drawn(doubt.drawn.clone()));
        Known::joined(before, found.runs.known()).into_iter().map(Left::Arm).chain(drawn).collect()
    }

    /// What the same command has left in its folder; says how much.
    fn read(command: &Compare, identity: &str) -> (Vec<Known>, Option<Drawn>) {
        let (mut known, mut drawn) = (Vec::new(), None);
        for left in unfinished::read(command.output.out.as_deref(), identity) {
            match left {
                Left::Arm(arm) => known.push(arm),
                Left::Drawn(all) => drawn = Some(all),
            }
        }
        let quiet = command.shared.common.quiet;
        unfinished::tell_replications(&known, quiet);
        // The first of them is at the scenarios' own values.
        let draws = drawn.as_ref().map_or(0, |drawn| drawn.values.len().saturating_sub(1));
        unfinished::tell_known(draws, command.draws.into(), "joint draw", quiet);
        (known, drawn)
    }
}

/// Compares, reports, and writes the folder if one is wanted.
pub fn compare(command: &Compare) -> Result<(), Failure> {
    let begun = Instant::now();
    let arms = command.shared.arms(&command.files, &command.vary)?;
    check(command, &arms)?;
    let enough = Enough { plan: plan(command, &arms), half_width: command.half_width.map(|points| points / 100.0) };
    let mut manifest = ExperimentManifest::new("compare", &arms, &command.identity(enough));
    let interrupt = Interrupt::listen();
    let folder = command.output.begin(&manifest.identity, arms.iter().map(|arm| &arm.loaded), &interrupt)?;
    let mut runs = Runs::new(&arms, !command.unpaired, enough.plan, LEVEL);
    let (known, drawn) = Left::read(command, &manifest.identity);
    let found = simulate(command, &mut runs, enough, (&known, drawn), &interrupt)?;
    let value = compare_json(&found);
    let document = json::text(&value);
    let all: Vec<&Arm> = arms.iter().collect();
    let shown = || pages::shown(&all, |arm| found.runs.range(arm), LEVEL, &command.shared, &interrupt);
    let shown = folder.is_some().then(shown).transpose()?;
    let interrupted = found.interrupted() || interrupt.asked();
    let mut stands = None;
    if let (Some(folder), Some(shown)) = (folder, shown) {
        manifest.done(found.runs, interrupted, machine(command.shared.threads(), begun));
        let rows = [("replications", replications_table(&found))];
        pages::write(&folder, &manifest, command.shared.common.lang(), &shown, &value, &rows)?;
        let left = interrupted.then(|| Left::of(&found, &known));
        stands = Some(unfinished::finish(folder, left, &manifest.identity, &manifest.text())?);
    }
    let lang = command.shared.common.lang();
    print(&match (command.shared.common.json, command.brief) {
        (true, _) => document,
        (false, true) => brief(&found, lang),
        (false, false) => report(&found, lang),
    })?;
    if interrupted {
        unfinished::tell(stands);
        return Err(Failure::Interrupted);
    }
    Ok(())
}

fn simulate<'a>(
    command: &Compare,
    runs: &'a mut Runs<'a>,
    enough: Enough,
    (known, drawn): (&[Known], Option<Drawn>),
    interrupt: &Interrupt,
) -> Result<Compared<'a>, Failure> {
    let bar = command.shared.bar();
    bar.set_message("replications");
    let progress = |done: u32| bar.set_position(u64::from(done));
    let runner = Runner { known, ..command.shared.runner(&progress, interrupt) };
    let looking = |jobs: usize| {
        bar.reset();
        bar.set_length(jobs as u64);
    };
    let stopping = runs.replicate(enough, &runner, looking).map_err(Failure::Run)?;
    if stopping.replications == 0 {
        bar.finish_and_clear();
        return Err(unfinished::nothing());
    }
    let runs: &Runs = runs;
    let differing = assumptions(runs.arms);
    let mut found = Compared::of(runs, stopping, differing, command.flags());
    found.half_width = enough.half_width;
    found.out = command.output.out.as_ref().map(|out| out.display().to_string());
    let kept = command.output.out.as_ref().and_then(|out| std::fs::read_to_string(out.join(FOLDER).join("summary.json")).ok());
    found.break_even = kept.and_then(|document| Kept::of(&document, runs.arms));
    if command.draws > 0 && !found.assumptions.is_empty() {
        let model = &runs.arms[0].loaded.model;
        let sample =
            Sample { draws: command.draws, days: model.days.min(DRAW_DAYS), replication: runs.telling_replication(), seed: model.seed };
        bar.reset();
        bar.set_message("joint draws");
        bar.set_length(u64::from(command.draws) + 1);
        found.doubt = Some(runs.doubt(&found.assumptions, sample, drawn, &runner).map_err(Failure::Run)?);
    }
    bar.finish_and_clear();
    Ok(found)
}

/// What cannot be compared is refused before anything runs.
fn check(command: &Compare, arms: &[Arm]) -> Result<(), Failure> {
    if arms.len() < 2 {
        return Err(Failure::Usage("there is nothing to compare: give a second file, or --vary PATH=v1,v2".to_owned()));
    }
    if command.half_width.is_some_and(|points| !(points > 0.0 && points <= 100.0)) {
        return Err(Failure::Usage("--half-width is a number of points of percent between 0 and 100".to_owned()));
    }
    let varied = |path: &String| command.vary.iter().any(|vary| varies(vary, path));
    comparable(arms, command.unpaired, |apart| match apart.paths.iter().any(varied) {
        true => "--vary makes them differ: compare them with --unpaired".to_owned(),
        false => format!("{}, or compare them with --unpaired", make_same(apart)),
    })
}

/// What can be done about arms that are to be paired.
pub(super) fn make_same(apart: &Apart) -> String {
    let names_file = apart.paths.is_empty() || apart.paths.iter().any(|path| path.ends_with(".file"));
    let whole = if names_file { "; of a file give the whole path, for each arm starts from its own folder" } else { "" };
    format!("make them the same (--set holds for all arms{whole})")
}

/// Arms that promise something else, or that meet other incidents though they are to be paired, are refused; `advice` is what
/// can be done.
pub(super) fn comparable(arms: &[Arm], unpaired: bool, advice: impl Fn(&Apart) -> String) -> Result<(), Failure> {
    if let Some(other) = other_targets(arms).first() {
        return Err(Failure::Usage(format!(
            "{} promises something else than {}: {}; arms are compared by the same targets (--set sets them for all)",
            name(arms, other.arm),
            name(arms, 0),
            listed(other)
        )));
    }
    let apart = apart(arms);
    match apart.first() {
        Some(other) if !unpaired => Err(Failure::Usage(format!(
            "{} does not meet the same incidents as {}: {}; {}",
            name(arms, other.arm),
            name(arms, 0),
            listed(other),
            advice(other)
        ))),
        _ => Ok(()),
    }
}

fn name(arms: &[Arm], position: usize) -> String {
    format!("{:?} ({})", arms[position].label.name, arms[position].file)
}

/// The settings that differ, the first few of them.
fn listed(apart: &Apart) -> String {
    const FEW: usize = 6;
    if apart.paths.is_empty() {
        return "a table or log that they read differs".to_owned();
    }
    let more = apart.paths.len().saturating_sub(FEW);
    let few = apart.paths.iter().take(FEW).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("they differ in {few} and {more} more") } else { format!("they differ in {few}") }
}

fn plan(command: &Compare, arms: &[Arm]) -> Plan {
    let own = arms[0].loaded.model.replications;
    command.effort.plan(arms, BUDGET.max(own))
}

impl Compare {
    /// The words after `gridgov compare` that repeat it, without where it goes and how it looks.
    fn flags(&self) -> Vec<String> {
        let mut words: Vec<String> = self.files.iter().map(|file| file.display().to_string()).collect();
        let mut flag = |name: &str, value: &dyn std::fmt::Display| words.extend([name.to_owned(), value.to_string()]);
        self.vary.iter().for_each(|vary| flag("--vary", vary));
        if let Some(points) = self.half_width {
            flag("--half-width", &points);
        }
        if self.draws != 200 {
            flag("--draws", &self.draws);
        }
        if self.unpaired {
            words.push("--unpaired".to_owned());
        }
        words.extend(self.effort.words(&self.shared.common));
        words
    }

    /// What decides the results beside the arms.
    fn identity(&self, enough: Enough) -> String {
        format!("{:?} {:?} {} {}", enough.plan, enough.half_width, self.draws, self.unpaired)
    }
}
