//! The text as a whole: width, languages, what must be said.

use super::*;
use crate::experiment::Draws;
use crate::report::layout::{WIDTH, width};
use crate::report::sample::{setup, summary};

fn plain(setup: &Setup, summary: &Summary, lang: Lang) -> String {
    anstream::adapter::strip_str(&run(setup, summary, 0xABCD, lang)).to_string()
}

#[test]
fn no_line_is_wider_than_a_hundred_columns() {
    for lang in Lang::ALL {
        for line in plain(&setup(), &summary(), lang).lines() {
            assert!(width(line) <= WIDTH, "{} columns: {line}", width(line));
            assert_eq!(line, line.trim_end(), "trailing spaces: {line:?}");
        }
    }
}

#[test]
fn both_languages_say_the_same_things() {
    let numbers = |text: &str| {
        let part = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let mut numbers: Vec<String> =
            text.split(|c| !part(c)).map(|n| n.trim_matches(['.', ',']).to_owned()).filter(|n| !n.is_empty()).collect();
        numbers.sort_unstable();
        numbers
    };
    let mut summary = summary();
    // Names hold digits of their own, and long ones are cut at different places.
    summary.breakdowns.retain(|b| b.dimension != "level" && b.dimension != "category");
    summary.collapses.iter_mut().chain(&mut summary.overloads).for_each(|c| c.place = None);
    let mut setup = setup();
    setup.name = Default::default();
    // Chinese counts in ten thousands.
    (setup.staffing.posts_per_10000, setup.staffing.cost_per_year) = (None, None);
    let (en, zh) = (plain(&setup, &summary, Lang::En), plain(&setup, &summary, Lang::Zh));
    let headings = |text: &str| text.lines().filter(|l| !l.starts_with(' ') && !l.is_empty()).count();
    assert_eq!(headings(&en), headings(&zh));
    assert_eq!(numbers(&en), numbers(&zh));
}

#[test]
fn where_nobody_lives_no_residents_are_told() {
    for (lang, word) in [(Lang::En, "resident"), (Lang::Zh, "居民")] {
        let mut setup = setup();
        assert!(plain(&setup, &summary(), lang).contains(word));
        (setup.residents, setup.staffing.posts_per_10000) = (0, None);
        let text = plain(&setup, &summary(), lang);
        assert!(!text.contains(word), "{text}");
    }
}

#[test]
fn without_incidents_nobody_is_asked_for_more_replications() {
    let mut summary = summary();
    summary.targets.iter_mut().for_each(|target| target.attainment = None);
    let text = plain(&setup(), &summary, Lang::En);
    assert!(text.contains("No incident was measured") && !text.contains("One replication"), "{text}");
}

#[test]
fn chinese_text_holds_no_english_words_of_ours() {
    let text = plain(&setup(), &summary(), Lang::Zh);
    let allowed =
        ["scenarios", "longgang", "ron", "gridgov", "run", "seed", "replications", "set", "demand", "volume", "day", "json", "abcd", "p"];
    for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| w.len() > 1) {
        assert!(allowed.contains(&word), "{word:?} in\n{text}");
    }
}

#[test]
fn what_must_be_said_is_said() {
    let text = plain(&setup(), &summary(), Lang::En);
    for said in [
        "The system collapsed in 1 of 20 replications",
        "More was asked than the crews can carry, for days, in 1 of 20 replications",
        "48 of 60 parameters are our assumptions (grade C).",
        "gridgov run scenarios/longgang.ron --set 'demand.volume=260 /day' --seed 1 \\\n      --replications 20",
        "000000000000abcd",
        "of 1,000,000 with a deadline, ended or overdue",
        "Satisfaction is not modelled",
    ] {
        assert!(text.contains(said), "{said:?} is not in\n{text}");
    }
    assert!(text.starts_with("The system collapsed"), "a collapse comes first:\n{text}");
}

#[test]
fn an_interrupted_run_says_so_and_repeats_what_was_done() {
    let (mut setup, mut summary) = (setup(), summary());
    setup.replications = 50;
    summary.collapses.clear();
    summary.overloads.clear();
    let text = plain(&setup, &summary, Lang::En);
    assert!(text.contains("Interrupted: 20 of 50 replications are done") && text.contains("--replications 20"), "{text}");
    assert!(!text.contains("collapsed") && !text.contains("for days"));
}

