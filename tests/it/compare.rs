//! Comparisons as a user makes them, and as theory says they must come out.

use crate::program::{gridgov, json, text};
use gridgov::experiment::compare::{Enough, Runs};
use gridgov::experiment::{Arm, Depth, Job, Known, Plan, Runner};
use gridgov::oracle::Pool;
use gridgov::scenario;
use serde_json::Value;
use std::sync::atomic::AtomicBool;

const COUNTY: &str = "scenarios/county.ron";
const SHORT: [&str; 5] = ["--quiet", "--set", "run.days=4", "--draws", "3"];

fn compare<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["compare", COUNTY], &SHORT[..], more].concat()
}

fn pool(servers: u32) -> Arm {
    let text = format!(
        r#"(
            city: Point(),
            demand: (volume: "3 /h", categories: {{ "job": (on_scene: Exponential(mean: "1 h")) }}),
            workforce: (crews: {{ "server": (officers: 40, roster: {{ "all day": {servers} }}, based: Centre,
                accept: Deterministic("0 s"), turnout: Deterministic("0 s")) }}),
            dispatch: (relocation: Stay),
            run: (days: 800, drain: "100 days", seed: 20221),
        )"#
    );
    let loaded = scenario::load_text("pool.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false)));
    Arm::of(loaded, format!("{servers} servers"), Vec::new())
}

#[test]
fn an_erlang_difference_is_found_with_its_sign_and_size() {
    let arms = [pool(5), pool(4)];
    let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
    let enough = Enough { plan: Plan::fixed(16), half_width: None };
    let mut runs = Runs::new(&arms, true, enough.plan, 0.999);
    runs.replicate(enough, &runner, |_| ()).unwrap();
    let wait = |servers| 3_600.0 * Pool { arrivals: 3.0, service: 1.0, servers }.mean_wait();
    let exact = wait(4) - wait(5);
    let found = runs.differences().into_iter().find(|judged| judged.measure == "crew_queue_s").unwrap();
    let (lower, upper) = (found.lower.unwrap(), found.upper.unwrap());
    println!("exact {exact:.1} s, estimate {:.1}, {lower:.1} to {upper:.1}", found.estimate);
    assert!(lower <= exact && exact <= upper, "{exact} is not in {lower}..{upper}");
    assert!(lower > 0.0 && (upper - lower) / 2.0 < 0.15 * exact, "{lower}..{upper} is too wide to mean anything");
    assert_eq!(serde_json::to_value(found.verdict).unwrap(), "worse");
    assert!(runs.pairing().iter().all(|pairing| pairing.variance_ratio < 1.0), "{:?}", runs.pairing());
    assert!(runs.traces_identical());
}

#[test]
fn offers_that_came_to_nothing_are_assumed_unless_crews_are_called_away() {
    for (preemption, origin) in [("NonPreemptive", "assumed"), ("PreemptivePriority(on_scene: true)", "emergent")] {
        let rule = format!("dispatch.preemption={preemption}");
        let found = json(
            &[
                &compare(&["--vary", "workforce.crews.patrol.officers=40", "--json"])[..],
                &["--set", &rule, "--set", "demand.volume=400 /day", "--set", "workforce.crews.patrol.refusal=0.2"],
            ]
            .concat(),
        );
        let parts = &found["parts"][0];
        let of = |origin: &'static str| parts["segments"].as_array().unwrap().iter().filter(move |part| part["origin"] == origin);
        let refused = of(origin).find(|part| part["part"] == "refused_s").unwrap_or_else(|| panic!("{preemption}: {parts}"));
        assert!(refused["against_s"].as_f64().unwrap() > 0.0, "{preemption}: {refused}");
        for sum in ["assumed", "emergent"] {
            let (whole, parts): (_, f64) =
                (parts[sum]["against_s"].as_f64().unwrap(), of(sum).map(|p| p["against_s"].as_f64().unwrap()).sum());
            assert!((whole - parts).abs() < 1e-3 && parts > 0.0, "{sum}: {whole} is not {parts}");
        }
        assert_eq!((&parts["response"]["origin"], &parts["assumed"]["origin"]), (&"both".into(), &"assumed".into()));
    }
}

