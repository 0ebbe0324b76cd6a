//! The parts of a city around their centres: who lives there, and keeping each in one piece.

use super::apportion::{Claim, apportion};
use super::config::{GeneratedCity, Zone};
use super::geometry::Point;
use super::graph::{Graph, Marks};
use super::places::PlaceRow;
use super::split::heaviest;
use std::collections::VecDeque;

/// A part of the city. A city without groups is one part.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name; empty for a city without groups.
    pub name: String,
    /// Its name in Chinese.
    pub zh: Option<String>,
    /// Its centre, scaled as the outline is.
    pub centre: Point,
    /// Its kind of ground.
    pub zone: Zone,
    /// How many people are thought to live there.
    pub residents: u64,
    /// Whether exactly so many must live there.
    pub exact: bool,
    /// The rows of the table of names that belong to it.
    pub rows: Vec<u32>,
}

/// The groups of a checked configuration, with their centres `scale` times as far out as written.
pub fn groups(config: &GeneratedCity, rows: &[PlaceRow], scale: f64) -> Vec<Group> {
    let total = u64::from(config.residents.get());
    let rows = if config.places.is_some() { rows } else { &[] };
    let Some(groups) = &config.groups else {
        let all = (0..rows.len() as u32).collect();
        let (name, zh, centre) = (String::new(), None, Point::default());
        return vec![Group { name, zh, centre, zone: Zone::Urban, residents: total, exact: true, rows: all }];
    };
    let mut found: Vec<Group> = Vec::new();
    for (name, part) in &groups.parts {
        let own = (0..rows.len() as u32).filter(|&i| rows[i as usize].group == *name).collect();
        found.push(Group {
            name: name.clone(),
            zh: part.zh.clone(),
            centre: Point::new(part.centre.0 * scale, part.centre.1 * scale),
            zone: part.zone,
            residents: part.residents.map_or(0, |n| u64::from(n.get())),
            exact: part.residents.is_some(),
            rows: own,
        });
    }
    let given: u64 = found.iter().map(|group| group.residents).sum();
    let open = |group: &Group| if group.exact { 0 } else { u64::MAX };
    let weight = |group: &Group| group.rows.len().max(1) as f64;
    let claims: Vec<Claim> = found.iter().map(|g| Claim { weight: weight(g), least: 0, most: open(g) }).collect();
    for (group, share) in found.iter_mut().zip(apportion(total.saturating_sub(given), &claims).unwrap_or_default()) {
        group.residents += share;
    }
    found
}

/// Makes every group one connected piece with a number of places within its bounds `(least, most)`, changing
/// as few labels as it can. Whether it could.
pub fn gather(graph: &Graph, label: &mut [u32], groups: &[Group], bounds: &[(u64, u64)]) -> bool {
    let mut marks = Marks::new(graph);
    take_in_strays(graph, label, groups.len(), &mut marks);
    let mut sizes = vec![0u64; groups.len()];
    label.iter().for_each(|&group| sizes[group as usize] += 1);
    for _ in 0..graph.len() {
        let short = sizes.iter().zip(bounds).position(|(size, b)| size < &b.0);
        let long = sizes.iter().zip(bounds).position(|(size, b)| size > &b.1);
        let path = match (short, long) {
            (None, None) => return true,
            (Some(to), _) => way(graph, label, groups.len(), to, |from| sizes[from] > bounds[from].0),
            (None, Some(from)) => way(graph, label, groups.len(), from, |to| sizes[to] < bounds[to].1).map(|mut path| {
                path.reverse();
                path
            }),
        };
        let Some(path) = path else { return false };
        for step in path.windows(2) {
            if !hand_over(graph, label, step[0], step[1], groups[step[1] as usize].centre, &mut marks) {
                return false;
            }
        }
        sizes[path[0] as usize] -= 1;
        sizes[path[path.len() - 1] as usize] += 1;
    }
    false
}

