//! M/G/1 and M/G/∞.

use super::{POOL, pool};
use crate::oracle::case::{Case, Check, Family, Measure, Unit, said};
use crate::oracle::{infinite_servers as busy_probability, pollaczek_khinchine};
use crate::random::Distribution;
use crate::time::Duration;

const UTILIZATION: f64 = 0.8;

/// The mean wait with one server, for service without, with usual and with large variation.
pub(super) fn single_server() -> Vec<Case> {
    [
        ("deterministic", "定长", 0.0, "Deterministic(\"1 h\")", 3_000),
        ("exponential", "指数", 1.0, "Exponential(mean: \"1 h\")", 3_000),
        ("gamma ¼", "伽马 ¼", 4.0, "Gamma(mean: \"1 h\", shape: 0.25)", 8_000),
    ]
    .into_iter()
    .map(|(name, zh, squared_cv, written, days)| {
        let mut set = pool(1, UTILIZATION, days);
        set.push(format!("demand.categories.job.on_scene={written}"));
        let what = said(format!("cs²={squared_cv} {name}: E[W]"), format!("cs²={squared_cv} {zh}：E[W]"));
        let exact = pollaczek_khinchine(UTILIZATION, squared_cv);
        Case::new(Family::SingleServer, format!("m-g-1/cs2={squared_cv}"), &POOL, set, 40).check(Check::mean(
            what,
            Measure::Wait(None),
            exact,
            Unit::Hours,
            1.0,
        ))
    })
    .collect()
}

/// The number at work where nobody ever waits, with lognormal work.
pub(super) fn infinite_servers() -> Vec<Case> {
    let hours = |h: u64| Duration(h * Duration::HOUR.0);
    let load = 10.0 * Distribution::LogNormal { median: hours(1), p90: hours(2) }.mean() / 3_600.0;
    let mut set = pool(50, 10.0, 500);
    set.push("demand.categories.job.on_scene=LogNormal(median: \"1 h\", p90: \"2 h\")".to_owned());
    let mut case = Case::new(Family::InfiniteServers, "m-g-inf", &POOL, set, 40);
    for busy in [4, 8, 10, 12, 14, 18, 24] {
        let what = said(format!("P({busy} at work), lognormal"), format!("P({busy} 组在作业)，对数正态"));
        case = case.check(Check::share(what, Measure::Serving(busy), busy_probability(busy, load)));
    }
    vec![case]
}
