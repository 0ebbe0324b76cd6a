//! The headline: how far each target is attained, and how long it takes.

use crate::experiment::summary::{DurationSummary, TargetSummary};
use crate::experiment::{Estimate, Summary};
use crate::metrics::Clock;
use crate::report::layout::{self, Align, FAINT, HEADING, Table};
use crate::report::{Lang, names, number};
use anstyle::Style;

/// Limit, attainment with its interval, the other reading beside it, misses.
pub(super) fn targets(summary: &Summary, lang: Lang) -> String {
    let (clock, other) = match summary.clock {
        Clock::Cumulative => (lang.t("from the report", "自上报起累计"), lang.t("per stage", "分段计")),
        Clock::PerStage => (lang.t("per stage", "分段计"), lang.t("from the report", "自上报起累计")),
    };
    let mut table = Table::new(&[
        (lang.t("target", "目标"), Align::Left),
        (lang.t("within", "时限"), Align::Right),
        (clock, Align::Right),
        (other, Align::Right),
        (lang.t("misses per 1,000", "每 1,000 件未达"), Align::Right),
        (lang.t("late", "超时"), Align::Right),
        (lang.t("never", "未到达"), Align::Right),
    ]);
    for target in &summary.targets {
        let style = if target.primary { HEADING } else { Style::new() };
        let mark = if target.primary { " *" } else { "" };
        let name = names::target(lang, &target.name, summary.until_handled);
        let cells = [
            format!("{name}{mark}"),
            number::limit(target.limit_s, lang),
            number::attained(target.attainment.as_ref()),
            number::attained(beside(summary, target)),
            misses_per_thousand(target),
            number::count(target.misses.late),
            number::count(target.misses.not_reached),
        ];
        table.styled(cells.map(|cell| (cell, style)));
    }
    let note = match (summary.targets.first().and_then(|t| t.attainment), lang) {
        (Some(Estimate { lower: Some(_), replications: measured, .. }), Lang::En) => {
            format!("* primary target. ± is the {:.0}% interval over {}.", summary.level * 100.0, number::counted(measured, "replication"))
        }
        (Some(Estimate { lower: Some(_), replications: measured, .. }), Lang::Zh) => {
            format!("* 首要目标。± 为 {measured} 次重复的 {:.0}% 置信区间。", summary.level * 100.0)
        }
        (None, Lang::En) => "* primary target. No incident was measured.".to_owned(),
        (None, Lang::Zh) => "* 首要目标。未统计到任何事件。".to_owned(),
        (_, Lang::En) => {
            "* primary target. Measured in one replication only, without an interval: ask for more with --replications.".to_owned()
        }
        (_, Lang::Zh) => "* 首要目标。仅一次重复有事件，没有置信区间：请用 --replications 增加重复次数。".to_owned(),
    };
    let heading = layout::heading(lang.t("Targets attained", "目标达成率"));
    let note = note + &few_decide(summary, lang).unwrap_or_default();
    heading + &table.render() + &layout::paint(FAINT, &layout::paragraph(&note, 2))
}

/// Which intervals are surer than they ought to be, as few replications decide; `None` where none is.
fn few_decide(summary: &Summary, lang: Lang) -> Option<String> {
    let of = || summary.targets.iter().filter(|target| target.replications_wanted.is_some());
    let wanted = number::count(of().filter_map(|target| target.replications_wanted).max()?);
    let names = of().map(|target| names::target(lang, &target.name, summary.until_handled)).collect::<Vec<_>>().join(lang.t(", ", "、"));
    Some(lang.text(
        format!(" Few replications decide what ± is ({names}), so that it is surer than it ought to be: some {wanted} are wanted."),
        format!("{names}的 ± 取决于少数几次重复，把握被高估：约需 {wanted} 次。"),
    ))
}

fn beside<'a>(summary: &Summary, target: &'a TargetSummary) -> Option<&'a Estimate> {
    match summary.clock {
        Clock::Cumulative => target.per_stage.as_ref(),
        Clock::PerStage => target.cumulative.as_ref(),
    }
}

fn misses_per_thousand(target: &TargetSummary) -> String {
    if target.of == 0 {
        return number::NONE.to_owned();
    }
    format!("{:.1}", (target.of - target.met) as f64 * 1_000.0 / target.of as f64)
}

/// Median, 90th percentile and mean time to each milestone.
pub(super) fn times(summary: &Summary, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.t("from report to", "自上报至"), Align::Left),
        (lang.t("median", "中位"), Align::Right),
        ("p90", Align::Right),
        (lang.t("mean if reached", "到达者平均"), Align::Right),
        (lang.t("reached", "到达"), Align::Right),
        (lang.t("not reached", "未到达"), Align::Right),
    ]);
    for d in &summary.durations {
        table.row([
            names::milestone(lang, &d.milestone).to_owned(),
            quantile(d, 0.5, lang),
            quantile(d, 0.9, lang),
            number::time(d.mean_s.as_ref(), lang),
            number::count(d.reached),
            number::count(d.not_reached),
        ]);
    }
    layout::heading(lang.t("How long it takes", "所需时间")) + &table.render()
}

fn quantile(d: &DurationSummary, order: f64, lang: Lang) -> String {
    let found = d.quantiles.iter().find(|q| (q.order - order).abs() < 1e-9);
    number::time(found.and_then(|q| q.seconds.as_ref()), lang)
}
