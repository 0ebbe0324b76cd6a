//! Results made again from their folder, as a user does it: the same, not the same, and not to be told.

use crate::program::{self, text};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn gridgov(arguments: &[&str], from: &Path) -> Output {
    Command::new(program::path()).args(arguments).current_dir(from).env("LC_ALL", "C").output().expect("the program can be started")
}

fn succeed(arguments: &[&str], from: &Path) -> String {
    let output = gridgov(arguments, from);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// A place with a scenario of its own in it.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let county = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron")).unwrap();
    std::fs::write(place.path().join("county.ron"), county).unwrap();
    place
}

const DAYS: [&str; 4] = ["--set", "run.days=3", "--replications", "5"];

#[test]
fn any_replication_of_a_run_is_made_again_from_anywhere() {
    let place = place();
    let here = place.path();
    succeed(&[&["run", "county.ron", "--seed", "9", "--out", "out"], &DAYS[..]].concat(), here);
    let reproduce = |flags: &[&str]| -> Value {
        serde_json::from_str(&succeed(&[&["reproduce", "out", "--json"], flags].concat(), here)).expect("one document")
    };
    let manifest: Value = serde_json::from_slice(&std::fs::read(here.join("out/manifest.json")).unwrap()).unwrap();
    for replication in 0..5 {
        let found = reproduce(&["--replication", &replication.to_string()]);
        assert_eq!((&found["same"], &found["chosen_by"]), (&Value::Bool(true), &Value::Null));
        assert_eq!(found["now"]["digest"], manifest["done"][replication]["digest"]);
    }
    let of_seed = |seed: u32| reproduce(&["--seed", &seed.to_string()])["replication"].as_u64().unwrap();
    let chosen: Vec<u64> = (0..12).map(of_seed).collect();
    assert!(chosen.iter().any(|r| *r != chosen[0]), "a seed chooses: {chosen:?}");
    assert_eq!(of_seed(3), chosen[3], "and always the same");
    let elsewhere = tempfile::tempdir().unwrap();
    let told = succeed(&["reproduce", here.join("out").to_str().unwrap()], elsewhere.path());
    assert!(told.contains("by --seed ") && told.contains("reproduced: the same"), "{told}");
}

#[test]
fn a_folder_of_a_break_even_alone_names_the_one_below() {
    let place = place();
    std::fs::create_dir_all(place.path().join("out/break-even")).unwrap();
    std::fs::write(place.path().join("out/break-even/manifest.json"), "{}").unwrap();
    let told = text(&gridgov(&["reproduce", "out"], place.path()).stderr);
    let below = Path::new("out").join("break-even").display().to_string();
    assert!(told.contains(&format!("{below} holds results of break-even: name that folder")), "{told}");
}

#[test]
fn a_replication_of_any_arm_of_a_comparison_is_made_again() {
    let place = place();
    let vary = ["--vary", "workforce.crews.patrol.accept=1 min,2 min", "--vary", "dispatch.rule=Random", "--draws", "0", "--unpaired"];
    succeed(&[&["compare", "county.ron", "--out", "out"], &DAYS[..], &vary[..]].concat(), place.path());
    let manifest: Value = serde_json::from_slice(&std::fs::read(place.path().join("out/manifest.json")).unwrap()).unwrap();
    let done = manifest["done"].as_array().unwrap();
    assert_eq!(done.len(), 3 * 5);
    for one in [&done[1], &done[7], &done[14]] {
        let (arm, replication) = (one["arm"].as_str().unwrap(), one["replication"].to_string());
        let told = succeed(&["reproduce", "out", "--arm", arm, "--replication", &replication], place.path());
        assert!(told.contains(arm) && told.contains("reproduced: the same"), "{told}");
    }
    let wrong = gridgov(&["reproduce", "out", "--arm", "nobody"], place.path());
    assert!(wrong.status.code() == Some(2) && text(&wrong.stderr).contains("there are \""), "{}", text(&wrong.stderr));
}

