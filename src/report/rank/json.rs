//! The document of `rank`.

use super::{Place, Ranking, sentence};
use crate::experiment::MEASURES;
use crate::experiment::rank::Ranked;
use crate::metrics::Target;
use crate::report::compare::closing::digest;
use crate::report::hex;
use crate::report::json::{head, sentences, value};
use serde_json::{Map, Value, json};

/// Everything that was found.
pub fn rank_json(found: &Ranking) -> Value {
    let mut document = head("rank");
    let (base, model) = (found.base, &found.base.loaded.model);
    let mut add = |key: &str, value: Value| document.insert(key.to_owned(), value);
    let ranked = &found.ranked;
    add("best", winner(ranked));
    add("sentences", sentences(|lang| sentence::sentences(found, lang)));
    add("guarantee", value(&ranked.guarantee));
    add("decision", value(&ranked.decision()));
    add("scenario", json!({ "name": base.label.name, "zh": base.label.zh, "scenario": base.file, "set": base.sets }));
    add("traces_identical", ranked.identical.into());
    add("primary", MEASURES[found.contest.primary()].key.into());
    add("level", found.contest.level.into());
    add("replications", ranked.runs.into());
    add("days", model.days.into());
    add("seed", model.seed.into());
    add("interrupted", found.interrupted().into());
    add("targets", targets(found));
    add("league", league(found));
    add("refused", value(&found.field.refused));
    add("trade_offs", value(&ranked.trade));
    let bound = found.hindsight.as_ref();
    add("hindsight", value(&bound.and_then(|bound| bound.as_ref().ok())));
    let unbounded = bound.and_then(|bound| bound.as_ref().err());
    add("no_hindsight", value(&unbounded.map(|reason| &reason.en)));
    add("no_hindsight_zh", value(&unbounded.map(|reason| &reason.zh)));
    add("saved", value(&found.saved));
    add("varied", value(&found.varied));
    add("map", found.places.iter().map(place).collect::<Vec<_>>().into());
    add("stopping", value(&ranked.stopping));
    add("repeat", found.command().join(" ").into());
    document.into()
}

fn winner(ranked: &Ranked) -> Value {
    value(&ranked.winner().map(|row| &row.rule))
}

fn targets(found: &Ranking) -> Value {
    let targets = found.targets();
    let one = |(i, target): (usize, &Target)| json!({ "name": target.name(), "limit_s": targets.limits[i].seconds(), "primary": *target == targets.primary });
    Target::ALL.iter().enumerate().map(one).collect::<Vec<_>>().into()
}

/// The rows with all measures of each rule over its own replications.
fn league(found: &Ranking) -> Value {
    let contest = found.contest;
    let row = |row: &crate::experiment::rank::Row| {
        let Value::Object(mut fields) = value(row) else { unreachable!("rows are structs") };
        let runs = &contest.measured[row.arm];
        let measures: Map<String, Value> =
            MEASURES.iter().enumerate().map(|(at, measure)| (measure.key.to_owned(), value(&contest.estimate(row.arm, at)))).collect();
        fields.insert("digest".to_owned(), hex(digest(runs.iter().map(|m| m.digest))).into());
        fields.insert("trace_digest".to_owned(), hex(digest(runs.iter().map(|m| m.trace_digest))).into());
        fields.insert("measures".to_owned(), measures.into());
        Value::Object(fields)
    };
    found.ranked.league.iter().map(row).collect::<Vec<_>>().into()
}

fn place(place: &Place) -> Value {
    let Some((_, ranked)) = &place.ranked else {
        let (sets, refused, overflow) = (&place.field.sets, value(&place.field.refused), &place.overflow);
        return json!({ "set": sets, "best": null, "decision": null, "refused": refused, "overflow": overflow });
    };
    let contenders: Vec<&String> = ranked.contenders().map(|row| &row.rule).collect();
    json!({
        "set": place.field.sets,
        "best": winner(ranked),
        "decision": value(&ranked.decision()),
        "contenders": contenders,
        "guarantee": value(&ranked.guarantee),
        "replications": ranked.runs,
        "league": value(&ranked.league),
        "refused": value(&place.field.refused),
        "stopping": value(&ranked.stopping),
    })
}
