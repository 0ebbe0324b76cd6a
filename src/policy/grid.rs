//! Places by square cells of the ground, so that what is near is found without looking at everything.
//!
//! What lies in a cell stands in blocks of four, as columns: one look at a block says who of them is within reach,
//! without a branch for each. What lies outside the ground belongs to the nearest cell at its edge.

use crate::city::{Point, Spot};
use crate::time::{Duration, Instant};
use wide::f64x4;

/// Items of a block.
const LANES: usize = 4;
/// About so many items to a cell, when all are in.
const TO_A_CELL: f64 = 4.0;
/// Most cells along one side.
const MOST: f64 = 512.0;
/// A bound is made shorter by this part, so that rounding never hides an item at the edge of a cell.
const SAFE: f64 = 1.0 - 1e-9;
/// The same for the square of the reach.
const ROUNDED: f64 = 1.0 + 1e-9;
/// No block.
const NONE: u32 = u32::MAX;

/// Some items of one cell; where there is none, nobody is within any reach.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Block {
    x: [f64; LANES],
    y: [f64; LANES],
    /// Seconds per kilometre there.
    pace: [f64; LANES],
    items: [u32; LANES],
    held: u32,
    cell: u32,
    /// The next block of the cell, or the next that is of none.
    after: u32,
}

const EMPTY: Block = Block { x: [f64::NAN; LANES], y: [0.0; LANES], pace: [1.0; LANES], items: [0; LANES], held: 0, cell: 0, after: NONE };

impl Block {
    /// Twice the seconds from each to `spot`, squared.
    #[inline]
    fn squares(&self, spot: &Spot) -> f64x4 {
        let (dx, dy) = (f64x4::from(self.x) - spot.place.x, f64x4::from(self.y) - spot.place.y);
        let paces = f64x4::from(self.pace) + spot.pace;
        (dx * dx + dy * dy) * (paces * paces)
    }

    /// All of them.
    #[inline]
    pub fn items(&self) -> &[u32] {
        &self.items[..self.held as usize]
    }
}

/// Items on the ground, by cell.
#[derive(Clone, Debug)]
pub struct Grid {
    corner: Point,
    side: f64,
    columns: i32,
    rows: i32,
    /// The first block of each cell, or `NONE`; those after it are full.
    first: Vec<u32>,
    blocks: Vec<Block>,
    /// From when on the items of each block are there, in ticks; nothing on a grid of those that are there already.
    times: Vec<[f64; LANES]>,
    timed: bool,
    /// The first block that is of no cell, or `NONE`.
    spare: u32,
    /// Where each item stands, as block × lanes + lane, or `NONE`.
    at: Vec<u32>,
}

impl Grid {
    /// A grid over the ground that `places` span, with room for `items`.
    pub fn over(places: impl Iterator<Item = Point>, items: usize) -> Grid {
        let (mut low, mut high) = (Point::new(f64::INFINITY, f64::INFINITY), Point::new(f64::NEG_INFINITY, f64::NEG_INFINITY));
        for place in places {
            low = Point::new(low.x.min(place.x), low.y.min(place.y));
            high = Point::new(high.x.max(place.x), high.y.max(place.y));
        }
        let (width, height) = ((high.x - low.x).max(0.0), (high.y - low.y).max(0.0));
        let cells = (items as f64 / TO_A_CELL).max(1.0);
        let side = (width * height / cells).sqrt().max(width.max(height) / cells.min(MOST));
        let side = if side.is_finite() && side > 0.0 { side } else { 1.0 };
        let corner = if low.x.is_finite() && low.y.is_finite() { low } else { Point::default() };
        let (columns, rows) = ((width / side) as i32 + 1, (height / side) as i32 + 1);
        let cells = (columns * rows) as usize;
        // One block of each cell may have room; memory that is never used costs nothing.
        let blocks = Vec::with_capacity(cells.min(items) + items / LANES);
        let (first, at) = (vec![NONE; cells], vec![NONE; items]);
        Grid { corner, side, columns, rows, first, blocks, times: Vec::new(), timed: false, spare: NONE, at }
    }

