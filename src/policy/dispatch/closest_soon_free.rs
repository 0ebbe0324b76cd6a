//! `ClosestSoonFree`: the crew that will be there first, free now or when it is done: least (time until free + travel).
//! Looks at crews that are nearby, or will be when they are free.
//!
//! An incident is committed to its crew when it asks for one; where it waits in the queue and a crew becomes free, only
//! free crews count. A crew is promised at most one incident ahead. When it
//! will be free is what may be expected: the way that is left and the mean work of the category; a crew that takes
//! longer than expected is taken to need as long again as it is overdue. Crews on a break, on committed work or in
//! overtime count as not to be had soon.

use crate::ids::CrewId;
use crate::policy::{RuleInfo, RuleKind, Situation};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "ClosestSoonFree",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "sends the crew that will be there first, also one that is not free yet: least time until free plus travel; an incident that waits in the queue gets a crew that is free",
    zh: "派遣最先能到达的班组，含即将空出者：空出所需时间加行程最短；排队等候的事件只派空闲班组",
    parameters: &[],
    source: "Guigues, Kleywegt & Nascimento (2024): mean response 5% to 15% lower, the more the scarcer the crews",
};

/// Seconds until the crew would be there.
#[inline]
pub fn score(situation: &Situation, crew: CrewId) -> f64 {
    situation.time_to_free(crew) + situation.travel_when_free(crew)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Availability;
    use crate::policy::dispatch::Chooser;
    use crate::policy::situation::hand_made::{crews, job as hand_made, spot};
    use crate::time::{Duration, Instant};

    #[test]
    fn a_crew_that_is_nearly_done_next_door_is_waited_for() {
        let mut columns = crews(&[(9.0, 0), (5.0, 0), (-5.0, 0)]);
        let minute = |m: u64| Instant(m * Duration::MINUTE.0);
        for crew in [1, 2] {
            columns.set_availability(CrewId(crew), Availability::Busy);
        }
        // Free in 5 minutes at 1 km, and in 20 at the very place; the free crew needs 15 minutes.
        columns.set_clear(CrewId(1), minute(5), spot(1.0, 0.0, 100.0));
        columns.set_clear(CrewId(2), minute(20), spot(0.0, 0.0, 100.0));
        let job = hand_made(&columns);
        let best = |limit: f64| Chooser::ClosestSoonFree.soon_free(&job, limit);
        assert_eq!(score(&job, CrewId(0)), 900.0);
        assert_eq!(score(&job, CrewId(1)), 400.0);
        assert_eq!(best(900.0), Some(CrewId(1)));
        assert_eq!(best(400.0), None, "a free crew that is as soon there goes");
        let later = Situation { now: minute(8), ..job };
        assert_eq!(score(&later, CrewId(1)), 280.0, "three minutes overdue: three more");
        columns.set_clear(CrewId(1), Instant::NEVER, spot(1.0, 0.0, 100.0));
        let promised = hand_made(&columns);
        assert_eq!(Chooser::ClosestSoonFree.soon_free(&promised, 1e9), Some(CrewId(2)), "promised already");
    }
}
