//! What `--uncertain` found: the variance of each target split into doubt about the inputs and chance.

use super::factors::range_json;
use super::layout::{self, Align, FAINT, Table};
use super::table::{Cells, Table as Columns};
use super::{Lang, names, number};
use crate::experiment::{LeftOut, MEASURES, PointRun, Refusals, Refused, Split, Uncertainty, mean_of, spread_of};
use crate::metrics::Target;
use crate::stats::special::student_critical;
use serde_json::{Map, Value, json};

/// In words, below the report of the run itself, which has `own` replications.
pub fn uncertainty(found: &Uncertainty, own: u32, until_handled: bool, lang: Lang) -> String {
    let mut out = layout::heading(lang.t("Doubt about the inputs", "输入参数的不确定性"));
    let (done, asked, n, factors) = (found.done(), found.asked.count, found.asked.replications, found.factors.len());
    let left_out = layout::paint(FAINT, &left_out(&found.left_out, lang));
    if factors == 0 {
        let none = match found.left_out.is_empty() {
            true => lang
                .t("The scenario says of no number how uncertain it is: nothing is drawn.", "场景未注明任何参数的不确定程度，未作抽样。"),
            false => lang.t("There is no uncertain number that can be drawn.", "没有可抽样的不确定参数。"),
        };
        return out + &layout::paragraph(none, 2) + &left_out;
    }
    let (times, times_zh) = match found.interrupted() {
        true => (format!("{done} of {}", number::counted(asked, "time")), format!("{done} 次（共 {asked} 次）")),
        false => (number::counted(done, "time"), format!("{done} 次")),
    };
    out += &layout::paragraph(
        &lang.text(
            format!(
                "{} drawn {times} together from their distributions, {} of each draw.",
                number::counted(factors as u64, "uncertain number"),
                number::counted(n, "replication")
            ),
            format!("{factors} 个不确定参数按其分布联合抽取 {times_zh}，每次 {n} 次重复。"),
        ),
        2,
    );
    let chance = lang.text(format!("chance ± ({own} repl.)"), format!("随机误差 ±（{own} 次）"));
    let columns = [
        (lang.t("target", "目标"), Align::Left),
        (lang.t("mean of draws", "抽样均值"), Align::Right),
        (lang.t("5% … 95% of draws", "抽样 5% … 95%"), Align::Right),
        (lang.t("doubt (sd)", "参数不确定性（标准差）"), Align::Right),
        (chance.as_str(), Align::Right),
        (lang.t("due to inputs", "输入所致份额"), Align::Right),
    ];
    let mut table = Table::new(&columns);
    for (at, target) in Target::ALL.iter().enumerate() {
        let name = names::target(lang, target.name(), until_handled).to_string();
        let row = found.splits[at].as_ref().map(|split| row(split, own));
        table.row([name].into_iter().chain(row.unwrap_or_else(|| [number::NONE; 5].map(str::to_owned))));
    }
    out += &table.render();
    let invalid = match found.invalid() {
        0 => String::new(),
        n => lang.text(
            format!("{} no valid scenario or could not be run, which counts nowhere. ", number::are(n.into(), "draw")),
            format!("{n} 次抽样不是有效场景或无法运行，未计入。"),
        ),
    };
    let valid = found.done() - found.invalid();
    let empty = match found.splits[0].as_ref().map_or(0, |split| valid.saturating_sub(split.draws)) {
        0 => String::new(),
        n => lang.text(
            format!("{} without an incident that is measured, which counts nowhere. ", number::are(n.into(), "draw")),
            format!("{n} 次抽样没有纳入统计的事件，未计入。"),
        ),
    };
    let invalid = invalid + &refused(&found.refused, lang) + &empty;
    let note = lang.t(
        "Chance: half-width of a 95% interval of the run above, from the variance within draws. Due to inputs: the share of the variance of such a mean that no number of replications takes away, with its 95% interval as if draws were normally distributed; one that reaches down to 0 does not show that the inputs do anything. More draws narrow it; there is none where the replications of a draw never differ.",
        "随机误差：由抽样内方差推得的上述运行 95% 区间半宽。输入所致份额：再多重复也无法消除的方差份额及其 95% 区间（按各次抽样服从正态分布计）；区间下至 0 者，不能说明输入参数有影响。增加抽样次数可使区间变窄；同一抽样的各次重复从无差异时没有区间。",
    );
    out + &layout::paint(FAINT, &layout::paragraph(&format!("{invalid}{note}"), 2)) + &left_out
}

