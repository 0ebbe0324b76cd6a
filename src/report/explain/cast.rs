//! Who and where: ids turned into names, instants into clock times.

use crate::ids::{AreaId, CrewId, DeskId, Id, SettlerId};
use crate::metrics::{Dimensions, LevelDimension};
use crate::record::ServedBy;
use crate::report::Lang;
use crate::time::{Duration, Instant};
use jiff::civil::Date;
use std::borrow::Cow;

/// The names of one scenario in one language.
#[derive(Clone, Copy, Debug)]
pub struct Cast<'a> {
    /// Names and targets.
    pub dimensions: &'a Dimensions,
    /// The first day.
    pub start: Date,
    /// The language.
    pub lang: Lang,
}

impl Cast<'_> {
    /// A crew: what, shift, station, number on the roster.
    pub fn crew(&self, crew: CrewId) -> String {
        match self.dimensions.crews.get(crew.index()) {
            None => format!("#{}", crew.0),
            Some(c) => {
                let of = |name| self.lang.of(name);
                format!("#{} {} · {} · {}", crew.0, of(&c.kind), of(&c.shift), of(&c.station))
            }
        }
    }

    /// A desk and its place.
    pub fn desk(&self, desk: DeskId) -> String {
        match self.dimensions.desks.get(desk.index()) {
            None => format!("#{}", desk.0),
            Some(d) if d.place == d.name => self.lang.of(&d.name).to_owned(),
            Some(d) => format!("{} · {}", self.lang.of(&d.name), self.lang.of(&d.place)),
        }
    }

    /// A kind of people on the spot.
    pub fn settler(&self, settler: SettlerId) -> &str {
        self.dimensions.settlers.get(settler.index()).map_or("?", |name| self.lang.of(name))
    }

    /// A facility.
    pub fn facility(&self, facility: u16) -> &str {
        self.dimensions.facilities.get(usize::from(facility)).map_or("?", |name| self.lang.of(name))
    }

    /// Who served it.
    pub fn served_by(&self, who: ServedBy) -> String {
        match who {
            ServedBy::Nobody => self.lang.t("nobody", "无人").to_owned(),
            ServedBy::Settler(settler) => self.settler(settler).to_owned(),
            ServedBy::Crew(crew) => self.crew(crew),
        }
    }

    /// The areas that hold an innermost area, from the top down, then the cells of partitions.
    pub fn place(&self, leaf: AreaId) -> String {
        let d = self.dimensions;
        let cell = |l: &LevelDimension| Some(self.lang.of(l.cells.get(*l.of_leaf.get(d.leaf(leaf))? as usize)?).to_owned());
        let (across, levels): (Vec<_>, Vec<_>) = d.levels.iter().partition(|level| level.across);
        let names: Vec<String> = levels.into_iter().filter_map(cell).collect();
        let place = if names.is_empty() { number(leaf) } else { names.join(" › ") };
        let beside = across
            .into_iter()
            .filter_map(|level| Some(format!("{}{}{}", self.lang.of_level(&level.level), self.lang.t(": ", "："), cell(level)?)));
        std::iter::once(place).chain(beside).collect::<Vec<_>>().join(self.lang.t("; ", "；"))
    }

    /// The largest area below the city that holds an innermost area.
    pub fn unit(&self, leaf: AreaId) -> Cow<'_, str> {
        let d = self.dimensions;
        let cell = d.levels.first().and_then(|l| l.cells.get(*l.of_leaf.get(d.leaf(leaf))? as usize));
        cell.map_or_else(|| number(leaf).into(), |name| self.lang.of(name).into())
    }

    /// Date and time of day to the minute.
    pub fn minute(&self, at: Instant) -> String {
        let clock = self.clock(at);
        clock.rsplit_once(':').map_or(clock.clone(), |(minute, _)| minute.to_owned())
    }

    /// Date and time of day.
    pub fn clock(&self, at: Instant) -> String {
        if !at.happens() {
            return self.lang.t("never", "从未").to_owned();
        }
        let days = i64::try_from(at.day()).unwrap_or(i64::MAX);
        let date = self.start.checked_add(jiff::Span::new().try_days(days).unwrap_or_default());
        let date = date.map_or_else(|_| format!("+{days} d"), |d| d.to_string());
        let s = at.time_of_day().0 / Duration::SECOND.0;
        format!("{date} {:02}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60)
    }
}

/// What an area is called where no level is shown.
fn number(leaf: AreaId) -> String {
    format!("#{}", leaf.0)
}
