//! The tables of a folder, each as CSV and as Parquet.

use super::columns::COLUMNS;
use super::{FolderError, Recorder, SweepFolder, SweepManifest};
use crate::experiment::frontier::Pool;
use crate::experiment::{Arm, MEASURES, Measured};
use crate::report::sweep::{Sheet, Swept, plan_table, replications_table, sweep_json};
use crate::report::table::{ColumnKind, Metadata, ParquetError, Table, convert, parquet};
use crate::report::{Lang, hex, html, json};
use std::path::Path;

/// The replications of one arm.
#[derive(Clone, Copy, Debug)]
pub struct ArmRows<'a> {
    /// The arm; empty where there is only one.
    pub arm: &'a str,
    /// Its seed.
    pub seed: u64,
    /// Its first replication.
    pub first: u32,
    /// What the replications came to, in order.
    pub measured: &'a [Measured],
}

/// `replications`: one row per arm, replication and measure. A measure that a replication does not have has no value.
pub fn replications(arms: &[ArmRows]) -> Table {
    let rows = || {
        arms.iter().flat_map(|arm| {
            let numbered = (arm.first..).zip(arm.measured);
            numbered.flat_map(move |(r, m)| MEASURES.iter().zip(&m.values).map(move |(measure, ratio)| (arm, r, m, measure, ratio)))
        })
    };
    Table::default()
        .text("arm", rows().map(|(arm, ..)| arm.arm))
        .whole("replication", rows().map(|(_, replication, ..)| u64::from(replication)))
        .whole("seed", rows().map(|(arm, ..)| arm.seed))
        .text("digest", rows().map(|(_, _, measured, ..)| hex(measured.digest)))
        .text("trace_digest", rows().map(|(_, _, measured, ..)| hex(measured.trace_digest)))
        .text("measure", rows().map(|(_, _, _, measure, _)| measure.key))
        .number("value", rows().map(|(.., ratio)| ratio.value()))
        .number("above", rows().map(|(.., ratio)| Some(ratio.above)))
        .number("below", rows().map(|(.., ratio)| Some(ratio.below)))
}

/// The same of arms that were made as an experiment went on, all with the seed of the first.
pub fn replications_of(pool: &Pool) -> Table {
    let seed = pool.arms().first().map_or(0, |arm| arm.loaded.model.seed);
    let rows: Vec<ArmRows> = pool.runs().map(|run| ArmRows { arm: run.name, seed, first: 0, measured: run.measured }).collect();
    replications(&rows)
}

/// Fingerprint of an arm's scenario with overlays and settings written out.
pub fn hash_of(arm: &Arm) -> String {
    arm.loaded.source.sha256()
}

/// `incidents.csv` as `incidents.parquet`.
///
/// # Errors
/// When the system refuses.
pub fn incidents_parquet(from: &Path, to: &Path, metadata: &Metadata) -> Result<(), FolderError> {
    let kind = |name: &str| match name {
        "point" | "replication" => ColumnKind::Whole,
        name => COLUMNS.iter().find(|column| column.name == name).map_or(ColumnKind::Text, |column| column.kind),
    };
    convert(from, to, kind, metadata).map_err(|error| FolderError::at(to)(io(error)))
}

fn io(error: ParquetError) -> std::io::Error {
    std::io::Error::other(error)
}

/// Writes everything of a sweep that is done, its incidents from their parts, and puts it in place.
///
/// # Errors
/// When the system refuses.
pub fn write_sweep(folder: SweepFolder, swept: &Swept, manifest: SweepManifest) -> Result<(), FolderError> {
    if swept.sheet.incidents {
        let parts = swept.records.iter().filter(|record| record.refused.is_none()).map(|record| folder.part(record.task));
        folder.join(&Recorder::header_of_sweep(&swept.sheet.levels), parts)?;
    }
    write_sweep_from(folder, swept, manifest)
}

/// The same where the incidents stand in their file already.
///
/// # Errors
/// When the system refuses.
pub fn write_sweep_from(folder: SweepFolder, swept: &Swept, manifest: SweepManifest) -> Result<(), FolderError> {
    let hashes = Sheet::hashes(swept);
    let metadata = |table: &str| {
        let scenarios = hashes.iter().map(|(point, sha256)| (point.as_str(), sha256.as_str()));
        Metadata::new(table, &swept.sheet.identity, scenarios)
    };
    let document = sweep_json(swept);
    folder.write("summary.json", json::text(&document).as_bytes())?;
    // The same bytes wherever its shards were run: it opens in English, and switches.
    folder.write(html::FILE, html::page("sweep", Lang::En, &[], Some(&document)).as_bytes())?;
    let mut names = vec!["summary.json", html::FILE, "plan.csv", "plan.parquet", "replications.csv", "replications.parquet"];
    for (table, csv, columns) in [(plan_table(swept), names[2], names[3]), (replications_table(swept), names[4], names[5])] {
        folder.write(csv, &table.csv())?;
        folder.write(columns, &parquet(&table, &metadata(csv.trim_end_matches(".csv"))))?;
    }
    if swept.sheet.incidents {
        names.extend([Recorder::FILE, "incidents.parquet"]);
        incidents_parquet(&folder.file(Recorder::FILE), &folder.file("incidents.parquet"), &metadata("incidents"))?;
    }
    folder.finish(&names, swept, manifest)
}
