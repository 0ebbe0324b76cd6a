//! One dispatch decision among 10 to 10,000 crews, half of them busy, for every rule. `docs/performance.md` has a table.

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use gridgov::city::{Point, Spot, Travel};
use gridgov::ids::{AreaId, CrewId};
use gridgov::policy::dispatch::Chooser;
use gridgov::policy::dispatch::batch_matching::BatchMatching;
use gridgov::policy::dispatch::district_first::{DistrictFirst, Outside};
use gridgov::policy::dispatch::score::Score;
use gridgov::policy::matching;
use gridgov::policy::{Availability, Coverage, CrewColumns, Preparedness, Situation};
use gridgov::random::{Key, Purpose, unit};
use gridgov::scenario::load_text;
use gridgov::time::{Duration, Instant};
use rand_chacha::rand_core::Rng;
use std::hint::black_box;

const SCORE: Score = Score {
    travel: 1.0,
    time_to_free: 0.0,
    workload: 5.0,
    coverage_lost: 30.0,
    outside: 2.0,
    skill_fit: 0.0,
    priority: 0.0,
    wait: 0.0,
    departments: 1,
};

/// Weighted by nothing that is known of where a crew is.
const SCORE_WITHOUT_WAY: Score = Score { travel: 0.0, ..SCORE };
const SCORE_WITHOUT_UNITS: Score = Score { outside: 0.0, ..SCORE_WITHOUT_WAY };
const SCORE_FOR_OUTSIDERS: Score = Score { outside: -2.0, ..SCORE };
const SCORE_FOR_THE_BUSY: Score = Score { workload: -5.0, ..SCORE };
const SCORE_WITH_SOON_FREE: Score = Score { time_to_free: 1.0, ..SCORE };

/// Twenty-six zones with a station each, ranked by distance.
fn preference_list() -> Chooser {
    let text = r#"(
        city: Generated(residents: 26000, area_km2: 280, levels: [(name: "zone", count: 26)]),
        demand: (volume: "10 /day", categories: { "job": (on_scene: Exponential(mean: "1 h")) }),
        workforce: (crews: { "patrol": (officers: 260, based: Each("zone"), allotted: Equally) }),
        dispatch: (rule: PreferenceList),
    )"#;
    load_text("zones.ron", text).unwrap_or_else(|wrong| panic!("{}", wrong.render(false))).model.chooser
}

/// The time of the decision.
const NOW: Instant = Instant(Duration::HOUR.0);

/// Crews all over the ground, on duty for an hour of which they have served a part; of each `one_in` one is free, the others
/// serve and will be free within an hour.
fn crews(count: usize, one_in: usize) -> CrewColumns {
    let mut stream = Key { seed: 1, replication: 0 }.stream(Purpose::City, 0);
    let mut luck = || unit(stream.next_u64());
    let corners = [Point::new(0.0, 0.0), Point::new(20.0, 14.0)];
    let mut columns = CrewColumns::new((0..count).map(|_| u64::MAX), corners.into_iter(), Travel::at_pace(150.0));
    for (i, crew) in columns.ids().enumerate() {
        columns.stand(crew, Spot::new(AreaId(0), Point::new(20.0 * luck(), 14.0 * luck()), 150.0));
        let zone = i as u32 / 2 % 26;
        columns.set_cell(crew, zone);
        columns.set_leaf(crew, zone);
        columns.set_station(crew, zone);
        columns.set_on_duty(crew, true);
        columns.works(crew, Instant::ZERO, true, true);
        if i.is_multiple_of(one_in) {
            columns.works(crew, Instant((luck() * Duration::HOUR.0 as f64) as u64), true, false);
            columns.set_availability(crew, Availability::Free);
        } else {
            let clear = Spot::new(AreaId(0), Point::new(20.0 * luck(), 14.0 * luck()), 150.0);
            columns.set_clear(crew, NOW + Duration((luck() * Duration::HOUR.0 as f64) as u64), clear);
        }
    }
    // Twenty-six zones on a ring, each near its neighbours.
    let seconds = |a: usize, b: usize| 240.0 * a.abs_diff(b).min(26 - a.abs_diff(b)) as f64;
    let (zones, demand) = ((0..26).collect::<Vec<u32>>(), [1.0; 26]);
    let coverage = Coverage::new(zones.clone(), &demand, seconds, 600.0, 0.3);
    columns.watch(Some(coverage), Some(Preparedness::new(zones, &demand, seconds)));
    columns
}

