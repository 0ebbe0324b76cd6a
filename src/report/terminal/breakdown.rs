//! Attainment by area, category, priority, channel, server and surge.

use super::{FEW, dimension, in_force, primary};
use crate::experiment::Summary;
use crate::experiment::summary::BreakdownRow;
use crate::report::layout::{self, Align, FAINT, HEADING, Table};
use crate::report::{Lang, names, number};
use anstyle::Style;

/// Areas shown.
const WORST: usize = 5;
/// Breakdowns shown, in this order; the others stand in the JSON document.
const SHOWN: [&str; 5] = ["category", "priority", "channel", "served_by", "surge"];

/// The areas of the first level in which the primary target is attained least.
pub(super) fn worst(summary: &Summary, lang: Lang) -> String {
    let Some(level) = dimension(summary, "level") else { return String::new() };
    let target = primary(summary);
    let attained = |row: &BreakdownRow| in_force(summary, row, target).map_or(f64::NAN, |e| e.estimate);
    let mut ranked: Vec<&BreakdownRow> = level.rows.iter().filter(|row| row.incidents >= FEW && !attained(row).is_nan()).collect();
    if ranked.len() < 2 {
        return String::new();
    }
    ranked.sort_by(|a, b| attained(a).total_cmp(&attained(b)));
    let (of, level_name) = (ranked.len(), lang.of_level(&level.name));
    let heading = layout::heading(lang.t("Where it is worst", "最薄弱区域"));
    let few = level.rows.iter().filter(|row| row.incidents < FEW).count();
    let [lowest, highest] = [ranked[0], ranked[of - 1]].map(attained);
    if lowest == highest {
        let same = number::percent(lowest);
        let text = lang.text(
            format!("Nowhere: {same} in each of {of} ({level_name}); {few} with fewer than {FEW} incidents are left out."),
            format!("并无高下：{of} 个{level_name}均为 {same}；事件不足 {FEW} 件的 {few} 个未列。"),
        );
        return heading + &layout::paragraph(&text, 2);
    }
    let name = summary.targets.get(target).map_or("", |t| names::target(lang, &t.name, summary.until_handled));
    let mut table = Table::new(&[(&level_name, Align::Left), (lang.t("incidents", "事件"), Align::Right), (name, Align::Right)]);
    for row in ranked.iter().take(WORST) {
        table.row([lang.of(&row.name).to_owned(), number::count(row.incidents), number::attained(in_force(summary, row, target))]);
    }
    let note = match lang {
        Lang::En => format!("The lowest of {of}, so partly by chance; {few} with fewer than {FEW} incidents are left out."),
        Lang::Zh => format!("{of} 个中最低者，部分出于偶然；事件不足 {FEW} 件的 {few} 个未列。"),
    };
    heading + &table.render() + &layout::paint(FAINT, &layout::paragraph(&note, 2))
}

/// All targets along the dimensions that a reader asks for first.
pub(super) fn table(summary: &Summary, lang: Lang) -> String {
    let mut columns = vec![(String::new(), Align::Left), (lang.t("incidents", "事件").to_owned(), Align::Right)];
    columns.extend(summary.targets.iter().map(|t| (names::target(lang, &t.name, summary.until_handled).to_owned(), Align::Right)));
    let columns: Vec<(&str, Align)> = columns.iter().map(|(text, align)| (text.as_str(), *align)).collect();
    let mut table = Table::new(&columns);
    let mut any = false;
    for breakdown in SHOWN.into_iter().filter_map(|d| dimension(summary, d)) {
        let rows: Vec<&BreakdownRow> = breakdown.rows.iter().filter(|row| row.incidents > 0).collect();
        if rows.len() < 2 {
            continue;
        }
        any = true;
        let mut group = vec![(names::dimension(lang, &breakdown.dimension).to_owned(), HEADING)];
        group.resize(columns.len(), (String::new(), Style::new()));
        table.styled(group);
        for row in rows {
            let mut cells = vec![format!("  {}", lang.of(&row.name)), number::count(row.incidents)];
            cells.extend((0..summary.targets.len()).map(|t| cell(summary, row, t)));
            let style = if row.incidents < FEW { FAINT } else { Style::new() };
            table.styled(cells.into_iter().map(|cell| (cell, style)));
        }
    }
    if any { layout::heading(lang.t("Attainment by", "分类达成率")) + &table.render() } else { String::new() }
}

/// The interval only for the primary target: four of them would hide the numbers.
fn cell(summary: &Summary, row: &BreakdownRow, target: usize) -> String {
    let estimate = in_force(summary, row, target);
    if target == primary(summary) { number::attained(estimate) } else { number::share(estimate) }
}
