//! A small town asked by both methods: text, document, table.

use super::*;
use crate::experiment::{MEASURES, Measure, Method, Runner, Short, mean_of, movable, sensitivity};
use crate::report::table::Cells;
use crate::report::{Lang, layout};
use crate::scenario::{Factors, load_text};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

fn with(method: Method, see: impl FnOnce(&Asked)) {
    let ranges = r#""workforce.crews.patrol.turnout": (grade: C, source: "a guess", range: ("1 min", "20 min")),
        "workforce.crews.patrol.officers": (grade: C, source: "a guess", range: ("3", "8")),"#;
    with_ranges(ranges, method, see);
}

fn with_ranges(ranges: &str, method: Method, see: impl FnOnce(&Asked)) {
    let town = r#"(name: "town", zh: "小镇", city: Point(), demand: (volume: "40 /day", categories: { "job": (on_scene: Exponential(mean: "20 min")) }),
        workforce: (crews: { "patrol": (officers: 4, crew_size: 1, working_days: 7, absence: 0, based: Centre,
            shifts: { "day": (hours: "08:00..16:00"), "night": (hours: "16:00..08:00") }, break: (after: "4 h", lasts: "30 min"),
            accept: LogNormal(median: "30 s", p90: "60 s"), turnout: Deterministic("2 min")) }), run: (days: 2),
        provenance: { RANGES "demand.volume": (grade: B, source: "the press") })"#;
    of_scenario(&town.replace("RANGES", ranges), "response_s", method, see);
}

