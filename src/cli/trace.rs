//! `gridgov trace`.

use super::Failure;
use super::interrupt::Interrupt;
use super::shared::{Input, print};
use clap::Args;
use gridgov::demand;
use gridgov::random::Key;
use gridgov::report::file::{Replacement, is_same};
use gridgov::report::trace::TraceWriter;
use gridgov::report::{hex, json, number};
use gridgov::scenario::{Loaded, Model};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Flags of `trace`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    gridgov trace scenarios/longgang.ron | head\n  \
    gridgov trace scenarios/longgang.ron --days 31 --replication 3 --out trace.csv\n  \
    gridgov run replay.ron                                    where replay.ron says\n  \
    (base: \"scenarios/longgang.ron\", demand: Log(\"trace.csv\"), run: (days: 31))\n\n\
    The table is CSV, its columns are those that a log may have. A run that replays it has, in \
    the same replication, the same trace digest and the same digest.")]
pub struct Trace {
    #[command(flatten)]
    pub input: Input,
    /// Of this replication
    #[arg(long, value_name = "R", default_value_t = 0)]
    replication: u32,
    /// Of a run of so many days (the scenario's `run.days` otherwise)
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file
    #[arg(long, requires = "out")]
    force: bool,
}

/// Writes the trace, incident by incident.
pub fn trace(command: &Trace) -> Result<(), Failure> {
    if command.input.common.json && command.out.is_none() {
        return Err(Failure::Usage("--json tells of a file that was written: it needs --out FILE".to_owned()));
    }
    let more: Vec<String> = command.days.map(|days| format!("run.days={days}")).into_iter().collect();
    let loaded = command.input.load(&more)?;
    let never = AtomicBool::new(false);
    match &command.out {
        None => write(&loaded.model, command.replication, io::stdout().lock(), &never)?.0.flush().map_err(Failure::from),
        Some(path) if was_read(&loaded, path) => {
            Err(Failure::Usage(format!("{} is read for the trace and is not replaced by it; choose another file", path.display())))
        }
        Some(path) => to_file(command, &loaded.model, path),
    }
}

/// Whether a file is one of those that say what is traced.
fn was_read(loaded: &Loaded, path: &Path) -> bool {
    loaded.source.read_from().any(|read| is_same(read, path))
}

fn to_file(command: &Trace, model: &Model, path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::Usage(format!("{} is a folder; --out needs a file", path.display())));
    }
    if path.exists() && !command.force {
        return Err(Failure::Usage(format!("there is already a file {}; choose another, or add --force to replace it", path.display())));
    }
    let failed = |error: io::Error| Failure::Run(format!("cannot write {}: {error}", path.display()));
    let file = Replacement::begin(path).map_err(failed)?;
    let interrupt = Interrupt::listen();
    interrupt.guards(file.temporary().to_owned());
    let (file, trace) = write(model, command.replication, io::BufWriter::new(file), &interrupt.stop).map_err(|failure| match failure {
        Stopped::Interrupted => Failure::Interrupted,
        Stopped::Io(error) => failed(error),
    })?;
    file.into_inner().map_err(|error| failed(error.into_error()))?.finish().map_err(failed)?;
    let name = path.display().to_string();
    if command.input.common.json {
        return print(&json::text(&json::trace(command.replication, trace.count(), trace.digest(), &name)));
    }
    let (count, digest) = (trace.count(), hex(trace.digest()));
    let en = format!("{name}: {}, trace digest {digest}\n", number::counted(count, "incident"));
    print(&command.input.common.lang().text(en, format!("{name}：{count} 件事件，轨迹摘要 {digest}\n")))
}

/// Why writing ended before the end.
enum Stopped {
    Interrupted,
    Io(io::Error),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Stopped {
        Stopped::Io(error)
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Failure {
        match stopped {
            Stopped::Interrupted => Failure::Interrupted,
            Stopped::Io(error) => error.into(),
        }
    }
}

fn write<W: Write>(model: &Model, replication: u32, out: W, stop: &AtomicBool) -> Result<(W, demand::Trace), Stopped> {
    let mut rows = TraceWriter::begin(out, &model.city, &model.demand, model.start)?;
    let mut trace = demand::Trace::new(&model.demand, Key { seed: model.seed, replication });
    while let Some(incident) = trace.next(&model.demand, &model.city) {
        rows.row(&incident)?;
        if stop.load(Ordering::Relaxed) {
            return Err(Stopped::Interrupted);
        }
    }
    Ok((rows.finish()?, trace))
}
