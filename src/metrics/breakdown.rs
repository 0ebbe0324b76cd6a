//! Where each incident counts: in the breakdowns of attainment, and place by place and time by time.
//!
//! An incident is added to one cell of each of five tables; all else are sums of these, made when the run is over.

use super::attainment::{Judged, Layout, Met, Tally};
use super::places::{Cell, HOURS_OF_WEEK, Places};
use super::{Clock, Dimensions, Target};
use crate::record::{Milestone, Outcome, ServedBy};
use crate::time::Duration;
use std::ops::Range;

/// Outside and during a surge.
const SURGE: usize = 2;
const MILLISECOND: u128 = Duration::SECOND.0 as u128 / 1_000;

/// Where each table begins in the column of cells.
#[derive(Clone, Debug)]
struct Tables {
    /// Category × priority × surge.
    kind: Range<usize>,
    /// Channel × who served.
    way: Range<usize>,
    /// Innermost area.
    leaf: Range<usize>,
    /// Hour of the week of the report, from Monday 00:00.
    hour: Range<usize>,
    /// Day of the report.
    day: Range<usize>,
}

/// Counts attainment.
#[derive(Clone, Debug)]
pub(super) struct Breakdown {
    layout: Layout,
    clock: Clock,
    tables: Tables,
    /// Kinds of settlers, crews, nobody.
    servers: usize,
    first_weekday: u64,
    cells: Vec<Packed>,
    /// Incidents in `cells`.
    packed: u64,
    /// What `cells` held when they were full; nothing before that.
    earlier: Vec<Counts>,
}

impl Breakdown {
    pub(super) fn new(dimensions: &Dimensions) -> Breakdown {
        let servers = dimensions.settlers.len() + 2;
        let mut len = 0;
        let mut table = |cells: usize| {
            len += cells;
            len - cells..len
        };
        let tables = Tables {
            kind: table(dimensions.categories.len() * Layout::PRIORITIES * SURGE),
            way: table(dimensions.channels.len() * servers),
            leaf: table(dimensions.leaves as usize),
            hour: table(HOURS_OF_WEEK),
            day: table((dimensions.days as usize).max(1)),
        };
        Breakdown {
            layout: Layout::of(dimensions),
            clock: dimensions.targets.clock,
            cells: vec![Packed::default(); tables.day.end],
            tables,
            servers,
            first_weekday: u64::from(dimensions.first_weekday),
            packed: 0,
            earlier: Vec::new(),
        }
    }

    pub(super) fn reset(&mut self) {
        self.cells.fill(Packed::default());
        self.packed = 0;
        self.earlier.clear();
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome, judged: &Judged, leaf: usize) {
        if self.packed == Packed::MOST {
            self.unpack();
        }
        self.packed += 1;
        let added = Packed::one(judged.met_in_total, judged.met_in_stage, outcome.until(Milestone::OnScene));
        let (category, priority) = (outcome.category.0 as usize, usize::from(outcome.priority.clamp(1, 4)) - 1);
        let server = match outcome.served_by {
            ServedBy::Settler(kind) => kind.0 as usize,
            ServedBy::Crew(_) => self.servers - 2,
            ServedBy::Nobody => self.servers - 1,
        };
        let (day, hour) = (outcome.reported.day(), outcome.reported.time_of_day().0 / Duration::HOUR.0);
        let of_week = (self.first_weekday + day) % 7 * 24 + hour;
        let tables = &self.tables;
        for cell in [
            tables.kind.start + (category * Layout::PRIORITIES + priority) * SURGE + usize::from(outcome.in_surge),
            tables.way.start + outcome.channel.0 as usize * self.servers + server,
            tables.leaf.start + leaf,
            tables.hour.start + of_week as usize,
            (tables.day.start + day as usize).min(tables.day.end - 1),
        ] {
            self.cells[cell].add(&added);
        }
    }

    #[cold]
    fn unpack(&mut self) {
        self.earlier.resize(self.cells.len(), Counts::default());
        for (counts, cell) in self.earlier.iter_mut().zip(&mut self.cells) {
            std::mem::take(cell).add_to(counts);
        }
        self.packed = 0;
    }

    /// The cells of a table, each with its number there.
    fn counts(&self, table: &Range<usize>) -> impl Iterator<Item = (usize, Counts)> {
        let of = |cell: usize| {
            let mut counts = self.earlier.get(cell).copied().unwrap_or_default();
            self.cells[cell].add_to(&mut counts);
            counts
        };
        table.clone().map(of).enumerate()
    }

    /// Attainment by cell of the [`Layout`], and by place and time.
    pub(super) fn finish(&self, dimensions: &Dimensions) -> (Vec<Tally>, Places) {
        let (layout, tables) = (&self.layout, &self.tables);
        let mut tallies = vec![Tally::default(); layout.len];
        let mut add = |cell: usize, counts: &Counts| tallies[cell].add(&counts.tally);
        for (at, counts) in self.counts(&tables.kind) {
            add(0, &counts);
            add(layout.surge + at % SURGE, &counts);
            add(layout.priority + at / SURGE % Layout::PRIORITIES, &counts);
            add(layout.category + at / SURGE / Layout::PRIORITIES, &counts);
        }
        for (at, counts) in self.counts(&tables.way) {
            add(layout.channel + at / self.servers, &counts);
            add(layout.served_by + at % self.servers, &counts);
        }
        for (leaf, counts) in self.counts(&tables.leaf) {
            for (level, start) in dimensions.levels.iter().zip(&layout.levels) {
                add(start + level.of_leaf[leaf] as usize, &counts);
            }
        }
        for (of_week, counts) in self.counts(&tables.hour) {
            add(layout.hour + of_week % 24, &counts);
            add(layout.weekday + of_week / 24, &counts);
        }
        for (day, counts) in self.counts(&tables.day) {
            add(layout.day + day, &counts);
        }
        let cells = |table: &Range<usize>| self.counts(table).map(|(_, counts)| counts.cell(self.clock)).collect();
        let mut days: Vec<Cell> = cells(&tables.day);
        days.truncate(dimensions.days as usize);
        (tallies, Places { leaves: cells(&tables.leaf), hours: cells(&tables.hour), days })
    }
}

