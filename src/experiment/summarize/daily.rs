//! The days of the run, each averaged over replications.

use super::{Arm, seconds};
use crate::experiment::Estimate;
use crate::experiment::summary::DailySummary;
use crate::metrics::Day;

pub(super) fn daily(arm: &Arm) -> DailySummary {
    let days = 0..arm.dimensions.days as usize;
    let each = |of: fn(&Day) -> u64| days.clone().map(|day| arm.each(|result| of(&result.days[day]) as f64)).collect();
    let travel = |day: usize| {
        let arrivals = arm.total(|result| result.days[day].arrivals);
        (arrivals > 0).then(|| seconds(arm.total(|result| result.days[day].travel).into()) / arrivals as f64)
    };
    DailySummary {
        reported: each(|day| day.reported),
        backlog: each(|day| day.backlog),
        waiting: each(|day| day.waiting),
        demanded: each(|day| day.demanded),
        served: each(|day| day.served),
        travel_s: days.clone().map(travel).collect(),
        final_backlog: Estimate::mean(arm.results.iter().map(|result| Some(result.days.last()?.backlog as f64)), arm.level),
    }
}
