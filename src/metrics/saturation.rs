//! Saturation: days on which a dispatch system does not keep up, and whether the load is to blame or the system.
//!
//! When nobody is idle, crews are sent across the city, travel grows, capacity falls, and the queue need not
//! recover though the load would fit. Averages hide this, so it is detected, dated and located.
//!
//! **Definition.** Let D be the mean number of orders per day that asked for a crew, over all days of the run. A day is
//! *jammed* if more than D incidents wait for a crew at its end, and *losing* if moreover fewer orders were finished than
//! asked for. A saturation begins on the first of two consecutive losing days. It lasts until the end of a day that is not
//! jammed: that day it has recovered. A day that is not jammed, and at whose end no more incidents wait than at its beginning,
//! has *carried* the orders that asked for a crew on it, as far as as many were finished. The load of a day *fits* if some
//! day of the same run has carried at least as many orders. A saturation with two consecutive losing days whose load fits is a
//! **collapse**; any other is an **overload**: on one of its days at least more was asked than the crews were ever
//! seen to carry.
//!
//! What this cannot tell apart is a pause that is planned – nobody at work over a long weekend – and a collapse; the
//! recovery on the day after tells.

use super::Day;

/// Why a system did not keep up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaturationKind {
    /// It stayed saturated under a load that it had carried on other days.
    Collapse,
    /// More was asked than it carried on any day.
    Overload,
}

/// One saturation of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saturation {
    /// Why.
    pub kind: SaturationKind,
    /// The first day, from 0.
    pub began: u32,
    /// The day at whose end it was over; `None` if it lasted to the last.
    pub recovered: Option<u32>,
    /// The cell of the first level in which most incidents waited at the end of the first day.
    pub cell: Option<u32>,
    /// Incidents waiting for a crew at the end of the worst day.
    pub worst_waiting: u64,
    /// Orders that asked for a crew on its days, that of recovery excluded.
    pub demanded: u64,
    /// Orders finished on those days.
    pub served: u64,
    /// Travel times in ticks and arrivals on all days before it.
    pub travel_before: (u64, u64),
    /// Travel times in ticks and arrivals on its days.
    pub travel_during: (u64, u64),
}

/// The saturations in a sequence of days, in order.
pub fn saturations(days: &[Day]) -> Vec<Saturation> {
    let demanded: u64 = days.iter().map(|day| day.demanded).sum();
    // waiting > demanded / days, in whole numbers
    let jammed = |day: &Day| u128::from(day.waiting) * days.len() as u128 > u128::from(demanded);
    let losing = |day: &Day| jammed(day) && day.served < day.demanded;
    let before = std::iter::once(0).chain(days.iter().map(|day| day.waiting));
    let kept_up = days.iter().zip(before).filter(|(day, before)| !jammed(day) && day.waiting <= *before);
    let carried = kept_up.map(|(day, _)| day.demanded.min(day.served)).max();
    let failing = |day: &Day| losing(day) && carried.is_some_and(|most| day.demanded <= most);
    let mut found = Vec::new();
    let mut day = 0;
    while day + 1 < days.len() {
        if !(losing(&days[day]) && losing(&days[day + 1])) {
            day += 1;
            continue;
        }
        let over = days[day..].iter().position(|later| !jammed(later)).map(|after| day + after);
        let lasted = &days[day..over.unwrap_or(days.len())];
        let collapsed = lasted.windows(2).any(|pair| pair.iter().all(failing));
        let travel = |days: &[Day]| days.iter().fold((0, 0), |(ticks, n), day| (ticks + day.travel, n + day.arrivals));
        found.push(Saturation {
            kind: if collapsed { SaturationKind::Collapse } else { SaturationKind::Overload },
            began: day as u32,
            recovered: over.map(|day| day as u32),
            cell: days[day].worst_cell,
            worst_waiting: lasted.iter().map(|day| day.waiting).max().unwrap_or(0),
            demanded: lasted.iter().map(|day| day.demanded).sum(),
            served: lasted.iter().map(|day| day.served).sum(),
            travel_before: travel(&days[..day]),
            travel_during: travel(lasted),
        });
        day += lasted.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(demanded: u64, served: u64, waiting: u64) -> Day {
        Day {
            demanded,
            served,
            waiting,
            arrivals: served,
            travel: 10 * served + waiting,
            worst_cell: Some(waiting as u32),
            ..Day::default()
        }
    }

    #[test]
    fn a_collapse_is_dated_located_and_ended() {
        let days = [day(10, 10, 0), day(10, 4, 12), day(10, 5, 17), day(10, 20, 11), day(10, 15, 2), day(10, 10, 2)];
        let found = saturations(&days);
        assert_eq!(
            found,
            [Saturation {
                kind: SaturationKind::Collapse,
                began: 1,
                recovered: Some(4),
                cell: Some(12),
                worst_waiting: 17,
                demanded: 30,
                served: 29,
                travel_before: (100, 10),
                travel_during: (290 + 40, 29),
            }]
        );
    }

    #[test]
    fn one_that_never_ends_says_so() {
        let days = [day(10, 10, 0), day(10, 5, 15), day(10, 5, 20), day(10, 5, 25)];
        let found = saturations(&days);
        assert_eq!((found.len(), found[0].began, found[0].recovered), (1, 1, None));
    }

    #[test]
    fn more_than_was_ever_carried_is_an_overload() {
        let storm = [day(10, 10, 0), day(40, 15, 25), day(40, 15, 50), day(10, 35, 25), day(10, 25, 10), day(10, 20, 0)];
        let kinds = |days: &[Day]| saturations(days).iter().map(|s| s.kind).collect::<Vec<_>>();
        assert_eq!(kinds(&storm), [SaturationKind::Overload]);
        // Carried once, so that it would have fitted.
        let mut carried = storm.to_vec();
        carried.push(day(40, 40, 0));
        assert_eq!(kinds(&carried), [SaturationKind::Collapse]);
        // The storm is over and the queue grows all the same.
        let stuck = [day(10, 10, 0), day(40, 15, 25), day(40, 15, 50), day(10, 8, 52), day(10, 8, 54), day(10, 64, 0)];
        assert_eq!(kinds(&stuck), [SaturationKind::Collapse]);
        // The queue only grew, also on the days before it jammed: as much was asked for, and never carried.
        let grows = [day(10, 9, 1), day(12, 9, 4), day(10, 9, 5), day(10, 8, 12), day(10, 8, 14), day(12, 9, 17)];
        assert_eq!(kinds(&grows), [SaturationKind::Overload]);
        // Who gives up does not make the load one that was carried.
        let given_up = [day(10, 5, 5), day(10, 5, 5), day(10, 5, 12), day(10, 5, 14)];
        assert_eq!(kinds(&given_up), [SaturationKind::Overload]);
        // Never carried by anybody.
        assert_eq!(kinds(&[day(10, 5, 15), day(10, 5, 20), day(10, 5, 25)]), [SaturationKind::Overload]);
    }

    #[test]
    fn a_single_bad_day_or_a_queue_that_is_worked_off_is_none() {
        assert_eq!(saturations(&[day(10, 5, 15), day(10, 20, 5), day(10, 5, 15), day(10, 20, 5)]), []);
        assert_eq!(saturations(&[day(10, 11, 30), day(10, 12, 28), day(10, 12, 26)]), []);
        assert_eq!(saturations(&[day(10, 9, 10), day(10, 9, 10), day(10, 9, 10)]), [], "exactly one day's demand is not above it");
        assert_eq!(saturations(&[]), []);
        assert_eq!(saturations(&[day(0, 0, 0), day(0, 0, 0)]), []);
    }
}