#[test]
fn replications_without_an_incident_take_no_answer_away() {
    let rare =
        ["compare", COUNTY, "--vary", "dispatch.rule=Random", "--set", "demand.volume=2 /day", "--set", "run.days=1", "--draws", "0"];
    let document = json(&[&rare[..], &["--replications", "60", "--quiet", "--json"]].concat());
    let found = document["differences"].as_array().unwrap().iter().find(|difference| difference["measure"] == "on_scene").unwrap();
    assert!(found["upper"].as_f64().is_some() && document["sentences"].as_array().is_some_and(|said| !said.is_empty()), "{found}");
    assert!(
        document["arms"][0]["measures"]["on_scene"]["replications"].as_u64() < Some(60),
        "some have no incident: {}",
        document["arms"][0]
    );
    let none = [&rare[..3], &["dispatch.rule=Random", "--set", "demand.volume=0 /day", "--replications", "2", "--draws", "0"]].concat();
    let told = text(&gridgov(&none).stdout);
    assert!(told.contains("cannot be compared") && !told.contains("± –"), "{told}");
    let document = json(&[&none[..], &["--quiet", "--json"]].concat());
    let said = &document["sentences"][0];
    assert!(said["en"].as_str().is_some_and(|said| said.contains("cannot be compared")), "{document}");
    assert_eq!((&said["measure"], &said["verdict"]), (&document["primary"], &"undecided".into()));
}

#[test]
fn one_replication_has_differences_but_neither_intervals_nor_p_values() {
    let document = json(&[&compare(&["--vary", "dispatch.rule=Random", "--replications", "1"])[..], &["--json"]].concat());
    let differences = document["differences"].as_array().unwrap();
    assert!(!differences.is_empty());
    for difference in differences {
        assert!(difference["estimate"].is_f64() && difference["verdict"] == "undecided", "{difference}");
        assert!(["lower", "upper", "p_value", "p_holm"].iter().all(|key| difference[*key].is_null()), "{difference}");
    }
}

#[test]
fn a_scenario_is_equal_to_itself() {
    let document = json(&compare(&[COUNTY, "--replications", "3", "--json"]));
    assert_eq!(document["traces_identical"], true);
    let differences = document["differences"].as_array().unwrap();
    assert!(differences.len() > 20);
    for difference in differences {
        assert_eq!(difference["estimate"].as_f64(), Some(0.0), "{difference}");
        assert_eq!(difference["verdict"], "equal", "{difference}");
    }
    assert!(document["arms"][0]["name"] != document["arms"][1]["name"], "arms of one name are told apart");
}

#[test]
fn a_cell_of_a_breakdown_is_judged_by_the_margin() {
    let few = ["--set", "demand.volume=2 /day", "--vary", "workforce.crews.patrol.officers=12", "--replications", "3", "--json"];
    let document = json(&compare(&few));
    let margin = document["indifference"].as_f64().unwrap();
    let breakdowns = document["breakdowns"].as_array().unwrap().iter().map(|breakdown| breakdown["rows"].as_array().unwrap());
    let rows = breakdowns.filter(|rows| rows.len() > 1).flatten();
    let cells: Vec<&Value> = rows.flat_map(|row| row["targets"].as_array().unwrap()).filter(|cell| !cell.is_null()).collect();
    for cell in &cells {
        let (lower, upper) = (cell["lower"].as_f64().unwrap(), cell["upper"].as_f64().unwrap());
        match cell["verdict"].as_str().unwrap() {
            "better" => assert!(lower > margin, "{cell}"),
            "worse" => assert!(upper < -margin, "{cell}"),
            "equal" => assert!(-margin < lower && upper < margin, "{cell}"),
            _ => (),
        }
    }
    assert!(cells.iter().any(|cell| cell["estimate"] == 0.0 && cell["verdict"] == "undecided"), "little is known of most");
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let vary = ["--vary", "run.drain=1 day", "--vary", "dispatch.rule=Random", "--replications", "3"];
    for format in [&["--json"][..], &[]] {
        let run = |threads: &str| gridgov(&[&compare(&vary)[..], format, &["--threads", threads]].concat()).stdout;
        let one = run("1");
        assert!(!one.is_empty());
        assert!(one == run("2"), "the bytes differ");
    }
}

