//! What each rule costs others.

use super::Ranking;
use crate::experiment::rank::{Dimension, TradeRow};
use crate::experiment::{Estimate, Unit};
use crate::report::layout::{self, Align, FAINT, GOOD, Table};
use crate::report::{Lang, number};
use anstyle::Style;

/// Every rule by every measure, the Pareto set marked.
pub(super) fn trade(found: &Ranking, lang: Lang) -> String {
    let trade = &found.ranked.trade;
    let heads: Vec<&str> = trade.dimensions.iter().map(|of| head(of, lang)).collect();
    let mut columns = vec![("", Align::Left), (lang.t("rule", "规则"), Align::Left)];
    columns.extend(heads.iter().map(|head| (*head, Align::Right)));
    let mut table = Table::new(&columns);
    let shown = found.ranked.league.iter().filter(|row| row.same_as.is_none());
    for row in shown.filter_map(|row| trade.rows.iter().find(|other| other.arm == row.arm)) {
        let style = if row.pareto { GOOD } else { Style::new() };
        table.styled(cells(row, &trade.dimensions, lang).into_iter().map(|cell| (cell, style)));
    }
    let (n, primary, level) = (trade.replications, found.primary(lang), number::percent_given(found.contest.level));
    let worst = if trade.dimensions.iter().any(|of| of.measure == "worst_decile") {
        lang.text(
            format!("Worst tenth: {primary} in the tenth of areas where it is least. "),
            format!("最差十分之一：{primary}最低的十分之一区域。"),
        )
    } else {
        lang.t(
            "The worst tenth of areas is not shown: that takes two replications, and ten areas of one level, not the innermost where there is another, with incidents in each. ",
            "未列最差十分之一区域：须有两次重复，且某一层级至少有十个区域在每次重复中都有事件；有其他层级时，最内层不计。",
        )
        .to_owned()
    };
    let note = lang.text(
        format!(
            "● Pareto set: no other rule is better for sure in something (at {level} jointly over all columns and pairs of rules) and worse for sure in nothing (at {level} each); paired over {}. {}Response: mean. Gini: of crews' serving time. Refused: offers refused or not answered. Called away: per 1,000 incidents.",
            if n == 1 { "the replication that all have".to_owned() } else { format!("the {n} replications that all have") },
            worst
        ),
        format!(
            "● 帕累托集：没有其他规则在某方面确实更好（对所有列与规则对同时以 {level} 成立）而在任何方面都不确实更差（各自以 {level} 成立）；按共有的 {n} 次重复配对。{worst}拒单：被拒或未应答的派单。抽调：每千起事件。"
        ),
    );
    let heading = layout::heading(lang.t("What it costs others", "代价与权衡"));
    format!("{heading}{}{}", table.render(), layout::paint(FAINT, &layout::paragraph(&note, 2)))
}

fn head(of: &Dimension, lang: Lang) -> &'static str {
    match of.measure {
        "late" => lang.t("late", "超时"),
        "worst_decile" => lang.t("worst tenth", "最差十分之一"),
        "response_s" => lang.t("response", "平均到场"),
        "workload_gini" => lang.t("Gini", "负荷基尼"),
        "kilometres" => lang.t("km a day", "日公里"),
        "refusals" => lang.t("refused", "拒单"),
        "preemptions" => lang.t("called away", "抽调 ‰"),
        _ => lang.t(of.name, of.zh),
    }
}

fn cells(row: &TradeRow, dimensions: &[Dimension], lang: Lang) -> Vec<String> {
    let mut cells = vec![if row.pareto { "●".to_owned() } else { String::new() }, row.rule.clone()];
    cells.extend(
        row.values
            .iter()
            .zip(dimensions)
            .map(|(value, of)| value.as_ref().map_or_else(|| number::NONE.to_owned(), |value| cell(value, of, lang))),
    );
    cells
}

fn cell(value: &Estimate, of: &Dimension, lang: Lang) -> String {
    match (of.measure, of.unit) {
        ("workload_gini", _) => format!("{:.3}", value.estimate),
        ("preemptions", _) => format!("{:.1}", 1_000.0 * value.estimate),
        (_, Unit::Share) => number::percent(value.estimate),
        (_, Unit::Seconds) => number::seconds(value.estimate, lang),
        (_, Unit::Count) => number::measured_count(value.estimate),
    }
}
