//! A run that stands whole in its folder while something else that was asked of it does not.

use super::replacing::manifest_of;
use super::{Recorder, ReplicationDigest};
use crate::experiment::Summary;
use crate::report::{html, json};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// What a run came to, as far as it is told and shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Ran {
    /// What was measured.
    pub summary: Summary,
    /// Fingerprint of all replications.
    pub digest: u64,
    /// Replications done, in order.
    pub done: Vec<ReplicationDigest>,
    /// What its page shows beyond the summary; none without a folder.
    pub view: Option<Value>,
}

#[derive(Deserialize)]
struct Written {
    identity: String,
    replications: usize,
    done: Vec<ReplicationDigest>,
    interrupted: bool,
    machine: Started,
}

#[derive(Deserialize)]
struct Started {
    arguments: Vec<String>,
}

impl Ran {
    /// What else a whole run leaves.
    const FILES: [&'static str; 4] = [Recorder::FILE, "crews.csv", "replications.csv", "replications.parquet"];

    /// The run of this identity that the very same command, in its `arguments`, has left in `folder` when it was
    /// interrupted after all replications: flags that are no part of the identity change what is in the folder, too.
    pub fn read(folder: &Path, identity: &str, arguments: &[String]) -> Option<Ran> {
        let manifest = manifest_of(folder);
        let text = std::fs::read_to_string(&manifest).ok()?;
        let written: Written = serde_json::from_str(&text).ok()?;
        let whole = written.interrupted && written.done.len() == written.replications;
        let same = written.identity == identity && written.machine.arguments == arguments;
        if !whole || !same || !Ran::FILES.iter().all(|file| folder.join(file).exists()) {
            return None;
        }
        let arm = html::read_by(folder, &manifest).ok()?.arms.pop()?;
        let (summary, digest) = json::ran(&arm.summary)?;
        Some(Ran { summary, digest, done: written.done, view: Some(arm.view) })
    }
}
