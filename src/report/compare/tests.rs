//! A whole comparison of two small arms, in both languages and as a document.

use super::*;
use crate::experiment::compare::Enough;
use crate::experiment::compare::doubt::{Sample, assumptions};
use crate::experiment::{Plan, Runner};
use crate::report::layout;
use crate::scenario::load_text;
use crate::stats::{Difference, Halves};
use serde_json::Value;
use std::sync::atomic::AtomicBool;

fn arm(name: &str, zh: &str, officers: u32, turnout: &str) -> Arm {
    let text = format!(
        r#"(name: "{name}", zh: "{zh}", about: "for a test",
            city: Generated(residents: 30_000, area_km2: 20, levels: [
                (name: "governance_unit", zh: "单元", count: 2), (name: "community", zh: "社区", count: 12), (name: "grid", count: 24)]),
            demand: (volume: "60 /day", categories: {{ "noise": (zh: "噪声", share: 2), "parking": (zh: "停车") }}),
            structure: (intake: {{ "report": ["platform"] }}, desks: {{ "platform": (staff: [("00:00..24:00", 2)],
                receipt: LogNormal(median: "20 s", p90: "45 s"), triage: LogNormal(median: "1 min", p90: "3 min")) }}),
            workforce: (crews: {{ "patrol": (zh: "班组", officers: {officers}, based: Each("governance_unit"),
                accept: LogNormal(median: "20 s", p90: "60 s"), turnout: {turnout}) }}),
            run: (days: 8),
            provenance: {{ "workforce.crews.patrol": (grade: C, source: "a guess") }},
        )"#
    );
    Arm::of(load_text("small.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))), "small.ron".to_owned(), Vec::new())
}

fn with_comparison(arms: &[Arm], see: impl FnOnce(&Compared)) {
    let runner = Runner { threads: 2, progress: &|_| (), stop: &AtomicBool::new(false), known: &[] };
    let enough = Enough { plan: Plan::fixed(4), half_width: None };
    let mut runs = Runs::new(arms, true, enough.plan, 0.95);
    let stopping = runs.replicate(enough, &runner, |_| ()).unwrap();
    let mut found = Compared::of(&runs, stopping, assumptions(arms), vec!["small.ron".to_owned()]);
    let sample = Sample { draws: 8, days: 2, replication: 0, seed: 1 };
    found.doubt = (!found.assumptions.is_empty()).then(|| runs.doubt(&found.assumptions, sample, None, &runner).unwrap());
    see(&found);
}

#[test]
fn no_letter_comes_twice() {
    assert_eq!([0, 1, 25, 26, 27, 51, 52, 701, 702].map(letter), ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
}

#[test]
fn a_margin_is_told_as_it_was_set() {
    assert_eq!([0.01, 0.2, 0.0025, -0.0025, 0.00125, 0.0125].map(margin), ["1.0", "20.0", "0.25", "0.25", "0.125", "1.25"]);
}

fn three() -> [Arm; 3] {
    let quick = r#"LogNormal(median: "1 min", p90: "2 min")"#;
    let slow = r#"LogNormal(median: "20 min", p90: "40 min")"#;
    [arm("flat", "扁平", 60, quick), arm("slow", "缓慢", 60, slow), arm("thin", "精简", 30, quick)]
}

#[test]
fn the_report_speaks_both_languages_and_fits_the_terminal() {
    with_comparison(&three(), |found| {
        for lang in Lang::ALL {
            let text = anstream::adapter::strip_str(&compare(found, lang)).to_string();
            for line in text.lines() {
                assert!(layout::width(line) <= layout::WIDTH, "too wide: {line}");
            }
            let all = found.differences.iter().filter(|judged| judged.position == 1).count();
            let table = text.split_once(lang.t("\nDifferences\n", "\n差异\n")).unwrap().1.split("\n\n").next().unwrap();
            let hidden = all - table.lines().filter(|line| line.starts_with("  B − A")).count();
            assert!(hidden > 0, "{text}");
            let hidden = lang.text(format!("Not shown: {hidden} measures; --json and --out hold all."), format!("另有 {hidden} 项指标"));
            assert!(text.replace("\n  ", lang.t(" ", "")).contains(&hidden), "{hidden} is not in\n{text}");
            for said in
                [lang.t("worse, by more than the margin", "更差，超过"), "workforce.crews.patrol.turnout", lang.t("emergent", "涌现")]
            {
                // Lines of Chinese break between any two characters.
                let unbroken = text.replace("\n  ", "");
                assert!(text.contains(said) || unbroken.contains(said), "{said} is not in\n{text}");
            }
        }
        let english = compare(found, Lang::En);
        assert!(english.contains("The sign holds in 6 of 6\n  joint draws (100%) of the 2 assumptions"), "{english}");
        assert!(english.contains("(no difference at all in 2 more)"), "{english}");
    });
}

#[test]
fn draws_are_told_of_the_pairs_that_they_are_about() {
    with_comparison(&three(), |found| {
        let unbroken = |found: &Compared, lang: Lang| {
            let text = anstream::adapter::strip_str(&compare(found, lang)).to_string();
            text.split_whitespace().collect::<Vec<_>>().join(lang.t(" ", ""))
        };
        let pairs = &found.doubt.as_ref().unwrap().pairs;
        assert!(pairs[0].share.is_some() && pairs[1].share.is_none(), "the thin arm has the turnout of the flat one: {pairs:?}");
        for (lang, said) in [(Lang::En, "that is drawn differs between the two"), (Lang::Zh, "二者之间没有须抽样的不同假设")]
        {
            let text = unbroken(found, lang);
            assert!(text.contains(said) && !text.contains("the 0 assumptions"), "{text}");
        }
        let mut short = Compared::of(found.runs, found.stopping.clone(), found.assumptions.clone(), Vec::new());
        short.doubt.clone_from(&found.doubt);
        let held = &mut short.doubt.as_mut().unwrap().pairs[0];
        held.share = None;
        for (lang, said) in [(Lang::En, "2 days is too little to show the difference"), (Lang::Zh, "单次2天的重复太短")] {
            let text = unbroken(&short, lang);
            assert!(text.contains(said) && !text.contains(lang.t("it depends on them", "取决于这些假设")), "{text}");
        }
    });
}

#[test]
fn a_difference_that_vanishes_in_every_draw_is_told() {
    with_comparison(&three(), |found| {
        let mut tied = Compared::of(found.runs, found.stopping.clone(), found.assumptions.clone(), Vec::new());
        tied.doubt.clone_from(&found.doubt);
        let held = &mut tied.doubt.as_mut().unwrap().pairs[0];
        (held.held, held.of, held.ties, held.share) = (0, 0, 8, None);
        for (lang, said, wrong) in [
            (Lang::En, "But there is no difference at all in any of 8 joint draws of the 2 assumptions", "too little"),
            (Lang::Zh, "但对二者不同的2项假设联合抽样8次，均毫无差异：结论取决于这些假设。", "重复太短"),
        ] {
            let text = anstream::adapter::strip_str(&compare(&tied, lang)).to_string();
            let text = text.split_whitespace().collect::<Vec<_>>().join(lang.t(" ", ""));
            assert!(text.contains(said) && !text.contains(wrong), "{text}");
        }
    });
}

#[test]
fn draws_that_were_interrupted_say_nothing_about_the_sign() {
    let arms = three();
    with_comparison(&arms, |found| {
        let stopped = Runner { threads: 1, progress: &|_| (), stop: &AtomicBool::new(true), known: &[] };
        let sample = Sample { draws: 8, days: 2, replication: 0, seed: 1 };
        let mut doubt = found.runs.doubt(&found.assumptions, sample, None, &stopped).unwrap();
        doubt.interrupted = true;
        for held in &mut doubt.pairs {
            (held.estimate, held.held, held.of, held.ties, held.share) = (0.1, 0, 0, 0, None);
        }
        let mut cut = Compared::of(found.runs, found.stopping.clone(), found.assumptions.clone(), Vec::new());
        cut.doubt = Some(doubt);
        for (lang, said, wrong) in [(Lang::En, "that was interrupted", "no sign"), (Lang::Zh, "抽样被中断", "差异为零")] {
            let text = compare(&cut, lang).replace("\n  ", if lang == Lang::En { " " } else { "" });
            assert!(text.contains(said) && !text.contains(wrong), "{text}");
        }
    });
}

#[test]
fn what_was_interrupted_is_said_in_the_sentence_itself() {
    with_comparison(&three(), |found| {
        let mut cut = Compared::of(found.runs, found.stopping.clone(), found.assumptions.clone(), Vec::new());
        cut.doubt.clone_from(&found.doubt);
        let doubt = cut.doubt.as_mut().unwrap();
        (doubt.interrupted, doubt.sample.draws, doubt.drawn.sample.draws) = (true, 8, 200);
        cut.stopping.reason = crate::experiment::Reason::Interrupted;
        let [whole, document] = [compare_json(found), compare_json(&cut)];
        for (lang, draws, replications) in [
            ("en", "Interrupted: only 8 of the 200 joint draws planned were made.", "4 replications, interrupted)"),
            ("zh", "已中断：计划联合抽样 200 次，仅完成 8 次。", "4 次重复，已中断）"),
        ] {
            let said = document["sentences"][0][lang].as_str().unwrap();
            assert!(said.contains(draws) && said.contains(replications), "{said}");
            let whole = whole["sentences"][0][lang].as_str().unwrap();
            assert!(!whole.to_lowercase().contains("interrupted") && !whole.contains("中断"), "{whole}");
        }
        let brief = anstream::adapter::strip_str(&brief(&cut, Lang::En)).to_string();
        assert!(brief.split_whitespace().collect::<Vec<_>>().join(" ").contains("only 8 of the 200 joint draws planned"), "{brief}");
    });
}

#[test]
fn shared_luck_is_praised_only_where_it_helped() {
    with_comparison(&three(), |found| {
        let told = |ratio: Option<f64>| {
            let mut one = Compared::of(found.runs, found.stopping.clone(), Vec::new(), Vec::new());
            let label = |position: usize| one.arm(position).label.name.clone();
            let pairing = |variance_ratio| Pairing { arm: label(1), against: label(0), correlation: -0.5, variance_ratio };
            one.pairing = ratio.map(pairing).into_iter().collect();
            let text = anstream::adapter::strip_str(&compare(&one, Lang::En)).to_string();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert!(told(Some(0.2)).contains("differences are far surer") && told(Some(0.2)).contains("saved 80% of the variance"));
        assert!(told(Some(0.8)).contains("differences are surer") && told(Some(0.8)).contains("(correlation −0.50)"));
        assert!(!told(Some(1.4)).contains("surer") && told(Some(1.4)).contains("cost 40% more variance"));
        assert!(!told(None).contains("surer"));
    });
}

#[test]
fn an_assumption_that_arms_share_is_drawn_once_and_people_are_not_drawn() {
    with_comparison(&three(), |found| {
        let drawn: Vec<(&str, &[usize])> = found.assumptions.iter().map(|a| (a.factor.path.as_str(), &a.arms[..])).collect();
        assert_eq!(drawn, [("workforce.crews.patrol.turnout", &[0, 2][..]), ("workforce.crews.patrol.turnout", &[1][..])]);
    });
}

#[test]
fn parts_add_up_and_an_arm_against_itself_is_equal_to_the_last_bit() {
    let quick = r#"LogNormal(median: "1 min", p90: "2 min")"#;
    with_comparison(&[arm("one", "一", 30, quick), arm("two", "二", 30, quick)], |found| {
        assert!(found.identical && found.assumptions.is_empty());
        for judged in &found.differences {
            assert_eq!((judged.estimate, judged.lower, judged.upper), (0.0, Some(0.0), Some(0.0)), "{}", judged.measure);
            assert_eq!(judged.verdict, crate::experiment::compare::Verdict::Equal, "{}", judged.measure);
        }
    });
    with_comparison(&three(), |found| {
        for parts in &found.parts {
            let sum: f64 = parts.segments.iter().map(|part| part.estimate).sum();
            assert!((sum - parts.response.estimate).abs() < 1e-6, "{sum} is not {}", parts.response.estimate);
            assert!((parts.assumed.estimate + parts.emergent.estimate - parts.response.estimate).abs() < 1e-6);
        }
        let turnout = found.parts[0].segments.iter().find(|part| part.part == "turnout_s").unwrap();
        assert!(turnout.estimate > 600.0, "the slow arm turns out later");
    });
}

#[test]
fn what_the_worst_tenth_attains_is_a_share() {
    let turnout = |median: u32| format!(r#"LogNormal(median: "{median} min", p90: "{} min")"#, 2 * median);
    with_comparison(&[arm("quick", "快", 60, &turnout(1)), arm("slower", "慢", 60, &turnout(10))], |found| {
        let equity = found.equity.as_ref().unwrap();
        let ends: Vec<f64> = equity.arms.iter().filter_map(|arm| arm.worst_decile?.upper).collect();
        assert!(ends.contains(&1.0) && ends.iter().all(|end| *end <= 1.0), "{ends:?}");
        assert!(equity.arms.iter().all(|arm| arm.gap.is_some_and(|gap| gap.upper <= Some(1.0))), "{:?}", equity.arms);
    });
}

#[test]
fn intervals_of_equity_allow_for_halves_that_order_each_other() {
    with_comparison(&three(), |found| {
        let (equity, worst) = (found.equity.as_ref().unwrap(), found.runs.worst_deciles().unwrap());
        let of = |values: &[f64]| Halves::of(values.iter().copied().map(Some)).interval(0.95).of_share();
        for (arm, values) in equity.arms.iter().zip(&worst) {
            let told = arm.worst_decile.unwrap();
            assert_eq!((told.lower, told.upper), (Some(of(values).lower), Some(of(values).upper)), "{}", arm.arm);
        }
        let differences = equity.differences.iter().filter(|difference| difference.measure == "worst_decile");
        for (told, values) in differences.zip(&worst[1..]) {
            let interval = Difference::of_halves(values, &worst[0], true).unwrap().interval(0.95).of_shares();
            assert_eq!((told.estimate, told.lower), (interval.estimate, Some(interval.lower)), "{}", told.arm);
        }
    });
}

#[test]
fn every_field_of_the_document_is_documented() {
    let documented = include_str!("../../../docs/json.md");
    with_comparison(&three(), |found| {
        let document = compare_json(found);
        let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
        assert_eq!(keys[0], "schema");
        assert_eq!(document["traces_identical"], true);
        for field in ["arm", "against", "measure", "estimate", "lower", "upper", "verdict"] {
            assert!(!document["differences"][0][field].is_null(), "{field}");
        }
        let mut keys = Vec::new();
        collect(&document, &mut keys);
        keys.sort();
        keys.dedup();
        let missing: Vec<&String> = keys.iter().filter(|key| !documented.contains(&format!("`{key}`"))).collect();
        assert!(missing.is_empty(), "not in docs/json.md: {missing:?}");
        let rows = String::from_utf8(replications_table(found).csv()).unwrap();
        assert_eq!(rows.lines().count(), 1 + 3 * 4 * crate::experiment::MEASURES.len());
    });
}

fn collect(value: &Value, keys: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, field)| {
            collect(field, keys);
            keys.push(key.clone());
        }),
        Value::Array(items) => items.iter().for_each(|item| collect(item, keys)),
        _ => {}
    }
}
