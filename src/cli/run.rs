//! `gridgov run`.

use super::Failure;
use super::failure::tell;
use super::interrupt::Interrupt;
use super::shared::{Input, Output, print};
use clap::Args;
use gridgov::experiment::{self, Arm, Depth, Measured, Runner, Summary, Uncertainty, uncertainty};
use gridgov::metrics::{Collector, Dimensions, ReplicationResult};
use gridgov::record::{Digest, Observer};
use gridgov::report::folder::{
    ArmRows, Folder, FolderError, InputHash, Machine, Manifest, Recorder, ReplicationDigest, crews, incidents_parquet, replications,
};
use gridgov::report::html::{self, Gather, Gathered};
use gridgov::report::table::parquet;
use gridgov::report::uncertainty::{uncertainty as told_uncertainty, uncertainty_json};
use gridgov::report::{self, Lang, Setup, json};
use gridgov::scenario::{Loaded, Model};
use gridgov::simulation::{Ending, Simulator};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Instant;

/// Confidence level of all intervals.
const LEVEL: f64 = 0.95;

/// Flags of `run`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov run scenarios/longgang.ron\n  \
    gridgov run scenarios/longgang.ron --replications 50 --threads 2 --out results/longgang\n  \
    gridgov run scenarios/longgang-typhoon.ron --out results/typhoon --day 2022-09-14\n  \
    gridgov run scenarios/longgang.ron --set 'workforce.crews.duty-station crew.officers=110' --lang zh\n  \
    gridgov run scenarios/longgang.ron --uncertain            how sure is that, for all that nobody has published?\n  \
    gridgov run scenarios/longgang-typhoon.ron --json | python3 -m json.tool\n\n\
    Results do not depend on the number of threads. Ctrl-C keeps the replications that are done.")]
#[command(mut_arg("out", |arg| arg.help("A folder for report.html, summary.json, incidents.csv, crews.csv, replications.csv and .parquet, report.json and manifest.json")))]
pub struct Run {
    #[command(flatten)]
    pub shared: Input,
    /// How often the run is repeated with other luck (the scenario's `run.replications` otherwise)
    #[arg(long, value_name = "N")]
    replications: Option<u32>,
    /// Replications that run at the same time (as many as there are processors otherwise)
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    output: Output,
    /// Write incidents.parquet beside incidents.csv
    #[arg(long, requires = "out")]
    parquet: bool,
    /// Draw all uncertain numbers as well, and tell how much of the variance is due to them and how much to chance
    #[arg(long)]
    uncertain: bool,
    /// Draws of the uncertain numbers
    #[arg(long, value_name = "N", default_value_t = 40, requires = "uncertain", value_parser = clap::value_parser!(u32).range(2..))]
    draws: u32,
    /// Replications of each draw
    #[arg(long, value_name = "N", default_value_t = 2, requires = "uncertain", value_parser = clap::value_parser!(u32).range(2..))]
    inner: u32,
    /// The day that report.html plays back, such as 2022-07-03 (the one with the longest queue for crews otherwise)
    #[arg(long, value_name = "DATE", requires = "out")]
    day: Option<String>,
}

/// What one replication hands over.
struct Done {
    result: ReplicationResult,
    ending: Ending,
    gathered: Option<Gathered>,
}

