//! The worst incidents of a replication in a few words each, and how to see one in full.

use super::life::category;
use super::verdict::verdict;
use super::{Cast, Kept, Verdict, Worst};
use crate::record::Outcome;
use crate::report::layout::{self, HEADING};
use crate::report::{Lang, names, number};
use crate::time::Duration;

/// The list as text. `command` shows one incident in full once its number is added; `other` is another rule and what
/// became of them under it.
pub fn list(worst: &Worst, other: Option<(&str, &Kept)>, cast: &Cast, replication: u32, command: &str) -> String {
    let (lang, targets) = (cast.lang, &cast.dimensions.targets);
    let name = names::target(lang, targets.primary.name(), targets.until_handled);
    let limit = number::limit(targets.limits[targets.primary as usize].seconds(), lang);
    let title = lang.text(
        format!("Furthest beyond {name} within {limit}, replication {replication}"),
        format!("第 {replication} 次重复中超出{name}时限（{limit}）最多的事件"),
    );
    let mut out = format!("{}\n", layout::title(&title));
    let Some(first) = worst.outcomes().next() else {
        let none = match worst.measured() {
            0 => lang.t("None: there was no measured incident to look at.", "无：范围内没有考核事件。"),
            _ => lang.t("None: every measured incident looked at met it.", "无：所有考核事件均达标。"),
        };
        return out + &layout::paragraph(none, 2);
    };
    let widest = worst.outcomes().map(|o| o.incident.to_string().len()).max().unwrap_or(0);
    for o in worst.outcomes() {
        let number = format!("{:>widest$}", o.incident);
        let about = format!("  {}  {}", layout::paint(HEADING, &number), layout::clean(&about(o, cast)));
        out.push_str(&format!("{about}\n"));
        out.push_str(&layout::paragraph(&late(&verdict(o, targets, targets.primary), cast), widest + 4));
        if let Some((rule, outcome)) = other.and_then(|(rule, kept)| Some((rule, kept.get(o.incident)?))) {
            let told = late(&verdict(outcome, targets, targets.primary), cast);
            let text = lang.text(format!("under {rule}: {told}"), format!("{rule} 下：{told}"));
            out.push_str(&layout::paragraph(&text, widest + 4));
        }
    }
    let see = lang.t("One in full:", "查看全程：");
    out.push_str(&format!("\n  {see} {command} --incident {}\n", first.incident));
    out
}

/// When, what, how urgent, where.
fn about(o: &Outcome, cast: &Cast) -> String {
    let priority = cast.lang.t("priority", "优先级");
    let comma = cast.lang.t(", ", "，");
    let mut words = vec![cast.minute(o.reported), category(cast, o.category).to_owned(), format!("{priority} {}", o.priority)];
    words.extend(o.joint.then(|| cast.lang.t("joint job", "联合处置").to_owned()));
    words.push(cast.unit(o.leaf).into_owned());
    layout::cut(&words.join(comma), layout::WIDTH - 12)
}

/// How long it took, and if that was too long by how much, and which part took longest.
fn late(v: &Verdict, cast: &Cast) -> String {
    let lang = cast.lang;
    let seconds = |d: Duration| number::seconds(d.seconds(), lang);
    let Some(cause) = v.cause else {
        let took = seconds(v.took.unwrap_or(Duration::ZERO));
        return lang.text(format!("took {took}, in time"), format!("用时 {took}，达标"));
    };
    let why = names::cause(lang, cause.name());
    let why = match v.cause_took > Duration::ZERO {
        true => format!("{}{why} {}", lang.t("longest part: ", "最长环节："), seconds(v.cause_took)),
        false => why.to_owned(),
    };
    match (v.took, v.late_by(), lang) {
        (Some(took), Some(late), Lang::En) => format!("took {}, {} too long; {why}", seconds(took), seconds(late)),
        (Some(took), Some(late), Lang::Zh) => format!("用时 {}，超时 {}；{why}", seconds(took), seconds(late)),
        (_, _, Lang::En) => format!("never reached; {why}"),
        (_, _, Lang::Zh) => format!("始终未到达；{why}"),
    }
}
