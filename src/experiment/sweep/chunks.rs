//! What one thread takes on at a time: some replications of one point, so that its model is built once for all of them.

use super::Sweep;
use crate::experiment::{Arm, Bench, Refused};
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};

/// A share of the tasks of a sweep: task k iff k mod `of` = `index`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shard {
    /// Which, from 0.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// All tasks.
    pub const WHOLE: Shard = Shard { index: 0, of: 1 };

    /// Whether it holds a task.
    pub fn holds(self, task: u64) -> bool {
        task % self.of == self.index
    }

    /// How many of the tasks below `tasks` it holds.
    pub fn count(self, tasks: u64) -> u64 {
        tasks / self.of + u64::from(tasks % self.of > self.index)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let parts = text.split_once('/').and_then(|(index, of)| Some((index.trim().parse().ok()?, of.trim().parse().ok()?)));
        match parts {
            Some((index, of)) if index < of => Ok(Shard { index, of }),
            Some((index, of)) if of > 0 => Err(format!("shards of {of} are numbered from 0 to {}, there is no {index}", of - 1)),
            _ => Err("expected i/n, such as 0/4: this program does task k if k mod 4 is 0".to_owned()),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// Replications of one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The point.
    pub point: usize,
    /// The replications.
    pub replications: Vec<u32>,
}

/// The tasks that are `wanted`, in order, in chunks small enough to keep `threads` threads busy to the end.
pub fn chunks(sweep: &Sweep, threads: usize, wanted: impl Fn(u64) -> bool) -> Vec<Chunk> {
    let count = (0..sweep.tasks()).filter(|task| wanted(*task)).count();
    let longest = (count / (8 * threads.max(1))).max(1);
    let mut all = Vec::new();
    for point in 0..sweep.points.len() {
        let own: Vec<u32> = (0..sweep.replications).filter(|r| wanted(sweep.task(point, *r))).collect();
        all.extend(own.chunks(longest).map(|replications| Chunk { point, replications: replications.to_vec() }));
    }
    all
}

/// Makes the model of a chunk's point and does `each` with it, or with why there is none, for the chunk's replications
/// until `stop` is set.
///
/// # Errors
/// Which point failed, and why.
pub fn run_chunk(
    sweep: &Sweep,
    chunk: &Chunk,
    stop: &AtomicBool,
    each: impl Fn(Result<(&Arm, &mut Bench), &Refused>, u32) -> Result<(), String>,
) -> Result<(), String> {
    let point = &sweep.points[chunk.point];
    let failed = |error: String| {
        let settings = if point.sets.is_empty() { String::new() } else { format!(" ({})", point.sets.join(", ")) };
        format!("point {}{settings}: {error}", chunk.point)
    };
    let structure = &sweep.structures[point.structure];
    let changed = if point.sets.is_empty() { None } else { Some(structure.with(&point.sets).map_err(|wrong| Refused::of(&wrong))) };
    let arm = changed.as_ref().map_or(Ok(structure), Result::as_ref);
    let mut bench = arm.map(|arm| (arm, Bench::new(arm)));
    for replication in chunk.replications.iter().copied() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let at = bench.as_mut().map(|(arm, bench)| (*arm, bench)).map_err(|refused| &**refused);
        each(at, replication).map_err(|error| failed(format!("replication {replication}: {error}")))?;
    }
    Ok(())
}
