//! A table means what it says, whatever log the base has and whatever its areas are called.

use crate::program::{gridgov, json, text};
use serde_json::Value;
use std::fs;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        files.iter().for_each(|(name, contents)| folder.write(name, contents));
        folder
    }

    fn write(&self, name: &str, contents: &str) {
        fs::write(self.at(name), contents).unwrap();
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// The digests of a scenario's trace, which is written to `trace.csv`, and of its run.
    fn digests(&self, name: &str, more: &[&str]) -> [String; 2] {
        let trace = ["trace", &self.at(name), "--out", &self.at("trace.csv"), "--force", "--json"];
        let run = ["run", &self.at(name), "--quiet", "--json"];
        let digest = |command: &[&str], key: &str| json(&[command, more].concat())[key].as_str().unwrap().to_owned();
        [digest(&trace, "trace_digest"), digest(&run, "digest")]
    }

    /// The first incident.
    fn first(&self, name: &str, more: &[&str]) -> Value {
        json(&[&["explain", &self.at(name), "--json", "--incident", "0"], more].concat())["incidents"][0].clone()
    }

    /// The same digests of a scenario and of an overlay that replays its trace.
    fn comes_back(&self, name: &str) {
        let original = self.digests(name, &[]);
        fs::copy(self.at("trace.csv"), self.at("replayed.csv")).unwrap();
        self.write("replay.ron", &format!("(base: {name:?}, demand: Log(\"replayed.csv\"))"));
        assert_eq!(self.digests("replay.ron", &[]), original);
        let set = format!("demand=Log({:?})", self.at("replayed.csv"));
        assert_eq!(self.digests(name, &["--set", &set]), original);
    }

    fn refusal(&self, name: &str) -> String {
        let output = gridgov(&["check", &self.at(name)]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
        text(&output.stderr)
    }
}

fn scenario(city: &str, demand: &str) -> String {
    format!(
        r#"(city: {city},
        demand: (log: (file: "rows.csv", {demand}), categories: {{"fire": (priority: 1, on_scene: 3), "noise": (priority: 4, on_scene: 20)}}),
        workforce: (crews: {{"k": (crews: 1, based: Centre)}}), run: (start: "2024-02-27", days: 1, replications: 1))"#
    )
    .replace("on_scene: 20", "on_scene: Deterministic(\"20 min\")")
    .replace("on_scene: 3)", "on_scene: Deterministic(\"3 h\"))")
}

const SQUARE: &str = "Explicit(square_side_km: 5)";

