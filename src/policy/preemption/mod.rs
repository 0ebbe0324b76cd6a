//! Who is pulled away: whether a crew that serves one incident is sent to another. One file per rule.

pub mod non_preemptive;
pub mod preemptive_priority;

use super::Situation;
use crate::ids::CrewId;
use crate::problems::Problems;
use preemptive_priority::{PreemptivePriority, When};
use serde::{Deserialize, Serialize};

/// The rule that calls crews away.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum PreemptionRule {
    /// See [`non_preemptive`].
    #[default]
    NonPreemptive,
    /// See [`preemptive_priority`].
    PreemptivePriority {
        /// Whom priority 1 may bump.
        #[serde(default = "preemptive_priority::below_1")]
        priority_1: Vec<u8>,
        /// Whom priority 2 may bump.
        #[serde(default = "preemptive_priority::below_2")]
        priority_2: Vec<u8>,
        /// Whom priority 3 may bump.
        #[serde(default = "preemptive_priority::below_3")]
        priority_3: Vec<u8>,
        /// Whether work on scene is broken off as well.
        #[serde(default)]
        on_scene: bool,
        /// When anybody is bumped.
        #[serde(default)]
        when: When,
    },
}

/// A rule ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Preemption {
    /// See [`non_preemptive`].
    NonPreemptive,
    /// See [`preemptive_priority`].
    PreemptivePriority(PreemptivePriority),
}

/// A crew that serves an incident alone.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Serving {
    /// The crew.
    pub crew: CrewId,
    /// The priority of what it serves.
    pub priority: u8,
    /// Whether it is at work there, rather than on the way.
    pub on_scene: bool,
}

impl Preemption {
    /// The rule of a scenario. Problems carry their path below `dispatch.preemption`.
    pub fn build(rule: &PreemptionRule, problems: &mut Problems) -> Preemption {
        match rule {
            PreemptionRule::NonPreemptive => Preemption::NonPreemptive,
            PreemptionRule::PreemptivePriority { priority_1, priority_2, priority_3, on_scene, when } => {
                Preemption::PreemptivePriority(PreemptivePriority::build([priority_1, priority_2, priority_3], *on_scene, *when, problems))
            }
        }
    }

    /// Whether an incident of this priority might call a crew away, with a free crew at hand or without.
    #[inline]
    pub fn concerns(&self, priority: u8, free_at_hand: bool) -> bool {
        match self {
            Preemption::NonPreemptive => false,
            Preemption::PreemptivePriority(rule) => rule.concerns(priority, free_at_hand),
        }
    }

    /// The crew to call away for an incident of this priority; `nearest_free` is the seconds of way of the nearest free
    /// crew, infinite where none is free.
    pub fn choose(&self, situation: &Situation, priority: u8, serving: impl Iterator<Item = Serving>, nearest_free: f64) -> Option<CrewId> {
        match self {
            Preemption::NonPreemptive => None,
            Preemption::PreemptivePriority(rule) => rule.choose(situation, priority, serving, nearest_free),
        }
    }
}
