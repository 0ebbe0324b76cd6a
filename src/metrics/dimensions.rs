//! The names behind the numbers: what a metric can be broken down by, and what it is held against.
//!
//! Facts and outcomes carry bare ids. This is all that metrics know of the scenario that gave rise to them;
//! it holds no state of a run and no result.

use crate::ids::AreaId;
pub use crate::scenario::{Clock, Target};
use crate::time::{Duration, Instant};
use serde::{Deserialize, Serialize};

/// What something is called, in English and in Chinese.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Name {
    /// English, as the scenario writes it.
    pub name: String,
    /// Chinese; the English name where the scenario gives none.
    pub zh: String,
}

impl Name {
    /// From the English and the Chinese name.
    pub fn new(name: impl Into<String>, zh: impl Into<String>) -> Name {
        Name { name: name.into(), zh: zh.into() }
    }
}

/// A desk at one of its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskDimension {
    /// The desk of the structure.
    pub name: Name,
    /// The area that it serves.
    pub place: Name,
}

/// A crew of the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrewDimension {
    /// What the crew is.
    pub kind: Name,
    /// Its station.
    pub station: Name,
    /// Its shift.
    pub shift: Name,
    /// The same; with its kind where crews of another kind have a shift of that name.
    pub shift_of_kind: Name,
    /// The department it belongs to.
    pub department: Name,
}

/// A level of the city above the innermost, or that where it is the only one, or a partition across its levels, as a
/// partition of the innermost areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelDimension {
    /// The level.
    pub level: Name,
    /// Whether it is a partition, whose cells need not lie in those of the levels.
    pub across: bool,
    /// Its cells in the order of their ids.
    pub cells: Vec<Name>,
    /// For each innermost area, counted from [`Dimensions::first_leaf`], the cell that holds it.
    pub of_leaf: Vec<u32>,
}

/// What attainment is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Targets {
    /// The limit of each target.
    pub limits: [Duration; Target::COUNT],
    /// The reading of the clock that counts; the other is shown beside it.
    pub clock: Clock,
    /// The last target means "handled" instead of "on scene".
    pub until_handled: bool,
    /// The one target on which a verdict rests.
    pub primary: Target,
}

/// All that metrics know of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimensions {
    /// By [`crate::ids::CategoryId`].
    pub categories: Vec<Name>,
    /// By [`crate::ids::ChannelId`].
    pub channels: Vec<Name>,
    /// By [`crate::ids::SettlerId`].
    pub settlers: Vec<Name>,
    /// By their numbers.
    pub facilities: Vec<Name>,
    /// By [`crate::ids::DeskId`].
    pub desks: Vec<DeskDimension>,
    /// By [`crate::ids::CrewId`].
    pub crews: Vec<CrewDimension>,
    /// The levels that are shown, from the top down. The first is the one at which a saturation is located.
    pub levels: Vec<LevelDimension>,
    /// The id of the first innermost area; they follow one another to the last area.
    pub first_leaf: AreaId,
    /// How many innermost areas there are.
    pub leaves: u32,
    /// The weekday of the first day, 0 = Monday.
    pub first_weekday: u8,
    /// Days with arrivals, the warm-up included, the drain not.
    pub days: u32,
    /// Whole days at the start that are not measured.
    pub warmup_days: u32,
    /// What attainment is held against.
    pub targets: Targets,
}

impl Dimensions {
    /// The time over which averages are taken: from the end of the warm-up to the last arrival's midnight.
    pub fn window(&self) -> Window {
        let to = Instant::midnight(u64::from(self.days));
        Window { from: Instant::midnight(u64::from(self.warmup_days)).min(to), to }
    }

    /// The position of `leaf` in the tables of [`LevelDimension::of_leaf`].
    pub fn leaf(&self, leaf: AreaId) -> usize {
        assert!(leaf >= self.first_leaf, "area {} is not an innermost area: those begin at {}", leaf.0, self.first_leaf.0);
        (leaf.0 - self.first_leaf.0) as usize
    }
}

/// A stretch of the run: `from` included, `to` excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Window {
    /// Its start.
    pub from: Instant,
    /// Its end.
    pub to: Instant,
}

impl Window {
    /// How long it is.
    pub fn length(self) -> Duration {
        self.to.since(self.from)
    }

    /// Whether `at` lies in it.
    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// How much of the time from `start` to `end` lies in it.
    pub fn overlap(self, start: Instant, end: Instant) -> Duration {
        end.min(self.to).since(start.max(self.from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_time_inside_a_window_counts() {
        let window = Window { from: Instant(10), to: Instant(20) };
        for (start, end, expected) in [(0, 5, 0), (0, 15, 5), (12, 18, 6), (15, 30, 5), (25, 30, 0), (0, 30, 10)] {
            assert_eq!(window.overlap(Instant(start), Instant(end)), Duration(expected), "{start}..{end}");
        }
        assert!(window.contains(Instant(10)) && !window.contains(Instant(20)));
    }
}
