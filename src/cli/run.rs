//! `gridgov run`.

use super::failure::tell;
use super::interrupt::Interrupt;
use super::shared::{Input, Output, print};
use super::uncertain::{self, Uncertain};
use super::{Failure, unfinished};
use clap::Args;
use gridgov::experiment::{self, Depth, Measured, PointOutcome, Summary, Uncertainty};
use gridgov::metrics::{Collector, Dimensions, ReplicationResult};
use gridgov::record::{Digest, Observer};
use gridgov::report::folder::{
    ArmRows, Folder, FolderError, InputHash, Machine, Manifest, Ran, Recorder, ReplicationDigest, Stands, crews, incidents_parquet,
    replications,
};
use gridgov::report::html::{self, Gather, Gathered};
use gridgov::report::table::Table;
use gridgov::report::uncertainty::{draws_table, uncertainty as told_uncertainty, uncertainty_json};
use gridgov::report::{self, Lang, Setup, json};
use gridgov::scenario::Loaded;
use gridgov::simulation::{Ending, Simulator};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;
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
    gridgov run scenarios/longgang.ron --uncertain --draws 200 --out results/doubt\n  \
    gridgov run scenarios/longgang-typhoon.ron --json | python3 -m json.tool\n\n\
    Results do not depend on the number of threads. Ctrl-C keeps the replications that are done;\n\
    with --uncertain and --out the same command goes on from the draws that are done.")]
#[command(mut_arg("out", |arg| arg.help("A folder for report.html, summary.json, incidents.csv, crews.csv, replications.csv and .parquet, report.json and manifest.json; draws.csv and .parquet with --uncertain")))]
pub struct Run {
    #[command(flatten)]
    pub shared: Input,
    /// How often the run is repeated with other luck (the scenario's `run.replications` otherwise)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Replications that run at the same time (as many as there are processors otherwise)
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    output: Output,
    /// Write incidents.parquet beside incidents.csv
    #[arg(long, requires = "out")]
    parquet: bool,
    #[command(flatten)]
    uncertain: Uncertain,
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

/// What is run.
struct Asked<'a> {
    command: &'a Run,
    loaded: &'a Loaded,
    dimensions: &'a Dimensions,
    setup: &'a Setup,
    day: Option<u64>,
    interrupt: &'a Interrupt,
}

/// Simulates, reports, and writes the folder if one is wanted.
pub fn run(command: &Run) -> Result<(), Failure> {
    let begun = Instant::now();
    let common = &command.shared.common;
    let more: Vec<String> = command.replications.map(|n| format!("run.replications={n}")).into_iter().collect();
    let loaded = command.shared.load(&more)?;
    if !common.quiet {
        note_changes(&loaded);
    }
    let dimensions = Dimensions::of(&loaded.model);
    let day = command.day.as_deref().map(|day| day_of_run(day, &loaded)).transpose()?;
    let file = command.shared.file.display().to_string();
    let draws = command.uncertain.asked(&loaded)?;
    let mut manifest = manifest(&loaded, &file, common.settings().into_iter().chain(more).collect());
    if let Some(draws) = draws {
        manifest = manifest.asked(&format!("{draws:?}"));
    }
    let interrupt = Interrupt::listen();
    let out = command.output.out.as_deref();
    let folder = command.output.begin(&manifest.identity, [&loaded], &interrupt)?;
    let known: Vec<PointOutcome> = unfinished::read(out, &manifest.identity);
    let setup = Setup { draws, ..Setup::of(&loaded, &file, &common.set) };
    let asked = Asked { command, loaded: &loaded, dimensions: &dimensions, setup: &setup, day, interrupt: &interrupt };
    let ran = match out.and_then(|out| Ran::read(out, &manifest.identity, &arguments())) {
        Some(ran) => ran,
        None => fresh(&asked, folder.as_ref(), &mut manifest, known.is_empty())?,
    };
    let whole = ran.summary.replications == loaded.model.replications;
    let doubt = match draws.filter(|_| whole) {
        Some(draws) => uncertain::draw(command, draws, loaded.model.replications, known.clone(), &interrupt)?,
        None => None,
    };
    if doubt.is_none() && !known.is_empty() {
        return Err(unfinished::nothing());
    }
    let found = Found { asked: &asked, document: document(&setup, &ran, doubt.as_ref()), ran, doubt };
    let mut stands = None;
    if let Some(folder) = folder {
        manifest.machine = Some(machine(command.threads(), begun));
        stands = found.keep(folder, manifest)?;
    }
    print(&if common.json { json::text(&found.document) } else { found.told() })?;
    found.end(stands)
}

/// What was found, or as much of it as was done.
struct Found<'a> {
    asked: &'a Asked<'a>,
    ran: Ran,
    doubt: Option<Uncertainty>,
    document: Value,
}

