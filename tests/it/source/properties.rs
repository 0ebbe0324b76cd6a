//! Whatever stands in a scenario file, reading it ends, never panics, and points only into the text.

use gridgov::scenario::{Body, Diagnostics, Node, Source};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct City {
    a: u32,
    #[serde(default)]
    b: Vec<(f64, String)>,
    #[serde(default)]
    c: BTreeMap<String, Shape>,
    #[serde(default)]
    d: Option<Box<City>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
enum Shape {
    Open,
    Each(String),
    Pair(i8, char),
    Normal { mean: f64, sd: f64 },
}

const SEED: &str = r##"(
    a: 464_732, // 龙港
    b: [(0.5, "一"), (-1e3, r#"raw "text""#)],
    c: {"noise": Open, "a.b": Each("x"), "噪声": Pair(-3, 'x'), "n": Normal(mean: 1.0, sd: 2)},
    d: Some((a: 3, c: {}, /* no */ d: (a: 0x10))),
)"##;

/// Pieces that matter to a reader of RON.
fn piece() -> impl Strategy<Value = String> {
    const TOKENS: &[&str] = &[
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        "a",
        "b:",
        "c:",
        "d:",
        "\"",
        "'",
        "\\",
        "\"x\"",
        "r#",
        "r#\"",
        "\"#",
        "b\"",
        "//",
        "/*",
        "*/",
        "\n",
        "\r\n",
        "Some(",
        "None",
        "Open",
        "Each(",
        "Pair(",
        "Normal(",
        "1",
        "-",
        "1.5",
        "..",
        "true",
        "inf",
        "龙港",
        "\u{feff}",
        "\u{ff1a}",
        "#![enable(",
        "base:",
        "e\u{301}",
        "\0",
        "\t",
        "=",
        "mean: 1",
    ];
    prop_oneof![8 => prop::sample::select(TOKENS).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

/// The seed with some parts cut out or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let cut = (0..SEED.chars().count(), 0..6_usize, prop::collection::vec(piece(), 0..3));
    prop::collection::vec(cut, 0..5).prop_map(|cuts| {
        cuts.into_iter().fold(SEED.to_owned(), |text, (at, length, pieces)| {
            let characters: Vec<char> = text.chars().collect();
            let (before, rest) = characters.split_at(at.min(characters.len()));
            before.iter().chain(pieces.concat().chars().collect::<Vec<_>>().iter()).chain(rest.iter().skip(length)).collect()
        })
    })
}

/// A tree as RON text, with white space and comments here and there.
fn value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        any::<i32>().prop_map(|n| n.to_string()),
        any::<String>().prop_map(|text| ron::to_string(&text).unwrap()),
        Just("Open".to_owned()),
        Just("true".to_owned()),
        Just("r#\"a\"b\"#".to_owned()),
        Just("()".to_owned()),
    ];
    let name = prop_oneof![Just(""), Just("Each"), Just("r#a-b "), Just("龙")];
    scalar.prop_recursive(6, 40, 4, move |inner| {
        let fields = prop::collection::btree_map("[a-z]{1,3}", inner.clone(), 0..4);
        let entries = prop::collection::btree_map(any::<String>(), inner.clone(), 0..4);
        let items = prop::collection::vec(inner, 1..4);
        prop_oneof![
            (name.clone(), fields).prop_map(|(name, fields)| {
                let fields: Vec<String> = fields.into_iter().map(|(name, value)| format!("{name}: /* x */ {value}")).collect();
                format!("{name}({})", fields.join(", "))
            }),
            entries.prop_map(|entries| {
                let entries: Vec<String> =
                    entries.into_iter().map(|(key, value)| format!("{}:{value},\n", ron::to_string(&key).unwrap())).collect();
                format!("{{{}}}", entries.concat())
            }),
            (name.clone(), items.clone()).prop_map(|(name, items)| format!("{name}({},)", items.join(" , "))),
            items.prop_map(|items| format!("[ {} // x\n]", items.join(","))),
        ]
    })
}

/// Spans of values lie in each other and cover what was written.
fn check_spans(node: &Node) {
    let text = node.span.text();
    assert!(!text.is_empty() && text.trim() == text, "{text:?}");
    if let Body::Scalar(scalar) = &node.body {
        assert_eq!(text, scalar);
    }
    for child in node.items().iter().chain(node.entries().iter().map(|entry| &entry.value)) {
        assert!(node.span.start() < child.span.end() && child.span.end() <= node.span.end());
        check_spans(child);
    }
}

fn read_everything(text: &str, sets: &[String]) {
    let mut diagnostics = Diagnostics::new();
    if let Some(source) = Source::from_text("x.ron", text, &mut diagnostics) {
        check_spans(source.root());
        let source = source.with_sets(sets, &mut diagnostics).with_struct_variants(&["Normal"]);
        source.check_sections(&["a", "b", "c", "d"], &mut diagnostics);
        let city: Option<City> = source.whole(&mut diagnostics);
        assert!(city.is_some() || diagnostics.has_errors());
        let _: Option<City> = source.section("d", &mut diagnostics);
        for (path, _) in source.paths() {
            diagnostics.warning(&source, &path, "seen");
        }
    } else {
        assert!(diagnostics.has_errors());
    }
    for diagnostic in diagnostics.in_order() {
        for span in diagnostic.span.iter().chain(diagnostic.related.iter().map(|(span, _)| span)) {
            assert!(span.end() <= span.file.text.len() && span.text().len() == span.end() - span.start());
        }
    }
    assert_eq!(diagnostics.render(false).is_empty(), diagnostics.is_empty());
    diagnostics.problems();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(pieces in prop::collection::vec(piece(), 0..40)) {
        read_everything(&pieces.concat(), &[]);
    }

    #[test]
    fn any_change_of_a_good_text_is_read_or_refused(text in mutated()) {
        read_everything(&text, &[]);
    }

    #[test]
    fn any_setting_is_written_or_refused(path in r#"([abcd]|noise|"a\.b"|mean|[0-3]|\[[0-3]\]|\.|Normal|=){0,8}"#, pieces in prop::collection::vec(piece(), 0..6)) {
        read_everything(SEED, &[format!("{path}={}", pieces.concat()), pieces.concat()]);
    }

    #[test]
    fn canonical_text_says_the_same(value in value()) {
        let mut diagnostics = Diagnostics::new();
        let source = Source::from_text("x.ron", &format!("(a: {value})"), &mut diagnostics).expect("it is valid");
        prop_assert!(diagnostics.is_empty(), "{}", diagnostics.render(false));
        let again = Source::from_text("y.ron", &source.canonical(), &mut diagnostics).expect("canonical text is valid");
        prop_assert_eq!(again.root(), source.root());
        prop_assert_eq!(again.canonical(), source.canonical());
        prop_assert!(again.differences(&source).is_empty());
    }

    #[test]
    fn every_listed_path_leads_to_its_value(value in value()) {
        let mut diagnostics = Diagnostics::new();
        let source = Source::from_text("x.ron", &format!("(a: {value})"), &mut diagnostics).expect("it is valid");
        for (path, text) in source.paths() {
            let found = source.get(&path);
            prop_assert!(found.is_some_and(Node::is_empty), "{} = {}", path, text);
            let set = format!("{path}=(new: 1)");
            let changed = Source::from_text("x.ron", &format!("(a: {value})"), &mut diagnostics).unwrap().with_sets(&[set], &mut diagnostics);
            prop_assert!(changed.get(&path).is_some_and(|node| node.position("new").is_some()), "{}", diagnostics.render(false));
        }
    }
}

#[test]
fn a_map_of_50_000_entries_is_read() {
    let entries: String = (0..50_000).map(|i| format!("\"place {i}\": Open,\n")).collect();
    let mut diagnostics = Diagnostics::new();
    let source = Source::from_text("x.ron", &format!("(a: 1, c: {{{entries}}})"), &mut diagnostics).unwrap();
    let city: City = source.whole(&mut diagnostics).unwrap();
    assert_eq!(city.c.len(), 50_000);
}

#[test]
fn nesting_is_limited_everywhere() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{1:", "}"), ("Some(", ")"), ("(a:", ")"), ("/*", "*/"), ("{", "}")] {
        for depth in [100, 127, 130, 10_000] {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            read_everything(&format!("(d: {nested})"), &[]);
            read_everything(SEED, &[format!("a={nested}"), format!("a{}=1", "[0]".repeat(depth)), format!("a={nested}")]);
        }
    }
}
