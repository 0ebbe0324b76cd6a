//! A small town asked by both methods: text, document, table.

use super::*;
use crate::experiment::{MEASURES, Method, Runner, Short, movable, sensitivity};
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
    let text = r#"(name: "town", zh: "小镇", city: Point(), demand: (volume: "40 /day", categories: { "job": (on_scene: Exponential(mean: "20 min")) }),
        workforce: (crews: { "patrol": (officers: 4, crew_size: 1, working_days: 7, absence: 0, based: Centre,
            shifts: { "day": (hours: "08:00..16:00"), "night": (hours: "16:00..08:00") }, break: (after: "4 h", lasts: "30 min"),
            accept: LogNormal(median: "30 s", p90: "60 s"), turnout: Deterministic("2 min")) }), run: (days: 2),
        provenance: { RANGES "demand.volume": (grade: B, source: "the press") })"#;
    let loaded = load_text("town.ron", &text.replace("RANGES", ranges)).unwrap_or_else(|d| panic!("{}", d.render(false)));
    let arm = Arm::of(loaded, "town.ron".to_owned(), Vec::new());
    let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
    let (factors, _) = movable(&Factors::of(&arm.loaded));
    let found = sensitivity(&arm, factors, method, Short { days: 2, replications: 2, seed: 1 }, Vec::new(), &runner).unwrap();
    see(&Asked { arm: &arm, found: &found, measure: 4, without_range: 1, left_out: &[] });
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
