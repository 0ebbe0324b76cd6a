//! `Stay`: a free crew waits where it last worked. O(1).

use crate::policy::{RuleInfo, RuleKind};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "Stay",
    kind: RuleKind::Relocation,
    budget: None,
    summary: "a crew that is free waits where it last worked",
    zh: "班组空出后就地待命",
    parameters: &[],
    source: "baseline",
};
