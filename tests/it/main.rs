//! One binary for all tests that use gridgov from outside.

mod source;
