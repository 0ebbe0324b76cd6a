//! Where an arm wins and where it loses: attainment by category, channel, hour and area, against the baseline.
//!
//! Cells are matched by name, those of one name in their order, so that a level or partition which only one arm has is left
//! out. Verdicts are those of targets everywhere, against the margin, and hold together over all cells of a dimension: some of a
//! hundred communities always look better by luck.

use super::judge::{Verdict, against_margin, difference};
use super::{FEW, Runs};
use crate::experiment::jobs::Cell;
use crate::experiment::measure::Ratio;
use crate::experiment::summarize::cells;
use crate::metrics::{Layout, Name, Target};
use crate::stats::{holm, joint_level};
use serde::Serialize;

/// Levels with more cells than this are left out: nobody reads so long a table, and little is known of each cell.
const MOST_CELLS: usize = 150;

/// The differences of one arm along one dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Breakdown {
    /// The arm.
    pub arm: String,
    /// What it is compared with.
    pub against: String,
    /// `category`, `priority`, `channel`, `hour`, `weekday`, `surge` or `level`.
    pub dimension: &'static str,
    /// What it is called; for a level, its name.
    pub name: Name,
    /// Its cells in order; those without incidents are left out.
    pub rows: Vec<CellRow>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellRow {
    /// What it is called.
    pub name: Name,
    /// Measured incidents in the baseline, all replications together.
    pub incidents: u64,
    /// Too few incidents to say much.
    pub few: bool,
    /// By target: respond, accept, depart, on scene. Absent where no replication has an incident.
    pub targets: Vec<Option<CellDifference>>,
}

/// A difference of attainment in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CellDifference {
    /// The arm minus the baseline.
    pub estimate: f64,
    /// Lower end of the plain interval.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// Against the margin; the verdicts of all cells of the dimension hold together.
    pub verdict: Verdict,
    /// The adjusted p-value of "no difference".
    pub p_holm: f64,
}

impl Runs<'_> {
    /// All breakdowns of all arms.
    pub fn breakdowns(&self) -> Vec<Breakdown> {
        (1..self.arms.len()).flat_map(|arm| self.breakdowns_of(arm)).collect()
    }

    fn breakdowns_of(&self, arm: usize) -> Vec<Breakdown> {
        let (own, base) = (cells(&self.arms[arm].dimensions), cells(&self.arms[0].dimensions));
        let mut found = Vec::new();
        for section in base.iter().filter(|section| section.dimension != "served_by" && section.names.len() <= MOST_CELLS) {
            let Some(other) = own.iter().find(|other| other.dimension == section.dimension && other.name == section.name) else { continue };
            let places = matched(&section.names, &other.names);
            let pairs = section.names.iter().zip(section.start..).zip(places);
            let pairs = pairs.filter_map(|((name, cell), place)| Some((name, other.start + place?, cell)));
            let pairs: Vec<(&Name, usize, usize)> = pairs.filter(|(.., base)| self.incidents(0, *base) > 0).collect();
            let alone = joint_level(self.level, pairs.len());
            let mut rows: Vec<CellRow> = pairs.into_iter().map(|(name, own, base)| self.row(arm, name, own, base, alone)).collect();
            adjust(&mut rows);
            found.push(Breakdown {
                arm: self.label(arm),
                against: self.label(0),
                dimension: section.dimension,
                name: section.name.clone(),
                rows,
            });
        }
        found
    }

    /// Incidents measured in a cell, all replications together.
    fn incidents(&self, arm: usize, cell: usize) -> u64 {
        self.measured[arm].iter().map(|measured| u64::from(measured.cells[cell].incidents)).sum()
    }

    fn row(&self, arm: usize, name: &Name, own: usize, base: usize, alone: f64) -> CellRow {
        let incidents = self.incidents(0, base);
        CellRow {
            name: name.clone(),
            incidents,
            few: incidents < FEW,
            targets: (0..Target::COUNT).map(|target| self.cell_difference((arm, own), base, target, alone)).collect(),
        }
    }

    fn cell_difference(&self, (arm, own): (usize, usize), base: usize, target: usize, alone: f64) -> Option<CellDifference> {
        let of = |arm: usize, cell: usize| self.measured[arm].iter().map(|m| attained(&m.cells[cell], target)).collect();
        let (one, other) = self.pair_of(of(arm, own), of(0, base))?;
        let plain = difference(&one, &other, self.paired)?;
        let trials = self.incidents(arm, own).min(self.incidents(0, base)) as f64;
        let found = if self.repeats[arm] { plain } else { plain.of_trials(trials) };
        let interval = found.interval(self.level);
        Some(CellDifference {
            estimate: found.estimate,
            lower: Some(interval.lower),
            upper: Some(interval.upper),
            verdict: against_margin(&found, self.margin, 1.0 - alone, 1.0),
            p_holm: found.p_value(),
        })
    }
}

/// Where each of `names` stands among `others`: the first of a name where the first of it stands, the second where the second does.
fn matched(names: &[Name], others: &[Name]) -> Vec<Option<usize>> {
    let place = |(at, name): (usize, &Name)| {
        let before = names[..at].iter().filter(|other| *other == name).count();
        others.iter().enumerate().filter(|(_, other)| *other == name).nth(before).map(|(place, _)| place)
    };
    names.iter().enumerate().map(place).collect()
}

fn attained(cell: &Cell, target: usize) -> Ratio {
    Ratio::of(u64::from(cell.met[target]), u64::from(cell.incidents))
}

/// From plain p-values to adjusted ones, target by target.
fn adjust(rows: &mut [CellRow]) {
    for target in 0..Target::COUNT {
        let mut family: Vec<&mut CellDifference> = rows.iter_mut().filter_map(|row| row.targets[target].as_mut()).collect();
        let adjusted = holm(&family.iter().map(|found| found.p_holm).collect::<Vec<_>>());
        for (found, p) in family.iter_mut().zip(adjusted) {
            found.p_holm = p;
        }
    }
}

/// The cells of a level by name, for [`super::equity`].
pub(super) fn level_cells(dimensions: &crate::metrics::Dimensions) -> Option<(usize, Name, usize)> {
    let layout = Layout::of(dimensions);
    let levels = dimensions.levels.iter().zip(&layout.levels).filter(|(level, _)| level.cells.len() <= MOST_CELLS);
    let most = levels.max_by_key(|(level, _)| level.cells.len())?;
    Some((*most.1, most.0.level.clone(), most.0.cells.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_of_one_name_are_matched_in_their_order() {
        let names = |names: &[&str]| names.iter().map(|name| Name::new(*name, *name)).collect::<Vec<_>>();
        let own = names(&["east", "west", "east"]);
        assert_eq!(matched(&own, &own), [Some(0), Some(1), Some(2)]);
        assert_eq!(matched(&own, &names(&["west", "east"])), [Some(1), Some(0), None]);
    }
}
