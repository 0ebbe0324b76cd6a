//! Distances, travel times and places under way against exact values.

use super::*;
use crate::time::Duration;
use proptest::prelude::*;
use ron::extensions::Extensions;

fn config(text: &str) -> TravelConfig {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES);
    options.from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// Travel as a section describes it, on ground of both zones, around (120, 28) where it is along the earth's surface.
pub fn test_travel(text: &str) -> Travel {
    let config = config(text);
    let globe = || Globe::around([(120.0, 28.0), (120.2, 28.2)].into_iter()).unwrap();
    let metric = match config.distance {
        Some(DistanceConfig::Manhattan) => Metric::Manhattan(config.torus()),
        Some(DistanceConfig::GreatCircle) => Metric::GreatCircle(globe()),
        _ => Metric::Euclidean(config.torus()),
    };
    Travel::new(&config, metric, [Zone::Urban, Zone::Outer].into_iter())
}

fn spot(travel: &Travel, x: f64, y: f64) -> Spot {
    Spot::new(AreaId(0), Point::new(x, y), travel.pace(Zone::Urban))
}

fn minutes(travel: &Travel, km: f64) -> f64 {
    travel.seconds(&spot(travel, 0.0, 0.0), &spot(travel, km, 0.0)) / 60.0
}

#[track_caller]
fn near(value: f64, exact: f64) {
    assert!((value - exact).abs() < 1e-9 * exact.abs().max(1.0), "{value} is not {exact}");
}

#[test]
fn a_way_is_driven_half_at_each_ends_speed_and_slower_at_the_peak() {
    let travel = test_travel("(detour: 1.5, urban: \"30 km/h\", outer: \"60 km/h\", hours: [(\"07:00..09:00\", 0.8)])");
    let at = |x, y, zone| Spot::new(AreaId(0), Point::new(x, y), travel.pace(zone));
    let minutes = |from, to| travel.duration(&at(0.0, 0.0, from), &at(3.0, 4.0, to), 1.0).minutes();
    assert!((minutes(Zone::Urban, Zone::Urban) - 15.0).abs() < 1e-6, "7.5 km at 30 km/h");
    assert!((minutes(Zone::Outer, Zone::Outer) - 7.5).abs() < 1e-6);
    assert!((minutes(Zone::Urban, Zone::Outer) - 11.25).abs() < 1e-6);
    let factor = |hour: u64| travel.factor(Duration(hour * Duration::HOUR.0));
    assert_eq!((factor(6), factor(7), factor(9)), (1.0, 1.25, 1.0));
    let nowhere = |x| Spot::new(AreaId(0), Point::new(x, 0.0), Travel::none().pace(Zone::Outer));
    assert_eq!(Travel::none().duration(&nowhere(0.0), &nowhere(3.0), 1.25), Duration::ZERO);
}

/// RAND: 0.65 + 1.70 D minutes, D in miles.
#[test]
fn every_way_costs_its_fixed_time() {
    const MILE: f64 = 1.609_344;
    let speed = 60.0 / 1.7;
    let travel = test_travel(&format!("(detour: 1, urban: \"{speed} mph\", time: Affine(fixed: \"39 s\"))"));
    near(minutes(&travel, 1.5 * MILE), 3.2);
    near(minutes(&travel, 2.5 * MILE), 4.9);
    near(minutes(&travel, 0.0), 0.65);
}

#[test]
fn a_root_joins_its_line_without_a_kink() {
    let travel = test_travel("(detour: 1, urban: \"30 km/h\", time: RootThenLinear(linear_from_km: 2))");
    // Two minutes a kilometre: 4 √(2 D) up to 2 km, then 4 + 2 D.
    near(minutes(&travel, 0.5), 4.0);
    near(minutes(&travel, 2.0), 8.0);
    near(minutes(&travel, 5.0), 14.0);
    let slope = |km: f64, to: f64| (minutes(&travel, to) - minutes(&travel, km)) / (to - km);
    assert!((slope(2.0 - 1e-6, 2.0) - slope(2.0, 2.0 + 1e-6)).abs() < 1e-5);
    // A detour makes the way longer, not the join.
    let roundabout = test_travel("(detour: 1.25, urban: \"30 km/h\", time: RootThenLinear(linear_from_km: 2))");
    near(minutes(&roundabout, 1.6), 8.0);
    near(minutes(&roundabout, 4.0), 14.0);
}

