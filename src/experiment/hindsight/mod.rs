//! `Hindsight`: what no rule could beat, had it known all incidents beforehand.
//!
//! A lower bound of the share that is late and of the mean response over all rules for who goes, who waits and who is let in,
//! with everything else of the scenario as it is: incidents, desks, people on the spot, rosters, relocation and availability.
//! Where arms differ in relocation it is the least of the bounds of each. It is not attained by any rule in general, so a rule
//! may be nearer to the best than to the bound, and never beyond it.
//!
//! # What does not depend on the rule
//!
//! Desks and people on the spot never wait for a crew: a crew's visits come after them, and further visits do not pass them
//! again. (Somebody on the spot may deal with the first visit and a crew with a further one: such an incident has no call.)
//! So the same incidents come to the crews at the same moments under every rule, and with the same luck: the length
//! of the work of the first visit, of clearing, and how long which offer takes to be accepted or refused.
//! [`Calls`] takes these moments from one run.
//!
//! # Why it is a bound
//!
//! Let j be an incident that called at c_j and needs a crew. Look at the crew that is there first, and at the *predecessor* of
//! j on it: the last incident i whose first visit the crew served before in the same tour of duty, or else the beginning
//! of the tour, at s_k at its station. Then, whatever the rule,
//!
//! 1. *An offer is made no earlier than j calls and no earlier than the predecessor lets the crew go.* So it is on scene no
//!    sooner than max(c_j + near, free) + A_j. A_j is the least time from the first offer to an acceptance: offers are
//!    numbered by incident, so their answers are known. *free* is s_k, or E_i, the earliest that i may be done: its own earliest
//!    arrival, its work, the shortest clearing of a crew.
//! 2. *Nobody drives faster than the fastest ground at the fastest hour.* Times of ways are concave in their length and
//!    not negative at 0, so driving from the scene of i to j, by whatever way round, takes at least the time of the direct
//!    way at that speed, which is added to *free*; a crew stands still while it is offered something. Committed work puts a
//!    crew somewhere else in no time: with it, nothing is added; nor where distances of a table are shorter by a way round.
//! 3. *near* is the shortest way to j from where the crew can be after i. With `Stay` and neither committed work nor further
//!    visits nor facilities that is the scene of i; with `ReturnToStation` it is the straight line from there to some station;
//!    else it may be anywhere, and near is 0.
//! 4. *An incident that needs n crews is the predecessor of at most n others, the beginning of a tour of one*: whoever comes
//!    next on the same crew has another predecessor. And no order is given after the end of a tour, so its beginning is
//!    the predecessor of nobody who calls later than that.
//!
//! A rule therefore implies an assignment of incidents to predecessors that respects 4, and its response times are at least
//! those that 1 to 3 give for that assignment. The least sum over *all* assignments, many of which no schedule
//! corresponds to – they may run in circles, and E_i forgets that i itself may have been delayed – is no more. The
//! same holds for the number that are late. What else takes crews' time – breaks, further visits, other crews of a joint job –
//! is left out, and so are boundaries: that only makes the bound lower.
//!
//! # Windows
//!
//! The window is the run: the assignment is solved for all calls of a replication at once, by the Hungarian method, at most
//! [`MOST_CALLS`] of them. A longer run is not cut: somebody less urgent may wait beyond any cut for a crew, and what
//! comes before whom would be lost. Fewer days and more replications say as much.

mod calls;
mod predecessors;
mod relaxation;

pub use calls::{Calls, Own};
pub use predecessors::{Call, Ground};
pub use relaxation::{Bound, MOST_CALLS, bound};

use super::{Arm, Estimate, Failure, Ratio, Runner};
use crate::metrics::Name;
use crate::policy::preemption::Preemption;
use crate::random::Key;
use crate::scenario::{Clock, Model};
use crate::simulation::{Simulator, Stopped};
use serde::Serialize;

/// Confidence level of each interval.
const LEVEL: f64 = 0.95;

/// Why there is no bound, in both languages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reason {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// Why nothing can be said about a scenario.
///
/// # Errors
/// The reason, in English and Chinese.
pub fn applies(model: &Model) -> Result<(), [&'static str; 2]> {
    if model.preemption != Preemption::NonPreemptive {
        Err([
            "with preemption a crew may leave any incident at any moment, and the bound would be no more than the time before the first call",
            "允许抢占时，班组可随时离开任一事件，下界将只剩首次派单之前的时间",
        ])
    } else if model.demand.patience.is_some() {
        Err([
            "where reporters withdraw, a rule can shorten its mean response by letting them: there is no bound",
            "报告人会撤回时，规则可任其撤回而缩短平均用时，因此没有下界",
        ])
    } else if model.targets.clock == Clock::PerStage {
        Err([
            "the bound is on the time since the report, and targets.clock counts by stage: use Cumulative",
            "下界针对自上报起的用时，而 targets.clock 分段计时：请用 Cumulative",
        ])
    } else {
        Ok(())
    }
}

