//! `Score`: the user's own rule, a weighted sum of features; the least goes. Looks at crews nearby. Where the
//! way has no weight, at those of the own unit, and where they do not suffice at all, O(crews), at what they have worked
//! first; at everything of all where `travel` or `time_to_free` has a negative weight.
//!
//! | Feature | Unit | Meaning |
//! |---|---|---|
//! | `travel` | minutes | way of the crew, at the usual speed |
//! | `time_to_free` | minutes | until it is expected to be free; 0 for a free crew. With another weight than 0 crews that serve are asked too when an incident asks for a crew – for one that waits in the queue, free crews only –, and the incident is committed to the one chosen |
//! | `workload` | 0 to 1 | share of its time on duty that the crew has served so far |
//! | `coverage_lost` | 0 to 1 | share of demand that is no more covered without it, see `coverage` |
//! | `outside` | 0 or 1 | 1 for a crew that is not of the incident's governance unit: of another, or of the whole city |
//! | `skill_fit` | 0 to 1 | share of the departments in which it is competent beyond the one that is needed |
//! | `priority` | 1 to 4 | of the incident |
//! | `wait` | minutes | that the incident has waited |
//!
//! The last two are the same for all crews: with another weight than 0 they decide which waiting incident a crew that
//! becomes free gets, in the place of a queue discipline: the one with the least score for that crew. A negative
//! weight of `wait` lets long waits go first. Ties go to the lowest id.

use crate::ids::CrewId;
use crate::policy::{Parameter, RuleInfo, RuleKind, Situation, Words};
use crate::quantity::Number;

const fn parameter(name: &'static str, default: &'static str, meaning: &'static str, zh: &'static str) -> Parameter {
    Parameter { name, default: Words::alike(default), bounds: Words::of("-1000000 to 1000000", "-1000000 至 1000000"), meaning, zh }
}

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "Score",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "sends the crew with the least weighted sum of the features named: a rule of your own",
    zh: "按自定权重计算各项指标之和，派遣得分最低的班组",
    parameters: &[
        parameter("travel", "1", "per minute of travel", "每分钟行程"),
        parameter(
            "time_to_free",
            "0",
            "per minute until the crew is expected to be free; with it, an incident asks crews that still serve too; one that waits in the queue gets a crew that is free",
            "每分钟待空出时间；非零时，事件请求班组时也考虑未空出的班组；排队等候的事件只派空闲班组",
        ),
        parameter("workload", "0", "for the share of its time on duty that the crew has served", "班组累计负荷率"),
        parameter(
            "coverage_lost",
            "0",
            "for the share of demand that is no more covered without the crew, as dispatch: (coverage: …) judges it",
            "派出后失去的需求覆盖比例",
        ),
        parameter(
            "outside",
            "0",
            "for a crew that is not of the incident's governance unit (or area of `units`): of another, or of the whole city",
            "不属于事件所在治理单元的班组（含全市班组）",
        ),
        parameter(
            "skill_fit",
            "0",
            "for the share of departments in which the crew is competent beyond the one needed",
            "超出所需的技能比例",
        ),
        parameter(
            "priority",
            "0",
            "per step of the incident's priority: decides which waiting incident a freed crew gets",
            "事件优先级数值：决定空出班组先去何处",
        ),
        parameter(
            "wait",
            "0",
            "per minute that the incident has waited: decides which waiting incident a freed crew gets; negative for the longest first",
            "事件每分钟等待：决定空出班组先去何处；负值表示久等者优先",
        ),
        Parameter {
            name: "units",
            default: Words::of(
                "where `structure.boundaries` keeps crews; else \"governance_unit\"; else the coarsest level",
                "structure.boundaries 所用的划分；否则 \"governance_unit\"；否则最高一级",
            ),
            bounds: Words::of("a level or partition of the city", "城市的一个层级或划分"),
            meaning: "what `outside` is outside of",
            zh: "outside 所指的辖区级别",
        },
    ],
    source: "the user's own; weighted features as in Carter, Chaiken & Ignall, Operations Research 20 (1972)",
};

/// The weight of travel where none is given.
pub fn one() -> Number {
    Number::new(1.0).expect("within bounds")
}

/// The weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Per minute of travel.
    pub travel: f64,
    /// Per minute until free.
    pub time_to_free: f64,
    /// Of the share of time on duty spent serving.
    pub workload: f64,
    /// Of the share of demand no longer covered.
    pub coverage_lost: f64,
    /// Of a crew that is not of the incident's governance unit.
    pub outside: f64,
    /// Of the share of departments beyond the one needed.
    pub skill_fit: f64,
    /// Per step of priority.
    pub priority: f64,
    /// Per minute of waiting.
    pub wait: f64,
    /// How many departments there are.
    pub departments: u32,
}

