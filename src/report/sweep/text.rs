//! A sweep in words: what was planned, and the targets point by point.

use super::{Place, SheetAxis, Swept};
use crate::experiment::{Measure, refusals};
use crate::metrics::Target;
use crate::report::compare::letter;
use crate::report::layout::{self, Align, FAINT, Table, WARNING};
use crate::report::saturated::{Saturated, saturated};
use crate::report::setup::replayed;
use crate::report::uncertainty::refused;
use crate::report::{Lang, names, number};
use crate::scenario::told_apart;

/// Points shown; all of them stand in the files.
const SHOWN: usize = 40;
/// Points that a warning names.
const NAMED: usize = 12;
/// Between columns, and before the first.
const GAP: usize = 2;
/// No column of words need be wider.
const WORDS: usize = 14;
/// Widest word of the name of a factor above its column, as long as that tells it from the others.
const WORD: usize = 12;

/// What was found.
pub fn sweep(swept: &Swept, lang: Lang) -> String {
    let sheet = swept.sheet;
    let mut out = warned(swept, lang) + &format!("{}\n", layout::title(&lang.text(sheet.name.clone(), sheet.zh.clone())));
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
    out += &layout::paint(FAINT, &layout::paragraph(note, 2));
    out + &replayed(&sheet.structures.iter().map(|structure| structure.log.as_deref()).collect::<Vec<_>>(), lang)
}

/// Points that collapsed, and those that were overloaded, the replications of all of them together.
fn warned(swept: &Swept, lang: Lang) -> String {
    let points: Vec<Saturated> = (0..swept.sheet.points.len()).map(|point| swept.saturated(point)).collect();
    let together = |count: fn(&Saturated) -> usize| {
        let of: Vec<usize> = (0..points.len()).filter(|at| count(&points[*at]) > 0).collect();
        let all = of.iter().fold((0, 0), |(n, all), at| (n + count(&points[*at]), all + points[*at].of));
        (numbered(&of, lang), all)
    };
    let ((jammed, (collapsed, all)), (asked, (overloaded, of))) = (together(|point| point.collapsed), together(|point| point.overloaded));
    let collapsed = (jammed, Saturated { collapsed, overloaded: 0, of: all });
    saturated(&[collapsed, (asked, Saturated { collapsed: 0, overloaded, of })], lang)
}

/// Points by their numbers, as far as there is room.
fn numbered(points: &[usize], lang: Lang) -> String {
    let told: Vec<String> = points.iter().take(NAMED).map(usize::to_string).collect();
    let (told, what) = (told.join(lang.t(", ", "、")), if points.len() == 1 { "Point" } else { "Points" });
    match points.len().saturating_sub(NAMED) {
        0 => lang.text(format!("{what} {told}"), format!("点 {told}")),
        more => lang.text(format!("{what} {told} and {more} more"), format!("点 {told} 等另外 {more} 个")),
    }
}

/// Factors of which every point has the same value.
fn constant(swept: &Swept) -> Vec<(String, String)> {
    let first = &swept.sheet.points[0];
    let one = |(at, factor): (usize, &SheetAxis)| is_constant(swept, at).then(|| (factor.path.clone(), first.values[at].clone()));
    swept.sheet.factors.iter().enumerate().filter_map(one).collect()
}

fn is_constant(swept: &Swept, factor: usize) -> bool {
    let points = &swept.sheet.points;
    points.iter().all(|point| point.values[factor] == points[0].values[factor])
}

/// A column of the table.
struct Column {
    head: String,
    align: Align,
    cells: Vec<String>,
}

impl Column {
    /// The columns of the terminal that it takes with the gap before it, once words and what follows a ± stand on further lines.
    fn least(&self) -> usize {
        let cells = self.cells.iter().map(|cell| cell.replace(" ±", "\n±")).chain([self.head.replace(' ', "\n")]);
        let widest = cells.flat_map(|cell| cell.lines().map(layout::width).max()).max().unwrap_or(0);
        GAP + if self.align == Align::Left { widest.min(WORDS) } else { widest }
    }
}

