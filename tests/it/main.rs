//! One binary for all tests that use gridgov from outside.

mod source;
mod source_properties;