#[test]
fn draws_are_repeated_too() {
    let setup = Setup { draws: Some(Draws { count: 12, replications: 3 }), ..setup() };
    let text = plain(&setup, &summary(), Lang::En);
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "\\").collect();
    assert!(words.join(" ").contains("--replications 20 --uncertain --draws 12 --inner 3"), "{text}");
}

#[test]
fn the_worst_areas_are_those_with_enough_incidents() {
    let text = plain(&setup(), &summary(), Lang::En);
    let worst = text.find("Governance unit number 26").expect("the worst unit is named");
    let next = text.find("Governance unit number 25").expect("the next one, too");
    assert!(worst < next && !text.contains("Governance unit number 3 "), "{text}");
}

#[test]
fn names_cannot_steer_the_terminal() {
    let mut setup = setup();
    setup.name = crate::metrics::Name::new("\u{1b}[31mred\nalert", "");
    let text = run(&setup, &summary(), 1, Lang::En);
    assert!(!text.contains("\u{1b}[31mred") && text.contains("[31mred alert"));
}

#[test]
fn a_run_without_incidents_is_told_without_panic() {
    let mut summary = summary();
    summary.incidents = Default::default();
    for target in &mut summary.targets {
        (target.met, target.of, target.attainment, target.cumulative, target.per_stage) = (0, 0, None, None, None);
    }
    summary.breakdowns.iter_mut().flat_map(|b| &mut b.rows).for_each(|row| {
        row.incidents = 0;
        row.cumulative.fill(None);
    });
    let text = plain(&setup(), &summary, Lang::En);
    assert!(text.contains("0 incidents") && !text.contains("NaN"), "{text}");
}

#[test]
fn what_was_measured_once_has_no_interval_however_many_were_run() {
    let mut summary = summary();
    for attained in summary.targets.iter_mut().filter_map(|target| target.attainment.as_mut()) {
        (attained.lower, attained.upper, attained.replications) = (None, None, 1);
    }
    let text = plain(&setup(), &summary, Lang::En).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Measured in one replication only") && !text.contains("One replication"), "{text}");
}

#[test]
fn no_area_is_the_worst_where_none_differs() {
    let mut summary = summary();
    for row in summary.breakdowns.iter_mut().filter(|b| b.dimension == "level").flat_map(|b| &mut b.rows) {
        let all = row.cumulative.iter_mut().chain(&mut row.per_stage).flatten();
        all.for_each(|e| (e.estimate, e.lower, e.upper) = (1.0, Some(1.0), Some(1.0)));
    }
    for (lang, said) in [(Lang::En, "Nowhere: 100.0% in each of "), (Lang::Zh, "并无高下：")] {
        let text = plain(&setup(), &summary, lang);
        assert!(text.contains(said) && !text.contains("Governance unit number 26"), "{text}");
    }
}

#[test]
fn late_never_reached_and_missed_have_words_of_their_own() {
    let text = plain(&setup(), &summary(), Lang::Zh);
    let header = text.lines().find(|line| line.contains("每 1,000 件未达")).expect("the table of targets");
    let words: Vec<&str> = header.split_whitespace().rev().take(2).collect();
    assert_eq!(words, ["未到达", "超时"], "{header}");
}

#[test]
fn where_few_replications_decide_that_is_said_with_how_many_are_wanted() {
    let mut summary = summary();
    let told = |summary: &Summary, lang| plain(&setup(), summary, lang).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(!told(&summary, Lang::En).contains("Few replications decide"));
    (summary.targets[1].replications_wanted, summary.targets[3].replications_wanted) = (Some(34), Some(40));
    assert!(
        told(&summary, Lang::En).contains("what ± is (accept, on scene), so that it is surer than it ought to be: some 40 are wanted.")
    );
    assert!(told(&summary, Lang::Zh).replace(' ', "").contains("接单、到场的±取决于少数几次重复，把握被高估：约需40次。"));
}
