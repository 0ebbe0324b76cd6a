//! Places that are given: stations, bases, facilities; when a crew is free again; how exact positions are.

use crate::places::sample::{LINE, model, refusals};
use gridgov::ids::{AreaId, CrewId, DepartmentId};
use gridgov::record::{CrewState, Fact, Milestone, Observer, Outcome, ServedBy, WaitReason, What};
use gridgov::scenario::Model;
use gridgov::simulation::Simulator;
use gridgov::time::{Duration, Instant};

mod sample {
    use gridgov::scenario::{self, Model};

    /// Four places on a line, a minute for each kilometre.
    pub const LINE: &str = "Explicit(
        areas: { \"a\": (at: (0, 0), station: true), \"m\": (at: (5, 0)), \"b\": (at: (10, 0), station: true), \"far\": (at: (30, 0), weight: 0) },
        travel: (detour: 1, urban: \"60 km/h\"),
    )";

    fn text(city: &str, demand: &str, crews: &str, dispatch: &str) -> String {
        format!(
            "(city: {city}, demand: {demand}, workforce: (crews: {{ \"patrol\": {crews} }}), dispatch: ({dispatch}), run: (days: 1, replications: 1))"
        )
    }

    pub fn model(city: &str, demand: &str, crews: &str, dispatch: &str) -> Model {
        let text = text(city, demand, crews, dispatch);
        scenario::load_text("places.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))).model
    }

    pub fn refusals(city: &str, crews: &str, dispatch: &str) -> String {
        let demand = "(volume: \"10 /day\", categories: {\"job\": ()})";
        scenario::load_text("places.ron", &text(city, demand, crews, dispatch)).map(|_| ()).unwrap_err().render(false)
    }
}

/// What becomes of incidents given by time, place and facility; each takes ten minutes of work.
fn served(more_demand: &str, crews: &str, dispatch: &str, incidents: &[(&str, &str, &str)]) -> Vec<(f64, u32)> {
    let mut arrivals = Arrivals::default();
    on_the_line("days: 1", more_demand, crews, dispatch, incidents, &mut arrivals);
    arrivals.0.sort_by_key(|(number, ..)| *number);
    arrivals.0.into_iter().map(|(_, minutes, crew)| (minutes, crew)).collect()
}

fn on_the_line(run: &str, more_demand: &str, crews: &str, dispatch: &str, incidents: &[(&str, &str, &str)], observer: &mut impl Observer) {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = "reported,area,facility\n".to_owned();
    for (time, area, facility) in incidents {
        rows += &format!("2022-01-01 {time},{area},{facility}\n");
    }
    std::fs::write(folder.path().join("log.csv"), rows).unwrap();
    let file = folder.path().join("places.ron");
    let text = format!(
        "(name: \"line\", city: {LINE},
          demand: (log: (file: \"log.csv\"), categories: {{ \"job\": (on_scene: Deterministic(\"10 min\"), {more_demand}) }},
                   facilities: {{ \"depot\": (at: (12, 0), time: Deterministic(\"30 min\")), \"prison\": (at: \"a\", time: Deterministic(\"1 h\")) }}),
          workforce: (crews: {{ \"patrol\": {crews} }}), dispatch: ({dispatch}), run: ({run}, replications: 1))"
    );
    std::fs::write(&file, text).unwrap();
    let loaded = gridgov::scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
    Simulator::new(&loaded.model).watch(0, observer).unwrap_or_else(|e| panic!("{e}"));
}

/// The metres of each way, in order.
#[derive(Default)]
struct Ways(Vec<u64>);

impl Observer for Ways {
    fn drove(&mut self, _crew: CrewId, metres: u64) {
        self.0.push(metres);
    }
}

/// One crew at a, b ten kilometres away.
#[test]
fn every_way_is_driven_as_far_as_the_crew_gets() {
    let in_days = |run: &str, demand: &str, dispatch: &str, incidents: &[(&str, &str, &str)]| {
        let mut ways = Ways::default();
        on_the_line(run, demand, "(crews: 1, based: At([\"a\"]))", dispatch, incidents, &mut ways);
        ways.0
    };
    let ways = |demand: &str, dispatch: &str, incidents: &[(&str, &str, &str)]| in_days("days: 1", demand, dispatch, incidents);
    assert_eq!(ways("", "", &[("08:00", "b", "")]), [10_000, 10_000], "there and back");
    assert_eq!(ways("", "relocation: Stay", &[("08:00", "b", ""), ("09:00", "m", "")]), [10_000, 5_000]);
    // At 8:22 it has come two kilometres back, and turns round.
    assert_eq!(ways("", "", &[("08:00", "b", ""), ("08:22", "m", "")]), [10_000, 2_000, 3_000, 5_000]);
    assert_eq!(ways("facility: (share: 1)", "", &[("08:00", "b", "")]), [10_000, 2_000, 12_000], "by the depot");
    assert_eq!(ways("", "", &[("23:56", "b", "")]), [4_000], "of the way over the last midnight what lies before it");
    assert_eq!(ways("", "", &[("23:35", "b", "")]), [10_000, 5_000], "and of one on which the run ends");
    assert_eq!(in_days("days: 2, warmup_days: 1", "", "", &[("23:56", "b", "")]), [6_000, 10_000], "of the warm-up nothing");
}

/// For each incident when somebody was on scene, in minutes of the day, and who.
#[derive(Default)]
struct Arrivals(Vec<(u64, f64, u32)>);

impl Observer for Arrivals {
    fn outcome(&mut self, outcome: &Outcome) {
        let at = outcome.milestones[Milestone::OnScene as usize];
        let ServedBy::Crew(CrewId(crew)) = outcome.served_by else { panic!("incident {} was not served", outcome.incident) };
        self.0.push((outcome.incident, at.since(Instant::ZERO).minutes(), crew));
    }
}

const EIGHT: f64 = 480.0;

/// One crew at a: on scene at b at 8:10, done at 8:20, back at 8:30.
#[test]
fn a_crew_is_available_again_when_the_scenario_says() {
    let crew = "(crews: 1, based: At([\"a\"]))";
    let next = |dispatch: &str, time: &str, area: &str| {
        let served = served("", crew, dispatch, &[("08:00", "b", ""), (time, area, "")]);
        assert!((served[0].0 - EIGHT - 10.0).abs() < 1e-6);
        served[1].0 - EIGHT
    };
    for (again, while_busy, on_the_way) in [("EnRoute", 20.0, 25.0), ("AtClearance", 20.0, 35.0), ("AtBase", 40.0, 35.0)] {
        let dispatch = format!("available_again: {again}");
        assert!((next(&dispatch, "08:15", "b") - while_busy).abs() < 1e-6, "{again}, reported while it was busy");
        // At 8:22 the crew is two kilometres from b.
        assert!((next(&dispatch, "08:22", "m") - on_the_way).abs() < 1e-6, "{again}, reported on its way back");
    }
    assert!((next("relocation: Stay", "09:00", "b") - 60.0).abs() < 1e-6, "it stayed");
    assert!((next("relocation: Stay, available_again: AtBase", "08:15", "b") - 20.0).abs() < 1e-6, "it has no base to go to");
}

#[test]
fn a_crew_goes_to_the_nearest_of_the_places_given() {
    let crew = "(crews: 1, based: At([\"a\"]))";
    for (places, waits) in [("[\"a\", (7, 0)]", 2.0), ("[\"m\", \"a\"]", 0.0), ("[\"far\", \"a\"]", 5.0)] {
        let dispatch = format!("relocation: NearestOf({places})");
        let served = served("", crew, &dispatch, &[("08:00", "b", ""), ("09:00", "m", "")]);
        assert!((served[1].0 - EIGHT - 60.0 - waits).abs() < 1e-6, "{places}: {}", served[1].0);
    }
}

/// Crews that come on duty stand ready where they are stationed: with one at either end of the line neither moves before it
/// has served somebody.
#[test]
fn who_comes_on_duty_moves_nowhere() {
    let table = r#"relocation: ComplianceTable(rows: [["b"], ["b", "a"]])"#;
    for relocation in ["relocation: Dmexclp, coverage: (within: \"3 min\")", table, "relocation: NearestOf([\"m\"])"] {
        let dispatch = format!("available_again: AtBase, {relocation}");
        let crews = "(based: AtPlaces([(\"a\", 1), (\"b\", 1)]), accept: Deterministic(\"0 s\"), turnout: Deterministic(\"0 s\"))";
        let found = served("", crews, &dispatch, &[("00:01", "a", ""), ("00:02", "b", "")]);
        assert_eq!(found.iter().map(|(minutes, _)| *minutes).collect::<Vec<_>>(), [1.0, 2.0], "{relocation}");
    }
}

/// Crew 1 is far away until 8:50. Crew 0, of a, is clear at b at 8:21, and b is its base from then on.
#[test]
fn whose_new_base_is_where_it_stands_takes_what_waits_or_is_due_there() {
    let table = r#"relocation: ComplianceTable(rows: [["b"], ["b", "a"]])"#;
    for relocation in [table, "relocation: Dmexclp, coverage: (within: \"3 min\")"] {
        let last = |pause: &str, time: &str, area: &str| {
            let crews = format!("(based: AtPlaces([(\"a\", 1), (\"b\", 1)]), {pause})");
            let incidents = [("08:00", "far", ""), ("08:01", area, ""), (time, area, "")];
            served("", &crews, &format!("available_again: AtBase, {relocation}"), &incidents)[2]
        };
        assert_eq!(last("", "08:05", "b"), (EIGHT + 21.0, 0), "{relocation}: it waits there");
        let pause = "break: (after: \"490 min\", lasts: \"30 min\")";
        assert_eq!(last(pause, "08:30", "b"), (EIGHT + 50.0, 1), "{relocation}: its break is due, and the other comes back first");
        assert_eq!(last("", "08:05", "a"), (EIGHT + 11.0, 0), "{relocation}: at the base that it had");
    }
}

/// Somebody who is free but not on a list that leaves others out holds nobody up: the rule does.
#[test]
fn who_is_not_on_the_list_is_held_back_by_the_rule() {
    struct Reasons(Vec<u64>);
    impl Observer for Reasons {
        fn fact(&mut self, fact: &Fact) {
            if fact.what == What::CrewAwaited {
                self.0.push(fact.detail);
            }
        }
    }
    let crews = "(based: AtPlaces([(\"a\", 1), (\"b\", 1)]), accept: Deterministic(\"0 s\"), turnout: Deterministic(\"0 s\"))";
    let rule = |others: &str| format!(r#"rule: PreferenceList(lists: {{"a": ["a"]}}, others: {others})"#);
    let mut reasons = Reasons(Vec::new());
    on_the_line("days: 1", "", crews, &rule("Never"), &[("08:00", "a", ""), ("08:01", "a", "")], &mut reasons);
    assert_eq!(reasons.0, [WaitReason::HeldBack as u64]);
    let mut reasons = Reasons(Vec::new());
    on_the_line("days: 1", "", crews, &rule("Nearest"), &[("08:00", "a", ""), ("08:01", "a", ""), ("08:02", "a", "")], &mut reasons);
    assert_eq!(reasons.0, [WaitReason::NoCrewIdle as u64]);
    let refused = refusals(LINE, crews, r#"rule: PreferenceList(lists: {"a": []}, others: Never)"#);
    assert!(refused.contains("nobody would ever go there"), "{refused}");
}

#[test]
fn work_goes_on_at_a_facility_before_the_crew_is_free() {
    let crew = "(crews: 1, based: At([\"a\"]))";
    let second = |demand: &str, facility: &str| {
        let served = served(demand, crew, "", &[("08:00", "b", facility), ("08:25", "b", "")]);
        served[1].0 - EIGHT
    };
    // 8:20 done, 8:22 at the depot, 8:52 free, 8:54 back at b.
    assert!((second("facility: (share: 1)", "") - 54.0).abs() < 1e-6, "the nearest");
    // 8:30 at a, 9:30 free.
    assert!((second("facility: (share: 1, to: [\"prison\"])", "") - 100.0).abs() < 1e-6, "by name");
    assert!((second("facility: (share: 1)", "prison") - 100.0).abs() < 1e-6, "a record knows");
    assert!((second("", "depot") - 54.0).abs() < 1e-6, "a record knows, the category does not");
    assert!((second("facility: (share: 0)", "") - 30.0).abs() < 1e-6, "called from the way home at 8:25, five kilometres off");
    // The work at the facility follows clearing.
    let clearing = "(crews: 1, based: At([\"a\"]), clearing: Deterministic(\"3 min\"))";
    let served = served("facility: (share: 1)", clearing, "", &[("08:00", "b", ""), ("08:25", "b", "")]);
    assert!((served[1].0 - EIGHT - 57.0).abs() < 1e-6, "{}", served[1].0);
}

/// Stations of the crews on duty, as x coordinates.
fn stations(model: &Model) -> Vec<f64> {
    let mut found: Vec<f64> =
        model.workforce.crews.ids().map(|c| model.workforce.stations[model.workforce.station(c, 0)].spot.place.x).collect();
    found.sort_by(f64::total_cmp);
    found
}

const SOME: &str = "(volume: \"10 /day\", categories: {\"job\": ()})";

#[test]
fn crews_are_based_where_and_in_the_numbers_given() {
    let at = |crews: &str| stations(&model(LINE, SOME, crews, ""));
    assert_eq!(at("(based: AtPlaces([(\"b\", 1), ((2.5, 1), 2)]))"), [2.5, 2.5, 10.0]);
    assert_eq!(at("(crews: 2, based: Stations, allotted: Equally)"), [0.0, 10.0]);
    assert_eq!(at("(crews: 4, based: At([(1, 1), \"m\"]), allotted: Equally)"), [1.0, 1.0, 5.0, 5.0]);
    let two_shifts = model(
        LINE,
        SOME,
        "(based: AtPlaces([(\"b\", 1), (\"a\", 2)]), shifts: {\"day\": (hours: \"08:00..20:00\"), \"night\": (hours: \"20:00..08:00\")})",
        "",
    );
    assert_eq!(stations(&two_shifts), [0.0, 0.0, 0.0, 0.0, 10.0, 10.0]);
    // Exactly so many around the clock; the officers are those that this takes.
    let twenty = model(LINE, SOME, "(crews: 20, based: Centre, absence: 0.12)", "");
    assert_eq!(twenty.workforce.crews.len(), 20);
    assert_eq!(gridgov::workforce::on_duty(&twenty.workforce, |_| true), [(Duration::ZERO, 20)]);
    assert_eq!(twenty.workforce.kinds[0].officers, 64);
}

#[test]
fn stations_have_crews_for_what_is_nearer_to_them_than_to_others() {
    let at = |crews: &str| stations(&model(LINE, SOME, crews, ""));
    // Half way, m is the first's; nothing happens far off.
    assert_eq!(at("(crews: 3, based: Stations)"), [0.0, 0.0, 10.0]);
    assert_eq!(at("(crews: 3, based: At([\"far\", \"a\"]))"), [0.0, 0.0, 0.0]);
    assert_eq!(at("(crews: 6, based: At([(0, 0), \"a\", \"b\"]))"), [0.0, 0.0, 0.0, 0.0, 10.0, 10.0]);
}

#[test]
fn committed_work_falls_due_where_there_is_a_crew_for_it() {
    let station = |crews: &str| {
        let demand = SOME.replace("categories", "committed_work: (crew_time_per_day: \"1 h\"), categories");
        let model = model(LINE, &demand, crews, "");
        let (first, department) = (AreaId(model.city.leaves().start), DepartmentId(0));
        model.workforce.stations[model.committed_station(first, department).unwrap() as usize].spot.place.x
    };
    assert_eq!(station("(based: AtPlaces([(\"b\", 1), (\"a\", 1)]))"), 0.0);
    assert_eq!(station("(based: AtPlaces([(\"b\", 1), (\"a\", 0)]))"), 10.0);
    let called = "(based: At([\"far\"]), roster: {\"all day\": 0}, officers: 4, on_call: (turnout: Deterministic(\"1 min\")))";
    assert_eq!(model(LINE, SOME, called, "").committed_station(AreaId(1), DepartmentId(0)), None);
}

#[test]
fn who_is_based_away_travels_at_the_pace_of_the_ground_there() {
    let paces = |city: &str| {
        ["Centre", "Away(east_km: 0, north_km: 0)", "Away(east_km: 90, north_km: 0)"].map(|based| {
            let model = model(city, SOME, &format!("(crews: 1, based: {based})"), "");
            let travel = &model.city.travel;
            model.workforce.stations[0].spot.pace == travel.pace(gridgov::city::Zone::Urban)
        })
    };
    let travel = r#"travel: (urban: "20 km/h", outer: "60 km/h")"#;
    assert_eq!(paces(&format!("Explicit(square_side_km: 2, {travel})")), [true, true, false]);
    assert_eq!(paces(&format!(r#"Explicit(areas: {{ "a": (at: (1, 1)) }}, {travel})"#)), [true, true, false]);
    assert_eq!(paces(&format!(r#"Explicit(areas: {{ "a": (at: (1, 1)), "b": (at: (3, 3)) }}, {travel})"#)), [true, true, false]);
}

#[test]
fn scattered_crews_have_places_of_their_own() {
    let square = "Explicit(square_side_km: 2)";
    let at = |crews: &str| stations(&model(square, SOME, crews, ""));
    let places = at("(crews: 1000, based: Scattered(seed: 5))");
    assert_eq!(places, at("(crews: 1000, based: Scattered(seed: 5))"));
    assert_ne!(places, at("(crews: 1000, based: Scattered(seed: 6))"));
    let mean = places.iter().sum::<f64>() / 1000.0;
    assert!((mean - 1.0).abs() < 0.06 && places[0] < 0.02 && places[999] > 1.98, "{mean}");
    assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn places_that_do_not_exist_are_named() {
    for (city, crews, dispatch, said) in [
        (LINE, "(crews: 1, based: At([\"c\", \"farr\"]))", "", "there is no area called \"farr\"; did you mean \"far\"?"),
        (LINE, "(based: AtPlaces([((1e9, 0), 1)]))", "", "(1000000000, 0) is no place near the city"),
        (LINE, "(crews: 1, based: AtPlaces([(\"a\", 1)]))", "", "`crews` says already how many crews there are"),
        (LINE, "(based: Centre)", "", "write how many `officers` there are, or give the crews"),
        (LINE, "(crews: 1, based: Scattered(seed: 1))", "", "no ground to scatter crews over"),
        (LINE, "(crews: 1, based: At([true]))", "", "the name of an area such as"),
        (LINE, "(crews: 1, based: Centre)", "relocation: NearestOf([])", "name at least one place"),
        (LINE, "(crews: 1, based: Centre)", "relocation: NearestOf([\"x\"])", "there is no area called \"x\""),
        ("Explicit(square_side_km: 1)", "(crews: 1, based: Stations)", "", "no area is marked with `station: true`"),
        (
            "Explicit(square_side_km: 1, travel: (torus: ((0, 0), (1, 1))))",
            "(crews: 1, based: At([(2, 0.5)]))",
            "",
            "(2, 0.5) lies outside the torus",
        ),
        (
            "Explicit(areas: {\"a\": (), \"b\": ()}, travel: (distance: Matrix(km: [[0, 1], [1, 0]])))",
            "(crews: 1, based: At([(2, 0.5)]))",
            "",
            "distances of a table hold between areas",
        ),
    ] {
        let message = refusals(city, crews, dispatch);
        assert!(message.contains(said), "{crews}, {dispatch}: nothing says {said:?} in\n{message}");
    }
}

/// The table tells a station from scenes in its area, and knows no shapes.
#[test]
fn the_way_back_within_an_area_is_its_diagonal_whatever_its_shape() {
    let of = |shape: &str, diagonal: u32| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("log.csv"), "reported,area,work_s\n60,a,60\n64,a,60\n600,a,60\n").unwrap();
        let file = folder.path().join("matrix.ron");
        let other = if shape.is_empty() { "" } else { "at: (5, 5)" };
        let text = format!(
            "(name: \"m\", city: Explicit(areas: {{\"a\": ({shape}), \"b\": ({other})}},
                travel: (distance: Matrix(km: [[{diagonal}, 3], [3, {diagonal}]]), urban: \"60 km/h\")),
              demand: (log: (file: \"log.csv\", time: Minutes), categories: {{\"job\": ()}}),
              workforce: (crews: {{\"c\": (crews: 1, based: At([\"a\"]))}}), dispatch: (available_again: AtBase), run: (days: 1, replications: 1))"
        );
        std::fs::write(&file, text).unwrap();
        let loaded = gridgov::scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let mut told = (Arrivals::default(), Returns(0));
        Simulator::new(&loaded.model).watch(0, &mut told).unwrap_or_else(|e| panic!("{e}"));
        (told.0.0.iter().map(|(_, minutes, _)| *minutes).collect::<Vec<f64>>(), told.1.0)
    };
    for shape in ["", "at: (1, 1)", "rectangle: ((0, 0), (1, 1))"] {
        // The second waits until the crew has come back.
        assert_eq!(of(shape, 2), (vec![62.0, 67.0, 602.0], 3), "{shape:?}");
        assert_eq!(of(shape, 0), (vec![60.0, 64.0, 600.0], 0), "{shape:?}");
    }
}

/// In the middle of a, two kilometres from what happens there, it stands at its base; the other is one kilometre away.
#[test]
fn who_stands_at_a_base_is_nowhere_nearer() {
    for relocation in ["NearestOf([\"a\", \"b\"])", "Dmexclp, coverage: (within: \"30 s\")"] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("log.csv"), "reported,area,work_s,facility\n400,b,36000,\n480,a,600,hall\n540,a,600,\n").unwrap();
        let file = folder.path().join("matrix.ron");
        let text = format!(
            "(name: \"m\", city: Explicit(areas: {{\"a\": (at: (0, 0)), \"b\": (at: (10, 0))}},
                travel: (distance: Matrix(km: [[2, 1], [5, 0]]), urban: \"60 km/h\")),
              demand: (log: (file: \"log.csv\", time: Minutes), categories: {{\"job\": ()}},
                facilities: {{\"hall\": (at: \"a\", time: Deterministic(\"1 min\"))}}),
              workforce: (crews: {{\"c\": (based: AtPlaces([(\"a\", 1), (\"b\", 1)]))}}),
              dispatch: (relocation: {relocation}), run: (days: 1, replications: 1))"
        );
        std::fs::write(&file, text).unwrap();
        let loaded = gridgov::scenario::load(&file, &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let mut told = Arrivals::default();
        Simulator::new(&loaded.model).watch(0, &mut told).unwrap_or_else(|e| panic!("{e}"));
        told.0.sort_by_key(|(number, ..)| *number);
        assert_eq!(told.0, [(0, 400.0, 1), (1, 482.0, 0), (2, 542.0, 0)], "{relocation}");
    }
}

/// How often crews set out for home.
struct Returns(u32);

impl Observer for Returns {
    fn fact(&mut self, fact: &Fact) {
        self.0 += u32::from(fact.what == What::Crew && fact.detail == CrewState::Returning as u64);
    }
}

/// Remembers where each crew was last known to stand, and that nobody got further since than the travel model lets him.
struct Speed<'m> {
    model: &'m Model,
    /// Where each crew last arrived, and when it left, if it has.
    last: Vec<Option<(gridgov::city::Spot, Option<Instant>)>>,
    place: std::collections::BTreeMap<u64, gridgov::city::Spot>,
    ways: usize,
    shortest: f64,
}

impl Observer for Speed<'_> {
    fn fact(&mut self, fact: &Fact) {
        let crew = fact.actor as usize;
        match fact.what {
            What::Arrived => {
                let here = self.place[&fact.incident];
                if let Some((there, Some(since))) = self.last[crew] {
                    let least = self.model.city.travel.seconds(&there, &here);
                    let took = fact.at.since(since).seconds();
                    assert!(took >= least - 1e-5, "crew {crew} took {took} s for a way of {least} s");
                    self.ways += 1;
                    self.shortest = self.shortest.min(took - least);
                }
                self.last[crew] = Some((here, None));
            }
            What::Crew if fact.detail == CrewState::Returning as u64 || fact.detail == CrewState::Travelling as u64 => {
                if let Some((_, since @ None)) = &mut self.last[crew] {
                    *since = Some(fact.at);
                }
            }
            _ => {}
        }
    }
}

/// Over every metric and curve: crews called from their way home, stopped and sent on.
#[test]
fn nobody_travels_faster_than_the_model() {
    let ground = "areas: { \"w\": (rectangle: ((0, 0), (5, 6))), \"e\": (rectangle: ((5, 0), (10, 6))), \"p\": (at: (2, 2)) }";
    let degrees = "coordinates: Degrees, areas: { \"w\": (rectangle: ((120, 28), (120.05, 28.06))), \"p\": (at: (120.1, 28.02)) }";
    let table = "areas: { \"w\": (at: (0, 0)), \"e\": (at: (5, 0)), \"p\": (at: (2, 2)) }";
    let metrics = [
        (ground, "distance: Euclidean"),
        (ground, "distance: Manhattan"),
        (ground, "distance: Euclidean, torus: ((0, 0), (10, 6))"),
        (ground, "distance: Manhattan, torus: ((0, 0), (10, 6))"),
        (degrees, "distance: GreatCircle"),
        (table, "distance: Matrix(km: [[1, 4, 3], [5, 1, 2], [3, 2, 1]])"),
    ];
    for (areas, distance) in metrics {
        for time in ["Linear", "Affine(fixed: \"39 s\")", "RootThenLinear(linear_from_km: 1)", "Accelerating(m_per_s2: 0.5)"] {
            let city = format!("Explicit({areas}, travel: ({distance}, urban: \"20 km/h\", time: {time}))");
            let demand = "(volume: \"150 /day\", categories: {\"job\": (on_scene: Exponential(mean: \"5 min\"))})";
            let model = model(&city, demand, "(based: AtPlaces([(\"w\", 2), (\"p\", 1)]))", "");
            let mut trace = gridgov::demand::Trace::new(&model.demand, gridgov::random::Key { seed: model.seed, replication: 0 });
            let mut place = std::collections::BTreeMap::new();
            while let Some(incident) = trace.next(&model.demand, &model.city) {
                place.insert(incident.number, model.city.spot(incident.leaf, incident.place));
            }
            let mut speed = Speed { model: &model, last: vec![None; 3], place, ways: 0, shortest: f64::INFINITY };
            Simulator::new(&model).watch(0, &mut speed).unwrap_or_else(|e| panic!("{e}"));
            assert!(speed.ways > 60 && speed.shortest < 1.0, "{distance}, {time}: {} ways, {} s", speed.ways, speed.shortest);
        }
    }
}

/// Two hundred crews on a unit square, closest idle, three milestones, as the literature of engines has it: nobody waits,
/// response 5.24 minutes, crews busy 60.5% of their time.
#[test]
fn a_unit_square_behaves_as_known() {
    let demand = "(volume: \"4.8 /min\", categories: {\"job\": (on_scene: LogNormal(median: \"16.7054 min\", p90: \"36.0423 min\"))})";
    let crews = "(crews: 200, based: Scattered(seed: 1), answer_within: \"1 day\", committed_work: false,
        accept: Gamma(mean: \"1 min\", shape: 2), turnout: Exponential(mean: \"1 min\"))";
    let model = model("Explicit(square_side_km: 1, travel: (detour: 1, urban: \"1.2 km/h\"))", demand, crews, "relocation: Stay");
    #[derive(Default)]
    struct Response(f64, f64);
    impl Observer for Response {
        fn outcome(&mut self, outcome: &Outcome) {
            if outcome.reported >= Instant::ZERO + Duration(6 * Duration::HOUR.0) {
                self.0 += outcome.milestones[Milestone::OnScene as usize].since(outcome.reported).minutes();
                self.1 += 1.0;
            }
        }
    }
    let mut response = Response::default();
    let ending = Simulator::new(&model).watch(0, &mut response).unwrap();
    assert!(ending.incidents > 6_500 && ending.open == 0);
    let mean = response.0 / response.1;
    assert!((mean - 5.24).abs() < 0.12, "{mean}");
}
