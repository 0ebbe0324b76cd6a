//! The folder of a sweep: a place where work can be left off at any instant and taken up again.
//!
//! While it is unfinished, all of it stands in `.unfinished` within the folder: the plan as it was laid out, a journal of
//! one line per task, and a part with the incidents of each task where these are kept. A line is written in one go after
//! everything else of its task and ends with its checksum, so a task is done exactly if its line is whole; a torn last line
//! is cut off. The tables
//! are made from the journal when nothing is left to do, written beside their place, put there one after the other, the
//! manifest last. Whatever instant the program is killed at, what it had not finished is done again and nothing else.

use super::manifest::sha256_of;
use super::replacing::retire;
use super::{ArmDigest, ArmHash, FolderError, MANIFEST, Machine, Manifest, Recorder, is_ours, no_folder, sha256};
use crate::experiment::MEASURES;
use crate::experiment::sweep::Shard;
use crate::random::SCHEME;
use crate::report::json;
use crate::report::sweep::{Sheet, Swept, TaskRecord};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Where a sweep works before it is finished.
pub(super) const UNFINISHED: &str = ".unfinished";
/// The plan as it was laid out.
pub(super) const SHEET: &str = "plan.json";
/// What each task came to.
pub(super) const TASKS: &str = "tasks.jsonl";
/// What `merge` reads.
pub(super) const MERGED: [&str; 3] = [Recorder::FILE, SHEET, TASKS];

/// A sweep's folder, and what was done in it before.
pub enum Opened {
    /// Everything is done.
    Complete(Vec<TaskRecord>),
    /// There is work to do; these tasks are done.
    Unfinished(SweepFolder, Vec<TaskRecord>),
}

/// A folder that is being worked in.
#[derive(Debug)]
pub struct SweepFolder {
    target: PathBuf,
    work: PathBuf,
    journal: Mutex<File>,
    damaged: usize,
}

/// What made the results of a sweep, or of a shard of one.
#[derive(Clone, Debug, Serialize)]
pub struct SweepManifest {
    schema: u32,
    gridgov: &'static str,
    command: &'static str,
    identity: String,
    plan: String,
    plan_identity: String,
    shard: Option<Shard>,
    arms: Vec<ArmHash>,
    stream_scheme: u64,
    done: Vec<ArmDigest>,
    /// SHA-256 of [`MERGED`], as far as there are such files.
    checksums: BTreeMap<String, String>,
    interrupted: bool,
    machine: Machine,
}

/// The identity of a share of a sweep; the whole is the same whether it was merged or done in one go.
pub fn shard_identity(sheet: &Sheet, shard: Shard) -> String {
    if shard.of == 1 { sheet.identity.clone() } else { sha256(format!("{} {shard}", sheet.identity).as_bytes()) }
}

impl SweepManifest {
    /// Of a sweep that is done; its files have no checksums before they are written.
    pub fn new(swept: &Swept, machine: Machine) -> SweepManifest {
        let sheet = swept.sheet;
        let arms = (0..sheet.points.len()).filter_map(|point| arm(swept, point)).collect();
        let done = swept.records.iter().filter(|record| record.refused.is_none()).map(|record| {
            let (point, replication) = sheet.of_task(record.task);
            let (digest, trace_digest) = (record.digest.clone(), record.trace_digest.clone());
            ArmDigest { arm: Sheet::label(point), replication, digest, trace_digest, incidents: record.incidents }
        });
        SweepManifest {
            schema: json::SCHEMA,
            gridgov: env!("CARGO_PKG_VERSION"),
            command: "sweep",
            identity: shard_identity(sheet, swept.shard),
            plan: sheet.plan.clone(),
            plan_identity: sheet.identity.clone(),
            shard: (swept.shard.of > 1).then_some(swept.shard),
            arms,
            stream_scheme: SCHEME,
            done: done.collect(),
            checksums: BTreeMap::new(),
            interrupted: false,
            machine,
        }
    }

    /// As it is written.
    pub fn text(&self) -> String {
        json::text(&json::value(self))
    }
}

