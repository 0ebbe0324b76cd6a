//! What a crew has done so far in the run: time on duty, and time of it that it served.

use crate::time::{Duration, Instant};

/// What one crew has done.
#[derive(Clone, Copy, Debug)]
pub struct Worked {
    on_duty: Stopwatch,
    served: Stopwatch,
}

/// Time that has passed while something was so.
#[derive(Clone, Copy, Debug)]
struct Stopwatch {
    total: Duration,
    /// Since when it has been so this time.
    since: Instant,
}

impl Stopwatch {
    const ZERO: Stopwatch = Stopwatch { total: Duration::ZERO, since: Instant::NEVER };

    #[inline]
    fn runs(&mut self, now: Instant, runs: bool) {
        if self.since.happens() {
            self.total += now.since(self.since);
        }
        self.since = if runs { now } else { Instant::NEVER };
    }

    /// Ticks: microseconds, of which no run has more than an f64 counts exactly.
    #[inline]
    fn ticks(&self, now: Instant) -> f64 {
        let total = if self.since.happens() { self.total + now.since(self.since) } else { self.total };
        total.0 as i64 as f64
    }
}

impl Worked {
    /// Before it came on duty.
    pub const NOTHING: Worked = Worked { on_duty: Stopwatch::ZERO, served: Stopwatch::ZERO };

    /// It comes on duty, or goes off.
    #[inline]
    pub fn is_on_duty(&mut self, now: Instant, on_duty: bool) {
        self.on_duty.runs(now, on_duty);
    }

    /// It begins or ceases to serve.
    #[inline]
    pub fn serves(&mut self, now: Instant, serves: bool) {
        self.served.runs(now, serves);
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
        self.served.ticks(now) > share * self.on_duty.ticks(now) * (1.0 + 1e-9)
    }
}
