//! The document of `sweep` and `merge`.

use super::Swept;
use crate::experiment::{MEASURES, refusals};
use crate::report::json::{experiment, value};
use serde_json::{Map, Value, json};

/// Everything that was found.
pub fn sweep_json(swept: &Swept) -> Value {
    let sheet = swept.sheet;
    let mut document = experiment("sweep", sheet.clock, sheet.until_handled);
    let mut add = |key: &str, value: Value| document.insert(key.to_owned(), value);
    add("name", sheet.name.as_str().into());
    add("zh", sheet.zh.as_str().into());
    add("about", sheet.about.as_str().into());
    add("about_zh", sheet.about_zh.as_str().into());
    add("plan", sheet.plan.as_str().into());
    add("identity", sheet.identity.as_str().into());
    add("seed", sheet.seed.into());
    add("replications", sheet.replications.into());
    add("primary", sheet.primary.as_str().into());
    add("level", super::LEVEL.into());
    add("shard", (swept.shard.of > 1).then(|| swept.shard.to_string()).into());
    add("tasks", swept.wanted().into());
    add("done", swept.done().into());
    add("interrupted", ((swept.records.len() as u64) < swept.wanted()).into());
    add(
        "scenarios",
        sheet
            .structures
            .iter()
            .map(|s| json!({ "name": s.name, "zh": s.zh, "scenario": s.scenario, "set": s.set, "log": s.log }))
            .collect(),
    );
    add("factors", value(&sheet.factors));
    add("refused", value(&refusals((0..sheet.points.len()).filter_map(|point| swept.refused(point)))));
    add("points", (0..sheet.points.len()).map(|point| one(swept, point)).collect());
    document.into()
}

fn one(swept: &Swept, position: usize) -> Value {
    let (sheet, point) = (swept.sheet, &swept.sheet.points[position]);
    let done = || swept.ran(position);
    let saturated = swept.saturated(position);
    let factors: Map<String, Value> = sheet
        .factors
        .iter()
        .enumerate()
        .map(|(at, factor)| (factor.path.clone(), point.numbers[at].map_or_else(|| point.values[at].as_str().into(), Value::from)))
        .collect();
    let measures: Map<String, Value> =
        MEASURES.iter().enumerate().map(|(at, measure)| (measure.key.to_owned(), value(&swept.estimate(position, at)))).collect();
    json!({
        "point": position,
        "scenario": sheet.structures[point.structure].name,
        "rule": point.rule,
        "factors": factors,
        "set": point.set,
        "scenario_sha256": swept.scenario_sha256(position),
        "done": done().count(),
        "refused": value(&swept.refused(position)),
        "collapses": done().map(|record| u64::from(record.collapses)).sum::<u64>(),
        "overloads": done().map(|record| u64::from(record.overloads)).sum::<u64>(),
        "collapsed_replications": saturated.collapsed,
        "overloaded_replications": saturated.overloaded,
        "measures": measures,
    })
}
