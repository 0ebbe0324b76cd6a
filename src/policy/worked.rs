//! What a crew has done so far in the run: time on duty, and time of it that it served.

use crate::time::Instant;

/// What one crew has done.
#[derive(Clone, Copy, Debug)]
pub struct Worked {
    on_duty: Stopwatch,
    served: Stopwatch,
}

/// Time that has passed while something was so, in ticks. No run has more of them than an f64 counts exactly.
#[derive(Clone, Copy, Debug)]
struct Stopwatch {
    /// The sum; while it runs, less the time on the clock.
    sum: f64,
    /// How much of the clock it takes: 1 while it runs, 0 while it stands.
    runs: f64,
}

impl Stopwatch {
    const ZERO: Stopwatch = Stopwatch { sum: 0.0, runs: 0.0 };

    #[inline]
    fn set(&mut self, now: Instant, runs: bool) {
        let sum = self.ticks(now);
        self.runs = f64::from(u8::from(runs));
        self.sum = sum - ticks(now) * self.runs;
    }

    /// Without a branch: it is asked for one crew after the other.
    #[inline]
    fn ticks(&self, now: Instant) -> f64 {
        self.sum + ticks(now) * self.runs
    }
}

/// The time on the clock, in ticks.
#[inline]
fn ticks(now: Instant) -> f64 {
    now.0 as i64 as f64
}

impl Worked {
    /// Before it came on duty.
    pub const NOTHING: Worked = Worked { on_duty: Stopwatch::ZERO, served: Stopwatch::ZERO };

    /// Whether it is on duty from now on, and whether it serves.
    #[inline]
    pub fn set(&mut self, now: Instant, on_duty: bool, serves: bool) {
        self.on_duty.set(now, on_duty);
        self.served.set(now, serves);
    }

    /// Share of its time on duty that it has served; 0 before it came on duty.
    #[inline]
    pub fn share(&self, now: Instant) -> f64 {
        let on_duty = self.on_duty.ticks(now);
        if on_duty == 0.0 { 0.0 } else { self.served.ticks(now) / on_duty }
    }

    /// Whether that is more than `share`: never said where it is not so, but not always where it is just so. Quicker
    /// than the share itself.
    #[inline]
    pub fn is_more(&self, now: Instant, share: f64) -> bool {
        self.served.ticks(now) > share * (1.0 + 1e-9) * self.on_duty.ticks(now)
    }
}
