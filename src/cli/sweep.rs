//! `gridgov sweep`.

use super::Failure;
use super::arms::Shared;
use super::failure::tell;
use super::interrupt::Interrupt;
use super::run::{folder_failure, machine};
use super::shared::{Output, place, print, times};
use clap::Args;
use gridgov::experiment::sweep::{Shard, Sweep as Laid, chunks, run_chunk};
use gridgov::experiment::{Depth, Failure as Failed, Refused};
use gridgov::report::folder::{Opened, Recorder, SweepFolder, SweepManifest, hash_of, spare, write_sweep};
use gridgov::report::json;
use gridgov::report::number;
use gridgov::report::sweep::{Sheet, Swept, TaskRecord, sweep_json, sweep_text};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Flags of `sweep`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov sweep scenarios/sweeps/county.ron\n  \
    gridgov sweep scenarios/sweeps/county.ron --out results/sweep       tables as CSV and Parquet\n  \
    gridgov sweep scenarios/sweeps/longgang.ron --replications 20 --threads 2 --out results/staffing\n  \
    gridgov sweep scenarios/sweeps/county.ron --shard 0/2 --out part0   one half here, the other elsewhere, then:\n  \
    gridgov merge part0 part1 --out results/sweep\n\n\
    A plan:\n  \
    (\n    \
        name: \"Officers and volume\",\n    \
        scenarios: [\"../county.ron\"],                   // structures; paths start from the folder of the plan\n    \
        set: [\"run.days=30\"],                           // holds for every point\n    \
        rules: [\"ClosestIdle\", \"Random\"],               // dispatch rules\n    \
        design: Factorial,                              // LatinHypercube(points: 40), Sobol(points: 64), List(file: \"points.csv\")\n    \
        factors: {\n      \
            \"demand.volume\": \"20 /day..50 /day/4\",       // v1, v2, … or lo..hi/steps; lo..hi or range where points are drawn\n      \
            \"workforce.crews.patrol.officers\": \"40, 60\",\n    \
        },\n    \
        replications: 5,\n  \
    )\n\n\
    Killed at any instant or interrupted, the same command with the same --out goes on where it was and ends with the same \
    files. All points meet the same luck.")]
#[command(mut_arg("seed", |arg| arg.help("The seed of all random numbers (the plan's `seed` otherwise, then the first scenario's `run.seed`)")))]
#[command(mut_arg("out", |arg| arg.help("A folder for report.html, the tables as CSV and Parquet, the summary and the manifest; where work goes on after an interruption")))]
pub struct Sweep {
    /// The plan file
    #[arg(value_parser = place())]
    pub plan: PathBuf,
    /// Replications of each point (the plan's otherwise)
    #[arg(long, value_name = "N", value_parser = times(1))]
    replications: Option<u32>,
    /// Do only task k with k mod N = I, counted over all points and replications
    #[arg(long, value_name = "I/N", requires = "out")]
    shard: Option<Shard>,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    pub shared: Shared,
}

/// Does what of the plan is not done, reports, and writes the folder if one is wanted.
pub fn sweep(command: &Sweep) -> Result<(), Failure> {
    let begun = Instant::now();
    let common = &command.shared.common;
    let laid = Laid::load(&command.plan, &common.set, command.replications, common.seed).map_err(Failure::Input)?;
    common.note_idle(laid.structures.iter().map(|arm| &arm.loaded));
    let sheet = Sheet::of(&laid, &command.plan.display().to_string());
    let shard = command.shard.unwrap_or(Shard::WHOLE);
    if let Some(out) = &command.output.out {
        let files = laid.files.iter().chain(laid.points.iter().flat_map(|point| &point.files));
        let named: BTreeSet<&Path> = files.map(|(name, _)| Path::new(name)).collect();
        spare(out, named.into_iter().chain(laid.structures.iter().flat_map(|arm| arm.loaded.source.read_from())))
            .map_err(folder_failure)?;
    }
    let (folder, done) = match &command.output.out {
        None => (None, Vec::new()),
        Some(out) => match SweepFolder::open(out, &sheet, shard, command.output.force).map_err(folder_failure)? {
            Opened::Complete(records) => {
                if !common.quiet {
                    tell(&format!("{} holds this very sweep, complete: nothing is run", out.display()));
                }
                return ended(command, &Swept { sheet: &sheet, records: &records, shard });
            }
            Opened::Unfinished(folder, records) => {
                tell_damaged(folder.damaged(), out);
                (Some(folder), records)
            }
        },
    };
    let (before, wanted) = (done.len() as u64, shard.count(laid.tasks()));
    if before > 0 && !common.quiet {
        tell(&format!("{before} of {wanted} runs are done already"));
    }
    let records = simulate(command, &laid, folder.as_ref(), &sheet, shard, done)?;
    let swept = Swept { sheet: &sheet, records: &records, shard };
    let complete = records.len() as u64 == wanted;
    if let Some(folder) = folder.filter(|_| complete) {
        let manifest = SweepManifest::new(&swept, machine(command.shared.threads(), begun));
        write_sweep(folder, &swept, manifest).map_err(folder_failure)?;
    }
    if records.is_empty() && !complete {
        return Err(Failure::Interrupted);
    }
    if complete {
        return ended(command, &swept);
    }
    report(command, &swept)?;
    let kept = match &command.output.out {
        Some(out) => format!("they are kept in {}, and the same command goes on from there", out.display()),
        None => "with --out DIR they would be kept".to_owned(),
    };
    tell(&format!("interrupted after {} of {wanted} runs; {kept}", records.len()));
    Err(Failure::Interrupted)
}

