//! The list of factors: as text, by section, and as JSON.

use super::json::{head, value};
use super::layout::{self, FAINT};
use super::{Lang, number};
use crate::scenario::{Factor, Factors, Grade, Range};
use serde_json::{Value, json};

/// All factors, section by section: the path in full, below it what it is; `named` keeps those whose path holds this.
pub fn factors(factors: &Factors, named: &str, lang: Lang) -> String {
    let mut out = String::new();
    let mut section = "";
    let mut shown = 0;
    for factor in factors.iter().filter(|factor| factor.path.contains(named)) {
        let own = factor.path.split('.').next().unwrap_or_default();
        if own != section {
            out.push_str(&layout::heading(own));
            section = own;
        }
        out.push_str(&format!("  {}\n", layout::clean(&factor.path)));
        out.push_str(&layout::paint(FAINT, &layout::paragraph(&told(factor, lang), 6)));
        shown += 1;
    }
    let all = factors.iter().len();
    let note = lang.text(
        format!(
            "{shown} of {all} factors. * moves a whole distribution, its shape kept. (…) half to double, for no range is given. Set one with --set 'PATH=VALUE'; --json gives the sources."
        ),
        format!("共 {all} 个参数，列出 {shown} 个。* 整体移动分布，形状不变。括号内为未给定范围时的一半至两倍。用 --set '路径=值' 设定；--json 列出来源。"),
    );
    out.push('\n');
    out.push_str(&layout::paint(FAINT, &layout::paragraph(&note, 0)));
    out.trim_start_matches('\n').to_owned()
}

/// Value, grade, range, bounds, meaning.
fn told(factor: &Factor, lang: Lang) -> String {
    let mark = if factor.distribution.is_some() { "*" } else { "" };
    let default = if factor.written { "" } else { lang.t(" (default)", "（默认）") };
    let (low, high) = (factor.kind.show(factor.bounds.0), short(factor, factor.bounds.1));
    let meaning = lang.text(factor.en.clone(), factor.zh.clone());
    let (grade, range) = (grade(factor.grade), range(factor, lang));
    match lang {
        Lang::En => format!("{}{mark}{default} · {meaning} · grade {grade}, range {range} · bounds {low} … {high}", factor.shown()),
        Lang::Zh => format!("{}{mark}{default} · {meaning} · 等级 {grade}，范围 {range} · 界限 {low} … {high}", factor.shown()),
    }
}

/// Where a factor may well lie, as text; in parentheses where it is half to double.
pub fn range(factor: &Factor, lang: Lang) -> String {
    let ends = |r: Range| format!("{} … {}", factor.kind.show(r.low), factor.kind.show(r.high));
    match (factor.range, factor.outside) {
        (Some(r), _) if r.given => ends(r),
        (Some(r), _) => lang.text(format!("({})", ends(r)), format!("（{}）", ends(r))),
        (None, Some(r)) => lang.text(format!("not in {}", ends(r)), format!("不在 {} 之内", ends(r))),
        (None, None) => number::NONE.to_owned(),
    }
}

/// The same for programs; `null` without a range.
pub fn range_json(factor: &Factor) -> Value {
    ends_json(factor.range)
}

fn ends_json(range: Option<Range>) -> Value {
    range.map_or(Value::Null, |r| json!({ "low": r.low, "high": r.high, "given": r.given }))
}

/// A grade as a letter.
pub fn grade(grade: Option<Grade>) -> &'static str {
    match grade {
        Some(Grade::A) => "A",
        Some(Grade::B) => "B",
        Some(Grade::C) => "C",
        None => number::NONE,
    }
}

/// A bound, in few characters where it is far away.
fn short(factor: &Factor, bound: f64) -> String {
    match factor.kind.show(bound) {
        text if text.len() > 9 && bound >= 1e6 => format!("{bound:e} {}", factor.kind.unit).trim_end().to_owned(),
        text => text,
    }
}

/// All factors as a document.
pub fn factors_json(factors: &Factors, named: &str) -> Value {
    let mut document = head("factors");
    let list: Vec<Value> = factors.iter().filter(|factor| factor.path.contains(named)).map(one).collect();
    document.insert("factors".into(), list.into());
    document.into()
}

fn one(factor: &Factor) -> Value {
    let mut range = range_json(factor);
    if let (Some(told), Some(r)) = (range.as_object_mut(), &factor.range) {
        told.insert("distribution".into(), value(&r.spread));
    }
    json!({
        "path": factor.path,
        "path_zh": factor.path_zh,
        "value": factor.value,
        "written_as": factor.shown(),
        "unit": factor.kind.unit,
        "kind": factor.kind.name,
        "bounds": { "low": factor.bounds.0, "high": factor.bounds.1 },
        "distribution": factor.distribution.is_some(),
        "part": factor.part_of.is_some(),
        "written": factor.written,
        "grade": factor.grade.map(|g| value(&g)),
        "source": factor.source,
        "source_zh": factor.source_zh,
        "range": range,
        "outside": ends_json(factor.outside),
        "description": factor.en,
        "zh": factor.zh,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;
    use std::path::Path;

    #[test]
    fn every_factor_is_listed_with_its_range_in_both_languages() {
        let loaded = load(Path::new("scenarios/longgang.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let found = Factors::of(&loaded);
        for lang in Lang::ALL {
            let text = anstream::adapter::strip_str(&factors(&found, "", lang)).to_string();
            assert!(text.lines().count() > 2 * found.iter().len());
            assert!(text.lines().all(|line| layout::width(line) <= layout::WIDTH), "too wide");
            assert!(found.iter().all(|factor| text.contains(&factor.path)), "a path was cut");
        }
        let document = factors_json(&found, "turnout");
        let list = document["factors"].as_array().unwrap();
        assert!(list.iter().all(|factor| factor["path"].as_str().unwrap().contains("turnout")));
        let turnout = list.iter().find(|f| f["path"] == "workforce.crews.duty-station crew.turnout").unwrap();
        assert_eq!((&turnout["value"], &turnout["unit"], &turnout["grade"]), (&json!(48.0), &json!("s"), &json!("C")));
        assert_eq!(turnout["range"], json!({ "low": 24.0, "high": 96.0, "given": true, "distribution": "LogUniform" }));
        let documented = include_str!("../../docs/json.md");
        let halved = |factor: &&Factor| factor.kind.whole && factor.range.is_some_and(|r| !r.given && 2.0 * r.low == factor.value + 1.0);
        let priority = found.iter().find(halved).expect("half of a priority of 3 is none");
        let (low, high) = (range_json(priority)["low"].as_f64().unwrap(), range_json(priority)["high"].as_f64().unwrap());
        assert_eq!(range(priority, Lang::En), format!("({low} … {high})"));
        for key in turnout.as_object().unwrap().keys() {
            assert!(documented.contains(&format!("`{key}`")), "{key} is not in docs/json.md");
        }
    }
}
