//! The same for programs: one incident in full, or the worst ones.

use super::life::{category, channel};
use super::told::{on_errand, told};
use super::worst::is_measured;
use super::{Cast, Decision, Event, Kept, Probe, Worst, verdicts};
use crate::metrics::{milestone_name, segment_name};
use crate::record::{Course, Fact, Milestone, Outcome, Segment};
use crate::report::{Lang, json};
use crate::time::{Duration, Instant};
use serde_json::{Value, json};

/// Seconds since midnight of the first day.
fn seconds(at: Instant) -> f64 {
    Duration(at.0).seconds()
}

/// The life of the incident that `probe` saw; `None` if there was no such incident. `other` is another rule and what a
/// probe saw under it.
pub fn life_json(probe: &Probe, other: Option<(&str, &Probe)>, cast: &Cast, replication: u32) -> Option<Value> {
    let mut document = json::head("explain");
    document.insert("replication".into(), replication.into());
    document.extend(told_by(probe, cast)?);
    if let Some((rule, other)) = other {
        let mut told = serde_json::Map::from_iter([("rule".to_owned(), rule.into())]);
        told.extend(told_by(other, cast)?);
        document.insert("other".into(), told.into());
    }
    Some(document.into())
}

/// What one probe saw.
fn told_by(probe: &Probe, cast: &Cast) -> Option<serde_json::Map<String, Value>> {
    let outcome = probe.outcome.as_ref()?;
    let english = Cast { lang: Lang::En, ..*cast };
    let mut document = serde_json::Map::new();
    document.insert("incidents".into(), vec![incident(outcome, &english)].into());
    let fact_json = |fact: &Fact, told: Option<String>| {
        let what = format!("{:?}", fact.what);
        let mut event = json!({ "at_s": seconds(fact.at), "after_s": fact.at.since(outcome.reported).seconds(), "fact": what });
        if let Some(told) = told {
            event["told"] = told.into();
        }
        event
    };
    let events = probe.events.iter().map(|event| match event {
        Event::Fact(fact) => fact_json(fact, told(fact, outcome, &english)),
        Event::Errand(fact, facility) => {
            let mut event = fact_json(fact, Some(on_errand(fact, *facility, &english)));
            event["facility"] = english.facility(*facility).into();
            event
        }
        Event::Decision(d) => decision_json(d, outcome, &english),
    });
    document.insert("events".into(), events.collect::<Vec<Value>>().into());
    Some(document)
}

/// Who was weighed in a decision, and when.
fn weighed(d: &Decision, o: &Outcome, cast: &Cast) -> Value {
    let candidates = d.best.iter().map(|c| json!({ "crew": c.crew.0, "name": cast.crew(c.crew), "score": c.score, "serves": c.serves }));
    let excluded = d.excluded.iter().map(|(reason, n)| json!({ "reason": reason, "crews": n }));
    json!({
        "at_s": seconds(d.at),
        "after_s": d.at.since(o.reported).seconds(),
        "eligible": d.eligible,
        "soon_free": d.soon_free,
        "candidates": candidates.collect::<Vec<Value>>(),
        "excluded": excluded.collect::<Vec<Value>>(),
    })
}

fn decision_json(d: &Decision, o: &Outcome, cast: &Cast) -> Value {
    let mut event = weighed(d, o, cast);
    event["decision"] = match d.course {
        Course::Send if d.chosen.is_empty() => "wait",
        Course::Send => "send",
        Course::CallAway => "call_away",
        Course::WaitFor => "wait_for",
    }
    .into();
    event["times"] = d.times.into();
    event["last"] = d.last.as_ref().map(|last| weighed(last, o, cast)).into();
    event["chosen"] = d.chosen.iter().map(|crew| crew.0).collect::<Vec<_>>().into();
    event["rank"] = d.rank.into();
    event["equals"] = d.equals.into();
    event
}

/// One incident with its times and verdicts.
fn incident(o: &Outcome, cast: &Cast) -> Value {
    let after = |m: Milestone| (milestone_name(m).to_owned(), o.until(m).map(Duration::seconds).into());
    let segment = |s: Segment| (segment_name(s).to_owned(), o.segments[s as usize].seconds().into());
    let verdicts = verdicts(o, &cast.dimensions.targets).map(|v| {
        json!({
            "name": v.target.name(),
            "limit_s": v.limit.seconds(),
            "took_s": v.took.map(Duration::seconds),
            "met": v.cause.is_none(),
            "late_by_s": v.late_by().map(Duration::seconds),
            "cause": v.cause.map(|cause| cause.name()),
        })
    });
    json!({
        "incident": o.incident,
        "reported": cast.clock(o.reported),
        "reported_s": seconds(o.reported),
        "category": category(cast, o.category),
        "priority": o.priority,
        "channel": channel(cast, o.channel),
        "place": cast.place(o.leaf),
        "served_by": cast.served_by(o.served_by),
        "measured": is_measured(o, cast.dimensions),
        "self_found": o.self_found,
        "in_surge": o.in_surge,
        "joint": o.joint,
        "after_s": Milestone::ALL.map(after).into_iter().collect::<serde_json::Map<String, Value>>(),
        "segments_s": Segment::ALL.map(segment).into_iter().collect::<serde_json::Map<String, Value>>(),
        "targets": verdicts,
    })
}

/// The worst incidents of a replication, and what became of them under another rule.
pub fn list_json(worst: &Worst, other: Option<(&str, &Kept)>, cast: &Cast, replication: u32) -> Value {
    let english = Cast { lang: Lang::En, ..*cast };
    let mut document = json::head("explain");
    document.insert("replication".into(), replication.into());
    document.insert("incidents".into(), worst.outcomes().map(|o| incident(o, &english)).collect::<Vec<Value>>().into());
    if let Some((rule, kept)) = other {
        let incidents = worst.outcomes().filter_map(|o| kept.get(o.incident)).map(|o| incident(o, &english));
        document.insert("other".into(), json!({ "rule": rule, "incidents": incidents.collect::<Vec<Value>>() }));
    }
    document.into()
}
