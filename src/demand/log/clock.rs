//! Times as a log writes them, in ticks since the run's first midnight.

use super::config::TimeFormat;
use super::wrong::Wrong;
use crate::quantity::Day;
use crate::time::Duration;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use jiff::fmt::strtime;
use jiff::tz::{Offset, TimeZone};
use std::fmt::Write;

/// Further from the start than this no time is understood: a hundred thousand years.
const FARTHEST: i64 = 100 * Duration::MAX.0 as i64;

/// Reads times.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    format: TimeFormat,
    start: Date,
}

impl Clock {
    /// For a run from `start`; the message says what is wrong with the format.
    pub(super) fn new(format: &TimeFormat, start: Day) -> Result<Clock, String> {
        if let TimeFormat::Format(directives) = format {
            // A format that cannot tell this moment from others cannot tell when anything happened.
            let moment = date(2022, 9, 14).at(18, 3, 0, 0);
            let written = moment.to_zoned(TimeZone::UTC).and_then(|moment| strtime::format(directives, &moment));
            let again = written.and_then(|text| read_format(directives, &text));
            match again {
                Ok(read) if read == moment => {}
                Ok(_) => {
                    return Err(format!("{directives:?} leaves out part of the day or the time; write it like \"%Y-%m-%d %H:%M\""));
                }
                Err(_) if directives.replace("%%", "").contains("%s") => {
                    return Err(format!(
                        "{directives:?}: seconds since 1970 count in UTC, and a log is in the local time of its city: convert them to local times, or write `time: Seconds` for seconds since the run's first midnight"
                    ));
                }
                Err(error) => return Err(format!("{directives:?} is no format of times: {error}; write it like \"%Y-%m-%d %H:%M\"")),
            }
        }
        Ok(Clock { format: format.clone(), start: start.0 })
    }

    /// Ticks since the start; below zero for what was before.
    pub(super) fn read(&self, text: &str) -> Result<i64, Wrong> {
        match &self.format {
            TimeFormat::Iso => self.since_start(iso(text)?),
            TimeFormat::Format(directives) => {
                let moment = read_format(directives, text).map_err(|_| Wrong::NoTime)?;
                if is_leap_second(directives, text, moment) { Err(Wrong::NoTime) } else { self.since_start(moment) }
            }
            TimeFormat::Seconds => number(text, Duration::SECOND),
            TimeFormat::Minutes => number(text, Duration::MINUTE),
            TimeFormat::Hours => number(text, Duration::HOUR),
            TimeFormat::Days => number(text, Duration::DAY),
        }
    }

    /// The offset from UTC that a time is written with, where the format asks for one; times count as they stand on the clock.
    pub(super) fn offset(&self, text: &str) -> Option<Offset> {
        match &self.format {
            TimeFormat::Format(directives) if directives.contains(['z', 'Q']) => strtime::parse(directives, text).ok()?.offset(),
            _ => None,
        }
    }

    fn since_start(&self, moment: DateTime) -> Result<i64, Wrong> {
        let days = i64::from((moment.date() - self.start).get_days());
        let time = moment.time();
        let seconds = 3_600 * i64::from(time.hour()) + 60 * i64::from(time.minute()) + i64::from(time.second());
        let micros = 1_000_000 * seconds + i64::from(time.subsec_nanosecond()) / 1_000;
        Ok(days * Duration::DAY.0 as i64 + micros)
    }

    /// What a time should look like.
    pub(super) fn expected(&self) -> String {
        match &self.format {
            TimeFormat::Iso => {
                "write times like 2022-09-14T06:03:20 or 2022/9/14 6:03, or say how they are written with log: (time: …)".into()
            }
            TimeFormat::Format(directives) => format!("`log.time` asks for {directives:?}"),
            unit => format!("`log.time` asks for {unit:?} since the run's first midnight, as a number").to_lowercase(),
        }
    }
}

fn read_format(directives: &str, text: &str) -> Result<DateTime, jiff::Error> {
    strtime::parse(directives, text)?.to_datetime()
}

/// Whether a moment was written with second 60, of which the library makes 59: then 59 in its place is the same moment.
fn is_leap_second(directives: &str, text: &str, moment: DateTime) -> bool {
    let same = |at| read_format(directives, &format!("{}59{}", &text[..at], &text[at + 2..])).is_ok_and(|other| other == moment);
    moment.second() == 59 && text.match_indices("60").any(|(at, _)| same(at))
}

