//! The results of `frontier`: as text, as a document, as a table.

mod csv;
mod json;
mod levels;
mod text;

pub use csv::csv;
pub use json::frontier_json;
pub use text::frontier;

use crate::experiment::Arm;
use crate::experiment::Scope;
use crate::experiment::frontier::{Found, Search};
use crate::experiment::posts::{self, Sort};
use crate::metrics::Name;
use crate::stats::Bracket;

/// Everything that a search for a frontier found.
pub struct Frontier<'a> {
    /// The search.
    pub search: &'a Search,
    /// Whose posts were in question.
    pub scope: Scope,
    /// Where the targets begin to be met.
    pub targets: Bracket,
    /// Where the committed work is done as well; absent where it was not asked for.
    pub both: Option<Bracket>,
    /// What the command was given.
    pub flags: Vec<String>,
}

impl Frontier<'_> {
    /// The answer to what was asked in full: with the committed work where that was part of it.
    pub fn main(&self) -> Found {
        self.search.found(self.both.unwrap_or(self.targets))
    }

    /// The arms that a page shows: the one that it is held against, and the smallest staff certified enough (the staff as it
    /// stands where none is).
    pub fn shown(&self) -> Vec<&Arm> {
        let enough = self.main().feasible_from;
        let level = enough.and_then(|at| self.search.visited.iter().find(|level| level.position == at));
        self.against().into_iter().chain([&self.search.pool.arms()[level.map_or(0, |level| level.arm)]]).collect()
    }

    fn arm(&self) -> &Arm {
        &self.search.pool.arms()[0]
    }

    fn against(&self) -> Option<&Arm> {
        self.search.other().map(|other| &self.search.pool.arms()[other])
    }

    /// What a role is called.
    fn role(&self, role: &str) -> Name {
        let of = |arm: &Arm| posts::posts(&arm.loaded).into_iter().find(|known| known.role == role && known.sort != Sort::Outside);
        of(self.arm()).map_or_else(|| Name::new(role, role), |role| role.name)
    }

    fn until_handled(&self) -> bool {
        self.arm().dimensions.targets.until_handled
    }

    fn is_chance(&self) -> bool {
        self.search.question.targets.iter().any(|condition| condition.chance.is_some())
    }

    /// The command that repeats it.
    fn command(&self) -> Vec<String> {
        super::setup::command_of("frontier", &self.flags)
    }
}
