//! Which rule would have saved a miss.

use super::Ranking;
use crate::experiment::rank::{Saved, SavedRow};
use crate::metrics::Name;
use crate::report::layout::{self, Align, FAINT, Table};
use crate::report::{Lang, names, number};

/// Stages and places named.
const SHOWN: usize = 6;
/// Rules named for each.
const NAMED: usize = 2;

/// By rule, by stage, by place.
pub(super) fn saved(found: &Ranking, lang: Lang) -> String {
    let Some(saved) = &found.saved else { return String::new() };
    let heading = layout::heading(lang.t("Which rule would have saved a miss", "哪种规则能挽回未达事件"));
    let text = sentence(saved, found, lang);
    if saved.missed == 0 || saved.rules.is_empty() {
        return format!("{heading}{}", layout::paragraph(&text, 2));
    }
    let stages = group(
        saved,
        lang.t("by what took longest", "按耗时最长环节"),
        &saved.by_stage,
        |name| names::cause(lang, &name.name).to_owned(),
        lang,
    );
    let level = saved
        .level
        .as_ref()
        .map_or_else(String::new, |level| lang.text(format!("by {}", lang.of_level(level)), format!("按{}", lang.of_level(level))));
    let places = if saved.by_place.is_empty() {
        String::new()
    } else {
        group(saved, &level, &saved.by_place, |name| lang.of(name).to_owned(), lang)
    };
    let note = lang.t(
        "The same incident with the same luck under each rule. Lost: incidents that meet the target under the rules that miss these, and miss it here.",
        "同一事件、同样的随机数，逐一换用各规则。反失：原规则下达标而此规则下未达的事件。",
    );
    format!(
        "{heading}{}{}{stages}{places}{}",
        layout::paragraph(&text, 2),
        rules(saved, lang),
        layout::paint(FAINT, &layout::paragraph(note, 2))
    )
}

fn sentence(saved: &Saved, found: &Ranking, lang: Lang) -> String {
    let (against, n, missed) = (&saved.against, saved.replications, number::count(saved.missed));
    if saved.missed == 0 {
        return lang.text(
            format!("Under {against} no incident missed the primary target in {}.", number::counted(n, "replication")),
            format!("在 {against} 下，{n} 次重复中没有事件未达首要目标。"),
        );
    }
    if saved.rules.is_empty() {
        return lang.text(
            format!(
                "Under {against} {} not {} ({}); no other rule did anything differently.",
                number::were(saved.missed, "incident"),
                found.asked(lang),
                number::counted(n, "paired replication")
            ),
            format!("在 {against} 下有 {missed} 起事件未能在 {}（{n} 次配对重复）；其他规则的结果并无不同。", found.asked(lang)),
        );
    }
    let (any, share) = (number::count(saved.by_any), number::whole_percent(saved.by_any as f64 / saved.missed as f64));
    let asked = found.asked(lang);
    lang.text(
        format!(
            "Under {against} {} not {asked} ({}); under at least one other rule {any} of the same incidents ({share}) would have been.",
            number::were(saved.missed, "incident"),
            number::counted(n, "paired replication")
        ),
        format!(
            "在 {against} 下有 {missed} 起事件未能在 {asked}（{n} 次配对重复）；其中 {any} 起（{share}）在至少一种其他规则下可以达标。"
        ),
    )
}

fn rules(saved: &Saved, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.t("rule", "规则"), Align::Left),
        (lang.t("saved", "挽回"), Align::Right),
        (lang.t("of the misses", "占未达"), Align::Right),
        (lang.t("lost", "反失"), Align::Right),
        (lang.t("net", "净"), Align::Right),
    ]);
    let mut order: Vec<usize> = (0..saved.rules.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(saved.rules[*at].saved));
    for rule in order.into_iter().map(|at| &saved.rules[at]) {
        let net = rule.saved as i64 - rule.broken as i64;
        let sign = if net < 0 {
            "−"
        } else if net > 0 {
            "+"
        } else {
            ""
        };
        table.row([
            rule.rule.clone(),
            number::count(rule.saved),
            number::whole_percent(rule.saved as f64 / saved.missed as f64),
            number::count(rule.broken),
            format!("{sign}{}", number::count(net.unsigned_abs())),
        ]);
    }
    table.render()
}

fn group(saved: &Saved, title: &str, rows: &[SavedRow], name: impl Fn(&Name) -> String, lang: Lang) -> String {
    let mut table = Table::new(&[
        (title, Align::Left),
        (lang.t("missed", "未达"), Align::Right),
        (lang.t("saved by any", "可挽回"), Align::Right),
        (lang.t("most saved by", "挽回最多"), Align::Left),
    ]);
    for row in rows.iter().take(SHOWN) {
        table.row([
            name(&row.name),
            number::count(row.missed),
            number::whole_percent(row.by_any as f64 / row.missed as f64),
            most(saved, row, lang),
        ]);
    }
    format!("\n{}", table.render())
}

/// The rules that save most of these.
fn most(saved: &Saved, row: &SavedRow, lang: Lang) -> String {
    let mut order: Vec<usize> = (0..row.saved.len()).filter(|at| row.saved[*at] > 0).collect();
    order.sort_by_key(|at| std::cmp::Reverse(row.saved[*at]));
    let named: Vec<String> =
        order.iter().take(NAMED).map(|at| format!("{} {}", saved.rules[*at].rule, number::count(row.saved[*at]))).collect();
    if named.is_empty() { number::NONE.to_owned() } else { named.join(lang.t(", ", "，")) }
}
