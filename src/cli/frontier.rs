//! `gridgov frontier`.

use super::Failure;
use super::arms::Shared;
use super::compare::{comparable, make_same};
use super::interrupt::Interrupt;
use super::pages;
use super::run::{folder_failure, machine};
use super::shared::{Effort, Output, place, print};
use super::unfinished;
use clap::Args;
use gridgov::experiment::frontier::{Ahead, Asked, Condition, Question, Search};
use gridgov::experiment::{Arm, Known, Measure, Runner, Scope, Staff};
use gridgov::metrics::Target;
use gridgov::report::folder::{ExperimentManifest, replications_of};
use gridgov::report::frontier::{self as report, csv, frontier_json};
use gridgov::report::json;
use gridgov::stats::Bracket;
use std::path::PathBuf;
use std::time::Instant;

/// Confidence in the answers.
const CONFIDENCE: f64 = 0.95;
/// Most replications of a level.
const BUDGET: u32 = 40;
/// The smallest level tried.
const LOWEST: f64 = 0.05;
/// Between one level and the next.
const STEP: f64 = 0.01;

/// Flags of `frontier`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov frontier scenarios/longgang.ron --against scenarios/longgang-tiered-reformed.ron\n  \
    gridgov frontier scenarios/longgang.ron --against scenarios/longgang-tiered-reformed.ron --staff crews --target accept,on_scene\n  \
    gridgov frontier scenarios/longgang.ron --against scenarios/longgang-tiered-reformed-norm.ron --staff crews\n  \
    gridgov frontier scenarios/longgang.ron --target on_scene=90% --staff crews\n  \
    gridgov frontier scenarios/longgang.ron --target on_scene=85% --chance 0.9 --staff crews\n\n\
    How small can the staff of FILE be so that it does at least as well as --against does with all of its posts? At \
    least as well: not worse by more than the margin of --against (run.indifference) on each target, and at least 95% of \
    the committed work done; the answer without the second condition stands beside it. A level is a share of the posts \
    that --against has; rosters of all sizes have the mix of FILE's own, the smaller ones contained in the larger. With \
    --target NAME=SHARE a target has to reach that share itself, and --against may be left out: 100% are FILE's posts. \
    Levels are bisected; each is replicated until it is certified enough or too small, or the budget is spent. Ctrl-C \
    keeps what is decided; with --out the same command goes on from there.")]
#[command(mut_arg("replications", |arg| arg.help("Exactly so many replications of each level")))]
#[command(mut_arg("budget", |arg| arg.help("At most so many replications of each level (40 otherwise, 320 with --chance)")))]
#[command(mut_arg("out", |arg| arg.help("A folder for report.html, summary.json, levels.csv, replications.csv and .parquet, report.json and manifest.json")))]
pub struct Frontier {
    /// The scenario file whose staff is in question
    #[arg(value_name = "FILE", value_parser = place())]
    file: PathBuf,
    /// The scenario file that it has to do as well as, with all of its posts
    #[arg(long, value_name = "FILE", value_parser = place())]
    against: Option<PathBuf>,
    /// Whose posts: all, crews, desks, settlers (paid people on the spot), or the name of a role such as 'grid worker'
    #[arg(long, value_name = "WHOSE", default_value = "all")]
    staff: Scope,
    /// Targets, all to be met: respond, accept, depart, on_scene, or NAME=SHARE (the primary target otherwise)
    #[arg(long, value_name = "NAME[=SHARE]", value_delimiter = ',')]
    target: Vec<String>,
    /// The share of the committed work that has to be done; 0 to leave that out
    #[arg(long, value_name = "SHARE", default_value = "0.95", value_parser = certifiable)]
    committed: f64,
    /// Ask for the share of days that meet the targets instead (0.95 where no share is given)
    #[arg(long, value_name = "SHARE", num_args = 0..=1, default_missing_value = "0.95", value_parser = part)]
    chance: Option<f64>,
    /// Levels to choose from: LO..HI/COUNT (5% to 100% in steps of 1% otherwise, or up to FILE's own posts)
    #[arg(long, value_name = "LO..HI/COUNT", value_parser = levels)]
    levels: Option<Levels>,
    #[command(flatten)]
    effort: Effort,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    pub shared: Shared,
}

