//! `ClosestFirst`: a crew that becomes free gets the waiting incident with the shortest way from it. O(waiting).
//!
//! By default a higher priority goes first however far it is. Short ways raise the number served; whoever is far off
//! may wait for long.

use super::Turn;
use crate::policy::{Parameter, RuleInfo, RuleKind, Words};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "ClosestFirst",
    kind: RuleKind::Queueing,
    budget: None,
    summary: "gives a crew that becomes free the waiting incident with the shortest way from it",
    zh: "空出的班组先去行程最短的等待事件",
    parameters: &[Parameter {
        name: "by_priority",
        default: Words::alike("true"),
        bounds: Words::alike("true, false"),
        meaning: "whether a higher priority goes first, however far",
        zh: "是否先按优先级再按远近",
    }],
    source: "nearest-call dispatching: Bertsimas & van Ryzin, Operations Research 39 (1991), nearest neighbour",
};

/// The least is served first. Times of travel are not negative, so that their bits are in their order.
#[inline]
pub fn key(by_priority: bool, priority: u8, seconds: f64, sequence: u64) -> Turn {
    (if by_priority { u64::from(priority) } else { 0 }, seconds.to_bits(), sequence)
}

/// By priority, unless said otherwise.
pub fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_goes_first_within_its_priority() {
        assert!(key(true, 3, 60.0, 9) < key(true, 3, 61.5, 1));
        assert!(key(true, 2, 900.0, 9) < key(true, 3, 0.0, 1));
        assert!(key(false, 3, 0.0, 9) < key(false, 2, 900.0, 1));
        assert!(key(true, 3, 60.0, 1) < key(true, 3, 60.0, 2));
    }
}
