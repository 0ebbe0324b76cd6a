//! Scenarios: read, checked, made ready to run.

mod config;
mod model;

pub use config::{
    Clock, Grade, OnSceneMeans, Provenance, RunConfig, SCHEMA, SECTIONS, Scenario, Target, TargetsConfig,
};
pub use model::Model;
