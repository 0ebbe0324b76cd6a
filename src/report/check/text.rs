//! The scenario in words and tables.

use super::{BaseCheck, CheckReport, CrewCheck};
use crate::city::Unread;
use crate::report::layout::{self, Align, FAINT, Table, WARNING};
use crate::report::{Lang, Staffing, names, number};
use std::cmp::Ordering;

/// More than this, and queues are to be expected.
const BUSY: f64 = 0.85;

/// The whole report; the last target may mean handled instead of on scene.
pub fn text(c: &CheckReport, until_handled: bool, lang: Lang) -> String {
    [
        warnings(c, lang),
        what(c, until_handled, lang),
        difference(c, lang),
        areas(c, lang),
        demand(c, lang),
        structure(c, lang),
        crews(c, lang),
        hours(c, lang),
        surges(c, lang),
        posts(c, lang),
    ]
    .concat()
}

fn warnings(c: &CheckReport, lang: Lang) -> String {
    let mut out = String::new();
    for warning in &c.warnings {
        out.push_str(&format!("{}{}\n", layout::paint(WARNING, lang.t("warning: ", "警告：")), layout::clean(&warning.path)));
        out.push_str(&layout::paragraph(if lang == Lang::Zh { &warning.zh } else { &warning.message }, 2));
    }
    if out.is_empty() { out } else { out + "\n" }
}

fn what(c: &CheckReport, until_handled: bool, lang: Lang) -> String {
    let mut out = format!("{}\n", layout::title(lang.of(&c.name)));
    let about = if lang == Lang::Zh { &c.about_zh } else { &c.about };
    if !about.is_empty() {
        out.push_str(&layout::paragraph(about, 2));
    }
    let ground = c.travel.ground(c.area_km2, lang);
    let levels: Vec<String> = c.levels.iter().map(|l| counted(l.count, &lang.of_level(&l.name), lang)).collect();
    let levels = if levels.is_empty() { String::new() } else { lang.t(": ", "：").to_owned() + &levels.join(lang.t(", ", "，")) };
    let limits: Vec<String> =
        c.targets.iter().map(|t| format!("{} {}", names::target(lang, &t.target, until_handled), number::limit(t.limit_s, lang))).collect();
    let limits = limits.join(lang.t(", ", "，"));
    let (start, days, runs, seed) = (&c.start, c.days, c.replications, c.seed);
    let (graded, assumed) = (c.provenance.parameters, c.provenance.assumed);
    let lines = match lang {
        Lang::En => [
            match c.residents {
                0 => format!("A city {ground}{levels}."),
                of => format!("A city of {} {ground}{levels}.", number::counted(of, "resident")),
            },
            c.travel.text(lang),
            format!(
                "The run: {} from {start}, {} of them warm-up, {}, seed {seed}.",
                number::counted(days, "day"),
                c.warmup_days,
                number::counted(runs, "replication")
            ),
            format!("Targets: {limits}."),
            match graded {
                0 => "No parameter is graded: `provenance` can say where numbers come from.".to_owned(),
                _ => format!("{assumed} of {graded} graded parameters are assumptions (grade C)."),
            },
        ],
        Lang::Zh => [
            match c.residents {
                0 => format!("{ground}{levels}。"),
                of => format!("居民 {} 人，{ground}{levels}。", number::count(of)),
            },
            c.travel.text(lang),
            format!("运行：{days} 天，自 {start} 起，其中预热 {} 天，重复 {runs} 次，随机种子 {seed}。", c.warmup_days),
            format!("目标：{limits}。"),
            match graded {
                0 => "没有参数标注可信等级：可在 `provenance` 中注明数据来源。".to_owned(),
                _ => format!("已标注的 {graded} 个参数中，{assumed} 个是假设（C 级）。"),
            },
        ],
    };
    lines.iter().for_each(|line| out.push_str(&layout::paragraph(line, 2)));
    if !c.columns_unused.is_empty() {
        out.push_str(&layout::paragraph(&not_read(&c.columns_unused, lang), 2));
    }
    out
}

fn not_read(columns: &[Unread], lang: Lang) -> String {
    let named = |Unread { column, heading }: &Unread| match heading.as_str() {
        "" => lang.text(format!("column {column} (without a heading)"), format!("第 {column} 列（无列名）")),
        heading => heading.to_owned(),
    };
    let columns: Vec<String> = columns.iter().map(named).collect();
    let columns = layout::clean(&columns.join(lang.t(", ", "，")));
    lang.text(format!("Columns not read: {columns}."), format!("未读取的列：{columns}。"))
}

