//! From the rows of a table to a [`Log`]. Whoever opens the file hands over its rows one by one.

use super::clock::Clock;
use super::config::{LogConfig, Outside};
use super::heading::Heading;
use super::names::{AreaNames, Names};
use super::open::Open;
use super::table::Table;
use super::wrong::{At, Refused, Troubles, Wrong};
use super::{Flag, Flags, Log, LogSummary, NO_CHANNEL, NO_FACILITY, NO_PRIORITY, Row, UNKNOWN};
use crate::city::{City, Locator, Point};
use crate::demand::{Demand, Job, Problem};
use crate::ids::{AreaId, CategoryId, DepartmentId, Id, JobId};
use crate::problems::nearest;
use crate::quantity::Day;
use crate::time::{Duration, Instant, parse_duration};
use csv::ByteRecord;
use indexmap::IndexMap;
use jiff::tz::Offset;
use std::collections::BTreeSet;

/// Reads a table row by row, collecting everything that is wrong with it.
#[derive(Debug)]
pub struct LogReader<'a> {
    lookup: Lookup<'a>,
    troubles: Troubles,
    rows: Vec<Row>,
    jobs: Vec<Job>,
    outside: Outside,
    latest: Instant,
    read: u64,
    bad: u64,
    unsorted: u64,
    dropped: u64,
    astray: u64,
    drawn: [u64; Open::ALL.len()],
    /// The offsets from UTC that times are written with.
    offsets: BTreeSet<Offset>,
}

/// What fields are understood by.
#[derive(Debug)]
pub(super) struct Lookup<'a> {
    pub(super) demand: &'a Demand,
    pub(super) city: &'a City,
    pub(super) table: Table,
    pub(super) clock: Clock,
    pub(super) locator: Locator<'a>,
    pub(super) categories: Names,
    pub(super) channels: Names,
    pub(super) departments: Names,
    pub(super) facilities: Names,
    pub(super) areas: Names,
}

impl Lookup<'_> {
    /// Whether an area is innermost and no more than a point.
    fn is_point(&self, area: AreaId) -> bool {
        self.city.leaves().contains(&area.0) && self.city.ring(area).is_empty()
    }

    /// Whether those who report by this channel, or by any where it is not known, may be on the spot themselves.
    fn may_be_self_found(&self, channel: Option<u32>) -> bool {
        let mut channels = self.demand.channels.enumerate().filter(|(id, _)| channel.is_none_or(|channel| id.index() == channel as usize));
        channels.any(|(_, channel)| channel.on_spot > 0.0)
    }
}

