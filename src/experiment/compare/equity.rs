//! Equity: how unevenly misses are spread over communities, by the primary target.
//!
//! Per replication, then averaged. The worst communities of a run are partly the unlucky ones; to pick them and to
//! measure them on the same runs would make every arm look unfair. So each replication's worst (and best) tenth is
//! picked on the *other half* of the replications, and so is the order in which its misses are laid along the Lorenz curve:
//! the few misses of a short run fall on few areas, which by itself would be a Gini coefficient near 1. It is of miss rates,
//! not of attainment, which near 1 has a coefficient near 0 whatever happens. Intervals allow for the halves depending on each
//! other ([`Halves`]).

use super::Runs;
use super::areas::level_cells;
use crate::experiment::{Arm, Estimate, Measured};
use crate::metrics::Name;
use crate::stats::{Difference, Halves, apart, concentration};
use serde::Serialize;

/// Areas with fewer incidents than this in all replications together say little.
pub const FEW: u64 = 30;

/// How evenly misses are spread over the areas of one level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Equity {
    /// The level.
    pub level: Name,
    /// Areas with incidents in every replication of every arm.
    pub areas: u32,
    /// Areas left out because some replication has no incident there.
    pub left_out: u32,
    /// Of those counted, how many have fewer than thirty incidents in all.
    pub few: u32,
    /// How many make the worst tenth.
    pub tenth: u32,
    /// By arm, the baseline first.
    pub arms: Vec<ArmEquity>,
    /// Each arm against the baseline.
    pub differences: Vec<EquityDifference>,
}

/// One arm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArmEquity {
    /// The arm.
    pub arm: String,
    /// Mean attainment of the worst tenth of areas.
    pub worst_decile: Option<Estimate>,
    /// Mean attainment of the best tenth minus that of the worst.
    pub gap: Option<Estimate>,
    /// Gini coefficient of miss rates, areas in the order of the other half: about 0 where nothing but chance spreads them.
    pub gini: Option<Estimate>,
}

/// A difference in one of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EquityDifference {
    /// The arm.
    pub arm: String,
    /// What it is compared with.
    pub against: String,
    /// `worst_decile`, `gap` or `gini`.
    pub measure: &'static str,
    /// The arm minus the other.
    pub estimate: f64,
    /// Lower end of the plain interval; `null` with fewer than three replications.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
}

/// Attainment of each area in each replication.
type Table = Vec<Vec<f64>>;

/// The three numbers of each replication.
struct Numbers {
    worst: Vec<f64>,
    gap: Vec<f64>,
    gini: Vec<f64>,
}

/// One of the three.
type Of = fn(&Numbers) -> &Vec<f64>;

impl Runs<'_> {
    /// Over the level with the most areas that a table can show (communities, in a city that has them). `None` with
    /// fewer than ten areas or two replications.
    pub fn equity(&self) -> Option<Equity> {
        self.equity_by_replication().map(|(found, _)| found)
    }

    fn equity_by_replication(&self) -> Option<(Equity, Vec<Numbers>)> {
        let (start, level, count) = level_cells(&self.arms[0].dimensions)?;
        let same = |arm: &Arm| level_cells(&arm.dimensions).filter(|found| found.1 == level && found.2 == count).map(|found| found.0);
        let starts: Vec<usize> = self.arms.iter().map(same).collect::<Option<_>>()?;
        let always = |(start, runs): (&usize, &Vec<Measured>), area: usize| runs.iter().all(|m| m.cells[start + area].incidents > 0);
        let counted: Vec<usize> = (0..count).filter(|area| starts.iter().zip(&self.measured).all(|arm| always(arm, *area))).collect();
        if counted.len() < 10 || self.replications() < 2 {
            return None;
        }
        let tenth = (counted.len() / 10).max(1);
        let of_area = |area: usize| self.measured[0].iter().map(|m| u64::from(m.cells[start + area].incidents)).sum::<u64>();
        let few = counted.iter().filter(|area| of_area(**area) < FEW).count() as u32;
        let numbers: Vec<Numbers> = (0..starts.len()).map(|arm| numbers(&self.table(arm, starts[arm], &counted), tenth)).collect();
        let mean = |values: &[f64]| Halves::of(values.iter().copied().map(Some)).interval(self.level);
        let arms = numbers.iter().enumerate().map(|(arm, n)| ArmEquity {
            arm: self.label(arm),
            worst_decile: Estimate::of(mean(&n.worst).of_share()),
            gap: Estimate::of(mean(&n.gap).of_shares()),
            gini: Estimate::of(mean(&n.gini)),
        });
        let found = Equity {
            level,
            areas: counted.len() as u32,
            left_out: (count - counted.len()) as u32,
            few,
            tenth: tenth as u32,
            arms: arms.collect(),
            differences: self.equity_differences(&numbers),
        };
        Some((found, numbers))
    }

    /// Attainment of the worst tenth of areas by arm and replication; `None` as for [`Runs::equity`].
    pub fn worst_deciles(&self) -> Option<Vec<Vec<f64>>> {
        Some(self.equity_by_replication()?.1.into_iter().map(|numbers| numbers.worst).collect())
    }

    fn table(&self, arm: usize, start: usize, areas: &[usize]) -> Table {
        let primary = self.primary();
        let share = |m: &Measured, area: usize| {
            let cell = &m.cells[start + area];
            f64::from(cell.met[primary]) / f64::from(cell.incidents)
        };
        self.measured[arm].iter().map(|m| areas.iter().map(|area| share(m, *area)).collect()).collect()
    }

    fn equity_differences(&self, numbers: &[Numbers]) -> Vec<EquityDifference> {
        let kinds: [(&'static str, Of); 3] = [("worst_decile", |n| &n.worst), ("gap", |n| &n.gap), ("gini", |n| &n.gini)];
        let one = |arm: usize, measure: &'static str, of: Of| {
            let (of_arm, of_other) = (of(&numbers[arm]), of(&numbers[0]));
            let interval = Difference::of_halves(of_arm, of_other, self.paired).map(|found| found.interval(self.level));
            let interval = interval.map(|found| if measure == "worst_decile" { found.of_shares() } else { found });
            let estimate = interval.map_or_else(|| apart(of_arm, of_other), |found| found.estimate);
            let (lower, upper) = (interval.map(|found| found.lower), interval.map(|found| found.upper));
            EquityDifference { arm: self.label(arm), against: self.label(0), measure, estimate, lower, upper }
        };
        (1..numbers.len()).flat_map(|arm| kinds.iter().map(move |(measure, of)| one(arm, measure, *of))).collect()
    }
}