/// A point as an arm, where any of its tasks is done.
fn arm(swept: &Swept, point: usize) -> Option<ArmHash> {
    let place = &swept.sheet.points[point];
    let structure = &swept.sheet.structures[place.structure];
    Some(ArmHash {
        arm: Sheet::label(point),
        scenario: structure.scenario.clone(),
        set: [&structure.set[..], &place.set[..]].concat(),
        scenario_sha256: swept.scenario_sha256(point)?.to_owned(),
        files: if place.files.is_empty() { &structure.files } else { &place.files }.clone(),
    })
}

impl SweepFolder {
    /// Opens `target` for a share of a sweep: begins it, goes on with it, or finds it done. A folder that holds anything
    /// else is refused, unless `force`.
    ///
    /// # Errors
    /// When the place is taken, another program works in it, or it cannot be written.
    pub fn open(target: &Path, sheet: &Sheet, shard: Shard, force: bool) -> Result<Opened, FolderError> {
        let identity = shard_identity(sheet, shard);
        if Manifest::identity_in(&target.join(MANIFEST)).as_deref() == Some(&identity) {
            match read_tasks(&target.join(TASKS)).and_then(|records| as_written(target).map(|()| records)) {
                Ok(records) => {
                    let _ = fs::remove_dir_all(target.join(UNFINISHED));
                    return Ok(Opened::Complete(records));
                }
                Err(wrong) if !force => {
                    return Err(FolderError::Taken(format!("{wrong}; choose another folder, or add --force to do the sweep again")));
                }
                Err(_) => {}
            }
        }
        let work = target.join(UNFINISHED);
        if !force && let Some(message) = taken(target, &work, &identity)? {
            return Err(FolderError::Taken(message));
        }
        fs::create_dir_all(&work).map_err(FolderError::at(target))?;
        let lock = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(work.join(TASKS));
        let mut journal = lock.map_err(FolderError::at(&work.join(TASKS)))?;
        if journal.try_lock().is_err() {
            return Err(FolderError::Taken(format!(
                "another gridgov works in {}; wait for it, or choose another folder",
                target.display()
            )));
        }
        let (records, damaged) = match fs::read_to_string(work.join("identity")) {
            Ok(found) if found == identity => resume(&mut journal, &work)?,
            _ => {
                // Another sweep's tasks go before its name does.
                journal.set_len(0).map_err(FolderError::at(&work))?;
                for part in fs::read_dir(&work).map_err(FolderError::at(&work))?.flatten() {
                    if part.file_name() != TASKS {
                        let _ = fs::remove_file(part.path());
                    }
                }
                replace(&work.join("identity"), identity.as_bytes())?;
                (Vec::new(), 0)
            }
        };
        journal.seek(SeekFrom::End(0)).map_err(FolderError::at(&work))?;
        Ok(Opened::Unfinished(SweepFolder { target: target.to_owned(), work, journal: Mutex::new(journal), damaged }, records))
    }

    /// How many lines of its journal were not as they had been written. Their tasks are not done.
    pub fn damaged(&self) -> usize {
        self.damaged
    }

