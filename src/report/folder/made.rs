//! How a folder of results was made, read back from its manifest: what `reproduce` needs to make a part of it again.

use super::{ArmDigest, ArmHash, Designed, InputHash, MANIFEST};
use crate::random::SCHEME;
use crate::report::{break_even, json};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// How a folder of results was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The command that made it.
    pub command: String,
    /// Version of the program.
    pub gridgov: String,
    /// The commit it was built from, as far as known.
    pub commit: String,
    /// The folder in which it was started.
    pub directory: PathBuf,
    /// The scenarios with their settings.
    pub arms: Vec<ArmHash>,
    /// The design whose points were run, over the first of them.
    pub design: Option<Designed>,
    /// What each replication came to.
    pub done: Vec<ArmDigest>,
}

/// The manifests of all commands; those of `run` have one scenario and no arms.
#[derive(Deserialize)]
struct Written {
    schema: u32,
    gridgov: String,
    command: Option<String>,
    stream_scheme: u64,
    #[serde(default)]
    arms: Vec<ArmHash>,
    design: Option<Designed>,
    scenario: Option<String>,
    set: Option<Vec<String>>,
    scenario_sha256: Option<String>,
    #[serde(default)]
    files: Vec<InputHash>,
    done: Vec<Done>,
    machine: Option<Place>,
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    arm: String,
    replication: u32,
    digest: String,
    trace_digest: String,
    incidents: u64,
}

#[derive(Deserialize)]
struct Place {
    #[serde(default)]
    commit: String,
    #[serde(default)]
    directory: PathBuf,
}

impl Made {
    /// Reads the manifest of `folder`.
    ///
    /// # Errors
    /// Why there is nothing to make again.
    pub fn read(folder: &Path) -> Result<Made, String> {
        let path = folder.join(MANIFEST);
        let text = std::fs::read_to_string(&path).map_err(|error| {
            let below = folder.join(break_even::FOLDER);
            let help = match below.join(MANIFEST).exists() {
                true => format!("{} holds results of break-even: name that folder", below.display()),
                false => "a folder of results is made by `gridgov run FILE --out DIR`, compare and others".to_owned(),
            };
            format!("cannot read {}: {error}; {help}", path.display())
        })?;
        let strange = |why: String| format!("{} is no manifest that can be followed: {why}", path.display());
        let written: Written = serde_json::from_str(&text).map_err(|error| strange(error.to_string()))?;
        if written.schema > json::SCHEMA {
            let (theirs, ours) = (written.schema, json::SCHEMA);
            return Err(strange(format!(
                "gridgov {} wrote it by schema {theirs}, and this program knows those up to {ours}",
                written.gridgov
            )));
        }
        if written.stream_scheme != SCHEME {
            let (theirs, ours) = (written.stream_scheme, SCHEME);
            return Err(strange(format!("gridgov {} drew by stream scheme {theirs}, this program by {ours}", written.gridgov)));
        }
        let (commit, directory) = written.machine.map(|place| (place.commit, place.directory)).unwrap_or_default();
        let mut arms = written.arms;
        if arms.is_empty() && written.command.is_some() && written.done.is_empty() {
            return Err(format!("there are no replications in {}, so none can be made again", folder.display()));
        }
        if arms.is_empty() {
            let (Some(scenario), Some(set), Some(scenario_sha256)) = (written.scenario, written.set, written.scenario_sha256) else {
                return Err(strange("it does not say which scenario with which settings".to_owned()));
            };
            arms.push(ArmHash { arm: String::new(), scenario, set, scenario_sha256, files: written.files });
        }
        let done = |d: Done| ArmDigest {
            arm: d.arm,
            replication: d.replication,
            digest: d.digest,
            trace_digest: d.trace_digest,
            incidents: d.incidents,
        };
        let done: Vec<ArmDigest> = written.done.into_iter().map(done).collect();
        let command = written.command.unwrap_or_else(|| "run".to_owned());
        let made = Made { command, gridgov: written.gridgov, commit, directory, arms, design: written.design, done };
        if let Some(stray) = made.done.iter().find(|done| !made.knows(&done.arm)) {
            return Err(strange(format!("replication {} is of {:?}, which is no arm", stray.replication, stray.arm)));
        }
        Ok(made)
    }

    /// The point of the design that an arm of this name was.
    pub fn point(&self, arm: &str) -> Option<(&Designed, usize)> {
        self.design.as_ref().and_then(|design| Some((design, design.labelled(arm)?)))
    }