#[test]
fn arms_that_do_not_meet_the_same_incidents_are_refused_unless_unpaired() {
    for (change, named) in
        [("demand.volume=30 /day", "`demand.volume`"), ("run.seed=7", "`run.seed`"), ("run.warmup_days=1", "`run.warmup_days`")]
    {
        let output = gridgov(&compare(&["--vary", change]));
        assert_eq!(output.status.code(), Some(2), "{change}");
        let said = text(&output.stderr);
        assert!(said.contains(named) && said.contains("--unpaired") && !said.contains("--set"), "{said}");
    }
    // Neither surge strikes in the first replication.
    let storm = r#"demand.surges={"storm": (when: Random(per_year: 0.01, months: "01..12"), lasts: "2 h", volume: 2)}"#;
    let output = gridgov(&compare(&["--set", storm, "--vary", "demand.surges.storm.when.per_year=0.02"]));
    assert!(output.status.code() == Some(2) && text(&output.stderr).contains("`demand.surges.storm.when.per_year`"));
    let output = gridgov(&compare(&["--vary", "targets.accept=4 min", "--unpaired"]));
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("promises something else") && text(&output.stderr).contains("`targets"));
    let document = json(&compare(&["--vary", "demand.volume=30 /day", "--unpaired", "--replications", "3", "--json"]));
    assert_eq!((&document["traces_identical"], &document["paired"]), (&false.into(), &false.into()));
    assert!(document["differences"][0]["lower"].is_number());
    let shown = gridgov(&compare(&["--vary", "run.seed=7", "--unpaired", "--replications", "2"]));
    let shown = text(&shown.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains(", seed 1; B ") && shown.contains(", seed 7; 2 replications of each"), "{shown}");
}

/// A log repeats its rows in every replication; what they leave open is drawn anew.
#[test]
fn a_log_is_not_the_demand_that_it_was_traced_from_nor_a_log_completed_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let county = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(COUNTY);
    let traced = gridgov(&["trace", COUNTY, "--set", "run.days=4", "--out", &at("records.csv")]);
    assert!(traced.status.success(), "{}", text(&traced.stderr));
    std::fs::write(at("replayed.ron"), format!("(base: {county:?}, name: \"Replayed\", demand: Log(\"records.csv\"))")).unwrap();
    let replayed = at("replayed.ron");
    for arms in [["compare", COUNTY, &replayed], ["compare", &replayed, COUNTY]] {
        let output = gridgov(&[&arms[..], &SHORT].concat());
        assert!(output.status.code() == Some(2) && text(&output.stderr).contains("`demand.log`"), "{}", text(&output.stderr));
    }
    for command in [&["frontier", COUNTY, "--target", "accept"][..], &["break-even", COUNTY]] {
        let output = gridgov(&[command, &["--against", &replayed, "--set", "run.days=4"]].concat());
        assert!(output.status.code() == Some(2) && text(&output.stderr).contains("`demand.log`"), "{}", text(&output.stderr));
    }
    let vary = |set: &str, more: &[&str]| gridgov(&[&["compare", &replayed, "--vary", set], &SHORT[..], more].concat());
    let patience = "demand.patience=Exponential(mean: \"1000000 h\")";
    let output = vary(patience, &[]);
    assert!(output.status.code() == Some(2) && text(&output.stderr).contains("`demand.patience`"), "{}", text(&output.stderr));
    let given = vary("demand.categories.noise.share=0.2", &["--replications", "2", "--json"]);
    let document: Value = serde_json::from_slice(&given.stdout).unwrap_or_else(|_| panic!("{}", text(&given.stderr)));
    assert_eq!((&document["traces_identical"], &document["paired"]), (&true.into(), &true.into()));
    let unpaired = vary(patience, &["--unpaired", "--replications", "2"]);
    let shown = text(&unpaired.stdout);
    assert!(shown.contains("DIFFERENT incidents") && shown.contains("unpaired, 2 replications"), "{shown}");
}

#[test]
fn more_than_a_computer_can_hold_is_refused() {
    for (asked, said) in
        [(["--draws", "4000000000"], "4000000000"), (["--vary", "workforce.crews.patrol.absence=0..0.5/1001"], "1001 combinations")]
    {
        let output = gridgov(&["compare", COUNTY, COUNTY, asked[0], asked[1]]);
        let told = text(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains(said), "{told}");
    }
}

