//! Sweeps as a user makes them: killed and taken up again, divided and merged, read back from Parquet.

use crate::program::{self, text};
use parquet::basic::Compression;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const FILES: [&str; 9] = [
    "incidents.csv",
    "incidents.parquet",
    "plan.csv",
    "plan.json",
    "plan.parquet",
    "replications.csv",
    "replications.parquet",
    "summary.json",
    "tasks.jsonl",
];

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(program::path());
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env("LC_ALL", "C");
    command
}

fn gridgov(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program can be started")
}

fn succeed(arguments: &[&str]) -> Output {
    let output = gridgov(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    output
}

/// A place with a plan over two small structures in it.
fn place(days: u32, replications: u32) -> (tempfile::TempDir, String) {
    let place = tempfile::tempdir().unwrap();
    let county = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron")).unwrap();
    std::fs::write(place.path().join("county.ron"), &county).unwrap();
    std::fs::write(
        place.path().join("parishes.ron"),
        county
            .replace("name: \"town\", zh: \"镇\"", "name: \"parish\", zh: \"区\"")
            .replace("Each(\"town\")", "Each(\"parish\")")
            .replace("Three Rivers", "Parishes"),
    )
    .unwrap();
    let plan = format!(
        r#"(name: "small", scenarios: ["county.ron", "parishes.ron"], set: ["run.days={days}"], rules: ["ClosestIdle", "Random"],
            factors: {{ "workforce.crews.patrol.officers": "30, 60" }}, replications: {replications}, incidents: true)"#
    );
    std::fs::write(place.path().join("plan.ron"), plan).unwrap();
    let file = place.path().join("plan.ron").to_str().unwrap().to_owned();
    (place, file)
}

fn contents(folder: &Path) -> Vec<(&'static str, Vec<u8>)> {
    let read = |name: &'static str| (name, std::fs::read(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}")));
    FILES.into_iter().map(read).collect()
}

fn same(one: &Path, other: &Path) {
    for ((name, a), (_, b)) in contents(one).into_iter().zip(contents(other)) {
        assert!(!a.is_empty() && a == b, "{name} of {} is not that of {}", other.display(), one.display());
    }
    let names = |folder: &Path| {
        let mut names: Vec<String> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names(one), names(other), "nothing is left behind");
}

#[test]
fn shards_merged_have_the_bytes_of_the_whole_at_any_division_and_number_of_threads() {
    let (place, plan) = place(2, 3);
    let folder = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let printed = succeed(&["sweep", &plan, "--out", &folder("whole"), "--threads", "2", "--json"]).stdout;
    assert_eq!(printed, std::fs::read(Path::new(&folder("whole")).join("summary.json")).unwrap());
    for of in 2..=3 {
        let parts: Vec<String> = (0..of).map(|index| folder(&format!("part{index}of{of}"))).collect();
        for (index, part) in parts.iter().enumerate() {
            succeed(&["sweep", &plan, "--shard", &format!("{index}/{of}"), "--out", part, "--threads", "1"]);
        }
        let merged = folder(&format!("merged{of}"));
        let backwards: Vec<&str> = parts.iter().rev().map(String::as_str).collect();
        let merge = |dirs: &[&str], out: &str| gridgov(&[&["merge"], dirs, &["--out", out]].concat());
        assert!(merge(&backwards, &merged).status.success());
        same(Path::new(&folder("whole")), Path::new(&merged));
        let refused = |dirs: &[&str], said: &str| {
            let output = merge(dirs, &folder("refused"));
            assert_eq!(output.status.code(), Some(2));
            assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
            assert!(!Path::new(&folder("refused")).exists());
        };
        refused(&backwards[1..], &format!("missing: shard {}/{of}", of - 1));
        refused(&[&backwards[..], &backwards[..1]].concat(), "there twice");
        if of == 3 {
            refused(&[&folder("part0of2"), &parts[1]], "is one of 2");
            succeed(&["sweep", &plan, "--replications", "2", "--shard", "0/3", "--out", &folder("other")]);
            refused(&[&folder("other"), &parts[1], &parts[2]], "is of another sweep");
        }
    }
    let again = succeed(&["sweep", &plan, "--out", &folder("merged3"), "--json"]);
    assert!(again.stdout == printed && text(&again.stderr).contains("complete"), "a merged folder is the whole");
    let other = gridgov(&["sweep", &plan, "--out", &folder("whole"), "--seed", "5"]);
    assert!(other.status.code() == Some(2) && text(&other.stderr).contains("--force"), "{}", text(&other.stderr));
    let told = succeed(&["reproduce", &folder("whole")]);
    assert!(text(&told.stdout).contains("reproduced: the same"), "{}", text(&told.stdout));
}

