//! Why targets are missed, and where the time goes on average.

use crate::experiment::Summary;
use crate::experiment::summary::{SegmentMeans, TargetSummary};
use crate::report::layout::{self, Align, Table};
use crate::report::{Lang, names, number};

/// Causes named for each target.
const SHOWN: usize = 3;
/// Segments that take less of the response than this are left out.
const SLIGHT: f64 = 0.005;

/// The main causes of each target's misses.
pub(super) fn misses(summary: &Summary, lang: Lang) -> String {
    if summary.targets.iter().all(|t| t.met == t.of) {
        return String::new();
    }
    let mut table = Table::new(&[
        (lang.t("target", "目标"), Align::Left),
        (lang.t("late by", "平均超时"), Align::Right),
        (lang.t("what took longest on the way to those missed", "未达事件中耗时最长的环节"), Align::Left),
    ]);
    for target in summary.targets.iter().filter(|t| t.met < t.of) {
        table.row([
            names::target(lang, &target.name, summary.until_handled).to_owned(),
            number::time(target.misses.mean_excess_s.as_ref(), lang),
            main_causes(target, lang),
        ]);
    }
    layout::heading(lang.t("Why targets are missed", "未达原因")) + &table.render()
}

fn main_causes(target: &TargetSummary, lang: Lang) -> String {
    let causes = target.misses.causes.iter().take(SHOWN);
    let told: Vec<String> = causes.map(|c| format!("{} {}", names::cause(lang, &c.cause), number::whole_percent(c.share))).collect();
    told.join(lang.t(", ", "，"))
}

/// The mean way from report to arrival, split into its segments.
pub(super) fn segments(summary: &Summary, lang: Lang) -> String {
    let groups =
        [(lang.t("a crew", "队员"), &summary.segments.by_crew), (lang.t("somebody on the spot", "就地人员"), &summary.segments.settled)];
    let mut out = String::new();
    for (who, means) in groups {
        out.extend(way(who, means, lang));
    }
    if out.is_empty() { out } else { layout::heading(lang.t("Where the time goes", "时间去向")) + &out }
}

fn way(who: &str, means: &SegmentMeans, lang: Lang) -> Option<String> {
    let response = means.response_s?.estimate;
    let until_arrival = means.segments.iter().take_while(|s| s.segment != "partner_wait");
    let (long, slight): (Vec<_>, Vec<_>) =
        until_arrival.filter_map(|s| Some((s, s.mean_s?.estimate))).partition(|(_, mean)| *mean > response * SLIGHT);
    let part = |name: &str, mean: f64| format!("{name} {}", number::seconds(mean, lang));
    let mut parts: Vec<String> = long.iter().map(|(s, mean)| part(names::cause(lang, &s.segment), *mean)).collect();
    let rest: f64 = slight.iter().map(|(_, mean)| mean).sum();
    if !parts.is_empty() && rest > 0.0 {
        parts.push(part(lang.t("other", "其他"), rest));
    }
    let (n, response) = (number::count(means.incidents), number::seconds(response, lang));
    // What takes no time has no parts.
    let parts = if parts.is_empty() { String::new() } else { format!(" = {}", parts.join(" + ")) };
    let text = match lang {
        Lang::En => format!("Served by {who} ({n}): {response} until arrival{parts}"),
        Lang::Zh => format!("由{who}处置（{n} 件）：到场 {response}{parts}"),
    };
    Some(layout::paragraph(&text, 2))
}
