//! Replicating until enough is known: looks after n₀, 2n₀, 4n₀, … replications, and a record of why it ended.
//!
//! Looking often and stopping at a lucky moment would promise more than it keeps, so there are few looks, their number
//! is fixed beforehand, and whoever decides at one of them does so at an error shared among all (see
//! [`Plan::level`]).

use super::Arm;
use crate::stats::{COCHRAN, joint_level, looks};
use crate::time::Instant;
use serde::Serialize;
use std::ops::Range;

/// The fewest replications before the first look.
pub const FIRST_LOOK: u32 = 10;

/// How often a surge at random should be expected to have struck in all replications that a conclusion is drawn from: the
/// skewness of a Poisson number is one over the root of its mean.
pub const STRIKES: f64 = COCHRAN;
/// More replications than these are not asked for its sake.
const MOST_LEAST: f64 = 500.0;

/// The fewest replications of these arms that should be looked at: so many that each surge at random is expected to have struck
/// [`STRIKES`] times and reached the measured days. Of few it may be that none was struck, and then all are alike that differ
/// by nothing else.
pub fn least_replications<'a>(arms: impl IntoIterator<Item = &'a Arm>) -> u32 {
    let expected = |arm: &'a Arm| {
        let model = &arm.loaded.model;
        model.demand.surges.iter().filter_map(|surge| surge.expected(Instant::midnight(model.warmup_days.into())))
    };
    let needed = |strikes: f64| (STRIKES / strikes).ceil().min(MOST_LEAST) as u32;
    arms.into_iter().flat_map(expected).filter(|strikes| *strikes > 0.0).map(needed).max().unwrap_or(0)
}

/// When to look, and when to give up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// Replications at the first look.
    pub first: u32,
    /// Replications at the last.
    pub most: u32,
    /// So many were asked for: nothing is decided by when to end.
    #[serde(skip)]
    pub given: bool,
}

impl Plan {
    /// Exactly `replications`, one look.
    pub fn fixed(replications: u32) -> Plan {
        Plan { first: replications, most: replications, given: true }
    }

    /// Looks at 10, 20, 40, … up to a budget of `most` replications.
    pub fn up_to(most: u32) -> Plan {
        Plan { first: FIRST_LOOK.min(most), most, given: false }
    }

    /// The same with no look before `least` replications, or the last.
    pub fn no_sooner(self, least: u32) -> Plan {
        Plan { first: self.first.max(least).min(self.most), ..self }
    }

    /// The replications after which to look.
    pub fn looks(self) -> Vec<u32> {
        looks(u64::from(self.first), u64::from(self.most)).map(|n| n as u32).collect()
    }

    /// The confidence level of an interval at one look, so that those at all looks hold together at `level`.
    pub fn level(self, level: f64) -> f64 {
        joint_level(level, self.looks().len())
    }
}

/// Why it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The number of replications was given.
    Fixed,
    /// Everything in question was decided.
    Decided,
    /// The wanted half-width was reached.
    Precise,
    /// The budget was spent.
    Budget,
    /// The user interrupted it.
    Interrupted,
}

/// What was seen at a look.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Look {
    /// Replications so far.
    pub replications: u32,
    /// Questions still undecided.
    pub undecided: u32,
    /// The widest half-width of the intervals in question; `null` where there is none.
    pub half_width: Option<f64>,
    /// Whether this is enough, and why.
    #[serde(skip)]
    pub enough: Option<Reason>,
}

/// How it went: part of the result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stopping {
    /// Why it ended.
    pub reason: Reason,
    /// Replications done.
    pub replications: u32,
    /// What was planned.
    pub plan: Plan,
    /// What was seen.
    pub looks: Vec<Look>,
}

