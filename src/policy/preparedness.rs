//! How prepared each zone is: the nearness of all free crews to it.
//!
//! The preparedness of a zone is the sum of 1 ÷ (minutes of travel + 1) over the free crews. A crew's share in it is
//! what the zone loses without that crew: much where it is nearly alone, little where many are near. Kept is, for each
//! zone in which a crew may stand, the mean of that share over all demand. Sums are in whole numbers, so that they do
//! not depend on the order of events. A change of one crew costs O(zones²), a look nothing.
//!
//! Source: Andersson & Värbrand, Journal of the Operational Research Society 58 (2007), with all free crews in the place
//! of the nearest few; Lee, Journal of the Operational Research Society 62 (2011).

/// Nearness of a crew at the very place, in the units of the sums.
const AT_THE_PLACE: f64 = (1u64 << 32) as f64;

/// Zones, their nearness to each other, and their present preparedness.
#[derive(Clone, Debug, PartialEq)]
pub struct Preparedness {
    /// Zone of each innermost area.
    zone: Vec<u32>,
    /// Share of demand of each zone.
    demand: Vec<f64>,
    /// Nearness of a crew in one zone to another, by the crew's zone, then the other.
    nearness: Vec<u64>,
    /// Preparedness of each zone.
    prepared: Vec<u64>,
    /// Share of all preparedness, weighted by demand, that a crew in each zone has.
    share: Vec<f64>,
}

impl Preparedness {
    /// `zone` of each innermost area, `demand` of each zone, `seconds` between zones.
    pub fn new(zone: Vec<u32>, demand: &[f64], seconds: impl Fn(usize, usize) -> f64) -> Preparedness {
        let zones = demand.len();
        let total = demand.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let near = |from: usize, to: usize| (AT_THE_PLACE / (seconds(from, to) / 60.0 + 1.0)) as u64;
        Preparedness {
            zone,
            demand: demand.iter().map(|d| d / total).collect(),
            nearness: (0..zones * zones).map(|i| near(i / zones, i % zones)).collect(),
            prepared: vec![0; zones],
            share: vec![0.0; zones],
        }
    }

    /// No crew is free.
    pub fn clear(&mut self) {
        self.prepared.fill(0);
        self.share.fill(0.0);
    }

    /// A crew in an innermost area becomes free, or is free no more.
    pub fn change(&mut self, leaf: u32, free: bool) {
        let zones = self.prepared.len();
        let row = self.zone[leaf as usize] as usize * zones;
        for (prepared, near) in self.prepared.iter_mut().zip(&self.nearness[row..][..zones]) {
            *prepared = if free { *prepared + near } else { *prepared - near };
        }
        for (from, share) in self.share.iter_mut().enumerate() {
            let nearness = &self.nearness[from * zones..][..zones];
            let zones = nearness.iter().zip(&self.prepared).zip(&self.demand);
            *share = zones.map(|((near, prepared), demand)| demand * (*near as f64 / (*prepared).max(*near) as f64)).sum();
        }
    }

    /// The share of the city's preparedness that goes with a free crew of an innermost area.
    #[inline]
    pub fn lost(&self, leaf: u32) -> f64 {
        self.share[self.zone[leaf as usize] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_crew_is_missed_most() {
        let mut prepared = Preparedness::new(vec![0, 1], &[1.0, 1.0], |a, b| if a == b { 0.0 } else { 540.0 });
        prepared.change(0, true);
        assert_eq!(prepared.lost(0), 1.0, "all there is");
        prepared.change(0, true);
        prepared.change(1, true);
        // Zone 0: 1 + 1 + 0.1, zone 1: 0.1 + 0.1 + 1.
        assert!((prepared.lost(0) - 0.5 * (1.0 / 2.1 + 0.1 / 1.2)).abs() < 1e-6);
        assert!((prepared.lost(1) - 0.5 * (0.1 / 2.1 + 1.0 / 1.2)).abs() < 1e-6);
        let before = prepared.clone();
        prepared.change(1, true);
        prepared.change(1, false);
        assert_eq!(prepared, before);
    }
}
