//! Collapse: a saturated dispatch system that stays saturated.
//!
//! When nobody is idle, crews are sent across the city, travel grows, capacity falls, and the queue need not
//! recover though the load would fit. Averages hide this, so it is detected, dated and located.
//!
//! **Definition.** Let D be the mean number of orders per day that asked for a crew, over all days of the run. A
//! collapse begins on the first of two consecutive days at whose ends more than D incidents wait for a crew and on
//! each of which fewer orders were finished than asked for. It lasts until the end of a day at which no more than D wait:
//! that day it has recovered. What D cannot tell apart is a pause that is planned – nobody at work over a long
//! weekend – and a collapse; the recovery on the day after tells.

use super::Day;

/// One collapse of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collapse {
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

/// The collapses in a sequence of days, in order.
pub fn collapses(days: &[Day]) -> Vec<Collapse> {
    let demanded: u64 = days.iter().map(|day| day.demanded).sum();
    // waiting > demanded / days, in whole numbers
    let jammed = |day: &Day| u128::from(day.waiting) * days.len() as u128 > u128::from(demanded);
    let losing = |day: &Day| jammed(day) && day.served < day.demanded;
    let mut found = Vec::new();
    let mut day = 0;
    while day + 1 < days.len() {
        if !(losing(&days[day]) && losing(&days[day + 1])) {
            day += 1;
            continue;
        }
        let over = days[day..].iter().position(|later| !jammed(later)).map(|after| day + after);
        let lasted = &days[day..over.unwrap_or(days.len())];
        let travel = |days: &[Day]| days.iter().fold((0, 0), |(ticks, n), day| (ticks + day.travel, n + day.arrivals));
        found.push(Collapse {
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
        let found = collapses(&days);
        assert_eq!(
            found,
            [Collapse {
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
        let found = collapses(&days);
        assert_eq!((found.len(), found[0].began, found[0].recovered), (1, 1, None));
    }

    #[test]
    fn a_single_bad_day_or_a_queue_that_is_worked_off_is_none() {
        assert_eq!(collapses(&[day(10, 5, 15), day(10, 20, 5), day(10, 5, 15), day(10, 20, 5)]), []);
        assert_eq!(collapses(&[day(10, 11, 30), day(10, 12, 28), day(10, 12, 26)]), []);
        assert_eq!(collapses(&[day(10, 9, 10), day(10, 9, 10), day(10, 9, 10)]), [], "exactly one day's demand is not above it");
        assert_eq!(collapses(&[]), []);
        assert_eq!(collapses(&[day(0, 0, 0), day(0, 0, 0)]), []);
    }
}
