//! Rules that collect incidents, in cities where the right choice is known.

use gridgov::ids::CrewId;
use gridgov::record::{Fact, Milestone, Observer, Outcome, ServedBy, WaitReason, What};
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use gridgov::time::Instant;

/// A line with a minute for each kilometre and these incidents; each takes ten minutes of work. Crews stay where they are.
fn line(crews: &str, demand: &str, dispatch: &str, incidents: &[(&str, &str, u8)]) -> Model {
    line_with(COMMITTED, crews, demand, &format!("relocation: Stay, {dispatch}"), incidents)
}

const COMMITTED: &str = r#"crew_time_per_day: "10 h", job: Deterministic("50 min"), hours: [("00:00..01:00", 1)]"#;

fn line_with(committed: &str, crews: &str, demand: &str, dispatch: &str, incidents: &[(&str, &str, u8)]) -> Model {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = incidents.iter().map(|(time, area, priority)| format!("2022-01-03 {time},{area},{priority}\n")).collect();
    std::fs::write(folder.path().join("log.csv"), format!("reported,area,priority\n{rows}")).unwrap();
    let text = format!(
        r#"(city: Explicit(
               areas: {{ "0": (at: (0, 0)), "1": (at: (1, 0)), "4": (at: (4, 0)), "6": (at: (6, 0)), "10": (at: (10, 0)), "40": (at: (40, 0)) }},
               travel: (detour: 1, urban: "60 km/h")),
            demand: (log: (file: "log.csv"), categories: {{ "job": (on_scene: Deterministic("10 min"), {demand}),  }},
                     committed_work: ({committed})),
            workforce: (crews: {{ {crews} }}), dispatch: ({dispatch}), run: (start: "2022-01-03", days: 1, replications: 1))"#
    );
    let file = folder.path().join("line.ron");
    std::fs::write(&file, text).unwrap();
    scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

/// For each incident the minute of the day at which somebody was on scene, and who; why each waited; pieces of committed work.
#[derive(Default)]
struct Arrivals(Vec<(u64, f64, u32)>, Vec<WaitReason>, u32);

impl Observer for Arrivals {
    fn fact(&mut self, fact: &Fact) {
        self.2 += u32::from(fact.what == What::CommittedDue);
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let at = outcome.milestones[Milestone::OnScene as usize].since(Instant::ZERO).minutes();
        let ServedBy::Crew(CrewId(crew)) = outcome.served_by else { panic!("incident {} was not served", outcome.incident) };
        self.0.push((outcome.incident, at, crew));
        self.1.push(outcome.waited_for);
    }
}

fn served(model: &Model) -> Vec<(f64, u32)> {
    let (mut simulator, mut first, mut again) = (Simulator::new(model), Arrivals::default(), Arrivals::default());
    let ending = simulator.watch(0, &mut first).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(simulator.watch(0, &mut again).unwrap_or_else(|e| panic!("{e}")).digest, ending.digest);
    in_order(first)
}

fn in_order(mut found: Arrivals) -> Vec<(f64, u32)> {
    found.0.sort_by_key(|(number, ..)| *number);
    found.0.into_iter().map(|(_, minutes, crew)| ((minutes * 100.0).round() / 100.0, crew)).collect()
}

const TWO: &str =
    r#""patrol": (roster: { "all day": 2 }, officers: 100, based: At(["4", "10"]), allotted: Equally, committed_work: false)"#;
const EIGHT: f64 = 480.0;

