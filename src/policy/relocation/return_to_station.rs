//! `ReturnToStation`: a free crew goes back to the station of its shift. O(1).

use crate::policy::{RuleInfo, RuleKind};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "ReturnToStation",
    kind: RuleKind::Relocation,
    budget: None,
    summary: "a crew that is free goes back to its station",
    zh: "班组空出后返回本站",
    parameters: &[],
    source: "baseline",
};
