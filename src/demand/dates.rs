//! How a scenario writes days, months and moments. Text with its meaning in the type, like the numbers
//! of [`crate::quantity`]; what a working calendar makes of them is not here.

use crate::quantity::text;
use jiff::civil::{self, Date, DateTime};
use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};
use std::fmt;

/// A day of the week, written `Mon` … `Sun`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// All seven, from Monday.
    pub const ALL: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

    /// The day of the week of `date`.
    pub fn of(date: Date) -> Weekday {
        Weekday::ALL[date.weekday().to_monday_zero_offset() as usize]
    }
}

/// One or several days in a row, written "2022-01-01" or "2022-01-01..2022-01-03" (both included).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Days {
    /// The first day.
    pub first: Date,
    /// The last day, included; not before the first.
    pub last: Date,
}

/// Months of a year, written "07..09" (both included) or "07"; "11..02" runs over the new year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Months {
    /// The first month, 1 to 12.
    pub first: u8,
    /// The last month, included.
    pub last: u8,
}

/// A moment of the calendar, written "2022-09-14 06:00".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Moment(pub DateTime);

impl Days {
    /// Whether `date` is one of them.
    pub fn contains(self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }

    fn parse(text: &str) -> Result<Days, String> {
        let wrong = || format!("{text:?} names no days; write \"2022-01-01\" or \"2022-01-01..2022-01-03\"");
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let read = |part: &str| part.trim().parse::<Date>().map_err(|_| wrong());
        let days = Days { first: read(first)?, last: read(last)? };
        if days.last < days.first {
            return Err(format!("{text:?} ends before it begins; write the earlier day first"));
        }
        Ok(days)
    }
}

impl Months {
    /// The whole year.
    pub const ALL: Months = Months { first: 1, last: 12 };

    /// Whether month `month` (1 to 12) is one of them.
    pub const fn contains(self, month: u8) -> bool {
        if self.first <= self.last { self.first <= month && month <= self.last } else { self.first <= month || month <= self.last }
    }

    fn parse(text: &str) -> Result<Months, String> {
        let wrong = || format!("{text:?} names no months; write \"07\" or \"07..09\", from 01 to 12");
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let read = |part: &str| part.trim().parse::<u8>().ok().filter(|m| (1..=12).contains(m)).ok_or_else(wrong);
        Ok(Months { first: read(first)?, last: read(last)? })
    }
}

impl Moment {
    fn parse(text: &str) -> Result<Moment, String> {
        let wrong = || format!("{text:?} is no moment; write it like \"2022-09-14 06:00\"");
        let (day, time) = text.trim().split_once([' ', 'T']).ok_or_else(wrong)?;
        let date: Date = day.parse().map_err(|_| wrong())?;
        let minutes = crate::quantity::clock(time).ok_or_else(wrong)?.0 / crate::time::Duration::MINUTE.0;
        let time = civil::Time::new((minutes / 60) as i8, (minutes % 60) as i8, 0, 0).map_err(|_| wrong())?;
        Ok(Moment(date.to_datetime(time)))
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}..{}", self.first, self.last) }
    }
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{:02}", self.first) } else { write!(f, "{:02}..{:02}", self.first, self.last) }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}:{:02}", self.0.date(), self.0.hour(), self.0.minute())
    }
}

macro_rules! written_as_text {
    ($($name:ident: $expected:literal;)*) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                text(d, stringify!($name), $expected, |s| $name::parse(s).map_err(de::Error::custom))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
    )*};
}

written_as_text! {
    Days: "a day or days in a row such as \"2022-01-01..2022-01-03\"";
    Months: "months such as \"07..09\"";
    Moment: "a moment such as \"2022-09-14 06:00\"";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_moments_are_read_and_shown_alike() {
        for text in ["2022-01-01", "2022-01-01..2022-01-03"] {
            assert_eq!(Days::parse(text).unwrap().to_string(), text);
        }
        for text in ["07", "07..09", "11..02"] {
            assert_eq!(Months::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Moment::parse("2022-09-14 06:00").unwrap().to_string(), "2022-09-14 06:00");
        for bad in ["2022-02-29", "2022-01-03..2022-01-01", "tomorrow", ""] {
            assert!(Days::parse(bad).is_err(), "{bad}");
        }
        for bad in ["0", "13", "July", "07..", "07..13"] {
            assert!(Months::parse(bad).is_err(), "{bad}");
        }
        for bad in ["2022-09-14", "2022-09-14 24:00", "2022-09-14 6", "2022-09-31 06:00"] {
            assert!(Moment::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn months_may_run_over_the_new_year() {
        let winter = Months::parse("11..02").unwrap();
        let within: Vec<u8> = (1..=12).filter(|&m| winter.contains(m)).collect();
        assert_eq!(within, [1, 2, 11, 12]);
    }
}
