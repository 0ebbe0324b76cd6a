//! `PreemptivePriority`: a crew on its way – or at work, if so set – is bumped to an incident of a higher class.
//! O(crews), where the rule applies.
//!
//! Whom a class may bump is a matrix. Of the crews that may be bumped the one that serves the lowest class goes,
//! among those the one with the shortest way, ties to the lowest id. The incident that loses its crew is sought a
//! crew at once and otherwise waits with the place in the queue that it had; work that was broken off is resumed
//! where it stopped, by whoever comes (preemptive resume). An incident that needs several crews neither bumps
//! anybody nor loses one. Nobody is bumped for an incident that admission holds back.

use super::Serving;
use crate::ids::CrewId;
use crate::policy::{Parameter, RuleInfo, RuleKind, Situation, Words};
use crate::problems::Problems;
use serde::{Deserialize, Serialize};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "PreemptivePriority",
    kind: RuleKind::Preemption,
    budget: None,
    summary: "calls a crew on its way to a less urgent incident (or at work there) away to a more urgent one; jobs of several crews neither take a crew nor lose one",
    zh: "将前往低级事件途中（或现场）的班组改派给更紧急的事件；需多组的事件既不抽调也不被抽调",
    parameters: &[
        Parameter {
            name: "priority_1",
            default: Words::alike("[2, 3, 4]"),
            bounds: Words::of("priorities below 1", "低于 1 级（不那么紧急）的优先级"),
            meaning: "from whom incidents of priority 1 may take a crew",
            zh: "一级事件可抽调哪些级别的班组",
        },
        Parameter {
            name: "priority_2",
            default: Words::alike("[3, 4]"),
            bounds: Words::of("priorities below 2", "低于 2 级（不那么紧急）的优先级"),
            meaning: "from whom incidents of priority 2 may take a crew",
            zh: "二级事件可抽调哪些级别的班组",
        },
        Parameter {
            name: "priority_3",
            default: Words::alike("[4]"),
            bounds: Words::of("priorities below 3", "低于 3 级（不那么紧急）的优先级"),
            meaning: "from whom incidents of priority 3 may take a crew",
            zh: "三级事件可抽调哪些级别的班组",
        },
        Parameter {
            name: "on_scene",
            default: Words::alike("false"),
            bounds: Words::alike("true, false"),
            meaning: "whether work on scene is broken off too; it is resumed later where it stopped",
            zh: "是否允许中断现场处置（之后从中断处继续）",
        },
        Parameter {
            name: "when",
            default: Words::alike("NobodyFree"),
            bounds: Words::alike("NobodyFree, Closer"),
            meaning: "whether crews are called away only when no crew is free, or also when one so called has a shorter way than any free one",
            zh: "仅在无空闲班组时抽调，或被抽调者更近时也抽调",
        },
    ],
    source: "preemptive-resume queues: White & Christie, Operations Research 6 (1958); diversion as in ambulance practice",
};

/// When a crew is called away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum When {
    /// Only when no crew is free.
    #[default]
    NobodyFree,
    /// Also when it has a shorter way than any free crew.
    Closer,
}

/// All priorities below 1.
pub fn below_1() -> Vec<u8> {
    vec![2, 3, 4]
}

/// All priorities below 2.
pub fn below_2() -> Vec<u8> {
    vec![3, 4]
}

/// All priorities below 3.
pub fn below_3() -> Vec<u8> {
    vec![4]
}

/// The rule with its matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct PreemptivePriority {
    /// For each priority, the set of those it may bump: bit k for priority k.
    may_bump: [u8; 4],
    on_scene: bool,
    when: When,
}

impl PreemptivePriority {
    /// Checks the matrix, given by rows for priorities 1 to 3.
    pub fn build(rows: [&Vec<u8>; 3], on_scene: bool, when: When, problems: &mut Problems) -> PreemptivePriority {
        let mut may_bump = [0; 4];
        for (i, row) in rows.into_iter().enumerate() {
            let own = i as u8 + 1;
            for (k, other) in row.iter().copied().enumerate() {
                if other <= own || other > 4 {
                    let below = if own == 3 { "priority 4".to_owned() } else { format!("lower priorities, {} to 4", own + 1) };
                    let message = format!("priority {own} can only call crews away from {below}, not from {other}");
                    problems.add(format!("dispatch.preemption.priority_{own}.{k}"), message);
                } else {
                    may_bump[i] |= 1 << other;
                }
            }
        }
        if rows.iter().all(|row| row.is_empty()) {
            problems.add("dispatch.preemption", "PreemptivePriority calls nobody away when every list is empty: write NonPreemptive");
        }
        PreemptivePriority { may_bump, on_scene, when }
    }

