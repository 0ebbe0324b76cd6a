//! The smallest staff that does, as a user asks for it.

use crate::program::{gridgov, json, text};
use serde_json::Value;
use std::path::Path;

fn refused(arguments: &[&str]) -> String {
    let output = gridgov(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stderr)
}

const COUNTY: &str = "scenarios/county.ron";

fn frontier<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["frontier", COUNTY, "--quiet", "--set", "run.days=4", "--staff", "crews"], more].concat()
}

/// The worked example: 10 erlangs, work of 180 s, 80% within 20 s. Erlang C gives 0.7956 with 13 and 0.8884 with 14.
/// Times are 2.5 times as long here, so that nothing but the clock differs.
const POOL: &str = r#"(
    city: Point(),
    demand: (volume: "80 /h", categories: { "job": (on_scene: Exponential(mean: "450 s")) }),
    workforce: (crews: { "server": (officers: 20, crew_size: 1, working_days: 7, based: Centre,
        accept: Deterministic("0 s"), turnout: Deterministic("0 s")) }),
    dispatch: (relocation: Stay),
    targets: (on_scene: "50 s"),
    run: (days: 20, drain: "100 days", seed: 20221),
)"#;

#[test]
fn the_staffing_of_erlang_is_found_through_a_scenario_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pool.ron");
    std::fs::write(&file, POOL).unwrap();
    let file = file.to_str().unwrap();
    let ask = ["frontier", file, "--quiet", "--target", "on_scene=80%", "--levels", "55%..80%/6", "--json"];
    let document = json(&ask);
    let exact = gridgov::oracle::Pool::servers_for(80.0, 8.0, 50.0 / 3600.0, 0.8);
    assert_eq!(exact, Some(14));
    let (below, from) = (document["infeasible_below"].as_f64().unwrap(), document["feasible_from"].as_f64().unwrap());
    println!("{below} to {from}");
    assert_eq!(from, 14.0 / 20.0, "14 of 20 are certified enough");
    assert!(below >= 13.0 / 20.0 && below <= from, "12 are certified too few");
    assert_eq!(document["confidence"], 0.95);
    assert_eq!(document["frontiers"][0]["posts_feasible_from"], 14);
    for level in document["levels"].as_array().unwrap() {
        let servers = level["posts"].as_u64().unwrap() as u32;
        let pool = gridgov::oracle::Pool { arrivals: 80.0, service: 8.0, servers };
        let within = 1.0 - pool.wait_exceeds(50.0 / 3600.0);
        let seen = &level["conditions"][0];
        let (lower, upper) = (seen["lower"].as_f64().unwrap(), seen["upper"].as_f64().unwrap());
        assert!(lower <= within && within <= upper, "{servers} servers: {within} is not in {lower}..{upper}");
    }
}

#[test]
fn attainments_and_their_intervals_are_shares() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let document = json(&frontier(&["--target", "accept=85%", "--replications", "2", "--json", "--out", out.to_str().unwrap()]));
    let conditions = document["levels"].as_array().unwrap().iter().flat_map(|level| level["conditions"].as_array().unwrap());
    let ends: Vec<f64> = conditions.flat_map(|seen| ["lower", "upper"].map(|end| seen[end].as_f64().unwrap())).collect();
    assert!(ends.contains(&1.0) && ends.iter().all(|end| (0.0..=1.0).contains(end)), "{ends:?}");
    let mut levels = csv::Reader::from_path(out.join("levels.csv")).unwrap();
    let above = levels.records().map(|row| row.unwrap()[5].parse::<f64>().unwrap()).find(|upper| *upper > 1.0);
    assert_eq!(above, None);
}

#[test]
fn its_own_committed_work_is_held_to_whatever_the_other_has() {
    let folder = tempfile::tempdir().unwrap();
    let county = folder.path().join("county.ron");
    let loaded = folder.path().join("loaded.ron");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(COUNTY), &county).unwrap();
    let text = r#"(base: "county.ron", name: "loaded", demand: (committed_work: (crew_time_per_day: "200 h")))"#;
    std::fs::write(&loaded, text).unwrap();
    let [county, loaded] = [county, loaded].map(|path| path.to_str().unwrap().to_owned());
    let search = |file: &str, other: &str| {
        let more = ["--set", "run.days=2", "--replications", "3", "--levels", "100%..100%/1", "--committed", "0.9", "--quiet", "--json"];
        let document = json(&[&["frontier", file, "--against", other][..], &more].concat());
        let conditions = document["levels"][0]["conditions"].as_array().unwrap().iter();
        (document["frontiers"].as_array().unwrap().len(), conditions.map(|c| c["measure"].clone()).collect::<Vec<_>>())
    };
    let (answers, conditions) = search(&loaded, &county);
    assert!(answers == 2 && conditions.contains(&"committed_done".into()), "{answers} {conditions:?}");
    let (answers, conditions) = search(&county, &loaded);
    assert!(answers == 1 && !conditions.contains(&"committed_done".into()), "{answers} {conditions:?}");
}

