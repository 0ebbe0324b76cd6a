//! One sentence per target and arm, from a template that cannot say more than the numbers: the verdict of the interval,
//! and for the primary target the second clause about assumptions.

use super::{Compared, between, margin, points};
use crate::experiment::compare::doubt::{Doubt, Held, differing, differs};
use crate::experiment::compare::{Endpoint, Judged, Verdict};
use crate::experiment::{LeftOut, MEASURES, Reason};
use crate::metrics::Target;
use crate::report::layout::{self, HEADING};
use crate::report::uncertainty::{and_more, by_reason};
use crate::report::{Lang, number};
use serde_json::{Value, json};

/// A sign that more draws than this leave alone is said to hold.
const HOLDS: f64 = 0.95;

/// All sentences, the primary target first.
pub(super) fn sentences(found: &Compared, lang: Lang) -> String {
    let mut out = layout::heading(lang.t("In a sentence", "一句话结论"));
    for said in said(found) {
        let paragraph = layout::paragraph(&said.text(found, lang), 2);
        out.push_str(&if said.is_primary() { layout::paint(HEADING, &paragraph) } else { paragraph });
    }
    let note = lang.t(
        "Sentences are about the scenarios named, not about a city: no records to compare them with are published.",
        "以上结论针对所列场景，而非现实城市：尚无公开记录可资验证。",
    );
    out + &layout::paint(layout::FAINT, &layout::paragraph(note, 2))
}

/// The same for programs and for the page, in both languages.
pub(super) fn sentences_json(found: &Compared) -> Value {
    let one = |said: Said| {
        let (measure, verdict) = match said {
            Said::Judged(judged) => (judged.measure, judged.verdict),
            Said::Nothing(_) => (MEASURES[found.primary()].key, Verdict::Undecided),
        };
        json!({
            "arm": found.arm(said.position()).label.name,
            "against": found.arm(0).label.name,
            "measure": measure,
            "verdict": verdict,
            "en": said.text(found, Lang::En),
            "zh": said.text(found, Lang::Zh),
        })
    };
    said(found).map(one).collect::<Vec<_>>().into()
}

/// What a sentence is about: a target, or that an arm cannot be compared by any.
#[derive(Clone, Copy)]
enum Said<'a> {
    Judged(&'a Judged),
    Nothing(usize),
}

impl Said<'_> {
    fn position(self) -> usize {
        match self {
            Said::Judged(judged) => judged.position,
            Said::Nothing(position) => position,
        }
    }

    fn is_primary(self) -> bool {
        matches!(self, Said::Nothing(_) | Said::Judged(Judged { endpoint: Endpoint::Primary, .. }))
    }

    fn text(self, found: &Compared, lang: Lang) -> String {
        match self {
            Said::Judged(judged) => whole(found, judged, lang),
            Said::Nothing(position) => {
                let [arm, against] = [position, 0].map(|arm| lang.of(&found.arm(arm).label).to_owned());
                lang.text(
                    format!("{arm} cannot be compared with {against}: no incident was measured in at least one of them."),
                    format!("{arm}无从与{against}比较：二者至少有一方未统计到任何事件。"),
                )
            }
        }
    }
}

/// Each arm against the first, target by target.
fn said<'a>(found: &'a Compared) -> impl Iterator<Item = Said<'a>> {
    let of = |position: usize| {
        let own = found.differences.iter().filter(move |judged| judged.position == position && judged.endpoint != Endpoint::Other);
        let own: Vec<Said> = own.map(Said::Judged).collect();
        if own.is_empty() { vec![Said::Nothing(position)] } else { own }
    };
    (1..found.runs.arms.len()).flat_map(of)
}

/// The sentence, for the primary target with its second clause.
fn whole(found: &Compared, judged: &Judged, lang: Lang) -> String {
    match judged.endpoint {
        Endpoint::Primary => format!("{}{}{}", sentence(found, judged, lang), lang.t(" ", ""), clause(found, judged, lang)),
        _ => sentence(found, judged, lang),
    }
}

fn sentence(found: &Compared, judged: &Judged, lang: Lang) -> String {
    let (arm, against) = (lang.of(&found.arm(judged.position).label).to_owned(), lang.of(&found.arm(0).label).to_owned());
    let limit = found.arm(0).dimensions.targets.limits[target(judged)];
    let limit = number::limit(limit.seconds(), lang);
    let what = verb(target(judged), found.until_handled(), lang);
    let size = points(judged.estimate).trim_start_matches(['+', '−']).to_owned();
    let basis = basis(found, judged, lang);
    let verdict = verdict(found, judged, lang);
    match (lang, judged.estimate == 0.0) {
        (Lang::En, true) => format!("{arm}: as many incidents are {what} within {limit} as in {against} ({basis}): {verdict}."),
        (Lang::En, false) => {
            let more = if judged.estimate > 0.0 { "more" } else { "fewer" };
            format!("{arm}: {size} points {more} incidents are {what} within {limit} than in {against} ({basis}): {verdict}.")
        }
        (Lang::Zh, true) => format!("{arm}：{limit}内{what}的事件比例与{against}相同（{basis}）：{verdict}。"),
        (Lang::Zh, false) => {
            let more = if judged.estimate > 0.0 { "高" } else { "低" };
            format!("{arm}：{limit}内{what}的事件比例比{against}{more} {size} 个百分点（{basis}）：{verdict}。")
        }
    }
}

