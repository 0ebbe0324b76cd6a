//! What crews did with their time, and what became of committed work.

use crate::experiment::Summary;
use crate::experiment::summary::{CommittedSummary, WorkloadRow};
use crate::report::layout::{self, Align, BAD, Table};
use crate::report::{Lang, names, number};

/// Busier than this, and queues grow long.
const BUSY: f64 = 0.85;
/// States that take less than this of the time on duty are left out.
const SLIGHT: f64 = 0.005;

/// Utilization by shift and kind, the states behind it, committed work done and undone.
pub(super) fn workload(summary: &Summary, lang: Lang) -> String {
    let w = &summary.workload;
    if w.by_crew.is_empty() && w.by_shift.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[
        ("", Align::Left),
        (lang.t("crews", "队组"), Align::Right),
        (lang.t("utilization", "利用率"), Align::Right),
        (lang.t("orders a day", "日均派单"), Align::Right),
        (lang.t("hours on duty a day", "日均在岗小时"), Align::Right),
    ]);
    let days = f64::from(summary.days.saturating_sub(summary.warmup_days)).max(1.0);
    let mut groups: Vec<&WorkloadRow> = w.by_shift.iter().collect();
    if w.by_kind.len() > 1 {
        groups.extend(&w.by_kind);
    }
    if w.by_department.len() > 1 {
        groups.extend(&w.by_department);
    }
    for row in groups {
        let busy = row.utilization.is_some_and(|u| u.estimate > BUSY);
        let cells = [
            lang.of(&row.name).to_owned(),
            number::count(u64::from(row.crews)),
            number::attained(row.utilization.as_ref()),
            format!("{:.1}", row.orders / days),
            format!("{:.1}", row.duty_hours / days),
        ];
        table.styled(cells.into_iter().enumerate().map(|(i, cell)| (cell, if busy && i == 2 { BAD } else { Default::default() })));
    }
    let mut out = layout::heading(lang.t("Crews at work", "队员工作量")) + &table.render();
    out.push_str(&layout::paragraph(&states(summary, lang), 2));
    out.extend(committed(&w.committed, lang));
    out
}

fn states(summary: &Summary, lang: Lang) -> String {
    let w = &summary.workload;
    let shares = w.states.iter().filter_map(|s| Some((s, s.share?.estimate))).filter(|(_, share)| *share >= SLIGHT);
    let told: Vec<String> = shares.map(|(s, share)| format!("{} {}", names::state(lang, &s.state), number::whole_percent(share))).collect();
    let utilization = number::attained(w.utilization.as_ref());
    let gini = w.gini.map_or_else(|| number::NONE.to_owned(), |g| format!("{:.2}", g.estimate));
    match lang {
        Lang::En => format!("All crews: {utilization} of their time on duty serving ({}). Gini of serving time {gini}.", told.join(", ")),
        Lang::Zh => format!("全体：在岗时间的 {utilization} 用于处置（{}）。处置时间基尼系数 {gini}。", told.join("，")),
    }
}

fn committed(c: &CommittedSummary, lang: Lang) -> Option<String> {
    if c.due_hours <= 0.0 {
        return None;
    }
    let (due, done) = (number::mean_count(c.due_hours), number::percent(c.done_hours / c.due_hours));
    let undone = c.undone_hours.as_ref().map_or_else(|| number::NONE.to_owned(), |e| number::mean_count(e.estimate));
    let text = match lang {
        Lang::En => format!("Committed work: {due} h fell due a replication, {done} of it done, {undone} h left undone."),
        Lang::Zh => format!("既定任务：每次重复应完成 {due} 小时，完成 {done}，未完成 {undone} 小时。"),
    };
    Some(layout::paragraph(&text, 2))
}
