//! Waits in M/M/c and losses in M/G/c/c.

use super::{POOL, pool};
use crate::oracle::case::{Case, Check, Family, Measure, Unit, said};
use crate::oracle::{Pool, erlang_b};
use crate::random::Distribution;
use crate::time::Duration;

/// Servers, load in erlangs, days of a replication, replications: for waits. Large pools converge slowly.
const WAITS: [(u32, f64, u32, u32); 6] =
    [(2, 1.0, 2_000, 40), (3, 1.5, 1_500, 40), (5, 3.0, 1_200, 40), (10, 8.0, 800, 40), (26, 20.0, 700, 40), (100, 90.0, 560, 40)];

/// The share that waits, the mean wait, and for three servers the share that waits longer than an hour.
pub(super) fn waits() -> Vec<Case> {
    let case = |(servers, load, days, replications)| {
        let exact = Pool { arrivals: load, service: 1.0, servers };
        let name = format!("erlang-c/c={servers}");
        let which = format!("c={servers} a={load}");
        let case = Case::new(Family::ErlangC, name, &POOL, pool(servers, load, days), replications)
            .check(Check::share(
                said(format!("{which}: P(W > 0)"), format!("{which}：P(W > 0)")),
                Measure::Waits,
                exact.waiting_probability(),
            ))
            .check(Check::mean(
                said(format!("{which}: E[W]"), format!("{which}：E[W]")),
                Measure::Wait(None),
                exact.mean_wait(),
                Unit::Hours,
                1.0,
            ));
        if servers != 3 {
            return case;
        }
        let longer = said(format!("{which}: P(W > 1 h)"), format!("{which}：P(W > 1 h)"));
        Case { limit: Duration::HOUR, ..case }.check(Check::share(longer, Measure::WaitsLonger, exact.wait_exceeds(1.0)))
    };
    WAITS.into_iter().map(case).collect()
}

/// Servers, load in erlangs, days of a replication: for losses.
const LOSSES: [(u32, f64, u32); 6] = [(2, 1.0, 1_200), (3, 1.5, 900), (5, 3.0, 500), (10, 8.0, 250), (26, 20.0, 60), (100, 90.0, 25)];

/// The share that finds everybody busy and gives up at once, with exponential and with lognormal work.
pub(super) fn losses() -> Vec<Case> {
    let second = |s: f64| Duration::from_seconds(s);
    // A lognormal of mean one hour with σ = 1: median e^(−1/2) h, nine in ten below e^(σ·1.2816) times that.
    let lognormal = Distribution::LogNormal { median: second(2_183.510), p90: second(7_865.9) };
    let services = [
        ("exponential", "指数", Distribution::Exponential { mean: Duration::HOUR }, "Exponential(mean: \"1 h\")"),
        ("lognormal", "对数正态", lognormal, "LogNormal(median: \"2183.510 s\", p90: \"7865.9 s\")"),
    ];
    let mut cases = Vec::new();
    for (name, zh, service, written) in &services {
        for (servers, load, days) in LOSSES {
            let mut set = pool(servers, load, days);
            set.extend(["demand.patience=Deterministic(\"0 s\")".to_owned(), format!("demand.categories.job.on_scene={written}")]);
            let exact = erlang_b(servers, load * service.mean() / 3_600.0);
            let what = said(format!("c={servers} a={load} {name}: lost"), format!("c={servers} a={load} {zh}：损失"));
            let case = Case::new(Family::ErlangB, format!("erlang-b/c={servers}/{name}"), &POOL, set, 40);
            cases.push(case.check(Check::share(what, Measure::Withdrawn, exact)));
        }
    }
    cases
}
