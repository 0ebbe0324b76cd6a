//! `gridgov merge`.

use super::Failure;
use super::failure::tell;
use super::run::{folder_failure, machine};
use super::shared::{lang_of_environment, print};
use clap::Args;
use gridgov::report::folder::{merge as merged, shards};
use gridgov::report::sweep::{sweep_json, sweep_text};
use gridgov::report::{Lang, json};
use std::path::PathBuf;
use std::time::Instant;

/// Flags of `merge`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov sweep scenarios/sweeps/county.ron --shard 0/2 --out part0\n  \
    gridgov sweep scenarios/sweeps/county.ron --shard 1/2 --out part1\n  \
    gridgov merge part0 part1 --out results/sweep\n\n\
    The result has the same bytes as that of the whole sweep in one go, but for the machine in its manifest. Shards that are \
    missing, there twice, unfinished, of another plan, or not as they were written are refused.")]
pub struct Merge {
    /// Folders that `sweep --shard` wrote, in any order
    #[arg(required = true, value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// A folder for all of it
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replace what is in the folder
    #[arg(long)]
    force: bool,
    /// Print one JSON document instead of text
    #[arg(long)]
    pub json: bool,
    /// The language of the text: en or zh (from LC_ALL or LANG otherwise); errors are in English
    #[arg(long, value_name = "en|zh")]
    lang: Option<Lang>,
    /// Nothing on standard error but errors
    #[arg(long)]
    quiet: bool,
}

/// Puts the shards of a sweep together.
pub fn merge(command: &Merge) -> Result<(), Failure> {
    let begun = Instant::now();
    let found = shards(&command.dirs).map_err(Failure::several)?;
    let written = merged(&found, &command.out, command.force, || machine(1, begun)).map_err(folder_failure)?;
    if !written && !command.quiet {
        tell(&format!("{} holds this very sweep, complete: nothing is written", command.out.display()));
    }
    let swept = found.whole();
    print(&if command.json {
        json::text(&sweep_json(&swept))
    } else {
        sweep_text(&swept, command.lang.unwrap_or_else(lang_of_environment))
    })
}
