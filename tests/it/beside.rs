//! Tables and logs of the same name in other folders, and files that only some points of a sweep read.

use crate::program::{gridgov, json, text};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A town in two folders: in `b` the same scenario with villages that lie ten times as far from its only crew.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let town = r#"(name: "town", city: Explicit(file: "v.csv", levels: [(name: "village")], travel: (urban: "30 km/h", detour: 1)),
        demand: (volume: "20 /day", categories: {"x": (on_scene: Deterministic("10 min"))}),
        workforce: (crews: {"p": (officers: 20, based: AtPlaces([("W", 2)]))}), targets: (on_scene: "45 min"), run: (days: 5, replications: 2))"#;
    let log = r#"(base: "town.ron", demand: (log: (file: "l.csv"), categories: {"x": ()}))"#;
    for (folder, km, rows) in [("a", 10, 1), ("b", 100, 2)] {
        let at = |name: &str| place.path().join(folder).join(name);
        fs::create_dir(at("")).unwrap();
        fs::write(at("v.csv"), format!("name,x_km,y_km,residents\nW,0,0,1000\nE,{km},0,1000\n")).unwrap();
        fs::write(at("d.csv"), format!("from,W,E\nW,0,{km}\nE,{km},0\n")).unwrap();
        fs::write(at("l.csv"), "reported\n".to_owned() + &"2022-01-01 08:00\n".repeat(rows)).unwrap();
    }
    fs::write(place.path().join("a/town.ron"), town).unwrap();
    fs::write(place.path().join("b/town.ron"), r#"(base: "../a/town.ron")"#).unwrap();
    let matrix = r#"(base: "../a/town.ron", city: Explicit(travel: (distance: Matrix(file: "../a/d.csv"))))"#;
    fs::write(place.path().join("b/matrix.ron"), matrix).unwrap();
    fs::write(place.path().join("a/log.ron"), log).unwrap();
    place
}

fn at(place: &Path, name: &str) -> String {
    place.join(name).to_str().unwrap().to_owned()
}

fn plan(place: &Path, name: &str, more: &str) -> String {
    fs::write(place.join(name), format!("({more}, replications: 2)")).unwrap();
    at(place, name)
}

/// The share of incidents at which somebody is on the scene in time.
fn share(found: &Value) -> f64 {
    found["estimate"].as_f64().unwrap()
}

fn of_run(scenario: &str, set: &str) -> f64 {
    share(&json(&["run", scenario, "--replications", "2", "--set", set, "--json"])["targets"][3]["attainment"])
}

#[test]
fn a_table_of_the_same_name_elsewhere_is_read() {
    let folder = place();
    let place = folder.path();
    let town = at(place, "b/town.ron");
    for (scenario, path, file) in [("town.ron", "city.file", "v.csv"), ("matrix.ron", "city.travel.distance.file", "d.csv")] {
        let files = [file.to_owned(), format!("../a/{file}")];
        let expected = files.each_ref().map(|file| of_run(&at(place, &format!("b/{scenario}")), &format!("{path}={file}")));
        assert!(expected[0] + 0.3 < expected[1], "{expected:?}");
        let both = format!("scenarios: [{scenario:?}], factors: {{ {path:?}: \"{file}, ../a/{file}\" }}");
        let swept = json(&["sweep", &plan(place, "b/both.ron", &both), "--json"]);
        let points = [0, 1].map(|point| share(&swept["points"][point]["measures"]["on_scene"]));
        assert_eq!(points, expected, "{path}");
        let set = format!("scenarios: [{scenario:?}], set: [\"{path}={file}\"], factors: {{ \"run.days\": \"5\" }}");
        let swept = json(&["sweep", &plan(place, "b/set.ron", &set), "--json"]);
        assert_eq!(share(&swept["points"][0]["measures"]["on_scene"]), expected[0], "{path}");
    }
    let vary = ["--vary", "city.file=v.csv,../a/v.csv", "--replications", "2", "--json"];
    let ranked = json(&[&["rank", &town, "--rules", "ClosestIdle,Random", "--hindsight", "0"], &vary[..]].concat());
    let best = |place: usize| {
        let league = ranked["map"][place]["league"].as_array().unwrap();
        league.iter().map(|row| share(&row["attained"])).fold(0.0, f64::max)
    };
    assert!(best(0) + 0.3 < best(1), "{} and {}", best(0), best(1));
    let compared = json(&[&["compare", &town, "--unpaired", "--draws", "0"], &vary[..]].concat());
    assert_eq!(compared["arms"].as_array().unwrap().len(), 3, "the table of its own folder is another");
}

/// What a sweep of two logs has done: incidents of each replication of each point.
fn incidents(out: &Path) -> Vec<u64> {
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    manifest["done"].as_array().unwrap().iter().map(|done| done["incidents"].as_u64().unwrap()).collect()
}

#[test]
fn a_sweep_is_another_when_a_file_that_one_of_its_points_reads_has_changed() {
    let folder = place();
    let place = folder.path();
    let logs = plan(place, "a/logs.ron", r#"scenarios: ["log.ron"], factors: { "demand.log.file": "l.csv, ../b/l.csv" }"#);
    fs::write(place.join("a/points.csv"), "demand.log.file\nl.csv\n../b/l.csv\n").unwrap();
    let list = plan(place, "a/list.ron", r#"scenarios: ["log.ron"], design: List(file: "points.csv")"#);
    let out = |name: &str| place.join(name);
    let sweep = |plan: &str, shard: &str, out: &PathBuf| {
        let output = gridgov(&["sweep", plan, "--shard", shard, "--out", out.to_str().unwrap()]);
        (output.status.success(), text(&output.stderr))
    };
    for (plan, name) in [(&logs, "logs"), (&list, "list")] {
        fs::write(place.join("b/l.csv"), "reported\n".to_owned() + &"2022-01-01 08:00\n".repeat(2)).unwrap();
        let out = |more: &str| out(&format!("{name}{more}"));
        for (shard, more) in [("0/1", ""), ("0/2", ".0")] {
            let (done, told) = sweep(plan, shard, &out(more));
            assert!(done, "{told}");
        }
        assert_eq!(incidents(&out("")), [1, 1, 2, 2]);
        for point in ["point 0", "point 1"] {
            let output = gridgov(&["reproduce", out("").to_str().unwrap(), "--arm", point]);
            assert!(text(&output.stdout).contains("reproduced: the same"), "{}", text(&output.stderr));
        }
        fs::write(place.join("b/l.csv"), "reported\n".to_owned() + &"2022-01-01 08:00\n".repeat(3)).unwrap();
        let (done, told) = sweep(plan, "0/1", &out(""));
        assert!(!done && told.contains("does not hold this very sweep"), "{told}");
        let (done, told) = sweep(plan, "1/2", &out(".1"));
        assert!(done, "{told}");
        let merged =
            gridgov(&["merge", out(".0").to_str().unwrap(), out(".1").to_str().unwrap(), "--out", out(".whole").to_str().unwrap()]);
        assert!(!merged.status.success() && text(&merged.stderr).contains("is of another sweep"), "{}", text(&merged.stderr));
        let changed = gridgov(&["reproduce", out("").to_str().unwrap(), "--arm", "point 1"]);
        assert!(text(&changed.stderr).contains("b/l.csv); take its state of then"), "{}", text(&changed.stderr));
    }
}
