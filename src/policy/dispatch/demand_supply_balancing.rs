//! `DemandSupplyBalancing`: while crews are to spare an incident gets the closest crew; while they are short a crew that
//! becomes free gets the closest incident. O(crews nearby), O(waiting).
//!
//! Which of the two holds shows by itself: whoever finds a free crew is served at once, and a crew that becomes free
//! finds somebody waiting only when crews are short. So the rule is `ClosestIdle` with a queue order of its own.

use crate::policy::{Parameter, RuleInfo, RuleKind, Words};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "DemandSupplyBalancing",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "the closest crew to the incident while crews are to spare, the closest incident to the freed crew while they are short",
    zh: "班组富余时为事件派最近班组；班组短缺时空出班组去最近事件",
    parameters: &[Parameter {
        name: "by_priority",
        default: Words::alike("true"),
        bounds: Words::alike("true, false"),
        meaning: "whether under shortage a higher priority goes first, however far",
        zh: "短缺时是否先按优先级",
    }],
    source: "Maciejewski, Bischoff & Nagel, IEEE Intelligent Systems 31 (2016)",
};