/// What was not moved: a paragraph for each reason, with the first number that it holds of.
pub fn left_out(left_out: &[LeftOut], lang: Lang) -> String {
    let told = |(first, count): (&LeftOut, usize)| {
        let (path, why, zh) = (and_more(&first.path, count, lang), &first.why, &first.zh);
        layout::paragraph(&lang.text(format!("Left out: {path} – {why}."), format!("未变动：{path}——{zh}。")), 2)
    };
    by_reason(left_out).into_iter().map(told).collect()
}

/// The first that each reason holds of, and of how many it does.
pub fn by_reason(left_out: &[LeftOut]) -> Vec<(&LeftOut, usize)> {
    let mut reasons: Vec<(&LeftOut, usize)> = Vec::new();
    for one in left_out {
        match reasons.iter_mut().find(|(first, _)| first.why == one.why) {
            Some((_, count)) => *count += 1,
            None => reasons.push((one, 1)),
        }
    }
    reasons
}

/// A path that stands for so many.
pub fn and_more(path: &str, count: usize, lang: Lang) -> String {
    match count {
        1 => path.to_owned(),
        count => lang.text(format!("{path} and {} more", count - 1), format!("{path}等 {count} 项")),
    }
}

/// What is wrong most often with points that are no valid scenario, if any is not: a sentence.
pub fn refused(refused: &[Refusals], lang: Lang) -> String {
    let Some(Refusals { points, alike, first }) = refused.first() else { return String::new() };
    let why = first.told();
    if !alike {
        return lang.text(
            format!("Most often ({points}) it is the same place, as in {why}. "),
            format!("最常见的问题（{points} 次）出在同一处，例如：{why}。"),
        );
    }
    lang.text(format!("Most often ({points}) – {why}. "), format!("最常见的原因（{points} 次）：{why}。"))
}

fn row(split: &Split, own: u32) -> [String; 5] {
    let points = |share: f64| if share.is_finite() { format!("{:.1}", share * 100.0) } else { number::NONE.to_owned() };
    let interval = split
        .input_share_interval
        .map_or_else(|| number::NONE.to_owned(), |ends| ends.map(|end| number::percent(end).replace('%', "")).join(" … "));
    let critical = student_critical(0.95, f64::from(own.saturating_sub(1)));
    let chance = critical * (split.replication_variance / f64::from(own.max(1))).sqrt();
    [
        number::percent(split.mean),
        format!("{} … {}", number::percent(split.quantiles[0]), number::percent(split.quantiles[2])),
        points(split.input_variance.sqrt()),
        points(chance),
        format!("{} ({interval})", number::percent(split.input_share)),
    ]
}

/// As a part of the document of `run`.
pub fn uncertainty_json(found: &Uncertainty) -> Value {
    let measures: Map<String, Value> =
        MEASURES.iter().zip(&found.splits).map(|(measure, split)| (measure.key.to_owned(), super::json::value(split))).collect();
    let drawn = |factor: &crate::scenario::Factor| {
        json!({ "path": factor.path, "value": factor.value, "unit": factor.kind.unit,
            "range": range_json(factor) })
    };
    json!({
        "draws": found.asked.count,
        "done": found.done(),
        "replications": found.asked.replications,
        "invalid": found.invalid(),
        "refused": super::json::value(&found.refused),
        "left_out": super::json::value(&found.left_out),
        "factors": found.factors.iter().map(drawn).collect::<Vec<_>>(),
        "measures": measures,
    })
}

