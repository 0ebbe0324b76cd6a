//! What one or two incidents go through, worked out by hand: segments, reasons and causes where several could be meant.

use gridgov::city::{Point, Spot};
use gridgov::ids::CrewId;
use gridgov::record::{Milestone, Observer, Outcome, Segment, WaitReason};
use gridgov::scenario;
use gridgov::simulation::Simulator;
use gridgov::time::{Duration, Instant};

/// Outcomes, and who has gone where.
#[derive(Default)]
struct Seen {
    outcomes: Vec<Outcome>,
    ways: Vec<(CrewId, Point)>,
}

impl Observer for Seen {
    fn outcome(&mut self, outcome: &Outcome) {
        self.outcomes.push(*outcome);
    }

    fn goes(&mut self, _: Instant, crew: CrewId, to: &Spot, _: Duration) {
        self.ways.push((crew, to.place));
    }
}

/// One day from a Monday and one day of drain, areas `a` and `b` 10 km apart at a minute to the kilometre; a row of the log
/// says when, what, where and whether jointly.
fn outcomes(demand: &str, structure: &str, crews: &str, rows: &[&str]) -> Vec<Outcome> {
    seen("", demand, structure, crews, rows).outcomes
}

fn seen(dispatch: &str, demand: &str, structure: &str, crews: &str, rows: &[&str]) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.csv"), format!("reported,category,area,joint\n{}\n", rows.join("\n"))).unwrap();
    let text = format!(
        r#"(city: Explicit(areas: {{"a": (at: (0, 0)), "b": (at: (10, 0))}}, travel: (detour: 1, urban: "60 km/h")),
            demand: (log: (file: "log.csv"), {demand}), structure: ({structure}), workforce: (crews: {{{crews}}}),
            dispatch: ({dispatch}),
            run: (start: "2022-01-03", days: 1, warmup_days: 0, drain: "1 day", replications: 1, seed: 1))"#
    );
    let file = folder.path().join("s.ron");
    std::fs::write(&file, text).unwrap();
    let model = scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
    let mut seen = Seen::default();
    Simulator::new(&model).watch(0, &mut seen).unwrap_or_else(|e| panic!("{e}"));
    seen.outcomes.sort_by_key(|outcome| outcome.incident);
    seen
}

fn minutes(outcome: &Outcome, segments: &[Segment]) -> Vec<f64> {
    segments.iter().map(|segment| outcome.segments[*segment as usize].minutes()).collect()
}

/// Whichever department has somebody free while the other has not, the job waits for a partner; who is free for neither is
/// no partner.
#[test]
fn a_joint_job_waits_for_the_department_that_has_nobody() {
    let demand = r#"categories: {
        "both": (department: "A", joint: (share: 1, with: "B"), on_scene: Deterministic("10 min")),
        "a": (department: "A", on_scene: Deterministic("60 min")), "b": (department: "B", on_scene: Deterministic("60 min"))}"#;
    let crews = r#""ka": (crews: 1, based: At(["a"]), skills: Only(["A"])), "kb": (crews: 1, based: At(["a"]), skills: Only(["B"]))"#;
    let both = "2022-01-03T08:05:00,both,a,true";
    let (own, other) = ("2022-01-03T08:00:00,a,a,", "2022-01-03T08:01:00,b,a,");
    let reason = |rows: &[&str]| outcomes(demand, "", crews, rows).last().unwrap().waited_for;
    assert_eq!(reason(&[own, both]), WaitReason::JointPartner, "its own is busy");
    assert_eq!(reason(&[other, both]), WaitReason::JointPartner, "the other is busy");
    assert_eq!(reason(&[own, other, both]), WaitReason::NoCrewIdle);
}

