//! The numbers of a scenario, each with its unit and bounds in its type.
//!
//! A value out of bounds is refused where it is read, with the bounds in the message. Each type reads and
//! writes itself as a serde newtype struct of its own name, so that whoever reads or walks a scenario can
//! tell which kind of number stands at a path.

use crate::time::{Duration, parse_duration};
use jiff::civil::Date;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;

/// Reads a quantity that is written as text, announcing itself as a newtype struct called `name`.
pub(crate) fn text<'de, D, T, F>(d: D, name: &'static str, expected: &'static str, parse: F) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: FnOnce(&str) -> Result<T, D::Error>,
{
    struct Text(&'static str);
    impl<'de> Visitor<'de> for Text {
        type Value = String;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
        fn visit_newtype_struct<D: Deserializer<'de>>(self, d: D) -> Result<String, D::Error> {
            d.deserialize_str(self)
        }
        fn visit_str<E: de::Error>(self, s: &str) -> Result<String, E> {
            Ok(s.to_owned())
        }
    }
    let text = d.deserialize_newtype_struct(name, Text(expected))?;
    parse(&text)
}

/// Writes a quantity as text, announcing itself as a newtype struct called `name`.
pub(crate) fn written<S: Serializer>(s: S, name: &'static str, text: &impl fmt::Display) -> Result<S::Ok, S::Error> {
    s.serialize_newtype_struct(name, &text.to_string())
}

/// A number with bounds: what a scenario may turn.
pub trait Quantity: Copy {
    /// Name of the kind of number, as in `gridgov factors`.
    const NAME: &'static str;
    /// Unit, empty when there is none.
    const UNIT: &'static str;
    /// Smallest and largest value allowed, in that unit.
    const BOUNDS: (f64, f64);
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident: $inner:ty, $lo:literal ..= $hi:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Default, Serialize)]
        pub struct $name($inner);

        impl $name {
            /// The value if it lies within the bounds of its kind.
            pub fn new(value: $inner) -> Result<Self, String> {
                let (lo, hi) = <Self as Quantity>::BOUNDS;
                if (lo..=hi).contains(&(value as f64)) {
                    Ok($name(value))
                } else {
                    Err(format!("{} is out of bounds: it must lie between {} and {}", plain(value as f64), show(lo), show(hi)))
                }
            }

            /// The bare number.
            pub const fn get(self) -> $inner {
                self.0
            }
        }

        impl Quantity for $name {
            const NAME: &'static str = stringify!($name);
            const UNIT: &'static str = "";
            const BOUNDS: (f64, f64) = ($lo as f64, $hi as f64);
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Bounded;
                impl<'de> Visitor<'de> for Bounded {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        write!(f, "a number between {} and {}", show($lo as f64), show($hi as f64))
                    }
                    fn visit_newtype_struct<D: Deserializer<'de>>(self, d: D) -> Result<$name, D::Error> {
                        <$inner>::deserialize(d).and_then(|n| $name::new(n).map_err(de::Error::custom))
                    }
                }
                d.deserialize_newtype_struct(stringify!($name), Bounded)
            }
        }
    )*};
}

fn show(bound: f64) -> String {
    if bound.abs() >= 1e9 { format!("{bound:e}") } else { bound.to_string() }
}

/// A number as people write it, without rows of zeros.
fn plain(value: f64) -> String {
    if value != 0.0 && !(1e-6..1e15).contains(&value.abs()) { format!("{value:e}") } else { value.to_string() }
}

