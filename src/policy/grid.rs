//! Places by square cells of the ground, so that what is near is found without looking at everything.
//!
//! Each cell is a list. What lies outside the ground belongs to the nearest cell at its edge.

use super::lists::Lists;
use crate::city::Point;

/// Most cells along one side.
const MOST: f64 = 512.0;
/// A bound is made shorter by this part, so that rounding never hides an item at the edge of a cell.
const SAFE: f64 = 1.0 - 1e-9;

/// Items on the ground, by cell.
#[derive(Clone, Debug)]
pub struct Grid {
    corner: Point,
    side: f64,
    columns: i32,
    rows: i32,
    cells: Lists,
}

impl Grid {
    /// A grid over the ground that `places` span, with room for `items`, about two of them to a cell.
    pub fn over(places: impl Iterator<Item = Point>, items: usize) -> Grid {
        let (mut low, mut high) = (Point::new(f64::INFINITY, f64::INFINITY), Point::new(f64::NEG_INFINITY, f64::NEG_INFINITY));
        for place in places {
            low = Point::new(low.x.min(place.x), low.y.min(place.y));
            high = Point::new(high.x.max(place.x), high.y.max(place.y));
        }
        let (width, height) = ((high.x - low.x).max(0.0), (high.y - low.y).max(0.0));
        let cells = (items as f64 / 2.0).max(1.0);
        let side = (width * height / cells).sqrt().max(width.max(height) / cells.min(MOST));
        let side = if side.is_finite() && side > 0.0 { side } else { 1.0 };
        let corner = if low.x.is_finite() && low.y.is_finite() { low } else { Point::default() };
        let (columns, rows) = ((width / side) as i32 + 1, (height / side) as i32 + 1);
        Grid { corner, side, columns, rows, cells: Lists::new((columns * rows) as usize, items) }
    }

    /// Takes all items out.
    pub fn clear(&mut self) {
        self.cells.clear();
    }

    #[inline]
    fn column_and_row(&self, place: Point) -> (i32, i32) {
        let along = |from: f64, to: f64, count: i32| (((to - from) / self.side) as i32).clamp(0, count - 1);
        (along(self.corner.x, place.x, self.columns), along(self.corner.y, place.y, self.rows))
    }

    /// Puts an item that is in no cell at a place.
    #[inline]
    pub fn insert(&mut self, item: u32, place: Point) {
        let (column, row) = self.column_and_row(place);
        self.cells.insert(item, (row * self.columns + column) as u32);
    }

    /// Takes an item out; nothing happens where it is in no cell.
    #[inline]
    pub fn remove(&mut self, item: u32) {
        self.cells.remove(item);
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

    /// Shows every item of a ring of cells to `visit`, in no particular order.
    #[inline]
    pub fn visit_ring(&self, cell: Cell, ring: i32, mut visit: impl FnMut(u32)) {
        let (left, right) = (cell.column - ring, cell.column + ring);
        let (low, high) = (cell.row - ring, cell.row + ring);
        for row in low.max(0)..=high.min(self.rows - 1) {
            let step = if row == low || row == high { 1 } else { (right - left).max(1) };
            let mut column = left;
            while column <= right {
                if (0..self.columns).contains(&column) {
                    self.cells.of((row * self.columns + column) as u32).for_each(&mut visit);
                }
                column += step;
            }
        }
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
    use proptest::prelude::*;

    fn found(grid: &Grid, place: Point, rings: i32) -> Vec<u32> {
        let mut items = Vec::new();
        (0..rings).for_each(|ring| grid.visit_ring(grid.cell(place), ring, |item| items.push(item)));
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
            places.iter().enumerate().for_each(|(i, place)| grid.insert(i as u32, *place));
            let from = Point::new(from.0, from.1);
            prop_assert_eq!(found(&grid, from, 1_000), (0..places.len() as u32).collect::<Vec<_>>());
            let cell = grid.cell(from);
            for ring in 0..100 {
                let Some(least) = grid.least_distance(from, cell, ring) else {
                    grid.visit_ring(cell, ring, |item| panic!("item {item} lies beyond the ground"));
                    continue;
                };
                grid.visit_ring(cell, ring, |item| {
                    let place = places[item as usize];
                    let km = (place.x - from.x).abs().max((place.y - from.y).abs());
                    assert!(km >= least, "item {item} in ring {ring} is {km} km away, not {least}");
                });
            }
        }
    }

    #[test]
    fn items_come_and_go() {
        let mut grid = Grid::over([Point::new(0.0, 0.0), Point::new(1.0, 1.0)].into_iter(), 4);
        for item in 0..4 {
            grid.insert(item, Point::new(0.5, 0.5));
        }
        grid.remove(2);
        grid.remove(2);
        grid.remove(0);
        assert_eq!(found(&grid, Point::new(0.0, 0.0), 9), [1, 3]);
        grid.insert(2, Point::new(0.0, 0.0));
        assert_eq!(found(&grid, Point::new(0.5, 0.5), 9), [1, 2, 3]);
        grid.clear();
        assert_eq!(found(&grid, Point::new(0.5, 0.5), 9), [] as [u32; 0]);
    }

    #[test]
    fn one_point_is_a_ground_too() {
        let mut grid = Grid::over([Point::new(3.0, 3.0)].into_iter(), 2);
        grid.insert(1, Point::new(3.0, 3.0));
        assert_eq!(found(&grid, Point::new(-7.0, 90.0), 1), [1]);
        assert_eq!(Grid::over(std::iter::empty(), 0).cell(Point::new(f64::MAX, 0.0)).row, 0);
    }
}
