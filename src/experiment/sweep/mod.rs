//! Sweeps: many points – structures × rules × factors – each replicated under the same luck.
//!
//! A **plan** is a RON file. It is laid out into **points** in a fixed order (structures outermost, then rules, then the
//! design over the factors); every point has the same replications, so **task** k = point · replications + replication
//! names one run of the simulator. What was done is a set of tasks: that makes a sweep resumable and divisible, and its
//! result does not depend on who did which task when.

mod axis;
mod chunks;
mod design;
mod files;
mod list;
mod load;
mod plan;
#[cfg(test)]
mod tests;

pub use axis::Axis;
pub use chunks::{Chunk, Shard, chunks, run_chunk};
pub use design::Design;
pub use plan::SweepPlan;

use super::Arm;

/// Most points of a plan.
pub const MOST_POINTS: usize = 100_000;
/// Most replications of all points together: what came of them has to fit into memory.
const MOST_TASKS: u64 = 5_000_000;

/// A plan that is sound, laid out.
#[derive(Debug)]
pub struct Sweep {
    /// What it is called.
    pub name: String,
    /// In Chinese.
    pub zh: String,
    /// What it is for.
    pub about: String,
    /// The same in Chinese; in English where it is said in English only.
    pub about_zh: String,
    /// The plan as one canonical text.
    pub canonical: String,
    /// The files that the plan itself consists of, each with its SHA-256.
    pub files: Vec<(String, String)>,
    /// The scenarios, with all settings that hold for every point.
    pub structures: Vec<Arm>,
    /// The factors that are moved.
    pub axes: Vec<Axis>,
    /// The points, in order.
    pub points: Vec<Point>,
    /// Replications of each.
    pub replications: u32,
    /// The seed of all.
    pub seed: u64,
    /// Whether single incidents are kept.
    pub incidents: bool,
}

/// One point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Which structure.
    pub structure: usize,
    /// The dispatch rule as it is written; the structure's own where the plan names none.
    pub rule: Option<String>,
    /// The value of each factor as it is set.
    pub values: Vec<String>,
    /// `path=value` settings over the structure.
    pub sets: Vec<String>,
    /// The files that it reads, each with its SHA-256, where they may be others than those of the structure; none otherwise.
    pub files: Vec<(String, String)>,
}

impl Sweep {
    /// How many runs of the simulator there are in all.
    pub fn tasks(&self) -> u64 {
        self.points.len() as u64 * u64::from(self.replications)
    }

    /// The number of the task that is this replication of this point.
    pub fn task(&self, point: usize, replication: u32) -> u64 {
        point as u64 * u64::from(self.replications) + u64::from(replication)
    }
}
