//! Exact answers of queueing theory, reproduced by ordinary scenarios on the ordinary path.
//!
//! `gridgov verify` runs the whole suite with intervals narrow enough to mean something; here it is much shortened.
//! Seeds are fixed.

use gridgov::oracle::{self, Case, Expected, Options, Sign, Verdict, cases};
use gridgov::scenario;
use std::sync::atomic::AtomicBool;

const OPTIONS: Options = Options { seed: oracle::SEED, threads: 2, tight: false };
/// Incidents of a replication.
const INCIDENTS: f64 = 6_000.0;
const REPLICATIONS: u32 = 10;
/// Below this a mean comes of so few incidents that no interval of a short run holds.
const RARE: f64 = 0.001;

fn verified(cases: &[Case]) -> Vec<Verdict> {
    let verified = oracle::verify(cases, OPTIONS, |_| (), &AtomicBool::new(false)).expect("the laws hold");
    assert_eq!(verified.len(), cases.len());
    verified.into_iter().flat_map(|case| case.verdicts).collect()
}

/// Cut down to a few thousand incidents.
fn shortened(mut case: Case) -> Case {
    let set: Vec<String> = case.set.iter().cloned().chain(case.drawn.map(|draw| draw(1, 0)).unwrap_or_default()).collect();
    let model =
        scenario::load_text_with(case.scenario.file, case.scenario.text, &set).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
    let days = (INCIDENTS / 24.0 / Expected::of(&model).per_hour).ceil().min(f64::from(model.days)) as u32;
    case.set.push(format!("run.days={}", model.warmup_days + days.max(1)));
    case.replications = REPLICATIONS;
    case
}

fn told(verdict: &Verdict) -> String {
    format!("{}, {}: exact {}, {:?}", verdict.case, verdict.what.en, verdict.exact, verdict.interval)
}

#[test]
fn the_suite_agrees_in_short() {
    let cases: Vec<Case> = cases::all().into_iter().map(shortened).collect();
    let verdicts = verified(&cases);
    for verdict in verdicts.iter().filter(|verdict| verdict.claimed && verdict.exact.abs() >= RARE) {
        assert!(verdict.inside, "{}", told(verdict));
        let wide = verdict.interval.half_width() / verdict.exact.abs();
        assert!(wide < 0.9, "too wide to mean anything: {}", told(verdict));
    }
    assert!(verdicts.len() > 90 && verdicts.iter().filter(|verdict| verdict.exact.abs() < RARE).count() < 6);
}

#[test]
fn ways_are_exact_to_the_tick() {
    let cases: Vec<Case> = cases::all().into_iter().filter(|case| case.name.starts_with("travel/")).collect();
    let verdicts = verified(&cases);
    assert!(verdicts.len() >= 7);
    for verdict in verdicts {
        assert!(verdict.passed() && verdict.interval.half_width() < 1e-7, "{}", told(&verdict));
    }
}

#[test]
fn a_wrong_answer_is_found() {
    let mut case = cases::all().into_iter().find(|case| case.name == "erlang-c/c=2").expect("the case exists");
    // A pool of three where the formula speaks of two.
    case.set.extend(["run.days=400".to_owned(), "workforce.crews.server.roster.all day=3".to_owned()]);
    assert!(verified(&[case]).iter().all(|verdict| !verdict.inside && !verdict.passed()));
}

#[test]
fn a_wrong_sign_is_found() {
    let mut case = cases::all().into_iter().find(|case| case.name == "signs/more-crews/c=2").expect("the case exists");
    case.set.push("run.days=100".to_owned());
    let right = verified(std::slice::from_ref(&case)).remove(0);
    assert!(right.sign && right.exact < 0.0, "{}", told(&right));
    case.checks.iter_mut().for_each(|check| check.sign = Sign::Positive);
    assert!(!verified(&[case]).remove(0).sign);
}

#[test]
fn a_run_that_was_stopped_reports_whole_cases_only() {
    let verified = oracle::verify(&cases::all(), OPTIONS, |_| (), &AtomicBool::new(true)).expect("nothing was run");
    assert!(verified.is_empty());
}

#[test]
fn verdicts_are_the_same_at_any_number_of_threads() {
    let case = || vec![shortened(cases::all().remove(0))];
    let at = |threads| oracle::verify(&case(), Options { threads, ..OPTIONS }, |_| (), &AtomicBool::new(false)).expect("the laws hold");
    assert_eq!(at(1)[0].verdicts[0].interval, at(3)[0].verdicts[0].interval);
}

