//! How far each rule is from the bound that no rule can beat.

use super::Ranking;
use crate::experiment::hindsight::Distance;
use crate::experiment::{Arm, Estimate};
use crate::metrics::Target;
use crate::report::compare::points;
use crate::report::layout::{self, Align, FAINT, HEADING, Table};
use crate::report::{Lang, names, number};

/// The bound, and every rule's distance to it; or why there is none.
pub(super) fn hindsight(found: &Ranking, lang: Lang) -> String {
    let heading = layout::heading(lang.t("How far from hindsight", "与事后最优下界的距离"));
    let bound = match &found.hindsight {
        None => return String::new(),
        Some(Err(reason)) => {
            let text = lang.text(format!("There is no bound here: {}.", reason.en), format!("此处无下界：{}。", reason.zh));
            return heading + &layout::paragraph(&text, 2);
        }
        Some(Ok(bound)) => bound,
    };
    let mut table = Table::new(&[
        (lang.t("rule", "规则"), Align::Left),
        (lang.t("late", "超时"), Align::Right),
        (lang.t("above the bound", "高于下界"), Align::Right),
        (lang.t("response of all", "全部事件平均到场"), Align::Right),
        (lang.t("above the bound", "高于下界"), Align::Right),
    ]);
    let late = |late: Option<&Estimate>| late.map_or_else(|| number::NONE.to_owned(), |e| number::percent(e.estimate));
    let response = |response: Option<&Estimate>| number::time(response, lang);
    let name = lang.t("bound", "下界").to_owned();
    let cells = [name, late(bound.late.as_ref()), String::new(), response(bound.response_s.as_ref()), String::new()];
    table.styled(cells.map(|cell| (cell, HEADING)));
    let shown = found.ranked.league.iter().filter(|row| row.same_as.is_none());
    for rule in shown.filter_map(|row| bound.rules.iter().find(|other| other.rule == row.rule)) {
        table.row(row(rule, late(rule.late.as_ref()), response(rule.response_s.as_ref()), lang));
    }
    let note = note(found.base, bound.replications, lang);
    format!("{heading}{}{}", table.render(), layout::paint(FAINT, &layout::paragraph(&note, 2)))
}

fn row(rule: &Distance, late: String, response: String, lang: Lang) -> [String; 5] {
    let none = || number::NONE.to_owned();
    let gap = rule.late_gap.map_or_else(none, |gap| points(gap.estimate));
    let slower = rule.response_gap_s.map(|gap| number::signed(gap.estimate, number::seconds(gap.estimate.abs(), lang)));
    [rule.rule.clone(), late, gap, response, slower.unwrap_or_else(none)]
}

/// What the bound is about, and what it is worth.
fn note(base: &Arm, n: u32, lang: Lang) -> String {
    let dimensions = &base.dimensions;
    let scene = Target::OnScene as usize;
    let (target, limit) = (
        names::target(lang, Target::OnScene.name(), dimensions.targets.until_handled),
        number::limit(dimensions.targets.limits[scene].seconds(), lang),
    );
    lang.text(
        format!(
            "Late is who misses the target \"{target}\" ({limit}), whatever target rules are ranked by. The bound is worked out with all incidents known beforehand, over {}; no rule is below it, and the best that a rule could do may well be above it. In the response of all, whoever is never reached counts to the end of the drain, so that leaving somebody out is no gain; elsewhere responses are of those reached. Distances are in points of percent and in time.",
            number::counted(n, "paired replication")
        ),
        format!("超时指未达\u{201c}{target}\u{201d}目标（{limit}），与规则按何目标排名无关。下界假定事先知道全部事件（{n} 次配对重复）；任何规则都不会低于它，而规则所能达到的最优可能仍高于它。全部事件平均到场中，始终无人到场者计至排空期末（因此放弃某些事件并不占便宜）；其他各处的到场用时只计有人到场者。距离以百分点和时间计。"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    #[test]
    fn the_bound_names_its_target_whatever_rules_are_ranked_by() {
        let text = r#"(city: Point(), demand: (volume: "20 /day", categories: { "job": (on_scene: Deterministic("1 min")) }),
            workforce: (crews: { "patrol": (officers: 9, crew_size: 1, working_days: 7, based: Centre) }),
            targets: (accept: "4 min", on_scene: "37 min", primary: Accept), run: (days: 2))"#;
        let base = Arm::of(load_text("small.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))), String::new(), Vec::new());
        for (lang, limit, over) in [(Lang::En, "\"on scene\" (37 min)", "2 paired replications"), (Lang::Zh, "（37", "2 次配对重复")]
        {
            let told = note(&base, 2, lang);
            assert!(told.contains(limit) && told.contains(over), "{told}");
            assert!(told.contains(lang.t("never reached counts to the end of the drain", "计至排空期末")), "{told}");
        }
    }
}
