//! The outline of a city: what lies within, and what its border touches.
//!
//! Edges are kept by rows of latitude, so that a question about a small place looks at few of them.

use super::Point;
use super::polygon::{self, Bounds};

const ROWS: usize = 64;

/// A simple polygon, its corners counter-clockwise.
#[derive(Clone, Debug)]
pub struct Outline {
    corners: Vec<Point>,
    bounds: Bounds,
    rows: Vec<Vec<u32>>,
}

impl Outline {
    /// From the corners of a simple polygon, in either direction.
    pub fn new(mut corners: Vec<Point>) -> Outline {
        if polygon::area(&corners) < 0.0 {
            corners.reverse();
        }
        let bounds = Bounds::of(&corners);
        let mut outline = Outline { corners, bounds, rows: vec![Vec::new(); ROWS] };
        for edge in 0..outline.corners.len() {
            let (a, b) = outline.edge(edge as u32);
            for row in outline.rows_of(&Bounds::of(&[a, b])) {
                outline.rows[row].push(edge as u32);
            }
        }
        outline
    }

    /// The corners, counter-clockwise.
    pub fn corners(&self) -> &[Point] {
        &self.corners
    }

    /// The box around it.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Whether a place lies within.
    pub fn contains(&self, p: Point) -> bool {
        let row = *self.rows_of(&Bounds { min: p, max: p }).start();
        let crossed = |&&edge: &&u32| {
            let (a, b) = self.edge(edge);
            (a.y > p.y) != (b.y > p.y) && p.x < a.x + (b.x - a.x) * ((p.y - a.y) / (b.y - a.y))
        };
        self.bounds.meets(&Bounds { min: p, max: p }) && self.rows[row].iter().filter(crossed).count() % 2 == 1
    }

    /// Whether the border may run through a box; when not, the box lies wholly inside or wholly outside.
    pub fn borders(&self, area: &Bounds) -> bool {
        self.rows_of(area).any(|row| {
            self.rows[row].iter().any(|&edge| {
                let (a, b) = self.edge(edge);
                Bounds::of(&[a, b]).meets(area)
            })
        })
    }

    /// Whether any part of a segment lies within or on the border.
    pub fn touches(&self, segment: (Point, Point)) -> bool {
        let around = Bounds::of(&[segment.0, segment.1]);
        let mut rows = self.rows_of(&around);
        self.contains(segment.0) || rows.any(|row| self.rows[row].iter().any(|&e| polygon::segments_meet(self.edge(e), segment)))
    }

    fn edge(&self, edge: u32) -> (Point, Point) {
        let i = edge as usize;
        (self.corners[i], self.corners[(i + 1) % self.corners.len()])
    }

    fn rows_of(&self, area: &Bounds) -> std::ops::RangeInclusive<usize> {
        let height = self.bounds.max.y - self.bounds.min.y;
        let row = |y: f64| (((y - self.bounds.min.y) / height * ROWS as f64).max(0.0) as usize).min(ROWS - 1);
        row(area.min.y)..=row(area.max.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_concave_outline_knows_its_inside() {
        let u = [(0.0, 4.0), (2.0, 4.0), (2.0, 1.0), (3.0, 1.0), (3.0, 4.0), (5.0, 4.0), (5.0, 0.0), (0.0, 0.0)];
        let outline = Outline::new(u.iter().map(|&(x, y)| Point::new(x, y)).collect());
        assert!(polygon::area(outline.corners()) > 0.0, "clockwise corners are turned round");
        for (x, y, inside) in [(1.0, 3.0, true), (2.5, 3.0, false), (2.5, 0.5, true), (4.0, 3.9, true), (6.0, 2.0, false)] {
            assert_eq!(outline.contains(Point::new(x, y)), inside, "({x}, {y})");
        }
        assert!(outline.touches((Point::new(2.2, 3.0), Point::new(3.2, 3.0))));
        assert!(!outline.touches((Point::new(2.2, 3.0), Point::new(2.8, 2.0))));
        let inner = Bounds { min: Point::new(0.5, 0.2), max: Point::new(1.5, 0.8) };
        assert!(!outline.borders(&inner));
    }
}