/// Admission is the reason of a wait only where everybody who is needed could go but for it.
#[test]
fn admission_holds_nobody_back_where_too_few_are_free() {
    let demand = r#"categories: {
        "both": (department: "A", priority: 4, joint: (share: 1, with: "B"), on_scene: Deterministic("10 min")),
        "a": (department: "A", priority: 4, on_scene: Deterministic("60 min")),
        "b": (department: "B", on_scene: Deterministic("60 min"))}"#;
    let own = "2022-01-03T08:00:00,a,a,";
    let reason = |crews: u32, others: &[&str], last: &str| {
        let crews = format!(
            r#""ka": (crews: {crews}, based: At(["a"]), skills: Only(["A"])), "kb": (crews: 1, based: At(["a"]), skills: Only(["B"]))"#
        );
        let rows: Vec<&str> = others.iter().copied().chain([last]).collect();
        seen("admission: CutoffReserve(priority_4: Busy(1))", demand, "", &crews, &rows).outcomes.last().unwrap().waited_for
    };
    let (alone, both) = ("2022-01-03T08:05:00,a,a,", "2022-01-03T08:05:00,both,a,true");
    assert_eq!(reason(2, &[own], alone), WaitReason::HeldBack, "the second could go");
    assert_eq!(reason(1, &[own], alone), WaitReason::NoCrewIdle, "nobody could");
    assert_eq!(reason(2, &[own], both), WaitReason::HeldBack, "the second could go, with the partner");
    assert_eq!(reason(2, &[own, "2022-01-03T08:01:00,b,a,"], both), WaitReason::JointPartner, "the partner is busy");
    assert_eq!(reason(1, &[own], both), WaitReason::JointPartner, "the partner alone is free");
}

/// Of the first job one crew is on scene from 8:00, and another says nothing for two minutes; the second is held back for the
/// crew that is there. Who comes at 9 makes the first complete.
#[test]
fn a_job_that_has_some_of_its_crews_is_not_behind_one_that_is_held_back() {
    let demand = r#"categories: {"pair": (crews: 2, on_scene: Deterministic("10 min")), "one": (on_scene: Deterministic("10 min"))}"#;
    let ready = r#"accept: Deterministic("0 s"), turnout: Deterministic("0 s"), refusal: 0"#;
    let crews = format!(
        r#""main": (crews: 1, based: At(["a"]), {ready}), "slow": (crews: 1, based: At(["a"]), accept: Deterministic("3 min"),
            answer_within: "2 min", shifts: {{"early": (hours: "06:00..08:01")}}),
           "late": (crews: 1, based: At(["a"]), {ready}, shifts: {{"late": (hours: "09:00..23:00")}})"#
    );
    let rows = ["2022-01-03T08:00:00,pair,a,", "2022-01-03T08:01:00,one,a,"];
    let found = seen("admission: CutoffReserve(priority_3: Busy(1))", demand, "", &crews, &rows).outcomes;
    let handled: Vec<_> = found.iter().map(|outcome| outcome.until(Milestone::Handled).map(|took| took.minutes())).collect();
    assert_eq!(handled, [Some(70.0), Some(79.0)]);
}

/// The order falls into the storm, the departure does not, or the other way round.
#[test]
fn a_look_in_vain_goes_at_the_speed_of_its_departure() {
    let vain = |storm: &str| {
        let demand = format!(
            r#"categories: {{"job": (on_scene: Deterministic("10 min"))}},
               surges: {{"storm": (when: At(["{storm}"]), lasts: "1 h", volume: 1, travel: 4)}}"#
        );
        let structure = r#"intake: {"report": ["desk"]}, desks: {"desk": (staff: [("00:00..24:00", 1)], sends: ["warden"])},
            settlers: {"warden": (level: "city", settles: 0, in_vain: 1, accept: Deterministic("30 min"),
                turnout: Deterministic("15 min"), speed: "5 km/h", look: Deterministic("1 min"))}"#;
        let crews = r#""crew": (crews: 1, based: At(["a"]))"#;
        // The warden comes from either area; who comes from the other has 10 km to go.
        let looks = outcomes(&demand, structure, crews, &["2022-01-03T08:00:00,job,b,"; 12]);
        looks.iter().map(|look| minutes(look, &[Segment::InVain])[0]).fold(0.0, f64::max)
    };
    assert_eq!(vain("2022-01-03 20:00"), 46.0 + 120.0);
    assert_eq!(vain("2022-01-03 07:30"), 46.0 + 120.0, "over by 8:30");
    assert_eq!(vain("2022-01-03 08:30"), 46.0 + 480.0, "begun by 8:45");
}

