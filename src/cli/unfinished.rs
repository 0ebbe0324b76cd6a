//! What an interrupted search leaves in its folder, so that the same command goes on from there.

use super::Failure;
use super::run::folder_failure;
use gridgov::experiment::frontier::{Known, Pool};
use gridgov::report::folder::{ExperimentManifest, Folder};
use serde::{Deserialize, Serialize};
use std::path::Path;

const FILE: &str = "unfinished.json";

#[derive(Serialize, Deserialize)]
struct Unfinished {
    identity: String,
    known: Vec<Known>,
}

/// The replications that an interrupted run of the same question has left in `folder`.
pub fn read(folder: &Path, identity: &str) -> Vec<Known> {
    let text = std::fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    let left = serde_json::from_str::<Unfinished>(&text).ok().filter(|left| left.identity == identity);
    left.map(|left| left.known).unwrap_or_default()
}

/// Puts the folder in its place, with what is needed to go on where it was interrupted, without it otherwise.
pub fn finish(folder: Folder, pool: &Pool, manifest: &ExperimentManifest, interrupted: bool) -> Result<(), Failure> {
    let old = folder.target().join(FILE);
    if interrupted {
        let left = Unfinished { identity: manifest.identity.clone(), known: pool.known() };
        let text = serde_json::to_string(&left).unwrap_or_default();
        folder.write(FILE, text.as_bytes()).map_err(folder_failure)?;
    }
    folder.finish_with(&manifest.text()).map_err(folder_failure)?;
    if !interrupted {
        let _ = std::fs::remove_file(old);
    }
    Ok(())
}

/// Says how to go on.
pub fn tell(kept: bool) {
    eprintln!(
        "{}",
        match kept {
            true => "interrupted: the results above are of what was done; the same command goes on from there",
            false =>
                "interrupted: the results above are of what was done; the same command begins anew, with --out DIR it would go on from there",
        }
    );
}
