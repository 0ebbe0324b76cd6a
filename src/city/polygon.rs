//! Plane geometry of polygons: area, centroid, containment, clipping, triangles.
//!
//! A polygon is a slice of corners in order, without repeating the first. Hand-written, since only these
//! few functions are needed and a geometry library would bring in its own mathematics.

use super::Point;

/// Twice the signed area of the triangle; positive when `a`, `b`, `c` turn left.
pub fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Signed area in km²; positive when the corners run counter-clockwise.
pub fn area(corners: &[Point]) -> f64 {
    let Some(&origin) = corners.first() else { return 0.0 };
    corners.windows(2).map(|edge| turn(origin, edge[0], edge[1])).sum::<f64>() / 2.0
}

/// Centre of mass; the mean of the corners when the polygon has no area.
pub fn centroid(corners: &[Point]) -> Point {
    let Some(&origin) = corners.first() else { return Point::default() };
    let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
    for edge in corners.windows(2) {
        let double = turn(origin, edge[0], edge[1]);
        x += double * (edge[0].x + edge[1].x - 2.0 * origin.x);
        y += double * (edge[0].y + edge[1].y - 2.0 * origin.y);
        weight += double;
    }
    let mean = Point::new(origin.x + x / (3.0 * weight), origin.y + y / (3.0 * weight));
    if mean.x.is_finite() && mean.y.is_finite() {
        return mean;
    }
    let n = corners.len() as f64;
    Point::new(corners.iter().map(|p| p.x).sum::<f64>() / n, corners.iter().map(|p| p.y).sum::<f64>() / n)
}

/// Whether a place lies within a ring: a ray from it crosses the border an odd number of times.
pub fn contains(ring: &[Point], place: Point) -> bool {
    let mut inside = false;
    let mut before = ring.last().copied().unwrap_or_default();
    for &corner in ring {
        if (corner.y > place.y) != (before.y > place.y) {
            let crossing = corner.x + (place.y - corner.y) / (before.y - corner.y) * (before.x - corner.x);
            inside ^= place.x < crossing;
        }
        before = corner;
    }
    inside
}

/// Smallest and largest coordinates.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// South-west corner.
    pub min: Point,
    /// North-east corner.
    pub max: Point,
}

impl Bounds {
    /// The box around `corners`.
    pub fn of(corners: &[Point]) -> Bounds {
        let far = f64::INFINITY;
        let empty = Bounds { min: Point::new(far, far), max: Point::new(-far, -far) };
        corners.iter().fold(empty, |b, p| Bounds {
            min: Point::new(b.min.x.min(p.x), b.min.y.min(p.y)),
            max: Point::new(b.max.x.max(p.x), b.max.y.max(p.y)),
        })
    }

    /// The square around a place, so far in each direction.
    pub fn around(place: Point, far: f64) -> Bounds {
        Bounds { min: Point::new(place.x - far, place.y - far), max: Point::new(place.x + far, place.y + far) }
    }

    /// Whether two boxes share a point.
    pub fn meets(&self, other: &Bounds) -> bool {
        self.min.x <= other.max.x && other.min.x <= self.max.x && self.min.y <= other.max.y && other.min.y <= self.max.y
    }

    /// Length of the diagonal.
    pub fn diagonal(&self) -> f64 {
        self.min.distance(self.max)
    }

    /// The four corners, counter-clockwise.
    pub fn corners(&self) -> [Point; 4] {
        [self.min, Point::new(self.max.x, self.min.y), self.max, Point::new(self.min.x, self.max.y)]
    }
}

/// The half-plane of the points that are at least as near to one place as to another.
#[derive(Clone, Copy, Debug)]
pub struct HalfPlane {
    normal: Point,
    offset: f64,
}

impl HalfPlane {
    /// What is at least as near to `here` as to `there`.
    pub fn nearer(here: Point, there: Point) -> HalfPlane {
        let normal = Point::new(there.x - here.x, there.y - here.y);
        let middle = here.towards(there, 0.5);
        HalfPlane { normal, offset: normal.x * middle.x + normal.y * middle.y }
    }

    /// What lies to the left of the line from `a` to `b`.
    pub fn left_of(a: Point, b: Point) -> HalfPlane {
        let normal = Point::new(b.y - a.y, a.x - b.x);
        HalfPlane { normal, offset: normal.x * a.x + normal.y * a.y }
    }

    fn beyond(&self, p: Point) -> f64 {
        self.normal.x * p.x + self.normal.y * p.y - self.offset
    }
}

