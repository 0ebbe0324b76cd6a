//! The shards of a sweep put together: the same bytes as the whole sweep in one go.

use super::sweep::{MERGED, SHEET, TASKS, as_written, read_tasks};
use super::{FolderError, MANIFEST, Machine, Opened, Recorder, SweepFolder, SweepManifest, spare, write_sweep_from};
use crate::experiment::sweep::Shard;
use crate::report::file::is_same;
use crate::report::sweep::{Sheet, Swept, TaskRecord};
use serde::Deserialize;
use std::fs::File;
use std::path::{Path, PathBuf};

/// All shards of a sweep.
#[derive(Debug)]
pub struct Shards {
    sheet: Sheet,
    /// By their index.
    folders: Vec<PathBuf>,
    /// From where the paths of scenarios start: where the first of these was made.
    directory: String,
    records: Vec<TaskRecord>,
}

#[derive(Deserialize)]
struct Written {
    command: String,
    plan_identity: String,
    shard: Option<Shard>,
    machine: Place,
}

#[derive(Deserialize)]
struct Place {
    directory: String,
}

impl Shards {
    /// The whole sweep.
    pub fn whole(&self) -> Swept<'_> {
        Swept { sheet: &self.sheet, records: &self.records, shard: Shard::WHOLE }
    }
}

/// Reads the shards in `folders` and sees that they make up a whole.
///
/// # Errors
/// What is missing, there twice, or of something else.
pub fn shards(folders: &[PathBuf]) -> Result<Shards, Vec<String>> {
    let (read, wrong): (Vec<_>, Vec<_>) = folders.iter().map(|folder| manifest(folder)).partition(Result::is_ok);
    let wrong: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    whole(folders, &read.into_iter().flatten().collect::<Vec<_>>()).map_err(|wrong| vec![wrong])
}

/// Puts together what was read of `folders`.
fn whole(folders: &[PathBuf], read: &[(Written, Shard)]) -> Result<Shards, String> {
    let (first, Shard { of, .. }) = (&read[0].0, read[0].1);
    let mut by_index: Vec<Option<&PathBuf>> = vec![None; usize::try_from(of).map_err(|_| "too many shards".to_owned())?];
    for ((written, shard), folder) in read.iter().zip(folders) {
        let (shown, base) = (folder.display(), folders[0].display());
        if written.plan_identity != first.plan_identity {
            return Err(format!(
                "{shown} is of another sweep than {base}: another plan, other scenarios, or another version of the program"
            ));
        }
        if shard.of != of {
            return Err(format!("{shown} is shard {shard}, {base} is one of {of}: shards of one division belong together"));
        }
        if let Some(other) = by_index[shard.index as usize].replace(folder) {
            return Err(format!("shard {shard} is there twice: {} and {shown}", other.display()));
        }
    }
    let missing: Vec<String> = (0..of).filter(|i| by_index[*i as usize].is_none()).map(|index| Shard { index, of }.to_string()).collect();
    if !missing.is_empty() {
        return Err(format!("missing: shard {}", missing.join(", shard ")));
    }
    let folders: Vec<PathBuf> = by_index.into_iter().flatten().cloned().collect();
    let sheet = sheet(&folders[0])?;
    let mut records = Vec::new();
    for (index, folder) in (0..).zip(&folders) {
        let own = read_tasks(&folder.join(TASKS))?;
        let shard = Shard { index, of };
        if let Some(foreign) = own.iter().find(|record| !shard.holds(record.task) || record.task >= sheet.tasks()) {
            return Err(format!("{} is shard {shard} and holds task {}, which is none of its own", folder.display(), foreign.task));
        }
        if own.len() as u64 != shard.count(sheet.tasks()) {
            return Err(format!("{} holds {} of {} tasks", folder.display(), own.len(), shard.count(sheet.tasks())));
        }
        as_written(folder).map_err(|wrong| format!("{wrong}; do shard {shard} again, with --force in the same folder"))?;
        records.extend(own);
    }
    records.sort_by_key(|record| record.task);
    Ok(Shards { sheet, folders, directory: first.machine.directory.clone(), records })
}

fn manifest(folder: &Path) -> Result<(Written, Shard), String> {
    let path = folder.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|error| {
        let unfinished =
            if folder.join(".unfinished").exists() { ": its sweep is unfinished, the same command goes on with it" } else { "" };
        format!("cannot read {}: {error}{unfinished}", path.display())
    })?;
    let written: Written = serde_json::from_str(&text).map_err(|_| format!("{} holds no sweep", folder.display()))?;
    if written.command != "sweep" {
        return Err(format!("{} holds results of {}, not of a sweep", folder.display(), written.command));
    }
    let shard = written.shard.unwrap_or(Shard::WHOLE);
    Ok((written, shard))
}

fn sheet(folder: &Path) -> Result<Sheet, String> {
    let path = folder.join(SHEET);
    let text = std::fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{} is no plan: {error}", path.display()))
}

/// Writes the whole into `out`; whether it was written, for one that holds it already stays as it is.
///
/// # Errors
/// When the place is taken or cannot be written.
pub fn merge(shards: &Shards, out: &Path, force: bool, machine: impl Fn() -> Machine) -> Result<bool, FolderError> {
    let is_whole = matches!(&shards.folders[..], [only] if is_same(only, out));
    if !is_whole {
        let read: Vec<PathBuf> =
            shards.folders.iter().flat_map(|folder| MERGED.iter().chain([&MANIFEST]).map(|name| folder.join(name))).collect();
        spare(out, read.iter().map(PathBuf::as_path))?;
    }
    let Opened::Unfinished(folder, _) = SweepFolder::open(out, &shards.sheet, Shard::WHOLE, force)? else { return Ok(false) };
    let swept = shards.whole();
    if shards.sheet.incidents {
        incidents(shards, &folder)?;
    }
    let machine = Machine { directory: shards.directory.clone(), ..machine() };
    write_sweep_from(folder, &swept, SweepManifest::new(&swept, machine)).map(|()| true)
}

/// The rows of every shard by turns, task after task.
fn incidents(shards: &Shards, folder: &SweepFolder) -> Result<(), FolderError> {
    let place = |shard: usize| shards.folders[shard].join(Recorder::FILE);
    let failed = |shard: usize| move |error: csv::Error| FolderError::reading(&place(shard))(std::io::Error::from(error));
    let to = folder.file(Recorder::FILE);
    let mut readers = Vec::new();
    for shard in 0..shards.folders.len() {
        readers.push(csv::Reader::from_path(place(shard)).map_err(failed(shard))?);
    }
    let mut whole = csv::Writer::from_writer(File::create(&to).map_err(FolderError::at(&to))?);
    let header = readers[0].headers().map_err(failed(0))?.clone();
    let written = |result: Result<(), csv::Error>| result.map_err(|error| FolderError::at(&to)(std::io::Error::from(error)));
    written(whole.write_record(&header))?;
    let mut next: Vec<Option<csv::StringRecord>> = Vec::new();
    for (shard, reader) in readers.iter_mut().enumerate() {
        next.push(reader.records().next().transpose().map_err(failed(shard))?);
    }
    for record in &shards.records {
        let shard = (record.task % shards.folders.len() as u64) as usize;
        let (point, replication) = shards.sheet.of_task(record.task);
        let (point, replication) = (point.to_string(), replication.to_string());
        while let Some(row) = next[shard].take_if(|row| row[0] == *point && row[1] == *replication) {
            written(whole.write_record(&row))?;
            next[shard] = readers[shard].records().next().transpose().map_err(failed(shard))?;
        }
    }
    whole.flush().map_err(FolderError::at(&to))
}
