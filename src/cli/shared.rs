//! Flags that several subcommands share, and what they mean.

use super::Failure;
use clap::Args;
use gridgov::report::Lang;
use gridgov::scenario::{self, Loaded};
use std::io::Write;
use std::path::PathBuf;

/// Flags of every subcommand that reads scenarios, one or several.
#[derive(Debug, Args)]
pub struct Common {
    /// Change a value of every scenario before anything else, by its path; may be given again
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// The seed of all random numbers (the scenario's `run.seed` otherwise)
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Print one JSON document instead of text
    #[arg(long)]
    pub json: bool,
    /// The language of the text: en or zh (from LC_ALL or LANG otherwise)
    #[arg(long, value_name = "en|zh")]
    pub lang: Option<Lang>,
    /// No progress on standard error
    #[arg(long)]
    pub quiet: bool,
}

impl Common {
    /// All settings, those of flags of their own included.
    pub fn settings(&self) -> Vec<String> {
        let mut settings = self.set.clone();
        settings.extend(self.seed.map(|seed| format!("run.seed={seed}")));
        settings
    }

    /// The language that the flag or the environment asks for.
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(lang_of_environment)
    }
}

/// Flags of every subcommand that reads one scenario.
#[derive(Debug, Args)]
pub struct Input {
    /// The scenario file
    pub file: PathBuf,
    #[command(flatten)]
    pub common: Common,
}

impl Input {
    /// Reads and builds the scenario.
    pub fn load(&self, more: &[String]) -> Result<Loaded, Failure> {
        let mut settings = self.common.settings();
        settings.extend_from_slice(more);
        scenario::load(&self.file, &settings).map_err(Failure::Input)
    }
}

/// The language that the environment asks for.
pub fn lang_of_environment() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    Lang::of_locale(&set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default())
}

/// Prints a document of results on standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