#[test]
fn what_lies_between_two_levels_was_not_tried() {
    let coarse = text(&gridgov(&frontier(&["--target", "on_scene=80%", "--levels", "5%..80%/4"])).stdout).replace("\n  ", " ");
    assert!(coarse.contains("needs more than 5% and at most 30% of the posts (more than 3, at most 18 of 60;"), "{coarse}");
    let fine = text(&gridgov(&frontier(&["--target", "on_scene=80%", "--levels", "5%..100%/58"])).stdout).replace("\n  ", " ");
    assert!(!fine.contains("needs more than"), "{fine}");
}

#[test]
fn the_answer_lies_between_what_was_certified() {
    let document = json(&frontier(&["--against", COUNTY, "--target", "respond,on_scene", "--json"]));
    let (below, from) = (document["infeasible_below"].as_f64().unwrap(), document["feasible_from"].as_f64().unwrap());
    assert!(below <= from && from < 1.0, "{below} {from}");
    assert_eq!((&document["schema"], &document["command"]), (&1.into(), &"frontier".into()));
    let candidates: Vec<f64> = document["candidates"].as_array().unwrap().iter().map(|c| c.as_f64().unwrap()).collect();
    assert!(candidates.windows(2).all(|pair| pair[0] < pair[1]) && candidates.contains(&below) && candidates.contains(&from));
    let mut before = 0.0;
    for level in document["levels"].as_array().unwrap() {
        let share = level["level"].as_f64().unwrap();
        assert!(share > before, "levels stand in order");
        before = share;
        assert_eq!(level["conditions"].as_array().unwrap().len(), 2, "nothing is due beside incidents, so that is not asked");
        let standing = level["standing"].as_str().unwrap();
        assert!(if share >= from { standing == "feasible" } else { standing != "feasible" }, "{level}");
        assert!(share >= below || standing == "infeasible", "{level}");
    }
    assert_eq!(document["frontiers"].as_array().unwrap().len(), 1);
    assert!(document["monotone"].as_array().unwrap().iter().all(|check| check["holds"] == true));
}

#[test]
fn committed_work_is_a_condition_of_its_own() {
    let due = ["--set", "demand.committed_work=(crew_time_per_day: \"20 h\")", "--target", "on_scene=70%", "--json"];
    let document = json(&frontier(&due));
    let both = document["frontiers"].as_array().unwrap();
    assert_eq!((both.len(), &both[0]["committed_work"], &both[1]["committed_work"]), (2, &false.into(), &true.into()));
    let from = |at: usize| both[at]["feasible_from"].as_f64().unwrap();
    assert!(from(0) < from(1), "the work takes people: {} {}", from(0), from(1));
    assert_eq!(document["feasible_from"].as_f64(), Some(from(1)), "in full it is asked for");
    let left_out = json(&frontier(&[&due[..], &["--committed", "0"]].concat()));
    assert_eq!(left_out["frontiers"].as_array().unwrap().len(), 1);
}

#[test]
fn what_can_never_be_decided_is_refused() {
    for (flags, said) in [
        (&["--target", "on_scene=0%"][..], "always reached"),
        (&["--target", "on_scene=100%"], "never be certified"),
        (&["--target", "on_scene=80%", "--chance", "1"], "never be certified"),
        (&["--target", "on_scene=80%", "--committed", "100%"], "never be certified"),
    ] {
        let refused = gridgov(&frontier(flags));
        assert!(refused.status.code() == Some(2) && text(&refused.stderr).contains(said), "{flags:?}: {}", text(&refused.stderr));
    }
}

#[test]
fn days_that_meet_it_are_counted_with_exact_bounds() {
    let ask = ["--target", "on_scene=80%", "--chance", "0.8", "--budget", "80", "--levels", "10%..60%/6", "--json"];
    let document = json(&frontier(&ask));
    assert_eq!(document["conditions"][0]["chance"], 0.8);
    let alone = document["level_alone"].as_f64().unwrap();
    for level in document["levels"].as_array().unwrap() {
        let seen = &level["conditions"][0];
        let (days, share) = (seen["replications"].as_f64().unwrap(), seen["estimate"].as_f64().unwrap());
        let bounds = gridgov::stats::binomial_bounds((days * share + 0.5) as u64, days as u64, 1.0 - alone);
        assert!((bounds.lower - seen["lower"].as_f64().unwrap()).abs() < 1e-12, "{seen}");
        assert!((bounds.upper - seen["upper"].as_f64().unwrap()).abs() < 1e-12, "{seen}");
    }
    assert!(document["feasible_from"].as_f64().unwrap() <= 0.4, "{}", document["feasible_from"]);
}

