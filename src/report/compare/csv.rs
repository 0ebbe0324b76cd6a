//! `replications.csv`: one row per arm, replication and measure, for others to analyse again.

use super::Compared;
use crate::experiment::MEASURES;

/// The table. A measure that a replication does not have leaves its value empty.
pub fn csv(found: &Compared) -> Vec<u8> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["arm", "replication", "measure", "value", "above", "below"]).expect("writing to memory cannot fail");
    for (position, (arm, runs)) in found.runs.arms.iter().zip(&found.runs.measured).enumerate() {
        for (replication, measured) in (found.runs.first_replication(position)..).zip(runs) {
            for (measure, ratio) in MEASURES.iter().zip(&measured.values) {
                let value = ratio.value().map_or_else(String::new, |value| value.to_string());
                let (replication, above, below) = (replication.to_string(), ratio.above.to_string(), ratio.below.to_string());
                let row = [arm.label.name.as_str(), &replication, measure.key, &value, &above, &below];
                rows.write_record(row).expect("writing to memory cannot fail");
            }
        }
    }
    rows.into_inner().expect("writing to memory cannot fail")
}
