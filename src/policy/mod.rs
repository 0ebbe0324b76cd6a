//! The rules: who goes, who waits, who is let in, who is pulled away. One file per rule and one line in the registry.
//!
//! A rule sees a [`Situation`] and returns a choice. It cannot change anything, and it never learns what
//! the future holds.

pub mod admission;
mod columns;
mod coverage;
pub mod dispatch;
mod grid;
mod lists;
pub mod matching;
mod middle;
mod nearby;
mod pools;
pub mod preemption;
mod preparedness;
pub mod queueing;
mod reach;
mod registry;
pub mod relocation;
mod situation;
mod worked;
mod zones;

pub use columns::{ANYWHERE, CrewColumns};
pub use coverage::{Coverage, CoverageConfig};
pub use pools::{Availability, Pools};
pub use preparedness::Preparedness;
pub use registry::{Budget, Parameter, RuleInfo, RuleKind, Words, registry, struct_variants};
pub use relocation::Relocation;
pub use situation::Situation;
pub use zones::Zones;

use admission::AdmissionRule;
use dispatch::DispatchRule;
use preemption::PreemptionRule;
use queueing::QueueDiscipline;
use serde::{Deserialize, Serialize};

/// The `dispatch` section of a scenario: every decision that is a policy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispatchConfig {
    /// Who goes.
    #[serde(default)]
    pub rule: DispatchRule,
    /// Who waits.
    #[serde(default)]
    pub queue: QueueDiscipline,
    /// Who is let in.
    #[serde(default)]
    pub admission: AdmissionRule,
    /// Who is pulled away.
    #[serde(default)]
    pub preemption: PreemptionRule,
    /// Where a crew goes when it is free.
    #[serde(default)]
    pub relocation: Relocation,
    /// By what coverage is judged, where a rule judges it.
    #[serde(default)]
    pub coverage: CoverageConfig,
    /// When a crew that goes back counts as available again.
    #[serde(default)]
    pub available_again: AvailableAgain,
}

/// When a crew that goes back to a base counts as available again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AvailableAgain {
    /// As soon as it is clear, and on the way at its interpolated place.
    #[default]
    EnRoute,
    /// As soon as it is clear; once it has set out, only at its base.
    AtClearance,
    /// Only at its base.
    AtBase,
}
