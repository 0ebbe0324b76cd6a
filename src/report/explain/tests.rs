//! A life as told, in both languages.

use super::*;
use crate::ids::{CrewId, SettlerId, SlotId};
use crate::record::{Candidate, Course, CrewState, End, Fact, Milestone, Observer, Outcome, Segment, ServedBy, What};
use crate::report::layout::{WIDTH, width};
use crate::report::{Lang, sample};
use crate::time::{Duration, Instant};

fn cast(dimensions: &crate::metrics::Dimensions, lang: Lang) -> Cast<'_> {
    Cast { dimensions, start: jiff::civil::date(2022, 1, 1), lang }
}

/// Reported at noon, a wait of half an hour, then the night crew.
fn probe() -> Probe {
    let mut probe = Probe::new(3);
    let outcome = sample::outcome(3, 50);
    let at = |minutes: u64| outcome.reported + Duration(minutes * Duration::MINUTE.0);
    let mut fact = |minutes, what, actor, detail| probe.fact(&Fact { at: at(minutes), what, incident: 3, slot: SlotId(3), actor, detail });
    fact(0, What::Reported, 4, 0);
    fact(1, What::Responded, 0, 0);
    fact(2, What::CrewAwaited, 0, 1);
    let candidate = |crew, excluded| Candidate { crew: CrewId(crew), score: 100.0 + f64::from(crew), excluded, serves: false };
    for minutes in [2, 10] {
        probe.decision(
            at(minutes),
            3,
            &[candidate(0, Some("busy or off duty")), candidate(1, Some("busy or off duty"))],
            Course::Send,
            &[],
        );
    }
    probe.decision(at(46), 3, &[candidate(0, Some("busy or off duty")), candidate(1, None)], Course::Send, &[CrewId(1)]);
    let mut fact = |minutes, what, actor, detail| probe.fact(&Fact { at: at(minutes), what, incident: 3, slot: SlotId(3), actor, detail });
    fact(46, What::Offered, 1, 1);
    fact(50, What::Arrived, 1, 0);
    probe.outcome(&outcome);
    probe
}

fn plain(lang: Lang) -> String {
    let text = life(&probe(), &cast(&sample::dimensions(), lang), 0).expect("there is such an incident");
    anstream::adapter::strip_str(&text).to_string()
}

#[test]
fn a_life_is_told_in_order_with_the_limit_between() {
    let text = plain(Lang::En).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut last = 0;
    for said in [
        "Incident 3 of replication 0",
        "noise, priority 2",
        "Unit 2",
        "2022-01-02 12:00:00 by hotline",
        "late by",
        "5.0 min",
        "all crews serving others",
        "reported",
        "platform · city responds",
        "waits for a crew: all crews serving others",
        "wait, 2 times until 2022-01-02 12:10:00; 0 crews could be sent (2 busy or off duty)",
        "── on scene: 45 min are over ──",
        "the lowest score of 1 that could be sent",
        "→ 101.0 #1 duty-station crew · night · Longjiang",
        "offered to #1 duty-station crew · night · Longjiang, from outside its area",
        "is on scene",
    ] {
        let found = text[last..].find(said).unwrap_or_else(|| panic!("{said:?} is not there in its order:\n{text}"));
        last += found;
    }
}

#[test]
fn a_limit_that_the_incident_did_not_live_to_see_is_not_told() {
    for (ended, on_scene, end) in [(20, false, End::Withdrawn), (46, true, End::Withdrawn), (20, false, End::Open), (46, true, End::Open)] {
        let (mut probe, mut outcome) = (Probe::new(3), sample::outcome(3, 50));
        outcome.milestones.fill(Instant::NEVER);
        outcome.end = end;
        outcome.segments.fill(Duration::ZERO);
        outcome.segments[Segment::CrewQueue as usize] = Duration(ended * Duration::MINUTE.0);
        let told = [(0, What::Reported), (ended, What::Lost)];
        for (minutes, what) in told.into_iter().take(if end == End::Open { 1 } else { 2 }) {
            let at = outcome.reported + Duration(minutes * Duration::MINUTE.0);
            probe.fact(&Fact { at, what, incident: 3, slot: SlotId(3), actor: 0, detail: 0 });
        }
        probe.outcome(&outcome);
        let text = life(&probe, &cast(&sample::dimensions(), Lang::En), 0).expect("there is such an incident");
        assert!(text.contains("depart: 3 min are over"), "{text}");
        assert_eq!(text.contains("on scene: 45 min are over"), on_scene, "{text}");
    }
}

