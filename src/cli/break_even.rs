//! `gridgov break-even`.

use super::Failure;
use super::arms::Shared;
use super::compare::{comparable, make_same};
use super::failure::everything;
use super::frontier::share;
use super::interrupt::Interrupt;
use super::pages;
use super::run::{folder_failure, machine};
use super::shared::{Effort, Output, place, print};
use super::unfinished;
use clap::Args;
use gridgov::experiment::break_even::{Ahead, Line, Question, Search};
use gridgov::experiment::compare::Headcount;
use gridgov::experiment::compare::doubt::{Assumption, assumptions};
use gridgov::experiment::{Arm, Known, LeftOut, Measure, Runner, Scope, Staff, unmoved_alone};
use gridgov::metrics::Target;
use gridgov::report::break_even::{self as report, FOLDER, break_even_json, csv};
use gridgov::report::folder::{ExperimentManifest, replications_of};
use gridgov::report::{json, number};
use gridgov::scenario::{Factor, Factors};
use std::cmp::Ordering;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

/// Confidence in each row.
const CONFIDENCE: f64 = 0.95;
/// Most replications of a value.
const BUDGET: u32 = 40;
/// Values on either side of a factor's own.
const STEPS: u32 = 32;

/// Flags of `break-even`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov break-even scenarios/longgang.ron --against scenarios/longgang-tiered-reformed.ron\n  \
    gridgov break-even scenarios/longgang.ron --against scenarios/longgang-tiered-reformed.ron --factor structure.desks.township.transfer\n  \
    gridgov break-even scenarios/longgang.ron --against scenarios/longgang-tiered-reformed.ron --factor demand.volume --within '35 /day..600 /day'\n  \
    gridgov break-even scenarios/longgang.ron --against scenarios/longgang-tiered-reformed.ron --level 40% --margin\n\n\
    How far does one number have to move until the paired difference between FILE and --against is none? Without --factor \
    every assumption (grade C) that is not the same in both is moved, one after the other. A factor is moved in the \
    scenarios that have it with the same value, in both together where they share it (once for each range that they give it); down to its bound and up to 16 \
    times what it is or may well be, or --within the ends given. Looked at are the ends of its range, the far ends and what \
    lies halfway, then values around a crossing; that none is seen is an answer. With --level FILE is cut to that share of \
    the other's posts first; with --margin it breaks even where FILE is just not worse by more than the margin of --against. \
    With --out the results stand in DIR/break-even, where compare with the same --out finds them. Ctrl-C keeps the factors \
    that are done; with --out the same command goes on from there.")]
#[command(mut_arg("replications", |arg| arg.help("Exactly so many replications of each value")))]
#[command(mut_arg("budget", |arg| arg.help("At most so many replications of each value (40 otherwise)")))]
#[command(mut_arg("out", |arg| arg.help("A folder for break-even/ with report.html, summary.json, break-even.csv, replications.csv and .parquet, report.json and manifest.json")))]
pub struct BreakEven {
    /// The scenario file
    #[arg(value_name = "FILE", value_parser = place())]
    file: PathBuf,
    /// The scenario file that it is compared with
    #[arg(long, value_name = "FILE", value_parser = place())]
    against: PathBuf,
    /// The number to move, by its path; may be given again (every assumption that differs otherwise)
    #[arg(long, value_name = "PATH")]
    factor: Vec<String>,
    /// Move it between these ends, as the scenario would write them
    #[arg(long, value_name = "LO..HI", requires = "factor")]
    within: Option<String>,
    /// Cut FILE to this share of the other's posts first
    #[arg(long, value_name = "SHARE", value_parser = share)]
    level: Option<f64>,
    /// Whose posts --level cuts: all, crews, desks, settlers, or the name of a role
    #[arg(long, value_name = "WHOSE", default_value = "all", requires = "level")]
    staff: Scope,
    /// Break even where FILE is just not worse by more than the margin of --against (run.indifference)
    #[arg(long)]
    margin: bool,
    /// The target in question: respond, accept, depart, on_scene (the primary one otherwise)
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    #[command(flatten)]
    effort: Effort,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    pub shared: Shared,
}

