//! What was found, in words: how far each number would have to move.

use super::{BreakEven, told};
use crate::experiment::MEASURES;
use crate::experiment::break_even::{Barrier, Place, Row, Side};
use crate::metrics::Target;
use crate::report::compare::{between, margin, points, verb};
use crate::report::factors::{grade, range};
use crate::report::layout::{self, BAD, FAINT, WARNING};
use crate::report::setup::{few_decide, margin_of, replayed_by};
use crate::report::uncertainty::left_out;
use crate::report::{Lang, names, number};

/// What moving a number comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Within,
    WithinOrBeyond,
    Beyond,
    Unranged,
    Undecided,
    Nowhere,
}

fn answer(row: &Row) -> Answer {
    match row.place() {
        None => Answer::Nowhere,
        Some(_) if row.leading().is_none_or(|crossing| crossing.estimate.is_none()) => Answer::Undecided,
        Some(Place::Within) => Answer::Within,
        Some(Place::Undecided) => Answer::WithinOrBeyond,
        Some(Place::Beyond) => Answer::Beyond,
        Some(Place::Unranged) => Answer::Unranged,
    }
}

/// The whole report.
pub fn break_even(found: &BreakEven, lang: Lang) -> String {
    let rows = &found.search.rows;
    let of = |wanted: Answer| rows.iter().filter(|row| answer(row) == wanted).collect::<Vec<&Row>>();
    let group = |title: &str, rows: Vec<&Row>| match rows.is_empty() {
        true => String::new(),
        false => layout::heading(title) + &rows.into_iter().map(|row| one(row, lang)).collect::<String>(),
    };
    [
        header(found, lang),
        sentence(found, lang),
        group(lang.t("They turn it round within their range", "在其范围内即可使结论翻转"), of(Answer::Within)),
        group(
            lang.t("They would turn it round, within their range or beyond", "可使结论翻转，是否在其范围内未定"),
            of(Answer::WithinOrBeyond),
        ),
        group(lang.t("They would turn it round, but not within their range", "可使结论翻转，但超出其范围"), of(Answer::Beyond)),
        group(lang.t("They would turn it round, and have no range", "可使结论翻转，未给出范围"), of(Answer::Unranged)),
        group(lang.t("Undecided", "未定"), of(Answer::Undecided)),
        group(lang.t("They turn nothing round at any value looked at", "在所查看的取值处均不能使结论翻转"), of(Answer::Nowhere)),
        closing(found, lang),
    ]
    .concat()
}

fn header(found: &BreakEven, lang: Lang) -> String {
    let mut out = String::new();
    for (position, letter) in [(0, "A"), (1, "B")] {
        let arm = found.arm(position);
        out.push_str(&format!("{}\n", layout::title(&format!("{letter}  {}", lang.of(&arm.label)))));
        let sets = if arm.sets.is_empty() {
            String::new()
        } else {
            format!("{}{}", lang.t(", changed: ", "，改动："), arm.sets.join(lang.t(", ", "，")))
        };
        out.push_str(&layout::paint(FAINT, &layout::paragraph(&format!("{}{sets}", arm.file), 3)));
    }
    let model = &found.arm(0).loaded.model;
    let (days, start, seed) = (model.days, model.start.0.to_string(), model.seed);
    let clock = names::clock(lang, found.arm(0).dimensions.targets.clock);
    let line = lang.text(
        format!("{} from {start}, seed {seed}, the same incidents in both; {clock}", number::counted(days, "day")),
        format!("自 {start} 起 {days} 天，随机种子 {seed}，两方案面对相同事件；{clock}"),
    );
    out.push_str(&layout::paragraph(&line, 2));
    let by_margin = found.search.question.at != 0.0;
    if by_margin { out + &margin_of(&[found.arm(0), found.arm(1)], 1, lang) } else { out }
}

/// What is measured, in words.
fn measure(found: &BreakEven, lang: Lang) -> String {
    let target = found.search.question.measure.min(Target::COUNT - 1);
    let targets = &found.arm(0).dimensions.targets;
    let limit = number::limit(targets.limits[target].seconds(), lang);
    let verb = verb(target, targets.until_handled, lang);
    lang.text(format!("{verb} within {limit}"), format!("在 {limit}内{verb}"))
}