fn tell_damaged(lines: usize, out: &Path) {
    if lines > 0 {
        let lines = number::are(lines as u64, "line");
        tell(&format!("in the journal of {}, {lines} not as written: what stood there is done again", out.display()));
    }
}

/// Reports what is complete: a failure where not one run could be made of those that were to be.
fn ended(command: &Sweep, swept: &Swept) -> Result<(), Failure> {
    report(command, swept)?;
    match swept.records.iter().find_map(|record| record.refused.as_ref()) {
        Some(refused) if swept.done() == 0 => Err(Failure::Run(format!("not one run could be made; of the first: {}", refused.told()))),
        _ => Ok(()),
    }
}

fn report(command: &Sweep, swept: &Swept) -> Result<(), Failure> {
    let common = &command.shared.common;
    print(&if common.json { json::text(&sweep_json(swept)) } else { sweep_text(swept, common.lang()) })
}

/// Runs what is not among `done`; all that is done then, in order.
fn simulate(
    command: &Sweep,
    laid: &Laid,
    folder: Option<&SweepFolder>,
    sheet: &Sheet,
    shard: Shard,
    done: Vec<TaskRecord>,
) -> Result<Vec<TaskRecord>, Failure> {
    let wanted = |task: u64| shard.holds(task) && done.binary_search_by_key(&task, |record| record.task).is_err();
    let chunks = chunks(laid, command.shared.threads(), wanted);
    let interrupt = Interrupt::listen();
    let bar = command.shared.bar();
    bar.set_message("runs");
    bar.set_length(shard.count(laid.tasks()));
    bar.set_position(done.len() as u64);
    bar.reset_eta();
    let (count, before) = (AtomicU64::new(0), done.len() as u64);
    let records = Mutex::new(done.clone());
    let keep = |record: TaskRecord| {
        if let Some(folder) = folder {
            folder.keep(&record).map_err(|error| error.to_string())?;
        }
        records.lock().unwrap_or_else(PoisonError::into_inner).push(record);
        bar.set_position(before + count.fetch_add(1, Ordering::Relaxed) + 1);
        Ok(())
    };
    let job = |(): &mut (), number: u32| {
        let chunk = &chunks[number as usize];
        run_chunk(laid, chunk, &interrupt.stop, |point, replication| {
            let task = laid.task(chunk.point, replication);
            let (arm, bench) = match point {
                Ok(point) => point,
                Err(refused) => return keep(TaskRecord::refused(task, String::new(), refused.clone())),
            };
            let mut recorder = match folder.filter(|_| sheet.incidents) {
                None => None,
                Some(folder) => {
                    let lead = vec![chunk.point.to_string(), replication.to_string()];
                    Some(Recorder::of_sweep(&folder.part(task), lead, &sheet.levels, &arm.dimensions).map_err(|error| error.to_string())?)
                }
            };
            match bench.measure_and(replication, Depth::Measures, &mut recorder) {
                Ok(measured) => {
                    recorder.map_or(Ok(()), Recorder::finish).map_err(|error| error.to_string())?;
                    keep(TaskRecord::of(task, hash_of(arm), &measured))
                }
                Err(stopped) => keep(TaskRecord::refused(task, hash_of(arm), Refused::stopped(stopped)?)),
            }
        })
    };
    let runner = command.shared.runner(&|_| (), &interrupt);
    let ended = runner.each(chunks.len(), || (), job);
    bar.finish_and_clear();
    ended.map_err(|failure| match failure {
        Failed::Failed { error, .. } => Failure::Run(error),
        Failed::Panicked { message, .. } => Failure::Run(format!("an invariant of the program is broken: {message}")),
    })?;
    let mut records = records.into_inner().unwrap_or_else(PoisonError::into_inner);
    records.sort_by_key(|record| record.task);
    Ok(records)
}