impl Found<'_> {
    /// Whether the run itself was interrupted: then it begins anew.
    fn stopped(&self) -> bool {
        self.ran.summary.replications < self.asked.loaded.model.replications
    }

    /// Whether it, or what was asked beside it, was interrupted.
    fn interrupted(&self) -> bool {
        self.document["interrupted"] == true
    }

    /// Writes it and puts the folder in its place; what stands there then.
    fn keep(&self, folder: Folder, mut manifest: Manifest) -> Result<Option<Stands>, Failure> {
        let Some(view) = self.ran.view.clone() else { return Ok(None) };
        let Asked { command, dimensions, .. } = self.asked;
        (manifest.done, manifest.interrupted) = (self.ran.done.clone(), self.interrupted());
        let tables: Vec<_> = self.doubt.iter().map(|doubt| ("draws", draws_table(doubt, dimensions.targets.primary as usize))).collect();
        let arm = html::Arm { summary: self.document.clone(), view };
        write(&folder, &manifest, &arm, &tables, command.shared.common.lang()).map_err(folder_failure)?;
        let drawn = || self.doubt.as_ref().map(|doubt| doubt.outcomes.clone()).unwrap_or_default();
        let known = (self.interrupted() && !self.stopped()).then(drawn);
        let stands = unfinished::finish(folder, known, &manifest.identity, &manifest.text())?;
        if let (Some(out), Stands::Own, false) = (&command.output.out, stands, command.shared.common.quiet) {
            eprintln!("report: {}", out.join(html::FILE).display());
        }
        Ok(Some(stands))
    }

    /// In words, with the command that repeats what was done.
    fn told(&self) -> String {
        let lang = self.asked.command.shared.common.lang();
        let setup = Setup { draws: self.doubt.as_ref().map(Uncertainty::repeated), ..self.asked.setup.clone() };
        let (own, until_handled) = (setup.replications, self.asked.dimensions.targets.until_handled);
        let of_draws = self.doubt.as_ref().map(|doubt| told_uncertainty(doubt, own, until_handled, lang));
        report::terminal::run(&setup, &self.ran.summary, self.ran.digest, lang) + &of_draws.unwrap_or_default()
    }

    /// Says how to go on where it was interrupted, by what stands in the folder.
    fn end(&self, stands: Option<Stands>) -> Result<(), Failure> {
        if !self.interrupted() {
            return Ok(());
        }
        if self.stopped() {
            let (done, wanted) = (self.ran.summary.replications, self.asked.loaded.model.replications);
            let stays = unfinished::stays(stands);
            tell(&format!("interrupted after {done} of {wanted} replications; the results above are of these{stays}"));
        } else {
            unfinished::tell(stands);
        }
        Err(Failure::Interrupted)
    }
}

/// The run itself; what it leaves in its folder is written.
fn fresh(asked: &Asked, folder: Option<&Folder>, manifest: &mut Manifest, begins_anew: bool) -> Result<Ran, Failure> {
    let (loaded, dimensions) = (asked.loaded, asked.dimensions);
    let mut done = simulate(asked, folder)?;
    if done.is_empty() {
        return Err(if begins_anew { Failure::Interrupted } else { unfinished::nothing() });
    }
    let gathered = done.iter_mut().find_map(|d| d.gathered.take());
    let (results, endings): (Vec<_>, Vec<_>) = done.into_iter().map(|d| (d.result, d.ending)).unzip();
    let mut digest = Digest::default();
    endings.iter().for_each(|ending| digest.fold(ending.digest));
    manifest.interrupted = results.len() < loaded.model.replications as usize;
    manifest.done = (0..).zip(&endings).map(ReplicationDigest::of).collect();
    let view = gathered.map(|gathered| html::view(loaded, asked.setup, dimensions, &results, LEVEL, gathered, manifest));
    if let (Some(folder), Some(view)) = (folder, &view) {
        let measured: Vec<Measured> =
            results.iter().zip(&endings).map(|(result, ending)| Measured::of(result, ending, dimensions, Depth::Measures)).collect();
        let contents = Contents { results: &results, measured: &measured, view, parquet: asked.command.parquet };
        fill(folder, manifest, dimensions, &contents).map_err(folder_failure)?;
    }
    let summary = Summary::of(dimensions, &results, LEVEL);
    Ok(Ran { summary, digest: digest.value(), done: manifest.done.clone(), view })
}

fn document(setup: &Setup, ran: &Ran, doubt: Option<&Uncertainty>) -> Value {
    let mut document = json::run(setup, &ran.summary, ran.digest);
    if setup.draws.is_some() && doubt.is_none_or(Uncertainty::interrupted) {
        document["interrupted"] = true.into();
    }
    if let (Some(doubt), Some(fields)) = (doubt, document.as_object_mut()) {
        fields.insert("uncertainty".to_owned(), uncertainty_json(doubt));
    }
    document
}