    /// The same ground with nothing on it, for items that are there from some time on.
    pub fn timed(&self) -> Grid {
        let room = self.blocks.capacity();
        let mut timed = Grid { blocks: Vec::with_capacity(room), times: Vec::with_capacity(room), timed: true, ..self.clone() };
        timed.clear();
        timed
    }

    /// Takes all items out.
    pub fn clear(&mut self) {
        self.first.fill(NONE);
        self.at.fill(NONE);
        self.blocks.clear();
        self.times.clear();
        self.spare = NONE;
    }

    #[inline]
    fn column_and_row(&self, place: Point) -> (i32, i32) {
        let along = |from: f64, to: f64, count: i32| (((to - from) / self.side) as i32).clamp(0, count - 1);
        (along(self.corner.x, place.x, self.columns), along(self.corner.y, place.y, self.rows))
    }

    /// Puts an item that is in no cell at a place with this pace.
    #[inline]
    pub fn insert(&mut self, item: u32, place: Point, pace: f64) {
        let (column, row) = self.column_and_row(place);
        let cell = (row * self.columns + column) as u32;
        let mut first = self.first[cell as usize];
        if first == NONE || self.blocks[first as usize].held as usize == LANES {
            first = self.add_block(cell, first);
        }
        let block = &mut self.blocks[first as usize];
        let lane = block.held as usize % LANES;
        (block.x[lane], block.y[lane], block.pace[lane], block.items[lane]) = (place.x, place.y, pace, item);
        block.held += 1;
        self.at[item as usize] = first * LANES as u32 + lane as u32;
    }

    /// The same on a timed grid, where the item is from a time on.
    #[inline]
    pub fn insert_from(&mut self, item: u32, place: Point, pace: f64, from: Instant) {
        self.insert(item, place, pace);
        let at = self.at[item as usize] as usize;
        self.times[at / LANES][at % LANES] = from.0 as f64;
    }

    /// An empty block as the first of a cell.
    fn add_block(&mut self, cell: u32, after: u32) -> u32 {
        let fresh = Block { cell, after, ..EMPTY };
        let added = match self.spare {
            NONE => {
                self.blocks.push(fresh);
                if self.timed {
                    self.times.push([0.0; LANES]);
                }
                self.blocks.len() as u32 - 1
            }
            spare => {
                self.spare = std::mem::replace(&mut self.blocks[spare as usize], fresh).after;
                spare
            }
        };
        self.first[cell as usize] = added;
        added
    }

    /// Takes an item out; nothing happens where it is in no cell.
    #[inline]
    pub fn remove(&mut self, item: u32) {
        let at = std::mem::replace(&mut self.at[item as usize], NONE);
        if at == NONE {
            return;
        }
        let (hole, lane) = ((at / LANES as u32) as usize, at as usize % LANES);
        let cell = self.blocks[hole].cell as usize;
        let first = self.first[cell];
        let block = &mut self.blocks[first as usize];
        block.held -= 1;
        // The last of the first block fills the hole.
        let last = block.held as usize % LANES;
        let (x, y, pace, moved) = (block.x[last], block.y[last], block.pace[last], block.items[last]);
        block.x[last] = f64::NAN;
        if block.held == 0 {
            self.first[cell] = std::mem::replace(&mut block.after, self.spare);
            self.spare = first;
        }
        if moved != item {
            let block = &mut self.blocks[hole];
            (block.x[lane], block.y[lane], block.pace[lane], block.items[lane]) = (x, y, pace, moved);
            self.at[moved as usize] = at;
            if self.timed {
                self.times[hole][lane] = self.times[first as usize][last];
            }
        }
    }

