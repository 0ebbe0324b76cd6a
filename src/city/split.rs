//! Cutting places into a number of connected parts of about equal weight.
//!
//! By halving again and again: across the longer axis where that leaves both halves nearly whole, else by
//! distance along the graph, which follows a bay or a bend. Whatever a cut separates from the larger piece
//! of its half changes sides, so both halves hang together always; balance gives way, never connection.

use super::Point;
use super::graph::{Graph, Marks};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Not among the places that are being cut.
const OUT: u32 = 0;
const LEFT: u32 = 1;
const RIGHT: u32 = 2;

/// Error of a cut, as a share of one part's weight, up to which no other cut is tried.
const GOOD: f64 = 0.1;

/// Cuts graphs into parts; keeps its working memory between cuts.
#[derive(Debug)]
pub struct Splitter<'a> {
    graph: &'a Graph,
    side: Vec<u32>,
    marks: Marks,
}

struct Cut {
    left: Vec<u32>,
    right: Vec<u32>,
    error: f64,
}

impl<'a> Splitter<'a> {
    /// For one graph.
    pub fn new(graph: &'a Graph) -> Splitter<'a> {
        Splitter { graph, side: vec![OUT; graph.len()], marks: Marks::new(graph) }
    }

    /// Cuts connected `nodes` into `parts` connected parts; needs `1 <= parts <= nodes.len()`.
    pub fn split(&mut self, nodes: Vec<u32>, parts: usize) -> Vec<Vec<u32>> {
        if parts == nodes.len() {
            return nodes.into_iter().map(|n| vec![n]).collect();
        }
        if parts <= 1 {
            return vec![nodes];
        }
        let cut = self.halve(&nodes, parts);
        let (left, right) = (self.graph.total(&cut.left), self.graph.total(&cut.right));
        let fair = (parts as f64 * left / (left + right) + 0.5) as usize;
        let fair = fair.clamp(parts.saturating_sub(cut.right.len()).max(1), (parts - 1).min(cut.left.len()));
        let mut found = self.split(cut.left, fair);
        found.extend(self.split(cut.right, parts - fair));
        found
    }

    fn halve(&mut self, nodes: &[u32], parts: usize) -> Cut {
        let straight = self.cut_by(nodes, parts, &along_axis(self.graph, nodes));
        if straight.error <= GOOD {
            return straight;
        }
        let bent = along_graph(self, nodes);
        let bent = self.cut_by(nodes, parts, &bent);
        if bent.error < straight.error { bent } else { straight }
    }

    /// Cuts where the weight, in the order of `key`, comes nearest to half the parts.
    fn cut_by(&mut self, nodes: &[u32], parts: usize, key: &[f64]) -> Cut {
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by(|&a, &b| key[a].total_cmp(&key[b]).then(nodes[a].cmp(&nodes[b])));
        let total = self.graph.total(nodes);
        let wanted = total * (parts / 2) as f64 / parts as f64;
        let mut weight = 0.0;
        for (rank, &i) in order.iter().enumerate() {
            let next = self.graph.weight(nodes[i]);
            let first = rank == 0;
            let last = rank == nodes.len() - 1;
            let left = first || (!last && weight + next / 2.0 < wanted);
            self.side[nodes[i] as usize] = if left { LEFT } else { RIGHT };
            weight += next;
        }
        self.keep_largest(nodes, LEFT, RIGHT);
        self.keep_largest(nodes, RIGHT, LEFT);
        let on = |side: u32| nodes.iter().copied().filter(|&n| self.side[n as usize] == side).collect::<Vec<_>>();
        let (left, right) = (on(LEFT), on(RIGHT));
        let share = self.graph.total(&left) / total * parts as f64;
        let fair = ((share + 0.5) as usize).clamp(1, parts - 1) as f64;
        for &n in nodes {
            self.side[n as usize] = OUT;
        }
        Cut { left, right, error: (share - fair).abs() / fair.min(parts as f64 - fair) }
    }

    /// Lets all pieces of `side` but the heaviest change to `other`.
    fn keep_largest(&mut self, nodes: &[u32], side: u32, other: u32) {
        let pieces = self.graph.pieces(nodes, &self.side, side, &mut self.marks);
        let weights: Vec<f64> = pieces.iter().map(|p| self.graph.total(p)).collect();
        let best = heaviest(&weights);
        for (_, piece) in pieces.iter().enumerate().filter(|&(i, _)| i != best) {
            for &n in piece {
                self.side[n as usize] = other;
            }
        }
    }
}

/// The position of the largest weight, the first among equals.
pub fn heaviest(weights: &[f64]) -> usize {
    weights.iter().enumerate().fold(0, |best, (i, w)| if *w > weights[best] { i } else { best })
}

/// How far along their longer principal axis the places lie.
fn along_axis(graph: &Graph, nodes: &[u32]) -> Vec<f64> {
    let n = nodes.len() as f64;
    let mean = nodes.iter().fold(Point::default(), |m, &i| {
        let p = graph.place(i);
        Point::new(m.x + p.x / n, m.y + p.y / n)
    });
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for &i in nodes {
        let (dx, dy) = (graph.place(i).x - mean.x, graph.place(i).y - mean.y);
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    let root = ((xx - yy) * (xx - yy) / 4.0 + xy * xy).sqrt();
    let major = (xx + yy) / 2.0 + root;
    // The longer of the two forms of the eigenvector, so that neither vanishes.
    let axis = if xx >= yy { Point::new(major - yy, xy) } else { Point::new(xy, major - xx) };
    nodes.iter().map(|&i| (graph.place(i).x - mean.x) * axis.x + (graph.place(i).y - mean.y) * axis.y).collect()
}

/// How much nearer, along the graph, the places lie to one end than to the other.
fn along_graph(splitter: &mut Splitter, nodes: &[u32]) -> Vec<f64> {
    let farthest = |reach: &[f64]| nodes[heaviest(reach)];
    let anywhere = distances(splitter, nodes, nodes[0]);
    let from = distances(splitter, nodes, farthest(&anywhere));
    let to = distances(splitter, nodes, farthest(&from));
    from.iter().zip(&to).map(|(a, b)| a - b).collect()
}

/// Lengths of the shortest ways within `nodes` from one of them (Dijkstra 1959).
fn distances(splitter: &mut Splitter, nodes: &[u32], source: u32) -> Vec<f64> {
    const METRE_PARTS: f64 = 1e6;
    let graph = splitter.graph;
    // While this runs, `side` holds each place's number among `nodes`, plus one.
    for (i, &n) in nodes.iter().enumerate() {
        splitter.side[n as usize] = i as u32 + 1;
    }
    let mut best = vec![u64::MAX; nodes.len()];
    let mut open = BinaryHeap::from([Reverse((0, source))]);
    best[splitter.side[source as usize] as usize - 1] = 0;
    while let Some(Reverse((reached, node))) = open.pop() {
        if reached > best[splitter.side[node as usize] as usize - 1] {
            continue;
        }
        for &other in graph.near(node).iter().filter(|&&o| splitter.side[o as usize] != OUT) {
            let step = (graph.place(node).distance(graph.place(other)) * METRE_PARTS) as u64 + 1;
            let known = &mut best[splitter.side[other as usize] as usize - 1];
            if reached + step < *known {
                *known = reached + step;
                open.push(Reverse((reached + step, other)));
            }
        }
    }
    for &n in nodes {
        splitter.side[n as usize] = OUT;
    }
    best.into_iter().map(|d| d as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(width: u32, height: u32, hole: impl Fn(u32, u32) -> bool) -> Graph {
        let cells: Vec<(u32, u32)> = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).filter(|&(x, y)| !hole(x, y)).collect();
        let at = |x: u32, y: u32| cells.iter().position(|&c| c == (x, y)).map(|i| i as u32);
        let mut pairs = Vec::new();
        for (i, &(x, y)) in cells.iter().enumerate() {
            pairs.extend([at(x + 1, y), at(x, y + 1)].into_iter().flatten().map(|j| (i as u32, j)));
        }
        let places = cells.iter().map(|&(x, y)| Point::new(f64::from(x), f64::from(y))).collect();
        Graph::new(places, vec![1.0; cells.len()], &pairs)
    }

    fn check(graph: &Graph, parts: usize, tolerance: f64) {
        let found = Splitter::new(graph).split((0..graph.len() as u32).collect(), parts);
        assert_eq!(found.len(), parts);
        let mut label = vec![u32::MAX; graph.len()];
        for (part, nodes) in found.iter().enumerate() {
            nodes.iter().for_each(|&n| label[n as usize] = part as u32);
            let share = nodes.len() as f64 * parts as f64 / graph.len() as f64;
            assert!((share - 1.0).abs() <= tolerance, "part {part} has {share:.2} times its share");
        }
        assert!(label.iter().all(|&part| part != u32::MAX));
        for (part, nodes) in found.iter().enumerate() {
            assert_eq!(graph.pieces(nodes, &label, part as u32, &mut Marks::new(graph)).len(), 1, "part {part} is torn");
        }
    }

    #[test]
    fn parts_are_connected_and_balanced() {
        check(&grid(30, 20, |_, _| false), 7, 0.1);
        check(&grid(200, 1, |_, _| false), 13, 0.1);
        check(&grid(30, 30, |x, y| (5..25).contains(&x) && y > 4), 9, 0.1);
        check(&grid(40, 40, |x, y| x % 4 == 3 && y > 0), 11, 0.25);
        check(&grid(4, 4, |_, _| false), 16, 0.0);
        check(&grid(4, 4, |_, _| false), 15, 1.0);
        check(&grid(4, 4, |_, _| false), 1, 0.0);
    }
}
