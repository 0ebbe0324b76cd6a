//! Huge but legal: it runs, or it is refused clearly before memory is exhausted.

use crate::program::{self, gridgov, json, text};
use gridgov::experiment::break_even::{Barrier, Line, Question, Search};
use gridgov::experiment::compare::doubt::Assumption;
use gridgov::experiment::{Arm, Measure, Plan, Runner};
use gridgov::record::{End, Milestone, Observer, Outcome, WaitReason};
use gridgov::scenario::{self, Factors, Loaded};
use gridgov::simulation::{Ending, Simulator, Stopped};
use gridgov::time::Duration;
use std::path::Path;
use std::sync::atomic::AtomicBool;

fn county(sets: &[&str]) -> Result<Loaded, String> {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    scenario::load(Path::new("scenarios/county.ron"), &sets).map_err(|d| d.render(false))
}

fn run(loaded: &Loaded) -> Result<Ending, Stopped> {
    Simulator::new(&loaded.model).replicate(0, &mut ())
}

#[test]
fn sizes_that_no_machine_holds_are_refused_where_they_are_written() {
    for (set, said) in [
        ("demand.volume=1e300 /day", "out of bounds"),
        ("demand.volume=1e11 /day", "incidents a run are more than 100000000000"),
        ("workforce.crews.patrol.officers=9_000_000", "crews are more than the 1000000"),
        ("workforce.crews.patrol.working_days=1e9", "do not fit into a week"),
        ("workforce.crews.patrol.roster={\"all day\": 9_000_000}", "crews are more than the 1000000"),
        ("city.levels[1].count=5_000_000", "at most 1000000"),
        ("city.residents=200_000_000", "between 0 and 100000000"),
        ("run.replications=10_000_000", "do not fit into memory"),
        ("run.days=1_000_000", "between 1 and 36525 days"),
        ("run.drain=900 weeks", "at most 3653 days"),
        ("demand.committed_work=(crew_time_per_day: \"365000 days\", job: Deterministic(\"0.01 s\"))", "pieces of work a day"),
        ("demand.surges={\"s\": (when: Random(per_year: 1000), lasts: \"1 h\")}", "at most once a day"),
        (
            "structure.desks.switchboard.requests=(from: \"village\", rate: \"1e12 /day\", service: Deterministic(\"1 s\"))",
            "requests a day at one desk",
        ),
    ] {
        match county(&[set]) {
            Ok(_) => panic!("{set} was accepted"),
            Err(message) => assert!(message.contains(said) && message.contains("--set #1:1:"), "{set}:\n{message}"),
        }
    }
}

#[test]
fn more_than_anybody_can_handle_ends_with_a_message() {
    let loaded = county(&["demand.volume=1e9 /day", "run.days=1"]).unwrap();
    let message = run(&loaded).unwrap_err().to_string();
    assert!(message.starts_with("2022-01-01: more than 1000000 open incidents"), "{message}");
}

#[test]
fn break_even_is_sought_as_far_as_runs_can_hold_what_piles_up() {
    let arm = |turnout: &str| {
        let set = format!("workforce.crews.patrol.turnout=Deterministic(\"{turnout}\")");
        let loaded = county(&["run.days=1", &set]).unwrap_or_else(|message| panic!("{message}"));
        Arm::of(loaded, "scenarios/county.ron".to_owned(), vec![set])
    };
    let (quick, slow) = (arm("0 s"), arm("30 min"));
    let factor = Factors::of(&quick.loaded).find("demand.volume").unwrap().clone();
    let own = factor.value;
    let line = Line { values: vec![own, 2.0 * own, 3.0 * own, 1e9], own: 0 };
    let question =
        Question { measure: Measure::position("on_scene").unwrap(), at: 0.0, plan: Plan::up_to(10), open: false, confidence: 0.95 };
    let mut search = Search::new(question, quick, slow);
    let runner = Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
    assert_eq!(search.row(&Assumption::of(vec![0, 1], factor), line, &runner, &|_| ()), Ok(true));
    let row = &search.rows[0];
    assert_eq!(row.above.map(|side| (side.end, side.crossing, side.barrier)), Some((3.0 * own, None, Some((1e9, Barrier::Overflow)))));
    assert!(row.own.estimate > 0.0 && row.points.len() > 1 && row.points.iter().all(|point| point.seen.replications > 0));
}

