//! The incidents that went worst in every part of the map, with what an explanation of each needs.

use crate::experiment::detail::MOST_COMPARED;
use crate::ids::Id;
use crate::metrics::{Dimensions, milestone_name};
use crate::record::{End, Milestone, Observer, Outcome, Segment, ServedBy};
use crate::report::explain::{Rank, late_first, verdicts};
use crate::time::Duration;
use serde_json::{Value, json};

/// Kept in each cell of the levels that are compared.
const IN_CELL: usize = 5;
/// Innermost areas beyond which none is kept for each of them.
const MOST_LEAVES: u32 = 8_000;

/// Keeps the worst incidents of one replication by the primary target.
#[derive(Debug)]
pub struct WorstPlaces<'a> {
    dimensions: &'a Dimensions,
    /// Innermost areas, one each, then the cells of every level compared.
    kept: Vec<Vec<(Rank, Outcome)>>,
    /// Where the cells of each level begin.
    starts: Vec<(usize, usize)>,
}

impl<'a> WorstPlaces<'a> {
    /// Of a scenario with these names.
    pub fn new(dimensions: &'a Dimensions) -> WorstPlaces<'a> {
        let mut cells = dimensions.leaves as usize;
        let mut starts = Vec::new();
        for (shown, level) in dimensions.levels.iter().enumerate().filter(|(_, level)| level.cells.len() <= MOST_COMPARED) {
            starts.push((shown, cells));
            cells += level.cells.len();
        }
        WorstPlaces { dimensions, kept: vec![Vec::new(); cells], starts }
    }

    /// In the order of their numbers, for the page; see `docs/report.md`.
    pub fn finish(self) -> Value {
        let mut all: Vec<Outcome> = self.kept.into_iter().flatten().map(|(_, outcome)| outcome).collect();
        all.sort_by_key(|outcome| outcome.incident);
        all.dedup_by_key(|outcome| outcome.incident);
        all.iter().map(|outcome| row(outcome, self.dimensions)).collect()
    }
}

fn row(o: &Outcome, dimensions: &Dimensions) -> Value {
    let tenths = |ticks: u64| (ticks as f64 / (Duration::SECOND.0 / 10) as f64).round() / 10.0;
    let verdict = verdicts(o, &dimensions.targets)[dimensions.targets.primary as usize];
    let segments = Segment::ALL.into_iter().filter(|s| o.segments[*s as usize] > Duration::ZERO);
    let served_by = match o.served_by {
        ServedBy::Nobody => Value::Null,
        ServedBy::Settler(settler) => json!(["settler", settler.index()]),
        ServedBy::Crew(crew) => json!(["crew", crew.0]),
    };
    let end = match o.end {
        End::Closed => "closed",
        End::Open => "open",
        End::NoSuchSkill => "lost",
        End::Withdrawn => "withdrawn",
    };
    let after = Milestone::ALL.map(|m| (milestone_name(m).to_owned(), o.until(m).map(|d| tenths(d.0)).into()));
    json!({
        "incident": o.incident,
        "leaf": dimensions.leaf(o.leaf),
        "reported_s": tenths(o.reported.0),
        "category": o.category.index(),
        "channel": o.channel.index(),
        "priority": o.priority,
        "served_by": served_by,
        "cause": verdict.cause.map(|cause| cause.name()),
        "cause_s": tenths(verdict.cause_took.0),
        "took_s": verdict.took.map(|took| tenths(took.0)),
        "after_s": after.into_iter().collect::<serde_json::Map<String, Value>>(),
        "segments_s": segments.map(|s| json!([s as u8, tenths(o.segments[s as usize].0)])).collect::<Vec<_>>(),
        "refusals": o.refusals,
        "end": end,
    })
}

impl Observer for WorstPlaces<'_> {
    fn outcome(&mut self, outcome: &Outcome) {
        let Some(rank) = late_first(outcome, self.dimensions) else { return };
        let leaf = self.dimensions.leaf(outcome.leaf);
        if self.dimensions.leaves <= MOST_LEAVES {
            keep(&mut self.kept[leaf], 1, rank, outcome);
        }
        for (shown, start) in &self.starts {
            keep(&mut self.kept[start + self.dimensions.levels[*shown].of_leaf[leaf] as usize], IN_CELL, rank, outcome);
        }
    }
}

fn keep(kept: &mut Vec<(Rank, Outcome)>, most: usize, rank: Rank, outcome: &Outcome) {
    let place = kept.partition_point(|(other, _)| *other < rank);
    if place < most {
        kept.insert(place, (rank, *outcome));
        kept.truncate(most);
    }
}
