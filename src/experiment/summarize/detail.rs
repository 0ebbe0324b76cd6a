//! Columns for maps, calendars and curves.

use super::Arm;
use super::durations::grid;
use crate::experiment::Estimate;
use crate::experiment::detail::{Cells, Detail, Equity, LevelTallies, MOST_COMPARED, Profile, Shares, Spread, Tallies, WorstCell};
use crate::metrics::{Cell, Dimensions, HOURS_OF_WEEK, Places, QUARTERS, ReplicationResult, TIMED, Target};
use crate::stats::{Halves, concentration};
use crate::time::Duration;

/// Cells listed as the worst.
const WORST: usize = 15;
/// Cells with fewer incidents than this say too little to be called the worst.
const FEWEST: u64 = 30;

impl Detail {
    /// Puts the replications of one arm together.
    pub fn of(dimensions: &Dimensions, results: &[ReplicationResult], level: f64) -> Detail {
        let arm = Arm { dimensions, results, level };
        let levels: Vec<Vec<Vec<Cell>>> = (0..dimensions.levels.len()).map(|shown| arm.of_level(shown)).collect();
        let all = |of: fn(&Places) -> &[Cell]| results.iter().map(|result| of(&result.places)).collect::<Vec<_>>();
        Detail {
            leaves: cells(&arm, &all(|places| &places.leaves), dimensions.leaves as usize),
            levels: levels
                .iter()
                .zip(&dimensions.levels)
                .map(|(cells_of, level)| cells(&arm, &cells_of.iter().map(Vec::as_slice).collect::<Vec<_>>(), level.cells.len()))
                .collect(),
            hours: cells(&arm, &all(|places| &places.hours), HOURS_OF_WEEK),
            days: cells(&arm, &all(|places| &places.days), dimensions.days as usize),
            profile: profile(&arm),
            cdf: (0..TIMED.len()).map(|milestone| cdf(&arm, milestone)).collect(),
            equity: equity(&arm, &levels),
        }
    }
}

impl Tallies {
    /// The counts of one arm.
    pub fn of(dimensions: &Dimensions, results: &[ReplicationResult], level: f64) -> Tallies {
        let arm = Arm { dimensions, results, level };
        let whole = |result: &ReplicationResult| vec![sum(result.places.leaves.iter())];
        let mut levels = vec![tallies(None, &results.iter().map(whole).collect::<Vec<_>>())];
        let compared = (0..dimensions.levels.len()).filter(|shown| dimensions.levels[*shown].cells.len() <= MOST_COMPARED);
        levels.extend(compared.map(|shown| tallies(Some(shown), &arm.of_level(shown))));
        Tallies { level, levels }
    }
}

fn tallies(shown: Option<usize>, cells: &[Vec<Cell>]) -> LevelTallies {
    let column = |of: &dyn Fn(&Cell) -> u32| cells.iter().map(|cells| cells.iter().map(of).collect()).collect();
    let met = (0..Target::COUNT).map(|target| column(&|cell: &Cell| cell.met[target])).collect();
    LevelTallies { shown, incidents: column(&|cell| cell.incidents), met }
}

fn sum<'a>(cells: impl Iterator<Item = &'a Cell>) -> Cell {
    cells.fold(Cell::default(), |mut sum, cell| {
        sum.add(cell);
        sum
    })
}

impl Arm<'_> {
    /// The cells of a level in every replication.
    fn of_level(&self, shown: usize) -> Vec<Vec<Cell>> {
        let level = &self.dimensions.levels[shown];
        let of = |result: &ReplicationResult| {
            let mut cells = vec![Cell::default(); level.cells.len()];
            result.places.leaves.iter().zip(&level.of_leaf).for_each(|(leaf, cell)| cells[*cell as usize].add(leaf));
            cells
        };
        self.results.iter().map(of).collect()
    }
}

fn rounded(value: f64, digits: f64) -> f64 {
    (value * digits).round() / digits
}

/// As many digits of a share, or of a difference of shares, as are drawn and told. What is short of all stays so, and what is
/// not nothing.
pub(super) fn share(value: f64) -> f64 {
    const LAST: f64 = 1e-5;
    let near = rounded(value, 1e5);
    if near >= 1.0 && value < 1.0 {
        1.0 - LAST
    } else if near == 0.0 && value != 0.0 {
        LAST.copysign(value)
    } else {
        near
    }
}

fn cells(arm: &Arm, replications: &[&[Cell]], count: usize) -> Cells {
    let incidents = |cell: usize| replications.iter().map(|cells| u64::from(cells[cell].incidents)).sum();
    let shares = |target: usize| {
        let of = |cell: usize| {
            let pairs = replications.iter().map(|cells| (f64::from(cells[cell].met[target]), f64::from(cells[cell].incidents)));
            Estimate::share(pairs, arm.level)
        };
        Shares::of((0..count).map(of))
    };
    let response = |cell: usize| {
        let of = |number: fn(&Cell) -> u64| replications.iter().map(|cells| number(&cells[cell])).sum::<u64>();
        let (reached, response_ms) = (of(|cell| cell.reached.into()), of(|cell| cell.response_ms));
        (reached > 0).then(|| rounded(response_ms as f64 / 1_000.0 / reached as f64, 10.0))
    };
    Cells {
        incidents: (0..count).map(incidents).collect(),
        targets: (0..Target::COUNT).map(shares).collect(),
        response_s: (0..count).map(response).collect(),
    }
}

impl Shares {
    /// In columns, rounded.
    pub(in crate::experiment) fn of(estimates: impl Iterator<Item = Option<Estimate>>) -> Shares {
        let mut shares = Shares::default();
        for estimate in estimates {
            shares.share.push(estimate.map(|e| share(e.estimate)));
            shares.lower.push(estimate.and_then(|e| e.lower).map(share));
            shares.upper.push(estimate.and_then(|e| e.upper).map(share));
        }
        shares
    }
}

