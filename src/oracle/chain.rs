//! Markov chains in continuous time with finitely many states: the distribution in which they settle.

/// A chain by its rates.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    /// For each state the states from which it is entered, with the rate.
    into: Vec<Vec<(u32, f64)>>,
    /// For each state the rate at which it is left.
    out: Vec<f64>,
}

/// Sweeps after which a chain is given up.
const MOST_SWEEPS: usize = 200_000;
/// No probability may change by more than this part of itself plus this much.
const SETTLED: f64 = 1e-13;

impl Chain {
    /// A chain of so many states that never moves.
    pub fn new(states: usize) -> Chain {
        Chain { into: vec![Vec::new(); states], out: vec![0.0; states] }
    }

    /// Adds a way from one state to another; one that leads nowhere or has no rate changes nothing.
    pub fn add(&mut self, from: usize, to: usize, rate: f64) {
        if from != to && rate > 0.0 {
            self.into[to].push((from as u32, rate));
            self.out[from] += rate;
        }
    }

    /// The stationary distribution, by sweeps of Gauss and Seidel up and down; `None` where it does not settle, or a
    /// state is never left (the chain must be irreducible).
    pub fn stationary(&self) -> Option<Vec<f64>> {
        let states = self.out.len();
        if states == 1 {
            return Some(vec![1.0]);
        }
        if self.out.iter().any(|rate| *rate <= 0.0) {
            return None;
        }
        let mut p = vec![1.0 / states as f64; states];
        for sweep in 0..MOST_SWEEPS {
            let mut change = 0.0_f64;
            for at in 0..states {
                let state = if sweep % 2 == 0 { at } else { states - 1 - at };
                let inflow: f64 = self.into[state].iter().map(|(from, rate)| p[*from as usize] * rate).sum();
                let new = inflow / self.out[state];
                change = change.max((new - p[state]).abs() / (new + SETTLED));
                p[state] = new;
            }
            let total: f64 = p.iter().sum();
            p.iter_mut().for_each(|p| *p /= total);
            if change < SETTLED {
                return Some(p);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::erlang_b;

    #[test]
    fn the_loss_system_settles_as_erlang_says() {
        let mut chain = Chain::new(6);
        for busy in 0..5_u32 {
            chain.add(busy as usize, busy as usize + 1, 3.0);
            chain.add(busy as usize + 1, busy as usize, f64::from(busy + 1));
        }
        let p = chain.stationary().unwrap();
        assert!((p[5] - erlang_b(5, 3.0)).abs() < 1e-13 && (p.iter().sum::<f64>() - 1.0).abs() < 1e-14);
    }

    #[test]
    fn a_cycle_that_is_not_reversible_settles_too() {
        let mut chain = Chain::new(3);
        [(0, 1, 1.0), (1, 2, 2.0), (2, 0, 4.0), (2, 2, 9.0)].into_iter().for_each(|(from, to, rate)| chain.add(from, to, rate));
        let p = chain.stationary().unwrap();
        for (own, exact) in p.iter().zip([4.0 / 7.0, 2.0 / 7.0, 1.0 / 7.0]) {
            assert!((own - exact).abs() < 1e-12);
        }
    }

    #[test]
    fn a_state_without_a_way_out_is_refused() {
        let mut chain = Chain::new(2);
        chain.add(0, 1, 1.0);
        assert_eq!(chain.stationary(), None);
        assert_eq!(Chain::new(1).stationary(), Some(vec![1.0]));
    }
}
