//! How far a number has to move until two scenarios break even, as a user asks for it.

use crate::program::{self, text};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn gridgov(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(program::path())
        .args(arguments)
        .args((arguments[0] != "reproduce").then_some("--quiet"))
        .current_dir(folder)
        .env("LC_ALL", "C")
        .output()
        .expect("the program can be started")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let output = gridgov(folder, &[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

/// Crews that take 5 and 8 minutes (mean) to set out; everything else is the same but a refusal that costs nothing.
fn scenarios() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, turnout, refusal, range) in [("quick", "5 min", 0.02, ("4 min", "9 min")), ("slow", "8 min", 0.03, ("7 min", "12 min"))] {
        let text = format!(
            r#"(name: "{name}", city: Point(), demand: (volume: "40 /day", categories: {{ "job": (on_scene: Deterministic("5 min")) }}),
                workforce: (crews: {{ "patrol": (officers: 12, crew_size: 1, working_days: 7, based: Centre, refusal: {refusal},
                    accept: Deterministic("0 s"), turnout: Exponential(mean: "{turnout}")) }}),
                targets: (on_scene: "10 min"), run: (days: 10, indifference: 0.02),
                provenance: {{
                    "workforce.crews.patrol.turnout": (grade: C, source: "a guess", range: ("{}", "{}")),
                    "workforce.crews.patrol.refusal": (grade: C, source: "a guess"),
                }})"#,
            range.0, range.1
        );
        std::fs::write(folder.path().join(format!("{name}.ron")), text).unwrap();
    }
    folder
}

const ASK: [&str; 4] = ["break-even", "quick.ron", "--against", "slow.ron"];
const TURNOUT: &str = "workforce.crews.patrol.turnout";

fn between(row: &Value, side: &str) -> (f64, f64) {
    let crossing = &row[side]["crossing"];
    (crossing["from"].as_f64().unwrap(), crossing["to"].as_f64().unwrap())
}

#[test]
fn officers_follow_a_number_of_other_people_where_both_have_as_many_posts() {
    let folder = scenarios();
    for (name, officers, board) in [("flat", 6, 1), ("tiered", 4, 3), ("poor", 4, 1)] {
        let text = format!(
            r#"(base: "quick.ron", name: "{name}", demand: (volume: "1100 /day"),
                workforce: (crews: {{ "patrol": (officers: {officers}, turnout: Deterministic("0 s")) }}, posts: {{ "board": (count: {board}) }}),
                provenance: {{ "workforce.posts.board.count": (grade: C, source: "a guess", range: ("0", "6")) }})"#
        );
        std::fs::write(folder.path().join(format!("{name}.ron")), text).unwrap();
    }
    let of = |other: &'static str| ["break-even", "flat.ron", "--against", other, "--replications", "10"];
    let board = ["--factor", "workforce.posts.board.count", "--within", "0..5"];
    let at = |row: &Value, value: f64| {
        let points = row["points"].as_array().unwrap();
        points.iter().find(|point| point["value"] == value).map(|point| point["difference"].as_f64().unwrap())
    };
    let found = json(folder.path(), &[&of("tiered.ron")[..], &board].concat());
    let rows = found["rows"].as_array().unwrap();
    assert_eq!(rows.iter().map(|row| row["posts_kept"].as_u64()).collect::<Vec<_>>(), [Some(7), Some(7)]);
    assert_eq!((between(&rows[0], "above"), at(&rows[0], 3.0)), ((2.0, 4.0), Some(0.0)), "a board of three leaves four officers");
    assert!(found["sentences"][2]["en"].as_str().unwrap().contains("both keep their 7 paid posts"), "{}", found["sentences"]);
    let found = json(folder.path(), &[&of("poor.ron")[..], &board].concat());
    let row = &found["rows"][0];
    assert_eq!(row["posts_kept"], Value::Null);
    assert_eq!(at(row, 5.0), at(row, 1.0), "a board serves nobody");
    let both = json(folder.path(), &of("tiered.ron"));
    assert_eq!(both["rows"].as_array().unwrap().iter().filter(|row| row["posts_kept"] == 7).count(), 2, "without being named");
    std::fs::write(
        folder.path().join("poor.ron"),
        r#"(base: "tiered.ron", name: "poor", workforce: (crews: { "patrol": (officers: 5) }))"#,
    )
    .unwrap();
    let refused = gridgov(folder.path(), &of("poor.ron"));
    assert!(text(&refused.stderr).contains("how many posts or officers there are: name it"), "{}", text(&refused.stderr));
}

