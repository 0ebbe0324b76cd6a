//! Before anything else: whether the system collapsed, or was asked for more than it can carry.

use crate::experiment::Summary;
use crate::experiment::summary::SaturationSummary;
use crate::report::layout::{self, WARNING};
use crate::report::{Lang, number};

/// Most collapses and most overloads told one by one.
const SHOWN: usize = 3;

/// A warning for collapses and one for overloads; nothing where there was neither.
pub(super) fn saturations(summary: &Summary, lang: Lang) -> String {
    collapses(summary, lang) + &overloads(summary, lang)
}

fn collapses(summary: &Summary, lang: Lang) -> String {
    let title = |some, all: u32| match lang {
        Lang::En => format!("The system collapsed in {some} of {}", number::counted(all, "replication")),
        Lang::Zh => format!("{all} 次重复中有 {some} 次系统崩溃"),
    };
    let note = lang.t(
        "It stayed jammed under a load that it had carried on other days: crews were sent ever farther and capacity fell. Averages over a collapse mean little.",
        "其负荷与平日能够应付的相当，系统却持续拥塞：队员越派越远，能力随之下降。崩溃期间的平均值意义不大。",
    );
    warning(&summary.collapses, summary.replications, title, note, lang)
}

fn overloads(summary: &Summary, lang: Lang) -> String {
    let title = |some, all: u32| match lang {
        Lang::En => format!("More was asked than the crews can carry, for days, in {some} of {}", number::counted(all, "replication")),
        Lang::Zh => format!("{all} 次重复中有 {some} 次连日超负荷：需求超过队员承载能力"),
    };
    let surges = summary.breakdowns.iter().any(|b| b.dimension == "surge");
    let note = match surges {
        true => lang.t(
            "On no other day did they carry as much. Averages mix these days with ordinary ones; \"Surge or not\" below tells them apart where a surge is the reason.",
            "其余日子从未承担过如此负荷。平均值混合了这些日子与平日；若因高峰事件，下文“高峰事件与平时”分别列出。",
        ),
        false => lang.t(
            "On no other day did they carry as much. Averages mix these days with ordinary ones.",
            "其余日子从未承担过如此负荷。平均值混合了这些日子与平日。",
        ),
    };
    warning(&summary.overloads, summary.replications, title, note, lang)
}

fn warning(found: &[SaturationSummary], all: u32, title: impl Fn(usize, u32) -> String, note: &str, lang: Lang) -> String {
    if found.is_empty() {
        return String::new();
    }
    let mut replications: Vec<u32> = found.iter().map(|s| s.replication).collect();
    replications.dedup();
    let mut out = format!("{}\n", layout::paint(WARNING, &title(replications.len(), all)));
    for saturation in found.iter().take(SHOWN) {
        out.push_str(&layout::paragraph(&told(saturation, lang), 2));
    }
    if found.len() > SHOWN {
        let (more, stuck) = (found.len() - SHOWN, found.iter().filter(|s| s.recovered.is_none()).count());
        let text = match lang {
            Lang::En => format!("… and {more} more; {stuck} of all {} did not recover. --json lists them.", found.len()),
            Lang::Zh => format!("……另有 {more} 次；共 {} 次中 {stuck} 次未恢复。--json 列出全部。", found.len()),
        };
        out.push_str(&layout::paragraph(&text, 2));
    }
    out.push_str(&layout::paragraph(note, 2));
    out.push('\n');
    out
}

fn told(c: &SaturationSummary, lang: Lang) -> String {
    let place = c.place.as_ref().map(|p| lang.of(p));
    let travel = |s: Option<f64>| s.map_or_else(|| number::NONE.to_owned(), |s| number::seconds(s, lang));
    let (before, during) = (travel(c.travel_before_s), travel(c.travel_during_s));
    match lang {
        Lang::En => {
            let place = place.map(|p| format!(" around {p}")).unwrap_or_default();
            let end = c.recovered.map_or("and did not recover".to_owned(), |d| format!("and recovered on day {}", d + 1));
            format!(
                "Replication {}: it began on day {}{place} {end}; {} asked for, {} served, up to {} waiting; mean travel {before} before, {during} during.",
                c.replication,
                c.began + 1,
                number::counted(c.demanded, "crew"),
                number::count(c.served),
                number::count(c.worst_waiting)
            )
        }
        Lang::Zh => {
            let place = place.map(|p| format!("从{p}")).unwrap_or_default();
            let end = c.recovered.map_or("未能恢复".to_owned(), |d| format!("第 {} 天恢复", d + 1));
            format!(
                "第 {} 次重复：第 {} 天{place}开始，{end}；需派队员 {} 次，完成 {} 次，最多 {} 件等待；平均路途 {before} → {during}。",
                c.replication,
                c.began + 1,
                number::count(c.demanded),
                number::count(c.served),
                number::count(c.worst_waiting)
            )
        }
    }
}