/// The three numbers of each replication; the ends are picked on the half that it does not belong to.
fn numbers(table: &Table, tenth: usize) -> Numbers {
    let ranked = [ranks(table, 1), ranks(table, 0)];
    let mean = |row: &[f64], areas: &[usize]| areas.iter().map(|area| row[*area]).sum::<f64>() / areas.len() as f64;
    let ends = |replication: usize, row: &[f64]| {
        let order = &ranked[replication % 2];
        (mean(row, &order[..tenth]), mean(row, &order[order.len() - tenth..]))
    };
    let both: Vec<(f64, f64)> = table.iter().enumerate().map(|(replication, row)| ends(replication, row)).collect();
    let misses = |(replication, row): (usize, &Vec<f64>)| {
        let order: Vec<usize> = ranked[replication % 2].iter().rev().copied().collect();
        concentration(&row.iter().map(|share| (1.0 - share).max(0.0)).collect::<Vec<_>>(), &order)
    };
    Numbers {
        worst: both.iter().map(|(worst, _)| *worst).collect(),
        gap: both.iter().map(|(worst, best)| best - worst).collect(),
        gini: table.iter().enumerate().filter_map(misses).collect(),
    }
}

/// Areas from the worst to the best by their mean over the replications of one half (even or odd numbers).
fn ranks(table: &Table, half: usize) -> Vec<usize> {
    let areas = table.first().map_or(0, Vec::len);
    let mean = |area: usize| table.iter().skip(half).step_by(2).map(|row| row[area]).sum::<f64>();
    let means: Vec<f64> = (0..areas).map(mean).collect();
    let mut order: Vec<usize> = (0..areas).collect();
    order.sort_by(|a, b| means[*a].total_cmp(&means[*b]).then(a.cmp(b)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose, unit};
    use rand_chacha::rand_core::Rng;

    #[test]
    fn a_spread_that_is_real_is_found() {
        // Twenty areas, attainment 0.80, 0.81, … in every replication.
        let row: Vec<f64> = (0..20).map(|area| 0.8 + 0.01 * f64::from(area)).collect();
        let found = numbers(&vec![row; 4], 2);
        assert!(found.worst.iter().all(|worst| (worst - 0.805).abs() < 1e-12));
        assert!(found.gap.iter().all(|gap| (gap - 0.18).abs() < 1e-12));
        // Misses 0.01 to 0.20: (20² − 1) ÷ (3 · 20 · 21) = 0.3167.
        assert!(found.gini.len() == 4 && found.gini.iter().all(|gini| (gini - 399.0 / 1260.0).abs() < 1e-9), "{:?}", found.gini);
    }

    #[test]
    fn mere_luck_is_no_inequity() {
        // Every area attains 0.9 but for noise: the worst tenth of the other half is no worse than the rest.
        let mut stream = Key { seed: 5, replication: 0 }.stream(Purpose::City, 0);
        let table: Table = (0..40).map(|_| (0..100).map(|_| 0.85 + 0.1 * unit(stream.next_u64())).collect()).collect();
        let found = numbers(&table, 10);
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        assert!((mean(&found.worst) - 0.9).abs() < 0.005, "{}", mean(&found.worst));
        assert!(mean(&found.gap).abs() < 0.01, "{}", mean(&found.gap));
        assert!(mean(&found.gini).abs() < 0.02, "{}", mean(&found.gini));
    }
}
