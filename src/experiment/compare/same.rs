//! Whether arms meet the same incidents, and if not, why.

use crate::demand::Trace;
use crate::experiment::Arm;
use crate::random::Key;
use crate::scenario::Model;

/// Sections and fields on which the incidents and their measured set rest.
const DECISIVE: [&str; 6] = ["city", "demand", "run.start", "run.days", "run.warmup_days", "run.seed"];

/// What tells an arm's incidents from the baseline's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The arm.
    pub arm: usize,
    /// Paths of settings that differ and may be the reason.
    pub paths: Vec<String>,
}

fn digest(model: &Model, replication: u32) -> u64 {
    let mut trace = Trace::new(&model.demand, Key { seed: model.seed, replication });
    while trace.next(&model.demand, &model.city).is_some() {}
    trace.digest()
}

/// The arms whose incidents differ from those of the first, judged by replication 0 and by what is measured.
pub fn apart(arms: &[Arm]) -> Vec<Apart> {
    let Some((first, others)) = arms.split_first() else { return Vec::new() };
    let own = digest(&first.loaded.model, 0);
    let same = |arm: &Arm| {
        let (a, b) = (&first.loaded.model, &arm.loaded.model);
        a.seed == b.seed && a.warmup_days == b.warmup_days && a.days == b.days && digest(b, 0) == own
    };
    (1..)
        .zip(others)
        .filter(|(_, arm)| !same(arm))
        .map(|(index, arm)| Apart { arm: index, paths: differing(first, arm, &DECISIVE) })
        .collect()
}

/// Arms that promise something else than the first.
pub fn other_targets(arms: &[Arm]) -> Vec<Apart> {
    let Some((first, others)) = arms.split_first() else { return Vec::new() };
    let differs = |arm: &Arm| arm.loaded.model.targets != first.loaded.model.targets;
    (1..)
        .zip(others)
        .filter(|(_, arm)| differs(arm))
        .map(|(index, arm)| Apart { arm: index, paths: differing(first, arm, &["targets"]) })
        .collect()
}

fn differing(first: &Arm, arm: &Arm, below: &[&str]) -> Vec<String> {
    let within =
        |path: &str| below.iter().any(|start| path == *start || path.strip_prefix(start).is_some_and(|rest| rest.starts_with(['.', '['])));
    let found = arm.loaded.source.differences(&first.loaded.source);
    found.into_iter().map(|difference| difference.path).filter(|path| within(path)).collect()
}
