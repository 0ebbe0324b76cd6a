//! The assumptions that differ between the arms, and what came of drawing them.

use super::{Compared, letter, points};
use crate::experiment::break_even::Place;
use crate::experiment::compare::doubt::Assumption;
use crate::report::break_even::{Answer, short};
use crate::report::factors::{grade, range};
use crate::report::layout::{self, Align, FAINT, Table, WARNING};
use crate::report::setup::quoted;
use crate::report::{Lang, number};

/// Most assumptions listed; the others stand in the document.
const SHOWN: usize = 40;

/// The draws, then the assumptions with value, range, grade and source.
pub(super) fn doubt(found: &Compared, lang: Lang) -> String {
    if found.assumptions.is_empty() && found.left_out.is_empty() {
        return String::new();
    }
    let heading = layout::heading(lang.t("What the answer hangs on", "结论取决于什么"));
    format!("{heading}{}{}", draws(found, lang), assumptions(found, lang))
}

fn draws(found: &Compared, lang: Lang) -> String {
    let Some(doubt) = &found.doubt else { return String::new() };
    if doubt.interrupted && doubt.sample.draws == 0 {
        let text = lang.t("Interrupted before the first joint draw.", "首次联合抽样之前已中断。");
        return layout::paint(FAINT, &layout::paragraph(text, 2)) + "\n";
    }
    let mut table = Table::new(&[
        (lang.t("difference", "差异"), Align::Left),
        (lang.t("sign holds in", "方向不变"), Align::Right),
        (lang.t("share", "比例"), Align::Right),
        (lang.t("over the draws: 5%", "抽样差异：5%"), Align::Right),
        (lang.t("half", "中位"), Align::Right),
        ("95%", Align::Right),
        (lang.t("at own values", "原值"), Align::Right),
    ]);
    for held in &doubt.pairs {
        let share = match (held.share, held.lower, held.upper) {
            (Some(share), Some(lower), Some(upper)) => {
                format!("{} ({}–{})", number::whole_percent(share), number::whole_percent(lower), number::whole_percent(upper))
            }
            _ => number::NONE.to_owned(),
        };
        let quantile = |at: usize| held.quantiles.map_or_else(|| number::NONE.to_owned(), |q| points(q[at]));
        table.row([
            format!("{} − {}", found.letter(&held.arm), letter(0)),
            if held.share.is_some() { format!("{} / {}", held.held, held.of) } else { number::NONE.to_owned() },
            share,
            quantile(0),
            quantile(1),
            quantile(2),
            held.nominal.map_or_else(|| number::NONE.to_owned(), points),
        ]);
    }
    let sample = doubt.sample;
    let mut note = lang.text(
        format!(
            "{} joint draws (Latin hypercube) of the assumptions below, each one replication of {} of every arm under the same luck.",
            sample.draws,
            number::counted(sample.days, "day")
        ),
        format!("对下列假设联合抽样 {} 次（拉丁超立方），每次各方案以相同随机数运行 {} 天。", sample.draws, sample.days),
    );
    if doubt.invalid > 0 {
        note += &lang.text(
            format!(" {} no valid scenario or could not be run, which counts nowhere.", number::are(doubt.invalid.into(), "draw")),
            format!("其中 {} 次不构成有效场景或无法运行，未计入。", doubt.invalid),
        );
    }
    for held in &doubt.pairs {
        let empty = doubt.empty(held);
        if empty > 0 {
            let pair = format!("{} − {}", found.letter(&held.arm), letter(0));
            note += &lang.text(
                format!(" {pair}: {} without a measured incident, which count neither way.", number::counted(empty, "draw")),
                format!(" {pair}：{empty} 次未统计到任何事件，不计。"),
            );
        }
    }
    if doubt.interrupted {
        note += lang.t(" Interrupted: fewer draws than asked for.", "已中断：抽样次数少于要求。");
    }
    table.render() + &layout::paint(FAINT, &layout::paragraph(&note, 2)) + "\n"
}

/// The arms that share it.
fn letters(assumption: &Assumption, lang: Lang) -> String {
    let arms: Vec<String> = assumption.arms.iter().map(|arm| letter(*arm)).collect();
    arms.join(lang.t(",", "、"))
}

