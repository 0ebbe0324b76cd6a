//! Where incidents wait: desks and the queue for crews. Then how offers went.

use crate::experiment::summary::{DeskSummary, QueueSummary};
use crate::experiment::{Estimate, Summary};
use crate::metrics::Name;
use crate::report::layout::{self, Align, Table};
use crate::report::{Lang, number};

/// Desks of one name, all places together.
struct Desks<'a> {
    name: &'a Name,
    places: u64,
    entries: f64,
    waited_s: f64,
    longest: u64,
    busy: f64,
}

impl<'a> Desks<'a> {
    fn all(desks: &'a [DeskSummary]) -> Vec<Desks<'a>> {
        let mut groups: Vec<Desks> = Vec::new();
        for desk in desks {
            let index = groups.iter().position(|g| *g.name == desk.name).unwrap_or_else(|| {
                groups.push(Desks { name: &desk.name, places: 0, entries: 0.0, waited_s: 0.0, longest: 0, busy: 0.0 });
                groups.len() - 1
            });
            let group = &mut groups[index];
            group.places += 1;
            group.entries += desk.queue.entries;
            group.waited_s += desk.queue.entries * value(desk.queue.mean_wait_s);
            group.longest = group.longest.max(desk.queue.max_length);
            group.busy += value(desk.clerks_busy);
        }
        groups
    }
}

fn value(estimate: Option<Estimate>) -> f64 {
    estimate.map_or(0.0, |e| e.estimate)
}

/// Entries, waits and longest queues.
pub(super) fn queues(summary: &Summary, lang: Lang) -> String {
    let days = f64::from(summary.days.saturating_sub(summary.warmup_days)).max(1.0);
    let mut table = Table::new(&[
        ("", Align::Left),
        (lang.t("places", "处"), Align::Right),
        (lang.t("entries a day", "日均进入"), Align::Right),
        (lang.t("mean wait", "平均等待"), Align::Right),
        (lang.t("longest queue", "最长队列"), Align::Right),
        (lang.t("clerks busy", "在办坐席"), Align::Right),
    ]);
    for desks in Desks::all(&summary.queues.desks) {
        let wait = if desks.entries > 0.0 { number::seconds(desks.waited_s / desks.entries, lang) } else { number::NONE.into() };
        table.row([
            lang.of(desks.name).to_owned(),
            number::count(desks.places),
            format!("{:.1}", desks.entries / days),
            wait,
            number::count(desks.longest),
            format!("{:.2}", desks.busy),
        ]);
    }
    let crew: &QueueSummary = &summary.queues.crew;
    table.row([
        lang.t("for a crew", "等待队员").to_owned(),
        String::new(),
        format!("{:.1}", crew.entries / days),
        number::time(crew.mean_wait_s.as_ref(), lang),
        number::count(crew.max_length),
        String::new(),
    ]);
    layout::heading(lang.t("Queues", "排队")) + &table.render() + &layout::paragraph(&offers(summary, lang), 2)
}

fn offers(summary: &Summary, lang: Lang) -> String {
    let d = &summary.dispatch;
    let (preempted, held) = (number::count(d.preempted), number::count(d.held_back));
    let mut text = offered(summary, lang);
    if d.preempted > 0 {
        text.push_str(&lang.text(
            format!(" {} a crew was called away to a more urgent incident.", number::counted(d.preempted, "time")),
            format!("改派抽调 {preempted} 次。"),
        ));
    }
    if d.held_back > 0 {
        text.push_str(
            &lang
                .text(format!(" {} an incident was held back.", number::counted(d.held_back, "time")), format!("规则暂缓派单 {held} 次。")),
        );
    }
    text
}

fn offered(summary: &Summary, lang: Lang) -> String {
    let d = &summary.dispatch;
    let of_offers = |n: u64| if d.offers > 0 { number::percent(n as f64 / d.offers as f64) } else { number::NONE.into() };
    let (offers, refused, unanswered) = (number::count(d.offers), of_offers(d.refused), of_offers(d.unanswered));
    let across = number::share(d.across_share.as_ref());
    let (vain, wrong) = (number::count(d.in_vain), number::count(d.wrong_department));
    match lang {
        Lang::En => format!(
            "{} to crews: {refused} refused, {unanswered} unanswered; {across} of departures left the ground around the crew's station. {} in vain, {} from a wrong department.",
            number::counted(d.offers, "offer"),
            number::counted(d.in_vain, "look"),
            number::counted(d.wrong_department, "return")
        ),
        Lang::Zh => format!(
            "向队员派单 {offers} 次：拒单 {refused}，未应答 {unanswered}；离开本站辖区的出动占 {across}。先到者无力处置 {vain} 次，部门退回 {wrong} 次。"
        ),
    }
}
