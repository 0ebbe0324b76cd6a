//! The design of a sensitivity: the same points again from a method, the number of factors and a seed, so that nothing but
//! these has to be kept.

use super::Arm;
use super::factor_points::FactorPoint;
use crate::scenario::Factor;
use crate::stats::{Trajectory, morris_trajectories, saltelli_points};
use serde::{Deserialize, Serialize};

/// How it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Elementary effects along so many trajectories.
    Morris {
        /// How many.
        trajectories: u32,
    },
    /// Shares of the variance from so many rows, a power of two.
    Sobol {
        /// How many.
        rows: u32,
    },
}

/// What every point runs. Points of a group run the same replications, those of the next group others: the points that an
/// effect is a difference of share their luck, and one group says nothing of the luck of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Short {
    /// Days of a replication.
    pub days: u32,
    /// Replications of each point.
    pub replications: u32,
    /// The seed of the design.
    pub seed: u64,
}

/// The points of the design, group after group: a trajectory, or a row with all its exchanges.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// The trajectories, for Morris.
    pub trajectories: Vec<Trajectory>,
    /// By point and factor its value.
    pub values: Vec<Vec<Option<f64>>>,
    /// How many points make a group.
    pub group: usize,
}

impl Method {
    /// How many points of so many factors make a trajectory, or a row with all its exchanges.
    pub fn group(self, inputs: usize) -> usize {
        match self {
            Method::Morris { .. } => inputs + 1,
            Method::Sobol { .. } => inputs + 2,
        }
    }

    /// How many points there are with so many factors.
    pub fn points(self, inputs: usize) -> usize {
        let (Method::Morris { trajectories: groups } | Method::Sobol { rows: groups }) = self;
        groups as usize * self.group(inputs)
    }
}

impl Short {
    /// The settings of every point of a scenario.
    pub fn sets(&self, arm: &Arm) -> Vec<String> {
        arm.lasting(self.days)
    }

    /// The first of the replications that all points of a group run.
    pub fn first_replication(&self, group: usize) -> u32 {
        group as u32 * self.replications
    }

    /// The point of a scenario at these values of `factors`, in one of the groups of a design.
    pub fn point(&self, arm: &Arm, factors: &[Factor], values: &[Option<f64>], group: usize) -> FactorPoint {
        let first = self.first_replication(group);
        FactorPoint::of(factors, values, &self.sets(arm), first..first + self.replications)
    }
}

impl Design {
    /// Of these factors; decided by `seed`.
    pub fn of(method: Method, factors: &[Factor], seed: u64) -> Design {
        let (inputs, group) = (factors.len(), method.group(factors.len()));
        match method {
            Method::Morris { trajectories } => {
                let mut trajectories = morris_trajectories(trajectories as usize, inputs, seed);
                let points = trajectories.iter_mut().flat_map(|walk| &mut walk.points);
                let values = points.map(|point| on_levels(factors, point)).collect();
                Design { trajectories, values, group }
            }
            Method::Sobol { rows } => {
                let values = |at: &Vec<f64>| factors.iter().zip(at).map(|(factor, u)| factor.at(*u)).collect();
                Design { trajectories: Vec::new(), values: saltelli_points(rows as usize, inputs).iter().map(values).collect(), group }
            }
        }
    }

    /// The group of a point.
    pub fn group_of(&self, point: usize) -> usize {
        point / self.group
    }

