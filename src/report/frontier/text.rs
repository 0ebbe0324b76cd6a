//! What was found, in words: the answers first, then what they rest on.

use super::{Frontier, levels};
use crate::experiment::MEASURES;
use crate::experiment::frontier::{Asked, Condition, Scope};
use crate::metrics::Target;
use crate::report::compare::{points, verb};
use crate::report::layout::{self, FAINT, WARNING};
use crate::report::{Lang, number};
use crate::stats::Bracket;

/// The whole report.
pub fn frontier(found: &Frontier, lang: Lang) -> String {
    [header(found, lang), answers(found, lang), levels::levels(found, lang), levels::staff(found, lang), closing(found, lang)].concat()
}

fn header(found: &Frontier, lang: Lang) -> String {
    let arm = found.arm();
    let mut out =
        format!("{}\n", layout::title(&format!("{}  {}", lang.t("How few posts do?", "最少需要多少岗位？"), lang.of(&arm.label))));
    out.push_str(&layout::paint(FAINT, &layout::paragraph(&described(&arm.file, &arm.sets, lang), 3)));
    if let Some(against) = found.against() {
        let name = lang.of(&against.label);
        let line = lang.text(format!("100% is {name}"), format!("100% 为{name}"));
        out.push_str(&layout::paragraph(&line, 2));
        out.push_str(&layout::paint(FAINT, &layout::paragraph(&described(&against.file, &against.sets, lang), 3)));
    }
    let (days, start, seed) = (arm.loaded.model.days, arm.loaded.model.start.0.to_string(), arm.loaded.model.seed);
    let whole = number::count(found.search.whole);
    let who = scope(&found.scope, lang);
    let line = lang.text(
        format!("{days} days from {start}, seed {seed}, the same incidents at every level; posts: {who}, 100% are {whole}"),
        format!("自 {start} 起 {days} 天，随机种子 {seed}，各水平面对相同事件；岗位：{who}，100% 为 {whole} 个"),
    );
    out + &layout::paragraph(&line, 2)
}

fn described(file: &str, sets: &[String], lang: Lang) -> String {
    match sets {
        [] => file.to_owned(),
        sets => format!("{file}{}{}", lang.t(", changed: ", "，改动："), sets.join(", ")),
    }
}

/// Whose posts.
fn scope(scope: &Scope, lang: Lang) -> String {
    match scope {
        Scope::All => lang.t("all that have a part in the run", "参与运行的全部岗位").to_owned(),
        Scope::Crews => lang.t("crews", "班组").to_owned(),
        Scope::Desks => lang.t("desks", "席台").to_owned(),
        Scope::Settlers => lang.t("people on the spot", "就地处置人员").to_owned(),
        Scope::Role(name) => name.clone(),
    }
}

/// The answers as sentences: with the committed work, where that is asked for, then without.
pub(super) fn sentences(found: &Frontier, lang: Lang) -> Vec<String> {
    let wanted: Vec<String> = found.search.question.targets.iter().map(|condition| asked(found, condition, lang)).collect();
    let wanted = wanted.join(lang.t(", and ", "，且"));
    let besides = found.search.question.besides.as_ref().map(|condition| asked(found, condition, lang));
    if let (Some(both), Some(besides)) = (found.both, besides) {
        let first = lang.text(
            format!("{} so that {wanted}, and {besides}.", takes(found, both, lang)),
            format!("{}，可使{wanted}，且{besides}。", takes(found, both, lang)),
        );
        let second = lang.text(
            format!("Without regard to committed work: {} so that {wanted}.", takes(found, found.targets, lang)),
            format!("不计既定任务：{}，可使{wanted}。", takes(found, found.targets, lang)),
        );
        return vec![first, second];
    }
    vec![lang.text(
        format!("{} so that {wanted}.", takes(found, found.targets, lang)),
        format!("{}，可使{wanted}。", takes(found, found.targets, lang)),
    )]
}

