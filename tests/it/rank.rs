//! Rankings as a user makes them.

use crate::program::{gridgov, json, text};
use serde_json::Value;
use std::collections::BTreeSet;

/// A county with a third of its officers: they are short, and rules differ.
const SCARCE: [&str; 6] = ["scenarios/county.ron", "--quiet", "--set", "run.days=4", "--set", "workforce.crews.patrol.officers=21"];

fn rank<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["rank"], &SCARCE[..], more].concat()
}

fn rows(document: &Value) -> &Vec<Value> {
    document["league"].as_array().expect("a list")
}

fn row<'a>(document: &'a Value, rule: &str) -> &'a Value {
    rows(document).iter().find(|row| row["rule"] == rule).unwrap_or_else(|| panic!("{rule} is not in the table"))
}

#[test]
fn the_default_field_is_every_rule_that_makes_sense() {
    let document = json(&rank(&["--misses", "0", "--json"]));
    assert_eq!((&document["schema"], &document["command"]), (&1.into(), &"rank".into()));
    assert_eq!(document["guarantee"]["procedure"], "KN");
    assert_eq!((document["guarantee"]["confidence"].as_f64(), document["guarantee"]["indifference"].as_f64()), (Some(0.95), Some(0.01)));
    assert_eq!((&document["guarantee"]["holds"], &document["traces_identical"]), (&true.into(), &true.into()));
    assert_eq!(document["best"], rows(&document)[0]["rule"]);
    assert!(rows(&document).len() >= 8 && document["saved"].is_null());
    row(&document, "DistrictFirst");
    assert_eq!(document["refused"][0]["rule"], "Rollout", "it takes too long to be asked unasked");
    assert_eq!(row(&document, "ClosestIdle")["as_written"], true);
    assert_eq!(row(&document, "Score")["same_as"], "ClosestIdle", "one weight, on travel");
    let random = row(&document, "Random");
    assert!(random["difference"]["upper"].as_f64().unwrap() < 0.0 && random["standing"] == "worse");
    assert_eq!(random["against_best"]["may_be_best"], false);
    assert!(random["eliminated"]["after"].as_u64().unwrap() >= 20);
    let dominated = document["trade_offs"]["rows"].as_array().unwrap().iter().find(|row| row["rule"] == "Random").unwrap();
    assert_eq!(dominated["values"].as_array().unwrap().len(), document["trade_offs"]["dimensions"].as_array().unwrap().len());
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    for format in [&["--json"][..], &["--lang", "zh"]] {
        let run = |threads: &str| gridgov(&[&rank(&["--misses", "1"])[..], format, &["--threads", threads]].concat()).stdout;
        let one = run("1");
        assert!(!one.is_empty() && one == run("3"), "the bytes differ");
    }
}

/// What rules save and break over some replications is the difference of attainment over the same.
#[test]
fn saved_misses_add_up_to_the_difference() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let out = out.to_str().unwrap();
    let rules = "ClosestIdle,Random,WorkloadBalancing(slack: \"20 min\")+WeightedWait";
    let asked = ["--rules", rules, "--replications", "3", "--misses", "3", "--out", out];
    let document = json(&rank(&[&asked[..], &["--json"]].concat()));
    assert_eq!((&document["guarantee"]["procedure"], &document["stopping"]["reason"]), (&"MCB".into(), &"fixed".into()));
    let csv = std::fs::read_to_string(format!("{out}/replications.csv")).unwrap();
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("arm,replication,seed,digest,trace_digest,measure,value,above,below"));
    let mut sums = std::collections::BTreeMap::new();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for record in reader.records().map(|record| record.unwrap()) {
        if &record[5] == "on_scene" {
            let sum: &mut (f64, f64) = sums.entry(record[0].to_owned()).or_default();
            *sum = (sum.0 + record[7].parse::<f64>().unwrap(), sum.1 + record[8].parse::<f64>().unwrap());
        }
    }
    let (base, saved) = (sums["ClosestIdle"], &document["saved"]);
    assert_eq!((&saved["against"], &saved["replications"]), (&"ClosestIdle".into(), &3.into()));
    assert_eq!(saved["missed"].as_f64(), Some(base.1 - base.0));
    assert!(base.1 > base.0, "there is something to save");
    for rule in saved["rules"].as_array().unwrap() {
        let own = sums[rule["rule"].as_str().unwrap()];
        let net = rule["saved"].as_f64().unwrap() - rule["broken"].as_f64().unwrap();
        assert_eq!(net, own.0 - base.0, "{rule}");
    }
    for groups in ["by_stage", "by_place"] {
        let of: u64 = saved[groups].as_array().unwrap().iter().map(|row| row["missed"].as_u64().unwrap()).sum();
        assert_eq!(Some(of), saved["missed"].as_u64(), "{groups}");
    }
    for row in saved["by_stage"].as_array().unwrap() {
        assert!(!row["name"]["zh"].as_str().unwrap().is_ascii(), "{row}");
    }
    let misses = std::fs::read_to_string(format!("{out}/misses.csv")).unwrap();
    assert_eq!(Some(misses.lines().count() as u64 - 1), saved["missed"].as_u64());
    let measures = rows(&document)[0]["measures"].as_object().unwrap().len();
    assert_eq!(csv.lines().count(), 1 + 3 * 3 * measures);
    assert_eq!(std::fs::read(format!("{out}/summary.json")).unwrap(), format!("{document:#}\n").as_bytes());
    let manifest: Value = serde_json::from_slice(&std::fs::read(format!("{out}/manifest.json")).unwrap()).unwrap();
    assert_eq!((manifest["arms"].as_array().unwrap().len(), manifest["done"].as_array().unwrap().len()), (3, 9));
    let again = json(&["reproduce", out, "--arm", "Random", "--replication", "1", "--json"]);
    assert_eq!(again["same"], true, "{again}");
    let other = gridgov(&rank(&["--rules", "ClosestIdle,Random", "--replications", "3", "--out", out]));
    assert_eq!(other.status.code(), Some(2));
    assert!(text(&other.stderr).contains("--force"));
}

