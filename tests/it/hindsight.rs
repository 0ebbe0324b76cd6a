//! The bound of hindsight: below every rule, below the best of all schedules, and equal to it where nothing is in the way.

use gridgov::experiment::hindsight::{Calls, applies, bound, hindsight};
use gridgov::experiment::{Arm, Runner};
use gridgov::random::Key;
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use std::sync::atomic::AtomicBool;

/// Incidents on a line at a minute a kilometre: minute of the day, kilometre. Ten minutes of work each.
fn line(crews: &[u32], incidents: &[(u32, u32)], dispatch: &str) -> Model {
    line_arm(crews, incidents, dispatch).loaded.model
}

fn line_arm(crews: &[u32], incidents: &[(u32, u32)], dispatch: &str) -> Arm {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = incidents.iter().map(|(minute, x)| format!("2022-01-03 {:02}:{:02}:00,k{x}\n", minute / 60, minute % 60)).collect();
    std::fs::write(folder.path().join("log.csv"), format!("reported,area\n{rows}")).unwrap();
    let areas: String = (0..=20).map(|x| format!("\"k{x}\": (at: ({x}, 0)), ")).collect();
    let based: Vec<String> = crews.iter().map(|x| format!("(\"k{x}\", 1)")).collect();
    let text = format!(
        r#"(city: Explicit(areas: {{ {areas} }}, travel: (detour: 1, urban: "60 km/h")),
            demand: (log: (file: "log.csv"), categories: {{ "job": (on_scene: Deterministic("10 min")) }}),
            workforce: (crews: {{ "patrol": (based: AtPlaces([{}])) }}), targets: (on_scene: "8 min"),
            dispatch: ({dispatch}), run: (start: "2022-01-03", days: 1, replications: 1))"#,
        based.join(", ")
    );
    let file = folder.path().join("line.ron");
    std::fs::write(&file, text).unwrap();
    Arm::of(scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))), dispatch.to_owned(), Vec::new())
}

/// Late incidents and minutes of response in all: the bound, and what the rule of the model attains.
fn bounded(model: &Model) -> ([f64; 2], [f64; 2]) {
    let mut calls = Calls::of(model);
    Simulator::new(model).watch(0, &mut calls).unwrap_or_else(|e| panic!("{e}"));
    let (bound, own) = (bound(model, Key { seed: model.seed, replication: 0 }, &calls), calls.own());
    assert_eq!((bound.late.below, bound.response_s.below), (own.late.below, own.response_s.below));
    ([bound.late.above, bound.response_s.above / 60.0], [own.late.above, own.response_s.above / 60.0])
}

/// The least that any schedule attains that knows everything beforehand, by trying all: every order of the incidents, each
/// given to every crew.
fn best(crews: &[u32], incidents: &[(u32, u32)]) -> [f64; 2] {
    fn go(crews: &mut Vec<(f64, f64)>, left: &mut Vec<(u32, u32)>, late: f64, response: f64, best: &mut [f64; 2]) {
        if left.is_empty() {
            *best = [best[0].min(late), best[1].min(response)];
            return;
        }
        for i in 0..left.len() {
            let (minute, x) = left.remove(i);
            for k in 0..crews.len() {
                let (free, at) = crews[k];
                let there = free.max(f64::from(minute)) + (at - f64::from(x)).abs();
                crews[k] = (there + 10.0, f64::from(x));
                let took = there - f64::from(minute);
                go(crews, left, late + f64::from(u8::from(took > 8.0)), response + took, best);
                crews[k] = (free, at);
            }
            left.insert(i, (minute, x));
        }
    }
    let mut best = [f64::INFINITY; 2];
    let mut crews: Vec<(f64, f64)> = crews.iter().map(|x| (0.0, f64::from(*x))).collect();
    go(&mut crews, &mut incidents.to_vec(), 0.0, 0.0, &mut best);
    best
}