/// Cuts `corners` down to the half-plane (Sutherland & Hodgman 1974). Each corner carries the tag of the
/// edge that leaves it; the edge made by the cut gets `tag`. Of a polygon that is not convex, pieces stay
/// joined by edges along the cut that cancel in area and centroid.
pub fn cut<T: Copy>(corners: &mut Vec<(Point, T)>, half: HalfPlane, tag: T, spare: &mut Vec<(Point, T)>) {
    if corners.iter().all(|&(p, _)| half.beyond(p) <= 0.0) {
        return;
    }
    spare.clear();
    let n = corners.len();
    let mut dp = half.beyond(corners[0].0);
    for i in 0..n {
        let ((p, along), (q, _)) = (corners[i], corners[if i + 1 == n { 0 } else { i + 1 }]);
        let dq = half.beyond(q);
        if dp <= 0.0 {
            spare.push((p, along));
            if dq > 0.0 {
                spare.push((p.towards(q, dp / (dp - dq)), tag));
            }
        } else if dq <= 0.0 {
            spare.push((p.towards(q, dp / (dp - dq)), along));
        }
        dp = dq;
    }
    std::mem::swap(corners, spare);
}

/// Takes out corners at which the border runs back the way it came, as cutting may leave them.
pub fn remove_spikes(corners: &mut Vec<Point>) {
    let tiny = Bounds::of(corners).diagonal() * 1e-9;
    let folds = |a: Point, b: Point, c: Point| {
        let along = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y);
        let (back, on) = (a.distance(b), b.distance(c));
        back <= tiny || (along < 0.0 && turn(a, b, c).abs() <= tiny * back.max(on))
    };
    let mut passed = 0;
    let mut at = 0;
    while corners.len() > 3 && passed < corners.len() {
        let n = corners.len();
        at %= n;
        if folds(corners[(at + n - 1) % n], corners[at], corners[(at + 1) % n]) {
            corners.remove(at);
            at = (at + n - 2) % (n - 1);
            passed = 0;
        } else {
            at += 1;
            passed += 1;
        }
    }
}

/// Whether two segments have a point in common.
pub fn segments_meet(a: (Point, Point), b: (Point, Point)) -> bool {
    let within = |p: Point, s: (Point, Point)| Bounds::of(&[s.0, s.1]).meets(&Bounds { min: p, max: p });
    let (a0, a1) = (turn(b.0, b.1, a.0), turn(b.0, b.1, a.1));
    let (b0, b1) = (turn(a.0, a.1, b.0), turn(a.0, a.1, b.1));
    (a0 * a1 < 0.0 && b0 * b1 < 0.0)
        || (a0 == 0.0 && within(a.0, b))
        || (a1 == 0.0 && within(a.1, b))
        || (b0 == 0.0 && within(b.0, a))
        || (b1 == 0.0 && within(b.1, a))
}

/// What is wrong with an outline that repeats a corner, crosses itself or folds back, and at which of its corners.
pub fn flaw(corners: &[Point]) -> Option<(usize, String)> {
    let n = corners.len();
    let at = |i: usize| format!("({:?}, {:?})", corners[i % n].x, corners[i % n].y);
    if let Some(i) = (1..n).find(|&i| corners[i] == corners[i - 1]) {
        return Some((i, format!("the corner {} stands twice in a row: leave one of them out", at(i))));
    }
    if n > 1 && corners[0] == corners[n - 1] {
        return Some((n - 1, format!("the last corner, {}, is the first again: leave it out, an outline is closed without it", at(0))));
    }
    let (a, b) = crossing(corners)?;
    let edge = |i: usize| format!("{}–{}", at(i), at(i + 1));
    Some((a, format!("the edges {} and {} touch: the outline must not cross or fold back", edge(a), edge(b))))
}

/// The first two edges (by number) of a polygon that touch without being neighbours, if any.
fn crossing(corners: &[Point]) -> Option<(usize, usize)> {
    let n = corners.len();
    let edge = |i: usize| (corners[i], corners[(i + 1) % n]);
    let folds = |i: usize| {
        let (a, b, c) = (corners[i], corners[(i + 1) % n], corners[(i + 2) % n]);
        a == b || (turn(a, b, c) == 0.0 && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0.0)
    };
    (0..n).find_map(|i| {
        if folds(i) {
            return Some((i, (i + 1) % n));
        }
        let last = if i == 0 { n - 1 } else { n };
        (i + 2..last).find(|&j| segments_meet(edge(i), edge(j))).map(|j| (i, j))
    })
}

