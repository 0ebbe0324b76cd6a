//! What is said of a scenario's files, names and rows is true of these, and can be used as it stands.

use crate::program::{gridgov, json, path, text};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Two places three kilometres apart, names with underscores, and records beside the scenario.
const REPLAYED: &str = r#"(
    name: "us_name",
    city: Explicit(levels: [(name: "big_town"), (name: "village")], areas: {
        "A_1": (at: (0, 0), within: "T_x"), "B": (at: (3, 0), within: "T_x"), "C_1": (at: (3, 1), within: "T_y") }),
    demand: (
        log: (file: "log.csv", time: Format("%Y-%m-%d %H:%M%:z")),
        categories: { "no_ise": (on_scene: Deterministic("10 min"), facility: (share: 1), urgent: 0.1) },
        channels: { "phone": (share: 1), "web": (share: 1) },
        facilities: { "de_pot": (at: "B", time: Deterministic("15 min")) }),
    workforce: (crews: { "pa_trol": (based: AtPlaces([("A_1", 2)]), turnout: Deterministic("1 min")) }),
    targets: (on_scene: "10 min"),
    run: (start: "2022-03-01", days: 1, replications: 2),
    provenance: {
        "demand.categories.no_ise.urgent": (grade: C, source: "x", range: ("0.05", "0.2")),
        "demand.channels.web.share": (grade: C, source: "x", range: ("0.5", "2")),
        "workforce.crews.pa_trol.turnout": (grade: C, source: "x", range: ("30 s", "90 s")) })"#;

const ROWS: &str = "reported,area,priority,channel\n2022-03-01 08:00+01:00,A_1,3,web\n2022-03-01 09:00+02:00,C_1,1,phone\n";

struct Files(tempfile::TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Files {
        let folder = tempfile::tempdir().unwrap();
        for (name, contents) in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, contents).unwrap();
        }
        Files(folder)
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }
}

fn replayed() -> Files {
    Files::new(&[("s.ron", REPLAYED), ("log.csv", ROWS)])
}

