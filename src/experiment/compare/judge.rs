//! Differences between arms: estimate, interval, verdict.
//!
//! The primary endpoint is one target. Its intervals hold together over all arms and looks; those of the other targets
//! hold together among themselves. Everything else is judged by p-values adjusted by Holm, with an interval of its own; all of it allows for the looks planned.

use super::Runs;
use crate::experiment::measure::{Better, MEASURES, Measure, Ratio};
use crate::metrics::Target;
use crate::stats::{Difference, apart, apart_by_pair, holm, joint_level, numbers_wanted, pairing_gain, pseudo_values};
use serde::Serialize;

/// What a difference amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Better, by more than the margin where there is one.
    Better,
    /// Worse, by more than the margin where there is one.
    Worse,
    /// No difference beyond the margin.
    Equal,
    /// More, of something of which more is neither good nor bad.
    Higher,
    /// Less of it.
    Lower,
    /// Not enough is known.
    Undecided,
}

/// How much weight a difference has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Endpoint {
    /// The target on which the comparison rests.
    Primary,
    /// The other targets.
    Secondary,
    /// What is shown beside them.
    Other,
}

/// One arm against the first, by one measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The arm's position.
    #[serde(skip)]
    pub position: usize,
    /// The arm.
    pub arm: String,
    /// What it is compared with.
    pub against: String,
    /// The measure.
    pub measure: &'static str,
    /// How much weight it has.
    pub endpoint: Endpoint,
    /// The arm minus the other.
    pub estimate: f64,
    /// Lower end of the interval; `null` with too few replications.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// The level at which the intervals of this endpoint hold together.
    pub level: f64,
    /// The level of this one alone, for that.
    pub level_alone: f64,
    /// What it amounts to.
    pub verdict: Verdict,
    /// p-value of "no difference"; `null` with too few replications.
    pub p_value: Option<f64>,
    /// The same adjusted for all differences of its endpoint (Holm) and all looks planned (Bonferroni).
    pub p_holm: Option<f64>,
    /// Replications with something to measure, of the arm or, paired, of either.
    pub replications: u32,
    /// Where few of them decide, so that the interval is surer than it ought to be: how many the skewness that is seen wants.
    /// Of unpaired arms that of the differences between any one and any other.
    pub replications_wanted: Option<u64>,
}

/// What pairing gained, on the primary measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pairing {
    /// The arm.
    pub arm: String,
    /// What it is compared with.
    pub against: String,
    /// Correlation of the arms over replications.
    pub correlation: f64,
    /// Var(D)/(S₁² + S₂²): below 1 where common random numbers helped.
    pub variance_ratio: f64,
}

/// The observations of a measure by arm, as pseudo-values whose mean is the ratio over all replications. Of paired arms a
/// replication is one where any of them has something to measure, of others where the arm itself has. `None` where an arm
/// never has, or one of its values is beyond every number.
pub(in crate::experiment) fn observations(arms: &[Vec<Ratio>], paired: bool) -> Option<Vec<Vec<f64>>> {
    let any = |at: usize| arms.iter().any(|arm| arm.get(at).is_some_and(|ratio| ratio.below > 0.0));
    let of = |arm: &Vec<Ratio>| {
        let counts = |at: usize, ratio: &Ratio| if paired { any(at) } else { ratio.below > 0.0 };
        let counted = arm.iter().enumerate().filter(|(at, ratio)| counts(*at, ratio));
        let pairs: Vec<(f64, f64)> = counted.map(|(_, ratio)| (ratio.above, ratio.below)).collect();
        let never = arm.iter().any(|ratio| ratio.is_never());
        (!never && pairs.iter().any(|(_, below)| *below > 0.0)).then(|| pseudo_values(&pairs))
    };
    arms.iter().map(of).collect()
}

/// First minus second, paired or not.
pub(super) fn difference(first: &[f64], second: &[f64], paired: bool) -> Option<Difference> {
    if paired { Difference::paired(first, second) } else { Difference::welch(first, second) }
}

/// The verdict on a difference against a margin, at error `alpha` each. Better means larger if `sign` is 1.
pub(super) fn against_margin(found: &Difference, margin: f64, alpha: f64, sign: f64) -> Verdict {
    let interval = found.interval(1.0 - alpha).scaled(sign);
    if interval.lower > margin {
        Verdict::Better
    } else if interval.upper < -margin {
        Verdict::Worse
    } else if found.equivalent(margin, alpha) || (found.estimate == 0.0 && found.variance == 0.0) {
        Verdict::Equal
    } else {
        Verdict::Undecided
    }
}