#[test]
fn shards_that_are_not_as_they_were_written_are_refused() {
    let (place, plan) = place(2, 2);
    let folder = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let (parts, out) = ([folder("part0"), folder("part1")], folder("merged"));
    let shard = |index: usize, more: &[&str]| {
        gridgov(&[&["sweep", &plan, "--quiet", "--shard", &format!("{index}/2"), "--out", &parts[index]], more].concat())
    };
    assert!((0..2).all(|index| shard(index, &[]).status.success()));
    let merge = |more: &[&str]| gridgov(&[&["merge", &parts[0], &parts[1], "--out", &out], more].concat());
    let refused = |file: &Path, said: &str| {
        let output = merge(&[]);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(said) && told.contains(file.to_str().unwrap()) && told.contains("--force"), "{said} is not in {told}");
        assert!(!Path::new(&out).exists(), "nothing is begun");
    };
    let changed = |name: &str, said: &str, change: &dyn Fn(&str) -> String| {
        let file = Path::new(&parts[1]).join(name);
        let written = std::fs::read_to_string(&file).unwrap();
        assert_ne!(change(&written), written);
        std::fs::write(&file, change(&written)).unwrap();
        refused(&file, said);
        assert_eq!(shard(1, &[]).status.code(), Some(2), "nor is it complete");
        std::fs::write(&file, written).unwrap();
    };
    let not_as_written = "is not as it was written";
    changed("incidents.csv", not_as_written, &|text| text[..=text.trim_end().rfind('\n').unwrap()].to_owned());
    changed("incidents.csv", not_as_written, &|text| text[..text.len() - 9].to_owned());
    changed("incidents.csv", not_as_written, &|text| text.replacen(",closed", ",open", 1));
    changed("incidents.csv", not_as_written, &|_| String::new());
    changed("plan.json", not_as_written, &|text| text.replacen("small", "large", 1));
    changed("manifest.json", "another version of the program", &|text| text.replace("\"checksums\"", "\"sums\""));
    let incidents = Path::new(&parts[1]).join("incidents.csv");
    std::fs::remove_file(&incidents).unwrap();
    refused(&incidents, "cannot read");
    assert!(shard(1, &["--force"]).status.success());
    assert!(merge(&[]).status.success());
    assert!(text(&merge(&[]).stderr).contains("complete: nothing is written"));
    assert_eq!(text(&merge(&["--quiet"]).stderr), "");
    let no_sweeps = [place.path().to_str().unwrap(), &folder("nowhere")];
    let told = text(&gridgov(&[&["merge"], &no_sweeps[..], &["--out", &out]].concat()).stderr);
    assert!(no_sweeps.iter().all(|no| told.contains(&format!("error: cannot read {no}/manifest.json"))), "{told}");
}

#[test]
fn a_shard_without_tasks_is_done_at_once() {
    let (place, plan) = place(2, 3);
    let out = place.path().join("empty").to_str().unwrap().to_owned();
    for _ in 0..2 {
        let told = succeed(&["sweep", &plan, "--shard", "99/100", "--out", &out]);
        assert!(text(&told.stdout).contains("0 of 0 runs done"), "{}", text(&told.stdout));
    }
    let refused = gridgov(&["reproduce", &out]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("there are no replications in"), "{}", text(&refused.stderr));
}

/// The number of whole lines of the journal.
fn journalled(folder: &Path) -> usize {
    std::fs::read(folder.join(".unfinished/tasks.jsonl")).map_or(0, |text| text.iter().filter(|byte| **byte == b'\n').count())
}

