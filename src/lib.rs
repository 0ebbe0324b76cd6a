//! gridgov – how should a city organise and dispatch the people who handle its street-level incidents?
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod city;
pub mod demand;
pub mod engine;
pub mod experiment;
pub mod ids;
pub mod metrics;
pub mod oracle;
pub mod policy;
pub mod problems;
pub mod process;
pub mod quantity;
pub mod random;
pub mod record;
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod stats;
pub mod structure;
pub mod time;
pub mod workforce;
pub mod world;

/// The walkthrough in `docs/` compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../docs/adding-a-rule.md")]
pub struct AddingARule;
