//! Larson's hypercube: few responders at places of their own, each incident served by the first free one of a fixed list.
//!
//! A state is the set of responders that are busy; with exponential service the chain on these 2ⁿ states, and the queue
//! beyond the full one, is the whole truth. [`derive`] finds it in a scenario. Source: Larson, Computers & Operations
//! Research 1 (1974); Larson & Odoni, Urban Operations Research (1981), chapter 5.

mod compare;
mod derive;
mod places;
mod preference;

pub use compare::beside;
pub use derive::{Derived, derive};

use super::chain::Chain;

/// Most responders: 1,024 states.
pub const MOST_RESPONDERS: usize = 10;

/// Incidents that meet the same preferences.
#[derive(Clone, PartialEq, Debug)]
pub struct Atom {
    /// Incidents per unit of time.
    pub arrivals: f64,
    /// The responders, best first: each that may come, once.
    pub preference: Vec<u32>,
}

/// Responders and what they are asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct Hypercube {
    /// Services that each responder finishes per unit of time.
    pub service: Vec<f64>,
    /// Where incidents come from.
    pub atoms: Vec<Atom>,
    /// Whether incidents that find everybody busy wait, first come first served; they are lost otherwise.
    pub queue: bool,
}

/// How it settles.
#[derive(Clone, PartialEq, Debug)]
pub struct Settled {
    /// Share of time for which each responder is busy.
    pub workloads: Vec<f64>,
    /// Share of incidents that find everybody busy.
    pub delayed: f64,
    /// Mean time in queue of all incidents; 0 where none wait.
    pub mean_wait: f64,
    /// For each atom and responder the share of all incidents served.
    pub fractions: Vec<Vec<f64>>,
    /// For each responder the share of all incidents served that had waited. Of each atom it is a part like the atom itself.
    pub queued: Vec<f64>,
}

impl Hypercube {
    /// The stationary answers; `None` for none or too many responders, a list that does not name every responder once, a
    /// rate that is no positive number, or a queue without bound.
    pub fn settle(&self) -> Option<Settled> {
        let n = self.service.len();
        let total: f64 = self.atoms.iter().map(|atom| atom.arrivals).sum();
        let capacity: f64 = self.service.iter().sum();
        let good = |rate: f64| rate > 0.0 && rate.is_finite();
        let everybody = |atom: &Atom| {
            let mut sorted = atom.preference.clone();
            sorted.sort_unstable();
            sorted.into_iter().eq(0..n as u32) && atom.arrivals >= 0.0
        };
        let sound = (1..=MOST_RESPONDERS).contains(&n) && good(total) && self.service.iter().all(|rate| good(*rate));
        if !sound || !self.atoms.iter().all(everybody) || self.queue && total >= capacity {
            return None;
        }
        let mut p = self.chain().stationary()?;
        let full = p.len() - 1;
        // Beyond the full state the queue grows at `total` and shrinks at `capacity`.
        let busy = if self.queue { total / capacity } else { 0.0 };
        let all_busy = p[full] / (1.0 - busy);
        let whole: f64 = p[..full].iter().sum::<f64>() + all_busy;
        p.iter_mut().for_each(|p| *p /= whole);
        let delayed = all_busy / whole;
        let workload = |i: usize| (0..full).filter(|state| state >> i & 1 == 1).map(|state| p[state]).sum::<f64>() + delayed;
        let queued: Vec<f64> = self.service.iter().map(|rate| if self.queue { delayed * rate / capacity } else { 0.0 }).collect();
        Some(Settled {
            workloads: (0..n).map(workload).collect(),
            delayed,
            mean_wait: if self.queue { delayed / (capacity - total) } else { 0.0 },
            fractions: self.atoms.iter().map(|atom| self.fractions(atom, &p[..full], delayed, &queued)).collect(),
            queued,
        })
    }

    /// The first free responder of a list.
    fn first_free(preference: &[u32], state: usize) -> Option<usize> {
        preference.iter().map(|i| *i as usize).find(|i| state >> i & 1 == 0)
    }

