//! The program as a user runs it: flags, exit codes, streams, folders.

use crate::program::{self, RUN_FILES, interrupt, started, text};
use std::path::Path;
use std::process::{Command, Output};

fn gridgov(arguments: &[&str]) -> Output {
    Command::new(program::path())
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("CLICOLOR_FORCE")
        .env("LC_ALL", "C")
        .output()
        .expect("the program can be started")
}

fn json(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

#[test]
fn help_teaches_by_example_and_wrong_flags_are_bad_input() {
    for command in [
        vec!["--help"],
        vec!["run", "--help"],
        vec!["check", "--help"],
        vec!["rules", "--help"],
        vec!["explain", "--help"],
        vec!["trace", "--help"],
        vec!["report", "--help"],
        vec!["factors", "--help"],
        vec!["compare", "--help"],
        vec!["rank", "--help"],
        vec!["reproduce", "--help"],
        vec!["sweep", "--help"],
        vec!["merge", "--help"],
        vec!["sensitivity", "--help"],
    ] {
        let output = gridgov(&command);
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains("Examples:"), "{command:?}");
    }
    for flag in ["--replications", "--seed", "--threads"] {
        let told = text(&gridgov(&["run", "scenarios/county.ron", flag, "-1"]).stderr);
        assert!(told.contains(&format!("invalid value '-1' for '{flag} <N>'")) && !told.contains("tip:"), "{told}");
    }
    for wrong in [vec!["walk"], vec!["run"], vec!["run", "scenarios/county.ron", "--sed", "1"], vec!["explain", "scenarios/county.ron"]] {
        let output = gridgov(&wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}

#[test]
fn the_shipped_scenarios_are_sound() {
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "ron") {
            let output = gridgov(&["check", path.to_str().unwrap(), "--json"]);
            assert_eq!(json(&output)["schema"], 1, "{}", path.display());
        }
    }
}

#[test]
fn check_counts_longgang_exactly() {
    let document = json(&gridgov(&["check", "scenarios/longgang.ron", "--json"]));
    let levels = &document["levels"];
    assert_eq!(levels["governance_unit"], 26);
    assert_eq!(levels["community"], 102);
    assert_eq!(levels["grid"], 484);
    assert_eq!(levels["micro_grid"], 3_311);
}

#[test]
fn results_do_not_depend_on_threads_and_keep_the_contract() {
    let run = |threads: &str| {
        gridgov(&["run", "scenarios/longgang.ron", "--set", "run.days=10", "--replications", "4", "--threads", threads, "--json"])
    };
    let one = run("1");
    for threads in ["2", "8"] {
        assert_eq!(one.stdout, run(threads).stdout, "{threads} threads");
    }
    let document = json(&one);
    let names: Vec<&str> = document["targets"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["respond", "accept", "depart", "on_scene"]);
    for target in document["targets"].as_array().unwrap() {
        let a = &target["attainment"];
        let number = |key: &str| a[key].as_f64().unwrap_or_else(|| panic!("{key} of {target}"));
        assert!(0.0 <= number("lower") && number("lower") <= number("estimate") && number("estimate") <= number("upper"));
        assert_eq!((number("level"), number("replications")), (0.95, 4.0));
    }
    assert!(document["digest"].is_string() && !document["incidents"].is_null());
}

