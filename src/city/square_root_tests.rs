//! The square-root law of response distances (Kolesar & Blum, Management Science 19, 1973): its constants, found by
//! measuring with the product's own distances.

use super::travel_tests::test_travel;
use super::*;
use crate::random::{Key, Purpose};

fn spot(x: f64, y: f64) -> Spot {
    Spot::new(AreaId(0), Point::new(x, y), 1.0)
}

/// Mean distances to the nearest, second nearest, … of `n` uniform points on a torus of `side` km, over `trials`.
fn nearest(distance: &str, side: f64, n: usize, ranks: usize, trials: usize) -> Vec<f64> {
    let travel = test_travel(&format!("(distance: {distance}, torus: ((0, 0), ({side}, {side})))"));
    let mut stream = Key { seed: 7, replication: 0 }.stream(Purpose::City, 0);
    let mut luck = || side * unit(stream.next_u64());
    let mut sums = vec![0.0; ranks];
    for _ in 0..trials {
        let from = spot(luck(), luck());
        let mut km: Vec<f64> = (0..n).map(|_| travel.metric().km(&from, &spot(luck(), luck()))).collect();
        km.sort_by(f64::total_cmp);
        sums.iter_mut().zip(km).for_each(|(sum, km)| *sum += km);
    }
    sums.into_iter().map(|sum| sum / trials as f64).collect()
}

/// Exact on a torus for any n with Manhattan distance, for a Poisson field in the limit.
#[test]
fn uniform_responders() {
    for (n, exact) in [(25, 1.2349), (15, 1.5789)] {
        let mean = nearest("Manhattan", 10.0, n, 1, 20_000)[0];
        assert!((mean - exact).abs() < 0.015, "{n}: {mean}, not {exact}");
    }
    let ranks = nearest("Manhattan", 20.0, 400, 3, 2_000);
    for (mean, exact) in ranks.into_iter().zip([0.6267, 0.9400, 1.1750]) {
        assert!((mean - exact).abs() < 0.03, "{mean}, not {exact}");
    }
    let mean = nearest("Euclidean", 20.0, 400, 1, 2_000)[0];
    assert!((mean - 0.5).abs() < 0.02, "{mean}");
}

/// The mean over a fine lattice of places in a cell of one km².
fn over_a_cell(km: impl Fn(Point) -> f64) -> f64 {
    const N: usize = 400;
    let at = |i: usize| (i as f64 + 0.5) / N as f64;
    (0..N * N).map(|i| km(Point::new(at(i / N), at(i % N)))).sum::<f64>() / (N * N) as f64
}

#[test]
fn responders_on_lattices() {
    let euclid = test_travel("(distance: Euclidean, torus: ((0, 0), (1, 1)))");
    let mean = over_a_cell(|place| euclid.metric().km(&spot(0.5, 0.5), &spot(place.x, place.y)));
    assert!((mean - 0.3826).abs() < 1e-4, "{mean}");
    // Responders at the corners and in the middle of squares of two km²: the diamond lattice.
    let streets = test_travel("(distance: Manhattan, torus: ((0, 0), (1.4142135623730951, 1.4142135623730951)))");
    let side = 2f64.sqrt();
    let mean = over_a_cell(|place| {
        let place = spot(place.x * side, place.y * side);
        [spot(0.0, 0.0), spot(side / 2.0, side / 2.0)].iter().map(|r| streets.metric().km(r, &place)).fold(f64::INFINITY, f64::min)
    });
    assert!((mean - side / 3.0).abs() < 1e-4, "{mean}");
}

/// A responder anywhere in its own square of one km²: a third of each side on average.
#[test]
fn a_responder_within_its_own_square() {
    let streets = test_travel("(distance: Manhattan)");
    const N: usize = 40;
    let at = |i: usize| (i as f64 + 0.5) / N as f64;
    let mut sum = 0.0;
    for i in 0..N * N {
        for j in 0..N * N {
            sum += streets.metric().km(&spot(at(i / N), at(i % N)), &spot(at(j / N), at(j % N)));
        }
    }
    let mean = sum / (N * N * N * N) as f64;
    assert!((mean - 2.0 / 3.0).abs() < 1e-3, "{mean}");
}
