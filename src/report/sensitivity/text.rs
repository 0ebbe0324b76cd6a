//! Sensitivity in words: the factors by how much they matter.

use super::Asked;
use crate::experiment::{MEASURES, Method, Unit};
use crate::report::factors::{grade, range};
use crate::report::layout::{self, Align, FAINT, Table, WARNING};
use crate::report::setup::replayed_by;
use crate::report::uncertainty::{left_out, refused};
use crate::report::{Lang, names, number};
use crate::scenario::{Factor, told_apart};
use crate::stats::{ENOUGH_ROWS, FEWEST_ROWS, Share};

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
    let answer = asked.answer();
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
    let valued = match answer.valued as usize {
        all if all == points => String::new(),
        some => lang.text(format!(" (of the {some} points that have a value)"), format!("（{some} 个有数值的点）")),
    };
    out += &layout::paragraph(
        &lang.text(
            format!(
                "{name}: mean {mean}{valued}, standard deviation {spread} {sd}; of that variance chance leaves {noise} (residual noise)."
            ),
            format!("{name}：均值 {mean}{valued}，{spread}标准差 {sd}；其方差中残余随机噪声占 {noise}。"),
        ),
        2,
    );
    out += &layout::paint(WARNING, &lacking(asked, lang));
    out.push_str(&layout::heading(&lang.text(format!("What moves it: {name}"), format!("影响因素：{name}"))));
    out.push_str(&match found.method {
        Method::Morris { .. } => morris(asked, lang),
        Method::Sobol { .. } => sobol(asked, lang),
    });
    out + &layout::paint(FAINT, &notes(asked, lang)) + &replayed_by([arm], lang)
}

/// What the answer lacks, because points have no value: rows, or factors.
fn lacking(asked: &Asked, lang: Lang) -> String {
    let (found, used) = (asked.found, asked.answer().used);
    let lacking = match found.method {
        Method::Morris { .. } => {
            let sizes = asked.sizes();
            let unknown = found.factors.iter().zip(&sizes).filter(|(_, size)| size.is_none());
            let paths: Vec<String> = unknown.map(|(factor, _)| layout::clean(&factor.path)).collect();
            let more = match paths.len().saturating_sub(SHOWN) {
                0 => String::new(),
                more => lang.text(format!(" and {more} more"), format!("等另外 {more} 个")),
            };
            let named = paths.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(lang.t(", ", "、")) + &more;
            (!paths.is_empty()).then(|| {
                lang.text(
                    format!(
                        "{} could not be measured, for no two points that differ in one of these alone have a value: {named}.",
                        number::counted(paths.len() as u64, "factor")
                    ),
                    format!("{} 个参数无法测量（没有仅在其中一个上不同且均有数值的两个点）：{named}。", paths.len()),
                )
            })
        }
        Method::Sobol { .. } => (FEWEST_ROWS..found.done).contains(&used).then(|| {
            lang.text(
                format!(
                    "Rows with a value at all of their points: {used} of {}, and from these alone are the indices, the standard deviation and the noise. In them the factors are not independent, so that first and total indices are not to be trusted as shares.",
                    found.done
                ),
                format!(
                    "各点均有数值的行：{} 行中的 {used} 行；指数、标准差与噪声仅据此得出。这些行中各参数并不相互独立，一阶与总指数不可视为可靠的份额。",
                    found.done
                ),
            )
        }),
    };
    lacking.map_or_else(String::new, |text| layout::paragraph(&text, 2))
}

fn notes(asked: &Asked, lang: Lang) -> String {
    let found = asked.found;
    let mut notes = String::new();
    let mut note = |text: String| notes += &layout::paragraph(&text, 2);
    let sizes = asked.sizes();
    let rest = sizes.iter().flatten().count() - ordered(&sizes).len();
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
    if has_gaps(asked) {
        note(lang.text(
            format!("n: effects of the factor, of {} trajectories; those beside a point without a value are left out.", found.done),
            format!("n：该参数的效应个数（共 {} 条轨迹）；相邻点无数值者略去。", found.done),
        ));
    }
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

/// Factors in falling order of their sizes, those shown: what does nothing is not.
fn ordered(sizes: &[Option<f64>]) -> Vec<usize> {
    let moving = sizes.iter().enumerate().filter_map(|(at, size)| Some((at, size.filter(|size| *size > 0.0)?)));
    let mut order: Vec<(usize, f64)> = moving.collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    order.truncate(SHOWN);
    order.into_iter().map(|(at, _)| at).collect()
}

/// Whether some of the effects that the trajectories were to give are missing.
fn has_gaps(asked: &Asked) -> bool {
    asked.answer().effects.iter().flatten().any(|e| e.effects < u64::from(asked.found.done))
}

fn morris(asked: &Asked, lang: Lang) -> String {
    let (found, unit, gaps) = (asked.found, MEASURES[asked.measure].unit, has_gaps(asked));
    let effects = &asked.answer().effects;
    let mut columns = vec![
        (lang.t("factor", "参数"), Align::Left),
        (lang.t("range", "范围"), Align::Left),
        (lang.t("grade", "等级"), Align::Left),
        ("μ*", Align::Right),
        ("±", Align::Right),
        ("μ", Align::Right),
        ("σ", Align::Right),
    ];
    columns.extend(gaps.then_some(("n", Align::Right)));
    let mut table = Table::new(&columns);
    for (at, e) in ordered(&asked.sizes()).into_iter().filter_map(|at| Some((at, effects[at]?))) {
        let mut row = named(&found.factors, at, 40, lang);
        row.extend([
            change(e.mu_star, unit, lang),
            e.half_width.map_or_else(|| number::NONE.to_owned(), |half| change(half, unit, lang)),
            number::signed(e.mu, change(e.mu.abs(), unit, lang)),
            e.sigma.map_or_else(|| number::NONE.to_owned(), |sigma| change(sigma, unit, lang)),
        ]);
        row.extend(gaps.then(|| e.effects.to_string()));
        table.row(row);
    }
    table.render()
}

fn sobol(asked: &Asked, lang: Lang) -> String {
    let (found, indices) = (asked.found, &asked.answer().indices);
    if indices.is_empty() {
        let nothing = match asked.answer().used {
            FEWEST_ROWS.. => lang.t("Nothing varies: there is no variance to share out.", "结果不变：没有可分解的方差。").to_owned(),
            used => lang.text(
                format!("No factor could be measured: too few rows have a value at all of their points, {used} of {}.", found.done),
                format!("无法测量任何参数：{} 行中各点均有数值的仅 {used} 行，过少。", found.done),
            ),
        };
        return layout::paragraph(&nothing, 2);
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
    for at in ordered(&asked.sizes()) {
        let mut row = named(&found.factors, at, 32, lang);
        row.extend([share(&indices[at].first), share(&indices[at].total)]);
        table.row(row);
    }
    table.render()
}

/// Path, range, grade; a long path keeps its end, at least as much as tells it from the others.
fn named(factors: &[Factor], at: usize, longest: usize, lang: Lang) -> Vec<String> {
    let factor = &factors[at];
    let ending = told_apart(&factors.iter().map(|factor| factor.path.as_str()).collect::<Vec<_>>())[at];
    let longest = longest.max(1 + layout::clean(ending).chars().count());
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
