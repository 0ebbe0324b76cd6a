//! The report as a user gets it: written by `run`, drawn again from the folder, compared with another.

use crate::program::gridgov;
use base64::Engine;
use serde_json::Value;
use std::io::Read;
use std::path::Path;

fn run(out: &Path, more: &[&str]) {
    let given = ["run", "scenarios/county.ron", "--replications", "3", "--quiet", "--out", out.to_str().unwrap()];
    let output = gridgov(&[&given[..], &["--set", "run.days=20"], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The data that a page carries.
fn data(page: &Path) -> Value {
    let page = std::fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    let packed = base64::engine::general_purpose::STANDARD.decode(rest.split_once('<').unwrap().0).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn document(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn a_page_replaces_no_file_but_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let (out, other) = (folder.path().join("a"), folder.path().join("mine.ron"));
    run(&out, &[]);
    std::fs::write(&other, "(years: \"of work\")").unwrap();
    let draw = |more: &[&str]| gridgov(&[&["report", out.to_str().unwrap(), "--out", other.to_str().unwrap()], more].concat());
    let refused = draw(&[]);
    assert!(refused.status.code() == Some(2) && String::from_utf8_lossy(&refused.stderr).contains("--force"));
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "(years: \"of work\")");
    assert!(draw(&["--force"]).status.success() && data(&other)["command"] == "run");
    assert!(draw(&[]).status.success(), "a page may be drawn again");
}

/// With a seed, which a page has as text, as the number that it is.
fn with_seed(shown: &Value, at: &str) -> Value {
    let mut shown = shown.clone();
    if let Some(seed) = shown.pointer_mut(at) {
        *seed = seed.as_str().expect("text").parse::<u64>().expect("a seed").into();
    }
    shown
}

#[test]
fn the_page_holds_the_numbers_of_the_summary_and_adds_up() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a");
    run(&out, &[]);
    let summary = document(&out.join("summary.json"));
    let data = data(&out.join("report.html"));
    assert_eq!(with_seed(&data["arms"][0]["summary"], "/scenario/seed"), summary);
    let detail = &data["arms"][0]["view"]["detail"];
    let sum = |values: &Value| values.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).sum::<u64>();
    let measured = summary["counts"]["measured"].as_u64().unwrap();
    for cells in [&detail["leaves"], &detail["levels"][0], &detail["hours"], &detail["days"]] {
        assert_eq!(sum(&cells["incidents"]), measured);
    }
    let towns = summary["breakdowns"].as_array().unwrap().iter().find(|b| b["dimension"] == "level").unwrap();
    for (cell, row) in towns["rows"].as_array().unwrap().iter().enumerate() {
        for target in 0..4 {
            let (told, drawn) = (&row["cumulative"][target]["estimate"], &detail["levels"][0]["targets"][target]["share"][cell]);
            assert!((number(told) - number(drawn)).abs() <= 5.1e-6, "{told} is drawn as {drawn}");
        }
    }
    // Crews serving: the mean over the profile is the mean over time.
    let profile: Vec<f64> = detail["profile"]["serving"]["mean"].as_array().unwrap().iter().map(number).collect();
    let serving = number(&summary["queues"]["mean_serving"]["estimate"]);
    assert!((profile.iter().sum::<f64>() / 96.0 - serving).abs() < 1e-4);
    let waiting: f64 = detail["profile"]["waiting"]["mean"].as_array().unwrap().iter().map(number).sum();
    assert!((waiting / 96.0 - number(&summary["queues"]["crew"]["mean_length"]["estimate"])).abs() < 1e-4);
}

#[test]
fn a_city_without_levels_is_told_by_its_areas() {
    let folder = tempfile::tempdir().unwrap();
    let (scenario, out) = (folder.path().join("two.ron"), folder.path().join("a"));
    let text = r#"(city: Explicit(areas: { "east": (at: (0, 0), weight: 1), "west": (at: (3, 0), weight: 2) }, travel: (urban: "30 km/h")),
        demand: (volume: "40 /day", categories: { "job": (on_scene: Deterministic("20 min")) }),
        workforce: (crews: { "patrol": (officers: 12, based: At(["east"])) }), targets: (on_scene: "8 min"),
        run: (days: 5, replications: 2))"#;
    std::fs::write(&scenario, text).unwrap();
    let output = gridgov(&["run", scenario.to_str().unwrap(), "--quiet", "--out", out.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut rows = csv::Reader::from_path(out.join("incidents.csv")).unwrap();
    let headings = rows.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap_or_else(|| panic!("no column {name}: {headings:?}"));
    let mut counts = [0u64; 2];
    for row in rows.records().map(Result::unwrap) {
        let west = &row[at("area")] == "west";
        assert_eq!(&row[at("x_km")], if west { "3.00000" } else { "0.00000" });
        counts[usize::from(west)] += 1;
    }
    let summary = document(&out.join("summary.json"));
    let areas = summary["breakdowns"].as_array().unwrap().iter().find(|b| b["dimension"] == "level").unwrap();
    let told = |row: &Value| (row["name"]["name"].as_str().unwrap().to_owned(), row["incidents"].as_u64().unwrap());
    let told: Vec<_> = areas["rows"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(told, [("east".to_owned(), counts[0]), ("west".to_owned(), counts[1])]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("west"), "the text tells it by area");
}

#[test]
fn the_day_played_back_is_the_day_that_was() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a");
    run(&out, &["--day", "2022-01-12"]);
    let replay = document(&out.join("report.json"))["replay"].clone();
    assert_eq!((&replay["date"], replay["day"].as_u64(), &replay["chosen"]), (&"2022-01-12".into(), Some(11), &"asked".into()));
    let mut rows = csv::Reader::from_path(out.join("incidents.csv")).unwrap();
    let headings = rows.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let (mut reports, mut arrivals) = (0, Vec::new());
    for row in rows.records().map(Result::unwrap).filter(|row| &row[at("replication")] == "0") {
        let reported: f64 = row[at("reported_s")].parse().unwrap();
        reports += u64::from((reported / 86_400.0).floor() == 11.0);
        if let (Ok(after), false) = (row[at("on_scene_s")].parse::<f64>(), row[at("crew")].is_empty()) {
            let second = reported + after - 11.0 * 86_400.0;
            if (0.0..86_400.0).contains(&second) {
                arrivals.push((row[at("incident")].parse::<u64>().unwrap(), (second * 10.0).floor() / 10.0));
            }
        }
    }
    assert_eq!(replay["reports"].as_u64(), Some(reports));
    assert!(arrivals.len() > 10, "{} arrivals", arrivals.len());
    let stages: Vec<(f64, usize, u64)> = replay["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (number(&s[0]), s[1].as_u64().unwrap() as usize, s[2].as_u64().unwrap()))
        .collect();
    assert!(stages.windows(2).all(|pair| pair[0].0 <= pair[1].0), "in order of time");
    for (incident, second) in arrivals {
        let listed = replay["incidents"].as_array().unwrap().iter().position(|i| i[0] == incident).expect("every incident served that day");
        let arrived = stages.iter().any(|(at, which, stage)| *which == listed && *stage == 5 && (at - second).abs() < 0.11);
        assert!(arrived, "incident {incident} is reached at {second}");
    }
}

#[test]
fn a_report_is_drawn_again_from_its_folder_and_two_are_compared_pair_by_pair() {
    let folder = tempfile::tempdir().unwrap();
    let [a, b, both] = ["a", "b", "both.html"].map(|name| folder.path().join(name));
    run(&a, &[]);
    run(&b, &["--set", "workforce.crews.patrol.officers=12"]);
    let before = std::fs::read(a.join("report.html")).unwrap();
    std::fs::remove_file(a.join("report.html")).unwrap();
    assert!(gridgov(&["report", a.to_str().unwrap()]).status.success());
    assert!(before == std::fs::read(a.join("report.html")).unwrap(), "the same bytes again");

    let output = gridgov(&["report", a.to_str().unwrap(), b.to_str().unwrap(), "--out", both.to_str().unwrap(), "--lang", "zh"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), both.to_str().unwrap());
    let data = data(&both);
    assert_eq!((&data["lang"], &data["differences"][0]["paired"]), (&"zh".into(), &true.into()));
    let whole = &data["differences"][0]["levels"][0];
    let shares = |arm: usize, target: usize| number(&data["arms"][arm]["summary"]["targets"][target]["attainment"]["estimate"]);
    for target in 0..4 {
        let difference = &whole["targets"][target];
        assert!((number(&difference["share"][0]) - (shares(1, target) - shares(0, target))).abs() < 1e-5);
        assert!(number(&difference["lower"][0]) <= number(&difference["upper"][0]));
    }
    assert!(number(&whole["targets"][3]["share"][0]) < 0.0, "a fifth of the officers do worse");

    let other = folder.path().join("c");
    run(&other, &["--seed", "77"]);
    let output = gridgov(&["report", a.to_str().unwrap(), other.to_str().unwrap()]);
    assert!(output.status.success());
    assert_eq!(self::data(&other.join("comparison.html"))["differences"][0]["paired"], false);

    // The same incidents, of which fewer are measured: no pairs, for these are of other days.
    run(&other, &["--set", "run.warmup_days=1", "--force"]);
    assert!(gridgov(&["report", a.to_str().unwrap(), other.to_str().unwrap()]).status.success());
    let data = self::data(&other.join("comparison.html"));
    assert_eq!(data["differences"][0]["paired"], false);
    let difference = number(&data["differences"][0]["levels"][0]["targets"][3]["share"][0]);
    let share = |arm: usize| number(&data["arms"][arm]["summary"]["targets"][3]["attainment"]["estimate"]);
    assert!((difference - (share(1) - share(0))).abs() < 1e-5);

    // The same run twice differs by nothing for sure; another promise is none of the same.
    assert!(gridgov(&["report", a.to_str().unwrap(), a.to_str().unwrap(), "--out", both.to_str().unwrap()]).status.success());
    let same = &self::data(&both)["differences"][0]["levels"][0]["targets"][3];
    assert_eq!((number(&same["lower"][0]), number(&same["upper"][0])), (0.0, 0.0));
    run(&other, &["--set", "targets.on_scene=30 min", "--force"]);
    let output = gridgov(&["report", a.to_str().unwrap(), other.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("on_scene.limit_s is 1800.0 instead of 2700.0"), "{said}");
}

#[test]
fn what_cannot_be_drawn_is_said_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let output = gridgov(&["report", out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("manifest.json"));
    std::fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    assert!(String::from_utf8_lossy(&gridgov(&["report", out]).stderr).contains("manifest.json is not a document"));
    let whole = format!("{out}/whole");
    assert!(gridgov(&["run", "scenarios/county.ron", "--set", "run.days=1", "--replications", "1", "--out", &whole]).status.success());
    std::fs::copy(format!("{whole}/manifest.json"), folder.path().join("manifest.json")).unwrap();
    std::fs::write(folder.path().join("summary.json"), "{}").unwrap();
    assert!(String::from_utf8_lossy(&gridgov(&["report", out]).stderr).contains("schema"));
    let output = gridgov(&["run", "scenarios/county.ron", "--out", &format!("{out}/x"), "--day", "2023-01-01"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("2022-01-01 to 2022-12-31"));
}

#[test]
fn a_comparison_shows_its_arms_and_is_drawn_again_from_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("c");
    let given = ["compare", "scenarios/county.ron", "--vary", "workforce.crews.patrol.officers=12", "--replications", "3", "--quiet"];
    let output = gridgov(&[&given[..], &["--set", "run.days=20", "--out", out.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (data, summary) = (data(&out.join("report.html")), document(&out.join("summary.json")));
    let shown = ["/seed", "/draws/sample/seed"].iter().fold(data["document"].clone(), |shown, at| with_seed(&shown, at));
    assert_eq!((&data["command"], &shown), (&"compare".into(), &summary));
    // Maps rest on the same replications as the document: as few as these are all shown.
    let measured = |arm: usize| number(&summary["arms"][arm]["measures"]["on_scene"]["estimate"]);
    for arm in 0..2 {
        let shown = &data["arms"][arm]["summary"];
        assert_eq!(shown["digest"], summary["arms"][arm]["digest"]);
        assert!((number(&shown["targets"][3]["attainment"]["estimate"]) - measured(arm)).abs() < 1e-5);
    }
    let whole = &data["differences"][0]["levels"][0]["targets"][3]["share"][0];
    assert!((number(whole) - (measured(1) - measured(0))).abs() < 1e-5);
    let sentences = summary["sentences"].as_array().unwrap();
    assert_eq!(sentences.len(), 4);
    assert!(sentences[0]["en"].as_str().unwrap().contains("fewer incidents are reached within"), "{}", sentences[0]["en"]);
    let printed = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(printed.contains(sentences[0]["en"].as_str().unwrap()), "the sentence printed is the one in the document");

    let before = std::fs::read(out.join("report.html")).unwrap();
    std::fs::remove_file(out.join("report.html")).unwrap();
    assert!(gridgov(&["report", out.to_str().unwrap()]).status.success());
    assert!(before == std::fs::read(out.join("report.html")).unwrap(), "the same bytes again");
    let two = gridgov(&["report", out.to_str().unwrap(), out.to_str().unwrap()]);
    assert_eq!(two.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&two.stderr).contains("two folders of `run`"));
}

#[test]
fn a_folder_without_its_manifest_or_with_that_of_others_is_not_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    run(&a, &[]);
    run(&b, &["--seed", "2"]);
    let refused = |said: &str| {
        let output = gridgov(&["report", a.to_str().unwrap()]);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && stderr.contains(said), "{stderr}");
    };
    std::fs::copy(b.join("manifest.json"), a.join("manifest.json")).unwrap();
    refused("summary.json is of other results than manifest.json");
    std::fs::remove_file(a.join("manifest.json")).unwrap();
    refused("manifest.json");
}
