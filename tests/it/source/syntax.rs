//! Text that is no RON, and all of RON that is.

use super::{demand, problems};
use gridgov::scenario::{Diagnostics, Source};
use indexmap::IndexMap;
use insta::assert_snapshot;
use serde::Deserialize;

#[test]
fn duplicate_names() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1), "waste": (share: 0.1, share: 0.2), "noise": (share: 0.3)},"#), @r#"
    error: `share` is written twice
     --> city.ron:4:67
      |
    4 |         categories: {"noise": (share: 0.1), "waste": (share: 0.1, share: 0.2), "noise": (share: 0.3)},
      |                                                       -----       ^^^^^ again here
      |                                                       |
      |                                                       first here
      |
      = help: remove one of the two

    error: `noise` is written twice
     --> city.ron:4:80
      |
    4 |         categories: {"noise": (share: 0.1), "waste": (share: 0.1, share: 0.2), "noise": (share: 0.3)},
      |                      ------- first here                                        ^^^^^^^ again here
      |
      = help: remove one of the two
    "#);
}

#[test]
fn a_place_may_end_in_line_breaks() {
    let told = problems("#![enable(\r\r\n");
    assert!(told.contains("city.ron:1:"), "{told}");
}

#[test]
fn missing_comma() {
    assert_snapshot!(problems("(\n    schema: 1\n    demand: (volume: \"1 /day\"),\n)"), @r#"
    error: expected `,` or `)`, found `d`
     --> city.ron:3:5
      |
    1 | (
      | - within this bracket
    2 |     schema: 1
    3 |     demand: (volume: "1 /day"),
      |     ^
      |
      = help: is a comma missing before this?
    "#);
}

#[test]
fn full_width_punctuation() {
    assert_snapshot!(problems("(demand\u{ff1a} (volume: \"1 /day\"))"), @r#"
    error: `：` is a full-width character
     --> city.ron:1:8
      |
    1 | (demand： (volume: "1 /day"))
      |        ^^
      |
      = help: write `:`
    "#);
}

#[test]
fn equals_sign_instead_of_colon() {
    assert_snapshot!(problems("(demand = (volume: \"1 /day\"))"), @r#"
    error: expected `,` or `)`, found `=`
     --> city.ron:1:9
      |
    1 | (demand = (volume: "1 /day"))
      | -       ^
      | |
      | within this bracket
      |
      = help: a name and its value are separated by `:`
    "#);
}

#[test]
fn text_with_a_unit_but_no_quotes() {
    assert_snapshot!(problems("(demand: (volume: 190 /day))"), @r#"
    error: expected `,` or `)`, found `/`
     --> city.ron:1:23
      |
    1 | (demand: (volume: 190 /day))
      |          -            ^
      |          |
      |          within this bracket
      |
      = help: text with a unit stands in quotes: "45 min"
    "#);
}

#[test]
fn name_with_a_dash_but_no_quotes() {
    assert_snapshot!(problems("(demand: (volume: micro-grid))"), @r#"
    error: `micro-grid` is no plain name
     --> city.ron:1:19
      |
    1 | (demand: (volume: micro-grid))
      |                   ^^^^^^^^^^
      |
      = help: text stands in quotes: "micro-grid"
    "#);
}

#[test]
fn bracket_never_closed() {
    assert_snapshot!(problems("(\n    demand: (volume: \"1 /day\",\n"), @r#"
    error: the text ends where the name of a field or `)` is expected
     --> city.ron:2:32
      |
    2 |     demand: (volume: "1 /day",
      |             -                 ^
      |             |
      |             within this bracket
    "#);
}

#[test]
fn wrong_closing_bracket() {
    assert_snapshot!(problems("(demand: (season: [1.0, 2.0)))"), @r#"
    error: expected `,` or `]`, found `)`
     --> city.ron:1:28
      |
    1 | (demand: (season: [1.0, 2.0)))
      |                   -        ^
      |                   |
      |                   within this bracket
    "#);
}

#[test]
fn text_never_closed() {
    assert_snapshot!(problems("(\r\n    name: \"Longgang,\r\n    schema: 1,\r\n)\r\n"), @r#"
    error: this text is never closed
     --> city.ron:2:11
      |
    2 |     name: "Longgang,
      |           ^ it begins here
      |
      = help: end it with `"`
    "#);
}

#[test]
fn comment_never_closed() {
    assert_snapshot!(problems("( /* a /* b */ schema: 1)"), @r#"
    error: this comment is never closed
     --> city.ron:1:3
      |
    1 | ( /* a /* b */ schema: 1)
      |   ^^ it begins here
      |
      = help: end it with `*/`
    "#);
}

#[test]
fn bad_escape() {
    assert_snapshot!(problems(r#"(name: "a\q")"#), @r#"
    error: this text cannot be read: unknown escape character
     --> city.ron:1:8
      |
    1 | (name: "a\q")
      |        ^^^^^
    "#);
}

#[test]
fn empty_file() {
    assert_snapshot!(problems("// nothing\n"), @r#"
    error: city.ron is empty
     --> city.ron:2:1
      |
    2 |
      | ^ a value is expected here
    "#);
}

#[test]
fn something_after_the_end() {
    assert_snapshot!(problems("(schema: 1)\n(schema: 2)"), @r#"
    error: expected the end of the text, found `(`
     --> city.ron:2:1
      |
    1 | (schema: 1)
      | ----------- after this value
    2 | (schema: 2)
      | ^
    "#);
}

#[test]
fn no_struct() {
    assert_snapshot!(problems("[1, 2]"), @r#"
    error: a scenario is one bracket `(name: value, …)`, but this file holds a list `[…]`
     --> city.ron:1:1
      |
    1 | [1, 2]
      | ^^^^^^
    "#);
}

#[test]
fn too_deep() {
    assert_snapshot!(problems(&format!("(schema: {})", "[".repeat(200))).lines().next().unwrap(), @r#"error: brackets stand in each other more than 128 deep"#);
    let deep = format!("(schema: {}{})", "Some(".repeat(100_000), ")".repeat(100_000));
    assert!(problems(&deep).contains("more than 128 deep"));
}

#[test]
fn foreign_extension() {
    assert_snapshot!(problems("#![enable(implicit_some)]\n#![enable(unwrap_variant_newtypes)]\n(schema: 1)"), @r#"
    error: the RON extension `unwrap_variant_newtypes` is not available in scenarios
     --> city.ron:2:1
      |
    2 | #![enable(unwrap_variant_newtypes)]
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: remove this line
    "#);
}

#[test]
fn all_of_ron_is_understood() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Everything {
        r#type: Option<Option<u32>>,
        raw: String,
        character: char,
        number: f64,
        hex: u32,
        pairs: Vec<(i64, String)>,
        by_number: IndexMap<u32, bool>,
        unit: (),
        long: String,
        none: Option<u8>,
    }
    let text = "\u{feff}#![enable(implicit_some, unwrap_newtypes)] // header\r\n/* a /* nested */ comment */\r\nEverything(
        r#type: Some(Some(7)), raw: r##\"a\"# // no comment\"##, character: '\\'', number: -1_000.5e-1,
        hex: 0xff_ff, /* ( */ pairs: [(1, \"龙\\\"港\",), (-2, \"\"),], by_number: {1: true, 2: false,}, unit: (),
        long: \"a \\\n            b\", none: None,\r\n) // end";
    let mut diagnostics = Diagnostics::new();
    let source = Source::from_text("all.ron", text, &mut diagnostics).expect("it can be split");
    let read: Option<Everything> = source.whole(&mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(false));
    let expected = Everything {
        r#type: Some(Some(7)),
        raw: "a\"# // no comment".to_owned(),
        character: '\'',
        number: -100.05,
        hex: 0xffff,
        pairs: vec![(1, "龙\"港".to_owned()), (-2, String::new())],
        by_number: IndexMap::from([(1, true), (2, false)]),
        unit: (),
        long: "a b".to_owned(),
        none: None,
    };
    assert_eq!(read, Some(expected));
    let again = Source::from_text("again.ron", &source.canonical(), &mut diagnostics).unwrap();
    assert_eq!(again.root(), source.root());
}

#[test]
fn canonical_text_ignores_comments_and_white_space_but_not_order() {
    let mut diagnostics = Diagnostics::new();
    let mut canonical = |text: &str| Source::from_text("x.ron", text, &mut diagnostics).unwrap().canonical();
    let first = canonical("(a: 1, /* c */ b: [1, 2],)");
    assert_eq!(first, canonical("( a : 1,\r\n\tb:[1,2,] )// d"));
    assert_ne!(first, canonical("(b: [1, 2], a: 1)"));
    assert_snapshot!(first, @r#"
    (
        a: 1,
        b: [1, 2],
    )
    "#);
}

#[test]
fn numbers_as_people_write_them_are_understood() {
    for (text, help) in [
        ("(city: (residents: 86000人))", "a number stands by itself, 86000;"),
        ("(city: (residents: 8.6万))", "a number is written in digits alone;"),
        ("(city: (residents: 3O))", "a number is written in digits alone;"),
        ("(city: (residents: 86_000 area_km2: 4))", "is a comma missing before this?"),
        ("(city: (residents: 86,000))", "digits of a number are grouped by `_`: 86_000"),
        ("(city: (residents: 1,234,567))", "digits of a number are grouped by `_`: 1_234"),
        ("(city: (detour: 1,35))", "a decimal point is written `.`: 1.35"),
        ("(city: (share: 0,600))", "a decimal point is written `.`: 0.600"),
        ("(city: (residents: 1234,567))", "a decimal point is written `.`: 1234.567"),
        ("(run: (days: 5 replications: 4))", "is a comma missing before this?"),
    ] {
        let told = problems(text);
        assert!(told.contains(help), "{text}:\n{told}");
    }
}