impl<'a> LogReader<'a> {
    /// For a table whose first row is `first`, of a run from `start`.
    ///
    /// # Errors
    /// What is wrong with the section or the heading.
    pub fn new(config: &LogConfig, demand: &'a Demand, city: &'a City, start: Day, first: &ByteRecord) -> Result<LogReader<'a>, Refused> {
        let (table, mut problems, titles) = Table::new(config, first, demand.categories.len() == 1, city.globe().is_some());
        let axes = [Heading::X, Heading::Y, Heading::Longitude, Heading::Latitude];
        if city.is_without_places() && axes.iter().any(|axis| table.place(*axis).is_some()) {
            let message = "the areas of the city have no places, so coordinates say nothing in it: name areas in a column `area`, and call \
                           these columns \"unused\"";
            problems.push(("log.columns".to_owned(), message.to_owned()));
        }
        let clock = Clock::new(&config.time, start).map_err(|message| problems.push(("log.time".to_owned(), message))).ok();
        let pair = |name: &'a str, zh: &'a str| (name, zh);
        let mut categories = Names::new(demand.categories.iter().map(|c| pair(&c.name, &c.zh)));
        let mut channels = Names::new(demand.channels.iter().map(|c| pair(&c.name, &c.zh)));
        let mut departments = Names::new(demand.departments.iter().map(|d| pair(&d.name, &d.zh)));
        let mut facilities = Names::new(demand.facilities.iter().map(|f| pair(&f.name, &f.zh)));
        let mut areas = AreaNames::new(city).names;
        rename(&mut categories, ("categories", "category"), &config.categories, &mut problems);
        rename(&mut channels, ("channels", "channel"), &config.channels, &mut problems);
        rename(&mut departments, ("departments", "department"), &config.departments, &mut problems);
        rename(&mut facilities, ("facilities", "facility"), &config.facilities, &mut problems);
        rename(&mut areas, ("areas", "area"), &config.areas, &mut problems);
        let mut troubles = Troubles::default();
        for (field, message, help) in titles {
            let key = message.clone();
            troubles.add(At { line: 1, byte: 0 }, (None, Some(field)), (Wrong::Unknown, &key), |_| (message, help));
        }
        let Some(clock) = clock.filter(|_| problems.is_empty() && troubles.count() == 0) else {
            return Err(troubles.refuse(problems, 0, 0));
        };
        let lookup =
            Lookup { demand, city, table, clock, locator: Locator::new(city), categories, channels, departments, facilities, areas };
        Ok(LogReader {
            lookup,
            troubles,
            rows: Vec::new(),
            jobs: Vec::new(),
            outside: config.outside,
            latest: Instant::ZERO,
            read: 0,
            bad: 0,
            unsorted: 0,
            dropped: 0,
            astray: 0,
            drawn: [0; Open::ALL.len()],
            offsets: BTreeSet::new(),
        })
    }

    /// Reads a row.
    pub fn row(&mut self, at: At, record: &ByteRecord) {
        self.read += 1;
        let before = self.troubles.count();
        if record.len() != self.lookup.table.titles.len() {
            let (lookup, count) = (&self.lookup, record.len().to_string());
            self.troubles.add(at, (None, None), (Wrong::Fields, &count), |guess| lookup.explain(None, Wrong::Fields, &count, guess));
        } else {
            self.lookup.table.see(record);
            if let Some(row) = self.understand(at, record).filter(|_| before == self.troubles.count()) {
                self.unsorted += u64::from(row.reported < self.latest);
                self.latest = self.latest.max(row.reported);
                self.rows.push(row);
            }
        }
        self.bad += u64::from(before < self.troubles.count());
    }

    /// The whole log.
    ///
    /// # Errors
    /// Everything that is wrong with its rows.
    pub fn finish(mut self) -> Result<Log, Refused> {
        if self.troubles.count() > 0 {
            return Err(self.troubles.refuse(Vec::new(), self.bad, self.read));
        }
        if self.unsorted > 0 {
            self.rows.sort_by_key(|row| row.reported);
        }
        self.rows.shrink_to_fit();
        let summary = LogSummary {
            unsorted: self.unsorted,
            dropped: self.dropped,
            astray: self.astray,
            drawn: Open::ALL.iter().copied().zip(self.drawn).filter(|(_, rows)| *rows > 0).collect(),
            offsets: self.offsets.iter().map(ToString::to_string).collect(),
            unused: self.lookup.table.unused,
        };
        Ok(Log { rows: self.rows, jobs: self.jobs, summary })
    }

    /// The row, unless it is to be left out; what is wrong is noted, and then the row means nothing.
    fn understand(&mut self, at: At, record: &ByteRecord) -> Option<Row> {
        let mut fields = Fields { lookup: &self.lookup, troubles: &mut self.troubles, at, record };
        let lookup = fields.lookup;
        fields.needed(Heading::Reported);
        let offsets = &mut self.offsets;
        let reported = fields.read(Heading::Reported, |text| {
            offsets.extend(lookup.clock.offset(text));
            lookup.clock.read(text)
        });
        let outside = reported.is_some_and(|ticks| ticks < 0 || ticks as u64 >= lookup.demand.end().0);
        if outside && self.outside == Outside::Drop {
            self.dropped += 1;
            return None;
        }
        if outside {
            fields.wrong(Heading::Reported, Wrong::OutsideRun);
        }
        let occurred = fields.read(Heading::Occurred, |text| lookup.clock.read(text));
        let delay = occurred.zip(reported).map_or(0, |(occurred, reported)| reported.saturating_sub(occurred));
        if delay < 0 {
            fields.wrong(Heading::Occurred, Wrong::OccurredLater);
        } else if delay as u64 > Duration::MAX.0 {
            fields.wrong(Heading::Occurred, Wrong::OccurredLongAgo);
        }
        let delay = if occurred.is_some() { Duration(delay.max(0) as u64) } else { UNKNOWN };
        let category = match lookup.demand.categories.len() == 1 && fields.is_empty(Heading::Category) {
            true => Some(CategoryId(0)),
            false => {
                fields.needed(Heading::Category);
                fields.name(Heading::Category, &lookup.categories).map(CategoryId)
            }
        };
        let priority = fields.read(Heading::Priority, priority);
        let channel = fields.name(Heading::Channel, &lookup.channels);
        let department = fields.name(Heading::Department, &lookup.departments).map(DepartmentId);
        let (area, place, astray) = fields.place();
        let joint = fields.read(Heading::Joint, flag);
        let self_found = fields.read(Heading::SelfFound, flag);
        let in_surge = fields.read(Heading::InSurge, flag);
        let work = fields.read(Heading::Work, length);
        let facility = fields.name(Heading::Facility, &lookup.facilities);
        let category = category?;
        let own = lookup.demand.categories[category].department;
        let department = department.unwrap_or(own);
        if joint == Some(true) {
            match lookup.demand.categories[category].joint {
                None => fields.wrong_as(Heading::Joint, Wrong::NoPartner, &lookup.demand.categories[category].name),
                Some(partner) if partner.with == department => {
                    fields.wrong_as(Heading::Joint, Wrong::OwnPartner, &lookup.demand.departments[department].name)
                }
                Some(_) => {}
            }
        }
        let nowhere = area.is_none() && place.is_none();
        let open = [
            delay == UNKNOWN && lookup.demand.categories[category].report_delay.is_some(),
            channel.is_none() && lookup.demand.channels.len() > 1,
            priority.is_none() && lookup.demand.categories[category].urgent > 0.0,
            nowhere,
            place.is_none() && area.is_some_and(|area| !lookup.is_point(area)),
            joint.is_none() && lookup.demand.categories[category].joint.is_some(),
            self_found.is_none() && lookup.may_be_self_found(channel),
            work.is_none(),
            facility.is_none() && lookup.demand.categories[category].errand.is_some(),
        ];
        self.drawn.iter_mut().zip(open).for_each(|(count, open)| *count += u64::from(open));
        self.astray += u64::from(astray);
        let mut flags = Flags::default();
        flags.set(Flag::Joint, joint);
        flags.set(Flag::SelfFound, self_found);
        flags.set(Flag::InSurge, in_surge);
        Some(Row {
            reported: Instant(reported?.max(0) as u64),
            delay,
            work: work.unwrap_or(UNKNOWN),
            place: place.unwrap_or(Point::new(f64::NAN, f64::NAN)),
            area: area.unwrap_or(AreaId(0)),
            job: if department == own { JobId(category.0) } else { self.job(Job { category, department }) },
            channel: channel.map_or(NO_CHANNEL, |channel| channel as u16),
            facility: facility.map_or(NO_FACILITY, |facility| facility as u16),
            priority: priority.unwrap_or(NO_PRIORITY),
            flags,
        })
    }

    /// The number of a job that no category has as its own.
    fn job(&mut self, job: Job) -> JobId {
        let at = self.jobs.iter().position(|known| *known == job).unwrap_or_else(|| {
            self.jobs.push(job);
            self.jobs.len() - 1
        });
        JobId::new(self.lookup.demand.categories.len() + at)
    }
}

