//! Crews on the map are where they are in the run, and who waits there waits in the run.

use super::replay::Replay;
use crate::metrics::{Collector, Dimensions};
use crate::record::CrewState;
use crate::scenario::{Model, load_text};
use crate::simulation::Simulator;
use serde_json::Value;

/// Metres a second everywhere, along straight lines.
const SPEED: f64 = 60.0 / 3.6;
/// Rounding of places to metres.
const ROUNDING: f64 = 1.5;
const WIDTH: f64 = 12_000.0;
const HEIGHT: f64 = 10_000.0;
const DEPOTS: [(f64, f64); 2] = [(11_000.0, 9_000.0), (1_000.0, 9_000.0)];

fn model(text: &str) -> Model {
    load_text("town.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))).model
}

/// Facilities, further visits, committed work, crews that rotate, refuse and are called away.
fn town(travel: &str, dispatch: &str) -> Model {
    model(&format!(
        r#"(city: Explicit(
                areas: {{ "w": (rectangle: ((0, 0), (6, 6)), station: true), "e": (rectangle: ((6, 0), (12, 6)), station: true),
                         "n": (rectangle: ((0, 6), (12, 10)), station: true) }},
                travel: (detour: 1, urban: "60 km/h", outer: "60 km/h", {travel})),
            demand: (
                volume: "130 /day",
                categories: {{
                    "noise": (on_scene: Exponential(mean: "10 min"), second_visit: 0.4, reopen: 0.2, facility: (share: 0.4)),
                    "fire": (share: 0.4, priority: 1, crews: 2, on_scene: Exponential(mean: "10 min")),
                    "leak": (share: 0.4, priority: 2, on_scene: Exponential(mean: "10 min")),
                }},
                facilities: {{ "depot": (at: (11, 9), time: Exponential(mean: "10 min")), "post": (at: (1, 9), time: Deterministic("0 s")) }},
                committed_work: (crew_time_per_day: "60 h", job: Exponential(mean: "40 min")),
            ),
            workforce: (crews: {{
                "patrol": (crews: 7, based: Stations, allotted: Equally, refusal: 0.1, accept: Deterministic("20 s")),
                "day": (crews: 2, based: At(["n"]), shifts: {{ "day": (hours: "08:00..20:00") }}, turnout: Deterministic("1 min"), committed_work: false),
            }}),
            dispatch: ({dispatch}, preemption: PreemptivePriority(when: Closer)),
            run: (days: 6, replications: 1))"#
    ))
}

/// The day played back, or the busiest, and the most that waited for a crew at once in the whole run.
fn played(model: &Model, day: Option<u64>) -> (Value, u64) {
    let dimensions = Dimensions::of(model);
    let (mut replay, mut collector) = (Replay::new(model, 0, day), Collector::new(&dimensions));
    let ending = Simulator::new(model).watch(0, &mut (&mut replay, &mut collector)).unwrap_or_else(|e| panic!("{e}"));
    (replay.finish(&dimensions), collector.finish(ending.end).queues.crew.max)
}

#[derive(Clone, Copy, Debug)]
struct Row {
    at: f64,
    state: CrewState,
    place: (f64, f64),
    incident: Option<u64>,
}

/// By crew, in order.
fn rows(replay: &Value) -> Vec<Vec<Row>> {
    let mut crews: Vec<Vec<Row>> = Vec::new();
    for row in replay["moves"].as_array().unwrap() {
        let number = |k: usize| row[k].as_f64().unwrap();
        let crew = number(1) as usize;
        crews.resize_with(crews.len().max(crew + 1), Vec::new);
        let state = CrewState::ALL[number(2) as usize];
        crews[crew].push(Row { at: number(0), state, place: (number(3), number(4)), incident: row[5].as_u64() });
    }
    crews
}

fn metres(a: (f64, f64), b: (f64, f64)) -> f64 {
    length(a.0 - b.0, a.1 - b.1)
}

/// The same round a torus.
fn metres_round(a: (f64, f64), b: (f64, f64)) -> f64 {
    let shortest = |d: f64, length: f64| d - length * (d / length).round();
    length(shortest(a.0 - b.0, WIDTH), shortest(a.1 - b.1, HEIGHT))
}

fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

#[derive(Debug, Default)]
struct Seen {
    ways: usize,
    errands: usize,
    pieces: usize,
    works: usize,
    renewed: usize,
    beyond: usize,
}

fn moves(state: CrewState) -> bool {
    matches!(state, CrewState::Travelling | CrewState::ToFacility | CrewState::Returning)
}

