//! Whom rules choose in small cities where it is plain by hand who should go.

use gridgov::ids::CrewId;
use gridgov::record::{Candidate, Course, Observer, Outcome, ServedBy};
use gridgov::scenario::{self, Model};
use gridgov::simulation::Simulator;
use gridgov::time::Instant;

/// Areas of a line, at 2 minutes a kilometre; nobody takes time to accept or to turn out.
fn line(areas: &str, demand: &str, crews: &str, dispatch: &str) -> Result<Model, String> {
    let text = format!(
        r#"(
            city: Explicit(areas: {{ {areas} }}, levels: [(name: "town"), (name: "village")], travel: (detour: 1, urban: "30 km/h")),
            demand: ({demand}),
            workforce: (crews: {{ {crews} }}),
            dispatch: ({dispatch}),
            run: (days: 10, drain: "20 days", seed: 1),
        )"#
    );
    let text = text.replace("crew(", "(accept: Deterministic(\"0 s\"), turnout: Deterministic(\"0 s\"), ");
    scenario::load_text("line.ron", &text).map(|loaded| loaded.model).map_err(|d| d.render(false))
}

/// Outcomes; and a decision's crews are among its candidates.
#[derive(Default)]
struct Seen(Vec<Outcome>);

impl Observer for Seen {
    fn decisions(&self) -> bool {
        true
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.0.push(*outcome);
    }

    fn decision(&mut self, _: Instant, incident: u64, candidates: &[Candidate], _: Course, chosen: &[CrewId]) {
        let told = |crew: &CrewId| candidates.iter().any(|c| c.crew == *crew && c.excluded.is_none() && c.score.is_finite());
        assert!(chosen.iter().all(told), "incident {incident}: {chosen:?} of {candidates:?}");
    }
}

/// The area of each incident, counted from the first, and the crew that served it.
fn served(model: &Model) -> Vec<(u32, CrewId)> {
    let mut seen = Seen::default();
    Simulator::new(model).watch(0, &mut seen).expect("the laws hold");
    assert!(seen.0.len() > 10, "{} incidents", seen.0.len());
    let crew = |o: &Outcome| match o.served_by {
        ServedBy::Crew(crew) => (o.leaf.0 - model.city.leaves().start, crew),
        other => panic!("incident {} is served by {other:?}", o.incident),
    };
    seen.0.iter().map(crew).collect()
}

const TWO_ENDS: &str =
    r#""t/z": (at: (0, 0), weight: 1), "t/y": (at: (2, 0), weight: 1), "t/s0": (at: (-20, 0), weight: 0), "t/s2": (at: (3, 0), weight: 0)"#;

/// The police may send either crew and would send the nearer, without which the fire brigade has nobody.
#[test]
fn a_joint_job_gets_the_crews_that_there_are() {
    let areas = r#""t/z": (at: (0, 0), weight: 1), "t/s1": (at: (1, 0), weight: 0), "t/s2": (at: (5, 0), weight: 0)"#;
    let demand = r#"volume: "2 /day", categories: {
        "job": (department: "police", joint: (share: 1, with: "fire"), on_scene: Deterministic("30 min")),
        "other": (department: "fire", share: 0),
    }"#;
    let crews = r#""both": crew(based: At(["s1"]), crews: 1), "cop": crew(based: At(["s2"]), crews: 1, skills: Only(["police"]))"#;
    for rule in ["ClosestIdle", "Random", "PreferenceList"] {
        let model = line(areas, demand, crews, &format!("rule: {rule}")).unwrap_or_else(|d| panic!("{d}"));
        assert!(served(&model).iter().all(|(_, crew)| *crew == CrewId(0)), "the nearer is there first");
    }
}

/// The nearest crew is on no list of the place.
#[test]
fn a_rollout_tries_nobody_whom_its_base_rule_never_sends() {
    let crews = r#""crew": crew(based: AtPlaces([("s0", 2), ("s2", 1)]))"#;
    let rule = r#"rule: Rollout(futures: 1, base: PreferenceList(lists: {"z": ["s0"], "y": ["s0"]}, others: Never))"#;
    let demand = r#"volume: "6 /day", categories: { "job": (on_scene: Deterministic("5 min")) }"#;
    let model = line(TWO_ENDS, demand, crews, rule).unwrap_or_else(|d| panic!("{d}"));
    assert!(served(&model).iter().all(|(_, crew)| *crew != CrewId(2)));
}

/// Each end has a crew of its own and is never sent the other, however urgent.
#[test]
fn nobody_is_called_away_who_is_never_sent() {
    let crews = r#""crew": crew(based: AtPlaces([("s0", 1), ("s2", 1)]))"#;
    let rule = r#"rule: PreferenceList(lists: {"z": ["s0"], "y": ["s2"]}, others: Never), preemption: PreemptivePriority(on_scene: true)"#;
    let demand = r#"volume: "30 /day", categories: {
        "job": (priority: 4, on_scene: Deterministic("30 min")), "fire": (priority: 1, on_scene: Deterministic("30 min")),
    }"#;
    let model = line(TWO_ENDS, demand, crews, rule).unwrap_or_else(|d| panic!("{d}"));
    assert!(served(&model).iter().all(|(area, crew)| *area == crew.0), "each by its own");
}

