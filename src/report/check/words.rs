//! Settings and their values as people say them.

use crate::report::Lang;
use crate::report::language::words;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What settings are called; other names stand as they are, but for those that a scenario has in Chinese.
const FIELDS: &[(&str, &str, &str)] = &[
    ("officers", "officers", "队员"),
    ("staff", "clerks", "坐席"),
    ("receipt", "receipt", "受理"),
    ("triage", "triage", "研判"),
    ("accept", "acceptance", "接单"),
    ("turnout", "turnout", "出动"),
    ("transfer", "hand-off to it", "移交"),
    ("waits_for_opening", "waits for its opening off hours", "非办公时间等候"),
    ("wrong_department", "goes to the wrong department", "派错部门"),
    ("sends", "sends", "可派人员"),
    ("requests", "requests of subordinates", "下级请示"),
    ("settles", "share settled", "就地处置"),
    ("joint_via", "joint jobs pass", "联合处置须经"),
    ("rule", "dispatch rule", "派单规则"),
    ("boundaries", "boundaries", "辖区界线"),
    ("based", "based", "驻地"),
    ("skills", "competent in", "职权"),
    ("roster", "roster", "排班"),
    ("volume", "volume", "事件量"),
    ("count", "how many", "数量"),
    ("days", "days", "天数"),
    ("replications", "replications", "重复次数"),
    ("available", "available", "可用率"),
    ("filled", "posts filled", "满编比例"),
    ("committed_work", "committed work", "既定任务"),
    ("crew_time_per_day", "crew time a day", "每日工时"),
    ("base", "base", "基础"),
    ("median", "median", "中位数"),
    ("p90", "90% point", "90%分位"),
    ("mean", "mean", "均值"),
    ("share", "share", "占比"),
    ("urgent", "urgent", "紧急占比"),
    ("on_scene", "work on scene", "现场处置"),
    ("absence", "absence", "缺勤率"),
    ("refusal", "refusals", "拒单率"),
    ("shifts", "shifts", "班次"),
    ("hours", "hours", "时段"),
    ("weight", "weight", "权重"),
    ("rate", "rate", "频率"),
    ("service", "service", "用时"),
    ("seed", "seed", "随机种子"),
    ("start", "start", "起始日"),
    ("log", "log", "记录"),
    ("file", "file", "文件"),
];

/// The setting at a path in words: what it belongs to, then what it is. `names` are those of the path, each with whether the
/// scenario gives it; `called` has such names that are another in Chinese.
pub(super) fn field(names: &[(String, bool)], called: &BTreeMap<&str, &str>, lang: Lang) -> String {
    let sections = ["structure", "workforce", "demand", "dispatch", "city", "run", "targets"];
    let groups = ["desks", "crews", "posts", "settlers", "categories", "channels", "surges", "intake", "prices"];
    let mut told: Vec<Cow<str>> = Vec::new();
    for (i, (name, given)) in names.iter().enumerate() {
        told.push(match FIELDS.iter().find(|(known, ..)| known == name) {
            _ if i == 0 && names.len() > 1 && sections.contains(&name.as_str()) => continue,
            _ if i == 1 && names.len() > 2 && groups.contains(&name.as_str()) => continue,
            _ if *given => Cow::from(own(name, called, lang)),
            Some((_, en, zh)) => Cow::from(lang.t(en, zh)),
            None => words(name),
        });
    }
    told.join(lang.t(", ", "，"))
}

fn own<'a>(name: &'a str, called: &BTreeMap<&str, &'a str>, lang: Lang) -> &'a str {
    if lang == Lang::Zh { called.get(name).copied().unwrap_or(name) } else { name }
}

/// A value without the signs that only the program needs, cut where it is long.
pub(super) fn value(text: &str, called: &BTreeMap<&str, &str>, lang: Lang) -> String {
    const MOST: usize = 90;
    let quotes: Vec<&str> = text.split('"').map(|part| own(part, called, lang)).collect();
    let told = match (text.split('(').next(), &quotes[..]) {
        (Some("LogNormal"), [_, median, _, p90, _]) => {
            lang.text(format!("{median} in the median, nine in ten within {p90}"), format!("中位 {median}，九成在 {p90} 以内"))
        }
        (Some("Deterministic"), [_, only, _]) => (*only).to_owned(),
        (Some(""), ["", only, ""]) if text.starts_with('"') => (*only).to_owned(),
        _ if text.starts_with("[\"") && text.ends_with("\"]") => {
            quotes.iter().skip(1).step_by(2).copied().collect::<Vec<_>>().join(lang.t(", ", "、"))
        }
        _ if text == "[]" => lang.t("nobody", "无").to_owned(),
        _ => quotes.concat(),
    };
    if told.chars().count() <= MOST {
        return told;
    }
    told.chars().take(MOST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_told_in_words() {
        let field = |names: &[(&str, bool)], lang| {
            let names: Vec<(String, bool)> = names.iter().map(|(name, given)| ((*name).to_owned(), *given)).collect();
            field(&names, &BTreeMap::from([("duty-station crew", "联勤班组")]), lang)
        };
        let officers = [("workforce", false), ("crews", false), ("duty-station crew", true), ("officers", false)];
        assert_eq!(field(&officers, Lang::En), "duty-station crew, officers");
        assert_eq!(field(&officers, Lang::Zh), "联勤班组，队员");
        assert_eq!(
            field(&[("structure", false), ("desks", false), ("a_b", true), ("closing_check", false)], Lang::En),
            "a_b, closing check"
        );
        let accept = [("structure", false), ("desks", false), ("accept", true), ("accept", false), ("p90", false)];
        assert_eq!(field(&accept, Lang::Zh), "accept，接单，90%分位");
        assert_eq!(field(&[("dispatch", false), ("rule", false)], Lang::En), "dispatch rule");
    }

    #[test]
    fn values_lose_their_signs() {
        let value = |text: &str, lang| value(text, &BTreeMap::from([("grid worker", "网格员"), ("town", "镇政府")]), lang);
        assert_eq!(value("[\"grid worker\", \"leader\"]", Lang::Zh), "网格员、leader");
        assert_eq!((value("\"town\"", Lang::Zh).as_str(), value("\"town\"", Lang::En).as_str()), ("镇政府", "town"));
        let triage = "LogNormal(median: \"6 min\", p90: \"16 min\")";
        assert_eq!(value(triage, Lang::En), "6 min in the median, nine in ten within 16 min");
        assert_eq!(value(triage, Lang::Zh), "中位 6 min，九成在 16 min 以内");
        assert_eq!(value("\"190 /day\"", Lang::En), "190 /day");
        assert_eq!(value("[(\"08:30..17:30\", 3)]", Lang::En), "[(08:30..17:30, 3)]");
        assert_eq!(value("[]", Lang::En), "nobody");
        assert_eq!(value(&"x".repeat(200), Lang::En).chars().count(), 90);
    }
}