/// How far apart the arms are, and which numbers would turn it round.
pub(super) fn sentences(found: &BreakEven, lang: Lang) -> Vec<String> {
    let rows = &found.search.rows;
    let Some(own) = rows.first().map(|row| &row.own) else {
        return vec![lang.t("No factor was moved.", "没有参数被移动。").to_owned()];
    };
    let (a, b) = (lang.of(&found.arm(0).label).to_owned(), lang.of(&found.arm(1).label).to_owned());
    let (size, what) = (points(own.estimate), measure(found, lang));
    let interval = between(own.lower, own.upper, lang);
    let count = |wanted: Answer| rows.iter().filter(|row| answer(row) == wanted).count();
    let (within, beyond, none) = (count(Answer::Within), count(Answer::Beyond), count(Answer::Nowhere));
    let (either, unranged, open) = (count(Answer::WithinOrBeyond), count(Answer::Unranged), count(Answer::Undecided));
    let either = match either {
        0 => String::new(),
        _ => lang.text(format!("within it or beyond: {either}; "), format!("{either} 个可翻转而是否在其范围内未定，")),
    };
    let without_range = match unranged {
        0 => String::new(),
        _ => lang.text(format!("somewhere, having no range: {unranged}; "), format!("{unranged} 个可翻转而未给出范围，")),
    };
    let even = match found.search.question.at {
        0.0 => lang.t("there is no difference", "两者无差异").to_owned(),
        at => {
            let at = number::signed(at, margin(at));
            lang.text(format!("the difference is {at} points"), format!("差异为 {at} 个百分点"))
        }
    };
    let first = lang.text(
        format!("As they stand, {a} minus {b} is {size} points of incidents {what} ({interval}). It breaks even where {even}."),
        format!("按现值，{a}与{b}{what}的事件比例相差 {size} 个百分点（{interval}）。临界点指{even}之处。"),
    );
    let second = match rows.as_slice() {
        [row] => match row.only() {
            Some(crossing) if crossing.estimate.is_some() => lang.text(
                format!("Moving {} alone, it {}.", row.factor.path, told(&row.factor, &crossing, lang)),
                format!("仅移动 {} 时，{}。", row.factor.path, told(&row.factor, &crossing, lang)),
            ),
            _ => lang.text(
                format!("Moving {} alone – {}.", row.factor.path, ways(row, lang)),
                format!("仅移动 {}——{}。", row.factor.path, ways(row, lang)),
            ),
        },
        rows => lang.text(
            format!(
                "Of {} numbers, each moved alone, those that turn it round within their range: {within}; only beyond it: {beyond}; {either}{without_range}at no value looked at: {none}; undecided: {open}.",
                rows.len()
            ),
            format!("共 {} 个参数，逐一移动：{within} 个在其范围内即可翻转，{beyond} 个超出范围才翻转，{either}{without_range}{none} 个在所查看的取值处均不翻转；{open} 个未定。", rows.len()),
        ),
    };
    let seen = rows.iter().flat_map(|row| row.points.iter().map(|point| &point.seen).chain([&row.own]));
    [first, second].into_iter().chain(followed(rows, lang)).chain(few_decide(seen, lang)).collect()
}

/// That officers follow numbers of other people, where any is moved so.
fn followed(rows: &[Row], lang: Lang) -> Option<String> {
    let posts = number::count(rows.iter().find_map(|row| row.posts_kept)?);
    Some(lang.text(
        format!("Officers follow the numbers of other people that are moved, so that both keep their {posts} paid posts."),
        format!("移动其他人数时，执法队员数随之增减，使双方保持 {posts} 个带薪岗位。"),
    ))
}

fn sentence(found: &BreakEven, lang: Lang) -> String {
    let mut out = layout::answer(&sentences(found, lang), lang);
    let rows = &found.search.rows;
    if found.search.interrupted {
        let text = lang.text(
            format!("Interrupted: {} of {} were moved.", rows.len(), found.asked),
            format!("已中断：{} 个中完成 {} 个。", found.asked, rows.len()),
        );
        out.push_str(&layout::paint(WARNING, &layout::paragraph(&text, 2)));
    }
    out
}

/// A factor: where it breaks even on either side of its value.
fn one(row: &Row, lang: Lang) -> String {
    let factor = &row.factor;
    let letters: Vec<&str> = row.arms.iter().map(|arm| if *arm == 0 { "A" } else { "B" }).collect();
    let mark = if factor.distribution.is_some() { "*" } else { "" };
    let (arms, is, and) = (letters.join(lang.t(",", "、")), lang.t(": ", "："), lang.t(", ", "，"));
    let head = format!("{arms} {}{is}{}{mark}{and}{} [{}]", factor.path, factor.shown(), range(factor, lang), grade(factor.grade));
    let mut out = layout::paragraph(&head, 2);
    let text = layout::paragraph(&ways(row, lang), 6);
    out.push_str(&if answer(row) == Answer::Within { layout::paint(BAD, &text) } else { text });
    for (side, way) in [(row.below, lang.t("Downwards", "向下")), (row.above, lang.t("Upwards", "向上"))] {
        let Some((value, why)) = side.and_then(|side| side.barrier) else { continue };
        let why = match why {
            Barrier::Unsound => lang.t("the scenario is not sound", "场景不成立"),
            Barrier::Overflow => lang.t("more piles up in one of the arms than a run can hold", "其中一个方案的积压超出一次运行所能容纳"),
        };
        let value = factor.kind.show(value);
        let note =
            lang.text(format!("{way} the search ends before {value}, where {why}."), format!("{way}搜索止于 {value} 之前：该处{why}。"));
        out.push_str(&layout::paint(FAINT, &layout::paragraph(&note, 6)));
    }
    out
}

