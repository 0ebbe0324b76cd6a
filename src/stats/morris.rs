//! Morris's screening: which of many inputs matter, from few runs.
//!
//! A trajectory starts at a point of a grid of four levels and moves one input after the other by two thirds of its range;
//! each step gives an elementary effect, the change of the outcome per whole range. Source: Morris, Technometrics 33
//! (1991); μ*, the mean of absolute effects, after Campolongo, Cariboni & Saltelli, Environ. Model. Softw. 22 (2007).

use super::Moments;
use super::special::student_critical;
use crate::random::{Key, Purpose, unit};
use rand_chacha::rand_core::Rng;
use serde::Serialize;

/// Levels of the grid.
const LEVELS: usize = 4;
/// How far an input moves.
const STEP: f64 = LEVELS as f64 / (2.0 * (LEVELS as f64 - 1.0));

/// A walk through the unit cube in which every input moves once.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// One point more than there are inputs.
    pub points: Vec<Vec<f64>>,
    /// Which input moves from each point to the next.
    pub moves: Vec<usize>,
}

/// The elementary effects of one input.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effects {
    /// Their mean.
    pub mu: f64,
    /// The mean of their absolute values: how much the input matters.
    pub mu_star: f64,
    /// Half-width of the 95% interval of `mu_star`; unknown from one effect alone.
    pub half_width: Option<f64>,
    /// Their standard deviation: how much its effect depends on where the others stand, or is not linear; unknown from
    /// one effect alone.
    pub sigma: Option<f64>,
    /// How many.
    pub effects: u64,
}

/// So many trajectories over `inputs` inputs; decided by `seed`.
pub fn morris_trajectories(trajectories: usize, inputs: usize, seed: u64) -> Vec<Trajectory> {
    (0..trajectories).map(|number| trajectory(inputs, Key { seed, replication: number as u32 })).collect()
}

fn trajectory(inputs: usize, key: Key) -> Trajectory {
    let mut stream = key.stream(Purpose::Design, u32::MAX);
    let mut below = |n: usize| ((unit(stream.next_u64()) * n as f64) as usize).min(n - 1);
    let start: Vec<f64> = (0..inputs).map(|_| below(LEVELS) as f64 / (LEVELS - 1) as f64).collect();
    let mut order: Vec<usize> = (0..inputs).collect();
    for last in (1..inputs).rev() {
        order.swap(last, below(last + 1));
    }
    let (mut points, mut moves) = (vec![start], Vec::new());
    for input in order {
        let mut next = points.last().expect("there is a start").clone();
        let step = if next[input] < 0.5 { STEP } else { -STEP };
        next[input] = (next[input] + step).clamp(0.0, 1.0);
        points.push(next);
        moves.push(input);
    }
    Trajectory { points, moves }
}

impl Trajectory {
    /// The elementary effect of each input, by the step between its points; `None` where an outcome is missing.
    pub fn effects(&self, outcomes: &[Option<f64>]) -> Vec<(usize, Option<f64>)> {
        let change = |at: usize| Some(outcomes[at + 1]? - outcomes[at]?);
        let step = |at: usize, input: usize| self.points[at + 1][input] - self.points[at][input];
        self.moves.iter().enumerate().map(|(at, input)| (*input, change(at).map(|change| change / step(at, *input)))).collect()
    }
}