/// The fields of one row.
struct Fields<'r, 'a> {
    lookup: &'r Lookup<'a>,
    troubles: &'r mut Troubles,
    at: At,
    record: &'r ByteRecord,
}

impl<'r> Fields<'r, '_> {
    fn raw(&self, heading: Heading) -> &'r [u8] {
        self.lookup.table.place(heading).map_or(&[], |place| &self.record[place])
    }

    fn is_empty(&self, heading: Heading) -> bool {
        self.raw(heading).trim_ascii().is_empty()
    }

    /// What a field says; none where it is empty or wrong, and then that is noted.
    fn read<T>(&mut self, heading: Heading, read: impl FnOnce(&str) -> Result<T, Wrong>) -> Option<T> {
        self.read_exact(heading, |text| read(text.trim()))
    }

    /// What a field names. Names may begin and end with spaces.
    fn name(&mut self, heading: Heading, names: &Names) -> Option<u32> {
        self.read_exact(heading, |text| names.find(text))
    }

    fn read_exact<T>(&mut self, heading: Heading, read: impl FnOnce(&str) -> Result<T, Wrong>) -> Option<T> {
        if self.is_empty(heading) {
            return None;
        }
        match std::str::from_utf8(self.raw(heading)).map_err(|_| Wrong::NotUtf8).and_then(read) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.wrong(heading, wrong);
                None
            }
        }
    }

    /// Notes a field that is empty and must not be.
    fn needed(&mut self, heading: Heading) {
        if self.is_empty(heading) {
            self.wrong(heading, Wrong::Empty);
        }
    }

    fn wrong(&mut self, heading: Heading, wrong: Wrong) {
        let text = String::from_utf8_lossy(self.raw(heading));
        self.wrong_as(heading, wrong, text.trim());
    }

    fn wrong_as(&mut self, heading: Heading, wrong: Wrong, text: &str) {
        let lookup = self.lookup;
        let field = lookup.table.place(heading);
        self.troubles.add(self.at, (Some(heading), field), (wrong, text), |guess| lookup.explain(Some(heading), wrong, text, guess));
    }

    /// Area, coordinates, and whether these lie outside it. With coordinates the area is an innermost one; where they lie
    /// outside the city, it is only the area that the row names.
    fn place(&mut self) -> (Option<AreaId>, Option<Point>, bool) {
        let lookup = self.lookup;
        let area = self.name(Heading::Area, &lookup.areas).map(AreaId);
        let before = self.troubles.count();
        let axes = if lookup.globe().is_some() { [Heading::Longitude, Heading::Latitude] } else { [Heading::X, Heading::Y] };
        let (x, y) = match axes.map(|axis| self.read(axis, finite)) {
            [Some(x), Some(y)] => (x, y),
            [None, None] => return (area, None, false),
            [x, _] => {
                if before == self.troubles.count() {
                    self.wrong(axes[usize::from(x.is_some())], Wrong::HalfPlace);
                }
                return (area, None, false);
            }
        };
        let place = lookup.point(x, y);
        let around = lookup.leaf_around(place);
        let Some(area) = area else {
            if around.is_none() && self.is_empty(Heading::Area) {
                self.wrong_as(axes[0], Wrong::OutsideCity, &format!("{x}, {y}"));
            }
            return (around, Some(place), false);
        };
        if around.is_none() {
            return (Some(area), None, true);
        }
        let leaves = lookup.city.areas[area].leaves.clone();
        let found = lookup.locator.leaf_of(&leaves, place);
        let leaf = found.unwrap_or_else(|| lookup.locator.nearest_of(leaves.clone(), place));
        (Some(leaf), Some(place), found.is_none())
    }
}

