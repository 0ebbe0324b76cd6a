mod allocations;
mod city;
mod determinism;
mod layout;
mod oracles;
