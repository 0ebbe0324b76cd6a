//! The league table: how each rule stands by the primary target, and how far from the best of the others.
//!
//! Two kinds of intervals stand side by side, both jointly at the level of the ranking over all pairs of rules (Bonferroni).
//! *Multiple comparisons with the best* take the replications that all rules have, *paired differences* to the best all that
//! the two share.

use super::Contest;
use crate::experiment::Estimate;
use crate::stats::{Interval, compare_with_best, joint_level, share_interval};
use serde::Serialize;

/// How a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The largest attainment.
    Best,
    /// It may be as good as the best: neither kind of interval rules it out.
    Contender,
    /// Worse than the best.
    Worse,
}

/// How far a rule is from the best of the others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AgainstBest {
    /// Its attainment minus the best of the others'.
    pub estimate: f64,
    /// At most 0; an interval that begins at 0 proves it best.
    pub lower: f64,
    /// At least 0; one that ends at 0 rules it out as best.
    pub upper: f64,
    /// Whether it may be best.
    pub may_be_best: bool,
    /// The replications that all rules have.
    pub replications: u32,
}

/// A rule minus the best.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ToBest {
    /// The difference of attainment.
    pub estimate: f64,
    /// Lower end; `null` with fewer than two replications.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// The level of this interval alone, so that those of all pairs hold together.
    pub level_alone: f64,
    /// Replications that the two share.
    pub replications: u32,
}

/// When a rule was eliminated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Eliminated {
    /// After how many replications.
    pub after: u32,
    /// The rule that beat it.
    pub by: String,
}

/// One rule of the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The arm.
    #[serde(skip)]
    pub arm: usize,
    /// What it is called.
    pub rule: String,
    /// What it sets.
    pub set: Vec<String>,
    /// Whether these are the rules that the scenario itself has.
    pub as_written: bool,
    /// How it stands.
    pub standing: Standing,
    /// Replications run.
    pub replications: u32,
    /// How many of them collapsed.
    pub collapsed_replications: u32,
    /// How many were asked for more than crews can carry.
    pub overloaded_replications: u32,
    /// Attainment of the primary target, with the plain interval of this rule alone.
    pub attained: Option<Estimate>,
    /// Multiple comparisons with the best; `null` with fewer than two replications or distinct rules.
    pub against_best: Option<AgainstBest>,
    /// Minus the best; `null` for the best itself.
    pub difference: Option<ToBest>,
    /// When it was eliminated; `null` where it was not.
    pub eliminated: Option<Eliminated>,
    /// The rule that did exactly the same in every replication of the first stage: only that one ran on, and
    /// what is told of this one is what that one did.
    pub same_as: Option<String>,
}

impl Contest<'_> {
    /// The rows, the best first, then the nearest to it; `names` and `sets` by arm.
    pub(super) fn league(&self, best: usize, names: &[String], sets: &[Vec<String>], as_written: &[bool]) -> Vec<Row> {
        let against = self.against_best();
        let row = |arm: usize| {
            // What a copy would have done is what its original did.
            let of = self.same_as[arm].unwrap_or(arm);
            let difference = if of == best { None } else { self.to_best(of, best) };
            let against_best = against.iter().find(|(other, _)| *other == of).map(|(_, found)| *found);
            // Whom either kind of interval rules out.
            let behind = difference.is_some_and(|difference| difference.upper.is_some_and(|upper| upper < 0.0));
            let sure = against_best.is_some_and(|against| !against.may_be_best) || behind;
            Row {
                arm,
                rule: names[arm].clone(),
                set: sets[arm].clone(),
                as_written: as_written[arm],
                standing: if of == best {
                    Standing::Best
                } else if sure {
                    Standing::Worse
                } else {
                    Standing::Contender
                },
                replications: self.measured[of].len() as u32,
                collapsed_replications: self.measured[of].iter().filter(|run| run.collapses > 0).count() as u32,
                overloaded_replications: self.measured[of].iter().filter(|run| run.overloads > 0).count() as u32,
                attained: self.estimate(of, self.primary()),
                against_best,
                difference,
                eliminated: self.out[of].map(|out| Eliminated { after: out.after, by: names[out.by].clone() }),
                same_as: self.same_as[arm].map(|other| names[other].clone()),
            }
        };
        let mut rows: Vec<Row> = (0..self.arms.len()).map(row).collect();
        // The best first, the others by what they lack on the replications that they share with it, copies behind their
        // originals: attainments over different replications cannot be compared.
        let lacks = |row: &Row| match row.standing {
            Standing::Best => f64::NEG_INFINITY,
            _ => row.difference.map_or(f64::INFINITY, |difference| -difference.estimate),
        };
        rows.sort_by(|a, b| {
            let by_difference = lacks(a).total_cmp(&lacks(b));
            by_difference.then(a.same_as.is_some().cmp(&b.same_as.is_some())).then(a.arm.cmp(&b.arm))
        });
        rows
    }

    /// Pairs of rules that are not the same.
    pub(super) fn rule_pairs(&self) -> usize {
        let k = self.distinct().len();
        k * k.saturating_sub(1) / 2
    }

    /// A measure of a rule over all its replications.
    pub fn estimate(&self, arm: usize, measure: usize) -> Option<Estimate> {
        Estimate::measured(&self.measured[arm], measure, self.level)
    }

    /// By arm, over the replications that all distinct rules have.
    fn against_best(&self) -> Vec<(usize, AgainstBest)> {
        let arms = self.distinct();
        let n = self.shared(&arms);
        let series = self.observations(&arms, n);
        let trials = arms.iter().map(|arm| self.incidents(*arm, n)).fold(f64::INFINITY, f64::min);
        let intervals = series.and_then(|series| compare_with_best(&series, trials, self.level)).unwrap_or_default();
        let of = |(arm, Interval { estimate, lower, upper, .. }): (usize, Interval)| {
            (arm, AgainstBest { estimate, lower, upper, may_be_best: upper > 0.0, replications: n })
        };
        arms.into_iter().zip(intervals).map(of).collect()
    }

    fn to_best(&self, arm: usize, best: usize) -> Option<ToBest> {
        let n = self.shared(&[arm, best]);
        let estimate = self.mean(arm, n)? - self.mean(best, n)?;
        let level_alone = joint_level(self.level, self.rule_pairs());
        let observed = self.observations(&[arm, best], n)?;
        let differences: Vec<f64> = observed[0].iter().zip(&observed[1]).map(|(a, b)| a - b).collect();
        let found = share_interval(&differences, self.incidents(arm, n), level_alone).of_shares();
        let finite = |bound: f64| Some(bound).filter(|bound| bound.is_finite());
        Some(ToBest { estimate, lower: finite(found.lower), upper: finite(found.upper), level_alone, replications: n })
    }
}