/// What a run ends before: the time until then is where the foremost crew is.
#[test]
fn who_is_still_asked_or_gets_ready_at_the_end_is_not_on_the_way() {
    let way = [Segment::CrewQueue, Segment::Refused, Segment::Accept, Segment::Turnout, Segment::Travel];
    let left = |accept: &str, turnout: &str| {
        let demand = r#"categories: {"job": (on_scene: Deterministic("10 min"))}"#;
        let crews = format!(
            r#""crew": (crews: 1, based: At(["a"]), refusal: 0, answer_within: "9 days", accept: Deterministic("{accept}"),
               turnout: Deterministic("{turnout}"))"#
        );
        minutes(&outcomes(demand, "", &crews, &["2022-01-03T08:00:00,job,b,"])[0], &way)
    };
    assert_eq!(left("9 days", "1 min"), [0.0, 0.0, 2400.0, 0.0, 0.0]);
    assert_eq!(left("1 min", "9 days"), [0.0, 0.0, 1.0, 2399.0, 0.0]);
    assert_eq!(left("1 min", "2394 min"), [0.0, 0.0, 1.0, 2394.0, 5.0]);
    // Of two crews the one that has set out counts, wherever it stands among them.
    let both = |first: &str, second: &str| {
        let demand = r#"categories: {"job": (department: "A", joint: (share: 1, with: "B"), on_scene: Deterministic("10 min"))}, departments: {"B": ()}"#;
        let crew = |department: &str, turnout: &str| {
            format!(
                r#""{department}": (crews: 1, based: At(["a"]), skills: Only(["{department}"]), refusal: 0, accept: Deterministic("1 min"),
                turnout: Deterministic("{turnout}"))"#
            )
        };
        let crews = format!("{}, {}", crew("A", first), crew("B", second));
        minutes(&outcomes(demand, "", &crews, &["2022-01-03T08:00:00,job,b,true"])[0], &way)
    };
    assert_eq!(both("9 days", "2394 min"), [0.0, 0.0, 1.0, 2394.0, 5.0]);
    assert_eq!(both("2394 min", "9 days"), [0.0, 0.0, 1.0, 2394.0, 5.0]);
}

/// Of two that are free the one on the spot always refuses, at once or after a second: either way the other goes at the next
/// epoch, 20 minutes away.
#[test]
fn who_refused_at_an_epoch_is_left_out_at_the_next() {
    for accept in ["0 s", "1 s"] {
        let demand = r#"categories: {"job": (on_scene: Deterministic("60 min"))}"#;
        let crews = format!(
            r#""near": (crews: 1, based: At(["a"]), refusal: 1, accept: Deterministic("{accept}")),
               "far": (crews: 1, based: At(["b"]), refusal: 0, accept: Deterministic("0 s"), turnout: Deterministic("0 s"))"#
        );
        let rule = r#"rule: BatchMatching(every: "5 min")"#;
        let found = seen(rule, demand, "", &crews, &["2022-01-03T10:01:00,job,a,"]).outcomes;
        assert_eq!(
            (found[0].until(Milestone::OnScene).map(|took| took.minutes()), found[0].refusals),
            (Some(4.0 + 5.0 + 10.0), 1),
            "{accept}"
        );
    }
}

/// Who has refused stands there: it is the rule that waits for the one that serves.
#[test]
fn a_wait_for_another_than_who_is_free_is_the_rules() {
    let demand = r#"categories: {"job": (on_scene: Deterministic("30 min"))}"#;
    let crews = r#""refuses": (crews: 1, based: At(["b"]), refusal: 1, accept: Deterministic("1 s")),
        "goes": (crews: 1, based: At(["a"]), refusal: 0, accept: Deterministic("0 s"), turnout: Deterministic("0 s"))"#;
    let rows = ["2022-01-03T10:00:00,job,a,", "2022-01-03T10:01:00,job,b,"];
    let found = seen("rule: ClosestSoonFree", demand, "", crews, &rows).outcomes;
    assert_eq!((found[1].waited_for, found[1].refusals), (WaitReason::HeldBack, 1));
}

/// The crew of the leading department goes to the depot, also where it came in the place of one that refused.
#[test]
fn who_replaces_another_has_the_errand_of_its_department() {
    let demand = r#"departments: {"B": ()}, facilities: {"depot": (at: (3, 7), time: Deterministic("15 min"))},
        categories: {"job": (department: "A", joint: (share: 1, with: "B"), on_scene: Deterministic("10 min"), facility: (share: 1))}"#;
    for refusal in ["0", "1"] {
        let crews = format!(
            r#""first": (crews: 1, based: At(["b"]), skills: Only(["A"]), refusal: {refusal}),
               "second": (crews: 1, based: At(["a"]), skills: Only(["A"]), refusal: 0),
               "partner": (crews: 1, based: At(["b"]), skills: Only(["B"]), refusal: 0)"#
        );
        let ways = seen("", demand, "", &crews, &["2022-01-03T10:00:00,job,b,true"]).ways;
        let there: Vec<u32> = ways.iter().filter(|(_, to)| *to == Point::new(3.0, 7.0)).map(|(crew, _)| crew.0).collect();
        assert_eq!(there, [if refusal == "1" { 1 } else { 0 }]);
    }
}