/// `draws`: where each draw lay and what came of it by the measure at a position, one row per draw.
pub fn draws_table(found: &Uncertainty, measure: usize) -> Columns {
    let outcomes = &found.outcomes;
    let ran = || outcomes.iter().map(|outcome| outcome.as_ref().ok());
    let spread = |run: &PointRun| spread_of(run, measure);
    let measured = |run: Option<&PointRun>| run.map_or(0, |run| spread(run).n());
    let variance = |run: &PointRun| Some(spread(run)).filter(|spread| spread.n() > 1).map(|spread| spread.variance());
    let mut table = Columns::default().whole("draw", 0..outcomes.len() as u64);
    for (at, factor) in found.factors.iter().enumerate() {
        table = table.number(&factor.path, found.drawn.iter().map(|drawn| drawn[at]));
    }
    table
        .with("scenario_sha256", Cells::Text(ran().map(|run| Some(run?.scenario_sha256.clone())).collect()))
        .with("refused", Cells::Text(outcomes.iter().map(|outcome| outcome.as_ref().err().map(Refused::told)).collect()))
        .text("measure", outcomes.iter().map(|_| MEASURES[measure].key))
        .whole("replications", ran().map(measured))
        .number("mean", ran().map(|run| mean_of(run?, measure)))
        .number("variance", ran().map(|run| variance(run?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Draws, Measured, Ratio};

    fn found(factors: bool) -> Uncertainty {
        let loaded =
            crate::scenario::load(std::path::Path::new("scenarios/longgang.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let (all, left_out) = crate::experiment::uncertain(&crate::scenario::Factors::of(&loaded));
        assert!(all.len() > 10, "Longgang has many assumptions");
        let split = Split {
            draws: 39,
            mean: 0.8,
            quantiles: [0.6, 0.8, 0.95],
            input_variance: 0.01,
            replication_variance: 0.0004,
            input_share: 0.995,
            input_share_interval: Some([0.98, 0.9998]),
        };
        let count = if factors { all.len() } else { 0 };
        let refused = Refused { path: "run.days".to_owned(), why: "too few".to_owned() };
        let run = PointRun { scenario_sha256: "ab".to_owned(), measured: vec![measured(0.25), measured(0.75)] };
        Uncertainty {
            factors: all.into_iter().take(count).collect(),
            left_out,
            asked: Draws { count: 40, replications: 2 },
            drawn: vec![vec![Some(1.5); count]; 40],
            outcomes: std::iter::once(Err(refused.clone())).chain(std::iter::repeat_n(Ok(run), 39)).collect(),
            refused: vec![Refusals { points: 1, alike: true, first: refused }],
            splits: MEASURES.iter().enumerate().map(|(at, _)| (at != 1).then_some(split)).collect(),
        }
    }

    fn measured(value: f64) -> Measured {
        let values = vec![Ratio::number(Some(value)); MEASURES.len()];
        Measured { values, digest: 1, trace_digest: 1, incidents: 9, collapses: 0, overloads: 0, cells: Vec::new() }
    }

    #[test]
    fn a_draw_says_where_it_lay_and_what_came_of_it() {
        let mut one = found(true);
        one.factors.truncate(1);
        one.drawn.iter_mut().for_each(|drawn| drawn.truncate(1));
        let table = String::from_utf8(draws_table(&one, 0).csv()).unwrap();
        let path = &one.factors[0].path;
        let head = format!("draw,{path},scenario_sha256,refused,measure,replications,mean,variance\n");
        let rows = "0,1.5,,run.days: too few,respond,0,,\n1,1.5,ab,,respond,2,0.5,0.125\n";
        assert!(table.starts_with(&format!("{head}{rows}")), "{table}");
        assert_eq!(table.lines().count(), 41);
    }

    #[test]
    fn interrupted_it_says_how_far_it_came_and_repeats_so_much() {
        let mut one = found(true);
        one.outcomes.truncate(12);
        let text = |lang| anstream::adapter::strip_str(&uncertainty(&one, 20, false, lang)).to_string();
        assert!(text(Lang::En).contains("drawn 12 of 40 times") && text(Lang::Zh).contains("12 次（共 40 次）"));
        assert_eq!(one.repeated(), Draws { count: 12, replications: 2 });
    }

    #[test]
    fn both_languages_fit_the_terminal_and_every_field_is_documented() {
        for lang in Lang::ALL {
            for one in [found(true), found(false)] {
                let text = anstream::adapter::strip_str(&uncertainty(&one, 20, false, lang)).to_string();
                assert!(text.lines().all(|line| layout::width(line) <= layout::WIDTH), "{text}");
            }
        }
        let text = anstream::adapter::strip_str(&uncertainty(&found(true), 4, false, Lang::En)).to_string();
        for said in [
            "60.0% … 95.0%",
            "10.0",
            "3.2",
            "99.5% (98.0 … >99.9)",
            "drawn 40 times together",
            "1 draw is no valid scenario",
            "Most often (1) – run.days:",
        ] {
            assert!(text.contains(said), "{said} is not in\n{text}");
        }
        let documented = include_str!("../../docs/json.md");
        let document = uncertainty_json(&found(true));
        let keys = document.as_object().unwrap().keys().chain(document["measures"]["respond"].as_object().unwrap().keys());
        keys.for_each(|key| assert!(documented.contains(&format!("`{key}`")), "{key} is not in docs/json.md"));
    }
}
