//! Distances between areas as a table gives them.
//!
//! A table knows areas, not places: within an area it says one distance, its diagonal. Who is between two areas can go
//! on or turn back, so from there a way leads over the nearer one.

use super::geometry::Spot;
use crate::ids::AreaId;

/// A table of distances between the innermost areas, row by row: from, to.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// The first innermost area.
    first: u32,
    size: usize,
    km: Vec<f64>,
}

/// Areas whose ways round are looked at.
const MOST_LOOKED_AT: usize = 512;

impl Matrix {
    /// `km` holds `size` rows of `size` distances in the order of the innermost areas, of which `first` is the first.
    pub fn new(first: AreaId, size: usize, km: Vec<f64>) -> Matrix {
        assert_eq!(km.len(), size * size, "a table of {size} areas has a row and a column for each");
        Matrix { first: first.0, size, km }
    }

    /// Kilometres from one innermost area to another.
    #[inline]
    pub fn km(&self, from: AreaId, to: AreaId) -> f64 {
        self.km[(from.0 - self.first) as usize * self.size + (to.0 - self.first) as usize]
    }

    /// Whether no way over a third area is shorter than the direct one. O(areas³); of many areas it is not found out, and no.
    pub fn is_metric(&self) -> bool {
        let n = self.size;
        let direct = |from: usize, over: usize| {
            let (leg, rest) = (self.km[from * n + over] * (1.0 + 1e-12), &self.km[over * n..][..n]);
            self.km[from * n..][..n].iter().zip(rest).all(|(direct, rest)| *direct <= leg + *rest * (1.0 + 1e-12))
        };
        n <= MOST_LOOKED_AT && (0..n).all(|from| (0..n).all(|over| direct(from, over)))
    }

    /// Where one is a part of the way's length from `from` towards `to`: so far from the nearer area.
    pub fn along(&self, from: &Spot, to: &Spot, part: f64) -> Spot {
        let between = self.km(from.leaf, to.leaf);
        let gone = part * (from.off + between);
        let place = from.place.towards(to.place, part);
        // Back to the area that it was off from, then on towards the other.
        if gone < from.off {
            return Spot { place, off: from.off - gone, ..*from };
        }
        let on = gone - from.off;
        if on < between / 2.0 { Spot { place, off: on, ..*from } } else { Spot { place, off: (between - on).max(0.0), ..*to } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::city::Point;

    #[test]
    fn a_table_whose_ways_round_are_shorter_is_no_metric() {
        let table = |km: Vec<f64>| Matrix::new(AreaId(0), 3, km);
        assert!(table(vec![0.0, 1.0, 2.0, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0]).is_metric());
        assert!(!table(vec![0.0, 1.0, 2.5, 1.0, 0.0, 1.0, 2.0, 1.0, 0.0]).is_metric());
        assert!(!Matrix::new(AreaId(0), 600, vec![1.0; 360_000]).is_metric(), "too many to look at");
    }

    #[test]
    fn who_is_between_areas_goes_over_the_nearer_one() {
        let matrix = Matrix::new(AreaId(1), 3, vec![0.5, 8.0, 20.0, 8.0, 0.5, 3.0, 20.0, 3.0, 0.5]);
        let spot = |leaf| Spot::new(AreaId(leaf), Point::new(f64::from(leaf), 0.0), 1.0);
        assert_eq!(matrix.km(AreaId(1), AreaId(3)), 20.0);
        let early = matrix.along(&spot(1), &spot(2), 0.25);
        assert_eq!((early.leaf, early.off), (AreaId(1), 2.0));
        let late = matrix.along(&spot(1), &spot(2), 0.75);
        assert_eq!((late.leaf, late.off), (AreaId(2), 2.0));
        // Sent on from there: 2 km to the area, then 3 more.
        let back = matrix.along(&late, &spot(3), 0.2);
        assert_eq!((back.leaf, back.off), (AreaId(2), 1.0));
        let on = matrix.along(&late, &spot(3), 0.8);
        assert_eq!((on.leaf, on.off), (AreaId(3), 1.0));
    }
}
