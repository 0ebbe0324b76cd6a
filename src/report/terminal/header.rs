//! What was simulated – and, before anything else, whether it collapsed.

use crate::experiment::Summary;
use crate::experiment::summary::CollapseSummary;
use crate::report::layout::{self, WARNING};
use crate::report::{Lang, Setup, number};

/// Most collapses told one by one.
const SHOWN: usize = 5;

/// A warning for each collapse; nothing where there was none.
pub(super) fn collapses(summary: &Summary, lang: Lang) -> String {
    if summary.collapses.is_empty() {
        return String::new();
    }
    let mut replications: Vec<u32> = summary.collapses.iter().map(|c| c.replication).collect();
    replications.dedup();
    let title = match lang {
        Lang::En => format!("The system collapsed in {} of {} replications", replications.len(), summary.replications),
        Lang::Zh => format!("{} 次重复中有 {} 次系统崩溃", summary.replications, replications.len()),
    };
    let mut out = format!("{}\n", layout::paint(WARNING, &title));
    for collapse in summary.collapses.iter().take(SHOWN) {
        out.push_str(&layout::paragraph(&told(collapse, lang), 2));
    }
    if summary.collapses.len() > SHOWN {
        let more = summary.collapses.len() - SHOWN;
        let text = match lang {
            Lang::En => format!("… and {more} more; --json lists them all."),
            Lang::Zh => format!("……另有 {more} 次，--json 列出全部。"),
        };
        out.push_str(&layout::paragraph(&text, 2));
    }
    out.push_str(&layout::paragraph(
        lang.t(
            "Averages over a collapse mean little: crews were sent ever farther and capacity fell.",
            "崩溃期间的平均值意义不大：队员越派越远，能力随之下降。",
        ),
        2,
    ));
    out.push('\n');
    out
}

fn told(c: &CollapseSummary, lang: Lang) -> String {
    let place = c.place.as_ref().map(|p| lang.of(p));
    let travel = |s: Option<f64>| s.map_or_else(|| number::NONE.to_owned(), |s| number::seconds(s, lang));
    let (before, during) = (travel(c.travel_before_s), travel(c.travel_during_s));
    match lang {
        Lang::En => {
            let place = place.map(|p| format!(" around {p}")).unwrap_or_default();
            let end = c.recovered.map_or("and did not recover".to_owned(), |d| format!("and recovered on day {}", d + 1));
            format!(
                "Replication {}: it began on day {}{place} {end}; {} crews asked for, {} served, up to {} waiting; mean travel {before} before, {during} during.",
                c.replication,
                c.began + 1,
                number::count(c.demanded),
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

/// What was simulated.
pub(super) fn header(setup: &Setup, summary: &Summary, lang: Lang) -> String {
    let measured_days = f64::from(summary.days.saturating_sub(summary.warmup_days)) * f64::from(summary.replications);
    let per_day = if measured_days > 0.0 { summary.incidents.reported as f64 / measured_days } else { 0.0 };
    let per_day = number::mean_count(per_day);
    let (reported, measured) = (number::count(summary.incidents.reported), number::count(summary.incidents.measured));
    let (done, planned) = (summary.replications, setup.replications);
    let mut lines = match lang {
        Lang::En => vec![
            format!("{} days from {}{}, {done} replications, seed {}", summary.days, setup.start, warm_up(summary, lang), setup.seed),
            format!("{reported} incidents ({per_day} a day), {measured} of them measured: not found by those who serve them"),
            format!(
                "{} residents, {} officers, {} crews on the roster, {} posts",
                number::count(setup.residents),
                number::count(setup.officers),
                number::count(setup.crews),
                number::count(setup.posts)
            ),
        ],
        Lang::Zh => vec![
            format!("自 {} 起 {} 天{}，{done} 次重复，随机种子 {}", setup.start, summary.days, warm_up(summary, lang), setup.seed),
            format!("事件 {reported} 件（日均 {per_day} 件），其中计入考核 {measured} 件：非处置者自行发现"),
            format!(
                "居民 {} 人，队员 {} 人，班次队组 {} 个，编制岗位 {} 个",
                number::count(setup.residents),
                number::count(setup.officers),
                number::count(setup.crews),
                number::count(setup.posts)
            ),
        ],
    };
    if !setup.set.is_empty() {
        lines.push(format!("{}{}", lang.t("changed: ", "改动："), setup.set.join(", ")));
    }
    let mut out = format!("{}\n", layout::title(&lang.of(&setup.name)));
    lines.iter().for_each(|line| out.push_str(&layout::paragraph(line, 2)));
    if done < planned {
        let note = match lang {
            Lang::En => format!("Interrupted: {done} of {planned} replications are done, and these results rest on them."),
            Lang::Zh => format!("已中断：{planned} 次重复完成 {done} 次，以下结果以此为据。"),
        };
        out.push_str(&format!("  {}\n", layout::paint(WARNING, &note)));
    }
    out
}

fn warm_up(summary: &Summary, lang: Lang) -> String {
    match (summary.warmup_days, lang) {
        (0, _) => String::new(),
        (days, Lang::En) => format!(" (the first {days} not measured)"),
        (days, Lang::Zh) => format!("（前 {days} 天不计）"),
    }
}