/// Each way is as long as its time says at the speed of the town, and ends where the next begins. Only who takes up committed
/// work, or stands ready when the station changes, is elsewhere at once.
fn follow(rows: &[Row], apart: fn((f64, f64), (f64, f64)) -> f64, seen: &mut Seen) {
    for pair in rows.windows(2) {
        let [row, next] = [pair[0], pair[1]];
        seen.beyond += usize::from(!(0.0..=WIDTH).contains(&row.place.0));
        if moves(row.state) {
            let (way, time) = (metres(row.place, next.place), next.at - row.at);
            let ended = time == 0.0 && (next.state == CrewState::Committed || apart(row.place, next.place) < ROUNDING);
            let travels = (way - SPEED * time).abs() < SPEED * 0.11 + ROUNDING;
            assert!(ended || travels, "{way} m in {time} s: {row:?}, {next:?}");
            seen.ways += usize::from(!ended);
            continue;
        }
        let stays = apart(row.place, next.place) < ROUNDING;
        let renews = row.state == CrewState::Idle && next.state == CrewState::Idle;
        let elsewhere = row.state == CrewState::OffDuty || next.state == CrewState::Committed || renews;
        assert!(stays || elsewhere, "{row:?}, {next:?}");
        seen.renewed += usize::from(!stays && renews);
    }
}

fn check(replay: &Value, model: &Model, apart: fn((f64, f64), (f64, f64)) -> f64, seen: &mut Seen) {
    let places: Vec<(u64, (f64, f64))> = replay["incidents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row[0].as_u64().unwrap(), (row[1].as_f64().unwrap(), row[2].as_f64().unwrap())))
        .collect();
    let middles = model.city.leaves().map(|leaf| model.city.middle(crate::ids::AreaId(leaf)).place);
    let middles: Vec<(f64, f64)> = middles.map(|at| (at.x * 1_000.0, at.y * 1_000.0)).collect();
    for crew in rows(replay) {
        follow(&crew, apart, seen);
        for row in crew {
            let is_at = |place: &(f64, f64)| apart(row.place, *place) < ROUNDING;
            let (there, count) = match row.state {
                CrewState::AtFacility => (DEPOTS.iter().any(is_at), &mut seen.errands),
                CrewState::Committed => (middles.iter().any(is_at), &mut seen.pieces),
                CrewState::OnScene => {
                    let scene = places.iter().find(|(incident, _)| Some(*incident) == row.incident);
                    (scene.is_some_and(|(_, place)| is_at(place)), &mut seen.works)
                }
                _ => continue,
            };
            assert!(there, "{row:?}");
            *count += 1;
        }
    }
}

#[test]
fn nobody_is_drawn_faster_than_anybody_gets_about_or_elsewhere_than_where_the_run_has_them() {
    let plain = ("", metres as fn(_, _) -> f64);
    let torus = ("torus: ((0, 0), (12, 10))", metres_round as fn(_, _) -> f64);
    let table = r#"relocation: ComplianceTable(rows: [["w"], ["w", "n"], ["w", "n", "e"]])"#;
    for ((travel, apart), relocation) in [
        (plain, r#"relocation: NearestOf(["n", (8, 2)])"#),
        (plain, r#"relocation: Dmexclp, coverage: (within: "5 min")"#),
        (plain, table),
        (plain, "relocation: Stay"),
        (plain, "available_again: AtBase"),
        (torus, r#"relocation: NearestOf(["n", (8, 2)])"#),
    ] {
        let model = town(travel, relocation);
        let mut seen = Seen::default();
        let mut further = 0;
        let mut first: Vec<(u64, Value)> = Vec::new();
        for day in 0..6 {
            let replay = played(&model, Some(day)).0;
            check(&replay, &model, apart, &mut seen);
            for row in replay["incidents"].as_array().unwrap() {
                let (incident, place) = (row[0].as_u64().unwrap(), Value::from(vec![row[1].clone(), row[2].clone()]));
                match first.iter().find(|(other, _)| *other == incident) {
                    Some((_, before)) => further += usize::from(*before != place),
                    None => first.push((incident, place)),
                }
            }
        }
        let Seen { ways, errands, pieces, works, renewed, beyond } = seen;
        let enough =
            ways > 1_000 && errands > 30 && pieces > 200 && works > 500 && further > 20 && renewed > 0 && (beyond > 0) != travel.is_empty();
        assert!(enough, "{travel} {relocation}: {further} further visits, {seen:?}");
    }
}

#[test]
fn most_waiting_is_the_longest_queue_for_crews() {
    let one_day = |volume: u32, crews: u32, more: &str| {
        model(&format!(
            r#"(city: Explicit(square_side_km: 5),
                demand: (volume: "{volume} /day", categories: {{
                    "noise": (on_scene: Exponential(mean: "20 min")),
                    "fire": (crews: 2, priority: 1, on_scene: Exponential(mean: "20 min")) }}),
                workforce: (crews: {{ "patrol": (crews: {crews}, based: Centre, refusal: 0.4, accept: Deterministic("30 s")) }}),
                dispatch: ({more}), run: (days: 1, replications: 1))"#
        ))
    };
    let busiest = |model: &Model| {
        let (replay, longest) = played(model, None);
        assert_eq!(replay["most_waiting"].as_u64(), Some(longest));
        longest
    };
    assert_eq!(busiest(&one_day(60, 60, "")), 0, "many refuse, but somebody else goes at once");
    for more in ["", "preemption: PreemptivePriority()", r#"rule: BatchMatching(every: "1 min")"#, "rule: ClosestSoonFree"] {
        assert!(busiest(&one_day(200, 5, more)) > 3, "{more}");
    }
}
