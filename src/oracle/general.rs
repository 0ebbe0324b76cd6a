//! Poisson arrivals and any distribution of service: one server, or as many as it takes.

use crate::random::poisson_probability;

/// Mean time in queue of M/G/1, in mean service times: ρ(1 + c²)/(2(1 − ρ)), for utilisation ρ and squared
/// coefficient of variation c². Infinite from full utilisation on.
///
/// Source: Pollaczek (1930), Khinchine (1932).
pub fn pollaczek_khinchine(utilization: f64, squared_cv: f64) -> f64 {
    if utilization < 1.0 { utilization * (1.0 + squared_cv) / (2.0 * (1.0 - utilization)) } else { f64::INFINITY }
}

/// The probability that `busy` servers are busy at a moment in M/G/∞ with `load` erlangs: Poisson, whatever
/// the distribution of service.
pub fn infinite_servers(busy: u32, load: f64) -> f64 {
    poisson_probability(busy, load)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::Pool;
    use crate::quantity::Shape;
    use crate::random::Distribution;
    use crate::time::Duration;

    #[test]
    fn the_waits_at_four_fifths() {
        for (squared_cv, wait) in [(0.0, 2.0), (1.0, 4.0), (4.0, 10.0)] {
            assert!((pollaczek_khinchine(0.8, squared_cv) - wait).abs() < 1e-12);
        }
        let gamma = Distribution::Gamma { mean: Duration::MINUTE, shape: Shape::new(0.25).unwrap() };
        assert_eq!(gamma.squared_cv(), 4.0);
        let exponential = Pool { arrivals: 0.35, service: 0.5, servers: 1 }.mean_wait() * 0.5;
        assert!((pollaczek_khinchine(0.7, 1.0) - exponential).abs() < 1e-12);
        assert_eq!(pollaczek_khinchine(1.0, 0.0), f64::INFINITY);
    }

    #[test]
    fn the_number_busy_is_poisson() {
        // Mean and variance both equal the load.
        let moment = |power: fn(f64) -> f64| (0..200).map(|k| power(f64::from(k)) * infinite_servers(k, 20.0)).sum::<f64>();
        assert!((moment(|_| 1.0) - 1.0).abs() < 1e-12);
        assert!((moment(|k| k) - 20.0).abs() < 1e-11);
        assert!((moment(|k| (k - 20.0) * (k - 20.0)) - 20.0).abs() < 1e-10);
        assert!((infinite_servers(3, 2.0) - 8.0 / 6.0 * 0.135_335_283_236_612_7).abs() < 1e-14);
    }
}
