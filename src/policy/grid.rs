//! Places by square cells of the ground, so that what is near is found without looking at everything.
//!
//! What lies in a cell stands in blocks of four, as columns: one look at a block says who of them is within reach,
//! without a branch for each. Every cell has a block of its own, so that hardly any has another, and so have the empty
//! cells around the ground: the nine cells around a place are always there and looked at without asking what they hold.
//! What lies outside the ground belongs to the nearest cell at its edge.

use super::middle::Middle;
use super::reach::Squares;
use crate::city::{Point, Spot};
use crate::time::Instant;
use wide::f64x4;

/// Items of a block.
pub const LANES: usize = 4;
/// About so many items to a cell, when all are in.
const TO_A_CELL: f64 = 4.0;
/// Most cells along one side.
const MOST: f64 = 512.0;
/// A bound is made shorter by this part, so that rounding never hides an item at the edge of a cell.
const SAFE: f64 = 1.0 - 1e-9;
/// No block.
pub const NONE: u32 = u32::MAX;

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
    /// The first block of its cell.
    cell: u32,
    /// The next block of the cell, or the next that is of none.
    pub(super) after: u32,
}

const EMPTY: Block = Block { x: [f64::NAN; LANES], y: [0.0; LANES], pace: [1.0; LANES], items: [0; LANES], held: 0, cell: 0, after: NONE };

impl Block {
    /// Twice the seconds from each to `spot` along a straight way at the mean of both ends' pace, squared; no number where
    /// there is none.
    #[inline]
    pub fn squares(&self, spot: &Spot) -> Squares {
        let (dx, dy) = (f64x4::from(self.x) - spot.place.x, f64x4::from(self.y) - spot.place.y);
        let paces = f64x4::from(self.pace) + spot.pace;
        Squares((dx * dx + dy * dy) * (paces * paces))
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
    /// The first block of each cell, row by row, those around the ground included, then all others. These are full, and the
    /// first of a cell that has others is not empty.
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
        // Memory that is never used costs nothing.
        let blocks = Vec::with_capacity(((columns + 2) * (rows + 2)) as usize + items / LANES);
        let mut grid = Grid { corner, side, columns, rows, blocks, times: Vec::new(), timed: false, spare: NONE, at: vec![NONE; items] };
        grid.clear();
        grid
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
        self.blocks.clear();
        self.blocks.extend((0..self.cells() as u32).map(|cell| Block { cell, ..EMPTY }));
        self.times.clear();
        self.times.resize(if self.timed { self.blocks.len() } else { 0 }, [0.0; LANES]);
        self.at.fill(NONE);
        self.spare = NONE;
    }

    /// Cells of the ground and around it.
    fn cells(&self) -> usize {
        ((self.columns + 2) * (self.rows + 2)) as usize
    }

    #[inline]
    fn column_and_row(&self, place: Point) -> (i32, i32) {
        let along = |from: f64, to: f64, count: i32| (((to - from) / self.side) as i32).clamp(0, count - 1);
        (along(self.corner.x, place.x, self.columns), along(self.corner.y, place.y, self.rows))
    }

    /// The first block of a cell; -1 is the column or row before the ground.
    #[inline]
    fn first(&self, column: i32, row: i32) -> u32 {
        ((row + 1) * (self.columns + 2) + column + 1) as u32
    }

    /// Puts an item that is in no cell at a place with this pace.
    #[inline]
    pub fn insert(&mut self, item: u32, place: Point, pace: f64) {
        let (column, row) = self.column_and_row(place);
        let cell = self.first(column, row);
        if self.blocks[cell as usize].held as usize == LANES {
            self.set_aside(cell);
        }
        let block = &mut self.blocks[cell as usize];
        let lane = block.held as usize % LANES;
        (block.x[lane], block.y[lane], block.pace[lane], block.items[lane]) = (place.x, place.y, pace, item);
        block.held += 1;
        self.at[item as usize] = cell * LANES as u32 + lane as u32;
    }

