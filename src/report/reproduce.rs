//! What `reproduce` found: one replication of a folder made again, and whether it came to the same.

use super::Lang;
use super::json::{head, value};
use super::layout::{self, FAINT};
use serde::Serialize;
use serde_json::Value;

/// A replication made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reproduced {
    /// The folder.
    pub folder: String,
    /// The command that made it.
    pub made_by: String,
    /// The version of the program that made it.
    pub made_with: String,
    /// The scenario file.
    pub scenario: String,
    /// The arm; empty where there is only one.
    pub arm: String,
    /// Which replication.
    pub replication: u32,
    /// The number that chose it; `null` where it was named.
    pub chosen_by: Option<u64>,
    /// Among how many.
    pub among: usize,
    /// What it came to then.
    pub then: Fingerprints,
    /// What it came to now.
    pub now: Fingerprints,
    /// Whether that is the same.
    pub same: bool,
}

/// What a replication came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fingerprints {
    /// Of everything that happened.
    pub digest: String,
    /// Of the incidents before anybody served them.
    pub trace_digest: String,
    /// Incidents reported.
    pub incidents: u64,
}

/// In words.
pub fn reproduce(found: &Reproduced, lang: Lang) -> String {
    let arm = if found.arm.is_empty() { String::new() } else { format!("{} · ", found.arm) };
    let (folder, scenario, made_by, r, among) = (&found.folder, &found.scenario, &found.made_by, found.replication, found.among);
    let chosen = match found.chosen_by {
        Some(seed) => lang.text(format!(", chosen among {among} by --seed {seed}"), format!("（由 --seed {seed} 从 {among} 次中抽取）")),
        None => String::new(),
    };
    let what = lang.text(
        format!("{folder}: {made_by} of {scenario}\n{arm}replication {r}{chosen}"),
        format!("{folder}：{made_by}，{scenario}\n{arm}第 {r} 次重复{chosen}"),
    );
    let row = |name: &str, one: &Fingerprints| {
        let (digest, trace, n) = (&one.digest, &one.trace_digest, super::number::count(one.incidents));
        lang.text(
            format!("  {name} digest {digest} · incidents {n}, their fingerprint {trace}\n"),
            format!("  {name} 摘要 {digest} · 事件 {n} 件，其指纹 {trace}\n"),
        )
    };
    let verdict = match (found.same, found.then.trace_digest == found.now.trace_digest) {
        (true, _) => lang.t("reproduced: the same to the last event", "已复现：逐事件完全一致"),
        (false, true) => lang.t("NOT reproduced: the same incidents were served otherwise", "未能复现：事件相同，处置过程不同"),
        (false, false) => lang.t("NOT reproduced: the incidents themselves differ", "未能复现：事件本身不同"),
    };
    let rows = row(lang.t("then", "当时"), &found.then) + &row(lang.t("now ", "现在"), &found.now);
    format!("{what}\n{}{verdict}\n", layout::paint(FAINT, &rows))
}

/// As a document.
pub fn reproduce_json(found: &Reproduced) -> Value {
    let mut document = head("reproduce");
    if let Value::Object(fields) = value(found) {
        document.extend(fields);
    }
    document.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_whether_it_is_the_same_and_every_field_is_documented() {
        let then = Fingerprints { digest: "a".repeat(16), trace_digest: "b".repeat(16), incidents: 70_123 };
        let mut found = Reproduced {
            folder: "results/flat".into(),
            made_by: "compare".into(),
            made_with: "0.1.0".into(),
            scenario: "scenarios/longgang.ron".into(),
            arm: "flat".into(),
            replication: 7,
            chosen_by: Some(42),
            among: 20,
            now: then.clone(),
            then,
            same: true,
        };
        let text = |found: &Reproduced, lang| anstream::adapter::strip_str(&reproduce(found, lang)).to_string();
        assert!(text(&found, Lang::En).contains("replication 7, chosen among 20 by --seed 42"));
        assert!(text(&found, Lang::Zh).contains("已复现") && text(&found, Lang::En).contains("reproduced: the same"));
        found.now.digest = "c".repeat(16);
        found.same = false;
        assert!(text(&found, Lang::En).contains("NOT reproduced: the same incidents") && text(&found, Lang::Zh).contains("未能复现"));
        let documented = include_str!("../../docs/json.md");
        for key in reproduce_json(&found).as_object().unwrap().keys() {
            assert!(documented.contains(&format!("`{key}`")), "{key} is not in docs/json.md");
        }
    }
}
