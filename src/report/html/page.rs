//! The page itself: the bundle made from `web/`, with the data written into it.
//!
//! The data is JSON, packed with gzip and written in base64, so no text of a scenario can end the script it stands
//! in. The page is one file that asks for nothing.

use super::oracles::oracles;
use crate::experiment::detail::Tallies;
use crate::experiment::{Luck, MEASURES, differences};
use crate::metrics::{Cause, Clock, Target, milestone_name, segment_name, state_name};
use crate::record::{CrewState, Milestone, Segment};
use crate::report::compare::letter;
use crate::report::{Lang, json, names};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

/// The bundle: `npm ci && npm run build` in `web/` makes it anew.
pub const BUNDLE: &str = include_str!("../../../web/dist/report.html");
/// Where the data stands in it.
const DATA: &str = "<!--gridgov-data-->";

/// The name of the file.
pub const FILE: &str = "report.html";

/// One arm: the contents of its `summary.json` and `report.json`.
#[derive(Clone, Debug)]
pub struct Arm {
    /// `summary.json`.
    pub summary: Value,
    /// `report.json`.
    pub view: Value,
}

/// The page about `arms`, the first of which is the baseline where there are several. `document` is what the command
/// itself printed, if that was another than `run`. The page opens in `lang`.
pub fn page(command: &str, lang: Lang, arms: &[Arm], document: Option<&Value>) -> String {
    let data = data(command, lang, arms, document).to_string();
    let (before, after) = BUNDLE.split_once(DATA).expect("the bundle has a place for the data");
    format!("{before}{}{after}", packed(data.as_bytes()))
}

/// Whether a file is such a page, of whatever version.
pub fn is_page(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4_096).read_to_end(&mut head));
    read.is_ok() && String::from_utf8_lossy(&head).contains("<title>gridgov")
}

/// `report.json` of a command with several arms: what the page shows of each beyond the command's own `summary.json`.
pub fn views(command: &str, arms: &[Arm]) -> String {
    let arms: Vec<Value> = arms.iter().map(|arm| json!({ "summary": arm.summary, "view": arm.view })).collect();
    format!("{}\n", json!({ "schema": json::SCHEMA, "command": command, "arms": arms }))
}

/// Gzip in base64. The same bytes for the same data: the header holds no time.
fn packed(data: &[u8]) -> String {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(data).expect("writing to memory cannot fail");
    STANDARD.encode(gzip.finish().expect("writing to memory cannot fail"))
}

/// What the page reads; see `docs/report.md`.
pub fn data(command: &str, lang: Lang, arms: &[Arm], document: Option<&Value>) -> Value {
    let shown = |(number, arm): (usize, &Arm)| {
        let mut view = arm.view.clone();
        if let Some(fields) = view.as_object_mut() {
            fields.remove("tallies");
            if number > 0 && fields.get("map") == arms[0].view.get("map") {
                fields.insert("map".into(), Value::Null);
            }
        }
        let summary = if arms.len() > 1 { rounded(&arm.summary) } else { arm.summary.clone() };
        json!({ "letter": letter(number), "summary": summary, "view": view })
    };
    with_seeds_as_text(json!({
        "schema": json::SCHEMA,
        "command": command,
        "lang": lang.to_string(),
        "gridgov": env!("CARGO_PKG_VERSION"),
        "oracles": oracles(),
        "names": all_names(arms.first().map_or(document, |arm| Some(&arm.summary))),
        "arms": arms.iter().enumerate().map(shown).collect::<Vec<_>>(),
        "differences": arms.iter().skip(1).map(|arm| difference(&arms[0], arm)).collect::<Vec<_>>(),
        "document": document,
    }))
}

/// Seeds have 64 bits, numbers of a browser 53.
fn with_seeds_as_text(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(with_seeds_as_text).collect(),
        Value::Object(fields) => {
            let text = |(key, field): (String, Value)| match field {
                Value::Number(seed) if key == "seed" => (key, seed.to_string().into()),
                other => (key, with_seeds_as_text(other)),
            };
            fields.into_iter().map(text).collect()
        }
        other => other,
    }
}

