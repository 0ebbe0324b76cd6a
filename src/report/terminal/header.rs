//! What was simulated.

use crate::experiment::Summary;
use crate::report::layout::{self, WARNING};
use crate::report::{Lang, Setup, number};

/// What was simulated.
pub(super) fn header(setup: &Setup, summary: &Summary, lang: Lang) -> String {
    let measured_days = f64::from(summary.days.saturating_sub(summary.warmup_days)) * f64::from(summary.replications);
    let per_day = if measured_days > 0.0 { summary.incidents.reported as f64 / measured_days } else { 0.0 };
    let per_day = number::mean_count(per_day);
    let (reported, measured) = (number::count(summary.incidents.reported), number::count(summary.incidents.measured));
    let (done, planned) = (summary.replications, setup.replications);
    let others = if summary.incidents.self_found > 0 { lang.t("; the others were self-found", "，其余为自行发现") } else { "" };
    let residents = Some(setup.residents).filter(|of| *of > 0);
    let mut lines = match lang {
        Lang::En => vec![
            format!(
                "{} from {}{}, {}, seed {}",
                number::counted(summary.days, "day"),
                setup.start,
                warm_up(summary, lang),
                number::counted(done, "replication"),
                setup.seed
            ),
            format!("{} ({per_day} a day), {measured} of them measured{others}", number::counted(summary.incidents.reported, "incident")),
            format!(
                "{}{}, {} on the roster",
                residents.map(|of| number::counted(of, "resident") + ", ").unwrap_or_default(),
                number::counted(setup.officers, "officer"),
                number::counted(setup.crews, "crew")
            ),
        ],
        Lang::Zh => vec![
            format!("自 {} 起 {} 天{}，{done} 次重复，随机种子 {}", setup.start, summary.days, warm_up(summary, lang), setup.seed),
            format!("事件 {reported} 件（日均 {per_day} 件），其中计入考核 {measured} 件{others}"),
            format!(
                "{}队员 {} 人，班次队组 {} 个",
                residents.map(|of| format!("居民 {} 人，", number::count(of))).unwrap_or_default(),
                number::count(setup.officers),
                number::count(setup.crews)
            ),
        ],
    };
    lines.push(setup.staffing.told(lang));
    if !setup.set.is_empty() {
        lines.push(format!("{}{}", lang.t("changed: ", "改动："), setup.set.join(lang.t(", ", "，"))));
    }
    let mut out = format!("{}\n", layout::title(lang.of(&setup.name)));
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
