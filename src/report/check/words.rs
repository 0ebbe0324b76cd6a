//! Settings and their values as people say them.

use crate::report::Lang;

/// What the last name of a path is called; other names stand as they are.
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
];

/// The setting at a path in words: what it belongs to, then what it is.
pub(super) fn field(path: &str, lang: Lang) -> String {
    let names = names(path);
    let sections = ["structure", "workforce", "demand", "dispatch", "city", "run", "targets"];
    let groups = ["desks", "crews", "posts", "settlers", "categories", "channels", "surges", "intake", "prices"];
    let mut words: Vec<String> = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let told = match FIELDS.iter().find(|(known, ..)| known == name) {
            Some((_, en, zh)) if i + 1 == names.len() => lang.t(en, zh).to_owned(),
            _ if i == 0 && names.len() > 1 && sections.contains(&name.as_str()) => continue,
            _ if i == 1 && names.len() > 2 && groups.contains(&name.as_str()) => continue,
            _ => name.replace('_', " "),
        };
        words.push(told);
    }
    words.join(lang.t(", ", "，"))
}

/// The names of a path, without the quotes around them.
fn names(path: &str) -> Vec<String> {
    let (mut names, mut name, mut quoted) = (Vec::new(), String::new(), false);
    for c in path.chars() {
        match c {
            '"' => quoted = !quoted,
            '.' if !quoted => names.push(std::mem::take(&mut name)),
            c => name.push(c),
        }
    }
    names.push(name);
    names
}

/// A value without the signs that only the program needs, cut where it is long.
pub(super) fn value(text: &str, lang: Lang) -> String {
    const MOST: usize = 90;
    let quotes: Vec<&str> = text.split('"').collect();
    let told = match (text.split('(').next(), &quotes[..]) {
        (Some("LogNormal"), [_, median, _, p90, _]) => {
            lang.text(format!("{median} in the median, nine in ten within {p90}"), format!("中位 {median}，九成在 {p90} 以内"))
        }
        (Some("Deterministic"), [_, only, _]) => (*only).to_owned(),
        (Some(""), ["", only, ""]) if text.starts_with('"') => (*only).to_owned(),
        _ if text == "[]" => lang.t("nobody", "无").to_owned(),
        _ => text.replace('"', ""),
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
        let path = "workforce.crews.duty-station crew.officers";
        assert_eq!(field(path, Lang::En), "duty-station crew, officers");
        assert_eq!(field(path, Lang::Zh), "duty-station crew，队员");
        assert_eq!(field("structure.desks.\"a.b\".triage", Lang::En), "a.b, triage");
        assert_eq!(field("dispatch.rule", Lang::En), "dispatch rule");
    }

    #[test]
    fn values_lose_their_signs() {
        let triage = "LogNormal(median: \"6 min\", p90: \"16 min\")";
        assert_eq!(value(triage, Lang::En), "6 min in the median, nine in ten within 16 min");
        assert_eq!(value(triage, Lang::Zh), "中位 6 min，九成在 16 min 以内");
        assert_eq!(value("\"190 /day\"", Lang::En), "190 /day");
        assert_eq!(value("[(\"08:30..17:30\", 3)]", Lang::En), "[(08:30..17:30, 3)]");
        assert_eq!(value("[]", Lang::En), "nobody");
        assert_eq!(value(&"x".repeat(200), Lang::En).chars().count(), 90);
    }
}
