//! Mistakes in what a scenario means: well written, but naming what does not exist, or contradicting itself. Each is
//! shown as a user sees it, all in one snapshot to be read through from top to bottom.
//!
//! `INSTA_UPDATE=always cargo test meaning` writes the snapshot anew; read the difference.

use gridgov::scenario::load;
use std::fmt::Write as _;
use std::path::Path;

/// The file that is broken, what is replaced, and by what.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("a category's department is misspelt where it is joined", "with: \"order\"", "with: \"oder\""),
    ("joint with itself", "with: \"order\", crews: 1", "with: \"safety\", crews: 1"),
    ("a profile that is not listed", "urgent: 0.1, hours: \"day\"", "urgent: 0.1, hours: \"days\""),
    ("no priority", "priority: 4", "priority: 7"),
    ("a share above 1", "second_visit: 0.3", "second_visit: 1.3"),
    ("a negative rate", "\"40 /day\"", "\"-40 /day\""),
    ("a rate without a unit", "\"40 /day\"", "\"40\""),
    ("a unit of time that is none", "mean: \"5 min\"", "mean: \"5 minits\""),
    ("a season of eleven months", "season: [1, 1,", "season: [1,"),
    ("peaks that overlap", "(\"22:00..06:00\", 0.1)", "(\"09:00..06:00\", 0.1)"),
    ("weights for 22 hours", "3, 3, 3, 3, 1, 1]", "3, 3]"),
    ("a holiday that is no day", "holidays: [\"2022-07-01\"]", "holidays: [\"2022-07-32\"]"),
    ("holidays the wrong way round", "holidays: [\"2022-07-01\"]", "holidays: [\"2022-07-05..2022-07-01\"]"),
    ("a holiday that is worked", "makeup_workdays: [\"2022-07-03\"]", "makeup_workdays: [\"2022-07-01\"]"),
    ("working hours that overlap", "\"14:00..17:30\"]", "\"11:00..17:30\"]"),
    ("no workday", "workdays: [Mon, Tue, Wed, Thu, Sat]", "workdays: []"),
    ("a workday twice", "workdays: [Mon, Tue, Wed, Thu, Sat]", "workdays: [Mon, Tue, Mon]"),
    ("a weekday that is none", "[Mon, Tue,", "[Monday, Tue,"),
    ("a surge that lasts no time", "lasts: \"8 h\"", "lasts: \"0 h\""),
    ("a surge of an unknown category", "mix: { \"fire\": 4 }", "mix: { \"fier\": 4 }"),
    ("a surge at no moment", "At([\"2022-07-02 06:00\"])", "At([])"),
    ("committed work of an unknown department", "departments: { \"order\": 1 }", "departments: { \"ordre\": 1 }"),
    ("committed work at overlapping hours", "(\"12:00..24:00\", 2)", "(\"11:00..24:00\", 2)"),
    ("a lognormal whose p90 is below its median", "median: \"20 s\", p90: \"1 min\"", "median: \"20 min\", p90: \"1 min\""),
    ("an unknown desk on the way", "[\"hotline\", \"town desk\", \"bureau\"]", "[\"hotline\", \"twon desk\", \"bureau\"]"),
    ("a desk that follows itself", "[\"hotline\", \"town desk\", \"bureau\"]", "[\"hotline\", \"town desk\", \"town desk\"]"),
    ("an unknown channel", "\"patrol\": [\"town desk\"]", "\"patrols\": [\"town desk\"]"),
    ("a level that does not exist", "\"warden\": (level: \"village\"", "\"warden\": (level: \"villages\""),
    ("settlers who settle more than everything", "settles: 0.1, accept", "settles: 0.9, accept"),
    ("a desk that sends nobody known", "sends: [\"warden\"], wrong", "sends: [\"wardens\"], wrong"),
    ("a desk without clerks", "staff: [(\"08:00..18:00\", 1)], accept", "staff: [], accept"),
    ("an unknown desk for joint jobs", "joint_via: \"bureau\"", "joint_via: \"buro\""),
    ("boundaries of an unknown division", "Within(\"district\")", "Within(\"canton\")"),
    ("requests from nowhere", "from: \"village\"", "from: \"hamlet\""),
    ("requests of priority 9", "priority: 2)", "priority: 9)"),
    ("stations in an unknown area", "At([\"village 1\"])", "At([\"vilage 1\"])"),
    ("stations at an unknown level", "Each(\"district\")", "Each(\"districts\")"),
    ("a skill in an unknown department", "Only([\"safety\"])", "Only([\"safetey\"])"),
    ("crews without any shift", "shifts: { \"office\": (hours: \"09:00..17:00\") }, roster: { \"office\": 0 }", "shifts: {}"),
    (
        "shifts without any weight",
        "shifts: { \"office\": (hours: \"09:00..17:00\") }, roster: { \"office\": 0 }",
        "shifts: { \"office\": (hours: \"09:00..17:00\", weight: 0) }",
    ),
    ("a roster of an unknown shift", "roster: { \"office\": 0 }", "roster: { \"offise\": 0 }"),
    ("a break longer than the shift", "after: \"2 h\", lasts: \"30 min\"", "after: \"8 h\", lasts: \"6 h\""),
    ("a handover longer than the shift", "handover: \"10 min\"", "handover: \"13 h\""),
    ("crews of nobody", "officers: 24, crew_size: 2", "officers: 24, crew_size: 0"),
    ("eight days a week", "working_days: 6", "working_days: 8"),
    ("districts that differ from the boundaries", "DistrictFirst(partition: \"district\"", "DistrictFirst(partition: \"former_town\""),
    ("a rule naming an unknown division", "DistrictFirst(partition: \"district\"", "DistrictFirst(partition: \"town\""),
    ("a rule that does not exist", "rule: DistrictFirst(partition: \"district\", outside: AtOnce)", "rule: NearestIdle"),
    ("warm-up as long as the run", "days: 4, warmup_days: 1", "days: 4, warmup_days: 4"),
    ("a run of no days", "days: 4, warmup_days: 1", "days: 0"),
    ("a run beyond the calendar", "start: \"2022-06-30\"", "start: \"9999-12-30\""),
    (
        "more districts than villages",
        "(name: \"village\", zh: \"村\", count: 6, kinds: { \"old\": (count: 4), \"new\": (count: 2) })",
        "(name: \"village\", count: 1)",
    ),
    ("kinds that do not add up", "\"new\": (count: 2)", "\"new\": (count: 3)"),
    ("residents that fit no bounds", "(urban: \"1000..8000\", outer: \"500..8000\")", "(urban: \"10..20\", outer: \"10..20\")"),
    ("parts with more residents than the city", "residents: 6_000", "residents: 60_000"),
    ("zero residents with parts that have some", "residents: 9_000", "residents: 0"),
    ("a centre outside the outline", "centre: (1.5, 2.5)", "centre: (15, 25)"),
    ("an outline that crosses itself", "[(0, 0), (6, 0), (6, 5), (0, 5)]", "[(0, 0), (6, 5), (6, 0), (0, 5)]"),
    ("a way shorter than the straight line", "detour: 1.4", "detour: 0.4"),
    ("travel hours that overlap", "(\"22:00..05:00\", 1.2)", "(\"08:00..05:00\", 1.2)"),
    ("a job of a dozen crews", "hours: \"hourly\", crews: 2", "hours: \"hourly\", crews: 12"),
    ("a source of what is not written", "\"demand.volume\": (grade", "\"demand.volumes\": (grade"),
    ("an unknown primary target", "primary: Accept", "primary: Accepted"),
];