    /// Whether there is an arm of this name.
    pub fn knows(&self, arm: &str) -> bool {
        self.point(arm).is_some() || self.arms.iter().any(|other| other.arm == arm)
    }

    /// The names of arms, or of the first and the last of very many.
    pub fn names(&self) -> String {
        match &self.design {
            None if self.arms.iter().all(|arm| arm.arm.is_empty()) => "it has only one: leave the name out".to_owned(),
            Some(design) => {
                let last = design.scenario_sha256.len().saturating_sub(1);
                let lacking = design.scenario_sha256.iter().filter(|hash| hash.is_none()).count();
                let but = if lacking == 0 { String::new() } else { format!(", but for {lacking} that could not be run") };
                format!("there are {:?} to {:?}{but}", Designed::label(0), Designed::label(last))
            }
            None => format!("there are {}", self.arms.iter().map(|arm| format!("{:?}", arm.arm)).collect::<Vec<_>>().join(", ")),
        }
    }

    /// The arm that a replication was of, or over which it was a point.
    pub fn arm_of(&self, done: &ArmDigest) -> &ArmHash {
        self.arms.iter().find(|arm| arm.arm == done.arm).unwrap_or(&self.arms[0])
    }

    /// Where the scenario of an arm is now: its path from here or else from where the folder was made.
    pub fn scenario_of(&self, arm: &ArmHash) -> PathBuf {
        let path = PathBuf::from(&arm.scenario);
        let from_there = self.directory.join(&path);
        if !path.exists() && from_there.exists() { from_there } else { path }
    }
}

impl ArmHash {
    /// What is not the same any more in `now`, read from the same scenario with the same settings; `None` where it is
    /// the same in all that decides the results.
    pub fn changed(&self, now: &ArmHash) -> Option<String> {
        let hashes = |arm: &ArmHash| arm.files.iter().map(|file| file.sha256.clone()).collect::<Vec<_>>();
        if self.scenario_sha256 == now.scenario_sha256 && hashes(self)[..] == hashes(now)[..] {
            return None;
        }
        let changed: Vec<&str> =
            self.files.iter().zip(&now.files).filter(|(then, now)| then.sha256 != now.sha256).map(|(_, now)| now.name.as_str()).collect();
        Some(match (self.files.len() == now.files.len(), changed.is_empty()) {
            (false, _) => "it is composed of other files than then".to_owned(),
            (true, false) => format!("changed since: {}", changed.join(", ")),
            (true, true) => "its content differs, though the files that it reads are the same".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(scenario_sha256: &str, file: &str) -> ArmHash {
        let files = vec![InputHash { name: "city.ron".into(), sha256: file.into() }];
        ArmHash { arm: "a".into(), scenario: "city.ron".into(), set: Vec::new(), scenario_sha256: scenario_sha256.into(), files }
    }

    #[test]
    fn a_changed_file_is_named() {
        assert_eq!(arm("1", "f").changed(&arm("1", "f")), None);
        assert_eq!(arm("1", "f").changed(&arm("2", "g")).unwrap(), "changed since: city.ron");
        assert!(arm("1", "f").changed(&arm("1", "g")).is_some(), "a table that changed leaves the scenario as it was");
        assert!(arm("1", "f").changed(&arm("2", "f")).unwrap().contains("its content differs"));
        let mut two = arm("2", "f");
        two.files.push(InputHash { name: "more.ron".into(), sha256: "m".into() });
        assert!(arm("1", "f").changed(&two).unwrap().contains("other files"));
    }

    #[test]
    fn a_manifest_that_cannot_be_followed_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let read = |text: &str| {
            std::fs::write(place.path().join(MANIFEST), text).unwrap();
            Made::read(place.path()).unwrap_err()
        };
        assert!(Made::read(&place.path().join("nowhere")).unwrap_err().contains("--out DIR"));
        assert!(read("{").contains("no manifest"));
        assert!(read(r#"{"schema":1,"gridgov":"0","stream_scheme":99,"done":[]}"#).contains("stream scheme 99"));
        assert!(read(&format!(r#"{{"schema":1,"gridgov":"0","stream_scheme":{SCHEME},"done":[]}}"#)).contains("which scenario"));
        assert!(
            read(&format!(r#"{{"schema":99,"gridgov":"9","stream_scheme":{SCHEME},"done":[]}}"#))
                .contains("gridgov 9 wrote it by schema 99")
        );
        let empty = read(&format!(r#"{{"schema":1,"gridgov":"0","command":"sweep","stream_scheme":{SCHEME},"arms":[],"done":[]}}"#));
        assert!(empty.contains("there are no replications in"), "{empty}");
    }
}
