//! What can be wrong in a log: every bad field is counted, equal ones are told once with their lines.

use super::heading::Heading;
use crate::demand::Problem;
use std::collections::BTreeMap;

/// So many bad fields are told with their lines; the rest is counted.
const MOST_TOLD: u64 = 100_000;
/// So many different mistakes are told with what may have been meant, which takes long to find out.
const MOST_GUESSED: usize = 1_000;

/// What is wrong with a field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Wrong {
    /// The row has more or fewer fields than the heading.
    Fields,
    /// It must be filled in.
    Empty,
    /// Its bytes are no text.
    NotUtf8,
    /// It is no time.
    NoTime,
    /// It is a day without a time of day.
    NoTimeOfDay,
    /// It has a zone.
    Zone,
    /// It lies outside the days of the run.
    OutsideRun,
    /// It occurred after its report.
    OccurredLater,
    /// It occurred more than a thousand years before.
    OccurredLongAgo,
    /// Nothing is called so.
    Unknown,
    /// Several things are called so.
    Several,
    /// It is no priority.
    NoPriority,
    /// It is neither yes nor no.
    NoFlag,
    /// Joint work of a category without a partner.
    NoPartner,
    /// Joint work of a department with itself.
    OwnPartner,
    /// It is no number.
    NoNumber,
    /// One of two coordinates is missing.
    HalfPlace,
    /// The place lies outside the city.
    OutsideCity,
    /// It is no length of time.
    NoLength,
}

impl Wrong {
    /// Whether it is the same mistake whatever the field says.
    fn is_one(self) -> bool {
        matches!(
            self,
            Wrong::Empty
                | Wrong::NotUtf8
                | Wrong::NoTimeOfDay
                | Wrong::Zone
                | Wrong::OutsideRun
                | Wrong::OccurredLater
                | Wrong::OccurredLongAgo
                | Wrong::HalfPlace
        )
    }
}

/// Where a row stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    /// Its first line, counting from 1; blank lines before it may be counted as well.
    pub line: u64,
    /// Its first byte.
    pub byte: u64,
}

/// A mistake in a log, and where it was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadField {
    /// The first row that has it.
    pub at: At,
    /// The field of that row, from 0; none when it is about the whole row.
    pub field: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// How many rows have it.
    pub rows: u64,
    /// Further rows.
    pub again: Vec<At>,
}

/// Why a log cannot be replayed.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Refused {
    /// What is wrong with the `log:` section, by path below `demand`.
    pub problems: Vec<Problem>,
    /// Different mistakes in the table, in the order of their first lines.
    pub bad: Vec<BadField>,
    /// Bad fields that are not told, by column.
    pub more: Vec<(&'static str, u64)>,
    /// Rows with a mistake.
    pub bad_rows: u64,
    /// Rows read.
    pub rows: u64,
}

/// Mistakes found so far.
#[derive(Clone, Default, Debug)]
pub(super) struct Troubles {
    told: BTreeMap<(Option<Heading>, Wrong, String), usize>,
    bad: Vec<BadField>,
    more: BTreeMap<Option<Heading>, u64>,
    count: u64,
}

impl Troubles {
    /// Bad fields so far.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Notes a bad field; `explain` is asked for message and help when it is a new mistake that will be told, and whether it
    /// is to guess what was meant.
    pub(super) fn add(
        &mut self,
        at: At,
        (heading, field): (Option<Heading>, Option<usize>),
        (wrong, text): (Wrong, &str),
        explain: impl FnOnce(bool) -> (String, Option<String>),
    ) {
        self.count += 1;
        let key = (heading, wrong, if wrong.is_one() { String::new() } else { text.to_owned() });
        let told = self.count <= MOST_TOLD;
        if let Some(&known) = self.told.get(&key) {
            let bad = &mut self.bad[known];
            bad.rows += 1;
            if told {
                bad.again.push(at);
            }
        } else if told {
            let (message, help) = explain(self.bad.len() < MOST_GUESSED);
            self.told.insert(key, self.bad.len());
            self.bad.push(BadField { at, field, message, help, rows: 1, again: Vec::new() });
        } else {
            *self.more.entry(heading).or_default() += 1;
        }
    }

    /// All of it.
    pub(super) fn refuse(self, problems: Vec<Problem>, bad_rows: u64, rows: u64) -> Refused {
        let more = self.more.into_iter().map(|(heading, count)| (heading.map_or("row", Heading::name), count)).collect();
        Refused { problems, bad: self.bad, more, bad_rows, rows }
    }
}