fn of_scenario(text: &str, measure: &str, method: Method, see: impl FnOnce(&Asked)) {
    let loaded = load_text("town.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
    let arm = Arm::of(loaded, "town.ron".to_owned(), Vec::new());
    let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
    let (factors, _) = movable(&Factors::of(&arm.loaded));
    let found = sensitivity(&arm, factors, method, Short { days: 2, replications: 2, seed: 1 }, Vec::new(), &runner).unwrap();
    let measure = Measure::position(measure).unwrap();
    see(&Asked { arm: &arm, found: &found, measure, without_range: 1, left_out: &[] });
}

/// The text on one line.
fn said(asked: &Asked, lang: Lang) -> String {
    let text = anstream::adapter::strip_str(&sensitivity_text(asked, lang)).to_string();
    assert!(text.lines().all(|line| layout::width(line) <= layout::WIDTH), "{text}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Above some load more than a tenth of the incidents is withdrawn, and there is no 90% point.
const OVERLOADED: &str = r#"(city: Point(), demand: (volume: "60 /day", patience: Deterministic("1 h"),
        categories: { "job": (on_scene: Exponential(mean: "40 min")) }),
    workforce: (crews: { "patrol": (crews: 3, crew_size: 1, based: Centre, turnout: Deterministic("2 min")) }), run: (days: 3),
    provenance: { "demand.volume": (grade: C, source: "a guess", range: ("40 /day", "160 /day")),
        "workforce.crews.patrol.turnout": (grade: C, source: "a guess", range: ("1 min", "5 min")) })"#;

#[test]
fn what_could_not_be_measured_is_named_and_not_called_of_no_effect() {
    of_scenario(OVERLOADED, "response_p90_s", Method::Morris { trajectories: 10 }, |asked| {
        let answer = &asked.found.answers[asked.measure];
        let [volume, turnout] = ["volume", "turnout"].map(|name| answer.effects[place(asked, name)]);
        let effects = turnout.unwrap().effects;
        assert!(volume.is_none() && effects < 10, "{volume:?} {effects}");
        let text = said(asked, Lang::En);
        for told in [
            "1 factor could not be measured, for no two points that differ in one of these alone have a value: demand.volume.",
            &format!("(of the {} points that have a value)", answer.valued),
            "n: effects of the factor, of 10 trajectories",
            &format!(" {effects} μ*:"),
        ] {
            assert!(text.contains(told), "{told} is not in {text}");
        }
        assert!(!text.contains("not shown") && said(asked, Lang::Zh).contains("无法测量"), "{text}");
        let document = sensitivity_json(asked);
        assert_eq!((&document["used"]["response_p90_s"], &document["used"]["response_s"]), (&effects.into(), &10.into()));
        assert_eq!(document["valued"]["response_p90_s"], answer.valued);
    });
    of_scenario(OVERLOADED, "response_s", Method::Morris { trajectories: 4 }, |asked| {
        let text = said(asked, Lang::En);
        assert!(!text.contains("could not be measured") && !text.contains("that have a value") && !text.contains("n: effects"), "{text}");
    });
}

#[test]
fn indices_say_from_how_many_rows_they_are() {
    of_scenario(OVERLOADED, "response_p90_s", Method::Sobol { rows: 64 }, |asked| {
        let used = asked.found.answers[asked.measure].used;
        assert!((2..64).contains(&used), "{used}");
        let means: Vec<Option<f64>> = asked.found.outcomes.iter().map(|point| mean_of(point.as_ref().ok()?, asked.measure)).collect();
        let rows = means.chunks(asked.found.design.group).filter_map(|row| row.iter().copied().collect::<Option<Vec<f64>>>());
        let squares: Vec<f64> = rows.map(|row| (row[0] - row[row.len() - 1]) * (row[0] - row[row.len() - 1]) / 2.0).collect();
        let variance = squares.iter().sum::<f64>() / f64::from(used);
        assert!(squares.len() == used as usize && (asked.answer().variance.unwrap() / variance - 1.0).abs() < 1e-9, "{variance}");
        let text = said(asked, Lang::En);
        for told in [&format!("Rows with a value at all of their points: {used} of 64"), "not to be trusted as shares", "Rough: "] {
            assert!(text.contains(told), "{told} is not in {text}");
        }
        let document = sensitivity_json(asked);
        assert_eq!((&document["rough"], &document["done"], &document["used"]["response_p90_s"]), (&true.into(), &64.into(), &used.into()));
        let whole = Asked { measure: Measure::position("response_s").unwrap(), ..*asked };
        let text = said(&whole, Lang::En);
        assert!(!text.contains("Rows with a value") && !text.contains("Rough: ") && sensitivity_json(&whole)["rough"] == false, "{text}");
    });
    let more = OVERLOADED.replace("160 /day", "400 /day");
    of_scenario(&more, "response_p90_s", Method::Sobol { rows: 2 }, |asked| {
        let (answer, text) = (&asked.found.answers[asked.measure], said(asked, Lang::En));
        assert!(answer.used == 1 && answer.mean.is_some(), "{}", answer.used);
        assert!(
            text.contains("No factor could be measured")
                && text.contains("1 of 2.")
                && !text.contains("not shown")
                && !text.contains("Nothing varies"),
            "{text}"
        );
    });
}

#[test]
fn rows_of_factors_whose_paths_end_alike_differ() {
    let desk = |side: &str| format!("{side} command room of the district");
    let [north, south] = ["north", "south"].map(desk);
    let desks = [&north, &south].map(|desk| format!("{desk:?}: (staff: [(\"00:00..24:00\", 9)], triage: Deterministic(\"2 min\"))"));
    let text = format!(
        r#"(city: Point(), demand: (volume: "20 /day", categories: {{"job": ()}}, channels: {{"a": (share: 1), "b": (share: 3)}}),
            structure: (intake: {{"a": [{north:?}], "b": [{south:?}]}}, desks: {{{}}}),
            workforce: (crews: {{"patrol": (crews: 9, based: Centre)}}), run: (days: 2),
            provenance: {{"structure.desks.{north}.triage": (grade: C, source: "x"), "structure.desks.{south}.triage": (grade: C, source: "x")}})"#,
        desks.join(", ")
    );
    for method in [Method::Morris { trajectories: 2 }, Method::Sobol { rows: 16 }] {
        of_scenario(&text, "response_s", method, |asked| {
            let text = said(asked, Lang::En);
            assert!(["…north command", "…south command"].iter().all(|label| text.contains(label)), "{text}");
        });
    }
}