/// A share written as `0.95` or `95%`.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let value = number_or_percent(text).ok_or_else(|| format!("{text:?} is no share; write 0.95 or 95%"))?;
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(format!("{text} is out of bounds: a share lies between 0 and 1 (0% and 100%)"))
    }
}

/// A share that can be certified.
fn certifiable(text: &str) -> Result<f64, String> {
    match share(text)? {
        1.0 => Err("100% can never be certified, however many replications; write a share below it, such as 99%".to_owned()),
        value => Ok(value),
    }
}

/// A share that can be missed.
fn missable(text: &str) -> Result<f64, String> {
    match share(text)? {
        0.0 => Err("0% is always reached; write a share above it, such as 90%".to_owned()),
        value => Ok(value),
    }
}

/// A share that can be certified and missed.
fn part(text: &str) -> Result<f64, String> {
    certifiable(text).and_then(|_| missable(text))
}

/// The number that is written, percent as hundredths; the point is moved in the text, so that 99.9% is 0.999 to the last bit.
fn number_or_percent(text: &str) -> Option<f64> {
    match text.strip_suffix('%').map(str::trim) {
        Some(number) => number.parse().ok().and_then(|value: f64| format!("{number}e-2").parse().ok().or(Some(value / 100.0))),
        None => text.parse().ok(),
    }
}

/// Levels to choose from.
#[derive(Clone, Debug, PartialEq)]
struct Levels(Vec<f64>);

fn levels(text: &str) -> Result<Levels, String> {
    let wrong = || format!("{text:?} are no levels; write LO..HI/COUNT, above 0% and up to 400%, as in 20%..100%/17");
    let (ends, count) = text.rsplit_once('/').ok_or_else(wrong)?;
    let (low, high) = ends.split_once("..").ok_or_else(wrong)?;
    let end = |text: &str| number_or_percent(text.trim()).filter(|value| *value > 0.0 && *value <= 4.0);
    let (low, high) = (end(low).ok_or_else(wrong)?, end(high).ok_or_else(wrong)?);
    let count: u32 = count.trim().parse().ok().filter(|count| (1..=1000).contains(count)).ok_or_else(wrong)?;
    if low > high || (count == 1 && low < high) {
        return Err(wrong());
    }
    let at = |i: u32| if i + 1 == count { high } else { low + (high - low) * f64::from(i) / f64::from(count - 1) };
    Ok(Levels((0..count).map(at).collect()))
}

