//! `replications.csv`: one row per arm, replication and measure, for others to analyse again.

use super::Compared;
use crate::experiment::{MEASURES, Measured};

/// The table. A measure that a replication does not have leaves its value empty.
pub fn csv(found: &Compared) -> Vec<u8> {
    let runs = found.runs;
    let arms = runs.arms.iter().zip(&runs.measured).enumerate();
    table(arms.map(|(position, (arm, measured))| (arm.label.name.as_str(), runs.first_replication(position), measured.as_slice())))
}

/// The same of arms given by name, number of the first replication, and replications.
pub(in crate::report) fn table<'a>(arms: impl Iterator<Item = (&'a str, u32, &'a [Measured])>) -> Vec<u8> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["arm", "replication", "measure", "value", "above", "below"]).expect("writing to memory cannot fail");
    for (arm, first, runs) in arms {
        for (replication, measured) in (first..).zip(runs) {
            for (measure, ratio) in MEASURES.iter().zip(&measured.values) {
                let value = ratio.value().map_or_else(String::new, |value| value.to_string());
                let (replication, above, below) = (replication.to_string(), ratio.above.to_string(), ratio.below.to_string());
                let row = [arm, &replication, measure.key, &value, &above, &below];
                rows.write_record(row).expect("writing to memory cannot fail");
            }
        }
    }
    rows.into_inner().expect("writing to memory cannot fail")
}
