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

/// How often the sites move to the middle of their cells (Lloyd 1982).
const STEPS: usize = 5;

type Ring = Vec<(Point, ())>;

/// What of `ring` is nearer to the centre of one group than to any other.
fn cut_to_group(ring: &mut Ring, group: &Group, groups: &[Group], spare: &mut Ring) {
    for other in groups.iter().filter(|other| other.centre != group.centre) {
        polygon::cut(ring, HalfPlane::nearer(group.centre, other.centre), (), spare);
    }
}

fn corners(ring: &Ring) -> Vec<Point> {
    ring.iter().map(|&(p, ())| p).collect()
}

/// Draws `counts[g]` sites from the ground of each group, which is what is nearer to its centre than to any
/// other; with the group of each site.
pub fn draw(triangles: &[[Point; 3]], groups: &[Group], counts: &[u64], stream: &mut ChaCha8Rng) -> (Vec<Point>, Vec<u32>) {
    let (mut sites, mut label) = (Vec::new(), Vec::new());
    let mut ground = Surface::new();
    let mut spare = Vec::new();
    for (g, group) in groups.iter().enumerate() {
        let mut pieces = Vec::new();
        for triangle in triangles {
            let mut piece = triangle.iter().map(|&p| (p, ())).collect();
            cut_to_group(&mut piece, group, groups, &mut spare);
            pieces.push(corners(&piece));
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

/// Spreads the sites evenly over the ground of their group. False when two of them coincide.
pub fn relax(outline: &Outline, groups: &[Group], label: &[u32], sites: &mut Vec<Point>) -> bool {
    let (mut spare, mut other_spare) = (Vec::new(), Vec::new());
    for _ in 0..STEPS {
        let Some(cells) = Cells::new(outline, sites) else { return false };
        let middle = |(i, &site): (usize, &Point)| {
            let mut ring = cells.ring(i, &mut spare);
            // A cell may reach across a group's border only where the groups meet; there it is cut off, so that
            // crowded ground does not spill over.
            if cells.near(i).iter().any(|&other| label[other as usize] != label[i]) {
                let mut own = ring.iter().map(|&p| (p, ())).collect();
                cut_to_group(&mut own, &groups[label[i] as usize], groups, &mut other_spare);
                ring = corners(&own);
            }
            let middle = polygon::centroid(&ring);
            if outline.contains(middle) { middle } else { site }
        };
        *sites = sites.iter().enumerate().map(middle).collect();
    }
    true
}
