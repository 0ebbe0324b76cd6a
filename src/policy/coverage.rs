//! How well the free crews cover the city: the expected demand that a free crew reaches within the standard.
//!
//! Daskin's maximum expected covering model: with k free crews within the standard of a zone, each of them busy with
//! probability q, one more raises the covered demand of the zone by d·(1 − q)·q^k. Kept for every zone is the gain
//! that one more crew there would bring; what is lost by taking one away is that gain divided by q. All sums are in
//! whole numbers, so that they are exact whatever the order of events. A change of one crew costs O(zones²) at worst,
//! a look nothing.
//!
//! Source: Daskin, Transportation Science 17 (1983); used for dispatch and relocation by Jagtenberg, Bhulai & van der
//! Mei, Operations Research for Health Care 4 (2015) and Health Care Management Science 20 (2017).

use crate::problems::Problems;
use crate::quantity::Share;
use crate::time::Duration;
use serde::{Deserialize, Serialize};

/// The `coverage` fields of the `dispatch` section: the standard by which coverage is judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageConfig {
    /// A zone is covered by crews that need no longer to its middle, at the usual speed.
    #[serde(default = "ten_minutes")]
    pub within: Duration,
    /// The busy fraction q: the probability that a crew that is free now will be busy when it is needed.
    #[serde(default = "three_tenths")]
    pub busy: Share,
    /// What a zone is: a level or partition; the finest level with at most 256 areas where it is left out.
    #[serde(default)]
    pub zones: Option<String>,
}

impl CoverageConfig {
    /// Whether it is a standard, whoever goes by it. Problems carry their path below `dispatch.coverage`.
    pub fn check(&self, problems: &mut Problems) {
        if self.within == Duration::ZERO {
            problems.add("dispatch.coverage.within", "a standard of 0 covers nothing: give a travel time such as \"10 min\"");
        }
        let busy = self.busy.get();
        if busy <= 0.0 || busy >= 1.0 {
            let message = format!("{busy} leaves nothing to choose by: the busy fraction lies above 0 and below 1");
            problems.add("dispatch.coverage.busy", message);
        }
    }
}

impl Default for CoverageConfig {
    fn default() -> Self {
        CoverageConfig { within: ten_minutes(), busy: three_tenths(), zones: None }
    }
}

fn ten_minutes() -> Duration {
    Duration(10 * Duration::MINUTE.0)
}

fn three_tenths() -> Share {
    Share::new(0.3).expect("within bounds")
}

/// All demand, in the units of the sums.
const ALL: f64 = (1u64 << 50) as f64;
/// Beyond so many crews nothing is gained any more.
const MOST: usize = 64;

/// Zones and what covers them, without any crew.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// Zone of each innermost area.
    zone: Vec<u32>,
    /// Where the neighbours of each zone begin, and one past the last.
    first: Vec<u32>,
    /// Zones within the standard of each zone, itself among them.
    near: Vec<u32>,
    /// What one more crew gains at a zone that has k, by zone, then k.
    gains: Vec<u64>,
    busy: f64,
    standard: f64,
    /// Free crews within the standard of each zone.
    crews: Vec<u32>,
    /// What one more crew in each zone would gain.
    gain: Vec<u64>,
}

impl Coverage {
    /// `zone` of each innermost area, `demand` of each zone, `seconds` between zones, the standard and q.
    pub fn new(zone: Vec<u32>, demand: &[f64], seconds: impl Fn(usize, usize) -> f64, standard: f64, busy: f64) -> Coverage {
        let zones = demand.len();
        let total = demand.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let (mut first, mut near) = (vec![0], Vec::new());
        for from in 0..zones {
            near.extend((0..zones).filter(|to| *to == from || seconds(from, *to) <= standard).map(|to| to as u32));
            first.push(near.len() as u32);
        }
        let mut gains = Vec::with_capacity(zones * MOST);
        for share in demand.iter().map(|d| d / total) {
            let mut gain = share * (1.0 - busy) * ALL;
            for _ in 0..MOST {
                gains.push(gain as u64);
                gain *= busy;
            }
        }
        let mut coverage = Coverage { zone, first, near, gains, busy, standard, crews: vec![0; zones], gain: vec![0; zones] };
        coverage.clear();
        coverage
    }