fn assumptions(found: &Compared, lang: Lang) -> String {
    let mut out = String::new();
    let (is, and) = (lang.t(": ", "："), lang.t(", ", "，"));
    for assumption in found.assumptions.iter().take(SHOWN) {
        let factor = &assumption.factor;
        let arms = letters(assumption, lang);
        let mark = if factor.distribution.is_some() { "*" } else { "" };
        out.push_str(&layout::paragraph(
            &format!("{arms} {}{is}{}{mark}{and}{} [{}]", factor.path, factor.shown(), range(factor, lang), grade(factor.grade)),
            2,
        ));
        let source = if lang == Lang::Zh { &factor.source_zh } else { &factor.source };
        let source = source.as_deref().unwrap_or_default();
        let meaning = lang.text(factor.en.clone(), factor.zh.clone());
        out.push_str(&layout::paint(FAINT, &layout::paragraph(&format!("{meaning}{}{source}", lang.t("; ", "；")), 6)));
        if let Some(told) = breaks_even(found, assumption, lang) {
            out.push_str(&layout::paragraph(&told, 6));
        }
    }
    if found.assumptions.len() > SHOWN {
        let more = found.assumptions.len() - SHOWN;
        let text = lang.text(format!("… and {more} more; --json lists all."), format!("……另有 {more} 项，--json 列出全部。"));
        out.push_str(&layout::paragraph(&text, 2));
    }
    for assumption in &found.left_out {
        let arms = letters(assumption, lang);
        let why = assumption.undrawn.clone().map_or_else(String::new, |[en, zh]| lang.text(en, zh));
        let text = format!("{arms} {}{is}{why}", assumption.factor.path);
        out.push_str(&layout::paint(WARNING, &layout::paragraph(&text, 2)));
    }
    let mut note = lang.t(
        "arm(s), path: value, range, grade. * a distribution moves as a whole; (…) half to double, for no range is given. Numbers of officers and places are decisions and are not drawn.",
        "方案、路径：取值，范围，等级。* 分布整体移动；括号内为未给定范围时的一半至两倍。执法队员数与处所数属于决策，不抽样。",
    ).to_owned();
    if let Some(posts) = found.doubt.as_ref().and_then(|doubt| doubt.posts_kept) {
        let posts = number::count(posts);
        note += &lang.text(
            format!(" Officers follow other numbers of people that are drawn, so that every arm keeps its {posts} paid posts."),
            format!("其他人数抽样时，执法队员数随之增减，使各方案保持 {posts} 个带薪岗位。"),
        );
    }
    out + &layout::paint(FAINT, &layout::paragraph(&note, 2)) + &command(found, lang)
}

/// How far it would have to move, where that is known.
fn breaks_even(found: &Compared, assumption: &Assumption, lang: Lang) -> Option<String> {
    let arms: Vec<&str> = assumption.arms.iter().map(|arm| found.arm(*arm).label.name.as_str()).collect();
    let factor = &assumption.factor;
    let kept = found.break_even.as_ref()?;
    let pair = if found.runs.arms.len() > 2 { format!(" ({} − {})", letter(kept.arms[0]), letter(kept.arms[1])) } else { String::new() };
    Some(match kept.of_factor(&factor.path, &arms)? {
        Answer::At(value, place) => {
            let at = short(factor, value, lang);
            let range = match place {
                Place::Within => lang.t(", within its range", "，在其范围内"),
                Place::Beyond => lang.t(", beyond its range", "，超出其范围"),
                Place::Undecided => lang.t(", within its range or beyond", "，是否在其范围内未定"),
                Place::Unranged => "",
            };
            lang.text(format!("breaks even at {at}{range}{pair}"), format!("临界点在 {at}{range}{pair}"))
        }
        Answer::Undecided => lang.text(format!("where it breaks even is undecided{pair}"), format!("临界点未定{pair}")),
        Answer::Nowhere(low, high) => {
            let (low, high) = (factor.kind.show(low), factor.kind.show(high));
            lang.text(format!("no break-even seen from {low} to {high}{pair}"), format!("{low} 至 {high} 未见临界点{pair}"))
        }
    })
}

/// The command that tells how far each would have to move, unless it has been run.
fn command(found: &Compared, lang: Lang) -> String {
    let (first, other) = (found.arm(0), found.arm(1));
    if found.break_even.is_some() {
        return String::new();
    }
    if first.sets != other.sets {
        let text = lang.t(
            "How far each would have to move to turn it round: gridgov break-even tells it of two files. Write what varies into a file of its own (base: the first file) and give it with --against.",
            "各项需变动多少才会使结论翻转：gridgov break-even 比较两个文件。请将所变设置另写成文件（base 为第一个文件），以 --against 给出。",
        );
        return layout::paragraph(text, 2);
    }
    let mut words = vec!["gridgov break-even".to_owned(), quoted(&first.file), "--against".to_owned(), quoted(&other.file)];
    words.extend(first.sets.iter().map(|set| format!("--set {}", quoted(set))));
    words.extend(found.out.iter().map(|out| format!("--out {}", quoted(out))));
    layout::command(&words, lang.t("how far each would have to move to turn it round:", "各项需变动多少才会使结论翻转："))
}
