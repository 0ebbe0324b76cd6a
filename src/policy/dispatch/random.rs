//! `Random`: any free, competent crew, each with the same chance. O(crews ÷ 64). The floor that every rule must beat.

use crate::ids::CrewId;
use crate::policy::{RuleInfo, RuleKind, Situation};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "Random",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "sends any free, competent crew, each with the same chance",
    zh: "在空闲且胜任的班组中随机派遣",
    parameters: &[],
    source: "control: the floor that every rule must beat",
};

/// One of the eligible crews, by the situation's uniform.
#[inline]
pub fn choose(situation: &Situation) -> Option<CrewId> {
    situation.at_share(situation.luck)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Availability;
    use crate::policy::situation::hand_made::{crews, job};

    #[test]
    fn every_eligible_crew_has_its_turn_and_no_other() {
        let mut columns = crews(&[(0.0, 0); 5]);
        columns.set_availability(CrewId(2), Availability::Busy);
        let mut sent = [0; 5];
        for i in 0..400 {
            let luck = (f64::from(i) + 0.5) / 400.0;
            sent[choose(&Situation { luck, ..job(&columns) }).unwrap().0 as usize] += 1;
        }
        assert_eq!(sent, [100, 100, 0, 100, 100]);
        assert_eq!(choose(&job(&crews(&[]))), None);
    }

    #[test]
    fn more_than_a_word_of_crews_within_a_cell() {
        let places: Vec<(f64, u32)> = (0..200).map(|i| (0.0, i % 4)).collect();
        let columns = crews(&places);
        let excluded = [CrewId(0), CrewId(4), CrewId(133)];
        let within = Situation { within_cell: true, excluded: &excluded, ..job(&columns) };
        let sent = |luck: f64| choose(&Situation { luck, ..within });
        let own: Vec<CrewId> = within.eligible().collect();
        assert_eq!(own.len(), 48);
        assert!((0..48).all(|i| sent((f64::from(i) + 0.5) / 48.0) == Some(own[i as usize])));
    }
}