/// Searches, reports, and writes the folder if one is wanted.
pub fn search(command: &BreakEven) -> Result<(), Failure> {
    let begun = Instant::now();
    let arms = command.arms()?;
    let margin = arms[1].loaded.scenario.run.indifference.get();
    let question = Question {
        measure: command.measure(&arms[0])?,
        at: if command.margin { -margin } else { 0.0 },
        plan: command.effort.plan(&arms, BUDGET),
        open: command.effort.replications.is_none() && command.effort.budget.is_none(),
        confidence: CONFIDENCE,
    };
    let (rows, left_out) = command.rows(&arms)?;
    let asked: Vec<String> = rows.iter().map(|(row, line)| format!("{} {:?} {:?}", row.factor.path, row.arms, line)).collect();
    let mut manifest = ExperimentManifest::new("break-even", &arms, &format!("{question:?} {asked:?}"));
    let out = command.output.out.as_ref().map(|out| out.join(FOLDER));
    let interrupt = Interrupt::listen();
    let begin = |out| command.output.begin_at(out, &manifest.identity, arms.iter().map(|arm| &arm.loaded), &interrupt);
    let folder = out.as_deref().map(begin).transpose()?;
    let mut arms = arms.into_iter();
    let (Some(arm), Some(against)) = (arms.next(), arms.next()) else { return Ok(()) };
    let mut search = Search::new(question, arm, against);
    let known = unfinished::replications(out.as_deref(), &manifest.identity, command.shared.common.quiet);
    let asked = rows.len();
    command.run(&mut search, rows, &known, &interrupt)?;
    if search.rows.is_empty() && search.interrupted && folder.is_none() {
        return Err(unfinished::nothing());
    }
    let found = report::BreakEven { search: &search, margin, level: command.level, asked, left_out, flags: command.flags() };
    let value = break_even_json(&found);
    let document = json::text(&value);
    let shown = || pages::shown(&found.shown(), |_| 0..search.question.plan.most, CONFIDENCE, &command.shared, &interrupt);
    let shown = folder.is_some().then(shown).transpose()?;
    let interrupted = search.interrupted || interrupt.asked();
    let mut stands = None;
    if let (Some(folder), Some(shown)) = (folder, shown) {
        manifest.done_with(&search.pool, interrupted, machine(command.shared.threads(), begun));
        let rows = [("replications", replications_of(&search.pool))];
        pages::write(&folder, &manifest, command.shared.common.lang(), &shown, &value, &rows)?;
        folder.write("break-even.csv", &csv(&found)).map_err(folder_failure)?;
        let known = interrupted.then(|| Known::joined(&known, search.pool.known()));
        stands = Some(unfinished::finish(folder, known, &manifest.identity, &manifest.text())?);
    }
    print(&if command.shared.common.json { document } else { report::break_even(&found, command.shared.common.lang()) })?;
    if interrupted {
        unfinished::tell(stands);
        return Err(Failure::Interrupted);
    }
    Ok(())
}

/// A number that two scenarios share, as the one has it that says more of its range; as both have it where their ranges differ.
fn ranged<'f>(a: &'f Factor, b: &'f Factor) -> Vec<&'f Factor> {
    let given = |factor: &Factor| factor.range.map(|range| range.given);
    let ends = |factor: &Factor| factor.range.map(|range| (range.low, range.high));
    match given(a).cmp(&given(b)) {
        Ordering::Less => vec![b],
        Ordering::Equal if ends(a) != ends(b) => vec![a, b],
        _ => vec![a],
    }
}

impl BreakEven {
    /// Both arms, the first cut to the level that is asked for.
    fn arms(&self) -> Result<Vec<Arm>, Failure> {
        let arms = self.shared.arms([&self.file, &self.against], &[])?;
        comparable(&arms, false, make_same)?;
        let Some(level) = self.level else { return Ok(arms) };
        let staff = Staff::of(&arms[0], &self.staff).map_err(Failure::Usage)?;
        let whole = Staff::of(&arms[1], &self.staff).map_err(Failure::Usage)?.own_posts();
        let asked = level * whole as f64;
        if staff.lacks(asked) {
            let [smallest, own] = staff.bounds().map(|posts| 100.0 * posts as f64 / whole as f64);
            return Err(Failure::Usage(format!(
                "--level {}: {} has {own:.1}% of the posts and can be cut to {smallest:.1}%",
                number::percent_given(level),
                arms[0].label.name
            )));
        }
        let roster = staff.nearest(asked);
        let cut = arms[0].with(&staff.sets(roster)).map_err(Failure::Input)?;
        let of = format!("{:.1}%", 100.0 * staff.size(roster) as f64 / whole as f64);
        let label = gridgov::metrics::Name::new(format!("{}, {of} of the posts", cut.label.name), format!("{}，{of} 岗位", cut.label.zh));
        let [_, against] = <[Arm; 2]>::try_from(arms).map_err(|_| Failure::Run("two arms are two arms".to_owned()))?;
        Ok(vec![Arm { label, ..cut }, against])
    }

    fn measure(&self, arm: &Arm) -> Result<usize, Failure> {
        let name = self.target.as_deref().unwrap_or(arm.dimensions.targets.primary.name()).replace('-', "_");
        Measure::position(&name).filter(|at| *at < Target::COUNT).ok_or_else(|| {
            let names: Vec<&str> = Target::ALL.iter().map(|target| target.name()).collect();
            Failure::Usage(format!("there is no target {name:?}; there are {}", names.join(", ")))
        })
    }

