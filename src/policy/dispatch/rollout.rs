//! `Rollout`: for each of the first candidates of a base rule, what would follow if it went and all later decisions were
//! the base rule's, over some minutes of some drawn futures; the one with the least total response time goes.
//! O(candidates × futures × events within the horizon) a decision: an expensive reference that shows how much room there is
//! above the rules that look at the moment only.
//!
//! The futures are drawn from the demand model on streams of their own, the same for all candidates. They know
//! what a dispatcher may know – who is where, who waits, what is under way, planned work, shifts, the weather – and not what
//! the trace holds: neither the incidents to come nor how long work in hand or any later step will take.
//!
//! It decides where an incident asks for one crew and at least two could go. Jobs of several crews, crews that
//! become free while others wait, waits for the own district that run out (`outside: After(…)`), and preemption are left to
//! the base rule and the queue discipline.

use crate::ids::CrewId;
use crate::policy::{Budget, Parameter, RuleInfo, RuleKind, Words};
use crate::problems::Problems;
use crate::quantity::Count;
use crate::time::Duration;
use std::ops::RangeInclusive;

/// How far the futures may go.
pub const HORIZON: RangeInclusive<Duration> = Duration::MINUTE..=Duration(4 * Duration::HOUR.0);
/// How many there may be.
pub const FUTURES: RangeInclusive<u32> = 1..=64;
/// How many crews may be tried.
pub const CANDIDATES: RangeInclusive<u32> = 2..=16;

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "Rollout",
    kind: RuleKind::Dispatch,
    budget: Some(Budget {
        expensive: true,
        said: "candidates × futures × horizon of simulated city for each decision: by default 32 hours, some milliseconds; at most 16 × 64 × 4 h",
        zh: "每次决策模拟 候选数 × 未来数 × 时长：默认 32 小时，约数毫秒；至多 16 × 64 × 4 小时",
    }),
    summary: "tries each of the nearest crews in simulated futures, in which a base rule goes on, and sends the one with the least response times in all",
    zh: "对若干候选班组逐一模拟未来（其后由基准规则决策），派遣总响应时间最短者",
    parameters: &[
        Parameter {
            name: "base",
            default: Words::alike("ClosestIdle"),
            bounds: Words::of("a rule that sends free crews at once", "立即派出空闲班组的规则"),
            meaning: "the rule that ranks the candidates, and that takes all later decisions in the futures",
            zh: "为候选排序并在模拟中决策的基准规则",
        },
        Parameter {
            name: "horizon",
            default: Words::alike("\"1 h\""),
            bounds: Words::of("1 min to 4 h", "1 分钟至 4 小时"),
            meaning: "how far the futures go",
            zh: "模拟的未来时长",
        },
        Parameter {
            name: "futures",
            default: Words::alike("8"),
            bounds: Words::of("1 to 64", "1 至 64"),
            meaning: "how many futures are drawn",
            zh: "模拟的未来数",
        },
        Parameter {
            name: "candidates",
            default: Words::alike("4"),
            bounds: Words::of("2 to 16", "2 至 16"),
            meaning: "how many crews are tried at most",
            zh: "至多比较的候选班组数",
        },
    ],
    source: "Bertsekas & Castañón, Journal of Heuristics 5 (1999); Bertsekas, Tsitsiklis & Wu, Journal of Heuristics 3 (1997)",
};

/// What would follow: asked by rules that look ahead. Whoever implements it simulates, on a copy.
pub trait Lookahead {
    /// What happens in a future if a crew is sent now: the seconds that incidents spend without anybody on scene. The
    /// same future for every crew.
    fn cost(&mut self, crew: CrewId, future: u32) -> f64;
}

/// The rule with its parameters checked; its base rule stands in the place of a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rollout {
    /// How far the futures go.
    pub horizon: Duration,
    /// How many there are.
    pub futures: u32,
    /// How many crews are tried at most.
    pub candidates: u32,
}

/// The horizon where none is given.
pub fn one_hour() -> Duration {
    Duration::HOUR
}

fn count(number: u32) -> Count {
    Count::new(number).expect("within bounds")
}

/// The number of futures where none is given.
pub fn eight() -> Count {
    count(8)
}

/// The number of candidates where none is given.
pub fn four() -> Count {
    count(4)
}

impl Rollout {
    /// Checks the parameters.
    pub fn build(horizon: Duration, futures: Count, candidates: Count, problems: &mut Problems) -> Rollout {
        if !HORIZON.contains(&horizon) {
            let message = format!("{horizon} is no horizon for a rollout: give {} to {}", HORIZON.start(), HORIZON.end());
            problems.add("dispatch.rule.horizon", message);
        }
        for (name, number, allowed) in [("futures", futures.get(), FUTURES), ("candidates", candidates.get(), CANDIDATES)] {
            if !allowed.contains(&number) {
                let message = format!("{number} {name} are too few or too many: give {} to {}", allowed.start(), allowed.end());
                problems.add(format!("dispatch.rule.{name}"), message);
            }
        }
        Rollout { horizon, futures: futures.get(), candidates: candidates.get() }
    }

    /// The candidate with the least mean cost over all futures, and the mean of each; ties to the one that the base rule
    /// prefers.
    pub fn choose(&self, candidates: &[CrewId], ahead: &mut impl Lookahead) -> (CrewId, Vec<f64>) {
        let mut mean = |crew: CrewId| (0..self.futures).map(|future| ahead.cost(crew, future)).sum::<f64>() / f64::from(self.futures);
        let costs: Vec<f64> = candidates.iter().map(|crew| mean(*crew)).collect();
        let least = costs.iter().enumerate().reduce(|best, other| if other.1 < best.1 { other } else { best });
        (candidates[least.map_or(0, |(place, _)| place)], costs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Futures that are written down: a row for each crew.
    struct Told<'a>(&'a [[f64; 2]], Vec<(u32, u32)>);

    impl Lookahead for Told<'_> {
        fn cost(&mut self, crew: CrewId, future: u32) -> f64 {
            self.1.push((crew.0, future));
            self.0[crew.0 as usize][future as usize]
        }
    }

    #[test]
    fn the_least_mean_over_the_same_futures_goes() {
        let rule = Rollout { horizon: Duration::HOUR, futures: 2, candidates: 3 };
        let mut told = Told(&[[10.0, 50.0], [30.0, 20.0], [25.0, 25.0]], Vec::new());
        assert_eq!(rule.choose(&[CrewId(0), CrewId(2), CrewId(1)], &mut told), (CrewId(2), vec![30.0, 25.0, 25.0]));
        assert_eq!(told.1, [(0, 0), (0, 1), (2, 0), (2, 1), (1, 0), (1, 1)], "every future is asked of every candidate");
        assert_eq!(rule.choose(&[CrewId(1), CrewId(2)], &mut told).0, CrewId(1), "ties to whom the base rule prefers");
    }

    #[test]
    fn what_nobody_could_wait_for_is_refused() {
        let mut problems = Problems::default();
        Rollout::build(Duration::ZERO, count(0), count(1), &mut problems);
        Rollout::build(Duration::DAY, count(65), count(17), &mut problems);
        let paths: Vec<&str> = problems.iter().map(|p| p.path.as_str()).collect();
        let each = ["dispatch.rule.horizon", "dispatch.rule.futures", "dispatch.rule.candidates"];
        assert_eq!(paths, [each, each].concat());
    }
}
