//! How a command can fail, and with which exit code.

use super::Arguments;
use gridgov::scenario::Diagnostics;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// How a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The scenario is wrong: exit code 2.
    Input(Diagnostics),
    /// The flags or a folder are wrong: exit code 2.
    Usage(String),
    /// The run failed: exit code 1.
    Run(String),
    /// The user interrupted it: exit code 130. What was done has been reported.
    Interrupted,
    /// Nobody reads the results any more (`| head`): the end, quietly.
    ClosedPipe,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::Run(format!("cannot write the results: {error}")),
        }
    }
}

impl Failure {
    /// Several things that are wrong with flags or folders.
    pub fn several(wrong: Vec<String>) -> Failure {
        Failure::Usage(wrong.join("\nerror: "))
    }
}

/// All that is right, or everything that is wrong with the flags.
pub fn everything<T>(results: impl IntoIterator<Item = Result<T, String>>) -> Result<Vec<T>, Failure> {
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(one) => right.push(one),
            Err(message) => wrong.push(message),
        }
    }
    if wrong.is_empty() { Ok(right) } else { Err(Failure::several(wrong)) }
}

/// The exit code of a command, its failure told on standard error.
pub fn outcome(result: Result<(), Failure>, arguments: &Arguments) -> ExitCode {
    match result {
        Ok(()) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Interrupted) => ExitCode::from(130),
        Err(Failure::Run(message)) => {
            tell(&format!("error: {message}"));
            ExitCode::from(1)
        }
        Err(Failure::Usage(message)) => {
            tell(&format!("error: {message}"));
            ExitCode::from(2)
        }
        Err(Failure::Input(diagnostics)) => {
            if arguments.json() {
                let document = serde_json::json!({ "schema": 1, "problems": diagnostics.problems() });
                let _ = write!(io::stdout(), "{}", gridgov::report::json::text(&document));
            }
            let columns = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| width.0.into());
            tell(&diagnostics.render_within(columns.unwrap_or(usize::MAX), colour_on_stderr()));
            ExitCode::from(2)
        }
    }
}

/// Help and version on standard output (exit code 1 where that fails), wrong flags on standard error with exit code 2.
pub fn usage(error: &clap::Error) -> ExitCode {
    match error.print().and_then(|()| io::stdout().flush()).map_err(Failure::from) {
        _ if error.use_stderr() => ExitCode::from(2),
        Err(Failure::Run(message)) => {
            tell(&format!("error: {message}"));
            ExitCode::from(1)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Says something on standard error; that nobody reads it is no failure.
pub fn tell(message: &str) {
    let _ = writeln!(anstream::stderr(), "{}", message.trim_end());
}

/// Colours where a person reads them: a terminal, and `NO_COLOR` not set.
fn colour_on_stderr() -> bool {
    io::stderr().is_terminal() || std::env::var_os("CLICOLOR_FORCE").is_some_and(|v| v != "0")
}
