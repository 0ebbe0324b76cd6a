//! Surges: when they strike, how much they bring, what holds where they overlap.

use super::fixtures::*;
use super::*;
use crate::ids::Id;
use crate::time::{Duration, Instant};

fn hours(n: u64) -> Duration {
    Duration(n * Duration::HOUR.0)
}

const TYPHOONS: &str = r#"(
    volume: "100 /day",
    categories: { "water": (share: 1), "noise": (share: 3), "dust": (share: 0) },
    surges: { "typhoon": (zh: "台风", when: Random(per_year: 3, months: "07..09"), lasts: "48 h", volume: 4, travel: 1.8,
                          mix: { "water": 6, "noise": 0.5 }) },
)"#;

#[test]
fn random_surges_strike_within_their_months_as_often_as_stated() {
    let demand = demand(TYPHOONS, 365);
    let mut counts = Vec::new();
    for replication in 0..600 {
        let surges = Surges::new(&demand, key(replication));
        for window in surges.windows() {
            assert!((7..=9).contains(&demand.calendar.month(window.from.day())), "{window:?}");
            assert!(window.to.since(window.from) >= hours(48));
        }
        // Strikes that overlap make one window: count by length.
        counts.push(surges.windows().len());
    }
    let covered: f64 = (0..600).map(|r| covered(&Surges::new(&demand, key(r)))).sum::<f64>() / 600.0;
    // A Poisson number of strikes of 2 days in 92: the part covered is 1 − exp(−3 × 2/92), but for the edge at the start.
    let expected = 92.0 * (1.0 - libm::exp(-6.0 / 92.0));
    assert!((covered - expected).abs() < 0.6, "{covered} days under typhoons a year, expected {expected}");
    let none = counts.iter().filter(|&&n| n == 0).count() as f64 / 600.0;
    assert!((none - libm::exp(-3.0)).abs() < 0.04, "years without: {none}");
}

fn covered(surges: &Surges) -> f64 {
    surges.windows().iter().map(|w| w.to.since(w.from).hours() / 24.0).sum()
}

#[test]
fn replications_have_surges_of_their_own_and_repeat_them() {
    let demand = demand(TYPHOONS, 365);
    let mut surges = Surges::new(&demand, key(0));
    let first = surges.windows().to_vec();
    surges.redraw(&demand, key(1));
    assert_ne!(surges.windows(), first);
    surges.redraw(&demand, key(0));
    assert_eq!(surges.windows(), first);
    assert_eq!(Trace::new(&demand, key(0)).surges().windows(), first);
}

#[test]
fn a_surge_multiplies_the_number_and_changes_the_mix_and_nothing_outside() {
    let demand = demand(TYPHOONS, 365);
    let (city, mut expected, mut counts) = (point(), [0.0; 4], [0u64; 4]);
    for replication in 0..40 {
        let days = covered(&Surges::new(&demand, key(replication)));
        // 400 a day, water to noise as 1 × 6 to 3 × 0.5.
        expected[0] += days * 320.0;
        expected[1] += days * 80.0;
        expected[2] += (365.0 - days) * 25.0;
        expected[3] += (365.0 - days) * 75.0;
        let mut trace = Trace::new(&demand, key(replication));
        while let Some(incident) = trace.next(&demand, &city) {
            counts[if incident.in_surge { 0 } else { 2 } + incident.category.index()] += 1;
            assert_eq!(incident.in_surge, trace.surges().at(incident.reported).is_some());
        }
    }
    assert!(expected[0] > 50_000.0);
    assert_counts(&counts, &expected);
    let (calm, rates) = (Instant::ZERO, [CategoryId(0), CategoryId(1)]);
    assert_eq!(rates.map(|c| demand.rate(calm, c)), [25.0, 75.0]);
    assert_eq!(rates.map(|c| demand.rate_in_surge(calm, c, 0)), [320.0, 80.0]);
}