#[test]
fn the_bound_is_below_the_best_of_all_schedules() {
    // A small generator of its own: the cases are these and no others.
    let mut state = 12_345_u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below) as u32
    };
    let (mut tight, mut positive) = (0, 0);
    for case in 0..40 {
        let crews: Vec<u32> = (0..1 + case % 2).map(|_| next(21)).collect();
        let mut incidents: Vec<(u32, u32)> = (0..5).map(|_| (480 + next(if case % 3 == 0 { 200 } else { 30 }), next(21))).collect();
        incidents.sort_unstable();
        let (bound, own) = bounded(&line(&crews, &incidents, "relocation: Stay"));
        let best = best(&crews, &incidents);
        for measure in 0..2 {
            assert!(bound[measure] <= best[measure] + 1e-3, "case {case}: bound {bound:?}, best {best:?} of {incidents:?} by {crews:?}");
            assert!(best[measure] <= own[measure] + 1e-3, "case {case}: best {best:?}, rule {own:?}");
        }
        tight += usize::from((best[1] - bound[1]).abs() < 0.01);
        positive += usize::from(bound[0] > 0.0);
    }
    println!("the bound is the best in {tight} of 40 cases, and some are late whatever the rule in {positive}");
    assert!(tight >= 5 && positive >= 5, "{tight} and {positive} of 40: the bound says little");
}

/// Two incidents, each with a crew of its own three kilometres away; and one crew for both: the second waits.
#[test]
fn the_bound_of_cases_worked_out_by_hand() {
    assert_eq!(bounded(&line(&[0, 20], &[(480, 3), (480, 17)], "relocation: Stay")).0.map(|x| (x * 1e3).round() / 1e3), [0.0, 6.0]);
    // One crew at 0: to 3 (3 min), ten minutes of work, then 14 on: 3 + 27 minutes; the other way round 17 + 41.
    let (bound, own) = bounded(&line(&[0], &[(480, 3), (480, 17)], "relocation: Stay"));
    assert_eq!((bound.map(|x| (x * 1e3).round() / 1e3), own), ([1.0, 30.0], [1.0, 30.0]));
}

fn town(extras: &str, dispatch: &str) -> Model {
    let text = format!(
        r#"(city: Generated(residents: 40000, area_km2: 60, levels: [(name: "governance_unit", count: 6), (name: "grid", count: 40)]),
            demand: (volume: "55 /day", departments: {{ "order": (), "roads": () }}, categories: {{
                "noise":  (department: "order", share: 3, priority: 3, urgent: 0.1, on_scene: Exponential(mean: "40 min")),
                "damage": (department: "roads", share: 2, priority: 2, on_scene: Exponential(mean: "50 min"), {extras}),
            }}),
            structure: (intake: {{ "report": ["desk"] }}, desks: {{ "desk": (staff: [("00:00..24:00", 2)], receipt: Exponential(mean: "1 min"), triage: Exponential(mean: "5 min")) }}),
            workforce: (crews: {{ "patrol": (
                officers: 60, roster: {{ "day": 7, "night": 5 }}, based: Each("governance_unit"),
                shifts: {{ "day": (hours: "08:00..20:00"), "night": (hours: "20:00..08:00") }}, handover: "10 min",
                accept: Exponential(mean: "20 s"), turnout: Exponential(mean: "40 s"), refusal: 0.1, clearing: Exponential(mean: "5 min"),
                break: (after: "4 h", lasts: "30 min"),
            ) }}),
            targets: (on_scene: "20 min"), dispatch: ({dispatch}), run: (days: 3, warmup_days: 1, seed: 7))"#
    );
    scenario::load_text("town.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

/// Whatever the rule, wherever crews go, and whatever else they do: nobody is below the bound, and all rules have the same.
#[test]
fn no_rule_is_below_the_bound() {
    let joint = r#"joint: (share: 0.3, with: "order", crews: 1)"#;
    let rest = r#"second_visit: 0.2, reopen: 0.1"#;
    for (extras, relocation) in [("", "Stay"), ("", "ReturnToStation"), (joint, "ReturnToStation"), (rest, "Stay"), (joint, "Dmexclp")] {
        let mut bounds: Vec<[f64; 2]> = Vec::new();
        for rule in ["rule: ClosestIdle", "rule: ClosestSoonFree, queue: Fifo", "rule: BatchMatching", "rule: Random, queue: ClosestFirst"]
        {
            let model = town(extras, &format!("{rule}, relocation: {relocation}"));
            let (bound, own) = bounded(&model);
            assert!(bound[0] <= own[0] && bound[1] <= own[1], "{extras} {relocation} {rule}: bound {bound:?}, own {own:?}");
            assert!(bound[1] > 0.2 * own[1] || rule.contains("Random"), "{extras} {relocation} {rule}: {bound:?} says little of {own:?}");
            bounds.push(bound);
        }
        println!("{extras:>40} {relocation:<16} {bounds:?}");
        assert!(bounds.windows(2).all(|pair| pair[0] == pair[1]), "the bound does not depend on the rule: {bounds:?}");
    }
}

/// People on the spot settle all, and half of it is found undone a day later and needs a crew then: that is no response.
#[test]
fn who_comes_to_a_further_visit_is_not_the_first_there() {
    let text = r#"(city: Generated(residents: 9000, area_km2: 36, levels: [(name: "district", count: 4), (name: "zone", count: 16)]),
        demand: (volume: "20 /day", categories: { "job": (on_scene: Deterministic("10 min"), reopen: 0.5) }),
        structure: (intake: { "report": ["desk"] },
            settlers: { "warden": (level: "zone", settles: 1.0, hours: ["00:00..24:00"], accept: Deterministic("0 s"),
                turnout: Deterministic("0 s"), speed: "15 km/h", on_scene: Deterministic("10 min")) },
            desks: { "desk": (staff: [("00:00..24:00", 2)], sends: ["warden"]) }, closing_check: Deterministic("1 h")),
        workforce: (crews: { "crew": (crews: 4, based: Each("district")) }), targets: (on_scene: "45 min"), run: (days: 3, seed: 1))"#;
    let (bound, own) = bounded(&scenario::load_text("settled.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))).model);
    assert_eq!(bound, own, "no rule changes what no crew does");
}

/// The crew has gone to a further visit of what a warden settled, and stays there: its next incident is at its feet, not a way
/// from its station.
#[test]
fn who_has_been_at_a_further_visit_is_not_at_its_station() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.csv"), "reported,area\n2022-01-03 09:00,far\n2022-01-04 22:00,far\n").unwrap();
    let text = r#"(city: Explicit(areas: { "near": (at: (0, 0)), "far": (at: (20, 0)) }, travel: (detour: 1, urban: "60 km/h")),
        demand: (log: (file: "log.csv"), categories: { "job": (on_scene: Deterministic("10 min"), reopen: 1) }),
        structure: (intake: { "report": ["desk"] },
            settlers: { "warden": (level: "area", settles: 1.0, hours: ["08:00..18:00"], accept: Deterministic("0 s"), turnout: Deterministic("0 s"), speed: "15 km/h") },
            desks: { "desk": (staff: [("00:00..24:00", 1)], sends: ["warden"]) }, closing_check: Deterministic("1 h")),
        workforce: (crews: { "crew": (based: AtPlaces([("near", 1)]), accept: Deterministic("0 s"), turnout: Deterministic("0 s")) }),
        targets: (on_scene: "8 min"), dispatch: (relocation: Stay), run: (start: "2022-01-03", days: 3, seed: 1))"#;
    let file = folder.path().join("further.ron");
    std::fs::write(&file, text).unwrap();
    let (bound, own) = bounded(&scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))).model);
    assert!(own[0] == 0.0 && own[1] < 15.0, "the crew stands there: {own:?}");
    assert!(bound[0] <= own[0] && bound[1] <= own[1], "bound {bound:?}, own {own:?}");
}

