//! Drawing places uniformly from ground made of triangles.

use super::Point;
use super::polygon;

/// Several pieces of ground, each a set of triangles with their cumulated share of its area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surface {
    first: Vec<u32>,
    triangles: Vec<[Point; 3]>,
    /// Share of the ground's area in each triangle and those before it; a column of its own, as it is searched.
    upto: Vec<f64>,
}

impl Surface {
    /// No ground yet.
    pub fn new() -> Surface {
        Surface { first: vec![0], ..Surface::default() }
    }

    /// Appends a piece of ground made of convex polygons; returns its area in km².
    pub fn push(&mut self, polygons: &[Vec<Point>]) -> f64 {
        let start = self.triangles.len();
        let mut total = 0.0;
        for corners in polygons {
            for i in 2..corners.len() {
                let triangle = [corners[0], corners[i - 1], corners[i]];
                let area = polygon::area(&triangle);
                if area > 0.0 {
                    total += area;
                    self.triangles.push(triangle);
                    self.upto.push(total);
                }
            }
        }
        self.upto[start..].iter_mut().for_each(|upto| *upto /= total);
        self.first.push(self.triangles.len() as u32);
        total
    }

    /// What the `index`-th piece of ground is made of; triangles side by side, none where it has no area.
    pub fn triangles(&self, index: usize) -> &[[Point; 3]] {
        &self.triangles[self.first[index] as usize..self.first[index + 1] as usize]
    }

    /// The place that two numbers in (0, 1) select, uniform over the `index`-th piece of ground; None when it has no area.
    pub fn place(&self, index: usize, u: f64, v: f64) -> Option<Point> {
        let triangles = self.first[index] as usize..self.first[index + 1] as usize;
        let upto = &self.upto[triangles.clone()];
        let at = upto.partition_point(|upto| *upto < u).min(upto.len().checked_sub(1)?);
        let before = if at == 0 { 0.0 } else { upto[at - 1] };
        let [a, b, c] = self.triangles[triangles][at];
        // What is left of u within the chosen triangle is uniform again.
        let within = ((u - before) / (upto[at] - before)).clamp(0.0, 1.0);
        Some(a.towards(b.towards(c, v.clamp(0.0, 1.0)), within.sqrt()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_uniform_over_pieces_of_unequal_size() {
        let square =
            |x: f64, side: f64| vec![Point::new(x, 0.0), Point::new(x + side, 0.0), Point::new(x + side, side), Point::new(x, side)];
        let mut surface = Surface::new();
        assert_eq!(surface.push(&[square(0.0, 1.0), square(5.0, 3.0)]), 10.0);
        let n = 200;
        let (mut small, mut low) = (0, 0);
        for i in 0..n * n {
            let (u, v) = (((i / n) as f64 + 0.5) / n as f64, ((i % n) as f64 + 0.5) / n as f64);
            let p = surface.place(0, u, v).unwrap();
            small += usize::from(p.x < 2.0);
            low += usize::from(p.x > 2.0 && p.y < 1.5);
        }
        assert!((small as f64 / (n * n) as f64 - 0.1).abs() < 0.005, "a tenth of the ground got {small} of {} places", n * n);
        assert!((low as f64 / (n * n) as f64 - 0.45).abs() < 0.01, "{low}");
        surface.push(&[]);
        assert_eq!(surface.place(1, 0.5, 0.5), None);
    }
}
