//! Logs as a user meets them: a trace written and replayed, records with mistakes, and nothing that makes it panic.

use crate::program::{self, text};
use gridgov::report::trace::TraceWriter;
use gridgov::scenario::{self, Model};
use gridgov::simulation::{Ending, Simulator};
use gridgov::{demand, random};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn gridgov(arguments: &[&str]) -> Output {
    let mut command = Command::new(program::path());
    command.args(arguments).current_dir(root()).env("LC_ALL", "C").output().expect("the program can be started")
}

fn scenario(name: &str) -> String {
    root().join("scenarios").join(name).display().to_string()
}

/// A folder with a table of records and an overlay of a shipped scenario that replays it.
struct Replay {
    folder: tempfile::TempDir,
}

impl Replay {
    fn new(table: &[u8], demand: &str, more: &str) -> Replay {
        Replay::of("longgang.ron", table, demand, more)
    }

    fn of(base: &str, table: &[u8], demand: &str, more: &str) -> Replay {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("records.csv"), table).unwrap();
        let text = format!("(base: {:?}, demand: {demand}, {more})", scenario(base));
        fs::write(folder.path().join("replay.ron"), text).unwrap();
        Replay { folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("replay.ron")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let file = self.file().display().to_string();
        gridgov(&[&arguments[..1], &[&file], &arguments[1..]].concat())
    }
}

