//! Which ground is nearest to which site: the Voronoi cells of the sites, cut to the outline.
//!
//! A cell is the outline cut by the bisectors towards the site's Delaunay neighbours, so that far-away or
//! missing circumcentres (sites on the hull, or all on one line) need no care.

use super::Point;
use super::outline::Outline;
use super::polygon::{self, Bounds, HalfPlane};
use spade::{DelaunayTriangulation, Point2, Triangulation};

/// The edge belongs to no neighbour.
const NOBODY: u32 = u32::MAX;

type Ring = Vec<(Point, u32)>;

/// The cells of a set of sites.
#[derive(Clone, Debug)]
pub struct Cells<'a> {
    outline: &'a Outline,
    sites: &'a [Point],
    first: Vec<u32>,
    near: Vec<u32>,
}

impl<'a> Cells<'a> {
    /// The cells of sites within the outline. None when two sites coincide.
    pub fn new(outline: &'a Outline, sites: &'a [Point]) -> Option<Cells<'a>> {
        let points = sites.iter().map(|p| Point2::new(p.x, p.y)).collect();
        let delaunay = DelaunayTriangulation::<Point2<f64>>::bulk_load_stable(points).ok()?;
        if delaunay.num_vertices() != sites.len() {
            return None;
        }
        let pairs = delaunay.undirected_edges().map(|edge| edge.vertices().map(|v| v.fix().index() as u32));
        let (first, near) = rows(sites.len(), &pairs.map(|[a, b]| (a, b)).collect::<Vec<_>>());
        Some(Cells { outline, sites, first, near })
    }

    /// The Delaunay neighbours of a site, by rising number.
    pub fn near(&self, site: usize) -> &[u32] {
        &self.near[self.first[site] as usize..self.first[site + 1] as usize]
    }

    /// The cell as if there were no outline, each corner with the neighbour across the edge that leaves it.
    fn uncut(&self, site: usize, spare: &mut Ring) -> Ring {
        self.cut_by_neighbours(site, self.outline.bounds().corners().map(|p| (p, NOBODY)).to_vec(), spare)
    }

    fn cut_by_neighbours(&self, site: usize, mut ring: Ring, spare: &mut Ring) -> Ring {
        for &other in self.near(site) {
            polygon::cut(&mut ring, HalfPlane::nearer(self.sites[site], self.sites[other as usize]), other, spare);
        }
        ring
    }

    /// The border of the cell, counter-clockwise. Where the outline cuts a cell in pieces, they are joined
    /// by edges that run there and back.
    pub fn ring(&self, site: usize, spare: &mut Vec<(Point, u32)>) -> Vec<Point> {
        let whole = self.uncut(site, spare);
        let bare = |ring: Ring| ring.into_iter().map(|(p, _)| p).collect();
        if !self.outline.borders(&around(&whole)) {
            return bare(whole);
        }
        let outline = self.outline.corners().iter().map(|&p| (p, NOBODY)).collect();
        let mut ring = bare(self.cut_by_neighbours(site, outline, spare));
        polygon::remove_spikes(&mut ring);
        ring
    }

    /// The cell in convex pieces: itself, or its parts in the triangles of the outline.
    pub fn pieces(&self, site: usize, triangles: &[[Point; 3]], spare: &mut Vec<(Point, u32)>) -> Vec<Vec<Point>> {
        let whole = self.uncut(site, spare);
        if !self.outline.borders(&around(&whole)) {
            return vec![whole.into_iter().map(|(p, _)| p).collect()];
        }
        let reach = around(&whole);
        let mut pieces = Vec::new();
        for &[a, b, c] in triangles.iter().filter(|t| Bounds::of(*t).meets(&reach)) {
            let mut piece = whole.clone();
            for (from, to) in [(a, b), (b, c), (c, a)] {
                polygon::cut(&mut piece, HalfPlane::left_of(from, to), NOBODY, spare);
            }
            if piece.len() > 2 {
                pieces.push(piece.into_iter().map(|(p, _)| p).collect());
            }
        }
        pieces
    }

    /// Pairs of sites whose cells share a stretch of border within the outline, lower number first.
    pub fn adjacent(&self) -> Vec<(u32, u32)> {
        let tiny = self.outline.bounds().diagonal() * 1e-12;
        let mut spare = Vec::new();
        let mut pairs = Vec::new();
        for site in 0..self.sites.len() {
            let ring = self.uncut(site, &mut spare);
            let cut = self.outline.borders(&around(&ring));
            for (i, &(from, other)) in ring.iter().enumerate() {
                let to = ring[(i + 1) % ring.len()].0;
                let shared = other != NOBODY && other > site as u32 && from.distance(to) > tiny;
                if shared && (!cut || self.outline.touches((from, to))) {
                    pairs.push((site as u32, other));
                }
            }
        }
        pairs
    }
}

fn around(ring: &[(Point, u32)]) -> Bounds {
    let far = f64::INFINITY;
    ring.iter().fold(Bounds { min: Point::new(far, far), max: Point::new(-far, -far) }, |b, (p, _)| Bounds {
        min: Point::new(b.min.x.min(p.x), b.min.y.min(p.y)),
        max: Point::new(b.max.x.max(p.x), b.max.y.max(p.y)),
    })
}

/// The partners of each of `n` things, sorted and each once, in one list with the place where each thing's
/// begin. Pairs may be given in either direction; no thing is its own partner.
pub fn rows(n: usize, pairs: &[(u32, u32)]) -> (Vec<u32>, Vec<u32>) {
    let mut next = vec![0u32; n + 1];
    for &(a, b) in pairs {
        next[a as usize + 1] += 1;
        next[b as usize + 1] += 1;
    }
    for i in 0..n {
        next[i + 1] += next[i];
    }
    let ends = next.clone();
    let mut partners = vec![0; 2 * pairs.len()];
    for (from, to) in pairs.iter().flat_map(|&(a, b)| [(a, b), (b, a)]) {
        partners[next[from as usize] as usize] = to;
        next[from as usize] += 1;
    }
    let (mut first, mut list) = (vec![0], Vec::with_capacity(partners.len()));
    for row in ends.windows(2) {
        let row = &mut partners[row[0] as usize..row[1] as usize];
        row.sort_unstable();
        let fresh = |&i: &usize| i == 0 || row[i] != row[i - 1];
        list.extend((0..row.len()).filter(fresh).map(|i| row[i]));
        first.push(list.len() as u32);
    }
    (first, list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partners_are_sorted_and_stand_once() {
        let (first, list) = rows(4, &[(3, 0), (0, 2), (2, 0), (0, 3)]);
        assert_eq!((first, list), (vec![0, 2, 2, 3, 4], vec![2, 3, 0, 0]));
    }

    #[test]
    fn cells_cover_the_outline_even_on_a_line_of_sites() {
        let corners = [(0.0, 0.0), (4.0, 0.0), (4.0, 1.0), (0.0, 1.0)].map(|(x, y)| Point::new(x, y));
        let outline = Outline::new(corners.to_vec());
        let sites: Vec<Point> = (0..4).map(|i| Point::new(0.5 + f64::from(i), 0.5)).collect();
        let cells = Cells::new(&outline, &sites).unwrap();
        for site in 0..4 {
            assert!((polygon::area(&cells.ring(site, &mut Vec::new())) - 1.0).abs() < 1e-12);
        }
        assert_eq!(cells.adjacent(), [(0, 1), (1, 2), (2, 3)]);
        assert!(Cells::new(&outline, &[sites[0], sites[0]]).is_none());
    }
}