#[test]
fn no_line_is_too_wide_and_chinese_is_chinese() {
    for lang in Lang::ALL {
        let text = plain(lang);
        assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
    }
    let letters: Vec<char> = plain(Lang::Zh).replace("docs/model.md", "").chars().filter(char::is_ascii_alphabetic).collect();
    assert!(letters.is_empty(), "{letters:?}");
}

#[test]
fn scores_tell_crews_apart_and_what_is_infinite_is_explained() {
    let mut probe = probe();
    let candidate = |crew, score| Candidate { crew: CrewId(crew), score, excluded: None, serves: false };
    let at = Instant::midnight(2);
    probe.decision(at, 3, &[candidate(0, 0.063_12), candidate(1, 0.063_14)], Course::Send, &[CrewId(0)]);
    let told = |probe: &Probe| {
        let text = life(probe, &cast(&sample::dimensions(), Lang::En), 0).expect("there is such an incident");
        anstream::adapter::strip_str(&text).to_string()
    };
    let text = told(&probe);
    for said in ["→   0.06312  #0", "    0.06314  #1", "such as those that would be late", "docs/model.md"] {
        assert!(text.contains(said), "{said:?} is not in\n{text}");
    }
    assert!(!text.contains("never sends"), "{text}");
    probe.decision(at, 3, &[candidate(0, 0.5), candidate(1, f64::INFINITY)], Course::Send, &[CrewId(0)]);
    let text = told(&probe);
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("          –  #1") && one_line.contains("–: the rule never sends this crew there"), "{text}");
}

#[test]
fn who_is_called_away_or_waited_for_is_told() {
    let candidate = |crew, score, serves| Candidate { crew: CrewId(crew), score, excluded: None, serves };
    for (course, said, json) in [
        (Course::CallAway, "decision: a crew is called away from what it serves; 1 other crew could be sent", "call_away"),
        (Course::WaitFor, "decision: wait for a crew that is soon free; 1 other crew could be sent, 1 more is soon free", "wait_for"),
    ] {
        let mut probe = probe();
        let waits = course == Course::WaitFor;
        let others = [candidate(0, 603.0, false), candidate(1, 240.0, waits)].into_iter();
        let candidates: Vec<Candidate> = others.chain(waits.then(|| candidate(2, 700.0, true))).collect();
        probe.decision(Instant::midnight(2), 3, &candidates, course, &[CrewId(1)]);
        let dimensions = sample::dimensions();
        let cast = cast(&dimensions, Lang::En);
        let text = anstream::adapter::strip_str(&life(&probe, &cast, 0).expect("there is such an incident")).to_string();
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(one_line.contains(said) && text.contains("→     240.0  #1"), "{text}");
        let document = life_json(&probe, None, &cast, 0).expect("there is such an incident");
        let last = document["events"].as_array().and_then(|events| events.last()).expect("there are events");
        assert_eq!((&last["decision"], &last["chosen"]), (&json.into(), &serde_json::json!([1])));
        assert_eq!((&last["eligible"], &last["soon_free"]), (&(2 - usize::from(waits)).into(), &(2 * usize::from(waits)).into()));
    }
}

