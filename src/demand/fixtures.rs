//! What the tests of this module share.

use super::{Demand, DemandConfig, Incident, Problem, Trace};
use crate::city::{City, CityConfig, Sheet, Tables};
use crate::quantity::Day;
use crate::random::Key;
use jiff::civil::date;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

/// Reads a part of a scenario, written as there.
pub fn read<T: DeserializeOwned>(text: &str) -> T {
    let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES;
    ron::Options::default().with_default_extension(extensions).from_str(text).unwrap_or_else(|e| panic!("{e} in {text}"))
}

/// The key of a replication.
pub fn key(replication: u32) -> Key {
    Key { seed: 1, replication }
}

/// A city that is one point.
pub fn point() -> City {
    City::build(&read::<CityConfig>("Point()"), &Tables::default()).unwrap()
}

/// A demand section over so many days of 2022, in a city that is one point.
pub fn demand(text: &str, days: u32) -> Demand {
    try_demand(text, days).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The same, with all that is wrong.
pub fn try_demand(text: &str, days: u32) -> Result<Demand, Vec<Problem>> {
    Demand::build(&read::<DemandConfig>(text), &point(), Day(date(2022, 1, 1)), days)
}

/// The shipped scenario's city and demand, over so many days of 2022.
pub fn longgang(days: u32) -> (City, Demand) {
    #[derive(serde::Deserialize)]
    struct Sections {
        city: CityConfig,
        demand: DemandConfig,
    }
    let sections: Sections = read(include_str!("../../scenarios/longgang.ron"));
    let places = Sheet::read("places.file", include_str!("../../scenarios/longgang-communities.csv"));
    let city = City::build(&sections.city, &Tables { places: Some(places), ..Tables::default() }).unwrap();
    let demand = Demand::build(&sections.demand, &city, Day(date(2022, 1, 1)), days).unwrap_or_else(|p| panic!("{p:?}"));
    (city, demand)
}

/// All incidents of a replication.
pub fn incidents(demand: &Demand, city: &City, replication: u32) -> Vec<Incident> {
    let mut trace = Trace::new(demand, key(replication));
    std::iter::from_fn(|| trace.next(demand, city)).collect()
}

/// Fails when counts stray from what is expected further than chance explains (chi-square, 5 standard
/// deviations; the seed is fixed, so a sound program passes every time).
#[track_caller]
pub fn assert_counts(counts: &[u64], expected: &[f64]) {
    assert_eq!(counts.len(), expected.len());
    let pairs = || counts.iter().zip(expected);
    assert!(pairs().all(|(&n, &e)| e > 0.0 || n == 0), "something happened where nothing can: {counts:?}, expected {expected:?}");
    let used: Vec<(f64, f64)> = pairs().filter(|(_, e)| **e > 0.0).map(|(&n, &e)| (n as f64, e)).collect();
    let chi2: f64 = used.iter().map(|(n, e)| (n - e) * (n - e) / e).sum();
    let df = used.len() as f64;
    assert!((chi2 - df).abs() < 5.0 * (2.0 * df).sqrt() + 5.0, "chi-square {chi2} at {df} degrees of freedom: {used:?}");
}
