//! Place by place and time by time: how many incidents met each target in every innermost area, in every hour of
//! the week and on every day. What maps and calendars are coloured by.

use super::Target;

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
    /// Milliseconds from the report to the arrival of those, summed: ticks might be more than a number of 64 bits holds.
    pub response_ms: u64,
}

impl Cell {
    /// Adds what another cell counted.
    pub fn add(&mut self, other: &Cell) {
        self.incidents += other.incidents;
        self.met.iter_mut().zip(other.met).for_each(|(met, more)| *met += more);
        self.reached += other.reached;
        self.response_ms += other.response_ms;
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
