//! The `log:` of a demand section: which table holds the records and how it is to be read.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Records that take the place of the arrival process. All maps are written `{"their name": "ours"}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// The table (CSV, UTF-8), from the folder of the file in which this stands.
    pub file: String,
    /// How times are written.
    #[serde(default)]
    pub time: TimeFormat,
    /// What becomes of rows before the first or after the last day of the run.
    #[serde(default)]
    pub outside: Outside,
    /// Headings of the table by what they mean: one of [`super::Heading`] or "unused".
    #[serde(default)]
    pub columns: IndexMap<String, String>,
    /// Names of categories; those of the scenario, in either language, need not be listed.
    #[serde(default)]
    pub categories: IndexMap<String, String>,
    /// Names of channels.
    #[serde(default)]
    pub channels: IndexMap<String, String>,
    /// Names of departments.
    #[serde(default)]
    pub departments: IndexMap<String, String>,
    /// Names of facilities.
    #[serde(default)]
    pub facilities: IndexMap<String, String>,
    /// Names of areas.
    #[serde(default)]
    pub areas: IndexMap<String, String>,
}

/// How a log writes times: local, without a zone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum TimeFormat {
    /// Year, month, day and time of day: "2022-09-14T06:03:20.5", also "2022/9/14 6:03".
    #[default]
    Iso,
    /// By the directives of C's strptime, such as "%d.%m.%Y %H:%M".
    Format(String),
    /// Seconds since the run's first midnight.
    Seconds,
    /// Minutes since the run's first midnight.
    Minutes,
    /// Hours since the run's first midnight.
    Hours,
    /// Days since the run's first midnight.
    Days,
}

/// What becomes of rows that lie outside the days of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outside {
    /// Each is an error.
    #[default]
    Refuse,
    /// They are left out and counted.
    Drop,
}
