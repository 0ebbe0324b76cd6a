//! The document of `frontier`.

use super::{Frontier, text};
use crate::experiment::frontier::{Asked, Condition, Level, standing_name};
use crate::experiment::posts::Sort;
use crate::experiment::{Arm, Estimate, MEASURES, Measure, Unit};
use crate::metrics::Targets;
use crate::report::json::{experiment, sentences, value};
use crate::report::saturated::Saturated;
use crate::report::setup::log;
use crate::stats::Bracket;
use serde_json::{Value, json};

/// Everything that was found.
pub fn frontier_json(found: &Frontier) -> Value {
    let Targets { clock, until_handled, .. } = found.arm().dimensions.targets;
    let mut document = experiment("frontier", clock, until_handled);
    let search = found.search;
    let question = &search.question;
    let model = &found.arm().loaded.model;
    let mut add = |key: &str, value: Value| document.insert(key.to_owned(), value);
    let main = answer(found, found.both.unwrap_or(found.targets), found.both.is_some());
    for key in ["infeasible_below", "feasible_from", "confidence"] {
        add(key, main[key].clone());
    }
    let mut frontiers = vec![answer(found, found.targets, false)];
    frontiers.extend(found.both.map(|both| answer(found, both, true)));
    add("frontiers", frontiers.into());
    add("sentences", sentences(|lang| text::sentences(found, lang)));
    add("staff", found.scope.to_string().into());
    add("whole_posts", search.whole.into());
    add("conditions", question.targets.iter().chain(&question.besides).map(condition).collect::<Vec<_>>().into());
    add("arm", arm(found, 0));
    add("against", search.other().map_or(Value::Null, |other| arm(found, other)));
    add("days", model.days.into());
    add("seed", model.seed.into());
    add("candidates", (0..search.rosters.len()).map(|at| search.share(at)).collect::<Vec<_>>().into());
    let [smallest, largest] = search.bounds();
    add("left_out", json!({ "levels": search.left_out, "smallest": smallest, "largest": largest }));
    let mut visited: Vec<&Level> = search.visited.iter().filter(|level| level.looks > 0).collect();
    visited.sort_by_key(|level| level.position);
    add("levels", visited.iter().map(|level| one_level(found, level)).collect::<Vec<_>>().into());
    add("overflowing", value(&search.overflowing()));
    add("level_alone", search.alone().into());
    add("plan", value(&question.plan));
    add("monotone", value(&search.monotone()));
    add("replications", search.pool.done().into());
    add("interrupted", search.interrupted.into());
    add("repeat", found.command().join(" ").into());
    document.into()
}

fn answer(found: &Frontier, bracket: Bracket, committed: bool) -> Value {
    let search = found.search;
    let ends = search.found(bracket);
    let share = |at: Option<usize>| at.map(|at| search.share(at));
    let posts = |at: Option<usize>| at.map(|at| search.posts(at));
    json!({
        "committed_work": committed,
        "infeasible_below": share(ends.infeasible_below),
        "feasible_from": share(ends.feasible_from),
        "confidence": search.question.confidence,
        "infeasible_up_to": share(bracket.fails),
        "posts_infeasible_below": posts(ends.infeasible_below),
        "posts_feasible_from": posts(ends.feasible_from),
        "set": ends.feasible_from.map(|at| search.sets(at)),
    })
}

fn condition(condition: &Condition) -> Value {
    let Measure { key, .. } = MEASURES[condition.measure];
    let (margin, share) = match condition.asked {
        Asked::NotBelow { margin } => (Some(margin), None),
        Asked::AtLeast { share } => (None, Some(share)),
    };
    json!({ "measure": key, "against": condition.is_relative(), "margin": margin, "at_least": share, "chance": condition.chance })
}

fn one_level(found: &Frontier, level: &Level) -> Value {
    let search = found.search;
    let runs = search.pool.measured(level.arm);
    let saturated = Saturated::measured(runs);
    json!({
        "level": search.share(level.position),
        "posts": search.posts(level.position),
        "roles": search.roles(level.position).iter().map(|(role, posts)| json!({ "role": role.role, "zh": found.role(&role.role).zh, "posts": posts })).collect::<Vec<_>>(),
        "set": search.sets(level.position),
        "replications": runs.len(),
        "standing": standing_name(level.standing(false)),
        "standing_with_committed": found.both.map(|_| standing_name(level.standing(true))),
        "conditions": level.targets.iter().chain(&level.besides).map(value).collect::<Vec<_>>(),
        "collapsed_replications": saturated.collapsed,
        "overloaded_replications": saturated.overloaded,
    })
}

fn arm(found: &Frontier, position: usize) -> Value {
    let arm: &Arm = &found.search.pool.arms()[position];
    let roles = crate::experiment::posts::posts(&arm.loaded);
    let sort = |sort: Sort| match sort {
        Sort::Crews => "crews",
        Sort::Desk => "desk",
        Sort::Settlers => "settlers",
        Sort::Outside => "outside",
    };
    let runs = found.search.pool.measured(position);
    let measures: serde_json::Map<String, Value> = MEASURES
        .iter()
        .enumerate()
        .filter(|(_, measure)| measure.unit == Unit::Share)
        .map(|(at, measure)| (measure.key.to_owned(), value(&Estimate::measured(runs, at, found.search.question.confidence))))
        .collect();
    json!({
        "name": arm.label.name,
        "zh": arm.label.zh,
        "scenario": arm.file,
        "set": arm.sets,
        "log": log(&arm.loaded.scenario),
        "posts_by_role": roles.iter().map(|role| json!({ "role": role.role, "zh": role.name.zh, "sort": sort(role.sort), "posts": role.count })).collect::<Vec<_>>(),
        "replications": runs.len(),
        "measures": measures,
    })
}
