//! Two arms cell by cell: by how much more of the incidents met each target.

use super::Estimate;
use super::detail::{LevelTallies, Shares, Tallies};
use serde::Serialize;

/// The second arm minus the first, on one level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelDifference {
    /// Which of the levels shown; absent for all incidents together.
    pub shown: Option<usize>,
    /// By target. Positive where the second arm meets it more often.
    pub targets: Vec<Shares>,
}

/// What two arms have in common, replication by replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Luck {
    /// Nothing: the interval of a difference is put together from the intervals of both (Zou & Donner 2008).
    Own,
    /// The incidents that are measured: the interval is that of the ratio of paired differences.
    Shared,
    /// All that happened: the same run told twice, whose difference is none for sure.
    Repeated,
}

/// Differences on all levels that both arms have with the same number of cells.
pub fn differences(first: &Tallies, second: &Tallies, luck: Luck) -> Vec<LevelDifference> {
    let level = first.level.min(second.level);
    let matching = |a: &LevelTallies| {
        let b = second.levels.iter().find(|b| b.shown == a.shown && cells(a) == cells(b))?;
        let targets = (0..a.met.len().min(b.met.len())).map(|target| {
            Shares::of((0..cells(a)).map(|cell| match luck {
                Luck::Own => apart(a, b, target, cell, level),
                Luck::Shared => Estimate::share_difference(pairs(a, b, target, cell), level),
                Luck::Repeated => Estimate::difference(pairs(a, b, target, cell), level),
            }))
        });
        Some(LevelDifference { shown: a.shown, targets: targets.collect() })
    };
    first.levels.iter().filter_map(matching).collect()
}

fn cells(tallies: &LevelTallies) -> usize {
    tallies.incidents.first().map_or(0, Vec::len)
}

/// By how many incidents more the second met a target, and of how many.
fn pairs<'a>(a: &'a LevelTallies, b: &'a LevelTallies, target: usize, cell: usize) -> impl Iterator<Item = (f64, f64)> + 'a {
    let both = a.met[target].iter().zip(&b.met[target]).zip(&a.incidents);
    both.map(move |((a, b), n)| (f64::from(b[cell]) - f64::from(a[cell]), f64::from(n[cell])))
}

fn apart(a: &LevelTallies, b: &LevelTallies, target: usize, cell: usize, level: f64) -> Option<Estimate> {
    let share = |arm: &LevelTallies| {
        let pairs = arm.met[target].iter().zip(&arm.incidents).map(|(met, n)| (f64::from(met[cell]), f64::from(n[cell])));
        Estimate::share(pairs, level)
    };
    let (a, b) = (share(a)?, share(b)?);
    let estimate = b.estimate - a.estimate;
    let far = |x: f64, y: f64| (x * x + y * y).sqrt();
    let ends = a.lower.zip(a.upper).zip(b.lower.zip(b.upper));
    let lower = ends.map(|((_, above), (below, _))| estimate - far(b.estimate - below, above - a.estimate));
    let upper = ends.map(|((below, _), (_, above))| estimate + far(above - b.estimate, a.estimate - below));
    Some(Estimate { estimate, lower, upper, level, replications: a.replications.min(b.replications) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(met: [[u32; 2]; 3], incidents: [[u32; 2]; 3]) -> Tallies {
        let rows = |rows: [[u32; 2]; 3]| rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>();
        Tallies { level: 0.95, levels: vec![LevelTallies { shown: Some(0), incidents: rows(incidents), met: vec![rows(met)] }] }
    }

    #[test]
    fn pairs_see_what_two_intervals_do_not() {
        let n = [[100, 10], [100, 10], [100, 10]];
        let first = arm([[50, 5], [70, 9], [90, 1]], n);
        let second = arm([[55, 5], [75, 9], [96, 1]], n);
        let paired = &differences(&first, &second, Luck::Shared)[0].targets[0];
        let apart = &differences(&first, &second, Luck::Own)[0].targets[0];
        // By hand: 16 of 300; residuals −1/3, −1/3, 2/3, s² = 1/3, half-width 4.3027·√(1/9)/100.
        assert_eq!(paired.share, [Some(0.05333), Some(0.0)]);
        assert!((paired.lower[0].unwrap() - (0.053_333 - 4.302_65 / 300.0)).abs() < 2e-5);
        // One of 30, however alike: t₂ = 4.30265.
        assert_eq!((paired.lower[1], paired.upper[1]), (Some(-0.14342), Some(0.14342)));
        assert_eq!(apart.share, paired.share);
        assert!(apart.lower[0].unwrap() < 0.0 && apart.upper[0].unwrap() > 0.1, "unpaired it is undecided: {apart:?}");
    }

    #[test]
    fn a_run_told_twice_differs_by_nothing_for_sure() {
        let one = arm([[50, 5], [70, 9], [90, 1]], [[100, 10]; 3]);
        let told = |luck| differences(&one, &one, luck)[0].targets[0].clone();
        assert_eq!((told(Luck::Repeated).lower[0], told(Luck::Repeated).upper[0]), (Some(0.0), Some(0.0)));
        assert!(told(Luck::Shared).upper[0] > Some(0.0), "two runs that agree in so few could differ in more");
    }

    #[test]
    fn other_cities_are_not_compared_cell_by_cell() {
        let n = [[100, 10], [100, 10], [100, 10]];
        let mut other = arm(n, n);
        other.levels[0].incidents.iter_mut().for_each(|row| row.push(1));
        assert_eq!(differences(&arm(n, n), &other, Luck::Shared), []);
    }
}
