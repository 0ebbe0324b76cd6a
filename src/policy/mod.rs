//! The rules: who goes, who waits. One file per rule and one line in the registry.
//!
//! A rule sees a [`Situation`] and returns a choice. It cannot change anything, and it never learns what
//! the future holds.

mod columns;
pub mod dispatch;
mod grid;
pub mod queueing;
mod registry;
mod situation;

pub use columns::{ANYWHERE, Availability, CrewColumns};
pub use grid::Grid;
pub use registry::{Parameter, RuleInfo, RuleKind, registry, struct_variants};
pub use situation::Situation;

use dispatch::DispatchRule;
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
    /// Where a crew goes when it is free.
    #[serde(default)]
    pub relocation: Relocation,
    /// When a crew that goes back counts as available again.
    #[serde(default)]
    pub available_again: AvailableAgain,
}

/// Where a crew goes when it is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Relocation {
    /// Back to its station.
    #[default]
    ReturnToStation,
    /// Nowhere: it waits where it last worked.
    Stay,
}

/// When a crew that goes back to its station counts as available again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AvailableAgain {
    /// As soon as it is clear, and on the way at its interpolated place.
    #[default]
    EnRoute,
    /// Only at its station.
    AtBase,
}