/// 8 of 10 records are reached in time by the one, 7 by the other: ten points fewer, as many as the margin.
#[test]
fn a_day_that_is_worse_by_the_margin_is_not_worse_by_more() {
    let scenario = r#"(
        name: "near",
        city: Explicit(areas: {"a": (at: (0, 0), weight: 1), "b": (at: (5, 0), weight: 1), "c": (at: (11, 0), weight: 1)},
            travel: (urban: "30 km/h", detour: 1)),
        demand: (log: "records.csv", categories: {"job": (on_scene: Deterministic("1 min"))}),
        workforce: (crews: {"r": (officers: 2, crew_size: 1, working_days: 7, based: At(["a"]),
            accept: Deterministic("0 s"), turnout: Deterministic("0 s"))}),
        targets: (on_scene: "20 min"),
        run: (start: "2022-01-01", days: 1, warmup_days: 0, drain: "10 days", seed: 1, indifference: 0.1))"#;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let areas = ["a", "a", "a", "a", "a", "a", "a", "b", "c", "c"];
    let records: String = areas.iter().enumerate().map(|(at, area)| format!("2022-01-01 {:02}:00,{area},60\n", 1 + 2 * at)).collect();
    write("records.csv", &format!("reported,area,work_s\n{records}"));
    let near = write("near.ron", scenario);
    let far = write("far.ron", r#"(base: "near.ron", city: Explicit(travel: (urban: "14 km/h")))"#);
    let ask = ["frontier", &far, "--against", &near, "--chance", "0.8", "--levels", "100%..100%/1", "--quiet", "--json"];
    let document = json(&ask);
    let shares = ["arm", "against"].map(|arm| document[arm]["measures"]["on_scene"]["estimate"].as_f64().unwrap());
    assert_eq!(shares, [0.7, 0.8], "{document}");
    let seen = &document["levels"][0]["conditions"][0];
    assert_eq!((&seen["estimate"], &seen["standing"]), (&1.0.into(), &"feasible".into()), "{seen}");
    let just = json(&["frontier", &far, "--target", "on_scene=70%", "--chance", "0.8", "--levels", "100%..100%/1", "--quiet", "--json"]);
    assert_eq!(just["levels"][0]["conditions"][0]["estimate"], 1.0, "seven of ten are 70%: {}", just["levels"]);
    let narrower = json(&[&ask[..], &["--set", "run.indifference=0.099"]].concat());
    assert_eq!(narrower["levels"][0]["conditions"][0]["estimate"], 0.0, "{}", narrower["levels"]);
}

#[test]
fn results_do_not_depend_on_the_number_of_threads_and_speak_both_languages() {
    let ask = ["--against", COUNTY, "--levels", "20%..60%/9"];
    let run = |more: &[&str]| gridgov(&[&frontier(&ask)[..], more].concat()).stdout;
    let one = run(&["--threads", "1"]);
    assert!(!one.is_empty() && one == run(&["--threads", "3"]), "the bytes differ");
    let (english, chinese) = (text(&one), text(&run(&["--lang", "zh"])));
    assert!(english.contains("needs") && english.contains("95% confidence") && english.contains("repeat: gridgov frontier"), "{english}");
    assert!(chinese.contains("足够的最小编制") && chinese.contains("置信度 95%"), "{chinese}");
}