/// All that a rule is asked for one incident.
fn decide(chooser: &Chooser, situation: &Situation) -> Option<CrewId> {
    let chosen = chooser.choose(situation);
    if !chooser.looks_ahead() {
        return chosen;
    }
    let limit = chosen.map_or(f64::INFINITY, |crew| chooser.score(situation, crew));
    chooser.soon_free(situation, limit).or(chosen)
}

fn decisions(c: &mut Criterion) {
    let mut group = c.benchmark_group("dispatch decision");
    let preference_list = preference_list();
    for count in [10, 100, 1_000, 10_000] {
        let (half_free, all_busy) = (crews(count, 2), crews(count, usize::MAX));
        let rules = [
            ("ClosestIdle", Chooser::ClosestIdle),
            ("DistrictFirst", Chooser::DistrictFirst(DistrictFirst { outside: Outside::AtOnce })),
            ("Random", Chooser::Random),
            ("ClosestSoonFree", Chooser::ClosestSoonFree),
            ("CoveragePreserving", Chooser::CoveragePreserving),
            ("Preparedness", Chooser::Preparedness(Duration(600 * Duration::SECOND.0))),
            ("Score", Chooser::Score(SCORE)),
            ("WorkloadBalancing", Chooser::WorkloadBalancing(Duration(300 * Duration::SECOND.0))),
            ("PreferenceList", preference_list.clone()),
            ("ClosestSoonFree, nobody free", Chooser::ClosestSoonFree),
            ("Score with time_to_free", Chooser::Score(SCORE_WITH_SOON_FREE)),
            ("Score without travel", Chooser::Score(SCORE_WITHOUT_WAY)),
            ("Score without travel or outside", Chooser::Score(SCORE_WITHOUT_UNITS)),
            ("Score with negative outside", Chooser::Score(SCORE_FOR_OUTSIDERS)),
            ("Score with negative workload", Chooser::Score(SCORE_FOR_THE_BUSY)),
        ];
        for (name, chooser) in &rules {
            let columns = if name.ends_with("nobody free") { &all_busy } else { &half_free };
            let mut stream = Key { seed: 2, replication: 0 }.stream(Purpose::City, 1);
            group.bench_with_input(BenchmarkId::new(*name, count), columns, |b, columns| {
                b.iter_batched(
                    || (Point::new(20.0 * unit(stream.next_u64()), 14.0 * unit(stream.next_u64())), unit(stream.next_u64())),
                    |(place, luck)| decide(black_box(chooser), &situation(columns, place, luck)),
                    BatchSize::SmallInput,
                );
            });
        }
    }
    group.finish();
}

/// One epoch: so many incidents matched with the free half of 10 to 10,000 crews.
fn epochs(c: &mut Criterion) {
    let mut group = c.benchmark_group("matching");
    let rule = BatchMatching { every: Duration(30 * Duration::SECOND.0), radius: None, soon_free: false };
    for (waiting, count) in [(1, 1_000), (8, 10), (8, 100), (8, 1_000), (64, 200), (64, 1_000), (64, 10_000)] {
        let columns = crews(count, 2);
        let mut stream = Key { seed: 3, replication: 0 }.stream(Purpose::City, 2);
        let name = format!("{waiting} of {count}");
        group.bench_with_input(BenchmarkId::from_parameter(name), &columns, |b, columns| {
            b.iter_batched(
                || (0..waiting).map(|_| Point::new(20.0 * unit(stream.next_u64()), 14.0 * unit(stream.next_u64()))).collect::<Vec<_>>(),
                |places| {
                    let row = |place: &Point| rule.candidates(&situation(columns, *place, 0.5), false, |_| false);
                    matching::assign(places.iter().map(row).collect(), &vec![1; waiting])
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

fn situation(crews: &CrewColumns, place: Point, luck: f64) -> Situation<'_> {
    Situation {
        now: NOW,
        crews,
        spot: Spot::new(AreaId(0), place, 150.0),
        skills: 1,
        leaf: 0,
        cell: 3,
        within_cell: false,
        at_most: Availability::Free,
        excluded: &[],
        priority: 3,
        waited: Duration::ZERO,
        luck,
    }
}

criterion_group!(benches, decisions, epochs);
criterion_main!(benches);
