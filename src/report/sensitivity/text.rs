//! Sensitivity in words: the factors by how much they matter.

use super::Asked;
use crate::experiment::{MEASURES, Method, Unit};
use crate::report::factors::{grade, range};
use crate::report::layout::{self, Align, FAINT, Table, WARNING};
use crate::report::uncertainty::{left_out, refused};
use crate::report::{Lang, names, number};
use crate::scenario::Factor;
use crate::stats::{ENOUGH_ROWS, Share};

/// Factors shown.
const SHOWN: usize = 25;

/// What was found.
pub fn sensitivity(asked: &Asked, lang: Lang) -> String {
    let (arm, found) = (asked.arm, asked.found);
    let measure = &MEASURES[asked.measure];
    let mut out = format!("{}\n", layout::title(lang.of(&arm.label)));
    let (days, n, seed, points, factors) =
        (found.short.days, found.short.replications, found.short.seed, found.used().len(), found.factors.len());
    let design = match found.method {
        Method::Morris { .. } => lang.text(format!("Morris, {} trajectories", found.done), format!("Morris 法，{} 条轨迹", found.done)),
        Method::Sobol { .. } => lang.text(format!("Sobol' indices from {} rows", found.done), format!("Sobol' 指数，{} 行", found.done)),
    };
    let [within, next, spread] = match found.method {
        Method::Morris { .. } => [("along a trajectory", "同一轨迹各点"), ("along the next", "不同轨迹"), ("along a trajectory", "轨迹内")],
        Method::Sobol { .. } => [("in a row", "同一行各点"), ("in the next", "不同行"), ("over these ranges", "各范围内")],
    }
    .map(|(en, zh)| lang.t(en, zh));
    let warm_up = match arm.warmup_days(found.short.days) {
        0 => String::new(),
        n => lang.text(format!(", {} to warm up among them", number::counted(n, "day")), format!("（含预热 {n} 天）")),
    };
    out += &layout::paragraph(
        &lang.text(
            format!(
                "{design} over {}, each across its range: {}, {} of {} each{warm_up}, the same {within}, others {next} (seed {seed}).",
                number::counted(factors as u64, "factor"),
                number::counted(points as u64, "point"),
                number::counted(n, "replication"),
                number::counted(days, "day")
            ),
            format!(
                "{design}，{factors} 个参数各在其范围内变动：{points} 个点，各 {n} 次重复、每次 {days} 天{warm_up}，{within}共用随机数，{next}各异（种子 {seed}）。"
            ),
        ),
        2,
    );
    let answer = &found.answers[asked.measure];
    let name = names::measure(lang, measure, arm.dimensions.targets.until_handled);
    let noise = answer.noise.map_or_else(|| number::NONE.to_owned(), number::percent);
    let mean = answer.mean.map_or_else(|| number::NONE.to_owned(), |mean| shown(mean, measure.unit, lang));
    let sd = answer.variance.map_or_else(|| number::NONE.to_owned(), |variance| change(variance.sqrt(), measure.unit, lang));
    if answer.mean.is_none() {
        let none = lang.text(
            format!("{name}: it has no value at any point, so that nothing can be said of what moves it."),
            format!("{name}：在任何点上都没有数值，无从得知其影响因素。"),
        );
        return out + &layout::paint(WARNING, &layout::paragraph(&none, 2)) + &layout::paint(FAINT, &of_points(asked, lang));
    }
    out += &layout::paragraph(
        &lang.text(
            format!("{name}: mean {mean}, standard deviation {spread} {sd}; of that variance chance leaves {noise} (residual noise)."),
            format!("{name}：均值 {mean}，{spread}标准差 {sd}；其方差中残余随机噪声占 {noise}。"),
        ),
        2,
    );
    out.push_str(&layout::heading(&lang.text(format!("What moves it: {name}"), format!("影响因素：{name}"))));
    out.push_str(&match found.method {
        Method::Morris { .. } => morris(asked, lang),
        Method::Sobol { .. } => sobol(asked, lang),
    });
    out + &layout::paint(FAINT, &notes(asked, lang))
}

fn notes(asked: &Asked, lang: Lang) -> String {
    let found = asked.found;
    let mut notes = String::new();
    let mut note = |text: String| notes += &layout::paragraph(&text, 2);
    let answer = &found.answers[asked.measure];
    let shown = match found.method {
        Method::Morris { .. } => ordered(found.factors.len(), |at| answer.effects[at].map_or(-1.0, |e| e.mu_star)).len(),
        Method::Sobol { .. } => ordered(answer.indices.len(), |at| answer.indices[at].total.estimate).len(),
    };
    let rest = found.factors.len().saturating_sub(shown);
    if rest > 0 {
        note(lang.text(
            format!("{} not shown, of less effect or none: --json and --out hold all.", number::are(rest as u64, "factor")),
            format!("另有 {rest} 个影响更小或没有影响的参数，见 --json 与 --out。"),
        ));
    }
    note(match found.method {
        Method::Morris { .. } => lang.t(
            "μ*: mean absolute change per range, from steps of two thirds of it, ± its 95% interval; μ with its sign; σ: how much the change depends on the other factors, or is not even along the range.",
            "μ*：按整个范围折算的平均绝对变化（步长为范围的三分之二），± 为 95% 区间；μ 带符号；σ：该变化随其他参数或位置而变的程度。",
        ),
        Method::Sobol { .. } => lang.t(
            "First: the share of the variance due to the factor alone; total: alone and together with others. In brackets the 95% interval by resampling.",
            "一阶：仅由该参数造成的方差份额；总：含与其他参数的交互。括号内为重抽样 95% 区间。",
        ),
    }
    .to_owned());
    if asked.is_rough() {
        note(lang.text(
            format!("Rough: of fewer than {ENOUGH_ROWS} rows these intervals are too narrow, and do not hold the share 95 times in 100."),
            format!("结果粗略：行数少于 {ENOUGH_ROWS} 时，区间偏窄，包含真值的概率不足 95%。"),
        ));
    }
    notes + &of_points(asked, lang)
}

