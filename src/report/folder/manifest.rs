//! `manifest.json`: what made the results, so that they can be made again – the only file that knows of the
//! machine and the clock.

use crate::random::SCHEME;
use crate::report::table::Metadata;
use crate::report::{hex, json};
use crate::scenario::Source;
use crate::simulation::Ending;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs::File;
use std::io;
use std::path::Path;

/// What made the results.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// Version of the documents.
    pub schema: u32,
    /// Version of the program.
    pub gridgov: &'static str,
    /// The command.
    pub command: &'static str,
    /// Fingerprint of all that decides the results: program version, scenario, files, seed, replications.
    pub identity: String,
    /// The scenario file as it was given.
    pub scenario: String,
    /// Settings over it, those of flags of their own included.
    pub set: Vec<String>,
    /// SHA-256 of the scenario with overlays and settings written out.
    pub scenario_sha256: String,
    /// Files that were read.
    pub files: Vec<InputHash>,
    /// The seed.
    pub seed: u64,
    /// Replications asked for.
    pub replications: u32,
    /// Version of the scheme of random streams.
    pub stream_scheme: u64,
    /// Those done, in order.
    pub done: Vec<ReplicationDigest>,
    /// Whether the run was interrupted.
    pub interrupted: bool,
    /// Where and how long it ran.
    pub machine: Option<Machine>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputHash {
    /// As it was named.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl InputHash {
    /// Of all files of a scenario, in the order of reading.
    pub fn all(source: &Source) -> Vec<InputHash> {
        source.files().map(|(name, sha256)| InputHash { name: name.to_owned(), sha256: sha256.to_owned() }).collect()
    }
}

/// What one replication came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplicationDigest {
    /// Which.
    pub replication: u32,
    /// Fingerprint of everything that happened.
    pub digest: String,
    /// Fingerprint of the incidents before anybody served them.
    pub trace_digest: String,
    /// Incidents reported.
    pub incidents: u64,
    /// Events handled.
    pub events: u64,
}

impl ReplicationDigest {
    /// Of a replication and how it ended.
    pub fn of((replication, ending): (u32, &Ending)) -> ReplicationDigest {
        let &Ending { digest, trace_digest, incidents, events, .. } = ending;
        ReplicationDigest { replication, digest: hex(digest), trace_digest: hex(trace_digest), incidents, events }
    }
}

/// Where and how long it ran.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Machine {
    /// Operating system.
    pub os: String,
    /// Processor architecture.
    pub architecture: String,
    /// Processors available.
    pub processors: usize,
    /// Threads used.
    pub threads: usize,
    /// Seconds on the clock on the wall.
    pub wall_time_s: f64,
    /// The compiler that built the program.
    pub rustc: &'static str,
    /// The commit it was built from, as far as the build could tell.
    pub commit: &'static str,
    /// The folder in which it was started, from which paths of scenarios start.
    pub directory: String,
    /// The command line.
    pub arguments: Vec<String>,
}

#[derive(Deserialize)]
struct Identity {
    identity: String,
}

impl Manifest {
    /// Of a run that has not begun.
    pub fn new(scenario: String, set: Vec<String>, canonical: &str, files: Vec<InputHash>, seed: u64, replications: u32) -> Manifest {
        let mut manifest = Manifest {
            schema: json::SCHEMA,
            gridgov: env!("CARGO_PKG_VERSION"),
            command: "run",
            identity: String::new(),
            scenario,
            set,
            scenario_sha256: sha256(canonical.as_bytes()),
            files,
            seed,
            replications,
            stream_scheme: SCHEME,
            done: Vec::new(),
            interrupted: false,
            machine: None,
        };
        let mut all = format!("{} {} {} {}\n", manifest.gridgov, manifest.scenario_sha256, seed, replications);
        for file in &manifest.files {
            let _ = writeln!(all, "{}", file.sha256);
        }
        let _ = writeln!(all, "{SCHEME}");
        manifest.identity = sha256(all.as_bytes());
        manifest
    }

    /// Of the same run of which more is asked, which decides what its folder holds.
    #[must_use]
    pub fn asked(mut self, more: &str) -> Manifest {
        self.identity = sha256(format!("{} {more}\n", self.identity).as_bytes());
        self
    }

    /// The identity that a manifest on disk states, if there is one.
    pub(super) fn identity_in(path: &Path) -> Option<String> {
        let text = std::fs::read_to_string(path).ok()?;
        serde_json::from_str::<Identity>(&text).ok().map(|found| found.identity)
    }

    /// What the footer of a Parquet file of this run says.
    pub fn metadata(&self, table: &str) -> Metadata {
        Metadata::new(table, &self.identity, [(self.scenario.as_str(), self.scenario_sha256.as_str())])
    }

    /// As it is written.
    pub fn text(&self) -> String {
        json::text(&json::value(self))
    }
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    digits(Sha256::new_with_prefix(bytes))
}

/// The same of a file of any length.
///
/// # Errors
/// When it cannot be read.
pub(super) fn sha256_of(path: &Path) -> io::Result<String> {
    struct Hashed(Sha256);
    impl io::Write for Hashed {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut hashed = Hashed(Sha256::new());
    io::copy(&mut File::open(path)?, &mut hashed)?;
    Ok(digits(hashed.0))
}

fn digits(hashed: Sha256) -> String {
    hashed.finalize().iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