    /// No crew is free.
    pub fn clear(&mut self) {
        self.crews.fill(0);
        for zone in 0..self.gain.len() {
            self.gain[zone] = self.near(zone).iter().map(|other| self.gains[*other as usize * MOST]).sum();
        }
    }

    fn near(&self, zone: usize) -> &[u32] {
        &self.near[self.first[zone] as usize..self.first[zone + 1] as usize]
    }

    /// A crew in an innermost area becomes free, or is free no more.
    pub fn change(&mut self, leaf: u32, free: bool) {
        let zone = self.zone[leaf as usize] as usize;
        for at in self.first[zone]..self.first[zone + 1] {
            let covered = self.near[at as usize] as usize;
            let gain_at = |crews: u32| self.gains[covered * MOST..][..MOST].get(crews as usize).copied().unwrap_or(0);
            let before = gain_at(self.crews[covered]);
            if free {
                self.crews[covered] += 1;
            } else {
                self.crews[covered] -= 1;
            }
            let gain_at = |crews: u32| self.gains[covered * MOST..][..MOST].get(crews as usize).copied().unwrap_or(0);
            let after = gain_at(self.crews[covered]);
            for around in self.first[covered]..self.first[covered + 1] {
                let gain = &mut self.gain[self.near[around as usize] as usize];
                *gain = *gain + after - before;
            }
        }
    }

    /// Share of all demand that one more free crew in an innermost area would cover.
    #[inline]
    pub fn gained(&self, leaf: u32) -> f64 {
        self.gain[self.zone[leaf as usize] as usize] as f64 / ALL
    }

    /// Share of all demand that is no more covered without a free crew of an innermost area.
    #[inline]
    pub fn lost(&self, leaf: u32) -> f64 {
        self.gained(leaf) / self.busy
    }

    /// Seconds of travel within which a crew covers.
    #[inline]
    pub fn standard(&self) -> f64 {
        self.standard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three zones on a line, 300 s apart, with demand 1, 2 and 1; each leaf a zone; q = 0.5.
    fn line(standard: f64) -> Coverage {
        let seconds = |a: usize, b: usize| 300.0 * a.abs_diff(b) as f64;
        Coverage::new(vec![0, 1, 2], &[1.0, 2.0, 1.0], seconds, standard, 0.5)
    }

    #[test]
    fn gains_and_losses_are_those_of_daskins_model() {
        let mut coverage = line(300.0);
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(near(coverage.gained(0), 0.375) && near(coverage.gained(1), 0.5), "half of what is in reach");
        coverage.change(1, true);
        assert!(near(coverage.gained(0), 0.1875) && near(coverage.gained(1), 0.25));
        assert!(near(coverage.lost(1), 0.5), "what its coming had gained");
        coverage.change(0, true);
        assert!(near(coverage.lost(1), 0.25 * 0.75 + 0.5 * 0.25), "alone in the last zone, one of two in the others");
        assert!(near(coverage.lost(0), 0.25 * 0.75));
    }

    #[test]
    fn coming_and_going_leaves_no_trace() {
        let (fresh, mut used) = (line(300.0), line(300.0));
        for _ in 0..200 {
            used.change(1, true);
            used.change(2, true);
        }
        for _ in 0..200 {
            used.change(2, false);
            used.change(1, false);
        }
        assert_eq!(fresh, used);
        used.change(0, true);
        used.clear();
        assert_eq!(fresh, used);
    }

    #[test]
    fn a_short_standard_covers_the_own_zone_only() {
        assert!((line(10.0).gained(1) - 0.25).abs() < 1e-9);
    }
}
