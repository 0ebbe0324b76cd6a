//! Who is promised, called away and let in, where more than one rule has a say: small logs with one right answer.

use gridgov::ids::CrewId;
use gridgov::record::{Candidate, Course, Milestone, Observer, Outcome};
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use gridgov::time::Instant;

/// Minutes from the report until somebody is on scene, by incident.
#[derive(Default)]
struct Responses(Vec<(u64, Option<f64>)>);

impl Observer for Responses {
    fn outcome(&mut self, outcome: &Outcome) {
        self.0.push((outcome.incident, outcome.until(Milestone::OnScene).map(|took| took.minutes())));
    }
}

/// Crews that answer and turn out at once, 2 minutes to the kilometre along a line, reports at these times of a day.
fn model(areas: &str, more: &str, category: &str, crews: &str, dispatch: &str, reports: &[(&str, &str, u8)]) -> Model {
    let folder = tempfile::tempdir().unwrap();
    let row = |(at, area, priority): &(&str, &str, u8)| format!("2022-01-03T{at}:00,{area},{priority}\n");
    let rows: String = reports.iter().map(row).collect();
    std::fs::write(folder.path().join("log.csv"), format!("reported,area,priority\n{rows}")).unwrap();
    let ready = r#"accept: Deterministic("0 s"), turnout: Deterministic("0 s")"#;
    let text = format!(
        r#"(city: Explicit({areas}, travel: (detour: 1, urban: "30 km/h")),
            demand: (log: (file: "log.csv"), categories: {{"job": (priority: 3, {category})}}, {more}),
            workforce: (crews: {{{}}}), dispatch: ({dispatch}),
            run: (start: "2022-01-03", days: 2, warmup_days: 0, replications: 1, seed: 1))"#,
        crews.replace("READY", ready)
    );
    let file = folder.path().join("s.ron");
    std::fs::write(&file, text).unwrap();
    scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

fn responses(areas: &str, more: &str, category: &str, crews: &str, dispatch: &str, reports: &[(&str, &str, u8)]) -> Vec<Option<f64>> {
    let mut seen = Responses::default();
    Simulator::new(&model(areas, more, category, crews, dispatch, reports)).watch(0, &mut seen).unwrap_or_else(|e| panic!("{e}"));
    seen.0.sort_by_key(|(number, _)| *number);
    seen.0.into_iter().map(|(_, minutes)| minutes).collect()
}

const SOON: &str = "rule: ClosestSoonFree";

/// Those who are called away or waited for, as decisions tell it: the incident, what becomes of it, and the crew.
#[derive(Default)]
struct Courses(Vec<(u64, Course, u32)>);

impl Observer for Courses {
    fn decisions(&self) -> bool {
        true
    }

    fn decision(&mut self, _: Instant, incident: u64, candidates: &[Candidate], course: Course, chosen: &[CrewId]) {
        for crew in chosen.iter().filter(|_| course != Course::Send) {
            let told = candidates.iter().find(|candidate| candidate.crew == *crew).expect("all crews are candidates");
            assert!(told.excluded.is_none() && told.score.is_finite(), "{told:?}");
            self.0.push((incident, course, crew.0));
        }
    }
}

#[test]
fn who_is_on_an_errand_is_free_when_that_is_done() {
    let areas = r#"areas: {"z": (at: (0,0)), "s": (at: (5,0), weight: 0), "depot": (at: (30,0), weight: 0)}"#;
    let depot = r#"facilities: {"depot": (at: "depot", time: Deterministic("2 h"))}"#;
    let job = r#"on_scene: Deterministic("30 min"), facility: (share: 1, to: ["depot"])"#;
    let crews = r#""crew": (based: AtPlaces([("z",1),("s",1)]), READY)"#;
    // The first crew left for the depot at 8:30; at 8:35 the other is ten minutes away.
    assert_eq!(responses(areas, depot, job, crews, SOON, &[("08:00", "z", 3), ("08:35", "z", 3)]), [Some(0.0), Some(10.0)]);
    // At 10:50 it has been at the depot, an hour away, for 80 minutes of 120, and the other has as far to go and longer to stay.
    let all = [("08:00", "z", 3), ("08:35", "z", 3), ("10:50", "depot", 3)];
    assert_eq!(responses(areas, depot, job, crews, SOON, &all)[2], Some(40.0));
}

