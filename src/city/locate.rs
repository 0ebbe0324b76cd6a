//! Which of the smallest areas a place lies in: a grid of boxes over the city, each with the areas that reach
//! into it.

use super::geometry::Point;
use super::metric::Torus;
use super::polygon::{self, Bounds};
use super::{City, Metric};
use crate::ids::AreaId;
use std::ops::Range;

/// So many kilometres off, coordinates still mean a place: a millimetre, for they are rounded.
const FORGIVEN: f64 = 1e-6;

/// So many kilometres from the only point of a city, coordinates are hardly meant: metres, or another origin.
const FAR_FROM_ONE: f64 = 100.0;

/// Finds the smallest area around a place.
#[derive(Clone, Debug)]
pub struct Locator<'c> {
    city: &'c City,
    /// How far places are from areas: as the city measures it, along the ground where it has a table.
    metric: Metric,
    bounds: Bounds,
    /// Boxes along each side.
    side: usize,
    /// Areas that reach into each box, in the order of boxes and ids; `first` has one more entry than there are boxes.
    first: Vec<u32>,
    reaching: Vec<AreaId>,
}

impl<'c> Locator<'c> {
    /// For all smallest areas of `city`.
    pub fn new(city: &'c City) -> Locator<'c> {
        let reach = |leaf: AreaId| match city.ring(leaf) {
            [] => Bounds::around(city.areas[leaf].centre, FORGIVEN),
            ring => Bounds::of(ring),
        };
        let corners: Vec<Point> = city.leaves().flat_map(|leaf| reach(AreaId(leaf)).corners()).collect();
        let side = (city.leaf_count() as f64).sqrt().ceil().max(1.0) as usize;
        let metric = match city.travel.metric() {
            Metric::Matrix(_) => city.globe().map_or(Metric::Euclidean(None), |globe| Metric::GreatCircle(*globe)),
            metric => metric.clone(),
        };
        let mut locator = Locator { city, metric, bounds: Bounds::of(&corners), side, first: Vec::new(), reaching: Vec::new() };
        if city.leaves().all(|leaf| city.ring(AreaId(leaf)).is_empty()) {
            return locator;
        }
        let mut pairs = Vec::new();
        for leaf in city.leaves().map(AreaId) {
            let reach = reach(leaf);
            let ((left, low), (right, high)) = (locator.cell(reach.min), locator.cell(reach.max));
            pairs.extend((low..=high).flat_map(|row| (left..=right).map(move |column| (row * side + column, leaf))));
        }
        pairs.sort_unstable();
        locator.first = (0..=side * side).map(|cell| pairs.partition_point(|(at, _)| *at < cell) as u32).collect();
        locator.reaching = pairs.into_iter().map(|(_, leaf)| leaf).collect();
        locator
    }

    /// How far two opposite corners of the box around all areas lie apart, in kilometres; a hundred where there is only one
    /// point.
    pub fn extent(&self) -> f64 {
        let Bounds { min, max } = self.bounds;
        match self.metric {
            _ if self.first.is_empty() && self.city.leaf_count() <= 1 => FAR_FROM_ONE,
            Metric::GreatCircle(globe) => globe.km(min, max),
            Metric::Manhattan(_) => max.x - min.x + (max.y - min.y),
            _ => min.distance(max),
        }
    }

    /// The torus of the city where a place lies outside its rectangle.
    pub fn beyond(&self, place: Point) -> Option<&Torus> {
        self.metric.torus().filter(|torus| torus.away(place) > FORGIVEN)
    }

    fn cell(&self, place: Point) -> (usize, usize) {
        let Bounds { min, max } = self.bounds;
        let along = |at: f64, from: f64, to: f64| (((at - from) / (to - from) * self.side as f64) as usize).min(self.side - 1);
        (along(place.x, min.x, max.x), along(place.y, min.y, max.y))
    }

    /// The smallest area around a place, the first of those that share a border there, a point being where it lies; none
    /// outside the city. In a city without ground it is the nearest; none where that is farther away than its [extent](Self::extent), or
    /// the place outside its torus.
    pub fn leaf_at(&self, place: Point) -> Option<AreaId> {
        self.leaf_of(&self.city.leaves(), place)
    }

    /// The same among some of them, at least one.
    pub fn leaf_of(&self, leaves: &Range<u32>, place: Point) -> Option<AreaId> {
        if self.first.is_empty() {
            let near = |leaf: &AreaId| self.beyond(place).is_none() && self.km(*leaf, place) <= self.extent();
            return (!leaves.is_empty()).then(|| self.nearest_of(leaves.clone(), place)).filter(near);
        }
        const AROUND: [f64; 3] = [0.0, FORGIVEN, -FORGIVEN];
        AROUND.iter().flat_map(|x| AROUND.map(|y| Point::new(place.x + x, place.y + y))).find_map(|place| self.exactly(leaves, place))
    }

    fn exactly(&self, leaves: &Range<u32>, place: Point) -> Option<AreaId> {
        let Bounds { min, max } = self.bounds;
        if !(min.x <= place.x && place.x <= max.x && min.y <= place.y && place.y <= max.y) {
            return None;
        }
        let (column, row) = self.cell(place);
        let cell = row * self.side + column;
        let reaching = &self.reaching[self.first[cell] as usize..self.first[cell + 1] as usize];
        reaching.iter().copied().filter(|leaf| leaves.contains(&leaf.0)).find(|leaf| match self.city.ring(*leaf) {
            [] => self.city.areas[*leaf].centre.distance(place) <= FORGIVEN,
            ring => polygon::contains(ring, place),
        })
    }

    /// The smallest area that is nearest to a place outside all of them.
    pub fn nearest(&self, place: Point) -> Option<AreaId> {
        Some(self.nearest_of(self.city.leaves(), place)).filter(|_| self.city.leaf_count() > 0)
    }

    /// The one of `leaves`, at least one, that is nearest to a place outside them, the first of equals.
    pub fn nearest_of(&self, leaves: Range<u32>, place: Point) -> AreaId {
        let (mut nearest, mut least) = (AreaId(leaves.start), f64::INFINITY);
        for leaf in leaves.map(AreaId) {
            let km = self.km_below(least, leaf, place);
            if km < least {
                (nearest, least) = (leaf, km);
            }
        }
        nearest
    }

    /// Kilometres between a smallest area and a place outside it.
    pub fn km(&self, leaf: AreaId, place: Point) -> f64 {
        self.km_below(f64::INFINITY, leaf, place)
    }

    /// The same if they are less than `most`, else `most`.
    fn km_below(&self, most: f64, leaf: AreaId, place: Point) -> f64 {
        let place = self.city.on_ground(place);
        // Its ring would not do: pieces of ground are joined by edges there that lie on none.
        let ground = self.city.ground.triangles(self.city.number(leaf));
        let centre = self.city.areas[leaf].centre;
        let point = ground.is_empty().then_some((centre, centre));
        let lines = ground.iter().flat_map(|[a, b, c]| [(*a, *b), (*b, *c), (*c, *a)]).chain(point);
        lines.fold(most, |km, line| if self.metric.least_km_to(place, line) < km { km.min(self.metric.km_to(place, line)) } else { km })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::city::{CityConfig, Tables};
    use ron::extensions::Extensions;

    fn city(text: &str) -> City {
        let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES);
        City::build(&options.from_str::<CityConfig>(text).unwrap(), &Tables::default()).unwrap()
    }

    #[test]
    fn every_place_drawn_in_an_area_is_found_in_it() {
        let city = city(
            "Generated(residents: 50000, outline_km: [(0, 0), (9, 0), (9, 4), (5, 1), (5, 6), (0, 6)], levels: [(name: \"ward\", count: 200)])",
        );
        let locator = Locator::new(&city);
        for leaf in city.leaves().map(AreaId) {
            for i in 0..50 {
                let (u, v) = ((f64::from(i % 7) + 0.5) / 7.0, (f64::from(i) + 0.5) / 50.0);
                let place = city.place_in(leaf, u, v);
                assert_eq!(locator.leaf_at(place), Some(leaf), "{place:?}");
            }
        }
        for outside in [Point::new(-0.1, 1.0), Point::new(6.0, 4.0), Point::new(100.0, 0.0), Point::new(f64::NAN, 1.0)] {
            assert_eq!(locator.leaf_at(outside), None, "{outside:?}");
        }
        assert!(locator.nearest(Point::new(100.0, 0.0)).is_some());
    }

    #[test]
    fn a_city_of_points_reaches_as_far_as_the_box_around_them() {
        let points = city("Explicit(areas: {\"a\": (at: (0, 0)), \"b\": (at: (30, 40))})");
        let (locator, first) = (Locator::new(&points), points.leaves().start);
        let found = |x: f64, y: f64| locator.leaf_at(Point::new(x, y)).map(|leaf| leaf.0 - first);
        assert_eq!([found(0.0, -49.9), found(30.0, 89.9), found(0.0, -50.1), found(900.0, 0.0)], [Some(0), Some(1), None, None]);
        assert_eq!(locator.leaf_of(&(first..first + 1), Point::new(30.0, 41.0)), None, "so far it is another");
        let three = city("Explicit(areas: {\"a\": (at: (0, 0)), \"b\": (at: (12, 0)), \"c\": (at: (6, 5))})");
        let found = |y: f64| Locator::new(&three).leaf_at(Point::new(0.0, y)).is_some();
        assert_eq!([-12.9, -13.1].map(found), [true, false], "from corner to corner 13 km, though no two of them lie so far apart");
        let one = city("Explicit(areas: {\"a\": (at: (0, 0))})");
        let far = |km: f64| Locator::new(&one).leaf_at(Point::new(km, 0.0)).is_none();
        assert_eq!([99.0, 101.0].map(far), [false, true], "a single one says nothing of how far it reaches, but metres are no kilometres");
    }

    #[test]
    fn a_point_beside_ground_is_found_where_it_lies() {
        let city = city("Explicit(areas: {\"p\": (at: (-3, 7)), \"s\": (rectangle: ((0, 0), (1, 1))), \"q\": (at: (0.5, 0.5))})");
        let (locator, first) = (Locator::new(&city), city.leaves().start);
        for (place, leaf) in [((-3.0, 7.0), 0), ((-3.0, 7.0 - 5e-7), 0), ((0.5, 0.5), 1), ((1.0, 1.0), 1)] {
            assert_eq!(locator.leaf_at(Point::new(place.0, place.1)), Some(AreaId(first + leaf)), "{place:?}");
        }
        for outside in [Point::new(-3.0, 6.99), Point::new(-2.0, 5.0), Point::new(1.1, 1.0)] {
            assert_eq!(locator.leaf_at(outside), None, "{outside:?}");
        }
    }

    #[test]
    fn a_city_without_ground_has_its_areas_around_their_middles() {
        let point = city("Point()");
        assert_eq!(Locator::new(&point).leaf_at(Point::new(3.0, 4.0)), Some(AreaId(0)));
    }

    /// The numbers of the areas nearest to some places.
    fn nearest<const N: usize>(city: &City, places: [(f64, f64); N]) -> [u32; N] {
        let place = |(x, y)| city.globe().map_or(Point::new(x, y), |globe| globe.point(x, y));
        places.map(|at| Locator::new(city).nearest(place(at)).unwrap().0 - city.leaves().start)
    }

    #[test]
    fn the_nearest_area_is_that_whose_ground_is_nearest() {
        let areas =
            "Explicit(areas: {\"town\": (rectangle: ((-5, 9), (-4, 10))), \"land\": (rectangle: ((0, 0), (20, 20))), \"p\": (at: (-3, 5))}";
        assert_eq!(nearest(&city(&format!("{areas})")), [(-0.1, 9.5), (-3.0, 9.5), (-1.6, 5.0), (-1.4, 5.0)]), [1, 0, 2, 1]);
        let found = Locator::new(&city(&format!("{areas})"))).km(AreaId(2), Point::new(-3.0, 24.0));
        assert_eq!(found, 5.0, "3 km west and 4 km north of a corner");
        // As the streets run, the corner of the second is farther than the side of the first.
        let crossed = |distance: &str| {
            city(&format!(
                "Explicit(areas: {{\"a\": (rectangle: ((7, -9), (8, 9))), \"b\": (outline: [(4, 4), (5, 4), (5, 5)])}}, \
                 travel: (distance: {distance}))"
            ))
        };
        assert_eq!(nearest(&crossed("Euclidean"), [(0.0, 0.0)]), [1]);
        assert_eq!(nearest(&crossed("Manhattan"), [(0.0, 0.0)]), [0]);
    }

    #[test]
    fn on_a_torus_the_nearest_area_may_lie_beyond_a_side() {
        for distance in ["Euclidean", "Manhattan"] {
            let travel = format!("travel: (distance: {distance}, torus: ((0, 0), (10, 10)))");
            let points = city(&format!("Explicit(areas: {{\"w\": (at: (0.5, 5)), \"e\": (at: (7, 5))}}, {travel})"));
            assert_eq!(nearest(&points, [(9.8, 5.0), (8.6, 5.0)]), [0, 1]);
            let locator = Locator::new(&points);
            assert_eq!(locator.leaf_at(Point::new(9.8, 5.0)), Some(AreaId(points.leaves().start)));
            assert_eq!(locator.leaf_at(Point::new(10.0 + 5e-7, 0.0)), Some(AreaId(points.leaves().start)), "rounded");
            for outside in [Point::new(10.1, 5.0), Point::new(7.0, -5.0), Point::new(4200.0, 5.0)] {
                assert_eq!(locator.leaf_at(outside), None, "{outside:?}");
            }
            let ground =
                format!("Explicit(areas: {{\"w\": (rectangle: ((0, 0), (1, 10))), \"e\": (outline: [(3, 4), (7, 5), (3, 6)])}}, {travel})");
            let ground = city(&ground);
            assert_eq!(nearest(&ground, [(9.8, 5.0), (8.6, 5.0), (8.4, 5.0)]), [0, 0, 1]);
            assert!((Locator::new(&ground).km(AreaId(ground.leaves().start), Point::new(9.75, 3.0)) - 0.25).abs() < 1e-12);
        }
    }

    #[test]
    fn on_the_globe_the_nearest_area_is_so_on_the_ground() {
        let north = "\"a\": (at: (0, 78)), \"b\": (at: (10, 75)), \"c\": (at: (5, 62))";
        assert_eq!(nearest(&city(&format!("Explicit(coordinates: Degrees, areas: {{{north}}})")), [(10.0, 78.0)]), [0]);
        let flat = city(&format!("Explicit(coordinates: Degrees, areas: {{{north}}}, travel: (distance: Euclidean))"));
        assert_eq!(nearest(&flat, [(10.0, 78.0)]), [1], "as the map has it");
        let table = city(&format!(
            "Explicit(coordinates: Degrees, areas: {{{north}}}, travel: (distance: Matrix(km: [[0, 1, 1], [1, 0, 1], [1, 1, 0]])))"
        ));
        assert_eq!(nearest(&table, [(10.0, 78.0)]), [0], "a table knows no places");
        let ground = city("Explicit(coordinates: Degrees, areas: {\"a\": (rectangle: ((0, 70), (4, 78))), \"b\": (at: (10, 62))})");
        let (locator, globe) = (Locator::new(&ground), ground.globe().unwrap());
        let place = globe.point(8.0, 76.0);
        let finely = (0..=80_000).map(|i| globe.km(place, globe.point(4.0, 70.0 + f64::from(i) / 1e4))).fold(f64::INFINITY, f64::min);
        let found = locator.km(AreaId(ground.leaves().start), place);
        assert!((found - finely).abs() < 1e-3, "{found} km, not {finely}");
        assert_eq!(locator.nearest(place), Some(AreaId(ground.leaves().start)));
    }
}
