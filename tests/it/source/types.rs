//! Values that the types of a scenario refuse: one mistake each.

use super::{demand, problems};
use insta::assert_snapshot;

#[test]
fn misspelt_field() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, priorty: 2)},"#), @r#"
    error: unknown field `priorty`
     --> city.ron:4:44
      |
    4 |         categories: {"noise": (share: 0.1, priorty: 2)},
      |                                            ^^^^^^^ did you mean `priority`?
      |
      = at demand.categories.noise.priorty
      = help: known here: `share`, `priority`, `zh`, `on_scene`
    "#);
}

#[test]
fn several_mistakes_at_once() {
    assert_snapshot!(problems(r#"(
    nmae: "Longgang",
    demand: (
        volume: 190,
        season: [0.9, "x", 1.1, true],
        categories: {
            "noise": (share: 1.4, zh: "噪声", prioriti: 2),
            "噪声": (priority: 300, share: 0.5),
            "waste": (priority: 1),
        },
    ),
    dispatch: (rule: ClosestIdel),
)"#), @r#"
    error: unknown section `nmae`
     --> city.ron:2:5
      |
    2 |     nmae: "Longgang",
      |     ^^^^ did you mean `name`?
      |
      = at nmae
      = help: sections are `schema`, `name`, `demand`, `dispatch`

    error: expected text in quotes, found the number 190
     --> city.ron:4:17
      |
    4 |         volume: 190,
      |                 ^^^
      |
      = at demand.volume
      = help: put it in quotes, with its unit if it has one: "190", "190 min", "190 /day"

    error: expected a number, found text
     --> city.ron:5:23
      |
    5 |         season: [0.9, "x", 1.1, true],
      |                       ^^^
      |
      = at demand.season[1]

    error: expected a number, found `true`
     --> city.ron:5:33
      |
    5 |         season: [0.9, "x", 1.1, true],
      |                                 ^^^^
      |
      = at demand.season[3]

    error: 1.4 must lie between 0 and 1
     --> city.ron:7:30
      |
    7 |             "noise": (share: 1.4, zh: "噪声", prioriti: 2),
      |                              ^^^
      |
      = at demand.categories.noise.share

    error: unknown field `prioriti`
     --> city.ron:7:45
      |
    7 |             "noise": (share: 1.4, zh: "噪声", prioriti: 2),
      |                                               ^^^^^^^^ did you mean `priority`?
      |
      = at demand.categories.noise.prioriti
      = help: known here: `share`, `priority`, `zh`, `on_scene`

    error: the number 300 is too large or too small for what it counts
     --> city.ron:8:30
      |
    8 |             "噪声": (priority: 300, share: 0.5),
      |                                ^^^
      |
      = at demand.categories.噪声.priority

    error: `share` is missing
     --> city.ron:9:22
      |
    9 |             "waste": (priority: 1),
      |                      ^ this needs `share`
      |
      = at demand.categories.waste

    error: unknown name `ClosestIdel`
      --> city.ron:12:22
       |
    12 |     dispatch: (rule: ClosestIdel),
       |                      ^^^^^^^^^^^ did you mean `ClosestIdle`?
       |
       = at dispatch.rule
       = help: known here: `Nearest`, `ClosestIdle`
    "#);
}

#[test]
fn number_out_of_bounds_after_chinese_text() {
    assert_snapshot!(demand(r#"categories: {"噪声": (zh: "噪声扰民", share: 1.4)},"#), @r#"
    error: 1.4 must lie between 0 and 1
     --> city.ron:4:48
      |
    4 |         categories: {"噪声": (zh: "噪声扰民", share: 1.4)},
      |                                                      ^^^
      |
      = at demand.categories.噪声.share
    "#);
}

#[test]
fn missing_field() {
    assert_snapshot!(demand("categories: {\n            \"noise\": (\n                priority: 1,\n            ),\n        },"), @r#"
    error: `share` is missing
     --> city.ron:5:22
      |
    5 |             "noise": (
      |                      ^ this needs `share`
      |
      = at demand.categories.noise
    "#);
}

#[test]
fn missing_section() {
    assert_snapshot!(problems("(schema: 1)"), @r#"
    error: the section `demand` is missing
     --> city.ron:1:1
      |
    1 | (schema: 1)
      | ^ this needs `demand: …`
      |
      = at demand
    "#);
}

#[test]
fn text_where_a_number_is_wanted() {
    assert_snapshot!(demand(r#"season: [0.9, "1.0"],"#), @r#"
    error: expected a number, found text
     --> city.ron:4:23
      |
    4 |         season: [0.9, "1.0"],
      |                       ^^^^^
      |
      = at demand.season[1]
      = help: write 1.0 without quotes
    "#);
}

#[test]
fn number_where_text_is_wanted() {
    assert_snapshot!(problems("(demand: (volume: 190))"), @r#"
    error: expected text in quotes, found the number 190
     --> city.ron:1:19
      |
    1 | (demand: (volume: 190))
      |                   ^^^
      |
      = at demand.volume
      = help: put it in quotes, with its unit if it has one: "190", "190 min", "190 /day"
    "#);
}

#[test]
fn fraction_where_a_whole_number_is_wanted() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, priority: 2.5)},"#), @r#"
    error: expected a whole number, found the number 2.5
     --> city.ron:4:54
      |
    4 |         categories: {"noise": (share: 0.1, priority: 2.5)},
      |                                                      ^^^
      |
      = at demand.categories.noise.priority
    "#);
}

#[test]
fn whole_number_too_large() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, priority: 256)},"#), @r#"
    error: the number 256 is too large or too small for what it counts
     --> city.ron:4:54
      |
    4 |         categories: {"noise": (share: 0.1, priority: 256)},
      |                                                      ^^^
      |
      = at demand.categories.noise.priority
    "#);
}

#[test]
fn negative_where_a_count_is_wanted() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, priority: -1)},"#), @r#"
    error: the number -1 is too large or too small for what it counts
     --> city.ron:4:54
      |
    4 |         categories: {"noise": (share: 0.1, priority: -1)},
      |                                                      ^^
      |
      = at demand.categories.noise.priority
    "#);
}

