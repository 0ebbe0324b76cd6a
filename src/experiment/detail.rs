//! What maps, calendars and curves show of an arm: numbers too many for a table, in columns.
//!
//! Beside [`super::Summary`], not instead of it: what both have is the same to the digits kept here, which are
//! five for shares and one for seconds. How it is computed stands in `summarize/detail.rs`.

use serde::{Deserialize, Serialize};

/// Levels with more cells than this are drawn, but differences and the worst of them are not looked for: there
/// would be too few incidents in each.
pub const MOST_COMPARED: usize = 200;

/// Everything that is drawn of an arm beyond its summary.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Detail {
    /// By innermost area.
    pub leaves: Cells,
    /// By the cells of each level shown, in the order of the summary's breakdowns by level.
    pub levels: Vec<Cells>,
    /// By hour of the week, from Monday 00:00.
    pub hours: Cells,
    /// By day of the run.
    pub days: Cells,
    /// An average day.
    pub profile: Profile,
    /// Spread of the distribution functions of the summary's durations from run to run, in the same order.
    pub cdf: Vec<Spread>,
    /// How unevenly misses of the primary target are spread over areas; absent without a level of areas.
    pub equity: Option<Equity>,
}

/// Attainment by the clock in force, cell by cell.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub struct Cells {
    /// Measured incidents, over all replications.
    pub incidents: Vec<u64>,
    /// Respond, accept, depart, on scene.
    pub targets: Vec<Shares>,
    /// Mean time from the report to the arrival of a responder, in seconds.
    pub response_s: Vec<Option<f64>>,
}

/// A share, or a difference of shares, with its interval, cell by cell.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub struct Shares {
    /// The estimate; absent without incidents.
    pub share: Vec<Option<f64>>,
    /// The lower end of its interval; absent with fewer than two replications that had any.
    pub lower: Vec<Option<f64>>,
    /// The upper end.
    pub upper: Vec<Option<f64>>,
}

/// An average day in quarter hours.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// Incidents waiting for a crew.
    pub waiting: Spread,
    /// Crews on duty.
    pub on_duty: Spread,
    /// Crews serving incidents.
    pub serving: Spread,
}

/// A curve and how far single replications lie from it: what one run of the city may look like, not how well the
/// mean is known.
#[derive(Clone, Debug, PartialEq, Default, Serialize)]
pub struct Spread {
    /// The mean over replications.
    pub mean: Vec<f64>,
    /// Only one replication in twenty lies lower.
    pub low: Vec<f64>,
    /// Only one replication in twenty lies higher.
    pub high: Vec<f64>,
}

/// How unevenly misses of the primary target are spread over the cells of one level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Equity {
    /// Which of the levels shown.
    pub level: usize,
    /// Gini coefficient of the cells' miss rates: the mean over replications and its interval.
    pub gini: Option<super::Estimate>,
    /// How many cells had enough incidents in both halves of the replications to be among the worst.
    pub eligible: usize,
    /// The cells that were worst in every other replication, the worst first, and what the remaining replications
    /// say of them: chosen and estimated on different runs, or luck would make them look worse than they are.
    pub worst: Vec<WorstCell>,
}

/// One of the worst cells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorstCell {
    /// Its position within the level.
    pub cell: usize,
    /// Measured incidents of the replications on which it is estimated.
    pub incidents: u64,
    /// Share of them within the limit.
    pub attainment: Option<super::Estimate>,
}

/// Counts of every replication by cell, from which two arms are compared pair by pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tallies {
    /// The confidence level of intervals.
    pub level: f64,
    /// All incidents together, then every level with at most [`MOST_COMPARED`] cells.
    pub levels: Vec<LevelTallies>,
}

/// The counts of one level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelTallies {
    /// Which of the levels shown; absent for all incidents together.
    pub shown: Option<usize>,
    /// Measured incidents by replication and cell.
    pub incidents: Vec<Vec<u32>>,
    /// Those within the limit by target, replication and cell.
    pub met: Vec<Vec<Vec<u32>>>,
}