#[test]
fn what_came_to_something_else_fails_and_what_has_changed_is_refused() {
    let place = place();
    let here = place.path();
    succeed(&[&["run", "county.ron", "--out", "out"], &DAYS[..]].concat(), here);
    let path = here.join("out/manifest.json");
    let sound = std::fs::read_to_string(&path).unwrap();
    let manifest: Value = serde_json::from_str(&sound).unwrap();
    let digest = manifest["done"][2]["digest"].as_str().unwrap();
    std::fs::write(&path, sound.replace(digest, "0123456789abcdef")).unwrap();
    let output = gridgov(&["reproduce", "out", "--replication", "2"], here);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("NOT reproduced: the same incidents"), "{}", text(&output.stdout));
    assert_eq!(gridgov(&["reproduce", "out", "--replication", "1"], here).status.code(), Some(0));

    let refused = |said: &str, flags: &[&str]| {
        let output = gridgov(&[&["reproduce", "out"], flags].concat(), here);
        let message = text(&output.stderr);
        assert!(output.status.code() == Some(2) && message.contains(said) && output.stdout.is_empty(), "{message}");
    };
    refused("numbered from 0 to 4", &["--replication", "5"]);
    std::fs::write(&path, sound.replacen("\"schema\": 1", "\"schema\": 99", 1)).unwrap();
    refused("wrote it by schema 99", &[]);
    std::fs::write(&path, &sound).unwrap();
    let county = std::fs::read_to_string(here.join("county.ron")).unwrap();
    std::fs::write(here.join("county.ron"), county.replace("35 /day", "36 /day")).unwrap();
    refused("changed since: county.ron", &[]);
    std::fs::remove_file(here.join("county.ron")).unwrap();
    refused("there is no file", &[]);
    std::fs::remove_file(&path).unwrap();
    refused("--out DIR", &[]);
}

/// What changes a scenario in memory reads its log anew, and the tables of its city where that changes.
#[test]
fn every_arm_over_a_log_and_over_a_city_with_a_table_is_made_again() {
    let place = tempfile::tempdir().unwrap();
    let here = place.path();
    let scenario = r#"(name: "town", city: Explicit(file: "areas.csv", levels: [(name: "town")], travel: (urban: "30 km/h")),
        demand: (categories: {"job": ()}, log: (file: "rows.csv", time: Hours)),
        workforce: (crews: {"patrol": (crews: 4, based: Centre)}), run: (days: 1, replications: 2))"#;
    let plan = r#"(scenarios: ["town.ron"], set: ["city.travel.detour=1.4"],
        factors: { "workforce.crews.patrol.crews": "2, 4" }, replications: 1, seed: 5)"#;
    for (name, text) in [
        ("town.ron", scenario),
        ("areas.csv", "name,x_km,y_km,residents\nwest,0,0,100\neast,4,0,300\n"),
        ("rows.csv", "reported\n1\n2.5\n9\n9.2\n"),
        ("plan.ron", plan),
    ] {
        std::fs::write(here.join(name), text).unwrap();
    }
    let short = ["--replications", "2"];
    for (out, asked) in [
        ("rank", &["rank", "town.ron", "--rules", "ClosestIdle,Random", "--hindsight", "0", "--misses", "0"][..]),
        ("of_log", &["compare", "town.ron", "--vary", "workforce.crews.patrol.crews=2,3", "--draws", "0"]),
        ("of_city", &["compare", "town.ron", "--vary", "city.travel.urban=20 km/h", "--set", "city.travel.detour=1.4", "--draws", "0"]),
        ("sweep", &["sweep", "plan.ron"]),
    ] {
        let flags = if out == "sweep" { &[][..] } else { &short };
        succeed(&[asked, flags, &["--out", out]].concat(), here);
        let manifest: Value = serde_json::from_slice(&std::fs::read(here.join(out).join("manifest.json")).unwrap()).unwrap();
        let arms = manifest["arms"].as_array().unwrap();
        assert!(arms.len() > 1, "{out}: {arms:?}");
        for arm in arms {
            let files: Vec<&str> = arm["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
            assert!(
                files.len() == 3 && files.iter().zip(["town.ron", "areas.csv", "rows.csv"]).all(|(file, name)| file.ends_with(name)),
                "{out}: {files:?}"
            );
            let told = succeed(&["reproduce", out, "--arm", arm["arm"].as_str().unwrap()], here);
            assert!(told.contains("reproduced: the same"), "{out}: {told}");
        }
    }
}

#[test]
fn what_was_merged_elsewhere_is_made_again_from_where_its_shards_were_made() {
    let place = tempfile::tempdir().unwrap();
    let [project, elsewhere] = ["project", "elsewhere"].map(|name| place.path().join(name));
    std::fs::create_dir(&project).unwrap();
    std::fs::create_dir(&elsewhere).unwrap();
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron"), project.join("county.ron")).unwrap();
    let plan =
        r#"(scenarios: ["county.ron"], set: ["run.days=1"], factors: { "workforce.crews.patrol.officers": "30, 60" }, replications: 1)"#;
    std::fs::write(project.join("plan.ron"), plan).unwrap();
    for (shard, out) in [("0/2", "part0"), ("1/2", "part1")] {
        succeed(&["sweep", "plan.ron", "--shard", shard, "--out", out], &project);
    }
    succeed(&["merge", "../project/part0", "../project/part1", "--out", "whole"], &elsewhere);
    let told = succeed(&["reproduce", "whole"], &elsewhere);
    assert!(told.contains("reproduced: the same"), "{told}");
}
