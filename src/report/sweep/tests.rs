//! A sweep made up: tables, document, text.

use super::*;
use crate::metrics::Clock;
use crate::report::{Lang, json, layout};

fn sheet() -> Sheet {
    let structure = |name: &str| Structure {
        name: name.into(),
        zh: format!("{name}（中）"),
        scenario: format!("{name}.ron"),
        set: vec!["run.days=3".into()],
        log: None,
        files: Vec::new(),
    };
    let place = |structure: usize, volume: f64| Place {
        structure,
        rule: Some("Random(limit: 2)".into()),
        values: vec![format!("{volume} /day"), "soon".into()],
        numbers: vec![Some(volume), None],
        set: vec![format!("demand.volume={volume} /day")],
        files: Vec::new(),
    };
    Sheet {
        name: "two towns".into(),
        zh: "两镇".into(),
        about: "made up for a test".into(),
        about_zh: "为测试而编".into(),
        plan: "plan.ron".into(),
        identity: "abc".into(),
        seed: 4,
        replications: 3,
        incidents: false,
        primary: "on_scene".into(),
        until_handled: false,
        clock: Clock::Cumulative,
        limits_s: vec![60.0, 120.0, 180.0, 2_700.0],
        structures: vec![structure("north"), structure("south")],
        levels: Vec::new(),
        factors: vec![
            SheetAxis { path: "demand.volume".into(), unit: Some("/day".into()) },
            SheetAxis { path: "demand.when".into(), unit: None },
        ],
        points: vec![place(0, 30.0), place(0, 60.5), place(1, 30.0), place(1, 60.5)],
    }
}

fn record(task: u64) -> TaskRecord {
    TaskRecord {
        task,
        scenario_sha256: format!("{:064x}", task / 3),
        digest: format!("{task:016x}"),
        trace_digest: format!("{:016x}", task % 3),
        incidents: 100 + task,
        collapses: 0,
        overloads: u32::from(task == 4),
        values: MEASURES.iter().enumerate().map(|(at, _)| (1.0 + task as f64 / 3.0, if at == 3 { 0.0 } else { 20.0 })).collect(),
        refused: None,
    }
}

#[test]
fn tables_hold_what_identifies_a_row_and_exact_sums() {
    let (sheet, records) = (sheet(), (0..12).map(record).collect::<Vec<_>>());
    let swept = Swept { sheet: &sheet, records: &records, shard: Shard::WHOLE };
    let plan = String::from_utf8(plan_table(&swept).csv()).unwrap();
    let mut lines = plan.lines();
    assert_eq!(lines.next().unwrap(), "point,arm,scenario,rule,demand.volume,demand.when,set,scenario_sha256,refused");
    assert!(lines.nth(1).unwrap().starts_with("1,north,north.ron,Random(limit: 2),60.5,soon,run.days=3 'demand.volume=60.5 /day',0000"));
    let table = replications_table(&swept);
    assert_eq!(table.rows(), 12 * MEASURES.len());
    let rows = String::from_utf8(table.csv()).unwrap();
    let row = rows.lines().nth(1 + 7 * MEASURES.len()).unwrap();
    assert_eq!(row, "2,south,1,4,0000000000000007,0000000000000001,respond,0.16666666666666669,3.3333333333333335,20");
    assert!(rows.lines().nth(4).unwrap().ends_with(",on_scene,,1,0"), "nothing measured is no value");
    assert_eq!(Sheet::hashes(&swept)[3].0, "point 3");
}

#[test]
fn points_are_estimated_from_their_own_tasks_only() {
    let (sheet, records) = (sheet(), [1, 3, 4, 5].map(record));
    let swept = Swept { sheet: &sheet, records: &records, shard: Shard { index: 1, of: 2 } };
    assert_eq!((swept.of_point(0).len(), swept.of_point(1).len(), swept.of_point(3).len()), (1, 3, 0));
    let estimate = swept.estimate(1, 0).unwrap();
    assert!((estimate.estimate - (2.0 + 7.0 / 3.0 + 8.0 / 3.0) / 60.0).abs() < 1e-12 && estimate.replications == 3);
    assert_eq!(swept.estimate(3, 0), None);
    assert_eq!(swept.wanted(), 6);
    let document = sweep_json(&swept);
    assert_eq!((&document["interrupted"], &document["shard"]), (&true.into(), &"1/2".into()));
    assert_eq!(document["points"][1]["factors"], serde_json::json!({ "demand.volume": 60.5, "demand.when": "soon" }));
    let overloaded = |point: usize| document["points"][point]["overloaded_replications"].as_u64();
    assert_eq!((overloaded(0), overloaded(1)), (Some(0), Some(1)));
    let text = anstream::adapter::strip_str(&sweep_text(&swept, Lang::En)).to_string();
    assert!(text.starts_with("Point 1: more was asked than crews can carry, for days, in 1 of 3 replications.\n"), "{text}");
    assert!(json::text(&document).starts_with("{\n  \"schema\": 1,"));
    let documented = include_str!("../../../docs/json.md");
    let keys = document.as_object().unwrap().keys().chain(document["points"][0].as_object().unwrap().keys());
    keys.for_each(|key| assert!(documented.contains(&format!("`{key}`")), "{key} is not in docs/json.md"));
}

