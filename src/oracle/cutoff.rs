//! Servers kept for the first of two classes: the low class is cut off while too many are busy.

use super::chain::Chain;

/// A pool of servers with a cutoff.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cutoff {
    /// Servers.
    pub servers: u32,
    /// The low class is served only while fewer than this many are busy: 1 to `servers`.
    pub cutoff: u32,
    /// Arrivals of the high class per unit of time.
    pub high: f64,
    /// Arrivals of the low class.
    pub low: f64,
    /// Services that one server finishes per unit of time.
    pub service: f64,
}

/// Most of each class that may wait in the chain that is solved.
const MOST_WAITING: usize = 1_024;
/// What may lie beyond it.
const BEYOND: f64 = 1e-11;

impl Cutoff {
    /// Mean times in queue of the high and of the low class. The high class waits while all servers are busy; a
    /// low one that waits is let in when a server is done of which exactly `cutoff` were busy. `None` where the queue is too
    /// long to be counted, or without bound.
    pub fn mean_waits(&self) -> Option<(f64, f64)> {
        if self.cutoff == 0 || self.cutoff > self.servers {
            return None;
        }
        let mut most = (16, 64);
        while most.0.max(most.1) <= MOST_WAITING {
            let (queues, beyond) = self.queues(most)?;
            if beyond.0 < BEYOND && beyond.1 < BEYOND {
                return Some((queues.0 / self.high, queues.1 / self.low));
            }
            most = (most.0 * if beyond.0 < BEYOND { 1 } else { 2 }, most.1 * if beyond.1 < BEYOND { 1 } else { 2 });
        }
        None
    }

    /// Mean numbers in queue when at most so many wait, and the probability that so many do.
    fn queues(&self, most: (usize, usize)) -> Option<((f64, f64), (f64, f64))> {
        let (servers, cutoff) = (self.servers as usize, self.cutoff as usize);
        // States: fewer busy than the cutoff; then for each number of low ones waiting, the busy up to all, and beyond
        // that the high ones waiting.
        let rows = servers - cutoff + 1 + most.0;
        let state = |busy: usize, high: usize, low: usize| {
            if busy < cutoff { busy } else { cutoff + low * rows + (busy - cutoff) + high }
        };
        let mut chain = Chain::new(cutoff + (most.1 + 1) * rows);
        let mut link = |busy: usize, high: usize, low: usize| {
            let from = state(busy, high, low);
            if busy < servers {
                chain.add(from, state(busy + 1, high, low), self.high);
            } else if high < most.0 {
                chain.add(from, state(busy, high + 1, low), self.high);
            }
            if busy < cutoff {
                chain.add(from, state(busy + 1, high, low), self.low);
            } else if low < most.1 {
                chain.add(from, state(busy, high, low + 1), self.low);
            }
            let to = match (busy, high, low) {
                (_, 1.., _) => state(busy, high - 1, low),
                (_, 0, 1..) if busy == cutoff => state(busy, 0, low - 1),
                (0, ..) => return,
                _ => state(busy - 1, 0, low),
            };
            chain.add(from, to, busy as f64 * self.service);
        };
        (0..cutoff).for_each(|busy| link(busy, 0, 0));
        for low in 0..=most.1 {
            (cutoff..servers).for_each(|busy| link(busy, 0, low));
            (0..=most.0).for_each(|high| link(servers, high, low));
        }
        let p = chain.stationary()?;
        let mut queues = (0.0, 0.0);
        let mut beyond = (0.0, 0.0);
        for low in 0..=most.1 {
            for row in 0..rows {
                let (p, high) = (p[cutoff + low * rows + row], row.saturating_sub(servers - cutoff));
                queues = (queues.0 + p * high as f64, queues.1 + p * low as f64);
                beyond.0 += if high == most.0 { p } else { 0.0 };
                beyond.1 += if low == most.1 { p } else { 0.0 };
            }
        }
        Some((queues, beyond))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::non_preemptive_waits;

    const POOL: Cutoff = Cutoff { servers: 5, cutoff: 5, high: 1.0, low: 1.5, service: 1.0 };

    #[test]
    fn the_waits_of_five_servers() {
        for (cutoff, high, low) in [(5, 0.032593, 0.065186), (4, 0.014663, 0.207008), (3, 0.007144, 0.919691)] {
            let (own_high, own_low) = Cutoff { cutoff, ..POOL }.mean_waits().unwrap();
            assert!((own_high - high).abs() < 5.1e-7 && (own_low - low).abs() < 5.1e-7, "{cutoff}: {own_high} {own_low}");
        }
    }

    #[test]
    fn without_a_reserve_it_is_a_queue_with_priorities() {
        let (high, low) = POOL.mean_waits().unwrap();
        let cobham = non_preemptive_waits(&[1.0, 1.5], 1.0, 5);
        assert!((high - cobham[0]).abs() < 1e-9 && (low - cobham[1]).abs() < 1e-9);
    }

    #[test]
    fn a_queue_without_bound_has_no_mean() {
        assert_eq!(Cutoff { cutoff: 1, ..POOL }.mean_waits(), None);
        assert_eq!(Cutoff { cutoff: 6, ..POOL }.mean_waits(), None);
    }
}