/// Nobody knows how long work that was broken off will go on: whoever resumes it is expected to need the mean.
#[test]
fn what_is_left_of_broken_off_work_is_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let who = |work: u32| {
        let rows = format!(
            "08:20:00,c,1,7380\n2022-01-03T10:00:00,b,3,{}\n2022-01-03T10:20:00,a,1,3600\n2022-01-03T10:30:00,b,3,300\n",
            60 * work
        );
        std::fs::write(folder.path().join("log.csv"), format!("reported,area,priority,work_s\n2022-01-03T{rows}")).unwrap();
        let text = r#"(city: Explicit(areas: {"a": (at: (0,0)), "b": (at: (10,0)), "c": (at: (20,0))}, travel: (detour: 1, urban: "60 km/h")),
            demand: (log: (file: "log.csv"), categories: {"job": (on_scene: Deterministic("60 min"))}),
            workforce: (crews: {"k": (crews: 1, based: At(["a"]), refusal: 0, READY), "l": (crews: 1, based: At(["c"]), refusal: 0, READY)}),
            dispatch: (rule: ClosestSoonFree, preemption: PreemptivePriority(on_scene: true)),
            run: (start: "2022-01-03", days: 2, warmup_days: 0, replications: 1, seed: 1))"#;
        let file = folder.path().join("s.ron");
        std::fs::write(&file, text.replace("READY", r#"accept: Deterministic("0 s"), turnout: Deterministic("0 s")"#)).unwrap();
        let model = scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
        let mut seen = Courses::default();
        Simulator::new(&model).watch(0, &mut seen).unwrap_or_else(|e| panic!("{e}"));
        seen.0.into_iter().find(|(incident, course, _)| (*incident, *course) == (3, Course::WaitFor)).map(|(.., crew)| crew)
    };
    assert_eq!((who(15), who(70), who(300)), (Some(1), Some(1), Some(1)));
}

