//! Which of several bases each innermost area belongs to.

use super::{Cells, City, Spot};
use crate::ids::AreaId;
use std::cmp::Reverse;

/// Where somebody is based, and the ground that is his own.
#[derive(Clone, Copy, Debug)]
pub struct Base {
    /// The division of which the ground is a cell.
    pub serves: Cells,
    /// Which cell.
    pub cell: u32,
    /// The place.
    pub spot: Spot,
}

/// For each innermost area, in order, the position of the base whose ground contains it, the smallest first, else of the
/// nearest; of equals the last, and of equally near ones the first. Empty without a base. O(areas × bases).
pub fn catchments(city: &City, bases: &[Base]) -> Vec<u32> {
    if bases.is_empty() {
        return Vec::new();
    }
    let mut of_leaf = vec![u32::MAX; city.leaf_count()];
    let mut by_size: Vec<(u32, Vec<AreaId>)> = (0..).zip(bases).map(|(at, base)| (at, base.serves.leaves(city, base.cell))).collect();
    by_size.sort_by_key(|(_, leaves)| Reverse(leaves.len()));
    for (at, leaves) in by_size {
        leaves.into_iter().for_each(|leaf| of_leaf[city.number(leaf)] = at);
    }
    for (leaf, at) in City::ids(&city.leaves()).zip(&mut of_leaf).filter(|(_, at)| **at == u32::MAX) {
        let middle = city.middle(leaf);
        let distance = |base: &Base| city.travel.metric().km(&base.spot, &middle);
        let nearest = (0..).zip(bases).min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
        *at = nearest.expect("there is a base").0;
    }
    of_leaf
}