/// Simulates, reports, and writes the folder if one is wanted.
pub fn run(command: &Run) -> Result<(), Failure> {
    let begun = Instant::now();
    let more: Vec<String> = command.replications.map(|n| format!("run.replications={n}")).into_iter().collect();
    let loaded = command.shared.load(&more)?;
    if !command.shared.common.quiet {
        note_changes(&loaded);
    }
    let dimensions = Dimensions::of(&loaded.model);
    let day = command.day.as_deref().map(|day| day_of_run(day, &loaded)).transpose()?;
    let file = command.shared.file.display().to_string();
    let settings = command.shared.common.settings().into_iter().chain(more.iter().cloned()).collect();
    let mut manifest = manifest(&loaded, &file, settings);
    let interrupt = Interrupt::listen();
    let folder = command.output.begin(&manifest.identity, &interrupt)?;
    let threads = command.threads();
    let done = simulate(&loaded.model, &dimensions, folder.as_ref(), day, threads, command.shared.common.quiet, &interrupt)?;
    let stopped = done.len() < loaded.model.replications as usize;
    if done.is_empty() {
        return Err(Failure::Interrupted);
    }
    let mut done = done;
    let gathered = done.iter_mut().find_map(|d| d.gathered.take());
    let (results, endings): (Vec<_>, Vec<_>) = done.into_iter().map(|d| (d.result, d.ending)).unzip();
    let summary = Summary::of(&dimensions, &results, LEVEL);
    let mut digest = Digest::default();
    endings.iter().for_each(|ending| digest.fold(ending.digest));
    let setup = Setup::of(&loaded, &file, &command.shared.common.set);
    let mut document = json::run(&setup, &summary, digest.value());
    let doubt = if command.uncertain && !stopped { Some(doubt(command, &interrupt)?) } else { None };
    if let (Some(doubt), Some(fields)) = (&doubt, document.as_object_mut()) {
        fields.insert("uncertainty".to_owned(), uncertainty_json(doubt));
    }
    let text = json::text(&document);
    if let (Some(folder), Some(gathered)) = (folder, gathered) {
        manifest.interrupted = stopped;
        manifest.done = (0..).zip(&endings).map(ReplicationDigest::of).collect();
        manifest.machine = Some(machine(threads, begun));
        let view = html::view(&loaded, &setup, &dimensions, &results, LEVEL, gathered, &manifest);
        let arm = html::Arm { summary: document, view };
        let measured: Vec<Measured> =
            results.iter().zip(&endings).map(|(result, ending)| Measured::of(result, ending, &dimensions, Depth::Measures)).collect();
        let contents = Contents { results: &results, measured: &measured, document: &text, arm: &arm, parquet: command.parquet };
        fill(folder, &manifest, &dimensions, &contents, command.shared.common.lang()).map_err(folder_failure)?;
        if !command.shared.common.quiet
            && let Some(out) = &command.output.out
        {
            eprintln!("report: {}", out.join(html::FILE).display());
        }
    }
    print(&if command.shared.common.json {
        text
    } else {
        let lang = command.shared.common.lang();
        let told = doubt.as_ref().map(|doubt| told_uncertainty(doubt, loaded.model.replications, dimensions.targets.until_handled, lang));
        report::terminal::run(&setup, &summary, digest.value(), lang) + &told.unwrap_or_default()
    })?;
    if let Some(doubt) = doubt.filter(|doubt| doubt.done < doubt.draws) {
        tell(&format!("interrupted after {} of {} draws; the results above are of these", doubt.done, doubt.draws));
        return Err(Failure::Interrupted);
    }
    if stopped {
        let wanted = loaded.model.replications;
        tell(&format!("interrupted after {} of {wanted} replications; the results above are of these", results.len()));
        return Err(Failure::Interrupted);
    }
    Ok(())
}

/// The uncertain numbers drawn.
fn doubt(command: &Run, interrupt: &Interrupt) -> Result<Uncertainty, Failure> {
    let arm = Arm::load(&command.shared.file, &command.shared.common.settings()).map_err(Failure::Input)?;
    let own = command.replications.unwrap_or(arm.loaded.model.replications);
    let bar = progress(command.draws, command.shared.common.quiet);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} draws, {eta} left").unwrap_or_else(|_| ProgressStyle::default_bar()));
    let told = |done: u32| bar.set_position(u64::from(done));
    let runner = Runner { threads: command.threads(), progress: &told, stop: &interrupt.stop, known: &[] };
    let found = uncertainty(&arm, command.draws, command.inner, own, &runner);
    bar.finish_and_clear();
    found.map_err(Failure::Run)
}

impl Run {
    fn threads(&self) -> usize {
        self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
    }
}

/// What was done to the records that are replayed.
fn note_changes(loaded: &Loaded) {
    let Some(log) = loaded.model.demand.log() else { return };
    let summary = log.summary();
    let changes = [
        (summary.unsorted, "rows of the log stood after a later one and were sorted"),
        (summary.dropped, "rows of the log lie outside the run and were left out"),
        (summary.astray, "rows of the log have coordinates outside the area that they name"),
    ];
    changes.iter().filter(|(rows, _)| *rows > 0).for_each(|(rows, what)| tell(&format!("note: {rows} {what}")));
}

/// The day of the run, counted from 0, that a date names.
fn day_of_run(date: &str, loaded: &Loaded) -> Result<u64, Failure> {
    let model = &loaded.model;
    let last = u64::from(model.days).saturating_sub(1);
    let days = (0..=last).find(|day| model.demand.calendar.date(*day).to_string() == date);
    days.ok_or_else(|| {
        let (first, last) = (model.demand.calendar.date(0), model.demand.calendar.date(last));
        Failure::Usage(format!("--day {date} is no day of the run: write a date from {first} to {last}"))
    })
}

