//! What was found, in words: the answers first, then what they rest on.

use super::{Frontier, levels};
use crate::experiment::MEASURES;
use crate::experiment::Scope;
use crate::experiment::frontier::{Asked, Condition, Level};
use crate::metrics::Target;
use crate::report::compare::{self, verb};
use crate::report::layout::{self, FAINT, WARNING};
use crate::report::setup::{few_decide, margin_of, replayed_by, what_narrows};
use crate::report::{Lang, names, number};
use crate::stats::{Bracket, Standing};

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
    let clock = names::clock(lang, arm.dimensions.targets.clock);
    let line = lang.text(
        format!(
            "{} from {start}, seed {seed}, the same incidents at every level; {clock}; posts: {who}, 100% are {whole}",
            number::counted(days, "day")
        ),
        format!("自 {start} 起 {days} 天，随机种子 {seed}，各水平面对相同事件；{clock}；岗位：{who}，100% 为 {whole} 个"),
    );
    out.push_str(&layout::paragraph(&line, 2));
    let by_margin = found.search.question.targets.iter().any(|condition| matches!(condition.asked, Asked::NotBelow { .. }));
    out + &found.against().filter(|_| by_margin).map_or_else(String::new, |against| margin_of(&[arm, against], 1, lang))
}

fn described(file: &str, sets: &[String], lang: Lang) -> String {
    match sets {
        [] => file.to_owned(),
        sets => format!("{file}{}{}", lang.t(", changed: ", "，改动："), sets.join(lang.t(", ", "，"))),
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

/// The answers as sentences: with the committed work, where that is asked for, then without; and what is left open.
pub(super) fn sentences(found: &Frontier, lang: Lang) -> Vec<String> {
    let search = found.search;
    if search.measured_nothing() {
        return vec![lang.t("No incident is measured: there is nothing to decide by.", "未统计到任何事件：无从判定。").to_owned()];
    }
    let targets: Vec<String> = search.question.targets.iter().map(|condition| asked(found, condition, lang)).collect();
    let targets = targets.join(lang.t(", and ", "，且"));
    let besides = search.question.besides.as_ref().map(|condition| asked(found, condition, lang));
    let said = |first: &str, bracket: Bracket, wanted: &str| {
        if bracket.fails.is_some_and(|fails| fails + 1 == search.rosters.len()) {
            return unreached(found, first, wanted, lang);
        }
        let (takes, more) = takes(found, bracket, lang);
        lang.text(format!("{first}{takes} so that {wanted}{more}."), format!("{first}为使{wanted}，{takes}{more}。"))
    };
    let mut sentences = match (found.both, besides) {
        (Some(both), Some(besides)) => vec![
            said("", both, &lang.text(format!("{targets}, and {besides}"), format!("{targets}，且{besides}"))),
            said(lang.t("Without regard to committed work: ", "不计既定任务："), found.targets, &targets),
        ],
        _ => vec![said("", found.targets, &targets)],
    };
    sentences.extend(undecided(found, lang));
    sentences
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

/// Levels that the answers leave open because the last look did not decide them, and what would.
fn undecided(found: &Frontier, lang: Lang) -> Option<String> {
    let search = found.search;
    let looks = search.question.plan.looks().len();
    let open = |besides: bool, bracket: Bracket| {
        let within = |at: usize| bracket.fails.is_none_or(|fails| at > fails) && bracket.holds.is_none_or(|holds| at < holds);
        let open = search.visited.iter().filter(|level| level.looks == looks && level.standing(besides) == Standing::Undecided);
        let mut open: Vec<_> = open.filter(|level| within(level.position)).collect();
        open.sort_unstable_by_key(|level| level.position);
        open
    };
    let (both, targets) = (found.both.map_or_else(Vec::new, |both| open(true, both)), open(false, found.targets));
    let told = |levels: &[&Level]| {
        let shares: Vec<String> = levels.iter().map(|level| number::percent_of(search.share(level.position))).collect();
        (!shares.is_empty()).then(|| shares.join(lang.t(", ", "、")))
    };
    let shares = match (told(&both), told(&targets)) {
        (Some(both), Some(targets)) if both != targets => {
            lang.text(format!("{both}; without regard to committed work {targets}"), format!("{both}；不计既定任务：{targets}"))
        }
        (None, Some(targets)) if found.both.is_some() => {
            lang.text(format!("without regard to committed work {targets}"), format!("不计既定任务：{targets}"))
        }
        (both, targets) => both.or(targets)?,
    };
    // A replication is one trial of days that meet a share, however long it is.
    let longer = !found.is_chance() && found.arm().loaded.scenario.demand.log.is_none();
    let more = what_narrows(if search.question.plan.given { "--replications" } else { "--budget" }, longer, lang);
    let seen = both.iter().flat_map(|level| &level.besides).chain(both.iter().chain(&targets).flat_map(|level| &level.targets));
    let few = few_decide(seen, lang).map_or_else(String::new, |few| lang.text(format!(" {few}"), few));
    Some(lang.text(
        format!("Undecided after the last look: {shares}; {more} decide more.{few}"),
        format!("最后一次查看后仍未判定：{shares}；{more}可进一步判定。{few}"),
    ))
}

/// That the largest level does not do; no more was tried.
fn unreached(found: &Frontier, first: &str, wanted: &str, lang: Lang) -> String {
    let search = found.search;
    let name = lang.of(&found.arm().label).to_owned();
    let most = search.rosters.len() - 1;
    let (share, posts, whole) = (number::percent_of(search.share(most)), number::count(search.posts(most)), number::count(search.whole));
    let sure = number::percent_given(search.question.confidence);
    lang.text(
        format!(
            "{first}{name} does not reach it with {share} of the posts, the most that was tried ({posts} of {whole}; {sure} confidence): {wanted}. Whether more would do was not tried."
        ),
        format!(
            "{first}{name}以所试最高的 {share} 岗位（{whole} 个中的 {posts} 个；置信度 {sure}）仍未做到：{wanted}；更多岗位是否足够未试。"
        ),
    )
}

/// How many posts it takes, between the largest level certified too small and the smallest certified enough; and what is to
/// be said after what they are needed for.
fn takes(found: &Frontier, bracket: Bracket, lang: Lang) -> (String, String) {
    let search = found.search;
    let name = lang.of(&found.arm().label).to_owned();
    let ends = search.found(bracket);
    let sure = number::percent_given(search.question.confidence);
    let share = |at: usize| number::percent_of(search.share(at));
    let posts = |at: usize| number::count(search.posts(at));
    let (whole, last) = (number::count(search.whole), search.rosters.len() - 1);
    let more = match (ends.infeasible_below, ends.feasible_from, bracket.fails) {
        (Some(_), Some(_), _) => String::new(),
        (None, Some(_), _) => lang.t("; no level was shown to be too small", "；未发现过小的水平").to_owned(),
        (_, None, Some(_)) => {
            lang.text(format!("; nothing up to {} was shown to be enough", share(last)), format!("；直至 {} 均未能证实足够", share(last)))
        }
        (_, None, None) => lang.t("; no level was decided", "；各水平均未判定").to_owned(),
    };
    let takes = match (ends.infeasible_below, ends.feasible_from, bracket.fails) {
        // What lies between the levels was not tried.
        (Some(low), Some(high), Some(fails)) if search.skips(fails, low) => lang.text(
            format!(
                "{name} needs more than {} and at most {} of the posts (more than {}, at most {} of {whole}; {sure} confidence)",
                share(fails),
                share(high),
                posts(fails),
                posts(high)
            ),
            format!(
                "{name}需要超过 {}、至多 {} 的岗位（{whole} 个中超过 {} 个、至多 {} 个；置信度 {sure}）",
                share(fails),
                share(high),
                posts(fails),
                posts(high)
            ),
        ),
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
            format!("{name} needs no more than {} of the posts ({} of {whole}; {sure} confidence)", share(high), posts(high)),
            format!("{name}所需岗位不超过 {}（{whole} 个中的 {} 个；置信度 {sure}）", share(high), posts(high)),
        ),
        (_, None, Some(fails)) => lang.text(
            format!("{name} needs more than {} of the posts ({} of {whole}; {sure} confidence)", share(fails), posts(fails)),
            format!("{name}所需岗位超过 {}（{whole} 个中的 {} 个；置信度 {sure}）", share(fails), posts(fails)),
        ),
        (_, None, None) => lang.text(format!("{name} needs an unknown share of the posts"), format!("{name}需要多少岗位尚无法判定")),
    };
    (takes, more)
}

/// A condition in words.
fn asked(found: &Frontier, condition: &Condition, lang: Lang) -> String {
    let key = MEASURES[condition.measure].key;
    let against = found.against().map(|arm| lang.of(&arm.label).to_owned()).unwrap_or_default();
    let what = match Target::ALL.iter().position(|target| target.name() == key) {
        Some(target) => {
            let targets = &found.arm().dimensions.targets;
            let limit = number::limit(targets.limits[target].seconds(), lang);
            let verb = verb(target, targets.until_handled, lang);
            lang.text(format!("{verb} within {limit}"), format!("在 {limit}内{verb}"))
        }
        None => lang.t("done", "完成").to_owned(),
    };
    let committed = key == "committed_done";
    let mean = match condition.asked {
        Asked::AtLeast { share } if committed => {
            let share = number::percent_given(share);
            lang.text(format!("at least {share} of the committed work is done"), format!("既定任务至少完成 {share}"))
        }
        Asked::AtLeast { share } => {
            let share = number::percent_given(share);
            lang.text(format!("at least {share} of incidents are {what}"), format!("至少 {share} 的事件{what}"))
        }
        Asked::NotBelow { margin } => {
            let margin = compare::margin(margin);
            lang.text(
                format!("as many incidents are {what} as with all posts of {against}, within the margin of {margin} points"),
                format!("{what}的事件比例不低于{against}满编时（界限 {margin} 个百分点）"),
            )
        }
    };
    match condition.chance {
        Some(chance) => {
            let chance = number::percent_given(chance);
            lang.text(format!("on at least {chance} of days {mean}"), format!("至少 {chance} 的日子里{mean}"))
        }
        None => mean,
    }
}

fn closing(found: &Frontier, lang: Lang) -> String {
    let search = found.search;
    let mut out = layout::heading(lang.t("What this rests on", "依据与复现"));
    let (all, visited) = (search.rosters.len(), search.visited.iter().filter(|level| level.is_looked_at()).count());
    let looks: Vec<String> = search.question.plan.looks().iter().map(u32::to_string).collect();
    let (looks, runs) = (looks.join(lang.t(", ", "、")), number::count(search.pool.done() as u64));
    let sure = number::percent_given(search.question.confidence);
    let text = lang.text(
        format!(
            "{visited} of {all} levels were looked at after {looks} replications until decided, {runs} replications in all. The certificates hold together at {sure} over all levels, conditions and looks, if more staff never does worse."
        ),
        format!(
            "在 {all} 个水平中查看了 {visited} 个，分别在第 {looks} 次重复后判定，共运行 {runs} 次。只要增员不致变差，各判定在全部水平、条件与查看上同时以 {sure} 成立。"
        ),
    );
    out.push_str(&layout::paragraph(&text, 2));
    out.push_str(&left_out(found, lang));
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
        let name = measure.map_or("", |measure| names::measure(lang, measure, found.until_handled()));
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
    out.push_str(&replayed_by([found.arm()].into_iter().chain(found.against()), lang));
    out + &layout::command(&found.command(), lang.t("repeat:", "复现："))
}

/// Levels that were asked for and not tried, and why.
fn left_out(found: &Frontier, lang: Lang) -> String {
    let search = found.search;
    let [smallest, largest] = search.bounds();
    let (below, above): (Vec<f64>, Vec<f64>) = search.left_out.iter().partition(|level| **level < smallest);
    let levels = |levels: &[f64]| match levels {
        [] => None,
        [level] => {
            let level = number::percent_given(*level);
            Some(lang.text(format!("The level of {level} was left out"), format!("水平 {level} 未试")))
        }
        [first, .., last] => {
            let (first, last) = (number::percent_given(*first), number::percent_given(*last));
            Some(lang.text(format!("Levels from {first} to {last} were left out"), format!("水平 {first} 至 {last} 未试")))
        }
    };
    let below = levels(&below).map(|levels| {
        let end = number::percent(smallest);
        lang.text(
            format!("{levels}: desks stay open as long as they are, which takes {end} of the posts; that was looked at instead."),
            format!("{levels}：席台开放时间不变，至少需要 {end} 的岗位；已改为查看该水平。"),
        )
    });
    let above = levels(&above).map(|levels| {
        let end = number::percent(largest);
        lang.text(
            format!("{levels}: there are no more people on the spot than their posts, which makes {end}; that was looked at instead."),
            format!("{levels}：就地处置人员不超过其编制，至多 {end}；已改为查看该水平。"),
        )
    });
    below.into_iter().chain(above).map(|text| layout::paragraph(&text, 2)).collect()
}
