//! `NearestOf`: a free crew goes to the nearest of given places, whichever its station is. O(places).

use crate::policy::{RuleInfo, RuleKind};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "NearestOf",
    kind: RuleKind::Relocation,
    budget: None,
    summary: "a crew that is free goes to the nearest of the places given, as in NearestOf([\"north\", (2.5, 1)])",
    zh: "班组空出后前往所列地点中最近者，如 NearestOf([\"north\", (2.5, 1)])",
    parameters: &[],
    source: "standby points of practice",
};