/// As a matching in batches may have it: another gets the crew that will be there first.
#[test]
fn a_place_behind_crews_that_serve_is_one_among_these_too() {
    let mut probe = probe();
    let candidates = [(0, 900.0, false), (1, 60.0, true), (2, 90.0, true)];
    let candidates = candidates.map(|(crew, score, serves)| Candidate { crew: CrewId(crew), score, excluded: None, serves });
    probe.decision(Instant::midnight(2), 3, &candidates, Course::Send, &[CrewId(0)]);
    for (lang, said) in
        [(Lang::En, "number 3 by score of 1 that could be sent and 2 soon free"), (Lang::Zh, "可派 1 组与即将空出 2 组中评分第 3")]
    {
        let text = life(&probe, &cast(&sample::dimensions(), lang), 0).expect("there is such an incident");
        let one_line = anstream::adapter::strip_str(&text).to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(one_line.contains(said), "{text}");
    }
}

#[test]
fn nothing_is_said_where_there_is_nothing_to_say() {
    let mut probe = Probe::new(3);
    let outcome = sample::outcome(3, 50);
    let detail = crate::record::CrewState::Travelling as u64;
    probe.fact(&Fact { at: outcome.reported, what: What::Crew, incident: 3, slot: SlotId(3), actor: 1, detail });
    probe.outcome(&outcome);
    let dimensions = sample::dimensions();
    let text = life(&probe, &cast(&dimensions, Lang::En), 0).expect("there is such an incident");
    let text = anstream::adapter::strip_str(&text).to_string();
    assert!(text.lines().all(|line| line.trim_end() == line), "{text:?}");
    let document = life_json(&probe, None, &cast(&dimensions, Lang::En), 0).unwrap();
    assert_eq!((&document["events"][0]["fact"], document["events"][0].get("told")), (&"Crew".into(), None));
}

#[test]
fn who_goes_where_is_told_as_it_is() {
    let mut outcome = sample::outcome(3, 50);
    let life_of = |outcome: &crate::record::Outcome, lang| {
        let mut probe = Probe::new(3);
        for what in [What::SettlerSent, What::WrongDepartment] {
            probe.fact(&Fact { at: outcome.reported, what, incident: 3, slot: SlotId(3), actor: 0, detail: 0 });
        }
        probe.outcome(outcome);
        let text = life(&probe, &cast(&sample::dimensions(), lang), 0).expect("there is such an incident");
        anstream::adapter::strip_str(&text).to_string()
    };
    let sent = life_of(&outcome, Lang::En);
    assert!(sent.contains(" sent\n") && sent.contains("to a wrong department"), "{sent}");
    outcome.self_found = true;
    outcome.milestones[crate::record::Milestone::Depart as usize] = outcome.reported;
    let (found, zh) = (life_of(&outcome, Lang::En), life_of(&outcome, Lang::Zh));
    assert!(found.contains("settles it on the spot") && !found.contains(" sent\n"), "{found}");
    assert!(zh.contains("现场处置") && zh.contains("误派其他部门"), "{zh}");
}

#[test]
fn an_incident_that_never_was_has_no_life() {
    assert!(life(&Probe::new(99), &cast(&sample::dimensions(), Lang::En), 0).is_none());
    assert!(life_json(&Probe::new(99), None, &cast(&sample::dimensions(), Lang::En), 0).is_none());
}

#[test]
fn programs_get_the_same() {
    let document = life_json(&probe(), None, &cast(&sample::dimensions(), Lang::Zh), 0).unwrap();
    assert_eq!(document.as_object().unwrap().keys().next().unwrap(), "schema");
    let incident = &document["incidents"][0];
    assert_eq!(incident["after_s"]["on_scene"], 3_000.0);
    assert_eq!(incident["targets"][3]["late_by_s"], 300.0);
    assert_eq!(incident["targets"][3]["cause"], "no_crew_idle");
    assert_eq!(document["events"][5]["fact"], "Offered");
    assert_eq!(document["events"][4]["candidates"][0]["crew"], 1);
}

