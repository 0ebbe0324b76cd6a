//! The half hours of a day, and what there is in each.

use crate::time::{Duration, Instant};

/// Half hours of a day.
pub(super) const BINS: usize = 48;
/// Something for each half hour of a day.
pub(super) type Day = [f64; BINS];

pub(super) const BIN: Duration = Duration(Duration::DAY.0 / BINS as u64);

pub(super) fn add(to: &mut Day, of: &Day) {
    to.iter_mut().zip(of).for_each(|(to, of)| *to += of);
}

/// The mean over half hours, each as often as it occurs.
pub(super) fn mean(of: &Day, often: &Day) -> f64 {
    of.iter().zip(often).map(|(of, often)| of * often).sum::<f64>() / often.iter().sum::<f64>()
}

pub(super) fn moment(day: u64, bin: usize) -> Instant {
    Instant::midnight(day) + BIN.times(bin as u64)
}

/// The hours of crews in all.
pub(super) fn hours(crews: &Day) -> f64 {
    crews.iter().sum::<f64>() * BIN.hours()
}

/// Seconds that two spans share.
pub(super) fn overlap(from: Duration, to: Duration, other_from: Duration, other_to: Duration) -> f64 {
    to.min(other_to).saturating_sub(from.max(other_from)).seconds()
}

/// Crews by half hour, from when on there are how many.
pub(super) fn by_half_hour(steps: &[(Duration, u32)]) -> Day {
    std::array::from_fn(|bin| {
        let (from, to) = (BIN.times(bin as u64), BIN.times(bin as u64 + 1));
        let ends = steps.iter().skip(1).map(|(at, _)| *at).chain([Duration::DAY]);
        steps.iter().zip(ends).map(|((at, crews), end)| f64::from(*crews) * overlap(*at, end, from, to)).sum::<f64>() / BIN.seconds()
    })
}
