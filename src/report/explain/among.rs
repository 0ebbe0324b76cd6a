//! Which incidents are looked at: those of a place, those reported within a span of time.

use crate::city::City;
use crate::ids::AreaId;
use crate::metrics::Window;
use crate::problems::nearest;
use crate::record::Outcome;
use crate::time::{Duration, Instant};
use jiff::civil::{Date, DateTime};
use std::ops::Range;

/// A choice of incidents; all of them by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Among {
    /// For each innermost area of the city whether it belongs to the place; `None` where no place is asked for.
    leaves: Option<Vec<bool>>,
    first_leaf: u32,
    reported: Range<Instant>,
}

impl Default for Among {
    fn default() -> Self {
        Among { leaves: None, first_leaf: 0, reported: Instant::ZERO..Instant::NEVER }
    }
}

impl Among {
    /// Incidents of all areas and parts called `place` (on any level, by name or path, in either language), reported within `between`:
    /// `"2022-07-25..2022-07-26"` with both days included, or `"2022-07-25 08:00..2022-07-25 12:00"` without the last
    /// moment. `start` is the first day of the run; the span has to share time with what is `measured`.
    ///
    /// # Errors
    /// What is wrong with the place or the span, in words.
    pub fn new(city: &City, start: Date, measured: Window, place: Option<&str>, between: Option<&str>) -> Result<Among, String> {
        Ok(Among {
            leaves: place.map(|name| leaves(city, name)).transpose()?,
            first_leaf: city.leaves().start,
            reported: between.map_or(Ok(Instant::ZERO..Instant::NEVER), |text| span(start, measured, text))?,
        })
    }

    /// Whether an incident is one of them.
    pub fn holds(&self, outcome: &Outcome) -> bool {
        let place = |leaves: &Vec<bool>| leaves.get((outcome.leaf.0 - self.first_leaf) as usize) == Some(&true);
        self.reported.contains(&outcome.reported) && self.leaves.as_ref().is_none_or(place)
    }
}

fn leaves(city: &City, name: &str) -> Result<Vec<bool>, String> {
    let mut within = vec![false; city.leaf_count()];
    let called = |own: &str, zh: &Option<String>| own == name || zh.as_deref() == Some(name);
    let first = city.leaves().start;
    let is_path = |id: AreaId| name.contains('/') && called(&city.path(id), &Some(city.path_zh(id)));
    for (_, area) in city.areas.enumerate().filter(|(id, area)| called(&area.name, &area.zh) || is_path(*id)) {
        within[(area.leaves.start - first) as usize..(area.leaves.end - first) as usize].fill(true);
    }
    for partition in &city.partitions {
        for (number, _) in partition.parts.iter().enumerate().filter(|(_, part)| called(&part.name, &part.zh)) {
            let of = |leaf: u32| usize::from(partition.of_leaf[city.number(AreaId(leaf))]) == number;
            city.leaves().filter(|leaf| of(*leaf)).for_each(|leaf| within[(leaf - first) as usize] = true);
        }
    }
    if within.contains(&true) {
        return Ok(within);
    }
    let areas = city.areas.iter().flat_map(|area| [Some(area.name.as_str()), area.zh.as_deref()]);
    let parts = city.partitions.iter().flat_map(|p| &p.parts).flat_map(|part| [Some(part.name.as_str()), part.zh.as_deref()]);
    let hint = nearest(name, areas.chain(parts).flatten()).map_or(String::new(), |near| format!("; did you mean {near:?}?"));
    Err(format!("--where: there is no area called {name:?} on any level{hint}"))
}

