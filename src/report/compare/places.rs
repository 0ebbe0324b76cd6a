//! Where an arm wins and where it loses, and how evenly it serves.

use super::{Compared, letter, points};
use crate::experiment::compare::{Breakdown, CellRow, Equity, Verdict};
use crate::report::layout::{self, Align, FAINT, Table};
use crate::report::{Lang, number};

/// Most cells named on each side.
const NAMED: usize = 3;

/// By dimension: how many cells are better and worse by the primary target, and which most.
pub(super) fn wins(found: &Compared, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.t("difference", "差异"), Align::Left),
        (lang.t("by", "维度"), Align::Left),
        (lang.t("better", "更好"), Align::Right),
        (lang.t("worse", "更差"), Align::Right),
        (lang.t("of", "总数"), Align::Right),
        (lang.t("most gained", "改善最多"), Align::Left),
        (lang.t("most lost", "恶化最多"), Align::Left),
    ]);
    for breakdown in &found.breakdowns {
        let with = |verdict: Verdict| rows(breakdown, found.primary(), verdict);
        let (better, worse) = (with(Verdict::Better), with(Verdict::Worse));
        table.row([
            format!("{} − {}", found.letter(&breakdown.arm), letter(0)),
            lang.of_level(&breakdown.name).into_owned(),
            better.len().to_string(),
            worse.len().to_string(),
            breakdown.rows.len().to_string(),
            named(&better, lang),
            named(&worse, lang),
        ]);
    }
    let note = lang.t(
        "By the primary target; cells that are better or worse by more than the margin, at 95% for all cells of a dimension together, with points gained or lost. Cells with fewer than 30 incidents are not named. --json has every cell and target.",
        "按首要目标；仅列差异超出界限的单元及其百分点，同一维度的全部单元以 95% 水平同时成立。事件少于 30 件的单元不列名。--json 含全部单元与目标。",
    );
    let heading = layout::heading(lang.t("Where it wins and where it loses", "何处更好，何处更差"));
    format!("{heading}{}{}", table.render(), layout::paint(FAINT, &layout::paragraph(note, 2)))
}

/// The rows with a verdict by the primary target, the largest difference first.
fn rows(breakdown: &Breakdown, primary: usize, verdict: Verdict) -> Vec<(&CellRow, f64)> {
    let own = |row: &CellRow| row.targets[primary].filter(|found| found.verdict == verdict).map(|found| found.estimate);
    let mut rows: Vec<(&CellRow, f64)> = breakdown.rows.iter().filter_map(|row| Some((row, own(row)?))).collect();
    rows.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    rows
}

fn named(rows: &[(&CellRow, f64)], lang: Lang) -> String {
    let known = rows.iter().filter(|(row, _)| !row.few).take(NAMED);
    let names: Vec<String> = known.map(|(row, estimate)| format!("{} {}", lang.of(&row.name), points(*estimate))).collect();
    if names.is_empty() { number::NONE.to_owned() } else { names.join(lang.t(", ", "、")) }
}

/// How evenly misses are spread over communities.
pub(super) fn equity(found: &Compared, lang: Lang) -> String {
    let Some(equity) = &found.equity else { return String::new() };
    let mut table = Table::new(&[
        ("", Align::Left),
        (lang.t("worst tenth", "最差十分之一"), Align::Right),
        (lang.t("best tenth minus worst", "最优与最差十分之一之差"), Align::Right),
        (lang.t("Gini of misses", "未达率基尼系数"), Align::Right),
    ]);
    for arm in &equity.arms {
        let gini = arm.gini.map_or_else(
            || number::NONE.to_owned(),
            |e| number::decimals(e.estimate, 3) + &number::half_width(&e).map_or_else(String::new, |half| format!(" ± {half:.3}")),
        );
        table.row([found.letter(&arm.arm), number::attained(arm.worst_decile.as_ref()), number::attained(arm.gap.as_ref()), gini]);
    }
    for position in 1..found.runs.arms.len() {
        let label = &found.arm(position).label.name;
        let cell = |measure: &str, gini: bool| {
            let own = equity.differences.iter().find(|d| d.arm == *label && d.measure == measure);
            own.map_or_else(
                || number::NONE.to_owned(),
                |d| {
                    let show = |v: f64| if gini { format!("{v:+.3}").replace('-', "−") } else { points(v) };
                    let ends =
                        d.lower.zip(d.upper).map(|(lower, upper)| format!(" ({} {} {})", show(lower), lang.t("to", "至"), show(upper)));
                    show(d.estimate) + &ends.unwrap_or_default()
                },
            )
        };
        table.row([format!("{} − {}", letter(position), letter(0)), cell("worst_decile", false), cell("gap", false), cell("gini", true)]);
    }
    let heading = lang.text(
        format!("Equity over {} areas ({})", equity.areas, equity.level.name),
        format!("{} 个{}之间的公平性", equity.areas, lang.of_level(&equity.level)),
    );
    format!("{}{}{}", layout::heading(&heading), table.render(), layout::paint(FAINT, &layout::paragraph(&note(equity, lang), 2)))
}

fn note(equity: &Equity, lang: Lang) -> String {
    let Equity { tenth, few, left_out, .. } = equity;
    let ends = if *tenth == 1 { "The worst and the best area".to_owned() } else { format!("The {tenth} worst and best areas") };
    let have = if *few == 1 { "has" } else { "have" };
    lang.text(
        format!(
            "By the primary target, per replication. {ends} are picked on one half of the replications and measured on the other, for the worst of a run are partly the unlucky ones. {} {have} fewer than 30 incidents; {} left out, having none in some replication.",
            number::counted(*few, "area"),
            number::are(u64::from(*left_out), "area")
        ),
        format!(
            "按首要目标逐次重复计算。最差与最优的 {tenth} 个区域在一半重复中选出、在另一半中度量，因为单次运行中最差者部分源于运气。{few} 个区域事件少于 30 件；{left_out} 个因某次重复无事件而略去。"
        ),
    )
}