impl Score {
    /// Whether nothing tells crews apart: priority and wait are those of the incident.
    pub fn weighs_no_crew(&self) -> bool {
        let Score { travel, time_to_free, workload, coverage_lost, outside, skill_fit, priority: _, wait: _, departments: _ } = *self;
        [travel, time_to_free, workload, coverage_lost, outside, skill_fit].iter().all(|weight| *weight == 0.0)
    }

    /// The weighted sum; features without weight are not looked at.
    #[inline]
    pub fn score(&self, situation: &Situation, crew: CrewId) -> f64 {
        let seconds = || if self.time_to_free != 0.0 { situation.travel_when_free(crew) } else { situation.travel(crew) };
        self.of(situation, crew, if self.travel == 0.0 { 0.0 } else { seconds() })
    }

    /// The same for a crew that will travel so many seconds.
    #[inline]
    pub fn of(&self, situation: &Situation, crew: CrewId, seconds: f64) -> f64 {
        term(self.travel, || seconds / 60.0)
            + term(self.time_to_free, || situation.time_to_free(crew) / 60.0)
            + term(self.workload, || situation.workload(crew))
            + term(self.coverage_lost, || situation.coverage_lost(crew))
            + term(self.outside, || f64::from(u8::from(situation.crews.cell(crew) != situation.cell)))
            + term(self.skill_fit, || self.beyond(situation, crew))
            + term(self.priority, || f64::from(situation.priority))
            + term(self.wait, || situation.waited.minutes())
    }

    /// The share of departments in which a crew is competent beyond the one needed.
    fn beyond(&self, situation: &Situation, crew: CrewId) -> f64 {
        let all = if self.departments >= 64 { u64::MAX } else { (1 << self.departments) - 1 };
        let beyond = (situation.crews.skills(crew) & all & !situation.skills).count_ones();
        f64::from(beyond) / f64::from(self.departments.max(1))
    }

    /// Whether no crew scores less than its way and what any crew scores make up.
    fn is_bounded(&self) -> bool {
        self.travel > 0.0 && self.time_to_free >= 0.0
    }

    /// What any crew scores at least, its way and the time until it is free apart: the other features are between 0 and 1.
    fn least(&self, situation: &Situation) -> f64 {
        let shares = [self.workload, self.coverage_lost, self.outside, self.skill_fit];
        self.same(situation) + shares.iter().map(|weight| weight.min(0.0)).sum::<f64>()
    }

    /// What is the same for all crews.
    fn same(&self, situation: &Situation) -> f64 {
        term(self.priority, || f64::from(situation.priority)) + term(self.wait, || situation.waited.minutes())
    }

    /// Seconds of travel beyond which no crew scores so little, or less.
    #[inline]
    pub fn reach(&self, situation: &Situation, score: f64) -> f64 {
        if !self.is_bounded() {
            return f64::INFINITY;
        }
        (room(score, self.least(situation)) / self.travel * (60.0 * (1.0 + 1e-12))).max(0.0)
    }

    /// How many seconds of travel one until a crew is free counts as, at least.
    pub fn second_of_waiting(&self) -> f64 {
        // Where the way hardly counts, everybody is within reach of it.
        let seconds = self.time_to_free / self.travel;
        if self.is_bounded() && seconds < 1e9 { seconds } else { 0.0 }
    }

    /// The crew to send.
    #[inline]
    pub fn choose(&self, situation: &Situation) -> Option<CrewId> {
        if self.is_bounded() {
            situation.least_within(|score| self.reach(situation, score), |crew, seconds| self.of(situation, crew, seconds))
        } else if self.travel == 0.0 && self.time_to_free >= 0.0 {
            self.least_anywhere(situation)
        } else {
            situation.least(|crew| self.score(situation, crew))
        }
    }

    /// The same where no way counts; where somebody of this unit scores less than being outside does, without a look at others.
    fn least_anywhere(&self, situation: &Situation) -> Option<CrewId> {
        let (crews, least) = (situation.crews, self.least(situation));
        let mut found = Least { best: f64::INFINITY, crew: CrewId(u32::MAX), most_work: f64::INFINITY };
        if self.outside > 0.0 {
            crews.of_cell(situation.cell).for_each(|crew| found.consider(self, situation, least, crew));
        }
        if room(found.best, least) >= self.outside {
            crews.pools().visit_available(situation.skills, situation.at_most, |crew| found.consider(self, situation, least, crew));
        }
        (found.crew != CrewId(u32::MAX)).then_some(found.crew)
    }

    /// The share of work from which on a crew scores more than the best, the rest being at least `rest`.
    #[inline]
    fn most_work(&self, best: f64, rest: f64) -> f64 {
        if self.workload > 0.0 { room(best, rest) / self.workload } else { f64::INFINITY }
    }

    /// Whether it orders waiting incidents.
    pub fn ranks_incidents(&self) -> bool {
        self.priority != 0.0 || self.wait != 0.0
    }
}

/// The least score so far where no way counts.
struct Least {
    best: f64,
    crew: CrewId,
    /// The share of work from which on a crew scores more.
    most_work: f64,
}