impl Run {
    pub(super) fn threads(&self) -> usize {
        self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
    }
}

/// What was done to the records that are replayed, and how their times are taken.
fn note_changes(loaded: &Loaded) {
    let Some(log) = loaded.model.demand.log() else { return };
    let summary = log.summary();
    let changes = [
        (summary.unsorted, "sorted by the time of the report, having stood after a later one"),
        (summary.dropped, "left out, being outside the run"),
        (summary.astray, "put into the area named, having coordinates outside it"),
    ];
    let done = changes.iter().filter(|(rows, _)| *rows > 0);
    done.for_each(|(rows, what)| tell(&format!("note: in the log, {} {what}", report::number::were(*rows, "row"))));
    if summary.offsets.len() > 1 {
        let offsets = summary.offsets.join(", ");
        tell(&format!(
            "note: in the log, times are written with several offsets from UTC ({offsets}) and count as they stand on the clock"
        ));
    }
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

fn simulate(asked: &Asked, folder: Option<&Folder>) -> Result<Vec<Done>, Failure> {
    let (model, dimensions) = (&asked.loaded.model, asked.dimensions);
    let bar = progress(model.replications, "replications", asked.command.shared.common.quiet);
    let worker = || (Simulator::new(model), Collector::new(dimensions));
    let job = |(simulator, collector): &mut (Simulator, Collector), replication: u32| -> Result<Done, String> {
        collector.reset();
        let (ending, gathered) = match folder {
            None => (simulator.replicate(replication, collector).map_err(|breach| breach.to_string())?, None),
            Some(folder) => {
                let mut recorder = Recorder::begin(folder, replication, dimensions).map_err(|e| e.to_string())?;
                let mut gather = (replication == 0).then(|| Gather::new(model, dimensions, replication, asked.day));
                let records: &mut dyn Observer = &mut (&mut recorder, &mut gather);
                let ending = simulator.replicate(replication, &mut (&mut *collector, records)).map_err(|breach| breach.to_string())?;
                recorder.finish().map_err(|e| e.to_string())?;
                (ending, gather.map(Gather::finish))
            }
        };
        Ok(Done { result: collector.finish(ending.end), ending, gathered })
    };
    let (told, stop) = (|n| bar.set_position(u64::from(n)), &asked.interrupt.stop);
    let done = experiment::replicate(0..model.replications, asked.command.threads(), worker, job, told, stop);
    bar.finish_and_clear();
    Ok(done.map_err(|failure| Failure::Run(failure.to_string()))?.results)
}

/// A bar with the time left, on standard error, where a person sees it.
pub(super) fn progress(length: u32, of: &str, quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let template = format!("{{bar:40}} {{pos}}/{{len}} {of}, {{eta}} left");
    let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(u64::from(length)), target).with_style(style)
}

pub(super) fn manifest(loaded: &Loaded, file: &str, settings: Vec<String>) -> Manifest {
    let canonical = loaded.source.canonical();
    let files = InputHash::all(&loaded.source);
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
        arguments: arguments(),
    }
}

/// The command line.
fn arguments() -> Vec<String> {
    std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect()
}

/// What the run itself leaves in its folder.
struct Contents<'a> {
    results: &'a [ReplicationResult],
    measured: &'a [Measured],
    view: &'a Value,
    parquet: bool,
}

fn fill(folder: &Folder, manifest: &Manifest, dimensions: &Dimensions, contents: &Contents) -> Result<(), FolderError> {
    folder.write(html::VIEW_FILE, format!("{}\n", contents.view).as_bytes())?;
    folder.write("crews.csv", &crews(dimensions, contents.results))?;
    let rows = replications(&[ArmRows { arm: "", seed: manifest.seed, first: 0, measured: contents.measured }]);
    folder.tables(&[("replications", rows)], |name| manifest.metadata(name))?;
    folder.join(Recorder::FILE, &Recorder::header(dimensions), contents.results.len() as u32)?;
    if contents.parquet {
        let metadata = manifest.metadata("incidents");
        incidents_parquet(&folder.file(Recorder::FILE), &folder.file("incidents.parquet"), &metadata)?;
    }
    Ok(())
}

/// What is found with all that was asked beside the run, and the page.
fn write(folder: &Folder, manifest: &Manifest, arm: &html::Arm, tables: &[(&str, Table)], lang: Lang) -> Result<(), FolderError> {
    folder.write("summary.json", json::text(&arm.summary).as_bytes())?;
    folder.write(html::FILE, html::page("run", lang, std::slice::from_ref(arm), None).as_bytes())?;
    folder.tables(tables, |name| manifest.metadata(name))
}

/// How a folder that cannot be written ends the command.
pub(super) fn folder_failure(error: FolderError) -> Failure {
    match error {
        FolderError::Taken(message) => Failure::Usage(message),
        error => Failure::Run(error.to_string()),
    }
}
