//! The worst incidents of a replication in a few words each, and how to see one in full.

use super::life::category;
use super::verdict::verdict;
use super::{Cast, Worst};
use crate::report::layout::{self, Align, Table};
use crate::report::{names, number};
use crate::time::Duration;

/// The list as text. `command` shows one incident in full once its number is added.
pub fn list(worst: &Worst, cast: &Cast, replication: u32, command: &str) -> String {
    let (lang, targets) = (cast.lang, &cast.dimensions.targets);
    let name = names::target(lang, targets.primary.name(), targets.until_handled);
    let limit = number::limit(targets.limits[targets.primary as usize].seconds(), lang);
    let title = lang.text(
        format!("Furthest beyond {name} within {limit}, replication {replication}"),
        format!("第 {replication} 次重复中超出{name}时限（{limit}）最多的事件"),
    );
    let mut out = format!("{}\n", layout::title(&title));
    let Some(first) = worst.outcomes().next() else {
        return out + &layout::paragraph(lang.t("None: every measured incident met it.", "无：所有考核事件均达标。"), 2);
    };
    let mut table = Table::new(&[
        (lang.t("incident", "事件"), Align::Right),
        (lang.t("reported", "上报"), Align::Left),
        (lang.t("category", "类别"), Align::Left),
        (lang.t("prio", "级"), Align::Right),
        (lang.t("where", "地点"), Align::Left),
        (lang.t("took", "用时"), Align::Right),
        (lang.t("late by", "超时"), Align::Right),
        (lang.t("mostly", "主要环节"), Align::Left),
    ]);
    for o in worst.outcomes() {
        let v = verdict(o, targets, targets.primary);
        let seconds = |d: Duration| number::seconds(d.seconds(), lang);
        let never = || lang.t("never", "未达").to_owned();
        table.row([
            o.incident.to_string(),
            cast.clock(o.reported),
            category(cast, o.category).to_owned(),
            o.priority.to_string(),
            cast.place(o.leaf),
            v.took.map_or_else(never, seconds),
            v.late_by().map_or_else(|| number::NONE.to_owned(), seconds),
            v.cause.map_or("", |cause| names::cause(lang, cause.name())).to_owned(),
        ]);
    }
    out.push_str(&table.render());
    let see = lang.t("One in full:", "查看全程：");
    out.push_str(&format!("\n  {see} {command} --incident {}\n", first.incident));
    out
}
