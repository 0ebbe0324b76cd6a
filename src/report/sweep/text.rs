//! A sweep in words: what was planned, and the targets point by point.

use super::{Place, SheetAxis, Swept};
use crate::experiment::{Measure, refusals};
use crate::metrics::Target;
use crate::report::compare::letter;
use crate::report::layout::{self, Align, FAINT, Table, WARNING};
use crate::report::uncertainty::refused;
use crate::report::{Lang, names, number};

/// Points shown; all of them stand in the files.
const SHOWN: usize = 40;
/// Columns of factors shown.
const FACTORS: usize = 3;
/// Widest name of a factor above its column.
const NAME: usize = 12;

/// What was found.
pub fn sweep(swept: &Swept, lang: Lang) -> String {
    let sheet = swept.sheet;
    let mut out = format!("{}\n", layout::title(&lang.text(sheet.name.clone(), sheet.zh.clone())));
    let about = if lang == Lang::Zh { &sheet.about_zh } else { &sheet.about };
    if !about.is_empty() {
        out += &layout::paragraph(about, 2);
    }
    let (points, n, seed) = (sheet.points.len(), sheet.replications, sheet.seed);
    let (done, wanted) = (number::count(swept.done()), number::count(swept.wanted()));
    let shard = match swept.shard.of {
        1 => String::new(),
        _ => lang.text(format!("shard {}, ", swept.shard), format!("分片 {}，", swept.shard)),
    };
    out += &layout::paragraph(
        &lang.text(
            format!(
                "{} × {}, seed {seed}; {shard}{done} of {wanted} runs done. All points meet the same luck.",
                number::counted(points as u64, "point"),
                number::counted(n, "replication")
            ),
            format!("{points} 个点 × 各 {n} 次重复，随机种子 {seed}；{shard}已完成 {done}/{wanted} 次运行。各点共用随机数。"),
        ),
        2,
    );
    if sheet.structures.len() > 1 {
        for (at, structure) in sheet.structures.iter().enumerate() {
            let name = lang.text(structure.name.clone(), structure.zh.clone());
            out += &layout::paint(FAINT, &layout::paragraph(&format!("{}  {name} ({})", letter(at), structure.scenario), 2));
        }
    }
    let constant = constant(swept);
    for (path, value) in &constant {
        out += &layout::paint(FAINT, &layout::paragraph(&format!("{path} = {value}"), 2));
    }
    out.push_str(&layout::heading(lang.t("Targets attained, point by point", "各点目标达成率")));
    out.push_str(&table(swept, lang));
    let rest = points.saturating_sub(SHOWN);
    if rest > 0 {
        let more = lang.text(
            format!("Not shown: {}; --json and --out hold all.", number::counted(rest as u64, "point")),
            format!("另有 {rest} 个点，见 --json 与 --out。"),
        );
        out += &layout::paint(FAINT, &layout::paragraph(&more, 2));
    }
    let wrong = refusals((0..points).filter_map(|point| swept.refused(point)));
    if !wrong.is_empty() {
        let n: u32 = wrong.iter().map(|refusals| refusals.points).sum();
        let said = lang.text(
            format!("No valid scenario, or could not be run, in part or at all: {n} of {points} points. "),
            format!("{points} 个点中有 {n} 个部分或全部不是有效场景或无法运行。"),
        );
        out += &layout::paint(WARNING, &layout::paragraph(format!("{said}{}", refused(&wrong, lang)).trim_end(), 2));
    }
    let note = lang.t(
        "* primary target. ± is the plain 95% interval of each point alone; luck is shared, so that differences between points may be surer: `gridgov compare` tells them.",
        "* 首要目标。± 为各点单独的 95% 区间；各点共用随机数，点间差异可能更精确，可用 `gridgov compare` 检验。",
    );
    out + &layout::paint(FAINT, &layout::paragraph(note, 2))
}

