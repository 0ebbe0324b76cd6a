//! `gridgov verify`.

use super::Failure;
use super::interrupt::Interrupt;
use super::shared::{lang_of_environment, print};
use clap::Args;
use gridgov::oracle::{self, Case, Options};
use gridgov::report::verify::{self as report, Findings};
use gridgov::report::{Lang, json};
use gridgov::scenario;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::{Path, PathBuf};

/// Fewest replications of a scenario beside its equations.
const FEWEST: u32 = 5;

/// Flags of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov verify                       all cases, about two minutes on two processors\n  \
    gridgov verify --case erlang-c       the waits of Erlang's formula only\n  \
    gridgov verify --case priority --case m-g-1 --lang zh\n  \
    gridgov verify --tight               intervals a third as wide, nine times the work\n  \
    gridgov verify --json > verified.json\n  \
    gridgov verify scenarios/verification/line.ron --set run.replications=100      a scenario of your own, beside its hypercube equations\n\n\
    Every case is a scenario under scenarios/verification, run as any other; --json names the file and the settings. \
    Exit code 1 if a number does not agree, or if its interval is too wide to tell.")]
pub struct Verify {
    /// A small scenario with exponential work: solve its hypercube equations, run it, and compare; all cases without
    #[arg(conflicts_with_all = ["case", "tight"])]
    file: Option<PathBuf>,
    /// Change a value of the scenario before anything else, by its path; may be given again
    #[arg(long, value_name = "PATH=VALUE", requires = "file", conflicts_with_all = ["case", "tight"])]
    set: Vec<String>,
    /// Only cases whose name contains this; may be given again
    #[arg(long, value_name = "PATTERN")]
    case: Vec<String>,
    /// Ask for intervals a third as wide: 1% of a mean
    #[arg(long)]
    tight: bool,
    /// The seed of all cases (20221 otherwise), or of the scenario
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Replications that run at the same time (as many as there are processors otherwise)
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Print one JSON document instead of text
    #[arg(long)]
    pub json: bool,
    /// The language of the text: en or zh (from LC_ALL or LANG otherwise); errors are in English
    #[arg(long, value_name = "en|zh")]
    lang: Option<Lang>,
    /// No progress on standard error
    #[arg(long)]
    quiet: bool,
}

/// Runs the suite, or a scenario beside its equations, and compares with the exact answers.
pub fn verify(command: &Verify) -> Result<(), Failure> {
    let findings = match &command.file {
        Some(file) => given(command, file)?,
        None => suite(command)?,
    };
    match command.json {
        true => print(&json::text(&report::document(&findings)))?,
        false => print(&report::text(&findings, lang(command)))?,
    }
    match findings.shortfall() {
        _ if !findings.complete() => Err(Failure::Interrupted),
        None => Ok(()),
        Some(said) => Err(Failure::Run(said.en)),
    }
}

fn lang(command: &Verify) -> Lang {
    command.lang.unwrap_or_else(lang_of_environment)
}

fn options(command: &Verify, seed: u64) -> Options {
    let threads = command.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    Options { seed, threads, tight: command.tight }
}

fn suite(command: &Verify) -> Result<Findings, Failure> {
    let cases = chosen(&command.case)?;
    let seed = command.seed.unwrap_or(oracle::SEED);
    let interrupt = Interrupt::listen();
    let bar = progress(command.quiet);
    let verified = oracle::verify(&cases, options(command, seed), |part| bar.inc((part * PARTS).round() as u64), &interrupt.stop);
    bar.finish_and_clear();
    Ok(Findings { verified: verified.map_err(Failure::Run)?, cases: cases.len(), seed, tight: command.tight, note: None })
}

/// A scenario of the user beside its hypercube equations.
fn given(command: &Verify, file: &Path) -> Result<Findings, Failure> {
    let mut set = command.set.clone();
    set.extend(command.seed.map(|seed| format!("run.seed={seed}")));
    let loaded = scenario::load(file, &set).map_err(Failure::Input)?;
    let name = file.display().to_string();
    let derived = oracle::derive(&loaded).map_err(|reasons| {
        let lang = lang(command);
        let head = lang.text(format!("the hypercube equations do not apply to {name}:"), format!("超立方体方程不适用于 {name}："));
        let reasons = reasons.into_iter().map(|said| format!("\n  - {}", lang.text(said.en, said.zh)));
        Failure::Usage(head + &reasons.collect::<String>())
    })?;
    if loaded.model.replications < FEWEST {
        return Err(Failure::Usage(format!("an interval takes at least {FEWEST} replications: --set run.replications=20")));
    }
    let (case, note) = (oracle::beside(&loaded, &derived, &name, set), report::approximation(&derived));
    let seed = loaded.model.seed;
    let interrupt = Interrupt::listen();
    let bar = progress(command.quiet);
    let advance = |part: f64| bar.inc((part * PARTS).round() as u64);
    let verified = oracle::verify_model(&case, loaded.model, options(command, seed), advance, &interrupt.stop);
    bar.finish_and_clear();
    Ok(Findings { verified: verified.map_err(Failure::Run)?, cases: 1, seed, tight: false, note })
}

fn chosen(patterns: &[String]) -> Result<Vec<Case>, Failure> {
    let all = oracle::cases::all();
    let asked = |case: &Case| patterns.is_empty() || patterns.iter().any(|p| case.name.contains(&p.to_lowercase()));
    if let Some(pattern) = patterns.iter().find(|p| !all.iter().any(|case| case.name.contains(&p.to_lowercase()))) {
        let names: Vec<&str> = all.iter().map(|case| case.name.as_str()).collect();
        return Err(Failure::Usage(format!("no case is called {pattern:?}; there are\n  {}", names.join("\n  "))));
    }
    Ok(all.into_iter().filter(asked).collect())
}

/// Steps of the bar.
const PARTS: f64 = 100_000.0;

/// A bar with the time left, on standard error, where a person sees it.
fn progress(quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let style = ProgressStyle::with_template("{bar:40} {percent}%, {eta} left").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(PARTS as u64), target).with_style(style)
}