/// What one point, or one place, cannot hold does not cost the others.
#[test]
fn sweeps_and_maps_of_rules_go_on_beyond_what_a_run_can_hold() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.ron");
    let county = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/county.ron");
    let factors = r#"{ "demand.volume": "30 /day, 1e9 /day" }"#;
    std::fs::write(&plan, format!(r#"(scenarios: ["{county}"], set: ["run.days=1"], factors: {factors}, replications: 1)"#)).unwrap();
    let out = folder.path().join("out");
    let ask = ["sweep", plan.to_str().unwrap(), "--threads", "1", "--json", "--out", out.to_str().unwrap()];
    let swept = json(&ask);
    let points = &swept["points"];
    assert_eq!((&points[0]["done"], &points[0]["refused"], &points[1]["done"]), (&1.into(), &serde_json::Value::Null, &0.into()));
    assert!(points[1]["refused"]["why"].as_str().unwrap().contains("more than 1000000 open incidents"));
    assert_eq!(swept["interrupted"], false);
    let rows = std::fs::read_to_string(out.join("replications.csv")).unwrap();
    assert!(rows.lines().skip(1).all(|row| row.starts_with("0,")), "the point that was run, and no other");
    assert_eq!(swept, json(&ask), "it is complete: nothing is run again");
    assert!(points[1]["scenario_sha256"].is_string() && points[1]["scenario_sha256"] != points[0]["scenario_sha256"], "{points}");
    let again = gridgov(&["reproduce", out.to_str().unwrap(), "--arm", "point 1"]);
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains(r#"no replication of "point 1""#), "{again:?}");

    let rank = ["rank", county, "--rules", "ClosestIdle,Random", "--replications", "2", "--misses", "0", "--hindsight", "0"];
    let ranked = json(&[&rank[..], &["--set", "run.days=1", "--vary", "demand.volume=40 /day,1e9 /day", "--json"]].concat());
    let map = &ranked["map"];
    assert!(map[0]["best"].is_string() && map[1]["best"].is_null() && map[1]["overflow"].is_string(), "{map}");
    assert_eq!((&map[1]["refused"][0]["rule"], &ranked["interrupted"]), (&"ClosestIdle".into(), &false.into()), "{map}");
    assert_eq!((&map[1]["reason"], &map[0]["reason"]), (&"undecided: fewer than two rules left".into(), &serde_json::Value::Null));
    let told = [&rank[..], &["--set", "run.days=1", "--quiet", "--vary", "demand.volume=40 /day,1e9 /day"]].concat();
    let told = text(&gridgov(&told).stdout).replace("\n  ", " ");
    assert!(told.contains("can hold – volume=1e9 /day: ClosestIdle") && !told.contains("keeps up"), "{told}");
}

#[test]
fn half_a_million_crews_and_a_hundred_million_residents_run() {
    let loaded = county(&["city.residents=100_000_000", "workforce.crews.patrol.officers=1_500_000", "run.days=1"]).unwrap();
    assert!(loaded.model.workforce.crews.len() > 400_000);
    assert!(run(&loaded).unwrap().incidents > 10);
}

/// A night's incidents wait for one crew that needs no time for anything: each frees it for the next.
#[test]
fn a_long_queue_served_in_no_time_does_not_exhaust_the_stack() {
    let instant = "Deterministic(\"0 s\")";
    let still = format!("{{\"noise\": (on_scene: {instant})}}");
    for desk in [false, true] {
        let closed = "structure.desks.switchboard.staff=[(\"08:00..09:00\", 1)]";
        let loaded = county(&[
            "city=Point(residents: 1)",
            "demand.volume=60_000 /day",
            &format!("demand.categories={still}"),
            if desk { closed } else { "structure.intake={}" },
            &format!("structure.desks.switchboard.receipt={instant}"),
            &format!("structure.desks.switchboard.triage={instant}"),
            "workforce.crews.patrol.based=Centre",
            "workforce.crews.patrol.shifts={\"day\": (hours: \"08:00..16:00\")}",
            "workforce.crews.patrol.roster={\"day\": 1}",
            &format!("workforce.crews.patrol.accept={instant}"),
            &format!("workforce.crews.patrol.turnout={instant}"),
            "run.days=2",
        ])
        .unwrap_or_else(|message| panic!("{message}"));
        let ending = run(&loaded).unwrap();
        assert!(ending.incidents > 100_000 && ending.open == 0, "{ending:?}");
    }
}

/// A city of one smallest area, or of as many as `levels` says, with `crews` crews around the clock.
fn small(levels: &str, crews: u32, demand: &str, run_section: &str) -> String {
    format!(
        r#"(
            city: Generated(residents: 900, area_km2: 1, levels: {levels}),
            demand: ({demand} categories: {{ "noise": (on_scene: Deterministic("20 min")) }}),
            workforce: (crews: {{ "patrol": (
                officers: {officers}, roster: {{ "all day": {crews} }}, based: Centre,
                accept: Deterministic("30 s"), turnout: Deterministic("1 min"),
            ) }}),
            run: ({run_section}),
        )"#,
        officers = 4 * crews,
    )
}

/// Outcomes of one replication of a scenario, in the order in which they ended.
fn outcomes(text: &str) -> Vec<Outcome> {
    struct Kept(Vec<Outcome>);
    impl Observer for Kept {
        fn outcome(&mut self, outcome: &Outcome) {
            self.0.push(*outcome);
        }
    }
    let loaded = scenario::load_text("extreme.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
    let mut kept = Kept(Vec::new());
    Simulator::new(&loaded.model).watch(0, &mut kept).unwrap();
    kept.0
}

const MICRO_GRID: &str = r#"[(name: "micro_grid", count: 1)]"#;

#[test]
fn one_micro_grid_is_a_city() {
    let found = outcomes(&small(MICRO_GRID, 2, r#"volume: "30 /day","#, "days: 30"));
    assert!(found.len() > 700 && found.iter().all(|o| o.end == End::Closed));
    assert!(found.iter().all(|o| o.until(Milestone::OnScene).unwrap() >= Duration::from_seconds(30.0)));
}

#[test]
fn without_crews_all_is_lost_and_said_to_be() {
    let found = outcomes(&small(MICRO_GRID, 0, r#"volume: "30 /day","#, "days: 30"));
    assert!(found.len() > 700 && found.iter().all(|o| o.end == End::NoSuchSkill && o.visits == 0 && o.until(Milestone::Accept).is_none()));
}

#[test]
fn a_hundred_years_run() {
    let found = outcomes(&small(MICRO_GRID, 1, r#"volume: "0.1 /day","#, "start: \"1950-01-01\", days: 36525"));
    assert!((3_300..4_000).contains(&found.len()) && found.iter().all(|o| o.end == End::Closed));
    assert!(found.last().unwrap().reported.day() > 36_000);
}

#[test]
fn a_hundred_thousand_crews_each_have_an_incident_or_none() {
    let found = outcomes(&small(MICRO_GRID, 100_000, r#"volume: "2000 /day","#, "days: 1"));
    let crews: std::collections::BTreeSet<_> = found.iter().map(|o| format!("{:?}", o.served_by)).collect();
    assert!(found.len() > 1_500 && crews.len() > 20 && found.iter().all(|o| o.waited_for == WaitReason::None));
}

/// Everything at once: one crew serves them in the order of their numbers, each as long as the others.
#[test]
fn all_incidents_at_one_instant_are_served_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("records.csv"), format!("reported\n{}", "720\n".repeat(2_000))).unwrap();
    let text = small(MICRO_GRID, 1, r#"log: (file: "records.csv", time: Minutes),"#, "days: 1, drain: \"100 days\"");
    let text = text.replace("city: Generated(residents: 900, area_km2: 1, levels: [(name: \"micro_grid\", count: 1)])", "city: Point()");
    let file = folder.path().join("at-once.ron");
    std::fs::write(&file, text).unwrap();
    let loaded = scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
    struct Ends(Vec<(u64, u64)>);
    impl Observer for Ends {
        fn outcome(&mut self, outcome: &Outcome) {
            self.0.push((outcome.incident, outcome.until(Milestone::Handled).unwrap().0 / Duration::SECOND.0));
        }
    }
    let mut ends = Ends(Vec::new());
    Simulator::new(&loaded.model).watch(0, &mut ends).unwrap();
    // Acceptance and work for each, turnout for the first only: the crew is out from then on.
    let expected: Vec<(u64, u64)> = (0..2_000).map(|n| (n, 60 + (n + 1) * (30 + 20 * 60))).collect();
    assert_eq!(ends.0, expected);
}

#[test]
fn no_demand_and_a_target_of_nothing_have_a_result() {
    let run = |sets: &[&str]| {
        let mut command = std::process::Command::new(program::path());
        command.args(["run", "scenarios/county.ron", "--replications", "2", "--json", "--set", "run.days=3"]);
        sets.iter().for_each(|set| {
            command.args(["--set", set]);
        });
        let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("the program can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).expect("one JSON document")
    };
    let quiet = run(&["demand.volume=0 /day"]);
    assert_eq!((&quiet["incidents"], &quiet["targets"][3]["of"]), (&0.into(), &0.into()));
    assert!(quiet["targets"].as_array().unwrap().iter().all(|t| t["attainment"]["estimate"].is_null()), "{quiet}");
    let strict = run(&["targets.respond=0 s", "targets.accept=0 s", "targets.depart=0 s", "targets.on_scene=0 s"]);
    for target in strict["targets"].as_array().unwrap() {
        assert!(target["limit_s"] == 0.0 && target["met"] == 0 && target["attainment"]["estimate"] == 0.0, "{target}");
    }
}