#[test]
fn who_turns_out_has_its_way_before_it() {
    let areas = r#"areas: {"a": (at: (-20,0), weight: 0), "z": (at: (0,0)), "y": (at: (12,0)), "b": (at: (25,0), weight: 0)}"#;
    let crews = r#""crew": (based: AtPlaces([("a",1),("b",1)]), accept: Deterministic("0 s"), turnout: Deterministic("10 min"))"#;
    let reports = [("08:00", "z", 3), ("08:05", "y", 3)];
    // 10 minutes to turn out and 26 of way; the other would have 40 of way, 5 of work and 24 more.
    assert_eq!(responses(areas, "", r#"on_scene: Deterministic("5 min")"#, crews, SOON, &reports)[1], Some(36.0));
}

#[test]
fn after_a_refusal_those_that_serve_are_asked_too() {
    let areas = r#"areas: {"z": (at: (0,0)), "s": (at: (5,0), weight: 0), "t": (at: (60,0), weight: 0)}"#;
    let crews = r#""good": (based: AtPlaces([("z",1),("t",1)]), READY),
        "bad": (based: At(["s"]), crews: 1, accept: Deterministic("1 min"), refusal: 1, turnout: Deterministic("0 s"))"#;
    let job = r#"on_scene: Deterministic("30 min")"#;
    // The nearest refuses a minute later; who serves at the place is free 24 minutes after that, the last is two hours away.
    assert_eq!(responses(areas, "", job, crews, SOON, &[("08:00", "z", 3), ("08:05", "z", 3)])[1], Some(25.0));
    let closer = "rule: ClosestIdle, preemption: PreemptivePriority(when: Closer, on_scene: true)";
    assert_eq!(responses(areas, "", job, crews, closer, &[("08:00", "z", 4), ("08:05", "s", 1)])[1], Some(11.0));
}

/// Who refused is barred from the next offer only: after that it is asked again, until the order is binding.
#[test]
fn who_refused_is_asked_again_when_the_other_does_not_come() {
    let areas = r#"areas: {"z": (at: (0,0)), "s": (at: (1,0), weight: 0), "t": (at: (60,0))}"#;
    let crews = |good: &str| {
        format!(r#""bad": (based: At(["s"]), crews: 1, accept: Deterministic("0 s"), refusal: 1, turnout: Deterministic("0 s")), {good}"#)
    };
    let job = r#"on_scene: Deterministic("90 min")"#;
    // The other is called away after 5 minutes of its way.
    let away = "rule: ClosestIdle, preemption: PreemptivePriority()";
    let reports = [("08:00", "z", 4), ("08:05", "t", 1)];
    let good = r#""good": (based: At(["t"]), crews: 1, READY, refusal: 0)"#;
    assert_eq!(responses(areas, "", job, &crews(good), away, &reports), [Some(7.0), Some(5.0)]);
    // The other is promised, and goes off duty at 9.
    let good = r#""good": (based: At(["z"]), crews: 1, READY, refusal: 0, shifts: {"early": (hours: "06:00..09:00")})"#;
    let reports = [("08:00", "z", 3), ("08:05", "z", 3)];
    assert_eq!(responses(areas, "", job, &crews(good), SOON, &reports), [Some(0.0), Some(57.0)]);
}

#[test]
fn who_was_promised_to_one_that_withdraws_may_be_promised_again() {
    let areas = r#"areas: {"z": (at: (0,0)), "t": (at: (60,0), weight: 0)}"#;
    let crews = r#""crew": (based: AtPlaces([("z",1),("t",1)]), READY)"#;
    let reports = [("08:00", "z", 3), ("08:05", "z", 3), ("08:56", "z", 3)];
    let minutes = responses(areas, r#"patience: Deterministic("10 min")"#, r#"on_scene: Deterministic("60 min")"#, crews, SOON, &reports);
    assert_eq!(minutes, [Some(0.0), None, Some(4.0)]);
}

#[test]
fn a_cutoff_lets_in_when_the_crew_that_serves_goes_off_duty() {
    let crews = r#""day": (crews: 1, based: Centre, READY, shifts: {"day": (hours: "06:00..18:00")}),
        "round the clock": (crews: 1, based: Centre, READY)"#;
    let job = r#"on_scene: Deterministic("2 h")"#;
    let admission = "rule: ClosestIdle, admission: CutoffReserve(priority_4: Busy(1))";
    let minutes = responses(r#"areas: {"z": (at: (0,0))}"#, "", job, crews, admission, &[("17:30", "z", 4), ("17:40", "z", 4)]);
    assert_eq!(minutes, [Some(0.0), Some(20.0)]);
}

/// Of two that are held back the one that was first goes first, by the last crew of the file; then nobody is let in until it is
/// done, and whoever is free by then elsewhere goes.
#[test]
fn a_cutoff_lets_in_by_the_queue() {
    let areas = r#"levels: [(name: "side"), (name: "spot")],
        areas: {"z": (at: (0,0), within: "L", station: true), "y": (at: (12,0), within: "R", station: true)}"#;
    let crews = r#""left": (crews: 1, based: At(["z"]), READY),
        "early": (crews: 1, based: At(["y"]), READY, shifts: {"early": (hours: "06:00..09:00")}), "right": (crews: 1, based: At(["y"]), READY)"#;
    let reports = [("08:30", "y", 1), ("08:40", "y", 3), ("08:50", "z", 3)];
    for queue in ["PriorityFifo", "Fifo", "WeightedWait"] {
        let dispatch = format!(
            r#"rule: DistrictFirst(partition: "side", outside: Never), queue: {queue}, admission: CutoffReserve(priority_3: Busy(1))"#
        );
        let minutes = responses(areas, "", r#"on_scene: Deterministic("90 min")"#, crews, &dispatch, &reports);
        assert_eq!(minutes, [Some(0.0), Some(20.0), Some(100.0)], "{queue}");
    }
}

/// At 9 the crew that serves goes into overtime; the other is on committed work, from which priority 2 calls it.
#[test]
fn a_cutoff_lets_in_who_calls_a_crew_from_committed_work() {
    let committed = r#"committed_work: (crew_time_per_day: "24 h", hours: [("00:00..24:00", 1)], job: Deterministic("6 h"))"#;
    let crews = r#""early": (crews: 1, based: At(["z"]), committed_work: false, READY, shifts: {"early": (hours: "06:00..09:00")}),
        "main": (crews: 1, based: At(["z"]), committed_work: true, READY)"#;
    let admission = "admission: CutoffReserve(priority_2: Busy(1))";
    let reports = [("06:01", "z", 1), ("08:10", "z", 2)];
    let minutes = responses(r#"areas: {"z": (at: (0,0))}"#, committed, r#"on_scene: Deterministic("4 h")"#, crews, admission, &reports);
    assert_eq!(minutes, [Some(0.0), Some(50.0)]);
}

/// The second is offered to a crew that says nothing for two minutes; meanwhile the third begins to wait, behind it.
#[test]
fn who_was_refused_keeps_its_place_in_the_queue() {
    let crews = r#""main": (crews: 1, based: At(["z"]), READY), "slow": (crews: 1, based: At(["z"]),
        accept: Deterministic("3 min"), answer_within: "2 min", shifts: {"early": (hours: "06:00..08:01")})"#;
    // Also by shortest ways, all of which are alike here, and before one of the same moment.
    for dispatch in ["", "queue: Fifo", "queue: ClosestFirst", "rule: DemandSupplyBalancing"] {
        for (third, waits) in [("08:01", 69.0), ("08:00", 70.0)] {
            let reports = [("07:50", "z", 3), ("08:00", "z", 3), (third, "z", 3)];
            let on_scene = r#"on_scene: Deterministic("40 min")"#;
            let minutes = responses(r#"areas: {"z": (at: (0,0))}"#, "", on_scene, crews, dispatch, &reports);
            assert_eq!(minutes, [Some(0.0), Some(30.0), Some(waits)], "{dispatch} {third}");
        }
    }
}

/// Its shift ended at 05:00 and has begun anew at 06:00; it is free at 07:50, the other needs 100 minutes.
#[test]
fn who_works_on_into_its_next_shift_is_waited_for() {
    let crews = r#""near": (crews: 1, based: At(["a"]), READY, shifts: {"day": (hours: "06:00..05:00")}),
        "far": (crews: 1, based: At(["c"]), READY)"#;
    let reports = [("04:50", "a", 3), ("06:30", "a", 3)];
    let areas = r#"areas: {"a": (at: (0,0)), "c": (at: (50,0))}"#;
    let minutes = responses(areas, "", r#"on_scene: Deterministic("3 h")"#, crews, SOON, &reports);
    assert_eq!(minutes, [Some(0.0), Some(80.0)]);
}

#[test]
fn when_other_districts_are_asked_crews_are_called_away_from_there() {
    let areas = r#"levels: [(name: "side"), (name: "spot")],
        areas: {"z": (at: (0,0), within: "L", station: true), "y": (at: (12,0), within: "R", station: true)}"#;
    let crews = r#""crew": (based: AtPlaces([("z",1),("y",1)]), READY)"#;
    let dispatch = r#"rule: DistrictFirst(partition: "side", outside: After("10 min")), preemption: PreemptivePriority(on_scene: true)"#;
    let reports = [("08:00", "z", 1), ("08:00", "y", 4), ("08:05", "z", 1)];
    // Ten minutes later the crew of the other district leaves its job of priority 4.
    assert_eq!(responses(areas, "", r#"on_scene: Deterministic("90 min")"#, crews, dispatch, &reports)[2], Some(34.0));
}

/// On its way home it is asked, and called away to another before it has answered: it stands on the road and needs no turnout.
#[test]
fn who_is_called_away_while_it_answers_is_out_as_it_was() {
    let areas = r#"areas: {"z": (at: (0,0)), "y": (at: (10,0), weight: 0)}"#;
    let crews =
        r#""crew": (based: At(["z"]), crews: 1, accept: Deterministic("3 min"), answer_within: "10 min", turnout: Deterministic("5 min"))"#;
    let dispatch = "rule: ClosestIdle, preemption: PreemptivePriority";
    let reports = [("08:00", "y", 3), ("08:48", "y", 3), ("08:50", "y", 1)];
    let minutes = responses(areas, "", r#"on_scene: Deterministic("10 min")"#, crews, dispatch, &reports);
    assert_eq!((minutes[0], minutes[2]), (Some(28.0), Some(13.0)), "{minutes:?}");
}

#[test]
fn decisions_tell_who_is_called_away_or_waited_for() {
    let areas = r#"areas: {"z": (at: (0,0)), "t": (at: (60,0), weight: 0)}"#;
    let crews = r#""crew": (based: AtPlaces([("z",1),("t",1)]), READY)"#;
    let job = r#"on_scene: Deterministic("30 min")"#;
    let courses = |dispatch: &str, priority: u8| {
        let mut seen = Courses::default();
        let model = model(areas, "", job, crews, dispatch, &[("08:00", "z", 4), ("08:05", "z", priority)]);
        Simulator::new(&model).watch(0, &mut seen).unwrap_or_else(|e| panic!("{e}"));
        seen.0
    };
    assert_eq!(courses(SOON, 3), [(1, Course::WaitFor, 0)]);
    assert_eq!(courses("rule: ClosestIdle, preemption: PreemptivePriority(when: Closer, on_scene: true)", 1), [(1, Course::CallAway, 0)]);
    assert_eq!(courses("rule: ClosestIdle", 1), []);
}

/// Crews that serve and were weighed with those that could go: the incident, the crew, and the minutes until it would be there.
#[derive(Default)]
struct Weighed(Vec<(u64, u32, f64)>);

impl Observer for Weighed {
    fn decisions(&self) -> bool {
        true
    }

    fn decision(&mut self, _: Instant, incident: u64, candidates: &[Candidate], _: Course, _: &[CrewId]) {
        let serving = candidates.iter().filter(|candidate| candidate.serves);
        self.0.extend(serving.map(|candidate| (incident, candidate.crew.0, candidate.score / 60.0)));
    }
}

#[test]
fn decisions_tell_whom_a_rule_that_looks_ahead_has_weighed() {
    let areas = r#"areas: {"z": (at: (0,0)), "t": (at: (60,0), weight: 0)}"#;
    let crews = r#""crew": (based: AtPlaces([("z",2),("t",1)]), READY)"#;
    let weighed = |dispatch: &str| {
        let mut seen = Weighed::default();
        let model = model(
            areas,
            "",
            r#"on_scene: Deterministic("30 min")"#,
            crews,
            dispatch,
            &[("08:00", "z", 3), ("08:01", "z", 3), ("08:05", "z", 3)],
        );
        Simulator::new(&model).watch(0, &mut seen).unwrap_or_else(|e| panic!("{e}"));
        seen.0
    };
    assert_eq!(weighed(SOON), [(1, 0, 29.0), (2, 0, 25.0), (2, 1, 26.0)]);
    assert_eq!(weighed("rule: ClosestIdle"), []);
}

/// Each end has its crew and a second incident that is promised it. The third at the far end waits in the queue: the first
/// crew that becomes free goes there, though the other will be free in a minute.
#[test]
fn who_waits_in_the_queue_gets_a_crew_that_is_free() {
    let areas = r#"areas: {"z": (at: (0,0)), "t": (at: (10,0))}"#;
    let crews = r#""crew": (based: AtPlaces([("z",1),("t",1)]), READY)"#;
    let reports = [("08:00", "z", 3), ("08:01", "t", 3), ("08:02", "z", 3), ("08:03", "t", 3), ("08:04", "t", 3)];
    let job = r#"on_scene: Deterministic("20 min")"#;
    assert_eq!(responses(areas, "", job, crews, SOON, &reports)[4], Some(36.0 + 20.0), "by the crew from the other end");
    let mut seen = Weighed::default();
    Simulator::new(&model(areas, "", job, crews, SOON, &reports)).watch(0, &mut seen).unwrap_or_else(|e| panic!("{e}"));
    let weighed: Vec<(u64, u32)> = seen.0.into_iter().map(|(incident, crew, _)| (incident, crew)).collect();
    assert_eq!(weighed, [(1, 0), (2, 0), (2, 1), (3, 1)], "nobody who serves for the one that waits");
}
