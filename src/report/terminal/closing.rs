//! What an analyst of the field looks for first: completion, on-time closure, reopening, backlog.

use crate::experiment::Summary;
use crate::report::layout::{self, Align, Table};
use crate::report::{Lang, number};

/// Completion (办结率), on-time closure (按期结案率), reopening (返工率), what is left open.
pub(super) fn closing(summary: &Summary, lang: Lang) -> String {
    let c = &summary.closure;
    let mut table = Table::plain(&[Align::Left, Align::Right, Align::Left]);
    let reported = number::count(summary.incidents.reported);
    let decided = number::count(c.with_deadline);
    table.row([
        lang.t("completed", "办结率").into(),
        number::attained(c.completion.as_ref()),
        lang.text(format!("of {reported} reported"), format!("上报 {reported} 件")),
    ]);
    table.row([
        lang.t("closed on time", "按期结案率").into(),
        number::attained(c.on_time.as_ref()),
        lang.text(format!("of {decided} with a deadline, ended or overdue"), format!("有期限且已了结或逾期 {decided} 件")),
    ]);
    table.row([lang.t("reopened", "返工率").into(), number::attained(c.reopened.as_ref()), lang.t("of those closed", "占结案件").into()]);
    if summary.incidents.self_found > 0 {
        let found = number::count(summary.incidents.self_found);
        let time = number::time(c.self_found_handled_s.as_ref(), lang);
        table.row([
            lang.t("self-found, completed", "自行发现办结率").into(),
            number::attained(c.self_found_completion.as_ref()),
            lang.text(
                format!("of {found}, handled by whomever after {time} on average"),
                format!("{found} 件（含转交他人），平均 {time}处置"),
            ),
        ]);
    }
    let lost = summary.incidents.lost + summary.incidents.withdrawn;
    let backlog = summary.daily.final_backlog.as_ref().map_or_else(|| number::NONE.to_owned(), |e| number::mean_count(e.estimate));
    let (open, lost) = (number::count(summary.incidents.open), number::count(lost));
    table.row([lang.t("open at the last midnight", "末日结存").into(), backlog, lang.t("on average", "平均件数").into()]);
    table.row([
        lang.t("open after the drain", "收尾后未结").into(),
        open,
        lang.text(format!("in all; {lost} lost or withdrawn"), format!("件，合计；失单或撤回 {lost} 件")),
    ]);
    layout::heading(lang.t("Closing", "结案")) + &table.render()
}