fn target(judged: &Judged) -> usize {
    Target::ALL.iter().position(|target| target.name() == judged.measure).unwrap_or_default()
}

pub(in crate::report) fn verb(target: usize, until_handled: bool, lang: Lang) -> &'static str {
    match (target, until_handled) {
        (0, _) => lang.t("responded to", "响应"),
        (1, _) => lang.t("accepted", "接单"),
        (2, _) => lang.t("set out for", "出动"),
        (_, false) => lang.t("reached", "到场"),
        (_, true) => lang.t("handled", "处置完毕"),
    }
}

fn basis(found: &Compared, judged: &Judged, lang: Lang) -> String {
    let paired = if found.runs.paired { lang.t("paired", "配对") } else { lang.t("unpaired", "不配对") };
    let level = number::percent_given(judged.level);
    let between = between(judged.lower, judged.upper, lang);
    let interval = match judged.lower.zip(judged.upper).is_some_and(|(lower, upper)| lower.is_finite() && upper.is_finite()) {
        true => lang.text(format!("{level} interval {between}"), format!("{level} 区间 {between}")),
        false => between,
    };
    let ended = if found.stopping.reason == Reason::Interrupted { lang.t(", interrupted", "，已中断") } else { "" };
    let few = judged.replications_wanted.map_or_else(String::new, |wanted| {
        let wanted = number::count(wanted);
        lang.text(
            format!(", few of which decide, so that this is surer than it ought to be: some {wanted} are wanted"),
            format!("，取决于其中少数几次，把握被高估：约需 {wanted} 次"),
        )
    });
    lang.text(
        format!("{interval}; {paired}, {}{ended}{few}", number::counted(judged.replications, "replication")),
        format!("{interval}；{paired}，{} 次重复{ended}{few}", judged.replications),
    )
}

fn verdict(found: &Compared, judged: &Judged, lang: Lang) -> String {
    let margin = margin(found.runs.margin);
    let sure = judged.lower.is_some_and(|lower| lower > 0.0) || judged.upper.is_some_and(|upper| upper < 0.0);
    match judged.verdict {
        Verdict::Better => lang.text(format!("better, by more than the margin of {margin}"), format!("更好，超过 {margin} 的界限")),
        Verdict::Worse => lang.text(format!("worse, by more than the margin of {margin}"), format!("更差，超过 {margin} 的界限")),
        Verdict::Equal => {
            // The interval of the two one-sided tests is narrower than the one that is shown.
            let wider = judged.lower.zip(judged.upper).is_some_and(|(lower, upper)| lower.min(-upper) < -found.runs.margin);
            let by = if wider { lang.t(" by two one-sided tests", "（两个单侧检验）") } else { "" };
            lang.text(format!("equal within the margin of {margin}{by}"), format!("在 {margin} 的界限内相当{by}"))
        }
        _ if sure => lang.text(
            format!("the sign is sure, but whether it is more than the margin of {margin} is undecided"),
            format!("方向可以确定，但是否超过 {margin} 的界限尚未定论"),
        ),
        _ => lang.t("undecided", "尚未定论").to_owned(),
    }
}

/// The second clause: does the sign survive the doubt about what nobody has published, as far as that can be drawn?
fn clause(found: &Compared, judged: &Judged, lang: Lang) -> String {
    format!("{}{}", of_draws(found, judged, lang), undrawn_of(found, judged, lang))
}

/// Which assumptions that differ are not drawn, and why.
fn undrawn_of(found: &Compared, judged: &Judged, lang: Lang) -> String {
    let apart = found.left_out.iter().filter(|assumption| differs(assumption, judged.position));
    let mut left_out: Vec<LeftOut> =
        apart.filter_map(|assumption| Some(LeftOut::of(&assumption.factor, assumption.undrawn.clone()?))).collect();
    left_out.dedup();
    let told = |(first, count): &(&LeftOut, usize)| {
        let path = and_more(&first.path, *count, lang);
        lang.text(format!("{path} ({})", first.why), format!("{path}（{}）", first.zh))
    };
    let told: Vec<String> = by_reason(&left_out).iter().map(told).collect();
    match told.is_empty() {
        true => String::new(),
        false => format!("{}{}{}", lang.t(" Not drawn: ", "未抽样："), told.join(lang.t("; ", "；")), lang.t(".", "。")),
    }
}

