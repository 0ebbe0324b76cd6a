//! How demand is spread over a day: a shape of half-hour steps. Only ratios matter; the level is the
//! volume's business.

use super::Problem;
use crate::quantity::{Factor, Hours, Weight};
use crate::time::{Duration, Instant};
use serde::{Deserialize, Serialize};

/// Steps of a day.
pub const BINS: usize = 48;
/// Length of a step.
pub const BIN: Duration = Duration(Duration::DAY.0 / BINS as u64);

/// The step of the day in which `at` lies.
pub fn bin(at: Instant) -> usize {
    (at.time_of_day().0 / BIN.0) as usize
}

/// One of the `hours:` of a demand section: the shape of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum HourProfile {
    /// The same at all hours.
    #[default]
    Flat,
    /// So many times the base of 1 during these parts of the day (below 1: a low). A part that does not
    /// begin or end on a half hour counts for its share of the half hour.
    Peaks(Vec<(Hours, Factor)>),
    /// 24 weights by hour or 48 by half hour, from midnight.
    Weights(Vec<Weight>),
}

impl HourProfile {
    /// The weights of the 48 half hours, from midnight.
    pub fn weights(&self) -> [f64; BINS] {
        match self {
            HourProfile::Flat => [1.0; BINS],
            HourProfile::Peaks(peaks) => std::array::from_fn(|bin| mean_of_bin(peaks, bin)),
            HourProfile::Weights(weights) => std::array::from_fn(|bin| weights.get(bin * weights.len() / BINS).map_or(0.0, |w| w.get())),
        }
    }

    pub(super) fn check(&self, path: &str, problems: &mut Vec<Problem>) {
        let before = problems.len();
        match self {
            HourProfile::Flat => {}
            HourProfile::Peaks(peaks) if peaks.len() > BINS => {
                problems.push((path.into(), format!("{} peaks are more than a day has half hours ({BINS})", peaks.len())));
                return;
            }
            HourProfile::Peaks(peaks) => {
                for (i, (hours, _)) in peaks.iter().enumerate() {
                    if let Some((other, _)) = peaks[..i].iter().find(|(other, _)| overlap(*hours, *other)) {
                        problems.push((path.into(), format!("peak {hours} overlaps {other}: give each part of the day one factor")));
                    }
                }
            }
            HourProfile::Weights(weights) if weights.len() == 24 || weights.len() == BINS => {}
            HourProfile::Weights(weights) => {
                problems.push((path.into(), format!("{} weights; a day has 24 (by hour) or 48 (by half hour)", weights.len())));
            }
        }
        if problems.len() == before && self.weights().iter().all(|&w| w == 0.0) {
            problems.push((path.into(), "every hour has weight 0: at least one must be above".into()));
        }
    }
}

/// Whether two parts of the day share a minute.
pub fn overlap(a: Hours, b: Hours) -> bool {
    minutes().any(|minute| a.contains(minute) && b.contains(minute))
}

fn minutes() -> impl Iterator<Item = Duration> {
    (0..24 * 60).map(|m| Duration(m * Duration::MINUTE.0))
}

/// Mean factor over the minutes of a half hour (hours are written to the minute, so this is exact).
fn mean_of_bin(peaks: &[(Hours, Factor)], bin: usize) -> f64 {
    let factor = |minute| peaks.iter().find(|(hours, _)| hours.contains(minute)).map_or(1.0, |(_, factor)| factor.get());
    minutes().skip(bin * 30).take(30).map(factor).sum::<f64>() / 30.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::fixtures::read;

    fn problems(text: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        read::<HourProfile>(text).check("hours.day", &mut problems);
        problems
    }

    #[test]
    fn a_peak_that_begins_between_half_hours_counts_for_its_share() {
        let weights = read::<HourProfile>(r#"Peaks([("08:30..10:00", 2.0), ("12:45..14:00", 1.6), ("23:00..01:00", 0.5)])"#).weights();
        assert_eq!(weights[16..21], [1.0, 2.0, 2.0, 2.0, 1.0]);
        assert_eq!(weights[24], 1.0);
        assert!((weights[25] - 1.3).abs() < 1e-12);
        assert_eq!([weights[46], weights[47], weights[0], weights[1], weights[2]], [0.5, 0.5, 0.5, 0.5, 1.0]);
    }

    #[test]
    fn weights_may_be_given_by_hour_or_half_hour() {
        let by_hour = read::<HourProfile>("Weights([0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23])").weights();
        assert!((0..BINS).all(|bin| by_hour[bin] == (bin / 2) as f64));
    }

    #[test]
    fn a_shape_that_says_nothing_is_refused() {
        assert!(problems("Flat").is_empty());
        assert!(problems("Weights([1, 2])")[0].1.contains("24"));
        assert!(problems(r#"Peaks([("08:00..10:00", 2), ("22:00..09:00", 1)])"#)[0].1.contains("overlaps"));
        assert!(problems(r#"Peaks([("00:00..24:00", 0)])"#)[0].1.contains("weight 0"));
    }
}