fn number(text: &str, unit: Duration) -> Result<i64, Wrong> {
    let ticks = text.parse::<f64>().map_err(|_| Wrong::NoTime)? * unit.0 as f64;
    // Not a number is not below it either.
    if ticks.abs() < FARTHEST as f64 { Ok((ticks + 0.5).floor() as i64) } else { Err(Wrong::NoTime) }
}

/// Year first, then it is clear what month and day are, whatever stands between them.
fn iso(text: &str) -> Result<DateTime, Wrong> {
    let (day, time) = match text.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, time.trim()),
        None if civil_date(text).is_some() => return Err(Wrong::NoTimeOfDay),
        None => return Err(Wrong::NoTime),
    };
    let day = civil_date(day).ok_or(Wrong::NoTime)?;
    if time.ends_with(['Z', 'z']) || time.contains(['+', '-']) {
        return Err(Wrong::Zone);
    }
    let mut parts = time.split(':');
    let hour = digits(parts.next(), 1..=2).ok_or(Wrong::NoTime)?;
    let minute = digits(parts.next(), 2..=2).ok_or(Wrong::NoTime)?;
    let (second, nanos) = match parts.next() {
        None => (0, 0),
        Some(rest) => {
            let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
            (digits(Some(whole), 2..=2).ok_or(Wrong::NoTime)?, nanoseconds(fraction).ok_or(Wrong::NoTime)?)
        }
    };
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return Err(Wrong::NoTime);
    }
    Ok(day.at(hour as i8, minute as i8, second as i8, nanos as i32))
}

fn civil_date(text: &str) -> Option<Date> {
    // Before the year 0 a year has a sign and six digits.
    let (sign, length, text) = text.strip_prefix('-').map_or((1, 4, text), |text| (-1, 6, text));
    let mut parts = text.split(['-', '/', '.']);
    let (year, month, day) = (digits(parts.next(), length..=length)?, digits(parts.next(), 1..=2)?, digits(parts.next(), 1..=2)?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(i16::try_from(year).ok()? * sign, month as i8, day as i8).ok()
}

fn digits(text: Option<&str>, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let text = text.filter(|t| length.contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit()))?;
    text.parse().ok()
}

/// The digits after the point; those beyond the ninth are dropped.
fn nanoseconds(fraction: &str) -> Option<u32> {
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(fraction.bytes().chain(std::iter::repeat(b'0')).take(9).fold(0, |sum, digit| 10 * sum + u32::from(digit - b'0')))
}