    /// Keeps what a task came to. Nothing of it may be written after this.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn keep(&self, record: &TaskRecord) -> Result<(), FolderError> {
        let line = line(record);
        let mut journal = self.journal.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        journal.write_all(line.as_bytes()).map_err(FolderError::at(&self.work.join(TASKS)))
    }

    /// The part with the incidents of a task.
    pub fn part(&self, task: u64) -> PathBuf {
        self.work.join(format!("incidents.{task}.csv"))
    }

    /// A file of the folder, before it is put in its place.
    pub fn file(&self, name: &str) -> PathBuf {
        self.work.join(format!("{name}.new"))
    }

    /// Writes one file.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self, name: &str, contents: &[u8]) -> Result<(), FolderError> {
        debug_assert!(is_ours(name), "`{name}` is not among the files that are replaced");
        fs::write(self.file(name), contents).map_err(FolderError::at(&self.target.join(name)))
    }

    /// Joins parts of incidents below a header.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn join(&self, header: &str, parts: impl Iterator<Item = PathBuf>) -> Result<(), FolderError> {
        let failed = || FolderError::at(&self.target.join(Recorder::FILE));
        let mut whole = File::create(self.file(Recorder::FILE)).map_err(failed())?;
        whole.write_all(header.as_bytes()).map_err(failed())?;
        for part in parts {
            let mut rows = File::open(&part).map_err(FolderError::reading(&part))?;
            std::io::copy(&mut rows, &mut whole).map_err(failed())?;
        }
        whole.flush().map_err(failed())
    }

    /// Puts all files in their places, those of `names` and the tasks, then the manifest, and clears up.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(self, names: &[&str], swept: &Swept, mut manifest: SweepManifest) -> Result<(), FolderError> {
        let tasks: String = swept.records.iter().map(line).collect();
        self.write(TASKS, tasks.as_bytes())?;
        self.write(SHEET, json::text(&json::value(swept.sheet)).as_bytes())?;
        for name in names.iter().chain(&[TASKS, SHEET]).filter(|name| MERGED.contains(name)) {
            let file = self.file(name);
            manifest.checksums.insert((*name).to_owned(), sha256_of(&file).map_err(FolderError::reading(&file))?);
        }
        self.write(MANIFEST, manifest.text().as_bytes())?;
        retire(&self.target, &manifest.text())?;
        for name in names.iter().chain(&[TASKS, SHEET, MANIFEST]) {
            let to = self.target.join(name);
            fs::rename(self.file(name), &to).map_err(FolderError::at(&to))?;
        }
        let work = self.work.clone();
        drop(self);
        fs::remove_dir_all(&work).map_err(FolderError::at(&work))
    }
}

/// What stands before the checksum that a line ends with.
const CHECK: &str = ",\"sha256\":\"";

/// A task as a line, the checksum of what it says otherwise at its end.
fn line(record: &TaskRecord) -> String {
    let text = serde_json::to_string(record).expect("plain data always serializes");
    format!("{}{CHECK}{}\"}}\n", text.strip_suffix('}').unwrap_or(&text), sha256(text.as_bytes()))
}

/// The task of a line without its end.
fn task(line: &[u8]) -> Result<TaskRecord, String> {
    let parts = std::str::from_utf8(line).ok().and_then(|line| line.rsplit_once(CHECK));
    let text = parts.map(|(text, check)| (format!("{text}}}"), check));
    let Some((text, _)) = text.filter(|(text, check)| check.strip_suffix("\"}") == Some(&sha256(text.as_bytes()))) else {
        return Err("is not as it was written, or comes from another version of the program".to_owned());
    };
    let record: TaskRecord = serde_json::from_str(&text).map_err(|error| format!("is no task: {error}"))?;
    if record.refused.is_none() && record.values.len() != MEASURES.len() {
        return Err(format!("has {} measures, this program has {}", record.values.len(), MEASURES.len()));
    }
    Ok(record)
}

fn in_order(mut records: Vec<TaskRecord>) -> Vec<TaskRecord> {
    records.sort_by_key(|record| record.task);
    records.dedup_by_key(|record| record.task);
    records
}

/// Writes a file so that it is there whole or not at all.
fn replace(path: &Path, contents: &[u8]) -> Result<(), FolderError> {
    let beside = path.with_extension("new");
    fs::write(&beside, contents).and_then(|()| fs::rename(&beside, path)).map_err(FolderError::at(path))
}

/// Why a folder cannot be worked in, if there is a reason.
fn taken(target: &Path, work: &Path, identity: &str) -> Result<Option<String>, FolderError> {
    let shown = target.display();
    let mut entries = match fs::read_dir(target) {
        Ok(entries) => entries.flatten().filter(|entry| entry.file_name() != UNFINISHED),
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) if e.kind() == ErrorKind::NotADirectory => return Ok(Some(no_folder(target))),
        Err(e) => return Err(FolderError::at(target)(e)),
    };
    match fs::read_to_string(work.join("identity")) {
        Ok(found) if found == identity => Ok(None),
        Ok(_) => Ok(Some(format!(
            "{shown} holds an unfinished sweep of another plan, other scenarios or another shard; choose another folder, or add --force to begin anew"
        ))),
        Err(_) if entries.next().is_none() => Ok(None),
        Err(_) => Ok(Some(format!(
            "{shown} is not empty and does not hold this very sweep; choose another folder, or add --force to replace the results in it"
        ))),
    }
}

