//! What a user writes: scenario files, read into one tree that knows where everything stands, checked, and
//! made ready to run.
//!
//! [`load`] does it all. [`Source`] reads RON files, overlays and `--set`; [`Diagnostics`] says what is wrong
//! with them; [`Scenario`] is what they say, section by section, in types that stand beside the code they
//! configure; [`Model`] has every name resolved and every table built.

mod config;
mod cursor;
mod diagnostic;
mod difference;
mod emit;
mod explain;
mod factors;
mod fault;
mod figure;
mod home;
mod input;
mod left_out;
mod load;
mod log;
mod model;
mod named_files;
mod nearest;
mod overlay;
mod path;
mod reader;
mod rules;
mod set;
mod short;
mod slip;
mod source;
mod split;
mod targets;
mod tree;
mod typed;

pub use config::{Belief, Grade, Provenance, RunConfig, SCHEMA, SECTIONS, Scenario};
pub use diagnostic::{Diagnostic, Diagnostics, Problem, Severity};
pub use difference::Difference;
pub use factors::{Factor, Factors, Kind, LeftToLog, Range};
pub use home::Home;
pub use input::{InputFile, MAX_BYTES, Span};
pub use load::{Loaded, load, load_text, load_text_with, load_with};
pub use model::{MOST_BYTES, Model};
pub use named_files::{Fingerprints, names_a_file};
pub use path::{clash, holds, leads, of_names, overlap, told_apart};
pub use set::{path_and_value, unquoted};
pub use source::Source;
pub use split::{MAX_DEPTH, MAX_VALUES, full_width};
pub use targets::{Clock, OnSceneMeans, Target, TargetsConfig};
pub use tree::{Body, Entry, Key, Node};
