//! Who stands still, in plain columns: where few stand, a look at all of them is quicker than a search by cells.
//!
//! A search by cells costs a branch that nobody can foresee for each cell and each item. This one has none: eight lanes
//! side by side, written out because the compiler does not always find them.

use crate::city::Point;

const NONE: u32 = u32::MAX;
const LANES: usize = 8;
/// Up to so many are looked at one by one.
pub const FEW: usize = 256;
/// What is within this part of the least may be the least, the arithmetic being rounded.
const CLOSE: f64 = 1.0 + 1e-9;

/// Items that stand somewhere, as columns without gaps; past the end they stand infinitely far away.
#[derive(Clone, Debug)]
pub struct Lineup {
    items: Vec<u32>,
    x: Vec<f64>,
    y: Vec<f64>,
    /// Seconds per kilometre there.
    pace: Vec<f64>,
    /// The position of each item, or `NONE`.
    at: Vec<u32>,
}

impl Lineup {
    /// Nobody, with room for `items`.
    pub fn new(items: usize) -> Lineup {
        let padded = items.next_multiple_of(LANES);
        Lineup {
            items: Vec::with_capacity(items),
            x: vec![f64::INFINITY; padded],
            y: vec![0.0; padded],
            pace: vec![1.0; padded],
            at: vec![NONE; items],
        }
    }

    /// Takes all out.
    pub fn clear(&mut self) {
        self.items.clear();
        self.x.fill(f64::INFINITY);
        self.at.fill(NONE);
    }

    /// Puts in an item that is not in.
    #[inline]
    pub fn insert(&mut self, item: u32, place: Point, pace: f64) {
        let at = self.items.len();
        self.at[item as usize] = at as u32;
        self.items.push(item);
        (self.x[at], self.y[at], self.pace[at]) = (place.x, place.y, pace);
    }

    /// Takes an item out; nothing happens where it is not in.
    #[inline]
    pub fn remove(&mut self, item: u32) {
        let at = std::mem::replace(&mut self.at[item as usize], NONE) as usize;
        if at == NONE as usize {
            return;
        }
        self.items.swap_remove(at);
        let last = self.items.len();
        (self.x[at], self.y[at], self.pace[at]) = (self.x[last], self.y[last], self.pace[last]);
        self.x[last] = f64::INFINITY;
        if let Some(moved) = self.items.get(at) {
            self.at[*moved as usize] = at as u32;
        }
    }

    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Shows `visit` every item that may be the one from which a straight way to `place`, at the mean of both ends'
    /// pace, takes least. At most [`FEW`] may be in.
    #[inline]
    pub fn visit_closest(&self, place: Point, pace: f64, mut visit: impl FnMut(u32)) {
        let (x, y, there) = (self.x.as_chunks::<LANES>().0, self.y.as_chunks::<LANES>().0, self.pace.as_chunks::<LANES>().0);
        let rows = self.items.len().div_ceil(LANES);
        // Of each row the least of its even and of its odd lanes: enough to find the rows worth a second look.
        let mut leasts = [[f64::INFINITY; 2]; FEW / LANES];
        let mut least = [f64::INFINITY; 2];
        for (((x, y), there), of_row) in x.iter().zip(y).zip(there).zip(&mut leasts).take(rows) {
            let squares = squares(x, y, there, place, pace);
            for lane in 0..LANES {
                of_row[lane % 2] = lesser(squares[lane], of_row[lane % 2]);
            }
            least = [lesser(of_row[0], least[0]), lesser(of_row[1], least[1])];
        }
        let bound = lesser(least[0], least[1]) * CLOSE;
        for (row, of_row) in leasts.iter().enumerate().take(rows) {
            if lesser(of_row[0], of_row[1]) <= bound {
                let squares = squares(&x[row], &y[row], &there[row], place, pace);
                for (item, square) in self.items[row * LANES..].iter().zip(squares) {
                    if square <= bound {
                        visit(*item);
                    }
                }
            }
        }
    }
}

/// The lesser as one instruction has it.
#[inline(always)]
fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// Squares of the times from one row of places, up to a factor.
#[inline(always)]
fn squares(x: &[f64; LANES], y: &[f64; LANES], there: &[f64; LANES], place: Point, pace: f64) -> [f64; LANES] {
    let mut squares = [0.0; LANES];
    for lane in 0..LANES {
        let (dx, dy, paces) = (x[lane] - place.x, y[lane] - place.y, there[lane] + pace);
        squares[lane] = (dx * dx + dy * dy) * (paces * paces);
    }
    squares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_closest_is_among_those_shown(
            places in prop::collection::vec((0.0..10.0f64, 0.0..10.0f64, 1..4u8), 1..60),
            gone in prop::collection::vec(0..60usize, 0..30),
            from in (-1.0..11.0f64, -1.0..11.0f64),
        ) {
            let mut lineup = Lineup::new(places.len());
            places.iter().enumerate().for_each(|(i, (x, y, pace))| lineup.insert(i as u32, Point::new(x.trunc(), *y), f64::from(*pace)));
            gone.iter().filter(|item| **item < places.len()).for_each(|item| lineup.remove(*item as u32));
            let time = |i: usize| Point::new(places[i].0.trunc(), places[i].1).distance(Point::new(from.0, from.1)) * (f64::from(places[i].2) + 2.0);
            let all: Vec<usize> = (0..places.len()).filter(|i| !gone.contains(i)).collect();
            prop_assert_eq!(lineup.len(), all.len());
            let mut shown = Vec::new();
            lineup.visit_closest(Point::new(from.0, from.1), 2.0, |item| shown.push(item as usize));
            let least = all.iter().map(|i| time(*i)).fold(f64::INFINITY, f64::min);
            prop_assert!(all.iter().filter(|i| time(**i) == least).all(|i| shown.contains(i)));
            prop_assert!(shown.iter().all(|i| all.contains(i) && time(*i) <= least * CLOSE));
        }
    }
}
