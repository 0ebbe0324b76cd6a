//! `gridgov factors`.

use super::Failure;
use super::shared::{Input, print};
use clap::Args;
use gridgov::report::{factors as report, json};
use gridgov::scenario::Factors;

/// Flags of `factors`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov factors scenarios/longgang.ron\n  \
    gridgov factors scenarios/longgang.ron turnout\n  \
    gridgov factors scenarios/longgang.ron --json\n  \
    gridgov run scenarios/longgang.ron --set 'structure.desks.platform.triage=3 min'\n\n\
    A time written over a distribution moves all its times in proportion: with LogNormal(median: \"90 s\", p90: \"4 min\") \
    the last example gives LogNormal(median: \"3 min\", p90: \"8 min\").")]
pub struct List {
    #[command(flatten)]
    pub input: Input,
    /// Only those whose path contains this
    #[arg(value_name = "PART", default_value = "")]
    named: String,
}

/// Lists every number that can be turned.
pub fn factors(command: &List) -> Result<(), Failure> {
    let factors = Factors::of(&command.input.load(&[])?);
    if !command.named.is_empty() && !factors.iter().any(|factor| factor.path.contains(&command.named)) {
        return Err(Failure::Usage(factors.find(&command.named).err().unwrap_or_default()));
    }
    if command.input.common.json {
        return print(&json::text(&report::factors_json(&factors, &command.named)));
    }
    print(&report::factors(&factors, &command.named, command.input.common.lang()))
}
