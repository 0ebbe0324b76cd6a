//! Flags, and what each subcommand does with them: one file for each.

mod arms;
mod break_even;
mod check;
mod compare;
mod explain;
mod factors;
mod failure;
mod frontier;
mod interrupt;
mod merge;
mod pages;
mod rank;
mod report;
mod reproduce;
mod rules;
mod run;
mod sensitivity;
mod shared;
mod sweep;
mod trace;
mod uncertain;
mod unfinished;
mod verify;

pub use failure::{Failure, outcome, usage};

use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};

/// Simulate how a city organises and dispatches the people who handle its street-level incidents.
#[derive(Debug, Parser)]
#[command(
    name = "gridgov",
    version,
    about = "Simulate how a city organises and dispatches the people who handle its street-level incidents",
    after_help = "Examples:\n  \
        gridgov run scenarios/longgang.ron                        a year of Longgang: were the 1/2/3/45-minute targets met?\n  \
        gridgov run scenarios/longgang-typhoon.ron --lang zh      a typhoon, in Chinese\n  \
        gridgov run scenarios/longgang.ron --set demand.volume='260 /day' --out results/busy\n  \
        gridgov compare scenarios/longgang.ron --vary dispatch.rule=DistrictFirst\n  \
        gridgov rank scenarios/longgang-typhoon.ron               which dispatch rule is best, and what does it cost?\n  \
        gridgov sweep scenarios/sweeps/county.ron --out results/s  structures × rules × factors, as tables\n  \
        gridgov frontier scenarios/longgang.ron --against scenarios/longgang-tiered-reformed.ron\n  \
        gridgov break-even scenarios/longgang.ron --against scenarios/longgang-tiered-reformed.ron\n  \
        gridgov check scenarios/county.ron                        what does this file mean?\n  \
        gridgov explain scenarios/longgang.ron --worst 10         which incidents went worst, and why\n  \
        gridgov report results/busy                               draw its report.html again\n  \
        gridgov reproduce results/busy                            make a replication again: does it come to the same?\n  \
        gridgov trace scenarios/longgang.ron --out trace.csv      what happened, before anybody serves it\n  \
        gridgov verify                                            is the simulator right? exact answers beside its own\n\n\
        Exit codes: 0 done, 1 the run failed, 2 bad input, 130 interrupted."
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Simulate a scenario and summarise what came of it
    Run(run::Run),
    /// Compare scenarios under the same luck: which is better, by how much, where, and what the answer hangs on
    Compare(compare::Compare),
    /// Rank dispatch rules on the same incidents: which is best, with a stated guarantee, and what it costs others
    Rank(rank::Rank),
    /// Run many points: structures × rules × factors, to tables as CSV and Parquet; resumable and divisible
    Sweep(sweep::Sweep),
    /// Which numbers matter: Morris's screening of all graded factors, Sobol' indices of chosen ones
    Sensitivity(sensitivity::Sensitivity),
    /// Put the shards of a sweep together
    Merge(merge::Merge),
    /// Find the smallest share of posts with which a scenario does at least as well as another with all of its own
    Frontier(frontier::Frontier),
    /// Find how far single numbers have to move until two scenarios break even
    BreakEven(break_even::BreakEven),
    /// Say in words what a scenario means, without running it
    Check(check::Check),
    /// List the rules that a scenario can name
    Rules(rules::Rules),
    /// List every number of a scenario that can be turned: path, value, bounds, grade, range
    Factors(factors::List),
    /// Draw the report of a folder of results again, or what differs between two
    Report(report::Report),
    /// Make a replication of a folder of results again and see whether it comes to the same
    Reproduce(reproduce::Reproduce),
    /// Tell the life of single incidents: what happened when, who was asked and why
    Explain(explain::Explain),
    /// Write the incidents of a replication, before anybody serves them, as a table that a scenario can replay
    Trace(trace::Trace),
    /// Show that the simulator reproduces exact answers of queueing theory, with the interval of each
    Verify(verify::Verify),
}

/// What values are called that are numbers.
const NUMBERS: [&str; 4] = ["N", "R", "SHARE", "PERCENT"];

impl Arguments {
    /// Those of the command line. What follows a flag that takes a number is one, even where it is negative and none that may be.
    ///
    /// # Errors
    /// What is wrong with them, or what was asked instead: help, or the version.
    pub fn read() -> Result<Arguments, clap::Error> {
        let is_number = |arg: &Arg| arg.get_value_names().is_some_and(|names| names.iter().any(|name| NUMBERS.contains(&name.as_str())));
        let signed = |arg: Arg| if is_number(&arg) { arg.allow_negative_numbers(true) } else { arg };
        let mut command = Arguments::command().mut_subcommands(|command| command.mut_args(signed));
        let mut found = command.try_get_matches_from_mut(std::env::args_os())?;
        Arguments::from_arg_matches_mut(&mut found).map_err(|error| error.format(&mut command))
    }

    /// Whether failures are told as JSON.
    pub fn json(&self) -> bool {
        match &self.command {
            Command::Run(c) => c.shared.common.json,
            Command::Compare(c) => c.shared.common.json,
            Command::Rank(c) => c.shared.common.json,
            Command::Sweep(c) => c.shared.common.json,
            Command::Merge(c) => c.json,
            Command::Frontier(c) => c.shared.common.json,
            Command::BreakEven(c) => c.shared.common.json,
            Command::Sensitivity(c) => c.shared.common.json,
            Command::Check(c) => c.input.common.json,
            Command::Rules(c) => c.json,
            Command::Factors(c) => c.input.common.json,
            Command::Explain(c) => c.input.common.json,
            Command::Trace(c) => c.input.common.json,
            Command::Report(_) => false,
            Command::Reproduce(c) => c.json,
            Command::Verify(c) => c.json,
        }
    }
}

/// Does what the flags say.
///
/// # Errors
/// How it failed, which decides the exit code.
pub fn execute(arguments: &Arguments) -> Result<(), Failure> {
    // In a pipe or a file text is the same everywhere.
    if let Some((terminal_size::Width(columns), _)) = terminal_size::terminal_size_of(std::io::stdout()) {
        gridgov::report::layout::fit(columns.into());
    }
    match &arguments.command {
        Command::Run(command) => run::run(command),
        Command::Compare(command) => compare::compare(command),
        Command::Rank(command) => rank::rank(command),
        Command::Sweep(command) => sweep::sweep(command),
        Command::Merge(command) => merge::merge(command),
        Command::Frontier(command) => frontier::search(command),
        Command::BreakEven(command) => break_even::search(command),
        Command::Sensitivity(command) => sensitivity::sensitivity(command),
        Command::Check(command) => check::check(command),
        Command::Rules(command) => rules::rules(command),
        Command::Factors(command) => factors::factors(command),
        Command::Explain(command) => explain::explain(command),
        Command::Report(command) => report::report(command),
        Command::Reproduce(command) => reproduce::reproduce(command),
        Command::Trace(command) => trace::trace(command),
        Command::Verify(command) => verify::verify(command),
    }
}
