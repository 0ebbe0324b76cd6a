//! `manifest.json` of an experiment with several arms.

use super::{Designed, InputHash, Machine, sha256};
use crate::experiment::compare::Runs;
use crate::experiment::frontier::Pool;
use crate::experiment::{Arm, Measured, Sensitivity};
use crate::random::SCHEME;
use crate::report::table::Metadata;
use crate::report::{hex, json};
use serde::{Deserialize, Serialize};

/// What made the results.
#[derive(Clone, Debug, Serialize)]
pub struct ExperimentManifest {
    /// Version of the documents.
    pub schema: u32,
    /// Version of the program.
    pub gridgov: &'static str,
    /// The command.
    pub command: &'static str,
    /// Fingerprint of all that decides the results: program version, arms, files, what was asked for.
    pub identity: String,
    /// All arms, also those that came out badly.
    pub arms: Vec<ArmHash>,
    /// Version of the scheme of random streams.
    pub stream_scheme: u64,
    /// The design whose points were run, each an arm of its own, made from the one above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub design: Option<Designed>,
    /// Replications done, in order.
    pub done: Vec<ArmDigest>,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// Where and how long it ran.
    pub machine: Option<Machine>,
}

/// One arm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArmHash {
    /// What it is called.
    pub arm: String,
    /// The scenario file as it was given.
    pub scenario: String,
    /// Settings over it.
    pub set: Vec<String>,
    /// SHA-256 of the scenario with overlays and settings written out.
    pub scenario_sha256: String,
    /// Files that were read.
    pub files: Vec<InputHash>,
}

/// What one replication of one arm came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArmDigest {
    /// The arm.
    pub arm: String,
    /// Which replication.
    pub replication: u32,
    /// Fingerprint of everything that happened.
    pub digest: String,
    /// Fingerprint of the incidents before anybody served them.
    pub trace_digest: String,
    /// Incidents reported.
    pub incidents: u64,
}

impl ExperimentManifest {
    /// Of an experiment that has not begun; `asked` is what decides its results beside the arms.
    pub fn new<'a>(command: &'static str, arms: impl IntoIterator<Item = &'a Arm>, asked: &str) -> ExperimentManifest {
        let arms: Vec<ArmHash> = arms.into_iter().map(ArmHash::of).collect();
        let mut all = format!("{} {command} {asked} {SCHEME}\n", env!("CARGO_PKG_VERSION"));
        for arm in &arms {
            all += &format!("{}\n", arm.scenario_sha256);
            arm.files.iter().for_each(|file| all += &format!("{}\n", file.sha256));
        }
        ExperimentManifest {
            schema: json::SCHEMA,
            gridgov: env!("CARGO_PKG_VERSION"),
            command,
            identity: sha256(all.as_bytes()),
            arms,
            stream_scheme: SCHEME,
            design: None,
            done: Vec::new(),
            interrupted: false,
            machine: None,
        }
    }

    /// What came of it.
    pub fn done(&mut self, runs: &Runs, interrupted: bool, machine: Machine) {
        for (position, (arm, measured)) in runs.arms.iter().zip(&runs.measured).enumerate() {
            self.ran(&arm.label.name, runs.first_replication(position), measured);
        }
        self.ended(interrupted, machine);
    }

    /// What the replications of one arm came to, counted from `first`.
    pub fn ran(&mut self, arm: &str, first: u32, measured: &[Measured]) {
        self.done.extend((first..).zip(measured).map(|(replication, m)| ArmDigest {
            arm: arm.to_owned(),
            replication,
            digest: hex(m.digest),
            trace_digest: hex(m.trace_digest),
            incidents: m.incidents,
        }));
    }

    /// How and where it ended.
    pub fn ended(&mut self, interrupted: bool, machine: Machine) {
        self.interrupted = interrupted;
        self.machine = Some(machine);
    }

    /// What the footer of a Parquet file of this experiment says.
    pub fn metadata(&self, table: &str) -> Metadata {
        Metadata::new(table, &self.identity, self.arms.iter().map(|arm| (arm.arm.as_str(), arm.scenario_sha256.as_str())))
    }

    /// What came of arms that were made as the experiment went on.
    pub fn done_with(&mut self, pool: &Pool, interrupted: bool, machine: Machine) {
        for run in pool.runs().filter(|run| !run.measured.is_empty()) {
            if self.arms.iter().all(|arm| arm.arm != run.name) {
                let files = self.arms.iter().find(|arm| arm.scenario == run.file).map(|arm| arm.files.clone());
                self.arms.push(ArmHash {
                    arm: run.name.to_owned(),
                    scenario: run.file.to_owned(),
                    set: run.sets.to_vec(),
                    scenario_sha256: run.scenario_sha256.clone(),
                    files: files.unwrap_or_default(),
                });
            }
            self.ran(run.name, 0, run.measured);
        }
        self.ended(interrupted, machine);
    }

    /// What came of the first arm at the points of a design.
    pub fn done_at(&mut self, found: &Sensitivity, machine: Machine) {
        self.design = Some(Designed::of(found));
        for (number, run) in found.outcomes.iter().enumerate() {
            let first = found.short.first_replication(found.design.group_of(number));
            run.iter().for_each(|run| self.ran(&Designed::label(number), first, &run.measured));
        }
        self.ended(found.interrupted, machine);
    }

    /// As it is written.
    pub fn text(&self) -> String {
        json::text(&json::value(self))
    }
}

impl ArmHash {
    /// Of an arm that was read.
    pub fn of(arm: &Arm) -> ArmHash {
        let source = &arm.loaded.source;
        ArmHash {
            arm: arm.label.name.clone(),
            scenario: arm.file.clone(),
            set: arm.sets.clone(),
            scenario_sha256: source.sha256(),
            files: InputHash::all(source),
        }
    }
}
