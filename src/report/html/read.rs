//! Results on disk, read again for another report.

use super::page::Arm;
use super::view;
use crate::record::Digest;
use crate::report::folder::MANIFEST;
use crate::report::hex;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What is read of a folder.
pub const READ: [&str; 3] = [MANIFEST, "summary.json", view::FILE];

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A file is missing or cannot be read.
    #[error("cannot read {}: {source}; a folder of results is made by `gridgov run FILE --out DIR`", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The summary is of other results than the manifest.
    #[error("{} is of other results than {MANIFEST} beside it", path.display())]
    Foreign {
        /// The summary.
        path: PathBuf,
    },
    /// A file is not what it should be.
    #[error("{} is not a document of this program: {why}", path.display())]
    Strange {
        /// Which.
        path: PathBuf,
        /// Why not.
        why: String,
    },
}

/// What a folder of results holds.
#[derive(Clone, Debug)]
pub struct Results {
    /// The command that wrote it.
    pub command: String,
    /// What it found, if that was another than `run`.
    pub document: Option<Value>,
    /// Its arms; one of `run`.
    pub arms: Vec<Arm>,
}

/// Reads a folder of results.
///
/// # Errors
/// When a file is missing or strange, or the manifest is of other results.
pub fn read(folder: &Path) -> Result<Results, ReadError> {
    read_by(folder, &folder.join(MANIFEST))
}

/// The same with the manifest somewhere else.
///
/// # Errors
/// When a file is missing or strange, or the manifest is of other results.
pub fn read_by(folder: &Path, manifest: &Path) -> Result<Results, ReadError> {
    let manifest = document(manifest)?;
    let path = folder.join("summary.json");
    let summary = document(&path)?;
    if !belongs(&summary, &manifest) {
        return Err(ReadError::Foreign { path });
    }
    let command = summary.get("command").and_then(Value::as_str).unwrap_or("run").to_owned();
    if command == "run" {
        let arm = Arm { summary, view: document(&folder.join(view::FILE))? };
        return Ok(Results { command, document: None, arms: vec![arm] });
    }
    let views = folder.join(view::FILE);
    let mut arms = Vec::new();
    if views.exists() {
        let mut views = document(&views)?;
        for arm in views.get_mut("arms").and_then(Value::as_array_mut).into_iter().flatten() {
            arms.push(Arm { summary: arm["summary"].take(), view: arm["view"].take() });
        }
    }
    Ok(Results { command, document: Some(summary), arms })
}

/// In what a run promises something else than another: `clock`, `until_handled`, the limit of a target or which is primary. Runs
/// are compared by the same promise only.
pub fn promises_apart(first: &Arm, second: &Arm) -> Vec<String> {
    let promise = |arm: &Arm| {
        let whole = ["clock", "until_handled"].map(|key| (key.to_owned(), arm.summary[key].clone()));
        let targets = arm.summary["targets"].as_array().into_iter().flatten().flat_map(|target| {
            let name = target["name"].as_str().unwrap_or_default();
            ["limit_s", "primary"].map(|key| (format!("{name}.{key}"), target[key].clone()))
        });
        whole.into_iter().chain(targets).collect::<Vec<_>>()
    };
    let both = promise(first).into_iter().zip(promise(second));
    both.filter(|(a, b)| a != b).map(|((path, a), (_, b))| format!("{path} is {b} instead of {a}")).collect()
}

/// Whether a manifest is that of the results that a summary tells: of the same command and, where the summary has the
/// fingerprint of all its replications, of the same replications.
fn belongs(summary: &Value, manifest: &Value) -> bool {
    let done = manifest["done"].as_array().into_iter().flatten().map(|done| done["digest"].as_str());
    let all = done.map(|digest| u64::from_str_radix(digest?, 16).ok()).collect::<Option<Vec<u64>>>();
    let mut digest = Digest::default();
    all.iter().flatten().for_each(|one| digest.fold(*one));
    summary["command"] == manifest["command"] && summary.get("digest").is_none_or(|own| *own == hex(digest.value()))
}

fn document(path: &Path) -> Result<Value, ReadError> {
    let text = std::fs::read_to_string(path).map_err(|source| ReadError::Io { path: path.to_owned(), source })?;
    let strange = |why: String| ReadError::Strange { path: path.to_owned(), why };
    let document: Value = serde_json::from_str(&text).map_err(|error| strange(error.to_string()))?;
    match document.get("schema").and_then(Value::as_u64) {
        Some(schema) if schema == u64::from(crate::report::json::SCHEMA) => Ok(document),
        Some(other) => Err(strange(format!("it has schema {other}, this program reads {}", crate::report::json::SCHEMA))),
        None => Err(strange("it has no `schema`".to_owned())),
    }
}
