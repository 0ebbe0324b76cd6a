//! The document of `sensitivity`.

use super::Asked;
use crate::experiment::{Answer, MEASURES, Method};
use crate::metrics::Targets;
use crate::report::factors::range_json;
use crate::report::json::{experiment, value};
use crate::report::setup::log;
use serde_json::{Map, Value, json};

/// Everything that was found.
pub fn sensitivity_json(asked: &Asked) -> Value {
    let (arm, found) = (asked.arm, asked.found);
    let Targets { clock, until_handled, .. } = arm.dimensions.targets;
    let mut document = experiment("sensitivity", clock, until_handled);
    let mut add = |key: &str, value: Value| document.insert(key.to_owned(), value);
    let (method, asked_for) = match found.method {
        Method::Morris { trajectories } => ("morris", trajectories),
        Method::Sobol { rows } => ("sobol", rows),
    };
    add("method", method.into());
    add("scenario", arm.file.as_str().into());
    add("name", arm.label.name.as_str().into());
    add("zh", arm.label.zh.as_str().into());
    add("set", arm.sets.clone().into());
    add("log", log(&arm.loaded.scenario).into());
    add("measure", MEASURES[asked.measure].key.into());
    add("days", found.short.days.into());
    add("warmup_days", arm.warmup_days(found.short.days).into());
    add("replications", found.short.replications.into());
    add("seed", found.short.seed.into());
    add("asked_for", asked_for.into());
    add("done", found.done.into());
    add("points", found.used().len().into());
    add("rough", asked.is_rough().into());
    add("invalid", found.invalid().into());
    add("refused", value(&found.refused));
    add("interrupted", found.interrupted.into());
    add("without_range", asked.without_range.into());
    add("left_out", value(&asked.left_out));
    let of_measure = |field: fn(&Answer) -> Value| -> Value {
        let by_key = MEASURES.iter().zip(&found.answers).map(|(measure, answer)| (measure.key.to_owned(), field(answer)));
        by_key.collect::<Map<String, Value>>().into()
    };
    add("valued", of_measure(|answer| answer.valued.into()));
    add("used", of_measure(|answer| answer.used.into()));
    add("mean", of_measure(|answer| answer.mean.into()));
    add("variance", of_measure(|answer| answer.variance.into()));
    add("noise_share", of_measure(|answer| answer.noise.into()));
    add("factors", (0..found.factors.len()).map(|factor| one(asked, factor)).collect());
    document.into()
}

fn one(asked: &Asked, position: usize) -> Value {
    let (found, factor) = (asked.found, &asked.found.factors[position]);
    let answer = |answer: &Answer| match found.method {
        Method::Morris { .. } => value(&answer.effects[position]),
        Method::Sobol { .. } => value(&answer.indices.get(position)),
    };
    let measures: Map<String, Value> = MEASURES.iter().zip(&found.answers).map(|(m, a)| (m.key.to_owned(), answer(a))).collect();
    json!({
        "path": factor.path,
        "path_zh": factor.path_zh,
        "value": factor.value,
        "unit": factor.kind.unit,
        "range": range_json(factor),
        "grade": factor.grade.map(|grade| value(&grade)),
        "description": factor.en,
        "zh": factor.zh,
        "measures": measures,
    })
}