#[test]
fn a_folder_of_results_has_the_same_bytes_at_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let files = |threads: &str| {
        let out = folder.path().join(threads);
        let days = ["--set", "run.days=4", "--replications", "9", "--threads", threads];
        let output = gridgov(&[&["run", "scenarios/longgang.ron", "--out", out.to_str().unwrap()], &days[..]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        ["summary.json", "incidents.csv", "crews.csv", "report.json", "report.html"]
            .map(|name| (name, std::fs::read(out.join(name)).unwrap()))
    };
    let one = files("1");
    for threads in ["2", "8"] {
        for ((name, alone), (_, together)) in one.iter().zip(files(threads)) {
            assert!(alone.len() > 1_000 && *alone == together, "{name} at {threads} threads");
        }
    }
}

#[test]
fn mistakes_are_all_named_with_their_place_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wrong.ron");
    let county = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron")).unwrap();
    std::fs::write(&file, county.replace("officers: 60", "officerz: 60").replace("35 /day", "35 /fortnight")).unwrap();
    let out = folder.path().join("out");
    let output = gridgov(&["run", file.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(message.contains("wrong.ron:23:") && message.contains("`officers`"), "{message}");
    assert!(message.contains("fortnight"), "{message}");
    assert!(!out.exists() && output.stdout.is_empty());
}

#[test]
fn a_folder_of_results_is_complete_and_never_overwritten_by_another_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let run = |days: &str, more: &[&str]| {
        let days = format!("run.days={days}");
        let mut arguments = vec!["run", "scenarios/county.ron", "--set", &days, "--replications", "2", "--out", out.to_str().unwrap()];
        arguments.extend(more);
        gridgov(&arguments)
    };
    assert_eq!(run("5", &[]).status.code(), Some(0));
    let names = |path: &Path| {
        let mut names: Vec<String> = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let written = names(&out);
    assert_eq!(written, RUN_FILES);
    let rows = std::fs::read_to_string(out.join("incidents.csv")).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("summary.json")).unwrap()).unwrap();
    assert!(rows.lines().count() > 100 && summary["schema"] == 1);
    let refused = run("6", &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--force"));
    assert_eq!(rows, std::fs::read_to_string(out.join("incidents.csv")).unwrap(), "a refused run changed the results");
    assert_eq!(run("6", &["--force"]).status.code(), Some(0));
    assert_ne!(rows, std::fs::read_to_string(out.join("incidents.csv")).unwrap());
    assert_eq!(names(folder.path()), ["results"], "something half-written was left behind");
}

#[test]
fn explain_tells_a_life_and_its_worst() {
    let worst = gridgov(&["explain", "scenarios/longgang.ron", "--set", "run.days=30", "--worst", "3", "--json"]);
    assert_eq!(json(&worst)["schema"], 1);
    let life = gridgov(&["explain", "scenarios/longgang.ron", "--set", "run.days=3", "--incident", "5"]);
    assert!(text(&life.stdout).contains("responded") || text(&life.stdout).contains("respond"), "{}", text(&life.stdout));
    let none = gridgov(&["explain", "scenarios/longgang.ron", "--set", "run.days=1", "--incident", "999999"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).contains("there is no incident 999999"));
}

#[test]
fn settings_that_a_command_makes_are_not_called_those_of_the_user() {
    let rule = "BatchMatching + PreemptivePriority";
    for (words, whose) in [
        (&["trace", "scenarios/county.ron", "--days", "0"][..], "setting #".to_owned()),
        (&["explain", "scenarios/county.ron", "--incident", "0", "--rule", rule], format!("--rule {rule}: ")),
    ] {
        let refused = gridgov(words);
        let told = text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2), "{words:?}: {told}");
        assert!(told.contains(&whose) && !told.contains("--set #"), "{words:?}: {told}");
    }
}

#[test]
fn explain_refuses_days_that_are_not_measured() {
    let between = |span| gridgov(&["explain", "scenarios/county.ron", "--set", "run.days=3", "--between", span]);
    let refused = between("2035-01-01..2035-01-31");
    assert!(refused.status.code() == Some(2) && text(&refused.stderr).contains("no measured day"), "{}", text(&refused.stderr));
}

#[test]
fn explain_knows_nothing_of_who_has_been_nowhere_yet() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("matrix.ron");
    let written = r#"(city: Explicit(areas: { "a": (at: (0, 0), within: "t"), "b": (at: (3, 0), within: "t") },
            levels: [(name: "town"), (name: "area")], travel: (distance: Matrix(km: [[0.5, 3], [3, 0.5]]))),
        demand: (volume: "60 /day", categories: { "job": (on_scene: Deterministic("10 min")) }),
        workforce: (crews: { "patrol": (crews: 2, shifts: { "day": (hours: "06:00..18:00"), "night": (hours: "18:00..06:00") },
            based: At(["a", "b"]), accept: Deterministic("0 s"), turnout: Deterministic("0 s")) }), run: (days: 2, replications: 2))"#;
    std::fs::write(&file, written).unwrap();
    let file = file.to_str().unwrap();
    for incident in ["0", "5"] {
        let life = gridgov(&["explain", file, "--incident", incident]);
        assert!(life.status.success() && text(&life.stdout).contains("patrol"), "{}", text(&life.stderr));
    }
    let none = gridgov(&["explain", file, "--worst", "0"]);
    assert!(none.status.code() == Some(2) && text(&none.stderr).contains("--worst"), "{}", text(&none.stderr));
}

#[test]
fn no_colour_where_nobody_looks() {
    let output = gridgov(&["run", "scenarios/county.ron", "--set", "run.days=2", "--replications", "2"]);
    assert!(output.status.success());
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b));
    let chinese = gridgov(&["run", "scenarios/county.ron", "--set", "run.days=2", "--replications", "2", "--lang", "zh"]);
    assert!(text(&chinese.stdout).contains("响应"));
}

#[test]
fn colours_come_only_when_they_are_forced() {
    let coloured = |no_color: bool| {
        let mut command = Command::new(program::path());
        command.args(["rules"]).env("CLICOLOR_FORCE", "1").env_remove("NO_COLOR");
        if no_color {
            command.env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
        }
        command.output().expect("the program can be started").stdout.contains(&0x1b)
    };
    assert!(coloured(false) && !coloured(true));
}

