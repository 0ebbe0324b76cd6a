//! Ranking rules: which is best, with a stated guarantee, and what each costs others.
//!
//! A [`Field`] is the rules that take part, as arms of one scenario; a [`Contest`] runs them until it is decided; a
//! [`Ranked`] is what came of it. [`saved`] follows single incidents from rule to rule.

mod combination;
mod contest;
mod field;
mod league;
mod saved;
mod trade;

pub use combination::Combination;
pub use contest::{Contest, Out, Procedure, Tell};
pub use field::{Field, Refused};
pub use league::{AgainstBest, Eliminated, Row, Standing, ToBest};
pub use saved::{Miss, Saved, SavedBy, SavedRow, saved};
pub use trade::{Dimension, Trade, TradeRow};

use super::sequential::{Reason, Stopping};
use crate::stats::{apart_by_pair, numbers_wanted, probably_best};
use serde::Serialize;

/// What is guaranteed of the best.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Guarantee {
    /// How replications were spread.
    pub procedure: Procedure,
    /// With at least this probability the best rule, or one within the indifference of it, is named. `null` where the
    /// procedure guarantees nothing.
    pub confidence: Option<f64>,
    /// Differences of attainment up to this count as none.
    pub indifference: f64,
    /// Whether it came to its end, so that this holds of the rule named.
    pub holds: bool,
    /// OCBA: a lower bound of the probability that the rule named is the best, as if rules were independent.
    pub probability: Option<f64>,
    /// Where few replications decide between the rule named and another, so that this is surer than it ought to be: how many
    /// of each the skewness that is seen wants, before any is eliminated (KN) or in all.
    pub replications_wanted: Option<u64>,
}

/// What came of a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The best arm.
    pub best: usize,
    /// What is guaranteed of it.
    pub guarantee: Guarantee,
    /// Why it ended.
    pub stopping: Stopping,
    /// The league table.
    pub league: Vec<Row>,
    /// What each rule costs others.
    pub trade: Trade,
    /// Replications in all.
    pub runs: u64,
    /// Whether all rules met the same incidents.
    pub identical: bool,
}

impl Ranked {
    /// From a contest that has ended; `field` has its arms.
    pub fn of(contest: &Contest, field: &Field, stopping: Stopping) -> Ranked {
        let names: Vec<String> = field.combinations.iter().map(|combination| combination.text.clone()).collect();
        let sets: Vec<Vec<String>> = field.combinations.iter().map(|combination| combination.sets.clone()).collect();
        let best = contest.best();
        let league = contest.league(best, &names, &sets, &field.as_written);
        Ranked {
            guarantee: guarantee(contest, &stopping, &league),
            best,
            stopping,
            league,
            trade: contest.trade(&names),
            runs: contest.runs(),
            identical: contest.common().traces_identical(),
        }
    }

    /// The row of the best.
    pub fn winner(&self) -> Option<&Row> {
        self.league.iter().find(|row| row.arm == self.best)
    }

    /// The rules that may be as good, those among them that did exactly the same.
    pub fn contenders(&self) -> impl Iterator<Item = &Row> {
        self.league.iter().filter(|row| row.arm != self.best && row.standing != Standing::Worse)
    }

    /// Whether no rule ever did anything else than the others.
    pub fn is_level(&self) -> bool {
        self.league.iter().all(|row| row.arm == self.best || row.same_as.is_some())
    }

    /// How sure the best is.
    pub fn decision(&self) -> Decision {
        match (self.guarantee.holds, self.contenders().next()) {
            _ if self.is_level() => Decision::Indifferent,
            (false, _) => Decision::Undecided,
            (true, None) => Decision::Decided,
            (true, Some(_)) => Decision::Indifferent,
        }
    }
}

/// How sure the best is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Every other rule is worse for sure.
    Decided,
    /// It is the best or within the indifference of it; others may be as good, or are the same.
    Indifferent,
    /// It only looks best so far.
    Undecided,
}

fn guarantee(contest: &Contest, stopping: &Stopping, league: &[Row]) -> Guarantee {
    let (procedure, indifference) = (contest.procedure, contest.indifference);
    let (confidence, holds) = match procedure {
        Procedure::Kn => (Some(contest.level), stopping.reason == Reason::Decided),
        Procedure::Ocba => (None, false),
        // All are at most so much better than the best as the interval of the best reaches below 0.
        Procedure::Fixed => {
            let against = league.first().and_then(|row| row.against_best);
            (Some(contest.level), against.is_some_and(|against| against.lower >= -indifference))
        }
    };
    let sampled: Vec<_> = contest.distinct().into_iter().map(|arm| contest.sampled(arm)).collect();
    let probability = (procedure == Procedure::Ocba).then(|| probably_best(&sampled)).filter(|p| p.is_finite());
    Guarantee { procedure, confidence, indifference, holds, probability, replications_wanted: wanted(contest) }
}

/// How many replications the most lopsided difference to the best wants.
fn wanted(contest: &Contest) -> Option<u64> {
    let best = contest.best();
    let others: Vec<usize> = contest.distinct().into_iter().filter(|arm| *arm != best).collect();
    let of = |other: &usize| {
        let n = contest.shared(&[best, *other]);
        let series = contest.observations(&[best, *other], n)?;
        let apart = apart_by_pair(&series[0], &series[1]);
        let used = if contest.procedure == Procedure::Kn { contest.plan.first.min(n) } else { n };
        let error = (1.0 - contest.level) / others.len() as f64;
        numbers_wanted(&apart, used as usize, error, |apart| apart < -contest.indifference)
    };
    others.iter().filter_map(of).max()
}