    /// The same on a timed grid, where the item is from a time on.
    #[inline]
    pub fn insert_from(&mut self, item: u32, place: Point, pace: f64, from: Instant) {
        self.insert(item, place, pace);
        let at = self.at[item as usize] as usize;
        self.times[at / LANES][at % LANES] = from.0 as f64;
    }

    /// Takes an item out; nothing happens where it is in no cell.
    #[inline]
    pub fn remove(&mut self, item: u32) {
        let at = std::mem::replace(&mut self.at[item as usize], NONE);
        if at == NONE {
            return;
        }
        let (hole, lane) = ((at / LANES as u32) as usize, at as usize % LANES);
        let cell = self.blocks[hole].cell;
        let first = &mut self.blocks[cell as usize];
        first.held -= 1;
        // The last of the first block fills the hole.
        let last = first.held as usize % LANES;
        let (x, y, pace, moved) = (first.x[last], first.y[last], first.pace[last], first.items[last]);
        first.x[last] = f64::NAN;
        let wanting = first.held == 0 && first.after != NONE;
        if moved != item {
            let block = &mut self.blocks[hole];
            (block.x[lane], block.y[lane], block.pace[lane], block.items[lane]) = (x, y, pace, moved);
            self.at[moved as usize] = at;
            if self.timed {
                self.times[hole][lane] = self.times[cell as usize][last];
            }
        }
        if wanting {
            self.bring_back(cell);
        }
    }

    /// Puts what is in the full first block of a cell into one behind it.
    #[cold]
    fn set_aside(&mut self, cell: u32) {
        let mut to = self.spare;
        if to == NONE {
            to = self.blocks.len() as u32;
            self.blocks.push(EMPTY);
            self.times.extend(self.timed.then_some([0.0; LANES]));
        } else {
            self.spare = self.blocks[to as usize].after;
        }
        self.transfer(cell, to);
        self.blocks[cell as usize] = Block { cell, after: to, ..EMPTY };
    }

    /// Fills the empty first block of a cell with what is in the one behind it.
    #[cold]
    fn bring_back(&mut self, cell: u32) {
        let from = self.blocks[cell as usize].after;
        self.transfer(from, cell);
        self.blocks[from as usize].after = std::mem::replace(&mut self.spare, from);
    }