numbers! {
    /// A probability or a part of a whole.
    Share: f64, 0 ..= 1;
    /// A multiplier of something: 1 leaves it as it is.
    Factor: f64, 0 ..= 1000;
    /// Any number: a weight that may be negative.
    Number: f64, -1e6 ..= 1e6;
    /// A relative weight: only ratios between weights matter.
    Weight: f64, 0 ..= 1e9;
    /// A shape parameter of a distribution.
    Shape: f64, 0.01 ..= 1000;
    /// How many officers, posts, crews, areas, days or replications.
    Count: u32, 0 ..= 10_000_000;
    /// How many people live somewhere.
    Residents: u32, 0 ..= 100_000_000;
    /// A length in kilometres.
    Kilometres: f64, 0 ..= 20_000;
    /// How fast speed grows, in m/s².
    Acceleration: f64, 0.001 ..= 1000;
    /// An amount of money, in the currency that the scenario names.
    Money: f64, 0 ..= 1e12;
    /// An area in square kilometres.
    SquareKilometres: f64, 0 ..= 510_000_000;
}

/// Events per day; written "190 /day", "4.8 /min", "19 /h", "12000 /year" (a year has 365 days).
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Rate(f64);

/// A speed in km/h; written "25 km/h", "7 m/s" or "15 mph".
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Speed(f64);

impl Quantity for Rate {
    const NAME: &'static str = "Rate";
    const UNIT: &'static str = "/day";
    const BOUNDS: (f64, f64) = (0.0, 1e12);
}

impl Quantity for Speed {
    const NAME: &'static str = "Speed";
    const UNIT: &'static str = "km/h";
    const BOUNDS: (f64, f64) = (0.1, 1000.0);
}

fn leading_number(text: &str, example: &str) -> Result<(f64, String), String> {
    let text = text.trim();
    let split = text.find(|c: char| c == '/' || (c.is_alphabetic() && c != 'e' && c != 'E')).unwrap_or(text.len());
    let value = text[..split]
        .trim()
        .replace('_', "")
        .parse::<f64>()
        .map_err(|_| format!("{text:?} does not begin with a number; write {example}"))?;
    if split == text.len() {
        return Err(format!("{text:?} has no unit; write {example}"));
    }
    Ok((value, text[split..].chars().filter(|c| !c.is_whitespace()).collect()))
}

fn bounded<Q: Quantity>(value: f64) -> Result<f64, String> {
    let (lo, hi) = Q::BOUNDS;
    if (lo..=hi).contains(&value) {
        Ok(value)
    } else {
        Err(format!("{} {} is out of bounds: it must lie between {} and {}", plain(value), Q::UNIT, show(lo), show(hi)))
    }
}

impl Rate {
    /// From a number of events per day.
    pub fn per_day(value: f64) -> Result<Rate, String> {
        bounded::<Rate>(value).map(Rate)
    }

    /// Events per day.
    pub const fn daily(self) -> f64 {
        self.0
    }

    fn parse(text: &str) -> Result<Rate, String> {
        let example = "\"190 /day\", \"19 /h\", \"4.8 /min\", \"2 /s\" or \"12000 /year\"";
        let (value, unit) = leading_number(text, example)?;
        let per_day = match unit.as_str() {
            "/s" => 86_400.0,
            "/min" => 1_440.0,
            "/h" | "/hour" => 24.0,
            "/day" => 1.0,
            "/week" => 1.0 / 7.0,
            "/year" => 1.0 / 365.0,
            _ => return Err(format!("unknown unit in {text:?}; write {example}")),
        };
        Rate::per_day(value * per_day)
    }
}

impl Speed {
    /// From km/h.
    pub fn from_kmh(value: f64) -> Result<Speed, String> {
        bounded::<Speed>(value).map(Speed)
    }

    /// In km/h.
    pub const fn kmh(self) -> f64 {
        self.0
    }

    fn parse(text: &str) -> Result<Speed, String> {
        match leading_number(text, "\"25 km/h\"")? {
            (value, unit) if unit == "km/h" => Speed::from_kmh(value),
            (value, unit) if unit == "m/s" => Speed::from_kmh(value * 3.6),
            (value, unit) if unit == "mph" => Speed::from_kmh(value * 1.609_344),
            _ => Err(format!("unknown unit in {text:?}; write \"25 km/h\", \"7 m/s\" or \"15 mph\"")),
        }
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        text(d, "Rate", "a rate such as \"190 /day\"", |s| Rate::parse(s).map_err(de::Error::custom))
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        written(s, "Rate", &format_args!("{} /day", self.0))
    }
}

