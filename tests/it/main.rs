//! One binary for all integration tests: one file for each way in which the product can fail.

mod allocations;
mod city;
mod cli;
mod determinism;
mod expected;
mod extremes;
mod faults;
mod layout;
mod logs;
mod mutants;
mod oracles;
mod readme;
mod reference;
mod source;