    fn chain(&self) -> Chain {
        let (n, states) = (self.service.len(), 1_usize << self.service.len());
        let mut chain = Chain::new(states);
        let mut up = vec![0.0; n];
        for state in 0..states {
            up.fill(0.0);
            for atom in &self.atoms {
                if let Some(i) = Hypercube::first_free(&atom.preference, state) {
                    up[i] += atom.arrivals;
                }
            }
            for (i, (down, up)) in self.service.iter().zip(&up).enumerate() {
                let flipped = state ^ 1 << i;
                chain.add(state, flipped, if state >> i & 1 == 1 { *down } else { *up });
            }
        }
        chain
    }

    /// Shares of all incidents served that come from an atom, by responder. Who waited is served by the first to be done.
    fn fractions(&self, atom: &Atom, p: &[f64], delayed: f64, queued: &[f64]) -> Vec<f64> {
        let total: f64 = self.atoms.iter().map(|atom| atom.arrivals).sum();
        let served = if self.queue { 1.0 } else { 1.0 - delayed };
        let mut fractions = queued.to_vec();
        for (state, p) in p.iter().enumerate() {
            if let Some(i) = Hypercube::first_free(&atom.preference, state) {
                fractions[i] += p;
            }
        }
        fractions.iter().map(|share| share * atom.arrivals / total / served).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::Pool;

    fn close(own: f64, known: f64, within: f64) {
        assert!((own - known).abs() <= within, "{own} is not {known}");
    }

    #[test]
    fn two_responders_without_a_queue() {
        let atom = |preference: [u32; 2]| Atom { arrivals: 1.0, preference: preference.into() };
        let pair = Hypercube { service: vec![2.0; 2], atoms: vec![atom([0, 1]), atom([1, 0])], queue: false };
        let settled = pair.settle().unwrap();
        settled.workloads.iter().for_each(|workload| close(*workload, 0.4, 1e-12));
        close(settled.delayed, 0.2, 1e-12);
        close(settled.fractions[0][0], 0.375, 1e-12);
        close(settled.fractions[1][0], 0.125, 1e-12);
        close(settled.fractions.iter().flatten().sum(), 1.0, 1e-12);
    }

    /// Nine responders on a line between 18 equal atoms, each next to two of its own; nearest first.
    pub(super) fn line(utilization: f64) -> Hypercube {
        let atom = |at: u32| {
            let mut preference: Vec<u32> = (0..9).collect();
            // Places in half units: atoms at odd ones, responders at even ones.
            preference.sort_by_key(|i| ((2 * at + 1).abs_diff(4 * i + 2), *i));
            Atom { arrivals: 9.0 * utilization / 18.0, preference }
        };
        Hypercube { service: vec![1.0; 9], atoms: (0..18).map(atom).collect(), queue: true }
    }

    #[test]
    fn nine_responders_on_a_line() {
        for (utilization, delayed, workloads) in
            [(0.5, 0.04605, [0.4482, 0.5007, 0.5164, 0.5226, 0.5243]), (0.7, 0.24452, [0.6553, 0.6983, 0.7140, 0.7209, 0.7230])]
        {
            let settled = line(utilization).settle().unwrap();
            close(settled.delayed, delayed, 5.1e-6);
            for (i, known) in workloads.into_iter().enumerate() {
                close(settled.workloads[i], known, 5.1e-5);
                close(settled.workloads[8 - i], known, 5.1e-5);
            }
        }
    }

    #[test]
    fn with_one_list_for_all_it_is_a_pool() {
        let atom = Atom { arrivals: 2.0, preference: vec![2, 0, 1] };
        let settled = Hypercube { service: vec![1.0; 3], atoms: vec![atom], queue: true }.settle().unwrap();
        let pool = Pool { arrivals: 2.0, service: 1.0, servers: 3 };
        close(settled.delayed, pool.waiting_probability(), 1e-12);
        close(settled.mean_wait, pool.mean_wait(), 1e-12);
        close(settled.workloads.iter().sum(), 2.0, 1e-12);
        assert!(settled.workloads[2] > settled.workloads[0] && settled.workloads[0] > settled.workloads[1]);
    }

    #[test]
    fn what_has_no_answer_is_refused() {
        let sound = line(0.5);
        assert_eq!(line(1.0).settle(), None);
        assert_eq!(Hypercube { service: vec![1.0; 8], ..sound.clone() }.settle(), None);
        assert_eq!(Hypercube { atoms: Vec::new(), ..sound }.settle(), None);
    }
}
