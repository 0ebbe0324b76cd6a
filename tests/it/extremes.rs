//! Huge but legal: it runs, or it is refused clearly before memory is exhausted.

use gridgov::scenario::{self, Loaded};
use gridgov::simulation::{Ending, Simulator, Stopped};
use std::path::Path;

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
        ("workforce.crews.patrol.officers=9_000_000", "crews are more than the 1000000"),
        ("workforce.crews.patrol.working_days=1e9", "do not fit into a week"),
        ("workforce.crews.patrol.roster={\"all day\": 9_000_000}", "crews are more than the 1000000"),
        ("city.levels[1].count=5_000_000", "at most 200000"),
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
