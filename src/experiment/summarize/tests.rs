use crate::experiment::{Estimate, Summary};
use crate::metrics::fixture::*;
use crate::metrics::{Clock, ReplicationResult};
use crate::record::{CrewState, End, What};
use crate::time::Duration;

const LEVEL: f64 = 0.95;

/// So many prompt incidents and so many that were on scene after an hour, one open, and crew 0 busy for `busy` hours of ten.
fn replication(prompt: u64, late: u64, busy: u64) -> ReplicationResult {
    let prompt = (0..prompt).map(|i| outcome(i, at(1, 9, 0), [1, 2, 3, 30, 60, 70]));
    let late = (0..late).map(|i| outcome(100 + i, at(1, 9, 0), [1, 2, 4, 60, 80, 90]));
    let open = stuck(outcome(999, at(2, 9, 0), [1, 2, 3, 30, 60, 70]), 0, End::Open);
    let facts = [
        state(at(1, 8, 0), 0, CrewState::Idle),
        state(at(1, 10, 0), 0, CrewState::OnScene),
        state(at(1, 10 + busy, 0), 0, CrewState::Idle),
        state(at(1, 18, 0), 0, CrewState::OffDuty),
        fact(at(2, 9, 0), What::Reported, 999, 10, 0),
        fact(at(2, 9, 0), What::DeskQueued, 999, 0, 0),
    ];
    collect(&dimensions(), &facts, &prompt.chain(late).chain([open]).collect::<Vec<_>>())
}

fn point(estimate: &Option<Estimate>) -> f64 {
    estimate.as_ref().expect("an estimate").estimate
}

#[test]
fn attainment_is_a_ratio_over_replications() {
    let summary = Summary::of(&dimensions(), &[replication(9, 0, 1), replication(19, 10, 3)], LEVEL);
    let scene = &summary.targets[3];
    assert_eq!((scene.name.as_str(), scene.limit_s, scene.primary, scene.met, scene.of), ("on_scene", 2_700.0, true, 28, 40));
    let attainment = scene.attainment.expect("two replications");
    assert_eq!((attainment.estimate, attainment.replications), (0.7, 2));
    // By hand: residuals 9 − 7 = 2 and 19 − 21 = −2, s² = 8, N̄ = 20, t₁ = 12.706: 0.7 ± 1.27, cut to 0..=1.
    assert_eq!((attainment.lower, attainment.upper), (Some(0.0), Some(1.0)));
    assert_eq!(scene.cumulative, scene.attainment);
    assert_eq!((point(&summary.targets[2].cumulative), point(&summary.targets[2].per_stage)), (0.7, 0.95));
    assert_eq!((summary.clock, summary.incidents.reported, summary.incidents.open), (Clock::Cumulative, 40, 2));
}

/// One of twenty with all misses wants 25·20, whatever they are, and a rounding more.
#[test]
fn where_one_replication_decides_more_are_wanted() {
    let wanted = |late: [u64; 20]| {
        let parts = late.map(|late| replication(19 - late, late, 1));
        Summary::of(&dimensions(), &parts, LEVEL).targets.iter().map(|target| target.replications_wanted).collect::<Vec<_>>()
    };
    let bad = std::array::from_fn(|i| if i == 7 { 9 } else { 0 });
    assert_eq!(wanted(bad), [None, None, Some(501), Some(501)], "who is late departs late");
    assert_eq!(wanted(std::array::from_fn(|i| i as u64 % 3)), [None; 4]);
}

#[test]
fn an_interval_is_that_of_the_ratio_estimator() {
    let parts = [replication(19, 0, 1), replication(18, 1, 1), replication(19, 0, 1), replication(17, 2, 1)];
    let attainment = Summary::of(&dimensions(), &parts, LEVEL).targets[3].attainment.expect("four replications");
    // Equal numbers: the t-interval of .95 .90 .95 .85, mean .9125, s = .047871, t₃ = 3.182446.
    let half = 3.182_446_305 * (0.006_875_f64 / 3.0).sqrt() / 2.0;
    assert!((attainment.estimate - 0.9125).abs() < 1e-12);
    assert!((attainment.lower.unwrap() - (0.9125 - half)).abs() < 1e-8, "{attainment:?}");
    assert!((attainment.upper.unwrap() - (0.9125 + half)).abs() < 1e-8, "{attainment:?}");
}

