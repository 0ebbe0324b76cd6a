//! What a scenario file says, section by section. Each section's type lives beside the code it configures.

use super::targets::TargetsConfig;
use crate::city::CityConfig;
use crate::demand::DemandConfig;
use crate::policy::DispatchConfig;
use crate::quantity::{Count, Day, Share};
use crate::structure::StructureConfig;
use crate::time::Duration;
use crate::workforce::WorkforceConfig;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Top-level sections of a scenario file, in the order in which they are read.
pub const SECTIONS: [&str; 13] =
    ["schema", "name", "zh", "about", "about_zh", "city", "demand", "structure", "workforce", "dispatch", "targets", "run", "provenance"];

/// The version of the scenario format.
pub const SCHEMA: u32 = 1;

/// A scenario as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Name.
    pub name: String,
    /// Chinese name.
    pub zh: Option<String>,
    /// What it is for, in a sentence or two.
    pub about: String,
    /// The same in Chinese; shown in English where it is not given.
    pub about_zh: Option<String>,
    /// The city.
    pub city: CityConfig,
    /// What happens there.
    pub demand: DemandConfig,
    /// How it is organised.
    pub structure: StructureConfig,
    /// Who works.
    pub workforce: WorkforceConfig,
    /// By which rules.
    pub dispatch: DispatchConfig,
    /// What is promised.
    pub targets: TargetsConfig,
    /// What is simulated.
    pub run: RunConfig,
    /// Where numbers come from, by path.
    pub provenance: IndexMap<String, Provenance>,
}

/// What is simulated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunConfig {
    /// The first day.
    #[serde(default = "new_year")]
    pub start: Day,
    /// How many days incidents are reported.
    #[serde(default = "a_year")]
    pub days: Count,
    /// Whole days at the beginning that are not measured.
    #[serde(default)]
    pub warmup_days: Count,
    /// How long the run goes on after the last report, until all incidents are closed.
    #[serde(default = "thirty_days")]
    pub drain: Duration,
    /// How often it is repeated with other luck.
    #[serde(default = "twenty")]
    pub replications: Count,
    /// From which all luck follows.
    #[serde(default = "first_seed")]
    pub seed: u64,
    /// Differences in attainment up to this count as none.
    #[serde(default = "a_point")]
    pub indifference: Share,
}

impl Default for RunConfig {
    fn default() -> Self {
        RunConfig {
            start: new_year(),
            days: a_year(),
            warmup_days: Count::default(),
            drain: thirty_days(),
            replications: twenty(),
            seed: first_seed(),
            indifference: a_point(),
        }
    }
}

/// Where a number comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// How sure we are of it.
    pub grade: Grade,
    /// Title of the document, or the reasoning.
    pub source: String,
    /// The same in Chinese; shown in English where it is not given.
    #[serde(default)]
    pub zh: Option<String>,
    /// The range within which it may well lie, for grade C.
    #[serde(default)]
    pub range: Option<(String, String)>,
    /// How it is spread over that range, for draws: in proportion where the range is positive, else evenly, otherwise.
    #[serde(default)]
    pub distribution: Option<Belief>,
}

/// How a number that nobody knows is spread over its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Belief {
    /// Evenly.
    Uniform,
    /// In proportion: evenly in the logarithm, of a range above 0.
    LogUniform,
    /// Rising to the number as it is written, then falling.
    Triangular,
    /// Normal, the range its central 95%, cut there.
    Normal,
    /// The same in the logarithm, of a range above 0.
    LogNormal,
}

/// How sure we are of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Grade {
    /// Official or primary.
    A,
    /// Press, encyclopedia, academic.
    B,
    /// Our assumption, analogy or derivation.
    C,
}

fn new_year() -> Day {
    Day(jiff::civil::date(2022, 1, 1))
}

fn count(n: u32) -> Count {
    Count::new(n).expect("within bounds")
}

fn a_year() -> Count {
    count(365)
}

fn thirty_days() -> Duration {
    Duration(30 * Duration::DAY.0)
}

fn twenty() -> Count {
    count(20)
}

fn first_seed() -> u64 {
    1
}

fn a_point() -> Share {
    Share::new(0.01).expect("within bounds")
}