#[test]
fn switches_are_crossed_and_refused_rules_are_told_place_by_place() {
    let asked = ["--rules", "ClosestIdle,ClosestSoonFree,Random", "--cross", "availability", "--vary", "demand.volume=20 /day,35 /day"];
    let document = json(&rank(&[&asked[..], &["--misses", "0", "--json"]].concat()));
    let map = document["map"].as_array().unwrap();
    assert_eq!((map.len(), document["varied"].as_array().unwrap().len()), (6, 2));
    let at_base = map.iter().find(|place| place["set"][1] == "dispatch.available_again=AtBase").unwrap();
    assert_eq!(at_base["refused"][0]["rule"], "ClosestSoonFree");
    // The scenario as it stands is one of the places, and is not ranked twice.
    let own = map.iter().find(|place| place["set"][0] == "demand.volume=35 /day" && place["set"][1] == "dispatch.available_again=EnRoute");
    assert_eq!(own.unwrap()["league"][1]["difference"], document["league"][1]["difference"]);
    for place in map {
        assert!(["decided", "indifferent", "undecided"].contains(&place["decision"].as_str().unwrap()), "{place}");
        assert_eq!(place["best"], place["league"][0]["rule"]);
    }
    let shown = text(&gridgov(&rank(&[&asked[..], &["--misses", "0"]].concat())).stdout);
    assert!(shown.contains("Where the ranking turns") && shown.contains("AtClearance"), "{shown}");
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let out = "ClosestSoonFree is left out at volume=20 /day, available_again=AtBase; volume=35 /day, available_again=AtBase: ";
    assert!(words.contains(out), "{words}");
}

#[test]
fn places_that_cannot_be_ranked_say_why_below_the_map() {
    let asked = ["--rules", "ClosestIdle,Random", "--cross", "availability", "--vary", "demand.volume=0 /day,35 /day"];
    let shown = text(&gridgov(&rank(&[&asked[..], &["--misses", "0", "--hindsight", "0", "--replications", "2"]].concat())).stdout);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let places = ["AtBase", "EnRoute", "AtClearance"].map(|at| format!("volume=0 /day, available_again={at}"));
    let (_, told) = words.split_once("– at volume=0 /day").unwrap_or_else(|| panic!("{words}"));
    let (told, why) = told.split_once(": ").unwrap();
    assert!(places.iter().all(|place| format!("volume=0 /day{told}").contains(place)), "{told}");
    assert!(why.starts_with("no incident is measured"), "{why}");
}

