//! What rules may know of the crews, laid out for decisions: one row of a cache line per crew, lists of those that may be
//! sent by competence, a grid of those of them that stand still, another of those that serve, and who belongs to which station.

use super::grid::Grid;
use super::lists::Lists;
use super::pools::{Availability, Moving, NOWHERE, Pools};
use super::worked::Worked;
use super::{Coverage, Preparedness};
use crate::city::{Point, Spot, Travel};
use crate::ids::{AreaId, Column, CrewId};
use crate::time::{Duration, Instant};
use crate::workforce::SkillSet;

/// The cell of crews that belong to none and may be sent to all.
pub const ANYWHERE: u32 = u32::MAX;

/// The list of a cell.
fn list_of(cell: u32) -> u32 {
    cell.wrapping_add(1)
}

/// One crew as decisions see it.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where it is, or where its present way began.
    from: Spot,
    skills: SkillSet,
    cell: u32,
    /// Where it counts for coverage: the innermost area where it stands or goes home to.
    leaf: u32,
    /// Its position among the pools.
    pool: u32,
    /// Its position in its pool's list of the free, or of those who may be called away.
    listed: u32,
    /// Its position in its pool's list of those of either that are under way.
    moving: u32,
    availability: Availability,
    on_duty: bool,
}

/// The way that a crew is on; `ticks` 0 when it stands still.
#[derive(Clone, Copy, Debug)]
struct Way {
    to: Spot,
    began: Instant,
    ticks: u64,
}

/// When and where a crew that serves is expected to be free; never where nothing is known.
#[derive(Clone, Copy, Debug)]
struct Expected {
    at: Instant,
    spot: Spot,
}

const NOTHING_KNOWN: Expected = Expected { at: Instant::NEVER, spot: Spot::new(AreaId(0), Point { x: 0.0, y: 0.0 }, 0.0) };

/// Where crews are, what they can do, and who of them may be sent.
#[derive(Clone, Debug)]
pub struct CrewColumns {
    rows: Column<CrewId, Row>,
    ways: Column<CrewId, Way>,
    pools: Pools,
    /// What they have done so far; apart from the rows, as few rules ask.
    worked: Column<CrewId, Worked>,
    expected: Column<CrewId, Expected>,
    /// Present stations.
    station: Column<CrewId, u32>,
    coverage: Option<Coverage>,
    preparedness: Option<Preparedness>,
    grid: Grid,
    /// Those that serve, by where they will be when they are free.
    clearing: Grid,
    /// All crews by station, and by cell; those that belong to none come first.
    stations: Lists,
    cells: Lists,
    travel: Travel,
}

impl CrewColumns {
    /// Crews of these skills, none of which may be sent yet, on ground that spans `places`.
    pub fn new(skills: impl Iterator<Item = SkillSet>, places: impl Iterator<Item = Point>, travel: Travel) -> CrewColumns {
        let nowhere = Spot::new(AreaId(0), Point::default(), 0.0);
        let skills: Vec<SkillSet> = skills.collect();
        let pools = Pools::new(&skills);
        let row = |skills: &SkillSet| Row {
            from: nowhere,
            skills: *skills,
            cell: 0,
            leaf: 0,
            pool: pools.of(*skills),
            listed: NOWHERE,
            moving: NOWHERE,
            availability: Availability::Busy,
            on_duty: false,
        };
        let rows: Column<CrewId, Row> = skills.iter().map(row).collect();
        let way = Way { to: nowhere, began: Instant::ZERO, ticks: 0 };
        let ways = Column::filled(rows.len(), way);
        let grid = Grid::over(places, rows.len());
        let mut stations = Lists::new(1, rows.len());
        rows.ids().for_each(|crew| stations.insert(crew.0, 0));
        let mut cells = Lists::new(2, rows.len());
        rows.ids().for_each(|crew| cells.insert(crew.0, list_of(0)));
        CrewColumns {
            worked: Column::filled(rows.len(), Worked::NOTHING),
            expected: Column::filled(rows.len(), NOTHING_KNOWN),
            station: Column::filled(rows.len(), 0),
            coverage: None,
            preparedness: None,
            clearing: grid.timed(),
            stations,
            cells,
            rows,
            ways,
            pools,
            grid,
            travel,
        }
    }