#[test]
fn surges_at_given_moments_strike_then_and_the_strongest_holds() {
    let text = r#"(
        volume: "10 /day", categories: { "call": () },
        surges: {
            "works":   (when: At(["2022-01-02 00:00"]), lasts: "72 h", travel: 3),
            "typhoon": (when: At(["2022-01-03 06:00", "2022-01-03 18:00", "2023-01-01 00:00"]), lasts: "24 h", volume: 4, travel: 1.8),
            "fair":    (when: At(["2022-01-04 00:00"]), lasts: "200 h", volume: 4),
        },
    )"#;
    let demand = demand(text, 5);
    let surges = Surges::new(&demand, key(0));
    let at = |day: u64, hour: u64| Instant::midnight(day) + hours(hour);
    let shown: Vec<_> = surges.windows().iter().map(|w| (w.from, w.to, demand.surges[w.surge].name.as_str(), w.travel)).collect();
    let expected = [
        (at(1, 0), at(2, 6), "works", 3.0),
        (at(2, 6), at(3, 18), "typhoon", 3.0),
        (at(3, 18), at(4, 0), "fair", 3.0),
        (at(4, 0), at(11, 8), "fair", 1.0),
    ];
    assert_eq!(shown, expected);
    assert_eq!(surges.at(at(0, 23)), None);
    assert_eq!(surges.travel_factor(at(0, 23)), 1.0);
    assert_eq!(surges.travel_factor(at(1, 0)), 3.0);
    assert_eq!(surges.at(at(11, 8)), None);
    assert!(incidents(&demand, &point(), 0).iter().all(|i| i.in_surge == (i.reported >= at(1, 0))));
}

#[test]
fn a_surge_that_struck_before_the_run_holds_until_it_is_over() {
    let text = r#"(
        volume: "10 /day", categories: { "call": () },
        surges: {
            "typhoon": (when: At(["2021-12-30 00:00", "2021-12-31 18:00"]), lasts: "30 h", volume: 4, travel: 2),
            "heat": (when: Random(per_year: 73), lasts: "10 days", travel: 3),
        },
    )"#;
    let demand = demand(text, 5);
    let typhoon = demand.surges.iter().position(|surge| surge.name == "typhoon").unwrap();
    let at = |hour: u64| Instant::ZERO + hours(hour);
    assert_eq!(demand.surges[typhoon].share(at(23), at(25)), 0.5);
    let mut heat = 0;
    for replication in 0..400 {
        let surges = Surges::new(&demand, key(replication));
        let held: Vec<_> = surges.windows().iter().filter(|window| window.surge == typhoon).map(|w| (w.from, w.to)).collect();
        assert!(held.first().is_some_and(|(from, _)| *from == Instant::ZERO), "{held:?}");
        assert!(held.last().is_some_and(|(_, to)| *to == at(24)), "{held:?}");
        heat += u32::from(surges.travel_factor(Instant::ZERO) == 3.0);
    }
    // A fifth of a strike a day, of which the last ten count: 1 − exp(−2) of the runs begin in a heat wave.
    assert!((f64::from(heat) / 400.0 - 0.8647).abs() < 0.06, "{heat} of 400");
}

#[test]
fn luck_outside_a_surge_does_not_depend_on_its_strength() {
    let plain = incidents(&demand(TYPHOONS, 365), &point(), 0);
    let strong = incidents(&demand(&TYPHOONS.replace("travel: 1.8", "travel: 9"), 365), &point(), 0);
    assert!(plain.iter().map(|i| (i.reported, i.category)).eq(strong.iter().map(|i| (i.reported, i.category))));
    let without = demand(&TYPHOONS.replace("per_year: 3", "per_year: 0"), 365);
    let before = plain.iter().take_while(|i| !i.in_surge).count();
    let calm = incidents(&without, &point(), 0);
    assert!(before > 10_000 && plain[..before].iter().zip(&calm).all(|(a, b)| a.reported == b.reported));
    assert!(calm.iter().all(|i| !i.in_surge));
}
