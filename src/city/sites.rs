//! Where the smallest areas lie: as many sites on each group's ground as its residents deserve, spread evenly.

use super::cells::Cells;
use super::geometry::Point;
use super::groups::Group;
use super::outline::Outline;
use super::polygon::{self, HalfPlane};
use super::surface::Surface;
use crate::random::unit;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

/// How often the sites move to the middle of their cells (Lloyd 1982): enough for compact cells, too few to
/// level out the difference in density between the groups.
const STEPS: usize = 6;

/// Draws `counts[g]` sites from the ground of each group, which is what is nearer to its centre than to any
/// other; with the group of each site.
pub fn draw(triangles: &[[Point; 3]], groups: &[Group], counts: &[u64], stream: &mut ChaCha8Rng) -> (Vec<Point>, Vec<u32>) {
    let (mut sites, mut label) = (Vec::new(), Vec::new());
    let mut ground = Surface::new();
    let mut spare = Vec::new();
    for (g, group) in groups.iter().enumerate() {
        let mut pieces = Vec::new();
        for triangle in triangles {
            let mut piece: Vec<(Point, ())> = triangle.iter().map(|&p| (p, ())).collect();
            for other in groups.iter().filter(|other| other.centre != group.centre) {
                polygon::cut(&mut piece, HalfPlane::nearer(group.centre, other.centre), (), &mut spare);
            }
            pieces.push(piece.into_iter().map(|(p, ())| p).collect());
        }
        ground.push(&pieces);
        for _ in 0..counts[g] {
            let (u, v) = (unit(stream.next_u64()), unit(stream.next_u64()));
            sites.push(ground.place(g, u, v).unwrap_or(group.centre));
            label.push(g as u32);
        }
    }
    (sites, label)
}

/// Spreads the sites evenly. False when two of them coincide.
pub fn relax(outline: &Outline, sites: &mut Vec<Point>) -> bool {
    let mut spare = Vec::new();
    for _ in 0..STEPS {
        let Some(cells) = Cells::new(outline, sites) else { return false };
        let middle = |(i, &site): (usize, &Point)| {
            let middle = polygon::centroid(&cells.ring(i, &mut spare));
            if outline.contains(middle) { middle } else { site }
        };
        *sites = sites.iter().enumerate().map(middle).collect();
    }
    true
}
