//! `WorkloadBalancing`: priority 1 gets the closest crew; for all others the crew that has worked least goes, of those
//! that need at most `slack` longer than the closest. O(crews within the slack).
//!
//! Workload is the share of its time on duty that a crew has served so far in the run. Ties go to the shorter way,
//! then to the lowest id.

use crate::ids::CrewId;
use crate::policy::{Parameter, RuleInfo, RuleKind, Situation, Words};
use crate::time::Duration;
use std::cell::Cell;

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "WorkloadBalancing",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "sends the closest crew to priority 1, and to all others the crew that has worked least of those that are hardly later",
    zh: "一级事件派最近班组；其余在容许的额外行程内派负荷最轻者",
    parameters: &[Parameter {
        name: "slack",
        default: Words::alike("\"5 min\""),
        bounds: Words::of("0 or more; with 0 only crews that are equally near share", "不小于 0；为 0 时仅同样近的班组分担"),
        meaning: "how much longer than the closest crew another may travel",
        zh: "可比最近班组多用的行程时间",
    }],
    source: "Li & Saydam, Pesquisa Operacional 36 (2016); Bandara, Mayorga & McLay, Journal of the Operational Research Society 65 (2014)",
};

/// The slack where none is given.
pub fn five_minutes() -> Duration {
    Duration(5 * Duration::MINUTE.0)
}

/// The crew to send.
pub fn choose(situation: &Situation, slack: Duration) -> Option<CrewId> {
    let closest = situation.closest()?;
    if situation.priority == 1 {
        return Some(closest);
    }
    let seconds = situation.travel(closest);
    let limit = seconds + slack.seconds();
    let best = Cell::new((situation.workload(closest), seconds, closest));
    // Where somebody has not worked at all, nobody further off is better.
    let reach = || match best.get() {
        (0.0, seconds, _) => seconds,
        _ => limit,
    };
    situation.nearby(reach, |crew, seconds| {
        if situation.crews.works_more(crew, situation.now, best.get().0) {
            return;
        }
        let of = (situation.workload(crew), seconds, crew);
        if seconds <= limit && of < best.get() && situation.may_go(crew) {
            best.set(of);
        }
    });
    Some(best.get().2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::situation::hand_made::{crews, job};
    use crate::time::Instant;

    fn at(minutes: u64) -> Instant {
        Instant(minutes * Duration::MINUTE.0)
    }

    #[test]
    fn the_idlest_of_those_hardly_later_goes_but_to_the_urgent_the_nearest() {
        // At 100 s/km: 100, 300, 350 and 900 s. The first two have served; the last never.
        let mut columns = crews(&[(1.0, 0), (3.0, 0), (3.5, 0), (9.0, 0)]);
        for (crew, minutes) in [(0, 30), (1, 5), (2, 10)] {
            columns.works(CrewId(crew), at(0), true, true);
            columns.works(CrewId(crew), at(minutes), true, false);
        }
        let slack = five_minutes();
        let job = Situation { now: at(60), priority: 3, ..job(&columns) };
        assert_eq!(choose(&job, slack), Some(CrewId(1)));
        assert_eq!(choose(&Situation { priority: 1, ..job }, slack), Some(CrewId(0)));
        assert_eq!(choose(&job, Duration::ZERO), Some(CrewId(0)));
        assert_eq!(choose(&job, Duration(20 * Duration::MINUTE.0)), Some(CrewId(3)));
    }
}
