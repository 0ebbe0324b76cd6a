//! What is compared, and the tables: the arms side by side, the differences, the posts.

use super::{Compared, between, letter, margin, points};
use crate::experiment::compare::{Endpoint, Judged, Verdict};
use crate::experiment::{Arm, MEASURES, Measure, Unit};
use crate::metrics::{Name, Target};
use crate::report::layout::{self, Align, BAD, FAINT, GOOD, HEADING, Table};
use crate::report::setup::margin_of;
use crate::report::staffing::Staffing;
use crate::report::{Lang, names, number};
use anstyle::Style;

/// At most so much of the variance is left where differences are far surer than the arms by themselves.
const FAR_SURER: f64 = 0.5;

/// The arms by letter, with what each is for.
pub(super) fn header(found: &Compared, lang: Lang) -> String {
    let mut out = String::new();
    for (position, arm) in found.runs.arms.iter().enumerate() {
        let role = if position == 0 { lang.t(" (baseline)", "（基准）") } else { "" };
        out.push_str(&format!("{}\n", layout::title(&format!("{}  {}{role}", letter(position), lang.of(&arm.label)))));
        let about = match names::about(lang, &arm.loaded.scenario) {
            "" => arm.file.clone(),
            about => format!("{}: {about}", arm.file),
        };
        out.push_str(&layout::paint(FAINT, &layout::paragraph(&about, 3)));
        if !arm.sets.is_empty() {
            out.push_str(&layout::paint(
                FAINT,
                &layout::paragraph(&format!("{}{}", lang.t("changed: ", "改动："), arm.sets.join(lang.t(", ", "，"))), 3),
            ));
        }
    }
    let same = match found.runs.paired {
        true => lang.t("the same incidents in every arm", "各方案面对相同事件"),
        false => lang.t("DIFFERENT incidents: arms are compared unpaired", "事件不同：不配对比较"),
    };
    let clock = names::clock(lang, found.arm(0).dimensions.targets.clock);
    let line = format!("{}{}", simulated(found, lang), lang.text(format!("; {same}; {clock}"), format!("；{same}；{clock}")));
    let arms: Vec<&Arm> = found.runs.arms.iter().collect();
    out + &layout::paragraph(&line, 2) + &margin_of(&arms, 0, lang)
}

/// Days, replications and seed; arm by arm where they are not the same.
fn simulated(found: &Compared, lang: Lang) -> String {
    let n = found.runs.replications();
    let each = lang.text(format!("{} of each", number::counted(n, "replication")), format!("各 {n} 次重复"));
    let with = |arm: usize, between: &str| {
        let model = &found.arm(arm).loaded.model;
        let (days, start, seed) = (model.days, model.start.0, model.seed);
        lang.text(
            format!("{} from {start}, {between}seed {seed}", number::counted(days, "day")),
            format!("自 {start} 起 {days} 天，{between}随机种子 {seed}"),
        )
    };
    let arms = found.runs.arms.len();
    if (1..arms).all(|arm| with(arm, "") == with(0, "")) {
        return with(0, &format!("{each}{}", lang.t(", ", "，")));
    }
    let named = (0..arms).map(|arm| format!("{} {}", letter(arm), with(arm, "")));
    named.chain([each]).collect::<Vec<_>>().join(lang.t("; ", "；"))
}

/// Attainment of the four targets, and how long it takes.
pub(super) fn table(found: &Compared, lang: Lang) -> String {
    let primary = found.primary();
    let head: Vec<String> = Target::ALL
        .iter()
        .enumerate()
        .map(|(i, target)| {
            let name = names::target(lang, target.name(), found.until_handled());
            let limit = number::limit(found.arm(0).dimensions.targets.limits[i].seconds(), lang);
            format!("{name} {limit}{}", if i == primary { " *" } else { "" })
        })
        .collect();
    let mut columns: Vec<(&str, Align)> = vec![("", Align::Left)];
    columns.extend(head.iter().map(|text| (text.as_str(), Align::Right)));
    columns.extend([(lang.t("median", "中位"), Align::Right), ("p90", Align::Right), (lang.t("missed ‰", "未达 ‰"), Align::Right)]);
    let mut table = Table::new(&columns);
    for position in 0..found.runs.arms.len() {
        let estimate = |key: &str| Measure::position(key).and_then(|measure| found.runs.estimate(position, measure));
        let mut row = vec![letter(position)];
        row.extend(Target::ALL.iter().map(|target| number::attained(estimate(target.name()).as_ref())));
        row.push(number::time(estimate("response_p50_s").as_ref(), lang));
        row.push(number::time(estimate("response_p90_s").as_ref(), lang));
        row.push(
            estimate(MEASURES[primary].key).map_or_else(|| number::NONE.to_owned(), |e| format!("{:.1}", 1_000.0 * (1.0 - e.estimate))),
        );
        table.row(row);
    }
    let (level, surer) = (number::percent_given(found.runs.level), surer(found, lang));
    let note = lang.text(
        format!("* primary target. ± is the plain {level} interval of each arm alone{surer}. Median and p90 are of the response, from the report to on scene: means over replications; {} if in one of them too few are ever reached.", number::NONE),
        format!("* 首要目标。± 为各方案单独的 {level} 区间{surer}。中位与 p90 指到场用时（自上报至到场），为各次重复的均值；若某次重复中到场者过少则为 {}。", number::NONE),
    );
    let heading = layout::heading(lang.t("Targets attained", "目标达成率"));
    format!("{heading}{}{}", table.render(), layout::paint(FAINT, &layout::paragraph(&note, 2)))
}