#[test]
fn names_that_several_areas_have_are_refused_and_paths_are_not() {
    let areas = r#""A/v": (at: (0, 0)), "B/v": (at: (10, 0)), "B/w": (at: (12, 0))"#;
    let crews = r#""crew": crew(based: At(["A/v", "B/v", "w"]), crews: 3)"#;
    let demand = r#"volume: "6 /day", categories: { "job": (on_scene: Deterministic("5 min")) }"#;
    let with = |dispatch: &str| line(areas, demand, crews, dispatch);
    for (dispatch, path) in [
        (r#"rule: PreferenceList(lists: {"v": ["w"]})"#, "dispatch.rule.lists.v"),
        (r#"rule: PreferenceList(lists: {"w": ["w", "v"]})"#, "dispatch.rule.lists.w.1"),
        (r#"relocation: ComplianceTable(rows: [["v"]])"#, "dispatch.relocation.rows.0.0"),
    ] {
        let text = with(dispatch).expect_err("several are called so");
        assert!(text.contains(r#"write the path of one: "A/v", "B/v""#) && text.contains(&format!("at {path}")), "{text}");
    }
    let text = with(r#"rule: PreferenceList(lists: {"w": ["w"], "B/w": ["A/v"]})"#).expect_err("the same zone twice");
    assert!(text.contains("has a list already"), "{text}");
    let model = with(r#"rule: PreferenceList(lists: {"A/v": ["B/v", "w"], "B/v": ["A/v"]}), relocation: ComplianceTable(rows: [["B/v"]])"#);
    let model = model.unwrap_or_else(|d| panic!("{d}"));
    let first = served(&model).into_iter().find(|(area, _)| *area == 1).expect("somebody");
    assert_eq!(first.1, CrewId(0), "from the other village of that name");
}

/// The one crew of the town is six minutes away, one of the other town, which is free too, three; a third, on its way to
/// something less urgent, has a way between the two. Nobody leaves that for a place to which one that is free is nearer.
#[test]
fn nobody_is_called_away_from_farther_than_the_nearest_that_is_free() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rows.csv"), "reported,category,area\n60,b,v4\n60.5,c,v2\n").unwrap();
    let called_away = |rule: &str, crews: &str| {
        let text = format!(
            r#"(city: Explicit(levels: [(name: "town"), (name: "village")], travel: (urban: "60 km/h", detour: 1), areas: {{
                    "v1": (within: "A", at: (0, 0)), "v2": (within: "A", at: (10, 0)), "v3": (within: "B", at: (16, 0)),
                    "v4": (within: "B", at: (22, 0)), "v5": (within: "B", at: (13, 0))}}),
                demand: (log: (file: "rows.csv", time: Minutes), categories: {{"b": (priority: 3), "c": (priority: 1)}}),
                workforce: (crews: {{"crew": (based: AtPlaces([{crews}]), accept: Deterministic("10 s"), turnout: Deterministic("60 s"))}}),
                dispatch: (rule: {rule}, preemption: PreemptivePriority(when: Closer)), run: (days: 1, replications: 1))"#
        );
        let file = folder.path().join("towns.ron");
        std::fs::write(&file, text).unwrap();
        let model = scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
        let mut seen = Seen::default();
        Simulator::new(&model).watch(0, &mut seen).expect("the laws hold");
        seen.0.iter().map(|outcome| outcome.preemptions).sum::<u32>()
    };
    let all = r#"("v1", 1), ("v3", 1), ("v5", 1)"#;
    for rule in
        ["ClosestIdle", "DistrictFirst(partition: \"town\")", "Score(travel: 1, outside: 30)", "PreferenceList(lists: {\"v2\": [\"v1\"]})"]
    {
        assert_eq!(called_away(rule, all), 0, "{rule}");
    }
    // Without it the one on its way is the nearest.
    let two = r#"("v1", 1), ("v3", 1)"#;
    assert_eq!(called_away("DistrictFirst(partition: \"town\")", two), 1);
    assert_eq!(called_away("ClosestIdle", two), 1);
}

/// A car and a bike of one station: the bike stands there, the car is on its way home from the far end.
#[test]
fn of_the_kinds_at_one_station_the_nearer_goes() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rows.csv"), "reported,category,area\n0,job,far\n12,job,near\n").unwrap();
    for lists in ["", r#"lists: {"near": ["hq"]}"#, r#"lists: {"near": ["hq"], "far": ["hq"]}, others: Never"#] {
        let text = format!(
            r#"(city: Explicit(travel: (urban: "60 km/h", detour: 1), areas: {{
                    "far": (at: (0, 0)), "near": (at: (9.1, 0)), "hq": (at: (9, 0))}}),
                demand: (log: (file: "rows.csv", time: Minutes), categories: {{"job": (on_scene: Deterministic("1 min"))}}),
                workforce: (crews: {{"car": (based: At(["hq"]), crews: 1), "bike": (based: At(["hq"]), crews: 1)}}),
                dispatch: (rule: PreferenceList({lists})), run: (days: 1, replications: 1))"#
        );
        let file = folder.path().join("kinds.ron");
        std::fs::write(&file, text).unwrap();
        let model = scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
        let mut seen = Seen::default();
        Simulator::new(&model).watch(0, &mut seen).expect("the laws hold");
        let by: Vec<ServedBy> = seen.0.iter().map(|outcome| outcome.served_by).collect();
        assert_eq!(by, [0, 1].map(|crew| ServedBy::Crew(CrewId(crew))), "{lists}");
    }
}