    fn transfer(&mut self, from: u32, to: u32) {
        self.blocks[to as usize] = self.blocks[from as usize];
        if self.timed {
            self.times[to as usize] = self.times[from as usize];
        }
        for (lane, item) in self.blocks[to as usize].items.into_iter().enumerate() {
            self.at[item as usize] = to * LANES as u32 + lane as u32;
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

    /// The nine cells around a place: rings 0 and 1.
    #[inline(always)]
    pub fn middle(&self, cell: Cell, spot: &Spot) -> Middle {
        let (first, stride) = (self.first(cell.column - 1, cell.row - 1), self.columns as u32 + 2);
        let row = |i: u32| self.blocks[(first + i * stride) as usize..].first_chunk().expect("the ground has empty cells around it");
        Middle::new([row(0), row(1), row(2)], first, stride, spot)
    }

    /// Shows the blocks behind the first ones of these nine cells to `visit`.
    #[inline]
    pub fn visit_behind_middle(&self, cell: Cell, mut visit: impl FnMut(u32, &Block)) {
        for row in cell.row - 1..=cell.row + 1 {
            for column in cell.column - 1..=cell.column + 1 {
                self.visit_behind(self.first(column, row), &mut visit);
            }
        }
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
                    let first = self.first(column, row);
                    visit(first, &self.blocks[first as usize]);
                    self.visit_behind(first, &mut visit);
                }
                column += step;
            }
        }
    }

    /// Shows the blocks behind the first of a cell.
    #[inline]
    pub fn visit_behind(&self, first: u32, mut visit: impl FnMut(u32, &Block)) {
        let mut at = self.blocks[first as usize].after;
        while at != NONE {
            let block = &self.blocks[at as usize];
            visit(at, block);
            at = block.after;
        }
    }

    /// From when on the items of a block of a timed grid are there, in ticks.
    #[inline]
    pub fn times(&self, number: u32) -> &[f64; LANES] {
        &self.times[number as usize]
    }

    /// An item at a place in the blocks, as block × lanes + lane, with the seconds from there to `spot` along a straight way.
    #[inline]
    pub fn item(&self, at: u32, spot: &Spot) -> (u32, f64) {
        let (block, lane) = (&self.blocks[at as usize / LANES], at as usize % LANES);
        let distance = Point::new(block.x[lane], block.y[lane]).distance(spot.place);
        (block.items[lane], distance * ((block.pace[lane] + spot.pace) * 0.5))
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
    use crate::policy::reach::{Found, Wait};
    use crate::time::Duration;
    use proptest::prelude::*;

    fn found(grid: &Grid, place: Point, rings: i32) -> Vec<u32> {
        found_in(grid, grid.cell(place), rings)
    }

    fn found_in(grid: &Grid, cell: Cell, rings: i32) -> Vec<u32> {
        let mut items = Vec::new();
        (0..rings).for_each(|ring| grid.visit_ring(cell, ring, |_, block| items.extend(block.items())));
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
            let within = |number, squares: Squares| match second {
                None => squares.within(reach),
                Some(second) => squares.within_later(grid.times(number), reach, Wait::new(moment, second)),
            };
            let (mut found, mut shown) = (Found::nobody(), Vec::new());
            for ring in 0..100 {
                grid.visit_ring(grid.cell(spot.place), ring, |number, block| {
                    found.keep(number, within(number, block.squares(&spot)), |at| shown.push(grid.item(at, &spot)));
                });
            }
            found.show(|at| shown.push(grid.item(at, &spot)));
            shown.sort_by_key(|(item, _)| *item);
            prop_assert!(shown.iter().all(|(item, s)| seconds(*item as usize) == Some(*s)));
            prop_assert!(shown.iter().all(|(item, _)| counts(*item as usize).is_some_and(|of| of <= reach * (1.0 + 1e-7) + 1e-7)));
            // The middle shows the same of its blocks, and all that are nearest in them.
            let cell = grid.cell(spot.place);
            let middle = grid.middle(cell, &spot);
            let items = |members: u64| middle.places(members).map(|at| grid.item(at, &spot)).collect::<Vec<_>>();
            let mut blocks = Vec::new();
            for ring in 0..2 {
                grid.visit_ring(cell, ring, |number, block| if (number as usize) < grid.cells() { blocks.extend(block.items()) });
            }
            let of_middle = |item: &u32| blocks.contains(item);
            let mut seen: Vec<u32> = items(middle.members(within)).into_iter().map(|(item, _)| item).collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, shown.iter().map(|(item, _)| *item).filter(of_middle).collect::<Vec<u32>>());
            let nearest = middle.nearest();
            let least = blocks.iter().filter_map(|item| seconds(*item as usize)).fold(f64::INFINITY, f64::min);
            prop_assert_eq!(items(nearest).is_empty(), blocks.is_empty());
            prop_assert!(items(nearest).iter().all(|(_, seconds)| *seconds <= least * (1.0 + 1e-9)));
            let all = middle.members(|_, squares| squares.within(f64::INFINITY));
            prop_assert_eq!((all & nearest, items(all).len()), (nearest, blocks.len()));
            prop_assert_eq!(middle.is_whole(), found_in(&grid, cell, 2).len() == blocks.len());
            let next = items(all & !nearest).into_iter().map(|(_, seconds)| seconds).fold(f64::INFINITY, f64::min);
            prop_assert!(!middle.has_others_within(least) && (middle.has_others_within(next) || blocks.is_empty()));
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