/// Which points count nowhere, and which numbers were not moved.
fn of_points(asked: &Asked, lang: Lang) -> String {
    let found = asked.found;
    let mut notes = String::new();
    let mut note = |text: String| notes += &layout::paragraph(&text, 2);
    if found.invalid() > 0 {
        let n = found.invalid();
        let said = lang.text(
            format!("{} no valid scenario or could not be run, of which nothing is made. ", number::are(n.into(), "point")),
            format!("{n} 个点不是有效场景或无法运行，未计入。"),
        );
        note(format!("{said}{}", refused(&found.refused, lang).trim_end()));
    }
    if asked.without_range > 0 {
        let n = asked.without_range;
        note(lang.text(
            format!("{} not moved: graded, but without a range, or with one of a single value.", number::were(n as u64, "number")),
            format!("{n} 个有等级的参数未给定范围或范围仅一值，未变动。"),
        ));
    }
    if found.factors.iter().any(|factor| factor.range.is_some_and(|range| !range.given)) {
        note(lang.t("(…) half to double, for no range is given.", "括号内的范围为一半至两倍（未给定范围）。").to_owned());
    }
    notes + &left_out(asked.left_out, lang)
}

/// Factors in falling order of `by`, those shown: what does nothing is not.
fn ordered(count: usize, by: impl Fn(usize) -> f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| by(*b).total_cmp(&by(*a)).then(a.cmp(b)));
    order.truncate(SHOWN);
    order.retain(|at| by(*at) > 0.0);
    order
}

fn morris(asked: &Asked, lang: Lang) -> String {
    let (found, unit) = (asked.found, MEASURES[asked.measure].unit);
    let effects = &found.answers[asked.measure].effects;
    let columns = [
        (lang.t("factor", "参数"), Align::Left),
        (lang.t("range", "范围"), Align::Left),
        (lang.t("grade", "等级"), Align::Left),
        ("μ*", Align::Right),
        ("±", Align::Right),
        ("μ", Align::Right),
        ("σ", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for at in ordered(found.factors.len(), |at| effects[at].map_or(-1.0, |e| e.mu_star)) {
        let mut row = named(&found.factors[at], 40, lang);
        match &effects[at] {
            None => row.extend([number::NONE; 4].map(str::to_owned)),
            Some(e) => row.extend([
                change(e.mu_star, unit, lang),
                e.half_width.map_or_else(|| number::NONE.to_owned(), |half| change(half, unit, lang)),
                number::signed(e.mu, change(e.mu.abs(), unit, lang)),
                e.sigma.map_or_else(|| number::NONE.to_owned(), |sigma| change(sigma, unit, lang)),
            ]),
        }
        table.row(row);
    }
    table.render()
}

fn sobol(asked: &Asked, lang: Lang) -> String {
    let found = asked.found;
    let indices = &found.answers[asked.measure].indices;
    if indices.is_empty() {
        let nothing = lang.t("Nothing varies: there is no variance to share out.", "结果不变：没有可分解的方差。");
        return layout::paragraph(nothing, 2);
    }
    let columns = [
        (lang.t("factor", "参数"), Align::Left),
        (lang.t("range", "范围"), Align::Left),
        (lang.t("grade", "等级"), Align::Left),
        (lang.t("first", "一阶"), Align::Right),
        (lang.t("total", "总"), Align::Right),
    ];
    let mut table = Table::new(&columns);
    let share = |share: &Share| {
        let [estimate, lower, upper] = [(share.estimate, 3), (share.lower, 2), (share.upper, 2)].map(|(v, n)| number::decimals(v, n));
        format!("{estimate} [{lower}, {upper}]")
    };
    for at in ordered(found.factors.len(), |at| indices[at].total.estimate) {
        let mut row = named(&found.factors[at], 32, lang);
        row.extend([share(&indices[at].first), share(&indices[at].total)]);
        table.row(row);
    }
    table.render()
}

/// Path, range, grade; a long path keeps its end, which tells factors apart.
fn named(factor: &Factor, longest: usize, lang: Lang) -> Vec<String> {
    let path = layout::clean(&factor.path);
    let length = path.chars().count();
    let path = if length > longest { format!("…{}", path.chars().skip(length - longest + 1).collect::<String>()) } else { path };
    vec![path, range(factor, lang), grade(factor.grade).to_owned()]
}

/// A value of a measure.
fn shown(value: f64, unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Share => number::percent(value),
        Unit::Seconds => number::seconds(value, lang),
        Unit::Count => number::measured_count(value),
    }
}

/// A change of a measure, not negative: points of percent for shares.
fn change(value: f64, unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Share => format!("{:.2}", value * 100.0),
        Unit::Seconds => number::seconds(value, lang),
        Unit::Count => format!("{value:.2}"),
    }
}