/// So many of something: 1 city, 26 communities.
fn counted(n: u64, name: &str, lang: Lang) -> String {
    let space = if name.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
    lang.text(number::counted(n, name), format!("{} 个{space}{name}", number::count(n)))
}

fn areas(c: &CheckReport, lang: Lang) -> String {
    if c.levels.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[
        (lang.t("level", "层级"), Align::Left),
        (lang.t("areas", "数量"), Align::Right),
        (lang.t("residents: least", "居民：最少"), Align::Right),
        (lang.t("mean", "平均"), Align::Right),
        (lang.t("most", "最多"), Align::Right),
    ]);
    for level in &c.levels {
        let residents = [level.residents_min, (level.residents_mean + 0.5) as u64, level.residents_max].map(number::count);
        table.row([lang.of_level(&level.name).into_owned(), number::count(level.count)].into_iter().chain(residents));
    }
    layout::heading(lang.t("Areas", "区域")) + &table.render()
}

fn demand(c: &CheckReport, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.t("category", "类别"), Align::Left),
        (lang.t("a day", "日均"), Align::Right),
        (lang.t("need a crew", "需派队员"), Align::Right),
    ]);
    for category in &c.categories {
        let cells = [
            lang.of(&category.name).to_owned(),
            number::mean_count(category.per_day),
            category.crew_share.map_or("–".to_owned(), number::whole_percent),
        ];
        table.row(cells);
    }
    let (all, crew) = (number::mean_count(c.incidents_per_day), number::mean_count(c.crew_incidents_per_day));
    let line =
        lang.text(format!("{all} incidents a day, {crew} of them need a crew."), format!("日均事件 {all} 件，其中 {crew} 件需派队员。"));
    layout::heading(lang.t("Demand", "需求")) + &layout::paragraph(&line, 2) + &log(c, lang) + &table.render()
}

/// What is replayed, and what was done to it.
fn log(c: &CheckReport, lang: Lang) -> String {
    let Some(log) = &c.log else { return String::new() };
    let (file, incidents) = (layout::clean(&log.file), number::count(log.incidents));
    let span = match (&log.first, &log.last) {
        (Some(first), Some(last)) => lang.text(format!(", reported {first} to {last}"), format!("，报告时间 {first} 至 {last}")),
        _ => String::new(),
    };
    let mut lines = vec![lang.text(
        format!(
            "They are replayed from {file}: {}{span}. All replications meet the same ones.",
            number::counted(log.incidents, "incident")
        ),
        format!("事件取自记录 {file}：{incidents} 件{span}。各次重复的事件相同。"),
    )];
    let mut note = |count: u64, en: &str, zh: &str| {
        if count > 0 {
            lines.push(lang.text(format!("{} {en}", number::were(count, "row")), format!("{} {zh}", number::count(count))));
        }
    };
    note(log.unsorted, "sorted by the time of the report, having stood after a later one.", "行不按报告时间排列，已排序。");
    note(log.dropped, "left out, being outside the run.", "行不在运行日期内，已略去。");
    note(log.astray, "put into the area named, having coordinates outside it.", "行的坐标不在所写区域内，归入所写区域。");
    let offsets = log.offsets.join(lang.t(", ", "、"));
    let (en, zh) = match log.offsets.len() {
        0 => (String::new(), String::new()),
        1 => (format!("the offset {offsets} from UTC"), format!("含时区偏移 {offsets}")),
        _ => (format!("several offsets from UTC ({offsets})"), format!("含多个时区偏移（{offsets}）")),
    };
    if !log.offsets.is_empty() {
        let en = format!("Times are written with {en} and count as they stand on the clock.");
        lines.push(lang.text(en, format!("报告时间{zh}，一律按钟面时间计。")));
    }
    if !log.drawn.is_empty() {
        let drawn: Vec<String> = log.drawn.iter().map(|d| format!("{} ({})", drawn(&d.what, lang), number::count(d.rows))).collect();
        let drawn = drawn.join(lang.t(", ", "，"));
        lines.push(lang.text(format!("Left open by rows and drawn: {drawn}."), format!("记录未载、由模型抽取：{drawn}。")));
    }
    if !log.unused.is_empty() {
        lines.push(not_read(&log.unused, lang));
    }
    let allotted = lang.t(
        "Crews whose places are not given are allotted by the scenario's shares and places, not by these rows.",
        "未指定驻地的班组按场景所设占比与地点分配，不按这些记录。",
    );
    lines.push(allotted.to_owned());
    lines.iter().map(|line| layout::paragraph(line, 2)).collect()
}

