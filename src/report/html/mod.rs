//! The report that people look at: one self-contained page, `report.html`.
//!
//! Data and drawing are kept apart. Everything drawn is a JSON document that is made here from results
//! ([`data`], described in `docs/report.md`); the page in `web/` draws it and computes no result. What a run adds
//! to its `summary.json` for that purpose is `report.json` ([`view`]), so that the page can be made again from a
//! folder.

mod checklist;
mod gather;
mod map;
mod oracles;
mod page;
mod read;
mod replay;
#[cfg(test)]
mod replay_tests;
mod trust;
mod view;
mod worst;

pub use gather::{Gather, Gathered};
pub use page::{Arm, BUNDLE, FILE, data, is_page, page, views};
pub use read::{READ, ReadError, Results, promises_apart, read, read_by};
pub use view::{FILE as VIEW_FILE, view};

#[cfg(test)]
mod tests;
