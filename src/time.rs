//! Simulated time: instants and durations of whole microseconds.
//!
//! Integers, because sums of them are exact in any order: the segments of a response add up to it to
//! the tick, and two machines agree on every tie. Instant zero is midnight at the start of the run.

use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// Ticks in one second: one tick is a microsecond.
pub const TICKS_PER_SECOND: u64 = 1_000_000;

/// A moment of the run, in ticks since midnight of its first day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Instant(pub u64);

/// A length of time, in ticks. Never negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Duration(pub u64);

impl Instant {
    /// The start of the run.
    pub const ZERO: Instant = Instant(0);
    /// Later than anything that happens: "not (yet)".
    pub const NEVER: Instant = Instant(u64::MAX);

    /// Whether this moment is ever reached.
    pub const fn happens(self) -> bool {
        self.0 != u64::MAX
    }

    /// Days since the start of the run, counting from 0.
    pub const fn day(self) -> u64 {
        self.0 / Duration::DAY.0
    }

    /// Time since the last midnight.
    pub const fn time_of_day(self) -> Duration {
        Duration(self.0 % Duration::DAY.0)
    }

    /// Midnight at the start of day `day` of the run.
    pub const fn midnight(day: u64) -> Instant {
        Instant(day.saturating_mul(Duration::DAY.0))
    }

    /// Time from `earlier` to here; zero when `earlier` is later.
    pub const fn since(self, earlier: Instant) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Duration = Duration(0);
    /// One second.
    pub const SECOND: Duration = Duration(TICKS_PER_SECOND);
    /// One minute.
    pub const MINUTE: Duration = Duration(60 * TICKS_PER_SECOND);
    /// One hour.
    pub const HOUR: Duration = Duration(3_600 * TICKS_PER_SECOND);
    /// Twenty-four hours.
    pub const DAY: Duration = Duration(86_400 * TICKS_PER_SECOND);
    /// The longest length the product works with (a thousand years).
    pub const MAX: Duration = Duration(365_250 * Duration::DAY.0);

    /// From seconds, rounded to the nearest tick; negative and NaN become zero, the rest is capped at [`Duration::MAX`].
    pub fn from_seconds(seconds: f64) -> Duration {
        let ticks = seconds * TICKS_PER_SECOND as f64 + 0.5;
        if ticks >= Duration::MAX.0 as f64 { Duration::MAX } else { Duration(ticks.max(0.0) as u64) }
    }

    /// In seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / TICKS_PER_SECOND as f64
    }

    /// In minutes.
    pub fn minutes(self) -> f64 {
        self.seconds() / 60.0
    }

    /// In hours.
    pub fn hours(self) -> f64 {
        self.seconds() / 3_600.0
    }

    /// This length times `factor`, rounded to the nearest tick.
    pub fn scaled(self, factor: f64) -> Duration {
        Duration::from_seconds(self.seconds() * factor)
    }

    /// This length `count` times over.
    pub const fn times(self, count: u64) -> Duration {
        Duration(self.0.saturating_mul(count))
    }

    /// This length minus `other`, or zero.
    pub const fn saturating_sub(self, other: Duration) -> Duration {
        Duration(self.0.saturating_sub(other.0))
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;
    fn add(self, rhs: Duration) -> Instant {
        Instant(self.0.saturating_add(rhs.0))
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, rhs: Duration) {
        *self = *self + rhs;
    }
}

impl Add for Duration {
    type Output = Duration;
    fn add(self, rhs: Duration) -> Duration {
        Duration(self.0.saturating_add(rhs.0))
    }
}

impl AddAssign for Duration {
    fn add_assign(&mut self, rhs: Duration) {
        *self = *self + rhs;
    }
}

impl Sub for Duration {
    type Output = Duration;
    fn sub(self, rhs: Duration) -> Duration {
        assert!(self.0 >= rhs.0, "a duration cannot be negative: {} - {} ticks", self.0, rhs.0);
        Duration(self.0 - rhs.0)
    }
}