fn table(swept: &Swept, lang: Lang) -> String {
    let sheet = swept.sheet;
    let points = &sheet.points[..sheet.points.len().min(SHOWN)];
    let column = |head: &str, align: Align, cell: &dyn Fn(usize, &Place) -> String| {
        let cells = points.iter().enumerate().map(|(position, point)| cell(position, point)).collect();
        Column { head: head.to_owned(), align, cells }
    };
    let (scenarios, rules) = (sheet.structures.len() > 1, sheet.points.iter().any(|point| point.rule.is_some()));
    let mut columns = vec![column("#", Align::Right, &|position, _| position.to_string())];
    columns.extend(scenarios.then(|| column(lang.t("scenario", "场景"), Align::Left, &|_, point| letter(point.structure))));
    columns.extend(rules.then(|| column(lang.t("rule", "规则"), Align::Left, &|_, point| rule(point, &sheet.points))));
    let estimate = |position: usize, key: &str| Measure::position(key).and_then(|measure| swept.estimate(position, measure));
    let mut results: Vec<Column> = Target::ALL
        .iter()
        .map(|target| {
            let star = if target.name() == sheet.primary { " *" } else { "" };
            let head = format!("{}{star}", names::target(lang, target.name(), sheet.until_handled));
            column(&head, Align::Right, &|position, _| number::attained(estimate(position, target.name()).as_ref()))
        })
        .collect();
    results.push(column(lang.t("median", "中位"), Align::Right, &|position, _| {
        number::time(estimate(position, "response_p50_s").as_ref(), lang)
    }));
    let mut room = layout::WIDTH.saturating_sub(columns.iter().chain(&results).map(Column::least).sum());
    let mut hidden = Vec::new();
    let moving: Vec<usize> = (0..sheet.factors.len()).filter(|at| !is_constant(swept, *at)).collect();
    let paths: Vec<&str> = moving.iter().map(|at| sheet.factors[*at].path.as_str()).collect();
    for ((at, path), head) in moving.into_iter().zip(&paths).zip(heads(&paths)) {
        let numbers = sheet.points.iter().all(|point| point.numbers[at].is_some());
        let align = if numbers { Align::Right } else { Align::Left };
        let moving = column(&head, align, &|_, point| value(swept, point, at, lang));
        match room.checked_sub(moving.least()) {
            Some(left) => {
                room = left;
                columns.push(moving);
            }
            None => hidden.push(*path),
        }
    }
    columns.append(&mut results);
    let heads: Vec<(&str, Align)> = columns.iter().map(|column| (column.head.as_str(), column.align)).collect();
    let mut table = Table::new(&heads);
    for position in 0..points.len() {
        table.row(columns.iter().map(|column| column.cells[position].clone()));
    }
    table.render() + &without_room(&hidden, lang)
}

/// Which factors have no column, and where they stand.
fn without_room(hidden: &[&str], lang: Lang) -> String {
    if hidden.is_empty() {
        return String::new();
    }
    let said = lang.text(
        format!("These move as well, and the table has no room for them: {}; --json and --out (plan.csv) hold all.", hidden.join(", ")),
        format!("表宽有限，未列出同样变动的 {}，见 --json 与 --out（plan.csv）。", hidden.join("、")),
    );
    layout::paint(FAINT, &layout::paragraph(&said, 2))
}

/// What factors are called above their columns: the names at the end of their paths that tell them apart, long words cut.
pub(super) fn heads(paths: &[&str]) -> Vec<String> {
    let endings = told_apart(paths);
    let words = |ending: &str, most: usize| ending.split(['.', ' ']).map(|word| layout::cut(word, most)).collect::<Vec<_>>().join(" ");
    let cut: Vec<String> = endings.iter().map(|ending| words(ending, WORD)).collect();
    let alike = |head: &String| cut.iter().filter(|other| *other == head).count() > 1;
    endings.iter().zip(&cut).map(|(ending, head)| if alike(head) { words(ending, usize::MAX) } else { head.clone() }).collect()
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
