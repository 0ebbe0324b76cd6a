//! Poisson arrivals, exponential service, several servers: Erlang's formulas.
//!
//! Rates are per any one unit of time; times come out in that unit.

use crate::random::maths::exp;

/// The share of arrivals that find all `servers` busy and are lost, for `load` erlangs (M/G/c/c: whatever
/// the distribution of service).
///
/// Source: Erlang (1917), by the recursion B(c) = a·B(c − 1)/(c + a·B(c − 1)).
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |blocked, c| load * blocked / (f64::from(c) + load * blocked))
}

/// The share of arrivals that wait when nobody is lost, for `load` erlangs; 1 where the queue has no bound.
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let busy = load / f64::from(servers);
    if busy < 1.0 {
        let blocked = erlang_b(servers, load);
        blocked / (1.0 - busy * (1.0 - blocked))
    } else {
        1.0
    }
}

/// The queue M/M/c, served first come first served.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pool {
    /// Arrivals per unit of time.
    pub arrivals: f64,
    /// Services that one server finishes per unit of time.
    pub service: f64,
    /// Servers.
    pub servers: u32,
}

impl Pool {
    /// Mean number of busy servers if nobody is lost (erlangs).
    pub fn load(&self) -> f64 {
        self.arrivals / self.service
    }

    /// Share of arrivals that wait.
    pub fn waiting_probability(&self) -> f64 {
        erlang_c(self.servers, self.load())
    }

    /// What is left of the pool's rate of service; not positive when the queue has no bound.
    fn spare(&self) -> f64 {
        f64::from(self.servers) * self.service - self.arrivals
    }

    /// Mean time in queue; infinite when the queue has no bound.
    pub fn mean_wait(&self) -> f64 {
        if self.spare() > 0.0 { self.waiting_probability() / self.spare() } else { f64::INFINITY }
    }

    /// Share of arrivals that wait longer than `t`.
    pub fn wait_exceeds(&self, t: f64) -> f64 {
        self.waiting_probability() * exp(-self.spare().max(0.0) * t)
    }

    /// Mean number in queue.
    pub fn mean_queue(&self) -> f64 {
        self.arrivals * self.mean_wait()
    }

    /// The fewest servers with which at least a share `target` waits no longer than `limit`.
    pub fn servers_for(arrivals: f64, service: f64, limit: f64, target: f64) -> Option<u32> {
        let least = ((arrivals / service) as u32).saturating_add(1);
        (least..least.saturating_add(1_000_000)).find(|&servers| 1.0 - Pool { arrivals, service, servers }.wait_exceeds(limit) >= target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(own: f64, known: f64, within: f64) {
        assert!((own - known).abs() <= within, "{own} is not {known}");
    }

    #[test]
    fn the_table_of_loss_delay_and_wait() {
        for (servers, load, b, c, wait) in [
            (2, 1.0, 0.2, 0.333333, 0.333333),
            (3, 1.5, 0.134328, 0.236842, 0.157895),
            (5, 3.0, 0.110054, 0.236152, 0.118076),
            (10, 8.0, 0.121661, 0.409180, 0.204590),
            (26, 20.0, 0.037195, 0.143400, 0.023900),
            (100, 90.0, 0.026957, 0.216940, 0.021694),
        ] {
            let pool = Pool { arrivals: load, service: 1.0, servers };
            close(erlang_b(servers, load), b, 5.1e-7);
            close(pool.waiting_probability(), c, 5.1e-7);
            close(pool.mean_wait(), wait, 5.1e-7);
        }
        close(Pool { arrivals: 1.5, service: 1.0, servers: 3 }.wait_exceeds(1.0), 0.052847, 5.1e-7);
    }

    #[test]
    fn staffing_for_a_service_level() {
        // Ten erlangs of 180 s, 80% within 20 s: 79.56% with 13 servers, 88.84% with 14.
        let within = |servers| 1.0 - Pool { arrivals: 10.0 / 180.0, service: 1.0 / 180.0, servers }.wait_exceeds(20.0);
        close(within(13), 0.7956, 5e-5);
        close(within(14), 0.8884, 5e-5);
        assert_eq!(Pool::servers_for(10.0 / 180.0, 1.0 / 180.0, 20.0, 0.8), Some(14));
    }

    #[test]
    fn an_overloaded_pool_has_no_bound() {
        let pool = Pool { arrivals: 3.0, service: 1.0, servers: 3 };
        assert_eq!((pool.waiting_probability(), pool.mean_wait(), pool.wait_exceeds(9.0)), (1.0, f64::INFINITY, 1.0));
        assert_eq!((erlang_b(0, 2.0), erlang_c(0, 2.0)), (1.0, 1.0));
    }

    #[test]
    fn the_queue_of_one_server_is_the_textbook_formula() {
        let pool = Pool { arrivals: 0.8, service: 1.0, servers: 1 };
        close(pool.mean_wait(), 4.0, 1e-12);
        close(pool.mean_queue(), 3.2, 1e-12);
    }
}