/// What sharing luck does for the differences, where it helps all of them.
fn surer(found: &Compared, lang: Lang) -> &'static str {
    match found.pairing.iter().map(|pairing| pairing.variance_ratio).reduce(f64::max) {
        Some(most) if most <= FAR_SURER => lang.t("; differences are far surer, for luck is shared", "；差异因共用随机数而精确得多"),
        Some(most) if most < 1.0 => lang.t("; differences are surer, for luck is shared", "；差异因共用随机数而更精确"),
        _ => "",
    }
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Better => GOOD,
        Verdict::Worse => BAD,
        _ => Style::new(),
    }
}

/// A verdict as a word.
pub(super) fn word(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Better => lang.t("better", "更好"),
        Verdict::Worse => lang.t("worse", "更差"),
        Verdict::Equal => lang.t("equal", "相当"),
        Verdict::Higher => lang.t("higher", "更高"),
        Verdict::Lower => lang.t("lower", "更低"),
        Verdict::Undecided => lang.t("undecided", "未定"),
    }
}

/// Measures shown beside the targets.
const SHOWN: [&str; 9] = [
    "response_s",
    "response_p90_s",
    "never_on_scene",
    "completion",
    "on_time",
    "final_backlog",
    "utilization",
    "committed_done",
    "by_crew",
];

/// Every arm against the first.
pub(super) fn differences(found: &Compared, lang: Lang) -> String {
    let mut table = Table::new(&[
        (lang.t("difference", "差异"), Align::Left),
        (lang.t("in", "指标"), Align::Left),
        (lang.t("estimate", "估计"), Align::Right),
        (lang.t("interval", "区间"), Align::Right),
        (lang.t("verdict", "结论"), Align::Left),
        (lang.t("p (Holm)", "p（Holm）"), Align::Right),
    ]);
    for position in 1..found.runs.arms.len() {
        for judged in found.differences.iter().filter(|judged| judged.position == position && shown(judged)) {
            let bold = if judged.endpoint == Endpoint::Primary { HEADING } else { Style::new() };
            let measure = Measure::position(judged.measure).map(|at| &MEASURES[at]);
            let Some(measure) = measure else { continue };
            let (estimate, interval) = sizes(measure, judged, lang);
            table.styled([
                (format!("{} − {}", letter(position), letter(0)), bold),
                (names::measure(lang, measure, found.until_handled()).to_owned(), bold),
                (estimate, bold),
                (interval, bold),
                (word(judged.verdict, lang).to_owned(), style(judged.verdict)),
                (judged.p_holm.map_or_else(|| "–".to_owned(), p_value), Style::new()),
            ]);
        }
    }
    let (looks, level) = (found.runs.plan.looks().len(), number::percent_given(found.runs.level));
    let margin = margin(found.runs.margin);
    let looks = lang.text(format!("{looks} planned look{}", if looks == 1 { "" } else { "s" }), format!("{looks}"));
    let note = lang.text(
        format!(
            "Points of percent for shares. Intervals of the primary target hold together at {level} over all arms and {looks}, those of the other targets among themselves; of all else each by itself over the looks, and p is adjusted over all of them. Targets are judged against a margin of {margin} points, all else by sign."
        ),
        format!(
            "比例的差异以百分点计。首要目标的区间在所有方案与计划的 {looks} 次查看上同时以 {level} 成立，其余目标亦各自同时成立；其他指标各自在各次查看上成立，p 值按全部指标与查看次数校正。目标按 {margin} 个百分点的界限判断，其余按方向。"
        ),
    );
    let more = found.differences.iter().filter(|judged| judged.position == 1 && !shown(judged)).count();
    let more = match more {
        0 => String::new(),
        more => lang.text(
            format!(" Not shown: {}; --json and --out hold all.", number::counted(more as u64, "measure")),
            format!("另有 {more} 项指标，见 --json 与 --out。"),
        ),
    };
    let best = best(found, lang);
    let heading = layout::heading(lang.t("Differences", "差异"));
    format!("{heading}{}{}{best}", table.render(), layout::paint(FAINT, &layout::paragraph(&(note + &more), 2)))
}

