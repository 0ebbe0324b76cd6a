//! A log: records of what happened, replayed in the place of the arrival process.
//!
//! A row says when, and as much else as is known; what it does not say is drawn from the same marks as
//! without a log, addressed by the incident's number in the order of reports. So all replications meet the
//! same rows, and differ only in what the rows leave open and in the luck of those who serve. Surges stay
//! those of the scenario: they decide travel times, and `in_surge` where the log does not say it.

mod clock;
mod config;
mod expected;
mod explain;
mod heading;
mod kinds;
mod names;
mod open;
mod read;
mod table;
mod wrong;

pub use clock::write_moment;
pub use config::{LogConfig, Outside, TimeFormat};
pub use heading::Heading;
pub use names::AreaNames;
pub use open::Open;
pub use read::LogReader;
pub use wrong::{At, BadField, Refused};

use super::model::{Demand, Job};
use super::places::Spread;
use super::surges::Surges;
use super::trace::Incident;
use crate::city::{City, Point, Unread};
use crate::ids::{AreaId, ChannelId, JobId};
use crate::random::{Attribute, Marks};
use crate::time::{Duration, Instant};

/// Records in the order of their reports.
#[derive(Clone, Debug)]
pub struct Log {
    rows: Vec<Row>,
    jobs: Vec<Job>,
    summary: LogSummary,
}

/// One record, 56 bytes. What is not known has a value that cannot occur.
#[derive(Clone, Copy, Debug)]
struct Row {
    reported: Instant,
    delay: Duration,
    work: Duration,
    /// Not a number where it is not known.
    place: Point,
    /// The innermost area where the place is known; else any area, the whole city where nothing is known.
    area: AreaId,
    job: JobId,
    channel: u16,
    facility: u16,
    priority: u8,
    flags: Flags,
}

const UNKNOWN: Duration = Duration(u64::MAX);
const NO_CHANNEL: u16 = u16::MAX;
const NO_FACILITY: u16 = u16::MAX;
const NO_PRIORITY: u8 = 0;

/// Yes, no or not known, three times.
#[derive(Clone, Copy, Default, Debug)]
struct Flags(u8);

#[derive(Clone, Copy)]
enum Flag {
    Joint = 0,
    SelfFound = 2,
    InSurge = 4,
}

impl Flags {
    fn set(&mut self, flag: Flag, value: Option<bool>) {
        self.0 |= value.map_or(0, |yes| 2 | u8::from(yes)) << flag as u8;
    }

    fn get(self, flag: Flag) -> Option<bool> {
        let bits = self.0 >> flag as u8;
        (bits & 2 != 0).then_some(bits & 1 != 0)
    }
}

/// What was found in a log, beside its rows.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct LogSummary {
    /// Rows that stood after a later one; they were sorted.
    pub unsorted: u64,
    /// Rows outside the days of the run that were left out.
    pub dropped: u64,
    /// Rows whose coordinates lie outside the area that they name; the area decides where they count.
    pub astray: u64,
    /// Rows that leave something open, which is drawn: by what it is.
    pub drawn: Vec<(Open, u64)>,
    /// Offsets from UTC that times are written with, each once; times count as they stand on the clock.
    pub offsets: Vec<String>,
    /// Columns that are not read.
    pub unused: Vec<Unread>,
}

impl Log {
    /// How many incidents.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// When the first and the last was reported.
    pub fn span(&self) -> Option<(Instant, Instant)> {
        Some((self.rows.first()?.reported, self.rows.last()?.reported))
    }

    /// What was found in it.
    pub fn summary(&self) -> &LogSummary {
        &self.summary
    }

    /// How many rows say that they were reported during a surge.
    pub fn in_surge(&self) -> usize {
        self.rows.iter().filter(|row| row.flags.get(Flag::InSurge) == Some(true)).count()
    }

    /// Whether every row says this, so that nothing of it is ever drawn. Places are left to the scenario.
    pub fn says(&self, what: Open) -> bool {
        let says = |row: &Row| match what {
            Open::Delay => row.delay != UNKNOWN,
            Open::Channel => row.channel != NO_CHANNEL,
            Open::Priority => row.priority != NO_PRIORITY,
            Open::Place | Open::PlaceWithin => false,
            Open::Joint => row.flags.get(Flag::Joint).is_some(),
            Open::SelfFound => row.flags.get(Flag::SelfFound).is_some(),
            Open::Work => row.work != UNKNOWN,
            Open::Facility => row.facility != NO_FACILITY,
        };
        self.rows.iter().all(says)
    }

    /// Whether some of its rows leave this open, and it is drawn.
    pub(super) fn draws(&self, open: Open) -> bool {
        self.summary.drawn.iter().any(|(drawn, _)| *drawn == open)
    }

    /// Jobs that no category has as its own, numbered after those that one has.
    pub(super) fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// When the incident of this number is reported; [`Instant::NEVER`] after the last.
    #[inline]
    pub(super) fn reported(&self, number: u64) -> Instant {
        self.rows.get(number as usize).map_or(Instant::NEVER, |row| row.reported)
    }

    /// The incident of this number, what the row leaves open drawn from `marks`.
    #[inline(never)]
    pub(super) fn incident(&self, number: u64, marks: Marks, demand: &Demand, city: &City, surges: &Surges) -> Incident {
        let row = &self.rows[number as usize];
        let job = demand.jobs[row.job];
        let category = &demand.categories[job.category];
        let channel = if row.channel == NO_CHANNEL { demand.draw_channel(&marks) } else { ChannelId(row.channel.into()) };
        let (leaf, place) = row.scene(&demand.spreads[category.spread], city, |of| marks.uniform(of, 0));
        Incident {
            number,
            reported: row.reported,
            delay: if row.delay == UNKNOWN { category.draw_delay(&marks) } else { row.delay },
            leaf,
            place,
            category: job.category,
            job: row.job,
            channel,
            priority: if row.priority == NO_PRIORITY { category.draw_priority(&marks) } else { row.priority },
            joint: row.flags.get(Flag::Joint).unwrap_or_else(|| category.draw_joint(&marks) && !demand.is_its_own_partner(job)),
            self_found: row.flags.get(Flag::SelfFound).unwrap_or_else(|| demand.draw_self_found(channel, &marks)),
            in_surge: row.flags.get(Flag::InSurge).unwrap_or_else(|| surges.at(row.reported).is_some()),
            patience: demand.draw_patience(&marks),
            work: (row.work != UNKNOWN).then_some(row.work),
            facility: (row.facility != NO_FACILITY).then_some(row.facility),
            marks,
        }
    }
}

impl Row {
    /// Where it happened: the innermost area and the place in it, chosen by `luck` where they are not known.
    #[inline]
    fn scene(&self, spread: &Spread, city: &City, luck: impl Fn(Attribute) -> f64) -> (AreaId, Point) {
        let leaf = match city.areas[self.area].leaves.clone() {
            leaves if leaves.len() == 1 => AreaId(leaves.start),
            leaves if self.area == AreaId(0) && leaves.len() > 1 => spread.pick(luck(Attribute::Area)),
            leaves => spread.pick_among(leaves, luck(Attribute::Area)),
        };
        let place = if self.place.x.is_nan() { city.place_in(leaf, luck(Attribute::PlaceU), luck(Attribute::PlaceV)) } else { self.place };
        (leaf, place)
    }
}