    /// None may be sent and all stand still, as at the beginning.
    pub fn clear(&mut self) {
        for row in self.rows.iter_mut() {
            (row.availability, row.listed, row.moving, row.on_duty) = (Availability::Busy, NOWHERE, NOWHERE, false);
        }
        self.pools.clear();
        self.worked.iter_mut().for_each(|worked| *worked = Worked::NOTHING);
        self.expected.iter_mut().for_each(|expected| *expected = NOTHING_KNOWN);
        if let Some(coverage) = &mut self.coverage {
            coverage.clear();
        }
        if let Some(preparedness) = &mut self.preparedness {
            preparedness.clear();
        }
        self.ways.iter_mut().for_each(|way| way.ticks = 0);
        self.grid.clear();
        self.clearing.clear();
    }

    /// All crews in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = CrewId> + ExactSizeIterator + use<> {
        self.rows.ids()
    }

    /// Whether a crew may be sent.
    #[inline]
    pub fn availability(&self, crew: CrewId) -> Availability {
        self.rows[crew].availability
    }

    /// What a crew is competent in.
    #[inline]
    pub fn skills(&self, crew: CrewId) -> SkillSet {
        self.rows[crew].skills
    }

    /// The cell that a crew belongs to, in the division that the rule or the boundary is about.
    #[inline]
    pub fn cell(&self, crew: CrewId) -> u32 {
        self.rows[crew].cell
    }

    /// Whether a crew may be sent to a cell that keeps others out: its own, or any.
    #[inline]
    pub fn belongs(&self, crew: CrewId, cell: u32) -> bool {
        matches!(self.rows[crew].cell, own if own == cell || own == ANYWHERE)
    }

    /// The station that a crew belongs to now.
    #[inline]
    pub fn station(&self, crew: CrewId) -> u32 {
        self.station[crew]
    }

    /// The number of the pool that a crew is in.
    #[inline]
    pub fn pool(&self, crew: CrewId) -> usize {
        self.rows[crew].pool as usize
    }

    /// Crews of equal competence.
    #[inline]
    pub fn pools(&self) -> &Pools {
        &self.pools
    }

    /// The crews that belong to a station now, on duty or not, in no particular order.
    #[inline]
    pub fn of_station(&self, station: u32) -> impl Iterator<Item = CrewId> {
        self.stations.of(station).map(CrewId)
    }

    /// The crews of a cell, on duty or not, in no particular order.
    #[inline]
    pub fn of_cell(&self, cell: u32) -> impl Iterator<Item = CrewId> {
        self.cells.of(list_of(cell)).map(CrewId)
    }

    /// How long ways take.
    #[inline]
    pub fn travel(&self) -> &Travel {
        &self.travel
    }

    /// Those that may be sent and stand still, by where they stand.
    #[inline]
    pub(super) fn grid(&self) -> &Grid {
        &self.grid
    }

    /// Those that serve and are expected to be free at a known time, by where they will be then.
    #[inline]
    pub(super) fn clearing(&self) -> &Grid {
        &self.clearing
    }

    /// Where a crew is now.
    #[inline]
    pub fn spot(&self, crew: CrewId, now: Instant) -> Spot {
        let (row, way) = (&self.rows[crew], &self.ways[crew]);
        if way.ticks == 0 {
            return row.from;
        }
        let spent = (now.since(way.began).0 as f64 / way.ticks as f64).min(1.0);
        self.travel.under_way(&row.from, &way.to, spent)
    }

    /// The same for a crew that is known to stand still.
    #[inline]
    pub fn standing(&self, crew: CrewId) -> &Spot {
        &self.rows[crew].from
    }

    /// Kilometres of its present way that a crew has behind it at a moment; 0 where it stands.
    #[inline]
    pub fn driven(&self, crew: CrewId, at: Instant) -> f64 {
        let (row, way) = (&self.rows[crew], &self.ways[crew]);
        if way.ticks == 0 || at <= way.began {
            return 0.0;
        }
        self.travel.driven(&row.from, &way.to, (at.since(way.began).0 as f64 / way.ticks as f64).min(1.0))
    }

    /// Where a crew is going, or where it stands.
    #[inline]
    pub fn destination(&self, crew: CrewId) -> Spot {
        self.ways[crew].to
    }

    /// Assigns a crew to a cell.
    pub fn set_cell(&mut self, crew: CrewId, cell: u32) {
        self.rows[crew].cell = cell;
        self.cells.remove(crew.0);
        self.cells.insert(crew.0, list_of(cell));
    }

    /// Assigns a crew to a station.
    pub fn set_station(&mut self, crew: CrewId, station: u32) {
        self.station[crew] = station;
        self.stations.remove(crew.0);
        self.stations.insert(crew.0, station);
    }

    /// Says whether the shift of a crew is on from now on.
    pub fn set_on_duty(&mut self, crew: CrewId, on_duty: bool) {
        let row = &mut self.rows[crew];
        let before = std::mem::replace(&mut row.on_duty, on_duty);
        self.pools.set_on_duty(row.pool, before, on_duty);
    }

    /// Says whether a crew may be sent from now on.
    #[inline]
    pub fn set_availability(&mut self, crew: CrewId, availability: Availability) {
        let before = std::mem::replace(&mut self.rows[crew].availability, availability);
        if before != availability {
            self.change_availability(crew, before, availability);
        }
    }

    /// Out of line, because most changes of a crew's state leave it as available as it was.
    #[inline(never)]
    fn change_availability(&mut self, crew: CrewId, before: Availability, availability: Availability) {
        let row = &mut self.rows[crew];
        let at = row.listed;
        let (listed, moved) = self.pools.set_availability(row.pool, crew, at, before, availability);
        row.listed = listed;
        if let Some(moved) = moved {
            self.rows[moved].listed = at;
        }
        if (before == Availability::Free) != (availability == Availability::Free) {
            self.count(crew, availability == Availability::Free);
        }
        match (before == Availability::Busy, availability == Availability::Busy) {
            (true, false) => self.put_down(crew),
            (false, true) => self.take_up(crew),
            _ => {}
        }
    }

    /// Enters a crew into coverage and preparedness, or takes it out.
    #[inline]
    fn count(&mut self, crew: CrewId, free: bool) {
        let leaf = self.rows[crew].leaf;
        if let Some(coverage) = &mut self.coverage {
            coverage.change(leaf, free);
        }
        if let Some(preparedness) = &mut self.preparedness {
            preparedness.change(leaf, free);
        }
    }

    /// Keeps account of coverage and preparedness from now on.
    pub fn watch(&mut self, coverage: Option<Coverage>, preparedness: Option<Preparedness>) {
        (self.coverage, self.preparedness) = (coverage, preparedness);
        for crew in self.rows.ids() {
            if self.rows[crew].availability == Availability::Free {
                self.count(crew, true);
            }
        }
    }

    /// How well the free crews cover the city, where a rule asks.
    #[inline]
    pub fn coverage(&self) -> Option<&Coverage> {
        self.coverage.as_ref()
    }

    /// How prepared the free crews make the city, where a rule asks.
    #[inline]
    pub fn preparedness(&self) -> Option<&Preparedness> {
        self.preparedness.as_ref()
    }

    /// Says in which innermost area, counting from the first, a crew counts for coverage.
    #[inline]
    pub fn set_leaf(&mut self, crew: CrewId, leaf: u32) {
        let row = &self.rows[crew];
        let counts = row.availability == Availability::Free && row.leaf != leaf;
        if counts {
            self.count(crew, false);
        }
        self.rows[crew].leaf = leaf;
        if counts {
            self.count(crew, true);
        }
    }

    /// The innermost area in which a crew counts for coverage.
    #[inline]
    pub fn leaf(&self, crew: CrewId) -> u32 {
        self.rows[crew].leaf
    }

    /// Says whether the time of a crew is time on duty from now on, and whether it serves.
    #[inline]
    pub fn works(&mut self, crew: CrewId, now: Instant, on_duty: bool, serves: bool) {
        self.worked[crew].set(now, on_duty, serves);
    }

    /// Share of its time on duty that a crew has served; 0 before it came on duty, or where nobody says what it does.
    #[inline]
    pub fn workload(&self, crew: CrewId, now: Instant) -> f64 {
        self.worked[crew].share(now)
    }

    /// Whether that is more than `share`: never said where it is not so, but not always where it is just so.
    #[inline]
    pub fn works_more(&self, crew: CrewId, now: Instant, share: f64) -> bool {
        self.worked[crew].is_more(now, share)
    }

    /// Says when and where a crew that serves is expected to be free, or that it cannot be promised anything.
    pub fn set_clear(&mut self, crew: CrewId, at: Instant, spot: Spot) {
        self.forget_clear(crew);
        self.expected[crew] = Expected { at, spot };
        if at.happens() {
            self.clearing.insert_from(crew.0, spot.place, spot.pace, at);
        }
    }

    /// Says that a crew cannot be promised anything.
    pub fn forget_clear(&mut self, crew: CrewId) {
        if self.expected[crew].at.happens() {
            self.expected[crew].at = Instant::NEVER;
            self.clearing.remove(crew.0);
        }
    }

    /// When a crew that serves is expected to be free; never where it is not known, or where it is promised already.
    #[inline]
    pub fn clear_at(&self, crew: CrewId) -> Instant {
        self.expected[crew].at
    }

    /// Where it is expected to be then.
    #[inline]
    pub fn clear_spot(&self, crew: CrewId) -> &Spot {
        &self.expected[crew].spot
    }

    /// Puts a crew at a place where it stands still.
    #[inline]
    pub fn stand(&mut self, crew: CrewId, spot: Spot) {
        self.go(crew, spot, Way { to: spot, began: Instant::ZERO, ticks: 0 });
    }

    /// Sends a crew on its way to a place.
    #[inline]
    pub fn set_out(&mut self, crew: CrewId, now: Instant, to: Spot, takes: Duration) {
        self.go(crew, self.spot(crew, now), Way { to, began: now, ticks: takes.0 });
    }

    /// Stops a crew where it is now.
    #[inline]
    pub fn halt(&mut self, crew: CrewId, now: Instant) {
        self.stand(crew, self.spot(crew, now));
    }

    fn go(&mut self, crew: CrewId, from: Spot, way: Way) {
        let listed = self.rows[crew].listed != NOWHERE;
        if listed {
            self.take_up(crew);
        }
        self.rows[crew].from = from;
        self.ways[crew] = way;
        if listed {
            self.put_down(crew);
        }
    }

    /// Enters an available crew where decisions look for it.
    fn put_down(&mut self, crew: CrewId) {
        let (row, way) = (&mut self.rows[crew], &self.ways[crew]);
        if way.ticks == 0 {
            self.grid.insert(crew.0, row.from.place, row.from.pace);
        } else {
            row.moving = self.pools.add_moving(row.pool, Moving { crew, from: row.from.place, to: way.to.place });
        }
    }

    /// Takes it from there.
    #[inline]
    fn take_up(&mut self, crew: CrewId) {
        let at = std::mem::replace(&mut self.rows[crew].moving, NOWHERE);
        if at == NOWHERE {
            return self.grid.remove(crew.0);
        }
        if let Some(moved) = self.pools.remove_moving(self.rows[crew].pool, at) {
            self.rows[moved].moving = at;
        }
    }
}