fn without_margin(found: &Difference, p_holm: f64, alpha: f64, better: Better) -> Verdict {
    match (p_holm < alpha, better, found.estimate > 0.0) {
        (false, ..) => Verdict::Undecided,
        (true, Better::Higher, true) | (true, Better::Lower, false) => Verdict::Better,
        (true, Better::Higher, false) | (true, Better::Lower, true) => Verdict::Worse,
        (true, Better::Neither, true) => Verdict::Higher,
        (true, Better::Neither, false) => Verdict::Lower,
    }
}

impl Runs<'_> {
    /// Every measure of every arm against the first, targets first.
    pub fn differences(&self) -> Vec<Judged> {
        let primary = self.primary();
        let endpoint = |measure: usize| match measure {
            m if m == primary => Endpoint::Primary,
            m if m < Target::COUNT => Endpoint::Secondary,
            _ => Endpoint::Other,
        };
        let order = std::iter::once(primary).chain((0..MEASURES.len()).filter(|m| *m != primary));
        let mut found: Vec<Judged> = order.flat_map(|m| self.judge(m, endpoint(m))).collect();
        for endpoint in [Endpoint::Primary, Endpoint::Secondary, Endpoint::Other] {
            self.adjust(&mut found, endpoint);
        }
        found
    }

    /// The primary endpoint alone, for a look.
    pub fn primary_differences(&self) -> Vec<Judged> {
        self.judge(self.primary(), Endpoint::Primary)
    }

    /// What pairing gained; empty where arms are not paired.
    pub fn pairing(&self) -> Vec<Pairing> {
        let primary = self.primary();
        if !self.paired {
            return Vec::new();
        }
        let gain = |arm: usize| {
            let (own, base) = self.pair(arm, primary)?;
            let (correlation, variance_ratio) = pairing_gain(&own, &base)?;
            Some(Pairing { arm: self.label(arm), against: self.label(0), correlation, variance_ratio })
        };
        (1..self.arms.len()).filter_map(gain).collect()
    }

    fn judge(&self, measure: usize, endpoint: Endpoint) -> Vec<Judged> {
        let Measure { key, better, .. } = MEASURES[measure];
        let arms = self.arms.len() - 1;
        let together = match endpoint {
            Endpoint::Primary => arms,
            Endpoint::Secondary => arms * (Target::COUNT - 1),
            Endpoint::Other => 1,
        };
        let level_alone = joint_level(self.plan.level(self.level), together);
        let one = |arm: usize| {
            let (own, base) = self.pair(arm, measure)?;
            let trials = if self.repeats[arm] { f64::INFINITY } else { self.trials(arm, measure).min(self.trials(0, measure)) };
            let plain = difference(&own, &base, self.paired);
            let found = plain.map(|found| found.of_trials(trials));
            let same = plain.is_some_and(|plain| plain.estimate == 0.0 && plain.variance == 0.0);
            let interval = found.map(|found| found.interval(level_alone));
            let verdict = match (found, endpoint) {
                (None, _) => Verdict::Undecided,
                (Some(_), Endpoint::Other) if same => Verdict::Equal,
                (Some(found), Endpoint::Other) => without_margin(&found, found.p_value(), 1.0 - level_alone, better),
                (Some(found), _) => against_margin(&found, self.margin, 1.0 - level_alone, 1.0),
            };
            let margin = if endpoint == Endpoint::Other { 0.0 } else { self.margin };
            let judgement = |apart: f64| (apart > margin, apart < -margin);
            let used = own.len().min(base.len());
            Some(Judged {
                position: arm,
                arm: self.label(arm),
                against: self.label(0),
                measure: key,
                endpoint,
                estimate: found.map_or_else(|| apart(&own, &base), |found| found.estimate),
                lower: interval.map(|i| i.lower),
                upper: interval.map(|i| i.upper),
                level: self.level,
                level_alone,
                verdict,
                p_value: found.map(|found| found.p_value()),
                p_holm: None,
                replications: own.len() as u32,
                replications_wanted: numbers_wanted(&apart_by_pair(&own, &base), used, 1.0 - level_alone, judgement),
            })
        };
        (1..self.arms.len()).filter_map(one).collect()
    }

    /// Holm's adjustment within an endpoint, and Bonferroni's over the looks planned; verdicts without a margin follow it.
    fn adjust(&self, found: &mut [Judged], endpoint: Endpoint) {
        let mut family: Vec<&mut Judged> =
            found.iter_mut().filter(|judged| judged.endpoint == endpoint && judged.p_value.is_some()).collect();
        let adjusted = holm(&family.iter().filter_map(|judged| judged.p_value).collect::<Vec<_>>());
        let looks = self.plan.looks().len() as f64;
        for (judged, p) in family.iter_mut().zip(adjusted) {
            let p = (looks * p).min(1.0);
            judged.p_holm = Some(p);
            if endpoint == Endpoint::Other && judged.verdict != Verdict::Equal && p >= 1.0 - self.level {
                judged.verdict = Verdict::Undecided;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(first: &[f64], second: &[f64]) -> Difference {
        Difference::paired(first, second).unwrap()
    }

    #[test]
    fn verdicts_are_about_the_margin() {
        let base = [0.90, 0.91, 0.89, 0.90, 0.92];
        let shifted =
            |by: f64, noise: f64| -> Vec<f64> { base.iter().zip([1.0, -1.0, 0.5, -0.5, 0.0]).map(|(x, n)| x + by + noise * n).collect() };
        let verdict = |by: f64, noise: f64| against_margin(&of(&shifted(by, noise), &base), 0.01, 0.05, 1.0);
        assert_eq!(verdict(0.03, 0.002), Verdict::Better);
        assert_eq!(verdict(-0.03, 0.002), Verdict::Worse);
        assert_eq!(verdict(0.002, 0.002), Verdict::Equal);
        assert_eq!(verdict(0.011, 0.002), Verdict::Undecided, "certainly more, but not by how much");
        assert_eq!(verdict(0.03, 0.05), Verdict::Undecided);
        let same = |trials: f64| against_margin(&of(&base, &base).of_trials(trials), 0.01, 0.05, 1.0);
        assert_eq!((same(50.0), same(5_000.0)), (Verdict::Undecided, Verdict::Equal), "few that agree prove nothing");
    }

    #[test]
    fn without_a_margin_only_the_sign_is_judged() {
        let found = of(&[2.0, 3.0, 4.1], &[1.0, 2.0, 3.0]);
        assert_eq!(without_margin(&found, 0.001, 0.05, Better::Higher), Verdict::Better);
        assert_eq!(without_margin(&found, 0.001, 0.05, Better::Lower), Verdict::Worse);
        assert_eq!(without_margin(&found, 0.001, 0.05, Better::Neither), Verdict::Higher);
        assert_eq!(without_margin(&found, 0.2, 0.05, Better::Higher), Verdict::Undecided);
    }

    #[test]
    fn a_replication_with_nothing_to_measure_is_no_observation() {
        let nothing = Ratio::of(0, 0);
        assert_eq!(observations(&[vec![nothing, nothing]], true), None);
        assert_eq!(observations(&[vec![]], true), None);
        assert_eq!(observations(&[vec![Ratio::of(1, 2), nothing, Ratio::of(2, 2)]], true), Some(vec![vec![0.5, 1.0]]));
        let arms = [vec![Ratio::of(1, 2), nothing, nothing, Ratio::of(2, 2)], vec![Ratio::of(2, 2), nothing, Ratio::of(1, 1), nothing]];
        let paired = observations(&arms, true).unwrap();
        // Over three replications: 0.75 + (y − 0.75 n) ÷ (4 ÷ 3), and 1 throughout.
        assert_eq!(paired, [vec![0.375, 0.75, 1.125], vec![1.0; 3]]);
        assert_eq!(observations(&arms, false).unwrap(), [vec![0.5, 1.0], vec![1.0; 2]]);
        let once = observations(&[vec![nothing, Ratio::of(1, 2)], vec![nothing, Ratio::of(2, 2)]], true).unwrap();
        assert_eq!(difference(&once[0], &once[1], true), None, "one observation has no interval");
        let never = [vec![Ratio::number(Some(3.0)); 2], vec![Ratio::number(Some(2.0)), Ratio::NEVER]];
        assert_eq!((observations(&never, true), observations(&never, false)), (None, None), "the better half is not the whole");
    }
}
