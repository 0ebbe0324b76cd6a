//! Times by distance, and the distance of the nearest of many.

use super::{TORUS, TRAVEL};
use crate::oracle::case::{Case, Check, Family, Measure, Unit, said};
use crate::oracle::travel::{accelerating, affine, nearest_on_torus, root_then_linear, square_root as root_of_free};
use crate::random::{Key, Purpose, unit32};
use rand_chacha::rand_core::Rng;

const KM_PER_MILE: f64 = 1.609_344;

/// Ways of a given length by each law of travel time: exact to the tick.
pub(super) fn times() -> Vec<Case> {
    let rand = 60.0 * KM_PER_MILE / 1.70;
    let mut cases = Vec::new();
    let mut case = |name: &str, en: String, zh: String, km: f64, kmh: f64, time: &str, minutes: f64| {
        let set =
            vec![format!("city.areas.there.at=({km}, 0)"), format!("city.travel.urban={kmh} km/h"), format!("city.travel.time={time}")];
        let check = Check::mean(said(en, zh), Measure::Travel, minutes, Unit::Minutes, 60.0);
        cases.push(Case::new(Family::TravelTime, format!("travel/{name}/km={km}"), &TRAVEL, set, 3).check(check));
    };
    for miles in [1.5, 2.5] {
        let (en, zh) = (format!("RAND: {miles} miles"), format!("RAND：{miles} 英里"));
        let minutes = affine(miles, 1.0 / 1.70, 0.65);
        case("rand", en, zh, miles * KM_PER_MILE, rand, "Affine(fixed: \"39 s\")", minutes);
    }
    for km in [0.5, 2.0, 6.0] {
        let (en, zh) = (format!("root–linear: {km} km"), format!("根号–线性：{km} 公里"));
        case("root", en, zh, km, 40.0, "RootThenLinear(linear_from_km: 2)", root_then_linear(km, 40.0 / 60.0, 2.0));
    }
    // 60 km/h is 1 km/min; 0.5 m/s² is 1.8 km/min².
    for km in [0.2, 1.0] {
        let (en, zh) = (format!("accelerating: {km} km"), format!("加速：{km} 公里"));
        case("accelerating", en, zh, km, 60.0, "Accelerating(m_per_s2: 0.5)", accelerating(km, 1.0, 1.8));
    }
    cases
}

/// Stations drawn uniformly on a torus for each replication; the exact mean of the nearest one's distance.
pub(super) fn square_root() -> Vec<Case> {
    let case = |n: u32, draw: fn(u64, u32) -> Vec<String>| {
        let what = said(format!("n={n}: E[D]"), format!("n={n}：E[D]"));
        let check = Check::mean(what, Measure::Travel, nearest_on_torus(100.0, n), Unit::Kilometres { kmh: 60 }, 60.0);
        Case { drawn: Some(draw), ..Case::new(Family::SquareRoot, format!("square-root/n={n}"), &TORUS, Vec::new(), 400).check(check) }
    };
    vec![
        case(15, |seed, replication| stations(15, seed, replication)),
        case(25, |seed, replication| stations(25, seed, replication)),
        congested(),
    ]
}

/// Half of 25 crews busy on average: the law with the crews that are free, an approximation.
fn congested() -> Case {
    let (crews, per_day, hours) = (25, 30.0, 10.0);
    let busy = per_day / 24.0 * hours;
    let set = vec![
        format!("demand.volume={per_day} /day"),
        format!("demand.categories.job.on_scene=Exponential(mean: \"{hours} h\")"),
        "dispatch.relocation=ReturnToStation".to_owned(),
        "run.warmup_days=10".to_owned(),
        "run.days=110".to_owned(),
    ];
    let what = said(format!("n={crews}, {busy} busy: E[D]"), format!("n={crews}，{busy} 组忙：E[D]"));
    let exact = root_of_free(100.0, f64::from(crews) - busy);
    let check = Check { claimed: false, ..Check::mean(what, Measure::Travel, exact, Unit::Kilometres { kmh: 60 }, 60.0) };
    let draw: fn(u64, u32) -> Vec<String> = |seed, replication| stations(25, seed, replication);
    Case { drawn: Some(draw), ..Case::new(Family::SquareRoot, "square-root/congested/n=25", &TORUS, set, 400).check(check) }
}

/// The settings of a torus with `n` stations at random places.
fn stations(n: u32, seed: u64, replication: u32) -> Vec<String> {
    // A stream beside that of generated cities, of which there is none here.
    let mut stream = Key { seed, replication }.stream(Purpose::City, u32::MAX - n);
    let mut along = || 10.0 * unit32(stream.next_u32());
    let areas: Vec<String> = (1..=n).map(|i| format!("\"s{i}\": (at: ({}, {}), weight: 0)", along(), along())).collect();
    let names: Vec<String> = (1..=n).map(|i| format!("\"s{i}\"")).collect();
    vec![
        format!("city.areas={{ \"ground\": (rectangle: ((0, 0), (10, 10)), weight: 1), {} }}", areas.join(", ")),
        format!("workforce.crews.responder.based=At([{}])", names.join(", ")),
        format!("workforce.crews.responder.roster.all day={n}"),
    ]
}
