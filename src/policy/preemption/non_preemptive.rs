//! `NonPreemptive`: a crew that serves an incident stays with it.

use crate::policy::{RuleInfo, RuleKind};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "NonPreemptive",
    kind: RuleKind::Preemption,
    budget: None,
    summary: "calls no crew away from the incident that it serves",
    zh: "不抢占：班组处置期间不改派",
    parameters: &[],
    source: "baseline; Cobham, Operations Research 2 (1954)",
};