/// Fractions to six significant digits: more are never drawn, and pages of several arms would be half as large again.
fn rounded(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            number.as_f64().and_then(|x| format!("{x:.5e}").parse::<f64>().ok()).map_or(Value::Null, Value::from)
        }
        Value::Array(items) => items.iter().map(rounded).collect(),
        Value::Object(fields) => fields.iter().map(|(key, field)| (key.clone(), rounded(field))).collect(),
        other => other.clone(),
    }
}

/// By how much an arm differs from the baseline, cell by cell; `null` where their counts are not known.
fn difference(base: &Arm, arm: &Arm) -> Value {
    let tallies = |arm: &Arm| arm.view.get("tallies").and_then(|tallies| serde_json::from_value::<Tallies>(tallies.clone()).ok());
    let (Some(first), Some(second)) = (tallies(base), tallies(arm)) else { return Value::Null };
    let digests = |arm: &Arm, of: &str| {
        let done = arm.view.pointer("/trust/run/done").and_then(Value::as_array);
        done.into_iter().flatten().map(|run| run[of].clone()).collect::<Vec<_>>()
    };
    let same = |of: &str| digests(base, of).iter().zip(&digests(arm, of)).all(|(a, b)| a == b);
    let pairs = digests(base, "trace_digest").len().min(digests(arm, "trace_digest").len());
    let same_days = ["days", "warmup_days"].iter().all(|key| base.summary[key] == arm.summary[key]);
    let luck = match pairs > 0 && same_days && same("replication") && same("trace_digest") {
        true if same("digest") => Luck::Repeated,
        true => Luck::Shared,
        false => Luck::Own,
    };
    let paired = luck != Luck::Own;
    let same_places = base.view.pointer("/map/levels") == arm.view.pointer("/map/levels");
    let mut levels = differences(&first, &second, luck);
    if !same_places {
        levels.retain(|level| level.shown.is_none());
    }
    json!({ "paired": paired, "pairs": if paired { pairs } else { 0 }, "levels": levels })
}

/// The names of all keys, `[English, Chinese]`, and the units of measures. `promise` says what targets mean: all arms of a page
/// promise the same.
fn all_names(promise: Option<&Value>) -> Value {
    let until_handled = promise.is_some_and(|promise| promise["until_handled"] == true);
    let clock: Clock = promise.and_then(|promise| serde_json::from_value(promise["clock"].clone()).ok()).unwrap_or_default();
    fn table<'a>(keys: &[&'a str], of: impl Fn(Lang, &'a str) -> &'a str) -> Map<String, Value> {
        keys.iter().map(|key| ((*key).to_owned(), json!(Lang::ALL.map(|lang| of(lang, key))))).collect()
    }
    let causes: Vec<&str> = Segment::ALL.into_iter().map(segment_name).chain(Cause::all().map(Cause::name)).collect();
    json!({
        "milestones": table(&Milestone::ALL.map(milestone_name), names::milestone),
        "targets": table(&Target::ALL.map(Target::name), |lang, key| names::target(lang, key, until_handled)),
        "clock": Lang::ALL.map(|lang| names::clock(lang, clock)),
        "causes": table(&causes, names::cause),
        "states": table(&CrewState::ALL.map(state_name), names::state),
        "state_order": CrewState::ALL.map(state_name),
        "segment_order": Segment::ALL.map(segment_name),
        "emergent": EMERGENT.map(segment_name),
        "units": MEASURES.iter().map(|measure| (measure.key.to_owned(), json!(measure.unit))).collect::<Map<String, Value>>(),
        "measures": MEASURES.iter().map(|measure| (measure.key.to_owned(), json!(Lang::ALL.map(|lang| names::measure(lang, measure, until_handled))))).collect::<Map<String, Value>>(),
    })
}

/// Parts of the way whose length follows from the load and the ground; the others are drawn from what is assumed.
const EMERGENT: [Segment; 5] = [Segment::DeskQueue, Segment::LaterDeskQueue, Segment::CrewQueue, Segment::Travel, Segment::PartnerWait];
