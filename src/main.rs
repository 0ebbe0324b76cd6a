//! gridgov on the command line: read the flags, do what they say, report how it went.

#![forbid(unsafe_code)]

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::Arguments::try_parse() {
        Ok(arguments) => cli::outcome(cli::execute(&arguments), &arguments),
        Err(usage) => cli::usage(&usage),
    }
}