/// Searches, reports, and writes the folder if one is wanted.
pub fn search(command: &Frontier) -> Result<(), Failure> {
    let begun = Instant::now();
    let (arm, against) = command.arms()?;
    let conditions = command.conditions(&arm, against.as_ref())?;
    let staff = Staff::of(&arm, &command.staff).map_err(Failure::Usage)?;
    let whole = match &against {
        Some(against) => Staff::of(against, &command.staff).map_err(Failure::Usage)?.own_posts(),
        None => staff.own_posts(),
    };
    let levels: Vec<f64> = command.levels.clone().map_or_else(|| usual(staff.own_posts() as f64 / whole as f64), |levels| levels.0);
    let staff = staff.up_to(levels.iter().copied().fold(0.0, f64::max) * whole as f64);
    let committed = Condition {
        measure: Measure::position("committed_done").unwrap_or_default(),
        asked: Asked::AtLeast { share: command.committed },
        chance: None,
    };
    let due = arm.loaded.scenario.demand.committed_work.is_some();
    let arms: Vec<&Arm> = [&arm].into_iter().chain(against.as_ref()).collect();
    let plan = command.effort.plan(arms.iter().copied(), if command.chance.is_some() { 8 * BUDGET } else { BUDGET });
    let besides = (command.committed > 0.0 && due).then_some(committed);
    let question = Question { targets: conditions, besides, plan, confidence: CONFIDENCE };
    let asked = format!("{question:?} {levels:?} {}", command.staff);
    let mut manifest = ExperimentManifest::new("frontier", arms.iter().copied(), &asked);
    let interrupt = Interrupt::listen();
    let folder = command.output.begin(&manifest.identity, arms.iter().map(|arm| &arm.loaded), &interrupt)?;
    let mut search = Search::new(question, staff, &levels, whole, arm, against);
    let known = unfinished::replications(command.output.out.as_deref(), &manifest.identity, command.shared.common.quiet);
    let (targets, both) = command.run(&mut search, &known, &interrupt)?;
    if search.visited.iter().all(|level| level.looks == 0 && !level.overflows) && folder.is_none() {
        return Err(unfinished::nothing());
    }
    let flags = command.flags();
    let found = report::Frontier { search: &search, scope: command.staff.clone(), targets, both, flags };
    let value = frontier_json(&found);
    let document = json::text(&value);
    let shown = || pages::shown(&found.shown(), |_| 0..plan.most, CONFIDENCE, &command.shared, &interrupt);
    let shown = folder.is_some().then(shown).transpose()?;
    let interrupted = search.interrupted || interrupt.asked();
    let mut stands = None;
    if let (Some(folder), Some(shown)) = (folder, shown) {
        manifest.done_with(&search.pool, interrupted, machine(command.shared.threads(), begun));
        let rows = [("replications", replications_of(&search.pool))];
        pages::write(&folder, &manifest, command.shared.common.lang(), &shown, &value, &rows)?;
        folder.write("levels.csv", &csv(&found)).map_err(folder_failure)?;
        let known = interrupted.then(|| Known::joined(&known, search.pool.known()));
        stands = Some(unfinished::finish(folder, known, &manifest.identity, &manifest.text())?);
    }
    print(&if command.shared.common.json { document } else { report::frontier(&found, command.shared.common.lang()) })?;
    if interrupted {
        unfinished::tell(stands);
        return Err(Failure::Interrupted);
    }
    Ok(())
}

/// From a twentieth to all posts, or to the staff as it stands where that is more.
fn usual(own: f64) -> Vec<f64> {
    let top = own.max(1.0);
    let steps = ((top - LOWEST) / STEP + 0.999_999) as u32;
    (0..=steps).map(|i| LOWEST + STEP * f64::from(i)).collect()
}

impl Frontier {
    fn arms(&self) -> Result<(Arm, Option<Arm>), Failure> {
        let mut arms = self.shared.arms(std::iter::once(&self.file).chain(&self.against), &[])?;
        comparable(&arms, false, make_same)?;
        let against = (arms.len() > 1).then(|| arms.remove(1));
        Ok((arms.remove(0), against))
    }

    /// What is asked of the targets.
    fn conditions(&self, arm: &Arm, against: Option<&Arm>) -> Result<Vec<Condition>, Failure> {
        let primary = arm.dimensions.targets.primary.name().to_owned();
        let named = if self.target.is_empty() { vec![primary] } else { self.target.clone() };
        let margin = against.unwrap_or(arm).loaded.scenario.run.indifference.get();
        let mut found: Vec<Condition> = Vec::new();
        for text in &named {
            let (name, wanted) = text.split_once('=').map_or((text.as_str(), None), |(name, wanted)| (name, Some(wanted)));
            let name = name.trim().replace('-', "_");
            let Some(measure) = Target::ALL.iter().position(|target| target.name() == name) else {
                let names: Vec<&str> = Target::ALL.iter().map(|target| target.name()).collect();
                return Err(Failure::Usage(format!("there is no target {name:?}; there are {}", names.join(", "))));
            };
            if found.iter().any(|condition| condition.measure == measure) {
                return Err(Failure::Usage(format!("--target names {name} twice")));
            }
            let asked = match wanted {
                Some(wanted) => {
                    // Single days may well meet it in full.
                    let read = if self.chance.is_some() { missable(wanted) } else { part(wanted) };
                    Asked::AtLeast { share: read.map_err(|message| Failure::Usage(format!("--target {name}: {message}")))? }
                }
                None if against.is_some() => Asked::NotBelow { margin },
                None => {
                    return Err(Failure::Usage(format!(
                        "as well as what? give --against FILE, or the share that {name} has to reach: --target {name}=90%"
                    )));
                }
            };
            found.push(Condition { measure, asked, chance: self.chance });
        }
        Ok(found)
    }

