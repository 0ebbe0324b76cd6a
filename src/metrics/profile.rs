//! The profile of an average day: incidents waiting for a crew, crews on duty and crews serving, quarter hour by
//! quarter hour.

use super::{Dimensions, Window};
use crate::time::{Duration, Instant};

/// Quarter hours of a day.
pub const QUARTERS: usize = 96;
const QUARTER: u64 = Duration::DAY.0 / QUARTERS as u64;

/// Numbers × ticks in each quarter hour of the day, all measured days together.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Profile {
    /// Incidents waiting for a crew.
    pub waiting: Vec<u128>,
    /// Crews on duty.
    pub on_duty: Vec<u128>,
    /// Crews serving incidents.
    pub serving: Vec<u128>,
}

/// A number that goes up and down.
#[derive(Clone, Debug)]
struct Level {
    now: u64,
    since: Instant,
    /// The quarter of the day in which that was last looked for, and when it ends.
    quarter: (usize, Instant),
    area: Vec<u128>,
}

impl Level {
    fn new() -> Level {
        Level { now: 0, since: Instant::ZERO, quarter: (0, Instant::ZERO), area: vec![0; QUARTERS] }
    }

    fn reset(&mut self) {
        (self.now, self.since, self.quarter) = (0, Instant::ZERO, (0, Instant::ZERO));
        self.area.fill(0);
    }

    fn advance(&mut self, at: Instant, window: Window) {
        let (mut from, to) = (self.since.max(window.from), at.min(window.to));
        self.since = at;
        while self.now > 0 && from < to {
            if from >= self.quarter.1 {
                self.quarter = ((from.0 % Duration::DAY.0 / QUARTER) as usize, Instant((from.0 / QUARTER + 1) * QUARTER));
            }
            let end = self.quarter.1.min(to);
            self.area[self.quarter.0] += u128::from(self.now) * u128::from(end.since(from).0);
            from = end;
        }
    }

    fn change(&mut self, at: Instant, window: Window, rises: bool) {
        self.advance(at, window);
        self.now = if rises { self.now + 1 } else { self.now.saturating_sub(1) };
    }
}

/// Follows the three.
#[derive(Clone, Debug)]
pub(super) struct Profiling {
    window: Window,
    waiting: Level,
    on_duty: Level,
    serving: Level,
}

impl Profiling {
    pub(super) fn new(dimensions: &Dimensions) -> Profiling {
        Profiling { window: dimensions.window(), waiting: Level::new(), on_duty: Level::new(), serving: Level::new() }
    }

    pub(super) fn reset(&mut self) {
        [&mut self.waiting, &mut self.on_duty, &mut self.serving].into_iter().for_each(Level::reset);
    }

    /// An incident began or stopped to wait for a crew.
    pub(super) fn waits(&mut self, at: Instant, begins: bool, ends: bool) {
        if begins != ends {
            self.waiting.change(at, self.window, begins);
        }
    }

    /// A crew came on or went off duty.
    pub(super) fn on_duty(&mut self, at: Instant, now: bool) {
        self.on_duty.change(at, self.window, now);
    }

    /// A crew began or stopped to serve.
    pub(super) fn serves(&mut self, at: Instant, now: bool) {
        self.serving.change(at, self.window, now);
    }

    pub(super) fn finish(&self, end: Instant) -> Profile {
        let area = |level: &Level| {
            let mut level = level.clone();
            level.advance(end, self.window);
            level.area
        };
        Profile { waiting: area(&self.waiting), on_duty: area(&self.on_duty), serving: area(&self.serving) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_shared_out_over_the_quarters_it_passes() {
        let minute = |n: u64| Instant(n * Duration::MINUTE.0);
        let window = Window { from: minute(10), to: minute(2 * 24 * 60) };
        let mut level = Level::new();
        level.change(minute(5), window, true);
        level.change(minute(20), window, true);
        level.change(minute(24 * 60 + 5), window, false);
        level.advance(minute(5_000), window);
        let minutes: Vec<u64> = level.area.iter().map(|ticks| (ticks / u128::from(Duration::MINUTE.0)) as u64).collect();
        // First quarter: 5 min of one on the first day, 5 of two and 10 of one on the second.
        assert_eq!((minutes[0], minutes[1], minutes[2], minutes[95]), (5 + 20, 5 + 20 + 15, 45, 45));
    }
}
