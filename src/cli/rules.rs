//! `gridgov rules`.

use super::Failure;
use super::shared::{lang_of_environment, print};
use clap::Args;
use gridgov::policy::registry;
use gridgov::report::{self, Lang};

/// Flags of `rules`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  gridgov rules\n  gridgov rules --json\n  gridgov run scenarios/longgang.ron --set dispatch.rule=DistrictFirst"
)]
pub struct Rules {
    /// Print one JSON document instead of text
    #[arg(long)]
    pub json: bool,
    /// The language of the text: en or zh (from LC_ALL or LANG otherwise); errors are in English
    #[arg(long, value_name = "en|zh")]
    lang: Option<Lang>,
}

/// Prints all rules.
pub fn rules(command: &Rules) -> Result<(), Failure> {
    if command.json {
        return print(&report::json::text(&report::json::rules(registry())));
    }
    print(&report::rules::rules(registry(), command.lang.unwrap_or_else(lang_of_environment)))
}
