//! How well the free crews cover the city: the expected demand that a free crew reaches within the standard.
//!
//! Daskin's maximum expected covering model: with k free crews within the standard of a zone, each of them busy with
//! probability q, one more raises the covered demand of the zone by d·(1 − q)·q^k. Kept for every zone is the gain
//! that one more crew there would bring; what is lost by taking one away is that gain divided by q. All sums are in
//! whole numbers, so that they are exact whatever the order of events. Ways need not be as long as those back: a zone is
//! covered from where it is reached. A change of one crew costs O(zones²) at worst, a look nothing.
//!
//! Source: Daskin, Transportation Science 17 (1983); used for dispatch and relocation by Jagtenberg, Bhulai & van der
//! Mei, Operations Research for Health Care 4 (2015) and Health Care Management Science 20 (2017).

use crate::problems::Problems;
use crate::quantity::Share;
use crate::time::Duration;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

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
    /// What a standard may be: one of no time covers nothing.
    pub const WITHIN: RangeInclusive<Duration> = Duration(1)..=Duration::MAX;
    /// What the busy fraction may be: nearer to 0 or 1 the differences between crews are lost in the units of the sums.
    pub const BUSY: RangeInclusive<f64> = 0.001..=0.999;

    /// Whether it is a standard, whoever goes by it. Problems carry their path below `dispatch.coverage`.
    pub fn check(&self, problems: &mut Problems) {
        if !Self::WITHIN.contains(&self.within) {
            problems.add("dispatch.coverage.within", "a standard of 0 covers nothing: give a travel time such as \"10 min\"");
        }
        let busy = self.busy.get();
        if !Self::BUSY.contains(&busy) {
            let (least, most) = (*Self::BUSY.start(), *Self::BUSY.end());
            let message = format!("{busy} leaves nothing to choose by: the busy fraction lies between {least} and {most}");
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
    /// Zones that a crew in each zone reaches within the standard, its own among them.
    reached: Neighbours,
    /// Zones from which each zone is reached.
    reached_from: Neighbours,
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
        let reached = Neighbours::new(zones, |from, to| from == to || seconds(from, to) <= standard);
        let reached_from = reached.reversed();
        let mut gains = Vec::with_capacity(zones * MOST);
        for share in demand.iter().map(|d| d / total) {
            let mut gain = share * (1.0 - busy) * ALL;
            for _ in 0..MOST {
                gains.push(gain as u64);
                gain *= busy;
            }
        }
        let mut coverage = Coverage { zone, reached, reached_from, gains, busy, standard, crews: vec![0; zones], gain: vec![0; zones] };
        coverage.clear();
        coverage
    }

    /// No crew is free.
    pub fn clear(&mut self) {
        self.crews.fill(0);
        for zone in 0..self.gain.len() {
            self.gain[zone] = self.reached.of(zone).iter().map(|other| self.gains[*other as usize * MOST]).sum();
        }
    }

    /// A crew in an innermost area becomes free, or is free no more.
    pub fn change(&mut self, leaf: u32, free: bool) {
        for covered in self.reached.of(self.zone[leaf as usize] as usize).iter().map(|zone| *zone as usize) {
            let gain_at = |crews: u32| self.gains[covered * MOST..][..MOST].get(crews as usize).copied().unwrap_or(0);
            let before = gain_at(self.crews[covered]);
            if free {
                self.crews[covered] += 1;
            } else {
                self.crews[covered] -= 1;
            }
            let after = gain_at(self.crews[covered]);
            for around in self.reached_from.of(covered) {
                let gain = &mut self.gain[*around as usize];
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

/// The neighbours of each zone, one list after the other.
#[derive(Clone, Debug, PartialEq)]
struct Neighbours {
    /// Where those of each zone begin, and one past the last.
    first: Vec<u32>,
    zones: Vec<u32>,
}

impl Neighbours {
    fn new(zones: usize, near: impl Fn(usize, usize) -> bool) -> Neighbours {
        let mut neighbours = Neighbours { first: vec![0], zones: Vec::new() };
        for from in 0..zones {
            neighbours.zones.extend((0..zones).filter(|to| near(from, *to)).map(|to| to as u32));
            neighbours.first.push(neighbours.zones.len() as u32);
        }
        neighbours
    }

    /// Of each zone those whose neighbour it is.
    fn reversed(&self) -> Neighbours {
        let zones = self.first.len() - 1;
        let mut of = vec![Vec::new(); zones];
        for from in 0..zones {
            self.of(from).iter().for_each(|to| of[*to as usize].push(from as u32));
        }
        let first = std::iter::once(0).chain(of.iter().scan(0, |end, zones| {
            *end += zones.len() as u32;
            Some(*end)
        }));
        Neighbours { first: first.collect(), zones: of.concat() }
    }

    #[inline]
    fn of(&self, zone: usize) -> &[u32] {
        &self.zones[self.first[zone] as usize..self.first[zone + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the ways there and back, what is kept is what a look at all zones and crews finds.
        #[test]
        fn what_is_kept_is_what_is_found_anew(
            seconds in prop::collection::vec(0.0..600.0f64, 25),
            changes in prop::collection::vec((0..5u32, any::<bool>()), 1..40),
        ) {
            let demand = [8.0, 1.0, 1.0, 3.0, 0.0];
            let way = |from: usize, to: usize| seconds[5 * from + to];
            let reaches = |from: usize, to: usize| from == to || way(from, to) <= 300.0;
            let mut coverage = Coverage::new((0..5).collect(), &demand, way, 300.0, 0.25);
            let mut crews = [0; 5];
            for (zone, comes) in changes {
                if comes || crews[zone as usize] > 0 {
                    crews[zone as usize] += if comes { 1 } else { -1 };
                    coverage.change(zone, comes);
                }
                for from in 0..5 {
                    let guards = |to: usize| (0..5).filter(|other| reaches(*other, to)).map(|other| crews[other]).sum::<i32>();
                    let gain = |to: usize| (0..guards(to)).fold(demand[to] / 13.0 * 0.75, |gain, _| gain * 0.25);
                    let gained: f64 = (0..5).filter(|to| reaches(from, *to)).map(gain).sum();
                    prop_assert!((coverage.gained(from as u32) - gained).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn a_busy_fraction_too_near_to_its_ends_is_refused() {
        let refused = |busy| {
            let mut problems = Problems::default();
            CoverageConfig { busy: Share::new(busy).unwrap(), ..CoverageConfig::default() }.check(&mut problems);
            !problems.is_empty()
        };
        assert_eq!([0.0, 1e-15, 0.001, 0.999, 0.9999, 1.0].map(refused), [true, true, false, false, true, true]);
    }

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
