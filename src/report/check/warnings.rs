//! What is allowed but odd: rosters beyond headcount, gaps, overload, a calendar that does not cover the run.

use super::deserted::deserted;
use super::load::Loads;
use super::records::{uncovered, unknown_surge};
use super::remote::remote;
use super::served::unserved;
use super::structure::{held, idle};
use super::travel::torn;
use super::{CheckReport, Warning};
use crate::demand::{Moment, SurgeTimes};
use crate::experiment::STRIKES;
use crate::policy::admission::Admission;
use crate::quantity::Hours;
use crate::report::{Lang, number};
use crate::scenario::{Factors, Loaded};
use crate::time::{Duration, Instant};
use crate::workforce::{SkillSet, on_duty};
use std::collections::{BTreeMap, BTreeSet};

/// Crews that leave so many offers unanswered by the time they take were hardly meant to.
const OFTEN_UNANSWERED: f64 = 0.1;
/// A part of orders that are refused, from which on it is told.
const MOSTLY_REFUSED: f64 = 0.5;

/// Everything that is odd about a scenario.
pub fn warnings(loaded: &Loaded, report: &CheckReport, loads: &Loads) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut warn = |path: String, [message, zh]: [String; 2]| found.push(Warning { path, message, zh });
    roster(loaded, &mut warn);
    unserved(&loaded.model).into_iter().for_each(|(path, told)| warn(path, told));
    deserted(&loaded.model).into_iter().for_each(|(path, told)| warn(path, told));
    borders(loaded, report, &mut warn);
    remote(loaded, &mut warn);
    uncovered(loaded, &mut warn);
    unknown_surge(loaded, &mut warn);
    load(report, &mut warn);
    committed(loads, &mut warn);
    departments(loaded, loads, &mut warn);
    admission(loaded, &mut warn);
    desks(loaded, report, &mut warn);
    held(loaded, &mut warn);
    idle(loaded, &mut warn);
    surges(loaded, loads, &mut warn);
    calendar(loaded, &mut warn);
    Factors::of(loaded).iter().for_each(|factor| factor.strayed().into_iter().for_each(|told| warn(factor.path.clone(), told)));
    found
}

fn roster(loaded: &Loaded, warn: &mut impl FnMut(String, [String; 2])) {
    let model = &loaded.model;
    let crews = &loaded.scenario.workforce.crews;
    for kind in &model.workforce.kinds {
        // Half a crew of rounding is no mistake.
        if kind.officers_needed > f64::from(kind.officers + kind.crew_size) {
            let (needed, there) = (kind.officers_needed, kind.officers);
            let message = format!("the roster needs {needed:.0} officers, leave included; the headcount is {there}");
            let zh = format!("含休假在内，班表需要 {needed:.0} 名队员；编制为 {there} 名");
            warn(format!("workforce.crews.{}.{}", kind.name, crews[kind.config as usize].counted_by()), [message, zh]);
        }
    }
    for (name, config) in crews {
        let limit = config.answer_within.seconds();
        let late = config.accept.share_above(limit);
        if late >= OFTEN_UNANSWERED {
            let late = number::whole_percent(late);
            let within = |lang| number::limit(limit, lang);
            let message = format!(
                "{late} of acceptances take longer than `answer_within` ({}): such offers come to nothing; lower `accept`, or set a higher `answer_within`",
                within(Lang::En)
            );
            let zh = format!(
                "{late} 的接单用时超过 `answer_within`（{}）：此类派单视为拒单；请缩短 `accept`，或放宽 `answer_within`",
                within(Lang::Zh)
            );
            warn(format!("workforce.crews.{name}.accept"), [message, zh]);
        }
        let refused = config.refusal.get();
        if refused >= MOSTLY_REFUSED {
            let refused = number::whole_percent(refused);
            let message = format!("{refused} of orders are refused: incidents wait until somebody takes them; set a lower `refusal`");
            let zh = format!("{refused} 的派单被拒：事件须等到有队组接单；请降低 `refusal`");
            warn(format!("workforce.crews.{name}.refusal"), [message, zh]);
        }
    }
    for kind in model.workforce.kinds.iter().filter(|kind| kind.officers > 0) {
        let none = kind.shifts.iter().all(|shift| shift.spread.crews() == 0);
        if none && crews[kind.config as usize].counts_officers() {
            let (there, size) = (kind.officers, kind.crew_size);
            let message = format!("leave and days off taken into account, {there} officers keep no crew of {size} on duty");
            let zh = format!("计入休假与轮休后，{there} 名队员不足以维持一个 {size} 人班组当班");
            warn(format!("workforce.crews.{}.officers", kind.name), [message, zh]);
        }
    }
    for (department, _) in model.competent.enumerate().filter(|(_, competent)| !**competent) {
        let name = &model.demand.departments[department].name;
        let message = format!("no crew is competent in {name:?}: its incidents will be lost unless settled on the spot");
        let zh = format!("没有班组能处置“{}”：其事件除现场处置外将无对口队伍", model.demand.departments[department].zh);
        warn("workforce.crews".into(), [message, zh]);
    }
    let empty = without_crews(&on_duty(&model.workforce, |_| true));
    if !empty.is_empty() {
        let (hours, spans) = told(&empty);
        let message = format!("no crew is on duty for {hours} hours of the day: {}", spans.join(", "));
        let zh = format!("一天中有 {hours} 小时没有班组当班：{}", spans.join("、"));
        warn("workforce.crews".into(), [message, zh]);
    }
    // Beyond that, by department.
    let mut alike: BTreeMap<Vec<Hours>, SkillSet> = BTreeMap::new();
    for (department, _) in model.competent.enumerate().filter(|(_, competent)| **competent) {
        let skill = 1 << department.0;
        let hours = without_crews(&on_duty(&model.workforce, |crew| model.workforce.kind(crew).skills & skill != 0));
        *alike.entry(hours).or_default() |= skill;
    }
    for (hours, departments) in alike.into_iter().filter(|(hours, _)| !hours.is_empty() && *hours != empty) {
        let ([of, of_zh], (hours, spans)) = (named(loaded, departments), told(&hours));
        let message = format!("no crew of {of} is on duty for {hours} hours of the day: {}", spans.join(", "));
        let zh = format!("一天中有 {hours} 小时没有{of_zh}班组当班：{}", spans.join("、"));
        warn("workforce.crews".into(), [message, zh]);
    }
}

