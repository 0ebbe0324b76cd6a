//! `break-even.csv`: one row per factor and value visited.

use super::BreakEven;
use crate::experiment::frontier::standing_name;

/// The table, factors in order, values from the lowest to the highest.
pub fn csv(found: &BreakEven) -> Vec<u8> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    let head = ["path", "arms", "value", "difference", "lower", "upper", "standing", "replications"];
    rows.write_record(head).expect("writing to memory cannot fail");
    for row in &found.search.rows {
        let arms: Vec<&str> = row.arms.iter().map(|arm| found.arm(*arm).label.name.as_str()).collect();
        for point in &row.points {
            let number =
                |number: Option<f64>| number.filter(|number| number.is_finite()).map_or_else(String::new, |number| number.to_string());
            let cells = [
                row.factor.path.clone(),
                arms.join(" + "),
                row.line.values[point.position].to_string(),
                number(Some(point.seen.estimate)),
                number(point.seen.lower),
                number(point.seen.upper),
                super::json::standing(standing_name(point.seen.standing)).to_owned(),
                point.seen.replications.to_string(),
            ];
            rows.write_record(cells).expect("writing to memory cannot fail");
        }
    }
    rows.into_inner().expect("writing to memory cannot fail")
}