/// The tasks that are done by the journal, in order, and how many of its lines are damaged. What was written of a torn
/// last line is cut off, damaged ones are blanked.
fn resume(journal: &mut File, work: &Path) -> Result<(Vec<TaskRecord>, usize), FolderError> {
    let failed = || FolderError::at(&work.join(TASKS));
    let mut text = Vec::new();
    journal.read_to_end(&mut text).map_err(failed())?;
    let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    journal.set_len(whole as u64).map_err(failed())?;
    let (mut records, mut damaged, mut at) = (Vec::new(), 0, 0);
    for line in text[..whole].split_inclusive(|byte| *byte == b'\n') {
        let said = line.trim_ascii();
        match task(said) {
            Ok(record) => records.push(record),
            Err(_) if said.is_empty() => {}
            Err(_) => {
                damaged += 1;
                journal.seek(SeekFrom::Start(at)).map_err(failed())?;
                journal.write_all(&vec![b' '; line.len() - 1]).map_err(failed())?;
            }
        }
        at += line.len() as u64;
    }
    Ok((in_order(records), damaged))
}

/// Sees that what `merge` reads of a finished folder is as its manifest says.
///
/// # Errors
/// What is not.
pub(super) fn as_written(folder: &Path) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Written {
        checksums: BTreeMap<String, String>,
    }
    let unreadable = |path: &Path, error: std::io::Error| format!("cannot read {}: {error}", path.display());
    let path = folder.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
    let written: Written = serde_json::from_str(&text)
        .map_err(|_| format!("{} has no checksums of the files beside it: another version of the program wrote it", path.display()))?;
    for (name, sha256) in written.checksums {
        let path = folder.join(name);
        if sha256_of(&path).map_err(|error| unreadable(&path, error))? != sha256 {
            return Err(format!("{} is not as it was written", path.display()));
        }
    }
    Ok(())
}

/// The tasks of a finished folder.
///
/// # Errors
/// Why they cannot be read.
pub fn read_tasks(path: &Path) -> Result<Vec<TaskRecord>, String> {
    let text = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let lines = (1..).zip(text.split(|byte| *byte == b'\n')).filter(|(_, line)| !line.is_empty());
    let told = |(number, line)| task(line).map_err(|wrong| format!("{}: line {number} {wrong}", path.display()));
    lines.map(told).collect::<Result<_, _>>().map(in_order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(task: u64) -> TaskRecord {
        let values = vec![(0.1, 3.0); MEASURES.len()];
        let text = || "0".to_owned();
        let (scenario_sha256, digest, trace_digest) = (text(), text(), text());
        TaskRecord { task, scenario_sha256, digest, trace_digest, incidents: 7, collapses: 0, overloads: 0, values, refused: None }
    }

    #[test]
    fn a_line_that_was_changed_is_not_done_and_loses_no_other() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join(TASKS);
        let lines: Vec<String> = (0..3).map(|task| line(&record(task))).collect();
        fs::write(&path, lines.concat()).unwrap();
        assert_eq!(read_tasks(&path), Ok((0..3).map(record).collect()));
        fs::write(&path, lines.concat().replacen("\"incidents\":7", "\"incidents\":9", 1) + "{\"task\":3").unwrap();
        assert!(read_tasks(&path).unwrap_err().contains("line 1 is not as it was written"));
        let resumed = || {
            let mut journal = OpenOptions::new().read(true).write(true).open(&path).unwrap();
            resume(&mut journal, place.path()).unwrap()
        };
        assert_eq!(resumed(), (vec![record(1), record(2)], 1));
        assert_eq!(resumed(), (vec![record(1), record(2)], 0), "it is told once");
        assert!(fs::read_to_string(&path).unwrap().ends_with(&lines[1..].concat()));
    }
}