#[test]
fn what_was_refused_is_told_and_counts_nowhere() {
    let sheet = sheet();
    let overflow = Refused { path: String::new(), why: "more than a run can hold".into() };
    let unsound = Refused { path: "structure.settlers".into(), why: "more than all".into() };
    let made = |task: u64| match task {
        4 => TaskRecord::refused(task, format!("{:064x}", 1), overflow.clone()),
        6..9 => TaskRecord::refused(task, String::new(), unsound.clone()),
        9..12 => TaskRecord::refused(task, format!("{:064x}", 3), overflow.clone()),
        _ => record(task),
    };
    let records: Vec<TaskRecord> = (0..12).map(made).collect();
    let read: TaskRecord = serde_json::from_str(&serde_json::to_string(&records[4]).unwrap()).unwrap();
    assert_eq!(read, records[4]);
    let swept = Swept { sheet: &sheet, records: &records, shard: Shard::WHOLE };
    assert_eq!((swept.estimate(1, 0).unwrap().replications, swept.estimate(2, 0)), (2, None));
    let document = sweep_json(&swept);
    let of = |point: usize| (&document["points"][point]["done"], &document["points"][point]["refused"]["why"]);
    assert_eq!(of(0), (&3.into(), &serde_json::Value::Null));
    assert_eq!((of(1), of(2)), ((&2.into(), &"more than a run can hold".into()), (&0.into(), &"more than all".into())));
    assert_eq!((&document["interrupted"], &document["refused"][1]["points"]), (&false.into(), &1.into()));
    assert_eq!((&document["tasks"], &document["done"]), (&12.into(), &5.into()), "what never ran is not done");
    let plan = String::from_utf8(plan_table(&swept).csv()).unwrap();
    assert!(plan.lines().nth(3).unwrap().ends_with(",,structure.settlers: more than all"), "{plan}");
    assert!(plan.lines().nth(4).unwrap().ends_with("0003,more than a run can hold"), "{plan}");
    assert_eq!((replications_table(&swept).rows(), Sheet::hashes(&swept).len()), (5 * MEASURES.len(), 3));
    let text = anstream::adapter::strip_str(&sweep_text(&swept, Lang::En)).to_string();
    assert!(text.contains("No valid scenario, or could not be run, in part or at all: 3 of 4 points. Most often (2)"), "{text}");
    assert!(text.contains("5 of 12 runs done"), "{text}");
    let more = |why: &str| TaskRecord::refused(0, String::new(), Refused { path: "structure.settlers".into(), why: why.into() });
    let records: Vec<TaskRecord> = (0..6).map(|task| TaskRecord { task, ..more(if task < 3 { "no A" } else { "no W" }) }).collect();
    let swept = Swept { sheet: &sheet, records: &records, shard: Shard::WHOLE };
    let text = anstream::adapter::strip_str(&sweep_text(&swept, Lang::En)).to_string();
    assert!(text.replace("\n  ", " ").contains("Most often (2) it is the same place, as in structure.settlers: no A"), "{text}");
}

#[test]
fn the_text_speaks_both_languages_and_fits_the_terminal() {
    let (mut sheet, records) = (sheet(), (0..12).map(record).collect::<Vec<_>>());
    let shown = |sheet: &Sheet| {
        let swept = Swept { sheet, records: &records, shard: Shard::WHOLE };
        anstream::adapter::strip_str(&sweep_text(&swept, Lang::En)).to_string()
    };
    assert!(!shown(&sheet).contains("limit"), "parameters that all have tell nothing apart");
    sheet.points[3].rule = Some("Random(limit: 7)".into());
    // Long names are wrapped in their column.
    assert!(shown(&sheet).contains("Random(limit:") && shown(&sheet).contains("7)"), "{}", shown(&sheet));
    let joined = Sheet {
        points: sheet.points.iter().cloned().map(|point| Place { rule: Some("Random(x: 7) + Fifo".into()), ..point }).collect(),
        ..sheet.clone()
    };
    assert!(shown(&joined).contains("Fifo"), "what is joined with a rule is not left out:\n{}", shown(&joined));
    let swept = Swept { sheet: &sheet, records: &records, shard: Shard::WHOLE };
    for lang in Lang::ALL {
        let text = anstream::adapter::strip_str(&sweep_text(&swept, lang)).to_string();
        assert!(text.lines().all(|line| layout::width(line) <= layout::WIDTH), "{text}");
        for said in
            [lang.t("4 points × 3 replications", "4 个点 × 各 3 次重复"), "60.5 /day", "Random", lang.t("A  north", "A  north（中）")]
        {
            assert!(text.contains(said), "{said} is not in\n{text}");
        }
        assert!(text.contains("demand.when = soon"), "a factor that does not move is told once");
    }
}

