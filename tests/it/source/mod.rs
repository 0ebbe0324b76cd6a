//! What a user sees when a scenario file is wrong: snapshots of the diagnostics, one mistake each.

mod files;
mod meaning;
mod properties;
mod reading;
mod settings;
mod syntax;
mod types;

use gridgov::scenario::{Diagnostics, Source};
use indexmap::IndexMap;
use serde::Deserialize;

/// A part of a whole, refused out of bounds as the real quantities are.
#[derive(Debug, Deserialize)]
#[serde(try_from = "f64")]
struct Share(#[allow(dead_code)] f64);

impl TryFrom<f64> for Share {
    type Error = String;
    fn try_from(value: f64) -> Result<Share, String> {
        if (0.0..=1.0).contains(&value) { Ok(Share(value)) } else { Err(format!("{value} must lie between 0 and 1")) }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Category {
    share: Share,
    #[serde(default)]
    priority: u8,
    #[serde(default)]
    zh: Option<String>,
    #[serde(default)]
    on_scene: Option<Time>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
enum Time {
    Fixed(f64),
    LogNormal { median: String, p90: String },
    Peaks(Vec<(String, f64)>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Demand {
    volume: String,
    #[serde(default)]
    season: Vec<f64>,
    #[serde(default)]
    categories: IndexMap<String, Category>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
enum Rule {
    #[default]
    Nearest,
    ClosestIdle {
        #[serde(default)]
        reach: u32,
    },
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dispatch {
    #[serde(default)]
    rule: Rule,
    #[serde(default)]
    return_home: bool,
}

const SECTIONS: [&str; 4] = ["schema", "name", "demand", "dispatch"];

fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<(Option<Demand>, Option<Dispatch>)> {
    source.check_sections(&SECTIONS, diagnostics);
    let demand = source.section("demand", diagnostics);
    let dispatch = source.section_or_default("dispatch", diagnostics);
    Some((demand, dispatch))
}

/// Reads a text and `--set` arguments, expecting problems.
fn problems_with(text: &str, sets: &[&str]) -> String {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let mut diagnostics = Diagnostics::new();
    Source::from_text("city.ron", text, &mut diagnostics)
        .map(|source| source.with_sets(&sets, &mut diagnostics).with_struct_variants(&["ClosestIdle"]))
        .and_then(|source| read(&source, &mut diagnostics));
    assert!(diagnostics.has_errors(), "nothing was found wrong with {text}");
    diagnostics.render(false)
}

fn problems(text: &str) -> String {
    problems_with(text, &[])
}

fn demand(text: &str) -> String {
    problems(&format!("(\n    demand: (\n        volume: \"190 /day\",\n        {text}\n    ),\n)\n"))
}

const GOOD: &str = r#"(
    schema: 1,
    demand: (
        volume: "190 /day",
        season: [0.9, 1.1],
        categories: {
            "noise": (share: 0.4, zh: "噪声"),
            "road.works": (share: 0.6, on_scene: LogNormal(median: "20 min", p90: "60 min")),
        },
    ),
    dispatch: (rule: ClosestIdle),
)
"#;

fn good(sets: &[&str]) -> Source {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let mut diagnostics = Diagnostics::new();
    let source = Source::from_text("city.ron", GOOD, &mut diagnostics).unwrap().with_sets(&sets, &mut diagnostics);
    let source = source.with_struct_variants(&["ClosestIdle"]);
    read(&source, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(false));
    source
}
