//! What verification found, as text and as JSON.

mod document;
mod text;

pub use document::document;
pub use text::text;

use crate::oracle::Verified;

/// The whole of a verification.
#[derive(Clone, Debug)]
pub struct Findings {
    /// What was run, case by case.
    pub verified: Vec<Verified>,
    /// Cases that were asked for.
    pub cases: usize,
    /// The seed.
    pub seed: u64,
    /// Whether intervals had to be tight.
    pub tight: bool,
}

impl Findings {
    /// Numbers that were compared, and those that did not agree.
    pub fn counts(&self) -> (usize, usize) {
        let verdicts = || self.verified.iter().flat_map(|case| &case.verdicts);
        (verdicts().count(), verdicts().filter(|verdict| !verdict.passed()).count())
    }

    /// Whether all cases that were asked for were run to their end.
    pub fn complete(&self) -> bool {
        self.verified.len() == self.cases
    }
}