impl Effects {
    /// Of the elementary effects of one input; `None` where there is none.
    pub fn of(effects: &[f64]) -> Option<Effects> {
        let signed = Moments::of(effects);
        let absolute = Moments::of(&effects.iter().map(|effect| effect.abs()).collect::<Vec<_>>());
        let n = signed.n();
        let several = |value: f64| (n > 1).then_some(value);
        let half_width = several(student_critical(0.95, n.max(2) as f64 - 1.0) * absolute.variance_of_mean().sqrt());
        let sigma = several(signed.variance().sqrt());
        (n > 0).then(|| Effects { mu: signed.mean(), mu_star: absolute.mean(), half_width, sigma, effects: n })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_all(trajectories: &[Trajectory], f: impl Fn(&[f64]) -> f64) -> Vec<Effects> {
        let inputs = trajectories[0].moves.len();
        let mut effects = vec![Vec::new(); inputs];
        for walk in trajectories {
            let outcomes: Vec<Option<f64>> = walk.points.iter().map(|point| Some(f(point))).collect();
            walk.effects(&outcomes).into_iter().for_each(|(input, effect)| effects[input].extend(effect));
        }
        effects.iter().map(|effects| Effects::of(effects).unwrap()).collect()
    }

    /// Saltelli et al., Global Sensitivity Analysis (2008), exercise 4 of chapter 3, as SALib's tests have it: two inputs,
    /// six trajectories.
    #[test]
    fn the_exercise_of_the_book() {
        const T: f64 = 1.0 / 3.0;
        let inputs: [[f64; 2]; 18] = [
            [0.0, T],
            [0.0, 1.0],
            [2.0 * T, 1.0],
            [0.0, T],
            [2.0 * T, T],
            [2.0 * T, 1.0],
            [2.0 * T, 0.0],
            [2.0 * T, 2.0 * T],
            [0.0, 2.0 * T],
            [T, 1.0],
            [1.0, 1.0],
            [1.0, T],
            [T, 1.0],
            [T, T],
            [1.0, T],
            [T, 2.0 * T],
            [T, 0.0],
            [1.0, 0.0],
        ];
        let outcomes = [0.97, 0.71, 2.39, 0.97, 2.30, 2.39, 1.87, 2.40, 0.87, 2.15, 1.71, 1.54, 2.15, 2.17, 1.54, 2.20, 1.87, 1.0];
        let mut effects = vec![Vec::new(); 2];
        for (points, y) in inputs.chunks(3).zip(outcomes.chunks(3)) {
            let moved = |at: usize| usize::from(points[at][0] == points[at + 1][0]);
            let moves = (0..2).map(moved).collect();
            let walk = Trajectory { points: points.iter().map(|point| point.to_vec()).collect(), moves };
            let y: Vec<Option<f64>> = y.iter().copied().map(Some).collect();
            walk.effects(&y).into_iter().for_each(|(input, effect)| effects[input].extend(effect));
        }
        let found: Vec<Effects> = effects.iter().map(|effects| Effects::of(effects).unwrap()).collect();
        for (found, (mu, mu_star, sigma)) in found.iter().zip([(0.66, 1.62, 1.79), (0.21, 0.35, 0.41)]) {
            assert!(
                (found.mu - mu).abs() < 0.011 && (found.mu_star - mu_star).abs() < 0.006 && (found.sigma.unwrap() - sigma).abs() < 0.006,
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_linear_function_has_effects_without_spread() {
        let trajectories = morris_trajectories(8, 3, 4);
        let found = of_all(&trajectories, |x| 2.0 * x[0] - 3.0 * x[1] + 5.0);
        for (effects, slope) in found.iter().zip([2.0, -3.0, 0.0f64]) {
            assert!((effects.mu - slope).abs() < 1e-12 && (effects.mu_star - slope.abs()).abs() < 1e-12 && effects.sigma.unwrap() < 1e-12);
            assert_eq!(effects.effects, 8);
        }
        let product = of_all(&trajectories, |x| x[0] * x[1]);
        assert!(product[0].sigma.unwrap() > 0.1, "an interaction shows as spread");
    }

    #[test]
    fn every_input_moves_once_within_the_cube_and_a_missing_outcome_costs_its_two_steps() {
        for walk in morris_trajectories(50, 6, 1) {
            let mut moved: Vec<usize> = walk.moves.clone();
            moved.sort_unstable();
            assert!(moved.into_iter().eq(0..6) && walk.points.iter().flatten().all(|x| (0.0..=1.0).contains(x)));
            let outcomes: Vec<Option<f64>> = (0..7).map(|at| (at != 3).then_some(1.0)).collect();
            assert_eq!(walk.effects(&outcomes).iter().filter(|(_, effect)| effect.is_none()).count(), 2);
        }
        assert_eq!(Effects::of(&[]), None);
        assert_eq!(Effects::of(&[2.0]).map(|one| (one.mu, one.sigma, one.half_width)), Some((2.0, None, None)));
    }
}