/// Writes the moment so many ticks after the start of a run, as [`TimeFormat::Iso`] reads it, to the tick.
pub fn write_moment(out: &mut String, start: Day, ticks: i64) {
    let day = Duration::DAY.0 as i64;
    let date = start.0.saturating_add(ticks.div_euclid(day).clamp(-7_000_000, 7_000_000).days());
    let (seconds, micros) = (ticks.rem_euclid(day) / 1_000_000, ticks.rem_euclid(day) % 1_000_000);
    let _ = write!(out, "{date}T{:02}:{:02}:{:02}.{micros:06}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::log::explain::zoned;

    fn clock(format: TimeFormat) -> Clock {
        Clock::new(&format, Day(date(2022, 1, 1))).unwrap()
    }

    #[test]
    fn moments_are_read_as_they_are_written() {
        for ticks in [0, 1, 86_399_999_999, 365 * 86_400_000_000 + 3_723_000_042, -1, -86_400_000_001] {
            let mut text = String::new();
            write_moment(&mut text, Day(date(2022, 1, 1)), ticks);
            assert_eq!(clock(TimeFormat::Iso).read(&text), Ok(ticks), "{text}");
        }
        // In the year before the year 0, whatever that is called.
        let (start, mut text) = (Day(date(1, 1, 1)), String::new());
        write_moment(&mut text, start, -400 * Duration::DAY.0 as i64);
        assert_eq!(text, "-000001-11-28T00:00:00.000000");
        assert_eq!(Clock::new(&TimeFormat::Iso, start).unwrap().read(&text), Ok(-400 * Duration::DAY.0 as i64));
        assert_eq!(clock(TimeFormat::Iso).read("-0001-11-28T00:00"), Err(Wrong::NoTime));
    }

    #[test]
    fn several_ways_to_write_a_moment_mean_the_same() {
        let at = Ok(2 * 86_400_000_000 + 30_600_000_000);
        for text in ["2022-01-03T08:30:00.000000", "2022-01-03 08:30", "2022/1/3 8:30", "2022.01.03 08:30:00", "2022-1-3 8:30:00.0"] {
            assert_eq!(clock(TimeFormat::Iso).read(text), at, "{text}");
        }
        assert_eq!(clock(TimeFormat::Format("%d.%m.%y %I:%M %p".into())).read("03.01.22 08:30 AM"), at);
        assert_eq!(clock(TimeFormat::Format("%Y年%m月%d日 %H:%M".into())).read("2022年1月3日 8:30"), at);
        assert_eq!(clock(TimeFormat::Seconds).read("203400"), at);
        assert_eq!(clock(TimeFormat::Minutes).read("3390.0"), at);
        assert_eq!(clock(TimeFormat::Hours).read("56.5"), at);
        assert_eq!(clock(TimeFormat::Seconds).read("0.000001"), Ok(1));
    }

    #[test]
    fn what_is_no_moment_is_told_apart() {
        let read = |text| clock(TimeFormat::Iso).read(text).unwrap_err();
        for text in
            ["", "x", "2022-02-29 08:00", "22-01-03 08:00", "2022-01-03 24:00", "2022-01-03 8", "2022-01-03 08:3", "03.01.2022 08:00"]
        {
            assert_eq!(read(text), Wrong::NoTime, "{text}");
        }
        assert_eq!(read("2022-01-03"), Wrong::NoTimeOfDay);
        assert_eq!(read("2022-01-03T08:00:00Z"), Wrong::Zone);
        assert_eq!(read("2022-01-03T08:00:00+08:00"), Wrong::Zone);
        // The format that is advised reads it, as local time.
        for text in [
            "2022-01-03T08:00:00Z",
            "2022-01-03 08:00:00+08:00",
            "2022-01-03T08:00:00-0330",
            "2022-01-03T08:00Z",
            "2022/1/3 8:00 +08:00",
            "2022.01.03 08:00:00.000z",
        ] {
            assert_eq!(read(text), Wrong::Zone, "{text}");
            let format = TimeFormat::Format(zoned(text));
            assert_eq!(clock(format).read(text), Ok((2 * 24 + 8) * 3_600_000_000), "{text}");
        }
        let format = TimeFormat::Format(zoned("2022-01-03T08:00:00.5Z"));
        assert_eq!(clock(format).read("2022-01-03T08:00:00.25Z"), Ok((2 * 24 + 8) * 3_600_000_000 + 250_000));
        for text in ["NaN", "inf", "1e300", "08:30"] {
            assert_eq!(clock(TimeFormat::Days).read(text), Err(Wrong::NoTime), "{text}");
        }
        // No day has a second 60, however it is written; 60 elsewhere is nothing of the kind.
        assert_eq!(read("2022-01-03 08:30:60"), Wrong::NoTime);
        for (format, leap, plain) in [
            ("%Y-%m-%d %H:%M:%S%.f", "2022-01-03 08:59:60.60", "2022-01-03 08:59:59.60"),
            ("%Y%m%d%H%M%S", "20220103085960", "19600103085959"),
            ("60 %j %Y %T", "60 060 2022 08:30:60", "60 060 2022 08:30:59"),
        ] {
            let clock = clock(TimeFormat::Format(format.into()));
            assert_eq!(clock.read(leap), Err(Wrong::NoTime), "{leap}");
            assert!(clock.read(plain).is_ok(), "{plain}");
        }
        for format in ["%Y-%m-%d", "%H:%M", "%Q%Q", "", "nothing"] {
            assert!(Clock::new(&TimeFormat::Format(format.into()), Day(date(2022, 1, 1))).is_err(), "{format}");
        }
        let since_1970 = Clock::new(&TimeFormat::Format("%s".into()), Day(date(2022, 1, 1))).unwrap_err();
        assert!(since_1970.contains("count in UTC") && since_1970.contains("`time: Seconds`"), "{since_1970}");
    }
}
