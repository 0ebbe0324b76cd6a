//! Customers who give up: the queue M/M/c+M ("Erlang A").

use super::erlang::{Pool, erlang_b};

/// What happens in a pool whose customers leave the queue at a rate of their own.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Impatience {
    /// Share of arrivals that find all servers busy.
    pub waiting_probability: f64,
    /// Share of arrivals that give up.
    pub abandonment: f64,
    /// Mean number in queue.
    pub mean_queue: f64,
    /// Mean time in queue of all arrivals, served or not.
    pub mean_wait: f64,
}

/// The queue `pool` whose waiting customers each give up at rate `leaving` > 0. It is stable at any load.
/// None if a rate is not a positive number, there is no server, or the overload is so great and the patience so
/// long that more than ten million would wait.
///
/// Source: Palm (1946); Garnett, Mandelbaum & Reiman, Manufacturing & Service Operations Management 4 (2002).
pub fn impatience(pool: &Pool, leaving: f64) -> Option<Impatience> {
    let good = |rate: f64| rate > 0.0 && rate.is_finite();
    if !(good(pool.arrivals) && good(pool.service) && good(leaving)) || pool.servers == 0 {
        return None;
    }
    let capacity = f64::from(pool.servers) * pool.service;
    if (pool.arrivals - capacity) / leaving > 1e7 {
        return None;
    }
    // Probabilities relative to that of "all busy, nobody waits"; scaled down where they grow large.
    let mut idle = 1.0 / erlang_b(pool.servers, pool.load()) - 1.0;
    let (mut term, mut waiting, mut queue, mut j) = (1.0, 1.0, 0.0, 0.0);
    loop {
        j += 1.0;
        let ratio = pool.arrivals / (capacity + j * leaving);
        term *= ratio;
        waiting += term;
        queue += j * term;
        if term > 1e200 {
            for sum in [&mut idle, &mut term, &mut waiting, &mut queue] {
                *sum *= 1e-200;
            }
        }
        if ratio < 1.0 && j * term < 1e-17 * (1.0 - ratio) * queue {
            break;
        }
    }
    let total = idle + waiting;
    let mean_queue = queue / total;
    Some(Impatience {
        waiting_probability: waiting / total,
        abandonment: leaving * mean_queue / pool.arrivals,
        mean_queue,
        mean_wait: mean_queue / pool.arrivals,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::poisson_probability;

    const POOL: Pool = Pool { arrivals: 8.0, service: 1.0, servers: 10 };

    #[test]
    fn patience_like_service_makes_as_many_servers_as_it_takes() {
        // Whoever leaves at the rate of service leaves the number present Poisson.
        let result = impatience(&POOL, 1.0).unwrap();
        let present = |k| poisson_probability(k, 8.0);
        let busy_all: f64 = (10..200).map(present).sum();
        let queue: f64 = (10..200).map(|k| f64::from(k - 10) * present(k)).sum();
        assert!((result.waiting_probability - busy_all).abs() < 1e-13);
        assert!((result.mean_queue - queue).abs() < 1e-12);
        assert!((result.abandonment - queue / 8.0).abs() < 1e-13);
    }

    #[test]
    fn the_patient_wait_as_in_erlang_c_and_the_hasty_are_lost_as_in_erlang_b() {
        let patient = impatience(&POOL, 1e-7).unwrap();
        assert!((patient.waiting_probability - 0.409_180).abs() < 2e-6);
        assert!((patient.mean_wait - POOL.mean_wait()).abs() < 1e-5);
        let hasty = impatience(&POOL, 1e9).unwrap();
        assert!((hasty.waiting_probability - 0.121_661).abs() < 1e-6);
        assert!((hasty.abandonment - hasty.waiting_probability).abs() < 1e-6);
    }

    #[test]
    fn what_is_served_and_what_gives_up_add_up_under_overload() {
        let crowd = Pool { arrivals: 30.0, ..POOL };
        let result = impatience(&crowd, 0.5).unwrap();
        // All but surely always busy: ten served per unit of time, twenty give up, forty wait.
        assert!((result.abandonment - 2.0 / 3.0).abs() < 1e-3 && (result.mean_queue - 40.0).abs() < 0.1);
        let patient = impatience(&crowd, 1e-3).unwrap();
        assert!((patient.mean_queue - 20_000.0).abs() < 1e-6, "{patient:?}");
        assert_eq!(impatience(&crowd, 0.0), None);
        assert_eq!(impatience(&crowd, 1e-9), None);
        assert_eq!(impatience(&Pool { servers: 0, ..POOL }, 1.0), None);
    }
}