/// How many hours of a day spans are together, and the spans.
fn told(spans: &[Hours]) -> (f64, Vec<String>) {
    let hours: f64 = spans.iter().map(|hours| hours.length().hours()).sum();
    ((100.0 * hours).round() / 100.0, spans.iter().map(Hours::to_string).collect())
}

/// Departments by name, in English and Chinese.
fn named(loaded: &Loaded, departments: SkillSet) -> [String; 2] {
    let these = || loaded.model.demand.departments.enumerate().filter(|(id, _)| departments >> id.0 & 1 == 1);
    let en: Vec<String> = these().map(|(_, department)| format!("{:?}", department.name)).collect();
    [en.join(", "), these().map(|(_, department)| department.zh.as_str()).collect::<Vec<_>>().join("、")]
}

/// More than the crews of some departments can do, though others have time.
fn departments(loaded: &Loaded, loads: &Loads, warn: &mut impl FnMut(String, [String; 2])) {
    for overload in &loads.overloaded {
        let ([of, of_zh], percent) = (named(loaded, overload.departments), 100.0 * overload.busy);
        let message =
            format!("incidents of {of} would keep the crews competent in them busy {percent:.0}% of their time: backlogs will grow");
        let zh = format!("{of_zh}的事件将占用其对口班组 {percent:.0}% 的时间：积压将不断增长");
        warn("workforce.crews".into(), [message, zh]);
    }
}

/// The parts of a day with nobody, by how many are there from when on; over midnight as one.
pub(super) fn without_crews(steps: &[(Duration, u32)]) -> Vec<Hours> {
    let mut empty: Vec<Hours> = Vec::new();
    let ends = steps.iter().skip(1).map(|(at, _)| *at).chain([Duration::DAY]);
    for ((from, _), to) in steps.iter().zip(ends).filter(|((_, crews), _)| *crews == 0) {
        match empty.last_mut().filter(|last| last.to == *from) {
            Some(last) => last.to = to,
            None => empty.push(Hours { from: *from, to }),
        }
    }
    if let [first, .., last] = empty[..]
        && first.from == Duration::ZERO
        && last.to == Duration::DAY
    {
        empty[0].from = last.from;
        empty.pop();
    }
    empty
}

/// Borders are given, and parts of an area do not hang together by them.
fn borders(loaded: &Loaded, report: &CheckReport, warn: &mut impl FnMut(String, [String; 2])) {
    let city = &loaded.model.city;
    if report.travel.borders == 0 {
        return;
    }
    let torn = torn(city);
    if let Some(first) = torn.first().map(|area| &city.areas[*area]) {
        let (more, also) = match torn.len() {
            1 => (" is".to_owned(), String::new()),
            all => (format!(" and {} more are", all - 1), format!("等 {all} 处")),
        };
        let message = format!("by the borders given, {:?}{more} not in one piece: is an `adjacent` missing?", first.name);
        let name = first.zh.as_ref().unwrap_or(&first.name);
        let zh = format!("按所给边界，“{name}”{also}不连成一片：是否缺少 `adjacent`？");
        warn("city.areas".into(), [message, zh]);
    }
}

