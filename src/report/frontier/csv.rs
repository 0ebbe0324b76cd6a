//! `levels.csv`: one row per level visited and condition.

use super::Frontier;
use crate::experiment::frontier::standing_name;

/// The table, levels from the smallest to the largest.
pub fn csv(found: &Frontier) -> Vec<u8> {
    let search = found.search;
    let mut rows = csv::Writer::from_writer(Vec::new());
    let head = ["level", "posts", "measure", "estimate", "lower", "upper", "threshold", "standing", "replications"];
    rows.write_record(head).expect("writing to memory cannot fail");
    let mut levels: Vec<_> = search.visited.iter().filter(|level| level.looks > 0).collect();
    levels.sort_by_key(|level| level.position);
    for level in levels {
        for seen in level.targets.iter().chain(&level.besides) {
            let number =
                |number: Option<f64>| number.filter(|number| number.is_finite()).map_or_else(String::new, |number| number.to_string());
            let row = [
                search.share(level.position).to_string(),
                search.posts(level.position).to_string(),
                seen.measure.to_owned(),
                number(Some(seen.estimate)),
                number(seen.lower),
                number(seen.upper),
                seen.threshold.to_string(),
                standing_name(seen.standing).to_owned(),
                seen.replications.to_string(),
            ];
            rows.write_record(row).expect("writing to memory cannot fail");
        }
    }
    rows.into_inner().expect("writing to memory cannot fail")
}