impl<'de> Deserialize<'de> for Speed {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        text(d, "Speed", "a speed such as \"25 km/h\"", |s| Speed::parse(s).map_err(de::Error::custom))
    }
}

impl Serialize for Speed {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        written(s, "Speed", &format_args!("{} km/h", self.0))
    }
}

/// A part of the day, written "08:30..12:00". It may end at "24:00"; it may run over midnight ("22:00..06:00").
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Hours {
    /// When it begins, since midnight; before 24:00.
    pub from: Duration,
    /// When it ends, since midnight; at most 24:00. Not after `from` when it runs over midnight.
    pub to: Duration,
}

impl Hours {
    /// The whole day.
    pub const ALL_DAY: Hours = Hours { from: Duration::ZERO, to: Duration::DAY };

    /// Length of the part.
    pub fn length(self) -> Duration {
        if self.to > self.from { self.to - self.from } else { self.to + Duration::DAY - self.from }
    }

    /// Whether a time since midnight lies within.
    pub fn contains(self, time_of_day: Duration) -> bool {
        if self.to > self.from {
            self.from <= time_of_day && time_of_day < self.to
        } else {
            self.from <= time_of_day || time_of_day < self.to
        }
    }

    fn parse(text: &str) -> Result<Hours, String> {
        let wrong = || format!("{text:?} is no part of a day; write it like \"08:30..12:00\"");
        let (from, to) = text.split_once("..").ok_or_else(wrong)?;
        let hours = Hours { from: clock(from).ok_or_else(wrong)?, to: clock(to).ok_or_else(wrong)? };
        if hours.from == Duration::DAY || hours.from == hours.to {
            return Err(format!("{text:?} has no length; the whole day is \"00:00..24:00\""));
        }
        Ok(hours)
    }
}

/// Reads "08:30" as time since midnight; "24:00" is the day's end.
pub fn clock(text: &str) -> Option<Duration> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (h, m): (u64, u64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours.len() <= 2 && minutes.len() == 2 && m < 60 && h * 60 + m <= 24 * 60).then(|| Duration((h * 60 + m) * Duration::MINUTE.0))
}

/// A time since midnight as "08:30".
pub fn show_clock(time: Duration) -> String {
    let minutes = time.0 / Duration::MINUTE.0;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", show_clock(self.from), show_clock(self.to))
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        text(d, "Hours", "a part of the day such as \"08:30..12:00\"", |s| Hours::parse(s).map_err(de::Error::custom))
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// A day of the calendar, written "2022-01-01".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        text(d, "Day", "a day such as \"2022-01-31\"", |s| {
            s.trim()
                .parse()
                .map(Day)
                .map_err(|_| de::Error::custom(format!("{s:?} is no day of the calendar; write it like \"2022-01-31\"")))
        })
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}

/// A limit counted on the clock ("45 min"), in working hours ("4 working hours") or working days ("7 working days").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deadline {
    /// On the clock.
    Clock(Duration),
    /// In hours of the working calendar.
    WorkingTime(Duration),
    /// In days of the working calendar: by the end of the n-th working day after the day of the report.
    WorkingDays(u32),
}

impl Deadline {
    /// Most hours of the working calendar.
    pub const MOST_HOURS: f64 = 87_600.0;
    /// Most days of the working calendar.
    pub const MOST_DAYS: u32 = 10_000;