#[test]
fn with_one_replication_there_is_no_interval_anywhere() {
    let summary = Summary::of(&dimensions(), &[replication(9, 3, 1)], LEVEL);
    let json = serde_json::to_value(&summary).expect("a summary can be written");
    let mut estimates = 0;
    let mut stack = vec![&json];
    while let Some(value) = stack.pop() {
        if let Some(replications) = value.get("replications").filter(|_| value.get("estimate").is_some()) {
            estimates += 1;
            assert_eq!(replications, 1);
            assert!(value["lower"].is_null() && value["upper"].is_null(), "{value}");
        }
        match value {
            serde_json::Value::Array(items) => stack.extend(items),
            serde_json::Value::Object(fields) => stack.extend(fields.values()),
            _ => {}
        }
    }
    assert!(estimates > 100, "{estimates} estimates");
    assert_eq!(serde_json::from_value::<Summary>(json).expect("and read again"), summary);
}

#[test]
fn without_replications_nothing_is_estimated() {
    let summary = Summary::of(&dimensions(), &[], LEVEL);
    assert_eq!((summary.replications, summary.incidents.reported, summary.targets[0].attainment), (0, 0, None));
    assert!(summary.durations.iter().all(|duration| duration.quantiles.iter().all(|quantile| quantile.seconds.is_none())));
}

#[test]
fn misses_are_shared_out_by_cause() {
    let misses = Summary::of(&dimensions(), &[replication(4, 3, 1), replication(4, 2, 1)], LEVEL).targets[3].misses.clone();
    assert_eq!((misses.late, misses.not_reached, point(&misses.mean_excess_s)), (5, 2, 900.0));
    let causes: Vec<_> = misses.causes.iter().map(|cause| (cause.cause.as_str(), cause.late, cause.not_reached)).collect();
    assert_eq!(causes, [("travel", 5, 2)], "the open one was stuck in what took longest, too");
    assert_eq!(misses.causes[0].share, 1.0);
}

#[test]
fn quantiles_are_pooled_and_the_unreached_are_late() {
    let summary = Summary::of(&dimensions(), &vec![[replication(9, 0, 1), replication(5, 4, 1)]; 6].concat(), LEVEL);
    let scene = summary.durations.iter().find(|duration| duration.milestone == "on_scene").expect("on scene is timed");
    assert_eq!((scene.reached, scene.not_reached), (108, 12));
    assert_eq!(scene.quantiles.iter().map(|quantile| quantile.order).collect::<Vec<_>>(), [0.5, 0.9, 0.95, 0.99]);
    let median = scene.quantiles[0].seconds.expect("known");
    let near = |time: Option<f64>, seconds: f64| time.is_some_and(|time| (time - seconds).abs() <= 1.0);
    assert!([Some(median.estimate), median.lower, median.upper].into_iter().all(|time| near(time, 1_800.0)), "{median:?}");
    let ninth = scene.quantiles[1].seconds.expect("known");
    assert!(near(Some(ninth.estimate), 3_600.0) && near(ninth.lower, 3_600.0) && ninth.upper.is_none(), "{ninth:?}");
    assert_eq!(scene.quantiles[2].seconds, None, "a tenth never came");
    assert!((point(&scene.mean_s) - (14.0 * 1_800.0 + 4.0 * 3_600.0) / 18.0).abs() < 1e-9);
    let by = |seconds: f64| point(&scene.cdf.iter().find(|p| p.seconds == seconds).expect("a point of the grid").share);
    assert_eq!((by(1_740.0), by(1_800.0), by(3_600.0), by(86_400.0)), (0.0, 0.7, 0.9, 0.9));
    assert!(scene.cdf.windows(2).all(|pair| pair[0].seconds < pair[1].seconds));
}

#[test]
fn crews_are_grouped_by_what_they_share() {
    let workload = Summary::of(&dimensions(), &[replication(1, 0, 1), replication(1, 0, 3)], LEVEL).workload;
    assert_eq!(point(&workload.utilization), 0.2);
    let stations: Vec<_> =
        workload.by_station.iter().map(|row| (row.name.name.as_str(), row.crews, row.duty_hours, row.serving_hours)).collect();
    assert_eq!(stations, [("east", 1, 10.0, 2.0), ("west", 1, 0.0, 0.0)]);
    assert_eq!(workload.by_station[1].utilization, None);
    assert_eq!((workload.by_kind.len(), workload.by_kind[0].crews), (1, 2));
    assert_eq!(workload.by_crew[0].name.zh, "east(中文)·day(中文)");
    let states: f64 = workload.states.iter().map(|state| point(&state.share)).sum();
    assert!((states - 1.0).abs() < 1e-12, "the states on duty share the duty: {states}");
    assert_eq!(workload.gini.map(|gini| gini.estimate), Some(0.0), "one crew on duty");
}