#[test]
fn crews_break_even_where_they_set_out_as_fast() {
    let folder = scenarios();
    let document = json(folder.path(), &[&ASK[..], &["--factor", TURNOUT]].concat());
    let rows = document["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "each has a value of its own");
    let (from, to) = between(&rows[0], "above");
    assert!(from < 480.0 && 480.0 < to, "the quick are as slow as the slow at 480 s: {from} {to}");
    assert_eq!((&rows[0]["arms"][0], &rows[0]["below"]["crossing"]), (&"quick".into(), &Value::Null));
    assert_eq!((&rows[0]["below"]["standing"], &rows[0]["range_holds_it"]), (&"above".into(), &"within".into()));
    assert!((rows[0]["break_even"].as_f64().unwrap() / 480.0 - 1.0).abs() < 0.15, "{}", rows[0]["break_even"]);
    let (from, to) = between(&rows[1], "below");
    assert!(to < 300.0 && 300.0 < from, "the slow are as quick as the quick at 300 s: {from} {to}");
    assert_eq!((&rows[1]["arms"][0], &rows[1]["range_holds_it"]), (&"slow".into(), &"beyond".into()));
    assert_eq!((&document["schema"], &document["command"], &document["at"]), (&1.into(), &"break-even".into(), &0.0.into()));
    for point in rows.iter().flat_map(|row| row["points"].as_array().unwrap()) {
        let (lower, upper) = (point["lower"].as_f64().unwrap(), point["upper"].as_f64().unwrap());
        let standing = if lower >= 0.0 {
            "above"
        } else if upper < 0.0 {
            "below"
        } else {
            "undecided"
        };
        assert_eq!(point["standing"], standing, "{point}");
    }
    // Not worse by more than two points: it may be a little slower still.
    let margin = json(folder.path(), &[&ASK[..], &["--factor", TURNOUT, "--margin"]].concat());
    let moved = margin["rows"][0]["break_even"].as_f64().unwrap();
    assert!(moved > rows[0]["break_even"].as_f64().unwrap(), "{moved}");
}

#[test]
fn without_a_factor_every_assumption_that_differs_is_moved() {
    let folder = scenarios();
    let document = json(folder.path(), &ASK);
    let assumed = json(folder.path(), &["compare", "quick.ron", "slow.ron", "--replications", "2", "--draws", "0"]);
    let paths = |rows: &Value| rows.as_array().unwrap().iter().map(|row| (row["path"].clone(), row["arms"].clone())).collect::<Vec<_>>();
    assert_eq!(paths(&document["rows"]), paths(&assumed["assumptions"]));
    let refusal: Vec<&Value> =
        document["rows"].as_array().unwrap().iter().filter(|row| row["path"] == "workforce.crews.patrol.refusal").collect();
    assert_eq!(refusal.len(), 2);
    for row in refusal {
        assert_eq!((&row["break_even"], &row["above"]["crossing"], &row["below"]["crossing"]), (&Value::Null, &Value::Null, &Value::Null));
    }
    let (english, chinese) =
        (text(&gridgov(folder.path(), &ASK).stdout), text(&gridgov(folder.path(), &[&ASK[..], &["--lang", "zh"]].concat()).stdout));
    for said in ["turn it round within their range", "no crossing", "repeat: gridgov break-even quick.ron --against slow.ron"] {
        assert!(english.contains(said), "{said} is not in\n{english}");
    }
    let whole_lines = chinese.replace("\n  ", "");
    assert!(whole_lines.contains("在其范围内即可使结论翻转") && whole_lines.contains("临界点指两者无差异之处"), "{chinese}");
    let one = gridgov(folder.path(), &[&ASK[..], &["--threads", "1"]].concat()).stdout;
    assert_eq!(text(&one), english, "the bytes do not depend on the number of threads");
}

#[test]
fn what_has_no_range_is_neither_within_nor_beyond_it() {
    let folder = scenarios();
    for file in ["quick.ron", "slow.ron"].map(|name| folder.path().join(name)) {
        let graded = std::fs::read_to_string(&file).unwrap();
        let ungraded: Vec<&str> = graded.lines().filter(|line| !line.contains("patrol.turnout\": (grade: C")).collect();
        std::fs::write(&file, ungraded.join("\n")).unwrap();
    }
    let ask = [&ASK[..], &["--factor", TURNOUT]].concat();
    let said = text(&gridgov(folder.path(), &ask).stdout);
    assert!(said.contains("They would turn it round, and have no range"), "{said}");
    assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains("only beyond it: 0; somewhere, having no range: 2"), "{said}");
    assert!(!said.contains("not within their range"), "{said}");
}