fn shown(judged: &Judged) -> bool {
    judged.endpoint != Endpoint::Other || SHOWN.contains(&judged.measure)
}

fn p_value(p: f64) -> String {
    if p < 0.001 { "<0.001".to_owned() } else { format!("{p:.3}") }
}

/// A difference and its interval in the measure's unit.
fn sizes(measure: &Measure, judged: &Judged, lang: Lang) -> (String, String) {
    let one = |value: f64| match measure.unit {
        Unit::Share => points(value),
        Unit::Seconds => number::signed(value, number::seconds(value.abs(), lang)),
        Unit::Count => number::signed(value, number::measured_count(value.abs())),
    };
    let interval = match (judged.lower, judged.upper) {
        _ if measure.unit == Unit::Share => between(judged.lower, judged.upper, lang),
        (Some(lower), Some(upper)) if lower.is_finite() && upper.is_finite() => {
            format!("{} {} {}", one(lower), lang.t("to", "至"), one(upper))
        }
        _ => number::NONE.to_owned(),
    };
    (one(judged.estimate), interval)
}

/// With three arms or more: which may be best.
fn best(found: &Compared, lang: Lang) -> String {
    if found.best.is_empty() {
        return String::new();
    }
    let may: Vec<String> = found.best.iter().filter(|best| best.may_be_best).map(|best| found.letter(&best.arm)).collect();
    let ruled_out: Vec<String> = found.best.iter().filter(|best| !best.may_be_best).map(|best| found.letter(&best.arm)).collect();
    let out = if ruled_out.is_empty() { lang.t("none", "无").to_owned() } else { ruled_out.join(lang.t(", ", "、")) };
    let text = lang.text(
        format!("By the primary target, best may be: {}. Ruled out: {out} (multiple comparisons with the best, jointly).", may.join(", ")),
        format!("按首要目标，可能最优：{}；已排除：{out}（与最优者的多重比较）。", may.join("、")),
    );
    layout::paragraph(&text, 2)
}

/// Paid posts of each arm by role, vehicles, and what they cost.
pub(super) fn posts(found: &Compared, lang: Lang) -> String {
    let arms = found.runs.arms.len();
    let mut columns: Vec<(String, Align)> = vec![(lang.t("paid posts", "在编岗位").to_owned(), Align::Left)];
    columns.extend((0..arms).map(|arm| (letter(arm), Align::Right)));
    let columns: Vec<(&str, Align)> = columns.iter().map(|(text, align)| (text.as_str(), *align)).collect();
    let mut table = Table::new(&columns);
    let of: Vec<Staffing> = (0..arms).map(|arm| Staffing::of(&found.arm(arm).loaded)).collect();
    let mut roles: Vec<&Name> = Vec::new();
    for role in of.iter().flat_map(|staffing| &staffing.posts) {
        if !roles.contains(&&role.name) {
            roles.push(&role.name);
        }
    }
    let mut row = |name: &str, cell: &dyn Fn(&Staffing) -> String, style: Style| {
        let cells = [name.to_owned()].into_iter().chain(of.iter().map(cell));
        table.styled(cells.map(|cell| (cell, style)));
    };
    for role in roles {
        let count = |staffing: &Staffing| staffing.posts.iter().filter(|posts| posts.name == *role).map(|posts| posts.count).sum();
        row(lang.of(role), &|staffing| number::count(count(staffing)), Style::new());
    }
    let per_residents = |staffing: &Staffing| staffing.posts_per_10000.map_or_else(|| number::NONE.to_owned(), |per| format!("{per:.1}"));
    row(lang.t("together", "合计"), &|staffing| number::count(staffing.posts_total), HEADING);
    row(lang.t("per 10,000 residents", "每万居民"), &per_residents, Style::new());
    row(lang.t("vehicles", "车辆"), &|staffing| number::count(staffing.vehicles), Style::new());
    if of.iter().any(|staffing| staffing.cost_per_year.is_some()) {
        let cost = |staffing: &Staffing| match (staffing.cost_per_year, &staffing.currency) {
            (Some(cost), Some(currency)) => number::cost(cost, lang) + lang.of(currency),
            _ => number::NONE.to_owned(),
        };
        row(lang.t("cost a year", "年成本"), &cost, HEADING);
    }
    let note = lang.t(
        "Wages and vehicles at the unit prices of each scenario (workforce.prices); buildings, equipment and running costs are not counted.",
        "按各场景的单价（workforce.prices）计工资与车辆；房屋、设备及运行费用未计。",
    );
    let priced = of.iter().any(|staffing| staffing.cost_per_year.is_some());
    let note = if priced { layout::paint(FAINT, &layout::paragraph(note, 2)) } else { String::new() };
    layout::heading(lang.t("What it takes", "所需编制")) + &table.render() + &note
}