#[test]
fn the_worst_are_listed_with_the_way_to_see_one() {
    let dimensions = sample::dimensions();
    let among = Among::default();
    let mut worst = Worst::new(&dimensions, &among, 2);
    for (incident, minutes) in [(1, 50), (2, 90)] {
        worst.outcome(&sample::outcome(incident, minutes));
    }
    for lang in Lang::ALL {
        let text = list(&worst, None, &cast(&dimensions, lang), 0, "gridgov explain city.ron");
        let text = anstream::adapter::strip_str(&text).to_string();
        assert!(text.contains("gridgov explain city.ron --incident 2\n"), "{text}");
        assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
    }
    assert_eq!(list_json(&worst, None, &cast(&dimensions, Lang::En), 0)["incidents"][0]["incident"], 2);
    let told = |worst: &Worst| list(worst, None, &cast(&dimensions, Lang::En), 0, "").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told(&worst).contains("too long; longest part: all crews serving others"), "{}", told(&worst));
    let mut withdrawn = sample::outcome(3, 50);
    withdrawn.milestones.fill(Instant::NEVER);
    withdrawn.end = End::Withdrawn;
    worst.outcome(&withdrawn);
    assert!(told(&worst).contains("never reached; withdrawn by the reporter"), "{}", told(&worst));
    let mut none = Worst::new(&dimensions, &among, 2);
    assert!(list(&none, None, &cast(&dimensions, Lang::En), 0, "").contains("there was no measured incident to look at"));
    assert!(list(&none, None, &cast(&dimensions, Lang::Zh), 0, "").contains("没有考核事件"));
    none.outcome(&sample::outcome(1, 44));
    assert!(list(&none, None, &cast(&dimensions, Lang::En), 0, "").contains("every measured incident looked at met it"));
}

/// A city of one area has no level to show.
#[test]
fn a_place_without_a_name_is_told_by_its_number_everywhere() {
    let dimensions = crate::metrics::Dimensions { levels: Vec::new(), ..sample::dimensions() };
    let among = Among::default();
    let mut worst = Worst::new(&dimensions, &among, 1);
    let outcome = sample::outcome(1, 50);
    worst.outcome(&outcome);
    let cast = cast(&dimensions, Lang::En);
    let (number, text) = (cast.place(outcome.leaf), list(&worst, None, &cast, 0, ""));
    assert!(number.starts_with('#') && text.contains(&format!("priority {}, {number}\n", outcome.priority)), "{text}");
}

#[test]
fn a_clock_runs_on_over_the_end_of_the_year() {
    let dimensions = sample::dimensions();
    let cast = Cast { start: jiff::civil::date(2022, 12, 31), ..cast(&dimensions, Lang::En) };
    assert_eq!(cast.clock(Instant::midnight(1) + Duration(61 * Duration::SECOND.0)), "2023-01-01 00:01:01");
    assert_eq!(cast.clock(Instant::NEVER), "never");
}

/// Its incident may have ended before, so that the fact of a crew has no slot.
#[test]
fn a_crew_on_its_way_to_a_facility_is_told_of_by_its_name() {
    let mut probe = probe();
    let at = sample::outcome(3, 50).reported + Duration(120 * Duration::MINUTE.0);
    let detail = CrewState::ToFacility as u64;
    for (incident, crew, facility) in [(3, 1, 1), (3, 0, 1), (4, 1, 1), (3, 1, 0)] {
        probe.errand(incident, CrewId(crew), facility);
    }
    probe.fact(&Fact { at, what: What::Crew, incident: 3, slot: Fact::NO_SLOT, actor: 1, detail });
    let dimensions = sample::dimensions();
    for (lang, told) in
        [(Lang::En, "#1 duty-station crew · night · Longjiang leaves for depot"), (Lang::Zh, "#1 联勤队 · 夜班 · 龙江 前往 处置站")]
    {
        let text = life(&probe, &cast(&dimensions, lang), 0).expect("there is such an incident");
        let text = anstream::adapter::strip_str(&text).to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(told), "{text}");
    }
    let document = life_json(&probe, None, &cast(&dimensions, Lang::Zh), 0).expect("there is such an incident");
    let last = document["events"].as_array().and_then(|events| events.last()).expect("there are events");
    assert_eq!(last["facility"], "depot");
}

