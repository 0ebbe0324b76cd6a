//! Which of several places each innermost area belongs to.

use super::{Cells, City, Spot};
use crate::ids::AreaId;
use std::cmp::Reverse;

/// A place, and the ground that is its own.
#[derive(Clone, Copy, Debug)]
pub struct Ground {
    /// The division of which the ground is a cell.
    pub cells: Cells,
    /// Which one.
    pub cell: u32,
    /// Where the place is.
    pub spot: Spot,
}

/// For each innermost area, in order, the position of the place whose ground contains it, the smallest first, else of the
/// nearest; of equals the last, and of equally near ones the first. Empty without a place. O(areas × places).
pub fn catchments(city: &City, places: &[Ground]) -> Vec<u32> {
    let mut of_leaf = vec![u32::MAX; city.leaf_count()];
    if places.is_empty() {
        return Vec::new();
    }
    let mut by_size: Vec<(u32, Vec<AreaId>)> = (0..).zip(places).map(|(at, place)| (at, place.cells.leaves(city, place.cell))).collect();
    by_size.sort_by_key(|(_, leaves)| Reverse(leaves.len()));
    for (at, leaves) in by_size {
        leaves.into_iter().for_each(|leaf| of_leaf[city.number(leaf)] = at);
    }
    for (leaf, at) in City::ids(&city.leaves()).zip(&mut of_leaf).filter(|(_, at)| **at == u32::MAX) {
        let middle = city.middle(leaf);
        let distance = |place: &Ground| city.travel.metric().km(&place.spot, &middle);
        let nearest = (0..).zip(places).min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
        *at = nearest.expect("there is a place").0;
    }
    of_leaf
}
