//! The bundle belongs to its sources, and the page carries its data unchanged.

use super::*;
use crate::report::Lang;
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

/// Names of all files below a folder, relative to `root`.
fn files(root: &Path, folder: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(root.join(folder)).expect("the folder of sources") {
        let entry = entry.expect("an entry");
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() { files(root, &name, found) } else { found.push(name) }
    }
}

/// The SHA-256 of everything that the bundle is made from.
fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
    let mut names = ["build.mjs", "package.json", "package-lock.json", "tsconfig.json"].map(str::to_owned).to_vec();
    files(&root, "src", &mut names);
    names.sort();
    let mut hash = Sha256::new();
    for name in &names {
        let bytes = std::fs::read(root.join(name)).expect("a source");
        hash.update(format!("{name}\n{}\n", bytes.len()));
        hash.update(&bytes);
    }
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[test]
fn the_bundle_was_made_from_the_sources_that_stand_beside_it() {
    let expected = format!("<meta name=\"sources\" content=\"{}\">", sources());
    assert!(BUNDLE.contains(&expected), "web/dist/report.html is stale: run `npm ci && npm run build` in web/");
}

#[test]
fn the_pictures_of_the_readme_show_this_page_and_these_results() {
    let again = "docs/pictures is out of date: see web/pictures.mjs";
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made: Value = serde_json::from_slice(&std::fs::read(root.join("docs/pictures/made.json")).unwrap()).unwrap();
    assert_eq!(made["sources"], json!([sources()]), "{again}");
    let golden = std::fs::read_to_string(root.join("tests/golden/longgang.digest")).unwrap();
    assert_eq!(made["digests"]["run scenarios/longgang.ron"], golden.split_whitespace().next().unwrap(), "{again}");
    let pictures = made["pictures"].as_object().unwrap();
    for (name, sha256) in pictures {
        let bytes = std::fs::read(root.join("docs/pictures").join(name)).unwrap();
        assert_eq!(*sha256, hex(&Sha256::digest(&bytes)), "{name}: {again}");
    }
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = std::fs::read_to_string(root.join(readme)).unwrap();
        let shown = text.split("docs/pictures/").skip(1).filter_map(|rest| rest.split_once(".png")).map(|(name, _)| format!("{name}.png"));
        let shown: Vec<String> = shown.collect();
        assert!(!shown.is_empty() && shown.iter().all(|name| pictures.contains_key(name)), "{readme} shows {shown:?}");
    }
}

/// The data of a page, unpacked as the page itself does it.
fn unpacked(page: &str) -> Value {
    use base64::Engine;
    let (_, rest) = page.split_once("id=\"data\">").expect("the data");
    let (data, _) = rest.split_once('<').expect("its end");
    let bytes = base64::engine::general_purpose::STANDARD.decode(data).expect("base64");
    let mut text = String::new();
    GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).expect("gzip");
    serde_json::from_str(&text).expect("JSON")
}

fn arm(name: &str) -> Arm {
    Arm { summary: json!({ "schema": 1, "scenario": { "name": name } }), view: json!({ "schema": 1, "map": { "levels": [] } }) }
}

#[test]
fn what_a_scenario_says_cannot_become_part_of_the_page() {
    let hostile = "</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>";
    let arms = [arm(hostile), arm("b")];
    let whole = page("compare", Lang::Zh, &arms, None);
    assert!(!whole.contains("alert(1)"));
    let data = unpacked(&whole);
    assert_eq!(data["arms"][0]["summary"]["scenario"]["name"], hostile);
    assert_eq!((&data["lang"], &data["command"], data["arms"].as_array().unwrap().len()), (&json!("zh"), &json!("compare"), 2));
    assert_eq!([&data["arms"][0]["letter"], &data["arms"][1]["letter"]], ["A", "B"]);
    assert_eq!(data["arms"][1]["view"]["map"], Value::Null, "the second arm has the map of the first");
    assert_eq!(data["differences"], json!([null]), "without counts there is no difference");
    assert_eq!(whole, page("compare", Lang::Zh, &arms, None), "the same bytes again");
}

#[test]
fn seeds_are_text_for_a_browser_has_no_numbers_of_64_bits() {
    let found = json!({ "schema": 1, "seed": u64::MAX, "draws": { "sample": { "seed": 7, "draws": 8 } } });
    let arms = [Arm { summary: json!({ "scenario": { "seed": u64::MAX } }), view: json!({ "trust": { "run": { "seed": u64::MAX } } }) }];
    let data = data("compare", Lang::En, &arms, Some(&found));
    for at in ["/document/seed", "/arms/0/summary/scenario/seed", "/arms/0/view/trust/run/seed"] {
        assert_eq!(data.pointer(at), Some(&json!("18446744073709551615")), "{at}");
    }
    assert_eq!(data.pointer("/document/draws/sample"), Some(&json!({ "seed": "7", "draws": 8 })));
}

#[test]
fn the_last_target_is_called_by_what_it_means_with_arms_and_without() {
    let promise = json!({ "schema": 1, "until_handled": true, "clock": "PerStage" });
    let of_arms = [Arm { summary: promise.clone(), view: json!({}) }];
    for data in [data("run", Lang::En, &of_arms, None), data("sweep", Lang::En, &[], Some(&promise))] {
        let names = &data["names"];
        assert_eq!(names["targets"]["on_scene"], json!(["handled", "处置"]));
        assert_eq!(names["measures"]["on_scene"], json!(["handled in time", "按时处置完毕"]));
        assert_eq!(names["milestones"]["on_scene"], json!(["on scene", "到场"]), "which incidents reach on their way");
        assert_eq!(names["clock"], json!(["limits count per stage", "时限分段计算"]));
    }
    let names = &data("run", Lang::En, &[arm("a")], None)["names"];
    assert_eq!((&names["targets"]["on_scene"][0], &names["measures"]["on_scene"][0]), (&json!("on scene"), &json!("on scene in time")));
}

#[test]
fn the_page_asks_the_network_for_nothing() {
    for reference in ["src=\"http", "href=\"http", "url(http", "import(", "fetch(", "XMLHttpRequest"] {
        assert!(!BUNDLE.contains(reference), "{reference}");
    }
    assert!(BUNDLE.contains("default-src 'none'"));
    assert!(BUNDLE.contains("Permission is hereby granted"), "the licence of what is bundled");
}
