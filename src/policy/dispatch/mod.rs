//! Who goes: one file per rule.

pub mod batch_matching;
pub mod closest_idle;
pub mod closest_soon_free;
pub mod coverage_preserving;
pub mod demand_supply_balancing;
pub mod district_first;
pub mod preference_list;
pub mod preparedness;
pub mod random;
pub mod rollout;
pub mod score;
#[cfg(test)]
mod search_tests;
pub mod workload_balancing;

use super::Situation;
use crate::ids::CrewId;
use crate::quantity::{Count, Number};
use crate::time::Duration;
use batch_matching::BatchMatching;
use district_first::DistrictFirst;
use indexmap::IndexMap;
use preference_list::PreferenceList;
use score::Score;
use serde::{Deserialize, Serialize};

/// The rule that chooses a crew.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum DispatchRule {
    /// See [`closest_idle`].
    #[default]
    ClosestIdle,
    /// See [`closest_soon_free`].
    ClosestSoonFree,
    /// See [`district_first`].
    DistrictFirst {
        /// The division into districts: a level or partition.
        #[serde(default)]
        partition: Option<String>,
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
    /// See [`coverage_preserving`].
    CoveragePreserving,
    /// See [`preparedness`].
    Preparedness {
        /// What all preparedness is worth in travel time.
        #[serde(default = "preparedness::ten_minutes")]
        weight: Duration,
    },
    /// See [`workload_balancing`].
    WorkloadBalancing {
        /// How much longer than the closest a crew may travel.
        #[serde(default = "workload_balancing::five_minutes")]
        slack: Duration,
    },
    /// See [`batch_matching`].
    BatchMatching {
        /// The time between two matchings.
        #[serde(default = "batch_matching::half_a_minute")]
        every: Duration,
        /// How soon a crew must be there.
        #[serde(default)]
        radius: Option<Duration>,
        /// Whether crews that serve take part.
        #[serde(default = "batch_matching::yes")]
        soon_free: bool,
    },
    /// See [`demand_supply_balancing`].
    DemandSupplyBalancing {
        /// Whether a higher priority goes first under shortage.
        #[serde(default = "super::queueing::closest_first::yes")]
        by_priority: bool,
    },
    /// See [`rollout`].
    Rollout {
        /// The rule that ranks the candidates and acts in the futures.
        #[serde(default)]
        base: Box<DispatchRule>,
        /// How far the futures go.
        #[serde(default = "rollout::one_hour")]
        horizon: Duration,
        /// How many futures are drawn.
        #[serde(default = "rollout::eight")]
        futures: Count,
        /// How many crews are tried at most.
        #[serde(default = "rollout::four")]
        candidates: Count,
    },
    /// See [`score`].
    Score {
        /// Per minute of travel.
        #[serde(default = "score::one")]
        travel: Number,
        /// Per minute until free.
        #[serde(default)]
        time_to_free: Number,
        /// Of the share of time on duty spent serving.
        #[serde(default)]
        workload: Number,
        /// Of the share of demand no longer covered.
        #[serde(default)]
        coverage_lost: Number,
        /// Of a crew that is not of the incident's governance unit.
        #[serde(default)]
        outside: Number,
        /// Of the share of departments beyond the one needed.
        #[serde(default)]
        skill_fit: Number,
        /// Per step of priority.
        #[serde(default)]
        priority: Number,
        /// Per minute of waiting.
        #[serde(default)]
        wait: Number,
        /// What `outside` is outside of.
        #[serde(default)]
        units: Option<String>,
    },
    /// See [`random`].
    Random,
}

/// A rule with its names resolved: matched once per decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Chooser {
    /// See [`closest_idle`]; of [`demand_supply_balancing`] the half that chooses crews.
    ClosestIdle,
    /// See [`closest_soon_free`].
    ClosestSoonFree,
    /// See [`district_first`].
    DistrictFirst(DistrictFirst),
    /// See [`preference_list`].
    PreferenceList(PreferenceList),
    /// See [`coverage_preserving`].
    CoveragePreserving,
    /// See [`preparedness`].
    Preparedness(Duration),
    /// See [`workload_balancing`].
    WorkloadBalancing(Duration),
    /// See [`batch_matching`].
    BatchMatching(BatchMatching),
    /// See [`score`].
    Score(Score),
    /// See [`random`].
    Random,
}

