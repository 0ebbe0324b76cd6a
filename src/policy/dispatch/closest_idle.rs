//! `ClosestIdle`: the free, competent crew with the shortest travel time. O(crews nearby).

use crate::ids::CrewId;
use crate::policy::{RuleInfo, RuleKind, Situation};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "ClosestIdle",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "sends the free, competent crew with the shortest travel time",
    zh: "派遣行程时间最短的空闲且胜任的班组",
    parameters: &[],
    source: "baseline of the literature; it does not minimise mean response: Carter, Chaiken & Ignall, Operations Research 20 (1972)",
};

/// The eligible crew with the shortest travel time; ties to the lowest id.
#[inline]
pub fn choose(situation: &Situation) -> Option<CrewId> {
    situation.closest()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::situation::hand_made::{crews, job, spot};

    #[test]
    fn the_nearest_goes_and_ties_go_to_the_lowest_id() {
        let columns = crews(&[(3.0, 0), (-1.0, 0), (1.0, 0)]);
        assert_eq!(choose(&job(&columns)), Some(CrewId(1)));
        assert_eq!(choose(&Situation { excluded: &[CrewId(1)], ..job(&columns) }), Some(CrewId(2)));
        assert_eq!(choose(&job(&crews(&[]))), None);
    }

    #[test]
    fn travel_time_decides_rather_than_distance() {
        let mut columns = crews(&[(1.0, 0), (1.2, 0)]);
        columns.stand(CrewId(1), spot(1.2, 0.0, 20.0));
        assert_eq!(choose(&job(&columns)), Some(CrewId(1)));
    }
}
