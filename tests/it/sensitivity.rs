//! Sensitivity and input uncertainty as a user asks for them.

use crate::program::{gridgov, text};
use serde_json::Value;
use std::path::Path;
use std::process::Output;

fn succeed(arguments: &[&str]) -> Output {
    let output = gridgov(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    output
}

/// The county, with some numbers graded.
fn place() -> (tempfile::TempDir, String) {
    let place = tempfile::tempdir().unwrap();
    let county = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron")).unwrap();
    let graded = r#"    provenance: {
        "workforce.crews.patrol.turnout": (grade: C, source: "a guess", range: ("half", "10 min"), distribution: Triangular),
        "workforce.crews.patrol.accept": (grade: C, source: "a guess"),
        "workforce.crews.patrol.officers": (grade: C, source: "a guess", range: ("40", "80")),
        "demand.volume": (grade: B, source: "the press"),
    },
)"#;
    let end = county.rfind(')').expect("a scenario ends with a bracket");
    let file = place.path().join("county.ron");
    std::fs::write(&file, format!("{}{graded}\n", &county[..end])).unwrap();
    let file = file.to_str().unwrap().to_owned();
    (place, file)
}

#[test]
fn sensitivity_tells_what_matters_the_same_at_any_number_of_threads() {
    let (place, file) = place();
    let ask = |flags: &[&str]| succeed(&[&["sensitivity", &file, "--days", "3", "--json"], flags].concat()).stdout;
    let out = place.path().join("out");
    let morris = ask(&["--trajectories", "3", "--threads", "1", "--out", out.to_str().unwrap()]);
    assert_eq!(morris, ask(&["--trajectories", "3", "--threads", "2"]));
    assert_eq!(morris, std::fs::read(out.join("summary.json")).unwrap());
    let document: Value = serde_json::from_slice(&morris).unwrap();
    let factors = document["factors"].as_array().unwrap();
    let paths: Vec<&str> = factors.iter().map(|factor| factor["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), 3, "what has a range, and nothing else: {paths:?}");
    let star = |path: &str, measure: &str| {
        let factor = factors.iter().find(|factor| factor["path"].as_str().unwrap().ends_with(path)).unwrap();
        factor["measures"][measure]["mu_star"].as_f64().unwrap()
    };
    assert!(star("turnout", "response_s") > star("accept", "response_s") && star("accept", "respond") == 0.0);
    assert_eq!(document["without_range"], 1);
    let points = std::fs::read_to_string(out.join("points.csv")).unwrap();
    assert!(points.lines().count() > 12 * 2 && std::fs::metadata(out.join("points.parquet")).unwrap().len() > 1_000);

    let sobol = ["--method", "sobol", "--factor", "workforce.crews.patrol.turnout", "--factor", "workforce.crews.patrol.accept"];
    let told: Value = serde_json::from_slice(&ask(&[&sobol[..], &["--points", "8", "--measure", "response_s"]].concat())).unwrap();
    let total = |at: usize| told["factors"][at]["measures"]["response_s"]["total"]["estimate"].as_f64().unwrap();
    assert!(told["factors"][0]["path"] == "workforce.crews.patrol.accept" || total(0) > total(1), "{told}");
    for (flags, said) in [
        (vec!["--method", "sobol"], "--factor PATH"),
        (vec!["--factor", "workforce.crews.patrol.turnou"], "did you mean"),
        (vec!["--factor", "demand.volume"], "has no range"),
        (vec!["--method", "sobol", "--factor", "demand.volume", "--points", "12"], "8 or 16"),
        (vec!["--measure", "on_scen"], "did you mean on_scene"),
    ] {
        let output = gridgov(&[&["sensitivity", &file][..], &flags].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
}

#[test]
fn a_run_splits_its_variance_into_doubt_and_chance() {
    let (_place, file) = place();
    let run = |flags: &[&str]| succeed(&[&["run", &file, "--set", "run.days=3", "--replications", "3"], flags].concat()).stdout;
    let json = ["--uncertain", "--draws", "12", "--inner", "2", "--json"];
    let one = run(&[&json[..], &["--threads", "1"]].concat());
    assert_eq!(one, run(&[&json[..], &["--threads", "2"]].concat()));
    let document: Value = serde_json::from_slice(&one).unwrap();
    let doubt = &document["uncertainty"];
    let drawn: Vec<&str> = doubt["factors"].as_array().unwrap().iter().map(|factor| factor["path"].as_str().unwrap()).collect();
    assert_eq!(drawn, ["workforce.crews.patrol.accept", "workforce.crews.patrol.turnout"], "people are not drawn");
    let split = &doubt["measures"]["response_s"];
    assert!(split["input_share"].as_f64().unwrap() > 0.5 && split["quantiles"][0].as_f64() < split["quantiles"][2].as_f64(), "{split}");
    let respond = doubt["measures"]["respond"]["input_share"].as_f64().unwrap();
    assert!(split["input_share"].as_f64().unwrap() > respond, "nothing that was drawn comes before the first milestone");
    let mut plain: Value = serde_json::from_slice(&run(&["--json"])).unwrap();
    plain["uncertainty"] = doubt.clone();
    assert_eq!(plain, document, "the run itself is the same");
    let told = text(&run(&["--uncertain", "--draws", "4", "--lang", "zh"]));
    assert!(told.contains("输入参数的不确定性"), "{told}");
}
