//! One incident in full: what it was, how it stands against the targets, and its life line by line.

use super::told::{on_errand, told};
use super::{Cast, Decision, Event, Probe, Verdict, verdicts};
use crate::ids::{CategoryId, ChannelId, Id};
use crate::metrics::{Name, Target};
use crate::record::{Course, End, Milestone, Outcome, What};
use crate::report::layout::{self, Align, BAD, FAINT, GOOD, Table};
use crate::report::{Lang, names, number};
use crate::time::{Duration, Instant};
use anstyle::Style;

/// Columns of a line's clock time and time since the report.
const STAMP: usize = 31;

/// The life of the incident that `probe` saw; `None` if there was none.
pub fn life(probe: &Probe, cast: &Cast, replication: u32) -> Option<String> {
    let outcome = probe.outcome.as_ref()?;
    let verdicts = verdicts(outcome, &cast.dimensions.targets);
    Some([facts(outcome, cast, replication), against_targets(&verdicts, cast), line(probe, outcome, &verdicts, cast)].concat())
}

fn named(names: &[Name], index: usize, lang: Lang) -> &str {
    names.get(index).map_or("?", |name| lang.of(name))
}

pub(super) fn category<'a>(cast: &Cast<'a>, category: CategoryId) -> &'a str {
    named(&cast.dimensions.categories, category.index(), cast.lang)
}

pub(super) fn channel<'a>(cast: &Cast<'a>, channel: ChannelId) -> &'a str {
    named(&cast.dimensions.channels, channel.index(), cast.lang)
}

fn facts(o: &Outcome, cast: &Cast, replication: u32) -> String {
    let lang = cast.lang;
    let title =
        lang.text(format!("Incident {} of replication {replication}", o.incident), format!("第 {replication} 次重复，事件 {}", o.incident));
    let mut table = Table::plain(&[Align::Left, Align::Left]);
    let mut row = |label: &str, text: String| table.styled([(label.to_owned(), FAINT), (text, Style::new())]);
    let kind = format!("{}{} {}", category(cast, o.category), lang.t(", priority", "，优先级"), o.priority);
    row(lang.t("what", "类别"), if o.joint { format!("{kind}{}", lang.t(", joint job", "，联合处置")) } else { kind });
    row(lang.t("where", "地点"), cast.place(o.leaf));
    row(lang.t("reported", "上报"), format!("{} {} {}", cast.clock(o.reported), lang.t("by", "渠道"), channel(cast, o.channel)));
    if o.in_surge {
        row("", lang.t("during a surge", "处于高峰事件期间").to_owned());
    }
    if o.self_found {
        row(
            "",
            lang.t("found by somebody who would settle it himself: not measured", "自行发现（发现者本可自行处置）：不计考核").to_owned(),
        );
    }
    if !cast.dimensions.window().contains(o.reported) {
        row("", lang.t("reported during the warm-up: not measured", "预热期内上报：不计考核").to_owned());
    }
    row(lang.t("served by", "处置者"), cast.served_by(o.served_by));
    let end = match o.end {
        End::Closed => {
            lang.text(format!("closed {}", cast.clock(o.at(Milestone::Closed))), format!("结案 {}", cast.clock(o.at(Milestone::Closed))))
        }
        End::Open => lang.t("still open when the run stopped", "运行结束时未结").to_owned(),
        End::NoSuchSkill => lang.t("lost: no crew has the skill", "失单：无对口队伍").to_owned(),
        End::Withdrawn => lang.t("withdrawn by the reporter", "报告人撤回").to_owned(),
    };
    row(lang.t("end", "结果"), end);
    format!("{}\n{}", layout::title(&title), table.render())
}

fn against_targets(verdicts: &[Verdict], cast: &Cast) -> String {
    let lang = cast.lang;
    let mut table = Table::new(&[
        (lang.t("target", "目标"), Align::Left),
        (lang.t("within", "时限"), Align::Right),
        (lang.t("took", "用时"), Align::Right),
        (lang.t("late by", "超时"), Align::Right),
        (lang.t("most of the way", "耗时最长环节"), Align::Left),
    ]);
    for v in verdicts {
        let seconds = |d: Option<Duration>| d.map_or_else(|| number::NONE.to_owned(), |d| number::seconds(d.seconds(), lang));
        let (late, why, style) = match v.cause {
            None => (lang.t("met", "达标").to_owned(), String::new(), GOOD),
            Some(cause) => {
                let late = v.late_by().map_or_else(|| lang.t("never reached", "未到达").to_owned(), |d| seconds(Some(d)));
                let took = if v.cause_took > Duration::ZERO { format!(" {}", seconds(Some(v.cause_took))) } else { String::new() };
                (late, format!("{}{took}", names::cause(lang, cause.name())), BAD)
            }
        };
        let until_handled = cast.dimensions.targets.until_handled;
        table.styled([
            (names::target(lang, v.target.name(), until_handled).to_owned(), Style::new()),
            (number::limit(v.limit.seconds(), lang), Style::new()),
            (seconds(v.took), Style::new()),
            (late, style),
            (why, Style::new()),
        ]);
    }
    layout::heading(lang.t("Against the targets", "对照目标")) + &table.render()
}

