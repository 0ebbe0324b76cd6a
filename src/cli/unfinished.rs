//! What an interrupted experiment leaves in its folder, so that the same command goes on from there.

use super::run::folder_failure;
use super::{Failure, failure};
use gridgov::experiment::Known;
use gridgov::report::folder::{Folder, UNFINISHED};
use gridgov::report::number;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::Path;

#[derive(Serialize, Deserialize)]
struct Unfinished<K> {
    identity: String,
    known: Vec<K>,
}

/// What an interrupted run of the same question has left in `folder`, where there is one.
pub fn read<K: DeserializeOwned>(folder: Option<&Path>, identity: &str) -> Vec<K> {
    let text = folder.and_then(|folder| std::fs::read_to_string(folder.join(UNFINISHED)).ok()).unwrap_or_default();
    let left = serde_json::from_str::<Unfinished<K>>(&text).ok().filter(|left| left.identity == identity);
    left.map(|left| left.known).unwrap_or_default()
}

/// The replications that an interrupted run of the same question has left in `folder`; says how many.
pub fn replications(folder: Option<&Path>, identity: &str, quiet: bool) -> Vec<Known> {
    let known: Vec<Known> = read(folder, identity);
    let done: usize = known.iter().map(|arm| arm.measured.len()).sum();
    if done > 0 && !quiet {
        failure::tell(&format!("{} done already", number::were(done as u64, "replication")));
    }
    known
}

/// Says how many of what was asked for an interrupted run of the same question has left.
pub fn tell_known(known: usize, asked: u64, name: &str, quiet: bool) {
    if known > 0 && !quiet {
        failure::tell(&format!("{} of {} done already", number::count(known as u64), number::counted(asked, name)));
    }
}

/// Puts the folder in its place, where it was interrupted with what is `known`, so that the same command goes on.
pub fn finish<K: Serialize>(folder: Folder, known: Option<Vec<K>>, identity: &str, manifest: &str) -> Result<(), Failure> {
    let old = folder.target().join(UNFINISHED);
    let complete = known.is_none();
    if let Some(known) = known {
        let left = Unfinished { identity: identity.to_owned(), known };
        let text = serde_json::to_string(&left).unwrap_or_default();
        folder.write(UNFINISHED, text.as_bytes()).map_err(folder_failure)?;
    }
    folder.finish(manifest).map_err(folder_failure)?;
    if complete {
        let _ = std::fs::remove_file(old);
    }
    Ok(())
}

/// Says how to go on.
pub fn tell(kept: bool) {
    failure::tell(match kept {
        true => "interrupted: the results above are of what was done; the same command goes on from there",
        false => {
            "interrupted: the results above are of what was done; the same command begins anew, with --out DIR it would go on from there"
        }
    });
}

/// Says the same where there is no result yet, or none beyond what an interrupted run has left.
pub fn nothing() -> Failure {
    failure::tell("interrupted before there was anything new; with --out DIR the same command goes on from what stands there");
    Failure::Interrupted
}
