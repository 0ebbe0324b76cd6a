//! One binary for all integration tests: one file for each way in which the product can fail.

mod allocations;
mod city;
mod cli;
mod compare;
mod determinism;
mod expected;
mod extremes;
mod faults;
mod layout;
mod logs;
mod mutants;
mod oracles;
mod places;
mod readme;
mod reference;
mod report;
mod reproduce;
mod rules;
mod sensitivity;
mod source;
mod structures;
mod sweep;
mod workloads;
