//! `Dmexclp`: a crew that becomes free goes to the station where one more crew gains the most coverage. O(stations).
//!
//! Only the crew that has become free moves; crews that stand ready stay. Coverage is judged by
//! [`crate::policy::Coverage`]. Any station of its kind of crew will do. Ties go to the shortest way, then to the
//! station that stands first.

use crate::policy::dispatch::coverage_preserving::COVERAGE;
use crate::policy::{RuleInfo, RuleKind};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "Dmexclp",
    kind: RuleKind::Relocation,
    budget: None,
    summary: "a crew that is free goes to the station where one more crew gains the most coverage",
    zh: "班组空出后前往新增覆盖最大的站点（DMEXCLP 动态调配）",
    parameters: COVERAGE,
    source: "Jagtenberg, Bhulai & van der Mei, Operations Research for Health Care 4 (2015)",
};

/// A station that the crew may go to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Number of the station.
    pub station: u32,
    /// Share of demand that one more crew there covers.
    pub gained: f64,
    /// Seconds of travel.
    pub seconds: f64,
}

/// The station to go to.
pub fn choose(places: impl Iterator<Item = Place>) -> Option<u32> {
    let better = |a: &Place, b: &Place| a.gained > b.gained || a.gained == b.gained && a.seconds < b.seconds;
    places.reduce(|best, place| if better(&place, &best) { place } else { best }).map(|place| place.station)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_gain_wins_and_of_equals_the_nearest() {
        let place = |station, gained, seconds| Place { station, gained, seconds };
        assert_eq!(choose([place(0, 0.2, 10.0), place(1, 0.4, 900.0), place(2, 0.4, 800.0)].into_iter()), Some(2));
        assert_eq!(choose([place(5, 0.2, 10.0), place(6, 0.2, 10.0)].into_iter()), Some(5));
        assert_eq!(choose(std::iter::empty()), None);
    }
}
