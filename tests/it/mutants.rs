//! Whatever is done to a scenario file, `check` and `run` end with diagnostics or with a result: no panic, no hang.
//!
//! Shipped scenarios, made small, and a city with one of everything are broken in every way that comes to mind.
//! Inputs that once failed are kept in `tests/corpus/scenarios/` and tried again on every run.

use gridgov::metrics::{Collector, Dimensions};
use gridgov::report::Lang;
use gridgov::report::check;
use gridgov::scenario::{Loaded, load_text};
use gridgov::simulation::{Simulator, Stopped};
use proptest::prelude::*;
use std::path::Path;
use std::time::Instant;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/scenarios");

/// A case that takes longer hangs, even in a debug build on a busy machine: a million areas once took a minute.
const LONGEST_S: f64 = 400.0;

/// One of everything.
const EVERYTHING: &str = include_str!("../corpus/everything.ron");

fn shipped(name: &str, changes: &[(&str, &str)]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let text = std::fs::read_to_string(path).expect("it is shipped");
    changes.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{name} does not contain {from}");
        text.replace(from, to)
    })
}

fn seeds() -> Vec<String> {
    let longgang = shipped(
        "longgang.ron",
        &[
            ("places: (file: \"longgang-communities.csv\", level: \"community\"),", ""),
            ("count: 26, residents: (urban: \"30000..40000\", outer: \"10000..20000\")", "count: 4"),
            ("count: 102", "count: 9"),
            ("count: 484", "count: 12"),
            ("count: 469", "count: 10"),
            ("count: 15)", "count: 2)"),
            ("count: 3311", "count: 30"),
            ("\"190 /day\"", "\"30 /day\""),
            ("officers: 220", "officers: 40"),
            ("(\"35 /day\", \"260 /day\")", "(\"half\", \"double\")"),
            ("(\"110\", \"550\")", "(\"half\", \"double\")"),
            ("\"276 h\"", "\"40 h\""),
            ("days: 365, replications: 20", "days: 3, replications: 2"),
            ("\"city.places\":         (grade: A", "\"city.levels\": (grade: A"),
        ],
    );
    let county = shipped("county.ron", &[("count: 48", "count: 12"), ("    workforce:", "    run: (days: 3),\n    workforce:")]);
    vec![longgang.replace("\"city.levels\": (grade: A", "\"city.seed\": (grade: A"), county, EVERYTHING.to_owned(), GIVEN.to_owned()]
}

/// All that can be given instead of generated.
const GIVEN: &str = include_str!("../corpus/given.ron");

/// Whether a run of the scenario is short enough for a test.
fn is_small(loaded: &Loaded) -> bool {
    let model = &loaded.model;
    let surges: f64 = model.demand.surges.iter().map(|s| s.volume).fold(1.0, f64::max);
    let incidents: f64 = model.demand.categories.ids().map(|c| model.demand.expected_per_day(c)).sum::<f64>() * surges;
    let requests: f64 = model
        .structure
        .desks
        .iter()
        .filter_map(|d| Some(model.structure.kinds[d.kind as usize].requests.as_ref()?.per_day[d.cell as usize]))
        .sum();
    let pieces = loaded.scenario.demand.committed_work.as_ref().map_or(0.0, |w| w.crew_time_per_day.seconds() / w.job.mean().max(1.0));
    let days = f64::from(model.days) + model.drain.hours() / 24.0;
    let crews = model.workforce.crews.len() as f64;
    f64::from(model.days) * (incidents + requests + pieces) < 5_000.0 && crews * days < 20_000.0 && (incidents * crews) < 50_000.0
}

/// Does what `check` and `run` do; true if it came to a run.
fn survives(text: &str) -> bool {
    let begun = Instant::now();
    let ran = match load_text("mutant.ron", text) {
        Err(diagnostics) => {
            assert!(!diagnostics.render(false).is_empty());
            false
        }
        Ok(loaded) => {
            let report = check::inspect(&loaded, "mutant.ron");
            for lang in Lang::ALL {
                assert!(!check::text(&report, false, lang).is_empty());
            }
            let small = is_small(&loaded);
            if small {
                run(&loaded);
            }
            small
        }
    };
    let took = begun.elapsed().as_secs_f64();
    assert!(took < LONGEST_S, "it took {took:.0} s");
    ran
}

