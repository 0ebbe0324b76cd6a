//! The result in a sentence, from a template that cannot say more than the guarantee.

use super::Ranking;
use crate::experiment::Reason;
use crate::experiment::rank::{Procedure, Ranked, Row, ToBest};
use crate::report::compare::{between, margin, points};
use crate::report::layout;
use crate::report::{Lang, number};

/// Which rule is best, how sure that is, and by how much it leads.
pub(super) fn sentences(found: &Ranking, lang: Lang) -> Vec<String> {
    let first = match (found.ranked.guarantee.procedure, found.ranked.guarantee.holds) {
        _ if found.ranked.is_level() => level(found, lang),
        (Procedure::Ocba, _) => budgeted(found, lang),
        (_, true) => guaranteed(found, lang),
        (_, false) => open(found, lang),
    };
    std::iter::once(first).chain(few(found, lang)).chain(lead(&found.ranked, lang)).collect()
}

/// The same on a terminal.
pub(super) fn sentence(found: &Ranking, lang: Lang) -> String {
    let note = lang.t(
        "It is about the scenario named, not about a city: no records to compare it with are published.",
        "结论针对所列场景，而非现实城市：尚无公开记录可资验证。",
    );
    layout::answer(&sentences(found, lang), lang) + &layout::paint(layout::FAINT, &layout::paragraph(note, 2))
}

fn size(share: f64) -> String {
    points(share.abs()).trim_start_matches('+').to_owned()
}

fn winner(ranked: &Ranked) -> &str {
    ranked.winner().map_or("", |row| row.rule.as_str())
}

fn level(found: &Ranking, lang: Lang) -> String {
    let (rules, n) = (found.field.arms.len(), found.ranked.stopping.replications);
    let each = number::counted(n, "replication");
    lang.text(
        format!("The {rules} rules did exactly the same in every replication ({each} of each): there is nothing to choose between them."),
        format!("{rules} 种规则在每次重复中结果完全相同（各 {n} 次重复）：无从取舍。"),
    )
}

fn guaranteed(found: &Ranking, lang: Lang) -> String {
    let guarantee = &found.ranked.guarantee;
    let (best, rules, asked) = (winner(&found.ranked), found.field.arms.len(), found.asked(lang));
    let confidence = number::percent_given(guarantee.confidence.unwrap_or_default());
    let margin = margin(guarantee.indifference);
    let how = match guarantee.procedure {
        Procedure::Kn => lang.t("sequential selection of Kim & Nelson under common random numbers", "Kim–Nelson 序贯选优，共用随机数"),
        _ => lang.t("multiple comparisons with the best", "与最优者的多重比较"),
    };
    lang.text(
        format!(
            "With at least {confidence} confidence {best} is the best of {rules} rules by the share of incidents {asked}, or within {margin} points of the best ({how})."
        ),
        format!("以至少 {confidence} 的置信度，{best} 是 {rules} 种规则中 {asked}比例最高者，或与最高者相差不超过 {margin} 个百分点（{how}）。"),
    )
}

fn open(found: &Ranking, lang: Lang) -> String {
    let stopping = &found.ranked.stopping;
    let (best, n) = (winner(&found.ranked), stopping.replications);
    let why = match stopping.reason {
        Reason::Interrupted => lang.t("it was interrupted", "被中断"),
        Reason::Fixed => lang.t("so many replications do not tell", "该次数不足以区分"),
        _ => lang.t("the budget was spent", "预算用尽"),
    };
    let asked = found.asked(lang);
    let below = found.ranked.winner().and_then(|row| row.against_best).filter(|against| against.lower < 0.0);
    let below = below.map(|against| size(against.lower));
    let below = below.map_or_else(String::new, |below| {
        lang.text(format!(" It may be up to {below} points below the best."), format!("它可能比最优者低至多 {below} 个百分点。"))
    });
    lang.text(
        format!(
            "Not decided ({why}): {best} has the largest share of incidents {asked} after {}, without a guarantee.{below}",
            number::counted(n, "replication")
        ),
        format!("尚未定论（{why}）：{n} 次重复后 {best} 的{asked}比例最高，但无保证。{below}"),
    )
}

