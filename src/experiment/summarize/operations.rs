//! Queues and dispatching.

use super::Arm;
use super::attainment::servers;
use crate::experiment::Estimate;
use crate::experiment::summary::{DeskSummary, DispatchSummary, QueueSummary, QueuesSummary, ServedShare};
use crate::metrics::{Dispatch, Layout, QueueTotals, ReplicationResult};
use crate::time::TICKS_PER_SECOND;

pub(super) fn queues(arm: &Arm) -> QueuesSummary {
    let desk = |(id, desk): (usize, &crate::metrics::DeskDimension)| DeskSummary {
        name: desk.name.clone(),
        place: desk.place.clone(),
        queue: queue(arm, |result| &result.queues.desks[id].queue),
        requests_waiting: arm.over_time(|result| result.queues.desks[id].requests),
        clerks_busy: arm.over_time(|result| result.queues.desks[id].clerks),
    };
    let window = arm.total(|result| result.window.length().0);
    let serving = |k: usize| {
        let ticks = arm.total(|result| result.queues.serving[k]);
        if window == 0 { 0.0 } else { ticks as f64 / window as f64 }
    };
    QueuesSummary {
        desks: arm.dimensions.desks.iter().enumerate().map(desk).collect(),
        crew: queue(arm, |result| &result.queues.crew),
        serving: (0..=arm.dimensions.crews.len()).map(serving).collect(),
        mean_serving: arm.over_time(|result| result.queues.serving.iter().zip(0..).map(|(ticks, k)| u128::from(*ticks) * k).sum()),
    }
}

fn queue<'a>(arm: &Arm<'a>, of: impl Fn(&'a ReplicationResult) -> &'a QueueTotals) -> QueueSummary {
    let totals: Vec<(&QueueTotals, f64)> = arm.results.iter().map(|result| (of(result), result.window.length().0 as f64)).collect();
    let waits = totals.iter().map(|(queue, _)| (queue.waits as f64 / TICKS_PER_SECOND as f64, queue.entries as f64));
    let n = totals.len().max(1) as f64;
    QueueSummary {
        entries: totals.iter().map(|(queue, _)| queue.entries as f64).sum::<f64>() / n,
        mean_length: Estimate::ratio(totals.iter().map(|(queue, window)| (queue.area as f64, *window)), arm.level),
        max_length: totals.iter().map(|(queue, _)| queue.max).max().unwrap_or(0),
        mean_wait_s: Estimate::ratio(waits, arm.level),
    }
}

pub(super) fn dispatch(arm: &Arm) -> DispatchSummary {
    let total = |of: fn(&Dispatch) -> u64| arm.total(|result| of(&result.dispatch));
    let start = Layout::of(arm.dimensions).served_by;
    let served = servers(arm.dimensions).into_iter().zip(start..).map(|(name, cell)| ServedShare {
        name,
        incidents: arm.total(|result| result.attainment[cell].incidents),
        share: arm.share(|result| (result.attainment[cell].incidents, result.attainment[0].incidents)),
    });
    DispatchSummary {
        offers: total(|d| d.offers),
        refused: total(|d| d.refused),
        unanswered: total(|d| d.unanswered),
        preempted: total(|d| d.preempted),
        held_back: total(|d| d.held_back),
        inside: total(|d| d.inside),
        across: total(|d| d.across),
        across_share: arm.share(|result| (result.dispatch.across, result.dispatch.inside + result.dispatch.across)),
        in_vain: total(|d| d.in_vain),
        wrong_department: total(|d| d.wrong_department),
        served_by: served.collect(),
    }
}
