//! Times to milestones and where the time goes.

use super::{Arm, seconds};
use crate::experiment::Estimate;
use crate::experiment::summary::{CdfPoint, DurationSummary, Quantile, SegmentMean, SegmentMeans, SegmentSummary};
use crate::metrics::{Distribution, ReplicationResult, SegmentTotals, TIMED, milestone_name, segment_name};
use crate::record::Segment;
use crate::stats::quantile_orders;
use crate::time::Duration;

/// The quantiles shown.
const ORDERS: [f64; 4] = [0.5, 0.9, 0.95, 0.99];

/// The points of distribution functions: closer where the targets lie.
pub(super) fn grid() -> impl Iterator<Item = u64> {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 3_600;
    let near = (0..5 * MINUTE).step_by(15).chain((5 * MINUTE..HOUR).step_by(60));
    let far = (HOUR..4 * HOUR).step_by(300).chain((4 * HOUR..24 * HOUR).step_by(3_600));
    near.chain(far).chain((1..=7).map(|day| day * 24 * HOUR))
}

pub(super) fn durations(arm: &Arm) -> Vec<DurationSummary> {
    let summary = |(index, milestone)| {
        let parts: Vec<&Distribution> = arm.results.iter().map(|result: &ReplicationResult| &result.durations[index]).collect();
        let mut pooled = Distribution::default();
        parts.iter().for_each(|part| pooled.merge(part));
        DurationSummary {
            milestone: milestone_name(milestone).to_owned(),
            reached: pooled.times.total(),
            not_reached: pooled.not_reached,
            mean_s: Estimate::ratio(
                parts.iter().map(|part| (part.times.sum_ticks() as f64 / Duration::SECOND.0 as f64, part.times.total() as f64)),
                arm.level,
            ),
            quantiles: ORDERS.map(|order| Quantile { order, seconds: quantile(&pooled, &parts, order, arm.level) }).to_vec(),
            cdf: grid()
                .map(|s| {
                    let limit = Duration(s * Duration::SECOND.0);
                    let within = parts.iter().map(|part| (part.within(limit), part.incidents() as f64));
                    CdfPoint { seconds: s as f64, share: Estimate::share(within, arm.level) }
                })
                .collect(),
        }
    };
    TIMED.into_iter().enumerate().map(summary).collect()
}

/// Between two quantiles of all incidents. No end where one is beyond all incidents, or falls among the unreached.
fn quantile(pooled: &Distribution, parts: &[&Distribution], order: f64, level: f64) -> Option<Estimate> {
    let at = pooled.quantile(order)?;
    let parts = parts.iter().filter(|part| part.incidents() > 0);
    let within: Vec<(f64, f64)> = parts.map(|part| (part.within(at), part.incidents() as f64)).collect();
    let (lower, upper) = quantile_orders(&within, order, level);
    let time = |order: f64| (0.0 < order && order < 1.0).then(|| pooled.quantile(order).map(Duration::seconds)).flatten();
    Some(Estimate { estimate: at.seconds(), lower: time(lower), upper: time(upper), level, replications: within.len() as u32 })
}

pub(super) fn segments(arm: &Arm) -> SegmentSummary {
    let means = |of: fn(&ReplicationResult) -> &SegmentTotals| SegmentMeans {
        incidents: arm.total(|result| of(result).incidents),
        response_s: arm.mean_seconds(|result| (of(result).response, of(result).incidents)),
        segments: Segment::ALL
            .map(|segment| SegmentMean {
                segment: segment_name(segment).to_owned(),
                mean_s: Estimate::ratio(
                    arm.results.iter().map(|result| (seconds(of(result).segments[segment as usize]), of(result).incidents as f64)),
                    arm.level,
                ),
            })
            .to_vec(),
    };
    SegmentSummary { by_crew: means(|result| &result.segments.by_crew), settled: means(|result| &result.segments.settled) }
}
