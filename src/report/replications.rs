//! `replications.csv`: one row per arm, replication and measure, for others to analyse again.

use crate::experiment::frontier::Pool;
use crate::experiment::{MEASURES, Measured};

/// The table, of arms with their name, the number of their first replication, and their replications. A measure that a
/// replication does not have leaves its value empty.
pub fn csv<'a>(arms: impl Iterator<Item = (&'a str, u32, &'a [Measured])>) -> Vec<u8> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["arm", "replication", "measure", "value", "above", "below"]).expect("writing to memory cannot fail");
    for (name, first, runs) in arms {
        for (replication, measured) in (first..).zip(runs) {
            for (measure, ratio) in MEASURES.iter().zip(&measured.values) {
                let value = ratio.value().map_or_else(String::new, |value| value.to_string());
                let (replication, above, below) = (replication.to_string(), ratio.above.to_string(), ratio.below.to_string());
                let row = [name, &replication, measure.key, &value, &above, &below];
                rows.write_record(row).expect("writing to memory cannot fail");
            }
        }
    }
    rows.into_inner().expect("writing to memory cannot fail")
}

/// The table of arms that were made as an experiment went on.
pub fn of_pool(pool: &Pool) -> Vec<u8> {
    csv(pool.runs().map(|run| (run.name, 0, run.measured)))
}
