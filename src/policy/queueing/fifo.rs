//! `Fifo`: whoever has waited longest, whatever its priority.

use crate::policy::{RuleInfo, RuleKind};
use crate::time::Instant;

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "Fifo",
    kind: RuleKind::Queueing,
    budget: None,
    summary: "serves the incident that has waited longest",
    zh: "先到先服务",
    parameters: &[],
    source: "Erlang (1917); baseline of queueing theory",
};

/// The least is served first.
#[inline]
pub fn key(since: Instant, sequence: u64) -> (u64, u64, u64) {
    (since.0, sequence, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_came_first_goes_first() {
        assert!(key(Instant(5), 9) < key(Instant(6), 1));
        assert!(key(Instant(5), 1) < key(Instant(5), 2));
    }
}
