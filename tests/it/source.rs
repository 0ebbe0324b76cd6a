//! What a user sees when a scenario file is wrong: snapshots of the diagnostics, one mistake each.

use gridgov::scenario::{Diagnostics, Source};
use indexmap::IndexMap;
use insta::assert_snapshot;
use serde::Deserialize;

/// A part of a whole, refused out of bounds as the real quantities are.
#[derive(Debug, Deserialize)]
#[serde(try_from = "f64")]
struct Share(#[allow(dead_code)] f64);

impl TryFrom<f64> for Share {
    type Error = String;
    fn try_from(value: f64) -> Result<Share, String> {
        if (0.0..=1.0).contains(&value) { Ok(Share(value)) } else { Err(format!("{value} must lie between 0 and 1")) }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Category {
    share: Share,
    #[serde(default)]
    priority: u8,
    #[serde(default)]
    zh: Option<String>,
    #[serde(default)]
    on_scene: Option<Time>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
enum Time {
    Fixed(f64),
    LogNormal { median: String, p90: String },
    Peaks(Vec<(String, f64)>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Demand {
    volume: String,
    #[serde(default)]
    season: Vec<f64>,
    #[serde(default)]
    categories: IndexMap<String, Category>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
enum Rule {
    #[default]
    Nearest,
    ClosestIdle {
        #[serde(default)]
        reach: u32,
    },
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dispatch {
    #[serde(default)]
    rule: Rule,
    #[serde(default)]
    return_home: bool,
}

const SECTIONS: [&str; 4] = ["schema", "name", "demand", "dispatch"];

fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<(Option<Demand>, Option<Dispatch>)> {
    source.check_sections(&SECTIONS, diagnostics);
    let demand = source.section("demand", diagnostics);
    let dispatch = source.section_or_default("dispatch", diagnostics);
    Some((demand, dispatch))
}

/// Reads a text and `--set` arguments, expecting problems.
fn problems_with(text: &str, sets: &[&str]) -> String {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let mut diagnostics = Diagnostics::new();
    Source::from_text("city.ron", text, &mut diagnostics)
        .map(|source| source.with_sets(&sets, &mut diagnostics).with_struct_variants(&["ClosestIdle"]))
        .and_then(|source| read(&source, &mut diagnostics));
    assert!(diagnostics.has_errors(), "nothing was found wrong with {text}");
    diagnostics.render(false)
}

fn problems(text: &str) -> String {
    problems_with(text, &[])
}

fn demand(text: &str) -> String {
    problems(&format!("(\n    demand: (\n        volume: \"190 /day\",\n        {text}\n    ),\n)\n"))
}

const GOOD: &str = r#"(
    schema: 1,
    demand: (
        volume: "190 /day",
        season: [0.9, 1.1],
        categories: {
            "noise": (share: 0.4, zh: "噪声"),
            "road.works": (share: 0.6, on_scene: LogNormal(median: "20 min", p90: "60 min")),
        },
    ),
    dispatch: (rule: ClosestIdle),
)
"#;

fn good(sets: &[&str]) -> Source {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let mut diagnostics = Diagnostics::new();
    let source = Source::from_text("city.ron", GOOD, &mut diagnostics).unwrap().with_sets(&sets, &mut diagnostics);
    let source = source.with_struct_variants(&["ClosestIdle"]);
    read(&source, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(false));
    source
}

#[test]
fn misspelt_field() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, priorty: 2)},"#), @"");
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
)"#), @"");
}

#[test]
fn number_out_of_bounds_after_chinese_text() {
    assert_snapshot!(demand(r#"categories: {"噪声": (zh: "噪声扰民", share: 1.4)},"#), @"");
}

#[test]
fn missing_field() {
    assert_snapshot!(demand("categories: {\n            \"noise\": (\n                priority: 1,\n            ),\n        },"), @"");
}

#[test]
fn missing_section() {
    assert_snapshot!(problems("(schema: 1)"), @"");
}

#[test]
fn text_where_a_number_is_wanted() {
    assert_snapshot!(demand(r#"season: [0.9, "1.0"],"#), @"");
}

#[test]
fn number_where_text_is_wanted() {
    assert_snapshot!(problems("(demand: (volume: 190))"), @"");
}

#[test]
fn fraction_where_a_whole_number_is_wanted() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, priority: 2.5)},"#), @"");
}

#[test]
fn whole_number_too_large() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, priority: 256)},"#), @"");
}

#[test]
fn negative_where_a_count_is_wanted() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, priority: -1)},"#), @"");
}

