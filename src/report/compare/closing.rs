//! How sure it is, why it ended, and how to repeat it.

use super::{Compared, letter, margin, points};
use crate::experiment::Reason;
use crate::report::layout::{self, FAINT, WARNING};
use crate::report::setup::{replayed_by, what_narrows};
use crate::report::{Lang, hex, number};

/// What pairing gained, the record of stopping, the command, digests.
pub(super) fn closing(found: &Compared, lang: Lang) -> String {
    let mut out = layout::heading(lang.t("What this rests on", "依据与复现"));
    for pairing in &found.pairing {
        let (pair, rho, saved) =
            (format!("{} − {}", found.letter(&pairing.arm), letter(0)), pairing.correlation, 1.0 - pairing.variance_ratio);
        let size = number::whole_percent(saved.abs());
        let correlation = number::decimals(rho, 2);
        let text = match saved >= 0.0 {
            true => lang.text(
                format!("{pair}: common random numbers saved {size} of the variance (correlation {correlation})."),
                format!("{pair}：共用随机数节省了 {size} 的方差（相关系数 {correlation}）。"),
            ),
            false => lang.text(
                format!("{pair}: common random numbers cost {size} more variance (correlation {correlation})."),
                format!("{pair}：共用随机数使方差增加了 {size}（相关系数 {correlation}）。"),
            ),
        };
        out.push_str(&layout::paragraph(&text, 2));
        if rho <= 0.0 {
            let warning = lang.t("Pairing did not help here: the arms do not move together.", "此处配对无益：两方案并不同步变动。");
            out.push_str(&layout::paint(WARNING, &layout::paragraph(warning, 2)));
        }
    }
    out.push_str(&layout::paragraph(&stopped(found, lang), 2));
    let interval = lang.t(
        "Intervals show the chance of the runs only; the doubt about assumptions that differ is told apart, that about those in common is not told at all. Satisfaction is not modelled.",
        "区间只反映随机模拟误差；各方案不同假设的不确定性另行列出，共同假设的不确定性未计。本模型不含满意度。",
    );
    out.push_str(&layout::paragraph(interval, 2));
    out.push_str(&replayed_by(found.runs.arms.iter(), lang));
    out.push_str(&layout::command(&found.command(), lang.t("repeat:", "复现：")));
    let digests: Vec<String> = found
        .runs
        .measured
        .iter()
        .enumerate()
        .map(|(arm, runs)| format!("{} {}", letter(arm), hex(digest(runs.iter().map(|m| m.digest)))))
        .collect();
    out.push_str(&format!("  {} {}\n", lang.t("digests:", "摘要："), layout::paint(FAINT, &digests.join("  "))));
    out
}

/// The fingerprint of an arm's replications.
pub(in crate::report) fn digest(replications: impl Iterator<Item = u64>) -> u64 {
    let mut digest = crate::record::Digest::default();
    replications.for_each(|one| digest.fold(one));
    digest.value()
}

fn stopped(found: &Compared, lang: Lang) -> String {
    let stopping = &found.stopping;
    let n = stopping.replications;
    let looks: Vec<String> = stopping.looks.iter().map(|look| look.replications.to_string()).collect();
    let looks = looks.join(lang.t(", ", "、"));
    let half = stopping.looks.last().and_then(|look| look.half_width).filter(|half| half.is_finite());
    let size = |half: f64| points(half).trim_start_matches('+').to_owned();
    let half = half.map_or_else(String::new, |half| {
        let half = size(half);
        lang.text(format!("; the widest primary interval is ± {half} points"), format!("；首要差异的最宽区间为 ± {half} 个百分点"))
    });
    let longer = found.runs.arms.iter().all(|arm| arm.loaded.scenario.demand.log.is_none());
    let more = what_narrows("--budget", longer, lang);
    let wanted = match found.half_width.filter(|_| stopping.reason == Reason::Budget).map(margin) {
        None => String::new(),
        Some(wanted) => lang.text(
            format!(" The half-width of {wanted} points that was asked for was not reached: {more} make intervals narrower."),
            format!("未达到要求的半宽 {wanted} 个百分点：{more}可使区间更窄。"),
        ),
    };
    let why = match stopping.reason {
        Reason::Fixed => lang.t("as many as were asked for", "按要求次数"),
        Reason::Decided => lang.t("every primary difference was decided", "首要差异均已定论"),
        Reason::Precise => lang.t("the wanted half-width was reached", "已达到要求的半宽"),
        Reason::Budget => lang.t("the budget was spent", "预算用尽"),
        Reason::Interrupted => lang.t("it was interrupted", "被中断"),
    };
    lang.text(
        format!("{} of each arm, looked at after {looks}: ended because {why}{half}.{wanted}", number::counted(n, "replication")),
        format!("各方案重复 {n} 次，在第 {looks} 次后查看：停止原因：{why}{half}。{wanted}"),
    )
}