fn simulate(
    model: &Model,
    dimensions: &Dimensions,
    folder: Option<&Folder>,
    day: Option<u64>,
    threads: usize,
    quiet: bool,
    interrupt: &Interrupt,
) -> Result<Vec<Done>, Failure> {
    let bar = progress(model.replications, quiet);
    let worker = || (Simulator::new(model), Collector::new(dimensions));
    let job = |(simulator, collector): &mut (Simulator, Collector), replication: u32| -> Result<Done, String> {
        collector.reset();
        let (ending, gathered) = match folder {
            None => (simulator.replicate(replication, collector).map_err(|breach| breach.to_string())?, None),
            Some(folder) => {
                let mut recorder = Recorder::begin(folder, replication, dimensions).map_err(|e| e.to_string())?;
                let mut gather = (replication == html::REPLICATION).then(|| Gather::new(model, dimensions, day));
                let records: &mut dyn Observer = &mut (&mut recorder, &mut gather);
                let ending = simulator.replicate(replication, &mut (&mut *collector, records)).map_err(|breach| breach.to_string())?;
                recorder.finish().map_err(|e| e.to_string())?;
                (ending, gather.map(Gather::finish))
            }
        };
        Ok(Done { result: collector.finish(ending.end), ending, gathered })
    };
    let done = experiment::replicate(0..model.replications, threads, worker, job, |n| bar.set_position(u64::from(n)), &interrupt.stop);
    bar.finish_and_clear();
    Ok(done.map_err(|failure| Failure::Run(failure.to_string()))?.results)
}

/// A bar with the time left, on standard error, where a person sees it.
fn progress(replications: u32, quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} replications, {eta} left").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(u64::from(replications)), target).with_style(style)
}

pub(super) fn manifest(loaded: &Loaded, file: &str, settings: Vec<String>) -> Manifest {
    let files = loaded.source.files().map(|(name, sha256)| InputHash { name: name.to_owned(), sha256: sha256.to_owned() }).collect();
    let canonical = loaded.source.canonical();
    Manifest::new(file.to_owned(), settings, &canonical, files, loaded.model.seed, loaded.model.replications)
}

/// Where and how long it ran.
pub(super) fn machine(threads: usize, begun: Instant) -> Machine {
    Machine {
        os: std::env::consts::OS.to_owned(),
        architecture: std::env::consts::ARCH.to_owned(),
        processors: std::thread::available_parallelism().map_or(1, usize::from),
        threads,
        wall_time_s: begun.elapsed().as_secs_f64(),
        rustc: env!("GRIDGOV_RUSTC"),
        commit: env!("GRIDGOV_COMMIT"),
        directory: std::env::current_dir().map(|folder| folder.display().to_string()).unwrap_or_default(),
        arguments: std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect(),
    }
}

/// What goes into the folder.
struct Contents<'a> {
    results: &'a [ReplicationResult],
    measured: &'a [Measured],
    document: &'a str,
    arm: &'a html::Arm,
    parquet: bool,
}

fn fill(folder: Folder, manifest: &Manifest, dimensions: &Dimensions, contents: &Contents, lang: Lang) -> Result<(), FolderError> {
    let arm = contents.arm;
    folder.write("summary.json", contents.document.as_bytes())?;
    folder.write(html::VIEW_FILE, format!("{}\n", arm.view).as_bytes())?;
    folder.write(html::FILE, html::page("run", lang, std::slice::from_ref(arm), None).as_bytes())?;
    folder.write("crews.csv", &crews(dimensions, contents.results))?;
    let rows = replications(&[ArmRows { arm: "", seed: manifest.seed, first: 0, measured: contents.measured }]);
    folder.write("replications.csv", &rows.csv())?;
    folder.write("replications.parquet", &parquet(&rows, &manifest.metadata("replications")))?;
    folder.join(Recorder::FILE, &Recorder::header(dimensions), contents.results.len() as u32)?;
    if contents.parquet {
        let metadata = manifest.metadata("incidents");
        incidents_parquet(&folder.file(Recorder::FILE), &folder.file("incidents.parquet"), &metadata)?;
    }
    folder.finish(manifest)
}

/// How a folder that cannot be written ends the command.
pub(super) fn folder_failure(error: FolderError) -> Failure {
    match error {
        FolderError::Taken(message) => Failure::Usage(message),
        error @ FolderError::Io { .. } => Failure::Run(error.to_string()),
    }
}
