//! Why it ended, and how to repeat it.

use super::Ranking;
use crate::experiment::Reason;
use crate::experiment::rank::Procedure;
use crate::report::compare::closing::digest;
use crate::report::layout::{self, FAINT};
use crate::report::setup::replayed_by;
use crate::report::{Lang, hex, number};

/// The record of stopping, what intervals are of, the command, the digest.
pub(super) fn closing(found: &Ranking, lang: Lang) -> String {
    let mut out = layout::heading(lang.t("What this rests on", "依据与复现"));
    out.push_str(&layout::paragraph(&stopped(found, lang), 2));
    let interval = lang.t(
        "All rules meet the same incidents with the same luck. Intervals show the chance of the runs only, not the doubt about the scenario's numbers.",
        "各规则面对相同事件并共用随机数。区间只反映随机模拟误差，不含场景参数的不确定性。",
    );
    out.push_str(&layout::paragraph(interval, 2));
    out.push_str(&replayed_by([found.base], lang));
    out.push_str(&layout::command(&found.command(), lang.t("repeat:", "复现：")));
    let all = digest(found.contest.measured.iter().flatten().map(|m| m.digest));
    out.push_str(&format!("  {} {}\n", lang.t("digest:", "摘要："), layout::paint(FAINT, &hex(all))));
    out
}

fn stopped(found: &Ranking, lang: Lang) -> String {
    let (ranked, stopping) = (&found.ranked, &found.ranked.stopping);
    let left = ranked.league.iter().filter(|row| row.eliminated.is_none() && row.same_as.is_none()).count();
    let why = match stopping.reason {
        Reason::Interrupted => lang.t("it was interrupted", "被中断"),
        Reason::Decided | Reason::Budget if ranked.is_level() => lang.t("all rules did the same", "各规则结果相同"),
        Reason::Fixed => lang.t("that is what was asked for", "按要求次数"),
        Reason::Budget => lang.t("the budget was spent", "预算用尽"),
        _ if left > 1 => lang.t("only rules that are equal were left", "仅余相同的规则"),
        _ => lang.t("one rule was left", "仅余一种规则"),
    };
    let (runs, n, first) = (number::count(ranked.runs), stopping.replications, stopping.plan.first);
    let all = u64::from(n) * found.field.arms.len() as u64;
    let spared = match ranked.guarantee.procedure {
        Procedure::Kn if all > ranked.runs => lang.text(
            format!(" Running every rule as often as the best would have taken {}.", number::count(all)),
            format!("若每种规则都与最优者运行同样多次，则需 {} 次。", number::count(all)),
        ),
        _ => String::new(),
    };
    if stopping.reason == Reason::Interrupted {
        return lang.text(
            format!("{runs} replications in all, {n} of the best; ended because {why}."),
            format!("共 {runs} 次重复，最优者 {n} 次；停止原因：{why}。"),
        );
    }
    lang.text(
        format!("{runs} replications in all, {first} of each rule at first and {n} of the best; ended because {why}.{spared}"),
        format!("共 {runs} 次重复，起初每种规则 {first} 次，最优者 {n} 次；停止原因：{why}。{spared}"),
    )
}