    /// The cell of a place, from which rings are counted.
    #[inline]
    pub fn cell(&self, place: Point) -> Cell {
        let (column, row) = self.column_and_row(place);
        Cell { column, row }
    }

    /// The least distance in km, measured east or north, from `place` to what lies in ring `ring` around its cell or
    /// beyond; `None` where the ground ends before.
    #[inline]
    pub fn least_distance(&self, place: Point, cell: Cell, ring: i32) -> Option<f64> {
        if ring == 0 {
            return Some(0.0);
        }
        let mut least = f64::INFINITY;
        let mut side = |exists: bool, km: f64| {
            if exists {
                least = least.min(km);
            }
        };
        let at = |corner: f64, cell: i32| corner + f64::from(cell) * self.side;
        side(cell.column - ring >= 0, place.x - at(self.corner.x, cell.column - ring + 1));
        side(cell.column + ring < self.columns, at(self.corner.x, cell.column + ring) - place.x);
        side(cell.row - ring >= 0, place.y - at(self.corner.y, cell.row - ring + 1));
        side(cell.row + ring < self.rows, at(self.corner.y, cell.row + ring) - place.y);
        least.is_finite().then(|| least.max(0.0) * SAFE)
    }

    /// Shows the blocks of a ring of cells to `visit`, in no particular order, each with its number.
    #[inline]
    pub fn visit_ring(&self, cell: Cell, ring: i32, mut visit: impl FnMut(u32, &Block)) {
        let (left, right) = (cell.column - ring, cell.column + ring);
        let (low, high) = (cell.row - ring, cell.row + ring);
        for row in low.max(0)..=high.min(self.rows - 1) {
            let step = if row == low || row == high { 1 } else { (right - left).max(1) };
            let mut column = left;
            while column <= right {
                if (0..self.columns).contains(&column) {
                    let mut at = self.first[(row * self.columns + column) as usize];
                    while at != NONE {
                        let block = &self.blocks[at as usize];
                        visit(at, block);
                        at = block.after;
                    }
                }
                column += step;
            }
        }
    }

    /// From when on the items of a block of a timed grid are there, in ticks.
    #[inline]
    pub fn times(&self, number: u32) -> &[f64; LANES] {
        &self.times[number as usize]
    }

    /// An item that was [found](Found), with the seconds from there to `spot` along a straight way.
    #[inline]
    pub fn item(&self, at: u32, spot: &Spot) -> (u32, f64) {
        let (block, lane) = (&self.blocks[at as usize / LANES], at as usize % LANES);
        let distance = Point::new(block.x[lane], block.y[lane]).distance(spot.place);
        (block.items[lane], distance * ((block.pace[lane] + spot.pace) * 0.5))
    }
}

/// What it counts that items are not there yet.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    now: f64,
    seconds_per_tick: f64,
}

impl Wait {
    /// Every second from `now` counts as so many on the way; one that is overdue counts as much as it is overdue.
    pub fn new(now: Instant, seconds: f64) -> Wait {
        Wait { now: now.0 as f64, seconds_per_tick: seconds / Duration::SECOND.0 as f64 }
    }
}

/// Where items stand that may be within reach. They are gathered without a branch for each, and looked at together.
pub struct Found {
    at: [u32; Found::ROOM],
    count: usize,
}

impl Found {
    const ROOM: usize = 64;

    /// Nobody.
    #[inline]
    pub fn nobody() -> Found {
        Found { at: [0; Found::ROOM], count: 0 }
    }

    /// Adds whoever of a block may be within `seconds` of `spot` along a straight way, at the mean of both ends' pace. Says
    /// whether another block may find no room.
    #[inline]
    pub fn add(&mut self, number: u32, block: &Block, spot: &Spot, seconds: f64) -> bool {
        let within = block.squares(spot).simd_le(f64x4::splat(seconds * seconds * (4.0 * ROUNDED)));
        self.keep(number, within.to_bitmask())
    }

