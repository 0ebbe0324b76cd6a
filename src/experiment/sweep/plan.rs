//! What a plan file says.

use super::Design;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A plan as written. Paths of files start from the folder of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepPlan {
    /// What it is called.
    #[serde(default)]
    pub name: String,
    /// Chinese name.
    #[serde(default)]
    pub zh: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub about: String,
    /// The same in Chinese.
    #[serde(default)]
    pub about_zh: Option<String>,
    /// Scenario files: the structures that are swept.
    pub scenarios: Vec<String>,
    /// `path=value` settings of every point, as `--set` takes them.
    #[serde(default)]
    pub set: Vec<String>,
    /// Rules, or several joined by +, as `rank --rules` takes them; those of the scenarios where there is none.
    #[serde(default)]
    pub rules: Vec<String>,
    /// How the factors are combined.
    #[serde(default)]
    pub design: Design,
    /// The factors by path. A factorial takes values, `v1, v2, …` or `lo..hi/steps`; a Latin hypercube and Sobol' points
    /// also take `lo..hi` (evenly) and `range` (the range that the scenario gives, spread as it says; of several scenarios all
    /// have to give the same).
    #[serde(default)]
    pub factors: IndexMap<String, String>,
    /// Replications of each point; those of the first scenario otherwise.
    #[serde(default)]
    pub replications: Option<u32>,
    /// The seed of every point; that of the first scenario otherwise.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Whether to keep every incident.
    #[serde(default)]
    pub incidents: bool,
}