fn load(report: &CheckReport, warn: &mut impl FnMut(String, [String; 2])) {
    let busy = report.traffic_intensity;
    if busy >= 1.0 {
        let (of_incidents, of_work) = (100.0 * report.incident_utilization, 100.0 * report.committed_utilization);
        let message = format!(
            "crews would be busy more than all of their time ({of_incidents:.0}% with incidents, {of_work:.0}% with committed work): backlogs will grow"
        );
        let zh = format!("班组的工作超过全部时间（事件 {of_incidents:.0}%，既定任务 {of_work:.0}%）：积压将不断增长");
        warn("workforce.crews".into(), [message, zh]);
    }
    let overloaded: Vec<String> = (0..24)
        .filter(|h| {
            let there = report.hours[*h].on_duty + report.hours[*h].on_call;
            there > 0.0 && report.hours[*h].offered_load > there
        })
        .map(|h| format!("{h}:00"))
        .collect();
    if !overloaded.is_empty() && busy < 1.0 {
        let message = format!("incidents alone ask for more crews than are on duty or on call at {}", overloaded.join(", "));
        let zh = format!("仅事件所需班组即超过当班与备勤班组的时段：{}", overloaded.join("、"));
        warn("workforce.crews".into(), [message, zh]);
    }
}

/// Committed work that nobody does, or for which those that do it have no time while others have.
fn committed(loads: &Loads, warn: &mut impl FnMut(String, [String; 2])) {
    let (work, path) = (&loads.committed, || "demand.committed_work".to_owned());
    if work.due > 0.0 && work.able < 1.0 - 1e-9 {
        let nobodys = number::whole_percent(1.0 - work.able);
        let message = format!("no crew on duty does committed work of the departments that {nobodys} of it is of: that is left undone");
        warn(path(), [message, format!("{nobodys} 的既定任务所属部门没有班组承担：这部分将未完成")]);
    }
    let (asked, there) = (work.due * work.able, work.there);
    if asked > there && there < 0.999 * loads.duty_hours {
        let message = format!(
            "{asked:.0} crew-hours of it fall due a day, and the crews that do it are on duty for {there:.0}: the rest is left undone"
        );
        warn(path(), [message, format!("每日到期 {asked:.0} 班组小时，承担班组当班仅 {there:.0} 小时：其余将未完成")]);
    }
}

/// Cut-offs that are never reached.
fn admission(loaded: &Loaded, warn: &mut impl FnMut(String, [String; 2])) {
    let Admission::CutoffReserve(rule) = &loaded.model.admission else { return };
    let most = on_duty(&loaded.model.workforce, |_| true).into_iter().map(|(_, crews)| crews).max().unwrap_or(0);
    for (priority, busy) in rule.beyond(most) {
        let there = number::counted(most, "crew");
        let message = format!("at most {there} on duty at once, never {busy} busy: this cut-off holds nobody back");
        let zh = format!("同时当班的班组最多 {most} 个，不可能有 {busy} 个同时忙碌：此限不起作用");
        warn(format!("dispatch.admission.priority_{priority}"), [message, zh]);
    }
}

fn desks(loaded: &Loaded, report: &CheckReport, warn: &mut impl FnMut(String, [String; 2])) {
    let model = &loaded.model;
    for desk in report.desks.iter().filter(|d| d.utilization.is_some_and(|u| u >= 0.95)) {
        let percent = 100.0 * desk.utilization.unwrap_or(0.0);
        let message = format!("its clerks would be busy {percent:.0}% of their time: expect a long queue");
        let zh = format!("席位人员将有 {percent:.0}% 的时间在忙：预计排长队");
        warn(format!("structure.desks.{}.staff", desk.name.name), [message, zh]);
    }
    for (channel, _) in model.structure.intake.enumerate().filter(|(_, steps)| steps.is_empty()) {
        let name = &model.demand.channels[channel].name;
        if !model.structure.kinds.is_empty() {
            let message = "this channel passes no desk: its incidents are dispatched at once".to_owned();
            warn(format!("structure.intake.{name}"), [message, "该渠道不经任何席台：其事件立即派单".to_owned()]);
        }
    }
}

