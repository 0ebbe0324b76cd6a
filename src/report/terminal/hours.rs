//! Attainment and demand through the day, as two rows of blocks.

use super::{dimension, in_force, primary};
use crate::experiment::Summary;
use crate::report::layout::{self, Align, Table};
use crate::report::{Lang, names, number};

/// The primary target by the hour of the report, with the incidents below it.
pub(super) fn hours(summary: &Summary, lang: Lang) -> String {
    let Some(hours) = dimension(summary, "hour") else { return String::new() };
    let target = primary(summary);
    let attained: Vec<Option<f64>> = hours.rows.iter().map(|row| in_force(summary, row, target).map(|e| e.estimate)).collect();
    let known = || attained.iter().enumerate().filter_map(|(hour, a)| Some((hour, (*a)?)));
    let Some(lowest) = known().min_by(|a, b| a.1.total_cmp(&b.1)) else { return String::new() };
    let highest = known().rev().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or(lowest);
    let bottom = ((lowest.1 * 10.0).floor() / 10.0).min(0.9);
    let incidents: Vec<Option<f64>> = hours.rows.iter().map(|row| Some(row.incidents as f64)).collect();
    let busiest = hours.rows.iter().map(|row| row.incidents).max().unwrap_or(0);
    let peak = hours.rows.iter().position(|row| row.incidents == busiest).unwrap_or(0);

    let name = summary.targets.get(target).map_or("", |t| names::target(lang, &t.name, summary.until_handled));
    let (low, high) = (number::percent(lowest.1), number::percent(highest.1));
    let (told, most) = match lang {
        Lang::En if low == high => (format!("{low} in every hour"), format!("most at {peak:02}h")),
        Lang::Zh if low == high => (format!("各时段均为 {low}"), format!("{peak:02} 时最多")),
        Lang::En => (format!("{low} at {:02}h, {high} at {:02}h", lowest.0, highest.0), format!("most at {peak:02}h")),
        Lang::Zh => (format!("{:02} 时 {low}，{:02} 时 {high}", lowest.0, highest.0), format!("{peak:02} 时最多")),
    };
    // One column per hour is hard to read; two take most of an ordinary line.
    let each = if layout::columns() < layout::WIDTH { 1 } else { 2 };
    let bar = |values: &[Option<f64>], bottom: f64, top: f64| -> String {
        number::blocks(values, bottom, top).chars().flat_map(|block| std::iter::repeat_n(block, each)).collect()
    };
    let mut table = Table::plain(&[Align::Left, Align::Left, Align::Left]);
    table.row([name.to_owned(), bar(&attained, bottom, 1.0), told]);
    table.row([lang.t("incidents", "事件").to_owned(), bar(&incidents, 0.0, busiest as f64), most]);
    table.row([String::new(), ruler(hours.rows.len(), each), lang.t("hour of the report", "上报时刻").to_owned()]);
    layout::heading(lang.t("Through the day", "一天之中")) + &table.render()
}

/// Every sixth hour, under its column.
fn ruler(hours: usize, each: usize) -> String {
    let marks = (0..hours).step_by(6).map(|hour| format!("{hour:<0$}", 6 * each));
    marks.collect::<String>().trim_end().to_owned()
}