/// The life, with the moment at which each missed limit ran out set between, where the incident lived to see it.
fn line(probe: &Probe, o: &Outcome, verdicts: &[Verdict], cast: &Cast) -> String {
    let lang = cast.lang;
    let mut out = layout::heading(lang.t("What happened", "经过"));
    let told_last = probe.events.iter().rev().find_map(|event| match event {
        Event::Fact(fact) if matches!(fact.what, What::Closed | What::Lost) => Some(fact.at),
        _ => None,
    });
    // Of what is open when the run stops the segments say how long it has been so.
    let ended = told_last.unwrap_or_else(|| o.segments.iter().fold(o.reported, |at, segment| at + *segment));
    let ran_out_before = |due: Instant| due.happens() && due <= ended;
    let mut limits: Vec<(Instant, Target)> =
        verdicts.iter().filter(|v| v.cause.is_some() && ran_out_before(v.due())).map(|v| (v.due(), v.target)).collect();
    limits.sort();
    let mut limits = limits.into_iter().peekable();
    for event in &probe.events {
        let at = event.at();
        while let Some((due, target)) = limits.next_if(|(due, _)| *due <= at) {
            out.push_str(&ran_out(due, target, o, cast));
        }
        match event {
            Event::Fact(fact) => out.extend(told(fact, o, cast).map(|text| entry(fact.at, o, &text, cast))),
            Event::Errand(fact, facility) => out.push_str(&entry(fact.at, o, &on_errand(fact, *facility, cast), cast)),
            Event::Decision(decision) => out.push_str(&decided(decision, o, cast)),
        }
    }
    limits.for_each(|(due, target)| out.push_str(&ran_out(due, target, o, cast)));
    let about = about_scores(probe, lang).map(|about| layout::paint(FAINT, &layout::paragraph(&about, 2)));
    out + &about.unwrap_or_default()
}

/// What the scores shown mean; nothing where none is shown.
fn about_scores(probe: &Probe, lang: Lang) -> Option<String> {
    let taken = probe.events.iter().filter_map(|event| match event {
        Event::Decision(decision) if !decision.chosen.is_empty() => Some(&decision.best),
        _ => None,
    });
    let scores: Vec<f64> = taken.flatten().map(|candidate| candidate.score).collect();
    if scores.is_empty() {
        return None;
    }
    let never = match scores.iter().any(|score| !score.is_finite()) {
        true => lang.t(" –: the rule never sends this crew there.", "–：该规则从不派此队组前往。"),
        false => "",
    };
    let about = lang.t(
        "Scores are as the dispatch rule counts them, the least first. What each rule counts, and what it adds for crews that it wants behind all others (such as those that would be late), stands in docs/model.md, 2.7.",
        "评分按派单规则计算，低者在前；各规则的计算方法及其对排在最后者（如不能及时到达者）所加的数值见 docs/model.md 第 2.7 节。",
    );
    Some(format!("{about}{never}"))
}

fn entry(at: Instant, o: &Outcome, text: &str, cast: &Cast) -> String {
    let since = at.since(o.reported).0 / Duration::SECOND.0;
    let since = format!("+{}:{:02}:{:02}", since / 3_600, since / 60 % 60, since % 60);
    let stamp = format!("{:<19}  {since:>10}", cast.clock(at));
    let lines = layout::paragraph(text, STAMP + 4);
    format!("  {}  {}", layout::paint(FAINT, &stamp), &lines[STAMP + 4..])
}

fn ran_out(due: Instant, target: Target, o: &Outcome, cast: &Cast) -> String {
    let name = names::target(cast.lang, target.name(), cast.dimensions.targets.until_handled);
    let limit = number::limit(cast.dimensions.targets.limits[target as usize].seconds(), cast.lang);
    let text = cast.lang.text(format!("── {name}: {limit} are over ──"), format!("── {name}：{limit}时限已过 ──"));
    layout::paint(BAD, entry(due, o, &text, cast).trim_end_matches('\n')) + "\n"
}

/// How many others will soon be free.
fn soon(n: usize, lang: Lang) -> String {
    match n {
        0 => String::new(),
        n => lang.text(format!(", {n} more {} soon free", if n == 1 { "is" } else { "are" }), format!("，另有 {n} 组即将空出")),
    }
}

