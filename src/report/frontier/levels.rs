//! The tables: what each level attained, and whom the answers leave.

use super::Frontier;
use crate::experiment::MEASURES;
use crate::experiment::frontier::{Condition, Level, Seen};
use crate::report::compare::{between, margin, points};
use crate::report::layout::{self, Align, BAD, FAINT, GOOD, HEADING, Table};
use crate::report::{Lang, names, number};
use crate::stats::Standing;
use anstyle::Style;

/// Every level visited, from the smallest to the largest, condition by condition.
pub(super) fn levels(found: &Frontier, lang: Lang) -> String {
    let search = found.search;
    let mut visited: Vec<&Level> = search.visited.iter().filter(|level| level.looks > 0).collect();
    visited.sort_by_key(|level| level.position);
    if visited.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[
        (lang.t("posts", "岗位"), Align::Right),
        ("%", Align::Right),
        (lang.t("condition", "条件"), Align::Left),
        (lang.t("estimate", "估计"), Align::Right),
        (lang.t("interval", "区间"), Align::Right),
        (lang.t("needed", "要求"), Align::Right),
        (lang.t("verdict", "判定"), Align::Left),
        (lang.t("runs", "次数"), Align::Right),
    ]);
    for level in visited {
        for (at, seen) in level.targets.iter().chain(&level.besides).enumerate() {
            let first = |text: String| if at == 0 { text } else { String::new() };
            let relative = search.question.targets.get(at).is_some_and(|condition| condition.is_relative() && condition.chance.is_none());
            let (estimate, interval, needed) = sizes(seen, relative, lang);
            let measure = MEASURES.iter().find(|measure| measure.key == seen.measure);
            table.styled([
                (first(number::count(search.posts(level.position))), HEADING),
                (first(number::percent(search.share(level.position)).replace('%', "")), HEADING),
                (measure.map_or("", |measure| names::measure(lang, measure, found.until_handled())).to_owned(), Style::new()),
                (estimate, Style::new()),
                (interval, Style::new()),
                (needed, Style::new()),
                word(seen.standing, lang),
                (seen.replications.to_string(), Style::new()),
            ]);
        }
    }
    let relative = || search.question.targets.iter().map(Condition::is_relative);
    let note = match (found.against(), found.is_chance()) {
        (_, true) if search.question.besides.is_some() => lang.t(
            "Estimates of targets are shares of days that meet them, that of the committed work is the share of it that is done.",
            "目标的估计为达标日的占比，既定任务的估计为其完成份额。",
        ),
        (_, true) => lang.t("Estimates are shares of days that meet it.", "估计为达标日的占比。"),
        (_, false) if relative().any(|relative| relative) => lang.t(
            "Targets held against the other arm: the difference in points, this one minus the other with all of its posts.",
            "与对照方案相比的目标：百分点之差（本方案减对照方案满编）。",
        ),
        (_, false) => lang.t("Estimates are shares.", "估计为比例。"),
    };
    let note = match whole(found, lang) {
        Some(whole) => format!("{note} {whole}"),
        None => note.to_owned(),
    };
    layout::heading(lang.t("Levels tried", "所试水平")) + &table.render() + &layout::paint(FAINT, &layout::paragraph(&note, 2))
}

/// What the other arm attains with all of its posts.
fn whole(found: &Frontier, lang: Lang) -> Option<String> {
    let search = found.search;
    let (other, against) = (search.other()?, found.against()?);
    let conditions = search.question.targets.iter().chain(&search.question.besides);
    let told: Vec<String> = conditions
        .filter_map(|condition| {
            let measure = &MEASURES[condition.measure];
            let (above, below) = search
                .pool
                .measured(other)
                .iter()
                .map(|run| run.values[condition.measure])
                .fold((0.0, 0.0), |(above, below), ratio| (above + ratio.above, below + ratio.below));
            (below > 0.0).then(|| format!("{} {}", names::measure(lang, measure, found.until_handled()), number::percent(above / below)))
        })
        .collect();
    let (name, told) = (lang.of(&against.label), told.join(lang.t(", ", "，")));
    Some(lang.text(format!("{name}: {told}."), format!("{name}：{told}。")))
}

fn sizes(seen: &Seen, relative: bool, lang: Lang) -> (String, String, String) {
    if relative {
        let needed = number::signed(seen.threshold, margin(seen.threshold));
        return (points(seen.estimate), between(seen.lower, seen.upper, lang), format!("≥ {needed}"));
    }
    let seen_shares: Vec<f64> = [Some(seen.estimate), seen.lower, seen.upper].into_iter().flatten().collect();
    let digits = number::digits_beside(seen.threshold, &seen_shares);
    let told = |share: f64| number::percent_to(share, digits);
    let interval = match (seen.lower, seen.upper) {
        (Some(lower), Some(upper)) => {
            format!("{} {} {}", told(lower), lang.t("to", "至"), told(upper))
        }
        _ => number::NONE.to_owned(),
    };
    (told(seen.estimate), interval, format!("≥ {}", number::percent_given(seen.threshold)))
}

fn word(standing: Standing, lang: Lang) -> (String, Style) {
    match standing {
        Standing::Holds => (lang.t("enough", "足够").to_owned(), GOOD),
        Standing::Fails => (lang.t("too few", "不足").to_owned(), BAD),
        Standing::Undecided => (lang.t("undecided", "未定").to_owned(), Style::new()),
    }
}

/// The posts by role: as the scenario has them, and at the smallest level that is enough.
pub(super) fn staff(found: &Frontier, lang: Lang) -> String {
    let search = found.search;
    let Some(enough) = found.main().feasible_from else { return String::new() };
    let own = search.staff.nearest(search.staff.own_posts() as f64);
    let mut table = Table::new(&[
        (lang.t("posts", "岗位"), Align::Left),
        (lang.t("as it stands", "现状"), Align::Right),
        (lang.t("enough", "足够"), Align::Right),
    ]);
    for ((role, now), (_, then)) in search.staff.roles(own).into_iter().zip(search.roles(enough)) {
        table.row([lang.of(&found.role(&role.role)).to_owned(), number::count(now), number::count(then)]);
    }
    let total = [lang.t("together", "合计").to_owned(), number::count(search.staff.own_posts()), number::count(search.posts(enough))];
    table.styled(total.map(|cell| (cell, HEADING)));
    let mut words = vec!["gridgov run".to_owned(), crate::report::setup::quoted(&found.arm().file)];
    let sets = found.arm().sets.iter().cloned().chain(search.sets(enough));
    words.extend(sets.map(|set| format!("--set {}", crate::report::setup::quoted(&set))));
    layout::heading(lang.t("The smallest staff that is enough", "足够的最小编制"))
        + &table.render()
        + &layout::command(&words, lang.t("run it:", "运行："))
}