/// From the hub it is a kilometre to each of five areas, between them twenty by the table: who goes home over the hub is
/// quicker than the direct way.
#[test]
fn a_way_round_that_is_shorter_is_no_way_to_beat_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (0..5).map(|i| format!("2022-01-03 08:{}0,{}\n", i, ["a", "b", "c", "d", "e"][i])).collect();
    std::fs::write(folder.path().join("log.csv"), format!("reported,area\n{rows}")).unwrap();
    let km = |from: usize, to: usize| {
        if from == to {
            0
        } else if from == 0 || to == 0 {
            1
        } else {
            20
        }
    };
    let table: Vec<String> = (0..6).map(|from| format!("{:?}", (0..6).map(|to| km(from, to)).collect::<Vec<_>>())).collect();
    let text = format!(
        r#"(city: Explicit(areas: {{ "hub": (at: (0, 0)), "a": (at: (1, 0)), "b": (at: (-1, 0)), "c": (at: (0, 1)), "d": (at: (0, -1)), "e": (at: (1, 1)) }},
                travel: (urban: "60 km/h", distance: Matrix(km: [{}]))),
            demand: (log: (file: "log.csv"), categories: {{ "job": (on_scene: Deterministic("5 min")) }}),
            workforce: (crews: {{ "crew": (based: AtPlaces([("hub", 1)]), accept: Deterministic("0 s"), turnout: Deterministic("0 s")) }}),
            targets: (on_scene: "10 min"), run: (start: "2022-01-03", days: 1, seed: 1))"#,
        table.join(", ")
    );
    let file = folder.path().join("matrix.ron");
    std::fs::write(&file, text).unwrap();
    let (bound, own) = bounded(&scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))).model);
    assert!(bound[0] <= own[0] && bound[1] <= own[1], "bound {bound:?}, own {own:?}");
    assert!((own[1] - 5.0).abs() < 0.1, "{own:?}");
}