#[test]
fn bare_name_where_text_is_wanted() {
    assert_snapshot!(problems("(demand: (volume: Many))"), @"");
}

#[test]
fn text_where_a_bare_name_is_wanted() {
    assert_snapshot!(problems("(demand: (volume: \"1 /day\"), dispatch: (rule: \"ClosestIdle\"))"), @"");
}

#[test]
fn brackets_after_a_name_that_takes_none() {
    assert_snapshot!(problems("(demand: (volume: \"1 /day\"), dispatch: (rule: Nearest(reach: 3)))"), @"");
}

#[test]
fn misspelt_field_of_a_rule() {
    assert_snapshot!(problems("(demand: (volume: \"1 /day\"), dispatch: (rule: ClosestIdle(raech: 3)))"), @"");
}

#[test]
fn variant_that_needs_brackets() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: LogNormal)},"#), @"");
}

#[test]
fn pair_with_three_values() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: Peaks([("8:00", 1.0), ("9:00", 1.0, 2.0)]))},"#), @"");
}

#[test]
fn pair_with_one_value() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1, on_scene: Peaks([("8:00", 1.0), ("9:00",)]))},"#), @"");
}

#[test]
fn list_where_a_map_is_wanted() {
    assert_snapshot!(demand(r#"categories: [],"#), @"");
}

#[test]
fn struct_where_a_map_is_wanted() {
    assert_snapshot!(demand(r#"categories: (noise: (share: 0.1)),"#), @"");
}

#[test]
fn map_where_a_struct_is_wanted() {
    assert_snapshot!(demand(r#"categories: {"noise": {"share": 0.1}},"#), @"");
}

#[test]
fn map_key_without_quotes() {
    assert_snapshot!(demand(r#"categories: {noise: (share: 0.1)},"#), @"");
}

#[test]
fn duplicate_names() {
    assert_snapshot!(demand(r#"categories: {"noise": (share: 0.1), "waste": (share: 0.1, share: 0.2), "noise": (share: 0.3)},"#), @"");
}

#[test]
fn missing_comma() {
    assert_snapshot!(problems("(\n    schema: 1\n    demand: (volume: \"1 /day\"),\n)"), @"");
}

#[test]
fn full_width_punctuation() {
    assert_snapshot!(problems("(demand\u{ff1a} (volume: \"1 /day\"))"), @"");
}

#[test]
fn equals_sign_instead_of_colon() {
    assert_snapshot!(problems("(demand = (volume: \"1 /day\"))"), @"");
}

#[test]
fn text_with_a_unit_but_no_quotes() {
    assert_snapshot!(problems("(demand: (volume: 190 /day))"), @"");
}

#[test]
fn name_with_a_dash_but_no_quotes() {
    assert_snapshot!(problems("(demand: (volume: micro-grid))"), @"");
}

#[test]
fn bracket_never_closed() {
    assert_snapshot!(problems("(\n    demand: (volume: \"1 /day\",\n"), @"");
}

#[test]
fn wrong_closing_bracket() {
    assert_snapshot!(problems("(demand: (season: [1.0, 2.0)))"), @"");
}

#[test]
fn text_never_closed() {
    assert_snapshot!(problems("(\r\n    name: \"Longgang,\r\n    schema: 1,\r\n)\r\n"), @"");
}

#[test]
fn comment_never_closed() {
    assert_snapshot!(problems("( /* a /* b */ schema: 1)"), @"");
}

#[test]
fn bad_escape() {
    assert_snapshot!(problems(r#"(name: "a\q")"#), @"");
}

#[test]
fn empty_file() {
    assert_snapshot!(problems("// nothing\n"), @"");
}

#[test]
fn something_after_the_end() {
    assert_snapshot!(problems("(schema: 1)\n(schema: 2)"), @"");
}

#[test]
fn no_struct() {
    assert_snapshot!(problems("[1, 2]"), @"");
}

#[test]
fn too_deep() {
    assert_snapshot!(problems(&format!("(schema: {})", "[".repeat(200))).lines().next().unwrap(), @"");
    let deep = format!("(schema: {}{})", "Some(".repeat(100_000), ")".repeat(100_000));
    assert!(problems(&deep).contains("more than 128 deep"));
}

#[test]
fn foreign_extension() {
    assert_snapshot!(problems("#![enable(implicit_some)]\n#![enable(unwrap_variant_newtypes)]\n(schema: 1)"), @"");
}

#[test]
fn set_below_a_name_that_does_not_exist() {
    assert_snapshot!(problems_with(GOOD, &["demand.categories.nose.share=0.2"]), @"");
}

#[test]
fn set_without_the_sections_name() {
    assert_snapshot!(problems_with(GOOD, &["season[0]=2"]), @"");
}

#[test]
fn set_beyond_a_list() {
    assert_snapshot!(problems_with(GOOD, &["demand.season[2]=1.0"]), @"");
}

#[test]
fn set_below_a_number() {
    assert_snapshot!(problems_with(GOOD, &["schema.version.major=1"]), @"");
}

#[test]
fn set_a_wrong_value() {
    assert_snapshot!(problems_with(GOOD, &["schema=1", "demand.categories.\"road.works\".share=high"]), @"");
}

#[test]
fn set_a_misspelt_field() {
    assert_snapshot!(problems_with(GOOD, &["demand.categories.noise.priorty=1"]), @"");
}

#[test]
fn set_broken_ron() {
    assert_snapshot!(problems_with(GOOD, &["demand.season=[1.0, 2.0"]), @"");
}

#[test]
fn set_without_a_value() {
    assert_snapshot!(problems_with(GOOD, &["demand.season"]), @"");
}

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
    assert_snapshot!(first, @"");
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
    assert_snapshot!(found.join("\n"), @"");
    assert!(base.differences(&base).is_empty());
}

#[test]
fn a_semantic_problem_is_shown_where_its_setting_or_what_holds_it_stands() {
    let source = good(&[]);
    let mut diagnostics = Diagnostics::new();
    diagnostics.error(&source, "demand.categories.noise.share", "shares add up to 1.4").help.push("they must add up to 1".to_owned());
    diagnostics.warning(&source, "demand.categories.noise.close_within", "there is no limit");
    assert_snapshot!(diagnostics.render(false), @"");
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
    assert_snapshot!(json, @"");
}

/// A folder of scenario files; snapshots show it as DIR.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(files: &[(&str, &[u8])]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            std::fs::create_dir_all(folder.path(name).parent().unwrap()).unwrap();
            std::fs::write(folder.path(name), bytes).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn load(&self, name: &str) -> (Option<Source>, String) {
        let mut diagnostics = Diagnostics::new();
        let source = Source::load(&self.path(name), &[], &mut diagnostics);
        if let Some(source) = &source {
            read(source, &mut diagnostics);
        }
        let folder = self.0.path().display().to_string();
        (source, diagnostics.render(false).replace(&folder, "DIR").replace('\\', "/"))
    }
}

#[test]
fn overlays_merge_by_name_and_replace_the_rest() {
    let folder = Folder::with(&[
        ("base.ron", GOOD.as_bytes()),
        ("middle.ron", br#"(base: "base.ron", demand: (categories: {"noise": (share: 0.3), "waste": (share: 0.1)}))"#),
        ("sub/top.ron", br#"(base: "../middle.ron", demand: (season: [2.0]), dispatch: (rule: Nearest))"#),
    ]);
    let (source, problems) = folder.load("sub/top.ron");
    let source = source.unwrap();
    assert_eq!(problems, "");
    assert_snapshot!(source.canonical(), @"");
    let names: Vec<&str> = source.files().map(|(name, _)| name.rsplit(['/', '\\']).next().unwrap()).collect();
    assert_eq!(names, ["top.ron", "middle.ron", "base.ron"]);
    assert!(source.files().all(|(_, sha256)| sha256.len() == 64));
    assert_eq!(source.at("demand.categories.noise.share").file.name, folder.path("sub/../middle.ron").display().to_string());
}

#[test]
fn a_mistake_in_the_base_is_shown_in_the_base() {
    let folder = Folder::with(&[
        ("base.ron", b"(\n    demand: (volume: 190),\n)"),
        ("top.ron", b"(\n    base: \"base.ron\",\n    demand: (seson: [1.0]),\n)"),
    ]);
    assert_snapshot!(folder.load("top.ron").1, @"");
}

#[test]
fn base_that_does_not_exist() {
    let folder = Folder::with(&[("base.ron", GOOD.as_bytes()), ("top.ron", b"(base: \"bsae.ron\")")]);
    assert_snapshot!(folder.load("top.ron").1, @"");
}

#[test]
fn bases_in_a_circle() {
    let folder = Folder::with(&[("a.ron", b"(base: \"b.ron\")"), ("b.ron", b"(base: \"./a.ron\")")]);
    assert_snapshot!(folder.load("a.ron").1, @"");
}

#[test]
fn base_that_is_no_text() {
    let folder = Folder::with(&[("a.ron", b"(base: File(\"b.ron\"))")]);
    assert_snapshot!(folder.load("a.ron").1, @"");
}

#[test]
fn files_that_cannot_be_read() {
    let folder = Folder::with(&[
        ("latin.ron", b"(\n name: \"caf\xe9\")"),
        ("utf16.ron", b"\xff\xfe(\0)\0"),
        ("empty.ron", b""),
        ("sub/a.ron", b"()"),
    ]);
    let shown: Vec<String> = ["latin.ron", "utf16.ron", "empty.ron", "sub", "lattin.ron", "sub/zzzzzzz.ron", "nowhere/a.ron"]
        .iter()
        .map(|name| folder.load(name).1)
        .collect();
    assert_snapshot!(shown.join("\n\n"), @"");
}

#[test]
fn files_over_64_mb_are_refused() {
    let folder = Folder::with(&[]);
    std::fs::File::create(folder.path("huge.ron")).unwrap().set_len(gridgov::scenario::MAX_BYTES + 1).unwrap();
    assert_snapshot!(folder.load("huge.ron").1, @"");
}

#[test]
fn a_named_file_is_read_from_the_folder_it_is_named_in() {
    let folder = Folder::with(&[
        ("data/places.csv", "name\n龙港\n".as_bytes()),
        ("data/base.ron", br#"(places: File("places.csv"), people: File("peple.csv"))"#),
        ("data/people.csv", b""),
        ("top.ron", br#"(base: "data/base.ron")"#),
    ]);
    let mut diagnostics = Diagnostics::new();
    let mut source = Source::load(&folder.path("top.ron"), &[], &mut diagnostics).unwrap();
    assert_eq!(source.open("places", &mut diagnostics).unwrap().text, "name\n龙港\n");
    assert_eq!(source.files().count(), 3);
    assert!(diagnostics.is_empty());
    assert!(source.open("people", &mut diagnostics).is_none());
    let problem = &diagnostics.problems()[0];
    assert!(problem.help[0].contains("people.csv"), "{problem:?}");
    assert!(problem.file.as_ref().unwrap().ends_with("base.ron"), "{problem:?}");
}
