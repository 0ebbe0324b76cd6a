//! What `--uncertain` found: the variance of each target split into doubt about the inputs and chance.

use super::layout::{self, Align, FAINT, Table};
use super::{Lang, names, number};
use crate::experiment::{MEASURES, Refusals, Split, Uncertainty};
use crate::metrics::Target;
use serde_json::{Map, Value, json};

/// In words, below the report of the run itself, which has `own` replications.
pub fn uncertainty(found: &Uncertainty, own: u32, until_handled: bool, lang: Lang) -> String {
    let mut out = layout::heading(lang.t("Doubt about the inputs", "输入参数的不确定性"));
    let (draws, n, factors) = (found.done, found.replications, found.factors.len());
    out += &layout::paragraph(
        &lang.text(
            format!(
                "{} drawn {} together from their distributions, {} of each draw.",
                number::counted(factors as u64, "uncertain number"),
                number::counted(draws, "time"),
                number::counted(n, "replication")
            ),
            format!("{factors} 个不确定参数按其分布联合抽取 {draws} 次，每次 {n} 次重复。"),
        ),
        2,
    );
    if factors == 0 {
        let none = lang.t("The scenario says of no number how uncertain it is.", "场景未注明任何参数的不确定程度。");
        return out + &layout::paragraph(none, 2);
    }
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
            format!("{n} draws are no valid scenario or could not be run and count nowhere. "),
            format!("{n} 次抽样不是有效场景或无法运行，未计入。"),
        ),
    };
    let invalid = invalid + &refused(&found.refused, lang);
    let note = lang.t(
        "Chance: half-width of a 95% interval of the run above, from the variance within draws. Due to inputs: the share of the variance of such a mean that no number of replications takes away.",
        "随机误差：由抽样内方差推得的上述运行 95% 区间半宽。输入所致份额：再多重复也无法消除的方差份额。",
    );
    out + &layout::paint(FAINT, &layout::paragraph(&format!("{invalid}{note}"), 2))
}

/// What is wrong most often with points that are no valid scenario, if any is not: a sentence.
pub fn refused(refused: &[Refusals], lang: Lang) -> String {
    let Some(Refusals { points, first }) = refused.first() else { return String::new() };
    let why = first.told();
    lang.text(format!("Most often ({points}) – {why}. "), format!("最常见的原因（{points} 次）：{why}。"))
}

fn row(split: &Split, own: u32) -> [String; 5] {
    let points = |share: f64| format!("{:.1}", share * 100.0);
    let chance = 1.96 * (split.replication_variance / f64::from(own.max(1))).sqrt();
    [
        number::percent(split.mean),
        format!("{} … {}", number::percent(split.quantiles[0]), number::percent(split.quantiles[2])),
        points(split.input_variance.sqrt()),
        points(chance),
        number::percent(split.input_share),
    ]
}

/// As a part of the document of `run`.
pub fn uncertainty_json(found: &Uncertainty) -> Value {
    let measures: Map<String, Value> =
        MEASURES.iter().zip(&found.splits).map(|(measure, split)| (measure.key.to_owned(), super::json::value(split))).collect();
    let drawn = |factor: &crate::scenario::Factor| {
        json!({ "path": factor.path, "value": factor.value, "unit": factor.kind.unit,
            "range": factor.range.map(|range| json!({ "low": range.low, "high": range.high, "given": range.given })) })
    };
    json!({
        "draws": found.draws,
        "done": found.done,
        "replications": found.replications,
        "invalid": found.invalid(),
        "refused": super::json::value(&found.refused),
        "left_out": super::json::value(&found.left_out),
        "factors": found.factors.iter().map(drawn).collect::<Vec<_>>(),
        "measures": measures,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Refused;

    fn found(factors: bool) -> Uncertainty {
        let loaded =
            crate::scenario::load(std::path::Path::new("scenarios/longgang.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let all = crate::experiment::uncertain(&crate::scenario::Factors::of(&loaded));
        assert!(all.len() > 10, "Longgang has many assumptions");
        let split =
            Split { mean: 0.8, quantiles: [0.6, 0.8, 0.95], input_variance: 0.01, replication_variance: 0.0004, input_share: 0.995 };
        Uncertainty {
            factors: if factors { all } else { Vec::new() },
            left_out: Vec::new(),
            draws: 40,
            replications: 2,
            done: 40,
            refused: vec![Refusals { points: 1, first: Refused { path: "run.days".to_owned(), why: "too few".to_owned() } }],
            splits: MEASURES.iter().enumerate().map(|(at, _)| (at != 1).then_some(split)).collect(),
        }
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
        for said in ["60.0% … 95.0%", "10.0", "2.0", "99.5%", "1 draws are no valid scenario", "Most often (1) – run.days:"] {
            assert!(text.contains(said), "{said} is not in\n{text}");
        }
        let documented = include_str!("../../docs/json.md");
        let document = uncertainty_json(&found(true));
        let keys = document.as_object().unwrap().keys().chain(document["measures"]["respond"].as_object().unwrap().keys());
        keys.for_each(|key| assert!(documented.contains(&format!("`{key}`")), "{key} is not in docs/json.md"));
    }
}
