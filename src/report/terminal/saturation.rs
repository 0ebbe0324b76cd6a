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
    let farther = summary.collapses.iter().all(|c| c.travel_during_s > c.travel_before_s.or(c.travel_during_s));
    let note = match farther {
        true => lang.t(
            "It stayed jammed under a load that it had carried on other days: crews were sent ever farther and capacity fell. Averages over a collapse mean little.",
            "其负荷与平日能够应付的相当，系统却持续拥塞：队员越派越远，能力随之下降。崩溃期间的平均值意义不大。",
        ),
        false => lang.t(
            "It stayed jammed under a load that it had carried on other days. Averages over a collapse mean little.",
            "其负荷与平日能够应付的相当，系统却持续拥塞。崩溃期间的平均值意义不大。",
        ),
    };
    warning(&summary.collapses, summary.replications, title, note, lang)
}

fn overloads(summary: &Summary, lang: Lang) -> String {
    let title = |some, all: u32| match lang {
        Lang::En => format!("More was asked than the crews can carry, for days, in {some} of {}", number::counted(all, "replication")),
        Lang::Zh => format!("{all} 次重复中有 {some} 次连日超负荷：需求超过队员承载能力"),
    };
    let note = lang
        .t("On the worst of these days more was asked than they carried on any.", "其中最重的日子，需求超过任何一天所承担的负荷。")
        .to_owned()
        + averages(summary, lang);
    warning(&summary.overloads, summary.replications, title, &note, lang)
}

/// What averages over the measured days are worth beside the overloaded ones.
fn averages(summary: &Summary, lang: Lang) -> &'static str {
    let measured = |s: &SaturationSummary| s.recovered.unwrap_or(summary.days).saturating_sub(s.began.max(summary.warmup_days));
    let overloaded: u32 = summary.overloads.iter().map(measured).sum();
    let all = summary.replications * summary.days.saturating_sub(summary.warmup_days);
    match (overloaded, struck(summary)) {
        (0, _) => "",
        (days, _) if days >= all => lang.t(" All days that are measured are among them.", "所有统计日均在其中。"),
        (_, true) => lang.t(
            " Averages mix these days with ordinary ones; \"Surge or not\" below tells them apart where a surge is the reason.",
            "平均值混合了这些日子与平日；若因高峰事件，下文“高峰事件与平时”分别列出。",
        ),
        (_, false) => lang.t(" Averages mix these days with ordinary ones.", "平均值混合了这些日子与平日。"),
    }
}

/// Whether measured incidents were reported during a surge, and others at other times.
fn struck(summary: &Summary) -> bool {
    let surges = summary.breakdowns.iter().find(|b| b.dimension == "surge");
    surges.is_some_and(|b| b.rows.len() > 1 && b.rows.iter().all(|row| row.incidents > 0))
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
                "Replication {}: it began on day {}{place} {end}; {} for crews, {} served, up to {} waiting at midnight; mean travel {before} before, {during} during.",
                c.replication,
                c.began + 1,
                number::counted(c.demanded, "order"),
                number::count(c.served),
                number::count(c.worst_waiting)
            )
        }
        Lang::Zh => {
            let place = place.map(|p| format!("从{p}")).unwrap_or_default();
            let end = c.recovered.map_or("未能恢复".to_owned(), |d| format!("第 {} 天恢复", d + 1));
            format!(
                "第 {} 次重复：第 {} 天{place}开始，{end}；需派队员 {} 单，完成 {} 单，零点最多 {} 件等待；平均路途 {before} → {during}。",
                c.replication,
                c.began + 1,
                number::count(c.demanded),
                number::count(c.served),
                number::count(c.worst_waiting)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn told(summary: &Summary) -> String {
        let text = anstream::adapter::strip_str(&saturations(summary, Lang::En)).to_string();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_said_of_saturated_days_holds_of_them() {
        let mut summary = sample::summary();
        summary.collapses[0].travel_during_s = Some(190.0);
        let both = told(&summary);
        for said in ["sent ever farther", "Averages mix these days", "\"Surge or not\" below", "waiting at midnight"] {
            assert!(both.contains(said), "{said} is not in {both}");
        }
        summary.collapses[0].travel_during_s = Some(170.0);
        summary.breakdowns.iter_mut().filter(|b| b.dimension == "surge").for_each(|b| b.rows[1].incidents = 0);
        let none = told(&summary);
        assert!(!none.contains("farther") && none.contains("Averages mix") && !none.contains("Surge or not"), "{none}");
        // All of it within the warm-up.
        (summary.overloads[0].began, summary.overloads[0].recovered) = (1, Some(5));
        assert!(!told(&summary).contains("Averages mix"));
        (summary.replications, summary.overloads[0].recovered) = (1, None);
        assert!(told(&summary).contains("All days that are measured are among them."));
    }
}