#[test]
fn queues_and_days_are_means_over_replications() {
    let summary = Summary::of(&dimensions(), &[replication(1, 0, 1), replication(1, 0, 3)], LEVEL);
    let desk = &summary.queues.desks[0];
    // One incident waits from 9:00 of day 2 to the end of the run; the window is the days 1 to 3.
    assert!((point(&desk.queue.mean_length) - 39.0 / 72.0).abs() < 1e-12);
    assert_eq!((desk.queue.entries, desk.queue.max_length), (1.0, 1));
    assert_eq!(point(&desk.queue.mean_wait_s), 63.0 * Duration::HOUR.seconds());
    assert!((summary.queues.serving[1] - 2.0 / 72.0).abs() < 1e-12 && summary.queues.serving.len() == 3);
    assert!((point(&summary.queues.mean_serving) - 2.0 / 72.0).abs() < 1e-12);
    assert_eq!(summary.daily.backlog, [0.0, 0.0, 1.0, 1.0]);
    assert_eq!(point(&summary.daily.final_backlog), 1.0);
    assert_eq!((point(&summary.closure.completion), summary.closure.on_time), (0.5, None));
}

#[test]
fn breakdowns_name_their_cells() {
    let summary = Summary::of(&dimensions(), &[replication(3, 1, 1)], LEVEL);
    let dimensions: Vec<_> = summary.breakdowns.iter().map(|b| (b.dimension.as_str(), b.rows.len())).collect();
    let expected =
        [("category", 2), ("priority", 4), ("channel", 2), ("served_by", 3), ("hour", 24), ("weekday", 7), ("surge", 2), ("level", 2)];
    assert_eq!(dimensions, expected);
    for breakdown in &summary.breakdowns {
        assert_eq!(breakdown.rows.iter().map(|row| row.incidents).sum::<u64>(), 5, "{}", breakdown.dimension);
    }
    let unit = &summary.breakdowns[7];
    assert_eq!((unit.name.name.as_str(), unit.rows[0].name.name.as_str(), unit.rows[0].incidents), ("unit", "north", 5));
    assert_eq!((point(&unit.rows[0].cumulative[3]), unit.rows[1].cumulative[3]), (0.6, None));
    let shares: Vec<_> = summary.dispatch.served_by.iter().map(|share| (share.name.name.as_str(), share.incidents)).collect();
    assert_eq!(shares, [("grid worker", 0), ("crew", 4), ("nobody", 1)]);
}

#[test]
fn every_saturation_is_listed_with_its_replication() {
    let mut facts = Vec::new();
    for incident in 0..12 {
        let day = incident / 4;
        facts.push(fact(at(day, 9, incident % 4), What::Reported, incident, 12, 0));
        facts.push(fact(at(day, 9, incident % 4), What::CrewAwaited, incident, 0, 1));
    }
    let jammed = collect(&dimensions(), &facts, &[]);
    let summary = Summary::of(&dimensions(), &[replication(1, 0, 1), jammed], LEVEL);
    let found = &summary.overloads;
    assert_eq!((found.len(), summary.collapses.len()), (1, 0), "it never carried that much");
    assert_eq!((found[0].replication, found[0].began, found[0].recovered, found[0].worst_waiting), (1, 0, None, 12));
    assert_eq!(found[0].place.as_ref().map(|place| place.name.as_str()), Some("south"));
    assert_eq!(found[0].travel_during_s, None);
}

#[test]
fn two_replications_that_order_each_other_are_no_interval() {
    let gini = |parts: &[ReplicationResult]| {
        let equity = crate::experiment::detail::Detail::of(&dimensions(), parts, LEVEL).equity.expect("a level of several areas");
        equity.gini.expect("two replications")
    };
    let parts = [replication(9, 3, 1), replication(8, 4, 1), replication(9, 2, 1)];
    assert_eq!((gini(&parts[..2]).lower, gini(&parts[..2]).replications), (None, 2));
    assert!(gini(&parts).lower.is_some());
}

#[test]
fn the_worst_is_picked_from_areas_with_enough_incidents_in_both_halves() {
    let eligible = |parts: &[ReplicationResult]| {
        let equity = crate::experiment::detail::Detail::of(&dimensions(), parts, LEVEL).equity.expect("a level of several areas");
        assert_eq!(equity.worst.len(), equity.eligible);
        equity.eligible
    };
    assert_eq!(eligible(&[replication(40, 0, 1), replication(10, 25, 1)]), 1);
    assert_eq!(eligible(&[replication(40, 0, 1), replication(10, 5, 1)]), 0, "too few in the second half");
}
