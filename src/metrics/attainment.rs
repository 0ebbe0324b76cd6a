//! Attainment: which share of the incidents met each target, overall and along every dimension.
//!
//! Measured are the incidents reported after the warm-up by someone other than the one who serves them: a set fixed
//! by the trace, hence the same in every arm. A milestone not reached by the end of the drain is a miss. The
//! cumulative and the per-stage reading are counted side by side. Intervals are no matter of one replication.

use super::{Dimensions, Target, Targets};
use crate::record::{Milestone, Outcome, ServedBy};

/// The counters of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tally {
    /// Measured incidents.
    pub incidents: u64,
    /// Of those, within the limit from the report, by [`Target`].
    pub cumulative: [u64; Target::COUNT],
    /// Of those, within the limit from the milestone before, by [`Target`].
    pub per_stage: [u64; Target::COUNT],
}

/// What an incident took to each target, and whether that was within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    /// Ticks from the report; `None` if not reached.
    pub(super) total: [Option<u64>; Target::COUNT],
    /// Ticks from the milestone before; `None` if not reached.
    pub(super) stage: [Option<u64>; Target::COUNT],
}

impl Targets {
    /// The milestone that each target means.
    pub fn milestones(&self) -> [Milestone; Target::COUNT] {
        let last = if self.until_handled { Milestone::Handled } else { Milestone::OnScene };
        [Milestone::Respond, Milestone::Accept, Milestone::Depart, last]
    }

    pub(super) fn judge(&self, outcome: &Outcome) -> Judged {
        let mut judged = Judged { total: [None; Target::COUNT], stage: [None; Target::COUNT] };
        let mut before = outcome.reported;
        for (target, milestone) in self.milestones().into_iter().enumerate() {
            let at = outcome.at(milestone);
            if at.happens() {
                judged.total[target] = Some(at.since(outcome.reported).0);
                judged.stage[target] = Some(at.since(before).0);
            }
            before = at;
        }
        judged
    }

    pub(super) fn within(&self, target: usize, ticks: Option<u64>) -> bool {
        ticks.is_some_and(|ticks| ticks <= self.limits[target].0)
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
            len,
        }
    }
}

/// Counts attainment.
#[derive(Clone, Debug)]
pub(super) struct Attainment {
    layout: Layout,
    targets: Targets,
    settlers: usize,
    first_weekday: u64,
    cells: Vec<Tally>,
}

impl Attainment {
    pub(super) fn new(dimensions: &Dimensions) -> Attainment {
        let layout = Layout::of(dimensions);
        Attainment {
            cells: vec![Tally::default(); layout.len],
            layout,
            targets: dimensions.targets,
            settlers: dimensions.settlers.len(),
            first_weekday: u64::from(dimensions.first_weekday),
        }
    }

    pub(super) fn reset(&mut self) {
        self.cells.fill(Tally::default());
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome, judged: &Judged, leaf: usize, dimensions: &Dimensions) {
        let mut added = Tally { incidents: 1, ..Tally::default() };
        for target in 0..Target::COUNT {
            added.cumulative[target] = u64::from(self.targets.within(target, judged.total[target]));
            added.per_stage[target] = u64::from(self.targets.within(target, judged.stage[target]));
        }
        let layout = &self.layout;
        let served_by = match outcome.served_by {
            ServedBy::Settler(kind) => kind.0 as usize,
            ServedBy::Crew(_) => self.settlers,
            ServedBy::Nobody => self.settlers + 1,
        };
        let hour = outcome.reported.time_of_day().0 / crate::time::Duration::HOUR.0;
        let weekday = (self.first_weekday + outcome.reported.day()) % 7;
        for cell in [
            0,
            layout.category + outcome.category.0 as usize,
            layout.priority + usize::from(outcome.priority.clamp(1, 4)) - 1,
            layout.channel + outcome.channel.0 as usize,
            layout.served_by + served_by,
            layout.hour + hour as usize,
            layout.weekday + weekday as usize,
            layout.surge + usize::from(outcome.in_surge),
        ] {
            self.cells[cell].add(&added);
        }
        for (level, start) in dimensions.levels.iter().zip(&layout.levels) {
            self.cells[start + level.of_leaf[leaf] as usize].add(&added);
        }
    }

    pub(super) fn finish(&self) -> Vec<Tally> {
        self.cells.clone()
    }
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.incidents += other.incidents;
        for target in 0..Target::COUNT {
            self.cumulative[target] += other.cumulative[target];
            self.per_stage[target] += other.per_stage[target];
        }
    }
}
