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
        Lang::En => format!("{name}: {meaning}. Default {default}; allowed: {bounds}."),
        Lang::Zh => format!("{name}：{zh}。默认 {}；取值：{}。", chinese(default), chinese(bounds)),
    }
}

/// A default, or what is allowed, in Chinese; what is no words stays as it is.
fn chinese(text: &str) -> &str {
    match text {
        "the finest level with at most 256 areas" => "区域不超过 256 个的最细层级",
        "the innermost level" => "最内层级",
        "none: any distance" => "无：不限距离",
        "none: they never wait for that" => "无：不为此等候",
        "none; at least one row must be given" => "无；至少须给出一行",
        "{}: every zone by distance" => "{}：各区域按距离",
        "0 or more" => "不小于 0",
        "Busy(n) with n ≥ 1: while n or more crews are busy; BusyShare(s) with s > 0: while that share of those on duty is busy" => {
            "Busy(n)，n ≥ 1：忙碌班组不少于 n 时；BusyShare(s)，s > 0：当班班组忙碌比例不低于 s 时"
        }
        "0 or more; 0 is ClosestIdle" => "不小于 0；0 即 ClosestIdle",
        "0 or more; with 0 only crews that are equally near share" => "不小于 0；为 0 时仅同样近的班组分担",
        "-1000000 to 1000000" => "-1000000 至 1000000",
        "1 min to 4 h" => "1 分钟至 4 小时",
        "1 s to 1 h" => "1 秒至 1 小时",
        "1 to 64" => "1 至 64",
        "2 to 16" => "2 至 16",
        "above 0" | "more than 0" => "大于 0",
        "above 0 and below 1" => "大于 0 且小于 1",
        "a level or partition of the city" => "城市的一个层级或划分",
        "a level or partition of at most 1024 areas" => "至多 1024 个区域的层级或划分",
        "a rule that sends free crews at once" => "立即派出空闲班组的规则",
        "priorities below 1" => "低于 1 级（不那么紧急）的优先级",
        "priorities below 2" => "低于 2 级（不那么紧急）的优先级",
        "priorities below 3" => "低于 3 级（不那么紧急）的优先级",
        "{\"zone\": [\"first station\", \"second station\"]}" => "{\"区域\": [\"首选驻点\", \"次选驻点\"]}",
        "[[\"a\"], [\"a\", \"b\"], …]: k stations in row k" => "[[\"甲\"], [\"甲\", \"乙\"], …]：第 k 行为 k 个驻点",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &[RuleInfo] = &[
        RuleInfo {
            name: "DistrictFirst",
            kind: RuleKind::Dispatch,
            budget: None,
            summary: "Own district first, then outside.",
            zh: "先本辖区，后外调。",
            parameters: &[Parameter {
                name: "partition",
                default: "governance_unit",
                bounds: "a level",
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
            for told in [chinese(p.bounds), chinese(p.default)] {
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
