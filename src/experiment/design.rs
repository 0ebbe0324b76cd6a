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

/// What every point runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Short {
    /// Days of a replication.
    pub days: u32,
    /// Replications of each point, the same at all.
    pub replications: u32,
    /// The seed of the design.
    pub seed: u64,
}

/// The points of the design, group after group: a trajectory, or a row with all its exchanges.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// The trajectories, for Morris.
    pub trajectories: Vec<Trajectory>,
    /// By point and factor the share of the way through the factor's range.
    pub cube: Vec<Vec<f64>>,
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

    /// The point of a scenario at shares `at` of the way through the ranges of `factors`.
    pub fn point(&self, arm: &Arm, factors: &[Factor], at: &[f64]) -> FactorPoint {
        FactorPoint::of(factors, at, &self.sets(arm), 0..self.replications)
    }
}

impl Design {
    /// Of so many factors; decided by `seed`.
    pub fn of(method: Method, inputs: usize, seed: u64) -> Design {
        let group = method.group(inputs);
        match method {
            Method::Morris { trajectories } => {
                let trajectories = morris_trajectories(trajectories as usize, inputs, seed);
                let cube = trajectories.iter().flat_map(|walk| walk.points.iter().cloned()).collect();
                Design { trajectories, cube, group }
            }
            Method::Sobol { rows } => Design { trajectories: Vec::new(), cube: saltelli_points(rows as usize, inputs), group },
        }
    }

    /// The factor in which a point differs from the one before it (Morris), or from the first of its row (Sobol'); `None`
    /// where it differs in all.
    pub fn moved(&self, point: usize) -> Option<usize> {
        let (group, step) = (point / self.group, (point % self.group).checked_sub(1)?);
        match self.trajectories.get(group) {
            Some(walk) => Some(walk.moves[step].0),
            None => (step + 2 < self.group).then_some(step),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_differs_in_the_factor_that_moved_and_in_no_other() {
        for method in [Method::Morris { trajectories: 3 }, Method::Sobol { rows: 8 }] {
            let design = Design::of(method, 4, 7);
            assert_eq!(design.cube.len(), method.points(4));
            for (point, at) in design.cube.iter().enumerate() {
                let first = point - point % design.group;
                let from = if design.trajectories.is_empty() { first } else { point.saturating_sub(1) };
                let differs = |factor: &usize| at[*factor] != design.cube[from][*factor];
                match design.moved(point) {
                    Some(moved) => assert!((0..4).filter(differs).all(|factor| factor == moved), "{method:?} {point}"),
                    None => assert!(point == first || point + 1 == first + design.group, "{method:?} {point}"),
                }
            }
        }
    }
}
