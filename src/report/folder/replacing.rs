//! How results take the place of others in a folder, step by step, so that whatever instant the program is killed at loses
//! nothing that had been there to go on from, and never leaves a mixture that looks whole.
//!
//! The manifest goes first: from then on the folder is not whole, and [`REPLACED`] tells whose it is. New files come one by
//! one, the manifest last. What there is to go on from stays until then, replaced by new or, where nothing is left to do,
//! removed.

use super::{COMMON, FolderError, MANIFEST, OWN, UNFINISHED};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Stands for the manifest while results are replaced: the one that was there, or only its identity where others come than it
/// is of.
pub(super) const REPLACED: &str = ".replaced.json";

/// What stands in a folder once a command has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// What it found.
    Own,
    /// All of the same, found before: it was interrupted.
    Whole,
    /// More of the same, found before though not all: it was interrupted sooner.
    More,
}

/// What is to stand in `folder` when results with this `manifest` come: less of a question never takes the place of more.
pub(super) fn stands(folder: &Path, manifest: &str) -> Stands {
    #[derive(Deserialize)]
    struct Extent {
        identity: String,
        done: Vec<IgnoredAny>,
        interrupted: bool,
    }
    let extent = |text: &str| serde_json::from_str::<Extent>(text).ok();
    let old = fs::read_to_string(folder.join(MANIFEST)).ok().and_then(|text| extent(&text));
    match (old, extent(manifest)) {
        (Some(old), Some(new)) if new.interrupted && old.identity == new.identity => match old.interrupted {
            false => Stands::Whole,
            true if old.done.len() > new.done.len() => Stands::More,
            true => Stands::Own,
        },
        _ => Stands::Own,
    }
}

/// One step; it is done whole or not at all.
#[derive(Debug)]
pub(super) enum Step {
    /// A file goes, if it is there.
    Remove(PathBuf),
    /// A file takes the place of another.
    Move(PathBuf, PathBuf),
}

impl Step {
    /// Takes it.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn take(&self) -> Result<(), FolderError> {
        match self {
            Step::Move(from, to) => fs::rename(from, to).map_err(FolderError::at(to)),
            Step::Remove(path) => match fs::remove_file(path) {
                Err(e) if e.kind() != ErrorKind::NotFound => Err(FolderError::at(path)(e)),
                _ => Ok(()),
            },
        }
    }
}

/// The steps by which the files in `new`, with their `manifest`, come into `folder`.
///
/// # Errors
/// When the system refuses.
pub(super) fn steps(new: &Path, folder: &Path, manifest: &str) -> Result<Vec<Step>, FolderError> {
    let entries = fs::read_dir(new).map_err(FolderError::at(new))?;
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_by_key(|name| (name == MANIFEST, name == UNFINISHED, name.clone()));
    let others = results_of_others(folder, manifest);
    // Seen before anything goes.
    let come_or_go = names.iter().map(String::as_str).chain(others.iter().copied());
    if let Some(path) = come_or_go.map(|name| folder.join(name)).find(|path| path.is_dir()) {
        return Err(FolderError::at(&path)(ErrorKind::IsADirectory.into()));
    }
    let aside = new.join(REPLACED);
    fs::write(&aside, set_aside(folder, manifest)).map_err(FolderError::at(&folder.join(REPLACED)))?;
    let stays = |name: &&str| *name == UNFINISHED || names.iter().any(|new| new == name);
    let gone = others.into_iter().filter(|name| !stays(name));
    let moved = |name: &str| Step::Move(new.join(name), folder.join(name));
    let last = [(!names.iter().any(|name| name == UNFINISHED)).then_some(UNFINISHED), Some(REPLACED)];
    let mut steps = vec![Step::Move(aside, folder.join(REPLACED)), Step::Remove(folder.join(MANIFEST))];
    steps.extend(gone.map(|name| Step::Remove(folder.join(name))));
    steps.extend(names.iter().map(|name| moved(name)));
    steps.extend(last.into_iter().flatten().map(|name| Step::Remove(folder.join(name))));
    Ok(steps)
}

/// Takes the manifest out of a folder, and where it is that of other results than `manifest`, or of fewer, all that they
/// consist of.
///
/// # Errors
/// When the system refuses.
pub(super) fn retire(folder: &Path, manifest: &str) -> Result<(), FolderError> {
    let gone = results_of_others(folder, manifest);
    [MANIFEST].into_iter().chain(gone).chain([REPLACED]).try_for_each(|name| Step::Remove(folder.join(name)).take())
}

/// Removes what stands for the manifest from a folder that has one.
pub(super) fn clear(folder: &Path) {
    if folder.join(MANIFEST).exists() {
        let _ = fs::remove_file(folder.join(REPLACED));
    }
}

/// The manifest of a folder, or what stands for it while results are replaced.
pub(super) fn manifest_of(folder: &Path) -> PathBuf {
    let own = folder.join(MANIFEST);
    if own.exists() { own } else { folder.join(REPLACED) }
}

/// What a manifest says of the results beside it.
#[derive(PartialEq, Deserialize)]
struct Results {
    command: String,
    identity: String,
    done: Value,
}

/// What has stood in `folder` when results with this manifest come, as [`REPLACED`].
fn set_aside(folder: &Path, manifest: &str) -> String {
    let old = fs::read_to_string(manifest_of(folder)).unwrap_or_default();
    let value = |text: &str| serde_json::from_str::<Value>(text).ok();
    let made = |of: &Value| [&of["command"], &of["identity"], &of["done"], &of["machine"]["arguments"]].map(Value::clone);
    match (value(&old), value(manifest)) {
        // The same command makes the same files: any of them may be old or new.
        (Some(before), Some(new)) if made(&before) == made(&new) => old,
        (Some(before), _) => json!({ "identity": before["identity"] }).to_string(),
        (None, new) => json!({ "identity": new.unwrap_or_default()["identity"] }).to_string(),
    }
}

/// What may be left in `folder` of other results than those of `manifest`, or of fewer. Where the replacement of some by others
/// was broken off, that is whatever any command writes.
fn results_of_others(folder: &Path, manifest: &str) -> Vec<&'static str> {
    let results = |text: &str| serde_json::from_str::<Results>(text).ok();
    let path = manifest_of(folder);
    let Ok(text) = fs::read_to_string(&path) else { return Vec::new() };
    let old = results(&text);
    if old == results(manifest) || old.is_none() && path.ends_with(MANIFEST) {
        return Vec::new();
    }
    let command = old.map(|old| old.command);
    let own = OWN.iter().filter(|(name, _)| command.as_deref().is_none_or(|command| command == *name));
    COMMON.into_iter().chain(own.flat_map(|(_, own)| own.iter().copied())).collect()
}
