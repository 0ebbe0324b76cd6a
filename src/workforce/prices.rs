//! What posts and vehicles cost, for the price of a structure. No part in a run.

use crate::quantity::Money;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Unit prices of a year, in one currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricesConfig {
    /// What it is counted in.
    pub currency: String,
    /// The same in Chinese.
    #[serde(default)]
    pub zh: Option<String>,
    /// What a post costs a year, pay and contributions, where its role has no price of its own.
    pub wage: Money,
    /// The same by role: a kind of crew, desk, settlers or posts.
    #[serde(default)]
    pub wages: IndexMap<String, Money>,
    /// What a vehicle costs a year. Each kind of crew has as many as it has crews on duty at once.
    #[serde(default)]
    pub vehicle: Money,
}

impl PricesConfig {
    /// What a post of a role costs a year.
    pub fn wage(&self, role: &str) -> f64 {
        self.wages.get(role).unwrap_or(&self.wage).get()
    }
}
