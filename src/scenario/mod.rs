//! What a user writes: scenario files, read into one tree that knows where everything stands.
//!
//! [`Source`] reads RON files, overlays and `--set`; [`Diagnostics`] says what is wrong with them. The types of
//! the sections stand beside the code they configure.

mod cursor;
mod diagnostic;
mod difference;
mod emit;
mod explain;
mod input;
mod nearest;
mod overlay;
mod path;
mod set;
mod source;
mod split;
mod tree;
mod typed;

pub use diagnostic::{Diagnostic, Diagnostics, Problem, Severity};
pub use difference::Difference;
pub use input::{InputFile, MAX_BYTES, Span};
pub use source::Source;
pub use split::{MAX_DEPTH, MAX_VALUES};
pub use tree::{Body, Entry, Key, Node};
