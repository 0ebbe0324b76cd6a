//! How the factors of a plan are combined.

use super::MOST_POINTS;
use super::axis::Spread;
use crate::stats::{SOBOL_DIMENSIONS, latin_hypercube, sobol_points};
use serde::{Deserialize, Serialize};

/// How the factors are combined.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Design {
    /// Every value of each with every value of the others, the last factor changing fastest.
    #[default]
    Factorial,
    /// So many points, every one of as many equal parts of each factor's range hit once.
    LatinHypercube {
        /// How many.
        points: u32,
        /// From which they follow.
        #[serde(default)]
        seed: u64,
    },
    /// The first 2^m points of Sobol's sequence, the first one kept.
    Sobol {
        /// How many: a power of two.
        points: u32,
    },
    /// The rows of a CSV file; its header names the factors.
    List {
        /// The file.
        file: String,
    },
}

impl Design {
    /// Whether factors are drawn from ranges.
    pub(super) fn samples(&self) -> bool {
        matches!(self, Design::LatinHypercube { .. } | Design::Sobol { .. })
    }

    /// What is wrong with it for so many factors.
    pub(super) fn check(&self, factors: usize) -> Option<String> {
        match self {
            Design::LatinHypercube { points: 0, .. } => Some("a design has at least one point".to_owned()),
            Design::LatinHypercube { .. } | Design::Sobol { .. } if factors == 0 => {
                Some("there is nothing to spread points over: name `factors`".to_owned())
            }
            Design::LatinHypercube { points, .. } | Design::Sobol { points } if *points as usize > MOST_POINTS => {
                Some(format!("{points} points; there may be {MOST_POINTS}"))
            }
            Design::Sobol { points } if !points.is_power_of_two() => {
                let near = points.next_power_of_two();
                Some(format!("Sobol' points are even only in powers of two: write {} or {near}", (near / 2).max(1)))
            }
            Design::Sobol { .. } if factors > SOBOL_DIMENSIONS => {
                Some(format!("Sobol' points have at most {SOBOL_DIMENSIONS} factors; a Latin hypercube has no limit"))
            }
            _ => None,
        }
    }

    /// The settings of each point, one for each factor. The rows of a list are read elsewhere.
    pub(super) fn points(&self, spreads: &[Spread]) -> Vec<Vec<String>> {
        let cube = match self {
            Design::Factorial | Design::List { .. } => {
                let levels: Vec<Vec<String>> = spreads.iter().map(|spread| spread.levels().to_vec()).collect();
                return crate::experiment::combinations(&levels);
            }
            Design::LatinHypercube { points, seed } => latin_hypercube(*points as usize, spreads.len(), *seed),
            Design::Sobol { points } => sobol_points(*points as usize, spreads.len()),
        };
        cube.iter().map(|point| spreads.iter().zip(point).map(|(spread, u)| spread.at(*u)).collect()).collect()
    }
}