fn span(start: Date, measured: Window, text: &str) -> Result<Range<Instant>, String> {
    let wrong =
        || format!("--between: {text:?} is no span; write it like \"2022-07-25..2022-07-26\" or \"2022-07-25 08:00..2022-07-25 12:00\"");
    let (from, to) = text.split_once("..").ok_or_else(wrong)?;
    let (from, to) = (moment(start, from, 0).ok_or_else(wrong)?, moment(start, to, 1).ok_or_else(wrong)?);
    if from >= to {
        return Err(format!("--between: {text:?} holds nothing: it must lie in the run, which begins on {start}, and end after it begins"));
    }
    if from >= measured.to || to <= measured.from {
        let day = |ticks: u64| {
            let days = i64::try_from(Instant(ticks).day()).unwrap_or(i64::MAX);
            start.saturating_add(jiff::Span::new().try_days(days).unwrap_or_default())
        };
        let (first, last) = (day(measured.from.0), day(measured.to.0.saturating_sub(1)));
        return Err(format!("--between: {text:?} holds no measured day: those of the run are {first}..{last}"));
    }
    Ok(from..to)
}

/// A moment as written; a day without a time of day means its beginning, so many days later. Before the run is its
/// beginning.
fn moment(start: Date, text: &str, days_later: i64) -> Option<Instant> {
    let text = text.trim();
    let (at, later) = match text.parse::<Date>() {
        Ok(date) if text.len() <= 10 => (date.at(0, 0, 0, 0), days_later),
        _ => (text.parse::<DateTime>().ok()?, 0),
    };
    let days = start.until(at.date()).ok()?.get_days();
    let of_day = at.time().duration_since(jiff::civil::Time::midnight());
    let ticks = (i128::from(days) + i128::from(later)) * i128::from(Duration::DAY.0) + of_day.as_micros();
    Some(Instant(u64::try_from(ticks.max(0)).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn areas_of_one_name_are_told_apart_by_their_path() {
        let text = r#"(city: Explicit(levels: [(name: "county"), (name: "town"), (name: "village")], areas: {
                "N/New/Spring": (at: (0, 0), residents: 1), "N/Old/Spring": (at: (3, 0), residents: 1),
                "S/New/Spring": (at: (0, 9), residents: 1), "S/Old/Hill": (at: (3, 9), residents: 1, zh: "山")}),
            demand: (volume: "1 /day", categories: {"a": ()}), workforce: (crews: {"c": (crews: 1, based: Centre)}))"#;
        let city = crate::scenario::load_text("here.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false))).model.city;
        for (place, wanted) in [
            ("New", [true, false, true, false]),
            ("N/New", [true, false, false, false]),
            ("S/New/Spring", [false, false, true, false]),
            ("S/Old/山", [false, false, false, true]),
            ("S", [false, false, true, true]),
        ] {
            assert_eq!(leaves(&city, place), Ok(wanted.to_vec()), "{place}");
        }
        assert!(leaves(&city, "").is_err() && leaves(&city, "N/Hill").is_err() && leaves(&city, "/").is_err());
    }

    #[test]
    fn days_hold_their_last_and_times_do_not() {
        let start = date(2022, 1, 1);
        let measured = Window { from: Instant::ZERO, to: Instant::midnight(31) };
        assert_eq!(span(start, measured, "2022-01-02..2022-01-03"), Ok(Instant::midnight(1)..Instant::midnight(3)));
        let hour = |h: u64| Instant(h * Duration::HOUR.0);
        assert_eq!(span(start, measured, "2022-01-01 08:00..2022-01-02T01:00"), Ok(hour(8)..hour(25)));
        assert_eq!(span(start, measured, "2021-12-01..2022-01-01"), Ok(Instant::ZERO..Instant::midnight(1)));
        for wrong in ["2022-01-02", "today..tomorrow", "..", "2022-01-03..2022-01-01", "2021-01-01..2021-02-01"] {
            assert!(span(start, measured, wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_span_without_a_measured_day_is_refused() {
        let start = date(2022, 1, 1);
        let measured = Window { from: Instant::midnight(7), to: Instant::midnight(31) };
        for wrong in ["2022-01-01..2022-01-07", "2022-02-01..2022-02-28", "2022-02-01 00:00..2022-02-01 08:00"] {
            let message = span(start, measured, wrong).unwrap_err();
            assert!(message.contains("no measured day") && message.contains("2022-01-08..2022-01-31"), "{message}");
        }
        assert!(span(start, measured, "2022-01-01..2022-01-08").is_ok() && span(start, measured, "2022-01-31..2022-02-09").is_ok());
    }
}
