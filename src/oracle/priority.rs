//! Classes of customers with priorities in one pool of exponential servers with a common rate.

use super::erlang::{Pool, erlang_c};

/// Mean time in queue of each class, the first served first, if nobody is interrupted:
/// W(k) = (C/cμ)/((1 − σₖ₋₁)(1 − σₖ)), σₖ the load of classes 1 to k per server. Infinite from the class on that
/// overloads the pool.
///
/// Source: Cobham, Operations Research 2 (1954); for exponential service and several servers.
pub fn non_preemptive_waits(arrivals: &[f64], service: f64, servers: u32) -> Vec<f64> {
    let capacity = f64::from(servers) * service;
    let total: f64 = arrivals.iter().sum();
    let waiting = erlang_c(servers, total / service);
    let mut above = 0.0;
    let wait = |rate: &f64| {
        let upto = above + rate / capacity;
        let wait = if upto < 1.0 { waiting / capacity / ((1.0 - above) * (1.0 - upto)) } else { f64::INFINITY };
        above = upto;
        wait
    };
    arrivals.iter().map(wait).collect()
}

/// Mean time in queue of each class, the first served first, if a lower class is interrupted and later
/// resumed: classes 1 to k together are an M/M/c queue, and the queue of class k is the difference of two.
/// Time in queue includes that after interruptions. A class without arrivals gives NaN.
pub fn preemptive_waits(arrivals: &[f64], service: f64, servers: u32) -> Vec<f64> {
    let (mut rate, mut queue) = (0.0, 0.0);
    let wait = |own: &f64| {
        rate += own;
        let together = Pool { arrivals: rate, service, servers }.mean_queue();
        let wait = if together.is_finite() { (together - queue) / own } else { f64::INFINITY };
        queue = together;
        wait
    };
    arrivals.iter().map(wait).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARRIVALS: [f64; 3] = [0.2, 0.6, 1.2];

    fn close(own: Vec<f64>, known: [f64; 3]) {
        assert!(own.iter().zip(known).all(|(a, b)| (a - b).abs() <= 5.1e-7), "{own:?} is not {known:?}");
    }

    #[test]
    fn the_waits_of_three_classes() {
        close(non_preemptive_waits(&ARRIVALS, 3.0, 1), [0.238095, 0.324675, 0.909091]);
        close(non_preemptive_waits(&ARRIVALS, 3.0, 2), [0.028736, 0.033156, 0.048077]);
        close(preemptive_waits(&ARRIVALS, 3.0, 1), [0.023810, 0.153680, 1.030303]);
        close(preemptive_waits(&ARRIVALS, 3.0, 2), [0.000371, 0.007921, 0.065422]);
    }

    #[test]
    fn order_of_service_conserves_the_work_in_queue() {
        let fifo = Pool { arrivals: 2.0, service: 3.0, servers: 2 }.mean_wait();
        for waits in [non_preemptive_waits(&ARRIVALS, 3.0, 2), preemptive_waits(&ARRIVALS, 3.0, 2)] {
            let mean: f64 = waits.iter().zip(ARRIVALS).map(|(wait, rate)| wait * rate / 2.0).sum();
            assert!((mean - fifo).abs() < 1e-12);
        }
    }

    #[test]
    fn the_class_that_overloads_waits_for_ever_and_those_above_do_not() {
        let (first, second) = (non_preemptive_waits(&[1.0, 3.0], 3.0, 1), preemptive_waits(&[1.0, 3.0], 3.0, 1));
        assert!(first[0].is_finite() && second[0].is_finite());
        assert_eq!((first[1], second[1]), (f64::INFINITY, f64::INFINITY));
    }
}