impl SubAssign for Duration {
    fn sub_assign(&mut self, rhs: Duration) {
        *self = *self - rhs;
    }
}

impl std::iter::Sum for Duration {
    fn sum<I: Iterator<Item = Duration>>(iter: I) -> Duration {
        iter.fold(Duration::ZERO, Add::add)
    }
}

const UNITS: [(&str, u64); 16] = [
    ("us", 1),
    ("ms", 1_000),
    ("s", Duration::SECOND.0),
    ("sec", Duration::SECOND.0),
    ("second", Duration::SECOND.0),
    ("seconds", Duration::SECOND.0),
    ("min", Duration::MINUTE.0),
    ("minute", Duration::MINUTE.0),
    ("minutes", Duration::MINUTE.0),
    ("h", Duration::HOUR.0),
    ("hour", Duration::HOUR.0),
    ("hours", Duration::HOUR.0),
    ("day", Duration::DAY.0),
    ("days", Duration::DAY.0),
    ("week", 7 * Duration::DAY.0),
    ("weeks", 7 * Duration::DAY.0),
];

/// Reads "45 min", "1.5 h", "30 s", "7 days".
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    const EXAMPLES: &str = "a length of time is written like \"45 min\", \"1.5 h\", \"30 s\" or \"7 days\"";
    let text = text.trim();
    let split = text.find(|c: char| c.is_alphabetic() && c != 'e' && c != 'E').unwrap_or(text.len());
    let (number, unit) = (text[..split].trim(), text[split..].trim());
    let value: f64 = number.replace('_', "").parse().map_err(|_| format!("{text:?} does not begin with a number; {EXAMPLES}"))?;
    let Some((_, ticks)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        return Err(if unit.is_empty() {
            format!("{text:?} has no unit; {EXAMPLES}")
        } else {
            format!("unknown unit {unit:?}; {EXAMPLES}")
        });
    };
    if !value.is_finite() || value < 0.0 {
        return Err(format!("{text:?} must be a finite length of time, zero or more"));
    }
    let ticks = value * *ticks as f64;
    if ticks > Duration::MAX.0 as f64 {
        return Err(format!("{text:?} is longer than a thousand years"));
    }
    Ok(Duration((ticks + 0.5) as u64))
}

impl fmt::Display for Duration {
    /// The largest unit that gives a short exact number, else seconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0 s");
        }
        for (unit, ticks) in [("days", Duration::DAY.0), ("h", Duration::HOUR.0), ("min", Duration::MINUTE.0), ("s", Duration::SECOND.0)] {
            if self.0 >= ticks && (self.0 * 4).is_multiple_of(ticks) {
                let unit = if unit == "days" && self.0 == ticks { "day" } else { unit };
                return write!(f, "{} {unit}", self.0 as f64 / ticks as f64);
            }
        }
        write!(f, "{} s", self.seconds())
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        crate::quantity::text(d, "Duration", "a length of time such as \"45 min\"", |s| parse_duration(s).map_err(de::Error::custom))
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        crate::quantity::written(s, "Duration", self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_with_their_unit() {
        assert_eq!(parse_duration("45 min"), Ok(Duration(45 * 60 * TICKS_PER_SECOND)));
        assert_eq!(parse_duration("1.5h"), Ok(Duration(5_400 * TICKS_PER_SECOND)));
        assert_eq!(parse_duration("7 days"), Ok(Duration(7 * Duration::DAY.0)));
        assert_eq!(parse_duration("1e-3 s"), Ok(Duration(1_000)));
        for bad in ["", "45", "min", "-1 s", "NaN s", "1e300 days", "3 fortnights", "3 min 2 s"] {
            assert!(parse_duration(bad).is_err(), "{bad:?} was read");
        }
    }

    #[test]
    fn lengths_of_time_are_shown_as_one_would_write_them() {
        for text in ["0 s", "45 min", "1.5 h", "30 s", "7 days", "1 day", "0.001 s"] {
            assert_eq!(parse_duration(text).unwrap().to_string(), text);
        }
    }
}
