//! Attainment: which share of the incidents met each target, overall and along every dimension.
//!
//! Measured are the incidents reported after the warm-up by someone other than the one who serves them: a set fixed
//! by the trace, hence the same in every arm. A milestone not reached by the end of the drain is a miss. The
//! cumulative and the per-stage reading are counted side by side. Intervals are no matter of one replication.

use super::{Clock, Dimensions, Target, Targets};
use crate::record::{Milestone, Outcome, ServedBy};

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
pub(super) struct Met(u8);

impl Met {
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

/// Counts attainment.
#[derive(Clone, Debug)]
pub(super) struct Attainment {
    layout: Layout,
    settlers: usize,
    first_weekday: u64,
    last_day: usize,
    /// For each innermost area, its cells on all levels, one after the other.
    of_leaf: Vec<u32>,
    cells: Vec<Packed>,
    /// Incidents in `cells` that are not in `totals` yet.
    packed: u64,
    totals: Vec<Tally>,
}

impl Attainment {
    pub(super) fn new(dimensions: &Dimensions) -> Attainment {
        let layout = Layout::of(dimensions);
        let cells = |leaf| dimensions.levels.iter().zip(&layout.levels).map(move |(level, start)| *start as u32 + level.of_leaf[leaf]);
        Attainment {
            of_leaf: (0..dimensions.leaves as usize).flat_map(cells).collect(),
            cells: vec![Packed::default(); layout.len],
            packed: 0,
            totals: vec![Tally::default(); layout.len],
            layout,
            settlers: dimensions.settlers.len(),
            first_weekday: u64::from(dimensions.first_weekday),
            last_day: (dimensions.days as usize).saturating_sub(1),
        }
    }

    pub(super) fn reset(&mut self) {
        self.cells.fill(Packed::default());
        self.packed = 0;
        self.totals.fill(Tally::default());
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome, judged: &Judged, leaf: usize) {
        if self.packed == Packed::MOST {
            self.unpack();
        }
        self.packed += 1;
        let added = Packed::one(judged.met_in_total, judged.met_in_stage);
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
            layout.day + (outcome.reported.day() as usize).min(self.last_day),
        ] {
            self.cells[cell].add(added);
        }
        let levels = layout.levels.len();
        for cell in &self.of_leaf[leaf * levels..][..levels] {
            self.cells[*cell as usize].add(added);
        }
    }

    #[cold]
    fn unpack(&mut self) {
        for (total, cell) in self.totals.iter_mut().zip(&mut self.cells) {
            std::mem::take(cell).add_to(total);
        }
        self.packed = 0;
    }

    pub(super) fn finish(&mut self) -> Vec<Tally> {
        self.unpack();
        self.totals.clone()
    }
}

/// A [`Tally`] of at most [`Packed::MOST`] incidents in three words, each of three counters: an incident is added to a
/// dozen cells, so that this is what a breakdown costs.
#[derive(Clone, Copy, Debug, Default)]
struct Packed([u64; 3]);

impl Packed {
    const BITS: usize = 21;
    const MOST: u64 = (1 << Packed::BITS) - 1;

    /// One incident.
    fn one(cumulative: Met, per_stage: Met) -> Packed {
        let mut packed = Packed([1, 0, 0]);
        let met = u64::from(cumulative.0 | per_stage.0 << Target::COUNT);
        for i in 0..2 * Target::COUNT {
            packed.0[(i + 1) / 3] |= (met >> i & 1) << (Packed::BITS * ((i + 1) % 3));
        }
        packed
    }

    #[inline]
    fn add(&mut self, other: Packed) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word += more;
        }
    }

    fn add_to(self, tally: &mut Tally) {
        let counter = |i: usize| self.0[i / 3] >> (Packed::BITS * (i % 3)) & Packed::MOST;
        tally.incidents += counter(0);
        for target in 0..Target::COUNT {
            tally.cumulative[target] += counter(1 + target);
            tally.per_stage[target] += counter(1 + Target::COUNT + target);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_counters_do_not_run_into_one_another() {
        let met = |i: u8| [0, 1, 2, 3].map(|target| u64::from(i >> target & 1));
        let mut all = Packed::default();
        (0..Packed::MOST).for_each(|_| all.add(Packed::one(Met(15), Met(15))));
        let (most, mut tally) = (Packed::MOST, Tally::default());
        all.add_to(&mut tally);
        assert_eq!(tally, Tally { incidents: most, cumulative: [most; 4], per_stage: [most; 4] });
        for i in 0..=255 {
            let mut one = Tally::default();
            Packed::one(Met(i & 15), Met(i >> 4)).add_to(&mut one);
            assert_eq!(one, Tally { incidents: 1, cumulative: met(i), per_stage: met(i >> 4) });
        }
    }
}
