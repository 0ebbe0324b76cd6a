//! The trace against its intensity, and what it must not depend on.

use super::fixtures::*;
use super::*;
use crate::ids::{AreaId, Id};
use crate::random::Attribute;
use crate::time::{Duration, Instant};

const VARIED: &str = r#"(
    volume: "1000 /day",
    season: [0.5, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 0],
    week: (weekend: 0.5, holiday: 0.25),
    hours: { "day": Peaks([("00:00..06:00", 0), ("12:45..14:00", 4)]), "evening": Peaks([("20:00..02:00", 5)]) },
    categories: {
        "garbage": (share: 3, hours: "day"),
        "noise": (share: 1, hours: "evening", weekend: (factor: 3), holiday: (hours: "day"), priority: 2, urgent: 0.25),
        "never": (share: 0),
    },
    calendar: (holidays: ["2022-01-31..2022-02-06"]),
)"#;

#[test]
fn counts_follow_the_intensity_by_hour_kind_of_day_month_and_category() {
    let demand = demand(VARIED, 365);
    let categories = demand.categories.len();
    let cell = |kind: DayType, bin: usize, category: usize| (kind as usize * 48 + bin) * categories + category;
    let (mut expected, mut expected_months) = (vec![0.0; 3 * 48 * categories], [0.0; 12]);
    for bin in 0..365 * 48u64 {
        let at = Instant(bin * 30 * Duration::MINUTE.0);
        for id in demand.categories.ids() {
            let rate = demand.rate(at, id) / 48.0;
            expected[cell(demand.calendar.day_type(at.day()), bin as usize % 48, id.index())] += rate;
            expected_months[usize::from(demand.calendar.month(at.day())) - 1] += rate;
        }
    }
    assert!((expected.iter().sum::<f64>() / 365_000.0 - 1.0).abs() < 1e-12, "volume is the average over the run");
    let (mut counts, mut months) = (vec![0u64; expected.len()], [0u64; 12]);
    for incident in incidents(&demand, &point(), 0) {
        let at = incident.reported;
        let bin = (at.time_of_day().0 / (30 * Duration::MINUTE.0)) as usize;
        counts[cell(demand.calendar.day_type(at.day()), bin, incident.category.index())] += 1;
        months[usize::from(demand.calendar.month(at.day())) - 1] += 1;
    }
    assert_counts(&counts, &expected);
    assert_counts(&months, &expected_months);
    assert_eq!(months[11], 0, "December has weight 0");
}

#[test]
fn volume_and_shares_hold_over_the_run_whatever_the_shapes() {
    for days in [1, 20, 365] {
        let demand = demand(VARIED, days);
        let all = incidents(&demand, &point(), 3);
        let expected = 1000.0 * f64::from(days);
        assert!((all.len() as f64 - expected).abs() < 4.0 * expected.sqrt(), "{} of {expected} in {days} days", all.len());
        let garbage = all.iter().filter(|i| i.category.0 == 0).count() as f64;
        assert!((garbage - 0.75 * expected).abs() < 4.0 * (0.75 * expected).sqrt(), "{garbage} of {} in {days} days", 0.75 * expected);
        assert_eq!(demand.expected_per_day(CategoryId(0)), 750.0);
    }
}

