//! What an interrupted experiment leaves in its folder, so that the same command goes on from there.

use super::run::folder_failure;
use super::{Failure, failure};
use gridgov::experiment::Known;
use gridgov::report::folder::{Folder, Stands, UNFINISHED, sha256};
use gridgov::report::number;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What stands before the part that the checksum is of.
const KNOWN: &str = ",\"known\":";

#[derive(Deserialize)]
struct Head {
    identity: String,
    #[serde(default)]
    sha256: String,
}

#[derive(Deserialize)]
struct Body<K> {
    known: Vec<K>,
}

/// What is `known`, as it is written.
fn written<K: Serialize>(known: &[K], identity: &str) -> String {
    let known = serde_json::to_string(known).unwrap_or_default();
    format!("{{\"identity\":{identity:?},\"sha256\":\"{}\"{KNOWN}{known}}}", sha256(known.as_bytes()))
}

/// What is known by a text, nothing where it is of another question; `None` where it is not as it was written.
fn kept<K: DeserializeOwned>(text: &str, identity: &str) -> Option<Vec<K>> {
    let head: Head = serde_json::from_str(text).ok()?;
    if head.identity != identity {
        return Some(Vec::new());
    }
    let (_, known) = text.split_once(KNOWN)?;
    let whole = sha256(known.strip_suffix('}')?.as_bytes()) == head.sha256;
    serde_json::from_str::<Body<K>>(text).ok().filter(|_| whole).map(|body| body.known)
}

/// What an interrupted run of the same question has left in `folder`, where there is one.
pub fn read<K: DeserializeOwned>(folder: Option<&Path>, identity: &str) -> Vec<K> {
    let Some(path) = folder.map(|folder| folder.join(UNFINISHED)) else { return Vec::new() };
    let Ok(bytes) = std::fs::read(&path) else { return Vec::new() };
    kept(&String::from_utf8_lossy(&bytes), identity).unwrap_or_else(|| {
        failure::tell(&format!("{} is not as it was written: what was done is done again", path.display()));
        Vec::new()
    })
}

/// The replications that an interrupted run of the same question has left in `folder`; says how many.
pub fn replications(folder: Option<&Path>, identity: &str, quiet: bool) -> Vec<Known> {
    let known: Vec<Known> = read(folder, identity);
    tell_replications(&known, quiet);
    known
}

/// Says how many replications an interrupted run of the same question has left.
pub fn tell_replications(known: &[Known], quiet: bool) {
    let done: usize = known.iter().map(|arm| arm.measured.len()).sum();
    if done > 0 && !quiet {
        failure::tell(&format!("{} done already", number::were(done as u64, "replication")));
    }
}

/// Says how many of what was asked for an interrupted run of the same question has left.
pub fn tell_known(known: usize, asked: u64, name: &str, quiet: bool) {
    if known > 0 && !quiet {
        failure::tell(&format!("{} of {} done already", number::count(known as u64), number::counted(asked, name)));
    }
}

/// Puts the folder in its place, where it was interrupted with what is `known`, so that the same command goes on; what stands
/// there then.
pub fn finish<K: Serialize>(folder: Folder, known: Option<Vec<K>>, identity: &str, manifest: &str) -> Result<Stands, Failure> {
    if let Some(known) = known {
        folder.write(UNFINISHED, written(&known, identity).as_bytes()).map_err(folder_failure)?;
    }
    folder.finish(manifest).map_err(folder_failure)
}

/// Says how to go on, by what stands in the folder, if there is one.
pub fn tell(stands: Option<Stands>) {
    tell_of("interrupted: the results above are of what was done", stands);
}

/// The same of another `end`.
pub fn tell_of(end: &str, stands: Option<Stands>) {
    let on = match stands {
        Some(Stands::Own | Stands::More) => "; the same command goes on from there",
        Some(Stands::Whole) => "",
        None => "; the same command begins anew, with --out DIR it would go on from there",
    };
    failure::tell(&format!("{end}{}{on}", stays(stands)));
}

/// Says of a folder that was not replaced why.
pub fn stays(stands: Option<Stands>) -> &'static str {
    match stands {
        Some(Stands::Whole) => "; the complete results of this very command stay in the folder",
        Some(Stands::More) => "; those of more, by this very command, stay in the folder",
        Some(Stands::Own) | None => "",
    }
}

/// Says the same where there is no result yet, or none beyond what an interrupted run has left.
pub fn nothing() -> Failure {
    failure::tell(
        "interrupted before there was anything new: nothing is written; the same command goes on from what an interrupted one has left in --out DIR",
    );
    Failure::Interrupted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_counts_only_as_it_was_written() {
        let known = vec![(1_u32, 0.1), (2, 0.25)];
        let text = written(&known, "me");
        assert_eq!(kept::<(u32, f64)>(&text, "me"), Some(known));
        assert_eq!(kept::<(u32, f64)>(&text, "another"), Some(Vec::new()));
        for changed in [text.replace("0.25", "0.75"), text.replace("sha256", "sha1"), text.replace("]}", "]"), String::new()] {
            assert_eq!(kept::<(u32, f64)>(&changed, "me"), None, "{changed}");
        }
    }
}