#[test]
fn the_equations_of_a_scenario_are_those_of_its_case() {
    for (file, workloads, delayed) in
        [("line", vec![0.4482, 0.5007, 0.5164, 0.5226, 0.5243, 0.5226, 0.5164, 0.5007, 0.4482], 0.04605), ("pair", vec![0.4, 0.4], 0.2)]
    {
        let path = std::path::Path::new("scenarios/verification").join(format!("{file}.ron"));
        let loaded = scenario::load(&path, &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let derived = oracle::derive(&loaded).unwrap_or_else(|reasons| panic!("{reasons:?}"));
        assert!(derived.exact());
        for (own, known) in derived.settled.workloads.iter().zip(workloads) {
            assert!((own - known).abs() < 1e-4, "{file}: {own} is not {known}");
        }
        assert!((derived.settled.delayed - delayed).abs() < 1e-5, "{file}: {}", derived.settled.delayed);
    }
}

/// Three places, asked for unlike, with a crew at each; ways of a few microseconds.
const UNLIKE: &str = r#"(
    name: "unlike",
    city: Explicit(
        areas: { "a": (at: (0, 0), weight: 3), "b": (at: (0.001, 0), weight: 2), "c": (at: (0.0035, 0), weight: 1) },
        travel: (urban: "1000 km/h", detour: 1),
    ),
    demand: (volume: "2.4 /h", categories: { "job": (on_scene: Exponential(mean: "30 min")) }),
    workforce: (crews: { "crew": (
        officers: 100, roster: { "all day": 3 }, based: At(["a", "b", "c"]), allotted: Equally,
        accept: Deterministic("0 s"), turnout: Deterministic("0 s"),
    ) }),
    dispatch: (rule: ClosestIdle),
    run: (days: 405, warmup_days: 5, drain: "100 days", replications: 10),
)"#;

/// The exact mean travel of a scenario, in minutes, and what comes of running it.
fn travel(text: &str, set: &[&str]) -> (f64, Verdict) {
    let set: Vec<String> = set.iter().map(|s| (*s).to_owned()).collect();
    let loaded = scenario::load_text_with("unlike.ron", text, &set).unwrap_or_else(|d| panic!("{}", d.render(false)));
    let derived = oracle::derive(&loaded).unwrap_or_else(|reasons| panic!("{reasons:?}"));
    assert!(derived.exact());
    let case = oracle::beside(&loaded, &derived, "unlike", set);
    let ran = oracle::verify_model(&case, loaded.model, OPTIONS, |_| (), &AtomicBool::new(false)).expect("the laws hold");
    let verdict = ran.into_iter().flat_map(|case| case.verdicts).find(|verdict| verdict.what.en == "mean travel");
    (60.0 * derived.mean_travel, verdict.expect("crews travel"))
}

#[test]
fn crews_come_to_who_waited_from_their_last_scene() {
    // By hand: 3.2069e-5 to those served at once, and P(W > 0) times the mean way between two incidents, 1.0118e-5.
    let (exact, verdict) = travel(UNLIKE, &[]);
    assert!((exact - 4.2187e-5).abs() < 1e-9, "{exact}");
    assert!(verdict.passed(), "{}", told(&verdict));
    let squares = UNLIKE.replace("at: (0.0035, 0)", "outline: [(0.001, 0.001), (0.004, 0.001), (0.002, 0.003)]");
    let alike = "demand.categories={\"job\": (on_scene: Exponential(mean: \"30 min\"), urgent: 0.4)}";
    let listed = "dispatch.rule=PreferenceList(lists: {\"a\": [\"c\", \"a\", \"b\"], \"b\": [\"b\", \"c\", \"a\"]})";
    let busy = "demand.volume=4.8 /h";
    for (text, set) in [(UNLIKE, [alike, busy]), (UNLIKE, [listed, busy]), (&squares, [alike, busy]), (&squares, [listed, "run.days=400"])]
    {
        let (_, verdict) = travel(text, &set);
        assert!(verdict.claimed && verdict.passed(), "{set:?}: {}", told(&verdict));
    }
}