/// Whoever did exactly the same as the best is as good, in every place of a map too; and no list varies what another does.
#[test]
fn who_did_the_same_as_the_best_is_as_good() {
    let asked = ["--rules", "ClosestIdle,Score,Random", "--cross", "availability", "--misses", "0", "--hindsight", "0"];
    let document = json(&rank(&[&asked[..], &["--json"]].concat()));
    let places = document["map"].as_array().unwrap().iter().chain([&document]);
    for place in places.filter(|place| place["league"].is_array()) {
        let best = place["best"].as_str().unwrap();
        let same = |row: &&Value| row["same_as"] == best;
        for row in place["league"].as_array().unwrap().iter().filter(same) {
            assert_eq!(row["standing"], "best");
            assert_ne!(place["decision"], "decided", "{place}");
            assert!(place["contenders"].is_null() || place["contenders"].as_array().unwrap().contains(&row["rule"]), "{place}");
        }
    }
    assert!(document["league"].as_array().unwrap().iter().any(|row| row["same_as"].is_string()), "{document}");
    let clash = gridgov(&rank(&[&asked[..], &["--vary", "dispatch.available_again=AtBase,EnRoute"]].concat()));
    assert_eq!(clash.status.code(), Some(2));
    assert!(text(&clash.stderr).contains("--cross varies `dispatch.available_again` already"), "{}", text(&clash.stderr));
}

#[test]
fn every_place_of_the_map_waits_for_its_own_surges() {
    let surges = r#"demand.surges={"storm": (when: Random(per_year: 365, months: "01..12"), lasts: "2 h", volume: 1.2)}"#;
    let vary = "demand.surges.storm.when.per_year=365,73";
    let asked =
        ["--set", surges, "--vary", vary, "--rules", "ClosestIdle,Random", "--misses", "0", "--hindsight", "0", "--budget", "50", "--json"];
    let document = json(&rank(&asked));
    let first: Vec<&Value> = document["map"].as_array().unwrap().iter().map(|place| &place["stopping"]["plan"]["first"]).collect();
    // One a day; and one in five, of which 31 runs of four days, with the two hours before, bring 25.
    assert_eq!((first, &document["stopping"]["plan"]["first"]), (vec![&20.into(), &31.into()], &20.into()));
}

#[test]
fn a_budget_is_spent_where_it_tells_and_never_more() {
    let document = json(&rank(&[
        "--procedure",
        "ocba",
        "--budget",
        "8",
        "--misses",
        "0",
        "--json",
        "--rules",
        "ClosestIdle,Score,Preparedness,Random",
    ]));
    assert_eq!((&document["guarantee"]["procedure"], &document["guarantee"]["confidence"]), (&"OCBA".into(), &Value::Null));
    assert_eq!((&document["replications"], &document["stopping"]["reason"]), (&32.into(), &"budget".into()));
    let runs = |rule: &str| row(&document, rule)["replications"].as_u64().unwrap();
    assert!(runs("Random") < runs("ClosestIdle"), "nobody doubts that Random is worse: {} and {}", runs("Random"), runs("ClosestIdle"));
    let (same, own) = (row(&document, "Score"), row(&document, "ClosestIdle"));
    assert_eq!(same["same_as"], "ClosestIdle");
    for key in ["replications", "attained", "difference", "standing"] {
        assert_eq!(same[key], own[key], "{key} is what the original did");
    }
    let spent = json(&rank(&[
        "--budget",
        "3",
        "--misses",
        "0",
        "--json",
        "--rules",
        "ClosestIdle,PreferenceList",
        "--set",
        "run.indifference=0.00001",
    ]));
    assert_eq!((&spent["stopping"]["reason"], &spent["guarantee"]["holds"]), (&"budget".into(), &false.into()));
    assert_eq!(spent["decision"], "undecided");
}

#[test]
fn rules_that_all_do_the_same_are_called_so() {
    for how in [&[][..], &["--procedure", "ocba", "--budget", "10"], &["--replications", "3"]] {
        let asked = rank(&[&["--rules", "Score,ClosestIdle", "--misses", "1"], how].concat());
        let shown = text(&gridgov(&asked).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
        let count = shown.matches("did exactly the same in every replication").count();
        assert!(count >= 2 && shown.contains("nothing to choose between them"), "in a sentence and below the table: {shown}");
        for wrong in ["Not decided", "With at least", "robability", "the 0 replications", "the budget was spent", "other rule 0"] {
            assert!(!shown.contains(wrong), "{wrong:?} is in {shown}");
        }
        let document = json(&[&asked[..], &["--json"]].concat());
        assert_eq!((&document["decision"], &document["best"]), (&"indifferent".into(), &"Score".into()));
        assert_eq!((&rows(&document)[1]["same_as"], &rows(&document)[0]["against_best"]), (&"Score".into(), &Value::Null));
        assert!(document["sentences"][0]["zh"].as_str().unwrap().contains("结果完全相同"));
    }
}

#[test]
fn a_table_tells_long_rules_apart_and_explains_no_column_that_it_lacks() {
    let weights = ["0.1", "0.2"].map(|weight| format!("Score(travel: 1, coverage_lost: 0.25, workload: {weight}, skill_fit: 0.5)"));
    let rules = format!("{},{},ClosestIdle", weights[0], weights[1]);
    let shown = text(&gridgov(&rank(&["--rules", &rules, "--replications", "2", "--misses", "1", "--hindsight", "0"])).stdout);
    let table = shown.split("League table").nth(1).unwrap().split("Points of percent").next().unwrap();
    assert!(table.contains("workload: 0.1") && table.contains("workload: 0.2") && table.contains("ClosestIdle °"), "{shown}");
    assert!(!table.contains('…') && table.lines().all(|line| line.chars().count() <= 100), "{shown}");
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words.contains(" worst tenth Gini"), words.contains("Worst tenth: "), "{shown}");
    let why = "The worst tenth of areas is not shown: that takes two replications, and ten areas of one level, not the innermost where there is another, with incidents in each.";
    assert_ne!(words.contains("Worst tenth: "), words.contains(why), "{shown}");
    assert!(words.contains("(1 paired replication)"), "{shown}");
}

