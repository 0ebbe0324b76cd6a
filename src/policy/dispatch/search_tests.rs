//! Rules that look nearby choose whom a look at everybody would choose.

use super::district_first::{DistrictFirst, Outside};
use super::score::Score;
use super::{Chooser, coverage_preserving};
use crate::city::{Point, Travel, test_travel};
use crate::ids::CrewId;
use crate::policy::situation::hand_made::{covered, job, prepared, spot};
use crate::policy::{ANYWHERE, Availability, CrewColumns, Situation};
use crate::time::{Duration, Instant};
use proptest::prelude::*;

fn minutes(m: u64) -> Duration {
    Duration(m * Duration::MINUTE.0)
}

/// The eligible crew with the least key, by a look at all in order.
fn scan<K: PartialOrd + Copy>(situation: &Situation, key: impl Fn(CrewId) -> K) -> Option<CrewId> {
    let keyed = situation.eligible().map(|crew| (key(crew), crew));
    keyed.reduce(|best, other| if other.0 < best.0 { other } else { best }).map(|(_, crew)| crew)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn who_is_soon_free_nearby_is_whom_a_look_at_all_finds(
        crews in prop::collection::vec((0.0..20.0f64, 0.0..14.0f64, 0..50u64, 0..9u8), 50..200),
        from in (0.0..20.0f64, 0.0..14.0f64),
        limit in prop::option::of(0.0..2_000.0f64),
        torus in any::<bool>(),
    ) {
        let travel = match torus {
            false => Travel::at_pace(150.0),
            true => test_travel("(distance: Euclidean, torus: ((0, 0), (20, 14)), detour: 1, urban: \"36 km/h\", outer: \"12 km/h\")"),
        };
        let corners = [Point::new(0.0, 0.0), Point::new(20.0, 14.0)];
        let mut columns = CrewColumns::new((0..crews.len()).map(|i| 1 + i as u64 % 2), corners.into_iter(), travel);
        for (i, (x, y, clear, what)) in crews.iter().enumerate() {
            let crew = CrewId(i as u32);
            columns.stand(crew, spot(*y, *x, 150.0));
            if *what > 1 {
                columns.set_clear(crew, Instant(minutes(5 * *clear).0), spot(*x, *y, 150.0));
            }
            match what {
                2 => columns.forget_clear(crew),
                4 => columns.set_clear(crew, Instant::NEVER, spot(*x, *y, 150.0)),
                _ => {}
            }
        }
        let limit = limit.unwrap_or(f64::INFINITY);
        let job = Situation { now: Instant(minutes(30).0), spot: spot(from.0, from.1, 150.0), excluded: &[CrewId(7)], ..job(&columns) };
        let score = Score { travel: 0.5, time_to_free: 0.25, workload: 1.0, coverage_lost: 0.0, outside: 1.0, skill_fit: 1.0, priority: 1.0, wait: -0.5, departments: 2 };
        let (backwards, hardly) = (Score { time_to_free: -0.25, ..score }, Score { travel: 1e-310, ..score });
        for rule in [Chooser::ClosestSoonFree, Chooser::Score(score), Chooser::Score(backwards), Chooser::Score(hardly)] {
            let anyone = Situation { at_most: Availability::Busy, ..job };
            let serve = anyone.eligible().filter(|crew| columns.clear_at(*crew).happens());
            let better = serve.map(|crew| (rule.score(&job, crew), crew)).filter(|(of, _)| *of < limit);
            let scan = better.reduce(|best, other| if other.0 < best.0 { other } else { best }).map(|(_, crew)| crew);
            prop_assert_eq!(rule.soon_free(&job, limit), scan);
        }
    }

    #[test]
    fn a_search_nearby_finds_whom_a_look_at_all_finds(
        crews in prop::collection::vec((0.0..20.0f64, 0.0..14.0f64, 0..5u32, 0..9u8), 120..500),
        from in (0.0..20.0f64, 0.0..14.0f64),
        priority in 1..4u8,
        slack in 0..9u64,
        curve in 0..3usize,
    ) {
        let travel = [
            Travel::at_pace(150.0),
            test_travel("(distance: Euclidean, torus: ((0, 0), (20, 14)), detour: 1, urban: \"36 km/h\", outer: \"12 km/h\")"),
            test_travel("(distance: Manhattan, detour: 1, urban: \"36 km/h\", outer: \"12 km/h\", time: Accelerating(m_per_s2: 0.1))"),
        ][curve].clone();
        let corners = [Point::new(0.0, 0.0), Point::new(20.0, 14.0)];
        let mut columns = CrewColumns::new((0..crews.len()).map(|i| 1 + i as u64 % 3), corners.into_iter(), travel);
        for (i, (x, y, cell, what)) in crews.iter().enumerate() {
            let crew = CrewId(i as u32);
            // Some places stand several times, for ties.
            let place = if *what == 8 { spot(x.trunc(), y.trunc(), 150.0) } else { spot(*x, *y, 150.0) };
            columns.stand(crew, place);
            columns.set_cell(crew, if *cell == 4 { ANYWHERE } else { *cell });
            columns.set_leaf(crew, *cell);
            let served = Duration(u64::from(*what) * Duration::MINUTE.0 + i as u64 * 37 % 60 * Duration::SECOND.0);
            columns.works(crew, Instant::ZERO, true, true);
            columns.works(crew, Instant::ZERO + served, true, false);
            columns.set_availability(crew, if *what == 0 { Availability::Busy } else { Availability::Free });
            if *what == 1 {
                columns.set_out(crew, Instant(minutes(20).0), spot(1.0, 1.0, 150.0), minutes(30));
            }
        }
        covered(&mut columns, &[3.0, 2.0, 1.0, 0.5, 0.5], 700.0);
        let at = |columns: &CrewColumns, situation: &dyn Fn(&Situation)| {
            situation(&Situation { now: Instant(minutes(40).0), spot: spot(from.0, from.1, 150.0), cell: 2, priority, ..job(columns) });
        };
        at(&columns, &|job| {
            let travel = |crew| job.travel(crew);
            assert_eq!(Chooser::ClosestIdle.choose(job), scan(job, travel));
            let tier = |crew| match job.crews.cell(crew) { 2 => 0, ANYWHERE => 1, _ => 2 };
            let district = Chooser::DistrictFirst(DistrictFirst { outside: Outside::AtOnce });
            assert_eq!(district.choose(job), scan(job, |crew| (tier(crew), travel(crew))));
            let elsewhere = Situation { cell: 77, ..*job };
            assert_eq!(district.choose(&elsewhere), scan(&elsewhere, |crew| (if job.crews.cell(crew) == ANYWHERE { 1 } else { 2 }, travel(crew))));
            assert_eq!(Chooser::CoveragePreserving.choose(job), scan(job, |crew| (coverage_preserving::score(job, crew), travel(crew))));
            let limit = scan(job, travel).map_or(0.0, travel) + minutes(slack).seconds();
            let idlest = |crew| (if travel(crew) <= limit { job.workload(crew) } else { f64::INFINITY }, travel(crew));
            let chosen = if priority == 1 { scan(job, travel) } else { scan(job, idlest) };
            assert_eq!(Chooser::WorkloadBalancing(minutes(slack)).choose(job), chosen);
            for luck in [0.0, 0.3, 0.999_999] {
                let all: Vec<CrewId> = job.eligible().collect();
                let chosen = all.get((luck * all.len() as f64) as usize).copied();
                assert_eq!(Chooser::Random.choose(&Situation { luck, ..*job }), chosen);
            }
            let score = Score { travel: 0.5, workload: 9.0, coverage_lost: 5.0, outside: 2.0, skill_fit: 1.0, priority: 1.0, wait: -0.5, time_to_free: 0.0, departments: 2 };
            let anywhere = Score { travel: 0.0, ..score };
            let few = |score: Score| {
                [
                    Score { workload: 0.0, ..score },
                    Score { coverage_lost: 0.0, outside: 0.0, ..score },
                    Score { outside: -1.0, ..score },
                    Score { workload: -9.0, ..score },
                    Score { workload: -0.1, coverage_lost: -5.0, skill_fit: -1.0, ..score },
                    Score { time_to_free: -1.0, ..score },
                ]
            };
            let barred = Situation { excluded: &[CrewId(3), CrewId(60)], ..*job };
            for score in [score, anywhere].into_iter().chain(few(score)).chain(few(anywhere)) {
                for job in [job, &barred] {
                    assert_eq!(Chooser::Score(score).choose(job), scan(job, |crew| score.score(job, crew)), "{score:?}");
                }
            }
        });
        prepared(&mut columns, &[3.0, 2.0, 1.0, 0.5, 0.5]);
        at(&columns, &|job| {
            let rule = Chooser::Preparedness(minutes(10 * slack));
            assert_eq!(rule.choose(job), scan(job, |crew| rule.score(job, crew)));
        });
    }
}
