//! What commands with several arms write: their folder, and for the page every arm as `run` shows it, with its map, its days
//! and its distributions.

use super::Failure;
use super::arms::Shared;
use super::failure::tell;
use super::interrupt::Interrupt;
use super::run::{folder_failure, manifest};
use gridgov::experiment::{self, Arm, Summary};
use gridgov::metrics::Collector;
use gridgov::record::{Digest, Observer};
use gridgov::report::folder::{ExperimentManifest, Folder, ReplicationDigest};
use gridgov::report::html::{self, Gather};
use gridgov::report::table::Table;
use gridgov::report::{Lang, Setup, json};
use gridgov::simulation::{Simulator, Stopped};
use serde_json::Value;
use std::ops::Range;

/// Writes what a command found into its folder: the document, the page about it with the arms that it shows, and each
/// table as CSV and as Parquet.
pub fn write(
    folder: &Folder,
    manifest: &ExperimentManifest,
    lang: Lang,
    arms: &[html::Arm],
    document: &Value,
    tables: &[(&str, Table)],
) -> Result<(), Failure> {
    let put = |name: &str, contents: &[u8]| folder.write(name, contents).map_err(folder_failure);
    put("summary.json", json::text(document).as_bytes())?;
    if !arms.is_empty() {
        put(html::VIEW_FILE, html::views(manifest.command, arms).as_bytes())?;
    }
    put(html::FILE, html::page(manifest.command, lang, arms, Some(document)).as_bytes())?;
    folder.tables(tables, |name| manifest.metadata(name)).map_err(folder_failure)
}

/// Most replications that stand behind what a page draws of an arm: maps and days need no more, and a comparison may
/// have hundreds, whose numbers the page takes from its document.
const SHOWN: u32 = 10;

/// The arms as `run` shows them, each over as many of its `replications` as a page shows; one in which more piles up than a
/// run can hold is left out, and said to be. None if it was interrupted.
pub fn shown(
    arms: &[&Arm],
    replications: impl Fn(usize) -> Range<u32>,
    level: f64,
    shared: &Shared,
    interrupt: &Interrupt,
) -> Result<Vec<html::Arm>, Failure> {
    let ranges: Vec<Range<u32>> = (0..arms.len()).map(&replications).map(|all| all.start..all.end.min(all.start + SHOWN)).collect();
    let bar = shared.bar();
    bar.set_message("maps and days");
    bar.set_length(ranges.iter().map(|range| range.len() as u64).sum());
    let mut shown = Vec::with_capacity(arms.len());
    let mut before = 0;
    for (arm, range) in arms.iter().zip(ranges) {
        let progress = |done: u32| bar.set_position(before + u64::from(done));
        let length = range.len() as u64;
        match one(arm, range, level, shared.threads(), progress, interrupt)? {
            Drawn::Arm(arm) => shown.push(*arm),
            Drawn::Interrupted => {
                shown.clear();
                break;
            }
            Drawn::Overflows(why) => tell(&format!("note: the page has no maps and days of {:?}: {why}", arm.label.name)),
        }
        before += length;
    }
    bar.finish_and_clear();
    Ok(shown)
}

/// What there is to show of an arm.
enum Drawn {
    /// All of it.
    Arm(Box<html::Arm>),
    /// Nothing, for it was interrupted.
    Interrupted,
    /// Nothing, for more piled up than a run can hold.
    Overflows(String),
}

fn one(
    arm: &Arm,
    replications: Range<u32>,
    level: f64,
    threads: usize,
    progress: impl Fn(u32) + Sync,
    interrupt: &Interrupt,
) -> Result<Drawn, Failure> {
    let (model, dimensions) = (&arm.loaded.model, &arm.dimensions);
    let worker = || (Simulator::new(model), Collector::new(dimensions));
    let job = |(simulator, collector): &mut (Simulator, Collector), replication: u32| {
        collector.reset();
        let mut gather = (replication == replications.start).then(|| Gather::new(model, dimensions, replication, None));
        let gathering: &mut dyn Observer = &mut gather;
        let ending = simulator.replicate(replication, &mut (&mut *collector, gathering))?;
        Ok::<_, Stopped>((collector.finish(ending.end), ending, gather.map(Gather::finish)))
    };
    let done = experiment::replicate(replications.clone(), threads, worker, job, progress, &interrupt.stop);
    let done = match done {
        Err(failure @ experiment::Failure::Failed { error: Stopped::Overflow { .. }, .. }) => {
            return Ok(Drawn::Overflows(failure.to_string()));
        }
        done => done.map_err(|failure| Failure::Run(format!("{:?}: {failure}", arm.label.name)))?,
    };
    if done.stopped {
        return Ok(Drawn::Interrupted);
    }
    let (mut results, mut endings, mut gathered) = (Vec::new(), Vec::new(), None);
    for (result, ending, found) in done.results {
        results.push(result);
        endings.push(ending);
        gathered = gathered.or(found);
    }
    let Some(gathered) = gathered else { return Ok(Drawn::Interrupted) };
    let mut digest = Digest::default();
    endings.iter().for_each(|ending| digest.fold(ending.digest));
    let mut manifest = manifest(&arm.loaded, &arm.file, arm.sets.clone());
    manifest.replications = replications.len() as u32;
    manifest.done = replications.clone().zip(&endings).map(ReplicationDigest::of).collect();
    let mut setup = Setup::of(&arm.loaded, &arm.file, &arm.sets);
    (setup.name, setup.replications) = (arm.label.clone(), manifest.replications);
    let summary = json::run(&setup, &Summary::of(dimensions, &results, level), digest.value());
    let view = html::view(&arm.loaded, &setup, dimensions, &results, level, gathered, &manifest);
    Ok(Drawn::Arm(Box::new(html::Arm { summary, view })))
}
