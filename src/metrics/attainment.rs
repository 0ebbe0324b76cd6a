//! Attainment: which share of the incidents met each target, overall and along every dimension.
//!
//! Measured are the incidents reported after the warm-up by someone other than the one who serves them: a set fixed
//! by the trace, hence the same in every arm. A milestone not reached by the end of the drain is a miss. The
//! cumulative and the per-stage reading are counted side by side. Intervals are no matter of one replication.

use super::{Clock, Dimensions, Target, Targets};
use crate::record::{Milestone, Outcome};

/// The counters of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Measured incidents.
    pub incidents: u64,
    /// Of those, within the limit from the report, by [`Target`].
    pub cumulative: [u64; Target::COUNT],
    /// Of those, within the limit from the milestone of the target before, by [`Target`].
    pub per_stage: [u64; Target::COUNT],
}

impl Tally {
    /// Adds what another cell counted.
    pub(super) fn add(&mut self, other: &Tally) {
        self.incidents += other.incidents;
        self.cumulative.iter_mut().zip(other.cumulative).for_each(|(met, more)| *met += more);
        self.per_stage.iter_mut().zip(other.per_stage).for_each(|(met, more)| *met += more);
    }
}

/// What an incident took to each target, and whether that was within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    /// Ticks from the report, or [`NOT_REACHED`].
    pub(super) total: [u64; Target::COUNT],
    /// Ticks from the milestone of the target before, or [`NOT_REACHED`].
    pub(super) stage: [u64; Target::COUNT],
    /// Which of those are within the limits.
    pub(super) met_in_total: Met,
    pub(super) met_in_stage: Met,
}

/// A bit for each target that was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Met(pub(super) u8);

impl Met {
    pub(super) const ALL: Met = Met((1 << Target::COUNT) - 1);

    #[inline]
    pub(super) fn has(self, target: usize) -> bool {
        self.0 >> target & 1 == 1
    }
}

/// More than any limit.
pub(super) const NOT_REACHED: u64 = u64::MAX;

impl Judged {
    /// Ticks by the clock in force, and whether they are within the limits.
    pub(super) fn by(&self, clock: Clock) -> (&[u64; Target::COUNT], Met) {
        match clock {
            Clock::Cumulative => (&self.total, self.met_in_total),
            Clock::PerStage => (&self.stage, self.met_in_stage),
        }
    }
}

impl Targets {
    /// The milestone that each target means.
    pub fn milestones(&self) -> [Milestone; Target::COUNT] {
        let last = if self.until_handled { Milestone::Handled } else { Milestone::OnScene };
        [Milestone::Respond, Milestone::Accept, Milestone::Depart, last]
    }

    pub(super) fn judge(&self, outcome: &Outcome) -> Judged {
        let (mut total, mut stage) = ([NOT_REACHED; Target::COUNT], [NOT_REACHED; Target::COUNT]);
        let mut before = outcome.reported;
        for (target, milestone) in self.milestones().into_iter().enumerate() {
            let at = outcome.at(milestone);
            if at.happens() {
                total[target] = at.since(outcome.reported).0;
                stage[target] = at.since(before).0;
            }
            before = at;
        }
        let within = |ticks: &[u64; Target::COUNT]| {
            let bit = |target: usize| u8::from(ticks[target] <= self.limits[target].0) << target;
            Met((0..Target::COUNT).fold(0, |met, target| met | bit(target)))
        };
        Judged { total, stage, met_in_total: within(&total), met_in_stage: within(&stage) }
    }
}

/// Where each dimension begins in the table of cells. Cell 0 is all incidents together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// By category.
    pub category: usize,
    /// By priority, 1 to 4.
    pub priority: usize,
    /// By channel.
    pub channel: usize,
    /// By kind of settler, then crews, then nobody.
    pub served_by: usize,
    /// By hour of the report.
    pub hour: usize,
    /// By weekday of the report, Monday first.
    pub weekday: usize,
    /// Outside and during a surge.
    pub surge: usize,
    /// By the cells of each level.
    pub levels: Vec<usize>,
    /// By day of the report.
    pub day: usize,
    /// The number of cells.
    pub len: usize,
}

impl Layout {
    /// Priorities told apart.
    pub const PRIORITIES: usize = 4;

    /// The layout for `dimensions`.
    pub fn of(dimensions: &Dimensions) -> Layout {
        let mut len = 1;
        let mut section = |cells: usize| {
            len += cells;
            len - cells
        };
        Layout {
            category: section(dimensions.categories.len()),
            priority: section(Self::PRIORITIES),
            channel: section(dimensions.channels.len()),
            served_by: section(dimensions.settlers.len() + 2),
            hour: section(24),
            weekday: section(7),
            surge: section(2),
            levels: dimensions.levels.iter().map(|level| section(level.cells.len())).collect(),
            day: section((dimensions.days as usize).max(1)),
            len,
        }
    }
}