#[test]
fn why_points_are_no_valid_scenario_is_said() {
    // Each fits into a shift of 8 hours alone; a long break late does not.
    let ranges = r#""workforce.crews.patrol.break.after": (grade: C, source: "a guess", range: ("1 h", "7 h")),
        "workforce.crews.patrol.break.lasts": (grade: C, source: "a guess", range: ("10 min", "3 h")),"#;
    with_ranges(ranges, Method::Morris { trajectories: 6 }, |asked| {
        let document = sensitivity_json(asked);
        let refused = &document["refused"][0];
        assert_eq!(document["refused"].as_array().unwrap().len(), 1);
        assert_eq!((&refused["points"], &refused["path"]), (&document["invalid"], &"workforce.crews.patrol.break".into()));
        assert!(document["invalid"].as_u64().unwrap() > 0 && asked.found.used().iter().any(|point| point.is_ok()));
        for lang in Lang::ALL {
            let text = anstream::adapter::strip_str(&sensitivity_text(asked, lang)).to_string();
            let said = "does not fit into the shift";
            assert!(text.replace("\n  ", " ").contains(said), "{said} is not in\n{text}");
        }
    });
}

fn place(asked: &Asked, name: &str) -> usize {
    asked.found.factors.iter().position(|factor| factor.path.ends_with(name)).unwrap()
}

#[test]
fn the_text_speaks_both_languages_and_fits_the_terminal() {
    for (method, said) in [
        (Method::Morris { trajectories: 3 }, [["μ*", "σ", "3 trajectories"], ["μ*", "σ", "3 条轨迹"]]),
        (Method::Sobol { rows: 8 }, [["first", "total", "8 rows"], ["一阶", "总", "8 行"]]),
    ] {
        with(method, |asked| {
            for (lang, said) in Lang::ALL.into_iter().zip(said) {
                let text = anstream::adapter::strip_str(&sensitivity_text(asked, lang)).to_string();
                assert!(text.lines().all(|line| layout::width(line) <= layout::WIDTH), "{text}");
                for said in said.into_iter().chain(["patrol.turnout", "1 min … 20 min", lang.t("residual noise", "残余随机噪声")]) {
                    assert!(
                        text.replace("\n  ", " ").contains(said) || text.replace("\n  ", "").contains(said),
                        "{said} is not in\n{text}"
                    );
                }
            }
        });
    }
}

#[test]
fn every_field_of_the_document_is_documented_and_the_tables_are_whole() {
    let documented = include_str!("../../../docs/json.md");
    for (method, fields) in
        [(Method::Morris { trajectories: 2 }, ["mu", "mu_star", "sigma"]), (Method::Sobol { rows: 4 }, ["first", "total", "total"])]
    {
        with(method, |asked| {
            let document = sensitivity_json(asked);
            assert_eq!(document["rough"], matches!(method, Method::Sobol { .. }), "4 rows are few");
            let factor = &document["factors"][0];
            let answer = &factor["measures"]["response_s"];
            fields.iter().for_each(|field| assert!(!answer[field].is_null(), "{field}"));
            let objects = [&document, factor, answer];
            for key in objects.iter().flat_map(|object| object.as_object().unwrap().keys()) {
                assert!(documented.contains(&format!("`{key}`")), "{key} is not in docs/json.md");
            }
            let table = points_table(asked.found);
            assert_eq!(table.rows(), asked.found.outcomes.len() * 2 * MEASURES.len());
            let Cells::Whole(replications) = &table.columns()[1].cells else { panic!("whole numbers") };
            let of_group = asked.found.design.group * 2 * MEASURES.len();
            for (group, replications) in replications.chunks(of_group).enumerate() {
                let seen: BTreeSet<i64> = replications.iter().flatten().copied().collect();
                assert!(seen.into_iter().eq([2 * group as i64, 2 * group as i64 + 1]), "each group has luck of its own");
            }
            let table = design_table(asked.found);
            let columns: Vec<&str> = table.columns().iter().map(|column| column.name.as_str()).collect();
            assert_eq!((table.rows(), columns[3..].len()), (asked.found.outcomes.len(), asked.found.factors.len()));
            let Cells::Number(officers) = &table.columns()[3 + place(asked, "officers")].cells else { panic!("numbers") };
            assert!(officers.iter().flatten().all(|officers| officers.fract() == 0.0), "as they were set: {officers:?}");
        });
    }
}
