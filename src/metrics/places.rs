//! Place by place and time by time: how many incidents met each target in every innermost area, in every hour of
//! the week and on every day. What maps and calendars are coloured by.

use super::attainment::Judged;
use super::{Clock, Dimensions, Target};
use crate::record::{Milestone, Outcome};
use crate::time::Duration;

/// Hours of a week.
pub const HOURS_OF_WEEK: usize = 7 * 24;

/// Measured incidents of one place or time, by the clock in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Cell {
    /// How many.
    pub incidents: u32,
    /// Of those, within the limit, by [`Target`].
    pub met: [u32; Target::COUNT],
    /// Of those, how many a responder reached.
    pub reached: u32,
    /// Ticks from the report to the arrival of those, summed.
    pub response: u64,
}

impl Cell {
    /// Adds what another cell counted.
    pub fn add(&mut self, other: &Cell) {
        self.incidents += other.incidents;
        self.met.iter_mut().zip(other.met).for_each(|(met, more)| *met += more);
        self.reached += other.reached;
        self.response += other.response;
    }
}

/// The cells of one replication.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Places {
    /// By innermost area, counted from the first.
    pub leaves: Vec<Cell>,
    /// By hour of the week in which they were reported, from Monday 00:00.
    pub hours: Vec<Cell>,
    /// By day on which they were reported, warm-up included and empty there.
    pub days: Vec<Cell>,
}

/// Counts them.
#[derive(Clone, Debug)]
pub(super) struct Placing {
    clock: Clock,
    first_weekday: u64,
    cells: Places,
}

impl Placing {
    pub(super) fn new(dimensions: &Dimensions) -> Placing {
        let empty = |cells| vec![Cell::default(); cells];
        let cells =
            Places { leaves: empty(dimensions.leaves as usize), hours: empty(HOURS_OF_WEEK), days: empty(dimensions.days as usize) };
        Placing { clock: dimensions.targets.clock, first_weekday: u64::from(dimensions.first_weekday), cells }
    }

    pub(super) fn reset(&mut self) {
        let cells = &mut self.cells;
        [&mut cells.leaves, &mut cells.hours, &mut cells.days].into_iter().for_each(|cells| cells.fill(Cell::default()));
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome, judged: &Judged, leaf: usize) {
        let (_, met) = judged.by(self.clock);
        let response = outcome.until(Milestone::OnScene);
        let added = Cell {
            incidents: 1,
            met: std::array::from_fn(|target| met.has(target).into()),
            reached: response.is_some().into(),
            response: response.map_or(0, |d| d.0),
        };
        let (day, hour) = (outcome.reported.day(), outcome.reported.time_of_day().0 / Duration::HOUR.0);
        let of_week = (self.first_weekday + day) % 7 * 24 + hour;
        self.cells.leaves[leaf].add(&added);
        self.cells.hours[of_week as usize].add(&added);
        if let Some(cell) = self.cells.days.get_mut(day as usize) {
            cell.add(&added);
        }
    }

    pub(super) fn finish(&self) -> Places {
        self.cells.clone()
    }
}
