//! What `break-even` has left in a folder, as `compare` reads it.

use crate::experiment::break_even::Place;
use crate::experiment::{Arm, MEASURES};
use crate::report::folder::InputHash;
use serde::Deserialize;

/// The folder within the folder of a comparison.
pub const FOLDER: &str = "break-even";

/// Where single assumptions break even, of two arms of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Positions of the arms in the comparison: of the first one and of the other.
    pub arms: [usize; 2],
    rows: Vec<KeptRow>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct KeptRow {
    path: String,
    arms: Vec<String>,
    break_even: Option<f64>,
    range_holds_it: Option<Place>,
    searched: Searched,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
struct Searched {
    low: f64,
    high: f64,
}

/// Where a factor breaks even.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// At a value, which lies so in view of the factor's range.
    At(f64, Place),
    /// That is undecided.
    Undecided,
    /// Nowhere between two values.
    Nowhere(f64, f64),
}

#[derive(Deserialize)]
struct Document {
    measure: String,
    arm: KeptArm,
    against: KeptArm,
    level: Option<f64>,
    at: f64,
    rows: Vec<KeptRow>,
}

#[derive(Deserialize)]
struct KeptArm {
    name: String,
    sha256: String,
    files: Vec<InputHash>,
}

impl KeptArm {
    /// Whether it was read from the same words, and from files with the same in them: its tables are in no scenario's words.
    fn is(&self, arm: &Arm) -> bool {
        let source = &arm.loaded.source;
        self.sha256 == source.sha256() && self.files.iter().map(|file| &*file.sha256).eq(source.files().map(|(_, sha256)| sha256))
    }
}

impl Kept {
    /// From the document that it wrote; `None` unless it is about the primary target of two of these arms as they stand,
    /// breaking even at no difference.
    pub fn of(document: &str, arms: &[Arm]) -> Option<Kept> {
        let mut document: Document = serde_json::from_str(document).ok()?;
        let same = |kept: &KeptArm| arms.iter().position(|arm| kept.is(arm));
        let positions = [same(&document.arm)?, same(&document.against)?];
        let primary = MEASURES[arms[positions[0]].dimensions.targets.primary as usize].key;
        if document.level.is_some() || document.at != 0.0 || document.measure != primary {
            return None;
        }
        // Rows name arms as that command called them.
        for name in document.rows.iter_mut().flat_map(|row| &mut row.arms) {
            let at = usize::from(*name == document.against.name && document.against.name != document.arm.name);
            name.clone_from(&arms[positions[at]].label.name);
        }
        Some(Kept { arms: positions, rows: document.rows })
    }

    /// What it says about moving a factor in these arms.
    pub fn of_factor(&self, path: &str, arms: &[&str]) -> Option<Answer> {
        let row = self.rows.iter().find(|row| row.path == path && row.arms.iter().any(|arm| arms.contains(&arm.as_str())))?;
        Some(match (row.break_even, row.range_holds_it) {
            (Some(value), Some(place)) => Answer::At(value, place),
            (_, Some(_)) => Answer::Undecided,
            (_, None) => Answer::Nowhere(row.searched.low, row.searched.high),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_undecided_is_told_apart_from_what_breaks_even_nowhere() {
        let row =
            |path: &str, crossing: &str| format!(r#"{{"path": "{path}", "arms": ["A"], "searched": {{"low": 1, "high": 9}}, {crossing}}}"#);
        let rows = [
            row("within", r#""break_even": 3.0, "range_holds_it": "within""#),
            row("undecided", r#""break_even": null, "range_holds_it": "undecided""#),
            row("nowhere", r#""break_even": null, "range_holds_it": null"#),
        ];
        let kept = Kept { arms: [0, 1], rows: serde_json::from_str(&format!("[{}]", rows.join(", "))).unwrap() };
        assert_eq!(kept.of_factor("within", &["A", "B"]), Some(Answer::At(3.0, Place::Within)));
        assert_eq!(kept.of_factor("undecided", &["A"]), Some(Answer::Undecided));
        assert_eq!(kept.of_factor("nowhere", &["A"]), Some(Answer::Nowhere(1.0, 9.0)));
        assert_eq!(kept.of_factor("within", &["B"]), None);
    }
}
