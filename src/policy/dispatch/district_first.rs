//! `DistrictFirst`: a crew of the incident's own district first, others only where there is none. Looks at all
//! crews of the district; where it has more than 64 at those nearby, and at all of it where none can be sent.
//!
//! Whether crews *may* leave their district is the structure's business (`boundaries`); this rule only
//! prefers. With `outside: After(..)` an incident waits that long for a crew of its own district before
//! any other is asked, with `outside: Never` for good. Crews that serve the whole city belong to no district:
//! they come after those of the district and before those of others, and are asked at once.

use crate::ids::CrewId;
use crate::policy::{ANYWHERE, Parameter, RuleInfo, RuleKind, Situation, Words};
use crate::time::Duration;
use serde::{Deserialize, Serialize};

/// For `gridgov rules`.
pub const INFO: RuleInfo = RuleInfo {
    name: "DistrictFirst",
    kind: RuleKind::Dispatch,
    budget: None,
    summary: "sends the closest crew of the incident's own district; others where that has none to send",
    zh: "优先派遣事件所在辖区内最近的班组，无人可派时再跨区",
    parameters: &[
        Parameter {
            name: "partition",
            default: Words::of(
                "where `structure.boundaries` keeps crews; else \"governance_unit\"; else the coarsest level",
                "structure.boundaries 所用的划分；否则 \"governance_unit\"；否则最高一级",
            ),
            bounds: Words::of("a level or partition of the city", "城市的一个层级或划分"),
            meaning: "what a district is",
            zh: "以哪一级区域为辖区",
        },
        Parameter {
            name: "outside",
            default: Words::alike("AtOnce"),
            bounds: Words::alike("AtOnce, After(\"10 min\"), Never"),
            meaning: "when crews of other districts are asked; `After(…)` does not go together with `demand.patience`",
            zh: "何时可向其他辖区的班组派单；`After(…)` 不能与 `demand.patience` 同用",
        },
    ],
    source: "Mayorga, Bandara & McLay, IIE Transactions on Healthcare Systems Engineering 3 (2013)",
};

/// When crews of other districts are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Outside {
    /// As soon as the own district has nobody to send.
    #[default]
    AtOnce,
    /// After the incident has waited that long.
    After(Duration),
    /// Not at all.
    Never,
}

/// The rule with its names resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistrictFirst {
    /// When crews of other districts are asked.
    pub outside: Outside,
}

/// Up to so many crews of a district are looked at one by one.
const FEW: usize = 64;

/// How far behind a crew stands, however near it is: 0 of the district, 1 of the whole city, 2 of another district.
fn tier(situation: &Situation, crew: CrewId) -> u8 {
    match situation.crews.cell(crew) {
        own if own == situation.cell => 0,
        ANYWHERE => 1,
        _ => 2,
    }
}

/// Seconds of travel, with 10⁹ for each tier behind: for explanations. Too coarse to tell crews a microsecond apart.
#[inline]
pub fn score(situation: &Situation, crew: CrewId) -> f64 {
    situation.travel(crew) + f64::from(tier(situation, crew)) * 1e9
}

/// The closest eligible crew of the own district, else of those of the whole city, else of all; ties to the lowest id.
#[inline]
pub fn choose(situation: &Situation) -> Option<CrewId> {
    let own = closest_of(situation, situation.cell);
    own.or_else(|| closest_of(situation, ANYWHERE)).or_else(|| situation.closest())
}

/// The closest eligible crew of a cell: by a look at each where there are few, else nearby.
fn closest_of(situation: &Situation, cell: u32) -> Option<CrewId> {
    let of_cell = || situation.crews.of_cell(cell);
    let may = |crew: &CrewId| situation.may_go(*crew);
    if of_cell().nth(FEW).is_none() {
        let by_travel = of_cell().filter(may).map(|crew| (situation.travel(crew), crew));
        return by_travel.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, crew)| crew);
    }
    if !of_cell().any(|crew| may(&crew)) {
        return None;
    }
    situation.least_within(|seconds| seconds, |crew, seconds| if situation.crews.cell(crew) == cell { seconds } else { f64::INFINITY })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::situation::hand_made::{crews, job};
    use crate::policy::{Availability, CrewColumns};

    #[test]
    fn the_own_district_goes_first_however_far() {
        let mut columns = crews(&[(1.0, 1), (9.0, 0), (8.0, 0)]);
        assert_eq!(choose(&job(&columns)), Some(CrewId(2)));
        columns.set_availability(CrewId(2), Availability::Busy);
        columns.set_availability(CrewId(1), Availability::Busy);
        assert_eq!(choose(&job(&columns)), Some(CrewId(0)));
        assert_eq!(choose(&Situation { within_cell: true, ..job(&columns) }), None);
    }

    #[test]
    fn crews_of_the_whole_city_back_up_every_district() {
        let mut columns = crews(&[(1.0, 1), (2.0, ANYWHERE), (9.0, 0)]);
        let within = |columns: &CrewColumns| choose(&Situation { within_cell: true, ..job(columns) });
        assert_eq!((choose(&job(&columns)), within(&columns)), (Some(CrewId(2)), Some(CrewId(2))));
        columns.set_availability(CrewId(2), Availability::Busy);
        assert_eq!((choose(&job(&columns)), within(&columns)), (Some(CrewId(1)), Some(CrewId(1))));
        columns.set_availability(CrewId(1), Availability::Busy);
        assert_eq!((choose(&job(&columns)), within(&columns)), (Some(CrewId(0)), None));
    }
}