/// Nobody tells of somebody on the spot when he accepts, departs and arrives; his milestones do.
#[test]
fn whoever_is_sent_from_the_neighbourhood_is_told_of_as_crews_are() {
    let told = |self_found: bool| {
        let mut probe = Probe::new(3);
        let mut outcome = Outcome { served_by: ServedBy::Settler(SettlerId(0)), self_found, ..sample::outcome(3, 50) };
        let at = |minutes: u64| outcome.reported + Duration(minutes * Duration::MINUTE.0);
        for (what, minutes) in [(What::Reported, 0), (What::SettlerSent, 2), (What::Handled, 12), (What::Closed, 20)] {
            probe.fact(&Fact { at: at(minutes), what, incident: 3, slot: SlotId(3), actor: 0, detail: 0 });
        }
        let (reported, steps) = (outcome.reported, [3, 5, 12].map(at));
        for (milestone, at) in [Milestone::Accept, Milestone::Depart, Milestone::OnScene].into_iter().zip(steps) {
            outcome.milestones[milestone as usize] = if self_found { reported } else { at };
        }
        probe.outcome(&outcome);
        let text = life(&probe, &cast(&sample::dimensions(), Lang::En), 0).expect("there is such an incident");
        let text = anstream::adapter::strip_str(&text).to_string();
        let (_, happened) = text.split_once("What happened").expect("its life");
        happened.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let sent = told(false);
    let places: Vec<Option<usize>> =
        ["sent", "accepts", "departs", "is on scene", "visit 1 is done", "closed"].map(|said| sent.find(said)).into();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {sent}");
    assert!(!told(true).contains("accepts"), "{}", told(true));
}

#[test]
fn a_row_of_waits_tells_who_could_be_sent_at_first_and_at_last() {
    let mut probe = probe();
    let at = |minutes: u64| Instant::midnight(2) + Duration(minutes * Duration::MINUTE.0);
    for (minutes, free) in [(0, 1), (10, 3), (20, 2)] {
        let candidate =
            |crew| Candidate { crew: CrewId(crew), score: 1.0, excluded: (crew >= free).then_some("busy or off duty"), serves: false };
        probe.decision(at(minutes), 3, &[0, 1, 2].map(candidate), Course::Send, &[]);
    }
    let dimensions = sample::dimensions();
    for (lang, told) in [
        (
            Lang::En,
            "wait, 3 times until 2022-01-03 00:20:00; 1 crew could be sent (2 busy or off duty); the last time 2 crews could be sent (1 busy or off duty)",
        ),
        (Lang::Zh, "等待，至 2022-01-03 00:20:00 共 3 次；可派 1 组（2 忙碌或不当班）；最后一次可派 2 组（1 忙碌或不当班）"),
    ] {
        let text = life(&probe, &cast(&dimensions, lang), 0).expect("there is such an incident");
        let text = anstream::adapter::strip_str(&text).to_string();
        let one_line = |text: &str| text.split_whitespace().collect::<String>();
        assert!(one_line(&text).contains(&one_line(told)), "{text}");
    }
    let document = life_json(&probe, None, &cast(&dimensions, Lang::En), 0).expect("there is such an incident");
    let row = document["events"].as_array().and_then(|events| events.last()).expect("there are events");
    assert_eq!((&row["times"], &row["eligible"], &row["last"]["eligible"]), (&3.into(), &1.into(), &2.into()));
    assert_eq!(row["last"]["at_s"].as_f64(), row["at_s"].as_f64().map(|at| at + 1_200.0));
    assert_eq!(row["last"]["candidates"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_incident_of_the_warm_up_is_said_not_to_be_measured() {
    for (warmup_days, measured) in [(0, true), (2, false)] {
        let dimensions = crate::metrics::Dimensions { warmup_days, ..sample::dimensions() };
        let text = life(&probe(), &cast(&dimensions, Lang::En), 0).expect("there is such an incident");
        assert_eq!(text.contains("during the warm-up: not measured"), !measured, "{text}");
        let document = life_json(&probe(), None, &cast(&dimensions, Lang::En), 0).expect("there is such an incident");
        assert_eq!(document["incidents"][0]["measured"], measured);
    }
}
