//! What shifts bring with them: stations of the day, breaks, handovers, committed work that changes hands.

use gridgov::experiment::Summary;
use gridgov::metrics::{Collector, Dimensions, Workload};
use gridgov::record::{CrewState, Milestone, Observer, Outcome};
use gridgov::scenario;
use gridgov::simulation::Simulator;
use gridgov::time::Duration;

/// Incidents reached at once, and all.
#[derive(Default)]
struct AtOnce(u32, u32);

impl Observer for AtOnce {
    fn outcome(&mut self, outcome: &Outcome) {
        self.0 += u32::from(outcome.until(Milestone::OnScene).is_some_and(|took| took < Duration::MINUTE));
        self.1 += 1;
    }
}

fn in_hours(ticks: u128) -> f64 {
    ticks as f64 / Duration::HOUR.0 as f64
}

/// What crews did in a scenario of so many days, and how many of the incidents were reached at once.
fn worked(areas: &str, demand: &str, crews: &str, days: u32, log: &str) -> (Workload, f64) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.csv"), log).unwrap();
    let ready = r#"accept: Deterministic("0 s"), turnout: Deterministic("0 s"), crew_size: 1"#;
    let text = format!(
        r#"(city: Explicit({areas}), demand: ({demand}), workforce: (crews: {{{}}}),
            run: (start: "2022-01-03", days: {days}, warmup_days: 0, replications: 1, seed: 1))"#,
        crews.replace("READY", ready)
    );
    let file = folder.path().join("s.ron");
    std::fs::write(&file, text).unwrap();
    let model = scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
    let dimensions = Dimensions::of(&model);
    let (mut collector, mut seen) = (Collector::new(&dimensions), AtOnce::default());
    let ending = Simulator::new(&model).watch(0, &mut (&mut collector, &mut seen)).unwrap_or_else(|e| panic!("{e}"));
    (collector.finish(ending.end).workload, f64::from(seen.0) / f64::from(seen.1))
}

fn hours(workload: &Workload, crew: usize, state: CrewState) -> f64 {
    Duration(workload.crews[crew].states[state as usize]).hours()
}

const TWO: &str = r#"areas: {"here": (at: (0, 0)), "there": (at: (9, 0), weight: 0)}"#;
const FEW: &str = r#"volume: "2 /day", categories: {"job": (on_scene: Deterministic("1 min"))}"#;

