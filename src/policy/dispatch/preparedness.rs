//! `Preparedness`: least travel + weight × the share of the city's preparedness that the crew takes away. O(free crews).
//!
//! Preparedness is that of [`crate::policy::Preparedness`]; the weight says how many minutes all of it would be worth.
//! A crew on its way home counts where it is going. Ties go to the lowest id.

use crate::ids::CrewId;
use crate::policy::{Parameter, RuleInfo, RuleKind, Situation, Words};
use crate::time::Duration;

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "Preparedness",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "trades the way of a crew against the preparedness that it leaves behind",
    zh: "在行程与派出后全市备勤水平的损失之间权衡",
    parameters: &[
        Parameter {
            name: "weight",
            default: Words::alike("\"10 min\""),
            bounds: Words::of("0 or more; 0 is ClosestIdle", "不小于 0；0 即 ClosestIdle"),
            meaning: "the travel time that all of the city's preparedness would be worth; the rule helps only when used sparingly",
            zh: "全部备勤水平折合的行程时间；宜取小值",
        },
        Parameter {
            name: "coverage.zones",
            default: Words::of("the finest level with at most 256 areas", "区域不超过 256 个的最细层级"),
            bounds: Words::of("a level or partition of at most 1024 areas", "至多 1024 个区域的层级或划分"),
            meaning: "what a zone is (dispatch: (coverage: (zones: …)))",
            zh: "以哪一级区域为单元（写在 dispatch: (coverage: (zones: …))）",
        },
    ],
    source: "Andersson & Värbrand, Journal of the Operational Research Society 58 (2007); Lee, Journal of the Operational Research Society 62 (2011)",
};

/// The weight where none is given.
pub fn ten_minutes() -> Duration {
    Duration(10 * Duration::MINUTE.0)
}

/// Seconds of travel and what the loss of preparedness is worth in seconds.
#[inline]
pub fn score(situation: &Situation, crew: CrewId, weight: Duration) -> f64 {
    situation.travel(crew) + weight.seconds() * situation.preparedness_lost(crew)
}

/// The crew to send. None scores less than its way takes.
#[inline]
pub fn choose(situation: &Situation, weight: Duration) -> Option<CrewId> {
    situation.least_within(|score| score, |crew, seconds| seconds + weight.seconds() * situation.preparedness_lost(crew))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::situation::hand_made::{crews, job, prepared};

    #[test]
    fn a_lone_guard_stays_unless_it_is_much_nearer() {
        // The first zone has one crew at 100 s, the second two at 400 and 410 s.
        let mut columns = crews(&[(1.0, 0), (4.0, 1), (4.1, 1)]);
        prepared(&mut columns, &[1.0, 1.0]);
        let job = job(&columns);
        let choose = |weight: u64| job.least(|crew| score(&job, crew, Duration(weight * Duration::SECOND.0)));
        assert_eq!(choose(0), Some(CrewId(0)));
        assert_eq!(choose(600), Some(CrewId(0)), "300 s sooner outweigh a quarter of 600 s");
        assert_eq!(choose(3_600), Some(CrewId(1)), "but not of an hour");
    }
}