/// Factors beyond those shown as columns, where every point has the same value.
fn constant(swept: &Swept) -> Vec<(String, String)> {
    let points = &swept.sheet.points;
    let same = |at: usize| points.iter().all(|point| point.values[at] == points[0].values[at]);
    let one = |(at, factor): (usize, &SheetAxis)| same(at).then(|| (factor.path.clone(), points[0].values[at].clone()));
    swept.sheet.factors.iter().enumerate().filter_map(one).collect()
}

fn table(swept: &Swept, lang: Lang) -> String {
    let sheet = swept.sheet;
    let moving: Vec<usize> =
        (0..sheet.factors.len()).filter(|at| sheet.points.iter().any(|p| p.values[*at] != sheet.points[0].values[*at])).collect();
    let shown = &moving[..moving.len().min(FACTORS)];
    let (scenarios, rules) = (sheet.structures.len() > 1, sheet.points.iter().any(|point| point.rule.is_some()));
    let mut head: Vec<(String, Align)> = vec![("#".to_owned(), Align::Right)];
    head.extend(scenarios.then(|| (lang.t("scenario", "场景").to_owned(), Align::Left)));
    head.extend(rules.then(|| (lang.t("rule", "规则").to_owned(), Align::Left)));
    head.extend(shown.iter().map(|at| {
        let numbers = sheet.points.iter().all(|point| point.numbers[*at].is_some());
        (column(&sheet.factors[*at]), if numbers { Align::Right } else { Align::Left })
    }));
    head.extend(Target::ALL.iter().map(|target| {
        let star = if target.name() == sheet.primary { " *" } else { "" };
        (format!("{}{star}", names::target(lang, target.name(), sheet.until_handled)), Align::Right)
    }));
    head.push((lang.t("median", "中位").to_owned(), Align::Right));
    let columns: Vec<(&str, Align)> = head.iter().map(|(text, align)| (text.as_str(), *align)).collect();
    let mut table = Table::new(&columns);
    for (position, point) in sheet.points.iter().enumerate().take(SHOWN) {
        let mut row = vec![position.to_string()];
        row.extend(scenarios.then(|| letter(point.structure)));
        row.extend(rules.then(|| rule(point, &swept.sheet.points)));
        row.extend(shown.iter().map(|at| value(swept, point, *at, lang)));
        let estimate = |key: &str| Measure::position(key).and_then(|measure| swept.estimate(position, measure));
        row.extend(Target::ALL.iter().map(|target| number::attained(estimate(target.name()).as_ref())));
        row.push(number::time(estimate("response_p50_s").as_ref(), lang));
        table.row(row);
    }
    table.render()
}

/// The last name of a factor's path.
fn column(factor: &SheetAxis) -> String {
    layout::cut(factor.path.rsplit('.').next().unwrap_or_default(), NAME)
}

/// The value of a factor with its unit, times in the one that suits them.
fn value(swept: &Swept, point: &Place, at: usize, lang: Lang) -> String {
    let unit = swept.sheet.factors[at].unit.as_deref().unwrap_or_default();
    let (number, unit) = match (point.numbers[at], unit) {
        (None, _) => return point.values[at].clone(),
        (Some(seconds), "s") => number::in_unit(seconds, lang),
        (Some(number), unit) => (number, unit),
    };
    format!("{} {unit}", short(number)).trim_end().to_owned()
}

/// With two decimals at most; what is below one with four digits.
fn short(number: f64) -> f64 {
    match number.abs() >= 1.0 {
        true => (number * 100.0 + 0.5).floor() / 100.0,
        false => format!("{number:.3e}").parse().unwrap_or(number),
    }
}

/// A rule without its parameters, unless these tell it from another one of the sweep, or several as they are joined.
fn rule(point: &Place, all: &[Place]) -> String {
    let rule = point.rule.as_deref().unwrap_or(number::NONE);
    let name = |rule: &str| match rule.contains(" + ") {
        true => rule.to_owned(),
        false => rule.split('(').next().unwrap_or_default().to_owned(),
    };
    let alike = all.iter().filter_map(|other| other.rule.as_deref()).any(|other| other != rule && name(other) == name(rule));
    if alike { rule.to_owned() } else { name(rule) }
}