/// Why the others could not be sent, in brackets.
fn others(d: &Decision, lang: Lang) -> String {
    let excluded: Vec<String> = d.excluded.iter().map(|(reason, n)| format!("{n} {}", exclusion(lang, reason))).collect();
    let excluded = excluded.join(lang.t(", ", "，"));
    if excluded.is_empty() { excluded } else { lang.text(format!(" ({excluded})"), format!("（{excluded}）")) }
}

/// A row of decisions in vain: who could be sent at first and, where that is not the same, the last time.
fn in_vain(d: &Decision, cast: &Cast) -> String {
    let lang = cast.lang;
    let could = |d: &Decision| {
        let (soon_free, others) = (soon(d.soon_free, lang), others(d, lang));
        lang.text(
            format!("{} could be sent{soon_free}{others}", number::counted(d.eligible as u64, "crew")),
            format!("可派 {} 组{soon_free}{others}", d.eligible),
        )
    };
    let first = could(d);
    let (again, then) = d.last.as_ref().map_or_else(Default::default, |last| {
        let (until, n, then) = (cast.clock(last.at), d.times, could(last));
        let again = lang.text(format!(", {} until {until}", number::counted(n, "time")), format!("，至 {until} 共 {n} 次"));
        let then = if then == first { String::new() } else { lang.t("; the last time ", "；最后一次").to_owned() + &then };
        (again, then)
    });
    lang.text(format!("decision: wait{again}; {first}{then}"), format!("决策：等待{again}；{first}{then}"))
}

fn decided(d: &Decision, o: &Outcome, cast: &Cast) -> String {
    if d.chosen.is_empty() {
        return entry(d.at, o, &in_vain(d, cast), cast);
    }
    let lang = cast.lang;
    let eligible = d.eligible;
    let (soon_free, others) = (soon(d.soon_free, lang), others(d, lang));
    let others_could =
        |n: usize| lang.text(format!("{} could be sent", number::counted(n as u64, "other crew")), format!("另有 {n} 组可派"));
    let and_soon = match d.soon_free {
        0 => String::new(),
        n => lang.text(format!(" and {n} soon free"), format!("与即将空出 {n} 组")),
    };
    let why = match (d.rank, lang) {
        _ if d.course == Course::CallAway => {
            lang.t("a crew is called away from what it serves; ", "召回正在处置他事的队组；").to_owned() + &others_could(eligible - 1)
        }
        _ if d.course == Course::WaitFor => {
            lang.t("wait for a crew that is soon free; ", "等待即将空出的队组；").to_owned()
                + &others_could(eligible)
                + &soon(d.soon_free.saturating_sub(1), lang)
        }
        (Some(1), Lang::En) => format!("the lowest score of {eligible} that could be sent{soon_free}"),
        (Some(1), Lang::Zh) => format!("可派 {eligible} 组中评分最低{soon_free}"),
        (Some(rank), Lang::En) => format!("number {rank} by score of {eligible} that could be sent{and_soon}"),
        (Some(rank), Lang::Zh) => format!("可派 {eligible} 组{and_soon}中评分第 {rank}"),
        (None, _) => lang.t("a crew that became free for it", "恰好空出的队组").to_owned(),
    };
    let equals = match d.equals {
        0 => String::new(),
        n => lang.text(format!(", equal with {}", number::counted(n as u64, "other")), format!("，另有 {n} 组同分")),
    };
    let text = lang.text(format!("decision: {why}{equals}{others}"), format!("决策：{why}{equals}{others}"));
    let mut out = entry(d.at, o, &text, cast);
    let scores = number::apart(&d.best.iter().map(|candidate| candidate.score).collect::<Vec<_>>());
    for (candidate, score) in d.best.iter().zip(scores) {
        let chosen = d.chosen.contains(&candidate.crew);
        let mark = if chosen { "→" } else { " " };
        let text = format!("{mark} {score:>9}  {}", cast.crew(candidate.crew));
        let text = layout::cut(&layout::clean(&text), layout::WIDTH - STAMP - 4);
        out.push_str(&format!("{:2$}{}\n", "", if chosen { text } else { layout::paint(FAINT, &text) }, STAMP + 4));
    }
    out
}

fn exclusion(lang: Lang, reason: &'static str) -> &'static str {
    match reason {
        "busy or off duty" => lang.t("busy or off duty", "忙碌或不当班"),
        "not among the candidates" => lang.t("not among the candidates", "未列入候选"),
        "not competent" => lang.t("not competent", "职责不符"),
        "boundary" => lang.t("across a boundary", "辖区之外"),
        "refused or already chosen" => lang.t("refused or already chosen", "已拒单或已选"),
        other => other,
    }
}
