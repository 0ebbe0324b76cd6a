//! `PriorityFifo`: the highest priority first, within one priority whoever has waited longest.

use crate::policy::{RuleInfo, RuleKind};
use crate::time::Instant;

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "PriorityFifo",
    kind: RuleKind::Queueing,
    budget: None,
    summary: "serves the highest priority first, within one priority the longest wait; never interrupts",
    zh: "按优先级，同级先到先服务（不抢占）",
    parameters: &[],
    source: "Cobham, Operations Research 2 (1954)",
};

/// The least is served first.
#[inline]
pub fn key(priority: u8, since: Instant, sequence: u64) -> (u64, u64, u64) {
    (u64::from(priority), since.0, sequence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priority_comes_before_waiting() {
        assert!(key(1, Instant(9), 9) < key(2, Instant(1), 1));
        assert!(key(2, Instant(1), 7) < key(2, Instant(2), 3));
    }
}
