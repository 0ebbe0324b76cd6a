//! Scenarios: read, checked, made ready to run.

mod config;
mod model;
mod targets;

pub use config::{Grade, Provenance, RunConfig, SCHEMA, SECTIONS, Scenario};
pub use model::Model;
pub use targets::{Clock, OnSceneMeans, Target, TargetsConfig};
