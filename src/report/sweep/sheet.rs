//! A plan laid out, and what a task came to, as they are kept in the folder of a sweep.

use crate::experiment::sweep::{Point, Sweep};
use crate::experiment::{MEASURES, Measured, Refused};
use crate::metrics::{Clock, Target};
use crate::random::SCHEME;
use crate::report::folder::{InputHash, sha256};
use crate::report::hex;
use crate::report::setup::log;
use serde::{Deserialize, Serialize};

/// A plan laid out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// What it is called.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// What it is for.
    pub about: String,
    /// The same in Chinese; in English where it is said in English only.
    pub about_zh: String,
    /// The plan file as it was given.
    pub plan: String,
    /// Fingerprint of all that decides the results.
    pub identity: String,
    /// The seed of every point.
    pub seed: u64,
    /// Replications of each point.
    pub replications: u32,
    /// Whether single incidents are kept.
    pub incidents: bool,
    /// The target on which verdicts rest, by its name.
    pub primary: String,
    /// Whether the last target of the first scenario means handled instead of on scene.
    #[serde(default)]
    pub until_handled: bool,
    /// From when the limits of the first scenario's targets count.
    #[serde(default)]
    pub clock: Clock,
    /// The limits of the four targets of the first scenario, in seconds.
    pub limits_s: Vec<f64>,
    /// The scenarios.
    pub structures: Vec<Structure>,
    /// Names of the levels of areas, those of all scenarios.
    pub levels: Vec<String>,
    /// The factors.
    pub factors: Vec<SheetAxis>,
    /// The points, in order.
    pub points: Vec<Place>,
}

/// A scenario of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Structure {
    /// What it is called.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// The file.
    pub scenario: String,
    /// Settings that hold for every point.
    pub set: Vec<String>,
    /// The table of records that it replays, if there is one.
    #[serde(default)]
    pub log: Option<String>,
    /// Files that it reads.
    pub files: Vec<InputHash>,
}

/// A factor of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetAxis {
    /// Its path.
    pub path: String,
    /// The unit of its numbers; `null` where it takes words.
    pub unit: Option<String>,
}

/// A point of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Position of its scenario.
    pub structure: usize,
    /// The dispatch rule as it is written; `null` where it is the scenario's own.
    pub rule: Option<String>,
    /// The factors as they are set.
    pub values: Vec<String>,
    /// The same as numbers in the factor's unit; `null` for words.
    pub numbers: Vec<Option<f64>>,
    /// Settings over the scenario.
    pub set: Vec<String>,
    /// Files that it reads, where its settings may name others than its scenario does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<InputHash>,
}

/// What a task came to: exact sums, from which everything else follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskRecord {
    /// Its number.
    pub task: u64,
    /// SHA-256 of the point's scenario with overlays and settings written out.
    pub scenario_sha256: String,
    /// Fingerprint of everything that happened.
    pub digest: String,
    /// Fingerprint of the incidents before anybody served them.
    pub trace_digest: String,
    /// Incidents reported.
    pub incidents: u64,
    /// Collapses.
    pub collapses: u32,
    /// Overloads.
    pub overloads: u32,
    /// By measure: a sum above a sum; empty where it was refused.
    pub values: Vec<(f64, f64)>,
    /// Why its point is no valid scenario, or why it did not come to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