#[test]
fn a_map_over_targets_names_none_of_them_and_rounds_its_values() {
    let vary = ["--vary", "targets.on_scene=5 min,10 min", "--vary", "demand.volume=20 /day..35 /day/8"];
    let asked = ["--rules", "ClosestIdle,Random", "--replications", "2", "--misses", "0", "--hindsight", "0"];
    let map = |vary: &[&str]| {
        let shown = text(&gridgov(&rank(&[&asked[..], vary].concat())).stdout);
        let map = shown.split("Where the ranking turns").nth(1).unwrap().split("What this rests on").next().unwrap().to_owned();
        map.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let both = map(&vary);
    assert!(both.contains("incidents that meet the primary target.") && !both.contains("within 10 min"), "{both}");
    assert!(both.contains("22.14") && !both.contains("22.142"), "{both}");
    let list = map(&vary[..2]);
    assert!(list.contains("primary target") && !list.contains("on scene 1"), "{list}");
    let named = map(&["--vary", "demand.volume=20 /day,35 /day"]);
    assert!(named.contains("on scene ") && !named.contains("primary target"), "{named}");
}

#[test]
fn what_cannot_be_ranked_is_told() {
    for (arguments, said) in [
        (vec!["--rules", "ClosestIdel,Random"], "did you mean ClosestIdle?"),
        (vec!["--rules", "Random"], "at least two rules"),
        (vec!["--rules", "Random,Random"], "it is the same as Random"),
        (vec!["--rules", "ClosestIdle+Random,Random"], "two rules for one decision"),
        (vec!["--rules", "Random,CoveragePreserving(bussy: 0.4)"], "did you mean `busy`?"),
        (vec!["--rules", "Random,CoveragePreserving(busy: 1.4)"], "dispatch.coverage.busy"),
        (vec!["--rules", "Random,DemandSupplyBalancing+Fifo"], "leave `queue` out"),
        (vec!["--vary", "dispatch.rule=Random"], "--rules"),
        (vec!["--rules", "ClosestIdle+Fifo,Random", "--vary", "dispatch.queue=Fifo,PriorityFifo"], "`dispatch.queue`"),
        (vec!["--rules", "Random,CoveragePreserving(busy: 0.4)", "--vary", "dispatch.coverage.busy=0.2,0.4"], "`dispatch.coverage.busy`"),
        (vec!["--vary", "run.replications=3,4"], "`run.replications` is no factor"),
        (vec!["--vary", "run.days=1..2000/2000"], "more than the 1000"),
        (vec!["--set", "run.indifference=0"], "needs a margin"),
        (vec!["--vary", "run.days=1..2/20000"], "run.days=1..2/20000: there may be 1 to 10000 steps, such as run.days=1..2/5"),
        (vec!["--vary", "run.dayz=1,2"], "--vary run.dayz: "),
    ] {
        let output = gridgov(&rank(&arguments));
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(said) && !told.contains("setting #"), "{told}");
    }
    let told = text(&gridgov(&rank(&["--rules", "Foo,Score(travel: 2000000),Score(travle: 1),Random"])).stderr).to_string();
    for said in ["\"Foo\"", "2000000", "did you mean `travel`?"] {
        assert!(told.contains(said), "all at once: {told}");
    }
    // Nobody wrote a setting, but the rule.
    assert!(told.contains("--rules Score(travel: 2000000): ") && !told.contains("set #") && !told.contains("setting #"), "{told}");
}

