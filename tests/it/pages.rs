//! What every page shows of what its command found.

use crate::program::{gridgov, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

/// A page is mailed: it must not be larger.
const MOST_BYTES: usize = 4_000_000;

/// The county with graded numbers, and the same with fewer crews.
fn scenarios(place: &Path) -> [String; 2] {
    let county = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/county.ron")).unwrap();
    let graded = r#"    provenance: {
        "workforce.crews.patrol.turnout": (grade: C, source: "a guess", range: ("half", "10 min")),
        "workforce.crews.patrol.officers": (grade: C, source: "a guess", range: ("10", "80")),
    },
)"#;
    let end = county.rfind(')').expect("a scenario ends with a bracket");
    let few = r#"(base: "county.ron", name: "fewer", workforce: (crews: { "patrol": (officers: 12, turnout: LogNormal(median: "2 min", p90: "6 min")) }))"#;
    [("county.ron", format!("{}{graded}\n", &county[..end])), ("few.ron", few.to_owned())].map(|(name, text)| {
        let file = place.join(name);
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    })
}

/// The data that a page carries.
fn data(page: &str) -> Value {
    use base64::Engine;
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    let packed = base64::engine::general_purpose::STANDARD.decode(rest.split_once('<').unwrap().0).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Runs a command into a folder; the data of its page, which is drawn again from the folder to the same bytes.
fn page(place: &Path, command: &[&str], below: &str) -> Value {
    let out = place.join("out").join(command[0]);
    let output = gridgov(&[command, &["--quiet", "--out", out.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{command:?}: {}", text(&output.stderr));
    let folder = out.join(below);
    let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.len() < MOST_BYTES, "{command:?}: {} bytes", page.len());
    assert!(gridgov(&["report", folder.to_str().unwrap()]).status.success());
    assert!(page == std::fs::read_to_string(folder.join("report.html")).unwrap(), "{command:?} is drawn again otherwise");
    data(&page)
}

/// All keys, but those that are paths into a scenario.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, field)| {
            found.extend((!key.contains('.')).then(|| key.clone()));
            keys(field, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

/// The digests of the arms as they are shown.
fn digests(data: &Value) -> Vec<&Value> {
    data["arms"].as_array().unwrap().iter().map(|arm| &arm["summary"]["digest"]).collect()
}

/// Those of the arms that were compared.
fn document_digests(data: &Value) -> Vec<&Value> {
    data["document"]["arms"].as_array().unwrap().iter().map(|arm| &arm["digest"]).collect()
}

#[test]
fn arms_that_meet_other_incidents_are_shown_with_these() {
    let place = tempfile::tempdir().unwrap();
    let [county, few] = scenarios(place.path());
    let data =
        page(place.path(), &["compare", &county, &few, "--replications", "2", "--draws", "0", "--unpaired", "--set", "run.days=4"], "");
    assert_eq!(digests(&data), document_digests(&data));
    assert_eq!((&data["differences"][0]["paired"], &data["differences"][0]["pairs"]), (&Value::from(false), &Value::from(0)));
    let view = &data["arms"][1]["view"];
    let done: Vec<u64> = view["trust"]["run"]["done"].as_array().unwrap().iter().map(|run| run["replication"].as_u64().unwrap()).collect();
    assert_eq!((done, &view["replay"]["replication"]), (vec![2, 3], &Value::from(2)));
    assert_eq!(view["trust"]["run"]["command"], Value::Null, "no command makes these alone");
    assert!(data["arms"][0]["view"]["trust"]["run"]["command"].is_string());
}

#[test]
fn pages_show_arms_on_the_map_and_call_every_key_by_a_name_in_both_languages() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let [county, few] = scenarios(place);
    let short = ["--set", "run.days=4"];
    let rank = ["--replications", "2", "--set", "dispatch.rule=Random", "--vary", "demand.volume=40 /day,80 /day"];
    let pages = [
        (2, page(place, &[&["compare", &county, &few, "--replications", "2", "--draws", "3"], &short[..]].concat(), "")),
        (2, page(place, &[&["rank", &county], &short[..], &rank[..]].concat(), "")),
        (2, page(place, &[&["frontier", &county, "--against", &county, "--staff", "crews"], &short[..]].concat(), "")),
        (2, page(place, &[&["break-even", &few, "--against", &county, "--replications", "3"], &short[..]].concat(), "break-even")),
        (0, page(place, &["sensitivity", &county, "--days", "2", "--trajectories", "2"], "")),
        (0, page(place, &["sweep", "scenarios/sweeps/county.ron", "--replications", "2"], "")),
    ];
    let dictionary = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("web/src/dictionary.json")).unwrap();
    let dictionary: Value = serde_json::from_slice(&dictionary).unwrap();
    for (arms, data) in &pages {
        let command = data["command"].as_str().unwrap();
        let shown = data["arms"].as_array().unwrap();
        assert!(shown.len() == *arms, "{command} shows {} arms", shown.len());
        assert_eq!(data["differences"].as_array().unwrap().len(), arms.saturating_sub(1));
        assert!(shown.iter().all(|arm| arm["view"]["replay"]["incidents"].as_array().is_some_and(|rows| !rows.is_empty())), "{command}");
        let mut found = BTreeSet::new();
        keys(&data["document"], &mut found);
        for key in found.iter().filter(|key| !["schema", "command", "zh", "no_hindsight_zh"].contains(&key.as_str())) {
            let named = |names: &Value| {
                names[key]
                    .as_array()
                    .is_some_and(|both| both.len() == 2 && both.iter().all(|name| name.as_str().is_some_and(|name| !name.is_empty())))
            };
            let known = named(&dictionary["keys"]) || ["measures", "milestones", "causes"].iter().any(|kind| named(&data["names"][kind]));
            assert!(known, "{command}: {key:?} has no names in web/src/dictionary.json");
        }
    }
    let compare = &pages[0].1;
    assert_eq!((digests(compare), compare["differences"][0]["paired"].as_bool()), (document_digests(compare), Some(true)));
    let rank = &pages[1].1;
    assert_eq!(rank["arms"][0]["summary"]["scenario"]["name"]["name"], "Random", "the scenario's own rule is the baseline");
    assert_eq!(rank["arms"][1]["summary"]["scenario"]["name"]["name"], rank["document"]["best"]);
    assert!(rank["document"]["repeat"].as_str().unwrap().starts_with("gridgov rank "));
}
