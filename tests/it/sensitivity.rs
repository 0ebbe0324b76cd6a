//! Sensitivity and input uncertainty as a user asks for them.

use crate::program::{self, finished_in_parts, gridgov, interrupted, text};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

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
        "workforce.crews.patrol.turnout.median": (grade: C, source: "a guess", range: ("half", "170 s")),
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
    assert_eq!(paths.len(), 3, "what has a range, a distribution as a whole, and nothing else: {paths:?}");
    let star = |path: &str, measure: &str| {
        let factor = factors.iter().find(|factor| factor["path"].as_str().unwrap().ends_with(path)).unwrap();
        factor["measures"][measure]["mu_star"].as_f64().unwrap()
    };
    assert!(star("turnout", "response_s") > star("accept", "response_s") && star("accept", "respond") == 0.0);
    assert_eq!(document["without_range"], 1);
    let points = std::fs::read_to_string(out.join("points.csv")).unwrap();
    assert!(points.lines().count() > 12 * 2 && std::fs::metadata(out.join("points.parquet")).unwrap().len() > 1_000);

    let median: Value =
        serde_json::from_slice(&ask(&["--trajectories", "2", "--factor", "workforce.crews.patrol.turnout.median"])).unwrap();
    assert_eq!(median["factors"][0]["range"], serde_json::json!({ "low": 30.0, "high": 170.0, "given": true }));

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
        (&["--trajectories", "4000000000"], &["4000000000 is not in 2..=1048576"]),
        (&["--trajectories", "1000000", "--replications", "1000000"], &["4000000, at most ", "with 3 factors and 1000000 replications"]),
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
fn a_point_of_many_replications_need_not_be_seen_through() {
    let (_place, file) = place();
    // Every point would take minutes.
    let command = ["sensitivity", &file, "--days", "300", "--trajectories", "2", "--replications", "20000", "--threads", "2"];
    let (begun, output) = (Instant::now(), interrupted(&command, Duration::from_secs(2)));
    assert!(text(&output.stderr).contains("interrupted before there was anything new"), "{}", text(&output.stderr));
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[test]
fn any_point_is_made_again() {
    let (place, file) = place();
    let out = place.path().join("out");
    let out = out.to_str().unwrap();
    succeed(&["sensitivity", &file, "--days", "3", "--trajectories", "2", "--out", out]);
    for flags in [&[][..], &["--arm", "point 0", "--replication", "1"], &["--arm", "point 7"], &["--arm", "point 7", "--replication", "3"]]
    {
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
        let run = ["run", file.as_str(), "--replications", "4", "--out", again.to_str().unwrap()];
        succeed(&run.into_iter().chain(flags).collect::<Vec<_>>());
        let made: Value = serde_json::from_slice(&std::fs::read(again.join("manifest.json")).unwrap()).unwrap();
        // The second trajectory has other luck.
        for (at, replication) in [(0, point / 4 * 2), (1, point / 4 * 2 + 1)] {
            let then = &document["done"][point * 2 + at];
            assert_eq!(
                (&made["done"][replication]["digest"], &replication.into()),
                (&then["digest"], &then["replication"]),
                "point {point}"
            );
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
    let many = gridgov(&["run", &file, "--uncertain", "--draws", "1000000", "--inner", "1000000"]);
    assert!(many.status.code() == Some(2) && text(&many.stderr).contains("do not fit into memory"), "{}", text(&many.stderr));
}

/// What `run --uncertain` writes.
const DRAWN_FILES: [&str; 9] = [
    "crews.csv",
    "draws.csv",
    "draws.parquet",
    "incidents.csv",
    "replications.csv",
    "replications.parquet",
    "report.html",
    "report.json",
    "summary.json",
];

/// A run of a moment with draws that take a while.
fn drawing<'a>(file: &'a str, out: &'a Path) -> Vec<&'a str> {
    let flags = ["--replications", "2", "--uncertain", "--draws", "60", "--inner", "10", "--out", out.to_str().unwrap()];
    [&["run", file, "--set", "run.days=20"], &flags[..]].concat()
}

fn assert_same_files(one: &Path, other: &Path) {
    for file in DRAWN_FILES {
        let read = |folder: &Path| std::fs::read(folder.join(file)).unwrap();
        assert!(read(one) == read(other), "{file} differs");
    }
}

/// Interrupts the command so that there is something to go on from, and names the file that has it.
fn interrupted_once(command: &[&str], out: &Path, takes: Duration) -> PathBuf {
    let unfinished = out.join("unfinished.json");
    for (share, of) in [(1, 3), (1, 2), (1, 5), (2, 3), (1, 9), (1, 1)] {
        interrupted(command, takes * share / of);
        if unfinished.exists() {
            break;
        }
        let _ = std::fs::remove_dir_all(out);
    }
    unfinished
}

#[test]
fn interrupted_before_it_goes_on_it_leaves_the_folder_as_it_was() {
    let (place, file) = place();
    let out = place.path().join("out");
    let command = [&drawing(&file, &out)[..], &["--threads", "1"]].concat();
    let unfinished = interrupted_once(&command, &out, Duration::from_secs(2));
    let draws = || {
        let summary: Value = serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap();
        summary["uncertainty"]["done"].as_u64().unwrap_or_default()
    };
    let mut before = draws();
    for wait in [5, 10, 15, 20, 25, 30, 40] {
        let output = interrupted(&command, Duration::from_millis(wait));
        assert!(draws() >= before, "{} draws, {before} before: {}", draws(), text(&output.stderr));
        before = draws();
        if !unfinished.exists() {
            break;
        }
    }
}

#[test]
fn draws_that_were_interrupted_go_on_to_the_same_bytes() {
    let (place, file) = place();
    let (whole, parts, once) = (place.path().join("whole"), place.path().join("parts"), place.path().join("once"));
    let begun = Instant::now();
    let told = succeed(&drawing(&file, &whole)).stdout;
    let takes = begun.elapsed();
    let one_thread = |out| [&drawing(&file, out)[..], &["--threads", "1"]].concat();
    finished_in_parts(&one_thread(&parts), &parts, takes, |left| left["known"].as_array().unwrap().len());
    assert_same_files(&whole, &parts);

    let unfinished = interrupted_once(&one_thread(&once), &once, takes);
    let manifest = || serde_json::from_slice::<Value>(&std::fs::read(once.join("manifest.json")).unwrap()).unwrap();
    assert_eq!((&manifest()["interrupted"], manifest()["done"].as_array().unwrap().len()), (&true.into(), 2));
    let document: Value = serde_json::from_slice(&std::fs::read(once.join("summary.json")).unwrap()).unwrap();
    assert_eq!(document["interrupted"], true, "draws are missing");
    for (flag, value) in [("--draws", "61"), ("--inner", "11"), ("--seed", "3"), ("--set", "demand.volume=50 /day")] {
        let mut other = one_thread(&once);
        match other.iter().position(|word| *word == flag && flag != "--set") {
            Some(at) => other[at + 1] = value,
            None => other.extend([flag, value]),
        }
        let refused = gridgov(&other);
        assert!(refused.status.code() == Some(2) && text(&refused.stderr).contains("this very run"), "{flag}: {}", text(&refused.stderr));
    }
    let written = || std::fs::metadata(once.join("incidents.csv")).unwrap().modified().unwrap();
    let before = written();
    assert_eq!(text(&succeed(&one_thread(&once)).stdout), text(&told), "told as if nothing had been");
    assert_eq!(written(), before, "the replications of the run were done");
    assert!(!unfinished.exists() && manifest()["interrupted"] == false);
    assert_same_files(&whole, &once);
}

/// The command that a report says repeats it, its line breaks joined.
fn repeated(told: &str) -> String {
    let (_, rest) = told.split_once("repeat: gridgov ").unwrap();
    rest.split_once("digest:").unwrap().0.replace("\\\n", "")
}

#[test]
fn a_run_with_draws_says_what_repeats_it() {
    let (place, file) = place();
    let out = place.path().join("out");
    let flags = ["--set", "run.days=3", "--replications", "2", "--uncertain", "--draws", "4", "--inner", "3"];
    let told = text(&succeed(&[&["run", &file, "--out", out.to_str().unwrap()][..], &flags].concat()).stdout);
    let command = repeated(&told);
    let shell = Command::new("sh").arg("-c").arg(format!("{} {command}", program::path())).env("LC_ALL", "C").output().unwrap();
    assert_eq!(text(&shell.stdout), told, "{command}: {}", text(&shell.stderr));
    let page: Value = serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(page["trust"]["run"]["command"].as_str().unwrap()), words(&format!("gridgov {command}")));
}

#[test]
fn a_folder_has_every_draw_and_what_came_of_it() {
    let (place, file) = place();
    let (out, again) = (place.path().join("out"), place.path().join("again"));
    let run = |out: &Path, flags: &[&str]| {
        let all = ["run", &file, "--set", "run.days=3", "--replications", "3", "--out", out.to_str().unwrap()];
        succeed(&[&all[..], flags].concat())
    };
    run(&out, &["--uncertain", "--draws", "5", "--inner", "3"]);
    let rows = |folder: &Path, name: &str| -> Vec<csv::StringRecord> {
        csv::ReaderBuilder::new().has_headers(false).from_path(folder.join(name)).unwrap().records().map(Result::unwrap).collect()
    };
    let draws = rows(&out, "draws.csv");
    let outcome = ["scenario_sha256", "refused", "measure", "replications", "mean", "variance"];
    let factors = ["workforce.crews.patrol.accept", "workforce.crews.patrol.turnout"];
    assert_eq!(draws[0].iter().collect::<Vec<_>>(), [&["draw"][..], &factors, &outcome].concat());
    assert_eq!(draws[1..].iter().map(|row| &row[0]).collect::<Vec<_>>(), ["0", "1", "2", "3", "4"]);
    assert!(std::fs::metadata(out.join("draws.parquet")).unwrap().len() > 1_000);

    let sets = [1, 2].map(|at| format!("{}={} s", factors[at - 1], &draws[1][at]));
    run(&again, &["--set", &sets[0], "--set", &sets[1]]);
    let measure = draws[1][5].to_owned();
    let made = rows(&again, "replications.csv");
    let values: Vec<f64> = made.iter().filter(|row| row[5] == measure).map(|row| row[6].parse().unwrap()).collect();
    let mean = values.iter().sum::<f64>() / 3.0;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 2.0;
    let number = |at: usize| draws[1][at].parse::<f64>().unwrap();
    assert_eq!((values.len(), &draws[1][6]), (3, "3"));
    assert!((number(7) - mean).abs() < 1e-12 && (number(8) - variance).abs() < 1e-12 && variance > 0.0, "{:?} {values:?}", draws[1]);
}

/// What runs for fewer days than the scenario reads as much of its log, whatever the scenario says of rows outside of the run.
#[test]
fn of_a_log_short_runs_take_the_first_days() {
    let place = tempfile::tempdir().unwrap();
    let day = |day| jiff::civil::date(2021, 12, 31).saturating_add(jiff::Span::new().days(day));
    let rows: String = (1..=70).map(|number| format!("{}T08:00:00,town 1,noise\n", day(number))).collect();
    std::fs::write(place.path().join("records.csv"), format!("reported,area,category\n{rows}")).unwrap();
    let county = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron");
    let [slow, quick] = ["5 min", "1 min"].map(|turnout| {
        let text = format!(
            r#"(base: {county:?}, demand: Log("records.csv"), targets: (on_scene: "15 min"),
                workforce: (crews: {{ "patrol": (turnout: Deterministic("{turnout}")) }}),
                run: (start: "2022-01-01", days: 70, warmup_days: 10, replications: 2),
                provenance: {{ "workforce.crews.patrol.turnout": (grade: C, source: "a guess", range: ("30 s", "9 min")) }})"#
        );
        let file = place.path().join(format!("{turnout}.ron"));
        std::fs::write(&file, text).unwrap();
        file.display().to_string()
    });
    let document = |asked: &[&str]| serde_json::from_slice::<Value>(&succeed(asked).stdout).unwrap();
    for (days, cut, warm_up) in [(&[][..], 60, 10), (&["--days", "6"], 6, 3)] {
        let told = document(&[&["sensitivity", &slow, "--trajectories", "2", "--json"], days].concat());
        assert_eq!((&told["days"], &told["warmup_days"], &told["invalid"]), (&cut.into(), &warm_up.into(), &0.into()), "{told}");
    }
    let draws = &document(&["compare", &slow, &quick, "--draws", "4", "--replications", "2", "--json"])["draws"];
    assert_eq!((&draws["sample"]["draws"], &draws["sample"]["days"], &draws["invalid"]), (&4.into(), &60.into(), &0.into()), "{draws}");
}

/// A range is doubt about the number that it was given to.
#[test]
fn a_number_outside_of_its_range_is_drawn_by_nobody_and_named_by_all() {
    let (place, file) = place();
    let path = "workforce.crews.patrol.turnout";
    let far = place.path().join("far.ron");
    let over =
        r#"(base: "county.ron", name: "far", workforce: (crews: { "patrol": (turnout: LogNormal(median: "20 min", p90: "40 min")) }))"#;
    std::fs::write(&far, over).unwrap();
    let far = far.to_str().unwrap();
    let outside = "it is 20 min, outside of the range 10 min to 10 min that its provenance gives";
    let json = |arguments: &[&str]| -> Value { serde_json::from_slice(&succeed(&[arguments, &["--json"]].concat()).stdout).unwrap() };
    let said = |arguments: &[&str]| text(&succeed(arguments).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    let names = |left_out: &Value| {
        let all = left_out.as_array().unwrap();
        all.iter().any(|one| one["path"] == path && one["why"].as_str().unwrap().starts_with(outside))
    };
    assert!(said(&["check", far]).contains(outside));
    assert!(!said(&["check", &file]).contains("outside of the range"));
    let short = ["--set", "run.days=4", "--replications", "2"];
    let run = json(&[&["run", far, "--uncertain", "--draws", "2"], &short[..]].concat());
    assert!(names(&run["uncertainty"]["left_out"]), "{}", run["uncertainty"]["left_out"]);
    assert!(said(&[&["run", far, "--uncertain", "--draws", "2"], &short[..]].concat()).contains(&format!("Left out: {path} – {outside}")));
    let morris = json(&["sensitivity", far, "--days", "2", "--trajectories", "2"]);
    assert!(names(&morris["left_out"]) && morris["without_range"] == 1, "{}", morris["left_out"]);
    let wrong = gridgov(&["sensitivity", far, "--factor", path]);
    assert!(!wrong.status.success() && text(&wrong.stderr).contains(outside), "{}", text(&wrong.stderr));
    let arms = [&["compare", &file, far, "--draws", "3"], &short[..]].concat();
    let compared = json(&arms);
    assert!(names(&compared["left_out"]) && compared["left_out"][0]["arms"] == serde_json::json!(["far"]), "{}", compared["left_out"]);
    assert_eq!(compared["assumptions"].as_array().unwrap().len(), 1, "the number of the first arm is still drawn");
    assert!(said(&[&arms[..], &["--brief"]].concat()).contains(&format!("Not drawn: {path} ({outside}")));
    let moved = ["break-even", &file, "--against", far, "--replications", "3", "--set", "run.days=4"];
    let rows = json(&moved)["rows"].as_array().unwrap().clone();
    assert_eq!(
        rows.iter().map(|row| (row["value"].as_f64().unwrap(), row["range"].is_null())).collect::<Vec<_>>(),
        [(60.0, false), (1200.0, true)]
    );
}

/// What is moved only where it is named, and what a log decides, does not vanish.
#[test]
fn what_is_not_moved_without_a_word_of_its_own_is_named_with_the_reason() {
    let place = tempfile::tempdir().unwrap();
    let county = format!("{}/scenarios/county.ron", env!("CARGO_MANIFEST_DIR"));
    let write = |name: &str, more: &str| {
        let file = place.path().join(name);
        std::fs::write(&file, format!("(base: {county:?}, run: (days: 3, replications: 2), {more})")).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let graded = r#"provenance: { "structure.desks.switchboard.triage.median": (grade: C, source: "x", range: ("1 min", "8 min")) }"#;
    let one = write("one.ron", graded);
    let slow = format!(r#"structure: (desks: {{ "switchboard": (triage: LogNormal(median: "6 min", p90: "12 min")) }}), {graded}"#);
    let slow = write("slow.ron", &slow);
    std::fs::write(place.path().join("log.csv"), "reported,category\n2022-01-01 08:00,noise\n").unwrap();
    let volume = r#"demand: Log("log.csv"), provenance: { "demand.volume": (grade: C, source: "x", range: ("half", "double")) }"#;
    let logged = write("logged.ron", volume);
    let said = |output: Output| (text(&output.stdout) + &text(&output.stderr)).split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = "a distribution moves as a whole: give the range to `structure.desks.switchboard.triage`";
    for (command, expected) in [
        (&["run", &one, "--uncertain", "--draws", "2"][..], format!("triage.median – {whole}")),
        (&["run", &logged, "--uncertain", "--draws", "2"], "Left out: demand.volume – the log decides it.".to_owned()),
        (&["compare", &one, &slow, "--brief"], format!("Not drawn: structure.desks.switchboard.triage.median ({whole}).")),
        (&["sensitivity", &one], format!("`structure.desks.switchboard.triage.median`: {whole}")),
        (&["sensitivity", &logged], "`demand.volume`: the log decides it".to_owned()),
        (&["break-even", &one, "--against", &slow], format!("`structure.desks.switchboard.triage.median`: {whole}")),
    ] {
        let told = said(gridgov(command));
        assert!(told.contains(&expected), "{command:?}: {told}");
    }
}

#[test]
fn what_has_no_value_anywhere_and_intervals_of_few_rows_are_told() {
    let (_place, file) = place();
    let said = |flags: &[&str]| {
        let output = succeed(&[&["sensitivity", &file, "--days", "2"], flags].concat());
        text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let nothing = said(&["--measure", "on_time", "--trajectories", "2"]);
    assert!(nothing.contains("it has no value at any point") && !nothing.contains("not shown"), "{nothing}");
    let sobol = ["--method", "sobol", "--factor", "workforce.crews.patrol.turnout", "--replications", "1", "--points"];
    let rough = "of fewer than 64 rows these intervals are too narrow";
    assert!(said(&[&sobol[..], &["8"]].concat()).contains(rough));
    assert!(!said(&[&sobol[..], &["64"]].concat()).contains(rough));
}