#[test]
fn it_replicates_until_it_is_decided_or_the_budget_is_spent() {
    let worse = ["--vary", "workforce.crews.patrol.turnout=3 h", "--json"];
    let first = json(&compare(&worse));
    assert_eq!((&first["stopping"]["reason"], &first["replications"]), (&"decided".into(), &10.into()), "{}", first["differences"][0]);
    assert_eq!(first["differences"][0]["verdict"], "worse");
    let narrow = [&worse[..], &["--half-width", "0.000001", "--budget", "20"]].concat();
    let spent = json(&compare(&narrow));
    assert_eq!((&spent["stopping"]["reason"], &spent["replications"]), (&"budget".into(), &20.into()));
    assert_eq!(spent["stopping"]["looks"].as_array().unwrap().len(), 2);
    for (half_width, reason) in [("0.000001", "budget"), ("90", "precise")] {
        let one = json(&compare(&[&worse[..], &["--half-width", half_width, "--budget", "10"]].concat()));
        assert_eq!((&one["stopping"]["reason"], &one["stopping"]["plan"]["first"]), (&reason.into(), &10.into()), "one look is a look");
        assert_eq!(one["stopping"]["plan"]["half_width"].as_f64(), Some(half_width.parse::<f64>().unwrap() / 100.0));
    }
    assert!(first["stopping"]["plan"]["half_width"].is_null());
    let told = |half_width: &str| {
        let output = gridgov(&compare(&[&worse[..2], &["--lang", "en", "--half-width", half_width, "--budget", "10"]].concat()));
        text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let missed = "The half-width of 0.10 points that was asked for was not reached: more replications (--budget)";
    assert!(told("0.1").contains(missed) && !told("90").contains("not reached"), "{}", told("0.1"));
}

/// Two crews too few on some days, on which nearly all are late.
#[test]
fn where_few_replications_decide_it_goes_on_and_says_so() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("days.ron");
    let days = r#"(name: "days", city: Explicit(areas: { "a": (at: (0, 0), weight: 5), "b": (at: (8, 0), weight: 3), "c": (at: (0, 12), weight: 2), "d": (at: (15, 9), weight: 1) },
            travel: (urban: "30 km/h", detour: 1)),
        demand: (volume: "40 /day", categories: { "job": (on_scene: Exponential(mean: "1 h")) }),
        workforce: (crews: { "r": (officers: 1000, roster: { "all day": 4 }, allotted: Equally, based: At(["a", "b", "c", "d"]),
            accept: Deterministic("0 s"), turnout: Exponential(mean: "10 min")) }),
        targets: (on_scene: "100 min"), run: (days: 1, warmup_days: 0, drain: "10 days", replications: 10, indifference: 0.03))"#;
    std::fs::write(&file, days).unwrap();
    let file = file.to_str().unwrap();
    let ask = ["compare", file, "--vary", "dispatch.rule=DemandSupplyBalancing", "--draws", "0", "--quiet"];
    let found = json(&[&ask[..], &["--json"]].concat());
    let first = &found["differences"][0];
    let wanted = first["replications_wanted"].as_u64().unwrap();
    assert!(wanted > 100 && first["verdict"] == "equal", "{first}");
    let looks: Vec<_> = found["stopping"]["looks"].as_array().unwrap().iter().map(|look| look["undecided"].as_u64()).collect();
    assert_eq!((looks, &found["stopping"]["reason"]), (vec![Some(1), Some(0), Some(0)], &"budget".into()), "decided, but by few");
    let said = text(&gridgov(&ask).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    let few = format!("paired, 40 replications, few of which decide, so that this is surer than it ought to be: some {wanted} are wanted");
    assert!(said.contains(&few), "{said}");
    // Each replication by itself is within half of all incidents, whatever its shape.
    let wide = json(&[&ask[..], &["--set", "run.indifference=0.5", "--json"]].concat());
    assert_eq!((&wide["stopping"]["reason"], &wide["differences"][0]["replications_wanted"]), (&"decided".into(), &Value::Null));
    // Months are near normal.
    let months = json(&[&ask[..], &["--set", "run.days=28", "--json"]].concat());
    assert_eq!((&months["differences"][0]["replications_wanted"], &months["stopping"]["reason"]), (&Value::Null, &"decided".into()));

    // A level is not certified although its interval lies above what is asked.
    let frontier = ["frontier", file, "--target", "on_scene=97%", "--levels", "100%..100%/1", "--seed", "2", "--quiet"];
    let seen = json(&[&frontier[..], &["--json"]].concat())["levels"][0]["conditions"][0].clone();
    assert!(seen["lower"].as_f64() > seen["threshold"].as_f64() && seen["standing"] == "undecided", "{seen}");
    let said = text(&gridgov(&frontier).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(&format!("surer than it ought to be: some {} are wanted", seen["replications_wanted"])), "{said}");

    // Nor is a side of break-even, of which the same replications are wanted.
    let other = place.path().join("other.ron");
    std::fs::write(&other, r#"(base: "days.ron", dispatch: (rule: DemandSupplyBalancing))"#).unwrap();
    let even = ["break-even", file, "--against", other.to_str().unwrap(), "--factor", "workforce.crews.r.turnout", "--margin", "--quiet"];
    let seen = json(&[&even[..], &["--within", "10 min..12 min", "--json"]].concat());
    assert_eq!(seen["rows"][0]["difference"]["replications_wanted"], wanted, "{}", seen["rows"][0]["difference"]);
    let points = seen["rows"][0]["points"].as_array().unwrap().iter();
    let most = points.filter_map(|point| point["replications_wanted"].as_u64()).max().unwrap();
    assert!(
        seen["sentences"][2]["en"].as_str().is_some_and(|few| few.ends_with(&format!("some {most} are wanted."))),
        "{}",
        seen["sentences"]
    );

    let rank = ["rank", file, "--rules", "ClosestIdle,DemandSupplyBalancing", "--misses", "0", "--hindsight", "0", "--quiet"];
    let narrow = ["--set", "run.indifference=0.01"];
    for (more, used) in [(&[][..], "of each rule before any is eliminated"), (&["--replications", "40"], "of each rule")] {
        let asked = [&rank[..], &narrow, more].concat();
        let wanted = json(&[&asked[..], &["--json"]].concat())["guarantee"]["replications_wanted"].as_u64().unwrap();
        let said = text(&gridgov(&asked).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(&format!("surer than it ought to be: some {wanted} {used} are wanted")), "{said}");
    }
    // Within the margin of the scenario it is sure whatever the shape.
    assert_eq!(json(&[&rank[..], &["--json"]].concat())["guarantee"]["replications_wanted"], Value::Null);
}

#[test]
fn the_folder_has_a_row_for_every_arm_replication_and_measure() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let out = out.to_str().unwrap();
    let asked = ["--vary", "dispatch.rule=Random", "--replications", "2", "--out", out];
    let output = gridgov(&compare(&[&asked[..], &["--json"]].concat()));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let summary = std::fs::read(format!("{out}/summary.json")).unwrap();
    assert_eq!(summary, output.stdout);
    let document: Value = serde_json::from_slice(&summary).unwrap();
    let measures = document["arms"][0]["measures"].as_object().unwrap().len();
    let rows = std::fs::read_to_string(format!("{out}/replications.csv")).unwrap();
    assert_eq!(rows.lines().count(), 1 + 2 * 2 * measures);
    assert!(rows.starts_with("arm,replication,seed,digest,trace_digest,measure,value,above,below\n"));
    let manifest: Value = serde_json::from_slice(&std::fs::read(format!("{out}/manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["arms"].as_array().unwrap().len(), 2);
    assert_eq!(manifest["done"].as_array().unwrap().len(), 4);
    assert!(gridgov(&compare(&asked)).status.success(), "the same comparison may be written again");
    let other = gridgov(&compare(&["--vary", "dispatch.rule=Random", "--replications", "3", "--out", out]));
    assert_eq!(other.status.code(), Some(2));
    assert!(text(&other.stderr).contains("--force"));
}

#[test]
fn whose_margin_counts_is_told_where_arms_have_different_ones() {
    let folder = tempfile::tempdir().unwrap();
    let county = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(COUNTY);
    let wide = folder.path().join("wide.ron").display().to_string();
    std::fs::write(&wide, format!("(base: {county:?}, name: \"Wide\", run: (indifference: 0.2))")).unwrap();
    let told = |command: &[&str]| {
        let output = gridgov(&[command, &["--set", "run.days=2", "--replications", "2"]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let of = |own: &str, other: &str| format!("The margin (run.indifference) is the {own}; {other}.");
    let county = "Three Rivers, a made-up county";
    let (wide_is, county_has) = (of("20.0 of Wide", &format!("{county} has 1.0")), of(&format!("1.0 of {county}"), "Wide has 20.0"));
    assert!(told(&["compare", COUNTY, &wide, "--draws", "0", "--brief"]).contains(&county_has));
    assert!(told(&["compare", &wide, COUNTY, "--draws", "0", "--brief"]).contains(&wide_is));
    assert!(!told(&["compare", COUNTY, COUNTY, "--draws", "0", "--brief"]).contains("run.indifference"));
    assert!(told(&["frontier", COUNTY, "--against", &wide, "--levels", "100%..100%/1"]).contains(&wide_is));
    let accept = ["break-even", COUNTY, "--against", &wide, "--factor", "workforce.crews.patrol.accept"];
    assert!(told(&[&accept[..], &["--margin"]].concat()).contains(&wide_is));
    assert!(!told(&accept).contains("run.indifference"), "no margin is asked for");
}

#[test]
fn what_cannot_be_compared_is_told() {
    for (arguments, said) in [
        (vec!["compare", COUNTY], "nothing to compare"),
        (compare(&["--vary", "workforce.crews.patrol.oficers=2..4/3"]), "did you mean `workforce.crews.patrol.officers`"),
        (compare(&["--vary", "workforce.crews.patrol.absence=0.1..2/3"]), "must lie between"),
        (compare(&["--vary", "run.replications=3,4"]), "`run.replications` is no factor: all have the same number, by --replications"),
        (compare(&["--vary", "demand.volume=2..10 /h/3"]), "\"2\" has no unit"),
        (vec!["factors", COUNTY, "oficers"], "did you mean `workforce.crews.patrol.officers`"),
    ] {
        let output = gridgov(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = text(&output.stderr);
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn arms_of_other_tables_are_made_the_same_by_a_whole_path() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let town = r#"(city: Explicit(file: "v.csv"), demand: (volume: "20 /day", categories: {"x": ()}), workforce: (crews: {"p": (crews: 2, based: Centre)}),
        run: (days: 2))"#;
    for (name, rows) in [("a", "V,0,0,5\n"), ("b", "V,0,0,5\nW,9,0,5\n")] {
        std::fs::create_dir(at(name)).unwrap();
        std::fs::write(at(&format!("{name}/town.ron")), town).unwrap();
        std::fs::write(at(&format!("{name}/v.csv")), format!("name,x_km,y_km,residents\n{rows}")).unwrap();
    }
    let (one, other) = (at("a/town.ron"), at("b/town.ron"));
    let short = ["--replications", "2", "--draws", "0"];
    for pair in [&["compare", &one, &other][..], &["frontier", &one, "--against", &other], &["break-even", &one, "--against", &other]] {
        let refused = text(&gridgov(pair).stderr);
        assert!(refused.contains("`city.file`") && refused.contains("of a file give the whole path"), "{refused}");
    }
    let set = format!("city.file={}", at("b/v.csv"));
    let output = gridgov(&[&["compare", &one, &other, "--set", &set][..], &short].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn everything_that_is_wrong_with_several_files_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let county = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(COUNTY);
    for (name, wrong) in [("one.ron", "run: (dais: 3)"), ("two.ron", "dispach: ()")] {
        std::fs::write(at(name), format!("(base: {county:?}, {wrong})")).unwrap();
    }
    let (one, two, none) = (at("one.ron"), at("two.ron"), at("none.ron"));
    for command in [&["compare", &one, &two][..], &["frontier", &one, "--against", &two], &["break-even", &one, "--against", &two]] {
        let output = gridgov(command);
        let told = text(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains("dais") && told.contains("dispach"), "{command:?}: {told}");
    }
    let all = gridgov(&["compare", COUNTY, &one, &none, "--vary", "foo=1"]);
    let told = text(&all.stderr);
    assert!(["dais", "none.ron", "foo"].iter().all(|said| told.contains(said)), "{told}");
    let once = gridgov(&["compare", COUNTY, "scenarios/longgang.ron", "--set", "run.dais=3", "--vary", "foo=1"]);
    let told = text(&once.stderr);
    assert_eq!(told.matches("unknown field").count(), 1, "{told}");
    let values = gridgov(&["compare", COUNTY, "--vary", "dispatch.rule=Rndom,Closet"]);
    let told = text(&values.stderr);
    assert!(["`Rndom`", "`Closet`"].iter().all(|name| told.contains(&format!("--vary dispatch.rule: unknown name {name}"))), "{told}");
}

#[test]
fn files_of_one_text_beside_other_tables_are_other_arms() {
    let folder = tempfile::tempdir().unwrap();
    let text_of = r#"(name: "Same", city: Explicit(file: "areas.csv"),
        demand: (volume: "20 /day", categories: { "job": (on_scene: Deterministic("5 min")) }),
        workforce: (crews: { "server": (officers: 9, crew_size: 1, working_days: 7, based: Centre) }), run: (days: 2))"#;
    for (name, x) in [("one", 1), ("two", 9)] {
        let of = folder.path().join(name);
        std::fs::create_dir(&of).unwrap();
        std::fs::write(of.join("city.ron"), text_of).unwrap();
        std::fs::write(of.join("areas.csv"), format!("name,x_km,y_km,population\na,0,0,9\nb,{x},0,9\n")).unwrap();
    }
    let file = |name: &str| folder.path().join(name).join("city.ron").display().to_string();
    let (one, two) = (file("one"), file("two"));
    let vary = ["--vary", "workforce.crews.server.officers=9,8", "--unpaired", "--replications", "2", "--draws", "0", "--quiet", "--json"];
    let document = json(&[&["compare", &one, &two][..], &vary].concat());
    let of: Vec<(&str, usize)> = document["arms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|arm| (arm["scenario"].as_str().unwrap(), arm["set"].as_array().unwrap().len()))
        .collect();
    assert_eq!(of, [(&*one, 0), (&*two, 0), (&*one, 1), (&*two, 1)], "each as it stands and with eight; with nine is as it stands");
    let load = |file: &String| Arm::load(std::path::Path::new(file), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
    let arms = [&one, &two].map(load);
    let run = |known: &[Known]| {
        let runner = Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(false), known };
        runner.run(&arms, &Job::all(2, 0..1), Depth::Measures).unwrap().results
    };
    let fresh = run(&[]);
    let known: Vec<Known> = arms.iter().zip(&fresh).map(|(arm, measured)| Known::of(arm, 0, vec![measured.clone()])).collect();
    assert_ne!(fresh[0].digest, fresh[1].digest);
    assert_eq!(run(&known), fresh, "each goes on with its own");
}

#[test]
fn the_list_of_factors_is_a_document() {
    let document = json(&["factors", COUNTY, "officers", "--json"]);
    assert_eq!(document["schema"], 1);
    assert_eq!(document["factors"][0]["path"], "workforce.crews.patrol.officers");
}

/// The fields of a document and what stands in them, without the values; of a list only the first item.
fn shape(value: &Value, path: &str, lines: &mut Vec<String>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(items) => {
            lines.push(format!("{path}: list"));
            return items.iter().take(1).for_each(|item| shape(item, &format!("{path}[]"), lines));
        }
        Value::Object(fields) => return fields.iter().for_each(|(key, field)| shape(field, &format!("{path}.{key}"), lines)),
    };
    lines.push(format!("{path}: {kind}"));
}

#[test]
fn the_document_keeps_its_fields() {
    let slow = ["--vary", "workforce.crews.patrol.accept=10 min,20 min", "--replications", "2", "--json"];
    let graded = r#"provenance={"workforce.crews.patrol.accept": (grade: C, source: "a guess")}"#;
    let document = json(&compare(&[&slow[..], &["--set", graded]].concat()));
    let mut lines = Vec::new();
    shape(&document, "", &mut lines);
    insta::assert_snapshot!(lines.join("\n"));
}