#[test]
fn factors_that_the_table_has_no_room_for_are_named() {
    let records: Vec<TaskRecord> = (0..12).map(record).collect();
    for (count, whole) in [(2, true), (9, false)] {
        let mut sheet = sheet();
        sheet.factors = (0..count).map(|at| SheetAxis { path: format!("a.factor{at}"), unit: Some(String::new()) }).collect();
        for (number, point) in sheet.points.iter_mut().enumerate() {
            point.numbers = (0..count).map(|at| Some(f64::from(at) + number as f64 / 10.0)).collect();
            point.values = point.numbers.iter().flatten().map(f64::to_string).collect();
        }
        let swept = Swept { sheet: &sheet, records: &records, shard: Shard::WHOLE };
        for lang in Lang::ALL {
            let text = anstream::adapter::strip_str(&sweep_text(&swept, lang)).to_string();
            assert!(text.lines().all(|line| layout::width(line) <= layout::WIDTH), "{text}");
            let told: Vec<bool> = (0..count).map(|at| text.contains(&format!("a.factor{at}"))).collect();
            let column = |at: &usize| text.contains(&format!("  factor{at}"));
            assert!((0..count as usize).all(|at| told[at] != column(&at)), "a column, or named below:\n{text}");
            assert_eq!((!told.contains(&true), text.contains("plan.csv")), (whole, !whole), "{text}");
            assert!(told.iter().filter(|told| !**told).count() > 1, "{text}");
        }
    }
}

#[test]
fn factors_that_end_alike_have_headings_that_differ() {
    let headings = [
        (["crews.of a.roster.all day", "crews.of b.roster.all day"], ["of a roster all day", "of b roster all day"]),
        (["desk.receipt.median", "desk.triage.median"], ["receipt median", "triage median"]),
        (["demand.volume", "demand.abandonment_early"], ["volume", "abandonment…"]),
        (["a.abandonment_early", "a.abandonment_later"], ["abandonment_early", "abandonment_later"]),
    ];
    for (paths, heads) in headings {
        assert_eq!(text::heads(&paths), heads);
    }
}

#[test]
fn a_plan_laid_out_and_a_task_are_read_back_to_the_last_bit() {
    let sheet = sheet();
    assert_eq!(serde_json::from_str::<Sheet>(&serde_json::to_string(&sheet).unwrap()).unwrap(), sheet);
    let mut third = record(1);
    third.values[0] = (0.1 + 0.2, f64::MIN_POSITIVE);
    assert_eq!(serde_json::from_str::<TaskRecord>(&serde_json::to_string(&third).unwrap()).unwrap(), third);
}

#[test]
fn values_of_factors_are_shown_whole_and_with_their_unit() {
    let (mut sheet, records) = (sheet(), (0..12).map(record).collect::<Vec<_>>());
    let units = [("a.volume_of_incidents", "/day"), ("a.turnout", "s"), ("a.share", "")];
    sheet.factors = units.map(|(path, unit)| SheetAxis { path: path.into(), unit: Some(unit.into()) }).into();
    for (at, point) in (1_u32..).zip(&mut sheet.points) {
        let times = f64::from(at);
        point.numbers = vec![Some(32.96 * times), Some(times * 64.04), Some(0.000_123_4 * times)];
        point.values = point.numbers.iter().flatten().map(f64::to_string).collect();
    }
    let swept = Swept { sheet: &sheet, records: &records, shard: Shard::WHOLE };
    for lang in Lang::ALL {
        let text = anstream::adapter::strip_str(&sweep_text(&swept, lang)).to_string();
        assert!(text.matches("/day").count() >= 4, "{text}");
        for said in ["32.96", "131.84", lang.t("64.04 s", "64.04 秒"), lang.t("2.13 min", "2.13 分"), "0.0001234", "0.0004936"] {
            assert!(text.contains(said), "{said} is not in\n{text}");
        }
    }
}
