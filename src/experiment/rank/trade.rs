//! What each rule costs others: the measures that a gain by the primary target may be paid with, and which rules are
//! beaten by none (the Pareto set).
//!
//! Over the replications that all distinct rules have, so that all meet the same incidents with the same luck. One rule beats
//! another if it is better for sure in some measure and worse for sure in none: by estimates alone nearly every rule would
//! belong to the set, for chance makes it best in something. There are many measures and pairs of rules to be better in, so
//! that what is better is so jointly over all of them, and chance beats a rule no more often than the level says.

use super::Contest;
use crate::experiment::compare::{Runs, observations};
use crate::experiment::{Better, Estimate, MEASURES, Measure, Ratio, Unit};
use crate::stats::{Difference, Halves, joint_level};
use serde::Serialize;

/// A measure of the trade-offs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Dimension {
    /// Its key.
    pub measure: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// What it counts in.
    pub unit: Unit,
    /// Which way is good.
    pub better: Better,
}

/// Late incidents: those that miss the primary target.
const LATE: Dimension = Dimension { measure: "late", name: "late share", zh: "超时占比", unit: Unit::Share, better: Better::Lower };
/// The primary target in the worst communities; see [`crate::experiment::compare::Equity`].
const WORST: Dimension =
    Dimension {
        measure: "worst_decile", name: "worst tenth of areas", zh: "最差十分之一区域", unit: Unit::Share, better: Better::Higher
    };
/// The others, which are measures of every replication.
const OTHERS: [&str; 5] = ["response_s", "workload_gini", "kilometres", "refusals", "preemptions"];

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TradeRow {
    /// The arm.
    #[serde(skip)]
    pub arm: usize,
    /// The rule.
    pub rule: String,
    /// By dimension; `null` where there is nothing to measure.
    pub values: Vec<Option<Estimate>>,
    /// No rule is better for sure in something and worse for sure in nothing.
    pub pareto: bool,
    /// The rules that are.
    pub dominated_by: Vec<String>,
}

/// All rules by all dimensions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trade {
    /// The replications that all distinct rules have.
    pub replications: u32,
    /// What they are looked at by.
    pub dimensions: Vec<Dimension>,
    /// By arm.
    pub rows: Vec<TradeRow>,
}

impl Contest<'_> {
    /// The replications that all distinct rules have, as a comparison sees them; what a copy would have done is what its
    /// original did.
    pub(super) fn common(&self) -> Runs<'_> {
        let n = self.shared(&self.distinct()) as usize;
        let mut runs = Runs::new(self.arms, true, self.plan, self.level);
        let of = |arm: usize| &self.measured[self.same_as[arm].unwrap_or(arm)];
        runs.measured = (0..self.arms.len()).map(|arm| of(arm)[..n].to_vec()).collect();
        runs
    }

    /// The trade-offs; `names` by arm.
    pub(super) fn trade(&self, names: &[String]) -> Trade {
        let runs = self.common();
        let worst = runs.worst_deciles();
        let mut dimensions = vec![LATE];
        dimensions.extend(OTHERS.iter().filter_map(|key| Measure::position(key)).map(dimension));
        if worst.is_some() {
            dimensions.insert(2, WORST);
        }
        let looked = |arm: usize, of: &Dimension| match (of.measure, &worst) {
            ("worst_decile", Some(worst)) => {
                let ratios = worst[arm].iter().map(|worst| Ratio::number(Some(*worst))).collect();
                (worst_share(&worst[arm], self.level), ratios, f64::INFINITY)
            }
            ("late", _) => {
                let at = self.primary();
                (runs.estimate(arm, at).map(complement), runs.ratios(arm, at), runs.trials(arm, at))
            }
            (key, _) => Measure::position(key)
                .map_or((None, Vec::new(), f64::INFINITY), |at| (runs.estimate(arm, at), runs.ratios(arm, at), runs.trials(arm, at))),
        };
        let looked: Vec<Vec<Looked>> = (0..names.len()).map(|arm| dimensions.iter().map(|of| looked(arm, of)).collect()).collect();
        let jointly = joint_level(self.level, dimensions.len() * self.rule_pairs());
        let row = |arm: usize| {
            let beats = |other: &usize| *other != arm && dominates(&looked[*other], &looked[arm], &dimensions, jointly, self.level);
            let dominated_by: Vec<String> = (0..names.len()).filter(beats).map(|other| names[other].clone()).collect();
            let values = looked[arm].iter().map(|(estimate, ..)| *estimate).collect();
            TradeRow { arm, rule: names[arm].clone(), values, pareto: dominated_by.is_empty(), dominated_by }
        };
        Trade { replications: runs.replications(), rows: (0..names.len()).map(row).collect(), dimensions }
    }
}

fn dimension(position: usize) -> Dimension {
    let Measure { key, en, zh, unit, better, .. } = MEASURES[position];
    Dimension { measure: key, name: en, zh, unit, better }
}

/// Of a share the rest.
fn complement(share: Estimate) -> Estimate {
    let rest = |share: f64| 1.0 - share;
    Estimate { estimate: rest(share.estimate), lower: share.upper.map(rest), upper: share.lower.map(rest), ..share }
}

/// The mean of the worst tenth of areas, which the other half of the replications picked.
fn worst_share(worst: &[f64], level: f64) -> Option<Estimate> {
    Estimate::of(Halves::of(worst.iter().copied().map(Some)).interval(level).of_share())
}

/// A rule by a dimension: the estimate, what was measured in each replication, and of how many trials it is a share.
type Looked = (Option<Estimate>, Vec<Ratio>, f64);

