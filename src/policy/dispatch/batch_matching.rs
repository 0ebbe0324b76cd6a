//! `BatchMatching`: nobody is sent at once; every `every` all who wait are matched with all who can be sent, at the least
//! total of response times. O(waiting × crews) to look, O(n² · m) to match n ≤ 64 crews wanted with m ≤ n² crews.
//!
//! With `soon_free` crews that still serve take part as well, with the time until they are expected to be free. A match
//! with one of them binds nobody: the incident goes on waiting, is kept from worse, and all is decided anew at
//! the next epoch. Who is served before whom is the queue discipline's business: under `PriorityFifo` each priority is
//! matched by itself, the most urgent first, with what those before have left; under `Fifo` and `WeightedWait`
//! all are matched together, and where there are more of them than crews the first in the queue are. A job of several
//! crews takes part with all of them or none, and only with crews that can be sent now. With `radius` a crew is matched
//! with an incident only if it is there within that time and the time that the incident has waited already: so whoever
//! waits longer is sought from farther away, and nobody is left for good.

use super::closest_soon_free::score;
use crate::ids::CrewId;
use crate::policy::matching::{DEAREST, Row};
use crate::policy::{Budget, Parameter, RuleInfo, RuleKind, Situation, Words};
use crate::problems::Problems;
use crate::time::Duration;
use std::ops::RangeInclusive;

/// The time that may lie between two matchings.
pub const EVERY: RangeInclusive<Duration> = Duration::SECOND..=Duration::HOUR;
/// How soon a crew may have to be there, where that is said.
pub const RADIUS: RangeInclusive<Duration> = Duration::SECOND..=Duration::MAX;

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "BatchMatching",
    kind: RuleKind::Dispatch,
    budget: Some(Budget {
        expensive: false,
        said: "at most 64 crews wanted at once, each with its 64 best: below 10 ms; more are matched one lot after the other",
        zh: "一次至多匹配 64 个需求，各取最优 64 个班组：10 毫秒以内；超出者分批依次匹配",
    }),
    summary: "collects incidents and, every so often, matches all who wait with all who can be sent or soon will, at the least total of response times",
    zh: "每隔固定时间，将等待事件与空闲（及即将空闲）班组统一匹配，使总响应时间最小",
    parameters: &[
        Parameter {
            name: "every",
            default: Words::alike("\"30 s\""),
            bounds: Words::of("1 s to 1 h", "1 秒至 1 小时"),
            meaning: "the time between two matchings, counted from the run's first midnight",
            zh: "两次匹配的间隔，自运行首日零点起算",
        },
        Parameter {
            name: "radius",
            default: Words::of("none: any distance", "无：不限距离"),
            bounds: Words::of("1 s or more", "1 秒及以上"),
            meaning: "how soon a crew must be there to be matched; grows with the time that the incident has waited",
            zh: "班组须在此时间内到达才参与匹配；随事件等待时间放宽",
        },
        Parameter {
            name: "soon_free",
            default: Words::alike("true"),
            bounds: Words::alike("true, false"),
            meaning: "whether crews that still serve take part, with the time until they are free",
            zh: "即将空闲的班组是否参与匹配",
        },
    ],
    source: "Yan, Zhu, Korolko & Woodard, Naval Research Logistics 67 (2020), matching in batches; Kuhn, Naval Research Logistics Quarterly 2 (1955), the assignment",
};

/// The rule with its parameters checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchMatching {
    /// The time between two epochs.
    pub every: Duration,
    /// How soon a crew must be there.
    pub radius: Option<Duration>,
    /// Whether crews that serve take part.
    pub soon_free: bool,
}

/// The time between two matchings where none is given.
pub fn half_a_minute() -> Duration {
    Duration(30 * Duration::SECOND.0)
}

/// With crews that are soon free, unless said otherwise.
pub fn yes() -> bool {
    true
}

impl BatchMatching {
    /// Checks the parameters. Problems stand below `path`.
    pub fn build(path: &str, every: Duration, radius: Option<Duration>, soon_free: bool, problems: &mut Problems) -> BatchMatching {
        if !EVERY.contains(&every) {
            let message = format!("{every} is no time between two matchings: give {} to {}", EVERY.start(), EVERY.end());
            problems.add(format!("{path}.every"), message);
        }
        if let Some(radius) = radius.filter(|radius| !RADIUS.contains(radius)) {
            let message =
                format!("within a radius of {radius} hardly anybody is ever matched: leave it out, or give {} or more", RADIUS.start());
            problems.add(format!("{path}.radius"), message);
        }
        BatchMatching { every, radius, soon_free }
    }