#[test]
fn a_trace_over_a_base_with_a_log_is_read_as_it_stands() {
    let iso = "what,when\nfire,2024-02-27T01:00\nnoise,2024-02-27T02:00\n";
    for (demand, rows) in [
        (r#"columns: {"what": "category", "when": "reported"}, categories: {"fire": "noise", "noise": "fire"}"#, iso),
        ("time: Seconds", "reported,category\n3600,fire\n7200,noise\n"),
        (r#"outside: Drop, columns: {"what": "category", "when": "reported"}, areas: {"square": "city"}"#, iso),
    ] {
        let folder = Folder::new(&[("first.ron", &scenario(SQUARE, demand)), ("rows.csv", rows)]);
        folder.write("base.ron", r#"(base: "first.ron", targets: (on_scene: "15 min"))"#);
        folder.comes_back("base.ron");
    }
}

#[test]
fn what_names_no_table_changes_how_that_of_the_base_is_read() {
    let folder = Folder::new(&[("base.ron", &scenario(SQUARE, "time: Seconds")), ("rows.csv", "reported,category\n3600,fire\n")]);
    folder.write("other.csv", "reported,category\n3600,noise\n");
    let category = |file: &str, more: &[&str]| folder.first(file, more)["category"].as_str().unwrap().to_owned();
    folder.write("over.ron", r#"(base: "base.ron", demand: (log: (categories: {"fire": "noise"})))"#);
    assert_eq!(category("over.ron", &[]), "noise");
    let set = format!("demand.log.file={}", folder.at("other.csv"));
    assert_eq!([category("base.ron", &[]), category("base.ron", &["--set", &set])], ["fire", "noise"], "the times are seconds still");
}

#[test]
fn areas_called_by_numbers_are_these() {
    for (city, place) in [
        (r##"areas: {"#3": (at: (0, 0)), "#1": (at: (2, 1)), "#2": (at: (4, 0))}"##, "#1"),
        (r##"levels: [(name: "town"), (name: "grid")], areas: {"t/#3": (at: (0, 0)), "t/#5": (at: (2, 1)), "#2/#4": (at: (4, 0))}"##, "#5"),
        (
            r##"levels: [(name: "town"), (name: "grid")], areas: {"t/#1": (at: (0, 0)), "#4/#1": (at: (2, 1)), "#1/#4": (at: (4, 0))}"##,
            "#4/#1",
        ),
    ] {
        let text = scenario(&format!("Explicit({city})"), "time: Hours");
        let folder = Folder::new(&[
            ("s.ron", &text),
            ("rows.csv", &format!("reported,category,area\n1,fire,{place}\n2,noise,\n3,noise,\n4,noise,\n")),
        ]);
        folder.comes_back("s.ron");
        let rows = fs::read_to_string(folder.at("replayed.csv")).unwrap();
        assert!(rows.lines().nth(1).unwrap().contains(&format!(",{place},2,1,")), "{rows}");
    }
}

#[test]
fn a_place_outside_the_torus_is_refused() {
    let city = r#"Explicit(areas: {"a": (at: (1, 4)), "b": (at: (5, 4))}, travel: (torus: ((0, 0), (8, 8))))"#;
    let folder =
        Folder::new(&[("s.ron", &scenario(city, "time: Hours")), ("rows.csv", "reported,category,x_km,y_km\n1,fire,8,0\n2,fire,4201,4\n")]);
    let refusal = folder.refusal("s.ron");
    for told in ["rows.csv:3:8", "(4201, 4) lies outside the city", "its torus reaches from (0, 0) to (8, 8)"] {
        assert!(refusal.contains(told), "{refusal}");
    }
}

#[test]
fn an_empty_category_is_the_only_one() {
    let town = r#"(city: Point(), demand: (categories: {"job": (department: "works"), MORE}, log: (file: "rows.csv", time: Hours)),
        workforce: (crews: {"crew": (crews: 2, based: Centre)}), run: (days: 1, replications: 1))"#;
    let folder = Folder::new(&[("one.ron", &town.replace(", MORE", "")), ("rows.csv", "reported,category\n1,\n2.5,job\n9,\n")]);
    assert_eq!(json(&["run", &folder.at("one.ron"), "--quiet", "--json"])["incidents"], 3);
    folder.write("two.ron", &town.replace("MORE", r#""other": ()"#));
    assert!(folder.refusal("two.ron").contains("rows.csv:2"), "{}", folder.refusal("two.ron"));
}

/// Its areas lie nowhere: (0, 0) was in the first of them.
#[test]
fn a_city_of_distances_alone_has_no_coordinates() {
    let town = r#"(city: Explicit(areas: AREAS, travel: (distance: Matrix(km: [[0, 2], [2, 0]]))),
        demand: (categories: {"job": ()}, log: (file: "rows.csv", time: Hours)),
        workforce: (crews: {"crew": (crews: 2, based: Centre)}), run: (days: 1, replications: 1))"#;
    let folder = Folder::new(&[("rows.csv", "reported,x_km,y_km\n1,0,0\n")]);
    folder.write("nowhere.ron", &town.replace("AREAS", r#"{"a": (residents: 5), "b": (residents: 5)}"#));
    assert!(folder.refusal("nowhere.ron").contains("have no places"), "{}", folder.refusal("nowhere.ron"));
    folder.write("somewhere.ron", &town.replace("AREAS", r#"{"a": (residents: 5, at: (0, 0)), "b": (residents: 5, at: (1, 0))}"#));
    assert_eq!(json(&["run", &folder.at("somewhere.ron"), "--quiet", "--json"])["incidents"], 1);
}