#[test]
fn a_crossing_within_the_range_or_beyond_is_not_counted_as_undecided() {
    let folder = scenarios();
    let quick = folder.path().join("quick.ron");
    // They break even at 8 minutes, where the range ends.
    std::fs::write(&quick, std::fs::read_to_string(&quick).unwrap().replace("9 min", "8 min")).unwrap();
    let said = text(&gridgov(folder.path(), &[&ASK[..], &["--factor", TURNOUT]].concat()).stdout);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("only beyond it: 1; within it or beyond: 1; at no value looked at: 0"), "{said}");
    assert!(said.contains("undecided: 0.") && said.contains("limits count from the report"), "{said}");
}

#[test]
fn compare_names_the_command_and_shows_what_came_of_it() {
    let folder = scenarios();
    let compare = ["compare", "quick.ron", "slow.ron", "--replications", "3", "--draws", "0", "--out", "results"];
    let before = text(&gridgov(folder.path(), &compare).stdout);
    let named = "gridgov break-even quick.ron --against slow.ron --out results";
    assert!(before.replace(" \\\n     ", "").contains(named), "{before}");
    assert!(!before.contains("breaks even at"));
    let output = gridgov(folder.path(), &[&ASK[..], &["--out", "results"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    for file in ["summary.json", "break-even.csv", "replications.csv", "manifest.json"] {
        assert!(folder.path().join("results/break-even").join(file).is_file(), "{file}");
    }
    let again = gridgov(folder.path(), &["reproduce", "results/break-even"]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    let after = text(&gridgov(folder.path(), &compare).stdout);
    assert!(after.contains("within its range") && after.contains("no break-even seen from "), "{after}");
    assert!(!after.contains("gridgov break-even"), "it has been run");
    let document = json(folder.path(), &compare);
    let moved: Vec<&Value> = document["assumptions"].as_array().unwrap().iter().map(|row| &row["break_even"]["within_range"]).collect();
    assert_eq!(moved, [&Value::Null, &Value::Null, &Value::Bool(true), &Value::Bool(false)]);
    // Of another target, and of other scenarios, it says nothing.
    let target = gridgov(folder.path(), &[&ASK[..], &["--factor", TURNOUT, "--target", "depart", "--out", "departures"]].concat());
    assert!(target.status.success(), "{}", text(&target.stderr));
    let departures = ["compare", "quick.ron", "slow.ron", "--replications", "3", "--draws", "0", "--out", "departures"];
    let told = text(&gridgov(folder.path(), &departures).stdout);
    assert!(told.contains("gridgov break-even") && !told.contains("breaks even at"), "{told}");
    let other =
        ["compare", "quick.ron", "slow.ron", "--set", "run.days=9", "--replications", "3", "--draws", "0", "--out", "results", "--force"];
    assert!(text(&gridgov(folder.path(), &other).stdout).contains("gridgov break-even"));
}

#[test]
fn what_was_not_measured_is_left_empty_in_the_table() {
    let folder = scenarios();
    let moved = ["--factor", "demand.volume", "--within", "0 /day..40 /day", "--replications", "4", "--out", "results"];
    let output = gridgov(folder.path(), &[&ASK[..], &moved].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let table = std::fs::read_to_string(folder.path().join("results/break-even/break-even.csv")).unwrap();
    assert!(table.lines().any(|line| line.contains(",0,,,,undecided,")), "{table}");
}

/// The words of a scenario do not say what is in its table.
#[test]
fn what_breaks_even_in_a_city_is_not_told_of_another() {
    let folder = scenarios();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    for name in ["quick", "slow"] {
        let city = r#"city: Explicit(file: "areas.csv", levels: [(name: "town")], travel: (urban: "30 km/h"))"#;
        write(&format!("{name}-town.ron"), &format!(r#"(base: "{name}.ron", name: "{name} town", {city})"#));
    }
    let compare = ["compare", "quick-town.ron", "slow-town.ron", "--replications", "3", "--draws", "0", "--out", "results", "--force"];
    let told = || text(&gridgov(folder.path(), &compare).stdout);
    write("areas.csv", "name,x_km,y_km,residents\nwest,0,0,100\neast,4,0,300\n");
    let asked =
        ["break-even", "quick-town.ron", "--against", "slow-town.ron", "--factor", TURNOUT, "--replications", "4", "--out", "results"];
    let output = gridgov(folder.path(), &asked);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(!told().contains("gridgov break-even"), "{}", told());
    write("areas.csv", "name,x_km,y_km,residents\nwest,0,0,100\neast,9,0,300\n");
    assert!(told().contains("gridgov break-even"), "{}", told());
}

#[test]
fn where_both_directions_are_undecided_both_are_told() {
    let folder = scenarios();
    let same = ["break-even", "quick.ron", "--against", "quick.ron", "--factor", TURNOUT, "--replications", "4"];
    let told = text(&gridgov(folder.path(), &same).stdout).replace("\n  ", " ");
    let sentence = format!("Moving {TURNOUT} alone – lower: stays undecided; higher: stays undecided.");
    assert!(told.contains(&sentence), "{told}");
}

/// Seven servers and ten with the same load and an hour's work: both do well with nothing to do, and badly with far too much.
/// By Erlang's C the seven are worse by two points at 100.8 a day.
fn servers(volume: &str, ranges: [Option<[u32; 2]>; 2]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for ((name, crews), range) in [("few", 7), ("many", 10)].into_iter().zip(ranges) {
        let graded = range.map_or_else(String::new, |[low, high]| {
            format!(r#""demand.volume": (grade: C, source: "a guess of {name}", range: ("{low} /day", "{high} /day"))"#)
        });
        let text = format!(
            r#"(name: "{name}", city: Point(), demand: (volume: "{volume} /day", categories: {{ "job": (on_scene: Exponential(mean: "1 h")) }}),
                workforce: (crews: {{ "server": (officers: 1000, roster: {{ "all day": {crews} }}, based: Centre, refusal: 0,
                    accept: Deterministic("0 s"), turnout: Deterministic("0 s")) }}),
                run: (days: 20, warmup_days: 1, indifference: 0.02),
                provenance: {{ {graded} }})"#
        );
        std::fs::write(folder.path().join(format!("{name}.ron")), text).unwrap();
    }
    folder
}

const BOTH: [Option<[u32; 2]>; 2] = [Some([90, 180]); 2];
const LOAD: [&str; 7] = ["break-even", "few.ron", "--against", "many.ron", "--factor", "demand.volume", "--margin"];

#[test]
fn a_difference_that_turns_and_turns_back_is_seen_within_the_range() {
    let folder = servers("96", BOTH);
    for more in [&[][..], &["--within", "60 /day..180 /day"]] {
        // Near the load at which they break even some weeks are far worse than others.
        let document = json(folder.path(), &[&LOAD[..], more, &["--budget", "160"]].concat());
        let row = &document["rows"][0];
        let (from, to) = between(row, "above");
        assert!(from < 100.8 && 100.8 < to && to <= 180.0, "{from} {to}");
        assert_eq!((&row["range_holds_it"], &row["below"]["crossing"]["to"]), (&"within".into(), &Value::Null));
        let looked: Vec<f64> = row["points"].as_array().unwrap().iter().map(|point| point["value"].as_f64().unwrap()).collect();
        assert!(looked.contains(&90.0) && looked.contains(&180.0), "the range ends: {looked:?}");
        assert_eq!((&row["searched"]["low"], &row["searched"]["high"]), (&row["below"]["end"], &180.0.into()));
    }
    let near = [&LOAD[..], &["--within", "60 /day..180 /day", "--budget", "160"]].concat();
    let told = text(&gridgov(folder.path(), &near).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("lower: no crossing seen down to 60 /day (3 values looked at; there "), "{told}");
}

#[test]
fn a_crossing_within_the_range_counts_however_near_one_beyond_it_is() {
    let folder = servers("200", [Some([90, 210]); 2]);
    let row = &json(folder.path(), &LOAD)["rows"][0];
    let (below, above) = (between(row, "below"), between(row, "above"));
    assert!(90.0 <= below.1 && below.1 < 100.8 && 100.8 < below.0 && 210.0 <= above.0, "{below:?} {above:?}");
    assert_eq!((&row["range_holds_it"], &row["between"]["to"]), (&"within".into(), &below.1.into()));
    let told = text(&gridgov(folder.path(), &LOAD).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("They turn it round within their range") && !told.contains("not within their range"), "{told}");
    let (_, sentence) = told.split_once("Moving demand.volume alone – lower: breaks even at ").expect("both crossings are told");
    assert!(sentence.contains("; higher: breaks even at "), "{sentence}");
}

#[test]
fn a_number_that_both_share_has_the_ranges_that_either_gives_it() {
    for (ranges, rows) in [
        ([None, Some([90, 180])], vec![("a guess of many", 90.0, 180.0)]),
        ([Some([90, 180]), None], vec![("a guess of few", 90.0, 180.0)]),
        (BOTH, vec![("a guess of few", 90.0, 180.0)]),
        ([Some([90, 180]), Some([90, 99])], vec![("a guess of few", 90.0, 180.0), ("a guess of many", 90.0, 99.0)]),
    ] {
        let folder = servers("96", ranges);
        let document = json(folder.path(), &[&LOAD[..], &["--within", "90 /day..180 /day", "--replications", "4"]].concat());
        let told: Vec<(&str, f64, f64)> = document["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                assert_eq!(row["arms"].as_array().unwrap().len(), 2, "both are moved together");
                (row["source"].as_str().unwrap(), row["range"]["low"].as_f64().unwrap(), row["range"]["high"].as_f64().unwrap())
            })
            .collect();
        assert_eq!(told, rows, "{ranges:?}");
    }
}

#[test]
fn that_no_other_value_was_asked_for_is_told() {
    let folder = servers("96", BOTH);
    let told = text(&gridgov(folder.path(), &[&LOAD[..], &["--within", "96 /day..96 /day"]].concat()).stdout);
    assert!(told.contains("no other value was asked for") && !told.contains("can be run"), "{told}");
}

#[test]
fn around_an_undecided_value_the_nearest_certified_ones_count() {
    let folder = servers("104", BOTH);
    let row = &json(folder.path(), &LOAD)["rows"][0];
    assert_eq!(row["difference"]["standing"], "undecided");
    let (from, to) = (row["between"]["from"].as_f64().unwrap(), row["between"]["to"].as_f64().unwrap());
    assert!(from < 100.8 && 104.0 < to && to <= 180.0, "{from} {to}");
    let certified = |point: &&Value| point["standing"] != "undecided";
    let points = row["points"].as_array().unwrap();
    let (below, above): (Vec<&Value>, Vec<&Value>) =
        points.iter().filter(certified).partition(|point| point["value"].as_f64() < Some(104.0));
    assert_eq!((&below.last().unwrap()["value"], &above[0]["value"]), (&from.into(), &to.into()));
}

#[test]
fn a_search_goes_as_far_as_scenarios_are_sound_and_no_further() {
    let folder = tempfile::tempdir().unwrap();
    for (name, clerks, receipt) in [("few", 8, "5 min"), ("many", 20, "9 min")] {
        let text = format!(
            r#"(name: "{name}", city: Point(), demand: (volume: "20 /h", categories: {{ "job": (on_scene: Deterministic("1 min")) }},
                    channels: {{ "call": (share: 1) }}),
                structure: (intake: {{ "call": ["desk"] }},
                    desks: {{ "desk": (staff: [("00:00..24:00", {clerks})], receipt: Exponential(mean: "{receipt}")) }}),
                workforce: (crews: {{ "server": (officers: 100, roster: {{ "all day": 10 }}, based: Centre, refusal: 0,
                    accept: Deterministic("0 s"), turnout: Deterministic("0 s")) }}),
                targets: (respond: "10 min", accept: "11 min", depart: "12 min", on_scene: "13 min"), run: (days: 5, warmup_days: 1))"#
        );
        std::fs::write(folder.path().join(format!("{name}.ron")), text).unwrap();
    }
    let ask = ["break-even", "few.ron", "--against", "many.ron", "--factor", "structure.desks.desk.staff[0][1]"];
    let row = &json(folder.path(), &ask)["rows"][0];
    assert_eq!((between(row, "below"), &row["below"]["barrier"]), ((3.0, 2.0), &Value::Null), "a desk with nobody is not sound");
    let days = ["break-even", "few.ron", "--against", "many.ron", "--factor", "run.days", "--within", "1..8"];
    let row = &json(folder.path(), &days)["rows"][0];
    let barrier = &row["below"]["barrier"];
    assert_eq!((&row["below"]["end"], &barrier["value"], &barrier["reason"]), (&2.0.into(), &1.0.into(), &"unsound".into()));
    assert_eq!((&row["above"]["end"], &row["above"]["barrier"]), (&8.0.into(), &Value::Null));
    let longer = [&days[..7], &["1..16", "--set", "run.days=16", "--set", "run.warmup_days=6"]].concat();
    let below = &json(folder.path(), &longer)["rows"][0]["below"];
    assert_eq!((&below["end"], &below["barrier"]["value"]), (&7.0.into(), &6.0.into()), "halved up to the last that is sound");
    let told = text(&gridgov(folder.path(), &days).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("Downwards the search ends before 1, where the scenario is not sound.") && !told.contains("Upwards"), "{told}");
}

#[test]
fn a_level_cuts_the_first_arm() {
    let folder = scenarios();
    let cut =
        json(folder.path(), &[&ASK[..], &["--factor", "workforce.crews.patrol.refusal", "--level", "25%", "--replications", "4"]].concat());
    let set = cut["arm"]["set"].as_array().unwrap();
    assert!(set.contains(&"workforce.crews.patrol.officers=3".into()), "{set:?}");
    assert_eq!((&cut["level"], &cut["against"]["set"]), (&0.25.into(), &Value::Array(Vec::new())));
}

#[test]
fn what_cannot_be_moved_is_told() {
    let folder = scenarios();
    for (more, said) in [
        (&["--factor", "workforce.crews.patrol.turnoutt"][..], "did you mean `workforce.crews.patrol.turnout`"),
        (&["--factor", TURNOUT, "--within", "6 min..9 min"], "has to lie between the ends"),
        (&["--factor", TURNOUT, "--within", "6..9"], "no unit"),
        (&["--factor", "workforce.crews.patrol.refusal", "--within", "0..2"], "must lie between"),
        (&["--factor", "run.indifference"], "`run.indifference` is no factor"),
        (&["--factor", "demand.volume", "--within", "30..100"], "\"30\" has no unit"),
        (&["--target", "scene"], "there are respond, accept, depart, on_scene"),
        (&["--level", "40%", "--staff", "desks"], "no paid posts"),
    ] {
        let output = gridgov(folder.path(), &[&ASK[..], more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
    let both = gridgov(folder.path(), &[&ASK[..], &["--factor", "demand.volum", "--factor", "run.dayz"]].concat());
    let told = text(&both.stderr);
    assert!(told.contains("`demand.volum`") && told.contains("`run.dayz`"), "{told}");
    let county = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/county.ron");
    let cut = ["break-even", county, "--against", county, "--factor", "workforce.crews.patrol.accept", "--level", "5%"];
    let told = text(&gridgov(folder.path(), &cut).stderr);
    assert!(told.contains("has 100.0% of the posts and can be cut to"), "{told}");
    let few = r#"(base: "quick.ron", workforce: (crews: { "patrol": (officers: 8) }))"#;
    std::fs::write(folder.path().join("few.ron"), few).unwrap();
    let ask = |level| ["break-even", "few.ron", "--against", "slow.ron", "--factor", "workforce.crews.patrol.refusal", "--level", level];
    for level in ["71%", "72%", "100%"] {
        let told = text(&gridgov(folder.path(), &ask(level)).stderr);
        assert!(told.contains(&format!("--level {level}: quick has 66.7% of the posts")), "a cut adds nobody: {told}");
    }
    assert!(gridgov(folder.path(), &[&ask("67%")[..], &["--replications", "2"]].concat()).status.success());
    let same = gridgov(folder.path(), &["break-even", "quick.ron", "--against", "quick.ron"]);
    assert!(text(&same.stderr).contains("--factor PATH"), "{}", text(&same.stderr));
}
