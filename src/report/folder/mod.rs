//! The folder of results that `--out` asks for: `report.html`, `summary.json`, `incidents.csv`, `crews.csv`,
//! `report.json`, `manifest.json`.
//!
//! It is written beside its place and put there when it is complete, so a run that fails leaves nothing
//! half-written and nothing lost. Every replication streams its rows into a part of its own; the parts are
//! joined in order at the end, so memory does not grow with the run and the bytes are the same at any number
//! of threads.

mod columns;
mod crews;
mod designed;
mod experiment;
mod made;
mod manifest;
mod merge;
mod ran;
mod recorder;
mod replacing;
mod sweep;
mod tables;

pub use columns::{COLUMNS, Column};
pub use crews::crews;
pub use designed::{Designed, MovedFactor};
pub use experiment::{ArmDigest, ArmHash, ExperimentManifest};
pub use made::Made;
pub use manifest::{InputHash, Machine, Manifest, ReplicationDigest, sha256};
pub use merge::{Shards, merge, shards};
pub use ran::Ran;
pub use recorder::Recorder;
pub use replacing::Stands;
pub use sweep::{Opened, SweepFolder, SweepManifest};
pub use tables::{ArmRows, hash_of, incidents_parquet, replications, replications_of, write_sweep, write_sweep_from};

use super::part;
use super::table::{Metadata, Table, parquet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The file that makes a folder one of ours. It goes first where a folder is replaced and is put in place last: a folder
/// that has one is whole.
pub const MANIFEST: &str = "manifest.json";

/// What an interrupted command leaves to go on from.
pub const UNFINISHED: &str = "unfinished.json";

/// What every command leaves in a folder of results beside the manifest.
const COMMON: [&str; 6] = ["replications.csv", "replications.parquet", "report.html", "report.json", "summary.json", UNFINISHED];
/// What single commands leave there as well.
const OWN: [(&str, &[&str]); 6] = [
    ("break-even", &["break-even.csv"]),
    ("frontier", &["levels.csv"]),
    ("rank", &["misses.csv"]),
    ("run", &["crews.csv", "draws.csv", "draws.parquet", "incidents.csv", "incidents.parquet"]),
    ("sensitivity", &["design.csv", "design.parquet", "points.csv", "points.parquet"]),
    ("sweep", &["incidents.csv", "incidents.parquet", "plan.csv", "plan.json", "plan.parquet", "tasks.jsonl"]),
];

/// What some command writes.
fn ours() -> impl Iterator<Item = &'static str> {
    [MANIFEST].into_iter().chain(COMMON).chain(OWN.iter().flat_map(|(_, own)| own.iter().copied()))
}

/// Whether some command writes a file of this name.
fn is_ours(name: &str) -> bool {
    ours().any(|own| own == name)
}

/// Sees that no file of those `read` stands where results in `target` would, whatever command they are of, by name or by link.
///
/// # Errors
/// The first that does.
pub fn spare<'a>(target: &Path, read: impl IntoIterator<Item = &'a Path>) -> Result<(), FolderError> {
    let names = ours().chain([replacing::REPLACED, sweep::UNFINISHED]);
    let places: Vec<PathBuf> = names.filter_map(|name| fs::canonicalize(target.join(name)).ok()).collect();
    let replaced = |path: &&Path| fs::canonicalize(path).is_ok_and(|real| places.iter().any(|place| real.starts_with(place)));
    match read.into_iter().find(replaced) {
        Some(path) => Err(FolderError::Taken(format!(
            "{} is read by this command and is not replaced by its results; choose another folder",
            path.display()
        ))),
        None => Ok(()),
    }
}

/// Why a folder could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The place is taken by something else.
    #[error("{0}")]
    Taken(String),
    /// The system refused.
    #[error("cannot write {}: {source}", path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// What it is to be made of cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl FolderError {
    /// About `path`.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> FolderError + use<> {
        let path = path.to_owned();
        move |source| FolderError::Io { path, source }
    }

    /// About `path`, which was to be read.
    pub(super) fn reading(path: &Path) -> impl FnOnce(io::Error) -> FolderError + use<> {
        let path = path.to_owned();
        move |source| FolderError::Unreadable { path, source }
    }
}

/// A folder that is being written.
#[derive(Debug)]
pub struct Folder {
    target: PathBuf,
    temporary: PathBuf,
    identity: String,
    force: bool,
}

