//! The list of rules, as text.

use super::Lang;
use super::layout::{self, FAINT, HEADING};
use crate::policy::{Parameter, RuleInfo, RuleKind};

/// What a rule decides, as a word.
pub fn kind(lang: Lang, kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Dispatch => lang.t("dispatch", "派单"),
        RuleKind::Queueing => lang.t("queueing", "排队"),
        RuleKind::Admission => lang.t("admission", "准入"),
        RuleKind::Preemption => lang.t("preemption", "抢占"),
        RuleKind::Relocation => lang.t("relocation", "调配"),
    }
}

fn question(lang: Lang, kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Dispatch => lang.t("Who goes – dispatch: (rule: …)", "派谁去：dispatch: (rule: …)"),
        RuleKind::Queueing => lang.t("Who waits – dispatch: (queue: …)", "谁先等：dispatch: (queue: …)"),
        RuleKind::Admission => lang.t("Who is let in – dispatch: (admission: …)", "谁可派：dispatch: (admission: …)"),
        RuleKind::Preemption => lang.t("Who is pulled away – dispatch: (preemption: …)", "谁被抽调：dispatch: (preemption: …)"),
        RuleKind::Relocation => lang.t("Where free crews go – dispatch: (relocation: …)", "空出后去哪里：dispatch: (relocation: …)"),
    }
}

/// All rules by kind, in the order given, with their parameters and sources.
pub fn rules(rules: &[RuleInfo], lang: Lang) -> String {
    let mut kinds: Vec<RuleKind> = Vec::new();
    rules.iter().for_each(|rule| {
        if !kinds.contains(&rule.kind) {
            kinds.push(rule.kind);
        }
    });
    let sections = kinds.into_iter().map(|kind| {
        let of_kind = rules.iter().filter(|rule| rule.kind == kind);
        layout::heading(question(lang, kind)) + &of_kind.map(|rule| told(rule, lang)).collect::<Vec<_>>().join("\n")
    });
    sections.collect::<String>().trim_start_matches('\n').to_owned()
}

fn told(rule: &RuleInfo, lang: Lang) -> String {
    let mut out = format!("  {}\n", layout::paint(HEADING, rule.name));
    out.push_str(&layout::paragraph(lang.t(rule.summary, rule.zh), 4));
    for p in rule.parameters {
        out.push_str(&layout::paragraph(&parameter(p, lang), 6));
    }
    if let Some(budget) = rule.budget {
        let said = format!("{}{}", lang.t("Cost: ", "代价："), lang.t(budget.said, budget.zh));
        out.push_str(&layout::paragraph(&said, 6));
    }
    let source = format!("{}{}", lang.t("Source: ", "出处："), rule.source);
    out.push_str(&layout::paint(FAINT, &layout::paragraph(&source, 4)));
    out
}

fn parameter(p: &Parameter, lang: Lang) -> String {
    let Parameter { name, default, bounds, meaning, zh } = p;
    match lang {
        Lang::En => format!("{name}: {meaning}. Default {}; allowed: {}.", default.en, bounds.en),
        Lang::Zh => format!("{name}：{zh}。默认 {}；取值：{}。", default.zh, bounds.zh),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Words;

    const RULES: &[RuleInfo] = &[
        RuleInfo {
            name: "DistrictFirst",
            kind: RuleKind::Dispatch,
            budget: None,
            summary: "Own district first, then outside.",
            zh: "先本辖区，后外调。",
            parameters: &[Parameter {
                name: "partition",
                default: Words::alike("governance_unit"),
                bounds: Words::of("a level", "一个层级"),
                meaning: "the districts",
                zh: "辖区",
            }],
            source: "Mayorga, Bandara & McLay 2013",
        },
        RuleInfo {
            name: "Fifo",
            kind: RuleKind::Queueing,
            budget: None,
            summary: "First come, first served.",
            zh: "先到先办。",
            parameters: &[],
            source: "folklore",
        },
    ];

    #[test]
    fn defaults_and_what_is_allowed_are_said_in_chinese() {
        let english = [" or ", " to ", " of ", " and ", "above", "below", "station", "the ", "none", "every"];
        for p in crate::policy::registry().iter().flat_map(|rule| rule.parameters) {
            for told in [p.bounds.zh, p.default.zh] {
                assert!(english.iter().all(|word| !told.contains(word)), "{}: {told}", p.name);
            }
        }
    }

    #[test]
    fn each_rule_is_listed_once_under_its_question() {
        for lang in Lang::ALL {
            let text = anstream::adapter::strip_str(&rules(RULES, lang)).to_string();
            let meaning = lang.t("the districts", "辖区。");
            for said in [meaning, "DistrictFirst", "partition", "governance_unit", "Mayorga", "Fifo", "folklore"] {
                assert_eq!(text.matches(said).count(), 1, "{said} in\n{text}");
            }
            assert!(text.find("rule: …") < text.find("queue: …"));
            assert!(text.lines().all(|line| layout::width(line) <= layout::WIDTH));
        }
    }
}
