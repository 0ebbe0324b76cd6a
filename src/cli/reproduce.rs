//! `gridgov reproduce`.

use super::Failure;
use super::shared::{lang_of_environment, print};
use clap::Args;
use gridgov::experiment::{Arm, Bench, Depth, Measured};
use gridgov::report::folder::{ArmDigest, ArmHash, Made};
use gridgov::report::reproduce::{Fingerprints, Reproduced, reproduce as report, reproduce_json};
use gridgov::report::{Lang, hex, json};
use gridgov::stats::latin_hypercube;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// Flags of `reproduce`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov run scenarios/longgang.ron --out results/longgang\n  \
    gridgov reproduce results/longgang                        one replication, chosen at random, made again\n  \
    gridgov reproduce results/longgang --replication 3        this one\n  \
    gridgov reproduce results/tiers --arm 'Longgang, tiered, reformed (equal headcount)' --replication 0\n\n\
    The scenario is read from where the manifest says, with the same settings; it is refused when it, or a file that it \
    reads, has changed. Exit code 0: it came to the same to the last event; 1: it did not; 2: it cannot be told.")]
pub struct Reproduce {
    /// A folder that run, compare or another command wrote with --out
    pub dir: PathBuf,
    /// Make this replication again (one chosen at random otherwise)
    #[arg(long, value_name = "R")]
    replication: Option<u32>,
    /// Of this arm, by its name (of any otherwise)
    #[arg(long, value_name = "NAME")]
    arm: Option<String>,
    /// The number that chooses the replication (the clock's otherwise; it is printed)
    #[arg(long, value_name = "N", conflicts_with = "replication")]
    seed: Option<u64>,
    /// Print one JSON document instead of text
    #[arg(long)]
    pub json: bool,
    /// The language of the text: en or zh (from LC_ALL or LANG otherwise); errors are in English
    #[arg(long, value_name = "en|zh")]
    lang: Option<Lang>,
}

/// Makes one replication again and says whether it came to the same.
pub fn reproduce(command: &Reproduce) -> Result<(), Failure> {
    let made = Made::read(&command.dir).map_err(Failure::Usage)?;
    let candidates = candidates(command, &made)?;
    let (chosen, chosen_by) = choose(command, &candidates);
    let hash = made.arm_of(chosen);
    let file = made.scenario_of(hash);
    let arm = Arm::load(&file, &hash.set).map_err(Failure::Input)?;
    if let Some(changed) = hash.changed(&ArmHash::of(&arm)) {
        return Err(Failure::Usage(format!(
            "{} is not what {} was made from ({changed}); take its state of then, or make the results anew{}",
            file.display(),
            command.dir.display(),
            other_program(&made),
        )));
    }
    let arm = match made.point(&chosen.arm) {
        Some((design, point)) => design.point(&arm, point).map_err(|why| {
            Failure::Usage(format!("{} of {} cannot be made again: {why}{}", chosen.arm, command.dir.display(), other_program(&made)))
        })?,
        None => arm,
    };
    let measured = Bench::new(&arm).measure(chosen.replication, Depth::Measures).map_err(|stopped| Failure::Run(stopped.to_string()))?;
    let now = fingerprints(&measured);
    let then = Fingerprints { digest: chosen.digest.clone(), trace_digest: chosen.trace_digest.clone(), incidents: chosen.incidents };
    let found = Reproduced {
        folder: command.dir.display().to_string(),
        made_by: made.command.clone(),
        made_with: made.gridgov.clone(),
        scenario: file.display().to_string(),
        arm: chosen.arm.clone(),
        replication: chosen.replication,
        chosen_by,
        among: candidates.len(),
        same: now == then,
        then,
        now,
    };
    let lang = command.lang.unwrap_or_else(lang_of_environment);
    print(&if command.json { json::text(&reproduce_json(&found)) } else { report(&found, lang) })?;
    match found.same {
        true => Ok(()),
        false => Err(Failure::Run(format!("replication {} came to something else{}", found.replication, other_program(&made)))),
    }
}

/// The replications that the flags leave to choose from.
fn candidates<'a>(command: &Reproduce, made: &'a Made) -> Result<Vec<&'a ArmDigest>, Failure> {
    let dir = command.dir.display();
    if let Some(name) = &command.arm
        && !made.knows(name)
    {
        return Err(Failure::Usage(format!("{dir} has no arm {name:?}; {}", made.names())));
    }
    let of_arm = made.done.iter().filter(|done| command.arm.as_ref().is_none_or(|name| done.arm == *name));
    let of_arm: Vec<&ArmDigest> = of_arm.collect();
    let chosen: Vec<&ArmDigest> = of_arm.iter().copied().filter(|done| command.replication.is_none_or(|r| done.replication == r)).collect();
    match (chosen.is_empty(), command.replication, of_arm.last()) {
        (false, ..) => Ok(chosen),
        (true, Some(r), Some(last)) => Err(Failure::Usage(format!(
            "{dir} has no replication {r}: they are numbered from {} to {}",
            of_arm[0].replication, last.replication
        ))),
        _ => {
            let of = command.arm.as_ref().map_or(String::new(), |name| format!(" of {name:?}"));
            Err(Failure::Usage(format!("{dir} holds no replication{of} that could be made again")))
        }
    }
}

/// One of them, and the number that chose it.
fn choose<'a>(command: &Reproduce, candidates: &[&'a ArmDigest]) -> (&'a ArmDigest, Option<u64>) {
    if let [only] = candidates {
        return (only, None);
    }
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| u64::from(passed.subsec_nanos()));
    let seed = command.seed.unwrap_or_else(clock);
    let position = (latin_hypercube(1, 1, seed)[0][0] * candidates.len() as f64) as usize;
    (candidates[position.min(candidates.len() - 1)], Some(seed))
}

fn fingerprints(measured: &Measured) -> Fingerprints {
    Fingerprints { digest: hex(measured.digest), trace_digest: hex(measured.trace_digest), incidents: measured.incidents }
}

/// A hint, where another program made the folder.
fn other_program(made: &Made) -> String {
    let (version, commit) = (env!("CARGO_PKG_VERSION"), env!("GRIDGOV_COMMIT"));
    if made.gridgov == version && made.commit == commit {
        return String::new();
    }
    let told = |version: &str, commit: &str| if commit.is_empty() { version.to_owned() } else { format!("{version} ({commit})") };
    format!("; it was made by gridgov {}, this is {}", told(&made.gridgov, &made.commit), told(version, commit))
}