fn words(arguments: &[&str]) -> String {
    let output = gridgov(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    (text(&output.stdout) + &text(&output.stderr)).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn refusal(arguments: &[&str]) -> String {
    let output = gridgov(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stdout));
    text(&output.stderr)
}

#[test]
fn names_are_printed_as_they_are_given_and_asked_for() {
    let files = replayed();
    let file = files.at("s.ron");
    let check = words(&["check", &file]);
    assert!(["us_name", "no_ise", "pa_trol"].iter().all(|name| check.contains(name)), "{check}");
    assert!(check.contains("2 big towns"), "levels are read as words: {check}");
    let worst = words(&["explain", &file, "--where", "C_1"]);
    assert!(worst.contains("no_ise") && worst.contains("T_y"), "{worst}");
    let life = json(&["explain", &file, "--incident", "0", "--json"]);
    assert_eq!(life["incidents"][0]["category"], "no_ise");
    let overlay = files.at("o_2.ron");
    fs::write(&overlay, r#"(base: "s.ron", demand: (categories: {"no_ise": (close_within: "3 days")}))"#).unwrap();
    let differs = words(&["check", &overlay]);
    assert!(differs.contains("no_ise, close within: not given → 3 days"), "{differs}");
}

#[test]
fn a_crew_goes_to_a_facility_and_not_who_is_on_the_spot() {
    let files = replayed();
    let life = words(&["explain", &files.at("s.ron"), "--incident", "0"]);
    for does in ["leaves for de_pot", "is at de_pot"] {
        assert!(life.contains(&format!("#0 pa_trol · all day · A_1 {does}")), "{life}");
    }
    let life = json(&["explain", &files.at("s.ron"), "--incident", "0", "--json"]);
    let there = life["events"].as_array().unwrap().iter().filter(|event| event["facility"] == "de_pot").count();
    assert_eq!(there, 2, "{life}");
}

#[test]
fn a_file_of_the_same_name_in_another_folder_is_another_file() {
    let other = r#"(base: "../s.ron", demand: (log: (file: "log.csv", time: Format("%Y-%m-%d %H:%M%:z"))))"#;
    let files = Files::new(&[("s.ron", REPLAYED), ("log.csv", ROWS), ("other/o.ron", other), ("other/log.csv", ROWS)]);
    let overlay = files.at("other/o.ron");
    assert!(words(&["check", &overlay]).contains("Nothing that matters to a run"), "the same rows");
    fs::write(files.at("other/log.csv"), ROWS.replace("08:00", "08:30")).unwrap();
    let told = json(&["check", &overlay, "--json"])["base"]["differences"].clone();
    assert_eq!(told.as_array().map(Vec::len), Some(1), "{told}");
    assert_eq!(told[0]["path"], "demand.log.file");
    let names = ["old", "new"].map(|which| told[0][which].as_str().unwrap().trim_matches('"').to_owned());
    let same = |name: &str, file: &str| Path::new(name).canonicalize().unwrap() == Path::new(&files.at(file)).canonicalize().unwrap();
    assert!(same(&names[0], "log.csv") && same(&names[1], "other/log.csv"), "{names:?}");
}

#[test]
fn a_base_that_is_no_whole_scenario_keeps_nobody_from_checking_what_is_built_on_it() {
    let part = REPLAYED.replace("days: 1", "days: 0");
    let overlay = r#"(base: "part.ron", run: (days: 1))"#;
    let files = Files::new(&[("part.ron", &part), ("o.ron", overlay), ("log.csv", ROWS)]);
    let mended = ["check", &files.at("part.ron"), "--set", "run.days=1"];
    refusal(&mended[..2]);
    for command in [&["check", &files.at("o.ron")][..], &mended] {
        let said = words(command);
        assert!(said.contains("part.ron by itself is no sound scenario (run.days: "), "{said}");
        let told = json(&[command, &["--json"]].concat());
        assert!(told["base"].is_null() && told["warnings"].as_array().unwrap().iter().any(|warning| warning["path"] == "base"), "{told}");
    }
}

#[test]
fn what_holds_for_a_log_is_said_wherever_its_rows_are_replayed() {
    let files = replayed();
    let file = files.at("s.ron");
    let run = words(&["run", &file, "--quiet"]);
    let replays = "replay log.csv: they differ in the luck of those who serve, and so do the intervals.";
    assert!(run.contains(replays), "{run}");
    let loud = words(&["run", &file]);
    assert!(loud.contains("note: in the log, times are written with several offsets from UTC (+01, +02)"), "{loud}");
    let utc = Files::new(&[("s.ron", REPLAYED), ("log.csv", &ROWS.replace("+02", "+00").replace("+01", "+00"))]);
    let said = words(&["check", &utc.at("s.ron")]);
    assert!(said.contains("Times are written with the offset +00 from UTC and count as they stand on the clock."), "{said}");
    let compare = ["compare", &file, "--vary", "workforce.crews.pa_trol.turnout=2 min", "--replications", "2", "--quiet"];
    assert!(words(&compare).contains(replays));
    let rank = ["rank", &file, "--rules", "ClosestIdle,Random", "--replications", "2", "--hindsight", "0", "--misses", "0", "--quiet"];
    assert!(words(&rank).contains(replays));
    let sensitivity = ["sensitivity", &file, "--days", "1", "--trajectories", "2", "--quiet"];
    assert!(words(&sensitivity).contains(replays), "{}", words(&sensitivity));
    let factor = r#"factors: { "workforce.crews.pa_trol.turnout": "1 min, 2 min" }"#;
    fs::write(files.at("plan.ron"), format!(r#"(name: "p", scenarios: ["s.ron"], design: Factorial, {factor}, replications: 2)"#)).unwrap();
    let (plan, out) = (files.at("plan.ron"), files.at("out"));
    assert!(words(&["sweep", &plan, "--out", &out, "--quiet"]).contains(replays));
    let logs = |arguments: &[&str]| json(&[arguments, &["--json"]].concat());
    assert_eq!(logs(&compare)["arms"][1]["log"], "log.csv");
    assert_eq!(logs(&rank)["scenario"]["log"], "log.csv");
    assert_eq!(logs(&sensitivity)["log"], "log.csv");
    assert_eq!(logs(&["sweep", &plan, "--quiet"])["scenarios"][0]["log"], "log.csv");
    // Of records there are no more in a longer run.
    fs::write(files.at("officers.ron"), REPLAYED.replace(r#"based: AtPlaces([("A_1", 2)])"#, r#"crews: 2, based: At(["A_1"])"#)).unwrap();
    let officers = files.at("officers.ron");
    let frontier =
        words(&["frontier", &officers, "--target", "on_scene=50%", "--levels", "100%..100%/1", "--replications", "2", "--quiet"]);
    assert!(frontier.contains("100%; more replications (--replications) decide more."), "{frontier}");
    let narrow = [&compare[..4], &["--half-width", "0.001", "--budget", "2", "--quiet"]].concat();
    assert!(words(&narrow).contains("not reached: more replications (--budget) make intervals narrower."), "{}", words(&narrow));
}

#[test]
fn settings_that_a_log_leaves_nothing_to_decide_are_noted() {
    let files = replayed();
    let file = files.at("s.ron");
    let note = "note: `demand.volume` decides nothing here: a log says what happens and when";
    let set = ["--set", "demand.volume=80 /day", "--set", "run.days=2"];
    let compare = ["compare", &file, "--vary", "workforce.crews.pa_trol.turnout=2 min", "--replications", "2", "--brief"];
    let explain = ["explain", &file, "--incident", "0"];
    for command in [&["run", &file][..], &["check", &file], &explain, &compare] {
        let told = words(&[command, &set].concat());
        assert!(told.contains(note) && !told.contains("`run.days` decides"), "{told}");
    }
    assert!(!words(&[&["run", &file, "--quiet"], &set[..]].concat()).contains("note:"));
}

#[test]
fn what_all_rows_say_is_not_drawn() {
    let files = replayed();
    let file = files.at("s.ron");
    let drawn = |draws: &str| {
        let document = json(&["run", &file, "--quiet", "--uncertain", "--draws", draws, "--json"]);
        let paths = |key: &str| {
            let all = document["uncertainty"][key].as_array().unwrap().iter();
            all.map(|one| one["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        (paths("factors"), paths("left_out"))
    };
    let turnout = "workforce.crews.pa_trol.turnout".to_owned();
    let (urgent, share) = ("demand.categories.no_ise.urgent".to_owned(), "demand.channels.web.share".to_owned());
    assert_eq!(drawn("2"), (vec![turnout.clone()], vec![urgent.clone(), share.clone()]));
    let refused = refusal(&["compare", &file, "--vary", "demand.channels.web.share=1,2"]);
    assert!(refused.contains("`demand.channels.web.share` decides nothing here"), "{refused}");
    // One row that does not say it leaves it to the scenario.
    fs::write(files.at("log.csv"), ROWS.replace(",1,phone", ",,phone")).unwrap();
    assert_eq!(drawn("2"), (vec![urgent, turnout], vec![share]));
}

#[test]
fn a_trace_does_not_replace_what_it_is_read_from() {
    let files = replayed();
    for input in ["s.ron", "log.csv"] {
        let (file, before) = (files.at(input), fs::read_to_string(files.at(input)).unwrap());
        for force in [&["--force"][..], &[]] {
            let refused = refusal(&[&["trace", &files.at("s.ron"), "--out", &file], force].concat());
            assert!(refused.contains("is read for the trace and is not replaced by it"), "{refused}");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), before);
    }
}

#[test]
fn a_log_without_rows_has_no_incidents() {
    let files = replayed();
    fs::write(files.at("log.csv"), "reported,area\n").unwrap();
    let refused = refusal(&["explain", &files.at("s.ron"), "--incident", "0"]);
    assert!(refused.contains("there is no incident 0: replication 0 has none"), "{refused}");
}

#[test]
fn a_table_of_names_is_told_by_its_lines() {
    let scenario = r#"(city: Generated(residents: 1000, area_km2: 20, places: (file: "p.csv", level: "village"),
            groups: (name: "region", parts: {"North": (centre: (0, 0))}), levels: [(name: "village", count: 3)]),
        demand: (volume: "1 /day", categories: {"x": ()}), workforce: (crews: {"k": (crews: 1, based: Centre)}), run: (days: 1))"#;
    let files = Files::new(&[("s.ron", scenario), ("p.csv", "# source\nname,zh,grop\nHill,,North\nHall,,Nort\nHill,,North\n")]);
    let refused = refusal(&["check", &files.at("s.ron")]);
    assert!(refused.contains("p.csv:2:9") && refused.contains("there is no column \"grop\"; did you mean \"group\"?"), "{refused}");
    assert_eq!(refused.matches("error:").count(), 1, "{refused}");
    fs::write(files.at("p.csv"), "# source\nname,zh,group\nHill,,North\nHall,,Nort\nHill,,North\n").unwrap();
    let refused = refusal(&["check", &files.at("s.ron")]);
    for told in
        ["p.csv:4:7", "there is no part \"Nort\" in city.groups; did you mean \"North\"?", "p.csv:5:1", "is the name of line 3 already"]
    {
        assert!(refused.contains(told), "{refused}");
    }
    fs::write(files.at("p.csv"), "name,zh,group,founded\nHill,,North,1\nHall,,North,1\nLake,,North,1\n").unwrap();
    assert!(words(&["check", &files.at("s.ron")]).contains("Columns not read: founded."));
}

#[test]
fn geojson_is_not_taken_for_a_table() {
    let files = Files::new(&[
        ("s.ron", r#"(city: Explicit(file: "c.geojson"), demand: (volume: "1 /day", categories: {"x": ()}), workforce: (crews: {}))"#),
        ("c.geojson", r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},"geometry":null}]}"#),
    ]);
    let refused = refusal(&["check", &files.at("s.ron")]);
    assert!(refused.contains("neither that nor GeoJSON is read") && !refused.contains("no column"), "{refused}");
}

#[test]
fn a_log_that_is_no_table_is_told_in_short() {
    let files = replayed();
    let rows: Vec<String> = (0..1000).map(|n| format!(r#"{{"reported": "2022-03-01 08:00", "area": "A_1", "n": {n}}}"#)).collect();
    fs::write(files.at("log.csv"), format!("[{}]", rows.join(", "))).unwrap();
    let refused = refusal(&["check", &files.at("s.ron")]);
    assert!(refused.contains("this is JSON, which is not read: write a table (CSV)") && refused.len() < 500, "{refused}");
    fs::write(files.at("log.csv"), format!("{}\n", vec!["x".repeat(300); 30].join(","))).unwrap();
    let refused = refusal(&["check", &files.at("s.ron")]);
    assert!(refused.contains("x…, and 20 more. Say what") && refused.len() < 2000, "{refused}");
}

#[test]
fn a_scenario_whose_name_begins_with_a_dash_is_repeated_as_it_is_told() {
    let files = Files::new(&[("-s.ron", REPLAYED), ("log.csv", ROWS)]);
    let run = |arguments: &[&str]| Command::new(path()).args(arguments).current_dir(files.0.path()).env("LC_ALL", "C").output().unwrap();
    let told = text(&run(&["run", "--", "-s.ron"]).stdout);
    let repeat = told.lines().find_map(|line| line.trim().strip_prefix("repeat: gridgov ")).unwrap_or_else(|| panic!("{told}"));
    let again = run(&repeat.split(' ').collect::<Vec<_>>());
    assert!(again.status.success() && text(&again.stdout) == told, "{repeat}: {}", text(&again.stderr));
}
