//! `gridgov explain`.

use super::Failure;
use super::shared::{Input, print};
use clap::builder::RangedU64ValueParser;
use clap::{ArgGroup, Args};
use gridgov::experiment::rank::Combination;
use gridgov::metrics::Dimensions;
use gridgov::record::Observer;
use gridgov::report::explain::{Among, Cast, Kept, Probe, Worst, life, life_json, list, list_json, side_by_side};
use gridgov::report::{command_of, json};
use gridgov::scenario::Loaded;
use gridgov::simulation::{Ending, Simulator};

/// Flags of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov explain scenarios/longgang.ron --worst 10\n  \
    gridgov explain scenarios/longgang.ron --worst 3 --where 'governance unit 7' --between 2022-07-01..2022-07-31\n  \
    gridgov explain scenarios/longgang.ron --incident 4711\n  \
    gridgov explain scenarios/longgang.ron --incident 4711 --rule Random\n  \
    gridgov explain scenarios/longgang.ron --incident 4711 --rule 'ClosestIdle + WeightedWait'\n  \
    gridgov explain scenarios/longgang-typhoon.ron --worst 5 --replication 3 --lang zh")]
#[command(group(ArgGroup::new("which").required(true).multiple(true).args(["incident", "worst", "place", "between"])))]
pub struct Explain {
    #[command(flatten)]
    pub input: Input,
    /// Tell the life of this incident, by its number in the trace
    #[arg(long, value_name = "N")]
    incident: Option<u64>,
    /// List the N incidents that missed the primary target by most (10 where only --where or --between is given)
    #[arg(long, value_name = "N", conflicts_with = "incident", value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    worst: Option<usize>,
    /// Only incidents in the areas called so, on whatever level, in either language; by their path, as in "town/village",
    /// where others have the same name
    #[arg(long = "where", value_name = "NAME", conflicts_with = "incident")]
    place: Option<String>,
    /// Only incidents reported on these days (both included) or between these moments, such as
    /// "2022-07-25 08:00..2022-07-25 12:00"
    #[arg(long, value_name = "A..B", conflicts_with = "incident")]
    between: Option<String>,
    /// In this replication
    #[arg(long, value_name = "R", default_value_t = 0)]
    replication: u32,
    /// Set beside it what becomes of the same incidents under this dispatch rule, or combination of rules joined with +
    #[arg(long, value_name = "X")]
    rule: Option<String>,
}

/// Incidents listed where it is not said how many.
const LISTED: usize = 10;

/// Runs the replication again with a probe and tells what it saw.
pub fn explain(command: &Explain) -> Result<(), Failure> {
    let loaded = command.input.load(&[])?;
    let other = match &command.rule {
        Some(rule) => Some((rule.as_str(), under(command, rule)?)),
        None => None,
    };
    let dimensions = Dimensions::of(&loaded.model);
    let cast = Cast { dimensions: &dimensions, start: loaded.model.start.0, lang: command.input.common.lang() };
    match command.incident {
        Some(incident) => one(command, &loaded, other.as_ref().map(|(rule, l)| (*rule, l)), &cast, incident),
        None => several(command, &loaded, other.as_ref().map(|(rule, l)| (*rule, l)), &cast),
    }
}

/// The scenario, sound by itself, under another rule.
fn under(command: &Explain, rule: &str) -> Result<Loaded, Failure> {
    let rule = Combination::read(rule).map_err(Failure::Usage)?;
    command.input.load(&rule.sets).map_err(|failure| match failure {
        Failure::Input(wrong) => Failure::Input(wrong.coming_of(&format!("--rule {}", rule.text))),
        other => other,
    })
}

fn several(command: &Explain, loaded: &Loaded, other: Option<(&str, &Loaded)>, cast: &Cast) -> Result<(), Failure> {
    let among = Among::new(&loaded.model.city, cast.start, cast.dimensions.window(), command.place.as_deref(), command.between.as_deref());
    let among = among.map_err(Failure::Usage)?;
    let mut worst = Worst::new(cast.dimensions, &among, command.worst.unwrap_or(LISTED));
    replicate(command, loaded, &mut worst)?;
    let other = match other {
        Some((rule, loaded)) => {
            let mut kept = Kept::of(worst.outcomes().map(|outcome| outcome.incident));
            replicate(command, loaded, &mut kept)?;
            Some((rule, kept))
        }
        None => None,
    };
    let other = other.as_ref().map(|(rule, kept)| (*rule, kept));
    if command.input.common.json {
        return print(&json::text(&list_json(&worst, other, cast, command.replication)));
    }
    print(&list(&worst, other, cast, command.replication, &again(command)))
}

fn one(command: &Explain, loaded: &Loaded, other: Option<(&str, &Loaded)>, cast: &Cast, incident: u64) -> Result<(), Failure> {
    let mut probe = Probe::new(incident);
    let ending = replicate(command, loaded, &mut probe)?;
    let missing = || {
        let has = match ending.incidents {
            0 => "none".to_owned(),
            n => format!("incidents 0 to {}", n - 1),
        };
        Failure::Usage(format!("there is no incident {incident}: replication {} has {has}", command.replication))
    };
    let other = match other {
        Some((rule, loaded)) => {
            let mut probe = Probe::new(incident);
            replicate(command, loaded, &mut probe)?;
            Some((rule, probe))
        }
        None => None,
    };
    if command.input.common.json {
        let other = other.as_ref().map(|(rule, probe)| (*rule, probe));
        return print(&json::text(&life_json(&probe, other, cast, command.replication).ok_or_else(missing)?));
    }
    let mut text = life(&probe, cast, command.replication).ok_or_else(missing)?;
    if let (Some((rule, other)), Some(own)) = (&other, &probe.outcome)
        && let Some(outcome) = &other.outcome
    {
        let title = cast.lang.text(format!("The same under {rule}"), format!("{rule} 下的同一事件"));
        text += &side_by_side(own, outcome, rule, cast);
        text += &format!("\n{title}\n");
        text += &life(other, cast, command.replication).ok_or_else(missing)?;
    }
    print(&text)
}

fn replicate(command: &Explain, loaded: &Loaded, observer: &mut dyn Observer) -> Result<Ending, Failure> {
    Simulator::new(&loaded.model).watch(command.replication, observer).map_err(|breach| Failure::Run(breach.to_string()))
}

/// The command for one incident of the same replication, but for which.
fn again(command: &Explain) -> String {
    let mut flags = vec![command.input.file.display().to_string()];
    let mut flag = |name: &str, value: String| flags.extend([name.to_owned(), value]);
    command.input.common.settings().into_iter().for_each(|set| flag("--set", set));
    command.rule.iter().for_each(|rule| flag("--rule", rule.to_string()));
    if command.replication > 0 {
        flag("--replication", command.replication.to_string());
    }
    command_of("explain", &flags).join(" ")
}
