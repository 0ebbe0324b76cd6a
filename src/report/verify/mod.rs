//! What verification found, as text and as JSON.

mod document;
mod text;

pub use document::document;
pub use text::text;

use crate::oracle::{Derived, Said, Verified};

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
    /// What else there is to say.
    pub note: Option<Said>,
}

/// What is said of a scenario whose answers are not exact; nothing where they are.
pub fn approximation(derived: &Derived) -> Option<Said> {
    let part = derived.beside_work * 100.0;
    (!derived.exact()).then(|| Said {
        en: format!(
            "Travel and other times beside the exponential work take {part:.1}% of a crew's time with an incident. They were added to \
             its mean service, so the answers are an approximation: they are shown, and nothing is claimed."
        ),
        zh: format!("除指数分布的处置外，行驶等时间占班组接单用时的 {part:.1}%，已并入平均服务时间；因此解为近似，仅供对照，不作断言。"),
    })
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
