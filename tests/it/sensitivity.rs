//! Sensitivity and input uncertainty as a user asks for them.

use crate::program::{finished_in_parts, gridgov, text};
use serde_json::Value;
use std::path::Path;
use std::process::Output;
use std::time::Instant;

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
fn flags_that_no_point_could_follow_are_refused_before_anything_runs() {
    let (_place, file) = place();
    for (flags, said) in [
        (&["--days", "999999"][..], &["run.days"][..]),
        (&["--points", "16"], &["--trajectories"]),
        (&["--method", "sobol", "--trajectories", "3"], &["--points"]),
        (&["--factor", "demand.volum", "--factor", "run.dayz"], &["`demand.volum`", "`run.dayz`"]),
    ] {
        let output = gridgov(&[&["sensitivity", &file], flags].concat());
        assert_eq!(output.status.code(), Some(2), "{flags:?}");
        assert!(said.iter().all(|said| text(&output.stderr).contains(said)), "{}", text(&output.stderr));
    }
}

#[test]
fn interrupted_again_and_again_it_ends_with_the_same_bytes() {
    let (place, file) = place();
    let out = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    for (name, method) in [
        ("morris", &["--trajectories", "6"][..]),
        ("sobol", &["--method", "sobol", "--factor", "workforce.crews.patrol.turnout", "--points", "8"]),
    ] {
        let (whole, parts) = (out(&format!("{name} whole")), out(&format!("{name} parts")));
        let ask = |out: &str| -> Vec<String> {
            let flags = [&["sensitivity", &file, "--days", "20", "--replications", "8"][..], method, &["--out", out]].concat();
            flags.into_iter().map(str::to_owned).collect()
        };
        let begun = Instant::now();
        succeed(&ask(&whole).iter().map(String::as_str).collect::<Vec<_>>());
        let takes = begun.elapsed();
        let parted = ask(&parts);
        let parted: Vec<&str> = [&parted.iter().map(String::as_str).collect::<Vec<_>>()[..], &["--threads", "1"]].concat();
        finished_in_parts(&parted, Path::new(&parts), takes, |left| left["known"].as_array().unwrap().len());
        for file in ["summary.json", "design.csv", "design.parquet", "points.csv", "points.parquet", "report.html"] {
            let read = |folder: &str| std::fs::read(Path::new(folder).join(file)).unwrap();
            assert!(read(&whole) == read(&parts), "{file} differs");
        }
        let done = |folder: &str| {
            let manifest = std::fs::read(Path::new(folder).join("manifest.json")).unwrap();
            let manifest: Value = serde_json::from_slice(&manifest).unwrap();
            (manifest["done"].clone(), manifest["design"].clone())
        };
        assert_eq!(done(&whole), done(&parts));
    }
}

#[test]
fn any_point_is_made_again() {
    let (place, file) = place();
    let out = place.path().join("out");
    let out = out.to_str().unwrap();
    succeed(&["sensitivity", &file, "--days", "3", "--trajectories", "2", "--out", out]);
    for flags in [&[][..], &["--arm", "point 0", "--replication", "1"], &["--arm", "point 7"]] {
        let told = text(&succeed(&[&["reproduce", out], flags].concat()).stdout);
        assert!(told.contains("reproduced: the same") && told.contains("point "), "{told}");
    }
    let manifest = std::fs::read_to_string(Path::new(out).join("manifest.json")).unwrap();
    let document: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(document["done"].as_array().unwrap().len(), 2 * 4 * 2, "two trajectories of three factors, two replications each");
    let digest = document["done"][3]["digest"].as_str().unwrap();
    std::fs::write(Path::new(out).join("manifest.json"), manifest.replacen(digest, "0123456789abcdef", 1)).unwrap();
    let nobody = gridgov(&["reproduce", out, "--arm", "point 8"]);
    assert!(nobody.status.code() == Some(2) && text(&nobody.stderr).contains("\"point 0\" to \"point 7\""), "{}", text(&nobody.stderr));
    let other = gridgov(&["reproduce", out, "--arm", "point 1", "--replication", "1"]);
    assert_eq!(other.status.code(), Some(1), "{}", text(&other.stdout));
}

/// With hundreds of factors the settings of every point would be gigabytes: the manifest has the design and the table what
/// moved, and either gives any point again.
#[test]
fn a_folder_has_the_design_once_and_what_moved_at_each_point() {
    let (place, file) = place();
    let out = place.path().join("out");
    succeed(&["sensitivity", &file, "--days", "3", "--trajectories", "2", "--out", out.to_str().unwrap()]);
    let manifest = std::fs::read_to_string(out.join("manifest.json")).unwrap();
    let document: Value = serde_json::from_str(&manifest).unwrap();
    let factors = document["design"]["factors"].as_array().unwrap();
    assert_eq!(document["arms"].as_array().unwrap().len(), 1, "the scenario alone");
    assert_eq!(document["design"]["scenario_sha256"].as_array().unwrap().len(), 2 * 4);
    let of_points = manifest.matches("workforce.crews.patrol.turnout").count();
    assert_eq!(of_points, 1, "no point repeats what its design says");

    let mut reader = csv::Reader::from_path(out.join("design.csv")).unwrap();
    let paths: Vec<String> = reader.headers().unwrap().iter().skip(3).map(str::to_owned).collect();
    assert!(factors.iter().map(|factor| factor["path"].as_str().unwrap()).eq(paths.iter().map(String::as_str)));
    let (mut filled, mut points) = (0, Vec::new());
    let mut now = vec![String::new(); paths.len()];
    for row in reader.records().map(Result::unwrap) {
        let there: Vec<usize> = (0..paths.len()).filter(|at| !row[3 + at].is_empty()).collect();
        match row[2].is_empty() {
            true => assert_eq!(there.len(), paths.len(), "the first of a trajectory has all"),
            false => assert_eq!(there.iter().map(|at| paths[*at].as_str()).collect::<Vec<_>>(), [&row[2]]),
        }
        filled += there.len();
        there.into_iter().for_each(|at| row[3 + at].clone_into(&mut now[at]));
        points.push(now.clone());
    }
    assert_eq!((points.len(), filled), (8, 2 * (3 + 3)));

    for point in [0, 6] {
        let set = |(at, path): (usize, &String)| format!("{path}=\"{} {}\"", points[point][at], factors[at]["unit"].as_str().unwrap());
        let bare = |set: String| if set.ends_with(" \"") { set.replace('"', "").trim().to_owned() } else { set };
        let mut sets: Vec<String> = paths.iter().enumerate().map(set).map(bare).collect();
        sets.extend(["run.days=3".to_owned(), "run.warmup_days=0".to_owned()]);
        let again = place.path().join(format!("again {point}"));
        let flags = sets.iter().flat_map(|set| ["--set", set.as_str()]);
        let run = ["run", file.as_str(), "--replications", "2", "--out", again.to_str().unwrap()];
        succeed(&run.into_iter().chain(flags).collect::<Vec<_>>());
        let made: Value = serde_json::from_slice(&std::fs::read(again.join("manifest.json")).unwrap()).unwrap();
        for replication in 0..2 {
            assert_eq!(made["done"][replication]["digest"], document["done"][point * 2 + replication]["digest"], "point {point}");
        }
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