    /// The same of a timed grid, where every tick between now and when an item is there counts as some seconds on the way.
    #[inline]
    pub fn add_later(&mut self, number: u32, block: &Block, times: &[f64; LANES], spot: &Spot, seconds: f64, wait: Wait) -> bool {
        let waits = (f64x4::from(*times) - wait.now).abs();
        let left = f64x4::splat(seconds * ROUNDED) - waits * (wait.seconds_per_tick * SAFE);
        let within = block.squares(spot).simd_le(left * left * (4.0 * ROUNDED)) & left.simd_ge(f64x4::ZERO);
        self.keep(number, within.to_bitmask())
    }

    #[inline]
    fn keep(&mut self, number: u32, within: u32) -> bool {
        for lane in 0..LANES as u32 {
            self.at[self.count % Found::ROOM] = number * LANES as u32 + lane;
            self.count += (within >> lane & 1) as usize;
        }
        self.count > Found::ROOM - LANES
    }

    /// Those found since the last time.
    #[inline]
    pub fn take(&mut self) -> &[u32] {
        &self.at[..std::mem::take(&mut self.count).min(Found::ROOM)]
    }
}

/// A cell of a [`Grid`].
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    column: i32,
    row: i32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::city::Travel;
    use crate::ids::AreaId;
    use proptest::prelude::*;

    fn found(grid: &Grid, place: Point, rings: i32) -> Vec<u32> {
        let mut items = Vec::new();
        (0..rings).for_each(|ring| grid.visit_ring(grid.cell(place), ring, |_, block| items.extend(block.items())));
        items.sort_unstable();
        items
    }

    proptest! {
        #[test]
        fn rings_show_everything_once_and_nothing_nearer_than_they_say(
            places in prop::collection::vec((-1.0..11.0f64, -1.0..4.0f64), 1..60),
            from in (-2.0..12.0f64, -2.0..5.0f64),
        ) {
            let places: Vec<Point> = places.iter().map(|(x, y)| Point::new(*x, *y)).collect();
            let corners = [Point::new(0.0, 0.0), Point::new(10.0, 3.0)];
            let mut grid = Grid::over(corners.into_iter(), places.len());
            places.iter().enumerate().for_each(|(i, place)| grid.insert(i as u32, *place, 1.0));
            let from = Point::new(from.0, from.1);
            prop_assert_eq!(found(&grid, from, 1_000), (0..places.len() as u32).collect::<Vec<_>>());
            let cell = grid.cell(from);
            for ring in 0..100 {
                let Some(least) = grid.least_distance(from, cell, ring) else {
                    grid.visit_ring(cell, ring, |_, block| panic!("{:?} lie beyond the ground", block.items()));
                    continue;
                };
                grid.visit_ring(cell, ring, |_, block| {
                    for item in block.items() {
                        let place = places[*item as usize];
                        let km = (place.x - from.x).abs().max((place.y - from.y).abs());
                        assert!(km >= least, "item {item} in ring {ring} is {km} km away, not {least}");
                    }
                });
            }
        }

        /// Places in a few cells, so that these have blocks after blocks; some come, go and come again elsewhere.
        #[test]
        fn whoever_is_within_reach_is_found_with_its_seconds(
            places in prop::collection::vec((0.0..10.0f64, 0.0..3.0f64, 1..4u8), 1..100),
            moves in prop::collection::vec((0..100usize, prop::option::of((0.0..10.0f64, 0.0..3.0f64))), 0..200),
            from in (-2.0..12.0f64, -2.0..5.0f64),
            reach in prop_oneof![0.0..30.0f64, Just(f64::INFINITY)],
            second in prop::option::of(0.0..3.0f64),
        ) {
            let corners = [Point::new(0.0, 0.0), Point::new(10.0, 3.0)];
            let mut grid = Grid::over(corners.into_iter(), places.len()).timed();
            let pace = |i: usize| f64::from(places[i].2);
            let from_when = |i: usize| Instant(i as u64 % 30 * Duration::SECOND.0);
            let mut now: Vec<Option<Point>> = places.iter().map(|(x, y, _)| Some(Point::new(x.trunc(), *y))).collect();
            let put = |grid: &mut Grid, i: usize, place: Point| grid.insert_from(i as u32, place, pace(i), from_when(i));
            now.iter().enumerate().for_each(|(i, place)| put(&mut grid, i, place.expect("all are in")));
            for (i, to) in moves.into_iter().filter(|(i, _)| *i < places.len()) {
                grid.remove(i as u32);
                now[i] = to.map(|(x, y)| Point::new(x, y.trunc()));
                if let Some(place) = now[i] {
                    put(&mut grid, i, place);
                }
            }
            let (spot, moment) = (Spot::new(AreaId(0), Point::new(from.0, from.1), 2.0), Instant(15 * Duration::SECOND.0));
            let seconds = |i: usize| now[i].map(|place| Travel::straight(&Spot::new(AreaId(0), place, pace(i)), &spot));
            let away = |i: usize| from_when(i).since(moment).max(moment.since(from_when(i))).seconds();
            let counts = |i: usize| seconds(i).map(|seconds| seconds + second.unwrap_or(0.0) * away(i));
            let (mut found, mut shown) = (Found::nobody(), Vec::new());
            for ring in 0..100 {
                grid.visit_ring(grid.cell(spot.place), ring, |number, block| {
                    let full = match second {
                        None => found.add(number, block, &spot, reach),
                        Some(second) => found.add_later(number, block, grid.times(number), &spot, reach, Wait::new(moment, second)),
                    };
                    if full {
                        shown.extend(found.take().iter().map(|at| grid.item(*at, &spot)));
                    }
                });
            }
            shown.extend(found.take().iter().map(|at| grid.item(*at, &spot)));
            shown.sort_by_key(|(item, _)| *item);
            prop_assert!(shown.iter().all(|(item, s)| seconds(*item as usize) == Some(*s)));
            prop_assert!(shown.iter().all(|(item, _)| counts(*item as usize).is_some_and(|of| of <= reach * (1.0 + 1e-7) + 1e-7)));
            let within: Vec<u32> = (0..places.len()).filter(|i| counts(*i).is_some_and(|of| of <= reach)).map(|i| i as u32).collect();
            let shown: Vec<u32> = shown.into_iter().map(|(item, _)| item).collect();
            prop_assert!(shown.is_sorted_by(|a, b| a < b), "everybody once");
            prop_assert!(within.iter().all(|item| shown.contains(item)));
        }
    }

    #[test]
    fn items_come_and_go() {
        let mut grid = Grid::over([Point::new(0.0, 0.0), Point::new(1.0, 1.0)].into_iter(), 4);
        for item in 0..4 {
            grid.insert(item, Point::new(0.5, 0.5), 1.0);
        }
        grid.remove(2);
        grid.remove(2);
        grid.remove(0);
        assert_eq!(found(&grid, Point::new(0.0, 0.0), 9), [1, 3]);
        grid.insert(2, Point::new(0.0, 0.0), 1.0);
        assert_eq!(found(&grid, Point::new(0.5, 0.5), 9), [1, 2, 3]);
        grid.clear();
        assert_eq!(found(&grid, Point::new(0.5, 0.5), 9), [] as [u32; 0]);
    }

    #[test]
    fn one_point_is_a_ground_too() {
        let mut grid = Grid::over([Point::new(3.0, 3.0)].into_iter(), 2);
        grid.insert(1, Point::new(3.0, 3.0), 1.0);
        assert_eq!(found(&grid, Point::new(-7.0, 90.0), 1), [1]);
        assert_eq!(Grid::over(std::iter::empty(), 0).cell(Point::new(f64::MAX, 0.0)).row, 0);
    }
}
