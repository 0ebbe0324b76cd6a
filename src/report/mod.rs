//! Results as people and programs read them: terminal, JSON, CSV.
//!
//! Reports are functions from finished results to text. They compute no result, and none depends on the
//! machine, the clock or the number of threads – but for `manifest.json`, which exists to say those.

pub mod break_even;
pub mod check;
pub mod compare;
pub mod explain;
pub mod factors;
pub mod file;
pub mod folder;
pub mod frontier;
pub mod html;
pub mod json;
mod language;
pub mod layout;
pub mod names;
pub mod number;
pub mod part;
pub mod rank;
pub mod reproduce;
pub mod rules;
#[cfg(test)]
pub mod sample;
mod saturated;
pub mod sensitivity;
mod setup;
mod staffing;
pub mod sweep;
pub mod table;
pub mod terminal;
pub mod trace;
pub mod uncertainty;
pub mod verify;

pub use language::Lang;
pub use setup::{Provenance, Setup, command_of};
pub use staffing::{RolePosts, Staffing};

/// A fingerprint as it is written everywhere: sixteen hexadecimal digits.
pub fn hex(digest: u64) -> String {
    format!("{digest:016x}")
}