#[test]
fn every_field_of_a_ranking_is_documented() {
    let documented = include_str!("../../docs/json.md");
    let asked = [
        "--rules",
        "ClosestIdle,ClosestIdle+WeightedWait,Random",
        "--vary",
        "demand.volume=20 /day",
        "--replications",
        "2",
        "--misses",
        "1",
    ];
    let mut keys = BTreeSet::new();
    collect(&json(&rank(&[&asked[..], &["--json"]].concat())), &mut keys);
    for key in keys {
        assert!(documented.contains(&format!("`{key}`")), "`{key}` is not in docs/json.md");
    }
}

fn collect(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, field)| {
            keys.insert(key.clone());
            collect(field, keys);
        }),
        Value::Array(items) => items.iter().for_each(|item| collect(item, keys)),
        _ => {}
    }
}

/// Two guarantees stand in one table: whom either rules out is not named as good.
#[test]
fn whom_the_comparison_with_the_best_rules_out_is_not_named_as_good() {
    let scenario = r#"(
        city: Generated(residents: 20_000, area_km2: 60, travel: (urban: "25 km/h"), levels: [(name: "town", count: 4), (name: "village", count: 24)]),
        demand: (volume: "60 /day", categories: {
            "noise": (share: 0.6, on_scene: LogNormal(median: "20 min", p90: "60 min")),
            "fire": (share: 0.4, priority: 1, on_scene: LogNormal(median: "40 min", p90: "2 h")) }),
        structure: (intake: {"report": ["desk"]},
            desks: {"desk": (staff: [("00:00..24:00", 1)], receipt: LogNormal(median: "30 s", p90: "1 min"), triage: LogNormal(median: "2 min", p90: "5 min"))}),
        workforce: (crews: {"patrol": (officers: 24, absence: 0.1, based: Each("town"),
            accept: LogNormal(median: "30 s", p90: "75 s"), turnout: LogNormal(median: "1 min", p90: "3 min"))}),
        targets: (on_scene: "20 min"), run: (days: 7, replications: 6, seed: 11))"#;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tiny.ron");
    std::fs::write(&file, scenario).unwrap();
    let ask = ["rank", file.to_str().unwrap(), "--quiet", "--lang", "en", "--misses", "0", "--hindsight", "0"];
    let document = json(&[&ask[..], &["--json"]].concat());
    let told = text(&gridgov(&ask).stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    let named = told.split("League table").next().unwrap().to_owned();
    assert!(named.contains("does as well"), "{named}");
    let out: Vec<&Value> = rows(&document).iter().filter(|row| row["against_best"]["may_be_best"] == false).collect();
    assert!(out.iter().any(|row| row["difference"]["upper"].as_f64() > Some(0.0)), "one is ruled out by that comparison alone");
    assert!(out.iter().all(|row| row["standing"] == "worse" && !named.contains(row["rule"].as_str().unwrap())), "{out:?} in {named}");
}

#[test]
fn rules_that_cannot_keep_up_are_named_before_the_answer() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("busy.ron");
    let busy = r#"(name: "busy", city: Explicit(square_side_km: 5), demand: (volume: "60 /day", categories: { "job": (on_scene: Exponential(mean: "30 min")) }),
        workforce: (crews: { "server": (crews: 1, based: Centre) }), run: (days: 20, replications: 4))"#;
    std::fs::write(&file, busy).unwrap();
    let ask = ["rank", file.to_str().unwrap(), "--rules", "ClosestIdle,Random", "--replications", "4", "--hindsight", "0"];
    let ask = [&ask[..], &["--misses", "0", "--quiet"]].concat();
    let told = text(&gridgov(&ask).stdout);
    let said = "ClosestIdle: more was asked than crews can carry, for days, in 4 of 4 replications.\n";
    assert!(told.starts_with(said), "what does the same is told once:\n{told}");
    let document = json(&[&ask[..], &["--json"]].concat());
    let overloaded: Vec<_> = rows(&document).iter().map(|row| row["overloaded_replications"].as_u64()).collect();
    assert_eq!(overloaded, [Some(4), Some(4)]);
    assert_eq!(row(&document, "ClosestIdle")["collapsed_replications"], 0);
    // Of a map, place by place.
    let told = text(&gridgov(&[&ask[..], &["--vary", "demand.volume=6 /day,60 /day"]].concat()).stdout);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "In some replications more was asked than crews can carry, for days – volume=60 /day: every rule.";
    assert!(told.contains(said) && !told.contains("the system collapsed"), "{told}");
}