impl Folder {
    /// Begins the folder `target` for the run that `identity` names. A folder that holds anything but the
    /// results of the same run is refused, unless `force`.
    ///
    /// # Errors
    /// When the place is taken or cannot be written.
    pub fn begin(target: &Path, identity: &str, force: bool) -> Result<Folder, FolderError> {
        let name = target.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = match fs::read_dir(target) {
            Ok(entries) => {
                free(target, entries, identity, force)?;
                part::clear(target, "");
                replacing::clear(target);
                part::clear(parent, &name);
                target.join(part::name(""))
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(parent).map_err(FolderError::at(target))?;
                part::clear(parent, &name);
                parent.join(part::name(&name))
            }
            Err(e) if e.kind() == io::ErrorKind::NotADirectory => return Err(FolderError::Taken(no_folder(target))),
            Err(e) => return Err(FolderError::at(target)(e)),
        };
        fs::create_dir(&temporary).map_err(FolderError::at(target))?;
        Ok(Folder { target: target.to_owned(), temporary, identity: identity.to_owned(), force })
    }

    /// Where it is written until it is complete. Whoever ends the program at once should remove this.
    pub fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Writes one file.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self, name: &str, contents: &[u8]) -> Result<(), FolderError> {
        debug_assert!(is_ours(name), "`{name}` is not among the files that are replaced");
        fs::write(self.temporary.join(name), contents).map_err(FolderError::at(&self.target.join(name)))
    }

    /// Where a file stands until the folder is complete.
    pub fn file(&self, name: &str) -> PathBuf {
        self.temporary.join(name)
    }

    /// The part of `name` that replication `replication` writes.
    fn part(&self, name: &str, replication: u32) -> PathBuf {
        self.temporary.join(format!("{name}.{replication}.part"))
    }

    /// Joins the parts of `name` in the order of replications below a header, and removes them.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn join(&self, name: &str, header: &str, replications: u32) -> Result<(), FolderError> {
        let failed = || FolderError::at(&self.target.join(name));
        let mut whole = File::create(self.temporary.join(name)).map_err(failed())?;
        io::copy(&mut header.as_bytes(), &mut whole).map_err(failed())?;
        for replication in 0..replications {
            let part = self.part(name, replication);
            let mut rows = File::open(&part).map_err(failed())?;
            io::copy(&mut rows, &mut whole).map_err(failed())?;
            drop(rows);
            fs::remove_file(&part).map_err(failed())?;
        }
        whole.sync_all().map_err(failed())
    }

    /// Writes tables, each as CSV and as Parquet.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn tables(&self, tables: &[(&str, Table)], metadata: impl Fn(&str) -> Metadata) -> Result<(), FolderError> {
        for (name, table) in tables {
            self.write(&format!("{name}.csv"), &table.csv())?;
            self.write(&format!("{name}.parquet"), &parquet(table, &metadata(name)))?;
        }
        Ok(())
    }

    /// Puts the complete folder in its place, its manifest last, unless it was interrupted and more of the same stands there
    /// already; what stands there then.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(self, manifest: &str) -> Result<Stands, FolderError> {
        self.write(MANIFEST, manifest.as_bytes())?;
        if self.temporary.parent() != Some(&self.target) {
            match (fs::rename(&self.temporary, &self.target), fs::read_dir(&self.target)) {
                (Ok(()), _) => return Ok(Stands::Own),
                // Another program has put a folder there meanwhile.
                (Err(_), Ok(entries)) => free(&self.target, entries, &self.identity, self.force)?,
                (Err(e), Err(_)) => return Err(FolderError::at(&self.target)(e)),
            }
        }
        let stands = replacing::stands(&self.target, manifest);
        if stands == Stands::Own {
            replacing::steps(&self.temporary, &self.target, manifest)?.iter().try_for_each(replacing::Step::take)?;
        }
        Ok(stands)
    }
}

/// Refuses a folder with `entries` that holds anything but the results of the same run, unless `force`.
fn free(target: &Path, mut entries: fs::ReadDir, identity: &str, force: bool) -> Result<(), FolderError> {
    // What a run that was killed has left half-written stands in nobody's way.
    // What `break-even` has put into a folder of its own stays beside a comparison.
    let beside = |name: &str| part::is_one(name) || name == crate::report::break_even::FOLDER;
    let taken = entries.any(|entry| !entry.is_ok_and(|e| beside(&e.file_name().to_string_lossy())));
    if !force && taken && Manifest::identity_in(&replacing::manifest_of(target)).as_deref() != Some(identity) {
        return Err(FolderError::Taken(format!(
            "{} is not empty and does not hold results of this very run; choose another folder, or add --force to replace the results in it",
            target.display()
        )));
    }
    Ok(())
}

/// Says that a folder cannot be where a file is.
fn no_folder(target: &Path) -> String {
    let file = target.ancestors().find(|place| place.is_file()).unwrap_or(target);
    format!("{} is a file; --out needs a folder", file.display())
}

impl Drop for Folder {
    /// Removes what was not put in place.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.temporary);
    }
}

#[cfg(test)]
mod tests;