/// Replicates as planned. `grow` runs a range of replications and gives the number done in all, fewer than asked for
/// where it was interrupted; `look` judges them.
///
/// # Errors
/// Those of `grow`.
pub fn replicate_until<E>(
    plan: Plan,
    mut grow: impl FnMut(Range<u32>) -> Result<u32, E>,
    mut look: impl FnMut(u32) -> Look,
) -> Result<Stopping, E> {
    let mut seen = Vec::new();
    let mut done = 0;
    for next in plan.looks() {
        let reached = grow(done..next)?;
        let interrupted = reached < next;
        done = reached;
        if done > 0 {
            seen.push(look(done));
        }
        let enough = seen.last().and_then(|look| look.enough);
        let reason = match (interrupted, enough) {
            (true, _) => Some(Reason::Interrupted),
            (false, _) if plan.given => Some(Reason::Fixed),
            (false, Some(reason)) => Some(reason),
            (false, None) => (next == plan.most).then_some(Reason::Budget),
        };
        if let Some(reason) = reason {
            return Ok(Stopping { reason, replications: done, plan, looks: seen });
        }
    }
    Ok(Stopping { reason: Reason::Budget, replications: done, plan, looks: seen })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    fn look(replications: u32, enough: bool) -> Look {
        Look { replications, undecided: u32::from(!enough), half_width: None, enough: enough.then_some(Reason::Decided) }
    }

    fn run(plan: Plan, enough_at: u32, stopped_at: u32) -> (Stopping, Vec<Range<u32>>) {
        let mut ranges = Vec::new();
        let grow = |range: Range<u32>| {
            ranges.push(range.clone());
            Ok::<u32, String>(range.end.min(stopped_at))
        };
        let stopping = replicate_until(plan, grow, |n| look(n, n >= enough_at)).unwrap();
        (stopping, ranges)
    }

    #[test]
    fn it_stops_at_the_first_look_that_is_enough() {
        let (stopping, ranges) = run(Plan::up_to(100), 35, 1_000);
        assert_eq!((stopping.reason, stopping.replications), (Reason::Decided, 40));
        assert_eq!(ranges, [0..10, 10..20, 20..40]);
        assert_eq!(stopping.looks.iter().map(|look| look.undecided).collect::<Vec<_>>(), [1, 1, 0]);
    }

    #[test]
    fn nobody_looks_before_rare_surges_have_struck_some_runs() {
        let arm = |surges: &str| {
            let text = format!(
                r#"(city: Point(), demand: (volume: "60 /day", surges: {{ {surges} }}, categories: {{ "job": (on_scene: Deterministic("5 min")) }}),
                workforce: (crews: {{ "server": (officers: 2, crew_size: 1, working_days: 7, based: Centre) }}),
                run: (start: "2022-03-01", days: 10))"#
            );
            Arm::of(load_text("rare.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))), String::new(), Vec::new())
        };
        let least = |surges: &str| least_replications([&arm(surges)]);
        // 4.5 a year in the ten days and the one before, from which they last into the run: 25 of them in 184.3 runs.
        assert_eq!(least(r#""a": (when: Random(per_year: 4.5, months: "01..12"), lasts: "24 h", volume: 2)"#), 185);
        // Eight of ten days warm up: two days, and a strike on the day before lasts into them.
        let warm = arm(r#""a": (when: Random(per_year: 36.5, months: "01..12"), lasts: "24 h", volume: 2)"#)
            .with(&["run.warmup_days=8".to_owned()]);
        assert_eq!(least_replications([&warm.unwrap()]), 84);
        // One a day, as all 31 a year lie in March.
        assert_eq!(least(r#""a": (when: Random(per_year: 31, months: "03..03"), lasts: "24 h", volume: 2)"#), 3);
        assert_eq!(least(r#""a": (when: Random(per_year: 0.01, months: "01..12"), lasts: "24 h", volume: 2)"#), 500);
        assert_eq!(least(r#""a": (when: Random(per_year: 3, months: "07..09"), lasts: "24 h", volume: 2)"#), 0);
        assert_eq!(least(r#""a": (when: At(["2022-03-02 10:00"]), lasts: "24 h", volume: 2)"#), 0);
        assert_eq!(Plan::up_to(200).no_sooner(44).looks(), [44, 88, 176, 200]);
        assert_eq!((Plan::up_to(20).no_sooner(44).looks(), Plan::fixed(3).no_sooner(44)), (vec![20], Plan::fixed(3)));
    }

    #[test]
    fn a_spent_budget_a_given_number_and_an_interruption_are_told_apart() {
        assert_eq!(run(Plan::up_to(25), 99, 99).0.reason, Reason::Budget);
        assert_eq!(run(Plan::fixed(25), 1, 99).0.reason, Reason::Fixed);
        // A budget that has room for one look.
        assert_eq!((run(Plan::up_to(10), 99, 99).0.reason, run(Plan::up_to(10), 1, 99).0.reason), (Reason::Budget, Reason::Decided));
        assert_eq!(run(Plan::up_to(30).no_sooner(44), 99, 99).0.reason, Reason::Budget);
        let (stopping, _) = run(Plan::up_to(100), 99, 13);
        assert_eq!((stopping.reason, stopping.replications), (Reason::Interrupted, 13));
        assert_eq!(run(Plan::up_to(5), 1, 99).0.replications, 5);
        let (stopping, _) = run(Plan::up_to(100), 99, 0);
        assert_eq!((stopping.looks.len(), stopping.replications), (0, 0));
    }

    #[test]
    fn the_error_is_shared_among_the_looks() {
        assert!((Plan::up_to(40).level(0.95) - (1.0 - 0.05 / 3.0)).abs() < 1e-15);
        assert_eq!(Plan::fixed(40).level(0.95), 0.95);
    }
}