#[test]
fn around_the_clock_the_station_is_that_of_the_day_and_every_day_has_its_break() {
    for hours_of_shift in ["00:00..24:00", "00:00..23:59"] {
        let shift = format!(r#"shifts: {{"all": (hours: "{hours_of_shift}")}}"#);
        let one =
            format!(r#""one": (crews: 1, based: Each("area"), allotted: Equally, {shift}, READY, break: (after: "3 h", lasts: "30 min"))"#);
        let (workload, at_once) = worked(TWO, FEW, &one, 200, "");
        assert!((at_once - 0.5).abs() < 0.1, "half of the days it is there, half it is not: {at_once} with {hours_of_shift}");
        let breaks = hours(&workload, 0, CrewState::Break);
        assert!(
            (96.0..=100.0).contains(&breaks),
            "{breaks} hours in 200 days with {hours_of_shift}, none where overtime reaches into the next day"
        );
    }
}

#[test]
fn nobody_hands_over_or_has_a_break_on_call() {
    let home = r#""home": (roster: {"day": 1, "night": 0}, based: At(["here"]), handover: "30 min", break: (after: "1 h", lasts: "2 h"),
        on_call: (turnout: Deterministic("0 s")), shifts: {"day": (hours: "06:00..20:00"), "night": (hours: "20:00..06:00")}, READY)"#;
    let (workload, _) = worked(TWO, FEW, home, 30, "");
    assert!(hours(&workload, 0, CrewState::Handover) > 10.0 && hours(&workload, 0, CrewState::Break) > 50.0, "so has the day");
    assert_eq!((hours(&workload, 1, CrewState::Handover), hours(&workload, 1, CrewState::Break)), (0.0, 0.0));
    assert!(workload.crews[1].serving() > 0, "it is called");
    let back = workload.crews[1].states[CrewState::Returning as usize];
    assert_eq!(workload.crews[1].duty(), workload.crews[1].serving() + back, "its time counts as duty only while it serves");
}

#[test]
fn work_taken_off_others_hands_goes_back_to_them() {
    // One piece of four hours a day, at 14:00, for crew 0, which is busy then; crew 1, of the whole city, takes it, is called
    // away for eight hours at 14:45, and crew 0 has the rest.
    let demand = r#"log: (file: "log.csv"), departments: {"d": (), "e": ()},
        categories: {"short": (department: "d", on_scene: Deterministic("1 h")), "long": (department: "e", priority: 2, on_scene: Deterministic("8 h"))},
        committed_work: (crew_time_per_day: "4 h", hours: [("14:00..14:01", 1)], job: Deterministic("4 h"), departments: {"d": 1})"#;
    let shift = r#"shifts: {"all": (hours: "00:00..23:59")}, committed_work: true, READY"#;
    let crews =
        format!(r#""own": (crews: 1, based: At(["here"]), skills: Only(["d"]), {shift}), "city": (crews: 1, based: Centre, {shift})"#);
    let log = "reported,area,category\n2022-01-03T13:50:00,here,short\n2022-01-03T14:45:00,here,long\n";
    let (workload, _) = worked(TWO, demand, &crews, 1, log);
    let done = [0, 1].map(|crew| hours(&workload, crew, CrewState::Committed));
    assert!((done[0] + done[1] - 4.0).abs() < 0.1 && done[0] > 3.0 && done[1] < 0.8, "{done:?}");
    assert!((in_hours(workload.committed_done) - 4.0).abs() < 0.1 && workload.committed_done <= workload.committed_due);
}

#[test]
fn a_piece_in_hand_at_the_last_midnight_is_done_as_far_as_it_got() {
    let demand = format!(r#"{FEW}, committed_work: (crew_time_per_day: "8 h", hours: [("16:00..16:01", 1)], job: Deterministic("8 h"))"#);
    let one = r#""one": (crews: 1, based: At(["here"]), shifts: {"late": (hours: "12:00..24:00")}, committed_work: true, READY)"#;
    let (workload, _) = worked(TWO, &demand.replace("2 /day", "0 /day"), one, 2, "");
    let done = in_hours(workload.committed_done);
    assert!((done - 16.0).abs() < 0.1, "{done} of {}", in_hours(workload.committed_due));
}

#[test]
fn shifts_of_different_crews_that_share_a_name_are_told_apart() {
    let text = r#"(city: Point(), demand: (volume: "40 /day", categories: {"a": (department: "x"), "b": (department: "y")}),
        workforce: (crews: {
            "squad": (officers: 40, by_department: true, based: Centre, shifts: {"night": (hours: "20:00..08:00"), "late": (hours: "12:00..24:00")}),
            "patrol": (crews: 2, zh: "巡逻队", based: Centre, shifts: {"day": (zh: "白班", hours: "08:00..20:00")}),
            "guard": (crews: 3, based: Centre, shifts: {"day": (hours: "06:00..18:00"), "night": (hours: "18:00..06:00")}),
        }), run: (days: 2, warmup_days: 0))"#;
    let model = scenario::load_text("here.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
    let dimensions = Dimensions::of(&model);
    let mut collector = Collector::new(&dimensions);
    let ending = Simulator::new(&model).watch(0, &mut collector).unwrap_or_else(|e| panic!("{e}"));
    let by_shift = Summary::of(&dimensions, &[collector.finish(ending.end)], 0.95).workload.by_shift;
    let rows: Vec<(&str, &str)> = by_shift.iter().map(|row| (row.name.name.as_str(), row.name.zh.as_str())).collect();
    let wanted = [
        ("x squad · night", "x squad · night"),
        ("late", "late"),
        ("y squad · night", "y squad · night"),
        ("patrol · day", "巡逻队 · 白班"),
        ("guard · day", "guard · day"),
        ("guard · night", "guard · night"),
    ];
    assert_eq!(rows, wanted);
}
