//! What a mistake in a log is called, and what would be right.

use super::heading::Heading;
use super::names::Names;
use super::read::Lookup;
use super::wrong::Wrong;
use crate::city::{Globe, Point, proposed};
use crate::ids::AreaId;
use crate::problems::{listed, nearest, shortened};

/// The format of a moment with a zone such as this one.
pub(super) fn zoned(text: &str) -> String {
    let after_date = text.find(['T', 't', ' ']).unwrap_or(0);
    let zone_at = text[after_date..].find(['+', '-', 'Z', 'z']).map_or(text.len(), |at| after_date + at);
    let (moment, zone) = text.split_at(zone_at);
    let mut numbers = ["%Y", "%m", "%d", "%H", "%M", "%S"].into_iter();
    let mut format = String::new();
    let mut within = false;
    for c in moment.chars() {
        match c {
            '0'..='9' if within => {}
            '0'..='9' => format += numbers.next().unwrap_or_default(),
            // The point of a fraction belongs to its directive.
            '.' if numbers.len() == 0 => format += "%.f",
            '%' => format += "%%",
            other => format.push(other),
        }
        within = c.is_ascii_digit();
    }
    format
        + match zone {
            "Z" | "z" => zone,
            offset if offset.contains(':') => "%:z",
            _ => "%z",
        }
}