/// Cuts a simple counter-clockwise polygon into triangles (ear clipping, Meisters 1975).
pub fn triangles(corners: &[Point]) -> Vec<[Point; 3]> {
    let mut rest: Vec<Point> = corners.to_vec();
    let mut found = Vec::with_capacity(corners.len());
    let mut at = 0;
    let mut refused = 0;
    while rest.len() > 2 {
        let n = rest.len();
        at %= n;
        let ear = [rest[(at + n - 1) % n], rest[at], rest[(at + 1) % n]];
        // When rounding hides every ear, any corner will do: what is left has no area worth keeping.
        if refused >= n || is_ear(&rest, ear) {
            if turn(ear[0], ear[1], ear[2]) > 0.0 {
                found.push(ear);
            }
            rest.remove(at);
            refused = 0;
        } else {
            at += 1;
            refused += 1;
        }
    }
    found
}

fn is_ear(rest: &[Point], [a, b, c]: [Point; 3]) -> bool {
    turn(a, b, c) >= 0.0
        && !rest.iter().any(|&p| p != a && p != b && p != c && turn(a, b, p) >= 0.0 && turn(b, c, p) >= 0.0 && turn(c, a, p) >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(corners: &[(f64, f64)]) -> Vec<Point> {
        corners.iter().map(|&(x, y)| Point::new(x, y)).collect()
    }

    fn u() -> Vec<Point> {
        shape(&[(0.0, 0.0), (5.0, 0.0), (5.0, 4.0), (3.0, 4.0), (3.0, 1.0), (2.0, 1.0), (2.0, 4.0), (0.0, 4.0)])
    }

    #[test]
    fn triangles_cover_a_concave_polygon_exactly() {
        let parts = triangles(&u());
        assert_eq!(area(&u()), 17.0);
        assert!((parts.iter().map(|t| area(t)).sum::<f64>() - 17.0).abs() < 1e-12);
        assert!(parts.iter().all(|t| area(t) > 0.0));
    }

    #[test]
    fn cutting_a_concave_polygon_keeps_the_right_area_and_centroid() {
        let mut ring: Vec<_> = u().into_iter().map(|p| (p, 0)).collect();
        cut(&mut ring, HalfPlane::left_of(Point::new(5.0, 2.0), Point::new(0.0, 2.0)), 1, &mut Vec::new());
        let kept: Vec<Point> = ring.iter().map(|c| c.0).collect();
        assert!((area(&kept) - 9.0).abs() < 1e-12, "below y = 2 lie 9 km², not {}", area(&kept));
        let upper = HalfPlane::left_of(Point::new(0.0, 2.0), Point::new(5.0, 2.0));
        let mut ring: Vec<_> = u().into_iter().map(|p| (p, 0)).collect();
        cut(&mut ring, upper, 1, &mut Vec::new());
        let kept: Vec<Point> = ring.iter().map(|c| c.0).collect();
        assert!((area(&kept) - 8.0).abs() < 1e-12);
        assert!(centroid(&kept).distance(Point::new(2.5, 3.0)) < 1e-12);
    }

    #[test]
    fn spikes_go_and_corners_stay() {
        let mut ring = shape(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (3.0, 1.0), (4.0, 1.0), (4.0, 1.000000000001), (2.0, 1.0), (0.0, 1.0)]);
        remove_spikes(&mut ring);
        assert_eq!(ring, shape(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]));
        let mut untouched = u();
        remove_spikes(&mut untouched);
        assert_eq!(untouched, u());
    }

    #[test]
    fn polygons_that_cross_or_fold_are_found() {
        assert_eq!(crossing(&u()), None);
        assert_eq!(crossing(&shape(&[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)])), Some((0, 2)));
        assert_eq!(crossing(&shape(&[(0.0, 0.0), (2.0, 0.0), (1.0, 0.0), (1.0, 1.0)])), Some((0, 1)));
        assert!(crossing(&shape(&[(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0)])).is_some());
    }

    #[test]
    fn what_is_wrong_with_an_outline_is_told_by_its_corners() {
        let said = |corners: &[(f64, f64)]| flaw(&shape(corners)).map(|(i, message)| format!("{i}: {message}")).unwrap_or_default();
        let twice = "2: the corner (2.0, 0.0) stands twice in a row: leave one of them out";
        assert_eq!(said(&[(0.0, 0.0), (2.0, 0.0), (2.0, 0.0), (2.0, 1.0)]), twice);
        let closed = "3: the last corner, (0.0, 0.0), is the first again: leave it out, an outline is closed without it";
        assert_eq!(said(&[(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 0.0)]), closed);
        let crossed = "0: the edges (0.0, 0.0)–(2.0, 1.0) and (2.0, 0.0)–(0.0, 1.0) touch: the outline must not cross or fold back";
        assert_eq!(said(&[(0.0, 0.0), (2.0, 1.0), (2.0, 0.0), (0.0, 1.0)]), crossed);
        assert_eq!(flaw(&u()), None);
    }
}
