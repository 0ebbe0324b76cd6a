//! Flags that several subcommands share, and what they mean.

use super::Failure;
use super::failure::tell;
use super::interrupt::Interrupt;
use super::run::folder_failure;
use clap::Args;
use clap::builder::RangedI64ValueParser;
use gridgov::experiment::{Arm, Plan, least_replications};
use gridgov::report::Lang;
use gridgov::report::folder::Folder;
use gridgov::scenario::{self, LeftToLog, Loaded, path_and_value};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A flag for how often something is to be done, `least` times at least.
pub fn times(least: i64) -> RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(least..=1 << 20)
}

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
    /// The language of the text: en or zh (from LC_ALL or LANG otherwise); errors are in English
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

    /// Says which settings decide nothing in a scenario.
    pub fn note_idle<'a>(&self, scenarios: impl IntoIterator<Item = &'a Loaded>) {
        let logs: Vec<LeftToLog> = scenarios.into_iter().filter_map(LeftToLog::of).collect();
        let told = |set: &String| logs.iter().find_map(|log| log.told(path_and_value(set)?.0));
        let idle = self.set.iter().filter_map(told).filter(|_| !self.quiet);
        idle.for_each(|told| tell(&format!("note: {told}")));
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
    /// Reads and builds the scenario with `more` settings that the command makes itself.
    pub fn load(&self, more: &[String]) -> Result<Loaded, Failure> {
        let loaded = scenario::load_with(&self.file, &self.common.settings(), more).map_err(Failure::Input)?;
        self.common.note_idle([&loaded]);
        Ok(loaded)
    }
}

/// Flags of every subcommand that writes a folder of results. What is in it, each says itself.
#[derive(Debug, Args)]
pub struct Output {
    /// A folder for the results
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace what is in the folder
    #[arg(long, requires = "out")]
    pub force: bool,
}

impl Output {
    /// Begins the folder for the results that `identity` names, if one is wanted.
    pub fn begin(&self, identity: &str, interrupt: &Interrupt) -> Result<Option<Folder>, Failure> {
        self.out.as_ref().map(|out| self.begin_at(out, identity, interrupt)).transpose()
    }

    /// The same at another place.
    pub fn begin_at(&self, place: &Path, identity: &str, interrupt: &Interrupt) -> Result<Folder, Failure> {
        let folder = Folder::begin(place, identity, self.force).map_err(folder_failure)?;
        interrupt.guards(folder.temporary().to_owned());
        Ok(folder)
    }
}

/// Flags of every subcommand that replicates until enough is known.
#[derive(Debug, Args)]
pub struct Effort {
    /// Exactly so many replications of each arm
    #[arg(long, value_name = "N", conflicts_with = "budget", value_parser = times(2))]
    pub replications: Option<u32>,
    /// At most so many replications of each arm
    #[arg(long, value_name = "N", value_parser = times(2))]
    pub budget: Option<u32>,
}

impl Effort {
    /// The plan that the flags ask for, up to `most` without them, or to what rare surges of the arms need.
    pub fn plan<'a>(&self, arms: impl IntoIterator<Item = &'a Arm>, most: u32) -> Plan {
        let least = least_replications(arms);
        self.replications.map_or_else(|| Plan::up_to(self.most(least, most)), Plan::fixed).no_sooner(least)
    }

    /// The budget, `most` without the flag: room for two more looks after the first, at `least` replications.
    pub fn most(&self, least: u32, most: u32) -> u32 {
        self.budget.unwrap_or_else(|| most.max(least.saturating_mul(4)))
    }

    /// The words of a command line that repeat these flags and those of the settings.
    pub fn words(&self, common: &Common) -> Vec<String> {
        let set = common.set.iter().map(|set| ("--set", set.clone()));
        let seed = common.seed.iter().map(|seed| ("--seed", seed.to_string()));
        let exactly = self.replications.iter().map(|n| ("--replications", n.to_string()));
        let most = self.budget.iter().map(|n| ("--budget", n.to_string()));
        set.chain(seed).chain(exactly).chain(most).flat_map(|(flag, value)| [flag.to_owned(), value]).collect()
    }
}

/// The language that the environment asks for.
pub fn lang_of_environment() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    Lang::of_locale(&set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default())
}

/// Prints a document of results on standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    // What has no colours, such as JSON, need not be searched for them character by character.
    let mut out: Box<dyn Write> = if text.contains('\u{1b}') { Box::new(anstream::stdout()) } else { Box::new(std::io::stdout()) };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
