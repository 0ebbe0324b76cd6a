//! `gridgov verify`.

use super::Failure;
use super::interrupt::Interrupt;
use super::shared::{lang_of_environment, print};
use clap::Args;
use gridgov::oracle::{self, Case, Options};
use gridgov::report::{Lang, json, verify as report};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Flags of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov verify                       all cases, about two minutes on two processors\n  \
    gridgov verify --case erlang-c       the waits of Erlang's formula only\n  \
    gridgov verify --case priority --case m-g-1 --lang zh\n  \
    gridgov verify --tight               intervals a third as wide, nine times the work\n  \
    gridgov verify --json > verified.json\n\n\
    Every case is a scenario under scenarios/verification, run as any other; --json names the file and the settings.\n\
    Exit code 1 if a number does not agree.")]
pub struct Verify {
    /// Only cases whose name contains this; may be given again
    #[arg(long, value_name = "PATTERN")]
    case: Vec<String>,
    /// Ask for intervals a third as wide: 1% of a mean
    #[arg(long)]
    tight: bool,
    /// The seed of all cases
    #[arg(long, value_name = "N", default_value_t = oracle::SEED)]
    seed: u64,
    /// Replications that run at the same time (as many as there are processors otherwise)
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Print one JSON document instead of text
    #[arg(long)]
    pub json: bool,
    /// The language of the text: en or zh (from LC_ALL or LANG otherwise)
    #[arg(long, value_name = "en|zh")]
    lang: Option<Lang>,
    /// No progress on standard error
    #[arg(long)]
    quiet: bool,
}

/// Runs the suite and compares it with the exact answers.
pub fn verify(command: &Verify) -> Result<(), Failure> {
    let cases = chosen(&command.case)?;
    let interrupt = Interrupt::listen();
    let bar = progress(command.quiet);
    let advance = |part: f64| bar.inc((part * PARTS).round() as u64);
    let threads = command.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let options = Options { seed: command.seed, threads, tight: command.tight };
    let verified = oracle::verify(&cases, options, advance, &interrupt.stop);
    bar.finish_and_clear();
    let findings =
        report::Findings { verified: verified.map_err(Failure::Run)?, cases: cases.len(), seed: command.seed, tight: command.tight };
    match command.json {
        true => print(&json::text(&report::document(&findings)))?,
        false => print(&report::text(&findings, command.lang.unwrap_or_else(lang_of_environment)))?,
    }
    match findings.counts() {
        _ if !findings.complete() => Err(Failure::Interrupted),
        (_, 0) => Ok(()),
        (compared, failed) => Err(Failure::Run(format!("{failed} of {compared} numbers do not agree with their exact answers"))),
    }
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
