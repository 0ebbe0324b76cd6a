//! What rules may know of the crews, laid out for decisions: one row of a cache line per crew, a list of those that
//! may be sent, and a grid of those of them that stand still.

use super::grid::Grid;
use crate::city::{Point, Spot, Travel};
use crate::ids::{AreaId, Column, CrewId};
use crate::time::{Duration, Instant};
use crate::workforce::SkillSet;

/// Whether a crew may be sent, and by what it may be called away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum Availability {
    /// Free.
    Free = 0,
    /// On committed work: may be called away by priorities 1 and 2.
    Interruptible = 1,
    /// Not to be had.
    #[default]
    Busy = 2,
}

/// In no list.
const NONE: u32 = u32::MAX;

/// One crew as decisions see it.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where it is, or where its present way began.
    from: Spot,
    skills: SkillSet,
    cell: u32,
    /// Its position in the list of those that may be sent.
    listed: u32,
    /// Its position in the list of those of them that are under way.
    moving: u32,
    availability: Availability,
}

/// The way that a crew is on; `ticks` 0 when it stands still.
#[derive(Clone, Copy, Debug)]
struct Way {
    to: Spot,
    began: Instant,
    ticks: u64,
}

/// Where crews are, what they can do, and who of them may be sent.
#[derive(Clone, Debug)]
pub struct CrewColumns {
    rows: Column<CrewId, Row>,
    ways: Column<CrewId, Way>,
    available: Vec<CrewId>,
    moving: Vec<CrewId>,
    grid: Grid,
    travel: Travel,
}

impl CrewColumns {
    /// Crews of these skills, none of which may be sent yet, on ground that spans `places`.
    pub fn new(skills: impl Iterator<Item = SkillSet>, places: impl Iterator<Item = Point>, travel: Travel) -> CrewColumns {
        let nowhere = Spot::new(AreaId(0), Point::default(), 0.0);
        let row = |skills| Row { from: nowhere, skills, cell: 0, listed: NONE, moving: NONE, availability: Availability::Busy };
        let rows: Column<CrewId, Row> = skills.map(row).collect();
        let way = Way { to: nowhere, began: Instant::ZERO, ticks: 0 };
        let ways = Column::filled(rows.len(), way);
        let grid = Grid::over(places, rows.len());
        CrewColumns { available: Vec::with_capacity(rows.len()), moving: Vec::with_capacity(rows.len()), rows, ways, grid, travel }
    }

    /// None may be sent and all stand still, as at the beginning.
    pub fn clear(&mut self) {
        for row in self.rows.iter_mut() {
            (row.availability, row.listed, row.moving) = (Availability::Busy, NONE, NONE);
        }
        self.ways.iter_mut().for_each(|way| way.ticks = 0);
        self.available.clear();
        self.moving.clear();
        self.grid.clear();
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

    /// How long ways take.
    #[inline]
    pub fn travel(&self) -> &Travel {
        &self.travel
    }

    /// Those that are free or may be called away, in no particular order.
    #[inline]
    pub fn available(&self) -> &[CrewId] {
        &self.available
    }

    /// Those of them that are under way, in no particular order; the others stand on the [grid](Self::grid).
    #[inline]
    pub fn moving(&self) -> &[CrewId] {
        &self.moving
    }

    /// Those that may be sent and stand still, by where they stand.
    #[inline]
    pub fn grid(&self) -> &Grid {
        &self.grid
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

    /// Where a crew is going, or where it stands.
    #[inline]
    pub fn destination(&self, crew: CrewId) -> Spot {
        self.ways[crew].to
    }

    /// Assigns a crew to a cell.
    pub fn set_cell(&mut self, crew: CrewId, cell: u32) {
        self.rows[crew].cell = cell;
    }

    /// Says whether a crew may be sent from now on.
    #[inline]
    pub fn set_availability(&mut self, crew: CrewId, availability: Availability) {
        let before = std::mem::replace(&mut self.rows[crew].availability, availability);
        match (before == Availability::Busy, availability == Availability::Busy) {
            (true, false) => {
                self.rows[crew].listed = self.available.len() as u32;
                self.available.push(crew);
                self.put_down(crew);
            }
            (false, true) => {
                let at = std::mem::replace(&mut self.rows[crew].listed, NONE) as usize;
                self.available.swap_remove(at);
                if let Some(moved) = self.available.get(at) {
                    self.rows[*moved].listed = at as u32;
                }
                self.take_up(crew);
            }
            _ => {}
        }
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
        let listed = self.rows[crew].listed != NONE;
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
        if self.ways[crew].ticks == 0 {
            self.grid.insert(crew.0, self.rows[crew].from.place);
        } else {
            self.rows[crew].moving = self.moving.len() as u32;
            self.moving.push(crew);
        }
    }

    /// Takes it from there.
    fn take_up(&mut self, crew: CrewId) {
        let at = std::mem::replace(&mut self.rows[crew].moving, NONE);
        if at == NONE {
            return self.grid.remove(crew.0);
        }
        self.moving.swap_remove(at as usize);
        if let Some(moved) = self.moving.get(at as usize) {
            self.rows[*moved].moving = at;
        }
    }
}