fn budgeted(found: &Ranking, lang: Lang) -> String {
    let (best, rules, runs, asked) = (winner(&found.ranked), found.field.arms.len(), found.ranked.runs, found.asked(lang));
    let likely = found.ranked.guarantee.probability.filter(|p| *p >= 0.01).map_or_else(String::new, |p| {
        lang.text(
            format!(
                " That it is the best has a probability of at least {} (as if rules were independent; an approximation).",
                number::percent(p)
            ),
            format!("其为最优的概率至少为 {}（近似，视各规则为独立）。", number::percent(p)),
        )
    });
    lang.text(
        format!("Within {runs} replications {best} looks best of {rules} rules by the share of incidents {asked}.{likely} This is no guarantee (OCBA)."),
        format!("在 {runs} 次重复的预算内，{best} 在 {rules} 种规则中 {asked}比例最高。{likely}此非保证（OCBA）。"),
    )
}

/// That few replications decide.
fn few(found: &Ranking, lang: Lang) -> Option<String> {
    let guarantee = &found.ranked.guarantee;
    let wanted = number::count(guarantee.replications_wanted?);
    let longer = match found.base.loaded.scenario.demand.log {
        Some(_) => "",
        None => lang.t(", or longer ones (run.days)", "，或更长的重复（run.days）"),
    };
    let of = match guarantee.procedure {
        Procedure::Kn => lang.t(" of each rule before any is eliminated", "（淘汰之前每种规则）"),
        _ => lang.t(" of each rule", "（每种规则）"),
    };
    Some(lang.text(
        format!(
            "Few replications decide between it and another rule, so that this is surer than it ought to be: some {wanted}{of} are wanted{longer}."
        ),
        format!("它与其他规则的高下取决于少数几次重复，把握被高估：约需 {wanted} 次{of}{longer}。"),
    ))
}

/// Where the second stands to it, over the replications that both have.
fn led(second: &str, difference: &ToBest, lang: Lang) -> String {
    let by = size(difference.estimate);
    match difference.estimate {
        0.0 => lang.text(format!("{second} does as well."), format!("{second} 与之相当。")),
        ahead if ahead > 0.0 => {
            let interval = between(difference.lower, difference.upper, lang);
            lang.text(
                format!("Over the replications that both have, {second} is ahead of it by {by} points (interval {interval}, paired)."),
                format!("在二者共有的重复上，{second} 反而领先 {by} 个百分点（区间 {interval}，配对）。"),
            )
        }
        _ => {
            let interval = between(difference.upper.map(|upper| -upper), difference.lower.map(|lower| -lower), lang);
            lang.text(
                format!("It leads {second} by {by} points (interval {interval}, paired)."),
                format!("领先 {second} {by} 个百分点（区间 {interval}，配对）。"),
            )
        }
    }
}

/// By how much it leads, and who may be as good.
fn lead(ranked: &Ranked, lang: Lang) -> Option<String> {
    let second: &Row = ranked.league.iter().find(|row| row.arm != ranked.best && row.same_as.is_none())?;
    let difference = second.difference?;
    let mut text = led(&second.rule, &difference, lang);
    let is_same = |row: &&Row| row.same_as.as_deref() == Some(winner(ranked));
    // Who does as well has been named.
    let named = |row: &&Row| row.arm == second.arm && difference.estimate == 0.0;
    let contenders: Vec<&str> = ranked.contenders().filter(|row| !is_same(row) && !named(row)).map(|row| row.rule.as_str()).collect();
    if !contenders.is_empty() {
        let names = contenders.join(lang.t(", ", "、"));
        text += &lang.text(format!(" As good may be: {names}."), format!("可能同样好：{names}。"));
    }
    let same: Vec<&str> = ranked.contenders().filter(is_same).map(|row| row.rule.as_str()).collect();
    if !same.is_empty() {
        let names = same.join(lang.t(", ", "、"));
        text += &lang.text(format!(" {names} did exactly the same."), format!("{names} 的结果完全相同。"));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_that_is_ahead_is_said_to_be() {
        let difference = |estimate: f64| ToBest {
            estimate,
            lower: Some(estimate - 0.01),
            upper: Some(estimate + 0.01),
            level_alone: 0.95,
            replications: 20,
        };
        let said = |estimate: f64| led("Random", &difference(estimate), Lang::En);
        assert_eq!(said(-0.02), "It leads Random by 2.0 points (interval +1.0 to +3.0, paired).");
        assert!(said(0.02).ends_with("Random is ahead of it by 2.0 points (interval +1.0 to +3.0, paired)."), "{}", said(0.02));
        assert_eq!(said(0.0), "Random does as well.");
    }
}