fn told(folder: &Path, name: &str, sets: &[&str]) -> String {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    match load(&folder.join(name), &sets) {
        Ok(_) => "nothing is wrong with it".to_owned(),
        Err(diagnostics) => diagnostics.render(false).replace(&format!("{}/", folder.display()), ""),
    }
}

#[test]
fn mistakes_in_meaning_are_told_with_their_place_and_what_would_be_right() {
    let good = include_str!("../../corpus/everything.ron");
    let folder = tempfile::tempdir().unwrap();
    let mut shown = String::new();
    for (mistake, from, to) in MISTAKES {
        assert!(good.contains(from), "{mistake}: {from} is not in the scenario");
        std::fs::write(folder.path().join("city.ron"), good.replacen(from, to, 1)).unwrap();
        write!(shown, "## {mistake}\n\n{}\n\n", told(folder.path(), "city.ron", &[])).unwrap();
    }
    assert!(!shown.contains("nothing is wrong"), "{shown}");
    insta::assert_snapshot!("meaning", shown);
}

#[test]
fn mistakes_between_files_are_told_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("city.ron", include_str!("../../corpus/everything.ron"));
    write("missing.ron", "(base: \"cty.ron\", name: \"x\")");
    write("a.ron", "(base: \"b.ron\")");
    write("b.ron", "(base: \"a.ron\")");
    write("unknown.ron", "(base: \"city.ron\", demand: (surges: { \"storm\": (volum: 3) }))");
    write("late.ron", "(base: \"city.ron\", workforce: (crews: { \"patrol\": (roster: { \"evening\": 4 }) }))");
    let mut shown = String::new();
    let cases: [(&str, &str, &[&str]); 9] = [
        ("a base that does not exist", "missing.ron", &[]),
        ("bases in a circle", "a.ron", &[]),
        ("a field of an overlay that does not exist", "unknown.ron", &[]),
        ("an overlay that names an unknown shift", "late.ron", &[]),
        ("a setting that does not exist", "city.ron", &["workforce.crews.patrols.officers=30"]),
        ("a setting of a wrong kind", "city.ron", &["workforce.crews.patrol.officers=many"]),
        ("a setting that contradicts", "city.ron", &["run.warmup_days=9"]),
        ("a name with a dot", "city.ron", &["demand.categories.\"water.pipes\".hours=\"hourli\""]),
        ("no file", "citi.ron", &[]),
    ];
    for (mistake, name, sets) in cases {
        write!(shown, "## {mistake}\n\n{}\n\n", told(folder.path(), name, sets)).unwrap();
    }
    insta::assert_snapshot!("files", shown);
}