/// Of each group's pieces all but the heaviest go to whoever surrounds them.
fn take_in_strays(graph: &Graph, label: &mut [u32], groups: usize, marks: &mut Marks) {
    const STRAY: u32 = u32::MAX;
    let all: Vec<u32> = (0..graph.len() as u32).collect();
    let mut kept = vec![STRAY; graph.len()];
    let mut open = VecDeque::new();
    for group in 0..groups as u32 {
        let pieces = graph.pieces(&all, label, group, marks);
        let weights: Vec<f64> = pieces.iter().map(|piece| graph.total(piece)).collect();
        for &node in pieces.get(heaviest(&weights)).into_iter().flatten() {
            kept[node as usize] = group;
        }
    }
    open.extend(all.iter().copied().filter(|&node| kept[node as usize] != STRAY));
    while let Some(node) = open.pop_front() {
        for &other in graph.near(node) {
            if kept[other as usize] == STRAY {
                kept[other as usize] = kept[node as usize];
                open.push_back(other);
            }
        }
    }
    label.copy_from_slice(&kept);
}

/// The shortest way over bordering groups that begins at the nearest one that `gives` and ends at `end`.
fn way(graph: &Graph, label: &[u32], groups: usize, end: usize, gives: impl Fn(usize) -> bool) -> Option<Vec<u32>> {
    let borders = graph.quotient(label, groups);
    let mut towards = vec![u32::MAX; groups];
    towards[end] = end as u32;
    let mut open = VecDeque::from([end as u32]);
    while let Some(group) = open.pop_front() {
        if group != end as u32 && gives(group as usize) {
            let mut path = vec![group];
            while path[path.len() - 1] != end as u32 {
                path.push(towards[path[path.len() - 1] as usize]);
            }
            return Some(path);
        }
        for &other in borders.near(group) {
            if towards[other as usize] == u32::MAX {
                towards[other as usize] = group;
                open.push_back(other);
            }
        }
    }
    None
}

/// Moves one place from one group to its neighbour, the nearest to `goal` that leaves the giver in one piece.
fn hand_over(graph: &Graph, label: &mut [u32], from: u32, to: u32, goal: Point, marks: &mut Marks) -> bool {
    let own: Vec<u32> = (0..graph.len() as u32).filter(|&node| label[node as usize] == from).collect();
    let borders = |node: &u32| graph.near(*node).iter().any(|&other| label[other as usize] == to);
    let mut candidates: Vec<u32> = own.iter().copied().filter(borders).collect();
    candidates.sort_by(|&a, &b| graph.place(a).distance(goal).total_cmp(&graph.place(b).distance(goal)).then(a.cmp(&b)));
    for node in candidates {
        label[node as usize] = to;
        if own.len() > 1 && graph.pieces(&own, label, from, marks).len() == 1 {
            return true;
        }
        label[node as usize] = from;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group() -> Group {
        let (name, zh, centre) = (String::new(), None, Point::default());
        Group { name, zh, centre, zone: Zone::Outer, residents: 0, exact: false, rows: Vec::new() }
    }

    fn line(n: usize) -> Graph {
        let pairs: Vec<(u32, u32)> = (1..n as u32).map(|i| (i - 1, i)).collect();
        Graph::new((0..n).map(|i| Point::new(i as f64, 0.0)).collect(), vec![1.0; n], &pairs)
    }

    #[test]
    fn strays_join_whoever_surrounds_them() {
        let mut label = [0, 0, 1, 0, 1, 1, 1, 2];
        assert!(gather(&line(8), &mut label, &vec![group(); 3], &[(1, 9); 3]));
        assert_eq!(label, [0, 0, 0, 1, 1, 1, 1, 2]);
    }

    #[test]
    fn places_are_handed_along_to_who_has_too_few() {
        let mut label = [0, 0, 0, 0, 1, 1, 2, 2];
        assert!(gather(&line(8), &mut label, &vec![group(); 3], &[(1, 9), (2, 2), (4, 9)]));
        assert_eq!(label, [0, 0, 1, 1, 2, 2, 2, 2]);
        let mut label = [0, 0, 0, 0, 1, 1, 2, 2];
        assert!(gather(&line(8), &mut label, &vec![group(); 3], &[(1, 3), (2, 2), (1, 9)]));
        assert_eq!(label, [0, 0, 0, 1, 1, 2, 2, 2]);
        assert!(!gather(&line(4), &mut [0, 0, 1, 1], &vec![group(); 2], &[(3, 9), (3, 9)]));
    }
}