    /// Of the points of a group those whose spread says what the factors do to a measure: all of a trajectory, of a row the
    /// first and the last, which lie anywhere in the ranges.
    pub fn spread<'a, T>(&self, group: &'a [T]) -> impl Iterator<Item = &'a T> {
        let every = if self.trajectories.is_empty() { group.len() - 1 } else { 1 };
        group.iter().step_by(every)
    }

    /// Whether the values of a group come to anything: those of a trajectory where two neighbours have one, as a change is
    /// between these; those of a row where all have one.
    pub fn counts(&self, values: &[Option<f64>]) -> bool {
        match self.trajectories.is_empty() {
            true => values.iter().all(Option::is_some),
            false => values.windows(2).any(|pair| pair.iter().all(Option::is_some)),
        }
    }

    /// The factor in which a point differs from the one before it (Morris), or from the first of its row (Sobol'); `None`
    /// where it differs in all.
    pub fn moved(&self, point: usize) -> Option<usize> {
        let (group, step) = (self.group_of(point), (point % self.group).checked_sub(1)?);
        match self.trajectories.get(group) {
            Some(walk) => Some(walk.moves[step]),
            None => (step + 2 < self.group).then_some(step),
        }
    }
}

/// Moves a point of a grid to where the levels of `factors` lie, and gives the values there.
fn on_levels(factors: &[Factor], point: &mut [f64]) -> Vec<Option<f64>> {
    let level = |(factor, at): (&Factor, &mut f64)| {
        let (value, share) = factor.level(*at)?;
        *at = share;
        Some(value)
    };
    factors.iter().zip(point).map(level).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Belief, Factors, Range, load};
    use std::path::Path;

    fn factors() -> Vec<Factor> {
        let loaded = load(Path::new("scenarios/longgang.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let factors = Factors::of(&loaded);
        let with_range = |whole: bool| factors.iter().filter(move |factor| factor.range.is_some() && factor.kind.whole == whole).take(2);
        with_range(false).chain(with_range(true)).cloned().collect()
    }

    #[test]
    fn a_point_differs_in_the_factor_that_moved_and_in_no_other() {
        let factors = factors();
        for method in [Method::Morris { trajectories: 3 }, Method::Sobol { rows: 8 }] {
            let design = Design::of(method, &factors, 7);
            assert_eq!(design.values.len(), method.points(4));
            for (point, at) in design.values.iter().enumerate() {
                let first = point - point % design.group;
                let from = if design.trajectories.is_empty() { first } else { point.saturating_sub(1) };
                let differs = |factor: &usize| at[*factor] != design.values[from][*factor];
                match design.moved(point) {
                    Some(moved) => assert!((0..4).filter(differs).all(|factor| factor == moved), "{method:?} {point}"),
                    None => assert!(point == first || point + 1 == first + design.group, "{method:?} {point}"),
                }
            }
        }
    }

    /// However the numbers of a range are spread: with two of them every effect is the whole change, and spread evenly a
    /// straight line has the same effect everywhere.
    #[test]
    fn a_step_of_whole_numbers_moves_and_counts_as_long_as_it_is() {
        let whole = factors().pop().unwrap();
        let spreads = [Belief::Uniform, Belief::LogUniform, Belief::Triangular, Belief::Normal, Belief::LogNormal];
        for (low, high) in [(0.0, 1.0), (1.0, 2.0), (14.0, 15.0), (14.0, 16.0), (1.0, 6.0), (110.0, 550.0)] {
            let spreads = spreads.into_iter().filter(|spread| low > 0.0 || ![Belief::LogUniform, Belief::LogNormal].contains(spread));
            for (spread, value) in spreads.flat_map(|spread| [(spread, low), (spread, high)]) {
                let factor = Factor { range: Some(Range { spread, value, ..Range::evenly(whole.kind, low, high) }), ..whole.clone() };
                let design = Design::of(Method::Morris { trajectories: 20 }, &[factor], 3);
                for (walk, values) in design.trajectories.iter().zip(design.values.chunks(2)) {
                    let [from, to] = [values[0][0], values[1][0]].map(Option::unwrap);
                    assert!(from != to && from.fract() == 0.0 && to.fract() == 0.0, "{spread:?} over {low}..{high}: {from} to {to}");
                    let effect = walk.effects(&[Some(from), Some(to)])[0].1.unwrap();
                    if high - low == 1.0 || spread == Belief::Uniform {
                        assert!((effect - (high - low)).abs() < 1e-9, "{spread:?} over {low}..{high}: {effect} from {from} to {to}");
                    }
                }
            }
        }
    }
}