fn of_draws(found: &Compared, judged: &Judged, lang: Lang) -> String {
    let none = match found.assumptions.is_empty() {
        true => lang.t(
            "No assumption (grade C) that is drawn differs between the arms; numbers of officers and places, rules and targets are decisions and are not drawn.",
            "各方案之间没有须抽样的不同假设（C 级）；执法队员数、处所数、规则与目标属于决策，不抽样。",
        ),
        false => lang.t(
            "No assumption (grade C) that is drawn differs between the two; numbers of officers and places, rules and targets are decisions and are not drawn.",
            "二者之间没有须抽样的不同假设（C 级）；执法队员数、处所数、规则与目标属于决策，不抽样。",
        ),
    };
    let differing = differing(&found.assumptions, judged.position);
    if differing == 0 {
        return none.to_owned();
    }
    let Some(doubt) = &found.doubt else {
        return lang.t("Whether it survives the assumptions that differ was not drawn.", "未抽样检验其是否经得起不同假设。").to_owned();
    };
    match doubt.pairs.iter().find(|held| held.arm == judged.arm) {
        Some(held) => format!("{}{}", told(held, doubt, differing, lang), cut_short(doubt, lang)),
        None => lang.t("No draw of the assumptions that differ could be run.", "不同假设的抽样均无法运行。").to_owned(),
    }
}

/// That fewer draws were made than were planned.
fn cut_short(doubt: &Doubt, lang: Lang) -> String {
    let (done, planned) = (doubt.sample.draws, doubt.drawn.sample.draws);
    match doubt.interrupted && done > 0 {
        true => lang.text(
            format!(" Interrupted: only {done} of the {planned} joint draws planned were made."),
            format!("已中断：计划联合抽样 {planned} 次，仅完成 {done} 次。"),
        ),
        false => String::new(),
    }
}

/// Why the draws say nothing about the sign.
fn untold(held: &Held, doubt: &Doubt, which: &str, lang: Lang) -> String {
    let days = doubt.sample.days;
    let shown = held.nominal.is_some_and(|nominal| nominal * held.estimate > 0.0);
    match (held.of + held.ties, held.estimate == 0.0) {
        (_, true) => lang
            .t("It has no sign that could hold over the assumptions that differ.", "差异为零，谈不上方向是否经得起不同假设。")
            .to_owned(),
        (0, _) if doubt.interrupted => lang
            .t(
                "Whether it survives the assumptions that differ was not drawn: that was interrupted.",
                "抽样被中断，未检验其是否经得起不同假设。",
            )
            .to_owned(),
        (0, _) if doubt.sample.draws == doubt.invalid => {
            lang.t("No draw of the assumptions that differ could be run.", "不同假设的抽样均无法运行。").to_owned()
        }
        (0, _) => lang.text(
            format!(
                "Whether it survives the assumptions that differ, joint draws do not tell: in one replication of {} no incident was measured.",
                number::counted(days, "day")
            ),
            format!("联合抽样不能说明其是否经得起不同假设：单次 {days} 天的重复中未统计到任何事件。"),
        ),
        (ties, _) if shown && held.of == 0 => lang.text(
            format!("But there is no difference at all in any of {} {which}: it depends on them.", number::counted(ties, "joint draw")),
            format!("但{which}联合抽样 {ties} 次，均毫无差异：结论取决于这些假设。"),
        ),
        _ => lang.text(
            format!(
                "Whether it survives the assumptions that differ, joint draws do not tell: one replication of {} is too little to show the difference.",
                number::counted(days, "day")
            ),
            format!("联合抽样不能说明其是否经得起不同假设：单次 {days} 天的重复太短，显不出这一差异。"),
        ),
    }
}

fn told(held: &Held, doubt: &Doubt, differing: usize, lang: Lang) -> String {
    let which = lang.text(
        format!("of the {} in which the two differ", number::counted(differing as u64, "assumption")),
        format!("对二者不同的 {differing} 项假设"),
    );
    let Some(share) = held.share else { return untold(held, doubt, &which, lang) };
    let (n, of, percent) = (held.held, held.of, number::whole_percent(share));
    let ties = match held.ties {
        0 => String::new(),
        ties => lang.text(format!(" (no difference at all in {ties} more)"), format!("（另有 {ties} 次毫无差异，不计）")),
    };
    match (share >= HOLDS, lang) {
        (true, Lang::En) => format!("The sign holds in {n} of {of} joint draws ({percent}) {which}{ties}."),
        (false, Lang::En) => {
            format!("But the sign holds in only {n} of {of} joint draws ({percent}) {which}{ties}: it depends on them.")
        }
        (true, Lang::Zh) => format!("{which}联合抽样 {of} 次{ties}，{n} 次（{percent}）方向不变。"),
        (false, Lang::Zh) => format!("但{which}联合抽样 {of} 次{ties}，仅 {n} 次（{percent}）方向不变：结论取决于这些假设。"),
    }
}
