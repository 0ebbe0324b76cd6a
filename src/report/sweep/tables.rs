//! `plan` and `replications`: what was run, and what came of it, one row per task and measure.

use super::{Sheet, Swept};
use crate::experiment::{MEASURES, Refused};
use crate::report::setup::quoted_all;
use crate::report::table::{Cells, Table};

/// One row per point.
pub fn plan_table(swept: &Swept) -> Table {
    let sheet = swept.sheet;
    let points = &sheet.points;
    let structure = |point: &super::Place| &sheet.structures[point.structure];
    let hash = |point: usize| swept.scenario_sha256(point).map(str::to_owned);
    let refused = |point: usize| swept.refused(point).map(Refused::told);
    let mut table = Table::default()
        .whole("point", 0..points.len() as u64)
        .text("arm", points.iter().map(|point| structure(point).name.clone()))
        .text("scenario", points.iter().map(|point| structure(point).scenario.clone()))
        .with("rule", Cells::Text(points.iter().map(|point| point.rule.clone()).collect()));
    for (at, factor) in sheet.factors.iter().enumerate() {
        table = match factor.unit {
            Some(_) => table.number(&factor.path, points.iter().map(|point| point.numbers[at])),
            None => table.text(&factor.path, points.iter().map(|point| point.values[at].clone())),
        };
    }
    table
        .text("set", points.iter().map(|point| quoted_all(structure(point).set.iter().chain(&point.set))))
        .with("scenario_sha256", Cells::Text((0..points.len()).map(hash).collect()))
        .with("refused", Cells::Text((0..points.len()).map(refused).collect()))
}

/// One row per task that was not refused and measure.
pub fn replications_table(swept: &Swept) -> Table {
    let rows = || swept.records.iter().flat_map(|record| MEASURES.iter().zip(&record.values).map(move |(m, value)| (record, m, *value)));
    let of = |record: &super::TaskRecord| swept.sheet.of_task(record.task);
    let arm = |record: &super::TaskRecord| swept.sheet.structures[swept.sheet.points[of(record).0].structure].name.clone();
    Table::default()
        .whole("point", rows().map(|(record, ..)| of(record).0 as u64))
        .text("arm", rows().map(|(record, ..)| arm(record)))
        .whole("replication", rows().map(|(record, ..)| u64::from(of(record).1)))
        .whole("seed", rows().map(|_| swept.sheet.seed))
        .text("digest", rows().map(|(record, ..)| record.digest.clone()))
        .text("trace_digest", rows().map(|(record, ..)| record.trace_digest.clone()))
        .text("measure", rows().map(|(_, measure, _)| measure.key))
        .number("value", rows().map(|(.., (above, below))| (below > 0.0).then(|| above / below)))
        .number("above", rows().map(|(.., (above, _))| Some(above)))
        .number("below", rows().map(|(.., (_, below))| Some(below)))
}

impl Sheet {
    /// The scenarios by point with their hashes, as the footer of a Parquet file has them.
    pub(in crate::report) fn hashes(swept: &Swept) -> Vec<(String, String)> {
        let of = |point: usize| Some((Sheet::label(point), swept.scenario_sha256(point)?.to_owned()));
        (0..swept.sheet.points.len()).filter_map(of).collect()
    }
}