fn run(loaded: &Loaded) {
    let dimensions = Dimensions::of(&loaded.model);
    let mut collector = Collector::new(&dimensions);
    match Simulator::new(&loaded.model).replicate(0, &mut collector) {
        Ok(ending) => {
            let result = collector.finish(ending.end);
            let summary = gridgov::experiment::Summary::of(&dimensions, &[result], 0.95);
            let setup = gridgov::report::Setup::of(loaded, "mutant.ron", &[]);
            let text = gridgov::report::terminal::run(&setup, &summary, ending.digest, Lang::En);
            assert!(!text.is_empty());
        }
        Err(Stopped::Overflow { .. }) => {}
        Err(breach) => panic!("{breach}"),
    }
}

/// A piece of a scenario's text: a name, a number, a quoted text or a sign.
fn tokens(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let word = |c: char| c.is_alphanumeric() || "_.-".contains(c);
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            c if word(c) => rest.find(|c| !word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        if !rest.starts_with("//") && !first.is_whitespace() {
            found.push(at..at + length);
        }
        at += length;
    }
    found
}

/// The end of the value that begins at token `from`: the token after it.
fn end_of_value(text: &str, tokens: &[std::ops::Range<usize>], from: usize) -> usize {
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(from) {
        match &text[token.clone()] {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" if depth == 0 => return i,
            ")" | "]" | "}" => depth -= 1,
            "," if depth == 0 => return i,
            _ => {}
        }
    }
    tokens.len()
}

const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "NaN",
    "inf",
    "-inf",
    "1e300",
    "1e-300",
    "0.5",
    "1",
    "2",
    "3.7",
    "7",
    "1000000",
    "10000000",
    "100000000",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "1e9",
    "-0.0",
    "true",
    "\"x\"",
    "()",
    "[]",
    "{}",
    "None",
];

const TEXTS: &[&str] = &[
    "\"\"",
    "\"0 s\"",
    "\"1 s\"",
    "\"-1 min\"",
    "\"NaN h\"",
    "\"1e300 days\"",
    "\"1000 years\"",
    "\"365000 days\"",
    "\"1000000000 /day\"",
    "\"1e12 /day\"",
    "\"0 /day\"",
    "\"1 /year\"",
    "\"0.1 km/h\"",
    "\"1000 km/h\"",
    "\"00:00..24:00\"",
    "\"22:00..06:00\"",
    "\"08:00..08:00\"",
    "\"16:00..08:00\"",
    "\"08:00..08:01\"",
    "\"24:00..00:00\"",
    "\"0..0\"",
    "\"9..1\"",
    "\"2022-02-29\"",
    "\"9999-12-31\"",
    "\"2022-01-03..2022-01-01\"",
    "\"-9999-01-01\"",
    "\"13\"",
    "\"12..01\"",
    "\"10000 working days\"",
    "\"300000 working hours\"",
    "\"龙\"",
    "\"city\"",
    "\"a.b[0]=\"",
    "7",
];

#[derive(Clone, Copy, Debug)]
struct Change {
    kind: u8,
    at: u32,
    with: u32,
}

