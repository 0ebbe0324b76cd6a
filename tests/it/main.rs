//! One binary for all integration tests: one file for each way in which the product can fail.

mod allocations;
mod batch;
mod city;
mod cli;
mod compare;
mod determinism;
mod expected;
mod extremes;
mod faults;
mod findings;
mod hindsight;
mod layout;
mod logs;
mod lookahead;
mod mutants;
mod oracles;
mod places;
mod readme;
mod reference;
mod report;
mod reproduce;
mod rules;
mod source;
mod structures;
mod workloads;
