//! One dispatch decision among 10 to 10,000 crews, half of them busy, for every rule.

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

fn crews(count: usize) -> CrewColumns {
    let mut stream = Key { seed: 1, replication: 0 }.stream(Purpose::City, 0);
    let mut luck = || unit(stream.next_u64());
    let corners = [Point::new(0.0, 0.0), Point::new(20.0, 14.0)];
    let mut columns = CrewColumns::new((0..count).map(|_| u64::MAX), corners.into_iter(), Travel::at_pace(150.0));
    for (i, crew) in columns.ids().enumerate() {
        columns.stand(crew, Spot::new(AreaId(0), Point::new(20.0 * luck(), 14.0 * luck()), 150.0));
        columns.set_cell(crew, i as u32 % 26);
        columns.set_leaf(crew, i as u32 % 26);
        columns.set_availability(crew, if i.is_multiple_of(2) { Availability::Free } else { Availability::Busy });
    }
    // Twenty-six zones on a ring, each near its neighbours.
    let seconds = |a: usize, b: usize| 240.0 * a.abs_diff(b).min(26 - a.abs_diff(b)) as f64;
    let (zones, demand) = ((0..26).collect::<Vec<u32>>(), [1.0; 26]);
    let coverage = Coverage::new(zones.clone(), &demand, seconds, 600.0, 0.3);
    columns.watch(Some(coverage), Some(Preparedness::new(zones, &demand, seconds)));
    columns
}

fn decisions(c: &mut Criterion) {
    let mut group = c.benchmark_group("dispatch decision");
    for count in [10, 100, 1_000, 10_000] {
        let columns = crews(count);
        let rules = [
            ("ClosestIdle", Chooser::ClosestIdle),
            ("DistrictFirst", Chooser::DistrictFirst(DistrictFirst { outside: Outside::AtOnce })),
            ("Random", Chooser::Random),
            ("ClosestSoonFree", Chooser::ClosestSoonFree),
            ("CoveragePreserving", Chooser::CoveragePreserving),
            ("Preparedness", Chooser::Preparedness(Duration(600 * Duration::SECOND.0))),
            ("Score", Chooser::Score(SCORE)),
            ("WorkloadBalancing", Chooser::WorkloadBalancing(Duration(300 * Duration::SECOND.0))),
        ];
        for (name, chooser) in &rules {
            let mut stream = Key { seed: 2, replication: 0 }.stream(Purpose::City, 1);
            group.bench_with_input(BenchmarkId::new(*name, count), &columns, |b, columns| {
                b.iter_batched(
                    || (Point::new(20.0 * unit(stream.next_u64()), 14.0 * unit(stream.next_u64())), unit(stream.next_u64())),
                    |(place, luck)| -> Option<CrewId> { black_box(chooser).choose(&situation(columns, place, luck)) },
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
        let columns = crews(count);
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
        now: Instant::ZERO,
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