/// The curve of means with the quantiles of order 0.05 and 0.95, interpolated between order statistics.
fn spread(curves: &[Vec<f64>], points: usize) -> Spread {
    let mut spread = Spread::default();
    for point in 0..points {
        let mut values: Vec<f64> = curves.iter().map(|curve| curve[point]).filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        let n = values.len();
        let at = |order: f64| match n {
            0 => 0.0,
            _ => {
                let place = order * (n - 1) as f64;
                let below = place.floor() as usize;
                let above = (below + 1).min(n - 1);
                values[below] + (values[above] - values[below]) * (place - below as f64)
            }
        };
        spread.mean.push(share(values.iter().sum::<f64>() / n.max(1) as f64));
        spread.low.push(share(at(0.05)));
        spread.high.push(share(at(0.95)));
    }
    spread
}

fn profile(arm: &Arm) -> Profile {
    let curve = |of: fn(&crate::metrics::Profile) -> &Vec<u128>| {
        let one = |result: &ReplicationResult| {
            let days = result.window.length().0 as f64 / Duration::DAY.0 as f64;
            let quarter = Duration::DAY.0 as f64 / QUARTERS as f64;
            of(&result.profile).iter().map(|area| *area as f64 / quarter / days).collect()
        };
        spread(&arm.results.iter().map(one).collect::<Vec<_>>(), QUARTERS)
    };
    Profile { waiting: curve(|p| &p.waiting), on_duty: curve(|p| &p.on_duty), serving: curve(|p| &p.serving) }
}

fn cdf(arm: &Arm, milestone: usize) -> Spread {
    let grid: Vec<Duration> = grid().map(|s| Duration(s * Duration::SECOND.0)).collect();
    let one = |result: &ReplicationResult| {
        let part = &result.durations[milestone];
        grid.iter().map(|limit| part.within(*limit) / part.incidents() as f64).collect()
    };
    spread(&arm.results.iter().map(one).collect::<Vec<_>>(), grid.len())
}

/// Over the finest level that has few enough cells.
fn equity(arm: &Arm, levels: &[Vec<Vec<Cell>>]) -> Option<Equity> {
    let size = |shown: usize| arm.dimensions.levels[shown].cells.len();
    let level = (0..levels.len()).filter(|shown| (2..=MOST_COMPARED).contains(&size(*shown))).max_by_key(|shown| size(*shown))?;
    let (target, runs) = (arm.dimensions.targets.primary as usize, &levels[level]);
    // With one replication there is nothing to choose on: it both chooses and estimates, without an interval.
    let (chosen_on, estimated_on): (Vec<_>, Vec<_>) = runs.iter().enumerate().partition(|(r, _)| r % 2 == 0);
    let estimated_on = if estimated_on.is_empty() { &chosen_on } else { &estimated_on };
    let total = |runs: &[(usize, &Vec<Cell>)], cell: usize| sum(runs.iter().map(|(_, cells)| &cells[cell]));
    let mut rates: Vec<(f64, usize)> = (0..size(level))
        .filter_map(|cell| {
            let (all, other) = (total(&chosen_on, cell), total(estimated_on, cell));
            let enough = u64::from(all.incidents) >= FEWEST && u64::from(other.incidents) >= FEWEST;
            enough.then(|| (f64::from(all.met[target]) / f64::from(all.incidents), cell))
        })
        .collect();
    rates.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let worst = rates.iter().take(WORST).map(|&(_, cell)| WorstCell {
        cell,
        incidents: total(estimated_on, cell).incidents.into(),
        attainment: Estimate::share(
            estimated_on.iter().map(|(_, cells)| (f64::from(cells[cell].met[target]), f64::from(cells[cell].incidents))),
            arm.level,
        ),
    });
    let gini = (runs.len() > 1).then(|| Estimate::of(Halves::of(misses(runs, target)).interval(arm.level))).flatten();
    Some(Equity { level, gini, eligible: rates.len(), worst: worst.collect() })
}

/// How unequally the misses of each replication are spread, cells in the order of their miss rates over the other half of the
/// replications (even or odd numbers).
fn misses(runs: &[Vec<Cell>], target: usize) -> Vec<Option<f64>> {
    let rate = |cell: &Cell| f64::from(cell.incidents - cell.met[target]) / f64::from(cell.incidents);
    let orders = [1, 0].map(|half| {
        let total = |at: usize| sum(runs.iter().skip(half).step_by(2).map(|cells| &cells[at]));
        let of = |at: usize| Some(total(at)).filter(|cell| cell.incidents > 0).map(|cell| (rate(&cell), at));
        let mut order: Vec<(f64, usize)> = (0..runs[0].len()).filter_map(of).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        order
    });
    let one = |(replication, cells): (usize, &Vec<Cell>)| {
        let order: Vec<usize> = orders[replication % 2].iter().map(|(_, at)| *at).filter(|at| cells[*at].incidents > 0).collect();
        let rates: Vec<f64> = cells.iter().map(|cell| if cell.incidents > 0 { rate(cell) } else { 0.0 }).collect();
        concentration(&rates, &order)
    };
    runs.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_short_of_all_stays_so_and_one_that_is_not_nothing() {
        for (value, kept) in [(1.0, 1.0), (0.999_999, 0.999_99), (0.0, 0.0), (1e-7, 1e-5), (-1e-7, -1e-5), (0.123_456, 0.123_46)] {
            assert_eq!(share(value), kept, "{value}");
        }
    }
}
