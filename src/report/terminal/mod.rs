//! The summary of `run` as text for a terminal: from the headline down to how to repeat it.
//!
//! One section per file, each a function from results to text. Nothing here computes results, and nothing
//! depends on the machine: the same run gives the same text.

mod breakdown;
mod causes;
mod closing;
mod footer;
mod header;
mod hours;
mod queues;
mod saturation;
mod targets;
mod workload;

use super::{Lang, Setup};
use crate::experiment::summary::{Breakdown, BreakdownRow};
use crate::experiment::{Estimate, Summary};
use crate::metrics::Clock;

/// Fewer incidents than this say little about a cell: it is not ranked.
const FEW: u64 = 30;

/// The whole summary. `digest` is the fingerprint of all replications.
pub fn run(setup: &Setup, summary: &Summary, digest: u64, lang: Lang) -> String {
    [
        saturation::saturations(summary, lang),
        header::header(setup, summary, lang),
        targets::targets(summary, lang),
        causes::misses(summary, lang),
        targets::times(summary, lang),
        causes::segments(summary, lang),
        hours::hours(summary, lang),
        breakdown::worst(summary, lang),
        breakdown::table(summary, lang),
        closing::closing(summary, lang),
        workload::workload(summary, lang),
        queues::queues(summary, lang),
        footer::footer(setup, summary, digest, lang),
    ]
    .concat()
}

/// Attainment of a target in a cell by the clock in force.
fn in_force<'a>(summary: &Summary, row: &'a BreakdownRow, target: usize) -> Option<&'a Estimate> {
    let readings = match summary.clock {
        Clock::Cumulative => &row.cumulative,
        Clock::PerStage => &row.per_stage,
    };
    readings.get(target)?.as_ref()
}

/// The position of the primary target; the last where none is marked.
fn primary(summary: &Summary) -> usize {
    summary.targets.iter().position(|t| t.primary).unwrap_or(summary.targets.len().saturating_sub(1))
}

fn dimension<'a>(summary: &'a Summary, dimension: &str) -> Option<&'a Breakdown> {
    summary.breakdowns.iter().find(|b| b.dimension == dimension)
}

#[cfg(test)]
mod tests;
