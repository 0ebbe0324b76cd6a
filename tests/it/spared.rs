//! No command replaces a file that it reads, whatever flags it is given and however the file is spelt.

use crate::program::{gridgov, text};
use std::fs;
use std::path::{Path, PathBuf};

/// A town of which records are replayed.
const TOWN: &str = r#"(
    name: "NAME", city: Explicit(areas: {"A": (at: (0, 0)), "B": (at: (3, 0))}),
    demand: (log: "LOG", categories: {"noise": (on_scene: Deterministic("10 min"))}),
    workforce: (crews: {"patrol": (officers: 12, based: Centre, turnout: Deterministic("TURNOUT"))}),
    targets: (on_scene: "10 min"), run: (start: "2022-03-01", days: 1, replications: 2),
    provenance: {"workforce.crews.patrol.turnout": (grade: C, source: "x", range: ("30 s", "150 s"))})"#;
const RECORDS: &str = "reported,area\n2022-03-01 08:00,A\n2022-03-01 09:00,B\n";

/// All files below a folder, with their bytes.
fn all(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.flat_map(|path| if path.is_dir() { all(&path) } else { vec![(path.clone(), fs::read(&path).unwrap())] }).collect();
    files.sort();
    files
}

/// Refuses and leaves everything below `place` as it is.
fn refused(place: &Path, arguments: &[&str], said: &str) {
    let before = all(place);
    for force in [&["--force"][..], &[]] {
        let output = gridgov(&[arguments, force].concat());
        let told = text(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains(said), "{arguments:?}: {told}");
        assert!(all(place) == before, "{arguments:?} {force:?} changed something");
    }
}

#[test]
fn results_do_not_replace_the_files_that_they_are_made_of() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let write = |name: &str, contents: &str| {
        fs::create_dir_all(place.path().join(name).parent().unwrap()).unwrap();
        fs::write(place.path().join(name), contents).unwrap();
        at(name)
    };
    let town =
        |name: &str, log: &str, turnout: &str| write(name, &TOWN.replace("NAME", name).replace("LOG", log).replace("TURNOUT", turnout));
    let records = write("out/incidents.csv", RECORDS);
    let deep = write("out/break-even/incidents.csv", RECORDS);
    let (one, other) = (town("one.ron", "out/incidents.csv", "1 min"), town("other.ron", "out/incidents.csv", "2 min"));
    let far = [town("far.ron", "out/break-even/incidents.csv", "1 min"), town("farther.ron", "out/break-even/incidents.csv", "2 min")];
    write("out/points.csv", "workforce.crews.patrol.turnout\n1 min\n2 min\n");
    let plan = |name: &str, list: &str| write(name, &format!(r#"(scenarios: ["plain.ron"], design: List(file: "{list}"))"#));
    town("plain.ron", "records.csv", "1 min");
    write("records.csv", RECORDS);
    let list = plan("list.ron", "out/points.csv");
    let own = plan("out/plan.json", "points.csv");
    let named = write(
        "named.ron",
        r#"(scenarios: ["plain.ron"], factors: {"demand.log.file": "records.csv, out/incidents.csv"}, incidents: true)"#,
    );
    write("rows.csv", "demand.log.file\nrecords.csv\nout/incidents.csv\n");
    let listed = write("listed.ron", r#"(scenarios: ["plain.ron"], design: List(file: "rows.csv"), incidents: true)"#);
    fs::write(at("out/plan.json"), fs::read_to_string(&own).unwrap().replace("plain.ron", "../plain.ron")).unwrap();
    let read = |file: &str| format!("{file} is read by this command and is not replaced by its results");
    for (arguments, file) in [
        (&["run", &one][..], &records),
        (&["run", &one, "--uncertain", "--draws", "2"], &records),
        (&["run", &at("plain.ron"), "--set", "demand.log.file=out/incidents.csv"], &records),
        (&["compare", &one, &other], &records),
        (&["compare", &at("plain.ron"), &one], &records),
        (&["rank", &one, "--rules", "ClosestIdle,Random"], &records),
        (&["frontier", &one, "--against", &other], &records),
        (&["break-even", &far[0], "--against", &far[1]], &deep),
        (&["sensitivity", &one], &records),
        (&["sweep", &list], &at("out/points.csv")),
        (&["sweep", &own], &own),
        (&["sweep", &named], &records),
        (&["sweep", &listed], &records),
    ] {
        refused(place.path(), &[arguments, &["--out", &at("out")]].concat(), &read(file));
    }
    let around = at("out/../out/.");
    refused(place.path(), &["run", &one, "--out", &around], &read(&records));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_that_is_read_is_that_file() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    fs::create_dir(at("out")).unwrap();
    fs::write(at("records.csv"), RECORDS).unwrap();
    fs::write(at("town.ron"), TOWN.replace("LOG", "records.csv").replace("TURNOUT", "1 min")).unwrap();
    std::os::unix::fs::symlink(at("records.csv"), at("out/incidents.csv")).unwrap();
    std::os::unix::fs::symlink(at("out"), at("link")).unwrap();
    for out in ["out", "link"] {
        refused(place.path(), &["run", &at("town.ron"), "--out", &at(out)], "records.csv is read by this command");
    }
    // A list keeps the name that it was given.
    fs::write(at("out/points.csv"), "workforce.crews.patrol.turnout\n1 min\n2 min\n").unwrap();
    fs::write(at("plan.ron"), r#"(scenarios: ["town.ron"], design: List(file: "link/points.csv"))"#).unwrap();
    refused(place.path(), &["sweep", &at("plan.ron"), "--out", &at("out")], "link/points.csv is read by this command");
}

#[test]
fn neither_merge_nor_report_replaces_what_it_is_made_of() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("records.csv"), RECORDS).unwrap();
    fs::write(at("town.ron"), TOWN.replace("LOG", "records.csv").replace("TURNOUT", "1 min")).unwrap();
    fs::write(at("plan.ron"), r#"(scenarios: ["town.ron"], factors: {"workforce.crews.patrol.turnout": "1 min, 2 min"})"#).unwrap();
    let done = |arguments: &[&str]| {
        let output = gridgov(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    };
    for (shard, out) in [("0/2", "part0"), ("1/2", "part1"), ("0/1", "whole")] {
        done(&["sweep", &at("plan.ron"), "--shard", shard, "--out", &at(out)]);
    }
    refused(place.path(), &["merge", &at("part0"), &at("part1"), "--out", &at("part1")], "part1/plan.json is read by this command");
    done(&["merge", &at("whole"), "--out", &at("whole"), "--force"]);
    done(&["run", &at("town.ron"), "--out", &at("run")]);
    for file in ["summary.json", "report.json", "manifest.json"] {
        let file = format!("{}/{file}", at("run"));
        let output = gridgov(&["report", &at("run"), "--out", &file, "--force"]);
        let told = text(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains("is read for the report and is not replaced by it"), "{told}");
    }
}