    /// What is moved, and where to; and what is not, though it differs.
    fn rows(&self, arms: &[Arm]) -> Result<Moved, Failure> {
        if self.factor.is_empty() {
            return differing(arms);
        }
        let factors: Vec<Factors> = arms.iter().map(|arm| Factors::of(&arm.loaded)).collect();
        everything(self.factor.iter().map(|path| factors[0].find(path).or_else(|_| factors[1].find(path))))?;
        let mut rows = Vec::new();
        let mut asked: Vec<&String> = Vec::new();
        for path in &self.factor {
            if asked.contains(&path) {
                continue;
            }
            asked.push(path);
            let own: Vec<Option<&Factor>> = factors.iter().map(|factors| factors.get(path)).collect();
            let moved: Vec<Assumption> = match (own[0], own[1]) {
                (Some(a), Some(b)) if a.is_shared_with(b) => {
                    let counts_others = a.counts_others || b.counts_others;
                    let both = |factor: &Factor| Assumption::of(vec![0, 1], Factor { counts_others, ..factor.clone() });
                    ranged(a, b).into_iter().map(both).collect()
                }
                (a, b) => {
                    [(0, a), (1, b)].into_iter().filter_map(|(arm, factor)| Some(Assumption::of(vec![arm], factor?.clone()))).collect()
                }
            };
            for row in moved {
                let (low, high) = self.ends(&row.factor)?;
                let line = Line::new(&row.factor, low, high, STEPS);
                rows.push((row, line));
            }
        }
        Ok((rows, Vec::new()))
    }

    fn ends(&self, factor: &Factor) -> Result<(f64, f64), Failure> {
        let Some(within) = &self.within else { return Ok(Line::usual(factor)) };
        let wrong = |message: String| Failure::Usage(format!("--within {within:?}: {message}"));
        let (low, high) = within.split_once("..").ok_or_else(|| wrong("expected LO..HI".to_owned()))?;
        let read = |end: &str| {
            let value = factor.kind.read(end).map_err(&wrong)?;
            factor.set(value).map_err(&wrong).map(|_| value)
        };
        let (low, high) = (read(low)?, read(high)?);
        if low > high {
            return Err(wrong("the first end is above the second".to_owned()));
        }
        if !(low..=high).contains(&factor.value) {
            return Err(wrong(format!("`{}` is {}, which has to lie between the ends", factor.path, factor.shown())));
        }
        Ok((low, high))
    }

    fn run(&self, search: &mut Search, rows: Vec<(Assumption, Line)>, known: &[Known], interrupt: &Interrupt) -> Result<(), Failure> {
        let bar = self.shared.bar();
        let before = AtomicU64::new(0);
        let progress = |done: u32| bar.set_position(before.load(Relaxed) + u64::from(done));
        let runner = Runner { known, ..self.shared.runner(&progress, interrupt) };
        let all = rows.len();
        for (number, (assumption, line)) in rows.into_iter().enumerate() {
            let ahead = |ahead: Ahead| {
                bar.set_message(format!("{} of {all}: {}", number + 1, ahead.told));
                // What the factors so far have taken tells what those to come will take.
                let (done, jobs) = (ahead.done as u64, ahead.jobs as u64);
                let to_come = (all - number - 1) as u64 * if number == 0 { 2 * jobs } else { done / number as u64 };
                bar.set_length(done + jobs + to_come);
                before.store(done, Relaxed);
            };
            if !search.row(&assumption, line, &runner, &ahead).map_err(Failure::Run)? {
                break;
            }
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// The words after `gridgov break-even` that repeat it, without where it goes and how it looks.
    fn flags(&self) -> Vec<String> {
        let mut words = vec![self.file.display().to_string()];
        let mut flag = |name: &str, value: &dyn std::fmt::Display| words.extend([name.to_owned(), value.to_string()]);
        flag("--against", &self.against.display());
        self.factor.iter().for_each(|path| flag("--factor", path));
        self.within.iter().for_each(|ends| flag("--within", ends));
        self.level.iter().for_each(|level| flag("--level", level));
        if self.staff != Scope::All {
            flag("--staff", &self.staff);
        }
        self.target.iter().for_each(|target| flag("--target", target));
        words.extend(self.effort.words(&self.shared.common));
        if self.margin {
            words.push("--margin".to_owned());
        }
        words
    }
}

/// What is moved and where to, and what is not.
type Moved = (Vec<(Assumption, Line)>, Vec<LeftOut>);

/// The assumptions that differ, each with where it is moved to, and those that are moved only where they are named.
fn differing(arms: &[Arm]) -> Result<Moved, Failure> {
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    let follow = Headcount::of(arms).is_some();
    for row in assumptions(arms) {
        match unmoved_alone(&row.factor, follow) {
            Some(why) => left_out.push(LeftOut::of(&row.factor, why)),
            None => {
                let (low, high) = Line::usual(&row.factor);
                let line = Line::new(&row.factor, low, high, STEPS);
                rows.push((row, line));
            }
        }
    }
    left_out.dedup();
    match (&rows[..], left_out.first()) {
        ([], None) => Err(Failure::Usage(
            "no assumption (grade C) with a range differs between the two; name one that they share with --factor PATH".to_owned(),
        )),
        ([], Some(out)) => Err(Failure::Usage(format!(
            "no assumption (grade C) that differs between the two is moved without --factor PATH; `{}`: {}",
            out.path, out.why
        ))),
        _ => Ok((rows, left_out)),
    }
}