/// Better for sure in something, at the level `jointly`, and worse for sure in nothing, at `level`. (Shares of late incidents
/// come as attainment, of which more is better.)
fn dominates(one: &[Looked], other: &[Looked], dimensions: &[Dimension], jointly: f64, level: f64) -> bool {
    let difference = |((one, other), of): ((&Looked, &Looked), &Dimension)| {
        let observed = observations(&[one.1.clone(), other.1.clone()], true)?;
        let found = match of.measure == WORST.measure {
            true => Difference::of_halves(&observed[0], &observed[1], true)?,
            false => Difference::paired(&observed[0], &observed[1])?.of_trials(one.2.min(other.2)),
        };
        Some((found, if of.better == Better::Lower && of.measure != LATE.measure { -1.0 } else { 1.0 }))
    };
    let found: Vec<(Difference, f64)> = one.iter().zip(other).zip(dimensions).filter_map(difference).collect();
    let better = |(found, sign): &(Difference, f64)| found.interval(jointly).scaled(*sign).lower > 0.0;
    let worse = |(found, sign): &(Difference, f64)| found.interval(level).scaled(*sign).upper < 0.0;
    found.iter().any(better) && !found.iter().any(worse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose, normal, unit};
    use rand_chacha::rand_core::Rng;

    /// Attainment, of 1,000 incidents, and workload by replication: the mean, up and down by `noise`.
    fn rule(attained: f64, gini: f64, noise: f64) -> Vec<Looked> {
        let series = |mean: f64, turn: f64| {
            let values = [mean + noise * turn, mean - noise * turn, mean + noise, mean - noise];
            values.map(|value| Ratio::number(Some(value))).to_vec()
        };
        vec![(None, series(attained, 0.5), 1_000.0), (None, series(gini, -0.5), f64::INFINITY)]
    }

    #[test]
    fn who_is_beaten_for_sure_and_never_better_for_sure_is_dominated() {
        let gini = dimension(Measure::position("workload_gini").unwrap());
        let beats = |one: &[Looked], other: &[Looked]| dominates(one, other, &[LATE, gini], 0.95, 0.95);
        let base = rule(0.9, 0.2, 0.001);
        assert!(beats(&base, &rule(0.8, 0.3, 0.001)));
        assert!(beats(&base, &rule(0.8, 0.2, 0.001)), "as good in one, better in the other");
        assert!(!beats(&base, &rule(0.8, 0.1, 0.001)), "better in one, worse in the other");
        assert!(!beats(&base, &base), "equals beat nobody");
        assert!(!beats(&rule(0.9, 0.2, 0.0), &rule(0.899, 0.2, 0.0)), "one incident of all proves nothing, however alike");
        assert!(!beats(&base, &rule(0.89, 0.21, 0.2)), "what chance may have done beats nobody");
        assert!(!beats(&rule(0.8, 0.3, 0.001), &base));
    }

    /// Of seven measures there would always be one that makes either of two better.
    #[test]
    fn rules_of_the_same_law_seldom_beat_each_other() {
        let mut stream = Key { seed: 5, replication: 0 }.stream(Purpose::City, 0);
        let dimensions = vec![Dimension { measure: "response_p90_s", ..WORST }; 7];
        let mut drawn = || -> Vec<Looked> {
            let mut series = || (0..20).map(|_| Ratio::number(Some(normal::inverse_normal(unit(stream.next_u64()))))).collect();
            dimensions.iter().map(|_| (None, series(), f64::INFINITY)).collect()
        };
        let (mut beaten, jointly) = ([0, 0], joint_level(0.95, dimensions.len()));
        for _ in 0..400 {
            let (one, other) = (drawn(), drawn());
            for (beaten, better) in beaten.iter_mut().zip([jointly, 0.95]) {
                let beats = |one: &[Looked], other: &[Looked]| dominates(one, other, &dimensions, better, 0.95);
                *beaten += u32::from(beats(&one, &other) || beats(&other, &one));
            }
        }
        assert!(beaten[0] <= 30 && beaten[1] > 80, "{beaten:?} of 400 at 95%, jointly and each by itself");
    }

    #[test]
    fn the_worst_tenth_that_each_half_picks_for_the_other_proves_less() {
        let worst = |shift: f64| -> Vec<Looked> {
            vec![(None, [0.1, 0.2, 0.5, 0.6].map(|more| Ratio::number(Some(0.5 + shift * more))).to_vec(), f64::INFINITY)]
        };
        // Within halves (0.5, 0.7) and (0.6, 0.8): 0.04 on two degrees, and half of that for the mean; t₂ = 4.303.
        let found = worst_share(&[0.5, 0.6, 0.7, 0.8], 0.95).unwrap();
        assert!((found.lower.unwrap() - (0.65 - 0.430_265)).abs() < 1e-6 && found.upper == Some(1.0), "{found:?}");
        let (one, other) = (worst(0.5), worst(0.0));
        assert!(dominates(&one, &other, &[Dimension { measure: "response_p90_s", ..WORST }], 0.9, 0.9), "0.175 ± 0.140");
        assert!(!dominates(&one, &other, &[WORST], 0.9, 0.9), "0.175 ± 0.292");
    }

    #[test]
    fn the_late_share_is_what_attainment_leaves() {
        let late = complement(Estimate { estimate: 0.75, lower: Some(0.5), upper: Some(0.875), level: 0.95, replications: 9 });
        assert_eq!((late.estimate, late.lower, late.upper), (0.25, Some(0.125), Some(0.5)));
    }
}