#[test]
fn the_language_follows_the_environment_unless_the_flag_says_otherwise() {
    let rules = |variable: &str, flags: &[&str]| {
        let mut command = Command::new(program::path());
        command.arg("rules").args(flags).env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("LANG").env(variable, "zh_CN.UTF-8");
        text(&command.output().expect("the program can be started").stdout)
    };
    for variable in ["LC_ALL", "LANG"] {
        assert!(rules(variable, &[]).contains("派谁去"), "{variable}");
        assert!(rules(variable, &["--lang", "en"]).contains("Who goes"), "{variable}");
    }
}

#[test]
fn a_reader_who_has_had_enough_is_no_failure() {
    use std::process::Stdio;
    let mut child = Command::new(program::path())
        .args(["run", "scenarios/county.ron", "--set", "run.days=2", "--replications", "2"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
}

/// Starts a run far too long to end by itself and interrupts it so often, a moment apart, once replication `begun` has begun.
#[cfg(unix)]
fn interrupted(out: &Path, days: u32, begun: u32, times: u32) -> Output {
    use std::time::Duration;
    let (days, folder) = (format!("run.days={days}"), out.to_str().expect("a folder of letters"));
    let run = ["run", "scenarios/county.ron", "--replications", "1000", "--threads", "1", "--set", &days, "--out", folder];
    let child = started(&run);
    let has_begun = |place: &Path| {
        let mut temporary = std::fs::read_dir(place).into_iter().flatten().flatten();
        temporary.any(|folder| folder.path().join(format!("incidents.csv.{begun}.part")).exists())
    };
    let place = out.parent().expect("a folder in a folder");
    for _ in 0..600 {
        if has_begun(place) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    for _ in 0..times {
        interrupt(&child);
    }
    child.wait_with_output().expect("it ends")
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let output = interrupted(&out, 365, 1, 1);
    assert_eq!(output.status.code(), Some(130), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("Interrupted:") && text(&output.stderr).contains("interrupted"));
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["interrupted"], true);
    let done = manifest["done"].as_array().unwrap().len();
    assert!((1..1_000).contains(&done), "{done} replications");
    let rows = std::fs::read_to_string(out.join("incidents.csv")).unwrap();
    let last = rows.lines().last().unwrap().split(',').next().unwrap();
    assert_eq!(last, (done - 1).to_string(), "rows of every replication that is done, and of no other");
}

#[cfg(unix)]
#[test]
fn interrupted_again_it_stops_at_once_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let output = interrupted(&folder.path().join("results"), 36_500, 0, 20);
    assert_eq!(output.status.code(), Some(130), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// The worst of the list, and no other: those of a place, of a span of time, and the same under another rule.
#[test]
fn explain_looks_where_and_when_it_is_told_and_sets_rules_side_by_side() {
    let county = ["explain", "scenarios/county.ron", "--set", "run.days=20", "--set", "targets.on_scene=9 min", "--json"];
    let explain = |flags: &[&str]| -> serde_json::Value {
        let output = gridgov(&[&county, flags].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let all = explain(&["--worst", "100000"]);
    let place = |i: &serde_json::Value| i["place"] == "town 2";
    let day = |i: &serde_json::Value| ("2022-01-05".."2022-01-08").contains(&&i["reported"].as_str().unwrap()[..10]);
    let chosen: Vec<_> = all["incidents"].as_array().unwrap().iter().filter(|i| place(i) && day(i)).cloned().collect();
    let flags = ["--worst", "100000", "--where", "town 2", "--between", "2022-01-05..2022-01-07"];
    assert!(!chosen.is_empty() && explain(&flags)["incidents"] == serde_json::Value::from(chosen.clone()));

    let other = explain(&[&flags[..], &["--rule", "Random"]].concat());
    assert_eq!(other["other"]["rule"], "Random");
    let random = explain(&["--incident", &chosen[0]["incident"].to_string(), "--set", "dispatch.rule=Random"]);
    let first = &other["other"]["incidents"][0];
    assert_eq!(first["incident"], chosen[0]["incident"], "the same incidents in the same order");
    assert_eq!(&random["incidents"][0], first);

    let combined = explain(&[&flags[..], &["--rule", "Random + Fifo"]].concat());
    let set = ["--set", "dispatch.rule=Random", "--set", "dispatch.queue=Fifo"];
    let alone = explain(&[&["--incident", &chosen[0]["incident"].to_string()][..], &set].concat());
    assert_eq!(combined["other"]["incidents"][0], alone["incidents"][0], "a combination as `rank` names it");

    let wrong = text(&gridgov(&["explain", "scenarios/county.ron", "--worst", "1", "--rule", "CoveragePreserving(busy: 2)+Fifo"]).stderr);
    assert!(wrong.contains("--rule CoveragePreserving(busy: 2) + Fifo: 2 is out of bounds") && !wrong.contains("setting #"), "{wrong}");

    let wrong = gridgov(&["explain", "scenarios/county.ron", "--where", "twon 2"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("did you mean \"town 2\"?"), "{}", text(&wrong.stderr));
}