#[test]
fn the_folder_holds_levels_and_replications_and_may_be_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let out = out.to_str().unwrap();
    let ask = ["--target", "on_scene=80%", "--levels", "10%..60%/6", "--out", out];
    let output = gridgov(&[&frontier(&ask)[..], &["--json"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let read = |name: &str| std::fs::read_to_string(Path::new(out).join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(read("summary.json"), text(&output.stdout));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let levels = document["levels"].as_array().unwrap().len();
    assert_eq!(read("levels.csv").lines().count(), 1 + levels);
    assert!(read("replications.csv").starts_with("arm,replication,seed,digest,trace_digest,measure,value,above,below\n"));
    let manifest: Value = serde_json::from_str(&read("manifest.json")).unwrap();
    assert_eq!(manifest["command"], "frontier");
    assert_eq!(manifest["done"].as_array().unwrap().len() as u64, document["replications"].as_u64().unwrap());
    assert!(gridgov(&frontier(&ask)).status.success(), "the same question may be asked again");
    assert!(!Path::new(out).join("unfinished.json").exists());
    let again = gridgov(&["reproduce", out]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert!(refused(&frontier(&[&ask[..], &["--budget", "20"]].concat())).contains("--force"));
}

#[test]
fn what_cannot_be_asked_is_told() {
    assert!(refused(&frontier(&[])).contains("--target on_scene=90%"));
    assert!(refused(&frontier(&["--target", "scene=3"])).contains("there are respond, accept, depart, on_scene"));
    assert!(refused(&frontier(&["--target", "on_scene=130%"])).contains("between 0 and 1"));
    assert!(refused(&frontier(&["--target", "on_scene=90%", "--levels", "90%"])).contains("20%..100%/17"));
    assert!(refused(&frontier(&["--against", "scenarios/longgang.ron"])).contains("does not meet the same incidents"));
    let role = refused(&["frontier", COUNTY, "--target", "on_scene=90%", "--staff", "patrl"]);
    assert!(role.contains("did you mean `patrol`"), "{role}");
}

#[test]
fn what_was_left_undecided_is_told_with_what_decides_it() {
    let ask = ["frontier", COUNTY, "--quiet", "--target", "on_scene=99.9%", "--staff", "crews", "--levels", "20%..100%/5"];
    let told = |days: &str| text(&gridgov(&[&ask[..], &["--seed", "7", "--lang", "en", "--set", days]].concat()).stdout);
    let said = "Undecided after the last look: 40%, 60%, 80%, 100%; more replications (--budget) or longer";
    assert!(told("run.days=1").contains(said), "{}", told("run.days=1"));
    assert!(!told("run.days=60").contains("Undecided after"), "{}", told("run.days=60"));
    let empty = told("demand.volume=0 /day");
    assert!(empty.contains("No incident is measured: there is nothing to decide by.") && !empty.contains("needs"), "{empty}");
    assert!(!empty.contains("Undecided after"), "more replications decide nothing: {empty}");
    let empty = json(&[&ask[..], &["--set", "demand.volume=0 /day", "--json"]].concat());
    assert!(empty["sentences"][0]["en"].as_str().is_some_and(|said| said.starts_with("No incident is measured")), "{empty}");
    assert_eq!(empty["monotone"], serde_json::json!([]), "of nothing it is not said that it rises");
    // The page has it with the answer.
    let open = json(&[&ask[..], &["--seed", "7", "--set", "run.days=1", "--json"]].concat());
    assert!(open["sentences"][1]["en"].as_str().is_some_and(|open| open.starts_with(said)), "{}", open["sentences"]);
    // Two answers leave open levels of their own.
    let both = ["frontier", "scenarios/longgang.ron", "--quiet", "--lang", "en", "--target", "on_scene=90%", "--staff", "crews"];
    let few = ["--levels", "40%..100%/6", "--replications", "6", "--set", "run.days=6"];
    let told = text(&gridgov(&[&both[..], &few].concat()).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("Undecided after the last look: 88.2%; without regard to committed work 64.1%; more replications (--replications)"),
        "{told}"
    );
}

#[test]
fn what_is_not_reached_with_all_posts_is_not_said_to_need_more() {
    // Accepting an order takes longer than the target allows.
    let slow = ["--set", "workforce.crews.patrol.accept=2 h", "--target", "on_scene=90%"];
    let told = text(&gridgov(&[&frontier(&slow)[..], &["--lang", "en"]].concat()).stdout);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "does not reach it with 100% of the posts, the most that was tried (";
    assert!(told.contains(said) && told.contains("Whether more would do was not tried.") && !told.contains("needs more than"), "{told}");
}

#[test]
fn levels_that_overflow_count_as_too_few_and_their_pages_have_no_maps() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("flood.ron"), folder.path().join("results"));
    let flood = r#"(name: "flood", city: Point(), demand: (volume: "9_000_000 /day", categories: { "job": (on_scene: Deterministic("1 h")) }),
        workforce: (crews: { "server": (crews: 1, based: Centre) }), run: (days: 1, warmup_days: 0))"#;
    std::fs::write(&file, flood).unwrap();
    let ask = ["frontier", file.to_str().unwrap(), "--target", "on_scene=50%", "--levels", "100%..200%/2", "--json", "--quiet"];
    let output = gridgov(&[&ask[..], &["--out", out.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let noted = text(&output.stderr);
    assert!(noted.contains("note: the page has no maps and days of \"flood\": replication 0: ") && noted.contains("1000000"), "{noted}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["overflowing"].as_array().unwrap().len(), 1, "{document}");
    assert!(document["frontiers"][0]["feasible_from"].is_null() && document["levels"].as_array().unwrap().is_empty(), "{document}");
    for name in ["summary.json", "report.html", "levels.csv", "manifest.json"] {
        assert!(out.join(name).exists(), "{name}");
    }
    assert!(!out.join("unfinished.json").exists());
}