#[test]
fn bare_name_where_text_is_wanted() {
    assert_snapshot!(problems("(demand: (volume: Many))"), @r#"
    error: expected text in quotes, found the bare name `Many`
     --> city.ron:1:19
      |
    1 | (demand: (volume: Many))
      |                   ^^^^
      |
      = at demand.volume
      = help: put it in quotes: "Many"
    "#);
}

#[test]
fn text_where_a_bare_name_is_wanted() {
    assert_snapshot!(problems("(demand: (volume: \"1 /day\"), dispatch: (rule: \"ClosestIdle\"))"), @r#"
    error: expected a plain name, found text
     --> city.ron:1:47
      |
    1 | (demand: (volume: "1 /day"), dispatch: (rule: "ClosestIdle"))
      |                                               ^^^^^^^^^^^^^
      |
      = at dispatch.rule
      = help: write `ClosestIdle` without quotes
    "#);
}

#[test]
fn brackets_after_a_name_that_takes_none() {
    assert_snapshot!(problems("(demand: (volume: \"1 /day\"), dispatch: (rule: Nearest(reach: 3)))"), @r#"
    error: `Nearest` takes no bracket
     --> city.ron:1:47
      |
    1 | (demand: (volume: "1 /day"), dispatch: (rule: Nearest(reach: 3)))
      |                                               ^^^^^^^^^^^^^^^^^
      |
      = at dispatch.rule
    "#);
}

#[test]
fn misspelt_field_of_a_rule() {
    assert_snapshot!(problems("(demand: (volume: \"1 /day\"), dispatch: (rule: ClosestIdle(raech: 3)))"), @r#"
    error: unknown field `raech`
     --> city.ron:1:59
      |
    1 | (demand: (volume: "1 /day"), dispatch: (rule: ClosestIdle(raech: 3)))
      |                                                           ^^^^^ did you mean `reach`?
      |
      = at dispatch.rule.raech
      = help: known here: `reach`
    "#);
}

#[test]
fn variant_that_needs_brackets() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: LogNormal)},"#), @r#"
    error: expected a bracket `(…)`, found the bare name `LogNormal`
     --> city.ron:4:54
      |
    4 |         categories: {"noise": (share: 0.1, on_scene: LogNormal)},
      |                                                      ^^^^^^^^^
      |
      = at demand.categories.noise.on_scene
      = help: write `LogNormal(…)`
    "#);
}

#[test]
fn values_where_named_ones_are_wanted() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: LogNormal("20 min"))},"#), @r#"
    error: expected `(name: value, …)`, found `LogNormal(…)`
     --> city.ron:4:54
      |
    4 |         categories: {"noise": (share: 0.1, on_scene: LogNormal("20 min"))},
      |                                                      ^^^^^^^^^^^^^^^^^^^
      |
      = at demand.categories.noise.on_scene
      = help: known here: `median`, `p90`
    "#);
}

#[test]
fn named_values_where_plain_ones_are_wanted() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: Peaks([(at: "8:00", weight: 1.0)]))},"#), @r#"
    error: expected `(value, …)`, found `(name: value, …)`
     --> city.ron:4:61
      |
    4 |         categories: {"noise": (share: 0.1, on_scene: Peaks([(at: "8:00", weight: 1.0)]))},
      |                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = at demand.categories.noise.on_scene[0][0]
    "#);
}

#[test]
fn name_before_values_that_have_none() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: Peaks([Peak("8:00", 1.0)]))},"#), @r#"
    error: expected `(value, …)`, found `Peak(…)`
     --> city.ron:4:61
      |
    4 |         categories: {"noise": (share: 0.1, on_scene: Peaks([Peak("8:00", 1.0)]))},
      |                                                             ^^^^^^^^^^^^^^^^^
      |
      = at demand.categories.noise.on_scene[0][0]
    "#);
}

