//! One JSON document per command, `schema` first. What each field means and its unit stand in `docs/json.md`.
//!
//! English keys whatever the language, full precision, seconds. No clock, host or number of threads.

use super::{Setup, hex};
use crate::experiment::Summary;
use crate::metrics::Clock;
use crate::policy::RuleInfo;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Version of all documents; it grows when a field changes its meaning or goes away.
pub const SCHEMA: u32 = 1;

/// A document as text, with a line break at its end.
pub fn text(document: &Value) -> String {
    format!("{document:#}\n")
}

/// The results of `run`.
pub fn run(setup: &Setup, summary: &Summary, digest: u64) -> Value {
    let mut document = head("run");
    document.insert("scenario".into(), value(setup));
    document.insert("digest".into(), hex(digest).into());
    document.insert("incidents".into(), summary.incidents.reported.into());
    document.insert("counts".into(), value(&summary.incidents));
    document.insert("interrupted".into(), (summary.replications < setup.replications).into());
    extend(&mut document, summary);
    document.into()
}

/// What the document of a run told of it, and the fingerprint of all its replications.
pub(super) fn ran(document: &Value) -> Option<(Summary, u64)> {
    let mut fields = document.clone();
    fields["incidents"] = document.get("counts")?.clone();
    let digest = u64::from_str_radix(document.get("digest")?.as_str()?, 16).ok()?;
    Some((serde_json::from_value(fields).ok()?, digest))
}

/// Conclusions in both languages, the first of them the answer.
pub fn sentences(of: impl Fn(super::Lang) -> Vec<String>) -> Value {
    let pairs = of(super::Lang::En).into_iter().zip(of(super::Lang::Zh));
    pairs.map(|(en, zh)| json!({ "en": en, "zh": zh })).collect::<Vec<_>>().into()
}

/// What a scenario amounts to, for `check`.
pub fn check(report: &super::check::CheckReport) -> Value {
    let mut document = head("check");
    let levels: Map<String, Value> = report.levels.iter().map(|l| (l.name.name.clone(), l.count.into())).collect();
    document.insert("levels".into(), levels.into());
    extend(&mut document, report);
    document.into()
}

/// What `trace` wrote.
pub fn trace(replication: u32, incidents: u64, digest: u64, file: &str) -> Value {
    let mut document = head("trace");
    document.insert("replication".into(), replication.into());
    document.insert("incidents".into(), incidents.into());
    document.insert("trace_digest".into(), hex(digest).into());
    document.insert("file".into(), file.into());
    document.into()
}

/// The list of `rules`.
pub fn rules(rules: &[RuleInfo]) -> Value {
    let rules: Vec<Value> = rules
        .iter()
        .map(|rule| {
            let parameters: Vec<Value> = rule
                .parameters
                .iter()
                .map(|p| json!({ "name": p.name, "default": p.default.en, "bounds": p.bounds.en, "meaning": p.meaning, "zh": p.zh }))
                .collect();
            let kind = super::rules::kind(super::Lang::En, rule.kind);
            let budget = rule.budget.map(|budget| json!({ "expensive": budget.expensive, "said": budget.said, "zh": budget.zh }));
            json!({ "name": rule.name, "kind": kind, "summary": rule.summary, "zh": rule.zh, "parameters": parameters, "budget": budget, "source": rule.source })
        })
        .collect();
    let mut document = head("rules");
    document.insert("rules".into(), rules.into());
    document.into()
}

/// The beginning of every document.
pub(super) fn head(command: &str) -> Map<String, Value> {
    let mut document = Map::new();
    document.insert("schema".into(), SCHEMA.into());
    document.insert("command".into(), command.into());
    document
}

/// The beginning of the document of an experiment: what its targets promise.
pub(super) fn experiment(command: &str, clock: Clock, until_handled: bool) -> Map<String, Value> {
    let mut document = head(command);
    document.insert("clock".into(), value(&clock));
    document.insert("until_handled".into(), until_handled.into());
    document
}

/// Plain data as JSON; numbers that are none become `null`.
pub(super) fn value(data: &impl Serialize) -> Value {
    serde_json::to_value(data).expect("plain data with string keys always serializes")
}

/// Adds the fields of `data` that do not stand in `document` yet.
fn extend(document: &mut Map<String, Value>, data: &impl Serialize) {
    let Value::Object(fields) = value(data) else { unreachable!("results are structs") };
    for (name, field) in fields {
        document.entry(name).or_insert(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_run_keeps_the_contract() {
        let document = run(&sample::setup(), &sample::summary(), 0xABCD);
        let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
        assert_eq!(keys[0], "schema");
        assert_eq!(ran(&document), Some((sample::summary(), 0xABCD)), "and is read again");
        assert_eq!(ran(&json!({ "digest": "1" })), None);
        assert_eq!(document["digest"], "000000000000abcd");
        assert_eq!(document["incidents"], 1_360_000);
        assert_eq!(document["interrupted"], false);
        let target = &document["targets"][3];
        assert_eq!(target["name"], "on_scene");
        assert_eq!(target["limit_s"], 2_700.0);
        for field in ["estimate", "lower", "upper", "level", "replications"] {
            assert!(target["attainment"][field].is_number(), "{field}");
        }
    }

    #[test]
    fn every_field_of_a_run_is_documented() {
        let documented = include_str!("../../docs/json.md");
        let mut keys = Vec::new();
        collect(&run(&sample::setup(), &sample::summary(), 1), &mut keys);
        collect(&check(&crate::report::check::sample()), &mut keys);
        for key in keys {
            assert!(documented.contains(&format!("`{key}`")), "`{key}` is not in docs/json.md");
        }
    }

    fn collect(value: &Value, keys: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (key, field) in fields {
                    if key != "levels" || field.is_array() {
                        collect(field, keys);
                    }
                    keys.push(key.clone());
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, keys)),
            _ => {}
        }
    }
}