#[test]
fn flat_demand_is_a_poisson_process() {
    let demand = demand(r#"(volume: "19 /min", categories: { "call": () })"#, 8);
    let times: Vec<f64> = incidents(&demand, &point(), 0).iter().map(|i| i.reported.since(Instant::ZERO).seconds()).collect();
    let mut gaps: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let n = gaps.len() as f64;
    assert!((n - 218_880.0).abs() < 4.0 * 218_880f64.sqrt(), "{n}");
    let mean = gaps.iter().sum::<f64>() / n;
    let lag: f64 = gaps.windows(2).map(|g| (g[0] - mean) * (g[1] - mean)).sum::<f64>() / n / (mean * mean);
    assert!(lag.abs() < 4.0 / n.sqrt(), "gaps are independent: lag-1 correlation {lag}");
    gaps.sort_by(f64::total_cmp);
    let distance = gaps.iter().enumerate().map(|(i, gap)| (1.0 - libm::exp(-gap * 19.0 / 60.0) - i as f64 / n).abs()).fold(0.0, f64::max);
    assert!(distance < 1.95 / n.sqrt(), "Kolmogorov–Smirnov distance from the exponential: {distance}");
}

#[test]
fn rates_beyond_one_a_tick_are_still_exact() {
    let demand = demand(r#"(volume: "1000000000000 /day", categories: { "call": () })"#, 1);
    let (city, mut trace) = (point(), Trace::new(&demand, key(0)));
    let last = (0..200_000).map_while(|_| trace.next(&demand, &city)).last().unwrap();
    // 11.57 a tick.
    let expected = 200_000.0 / (1e12 / Duration::DAY.0 as f64);
    assert!((last.reported.0 as f64 - expected).abs() < 4.0 * 200_000f64.sqrt() / 11.57, "{} ticks, {expected}", last.reported.0);
}

#[test]
fn reports_come_in_order_and_end_with_the_run() {
    let demand = demand(VARIED, 3);
    let (city, mut trace) = (point(), Trace::new(&demand, key(5)));
    let mut before = Instant::ZERO;
    for number in 0.. {
        let next = trace.peek();
        let Some(incident) = trace.next(&demand, &city) else { break };
        assert_eq!((incident.number, incident.reported), (number, next));
        assert!(before <= next && next < Instant::midnight(3));
        before = next;
    }
    assert!(trace.count() > 2_000);
    assert_eq!(trace.peek(), Instant::NEVER);
    assert!(trace.next(&demand, &city).is_none());
    let none = super::fixtures::demand(r#"(volume: "0 /day", categories: { "call": () })"#, 3);
    assert_eq!(Trace::new(&none, key(0)).peek(), Instant::NEVER);
}

fn digest(demand: &Demand, city: &crate::city::City, trace: &mut Trace) -> (u64, u64) {
    while trace.next(demand, city).is_some() {}
    (trace.count(), trace.digest())
}

#[test]
fn a_restarted_trace_is_the_one_from_scratch() {
    let (city, demand) = longgang(20);
    let mut trace = Trace::new(&demand, key(7));
    let first = digest(&demand, &city, &mut trace);
    trace.restart(&demand, key(8));
    let other = digest(&demand, &city, &mut trace);
    trace.restart(&demand, key(7));
    trace.next(&demand, &city);
    trace.restart(&demand, key(7));
    assert_eq!(digest(&demand, &city, &mut trace), first);
    assert_eq!(digest(&demand, &city, &mut Trace::new(&demand, key(8))), other);
    assert_ne!(first, other);
}

/// Common random numbers: what a number does not govern it must not touch.
#[test]
fn how_incidents_are_served_leaves_when_where_and_what_alone() {
    let with = |noise: &str| {
        let text = VARIED.replace("urgent: 0.25", noise);
        let demand = demand(&text, 5);
        digest(&demand, &point(), &mut Trace::new(&demand, key(0)))
    };
    let plain = with("urgent: 0.25");
    let served = r#"urgent: 0.25, on_scene: Deterministic("3 h"), second_visit: 0.5, reopen: 0.9, crews: 2, close_within: "1 h""#;
    assert_eq!(with(served), plain);
    assert_ne!(with("urgent: 0.26"), plain);
    let times = |text: &str| incidents(&demand(text, 5), &point(), 0).iter().map(|i| (i.reported, i.category)).collect::<Vec<_>>();
    let urgent = VARIED.replace("urgent: 0.25", r#"urgent: 1, joint: (share: 1, with: "other"), report_delay: Exponential(mean: "1 h")"#);
    let urgent = urgent.replace("volume:", r#"departments: {"other": ()}, patience: Exponential(mean: "1 h"), volume:"#);
    assert_eq!(times(&urgent), times(VARIED));
}

#[test]
fn shares_decide_channel_urgency_joint_jobs_and_self_found() {
    let text = r#"(
        volume: "20000 /day",
        categories: { "fire": (priority: 2, urgent: 0.25, joint: (share: 0.1, with: "police"), report_delay: Exponential(mean: "10 min")) },
        departments: { "police": (zh: "警察") },
        channels: { "hotline": (share: 3), "patrol": (share: 1, on_spot: 0.6) },
        patience: Deterministic("2 h"),
    )"#;
    let demand = demand(text, 1);
    let all = incidents(&demand, &point(), 0);
    let near = |count: usize, share: f64| {
        let n = all.len() as f64;
        let sd = (n * share * (1.0 - share)).sqrt();
        assert!((count as f64 - n * share).abs() < 4.0 * sd, "{count} of {n}, expected a share of {share}");
    };
    near(all.iter().filter(|i| i.channel == ChannelId(1)).count(), 0.25);
    near(all.iter().filter(|i| i.priority == 1).count(), 0.25);
    near(all.iter().filter(|i| i.joint).count(), 0.1);
    near(all.iter().filter(|i| i.self_found).count(), 0.25 * 0.6);
    near(all.iter().filter(|i| i.delay > Duration(10 * Duration::MINUTE.0)).count(), libm::exp(-1.0));
    assert!(all.iter().all(|i| i.priority == 1 || i.priority == 2));
    assert!(all.iter().all(|i| i.self_found == (i.channel == ChannelId(1) && i.marks.uniform(Attribute::Settle, 0) < 0.6)));
    assert!(all.iter().all(|i| i.patience == Some(Duration(2 * Duration::HOUR.0))));
    assert_eq!(demand.categories[CategoryId(0)].joint, Some(Joint { share: 0.1, with: DepartmentId(0), crews: 1 }));
    assert_eq!(demand.departments.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), ["police", "general"]);
}

#[test]
fn incidents_fall_where_their_category_says() {
    let (city, demand) = longgang(365);
    let communities = city.level("community").unwrap();
    let areas: Vec<AreaId> = city.areas_of(communities).collect();
    let (mut counts, mut expected) = (vec![0u64; areas.len()], vec![0.0; areas.len()]);
    let total: f64 = demand.categories.ids().map(|c| demand.expected_per_day(c)).sum();
    for (i, area) in areas.iter().enumerate() {
        for category in demand.categories.ids() {
            let share: f64 = city.areas[*area].leaves.clone().map(|leaf| demand.spatial_share(category, AreaId(leaf))).sum();
            expected[i] += share * demand.expected_per_day(category) / total;
        }
    }
    assert!((expected.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    let all = incidents(&demand, &city, 2);
    for incident in &all {
        counts[(city.ancestor(incident.leaf, communities).0 - areas[0].0) as usize] += 1;
    }
    // Surges change the mix and so, slightly, the places: leave them out.
    for incident in all.iter().filter(|i| i.in_surge) {
        counts[(city.ancestor(incident.leaf, communities).0 - areas[0].0) as usize] -= 1;
    }
    let n = counts.iter().sum::<u64>() as f64;
    assert!(n > 60_000.0);
    expected.iter_mut().for_each(|e| *e *= n);
    assert_counts(&counts, &expected);
    assert_eq!(demand.spatial_share(CategoryId(0), AreaId(0)), 0.0, "the city is no leaf");
}

/// What the shipped scenario draws, for ever: a change here is a change of results.
#[test]
fn longgangs_trace_is_the_one_it_always_was() {
    let (city, demand) = longgang(365);
    let (count, digest) = digest(&demand, &city, &mut Trace::new(&demand, key(0)));
    assert_eq!((count, format!("{digest:016x}").as_str()), (73_213, "d35c8795dd77ceb5"));
}