/// Incidents at 6 and 1 km, crews at 4 and 10 km. One by one: 2 min, and then 9. Together, at 08:00:30: 4 and 3.
#[test]
fn two_incidents_are_served_sooner_together_than_one_by_one() {
    let incidents = [("08:00:06", "6", 3), ("08:00:12", "1", 3)];
    assert_eq!(served(&line(TWO, "", "rule: ClosestIdle", &incidents)), [(EIGHT + 2.1, 0), (EIGHT + 9.2, 1)]);
    assert_eq!(served(&line(TWO, "", "rule: BatchMatching", &incidents)), [(EIGHT + 4.5, 1), (EIGHT + 3.5, 0)]);
    // An urgent one is matched before the others, with whoever is nearest to it.
    let urgent = [("08:00:06", "6", 1), ("08:00:12", "1", 3)];
    assert_eq!(served(&line(TWO, "", "rule: BatchMatching", &urgent)), [(EIGHT + 2.5, 0), (EIGHT + 9.5, 1)]);
    assert_eq!(served(&line(TWO, "", "rule: BatchMatching, queue: Fifo", &urgent)), [(EIGHT + 4.5, 1), (EIGHT + 3.5, 0)]);
}

/// At 08:09 the crew at 4 km is at work at 0 km for another five minutes and the other is 39 minutes away.
#[test]
fn a_crew_that_is_soon_free_is_waited_for_until_it_is() {
    let crews = r#""patrol": (roster: { "all day": 2 }, officers: 100, based: At(["4", "40"]), allotted: Equally, committed_work: false)"#;
    let incidents = [("08:00:00", "0", 3), ("08:09:00", "1", 3)];
    assert_eq!(served(&line(crews, "", "rule: BatchMatching", &incidents)), [(EIGHT + 4.0, 0), (EIGHT + 15.0, 0)]);
    assert_eq!(served(&line(crews, "", "rule: BatchMatching(soon_free: false)", &incidents)), [(EIGHT + 4.0, 0), (EIGHT + 48.0, 1)]);
    // Within ten minutes and the time waited so far: the far crew would go at 08:38, the near one is there before.
    let near = "rule: BatchMatching(soon_free: false, radius: \"10 min\")";
    assert_eq!(served(&line(crews, "", near, &incidents)), [(EIGHT + 4.0, 0), (EIGHT + 15.0, 0)]);
    // Every seven minutes from midnight: 08:03 is no epoch, 08:10 is (70 × 7 = 490).
    let rare = "rule: BatchMatching(every: \"7 min\")";
    assert_eq!(served(&line(crews, "", rare, &[("08:04:00", "0", 3)])), [(490.0 + 4.0, 0)]);
}

/// Who ends a visit at 08:13 while somebody waits stands ready until 08:15 and sets out at once: it is out already.
#[test]
fn a_crew_that_stands_ready_after_a_visit_needs_no_turnout() {
    let incidents = [("08:00:00", "4", 3), ("08:01:00", "6", 3)];
    for clearing in ["0 s", "1 s"] {
        let crews = format!(
            r#""patrol": (crews: 1, based: At(["4"]), turnout: Deterministic("3 min"), clearing: Deterministic("{clearing}"), committed_work: false)"#
        );
        let found = served(&line(&crews, "", "rule: BatchMatching(every: \"5 min\")", &incidents));
        assert_eq!(found, [(EIGHT + 3.0, 0), (EIGHT + 17.0, 0)], "clearing {clearing}");
    }
}

/// One crew, at committed work without end; whoever waits when a piece is done comes before the next piece.
#[test]
fn a_crew_stands_ready_for_the_epoch_and_takes_no_other_work() {
    let crews = r#""patrol": (crews: 1, based: At(["4"]))"#;
    let model = line(crews, "", "rule: BatchMatching(every: \"7 min\")", &[("03:00:00", "4", 3), ("03:10:00", "4", 4)]);
    let [(first, _), (second, _)] = served(&model)[..] else { panic!("two incidents") };
    assert!(first < 180.0 + 60.0 + 7.0, "{first}: after the piece in hand, at the next epoch");
    assert!(second <= first + 17.0 + 1e-6, "{second}: after ten minutes of work, at the next epoch");
}

/// Two crews of the two that there are: neither goes alone, and the other job goes first if they are not both free.
#[test]
fn a_job_of_two_crews_gets_both_at_one_epoch() {
    let incidents = [("08:00:06", "6", 3), ("08:00:12", "1", 3)];
    let [(first, _), (second, _)] = served(&line(TWO, "crews: 2", "rule: BatchMatching", &incidents))[..] else { panic!("two incidents") };
    assert_eq!(first, EIGHT + 2.5, "the first of the two is there; work begins at 08:04:30");
    assert_eq!(second, EIGHT + 4.5 + 10.0 + 5.0, "both go on from 6 km when they are done");
}