/// One replication: the bound, and what each rule attained of the same measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The bound.
    pub bound: Bound,
    /// By arm.
    pub rules: Vec<Own>,
}

/// The bound beside what rules attain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hindsight {
    /// Replications.
    pub replications: u32,
    /// Share of measured incidents that are late whatever the rule.
    pub late: Option<Estimate>,
    /// Mean seconds from report to on scene, whatever the rule.
    pub response_s: Option<Estimate>,
    /// By rule.
    pub rules: Vec<Distance>,
}

/// How far a rule is from the bound.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Distance {
    /// The rule.
    pub rule: String,
    /// Its own share of late incidents.
    pub late: Option<Estimate>,
    /// Its own mean response.
    pub response_s: Option<Estimate>,
    /// Its share of late incidents minus the bound.
    pub late_gap: Option<Estimate>,
    /// Its mean response minus the bound, in seconds.
    pub response_gap_s: Option<Estimate>,
}

/// Bounds `replications` of what the arms have in common and measures how far each of them is away. The arms differ in
/// rules only, relocation among them.
///
/// # Errors
/// Why a replication failed, or why there is no bound.
pub fn hindsight(arms: &[Arm], replications: u32, runner: &Runner) -> Result<Hindsight, Reason> {
    for arm in arms {
        let Name { name, zh } = &arm.label;
        applies(&arm.loaded.model).map_err(|[en, says]| Reason { en: format!("{name}: {en}"), zh: format!("{zh}：{says}") })?;
    }
    let job = |_: &mut (), replication: u32| compare(arms, replication);
    let found = runner.each(replications as usize, || (), job).map_err(|failure| {
        let en = failure.to_string();
        match failure {
            Failure::Failed { error: NoBound::TooMany { calls }, .. } => Reason {
                en,
                zh: format!("有 {calls} 件事件需要班组，超过计算下界所限的 {MOST_CALLS} 件：请缩短运行天数（`--set run.days=…`）"),
            },
            _ => Reason { zh: en.clone(), en },
        }
    })?;
    Ok(Hindsight::of(arms, &found.results))
}

/// Why a replication has no bound.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
enum NoBound {
    /// It did not come to its end.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// Too many calls.
    #[error(
        "{calls} incidents ask for crews, more than the {MOST_CALLS} for which the bound is worked out: give the run fewer days (`--set run.days=…`)"
    )]
    TooMany {
        /// How many.
        calls: usize,
    },
}

/// One replication of all arms and their bound.
fn compare(arms: &[Arm], replication: u32) -> Result<Compared, NoBound> {
    let mut rules = Vec::with_capacity(arms.len());
    let mut lowest: Option<Bound> = None;
    let mut homes = Vec::new();
    for arm in arms {
        let model = &arm.loaded.model;
        let mut calls = Calls::of(model);
        Simulator::new(model).watch(replication, &mut calls)?;
        rules.push(calls.own());
        if homes.contains(&&model.home) {
            continue;
        }
        homes.push(&model.home);
        if calls.count() > MOST_CALLS {
            return Err(NoBound::TooMany { calls: calls.count() });
        }
        let bound = bound(model, Key { seed: model.seed, replication }, &calls);
        lowest = Some(lowest.map_or(bound, |lowest| lowest.least(bound)));
    }
    Ok(Compared { bound: lowest.unwrap_or_default(), rules })
}

impl Hindsight {
    fn of(arms: &[Arm], found: &[Compared]) -> Hindsight {
        let pairs = |of: &dyn Fn(&Compared) -> Ratio| found.iter().map(of).map(|r| (r.above, r.below)).collect::<Vec<_>>().into_iter();
        let share = |of: &dyn Fn(&Compared) -> Ratio| Estimate::share(pairs(of), LEVEL);
        let mean = |of: &dyn Fn(&Compared) -> Ratio| Estimate::ratio(pairs(of), LEVEL);
        let rules = arms.iter().enumerate().map(|(at, arm)| Distance {
            rule: arm.label.name.clone(),
            late: share(&|c| c.rules[at].late),
            response_s: mean(&|c| c.rules[at].response_s),
            late_gap: Estimate::share_difference(pairs(&|c| c.rules[at].late.less(c.bound.late)), LEVEL),
            response_gap_s: Estimate::difference(pairs(&|c| c.rules[at].response_s.less(c.bound.response_s)), LEVEL),
        });
        Hindsight {
            replications: found.len() as u32,
            late: share(&|c| c.bound.late),
            response_s: mean(&|c| c.bound.response_s),
            rules: rules.collect(),
        }
    }
}