impl Least {
    /// Passes over a crew of which its work alone says too much, then over one of which the rest does.
    #[inline(always)]
    fn consider(&mut self, rule: &Score, situation: &Situation, least: f64, crew: CrewId) {
        let too_much = |share: f64| situation.crews.works_more(crew, situation.now, share);
        if too_much(self.most_work) {
            return;
        }
        let rest = Score { workload: 0.0, ..*rule }.of(situation, crew, 0.0) + rule.workload.min(0.0);
        if room(self.best, rest) < 0.0 || too_much(rule.most_work(self.best, rest)) || !situation.may_go(crew) {
            return;
        }
        let of = rule.of(situation, crew, 0.0);
        if of < self.best || of == self.best && crew < self.crew {
            *self = Least { best: of, crew, most_work: rule.most_work(of, least) };
        }
    }
}

/// How much a part of the sum may be until the whole is more than `best`, the rest being at least `rest`. The sums are rounded.
#[inline]
fn room(best: f64, rest: f64) -> f64 {
    best - rest + 1e-9 * (1.0 + best.abs() + rest.abs())
}

/// A weighted feature; without weight it is not looked at.
#[inline]
fn term(weight: f64, feature: impl FnOnce() -> f64) -> f64 {
    if weight == 0.0 { 0.0 } else { weight * feature() }
}

/// All weights 0: nothing counts.
#[cfg(test)]
pub const NOTHING: Score = Score {
    travel: 0.0,
    time_to_free: 0.0,
    workload: 0.0,
    coverage_lost: 0.0,
    outside: 0.0,
    skill_fit: 0.0,
    priority: 0.0,
    wait: 0.0,
    departments: 2,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::dispatch::{closest_idle, coverage_preserving, district_first};
    use crate::policy::situation::hand_made::{covered, crews, job};
    use proptest::prelude::*;

    proptest! {
        /// With one weight, or two, it is the rule that it imitates.
        #[test]
        fn one_weight_makes_a_named_rule(places in prop::collection::vec((-9.0..9.0f64, 0..3u32), 1..30)) {
            let mut columns = crews(&places);
            covered(&mut columns, &[3.0, 2.0, 1.0], 1e9);
            let job = job(&columns);
            prop_assert_eq!(Score { travel: 1.0, ..NOTHING }.choose(&job), closest_idle::choose(&job));
            prop_assert_eq!(Score { travel: 1.0, outside: 1e6, ..NOTHING }.choose(&job), district_first::choose(&job));
            let kept = |crew: CrewId| job.coverage_lost(crew);
            let by_score = Score { coverage_lost: 1.0, ..NOTHING }.choose(&job).map(kept);
            prop_assert_eq!(by_score, coverage_preserving::choose(&job).map(kept));
        }
    }

    #[test]
    fn without_ways_another_unit_is_asked_where_the_own_has_worked_too_much() {
        use crate::time::{Duration, Instant};
        // The first is of another unit and has done nothing; of the own unit one has served half of its time, one three quarters.
        let mut columns = crews(&[(1.0, 1), (2.0, 0), (3.0, 0)]);
        let at = |minutes: u64| Instant(minutes * Duration::MINUTE.0);
        for (crew, minutes) in [(0, 0), (1, 30), (2, 45)] {
            columns.works(CrewId(crew), at(0), true, true);
            columns.works(CrewId(crew), at(minutes), true, false);
        }
        let job = Situation { now: at(60), ..job(&columns) };
        let sent = |outside: f64| Score { workload: 1.0, outside, ..NOTHING }.choose(&job);
        assert_eq!([0.0, 0.45, 0.5, 0.55].map(sent), [0, 0, 0, 1].map(|crew| Some(CrewId(crew))));
        assert_eq!(Score { workload: -1.0, outside: 0.2, ..NOTHING }.choose(&job), Some(CrewId(2)));
    }

    #[test]
    fn every_feature_counts_as_documented() {
        let mut columns = crews(&[(6.0, 1)]);
        covered(&mut columns, &[1.0, 1.0], 1e9);
        let job = Situation { priority: 3, waited: crate::time::Duration(120 * crate::time::Duration::SECOND.0), ..job(&columns) };
        let of = |score: Score| score.score(&job, CrewId(0));
        assert_eq!(of(Score { travel: 1.0, ..NOTHING }), 10.0);
        assert_eq!(of(Score { outside: 7.0, ..NOTHING }), 7.0);
        assert_eq!(of(Score { priority: 2.0, wait: -0.5, ..NOTHING }), 5.0);
        assert_eq!(of(Score { workload: 1.0, time_to_free: 1.0, skill_fit: 1.0, ..NOTHING }), 0.0);
        assert!((of(Score { coverage_lost: 1.0, ..NOTHING }) - 0.7).abs() < 1e-9);
        assert!(!NOTHING.ranks_incidents() && Score { wait: -1.0, ..NOTHING }.ranks_incidents());
    }
}