    pub(super) fn concerns(&self, priority: u8, free_at_hand: bool) -> bool {
        self.may_bump[usize::from(priority) - 1] != 0 && (!free_at_hand || self.when == When::Closer)
    }

    /// The crew to call away: none that is as far as the nearest free one, in seconds of way.
    pub fn choose(&self, situation: &Situation, priority: u8, serving: impl Iterator<Item = Serving>, nearest_free: f64) -> Option<CrewId> {
        let may_bump = self.may_bump[usize::from(priority) - 1];
        let mut best: Option<(u8, f64, CrewId)> = None;
        for one in serving {
            let allowed = may_bump >> one.priority & 1 == 1 && (self.on_scene || !one.on_scene);
            if !allowed || situation.exclusion(one.crew).is_some() {
                continue;
            }
            let travel = situation.travel(one.crew);
            let better = best.is_none_or(|(class, least, crew)| {
                one.priority > class || one.priority == class && (travel < least || travel == least && one.crew < crew)
            });
            if travel < nearest_free && better {
                best = Some((one.priority, travel, one.crew));
            }
        }
        best.map(|(_, _, crew)| crew)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Availability;
    use crate::policy::situation::hand_made::{crews, job};

    /// The way of the nearest free crew where there is none.
    const NOBODY: f64 = f64::INFINITY;

    fn rule(on_scene: bool, when: When) -> PreemptivePriority {
        PreemptivePriority::build([&vec![3, 4], &vec![4], &vec![]], on_scene, when, &mut Problems::default())
    }

    fn serving(crew: u32, priority: u8, on_scene: bool) -> Serving {
        Serving { crew: CrewId(crew), priority, on_scene }
    }

    #[test]
    fn the_lowest_class_is_bumped_and_the_nearest_within_it() {
        let columns = crews(&[(1.0, 0), (9.0, 0), (5.0, 0), (-5.0, 0)]);
        let job = Situation { at_most: Availability::Busy, ..job(&columns) };
        let all = || [serving(0, 3, false), serving(1, 4, false), serving(2, 4, true), serving(3, 2, false)].into_iter();
        assert_eq!(rule(false, When::NobodyFree).choose(&job, 1, all(), NOBODY), Some(CrewId(1)));
        assert_eq!(rule(true, When::NobodyFree).choose(&job, 1, all(), NOBODY), Some(CrewId(2)), "work may be broken off");
        let only = |one: Serving| std::iter::once(one);
        assert_eq!(rule(true, When::NobodyFree).choose(&job, 2, only(serving(0, 3, false)), NOBODY), None, "the matrix forbids it");
        assert_eq!(rule(true, When::NobodyFree).choose(&job, 1, only(serving(3, 2, false)), NOBODY), None);
        let excluded = Situation { excluded: &[CrewId(1)], ..job };
        assert_eq!(rule(false, When::NobodyFree).choose(&excluded, 1, all(), NOBODY), Some(CrewId(0)));
    }

    #[test]
    fn a_free_crew_goes_unless_a_bumped_one_is_nearer() {
        let columns = crews(&[(4.0, 0), (3.0, 0), (-5.0, 0)]);
        let free = 400.0;
        let job = Situation { at_most: Availability::Busy, ..job(&columns) };
        let both = || [serving(1, 4, false), serving(2, 4, false)].into_iter();
        let closer = rule(false, When::Closer);
        assert_eq!(closer.choose(&job, 1, both(), free), Some(CrewId(1)));
        assert_eq!(closer.choose(&job, 1, both().skip(1), free), None);
        assert!(closer.concerns(1, true) && !closer.concerns(3, false));
        assert!(!rule(false, When::NobodyFree).concerns(1, true));
    }

    #[test]
    fn nobody_bumps_an_equal_or_higher_class() {
        let mut problems = Problems::default();
        PreemptivePriority::build([&vec![1, 5], &vec![1, 3], &vec![]], false, When::Closer, &mut problems);
        PreemptivePriority::build([&vec![], &vec![], &vec![3]], false, When::Closer, &mut problems);
        let last = problems.iter().last().expect("it is refused");
        assert_eq!(last.message, "priority 3 can only call crews away from priority 4, not from 3");
        let paths: Vec<&str> = problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "dispatch.preemption.priority_1.0",
                "dispatch.preemption.priority_1.1",
                "dispatch.preemption.priority_2.0",
                "dispatch.preemption.priority_3.0"
            ]
        );
    }
}