fn answers(found: &Frontier, lang: Lang) -> String {
    let mut out = layout::answer(&sentences(found, lang), lang);
    if found.search.interrupted {
        let text = lang.t("Interrupted: the answers hold, but could be narrower.", "已中断：结论有效，但区间尚可收窄。");
        out.push_str(&layout::paint(WARNING, &layout::paragraph(text, 2)));
    }
    let note = lang.t(
        "Sentences are about the scenarios named, not about a city: no records to compare them with are published.",
        "以上结论针对所列场景，而非现实城市：尚无公开记录可资验证。",
    );
    out + &layout::paint(FAINT, &layout::paragraph(note, 2))
}

/// How many posts it takes: between the largest level certified too small and the smallest certified enough.
fn takes(found: &Frontier, bracket: Bracket, lang: Lang) -> String {
    let search = found.search;
    let name = lang.of(&found.arm().label).into_owned();
    let ends = search.found(bracket);
    let sure = format!("{:.0}%", 100.0 * search.question.confidence);
    let share = |at: usize| number::percent_of(search.share(at));
    let posts = |at: usize| number::count(search.posts(at));
    let (whole, last) = (number::count(search.whole), search.rosters.len() - 1);
    match (ends.infeasible_below, ends.feasible_from, bracket.fails) {
        (Some(low), Some(high), _) if low == high => lang.text(
            format!("{name} needs {} of the posts ({} of {whole}; {sure} confidence)", share(low), posts(low)),
            format!("{name}需要 {} 的岗位（{whole} 个中的 {} 个；置信度 {sure}）", share(low), posts(low)),
        ),
        (Some(low), Some(high), _) => lang.text(
            format!(
                "{name} needs between {} and {} of the posts ({} to {} of {whole}; {sure} confidence)",
                share(low),
                share(high),
                posts(low),
                posts(high)
            ),
            format!(
                "{name}需要 {} 至 {} 的岗位（{whole} 个中的 {} 至 {} 个；置信度 {sure}）",
                share(low),
                share(high),
                posts(low),
                posts(high)
            ),
        ),
        (None, Some(high), _) => lang.text(
            format!(
                "{name} needs no more than {} of the posts ({} of {whole}; {sure} confidence); no level was shown to be too small",
                share(high),
                posts(high)
            ),
            format!("{name}所需岗位不超过 {}（{whole} 个中的 {} 个；置信度 {sure}），未发现过小的水平", share(high), posts(high)),
        ),
        (_, None, Some(fails)) if fails == last => lang.text(
            format!(
                "{name} would need more than {} of the posts ({} of {whole}; {sure} confidence), the most that was tried,",
                share(last),
                posts(last)
            ),
            format!("{name}所需岗位超过 {}（{whole} 个中的 {} 个；置信度 {sure}），即所试最高水平", share(last), posts(last)),
        ),
        (_, None, Some(fails)) => lang.text(
            format!(
                "{name} needs more than {} of the posts ({} of {whole}; {sure} confidence), and nothing up to {} was shown to be enough",
                share(fails),
                posts(fails),
                share(last)
            ),
            format!(
                "{name}所需岗位超过 {}（{whole} 个中的 {} 个；置信度 {sure}），且直至 {} 均未能证实足够",
                share(fails),
                posts(fails),
                share(last)
            ),
        ),
        (_, None, None) => {
            lang.text(format!("{name} needs an unknown share of the posts (no level was decided)"), format!("尚无法判定{name}需要多少岗位"))
        }
    }
}

