//! From the whole numbers of each replication to rates, means and intervals.
//!
//! Shares and means over incidents are ratios of sums over replications (the incidents of one run are not
//! independent, its replication is); means over time are t-intervals; quantiles go by the share within them.

mod attainment;
mod daily;
mod detail;
mod durations;
mod operations;
mod workload;

pub(super) use attainment::cells;

use super::summary::{ClosureSummary, Counts, SaturationSummary, Summary};
use super::{Estimate, Replicated};
use crate::metrics::{Closure, Dimensions, ReplicationResult, SaturationKind};
use crate::time::TICKS_PER_SECOND;

/// The replications of one arm, with what they are called and how sure intervals are.
#[derive(Clone, Copy)]
struct Arm<'a> {
    dimensions: &'a Dimensions,
    results: &'a [ReplicationResult],
    level: f64,
}

fn seconds(ticks: u128) -> f64 {
    ticks as f64 / TICKS_PER_SECOND as f64
}

fn hours(ticks: u128) -> f64 {
    seconds(ticks) / 3_600.0
}

impl Arm<'_> {
    fn share<T: Into<u128>>(&self, of: impl Fn(&ReplicationResult) -> (T, T)) -> Option<Estimate> {
        Estimate::share(self.results.iter().map(of).map(|(above, below)| (above.into() as f64, below.into() as f64)), self.level)
    }

    /// Mean seconds: ticks over a count.
    fn mean_seconds(&self, of: impl Fn(&ReplicationResult) -> (u128, u64)) -> Option<Estimate> {
        Estimate::ratio(self.results.iter().map(of).map(|(ticks, count)| (seconds(ticks), count as f64)), self.level)
    }

    /// Mean over the time of the window: something × ticks over ticks.
    fn over_time(&self, area: impl Fn(&ReplicationResult) -> u128) -> Option<Estimate> {
        Estimate::ratio(self.results.iter().map(|result| (area(result) as f64, result.window.length().0 as f64)), self.level)
    }

    fn total(&self, of: impl Fn(&ReplicationResult) -> u64) -> u64 {
        self.results.iter().map(of).sum()
    }

    /// Mean per replication.
    fn each(&self, of: impl Fn(&ReplicationResult) -> f64) -> f64 {
        let n = self.results.len();
        if n == 0 { 0.0 } else { self.results.iter().map(of).sum::<f64>() / n as f64 }
    }
}

impl Summary {
    /// Puts the replications of one arm together; intervals are of confidence `level`.
    pub fn of(dimensions: &Dimensions, results: &[ReplicationResult], level: f64) -> Summary {
        let arm = Arm { dimensions, results, level };
        Summary {
            replications: results.len() as u32,
            level,
            days: dimensions.days,
            warmup_days: dimensions.warmup_days,
            clock: dimensions.targets.clock,
            until_handled: dimensions.targets.until_handled,
            incidents: counts(&arm),
            targets: attainment::targets(&arm),
            durations: durations::durations(&arm),
            segments: durations::segments(&arm),
            closure: closure(&arm),
            daily: daily::daily(&arm),
            workload: workload::workload(&arm),
            queues: operations::queues(&arm),
            dispatch: operations::dispatch(&arm),
            collapses: saturations(&arm, SaturationKind::Collapse),
            overloads: saturations(&arm, SaturationKind::Overload),
            breakdowns: attainment::breakdowns(&arm),
        }
    }
}

impl Replicated<ReplicationResult> {
    /// The summary of what was done.
    pub fn summary(&self, dimensions: &Dimensions, level: f64) -> Summary {
        Summary::of(dimensions, &self.results, level)
    }
}

fn counts(arm: &Arm) -> Counts {
    let total = |of: fn(&Closure) -> u64| arm.total(|result| of(&result.closure));
    Counts {
        reported: total(|c| c.reported),
        measured: total(|c| c.measured),
        self_found: total(|c| c.self_found),
        closed: total(|c| c.closed),
        open: total(|c| c.open),
        lost: total(|c| c.lost),
        withdrawn: total(|c| c.withdrawn),
    }
}

fn closure(arm: &Arm) -> ClosureSummary {
    let share = |above: fn(&Closure) -> u64, below: fn(&Closure) -> u64| arm.share(|r| (above(&r.closure), below(&r.closure)));
    ClosureSummary {
        completion: share(|c| c.closed, |c| c.reported),
        on_time: share(|c| c.on_time, |c| c.decided),
        reopened: share(|c| c.reopened, |c| c.closed),
        with_deadline: arm.total(|result| result.closure.decided),
        self_found_completion: share(|c| c.self_found_closed, |c| c.self_found),
        self_found_handled_s: arm.mean_seconds(|r| (r.closure.self_found_ticks, r.closure.self_found_handled)),
    }
}

fn saturations(arm: &Arm, kind: SaturationKind) -> Vec<SaturationSummary> {
    let mean = |(ticks, arrivals): (u64, u64)| (arrivals > 0).then(|| seconds(ticks.into()) / arrivals as f64);
    let level = arm.dimensions.levels.first();
    let replications = arm.results.iter().zip(0..);
    let found = replications
        .flat_map(|(result, replication)| result.saturations.iter().filter(move |s| s.kind == kind).map(move |s| (replication, s)));
    found
        .map(|(replication, s)| SaturationSummary {
            replication,
            began: s.began,
            recovered: s.recovered,
            place: s.cell.and_then(|cell| Some(level?.cells[cell as usize].clone())),
            worst_waiting: s.worst_waiting,
            demanded: s.demanded,
            served: s.served,
            travel_before_s: mean(s.travel_before),
            travel_during_s: mean(s.travel_during),
        })
        .collect()
}

#[cfg(test)]
mod tests;
