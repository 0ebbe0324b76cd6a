//! gridgov on the command line: read the flags, do what they say, report how it went.

#![forbid(unsafe_code)]

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::Arguments::read() {
        Ok(arguments) => cli::outcome(cli::execute(&arguments), &arguments),
        Err(usage) => cli::usage(&usage),
    }
}