/// What was drawn where rows of a log leave it open.
fn drawn(what: &str, lang: Lang) -> &str {
    match (lang, what) {
        (Lang::En, what) => what,
        (Lang::Zh, "delay") => "上报延迟",
        (Lang::Zh, "channel") => "渠道",
        (Lang::Zh, "priority") => "优先级",
        (Lang::Zh, "place") => "地点",
        (Lang::Zh, "place within an area") => "区域内地点",
        (Lang::Zh, "joint") => "联合处置",
        (Lang::Zh, "self_found") => "自行发现",
        (Lang::Zh, "work") => "处置时长",
        (Lang::Zh, "facility") => "设施",
        (Lang::Zh, what) => what,
    }
}

fn structure(c: &CheckReport, lang: Lang) -> String {
    let title = match lang.of(&c.structure) {
        "" => lang.t("Structure", "结构").to_owned(),
        name => format!("{}{name}", lang.t("Structure: ", "结构：")),
    };
    let mut table = Table::new(&[
        (lang.t("desk", "席台"), Align::Left),
        (lang.t("places", "处"), Align::Right),
        (lang.t("clerks", "坐席"), Align::Right),
        (lang.t("expected busy", "预计忙碌"), Align::Right),
    ]);
    for desk in &c.desks {
        let busy = desk.utilization.map_or_else(|| number::NONE.to_owned(), number::whole_percent);
        table.row([lang.of(&desk.name).to_owned(), number::count(desk.places), number::count(desk.clerks), busy]);
    }
    let none = || layout::paragraph(lang.t("No desks: incidents go to crews at once.", "无席台：事件直接派给队组。"), 2);
    layout::heading(&title) + &if c.desks.is_empty() { none() } else { table.render() }
}

fn crews(c: &CheckReport, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.t("shift", "班次"), Align::Left),
        (lang.t("hours", "时段"), Align::Left),
        (lang.t("crews", "队组"), Align::Right),
        ("", Align::Left),
    ]);
    for kind in &c.crews {
        for shift in &kind.shifts {
            let name = if c.crews.len() > 1 {
                format!("{} · {}", lang.of(&kind.name), lang.of(&shift.name))
            } else {
                lang.of(&shift.name).to_owned()
            };
            let on_call = if shift.on_call { lang.t("on call", "备勤") } else { "" };
            table.row([name, shift.hours.clone(), number::count(shift.crews), on_call.to_owned()]);
        }
    }
    let kinds: String = c.crews.iter().map(|kind| layout::paragraph(&headcount(kind, lang), 2)).collect();
    let (incidents, committed) = (number::whole_percent(c.incident_utilization), number::whole_percent(c.committed_utilization));
    let busy = lang.text(
        format!("Of their time on duty, incidents will take about {incidents} and committed work {committed}."),
        format!("在岗时间中，处置事件约占 {incidents}，既定任务约占 {committed}。"),
    );
    let heading = layout::heading(lang.t("Crews", "队员"));
    let mut out = heading + &kinds + &table.render() + &layout::paragraph(&busy, 2);
    if c.traffic_intensity > BUSY {
        let text = match c.traffic_intensity > 1.0 {
            true => lang.t("That is more than crews can sustain: expect queues.", "已超出可持续水平：预计会排队。"),
            false => lang.t("Queues are to be expected.", "预计会排队。"),
        };
        out.push_str(&format!("  {}\n", layout::paint(WARNING, text)));
    }
    out
}

