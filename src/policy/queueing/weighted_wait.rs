//! `WeightedWait`: the greatest weight × wait first, the weight being that of the priority. O(kinds of need).
//!
//! A priority with weight 0 is served when no other waits, in order of joining.

use super::Turn;
use crate::policy::{Parameter, RuleInfo, RuleKind, Words};
use crate::quantity::Weight;
use crate::time::Instant;

const fn parameter(name: &'static str, default: &'static str, meaning: &'static str, zh: &'static str) -> Parameter {
    Parameter { name, default: Words::alike(default), bounds: Words::of("0 or more", "不小于 0"), meaning, zh }
}

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "WeightedWait",
    kind: RuleKind::Queueing,
    budget: None,
    summary: "serves the incident with the greatest product of its priority's weight and the time that it has waited",
    zh: "按优先级权重与等待时间之积，最大者先服务",
    parameters: &[
        parameter("priority_1", "8", "what a minute of waiting weighs at priority 1", "一级事件每分钟等待的权重"),
        parameter("priority_2", "4", "what a minute of waiting weighs at priority 2", "二级事件每分钟等待的权重"),
        parameter("priority_3", "2", "what a minute of waiting weighs at priority 3", "三级事件每分钟等待的权重"),
        parameter("priority_4", "1", "what a minute of waiting weighs at priority 4", "四级事件每分钟等待的权重"),
    ],
    source: "Guigues, Kleywegt & Nascimento (2024), the penalised wait; accumulating priority: Kleinrock, Naval Research Logistics Quarterly 11 (1964)",
};

/// The least is served first.
#[inline]
pub fn key(weight: f64, now: Instant, since: Instant, sequence: u64) -> Turn {
    let weighted = weight * now.since(since).0 as f64;
    // Numbers from 0 on stand in the order of their bits.
    (u64::MAX - weighted.to_bits(), since.0, sequence)
}

fn weight(value: f64) -> Weight {
    Weight::new(value).expect("within bounds")
}

/// The weight of priority 1.
pub fn eight() -> Weight {
    weight(8.0)
}

/// The weight of priority 2.
pub fn four() -> Weight {
    weight(4.0)
}

/// The weight of priority 3.
pub fn two() -> Weight {
    weight(2.0)
}

/// The weight of priority 4.
pub fn one() -> Weight {
    weight(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_wait_outweighs_a_higher_priority() {
        let at = |weight, since| key(weight, Instant(1_000), Instant(since), 1);
        assert!(at(8.0, 900) < at(1.0, 300), "800 against 700");
        assert!(at(1.0, 100) < at(8.0, 900), "900 against 800");
        assert!(at(8e-10, 900) < at(1e-10, 300) && at(1e-10, 100) < at(8e-10, 900), "the same in another unit");
        assert!(key(2.0, Instant(9), Instant(4), 1) < key(2.0, Instant(9), Instant(4), 2), "equals in order of joining");
        assert!(key(0.0, Instant(9), Instant(1), 5) < key(0.0, Instant(9), Instant(2), 1));
    }
}
