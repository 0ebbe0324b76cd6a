//! The document of `rank`.

use super::{Place, Ranking, map, sentence};
use crate::experiment::MEASURES;
use crate::experiment::rank::Ranked;
use crate::metrics::{Target, Targets};
use crate::report::compare::closing::digest;
use crate::report::json::{experiment, sentences, value};
use crate::report::{Lang, hex, names, setup};
use serde_json::{Map, Value, json};

/// Everything that was found.
pub fn rank_json(found: &Ranking) -> Value {
    let Targets { clock, until_handled, .. } = *found.targets();
    let mut document = experiment("rank", clock, until_handled);
    let (base, model) = (found.base, &found.base.loaded.model);
    let mut add = |key: &str, value: Value| document.insert(key.to_owned(), value);
    let ranked = &found.ranked;
    add("best", winner(ranked));
    add("sentences", sentences(|lang| sentence::sentences(found, lang)));
    add("guarantee", value(&ranked.guarantee));
    add("decision", value(&ranked.decision()));
    let log = setup::log(&base.loaded.scenario);
    add("scenario", json!({ "name": base.label.name, "zh": base.label.zh, "scenario": base.file, "set": base.sets, "log": log }));
    add("traces_identical", ranked.identical.into());
    add("primary", MEASURES[found.contest.primary()].key.into());
    add("level", found.contest.level.into());
    add("replications", ranked.runs.into());
    add("days", model.days.into());
    add("seed", model.seed.into());
    add("interrupted", found.interrupted.into());
    add("targets", targets(found));
    add("league", league(found));
    add("refused", value(&found.field.refused));
    add("trade_offs", value(&ranked.trade));
    let bound = found.hindsight.as_ref();
    add("hindsight", value(&bound.and_then(|bound| bound.as_ref().ok())));
    let unbounded = bound.and_then(|bound| bound.as_ref().err());
    add("no_hindsight", value(&unbounded.map(|reason| &reason.en)));
    add("no_hindsight_zh", value(&unbounded.map(|reason| &reason.zh)));
    add("saved", saved(found));
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

/// What rules saved; the experiment knows its causes by their keys only.
fn saved(found: &Ranking) -> Value {
    let mut saved = found.saved.clone();
    for row in saved.iter_mut().flat_map(|saved| &mut saved.by_stage) {
        row.name.zh = names::cause(Lang::Zh, &row.name.name).to_owned();
    }
    value(&saved)
}

/// All fields stand in every place: those of one that was not run are `null`, but for why.
fn place(place: &Place) -> Value {
    let ranked = place.ranked.as_ref().map(|(_, ranked)| ranked);
    let why = ranked.is_none().then(|| Lang::ALL.map(|lang| map::why(place, lang)));
    json!({
        "set": place.field.sets,
        "best": ranked.map(winner),
        "decision": ranked.map(Ranked::decision),
        "contenders": ranked.map(|ranked| ranked.contenders().map(|row| &row.rule).collect::<Vec<_>>()),
        "guarantee": ranked.map(|ranked| ranked.guarantee),
        "replications": ranked.map(|ranked| ranked.runs),
        "league": ranked.map(|ranked| &ranked.league),
        "refused": place.field.refused,
        "stopping": ranked.map(|ranked| &ranked.stopping),
        "overflow": place.overflowing.first().map(|refused| &refused.reason),
        "reason": why.as_ref().map(|[en, _]| en),
        "zh": why.as_ref().map(|[_, zh]| zh),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Arm;
    use crate::experiment::rank::{Combination, Field};
    use crate::scenario::load_text;

    #[test]
    fn a_place_that_was_not_run_has_all_fields_too() {
        let text = r#"(city: Point(), demand: (volume: "60 /day", categories: { "job": (on_scene: Exponential(mean: "30 min")) }),
            workforce: (crews: { "server": (officers: 2, crew_size: 1, working_days: 7, based: Centre) }), run: (days: 4))"#;
        let base = Arm::of(load_text("pool.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))), "pool".to_owned(), Vec::new());
        let rules = Combination::read_all(&["ClosestIdle,Random".to_owned()]).0;
        let field = Field::of(&base, &[], &rules, true).unwrap();
        let told = place(&Place { field: &field, ranked: None, overflowing: &[], why: None });
        let keys = [
            "set",
            "best",
            "decision",
            "contenders",
            "guarantee",
            "replications",
            "league",
            "refused",
            "stopping",
            "overflow",
            "reason",
            "zh",
        ];
        assert!(told.as_object().unwrap().keys().eq(&keys), "{told}");
        assert_eq!(told.as_object().unwrap().values().filter(|field| field.is_null()).count(), keys.len() - 4);
        assert_eq!(told["reason"], "not run");
    }
}