/// A condition in words.
fn asked(found: &Frontier, condition: &Condition, lang: Lang) -> String {
    let key = MEASURES[condition.measure].key;
    let against = found.against().map(|arm| lang.of(&arm.label).into_owned()).unwrap_or_default();
    let what = match Target::ALL.iter().position(|target| target.name() == key) {
        Some(target) => {
            let targets = &found.arm().dimensions.targets;
            let limit = number::limit(targets.limits[target].seconds(), lang);
            let verb = verb(target, targets.until_handled, lang);
            lang.text(format!("{verb} within {limit}"), format!("在{limit}内{verb}"))
        }
        None => lang.t("done", "完成").to_owned(),
    };
    let committed = key == "committed_done";
    let mean = match condition.asked {
        Asked::AtLeast { share } if committed => {
            let share = number::percent_of(share);
            lang.text(format!("at least {share} of the committed work is done"), format!("既定任务至少完成 {share}"))
        }
        Asked::AtLeast { share } => {
            let share = number::percent_of(share);
            lang.text(format!("at least {share} of incidents are {what}"), format!("至少 {share} 的事件{what}"))
        }
        Asked::NotBelow { margin } => {
            let margin = points(margin).trim_start_matches('+').to_owned();
            lang.text(
                format!("as many incidents are {what} as with all posts of {against}, within the margin of {margin} points"),
                format!("{what}的事件比例不低于{against}满编时（界限 {margin} 个百分点）"),
            )
        }
    };
    match condition.chance {
        Some(chance) => {
            let chance = number::percent_of(chance);
            lang.text(format!("on at least {chance} of days {mean}"), format!("至少 {chance} 的日子里{mean}"))
        }
        None => mean,
    }
}

fn closing(found: &Frontier, lang: Lang) -> String {
    let search = found.search;
    let mut out = layout::heading(lang.t("What this rests on", "依据与复现"));
    let (all, visited) = (search.rosters.len(), search.visited.iter().filter(|level| level.looks > 0).count());
    let looks: Vec<String> = search.question.plan.looks().iter().map(u32::to_string).collect();
    let (looks, sure, runs) = (looks.join(", "), 100.0 * search.question.confidence, number::count(search.pool.done() as u64));
    let text = lang.text(
        format!(
            "{visited} of {all} levels were looked at after {looks} replications until decided, {runs} replications in all. The certificates hold together at {sure:.0}% over all levels, conditions and looks, if more staff never does worse."
        ),
        format!(
            "在 {all} 个水平中查看了 {visited} 个，分别在第 {looks} 次重复后判定，共运行 {runs} 次。只要增员不致变差，各判定在全部水平、条件与查看上同时以 {sure:.0}% 成立。"
        ),
    );
    out.push_str(&layout::paragraph(&text, 2));
    let overflowing = search.overflowing();
    if let Some(most) = overflowing.last() {
        let (n, most) = (overflowing.len(), number::percent(*most));
        out.push_str(&layout::paragraph(
            &lang.text(
                format!("At {n} of the levels, the largest of them {most} of the posts, more piled up than a run can hold: they count as too few."),
                format!("有 {n} 个水平（最高 {most} 岗位）积压超出一次运行所能容纳，视为不足。"),
            ),
            2,
        ));
    }
    for check in search.monotone().iter().filter(|check| !check.holds) {
        let at: Vec<String> = check.breaches.iter().map(|share| number::percent_of(*share)).collect();
        let measure = MEASURES.iter().find(|measure| measure.key == check.measure);
        let name = measure.map_or("", |measure| lang.t(measure.en, measure.zh));
        let text = lang.text(
            format!("More staff seems to do worse at {} ({name}): the answer there is doubtful.", at.join(", ")),
            format!("在 {} 处增员反而变差（{name}）：该处结论存疑。", at.join("、")),
        );
        out.push_str(&layout::paint(WARNING, &layout::paragraph(&text, 2)));
    }
    if found.is_chance() {
        let text = lang.t(
            "Days: one of each replication, drawn at random, so that they are independent; bounds are exact binomial ones.",
            "每次重复随机抽取一天，以保证相互独立；区间为精确二项界限。",
        );
        out.push_str(&layout::paragraph(text, 2));
    }
    let text = lang.t(
        "Intervals show the chance of the runs only. How far the assumptions (grade C) would have to move to change the answer: gridgov break-even.",
        "区间只反映随机模拟误差。假设（C 级）需变动多少才会改变结论，见 gridgov break-even。",
    );
    out.push_str(&layout::paragraph(text, 2));
    out + &layout::command(&found.command(), lang.t("repeat:", "复现："))
}
