//! Levels of areas from the top down: every area is cut into connected parts, so nesting holds by construction.

use super::apportion::{Claim, apportion};
use super::graph::Graph;
use super::split::Splitter;

/// An area on its way down: the places in it and how many areas of each further level it is to hold.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its places.
    pub nodes: Vec<u32>,
    /// Areas of each further level, from the top down, without the last, whose areas are single places.
    pub seats: Vec<u64>,
}

/// Places in such an order that those of any area stand together.
#[derive(Clone, Debug)]
pub struct Hierarchy {
    /// The places.
    pub order: Vec<u32>,
    /// For each level, where in `order` its areas begin. The first level is that of the roots, the last of single places.
    pub starts: Vec<Vec<u32>>,
}

/// What an area of one level should hold, by the zone of a part: weight of one seat, least and most seats.
pub type Wish<'a> = &'a dyn Fn(usize, &[u32]) -> Claim;

/// Cuts `roots` level by level, as many times as they have seats, and at last into single places.
pub fn divide(graph: &Graph, roots: Vec<Part>, wish: Wish) -> Hierarchy {
    let mut splitter = Splitter::new(graph);
    let depth = roots.first().map_or(0, |root| root.seats.len());
    let mut starts = vec![begins(&roots)];
    let mut parts = roots;
    for level in 0..depth {
        let mut below = Vec::new();
        for part in parts {
            let children = splitter.split(part.nodes, part.seats[level] as usize);
            below.extend(seat(children, &part.seats, level + 1, wish));
        }
        starts.push(begins(&below));
        parts = below;
    }
    let order: Vec<u32> = parts.into_iter().flat_map(|part| part.nodes).collect();
    starts.push((0..order.len() as u32).collect());
    Hierarchy { order, starts }
}

fn begins(parts: &[Part]) -> Vec<u32> {
    let begin = |at: &mut u32, part: &Part| {
        let here = *at;
        *at += part.nodes.len() as u32;
        Some(here)
    };
    parts.iter().scan(0, begin).collect()
}

/// Shares the seats of the levels from `next` on among the children of an area.
fn seat(children: Vec<Vec<u32>>, seats: &[u64], next: usize, wish: Wish) -> Vec<Part> {
    let mut parts: Vec<Part> = children.into_iter().map(|nodes| Part { nodes, seats: vec![1; next] }).collect();
    for (level, &total) in seats.iter().enumerate().skip(next) {
        let hard: Vec<(u64, u64)> = parts.iter().map(|p| (p.seats[level - 1], p.nodes.len() as u64)).collect();
        let wishes: Vec<Claim> = parts.iter().map(|p| wish(level, &p.nodes)).collect();
        for (part, n) in parts.iter_mut().zip(share(total, &wishes, &hard)) {
            part.seats.push(n);
        }
    }
    parts
}

/// Shares seats within hard bounds, and within those wished for if that can be.
pub fn share(total: u64, wishes: &[Claim], hard: &[(u64, u64)]) -> Vec<u64> {
    let both = |(wish, &(least, most)): (&Claim, &(u64, u64))| Claim {
        weight: wish.weight,
        least: wish.least.clamp(least, most),
        most: wish.most.clamp(least, most),
    };
    let only = |(wish, &(least, most)): (&Claim, &(u64, u64))| Claim { weight: wish.weight, least, most };
    #[expect(clippy::type_complexity, reason = "a name for it would be longer than the line")]
    let claims = |with: &dyn Fn((&Claim, &(u64, u64))) -> Claim| wishes.iter().zip(hard).map(with).collect::<Vec<_>>();
    apportion(total, &claims(&both)).or_else(|| apportion(total, &claims(&only))).expect("each part has as many places as areas")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::city::Point;

    #[test]
    fn counts_are_exact_at_every_level_and_areas_nest() {
        let pairs: Vec<(u32, u32)> = (1..50).map(|i| (i - 1, i)).collect();
        let graph = Graph::new((0..50).map(|i| Point::new(f64::from(i), 0.0)).collect(), vec![1.0; 50], &pairs);
        let root = Part { nodes: (0..50).collect(), seats: vec![3, 7, 7, 31] };
        let wish = |_: usize, nodes: &[u32]| Claim { weight: nodes.len() as f64, least: 1, most: u64::MAX };
        let found = divide(&graph, vec![root], &wish);
        assert_eq!(found.starts.iter().map(Vec::len).collect::<Vec<_>>(), [1, 3, 7, 7, 31, 50]);
        for pair in found.starts.windows(2) {
            assert!(pair[0].iter().all(|start| pair[1].contains(start)), "an area begins within another: {pair:?}");
        }
        let mut sorted = found.order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..50).collect::<Vec<_>>());
    }
}
