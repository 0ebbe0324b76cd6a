//! `--set`, and what it changes.

use super::{Dispatch, GOOD, Rule, good, problems_with};
use gridgov::scenario::{Diagnostics, Source};
use insta::assert_snapshot;

#[test]
fn set_below_a_name_that_does_not_exist() {
    assert_snapshot!(problems_with(GOOD, &["demand.categories.nose.share=0.2"]), @r#"
    error: there is no setting `demand.categories.nose`
     --> --set #1:1:19
      |
    1 | demand.categories.nose.share=0.2
      |                   ^^^^
      |
     ::: city.ron:6:21
      |
    6 |         categories: {
      |                     - it would stand in here
      |
      = at demand.categories.nose
      = help: did you mean `demand.categories.noise`?
    "#);
}

#[test]
fn set_without_the_sections_name() {
    assert_snapshot!(problems_with(GOOD, &["season[0]=2"]), @r#"
    error: unknown section `season`
     --> --set #1:1:1
      |
    1 | season[0]=2
      | ^^^^^^
      |
      = at season
      = help: there is a setting `demand.season`
      = help: sections are `schema`, `name`, `demand`, `dispatch`
    "#);
}

#[test]
fn set_beyond_a_list() {
    assert_snapshot!(problems_with(GOOD, &["demand.season[2]=1.0"]), @r#"
    error: there is no setting `demand.season[2]`
     --> --set #1:1:14
      |
    1 | demand.season[2]=1.0
      |              ^^^
      |
     ::: city.ron:5:17
      |
    5 |         season: [0.9, 1.1],
      |                 ---------- it would stand in here
      |
      = at demand.season[2]
      = help: `demand.season` has items; they are numbered `demand.season[0]` to `demand.season[1]`
    "#);
}

#[test]
fn set_below_a_number() {
    assert_snapshot!(problems_with(GOOD, &["schema.version.major=1"]), @r#"
    error: there is no setting `schema.version`
     --> --set #1:1:8
      |
    1 | schema.version.major=1
      |        ^^^^^^^
      |
     ::: city.ron:2:13
      |
    2 |     schema: 1,
      |             - it would stand in here
      |
      = at schema.version
      = help: `schema` is a plain value: 1
    "#);
}

#[test]
fn set_a_wrong_value() {
    assert_snapshot!(problems_with(GOOD, &["schema=1", "demand.categories.\"road.works\".share=high"]), @r#"
    error: expected a number, found text
     --> --set #2:1:38
      |
    1 | demand.categories."road.works".share=high
      |                                      ^^^^
      |
      = at demand.categories."road.works".share
    "#);
}

#[test]
fn set_a_misspelt_field() {
    assert_snapshot!(problems_with(GOOD, &["demand.categories.noise.priorty=1"]), @r#"
    error: unknown field `priorty`
     --> --set #1:1:25
      |
    1 | demand.categories.noise.priorty=1
      |                         ^^^^^^^ did you mean `priority`?
      |
      = at demand.categories.noise.priorty
      = help: known here: `share`, `priority`, `zh`, `on_scene`
    "#);
}

#[test]
fn set_broken_ron() {
    assert_snapshot!(problems_with(GOOD, &["demand.season=[1.0, 2.0"]), @r#"
    error: the text ends where `,` or `]` is expected
     --> --set #1:1:24
      |
    1 | demand.season=[1.0, 2.0
      |               -        ^
      |               |
      |               within this bracket
    "#);
}

#[test]
fn set_without_a_value() {
    assert_snapshot!(problems_with(GOOD, &["demand.season"]), @r#"
    error: expected PATH=VALUE
     --> --set #1:1:1
      |
    1 | demand.season
      | ^^^^^^^^^^^^^ there is no `=`
      |
      = help: write it like --set demand.volume="200 /day"
    "#);
}

#[test]
fn set_writes_what_was_meant() {
    let source = good(&[
        "demand.season[1]=1.2",
        "demand.categories.\"road.works\".on_scene.median=45 min",
        "demand.categories.noise.zh=None",
        "demand.categories.noise.priority=3",
        "dispatch.rule.reach=4",
        "demand.volume=200 /day",
        "name=Longgang",
    ]);
    let text = |path: &str| source.paths().into_iter().find(|(found, _)| found == path).map(|(_, text)| text);
    assert_eq!(text("demand.season[1]").as_deref(), Some("1.2"));
    assert_eq!(text("demand.categories.\"road.works\".on_scene.median").as_deref(), Some("\"45 min\""));
    assert_eq!(text("demand.categories.noise.zh").as_deref(), Some("None"));
    assert_eq!(text("demand.categories.noise.priority").as_deref(), Some("3"));
    assert_eq!(text("demand.volume").as_deref(), Some("\"200 /day\""));
    let dispatch: Dispatch = source.section("dispatch", &mut Diagnostics::new()).unwrap();
    assert_eq!(dispatch.rule, Rule::ClosestIdle { reach: 4 });
}

#[test]
fn set_begins_a_section_that_is_not_written() {
    let mut diagnostics = Diagnostics::new();
    let source = Source::from_text("x.ron", "(schema: 1)", &mut diagnostics).unwrap();
    let source = source.with_sets(&["dispatch.return_home=true".to_owned()], &mut diagnostics);
    assert_eq!(source.section("dispatch", &mut diagnostics), Some(Dispatch { rule: Rule::Nearest, return_home: true }));
    assert!(diagnostics.is_empty());
}

#[test]
fn differences_are_named_by_path() {
    let base = good(&[]);
    let other = good(&["demand.season[1]=1.2", "demand.categories.noise.priority=3", "dispatch.rule=Nearest"]);
    let found: Vec<String> = other
        .differences(&base)
        .into_iter()
        .map(|d| format!("{}: {} -> {}", d.path, d.old.as_deref().unwrap_or("nothing"), d.new.as_deref().unwrap_or("nothing")))
        .collect();
    assert_snapshot!(found.join("\n"), @r#"
    demand.season[1]: 1.1 -> 1.2
    demand.categories.noise.priority: nothing -> 3
    dispatch.rule: ClosestIdle -> Nearest
    "#);
    assert!(base.differences(&base).is_empty());
}

#[test]
fn set_to_a_name_in_the_wrong_case() {
    assert_snapshot!(problems_with(GOOD, &["dispatch.rule=closestidle"]), @r#"
    error: expected a plain name, found text
     --> --set #1:1:15
      |
    1 | dispatch.rule=closestidle
      |               ^^^^^^^^^^^ did you mean `ClosestIdle`?
      |
      = at dispatch.rule
      = help: known here: `Nearest`, `ClosestIdle`
    "#);
}

#[test]
fn set_a_whole_section_to_what_one_field_takes() {
    assert_snapshot!(problems_with(GOOD, &["dispatch=ClosestIdle"]), @r#"
    error: expected `(name: value, …)`, found the bare name `ClosestIdle`
     --> --set #1:1:10
      |
    1 | dispatch=ClosestIdle
      |          ^^^^^^^^^^^
      |
      = at dispatch
      = help: known here: `rule`, `return_home`
    "#);
}

#[test]
fn a_text_set_anew_in_english_only_is_not_shown_in_the_chinese_of_before() {
    let text = r#"(name: "Old", zh: "旧", about: "Once", about_zh: "从前", city: Point(), demand: (volume: "1 /day", categories: {"a": ()}),
        workforce: (crews: {"e": (crews: 1, based: Centre)}), provenance: {"demand.volume": (grade: C, source: "guess", zh: "猜测")})"#;
    let chinese = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        let loaded = gridgov::scenario::load_text_with("here.ron", text, &sets).unwrap_or_else(|wrong| panic!("{}", wrong.render(false)));
        let of_volume = loaded.scenario.provenance["demand.volume"].zh.clone();
        [loaded.scenario.zh, loaded.scenario.about_zh, of_volume].map(Option::unwrap_or_default)
    };
    assert_eq!(chinese(&[]), ["旧", "从前", "猜测"]);
    assert_eq!(chinese(&["name=New"]), ["", "从前", "猜测"]);
    assert_eq!(chinese(&["about=Now"]), ["旧", "", "猜测"]);
    assert_eq!(chinese(&[r#"provenance."demand.volume".source=counted"#]), ["旧", "从前", ""]);
    for sets in [["name=New", "zh=新"], ["zh=新", "name=New"]] {
        assert_eq!(chinese(&sets)[0], "新", "said anew as well");
    }
}
