//! A log that leaves part of the run without incidents, or tells of surges that the scenario does not know.

use crate::report::number;
use crate::scenario::Loaded;
use crate::time::{Duration, Instant};

/// So many times the mean time between two reports without one is hardly chance.
const LONG: u64 = 10;

/// Nothing of it lies within the run, or nothing for long at the beginning or the end.
pub fn uncovered(loaded: &Loaded, warn: &mut impl FnMut(String, [String; 2])) {
    let Some(log) = loaded.model.demand.log() else { return };
    let path = || "demand.log.file".to_owned();
    let Some((first, last)) = log.span() else {
        let dropped = log.summary().dropped;
        let [en, zh] = match dropped {
            0 => ["it has no row: nothing happens".to_owned(), "没有任何记录：运行期内无事件".to_owned()],
            n => [
                format!("none of its {} lies within the run: nothing happens", number::counted(n, "row")),
                format!("{} 行均不在运行期内：运行期内无事件", number::count(n)),
            ],
        };
        return warn(path(), [en, zh]);
    };
    let apart = last.since(first).0 / log.len() as u64;
    let long = |gap: &Duration| *gap >= Duration::DAY && gap.0 >= LONG * apart;
    let gaps = [
        (
            first.since(Instant::ZERO),
            [
                "its first row is reported {} days after the run begins: nothing happens before; move `run.start`, or give fewer days",
                "首行报告于运行开始后 {} 天：此前无事件；请调整 `run.start` 或天数",
            ],
        ),
        (
            loaded.model.demand.end().since(last),
            [
                "its last row is reported {} days before the run ends: nothing happens afterwards; give `run.days` as it covers them",
                "末行报告于运行结束前 {} 天：此后无事件；请使 `run.days` 与记录相符",
            ],
        ),
    ];
    for (gap, told) in gaps.into_iter().filter(|(gap, _)| long(gap)) {
        let days = format!("{:.1}", gap.0 as f64 / Duration::DAY.0 as f64);
        warn(path(), told.map(|told| told.replace("{}", &days)));
    }
}

/// Rows tell of a surge, and the scenario has none.
pub fn unknown_surge(loaded: &Loaded, warn: &mut impl FnMut(String, [String; 2])) {
    let demand = &loaded.model.demand;
    let rows = demand.log().map_or(0, |log| log.in_surge()) as u64;
    if rows > 0 && demand.surges.is_empty() {
        let (say, count) = if rows == 1 { ("says", "counts") } else { ("say", "count") };
        let message = format!(
            "{} {say} `in_surge` and {count} as such, but the scenario has no surge, so that ways take as long as ever: write it in `demand.surges`, at its date",
            number::counted(rows, "row")
        );
        let zh = format!(
            "{} 行标为 `in_surge`，而场景没有高峰事件：这些行按高峰期间统计，行程用时却照常；请在 `demand.surges` 中写明其日期",
            number::count(rows)
        );
        warn("demand.log.file".to_owned(), [message, zh]);
    }
}