/// Larson & Odoni, 3.7.2: 2 √(d/a) if d ≤ v²/a, else d/v + v/a.
#[test]
fn acceleration_limits_short_ways() {
    for (detour, v, a) in [(1.0, 10.0, 0.5), (1.3, 20.0, 2.0)] {
        let travel = test_travel(&format!("(detour: {detour}, urban: \"{v} m/s\", time: Accelerating(m_per_s2: {a}))"));
        for km in [0.01, 0.1, 0.15, 0.2, 0.3, 5.0] {
            let d: f64 = km * detour * 1_000.0;
            let exact = if d <= v * v / a { 2.0 * (d / a).sqrt() } else { d / v + v / a };
            near(minutes(&travel, km) * 60.0, exact);
        }
    }
}

#[test]
fn streets_and_tori_measure_as_they_should() {
    let km = |text: &str, a: (f64, f64), b: (f64, f64)| {
        let travel = test_travel(text);
        travel.metric().km(&spot(&travel, a.0, a.1), &spot(&travel, b.0, b.1))
    };
    near(km("()", (1.0, 1.0), (4.0, 5.0)), 5.0);
    near(km("(distance: Manhattan)", (1.0, 1.0), (4.0, 5.0)), 7.0);
    near(km("(torus: ((0, 0), (10, 6)))", (1.0, 1.0), (8.0, 5.0)), 13f64.sqrt());
    near(km("(distance: Manhattan, torus: ((10, 0), (0, 6)))", (1.0, 1.0), (8.0, 5.0)), 5.0);
    // The default detour is for straight lines only.
    assert_eq!((test_travel("()").detour(), test_travel("(distance: Manhattan)").detour()), (1.35, 1.0));
    let torus = Torus { corner: Point::new(-1.0, 2.0), width: 4.0, height: 3.0 };
    assert_eq!(torus.within(Point::new(3.5, 1.5)), Point::new(-0.5, 4.5));
    assert_eq!(torus.within(Point::new(3.0, 5.0)), Point::new(-1.0, 2.0));
}

fn all() -> Vec<Travel> {
    let mut travels = Vec::new();
    for distance in ["Euclidean", "Manhattan", "Euclidean, torus: ((0, 0), (10, 6))", "Manhattan, torus: ((0, 0), (10, 6))", "GreatCircle"]
    {
        for time in ["Linear", "Affine(fixed: \"39 s\")", "RootThenLinear(linear_from_km: 3)", "Accelerating(m_per_s2: 0.05)"] {
            travels.push(test_travel(&format!("(distance: {distance}, detour: 1.2, time: {time})")));
        }
    }
    travels
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Nobody travels faster than the model: not up to a place on the way, nor over one to somewhere else.
    #[test]
    fn a_place_on_the_way_is_not_reached_too_early(
        from in (0.0..10.0f64, 0.0..6.0f64), to in (0.0..10.0f64, 0.0..6.0f64), third in (0.0..10.0f64, 0.0..6.0f64), spent in 0.0..1.0f64,
    ) {
        for travel in all() {
            let [a, b, c] = [from, to, third].map(|(x, y)| spot(&travel, x, y));
            let whole = travel.seconds(&a, &b);
            let way = travel.under_way(&a, &b, spent);
            let close = |x: f64| x * (1.0 + 1e-9) + 1e-6;
            prop_assert!(travel.metric().km(&a, &way) <= close(travel.metric().km(&a, &b)));
            let fixed = if let Curve::Affine { fixed } = travel.curve() { fixed } else { 0.0 };
            prop_assert!(travel.seconds(&a, &way) <= close((spent * whole).max(fixed)), "{travel:?}");
            prop_assert!(travel.seconds(&a, &c) <= close(spent * whole + travel.seconds(&way, &c)), "{travel:?}");
            // The places lie on a shortest way.
            let (gone, left) = (travel.metric().km(&a, &way), travel.metric().km(&way, &b));
            prop_assert!((gone + left - travel.metric().km(&a, &b)).abs() < 1e-6, "{travel:?}: {gone} + {left}");
            let (start, end) = (travel.under_way(&a, &b, 0.0), travel.under_way(&a, &b, 1.0));
            prop_assert!(travel.metric().km(&start, &a) < 1e-9 && travel.metric().km(&end, &b) < 1e-9);
        }
    }

    /// What a search leaves out is not nearer than it believes.
    #[test]
    fn coordinates_bound_travel_from_below(from in (0.0..10.0f64, 0.0..6.0f64), to in (-4.0..14.0f64, -4.0..10.0f64)) {
        for travel in all().into_iter().filter(|travel| travel.metric().torus().is_none()) {
            let (a, b) = (spot(&travel, from.0, from.1), spot(&travel, to.0, to.1));
            let apart = (from.0 - to.0).abs().max((from.1 - to.1).abs());
            prop_assert!(travel.least_seconds(apart, b.pace).unwrap() <= travel.seconds(&a, &b) + 1e-9, "{travel:?}");
        }
    }
}