/// Adds what the log calls things. What an entry means is one of our names, whatever other entries call by that name.
fn rename(names: &mut Names, (map, kind): (&str, &str), theirs: &IndexMap<String, String>, problems: &mut Vec<Problem>) {
    let ours = names.clone();
    for (their, our) in theirs {
        let wrong = match ours.find(our) {
            Ok(index) => {
                names.call(their, index);
                continue;
            }
            Err(wrong) => wrong,
        };
        let message = match (wrong, nearest(our, ours.all())) {
            (Wrong::Several, _) if kind == "area" => format!("several areas are called {our:?}: write the path or the number of one"),
            (Wrong::Several, _) => format!("{our:?} means more than one {kind}"),
            (_, Some(near)) => format!("there is no {kind} called {our:?}; did you mean {near:?}?"),
            (_, None) => format!("there is no {kind} called {our:?}"),
        };
        problems.push((format!("log.{map}.{their}"), message));
    }
}

fn priority(text: &str) -> Result<u8, Wrong> {
    text.parse().ok().filter(|priority| (1..=4).contains(priority)).ok_or(Wrong::NoPriority)
}

fn finite(text: &str) -> Result<f64, Wrong> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or(Wrong::NoNumber)
}

fn flag(text: &str) -> Result<bool, Wrong> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "是" => Ok(true),
        "0" | "false" | "no" | "否" => Ok(false),
        _ => Err(Wrong::NoFlag),
    }
}

fn length(text: &str) -> Result<Duration, Wrong> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.0..=Duration::MAX.seconds()).contains(&seconds) => Ok(Duration::from_seconds(seconds)),
        Ok(_) => Err(Wrong::NoLength),
        Err(_) => parse_duration(text).map_err(|_| Wrong::NoLength),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_more_than_one_thing_is_said_of_its_kind() {
        let both = Names::new([("fire", "事"), ("flood", "事")].into_iter());
        let theirs = IndexMap::from([("x".to_owned(), "事".to_owned())]);
        let told = |map_and_kind| {
            let mut problems = Vec::new();
            rename(&mut both.clone(), map_and_kind, &theirs, &mut problems);
            problems
        };
        let wrong = |path: &str, message: &str| vec![(path.to_owned(), message.to_owned())];
        assert_eq!(told(("categories", "category")), wrong("log.categories.x", "\"事\" means more than one category"));
        assert_eq!(told(("areas", "area")), wrong("log.areas.x", "several areas are called \"事\": write the path or the number of one"));
    }
}