#[test]
fn where_the_urgent_are_at_places_of_their_own_nothing_is_claimed_of_ways() {
    let city = r#"city=Explicit(areas: { "a": (at: (0, 0), residents: 1000, zone: Urban), "b": (at: (0.001, 0), residents: 1000, zone: Outer),
        "c": (at: (0.0035, 0), residents: 1000, zone: Outer) }, travel: (urban: "1000 km/h", outer: "1000 km/h", detour: 1))"#;
    let apart = r#"demand.categories={ "in": (priority: 1, where: (urban: 1000), on_scene: Exponential(mean: "30 min")),
        "out": (where: (urban: 0), on_scene: Exponential(mean: "30 min")) }"#;
    let busy = "demand.volume=4.8 /h";
    assert!(!travel(UNLIKE, &[city, apart, busy]).1.claimed);
    let (_, in_turn) = travel(UNLIKE, &[city, apart, busy, "dispatch.queue=Fifo"]);
    assert!(in_turn.claimed && in_turn.passed(), "{}", told(&in_turn));
    let lost = travel(UNLIKE, &[city, apart, busy, "demand.patience=Deterministic(\"0 s\")"]).1;
    assert!(lost.claimed && lost.passed(), "{}", told(&lost));
}

#[test]
fn a_scenario_without_equations_says_why() {
    let reasons = |file: &str, set: &[&str]| {
        let set: Vec<String> = set.iter().map(|s| (*s).to_owned()).collect();
        let loaded = scenario::load(std::path::Path::new(file), &set).unwrap_or_else(|d| panic!("{}", d.render(false)));
        oracle::derive(&loaded).expect_err("it has none").into_iter().map(|said| said.en).collect::<Vec<_>>().join("; ")
    };
    let of_longgang = reasons("scenarios/longgang.ron", &[]);
    for said in ["exponential", "crews: the equations", "refuse", "log, has surges", "desks"] {
        assert!(of_longgang.contains(said), "{said} in {of_longgang}");
    }
    let line = "scenarios/verification/line.ron";
    assert!(reasons(line, &["demand.volume=0 /h"]).contains("there is no demand"));
    assert!(reasons(line, &["dispatch.queue=ClosestFirst"]).contains("served next"));
    assert!(reasons(line, &["city.travel.hours=[(\"07:10..07:20\", 0.8)]"]).contains("over the day"));
    assert!(reasons(line, &["run.warmup_days=0"]).contains("nobody is busy"));
    assert!(reasons(line, &["workforce.crews.responder.accept=Exponential(mean: \"1 min\")"]).contains("answer in time"));
    let errand =
        ["demand.categories.job.facility=(share: 1)", "demand.facilities={\"F\": (at: \"a1\", time: Exponential(mean: \"10 min\"))}"];
    assert!(reasons(line, &errand).contains("at a facility"));
    // At any time as many in all, but now here and now there.
    let halves = |first: u32| {
        let weights: Vec<String> = (0..48).map(|half_hour| u32::from((half_hour < 24) == (first == 1)).to_string()).collect();
        format!("Weights([{}])", weights.join(", "))
    };
    let moving = [
        "city=Explicit(areas: { \"w\": (at: (0, 0), residents: 1000, zone: Urban), \"e\": (at: (0.0025, 0), residents: 1000, zone: Outer) }, travel: (urban: \"1000 km/h\", outer: \"1000 km/h\", detour: 1))".to_owned(),
        format!("demand.hours={{\"am\": {}, \"pm\": {}}}", halves(1), halves(0)),
        "demand.categories={\"day\": (hours: \"am\", where: (urban: 1000), on_scene: Exponential(mean: \"30 min\")), \"night\": (hours: \"pm\", where: (urban: 0), on_scene: Exponential(mean: \"30 min\"))}".to_owned(),
        "workforce.crews.responder.based=AtPlaces([(\"w\", 1), (\"e\", 1)])".to_owned(),
        "workforce.crews.responder.roster=None".to_owned(),
    ];
    let moving: Vec<&str> = moving.iter().map(String::as_str).collect();
    assert_eq!(reasons(line, &moving), "demand changes over day, week or year, in all or at some place");
    assert!(reasons(line, &["demand.volume=9 /h"]).contains("no bound"));
    assert!(reasons(line, &["dispatch.rule=Random"]).contains("preferences"));
    assert!(reasons(line, &["demand.patience=Deterministic(\"1 h\")"]).contains("withdraw"));
}

#[test]
fn settings_without_a_scenario_are_refused() {
    let output = crate::program::gridgov(&["verify", "--case", "travel/", "--set", "run.days=2"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}