/// The run stops at midnight, a day after the last minute in which anything is reported.
#[test]
fn what_a_crew_under_way_has_reached_its_incident_has() {
    let left = |turnout: &str| {
        let crews = format!(
            r#""k": (crews: 1, based: At(["b"]), accept: Deterministic("12 h"), answer_within: "13 h", turnout: Deterministic("{turnout}"))"#
        );
        let all = outcomes(r#"categories: {"x": ()}"#, "", &crews, &["2022-01-03T23:59:00,x,a,"]);
        let after = |milestone| all[0].until(milestone).map(Duration::minutes);
        (Milestone::ALL[1..4].iter().map(|milestone| after(*milestone)).collect::<Vec<_>>(), minutes(&all[0], &Segment::ALL))
    };
    let of = |parts: &[(Segment, f64)]| -> Vec<f64> {
        let minutes = |segment: &Segment| parts.iter().find(|(of, _)| of == segment).map_or(0.0, |(_, minutes)| *minutes);
        Segment::ALL.iter().map(minutes).collect()
    };
    let departed = [(Segment::Accept, 720.0), (Segment::Turnout, 720.0), (Segment::Travel, 1.0)];
    assert_eq!(left("12 h"), (vec![Some(720.0), Some(1440.0), None], of(&departed)));
    let accepted = [(Segment::Accept, 720.0), (Segment::Turnout, 721.0)];
    assert_eq!(left("13 h"), (vec![Some(720.0), None, None], of(&accepted)));
}

/// Around the only station lies the whole city; around one of two, what is nearer to it.
#[test]
fn a_crew_leaves_what_is_around_its_station_and_not_the_area_alone_in_which_it_stands() {
    let across = |sites: &str| {
        let crews = format!(r#""k": (roster: {{"d": 1}}, crew_size: 1, shifts: {{"d": (hours: "00:00..24:00")}}, based: At([{sites}]))"#);
        let crews = if sites.contains(',') { crews.replace("1}", "2}") } else { crews };
        let all = outcomes(
            r#"categories: {"x": (on_scene: Deterministic("9 h"))}"#,
            "",
            &crews,
            &["2022-01-03T08:00:00,x,b,", "2022-01-03T09:00:00,x,b,"],
        );
        all.iter().map(|outcome| outcome.cross_boundary).collect::<Vec<_>>()
    };
    assert_eq!(across(r#""a""#), [false, false]);
    assert_eq!(across(r#""a", "b""#), [false, true], "the second is served by the crew of the other area");
}

/// A shift that ends, its handover over, as it begins: a crew at work goes on, one without an order takes over first.
#[test]
fn a_crew_at_work_goes_on_where_its_shifts_meet() {
    let on_scene = |rows: &[&str], hours: &str| {
        let crew = format!(
            r#""k": (crews: 1, based: At(["a"]), shifts: {{"d": (hours: "{hours}")}}, handover: "15 min", accept: Deterministic("0 s"), turnout: Deterministic("0 s"))"#
        );
        let outcomes = outcomes(r#"categories: {"x": (on_scene: Deterministic("10 min"))}"#, "", &crew, rows);
        outcomes.last().unwrap().milestones[Milestone::OnScene as usize].since(Instant::ZERO).minutes()
    };
    let (before, after) = ("2022-01-03T05:50:00,x,b,", "2022-01-03T06:05:00,x,b,");
    for hours in ["06:00..05:44", "06:00..05:45"] {
        assert_eq!(on_scene(&[before, after], hours), 370.0, "{hours}: as soon as it is clear, at the same place");
    }
    assert_eq!(on_scene(&[after], "06:00..05:45"), 385.0, "10 minutes after it has taken over");
    // Whoever would hand over at the first midnight has left, however it is written.
    for hours in ["16:00..24:00", "16:00..00:00"] {
        assert_eq!(on_scene(&["2022-01-03T00:05:00,x,b,"], hours), 985.0, "{hours}");
    }
}
