//! Who goes: one file per rule.

pub mod closest_idle;
pub mod district_first;
pub mod random;

use super::Situation;
use crate::ids::CrewId;
use district_first::DistrictFirst;
use serde::{Deserialize, Serialize};

/// The rule that chooses a crew.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum DispatchRule {
    /// See [`closest_idle`].
    #[default]
    ClosestIdle,
    /// See [`district_first`].
    DistrictFirst {
        /// The division into districts: a level or partition.
        #[serde(default = "district_first::default_partition")]
        partition: String,
        /// When to look outside the district.
        #[serde(default)]
        outside: district_first::Outside,
    },
    /// See [`random`].
    Random,
}

/// A rule with its names resolved: matched once per decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Chooser {
    /// See [`closest_idle`].
    ClosestIdle,
    /// See [`district_first`].
    DistrictFirst(DistrictFirst),
    /// See [`random`].
    Random,
}

impl Chooser {
    /// The crew to send, if one may be sent.
    #[inline]
    pub fn choose(self, situation: &Situation) -> Option<CrewId> {
        match self {
            Chooser::ClosestIdle => closest_idle::choose(situation),
            Chooser::DistrictFirst(_) => district_first::choose(situation),
            Chooser::Random => random::choose(situation),
        }
    }

    /// What the rule minimises for one crew, for explanations.
    pub fn score(self, situation: &Situation, crew: CrewId) -> f64 {
        match self {
            Chooser::ClosestIdle | Chooser::Random => situation.travel(crew),
            Chooser::DistrictFirst(_) => district_first::score(situation, crew),
        }
    }
}