    fn parse(text: &str) -> Result<Deadline, String> {
        let Some((number, unit)) = text.split_once("working") else {
            let limit = parse_duration(text).map(Deadline::Clock);
            return limit.map_err(|message| message + "; in the working calendar like \"4 working hours\" or \"7 working days\"");
        };
        let wrong = || format!("{text:?} is no limit; write \"45 min\", \"4 working hours\" or \"7 working days\"");
        let number = number.trim();
        match unit.trim() {
            "h" | "hour" | "hours" => match parse_duration(&format!("{number} h")) {
                Ok(limit) if limit.hours() <= Deadline::MOST_HOURS => Ok(Deadline::WorkingTime(limit)),
                Ok(_) => Err(format!("{text:?} is too long: at most {} working hours", Deadline::MOST_HOURS)),
                Err(_) => Err(wrong()),
            },
            "day" | "days" => match number.parse() {
                Ok(days) if days <= Deadline::MOST_DAYS => Ok(Deadline::WorkingDays(days)),
                Ok(_) => Err(format!("{text:?} is too long: at most {} working days", Deadline::MOST_DAYS)),
                Err(_) => Err(wrong()),
            },
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Deadline::Clock(limit) => limit.fmt(f),
            Deadline::WorkingTime(limit) => write!(f, "{} working hours", limit.hours()),
            Deadline::WorkingDays(days) => write!(f, "{days} working days"),
        }
    }
}

impl<'de> Deserialize<'de> for Deadline {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        text(d, "Deadline", "a limit such as \"7 working days\"", |s| Deadline::parse(s).map_err(de::Error::custom))
    }
}

impl Serialize for Deadline {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        written(s, "Deadline", self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_outside_their_bounds_are_refused_with_the_bounds() {
        assert_eq!(Share::new(0.4).unwrap().get(), 0.4);
        let message = Share::new(1.4).unwrap_err();
        assert!(message.contains("between 0 and 1"), "{message}");
        assert!(Share::new(f64::NAN).is_err());
        for (value, told) in [(1e300, "1e300 is"), (-2.5e-9, "-2.5e-9 is"), (2e14, "200000000000000 is"), (-0.5, "-0.5 is")] {
            let message = Share::new(value).unwrap_err();
            assert!(message.starts_with(told), "{message}");
        }
        let message = Rate::per_day(1e300).unwrap_err();
        assert!(message.starts_with("1e300 /day is"), "{message}");
        assert!(Rate::parse("-3 /day").is_err());
        assert!(Speed::parse("0 km/h").is_err());
    }

    #[test]
    fn rates_and_speeds_are_read_with_their_unit() {
        assert_eq!(Rate::parse("190 /day").unwrap().daily(), 190.0);
        assert_eq!(Rate::parse("2/h").unwrap().daily(), 48.0);
        assert_eq!(Rate::parse("730 /year").unwrap().daily(), 2.0);
        assert_eq!(Speed::parse("10 m/s").unwrap().kmh(), 36.0);
        assert!(Speed::parse("25").is_err());
    }

    #[test]
    fn hours_may_run_over_midnight() {
        let night = Hours::parse("22:00..06:00").unwrap();
        assert_eq!(night.length(), Duration(8 * Duration::HOUR.0));
        assert!(night.contains(Duration(23 * Duration::HOUR.0)) && night.contains(Duration::HOUR));
        assert!(!night.contains(Duration(6 * Duration::HOUR.0)));
        assert_eq!(Hours::parse("00:00..24:00").unwrap(), Hours::ALL_DAY);
        for bad in ["8..9", "08:30", "25:00..26:00", "08:00..08:00", "08:60..09:00"] {
            assert!(Hours::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn limits_may_be_counted_in_working_time() {
        assert_eq!(Deadline::parse("4 working hours"), Ok(Deadline::WorkingTime(Duration(4 * Duration::HOUR.0))));
        assert_eq!(Deadline::parse("7 working days"), Ok(Deadline::WorkingDays(7)));
        assert_eq!(Deadline::parse("45 min"), Ok(Deadline::Clock(Duration(45 * Duration::MINUTE.0))));
        assert!(Deadline::parse("many working days").is_err());
    }
}
