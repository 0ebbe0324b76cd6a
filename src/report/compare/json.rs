//! The document of `compare`.

use super::closing::digest;
use super::sentence::sentences_json;
use super::{Compared, letter};
use crate::experiment::MEASURES;
use crate::experiment::break_even::Place;
use crate::experiment::compare::doubt::Assumption;
use crate::metrics::{Target, Targets};
use crate::report::break_even::Answer;
use crate::report::factors::range_json;
use crate::report::json::{experiment, value};
use crate::report::saturated::Saturated;
use crate::report::staffing::Staffing;
use crate::report::{Lang, hex, names, setup};
use serde_json::{Map, Value, json};

/// Everything that was found.
pub fn compare_json(found: &Compared) -> Value {
    let Targets { clock, until_handled, .. } = found.arm(0).dimensions.targets;
    let mut document = experiment("compare", clock, until_handled);
    let runs = found.runs;
    let model = &found.arm(0).loaded.model;
    let mut add = |key: &str, value: Value| document.insert(key.to_owned(), value);
    add("traces_identical", found.identical.into());
    add("paired", runs.paired.into());
    add("primary", MEASURES[found.primary()].key.into());
    add("indifference", runs.margin.into());
    add("level", runs.level.into());
    add("replications", runs.replications().into());
    add("days", model.days.into());
    add("seed", model.seed.into());
    add("interrupted", found.interrupted().into());
    add("targets", targets(found));
    add("arms", (0..runs.arms.len()).map(|arm| one_arm(found, arm)).collect::<Vec<_>>().into());
    add("sentences", sentences_json(found));
    add("differences", value(&found.differences));
    add("best", value(&found.best));
    add("assumptions", found.assumptions.iter().map(|assumption| one_assumption(found, assumption)).collect::<Vec<_>>().into());
    add("left_out", found.left_out.iter().map(|assumption| one_left_out(found, assumption)).collect::<Vec<_>>().into());
    add("draws", value(&found.doubt));
    add("parts", value(&found.parts));
    add("breakdowns", value(&found.breakdowns));
    add("equity", value(&found.equity));
    add("pairing", value(&found.pairing));
    let mut stopping = value(&found.stopping);
    stopping["plan"]["half_width"] = found.half_width.into();
    add("stopping", stopping);
    add("repeat", found.command().join(" ").into());
    document.into()
}

fn targets(found: &Compared) -> Value {
    let limits = found.arm(0).dimensions.targets.limits;
    let one =
        |(i, target): (usize, &Target)| json!({ "name": target.name(), "limit_s": limits[i].seconds(), "primary": i == found.primary() });
    Target::ALL.iter().enumerate().map(one).collect::<Vec<_>>().into()
}

fn one_arm(found: &Compared, position: usize) -> Value {
    let (arm, runs) = (found.arm(position), &found.runs.measured[position]);
    let model = &arm.loaded.model;
    let staffing = Staffing::of(&arm.loaded);
    let residents = setup::residents(model);
    let roles: Vec<Value> = staffing
        .posts
        .iter()
        .map(|role| json!({ "name": role.name.name, "zh": role.name.zh, "count": role.count, "wages": role.wages }))
        .collect();
    let measures: Map<String, Value> =
        MEASURES.iter().enumerate().map(|(at, measure)| (measure.key.to_owned(), value(&found.runs.estimate(position, at)))).collect();
    let saturated = Saturated::measured(runs);
    let sum = |of: fn(&crate::experiment::Measured) -> u64| runs.iter().map(of).sum::<u64>();
    json!({
        "name": arm.label.name,
        "zh": arm.label.zh,
        "letter": letter(position),
        "scenario": arm.file,
        "set": arm.sets,
        "log": setup::log(&arm.loaded.scenario),
        "about": names::about(Lang::En, &arm.loaded.scenario),
        "about_zh": names::about(Lang::Zh, &arm.loaded.scenario),
        "digest": hex(digest(runs.iter().map(|m| m.digest))),
        "trace_digest": hex(digest(runs.iter().map(|m| m.trace_digest))),
        "incidents": sum(|m| m.incidents),
        "residents": residents,
        "officers": model.workforce.kinds.iter().map(|kind| u64::from(kind.officers)).sum::<u64>(),
        "crews": model.workforce.crews.len(),
        "posts": staffing.posts_total,
        "posts_by_role": roles,
        "posts_per_10000": staffing.posts_per_10000,
        "vehicles": staffing.vehicles,
        "cost_per_year": staffing.cost_per_year,
        "currency": staffing.currency.as_ref().map(|name| name.name.as_str()),
        "currency_zh": staffing.currency.as_ref().map(|name| name.zh.as_str()),
        "collapses": sum(|m| u64::from(m.collapses)),
        "collapsed_replications": saturated.collapsed,
        "overloads": sum(|m| u64::from(m.overloads)),
        "overloaded_replications": saturated.overloaded,
        "measures": measures,
    })
}

/// Whether a range holds a crossing, where that is certified.
fn within(place: Place) -> Option<bool> {
    match place {
        Place::Within => Some(true),
        Place::Beyond => Some(false),
        Place::Undecided | Place::Unranged => None,
    }
}

/// The names of the arms that share an assumption.
fn sharing<'a>(found: &'a Compared, assumption: &Assumption) -> Vec<&'a str> {
    assumption.arms.iter().map(|arm| found.arm(*arm).label.name.as_str()).collect()
}

fn one_left_out(found: &Compared, assumption: &Assumption) -> Value {
    let [why, zh] = assumption.undrawn.clone().unwrap_or_default();
    json!({ "path": assumption.factor.path, "arms": sharing(found, assumption), "why": why, "zh": zh })
}

fn one_assumption(found: &Compared, assumption: &Assumption) -> Value {
    let factor = &assumption.factor;
    let names = sharing(found, assumption);
    let moved = found.break_even.as_ref().and_then(|kept| kept.of_factor(&factor.path, &names));
    json!({
        "path": factor.path,
        "path_zh": factor.path_zh,
        "arms": names,
        "value": factor.value,
        "written_as": factor.shown(),
        "unit": factor.kind.unit,
        "range": range_json(factor),
        "grade": factor.grade.map(|grade| value(&grade)),
        "source": factor.source,
        "source_zh": factor.source_zh,
        "description": factor.en,
        "zh": factor.zh,
        "break_even": moved.map(|moved| match moved {
            Answer::At(value, place) => json!({ "value": value, "within_range": within(place) }),
            Answer::Undecided | Answer::Nowhere(..) => json!({ "value": null, "within_range": null }),
        }),
    })
}