/// Starts the sweep and waits until its journal has grown by `tasks`, or it has ended.
fn started(plan: &str, out: &Path, tasks: usize) -> Child {
    let before = journalled(out);
    let mut child = command(&["sweep", plan, "--threads", "2", "--out", out.to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    for _ in 0..6_000 {
        if journalled(out) >= before + tasks || child.try_wait().expect("it can be asked").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[cfg(unix)]
#[test]
fn killed_at_any_instant_it_goes_on_and_ends_with_the_same_bytes() {
    let (place, plan) = place(40, 4);
    let (whole, out) = (place.path().join("whole"), place.path().join("out"));
    succeed(&["sweep", &plan, "--out", whole.to_str().unwrap()]);
    let mut done = 0;
    for tasks in [1, 0, 5, 3] {
        let mut child = started(&plan, &out, tasks);
        child.kill().expect("SIGKILL");
        child.wait().expect("it ends");
        let now = journalled(&out);
        assert!(now >= done + tasks.min(1) && now < 32, "{now} of 32 tasks, {done} before");
        done = now;
    }
    // A line torn by a kill in the middle of a write is done again.
    let journal = out.join(".unfinished/tasks.jsonl");
    let text_of = std::fs::read(&journal).unwrap();
    let text_of = text(&text_of[..text_of.len() - 20]);
    // So is one that somebody has changed.
    std::fs::write(&journal, text_of.replacen("\"incidents\":", "\"incidents\":1", 1)).unwrap();
    std::fs::write(out.join(".unfinished/incidents.31.csv"), "half a ro").unwrap();
    let interrupted = started(&plan, &out, 2);
    assert!(Command::new("kill").args(["-INT", &interrupted.id().to_string()]).status().unwrap().success());
    let output = interrupted.wait_with_output().unwrap();
    let told = text(&output.stderr);
    assert!(output.status.code() == Some(130) && told.contains("the same command goes on from there"), "{told}");
    assert!(told.contains("1 line is not as written"), "{told}");
    let output = succeed(&["sweep", &plan, "--out", out.to_str().unwrap()]);
    let told = text(&output.stderr);
    assert!(told.contains("runs are done already"), "{told}");
    same(&whole, &out);
}

#[test]
fn two_programs_do_not_work_in_one_folder() {
    let (place, plan) = place(40, 20);
    let out = place.path().join("out");
    let mut first = started(&plan, &out, 1);
    let second = gridgov(&["sweep", &plan, "--out", out.to_str().unwrap()]);
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(text(&second.stderr).contains("another gridgov works in"), "{}", text(&second.stderr));
}

fn rows(file: &PathBuf) -> (Vec<String>, Vec<Vec<Field>>) {
    let reader = SerializedFileReader::new(std::fs::File::open(file).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr();
    let names = schema.columns().iter().map(|column| column.name().to_owned()).collect();
    let row = |row: parquet::record::Row| row.get_column_iter().map(|(_, field)| field.clone()).collect();
    let rows = reader.get_row_iter(None).unwrap().map(|found| row(found.unwrap())).collect();
    (names, rows)
}

/// What a field is in CSV.
fn shown(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Bool(yes) => u8::from(*yes).to_string(),
        Field::Long(n) => n.to_string(),
        Field::Double(x) => x.to_string(),
        Field::Str(words) => words.clone(),
        other => panic!("no such column is written: {other}"),
    }
}

#[test]
fn parquet_holds_what_csv_holds_and_says_where_it_comes_from() {
    let (place, plan) = place(2, 2);
    let out = |name: &str| place.path().join(name);
    let county = place.path().join("county.ron");
    let county = county.to_str().unwrap();
    let short = ["--set", "run.days=2", "--replications", "2"];
    succeed(&["sweep", &plan, "--out", out("sweep").to_str().unwrap()]);
    succeed(&[&["run", county, "--parquet", "--out", out("run").to_str().unwrap()], &short[..]].concat());
    let vary = ["--vary", "dispatch.rule=Random", "--draws", "0"];
    succeed(&[&["compare", county, "--out", out("compare").to_str().unwrap()], &short[..], &vary].concat());
    let tables = [
        ("sweep", "plan"),
        ("sweep", "replications"),
        ("sweep", "incidents"),
        ("run", "replications"),
        ("run", "incidents"),
        ("compare", "replications"),
    ];
    for (folder, table) in tables {
        let file = out(folder).join(format!("{table}.parquet"));
        let (names, found) = rows(&file);
        let mut csv = csv::Reader::from_path(out(folder).join(format!("{table}.csv"))).unwrap();
        assert_eq!(names, csv.headers().unwrap().iter().collect::<Vec<_>>(), "{folder} {table}");
        let mut count = 0;
        for (record, fields) in csv.records().map(Result::unwrap).zip(&found) {
            for ((name, written), field) in names.iter().zip(&record).zip(fields) {
                let number = |text: &str| text.parse::<f64>().ok();
                let field = shown(field);
                assert!(written == field || number(written).is_some_and(|x| Some(x) == number(&field)), "{name}: {written} is not {field}");
            }
            count += 1;
        }
        assert!(count == found.len() && count > 3, "{folder} {table}: {count} rows");
        let reader = SerializedFileReader::new(std::fs::File::open(&file).unwrap()).unwrap();
        let metadata = reader.metadata();
        let pairs = metadata.file_metadata().key_value_metadata().expect("it says where it comes from");
        let pair = |key: &str| pairs.iter().find(|p| p.key == key).and_then(|p| p.value.clone()).unwrap_or_else(|| panic!("no {key}"));
        assert_eq!((pair("gridgov.schema").as_str(), pair("gridgov.table").as_str()), ("1", table));
        let manifest: Value = serde_json::from_slice(&std::fs::read(out(folder).join("manifest.json")).unwrap()).unwrap();
        let hashes: Value = serde_json::from_str(&pair("gridgov.scenario_sha256")).unwrap();
        let expected = if folder == "run" { &manifest["scenario_sha256"] } else { &manifest["arms"][0]["scenario_sha256"] };
        assert_eq!(hashes.as_object().unwrap().values().next().unwrap(), expected);
        assert!(metadata.row_groups().iter().flat_map(|g| g.columns()).all(|c| matches!(c.compression(), Compression::ZSTD(_))));
    }
}

#[cfg(unix)]
#[test]
fn the_settings_of_a_point_make_it_again() {
    let (place, plan) = place(2, 1);
    let written = std::fs::read_to_string(&plan).unwrap();
    std::fs::write(&plan, written.replace("factors: {", "factors: { \"workforce.crews.patrol.turnout\": \"1 min, 2 min\",")).unwrap();
    let out = place.path().join("out");
    succeed(&["sweep", &plan, "--out", out.to_str().unwrap()]);
    let mut table = csv::Reader::from_path(out.join("plan.csv")).unwrap();
    let names = table.headers().unwrap().clone();
    let row = table.records().map(Result::unwrap).last().unwrap();
    let cell = |name: &str| row[names.iter().position(|other| other == name).unwrap()].to_owned();
    let sets = format!("for set in {}; do printf '%s\\0' --set \"$set\"; done", cell("set"));
    let words = Command::new("sh").args(["-c", &sets]).output().unwrap().stdout;
    let scenario = place.path().join(cell("scenario").rsplit('/').next().unwrap());
    let again = place.path().join("again");
    let mut arguments = vec!["run", scenario.to_str().unwrap(), "--out", again.to_str().unwrap()];
    let words = text(&words);
    arguments.extend(words.split_terminator('\0'));
    assert!(arguments.contains(&"workforce.crews.patrol.turnout=2 min"), "{arguments:?}");
    succeed(&arguments);
    let manifest: Value = serde_json::from_slice(&std::fs::read(again.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["scenario_sha256"], cell("scenario_sha256"), "{arguments:?}");
}

#[test]
fn a_sweep_of_which_nothing_could_be_run_has_failed() {
    let (place, plan) = place(2, 1);
    let out = place.path().join("out").to_str().unwrap().to_owned();
    for (volumes, code) in [("80000000 /day", 1), ("20 /day, 80000000 /day", 0)] {
        let factors = format!(
            "(scenarios: [\"county.ron\"], set: [\"run.days=2\"], factors: {{ \"demand.volume\": \"{volumes}\" }}, replications: 1)"
        );
        std::fs::write(&plan, factors).unwrap();
        // Complete, it says so again.
        for _ in 0..2 {
            let output = gridgov(&["sweep", &plan, "--out", &out]);
            let told = text(&output.stderr);
            assert_eq!(output.status.code(), Some(code), "{told}");
            assert_eq!(told.contains("error: not one run could be made"), code == 1, "{told}");
        }
        assert!(Path::new(&out).join("plan.csv").is_file());
        std::fs::remove_dir_all(&out).unwrap();
    }
}

#[test]
fn the_shipped_plans_are_sound_and_mistakes_are_told_at_their_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/sweeps");
    let mut plans = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "ron") {
            let sweep = gridgov::experiment::sweep::Sweep::load(&path, &[], None, None);
            let sweep = sweep.unwrap_or_else(|wrong| panic!("{}", wrong.render(false)));
            assert!(sweep.points.len() > 1 && !sweep.zh.is_ascii());
            plans += 1;
        }
    }
    assert!(plans >= 2);
    let printed = succeed(&["sweep", "scenarios/sweeps/county.ron", "--replications", "2", "--set", "run.days=2"]);
    assert!(text(&printed.stdout).contains("12 points × 2 replications"), "{}", text(&printed.stdout));
    let (place, plan) = place(2, 2);
    let wrong = std::fs::read_to_string(&plan).unwrap().replace("\"30, 60\"", "\"30, many\"").replace("\"Random\"", "\"Randon\"");
    std::fs::write(&plan, wrong).unwrap();
    let output = gridgov(&["sweep", &plan, "--out", place.path().join("out").to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("plan.ron:1:") && told.contains("plan.ron:2:") && told.contains("Random"), "{told}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["problems"].as_array().unwrap().len() >= 2 && !place.path().join("out").exists());
}
