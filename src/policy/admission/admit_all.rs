//! `AdmitAll`: whoever needs a crew and finds one free gets it.

use crate::policy::{RuleInfo, RuleKind};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "AdmitAll",
    kind: RuleKind::Admission,
    budget: None,
    summary: "holds nobody back: an incident gets a crew as soon as one is free",
    zh: "不设门槛：只要有空闲班组即派",
    parameters: &[],
    source: "baseline",
};