impl Lookup<'_> {
    /// The globe, where coordinates are in degrees.
    pub(super) fn globe(&self) -> Option<&Globe> {
        self.city.globe().filter(|_| self.table.place(Heading::X).is_none())
    }

    /// A place by its coordinates, in degrees or kilometres, whichever the log gives.
    pub(super) fn point(&self, x: f64, y: f64) -> Point {
        self.globe().map_or(Point::new(x, y), |globe| globe.point(x, y))
    }

    /// The innermost area around a place; none outside the city.
    pub(super) fn leaf_around(&self, place: Point) -> Option<AreaId> {
        self.city.reaches(place).then(|| self.locator.leaf_at(place)).flatten()
    }

    /// Message and help; `guess`: with what may have been meant, which takes long to find out.
    pub(super) fn explain(&self, heading: Option<Heading>, wrong: Wrong, text: &str, guess: bool) -> (String, Option<String>) {
        let title = heading.map_or("", |heading| self.table.title(heading));
        let (whole, text) = (text, &*shortened(text));
        let plain = |message: String, help: &str| (message, Some(help.to_owned()));
        match wrong {
            Wrong::Fields => plain(
                format!("{text} fields, the heading has {}", self.table.titles.len()),
                "is a comma or a closing quote missing or too many?",
            ),
            Wrong::Empty => (format!("`{title}` is empty"), None),
            Wrong::NotUtf8 => plain(format!("`{title}` is not UTF-8 text"), "save the table as \"CSV UTF-8\""),
            Wrong::NoTime => (format!("{text:?} is no time"), Some(self.clock.expected())),
            Wrong::NoTimeOfDay => plain(format!("{text:?} has no time of day"), "write it like 2022-09-14T06:03"),
            Wrong::Zone => plain(
                format!("{text:?} has a zone; a log is in the local time of its city"),
                &format!("convert the times, or pass over the zone with log: (time: Format({:?}))", zoned(text)),
            ),
            Wrong::OutsideRun => {
                let first = self.demand.calendar.date(0);
                let last = self.demand.calendar.date(u64::from(self.demand.days()) - 1);
                plain(
                    format!("{text} lies outside the run, {first}..{last}"),
                    "change run.start and run.days, or leave such rows out with log: (outside: Drop)",
                )
            }
            Wrong::OccurredLater => (format!("it occurred at {text}, after its report"), None),
            Wrong::OccurredLongAgo => (format!("it occurred at {text}, more than a thousand years before its report"), None),
            Wrong::Unknown => self.unknown(heading, whole, guess),
            Wrong::Several => match heading {
                Some(Heading::Area) => plain(format!("several areas are called {text:?}"), &self.paths(whole)),
                _ => (format!("{text:?} means more than one {title}"), None),
            },
            Wrong::NoPriority => {
                plain(format!("{text:?} is no priority: there are 1 (most pressing), 2, 3 and 4"), "leave it empty where it is not known")
            }
            Wrong::NoFlag => plain(format!("{text:?} is neither yes nor no"), "1 or 0, or empty"),
            Wrong::NoPartner => {
                let help = format!("give the category a partner with demand: (categories: {{{text:?}: (joint: (share: …, with: \"…\"))}})");
                (format!("{text:?} is never a joint job"), Some(help))
            }
            Wrong::OwnPartner => (format!("{text:?} is both the department and its partner"), None),
            Wrong::NoNumber => match heading {
                Some(Heading::Longitude | Heading::Latitude) => plain(format!("{text:?} is no number of degrees"), "write it like 120.55"),
                _ => plain(format!("{text:?} is no number of kilometres"), "write it like 12.345"),
            },
            Wrong::HalfPlace => plain("one of the two coordinates is missing".to_owned(), "give both or none"),
            Wrong::OutsideCity => (format!("({text}) lies outside the city"), guess.then(|| self.nearest_area(text)).flatten()),
            Wrong::NoLength => plain(format!("{text:?} is no length of time"), "seconds, or with a unit such as \"20 min\""),
        }
    }

    fn unknown(&self, heading: Option<Heading>, text: &str, guess: bool) -> (String, Option<String>) {
        let (kind, names, map): (&str, &Names, &str) = match heading {
            Some(Heading::Category) => ("category", &self.categories, "categories"),
            Some(Heading::Channel) => ("channel", &self.channels, "channels"),
            Some(Heading::Department) => ("department", &self.departments, "departments"),
            Some(Heading::Facility) => ("facility", &self.facilities, "facilities"),
            _ => ("area", &self.areas, "areas"),
        };
        let hint = match nearest(text, names.all().filter(|_| guess)) {
            Some(near) => format!("; did you mean {near:?}?"),
            None if kind == "area" => listed(&self.city.areas.iter().map(|area| area.name.as_str()).collect::<Vec<_>>()),
            None => listed(&names.own()),
        };
        let text = shortened(text);
        (format!("there is no {kind} called {text:?}{hint}"), Some(format!("say what it means with log: ({map}: {{{text:?}: \"…\"}})")))
    }

    /// How to name one of the areas that are called so.
    fn paths(&self, text: &str) -> String {
        let alike = self.city.areas.enumerate().filter(|(_, area)| area.name == text || area.zh.as_deref() == Some(text));
        let paths: Vec<String> = alike.map(|(area, _)| self.city.path(area)).collect();
        proposed(paths.iter().map(String::as_str))
    }

    fn nearest_area(&self, text: &str) -> Option<String> {
        let (x, y) = text.split_once(", ")?;
        let (x, y) = (x.parse().ok()?, y.parse().ok()?);
        if self.globe().is_some() && self.leaf_around(self.point(y, x)).is_some() {
            return Some("longitude and latitude the other way round would lie within it".to_owned());
        }
        let place = self.point(x, y);
        if let Some(torus) = self.locator.beyond(place) {
            let (from, to) = (torus.corner, Point::new(torus.corner.x + torus.width, torus.corner.y + torus.height));
            return Some(format!("its torus reaches from ({}, {}) to ({}, {})", from.x, from.y, to.x, to.y));
        }
        let near = self.locator.nearest(place)?;
        let km = self.locator.km(near, place);
        let away = if km < 1.0 { format!("{:.0} m", (1e3 * km).max(1.0)) } else { format!("{km:.1} km") };
        Some(format!("the nearest area is {:?}, {away} away", self.city.areas[near].name))
    }
}