/// What is kept account of only where the rule asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accounts {
    /// What crews have worked.
    pub work: bool,
    /// When crews that serve will be free.
    pub clear: bool,
}

impl Chooser {
    /// The crew to send, if one may be sent.
    #[inline]
    pub fn choose(&self, situation: &Situation) -> Option<CrewId> {
        match self {
            Chooser::ClosestIdle | Chooser::ClosestSoonFree | Chooser::BatchMatching(_) => closest_idle::choose(situation),
            Chooser::DistrictFirst(_) => district_first::choose(situation),
            Chooser::PreferenceList(rule) => rule.choose(situation),
            Chooser::CoveragePreserving => coverage_preserving::choose(situation),
            Chooser::Preparedness(weight) => preparedness::choose(situation, *weight),
            Chooser::WorkloadBalancing(slack) => workload_balancing::choose(situation, *slack),
            Chooser::Score(rule) => rule.choose(situation),
            Chooser::Random => random::choose(situation),
        }
    }

    /// The crew that serves and would do better than `limit`, the score of whoever could go now.
    pub fn soon_free(&self, situation: &Situation, limit: f64) -> Option<CrewId> {
        match self {
            Chooser::Score(rule) => {
                let score = |crew, seconds| rule.of(situation, crew, seconds);
                situation.soon_free(limit, |score| rule.reach(situation, score), rule.second_of_waiting(), score)
            }
            _ => situation.soon_free(limit, |score| score, 1.0, |crew, seconds| situation.time_to_free(crew) + seconds),
        }
    }

    /// Whether the rule asks for luck.
    #[inline]
    pub fn draws(&self) -> bool {
        matches!(self, Chooser::Random)
    }

    /// Whether the rule also asks crews that are not free yet.
    pub fn looks_ahead(&self) -> bool {
        match self {
            Chooser::ClosestSoonFree => true,
            Chooser::BatchMatching(rule) => rule.soon_free,
            Chooser::Score(rule) => rule.time_to_free != 0.0,
            _ => false,
        }
    }

    /// What has to be kept account of for the rule.
    pub fn accounts(&self) -> Accounts {
        let work = match self {
            Chooser::WorkloadBalancing(_) => true,
            Chooser::Score(rule) => rule.workload != 0.0,
            _ => false,
        };
        Accounts { work, clear: self.looks_ahead() }
    }

    /// Whether the rule decides which waiting incident a crew that becomes free gets.
    #[inline]
    pub fn ranks_incidents(&self) -> bool {
        matches!(self, Chooser::Score(rule) if rule.ranks_incidents())
    }

    /// Whether some crews are never sent to some places, so that those who wait for the same kind of crew may wait
    /// for different ones.
    #[inline]
    pub fn is_exclusive(&self) -> bool {
        matches!(self, Chooser::PreferenceList(rule) if rule.is_exclusive())
    }

    /// Whether the rule ever sends a crew to such a place.
    #[inline]
    pub fn sends(&self, situation: &Situation, crew: CrewId) -> bool {
        match self {
            Chooser::PreferenceList(rule) => rule.lists(situation, crew),
            _ => true,
        }
    }

    /// What the rule minimises for one crew, for explanations.
    pub fn score(&self, situation: &Situation, crew: CrewId) -> f64 {
        match self {
            Chooser::ClosestIdle | Chooser::Random | Chooser::WorkloadBalancing(_) => situation.travel(crew),
            Chooser::ClosestSoonFree | Chooser::BatchMatching(_) => closest_soon_free::score(situation, crew),
            Chooser::DistrictFirst(_) => district_first::score(situation, crew),
            Chooser::PreferenceList(rule) => rule.score(situation, crew),
            Chooser::CoveragePreserving => coverage_preserving::score(situation, crew),
            Chooser::Preparedness(weight) => preparedness::score(situation, crew, *weight),
            Chooser::Score(rule) => rule.score(situation, crew),
        }
    }
}
