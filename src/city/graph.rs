//! Which places border on which: a weighted planar graph, and cutting it into connected parts.

use super::Point;
use super::cells::rows;

/// Places with a weight each, and who borders on whom.
#[derive(Clone, Debug)]
pub struct Graph {
    first: Vec<u32>,
    to: Vec<u32>,
    place: Vec<Point>,
    weight: Vec<f64>,
}

impl Graph {
    /// From places, weights and bordering pairs.
    pub fn new(place: Vec<Point>, weight: Vec<f64>, pairs: &[(u32, u32)]) -> Graph {
        let (first, to) = rows(place.len(), pairs);
        Graph { first, to, place, weight }
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.place.len()
    }

    /// The neighbours of a place, by rising number.
    pub fn near(&self, node: u32) -> &[u32] {
        &self.to[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// Where a place is.
    pub fn place(&self, node: u32) -> Point {
        self.place[node as usize]
    }

    /// The weight of a place.
    pub fn weight(&self, node: u32) -> f64 {
        self.weight[node as usize]
    }

    /// The graph of `count` parts, where `label` says to which part a place belongs.
    pub fn quotient(&self, label: &[u32], count: usize) -> Graph {
        let mut weight = vec![0.0; count];
        let mut place = vec![Point::default(); count];
        let mut pairs = Vec::new();
        for node in 0..self.len() as u32 {
            let part = label[node as usize];
            let (w, p) = (self.weight(node), self.place(node));
            let sum = &mut place[part as usize];
            *sum = Point::new(sum.x + w * p.x, sum.y + w * p.y);
            weight[part as usize] += w;
            pairs.extend(self.near(node).iter().map(|&other| (part, label[other as usize])).filter(|(a, b)| a < b));
        }
        for (sum, w) in place.iter_mut().zip(&weight) {
            *sum = Point::new(sum.x / w, sum.y / w);
        }
        Graph::new(place, weight, &pairs)
    }

    /// The connected pieces of the places with `label` equal to `wanted`, among `nodes`.
    pub fn pieces(&self, nodes: &[u32], label: &[u32], wanted: u32, marks: &mut Marks) -> Vec<Vec<u32>> {
        let mark = marks.fresh();
        let mut pieces = Vec::new();
        for &start in nodes {
            if label[start as usize] != wanted || marks.seen(start, mark) {
                continue;
            }
            let mut piece = vec![start];
            let mut at = 0;
            while at < piece.len() {
                for &other in self.near(piece[at]) {
                    if label[other as usize] == wanted && !marks.seen(other, mark) {
                        piece.push(other);
                    }
                }
                at += 1;
            }
            pieces.push(piece);
        }
        pieces
    }

    /// Summed weight.
    pub fn total(&self, nodes: &[u32]) -> f64 {
        nodes.iter().map(|&n| self.weight(n)).sum()
    }
}

/// Which places have been seen, without clearing in between.
#[derive(Clone, Debug)]
pub struct Marks {
    last: Vec<u32>,
    current: u32,
}

impl Marks {
    /// For the places of one graph.
    pub fn new(graph: &Graph) -> Marks {
        Marks { last: vec![0; graph.len()], current: 0 }
    }

    fn fresh(&mut self) -> u32 {
        self.current += 1;
        self.current
    }

    /// Marks a place; whether it had been marked before.
    fn seen(&mut self, node: u32, mark: u32) -> bool {
        std::mem::replace(&mut self.last[node as usize], mark) == mark
    }
}

/// Pairs from `spare` that must be added to `pairs` to make `n` places hang together, shortest first.
pub fn bridges(places: &[Point], pairs: &[(u32, u32)], spare: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, u32)> {
    let mut parent: Vec<u32> = (0..places.len() as u32).collect();
    fn root(parent: &mut [u32], mut node: u32) -> u32 {
        while parent[node as usize] != node {
            parent[node as usize] = parent[parent[node as usize] as usize];
            node = parent[node as usize];
        }
        node
    }
    let mut join = |a: u32, b: u32| {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        parent[a.max(b) as usize] = a.min(b);
        a != b
    };
    let missing = places.len() - 1 - pairs.iter().filter(|&&(a, b)| join(a, b)).count();
    if missing == 0 {
        return Vec::new();
    }
    let mut spare: Vec<(u32, u32)> = spare.collect();
    let length = |&(a, b): &(u32, u32)| places[a as usize].distance(places[b as usize]);
    spare.sort_by(|a, b| length(a).total_cmp(&length(b)).then(a.cmp(b)));
    spare.into_iter().filter(|&(a, b)| join(a, b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(n: usize) -> Graph {
        let pairs: Vec<(u32, u32)> = (1..n as u32).map(|i| (i - 1, i)).collect();
        Graph::new((0..n).map(|i| Point::new(i as f64, 0.0)).collect(), vec![1.0; n], &pairs)
    }

    #[test]
    fn pieces_of_a_label_are_found() {
        let graph = line(6);
        let label = [0, 1, 1, 0, 0, 1];
        let pieces = graph.pieces(&[0, 1, 2, 3, 4, 5], &label, 0, &mut Marks::new(&graph));
        assert_eq!(pieces, [vec![0], vec![3, 4]]);
    }

    #[test]
    fn a_quotient_keeps_weights_and_borders() {
        let parts = line(6).quotient(&[0, 0, 1, 1, 1, 2], 3);
        assert_eq!((parts.weight(1), parts.near(1), parts.near(0)), (3.0, &[0, 2][..], &[1][..]));
        assert_eq!(parts.place(0), Point::new(0.5, 0.0));
    }

    #[test]
    fn bridges_join_what_is_apart_by_the_shortest_way() {
        let places: Vec<Point> = [0.0, 1.0, 5.0, 6.0].iter().map(|&x| Point::new(x, 0.0)).collect();
        let found = bridges(&places, &[(0, 1), (2, 3)], [(0, 3), (1, 2), (0, 2)].into_iter());
        assert_eq!(found, [(1, 2)]);
    }
}
