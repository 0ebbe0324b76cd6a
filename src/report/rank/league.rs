//! The league table: every rule by the primary target.

use super::Ranking;
use crate::experiment::rank::{AgainstBest, Procedure, Row, Standing};
use crate::report::compare::{between, points};
use crate::report::layout::{self, Align, BAD, FAINT, GOOD, Table};
use crate::report::{Lang, number};
use anstyle::Style;

/// The table, what its columns mean, and who was refused.
pub(super) fn league(found: &Ranking, lang: Lang) -> String {
    let primary = found.primary(lang);
    let mut table = Table::new(&[
        ("", Align::Right),
        (lang.t("rule", "规则"), Align::Left),
        (&primary, Align::Right),
        (lang.t("vs others (MCB)", "与其余比（MCB）"), Align::Right),
        (lang.t("minus the best (paired)", "减最优者（配对）"), Align::Right),
        (lang.t("runs", "次数"), Align::Right),
        (lang.t("out", "淘汰"), Align::Right),
    ]);
    for (place, row) in (1..).zip(&found.ranked.league) {
        let style = style(row);
        table.styled(cells(place, row, lang).map(|cell| (cell, style)));
    }
    let heading = layout::heading(lang.t("League table", "排名表"));
    format!("{heading}{}{}{}", table.render(), layout::paint(FAINT, &layout::paragraph(&note(found, lang), 2)), refused(found, lang))
}

fn style(row: &Row) -> Style {
    match (row.standing, row.same_as.is_some()) {
        (_, true) => FAINT,
        (Standing::Best, _) => GOOD,
        (Standing::Worse, _) => BAD,
        (Standing::Contender, _) => Style::new(),
    }
}

fn cells(place: u32, row: &Row, lang: Lang) -> [String; 7] {
    let none = || number::NONE.to_owned();
    let name = match (&row.same_as, row.as_written) {
        (Some(other), _) => format!("{} = {other}", row.rule),
        (None, true) => format!("{} {}", row.rule, "°"),
        (None, false) => row.rule.clone(),
    };
    let paired = row.difference.map_or_else(none, |d| format!("{} ({})", points(d.estimate), between(d.lower, d.upper, lang)));
    [
        place.to_string(),
        name,
        number::attained(row.attained.as_ref()),
        row.against_best.map_or_else(none, |against| between(Some(against.lower), Some(against.upper), lang)),
        paired,
        row.replications.to_string(),
        row.eliminated.as_ref().map_or_else(none, |out| out.after.to_string()),
    ]
}

fn note(found: &Ranking, lang: Lang) -> String {
    let ranked = &found.ranked;
    let level = number::percent_given(found.contest.level);
    let mut text = lang.text(
        format!("Points of percent. Shares are over the replications of each rule, ± their plain {level} interval; the order is by the difference over the replications that two rules share."),
        format!("单位：百分点。达成率按各规则自身的重复次数计算，± 为其单独的 {level} 区间；名次按两规则共有重复上的差异排定。"),
    );
    text += &match ranked.league.iter().find_map(|row| row.against_best) {
        Some(AgainstBest { replications: n, .. }) => lang.text(
            format!(
                " MCB: minus the best of the others, over the {n} replications that all have; an interval that ends at 0 rules a rule out as best, one that begins at 0 proves it best. Paired: minus the best. Both jointly at {level} over all pairs (Bonferroni)."
            ),
            format!(
                "MCB：减去其余规则中的最优者，按共有的 {n} 次重复；上端为 0 者不可能最优，下端为 0 者确为最优。配对：减去最优者。两者均对所有配对同时以 {level} 成立（Bonferroni）。"
            ),
        ),
        None if ranked.is_level() => lang
            .t(
                " All rules did exactly the same in every replication: there is nothing to choose between them, and no difference to show.",
                "各规则在每次重复中结果完全相同：无从取舍，亦无差异可列。",
            )
            .to_owned(),
        None => lang
            .t(" Intervals of differences take two replications that all rules have.", "差异的区间需要各规则共有至少两次重复。")
            .to_owned(),
    };
    if ranked.guarantee.procedure == Procedure::Kn {
        text += lang.t(
            " Out: after so many replications it was clear that the rule is not better than another by more than the margin.",
            "淘汰：该次数后可以确定不会比另一规则好出界限以上。",
        );
    }
    if ranked.league.iter().any(|row| row.as_written) {
        text += lang.t(" °: as the scenario has it.", "°：场景现行规则。");
    }
    if ranked.league.iter().any(|row| row.same_as.is_some()) {
        text += lang.t(
            " =: did exactly the same in every replication, so that only one of the two ran on.",
            "=：每次重复结果完全相同，只继续运行其一。",
        );
    }
    text
}

fn refused(found: &Ranking, lang: Lang) -> String {
    if found.field.refused.is_empty() {
        return String::new();
    }
    let heading = layout::paint(FAINT, &layout::paragraph(lang.t("left out:", "未参加："), 2));
    let lines = found
        .field
        .refused
        .iter()
        .map(|refused| layout::paragraph(&format!("{}: {}", refused.rule, lang.text(refused.reason.clone(), refused.zh.clone())), 4));
    format!("\n{heading}{}", lines.collect::<String>())
}