fn headcount(kind: &CrewCheck, lang: Lang) -> String {
    let crews: u64 = kind.shifts.iter().filter(|s| !s.on_call).map(|s| s.crews).sum();
    let needed = number::mean_count(kind.officers_needed);
    let (name, stations, size) = (lang.of(&kind.name), counted(kind.stations, lang.t("station", "站点"), lang), kind.crew_size);
    match lang {
        Lang::En => {
            let make = if kind.officers == 1 { "makes" } else { "make" };
            format!(
                "{name}: {} {make} {} of {size} on all shifts at {stations} ({needed} officers needed).",
                number::counted(kind.officers, "officer"),
                number::counted(crews, "crew")
            )
        }
        Lang::Zh => format!(
            "{name}：{} 名队员编成全天 {crews} 个班次队组，每组 {size} 人，驻 {stations}（需 {needed} 人）。",
            number::count(kind.officers)
        ),
    }
}

fn hours(c: &CheckReport, lang: Lang) -> String {
    let there = match c.hours.iter().any(|h| h.on_call > 0.0) {
        true => lang.t("on duty or call", "在岗或备勤"),
        false => lang.t("on duty", "在岗"),
    };
    let mut table = Table::new(&[
        (lang.t("hour", "时"), Align::Right),
        (lang.t("incidents", "事件"), Align::Right),
        (lang.t("load in crews", "负荷（队组）"), Align::Right),
        (there, Align::Right),
        (lang.t("busy", "忙碌"), Align::Right),
        ("", Align::Left),
    ]);
    let most = c.hours.iter().map(|h| h.incidents).fold(0.0, f64::max);
    for (hour, h) in c.hours.iter().enumerate() {
        let there = h.on_duty + h.on_call;
        let busy = if there > 0.0 { number::whole_percent(h.offered_load / there) } else { number::NONE.to_owned() };
        let bar = if most > 0.0 { "█".repeat((h.incidents / most * 30.0 + 0.5) as usize) } else { String::new() };
        table.row([
            format!("{hour:02}"),
            format!("{:.1}", h.incidents),
            format!("{:.2}", h.offered_load),
            format!("{there:.1}"),
            busy,
            bar,
        ]);
    }
    layout::heading(lang.t("An average day", "平均一日")) + &table.render()
}

fn surges(c: &CheckReport, lang: Lang) -> String {
    if c.surges.is_empty() {
        return String::new();
    }
    let there = match c.surges.iter().any(|s| s.on_call_hours > 0.0) {
        true => lang.t("on duty or call", "在岗或备勤工时"),
        false => lang.t("on duty", "在岗工时"),
    };
    let mut table = Table::new(&[
        (lang.t("surge", "高峰事件"), Align::Left),
        (lang.t("lasts", "持续"), Align::Right),
        (lang.t("incidents a day", "日事件"), Align::Right),
        (lang.t("need a crew", "需派队员"), Align::Right),
        (lang.t("crew-hours asked", "需要工时"), Align::Right),
        (there, Align::Right),
        ("", Align::Left),
    ]);
    for s in &c.surges {
        let there = s.on_duty_hours + s.on_call_hours;
        let beyond = if s.crew_hours > there { lang.t("beyond capacity", "超出能力") } else { "" };
        let numbers = [s.incidents_per_day, s.crew_incidents_per_day, s.crew_hours, there].map(number::mean_count);
        let head = [lang.of(&s.name).to_owned(), number::seconds(s.lasts_h * 3_600.0, lang)];
        table.row(head.into_iter().chain(numbers).chain([beyond.to_owned()]));
    }
    layout::heading(lang.t("A day under a surge", "高峰事件下的一日")) + &table.render()
}

fn posts(c: &CheckReport, lang: Lang) -> String {
    let s = &c.staffing;
    let priced = s.cost_per_year.is_some();
    let unit = s.currency.as_ref().map(|name| lang.of(name)).unwrap_or_default();
    let all: Option<f64> = priced.then(|| s.posts.iter().filter_map(|p| p.wages).sum());
    let (scale, thousand, zh) = if all.is_some_and(|all| all >= 1e6) { (1e3, "thousand ", "千") } else { (1.0, "", "") };
    let wages = lang.text(format!("wages a year, {thousand}{unit}"), format!("年人员费用（{zh}{unit}）"));
    let mut table = Table::new(&[
        (lang.t("role", "岗位"), Align::Left),
        (lang.t("posts", "数量"), Align::Right),
        (if priced { wages.as_str() } else { "" }, Align::Right),
    ]);
    let amount = |amount: Option<f64>| amount.map_or_else(String::new, |a| number::count((a / scale + 0.5) as u64));
    for post in &s.posts {
        table.row([lang.of(&post.name).to_owned(), number::count(post.count), amount(post.wages)]);
    }
    table.row([lang.t("in all", "合计").to_owned(), number::count(s.posts_total), amount(all)]);
    let note = lang.t(
        "Clerks at desks are counted as staffed hours a week ÷ 40, rounded up: leave and illness left out (grade C).",
        "席台人员按每周在岗工时 ÷ 40 向上取整计算，未计休假与病假（C 级）。",
    );
    let mut out = layout::heading(lang.t("Paid posts", "带薪岗位")) + &table.render();
    out.push_str(&layout::paragraph(&s.told(lang), 2));
    if let Some(base) = &c.base {
        out.push_str(&layout::paragraph(&compared(s, base, lang), 2));
    }
    out + &layout::paint(FAINT, &layout::paragraph(note, 2))
}