/// One of two crews is at committed work, and called away from it to an urgent incident while the other is to go to one that is
/// not: what is left of the piece is for neither.
#[test]
fn a_crew_that_is_matched_takes_no_work_that_another_leaves() {
    let crews = r#""patrol": (roster: { "all day": 2 }, officers: 100, based: At(["4"]))"#;
    let committed = r#"crew_time_per_day: "50 min", job: Deterministic("50 min"), hours: [("07:30..07:40", 1)]"#;
    let incidents = [("08:00:06", "6", 1), ("08:00:12", "1", 3)];
    let model = line_with(committed, crews, "", "rule: BatchMatching, queue: Fifo", &incidents);
    let mut simulator = Simulator::new(&model);
    let mut of_one_piece = 0;
    for replication in 0..40 {
        let mut found = Arrivals::default();
        simulator.watch(replication, &mut found).unwrap_or_else(|e| panic!("{e}"));
        let pieces = found.2;
        let [(_, urgent), (at, other)] = in_order(found)[..] else { panic!("two incidents") };
        if pieces == 1 {
            assert!(urgent != other && at == EIGHT + 3.5, "replication {replication}: crew {other} is there at {at}");
            of_one_piece += 1;
        }
    }
    assert!(of_one_piece > 5, "{of_one_piece} of 40");
}

/// Two crews come on duty at eight while somebody waits; the one that is not sent stands at its station from then on, though those
/// who have served somebody go to another place.
#[test]
fn a_crew_that_comes_on_duty_stands_ready_at_its_station() {
    let crews = r#""patrol": (shifts: { "day": (hours: "08:00..20:00") }, roster: { "day": 2 }, officers: 100,
        based: At(["4", "10"]), allotted: Equally, committed_work: false)"#;
    let incidents = [("07:50:00", "6", 3), ("08:20:00", "10", 3), ("08:50:00", "1", 3), ("08:55:00", "1", 3)];
    let model = line_with(COMMITTED, crews, "", r#"rule: BatchMatching, relocation: NearestOf(["1"])"#, &incidents);
    assert_eq!(served(&model), [(EIGHT + 2.0, 0), (EIGHT + 20.0, 1), (EIGHT + 50.0, 0), (EIGHT + 55.0, 1)]);
}

/// Epochs are on the hour. A crew that is free again at 08:12 and ready, but off duty from 08:15 to 08:45, has to turn out.
#[test]
fn a_crew_that_has_been_off_duty_is_no_longer_out() {
    let crews = r#""patrol": (shifts: { "long": (hours: "08:45..08:15") }, roster: { "long": 1 }, officers: 100, based: At(["4"]),
        turnout: Deterministic("3 min"), committed_work: false)"#;
    let of = |second: &str| served(&line(crews, "", r#"rule: BatchMatching(every: "1 h")"#, &[("07:50:00", "4", 3), (second, "4", 3)]));
    assert_eq!(of("08:05:00"), [(EIGHT + 3.0, 0), (EIGHT + 63.0, 0)]);
    assert_eq!(of("08:50:00"), [(EIGHT + 3.0, 0), (EIGHT + 63.0, 0)]);
}

/// Three crews, two of which are at work: one is too few, and that is what is waited for. At first it was the epoch.
#[test]
fn a_job_of_two_crews_waits_for_the_second() {
    let crews =
        r#""patrol": (roster: { "all day": 3 }, officers: 100, based: At(["0", "4", "10"]), allotted: Equally, committed_work: false)"#;
    let model = line(crews, "crews: 2", "rule: BatchMatching", &[("08:00:06", "4", 3), ("08:05:00", "4", 3)]);
    let mut found = Arrivals::default();
    Simulator::new(&model).watch(0, &mut found).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(found.1, [WaitReason::HeldBack, WaitReason::JointPartner]);
}