    /// The crews that a job may be matched with, `taken` aside, and at what cost; those that serve too where it `may_wait`
    /// for them. O(crews).
    pub fn candidates(&self, situation: &Situation, may_wait: bool, taken: impl Fn(CrewId) -> bool) -> Row {
        let limit = self.radius.map_or(f64::INFINITY, |radius| (radius + situation.waited).seconds());
        let mut row = Row::new();
        let mut add = |crew: CrewId, seconds: f64| {
            if seconds <= limit && !taken(crew) {
                row.push((((seconds * 1_000.0) as u64).min(DEAREST), crew.0));
            }
        };
        situation.visit_eligible(|crew| add(crew, situation.travel(crew)));
        if self.soon_free && may_wait {
            let anyone = situation.whenever();
            for crew in situation.crews.ids().filter(|crew| situation.crews.clear_at(*crew).happens()) {
                if anyone.exclusion(crew).is_none() && situation.crews.availability(crew) > situation.at_most {
                    add(crew, score(situation, crew));
                }
            }
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Availability;
    use crate::policy::matching::assign;
    use crate::policy::situation::hand_made::{crews, job, spot};
    use crate::time::Instant;

    const RULE: BatchMatching = BatchMatching { every: Duration(30 * Duration::SECOND.0), radius: None, soon_free: true };

    fn minutes(minutes: u64) -> Duration {
        Duration(minutes * Duration::MINUTE.0)
    }

    /// Crews at 4 and 10 km of a line at 100 s/km, incidents at 6 km and then at 1 km: whoever is served one by one takes
    /// the crew at 4 km for the first, and the second waits for 900 s; together they take 400 + 300 s.
    #[test]
    fn greedy_is_wrong_and_matching_is_right() {
        let columns = crews(&[(4.0, 0), (10.0, 0)]);
        let jobs = [6.0, 1.0].map(|x| Situation { spot: spot(x, 0.0, 100.0), ..job(&columns) });
        let rows: Vec<Row> = jobs.iter().map(|job| RULE.candidates(job, true, |_| false)).collect();
        assert_eq!(rows[0], [(200_000, 0), (400_000, 1)]);
        assert_eq!(jobs[0].closest(), Some(CrewId(0)), "greedy");
        assert_eq!(assign(rows, &[1, 1]), [Some(1), Some(0)]);
    }

    /// A crew at 9 km is free, one that serves at 1 km will be in two minutes.
    #[test]
    fn a_crew_that_is_soon_free_keeps_a_far_one_from_going() {
        let mut columns = crews(&[(9.0, 0), (1.0, 0)]);
        columns.set_availability(CrewId(1), Availability::Busy);
        columns.set_clear(CrewId(1), Instant(minutes(2).0), spot(1.0, 0.0, 100.0));
        let job = job(&columns);
        let matched = |rule: &BatchMatching, may_wait| assign(vec![rule.candidates(&job, may_wait, |_| false)], &[1]);
        assert_eq!(matched(&RULE, true), [Some(1)], "120 + 100 s against 900 s");
        assert_eq!(matched(&RULE, false), [Some(0)], "a job of several crews is not kept waiting for one");
        assert_eq!(matched(&BatchMatching { soon_free: false, ..RULE }, true), [Some(0)]);
        assert_eq!(assign(vec![RULE.candidates(&job, true, |crew| crew == CrewId(1))], &[1]), [Some(0)]);
    }

    #[test]
    fn the_radius_grows_with_the_wait() {
        let columns = crews(&[(9.0, 0)]);
        let rule = BatchMatching { radius: Some(minutes(10)), ..RULE };
        assert!(rule.candidates(&job(&columns), false, |_| false).is_empty(), "900 s are more than 600");
        assert_eq!(rule.candidates(&Situation { waited: minutes(5), ..job(&columns) }, false, |_| false), [(900_000, 0)]);
    }

    #[test]
    fn times_that_make_no_sense_are_refused() {
        let mut problems = Problems::default();
        BatchMatching::build("dispatch.rule", Duration::ZERO, Some(Duration::ZERO), true, &mut problems);
        BatchMatching::build("dispatch.rule.base", minutes(61), Some(Duration(1)), true, &mut problems);
        let paths: Vec<&str> = problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(paths, ["dispatch.rule.every", "dispatch.rule.radius", "dispatch.rule.base.every", "dispatch.rule.base.radius"]);
        let said: Vec<&str> = problems.iter().map(|p| p.message.rsplit("give ").next().unwrap()).collect();
        assert_eq!(said, ["1 s to 1 h", "1 s or more", "1 s to 1 h", "1 s or more"]);
        let mut none = Problems::default();
        BatchMatching::build("dispatch.rule", Duration::SECOND, Some(Duration::SECOND), true, &mut none);
        assert!(none.is_empty(), "what is told to be right is right");
    }
}
