//! Who goes: one file per rule.

pub mod closest_idle;
pub mod district_first;
pub mod preference_list;
pub mod random;

use super::Situation;
use crate::ids::CrewId;
use district_first::DistrictFirst;
use indexmap::IndexMap;
use preference_list::PreferenceList;
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
    /// See [`preference_list`].
    PreferenceList {
        /// What a zone is: a level or partition.
        #[serde(default)]
        zones: Option<String>,
        /// Stations in order, by zone.
        #[serde(default)]
        lists: IndexMap<String, Vec<String>>,
        /// Stations that a list leaves out.
        #[serde(default)]
        others: preference_list::Others,
    },
    /// See [`random`].
    Random,
}

/// A rule with its names resolved: matched once per decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Chooser {
    /// See [`closest_idle`].
    ClosestIdle,
    /// See [`district_first`].
    DistrictFirst(DistrictFirst),
    /// See [`preference_list`].
    PreferenceList(PreferenceList),
    /// See [`random`].
    Random,
}

impl Chooser {
    /// The crew to send, if one may be sent.
    #[inline]
    pub fn choose(&self, situation: &Situation) -> Option<CrewId> {
        match self {
            Chooser::ClosestIdle => closest_idle::choose(situation),
            Chooser::DistrictFirst(_) => district_first::choose(situation),
            Chooser::PreferenceList(rule) => rule.choose(situation),
            Chooser::Random => random::choose(situation),
        }
    }

    /// Whether the rule asks for luck.
    #[inline]
    pub fn draws(&self) -> bool {
        matches!(self, Chooser::Random)
    }

    /// Whether some crews are never sent to some places, so that those who wait for the same kind of crew may wait
    /// for different ones.
    #[inline]
    pub fn is_exclusive(&self) -> bool {
        matches!(self, Chooser::PreferenceList(rule) if rule.is_exclusive())
    }

    /// What the rule minimises for one crew, for explanations.
    pub fn score(&self, situation: &Situation, crew: CrewId) -> f64 {
        match self {
            Chooser::ClosestIdle | Chooser::Random => situation.travel(crew),
            Chooser::DistrictFirst(_) => district_first::score(situation, crew),
            Chooser::PreferenceList(rule) => rule.score(situation, crew),
        }
    }
}
