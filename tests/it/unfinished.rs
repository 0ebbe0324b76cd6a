//! Experiments of several arms that are interrupted go on from where they were.

use crate::program::{finished_in_parts, gridgov, interrupted, text};
use std::path::Path;
use std::time::Instant;

#[test]
fn compare_and_rank_go_on_to_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    let county = ["scenarios/county.ron", "--threads", "1", "--set", "run.days=60"];
    let rules = ["--rules", "ClosestIdle,Random,CoveragePreserving", "--misses", "1", "--hindsight", "1"];
    let vary = ["--vary", "workforce.crews.patrol.officers=50,70"];
    let guessed = "provenance={\"workforce.crews.patrol\": (grade: C, source: \"a guess\")}";
    let slower = ["--set", guessed, "--vary", "workforce.crews.patrol.turnout=9 min"];
    for (name, flags) in [
        ("compare", [&vary[..], &["--replications", "60", "--draws", "0"]].concat()),
        ("unpaired", [&vary[..], &["--replications", "40", "--unpaired", "--draws", "30"]].concat()),
        ("draws", [&slower[..], &["--replications", "2", "--draws", "60"]].concat()),
        ("rank", [&rules[..], &["--budget", "40"]].concat()),
        ("map", [&rules[..], &["--procedure", "ocba", "--budget", "20", "--vary", "demand.volume=30 /day,60 /day"]].concat()),
    ] {
        let command = if matches!(name, "compare" | "unpaired" | "draws") { "compare" } else { "rank" };
        let folder = |part: &str| place.path().join(format!("{name} {part}"));
        let ask = |out: &Path| -> Vec<String> {
            let words = [&[command][..], &county, &flags, &["--out", out.to_str().unwrap()]].concat();
            words.into_iter().map(str::to_owned).collect()
        };
        let (whole, parts) = (folder("whole"), folder("parts"));
        let words = ask(&whole);
        let begun = Instant::now();
        let output = gridgov(&words.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(output.status.success(), "{name}: {}", text(&output.stderr));
        let takes = begun.elapsed();
        let words = ask(&parts);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        finished_in_parts(&words, &parts, takes, |left| {
            let summary = std::fs::read(parts.join("summary.json")).unwrap();
            let summary: serde_json::Value = serde_json::from_slice(&summary).unwrap();
            assert!(command == "compare" || summary["interrupted"] == true, "{name}: the summary says that it is whole");
            let kept = if name == "draws" { "values" } else { "measured" };
            left["known"].as_array().unwrap().iter().filter_map(|part| Some(part[kept].as_array()?.len())).sum()
        });
        for file in ["summary.json", "replications.csv", "replications.parquet", "report.html"] {
            let read = |folder: &Path| std::fs::read(folder.join(file)).unwrap();
            assert!(read(&whole) == read(&parts), "{name}: {file} differs");
        }
    }
}

#[test]
fn results_that_are_whole_stay_when_the_same_is_interrupted() {
    let place = tempfile::tempdir().unwrap();
    let contents = |out: &Path| -> Vec<(std::ffi::OsString, Vec<u8>)> {
        let files = std::fs::read_dir(out).unwrap().map(|entry| entry.unwrap());
        let mut files: Vec<_> = files.map(|file| (file.file_name(), std::fs::read(file.path()).unwrap())).collect();
        files.sort();
        files
    };
    for (command, flags) in [
        ("run", &["--replications", "40"][..]),
        ("compare", &["--vary", "workforce.crews.patrol.officers=50,70", "--replications", "30", "--draws", "0"]),
        ("rank", &["--rules", "ClosestIdle,Random", "--replications", "30", "--misses", "0", "--hindsight", "0"]),
    ] {
        let out = place.path().join(command);
        let fixed = ["scenarios/county.ron", "--threads", "1", "--set", "run.days=60", "--out", out.to_str().unwrap()];
        let words = [&[command], &fixed[..], flags].concat();
        let begun = Instant::now();
        let output = gridgov(&words);
        assert!(output.status.success(), "{command}: {}", text(&output.stderr));
        let (takes, mut before) = (begun.elapsed(), contents(&out));
        let stayed = (2..12).any(|part| {
            let output = interrupted(&words, takes / part);
            if output.status.success() {
                before = contents(&out);
            }
            assert!(before == contents(&out), "{command}: less took the place of all");
            text(&output.stderr).contains("the complete results of this very command stay in the folder")
        });
        assert!(stayed, "{command} was never interrupted amid its work");
    }
}