impl Sheet {
    /// Of a plan, from the file `plan`.
    pub fn of(sweep: &Sweep, plan: &str) -> Sheet {
        let dimensions = &sweep.structures[0].dimensions;
        let structures: Vec<Structure> = sweep
            .structures
            .iter()
            .map(|arm| Structure {
                name: arm.label.name.clone(),
                zh: arm.label.zh.clone(),
                scenario: arm.file.clone(),
                set: arm.sets.clone(),
                log: log(&arm.loaded.scenario).map(str::to_owned),
                files: arm.loaded.source.files().map(input).collect(),
            })
            .collect();
        let mut levels: Vec<String> = Vec::new();
        for level in sweep.structures.iter().flat_map(|arm| &arm.dimensions.levels) {
            if !levels.contains(&level.level.name) {
                levels.push(level.level.name.clone());
            }
        }
        Sheet {
            name: sweep.name.clone(),
            zh: sweep.zh.clone(),
            about: sweep.about.clone(),
            about_zh: sweep.about_zh.clone(),
            plan: plan.to_owned(),
            identity: identity(sweep),
            seed: sweep.seed,
            replications: sweep.replications,
            incidents: sweep.incidents,
            primary: Target::ALL[dimensions.targets.primary as usize].name().to_owned(),
            until_handled: dimensions.targets.until_handled,
            clock: dimensions.targets.clock,
            limits_s: dimensions.targets.limits.iter().map(|limit| limit.seconds()).collect(),
            structures,
            levels,
            factors: sweep.axes.iter().map(|a| SheetAxis { path: a.path.clone(), unit: a.kind.map(|kind| kind.unit.to_owned()) }).collect(),
            points: sweep.points.iter().map(|point| place(sweep, point)).collect(),
        }
    }

    /// How many tasks there are.
    pub fn tasks(&self) -> u64 {
        self.points.len() as u64 * u64::from(self.replications)
    }

    /// The point and replication of a task.
    pub fn of_task(&self, task: u64) -> (usize, u32) {
        let each = u64::from(self.replications);
        ((task / each) as usize, (task % each) as u32)
    }

    /// What a point is called where replications are named.
    pub fn label(point: usize) -> String {
        format!("point {point}")
    }
}

fn place(sweep: &Sweep, point: &Point) -> Place {
    let number = |(value, axis): (&String, &crate::experiment::sweep::Axis)| axis.number(value);
    Place {
        structure: point.structure,
        rule: point.rule.clone(),
        values: point.values.iter().map(|value| value.trim_matches('"').to_owned()).collect(),
        numbers: point.values.iter().zip(&sweep.axes).map(number).collect(),
        set: point.sets.clone(),
        files: point.files.iter().map(|(name, sha256)| input((name, sha256))).collect(),
    }
}

fn input((name, sha256): (&str, &str)) -> InputHash {
    InputHash { name: name.to_owned(), sha256: sha256.to_owned() }
}

/// Of the program, the plan, every scenario as composed and every file that is read.
fn identity(sweep: &Sweep) -> String {
    let mut all = format!("{} sweep {SCHEME} {} {}\n", env!("CARGO_PKG_VERSION"), sweep.replications, sweep.seed);
    all += &sweep.canonical;
    sweep.files.iter().for_each(|(_, sha256)| all += &format!("{sha256}\n"));
    for arm in &sweep.structures {
        all += &format!("{}\n", arm.loaded.source.sha256());
        arm.loaded.source.files().for_each(|(_, sha256)| all += &format!("{sha256}\n"));
    }
    sweep.points.iter().flat_map(|point| &point.files).for_each(|(_, sha256)| all += &format!("{sha256}\n"));
    all += &MEASURES.iter().map(|measure| measure.key).collect::<Vec<_>>().join(" ");
    sha256(all.as_bytes())
}

impl TaskRecord {
    /// Of one replication.
    pub fn of(task: u64, scenario_sha256: String, measured: &Measured) -> TaskRecord {
        TaskRecord {
            task,
            scenario_sha256,
            digest: hex(measured.digest),
            trace_digest: hex(measured.trace_digest),
            incidents: measured.incidents,
            collapses: measured.collapses,
            overloads: measured.overloads,
            values: measured.values.iter().map(|ratio| (ratio.above, ratio.below)).collect(),
            refused: None,
        }
    }

    /// Of one that came to nothing.
    pub fn refused(task: u64, scenario_sha256: String, refused: Refused) -> TaskRecord {
        let nothing = String::new;
        TaskRecord {
            task,
            scenario_sha256,
            digest: nothing(),
            trace_digest: nothing(),
            incidents: 0,
            collapses: 0,
            overloads: 0,
            values: Vec::new(),
            refused: Some(refused),
        }
    }
}