fn load(file: &Path, sets: &[&str]) -> Model {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    scenario::load(file, &sets).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

fn replicate(model: &Model, replication: u32) -> Ending {
    Simulator::new(model).replicate(replication, &mut ()).unwrap_or_else(|breach| panic!("{breach:?}"))
}

/// The table that `trace` writes.
fn table(model: &Model, replication: u32) -> Vec<u8> {
    let mut rows = TraceWriter::begin(Vec::new(), &model.city, &model.demand, model.start).unwrap();
    let mut trace = demand::Trace::new(&model.demand, random::Key { seed: model.seed, replication });
    while let Some(incident) = trace.next(&model.demand, &model.city) {
        rows.row(&incident).unwrap();
    }
    rows.finish().unwrap()
}

#[test]
fn a_month_of_longgang_comes_back_to_the_digest() {
    let original = load(Path::new(&scenario("longgang.ron")), &["run.days=31"]);
    let table = table(&original, 0);
    let replay = Replay::new(&table, "Log(\"records.csv\")", "run: (days: 31)");
    let replayed = load(&replay.file(), &[]);
    let (first, again) = (replicate(&original, 0), replicate(&replayed, 0));
    assert!(first.incidents > 5_000);
    assert_eq!((first.incidents, first.trace_digest, first.digest), (again.incidents, again.trace_digest, again.digest));
    let (other, another) = (replicate(&replayed, 1), replicate(&original, 1));
    assert_eq!(other.incidents, first.incidents, "all replications meet the same incidents");
    assert_ne!(other.digest, first.digest, "served with other luck");
    assert_ne!(other.trace_digest, another.trace_digest);
    assert_eq!(table, self::table(&replayed, 0), "a replayed trace is written as it was");
}

/// A typhoon strikes at random; it is drawn by seed and replication and so the same in the replay.
#[test]
fn surges_stay_those_of_the_scenario() {
    let sets = ["run.start=2022-08-01", "run.days=20", "demand.surges.typhoon.when.per_year=40"];
    let original = load(Path::new(&scenario("longgang.ron")), &sets);
    for replication in [0, 2] {
        let table = table(&original, replication);
        assert!(text(&table).lines().filter(|row| row.ends_with(",1,,")).count() > 100, "no typhoon in replication {replication}");
        let replay = Replay::new(&table, "Log(\"records.csv\")", "");
        let (first, again) = (replicate(&original, replication), replicate(&load(&replay.file(), &sets), replication));
        assert_eq!((first.trace_digest, first.digest), (again.trace_digest, again.digest));
    }
}

/// On a torus of streets with all that can be given, along great circles, and by a table of distances.
#[test]
fn given_cities_come_back_to_the_digest() {
    let given = std::fs::read_to_string(root().join("tests/corpus/given.ron")).unwrap();
    let degrees = given
        .replace("coordinates: Kilometres", "coordinates: Degrees")
        .replace("distance: Manhattan, torus: ((0, 0), (10, 6))", "distance: GreatCircle");
    let table = given
        .replace(
            "distance: Manhattan, torus: ((0, 0), (10, 6))",
            "distance: Matrix(km: [[1, 3, 9, 9], [4, 2, 5, 6], [9, 5, 2, 1], [9, 6, 1, 0]])",
        )
        .replace("(4.5, 2)", "\"b\"")
        .replace("(5, 5.5)", "\"b\"")
        .replace("(2.5, 1)", "\"a\"")
        .replace("(9, 1)", "\"c\"");
    for text in [given, degrees, table] {
        let folder = tempfile::tempdir().unwrap();
        let (first, again) = (folder.path().join("first.ron"), folder.path().join("again.ron"));
        fs::write(&first, &text).unwrap();
        let model = load(&first, &[]);
        fs::write(folder.path().join("records.csv"), self::table(&model, 1)).unwrap();
        fs::write(&again, "(base: \"first.ron\", demand: (log: \"records.csv\"))").unwrap();
        let (ending, replayed) = (replicate(&model, 1), replicate(&load(&again, &[]), 1));
        assert!(ending.incidents > 120);
        assert_eq!((ending.incidents, ending.trace_digest, ending.digest), (replayed.incidents, replayed.trace_digest, replayed.digest));
    }
}

/// Places by longitude and latitude, facilities, and skills as a table has them.
#[test]
fn records_of_a_given_city_say_what_they_know() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = |log: &str| {
        format!(
            "(name: \"d\", city: Explicit(coordinates: Degrees, areas: {{\"Hill\": (at: (120.55, 27.58)), \"Mill\": (rectangle: ((120.6, 27.6), (120.7, 27.7)))}}),
              demand: (log: {log}, categories: {{\"job\": ()}}, departments: {{\"general\": (), \"police\": ()}},
                       facilities: {{\"station\": (at: \"Hill\", time: Deterministic(\"1 h\"))}}),
              workforce: (crews: {{\"patrol\": (crews: 1, based: Centre)}}), run: (days: 1))"
        )
    };
    let file = folder.path().join("d.ron");
    fs::write(
        folder.path().join("log.csv"),
        "reported,longitude,latitude,skill,facility\n2022-01-01 08:00,120.65,27.65,police,Wache\n2022-01-01 09:00,,,,\n",
    )
    .unwrap();
    fs::write(&file, scenario("(file: \"log.csv\", facilities: {\"Wache\": \"station\"})")).unwrap();
    let model = load(&file, &[]);
    let written = text(&table(&model, 0));
    let first = written.lines().nth(1).unwrap();
    assert!(first.contains(",police,Mill,") && first.ends_with(",station"), "{written}");
    assert_eq!(replicate(&model, 0).incidents, 2);
    let rows = "reported,longitude,latitude,facility\n2022-01-01 08:00,121.5,27.65,\n2022-01-01 08:00,x,27.65,\n2022-01-01 08:00,,27.65,\n2022-01-01 08:00,,,statoin\n";
    fs::write(folder.path().join("log.csv"), rows).unwrap();
    fs::write(&file, scenario("\"log.csv\"")).unwrap();
    let said = scenario::load(&file, &[]).unwrap_err().render(false);
    for wrong in
        ["lies outside the city", "\"x\" is no number of degrees", "one of the two coordinates is missing", "did you mean \"station\"?"]
    {
        assert!(said.contains(wrong), "nothing says {wrong:?} in\n{said}");
    }
}

/// Delays, patience, another department than the category's, known work: all of it is written and read.
#[test]
fn what_only_a_log_knows_is_written_too() {
    let rows = "reported,occurred,category,department,work_s,area\n\
        2022-01-01 08:00,2022-01-01 07:00,parking,safety,1234.000005,\n2022-01-01 09:00,,fire,,,town 2\n2022-01-02 09:00,,noise,,0.5,village 3\n";
    let first = Replay::of("county.ron", rows.as_bytes(), "(log: \"records.csv\", patience: Exponential(mean: \"2 h\"))", "run: (days: 3)");
    let model = load(&first.file(), &[]);
    let written = table(&model, 4);
    assert!(text(&written).contains("safety") && text(&written).contains("1234.000005"), "{}", text(&written));
    let again = Replay::of("county.ron", &written, "(log: \"records.csv\", patience: Exponential(mean: \"2 h\"))", "run: (days: 3)");
    let (first, again) = (replicate(&model, 4), replicate(&load(&again.file(), &[]), 4));
    assert_eq!((first.incidents, first.trace_digest, first.digest), (3, again.trace_digest, again.digest));
}

#[test]
fn the_log_takes_the_place_of_the_arrival_process_only() {
    let table = b"reported,category\n2022-01-03 08:00,noise\n";
    let model = |demand: &str, sets: &[&str]| load(&Replay::new(table, demand, "").file(), sets);
    for demand in ["Log(\"records.csv\")", "Log(file: \"records.csv\")", "(log: (file: \"records.csv\"))", "(log: \"records.csv\")"] {
        let model = model(demand, &[]);
        assert_eq!((model.demand.categories.len(), model.demand.log().unwrap().len()), (13, 1), "{demand}");
        assert_eq!(model.demand.surges.len(), 1);
    }
    let none = model("Log(\"records.csv\")", &["demand.log=None"]);
    assert!(none.demand.log().is_none());
    let folder = Replay::new(table, "()", "");
    for set in ["demand=Log(\"records.csv\")", "demand.log=\"records.csv\""] {
        assert_eq!(load(&folder.file(), &[set]).demand.log().unwrap().len(), 1, "{set}");
    }
}

#[test]
fn trace_writes_a_table_to_standard_output_or_beside_and_in_place() {
    let to_screen = gridgov(&["trace", "scenarios/county.ron", "--days", "3", "--replication", "1"]);
    assert!(to_screen.status.success() && to_screen.stderr.is_empty());
    let rows = text(&to_screen.stdout);
    assert!(rows.starts_with("incident,occurred,reported,category,priority,channel,department,area,x_km,y_km,joint,"), "{rows}");
    assert!(rows.lines().count() > 50);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trace.csv");
    let name = file.to_str().unwrap();
    let to_file = ["trace", "scenarios/county.ron", "--days", "3", "--replication", "1", "--out", name];
    let written = gridgov(&[&to_file[..], &["--json"]].concat());
    let document: serde_json::Value = serde_json::from_slice(&written.stdout).unwrap();
    assert_eq!((document["schema"].as_u64(), document["incidents"].as_u64()), (Some(1), Some(rows.lines().count() as u64 - 1)));
    assert_eq!(fs::read_to_string(&file).unwrap(), rows);
    let again = gridgov(&to_file);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("--force"));
    assert_eq!(gridgov(&[&to_file[..], &["--force"]].concat()).status.code(), Some(0));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something half-written was left behind");
    let nowhere = gridgov(&["trace", "scenarios/county.ron", "--out", folder.path().join("no/where.csv").to_str().unwrap()]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert_eq!(gridgov(&["trace", "scenarios/county.ron", "--json"]).status.code(), Some(2));
}

#[test]
fn a_reader_of_the_trace_may_stop_early() {
    use std::process::Stdio;
    let mut command = Command::new(program::path());
    command.args(["trace", "scenarios/longgang.ron"]).current_dir(root()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program can be started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
}

#[test]
fn bad_rows_are_shown_where_they_stand() {
    let table = "reported,category,area\n2022-01-01 08:00,noise,\n\n2022-01-01 08:00,\"niose\",\n2021-01-01 08:00,noise,\n2022-01-01 08:00,\"niose\",\n";
    for table in [table.to_owned(), table.replace('\n', "\r\n"), table.replace('\n', "\r")] {
        mistakes_stand_in_their_lines(&table);
    }
}

#[track_caller]
fn mistakes_stand_in_their_lines(table: &str) {
    let replay = Replay::new(table.as_bytes(), "Log(\"records.csv\")", "");
    let output = replay.run(&["run"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let message = text(&output.stderr);
    for expected in [
        "3 of 4 rows of",
        "records.csv:4:18",
        "there is no category called \"niose\"; did you mean \"noise\"?",
        "log: (categories: {\"niose\": \"…\"})",
        "the same in 1 further row: line 6",
        "records.csv:5:1",
        "lies outside the run, 2022-01-01..2022-12-31",
        "log: (outside: Drop)",
    ] {
        assert!(message.contains(expected), "{expected} is not in\n{message}");
    }
    let problems: serde_json::Value = serde_json::from_slice(&replay.run(&["check", "--json"]).stdout).unwrap();
    let lines: Vec<Option<u64>> = problems["problems"].as_array().unwrap().iter().map(|p| p["line"].as_u64()).collect();
    assert_eq!(lines, [Some(1), Some(4), Some(5)]);
}

#[test]
fn a_table_that_is_none_is_refused_with_a_reason() {
    for (table, expected) in [
        (&b""[..], "is empty"),
        (b"\n\n", "is empty"),
        (b"\xff\xfer\0e\0p\0", "not UTF-8"),
        (b"reported\tcategory\n2022-01-01 08:00\tnoise\n", "separated by commas"),
        (b"reported,category\n2022-01-01 08:00,\"noise\n2022-01-01 08:00,noise\n", "there is no category"),
        (
            b"reported,category,note\n2022-01-01 08:00,noise,\n2022-01-01 08:00,noise,\"x\n2022-01-01 09:00,noise,\n",
            "records.csv:3: a quote",
        ),
        (b"reported,note,category\n2022-01-01 08:00,\"a\nb\",niose\n", "records.csv:3:4"),
        (b"reported,category\n2022-01-01 08:00,\xd4\xeb\xc9\xf9\n", "save the table as \"CSV UTF-8\""),
    ] {
        let output = Replay::new(table, "Log(\"records.csv\")", "").run(&["check"]);
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(message.contains(expected), "{expected} is not in\n{message}");
    }
    let missing = Replay::new(b"", "Log(\"record.csv\")", "").run(&["check"]);
    assert!(text(&missing.stderr).contains("did you mean") && missing.status.code() == Some(2), "{}", text(&missing.stderr));
    let folder = Replay::new(b"", "Log(\".\")", "").run(&["check"]);
    assert!(text(&folder.stderr).contains("is a folder"), "{}", text(&folder.stderr));
    let neither = Replay::of("county.ron", b"", "(volume: None)", "").run(&["check"]);
    assert!(text(&neither.stderr).contains("how many incidents are there?"), "{}", text(&neither.stderr));
}

#[test]
fn what_was_done_to_the_records_is_told() {
    let table = "Nr,reported,category,area,,\n1,2022-01-05 08:00,noise,,,\n2,2022-01-03 08:00,noise,,,x\n3,2023-01-03 08:00,noise,,,\n";
    let replay = Replay::new(table.as_bytes(), "Log(file: \"records.csv\", outside: Drop)", "run: (days: 10, replications: 2)");
    let check = text(&replay.run(&["check"]).stdout);
    for expected in [
        "replayed from records.csv: 2 incidents",
        "2022-01-03 08:00:00 to",
        "1 row was sorted by the time",
        "1 row was left out, being",
        "Columns not read: Nr, column 6 (without a heading).",
        "place (2)",
    ] {
        assert!(check.replace("\n  ", " ").contains(expected), "{expected} is not in\n{check}");
    }
    let run = replay.run(&["run"]);
    assert!(run.status.success());
    assert!(
        text(&run.stderr).contains("note: in the log, 1 row was sorted by the time of the report, having stood after a later one"),
        "{}",
        text(&run.stderr)
    );
    assert!(text(&run.stdout).contains("All replications replay records.csv"));
}

/// The example of the README reads what it says it reads.
#[test]
fn the_readmes_example_works() {
    for page in ["README.md", "README.zh-CN.md"] {
        let readme = fs::read_to_string(root().join(page)).unwrap();
        let from = readme.find("Log(\n").expect("it has an example");
        let log = &readme[from..from + readme[from..].find("\n    ),\n").expect("it ends") + "\n    )".len()];
        let table = "受理时间,事件类型,所属社区,经办\n2022年1月3日 08:30,噪音投诉,金钗河社区,甲\n2023年1月3日 08:30,垃圾暴露,,乙\n";
        let model = load(&Replay::new(table.as_bytes(), log, "").file(), &[]);
        let read = model.demand.log().unwrap();
        assert_eq!((read.len(), read.summary().dropped), (1, 1), "{page}");
    }
}

/// Fields that have broken readers of tables before, or look as if they could.
fn field() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "2022-01-01 08:00",
        "2022-01-01T08:00:00.000001",
        "2022-01-01",
        "9999-12-31 23:59",
        "0000-01-01 00:00",
        "noise",
        "\"noise\"",
        "\"no\"\"ise",
        "micro-grid 17",
        "governance unit 3",
        "#0",
        "#99999999",
        "city",
        "1",
        "0",
        "4",
        "-1",
        "1e308",
        "NaN",
        "inf",
        "-0.0",
        "20 min",
        "",
        " ",
        "\u{feff}",
        "\r",
        "\n",
        ",",
        "\"",
    ]);
    prop_oneof![8 => known.prop_map(|text| text.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 0..12)]
}

fn any_table() -> impl Strategy<Value = Vec<u8>> {
    let headings: Vec<&str> = demand::Heading::ALL.iter().map(|heading| heading.name()).collect();
    let heading = prop::sample::subsequence(headings, 0..=14).prop_shuffle();
    let rows = prop::collection::vec(prop::collection::vec(field(), 1..8), 0..8);
    (heading, rows).prop_map(|(heading, rows)| {
        let rows = rows.into_iter().map(|row| row.join(&b','));
        [format!("reported,category,{}", heading.join(",")).into_bytes()].into_iter().chain(rows).collect::<Vec<_>>().join(&b'\n')
    })
}

/// A table as it is written, with a few bytes changed.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6).prop_map(|changes| {
        let mut bytes = include_bytes!("../corpus/logs/county.csv").to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    })
}

/// Reads a table in a small scenario; what is read must run.
fn read_and_run(table: &[u8]) {
    let replay = Replay::of("county.ron", table, "Log(\"records.csv\")", "run: (days: 2)");
    match scenario::load(&replay.file(), &[]) {
        Ok(loaded) => {
            replicate(&loaded.model, 0);
        }
        Err(diagnostics) => {
            assert!(diagnostics.has_errors());
            let _ = (diagnostics.render(false), diagnostics.problems());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_table_makes_it_panic(table in any_table()) {
        read_and_run(&table);
    }

    #[test]
    fn no_damage_makes_it_panic(table in damaged()) {
        read_and_run(&table);
    }
}

/// Tables that failed once, or nearly; and one that is good, for [`damaged`].
#[test]
fn the_corpus_of_past_failures_is_read() {
    let mut seen = 0;
    for entry in fs::read_dir(root().join("tests/corpus/logs")).unwrap() {
        read_and_run(&fs::read(entry.unwrap().path()).unwrap());
        seen += 1;
    }
    assert!(seen >= 4, "{seen} tables");
}

/// Names with spaces around them come back from a trace, and so does a city of points beside ground.
#[test]
fn names_with_spaces_around_them_are_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let (first, again) = (folder.path().join("first.ron"), folder.path().join("again.ron"));
    fs::write(
        &first,
        r#"(name: "s", city: Explicit(areas: {" lead ": (at: (0, 0)), "b": (rectangle: ((5, 0), (6, 1)))}),
            demand: (volume: "50 /day", categories: {" theft ": (department: "p ", facility: (share: 0.5))},
                     facilities: {"de pot ": (at: "b", time: Deterministic("1 min"))}),
            workforce: (crews: {"patrol": (crews: 1, based: Centre)}), run: (days: 2))"#,
    )
    .unwrap();
    let model = load(&first, &[]);
    fs::write(folder.path().join("records.csv"), table(&model, 0)).unwrap();
    fs::write(&again, "(base: \"first.ron\", demand: (log: \"records.csv\"))").unwrap();
    let replayed = load(&again, &[]);
    assert_eq!(replayed.demand.log().unwrap().summary().astray, 0);
    assert_eq!(replicate(&model, 0).digest, replicate(&replayed, 0).digest);
    for (place, sound) in [("0,0", true), ("0,0.1", false), ("100000,0", false)] {
        let row = format!("reported,category,x_km,y_km\n2022-01-01 01:00,theft,{place}\n").replace(",theft,", ",\" theft \",");
        fs::write(folder.path().join("records.csv"), row).unwrap();
        assert_eq!(scenario::load(&again, &[]).is_ok(), sound, "{place}");
    }
    let points = fs::read_to_string(&first).unwrap().replace("rectangle: ((5, 0), (6, 1))", "at: (5, 0)");
    fs::write(&first, points).unwrap();
    assert!(scenario::load(&again, &[]).is_err(), "100,000 km off");
}

/// The terminal is short; `--json` has every line.
#[test]
fn all_mistakes_of_a_table_are_in_json() {
    let rows: String = (0..70).map(|i| format!("2022-01-01 08:00,nothing like {i}\n")).collect();
    let replay =
        Replay::new(format!("reported,category\n{rows}{}", "2022-01-01 08:00,x\n".repeat(20)).as_bytes(), "Log(\"records.csv\")", "");
    let told = replay.run(&["check", "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let problems = document["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1 + 70 + 1);
    let last = problems.last().unwrap();
    assert_eq!((last["line"].as_u64(), last["further_lines"].as_array().unwrap().len()), (Some(72), 19));
    let message = text(&told.stderr);
    assert!(message.contains("22 more mistakes are not shown here: `--json` lists all"), "{message}");
}

/// What is wrong with a table of areas is shown where it stands, all of it; what is not read is told.
#[test]
fn mistakes_in_a_table_of_areas_are_shown_where_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.ron");
    fs::write(
        &file,
        r#"(name: "c", city: Explicit(file: "c.csv"), demand: (volume: "5 /day", categories: {"a": ()}),
            workforce: (crews: {"patrol": (crews: 1, based: Centre)}), run: (days: 2))"#,
    )
    .unwrap();
    let table = "name,x_km,y_km,residents\na,0,0,4.5\nb,1\nc,x,1,2\n\"d\ne\",y,1,2\n";
    for table in [table.to_owned(), table.replace('\n', "\r")] {
        fs::write(folder.path().join("c.csv"), table).unwrap();
        let said = scenario::load(&file, &[]).unwrap_err().render(false);
        for wrong in
            ["c.csv:2:7", "is no whole number", "c.csv:3:1", "2 fields, the heading has 4", "c.csv:4:3", "c.csv:6:4", "at city.file"]
        {
            assert!(said.contains(wrong), "nothing says {wrong:?} in\n{said}");
        }
    }
    fs::write(folder.path().join("c.csv"), "name,x_km,y_km,founded\n#1,0,0,1901\n").unwrap();
    let check = text(&gridgov(&["check", file.to_str().unwrap()]).stdout);
    assert!(check.contains("Columns not read: founded."), "{check}");
}
