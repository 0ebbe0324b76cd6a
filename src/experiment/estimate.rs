//! A number with its interval over replications, as results show it.

use super::{MEASURES, Measure, Measured, Ratio, Unit};
use crate::stats::{Interval, mean_interval, pooled_share_interval, ratio_interval};
use serde::{Deserialize, Serialize};

/// A number with its confidence interval over replications: Monte Carlo error only.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The point estimate.
    pub estimate: f64,
    /// The lower end of the interval; absent with fewer than two replications.
    pub lower: Option<f64>,
    /// The upper end of the interval; absent with fewer than two replications.
    pub upper: Option<f64>,
    /// The confidence level of the interval.
    pub level: f64,
    /// How many replications had something to measure.
    pub replications: u32,
}

impl Estimate {
    /// From an interval; `None` where there is nothing to estimate. Infinite bounds are no bounds.
    pub fn of(interval: Interval) -> Option<Estimate> {
        let Interval { estimate, lower, upper, level, n } = interval;
        let finite = |bound: f64| bound.is_finite().then_some(bound);
        estimate.is_finite().then(|| Estimate { estimate, lower: finite(lower), upper: finite(upper), level, replications: n as u32 })
    }

    /// A sum over a sum, such as ticks per incident: neither is below 0, where its interval is cut. Replications without
    /// anything below say nothing.
    pub fn ratio(pairs: impl Iterator<Item = (f64, f64)>, level: f64) -> Option<Estimate> {
        Estimate::difference(pairs, level).map(|ratio| ratio.cut(f64::INFINITY))
    }

    /// A sum over a sum that is a difference, and may be negative.
    pub fn difference(pairs: impl Iterator<Item = (f64, f64)>, level: f64) -> Option<Estimate> {
        Estimate::of(ratio_interval(&measured(pairs), level))
    }

    /// A sum over a sum that is a difference of two shares of the same trials.
    pub fn share_difference(pairs: impl Iterator<Item = (f64, f64)>, level: f64) -> Option<Estimate> {
        Estimate::of(pooled_share_interval(&measured(pairs), level))
    }

    /// A sum over a sum that is a share: its interval is cut to 0..=1.
    pub fn share(pairs: impl Iterator<Item = (f64, f64)>, level: f64) -> Option<Estimate> {
        Estimate::share_difference(pairs, level).map(|share| share.cut(1.0))
    }

    /// Cuts what is there only: a missing interval must not come out as 0..=1.
    fn cut(self, most: f64) -> Estimate {
        let cut = |bound: f64| bound.clamp(0.0, most);
        Estimate { lower: self.lower.map(cut), upper: self.upper.map(cut), ..self }
    }

    /// A measure over the replications that have it; its interval is cut at 0, and that of a share at 1.
    pub fn measured(runs: &[Measured], measure: usize, level: f64) -> Option<Estimate> {
        Estimate::of_measure(runs.iter().map(|run| run.values[measure]), &MEASURES[measure], level)
    }

    /// The same of its values by replication; none where one of them is beyond every number.
    pub fn of_measure(values: impl Iterator<Item = Ratio>, measure: &Measure, level: f64) -> Option<Estimate> {
        let values: Vec<Ratio> = values.collect();
        if values.iter().any(|ratio| ratio.is_never()) {
            return None;
        }
        let pairs = values.into_iter().map(|ratio| (ratio.above, ratio.below));
        match measure.unit {
            Unit::Share if measure.is_of_trials() => Estimate::share(pairs, level),
            Unit::Share => Estimate::ratio(pairs, level).map(|share| share.cut(1.0)),
            _ => Estimate::ratio(pairs, level),
        }
    }

    /// The mean of one value per replication, none below 0, where its interval is cut; replications without one say nothing.
    pub fn mean(values: impl Iterator<Item = Option<f64>>, level: f64) -> Option<Estimate> {
        Estimate::of(mean_interval(&values.flatten().collect::<Vec<_>>(), level)).map(|mean| mean.cut(f64::INFINITY))
    }
}

fn measured(pairs: impl Iterator<Item = (f64, f64)>) -> Vec<(f64, f64)> {
    pairs.filter(|(_, below)| *below > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_replication_has_no_interval_and_none_has_no_estimate() {
        let one = Estimate::ratio([(3.0, 4.0), (0.0, 0.0)].into_iter(), 0.95);
        assert_eq!(one, Some(Estimate { estimate: 0.75, lower: None, upper: None, level: 0.95, replications: 1 }));
        assert_eq!(Estimate::share([(0.0, 0.0)].into_iter(), 0.95), None);
        assert_eq!(Estimate::share([(3.0, 4.0)].into_iter(), 0.95).map(|e| (e.lower, e.upper)), Some((None, None)));
        assert_eq!(Estimate::mean([None, None].into_iter(), 0.95), None);
        assert_eq!(Estimate::mean([None, Some(2.0)].into_iter(), 0.95).map(|e| (e.estimate, e.lower)), Some((2.0, None)));
    }

    #[test]
    fn what_is_beyond_every_number_once_has_no_mean() {
        let p90 = &MEASURES[Measure::position("response_p90_s").unwrap()];
        let of = |values: &[Ratio]| Estimate::of_measure(values.iter().copied(), p90, 0.95).map(|e| (e.estimate, e.replications));
        let (six, eight, nothing) = (Ratio::number(Some(6.0)), Ratio::number(Some(8.0)), Ratio::default());
        assert_eq!(of(&[six, nothing, eight]), Some((7.0, 2)));
        assert_eq!(of(&[six, Ratio::NEVER, eight]), None, "the mean of what is left would make the worse arm look better");
    }

    #[test]
    fn crews_may_be_called_away_more_than_once_an_incident() {
        let of = &MEASURES[Measure::position("preemptions").unwrap()];
        let found = Estimate::of_measure([Ratio::of(24, 10), Ratio::of(26, 10)].into_iter(), of, 0.95).unwrap();
        assert!((found.lower.unwrap() - (2.5 - 12.706_204_736 * 0.1)).abs() < 1e-8 && found.upper > Some(3.7), "{found:?}");
    }

    #[test]
    fn what_cannot_be_negative_has_no_negative_bound() {
        let lower = |estimate: Option<Estimate>| estimate.and_then(|e| e.lower).expect("an interval");
        let (pairs, values) = ([(0.0, 1.0), (9.0, 1.0)], [Some(0.0), Some(9.0)]);
        assert_eq!(lower(Estimate::ratio(pairs.into_iter(), 0.95)), 0.0);
        assert_eq!(lower(Estimate::mean(values.into_iter(), 0.95)), 0.0);
        assert!(lower(Estimate::difference(pairs.into_iter(), 0.95)) < -50.0);
    }

    #[test]
    fn a_share_stays_a_share() {
        let share = Estimate::share([(9.0, 10.0), (10.0, 10.0)].into_iter(), 0.95).expect("two replications");
        // Half-width t₁ · s/√2 = 12.706 · 0.05.
        assert!((share.lower.expect("an interval") - (0.95 - 12.706_204_736 * 0.05)).abs() < 1e-8);
        assert_eq!((share.estimate, share.upper), (0.95, Some(1.0)));
        let all = Estimate::share([(30.0, 30.0); 3].into_iter(), 0.95).expect("three replications");
        assert!(all.upper == Some(1.0) && all.lower.is_some_and(|lower| lower > 0.94 && lower < 0.96), "{all:?}");
    }
}