/// What a cell has counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
struct Counts {
    tally: Tally,
    reached: u64,
    response: u128,
}

impl Counts {
    fn cell(&self, clock: Clock) -> Cell {
        let met = if clock == Clock::Cumulative { self.tally.cumulative } else { self.tally.per_stage };
        Cell {
            incidents: self.tally.incidents as u32,
            met: met.map(|met| met as u32),
            reached: self.reached as u32,
            response_ms: ((self.response + MILLISECOND / 2) / MILLISECOND) as u64,
        }
    }
}

/// [`Counts`] of at most [`Packed::MOST`] incidents, nine counters in three words, as an incident is added to five cells.
#[derive(Clone, Copy, Debug, Default)]
struct Packed {
    met: [u64; 3],
    /// Ticks from report to arrival; above [`Packed::REACHED`], how many were reached.
    response: u128,
}

impl Packed {
    const BITS: usize = 21;
    const MOST: u64 = (1 << Packed::BITS) - 1;
    /// So many incidents cannot take that long together.
    const REACHED: usize = 96;

    /// One incident: itself, and whether it met each target, in total and by stage.
    fn one(cumulative: Met, per_stage: Met, response: Option<Duration>) -> Packed {
        let counted = 1 | u64::from(cumulative.0) << 1 | u64::from(per_stage.0) << (1 + Target::COUNT);
        let (first, each) = (1 | 1 << Packed::BITS | 1 << (2 * Packed::BITS), Packed::BITS - 1);
        // Three bits next to one another become the lowest of three counters.
        let spread = |bits: u64| ((bits & 7) * (1 | 1 << each | 1 << (2 * each))) & first;
        Packed {
            met: [spread(counted), spread(counted >> 3), spread(counted >> 6)],
            response: response.map_or(0, |response| 1 << Packed::REACHED | u128::from(response.0)),
        }
    }

    #[inline]
    fn add(&mut self, other: &Packed) {
        self.met.iter_mut().zip(other.met).for_each(|(word, more)| *word += more);
        self.response += other.response;
    }

    fn add_to(self, counts: &mut Counts) {
        let counter = |i: usize| self.met[i / 3] >> (Packed::BITS * (i % 3)) & Packed::MOST;
        let tally = &mut counts.tally;
        tally.incidents += counter(0);
        for target in 0..Target::COUNT {
            tally.cumulative[target] += counter(1 + target);
            tally.per_stage[target] += counter(1 + Target::COUNT + target);
        }
        counts.reached += (self.response >> Packed::REACHED) as u64;
        counts.response += self.response & ((1 << Packed::REACHED) - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{AreaId, CategoryId, ChannelId};
    use crate::metrics::fixture::*;
    use crate::record::End;

    #[test]
    fn full_counters_do_not_run_into_one_another() {
        let met = |i: u8| [0, 1, 2, 3].map(|target| u64::from(i >> target & 1));
        let mut all = Packed::default();
        (0..Packed::MOST).for_each(|_| all.add(&Packed::one(Met(15), Met(15), Some(Duration::MAX))));
        let (most, mut counts) = (Packed::MOST, Counts::default());
        all.add_to(&mut counts);
        assert_eq!(counts.tally, Tally { incidents: most, cumulative: [most; 4], per_stage: [most; 4] });
        assert_eq!((counts.reached, counts.response), (most, u128::from(most) * u128::from(Duration::MAX.0)));
        for i in 0..=255 {
            let mut one = Counts::default();
            Packed::one(Met(i & 15), Met(i >> 4), None).add_to(&mut one);
            assert_eq!(one.tally, Tally { incidents: 1, cumulative: met(i), per_stage: met(i >> 4) });
            assert_eq!((one.reached, one.response), (0, 0));
        }
    }

    #[test]
    fn cells_that_were_full_in_between_count_the_same() {
        let dimensions = dimensions();
        let judge = |outcome: &Outcome| dimensions.targets.judge(outcome);
        let (mut one, mut other) = (Breakdown::new(&dimensions), Breakdown::new(&dimensions));
        for i in 0..40u64 {
            let mut outcome = outcome(i, at(1 + i % 3, i % 24, 0), [1, 2, 3, 30 + i % 30, 60, 70]);
            outcome.category = CategoryId((i % 2) as u32);
            outcome.channel = ChannelId((i / 2 % 2) as u32);
            outcome.priority = (1 + i % 5) as u8;
            outcome.in_surge = i % 7 == 0;
            if i % 3 == 0 {
                outcome = stuck(outcome, 2, End::Open);
            }
            let leaf = dimensions.leaf(AreaId(10 + (i % 3) as u32));
            one.outcome(&outcome, &judge(&outcome), leaf);
            other.outcome(&outcome, &judge(&outcome), leaf);
            if i % 9 == 8 {
                other.unpack();
            }
        }
        assert_eq!(one.finish(&dimensions), other.finish(&dimensions));
        assert_eq!(one.finish(&dimensions).0[0].incidents, 40);
    }
}