/// What moving a number either way does.
fn ways(row: &Row, lang: Lang) -> String {
    if let Some(crossing) = row.around() {
        return told(&row.factor, &crossing, lang);
    }
    let sides = [(row.below, false, lang.t("lower", "降低")), (row.above, true, lang.t("higher", "升高"))];
    let way = |(side, up, way): (Option<Side>, bool, &str)| {
        let side = side.filter(|side| side.end != row.factor.value)?;
        Some(format!("{way}{}{}", lang.t(": ", "："), toward(row, &side, up, lang)))
    };
    let ways: Vec<String> = sides.into_iter().filter_map(way).collect();
    match ways.is_empty() {
        true if row.line.values.len() == 1 => lang.t("no other value was asked for", "未要求查看其他取值").to_owned(),
        true => lang.t("no other value can be run", "没有其他可运行的取值").to_owned(),
        false => ways.join(lang.t("; ", "；")),
    }
}

fn toward(row: &Row, side: &Side, up: bool, lang: Lang) -> String {
    if let Some(crossing) = &side.crossing {
        return told(&row.factor, crossing, lang);
    }
    let (end, looked) = (row.factor.kind.show(side.end), row.looked_at(up) as u64);
    let seen = row.points.iter().find(|point| row.line.values[point.position] == side.end).map(|point| point.seen.estimate);
    let difference = seen.map_or_else(|| number::NONE.to_owned(), points);
    let way = if up { lang.t("up to", "升至") } else { lang.t("down to", "降至") };
    lang.text(
        format!("no crossing seen {way} {end} ({} looked at; there {difference})", number::counted(looked, "value")),
        format!("{way} {end} 未见交叉（查看 {looked} 个取值；该处 {difference}）"),
    )
}

fn closing(found: &BreakEven, lang: Lang) -> String {
    let search = found.search;
    let mut out = layout::heading(lang.t("What this rests on", "依据与复现"));
    let looks: Vec<String> = search.question.plan.looks().iter().map(u32::to_string).collect();
    let (looks, runs) = (looks.join(lang.t(", ", "、")), number::count(search.pool.done() as u64));
    let sure = number::percent_given(search.question.confidence);
    let later = search.rows.iter().flat_map(|row| &row.points).any(|point| point.plan != search.question.plan);
    let later = if later { lang.t(" (later where surges are rarer)", "（突增更罕见处更晚）") } else { "" };
    let name = names::measure(lang, &MEASURES[search.question.measure], found.arm(0).dimensions.targets.until_handled);
    let text = lang.text(
        format!(
            "A minus B in {name}, paired; each value was looked at after {looks} replications{later} until it was certified on one side, {runs} replications in all. Ends hold at {sure} for each factor by itself, over all its values and looks. Between values looked at nothing is certified: a difference that turns and turns back there is not seen. All else stays as it is: what joint draws do is told by gridgov compare."
        ),
        format!(
            "指标：{name}，A 减 B，配对；每个取值在第 {looks} 次重复后查看{later}，直至判定，共运行 {runs} 次。每个参数的界限在其全部取值与查看上以 {sure} 成立。查看过的取值之间未作判定：差异若在其间翻转后又翻回，则不会被发现。其余参数不变；联合抽样见 gridgov compare。"
        ),
    );
    out.push_str(&layout::paragraph(&text, 2));
    out.push_str(&replayed_by([found.arm(0), found.arm(1)], lang));
    let note = lang.t(
        "arm(s), path: value, range, grade. * a distribution moves as a whole; (…) half to double, for no range is given.",
        "方案、路径：取值，范围，等级。* 分布整体移动；括号内为未给定范围时的一半至两倍。",
    );
    out.push_str(&layout::paint(FAINT, &layout::paragraph(note, 2)));
    out.push_str(&layout::paint(FAINT, &left_out(&found.left_out, lang)));
    out + &layout::command(&found.command(), lang.t("repeat:", "复现："))
}