#[test]
fn the_gap_is_what_a_rule_is_above_the_bound() {
    let arm = |rule: &str| {
        let text = format!(
            r#"(name: "{rule}", city: Explicit(square_side_km: 9), demand: (volume: "6 /h", categories: {{ "job": (on_scene: Exponential(mean: "15 min")) }}),
                workforce: (crews: {{ "patrol": (crews: 4, based: Scattered(seed: 1)) }}), targets: (on_scene: "15 min"),
                dispatch: (rule: {rule}, relocation: Stay), run: (days: 2, seed: 3))"#
        );
        Arm::of(scenario::load_text("gap.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))), String::new(), Vec::new())
    };
    let arms = [arm("ClosestIdle"), arm("Random")];
    let of = |threads| hindsight(&arms, 4, &Runner { threads, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] }).unwrap();
    let found = of(1);
    assert_eq!(found, of(3), "at any number of threads");
    let value = |estimate: &Option<gridgov::experiment::Estimate>| estimate.as_ref().expect("there is something to measure").estimate;
    for rule in &found.rules {
        assert!((value(&rule.response_s) - value(&found.response_s) - value(&rule.response_gap_s)).abs() < 1e-9);
        assert!((value(&rule.late) - value(&found.late) - value(&rule.late_gap)).abs() < 1e-9);
        assert!(value(&rule.late_gap) >= 0.0);
    }
    assert!(value(&found.rules[1].response_gap_s) > value(&found.rules[0].response_gap_s), "chance is farther from hindsight");
}

/// One crew at 0, who is asked to 10 and then twice to 5: who waits at 5 in between is there at once, and no bound may say
/// otherwise because another rule stays where it is.
#[test]
fn rules_that_differ_in_relocation_have_the_least_of_their_bounds() {
    let rules = ["relocation: Stay", r#"relocation: NearestOf(["k5"])"#, "relocation: ReturnToStation"];
    let incidents = [(480, 10), (600, 5), (700, 5)];
    let models = rules.map(|rule| line(&[0], &incidents, rule));
    let own = models.each_ref().map(|model| bounded(model).1);
    let below = bounded(&models[0]).0;
    assert!(own[1][1] < below[1], "where it waits elsewhere it beats what is the best where it stays: {own:?}, {below:?}");
    for order in [[0, 1, 2], [1, 2, 0]] {
        let arms = order.map(|at| line_arm(&[0], &incidents, rules[at]));
        let found = hindsight(&arms, 1, &Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] }).unwrap();
        for rule in &found.rules {
            let gaps = [&rule.late_gap, &rule.response_gap_s].map(|gap| gap.as_ref().expect("there are incidents").estimate);
            assert!(gaps.iter().all(|gap| *gap >= 0.0), "{}: {gaps:?}", rule.rule);
        }
    }
}

#[test]
fn where_there_is_no_bound_the_reason_is_told() {
    let reason = |demand: &str, dispatch: &str| {
        let text = format!(
            r#"(city: Point(), demand: (volume: "9 /day", categories: {{ "job": () }}, {demand}), workforce: (crews: {{ "patrol": (crews: 1, based: Centre) }}), {dispatch} run: (days: 1))"#
        );
        applies(&scenario::load_text("none.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))).model).unwrap_err()
    };
    let reason = |demand: &str, dispatch: &str| reason(demand, dispatch)[0];
    assert!(reason("", "dispatch: (preemption: PreemptivePriority),").contains("preemption"));
    assert!(reason(r#"patience: Exponential(mean: "1 h")"#, "").contains("withdraw"));
    assert!(reason("", "targets: (clock: PerStage),").contains("Cumulative"));
    let text = r#"(city: Point(), demand: (volume: "1600 /day", categories: { "job": (on_scene: Deterministic("1 min")) }),
        workforce: (crews: { "patrol": (crews: 9, based: Centre) }), run: (days: 1))"#;
    let arms =
        [Arm::of(scenario::load_text("many.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))), String::new(), Vec::new())];
    let told = hindsight(&arms, 1, &Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] }).unwrap_err();
    assert!(told.en.contains("more than the 1500") && told.en.contains("run.days"), "{told:?}");
    assert!(told.zh.contains("1500") && !told.zh.contains("crews"), "{told:?}");
}