fn surges(loaded: &Loaded, loads: &Loads, warn: &mut impl FnMut(String, [String; 2])) {
    for (number, load) in &loads.surges {
        let path = || format!("demand.surges.{}", loaded.model.demand.surges[*number].name);
        let (asked, committed, there) = (load.crew_hours, load.committed_hours, load.on_duty_hours + load.on_call_hours);
        let (on_duty, on_call) = (load.on_duty_hours, load.on_call_hours);
        let [there_en, there_zh] = if on_call > 0.0 {
            [format!("{on_duty:.0} are on duty, {on_call:.0} more on call"), format!("当班 {on_duty:.0}，备勤 {on_call:.0}")]
        } else {
            [format!("{on_duty:.0} are on duty"), format!("当班 {on_duty:.0}")]
        };
        if asked > there {
            let message = format!("a day of it asks for {asked:.0} crew-hours and {there_en}: backlogs will grow while it lasts");
            warn(path(), [message, format!("其一日需要 {asked:.0} 班组小时，{there_zh}：期间积压将不断增长")]);
        } else if asked + committed > there {
            let message = format!(
                "a day of it asks for {asked:.0} crew-hours, committed work for {committed:.0} more, and {there_en}: incidents will wait or work will be left undone"
            );
            let zh = format!("其一日需要 {asked:.0} 班组小时，既定任务另需 {committed:.0}，{there_zh}：事件将等候，或任务将未完成");
            warn(path(), [message, zh]);
        }
        for overload in &load.overloaded {
            let ([of, of_zh], percent) = (named(loaded, overload.departments), 100.0 * overload.busy);
            let message = format!(
                "on a day of it incidents of {of} would keep the crews competent in them busy {percent:.0}% of their time: backlogs will grow while it lasts"
            );
            let zh = format!("其一日{of_zh}的事件将占用其对口班组 {percent:.0}% 的时间：期间积压将不断增长");
            warn(path(), [message, zh]);
        }
    }
    let replications = loaded.model.replications;
    for surge in &loaded.model.demand.surges {
        let measured = Instant::midnight(loaded.model.warmup_days.into());
        let Some(each) = surge.expected(measured).filter(|each| *each > 0.0) else { continue };
        let struck = each * f64::from(replications);
        if struck < STRIKES {
            let message = format!(
                "it strikes {each:.2} times a run, {struck:.1} times in {}: what hangs on it needs more of them, or longer runs",
                number::counted(replications, "replication")
            );
            let zh = format!(
                "每次运行平均发生 {each:.2} 次，{replications} 次重复共约 {struck:.1} 次：与之相关的结论需要更多重复或更长的运行期"
            );
            warn(format!("demand.surges.{}", surge.name), [message, zh]);
        }
    }
    for (surge, (name, config)) in loaded.model.demand.surges.iter().zip(&loaded.scenario.demand.surges) {
        let never = |when: &str, zh: &str| [format!("it never strikes: {when}"), format!("从不发生：{zh}")];
        let said = match &config.when {
            SurgeTimes::Random { .. } if surge.expected(Instant::ZERO) == Some(0.0) => {
                never("no day of the run lies in its months, or it strikes 0 times a year", "运行期不含其月份，或每年 0 次")
            }
            SurgeTimes::Random { .. } => continue,
            SurgeTimes::At(moments) => {
                let met = |at: &&Moment| loaded.model.demand.is_met(**at, config.lasts);
                let outside: Vec<String> = moments.iter().filter(|at| !met(at)).map(ToString::to_string).collect();
                match outside.len() {
                    0 if !moments.is_empty() => continue,
                    n if n == moments.len() => never("none of its moments lies within the run", "所列时刻均不在运行期内"),
                    _ => [
                        format!("not within the run, and left out: {}", outside.join(", ")),
                        format!("以下时刻不在运行期内，不计：{}", outside.join("、")),
                    ],
                }
            }
        };
        warn(format!("demand.surges.{name}.when"), said);
    }
}

/// A list of holidays that says nothing of a year in which the run has days.
fn calendar(loaded: &Loaded, warn: &mut impl FnMut(String, [String; 2])) {
    let (model, holidays) = (&loaded.model, &loaded.scenario.demand.calendar.holidays);
    let listed: BTreeSet<i16> = holidays.iter().flat_map(|days| [days.first.year(), days.last.year()]).collect();
    let (first, last) = (model.start.0.year(), model.demand.calendar.date(u64::from(model.days) - 1).year());
    let missing: Vec<i16> = (first..=last).filter(|year| !listed.contains(year)).collect();
    if let (Some(from), Some(to), false) = (missing.first(), missing.last(), holidays.is_empty()) {
        let (years, also) = match missing.len() {
            1 => (format!("{from}"), format!("{from} 年")),
            n => (format!("{n} years between {from} and {to}"), format!("{from} 至 {to} 年间 {n} 年")),
        };
        let message = format!("no holiday of {years} is listed, but the run has days there: they count as ordinary days");
        let zh = format!("未列{also}的节假日，而运行期包含这些日子：按普通日处理");
        warn("demand.calendar.holidays".into(), [message, zh]);
    }
}
