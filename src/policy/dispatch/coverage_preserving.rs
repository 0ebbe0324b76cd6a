//! `CoveragePreserving` (DMEXCLP dispatch): of the free crews that are in time, the one whose leaving costs the least
//! coverage; where none is in time, of all free crews. O(free crews in time).
//!
//! Coverage is judged by [`crate::policy::Coverage`], its standard being that within which a crew is in time. A crew
//! on its way home counts where it is going. Ties go to the shorter way, then to the lowest id.

use crate::ids::CrewId;
use crate::policy::{Parameter, RuleInfo, RuleKind, Situation, Words};
use std::cell::Cell;

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "CoveragePreserving",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "of the crews that are in time sends the one whose leaving costs the least coverage (DMEXCLP); one on committed work, where the priority may call it away, covers nothing and goes first",
    zh: "在能及时到达的班组中，派遣对覆盖影响最小者（DMEXCLP）；可被召回的常规工作班组不计入覆盖，故最先派遣",
    parameters: COVERAGE,
    source: "Jagtenberg, Bhulai & van der Mei, Health Care Management Science 20 (2017)",
};

/// The parameters of all rules that judge coverage; they stand in `dispatch: (coverage: (…))`.
pub const COVERAGE: &[Parameter] = &[
    Parameter {
        name: "coverage.within",
        default: Words::alike("\"10 min\""),
        bounds: Words::of("more than 0", "大于 0"),
        meaning: "T: a zone is covered by crews that need no longer to its middle (dispatch: (coverage: (within: …)))",
        zh: "T：班组在此时间内可到达者视为覆盖（写在 dispatch: (coverage: (within: …))）",
    },
    Parameter {
        name: "coverage.busy",
        default: Words::alike("0.3"),
        bounds: Words::of("0.001 to 0.999", "0.001 至 0.999"),
        meaning: "q: the probability that a crew that is free now is busy when it is needed",
        zh: "q：现空闲班组届时忙碌的概率",
    },
    Parameter {
        name: "coverage.zones",
        default: Words::of("the finest level with at most 256 areas", "区域不超过 256 个的最细层级"),
        bounds: Words::of("a level or partition of at most 1024 areas", "至多 1024 个区域的层级或划分"),
        meaning: "what a zone is",
        zh: "以哪一级区域为覆盖单元",
    },
];

/// Added to the score of a crew that would be late: more than all coverage.
const LATE: f64 = 10.0;

/// The share of demand whose coverage is lost, with all who are late behind all who are in time.
#[inline]
pub fn score(situation: &Situation, crew: CrewId) -> f64 {
    let Some(coverage) = situation.crews.coverage() else { return situation.travel(crew) };
    let late = situation.travel(crew) > coverage.standard();
    situation.coverage_lost(crew) + if late { LATE } else { 0.0 }
}

/// The crew to send: whoever is in time is near.
pub fn choose(situation: &Situation) -> Option<CrewId> {
    let by = |crew| (score(situation, crew), situation.travel(crew));
    let Some(coverage) = situation.crews.coverage() else { return situation.least_by(by) };
    let best: Cell<Option<((f64, f64), CrewId)>> = Cell::new(None);
    // Where somebody is not missed at all, nobody further off is better.
    let reach = || match best.get() {
        Some(((0.0, seconds), _)) => seconds,
        _ => coverage.standard(),
    };
    situation.nearby(reach, |crew, seconds| {
        let of = (situation.coverage_lost(crew), seconds);
        let better = || best.get().is_none_or(|(least, other)| of < least || of == least && crew < other);
        if seconds <= coverage.standard() && better() && situation.may_go(crew) {
            best.set(Some((of, crew)));
        }
    });
    best.get().map(|(_, crew)| crew).or_else(|| situation.least_by(by))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Availability;
    use crate::policy::situation::hand_made::{covered, crews, job};

    /// Crews at 1, 2 and 12 km of a line at 100 s/km; demand is all at 1 and 2 km, 200 s count as in time.
    #[test]
    fn who_is_least_missed_goes_as_long_as_it_is_in_time() {
        let mut columns = crews(&[(1.0, 0), (2.0, 1), (12.0, 2)]);
        // The first zone has most of the demand and one crew, the second little.
        covered(&mut columns, &[5.0, 1.0, 0.0], 200.0);
        assert_eq!(choose(&job(&columns)), Some(CrewId(1)), "further off, but guards less");
        columns.set_availability(CrewId(1), Availability::Busy);
        assert_eq!(choose(&job(&columns)), Some(CrewId(0)), "the last is missed by nobody but would be late");
        columns.set_availability(CrewId(0), Availability::Busy);
        assert_eq!(choose(&job(&columns)), Some(CrewId(2)));
    }

    #[test]
    fn of_equally_missed_crews_the_nearer_goes() {
        let mut columns = crews(&[(2.0, 0), (1.0, 0)]);
        covered(&mut columns, &[1.0], 1_000.0);
        assert_eq!(choose(&job(&columns)), Some(CrewId(1)));
    }
}
