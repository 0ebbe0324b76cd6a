//! `gridgov explain`.

use super::Failure;
use super::shared::{Input, print};
use clap::Args;
use gridgov::metrics::Dimensions;
use gridgov::record::Observer;
use gridgov::report::explain::{Cast, Probe, Worst, life, life_json, list, list_json};
use gridgov::report::json;
use gridgov::scenario::Loaded;
use gridgov::simulation::{Ending, Simulator};

/// Flags of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov explain scenarios/longgang.ron --worst 10\n  \
    gridgov explain scenarios/longgang.ron --incident 4711\n  \
    gridgov explain scenarios/longgang-typhoon.ron --worst 5 --replication 3 --lang zh")]
pub struct Explain {
    #[command(flatten)]
    pub input: Input,
    /// Tell the life of this incident, by its number in the trace
    #[arg(long, value_name = "N", required_unless_present = "worst")]
    incident: Option<u64>,
    /// List the N incidents that missed the primary target by most
    #[arg(long, value_name = "N", conflicts_with = "incident")]
    worst: Option<usize>,
    /// In this replication
    #[arg(long, value_name = "R", default_value_t = 0)]
    replication: u32,
}

/// Runs the replication again with a probe and tells what it saw.
pub fn explain(command: &Explain) -> Result<(), Failure> {
    let loaded = command.input.load(&[])?;
    let dimensions = Dimensions::of(&loaded.model);
    let cast = Cast { dimensions: &dimensions, start: loaded.model.start.0, lang: command.input.lang() };
    match (command.incident, command.worst) {
        (Some(incident), _) => one(command, &loaded, &cast, incident),
        (None, most) => {
            let mut worst = Worst::new(&dimensions, most.unwrap_or(10));
            replicate(command, &loaded, &mut worst)?;
            if command.input.json {
                return print(&json::text(&list_json(&worst, &cast, command.replication)));
            }
            print(&list(&worst, &cast, command.replication, &again(command)))
        }
    }
}

fn one(command: &Explain, loaded: &Loaded, cast: &Cast, incident: u64) -> Result<(), Failure> {
    let mut probe = Probe::new(incident);
    let ending = replicate(command, loaded, &mut probe)?;
    let missing = || {
        Failure::Usage(format!(
            "there is no incident {incident}: replication {} has incidents 0 to {}",
            command.replication,
            ending.incidents.saturating_sub(1)
        ))
    };
    if command.input.json {
        return print(&json::text(&life_json(&probe, cast, command.replication).ok_or_else(missing)?));
    }
    print(&life(&probe, cast, command.replication).ok_or_else(missing)?)
}

fn replicate<O: Observer>(command: &Explain, loaded: &Loaded, observer: &mut O) -> Result<Ending, Failure> {
    Simulator::new(&loaded.model).replicate(command.replication, observer).map_err(|breach| Failure::Run(breach.to_string()))
}

/// The command for one incident of the same replication, but for which.
fn again(command: &Explain) -> String {
    let mut words = vec!["gridgov explain".to_owned(), command.input.file.display().to_string()];
    words.extend(command.input.settings().iter().map(|set| format!("--set '{set}'")));
    if command.replication > 0 {
        words.push(format!("--replication {}", command.replication));
    }
    words.join(" ")
}
