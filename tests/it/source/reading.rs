//! Good files, and problems that others report by path.

use super::{Demand, Dispatch, Rule, good};
use gridgov::scenario::{Diagnostics, Source};
use insta::assert_snapshot;

#[test]
fn a_good_file_has_no_problems() {
    let mut diagnostics = Diagnostics::new();
    let source = good(&[]);
    let demand: Demand = source.section("demand", &mut diagnostics).unwrap();
    assert_eq!(demand.categories["road.works"].share.0, 0.6);
    assert_eq!(demand.categories["noise"].zh.as_deref(), Some("噪声"));
    let dispatch: Dispatch = source.section("dispatch", &mut diagnostics).unwrap();
    assert_eq!(dispatch.rule, Rule::ClosestIdle { reach: 0 });
}

#[test]
fn a_semantic_problem_is_shown_where_its_setting_or_what_holds_it_stands() {
    let source = good(&[]);
    let mut diagnostics = Diagnostics::new();
    diagnostics.error(&source, "demand.categories.noise.share", "shares add up to 1.4").help.push("they must add up to 1".to_owned());
    diagnostics.warning(&source, "demand.categories.noise.close_within", "there is no limit");
    assert_snapshot!(diagnostics.render(false), @r#"
    warning: there is no limit
     --> city.ron:7:22
      |
    7 |             "noise": (share: 0.4, zh: "噪声"),
      |                      ^
      |
      = at demand.categories.noise.close_within

    error: shares add up to 1.4
     --> city.ron:7:30
      |
    7 |             "noise": (share: 0.4, zh: "噪声"),
      |                              ^^^
      |
      = at demand.categories.noise.share
      = help: they must add up to 1
    "#);
    assert_eq!((source.at("demand.volume").line(), source.at("demand.volume").column()), (4, 17));
    let coloured = diagnostics.render(true);
    assert!(coloured.contains("\u{1b}[") && coloured.contains("shares add up"));
}

#[test]
fn problems_are_plain_data_for_programs() {
    let mut diagnostics = Diagnostics::new();
    let source = Source::from_text("city.ron", "(\n  /* 龙港 */ demand: (volum: 1))", &mut diagnostics).unwrap();
    let _: Option<Demand> = source.section("demand", &mut diagnostics);
    let json = serde_json::to_string_pretty(&diagnostics.problems()).unwrap();
    assert_snapshot!(json, @r#"
    [
      {
        "severity": "error",
        "file": "city.ron",
        "line": 2,
        "column": 21,
        "path": "demand.volum",
        "message": "unknown field `volum`",
        "label": "did you mean `volume`?",
        "help": [
          "known here: `volume`, `season`, `categories`"
        ],
        "further_rows": 0,
        "further_lines": []
      }
    ]
    "#);
}

#[test]
fn some_need_not_be_written() {
    let mut diagnostics = Diagnostics::new();
    let categories = r#"{"a": (share: 1, zh: "甲"), "b": (share: 1, zh: Some("甲")), "c": (share: 1, zh: None), "d": Category(share: 1)}"#;
    let text = format!("(demand: (volume: \"1 /day\", categories: {categories}))");
    let source = Source::from_text("city.ron", &text, &mut diagnostics).unwrap();
    let demand: Demand = source.section("demand", &mut diagnostics).unwrap();
    let said: Vec<Option<&str>> = demand.categories.values().map(|category| category.zh.as_deref()).collect();
    assert_eq!(said, [Some("甲"), Some("甲"), None, None]);
}

#[test]
fn lines_of_files_are_cut_to_the_width_of_the_terminal() {
    let text = format!("(name: {:?}, demand: (volume: 190), about: {0:?})", "x".repeat(100));
    let mut diagnostics = Diagnostics::new();
    let source = Source::from_text("city.ron", &text, &mut diagnostics).expect("it can be split");
    super::read(&source, &mut diagnostics);
    let widest = |columns: usize| {
        let told = diagnostics.render_within(columns, false);
        told.lines().filter(|line| line.contains("190)") || line.contains('^')).map(|line| line.chars().count()).max()
    };
    assert!(widest(80) <= Some(80) && widest(80) < widest(usize::MAX) && widest(usize::MAX) <= Some(140), "{:?}", widest(80));
}