    fn run(&self, search: &mut Search, known: &[Known], interrupt: &Interrupt) -> Result<(Bracket, Option<Bracket>), Failure> {
        let bar = self.shared.bar();
        let before = std::sync::atomic::AtomicU64::new(0);
        let progress = |done: u32| bar.set_position(before.load(std::sync::atomic::Ordering::Relaxed) + u64::from(done));
        let runner = Runner { known, ..self.shared.runner(&progress, interrupt) };
        let ahead = |ahead: Ahead| {
            bar.set_message(format!("{:.1}% of the posts", 100.0 * ahead.level));
            bar.set_length((ahead.done + ahead.expected) as u64);
            before.store(ahead.done as u64, std::sync::atomic::Ordering::Relaxed);
        };
        let targets = search.find(false, Bracket::default(), &runner, &ahead).map_err(Failure::Run)?;
        // What is too small for the targets is too small for more.
        let known = Bracket { fails: targets.fails, holds: None };
        let both = match search.question.besides {
            Some(_) if !search.interrupted => Some(search.find(true, known, &runner, &ahead).map_err(Failure::Run)?),
            Some(_) => Some(search.certified(true)),
            None => None,
        };
        bar.finish_and_clear();
        Ok((targets, both))
    }

    /// The words after `gridgov frontier` that repeat it, without where it goes and how it looks.
    fn flags(&self) -> Vec<String> {
        let mut words = vec![self.file.display().to_string()];
        let mut flag = |name: &str, value: &dyn std::fmt::Display| words.extend([name.to_owned(), value.to_string()]);
        self.against.iter().for_each(|file| flag("--against", &file.display()));
        if self.staff != Scope::All {
            flag("--staff", &self.staff);
        }
        if !self.target.is_empty() {
            flag("--target", &self.target.join(","));
        }
        if self.committed != 0.95 {
            flag("--committed", &self.committed);
        }
        self.chance.iter().for_each(|chance| flag("--chance", chance));
        if let Some(Levels(levels)) = &self.levels {
            let (low, high) = (levels.first().copied().unwrap_or_default(), levels.last().copied().unwrap_or_default());
            flag("--levels", &format!("{low}..{high}/{}", levels.len()));
        }
        words.extend(self.effort.words(&self.shared.common));
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_shares_are_read_as_people_write_them() {
        assert_eq!((share("95%"), share("0.4"), share(" 40 % ")), (Ok(0.95), Ok(0.4), Ok(0.4)));
        assert_eq!((share("99.9%"), share("9e1%"), share("7%")), (Ok(0.999), Ok(0.9), Ok(0.07)));
        assert!(share("140%").unwrap_err().contains("between 0 and 1") && share("much").unwrap_err().contains("write 0.95"));
        assert!(part("0%").unwrap_err().contains("always reached") && part("1").unwrap_err().contains("never be certified"));
        assert_eq!((part("99.9%"), certifiable("0"), missable("100%")), (Ok(0.999), Ok(0.0), Ok(1.0)));
        assert_eq!(levels("20%..100%/5"), Ok(Levels(vec![0.2, 0.4, 0.6000000000000001, 0.8, 1.0])));
        assert_eq!(levels("0.5..0.5/1"), Ok(Levels(vec![0.5])));
        assert_eq!(levels("20%..200%/10").unwrap().0.last(), Some(&2.0), "as it is repeated");
        for wrong in ["20%", "20%..10%/3", "0..1/5", "20%..100%", "1..5/3", "20%..100%/1"] {
            assert!(levels(wrong).is_err(), "{wrong}");
        }
        assert_eq!(usual(0.9).len(), 96);
        assert!((usual(1.1).last().unwrap() - 1.1).abs() < 1e-9);
    }
}