fn changed(text: &str, change: Change) -> String {
    let tokens = tokens(text);
    let (at, with) = (change.at as usize, change.with as usize);
    let replace = |range: std::ops::Range<usize>, by: &str| format!("{}{by}{}", &text[..range.start], &text[range.end..]);
    let nth = |wanted: &dyn Fn(usize, &str) -> bool| {
        let found: Vec<usize> = (0..tokens.len()).filter(|i| wanted(*i, &text[tokens[*i].clone()])).collect();
        (!found.is_empty()).then(|| found[at % found.len()])
    };
    let quoted = |t: &str| t.starts_with('"');
    let numeric = |t: &str| t.starts_with(|c: char| c.is_ascii_digit());
    let named = |i: usize, t: &str| {
        tokens.get(i + 1).is_some_and(|next| &text[next.clone()] == ":") && (quoted(t) || t.chars().all(|c| c == '_' || c.is_alphabetic()))
    };
    let text_of = |i: usize| text[tokens[i].clone()].to_owned();
    if tokens.is_empty() {
        return text.to_owned();
    }
    let result = match change.kind {
        0 => {
            let mut bytes = text.as_bytes().to_vec();
            let i = at % bytes.len();
            bytes[i] ^= 1 << (with % 8);
            return String::from_utf8_lossy(&bytes).into_owned();
        }
        1 => {
            let (a, b) = (at % tokens.len(), with % tokens.len());
            let (a, b) = (a.min(b), a.max(b));
            (a < b).then(|| {
                let (first, second) = (tokens[a].clone(), tokens[b].clone());
                format!("{}{}{}{}{}", &text[..first.start], text_of(b), &text[first.end..second.start], text_of(a), &text[second.end..])
            })
        }
        2..=4 => nth(&|_, t| numeric(t)).map(|i| replace(tokens[i].clone(), NUMBERS[with % NUMBERS.len()])),
        5..=7 => nth(&|i, t| quoted(t) && !named(i, t)).map(|i| replace(tokens[i].clone(), TEXTS[with % TEXTS.len()])),
        // A field, or an entry, is taken out or stands there twice.
        8..=10 => nth(&named).map(|i| {
            let end = tokens.get(end_of_value(text, &tokens, i)).map_or(text.len(), |t| t.end.min(text.len()));
            let field = text[tokens[i].start..end].to_owned();
            match change.kind {
                8 | 9 => replace(
                    tokens[i].start..end,
                    if field.ends_with([')', ']', '}']) && !field.ends_with("),") { &field[field.len() - 1..] } else { "" },
                ),
                _ => replace(tokens[i].start..tokens[i].start, &format!("{field}{}", if field.ends_with(',') { " " } else { ", " })),
            }
        }),
        // A name from elsewhere.
        11 | 12 => nth(&|_, t| quoted(t)).and_then(|i| {
            let names: Vec<usize> = (0..tokens.len()).filter(|i| quoted(&text[tokens[*i].clone()])).collect();
            Some(replace(tokens[i].clone(), &text_of(*names.get(with % names.len())?)))
        }),
        // An empty map, list or tuple, or one value instead.
        13 => nth(&|_, t| matches!(t, "{" | "[" | "(")).map(|i| {
            let close = end_of_value(text, &tokens, i + 1).min(tokens.len() - 1);
            replace(tokens[i].end..tokens[close].start, "")
        }),
        // A range the other way round.
        14 => nth(&|_, t| quoted(t) && t.contains("..")).map(|i| {
            let inner = text_of(i).trim_matches('"').to_owned();
            let (from, to) = inner.split_once("..").unwrap_or((&inner, ""));
            replace(tokens[i].clone(), &format!("\"{to}..{from}\""))
        }),
        // A name misspelt.
        _ => nth(&named).map(|i| {
            let name = text_of(i);
            let cut = name.char_indices().nth(with % name.chars().count()).map_or(0, |(at, _)| at);
            replace(tokens[i].clone(), &format!("{}x{}", &name[..cut], &name[cut..]))
        }),
    };
    result.unwrap_or_else(|| text.to_owned())
}

fn mutant() -> impl Strategy<Value = String> {
    let change = (0..17_u8, any::<u32>(), any::<u32>()).prop_map(|(kind, at, with)| Change { kind, at, with });
    let changes = prop::collection::vec(change, 1..4);
    (prop::sample::select(seeds()), changes)
        .prop_map(|(seed, changes)| changes.into_iter().fold(seed, |text, change| changed(&text, change)))
}

fn cases() -> u32 {
    std::env::var("GRIDGOV_MUTANTS").ok().and_then(|n| n.parse().ok()).unwrap_or(300)
}

#[test]
fn mutants_of_scenarios_are_refused_or_run() {
    let config = ProptestConfig { cases: cases(), failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() };
    proptest!(config, |(text in mutant())| {
        let caught = std::panic::catch_unwind(|| survives(&text));
        if caught.is_err() && std::env::var_os("GRIDGOV_MUTANTS").is_some() {
            let digest = text.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
            std::fs::write(format!("{CORPUS}/{digest:08x}.ron"), &text).expect("the corpus can be written");
        }
        prop_assert!(caught.is_ok(), "{text}");
    });
}

#[test]
fn the_seeds_of_the_mutants_run() {
    for seed in seeds() {
        if let Err(diagnostics) = load_text("seed.ron", &seed) {
            panic!("{}", diagnostics.render(false));
        }
        assert!(survives(&seed));
    }
}

#[test]
fn inputs_that_once_failed_are_refused_or_run() {
    let mut tried = 0;
    for entry in std::fs::read_dir(CORPUS).expect("the corpus can be read") {
        let path = entry.expect("its entries can be read").path();
        survives(&String::from_utf8_lossy(&std::fs::read(&path).expect("it can be read")));
        tried += 1;
    }
    assert!(tried > 0);
}
