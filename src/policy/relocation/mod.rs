//! Where crews go when they are free: one file per rule.

pub mod compliance_table;
pub mod dmexclp;
pub mod nearest_of;
pub mod return_to_station;
pub mod stay;

use crate::city::Site;
use serde::{Deserialize, Serialize};

/// Where a crew goes when it is free.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Relocation {
    /// See [`return_to_station`].
    #[default]
    ReturnToStation,
    /// See [`stay`].
    Stay,
    /// See [`nearest_of`].
    NearestOf(Vec<Site>),
    /// See [`dmexclp`].
    Dmexclp,
    /// See [`compliance_table`].
    ComplianceTable {
        /// For each number of free crews the stations that should have one, the most important first.
        #[serde(default)]
        rows: Vec<Vec<String>>,
    },
}