#[test]
fn name_of_another_struct() {
    assert_snapshot!(demand(r#"categories: {"noise": Kategory(share: 0.1)},"#), @r#"
    error: expected `Category(…)`, found `Kategory(…)`
     --> city.ron:4:31
      |
    4 |         categories: {"noise": Kategory(share: 0.1)},
      |                               ^^^^^^^^^^^^^^^^^^^^
      |
      = at demand.categories.noise
    "#);
}

#[test]
fn two_values_in_a_variant_of_one() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: Fixed(20.0, 60.0))},"#), @r#"
    error: the number 60.0 is one value too many
     --> city.ron:4:66
      |
    4 |         categories: {"noise": (share: 0.1, on_scene: Fixed(20.0, 60.0))},
      |                                                                  ^^^^
      |
      = at demand.categories.noise.on_scene[1]
    "#);
}

#[test]
fn pair_with_three_values() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: Peaks([("8:00", 1.0), ("9:00", 1.0, 2.0)]))},"#), @r#"
    error: the number 2.0 is one value too many
     --> city.ron:4:90
      |
    4 |         categories: {"noise": (share: 0.1, on_scene: Peaks([("8:00", 1.0), ("9:00", 1.0, 2.0)]))},
      |                                                                                          ^^^
      |
      = at demand.categories.noise.on_scene[0][1][2]
    "#);
}

#[test]
fn pair_with_one_value() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: Peaks([("8:00", 1.0), ("9:00",)]))},"#), @r#"
    error: expected 2 values in the bracket, found 1
     --> city.ron:4:76
      |
    4 |         categories: {"noise": (share: 0.1, on_scene: Peaks([("8:00", 1.0), ("9:00",)]))},
      |                                                                            ^^^^^^^^^
      |
      = at demand.categories.noise.on_scene[0][1]
    "#);
}

#[test]
fn list_where_a_map_is_wanted() {
    assert_snapshot!(demand(r#"categories: [],"#), @r#"
    error: expected a map `{name: value, …}`, found a list `[…]`
     --> city.ron:4:21
      |
    4 |         categories: [],
      |                     ^^
      |
      = at demand.categories
    "#);
}

#[test]
fn one_value_where_a_list_is_wanted() {
    assert_snapshot!(demand("season: 0.9,"), @r#"
    error: expected a list `[…]`, found the number 0.9
     --> city.ron:4:17
      |
    4 |         season: 0.9,
      |                 ^^^
      |
      = at demand.season
      = help: a list stands in square brackets, even one of a single entry: `[…]`
    "#);
}

#[test]
fn struct_where_a_map_is_wanted() {
    assert_snapshot!(demand(r#"categories: (noise: (share: 0.1)),"#), @r#"
    error: expected a map `{name: value, …}`, found `(name: value, …)`
     --> city.ron:4:21
      |
    4 |         categories: (noise: (share: 0.1)),
      |                     ^^^^^^^^^^^^^^^^^^^^^
      |
      = at demand.categories
      = help: write it as `{"name": value, …}`, names in quotes
    "#);
}

#[test]
fn map_where_a_struct_is_wanted() {
    assert_snapshot!(demand(r#"categories: {"noise": {"share": 0.1}},"#), @r#"
    error: expected a bracket `(…)`, found a map `{…}`
     --> city.ron:4:31
      |
    4 |         categories: {"noise": {"share": 0.1}},
      |                               ^^^^^^^^^^^^^^
      |
      = at demand.categories.noise
      = help: write it as `(name: value, …)`, names without quotes
    "#);
}

#[test]
fn map_key_without_quotes() {
    assert_snapshot!(demand(r#"categories: {noise: (share: 0.1)},"#), @r#"
    error: the names in this map stand in quotes, found `noise`
     --> city.ron:4:22
      |
    4 |         categories: {noise: (share: 0.1)},
      |                      ^^^^^
      |
      = at demand.categories.noise
      = help: put it in quotes: "noise"
    "#);
}

#[test]
fn numbers_in_words_are_understood() {
    let in_full = "= help: write the number in digits alone without quotes";
    for (value, help) in [
        ("share: \"86,000\"", "= help: write 86_000 without quotes"),
        ("share: \"30%\"", "= help: write 0.3 without quotes"),
        ("share: \"85％\"", "= help: write 0.85 without quotes"),
        ("share: \"0.5 of all\"", in_full),
        ("share: \"8.6万\"", in_full),
        ("share: \"15w\"", in_full),
        ("share: 0.1, priority: \"2.0\"", "= help: write 2 without quotes"),
        ("share: 0.1, priority: 2.0", "= help: write 2"),
        ("share: 0.1, priority: \"3O\"", "= help: write the whole number in digits alone without quotes"),
    ] {
        let told = demand(&format!("categories: {{\"noise\": ({value})}},"));
        assert_eq!(told.lines().last(), Some(format!("  {help}").as_str()), "{value}:\n{told}");
    }
}