/// How many posts there are beside those of the base.
fn compared(s: &Staffing, base: &BaseCheck, lang: Lang) -> String {
    let (here, there) = (s.posts_total, base.posts_total);
    let difference = number::count(here.abs_diff(there));
    let (name, total) = (lang.of(&base.name), number::count(there));
    match (here.cmp(&there), lang) {
        (Ordering::Equal, Lang::En) => format!("Equal headcount: as many posts as {name}."),
        (Ordering::Equal, Lang::Zh) => format!("编制相等：与“{name}”岗位数相同。"),
        (Ordering::Greater, Lang::En) => {
            format!("Not an equal headcount: {} more than {name}, which has {total}.", number::counted(here.abs_diff(there), "post"))
        }
        (Ordering::Less, Lang::En) => {
            format!("Not an equal headcount: {} fewer than {name}, which has {total}.", number::counted(here.abs_diff(there), "post"))
        }
        (Ordering::Greater, Lang::Zh) => format!("编制不等：比“{name}”（{total} 个）多 {difference} 个岗位。"),
        (Ordering::Less, Lang::Zh) => format!("编制不等：比“{name}”（{total} 个）少 {difference} 个岗位。"),
    }
}

/// What is said differently from the base.
fn difference(c: &CheckReport, lang: Lang) -> String {
    let Some(base) = &c.base else { return String::new() };
    let name = lang.of(&base.name);
    let title = lang.text(format!("What differs from {name}"), format!("与“{name}”的不同"));
    let told: String = base.differences.iter().map(|d| layout::paragraph(&format!("– {}", lang.of(&d.told)), 2)).collect();
    let nothing = lang.t("Nothing that matters to a run.", "没有影响运行的不同。");
    layout::heading(&title) + &if told.is_empty() { layout::paragraph(nothing, 2) } else { told }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::check::sample;

    #[test]
    fn the_scenario_speaks_in_both_languages() {
        for (lang, said) in [
            (
                Lang::En,
                [
                    "26 governance units",
                    "220 officers make 49 crews of 2",
                    "190 incidents a day, 76.0 of them need a crew",
                    "warning: workforce.crews",
                ],
            ),
            (
                Lang::Zh,
                ["26 个基层治理单元", "220 名队员编成全天 49 个班次队组", "日均事件 190 件，其中 76.0 件需派队员", "警告：workforce.crews"],
            ),
        ] {
            let text = anstream::adapter::strip_str(&text(&sample(), false, lang)).to_string();
            for said in said {
                assert!(text.contains(said), "{said:?} is not in\n{text}");
            }
            assert!(text.lines().all(|line| layout::width(line) <= layout::WIDTH), "{text}");
        }
    }

    #[test]
    fn one_officer_makes_and_two_make() {
        let mut report = sample();
        report.crews[0].officers = 1;
        assert!(text(&report, false, Lang::En).contains("1 officer makes 49 crews"));
    }

    #[test]
    fn an_overloaded_city_is_called_so() {
        let mut report = sample();
        let told = |report: &CheckReport| text(report, false, Lang::En);
        assert!(!told(&report).contains("ueues are to be expected"));
        report.traffic_intensity = 0.9;
        assert!(told(&report).contains("Queues are to be expected.") && !told(&report).contains("sustain"));
        report.traffic_intensity = 1.1;
        assert!(told(&report).contains("more than crews can sustain: expect queues"));
    }
}
