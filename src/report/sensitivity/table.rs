//! `points`: every point that was run, one row per replication and measure; the first says where it lay.

use crate::experiment::{MEASURES, Sensitivity};
use crate::report::table::Table;

/// The table. A point that could not be run has no rows.
pub fn points_table(found: &Sensitivity) -> Table {
    let rows = || {
        found.used().iter().zip(&found.points).enumerate().flat_map(|(number, (outcome, point))| {
            let measured = outcome.iter().flat_map(|run| &run.measured).zip(point.replications.clone());
            measured.flat_map(move |(one, replication)| {
                MEASURES.iter().zip(&one.values).map(move |(measure, ratio)| (number, point, replication, measure, *ratio))
            })
        })
    };
    Table::default()
        .whole("point", rows().map(|(number, ..)| number as u64))
        .text(
            "set",
            rows().map(|(_, point, replication, measure, _)| {
                // Hundreds of settings, that would make gigabytes if every row had them.
                let first = replication == point.replications.start && measure.key == MEASURES[0].key;
                if first { point.sets.join(" ") } else { String::new() }
            }),
        )
        .whole("replication", rows().map(|(_, _, replication, ..)| u64::from(replication)))
        .text("measure", rows().map(|(_, _, _, measure, _)| measure.key))
        .number("value", rows().map(|(.., ratio)| ratio.value()))
        .number("above", rows().map(|(.., ratio)| Some(ratio.above)))
        .number("below", rows().map(|(.., ratio)| Some(ratio.below)))
}
