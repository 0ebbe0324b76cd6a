//! Flags that several subcommands share, and what they mean.

use super::Failure;
use clap::Args;
use gridgov::metrics::Name;
use gridgov::report::{Lang, Provenance, Setup};
use gridgov::scenario::{self, Grade, Loaded};
use std::io::Write;
use std::path::PathBuf;

/// Flags of every subcommand that reads a scenario.
#[derive(Debug, Args)]
pub struct Input {
    /// The scenario file
    pub file: PathBuf,
    /// Change a value of the scenario before anything else, by its path; may be given again
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

impl Input {
    /// All settings, those of flags of their own included.
    pub fn settings(&self) -> Vec<String> {
        let mut settings = self.set.clone();
        settings.extend(self.seed.map(|seed| format!("run.seed={seed}")));
        settings
    }

    /// Reads and builds the scenario.
    pub fn load(&self, more: &[String]) -> Result<Loaded, Failure> {
        let mut settings = self.settings();
        settings.extend_from_slice(more);
        scenario::load(&self.file, &settings).map_err(Failure::Input)
    }

    /// The language that the flag or the environment asks for.
    pub fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(lang_of_environment)
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

/// What is run, for the head of a report.
pub fn setup(loaded: &Loaded, input: &Input) -> Setup {
    let model = &loaded.model;
    let officers: u64 = model.workforce.kinds.iter().map(|k| u64::from(k.officers)).sum();
    Setup {
        name: name(&model.name, model.zh.as_deref()),
        scenario: input.file.display().to_string(),
        set: input.set.clone(),
        log: loaded.scenario.demand.log.as_ref().map(|log| log.file.clone()),
        start: model.start.0.to_string(),
        seed: model.seed,
        replications: model.replications,
        residents: residents(loaded),
        officers,
        crews: model.workforce.crews.len() as u64,
        posts: posts(loaded).iter().map(|(_, count)| count).sum(),
        provenance: provenance(loaded),
    }
}

/// An English name with its Chinese form, the same where there is none.
pub fn name(english: &str, chinese: Option<&str>) -> Name {
    Name::new(english, chinese.unwrap_or(english))
}

/// Residents of the city.
pub fn residents(loaded: &Loaded) -> u64 {
    loaded.model.city.areas.iter().next().map_or(0, |city| u64::from(city.residents))
}

/// Paid posts by role. Clerks are counted by the people that it takes to staff their hours: hours a week / 40.
pub fn posts(loaded: &Loaded) -> Vec<(Name, u64)> {
    let model = &loaded.model;
    let mut posts: Vec<(Name, u64)> =
        model.workforce.kinds.iter().map(|k| (name(&k.name, k.zh.as_deref()), u64::from(k.officers))).collect();
    for (index, kind) in model.structure.kinds.iter().enumerate() {
        let places = model.structure.desks.iter().filter(|d| d.kind as usize == index).count() as f64;
        let days = if kind.staffing.on_workdays_only() { 5.0 } else { 7.0 };
        let clerks = (places * kind.staffing.hours_a_day() * days / 40.0 + 0.999_999) as u64;
        posts.push((name(&kind.name, kind.zh.as_deref()), clerks));
    }
    let settlers = model.structure.settlers.iter().filter(|s| s.paid);
    posts.extend(settlers.map(|s| (name(&s.name, s.zh.as_deref()), s.posts)));
    posts.extend(model.workforce.posts.iter().map(|p| (name(&p.name, p.zh.as_deref()), p.count)));
    posts.retain(|(_, count)| *count > 0);
    posts
}

/// How many numbers of the scenario are graded, and how many of these are assumptions.
pub fn provenance(loaded: &Loaded) -> Provenance {
    let graded = &loaded.scenario.provenance;
    let assumed = graded.values().filter(|p| p.grade == Grade::C).count();
    Provenance { parameters: graded.len() as u32, assumed: assumed as u32 }
}
