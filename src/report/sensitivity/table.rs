//! `design`: where every point lay; `points`: what came of it, one row per replication and measure.

use crate::experiment::{MEASURES, Method, Sensitivity};
use crate::report::table::{Cells, Table};

/// The table of the design, one column a factor. Along a trajectory a point has the one number that moved, the first has
/// all: thousands of points of hundreds of factors each would be a hundred times as long.
pub fn design_table(found: &Sensitivity) -> Table {
    let (design, points) = (&found.design, found.used().len());
    let moved: Vec<Option<usize>> = (0..points).map(|point| design.moved(point)).collect();
    let path = |factor: usize| found.factors[factor].path.clone();
    let (group, sparse) = match found.method {
        Method::Morris { .. } => ("trajectory", true),
        Method::Sobol { .. } => ("row", false),
    };
    let mut table = Table::default()
        .whole("point", 0..points as u64)
        .whole(group, (0..points).map(|point| design.group_of(point) as u64))
        .with("moved", Cells::Text(moved.iter().map(|moved| moved.map(path)).collect()));
    for (at, factor) in found.factors.iter().enumerate() {
        let told = |point: usize| !sparse || moved[point].is_none_or(|moved| moved == at);
        table = table.number(&factor.path, (0..points).map(|point| if told(point) { design.values[point][at] } else { None }));
    }
    table
}

/// The table of what came of it. A point that could not be run has no rows.
pub fn points_table(found: &Sensitivity) -> Table {
    let rows = || {
        found.used().iter().enumerate().flat_map(|(number, outcome)| {
            let first = found.short.first_replication(found.design.group_of(number));
            let measured = (u64::from(first)..).zip(outcome.iter().flat_map(|run| &run.measured));
            measured.flat_map(move |(replication, one)| {
                MEASURES.iter().zip(&one.values).map(move |(measure, ratio)| (number, replication, measure, *ratio))
            })
        })
    };
    Table::default()
        .whole("point", rows().map(|(number, ..)| number as u64))
        .whole("replication", rows().map(|(_, replication, ..)| replication))
        .text("measure", rows().map(|(_, _, measure, _)| measure.key))
        .number("value", rows().map(|(.., ratio)| ratio.value()))
        .number("above", rows().map(|(.., ratio)| Some(ratio.above)))
        .number("below", rows().map(|(.., ratio)| Some(ratio.below)))
}
