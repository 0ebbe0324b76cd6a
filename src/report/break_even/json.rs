//! The document of `break-even`.

use super::{BreakEven, text};
use crate::experiment::MEASURES;
use crate::experiment::break_even::{Point, Row, Side};
use crate::experiment::frontier::standing_name;
use crate::metrics::Targets;
use crate::report::factors::range_json;
use crate::report::folder::InputHash;
use crate::report::json::{experiment, sentences, value};
use crate::report::setup::log;
use serde_json::{Value, json};

/// Everything that was found.
pub fn break_even_json(found: &BreakEven) -> Value {
    let Targets { clock, until_handled, .. } = found.arm(0).dimensions.targets;
    let mut document = experiment("break-even", clock, until_handled);
    let search = found.search;
    let model = &found.arm(0).loaded.model;
    let mut add = |key: &str, value: Value| document.insert(key.to_owned(), value);
    add("measure", MEASURES[search.question.measure].key.into());
    add("at", search.question.at.into());
    add("indifference", found.margin.into());
    add("confidence", search.question.confidence.into());
    add("level", value(&found.level));
    add("arm", arm(found, 0));
    add("against", arm(found, 1));
    add("days", model.days.into());
    add("seed", model.seed.into());
    add("sentences", sentences(|lang| text::sentences(found, lang)));
    add("rows", search.rows.iter().map(|r| row(found, r)).collect::<Vec<_>>().into());
    add("factors", found.asked.into());
    add("left_out", value(&found.left_out));
    add("plan", value(&search.question.plan));
    add("replications", search.pool.done().into());
    add("interrupted", search.interrupted.into());
    add("repeat", found.command().join(" ").into());
    document.into()
}

fn arm(found: &BreakEven, position: usize) -> Value {
    let arm = found.arm(position);
    json!({
        "name": arm.label.name,
        "zh": arm.label.zh,
        "scenario": arm.file,
        "set": arm.sets,
        "log": log(&arm.loaded.scenario),
        "sha256": arm.loaded.source.sha256(),
        "files": InputHash::all(&arm.loaded.source),
    })
}

/// On which side of break-even the difference lies.
pub(super) fn standing(name: &str) -> &'static str {
    match name {
        "feasible" => "above",
        "infeasible" => "below",
        _ => "undecided",
    }
}

fn row(found: &BreakEven, row: &Row) -> Value {
    let factor = &row.factor;
    let leading = row.leading();
    let searched = row.searched();
    json!({
        "path": factor.path,
        "path_zh": factor.path_zh,
        "arms": row.arms.iter().map(|arm| found.arm(*arm).label.name.as_str()).collect::<Vec<_>>(),
        "value": factor.value,
        "written_as": factor.shown(),
        "unit": factor.kind.unit,
        "grade": factor.grade.map(|grade| value(&grade)),
        "source": factor.source,
        "source_zh": factor.source_zh,
        "range": range_json(factor),
        "description": factor.en,
        "zh": factor.zh,
        "posts_kept": row.posts_kept,
        "searched": { "low": searched.0, "high": searched.1 },
        "difference": { "estimate": row.own.estimate, "lower": row.own.lower, "upper": row.own.upper,
            "standing": standing(standing_name(row.own.standing)), "replications": row.own.replications, "replications_wanted": row.own.replications_wanted },
        "break_even": leading.and_then(|crossing| crossing.estimate),
        "between": leading.map(|crossing| json!({ "from": crossing.from, "to": crossing.to })),
        "range_holds_it": row.place(),
        "below": row.below.as_ref().map(side),
        "above": row.above.as_ref().map(side),
        "points": row.points.iter().map(|point| one_point(row, point)).collect::<Vec<_>>(),
    })
}

fn side(side: &Side) -> Value {
    json!({
        "end": side.end,
        "standing": standing(standing_name(side.standing)),
        "crossing": side.crossing.map(|crossing| value(&crossing)),
        "barrier": side.barrier.map(|(at, reason)| json!({ "value": at, "reason": reason })),
    })
}

fn one_point(row: &Row, point: &Point) -> Value {
    json!({
        "value": row.line.values[point.position],
        "difference": point.seen.estimate,
        "lower": point.seen.lower,
        "upper": point.seen.upper,
        "standing": standing(standing_name(point.seen.standing)),
        "replications": point.seen.replications,
        "replications_wanted": point.seen.replications_wanted,
    })
}
