//! One long steady run cut into batches that are nearly independent.

use super::{Interval, Moments};

/// What batches of one run say about its mean.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BatchMeans {
    /// Mean with its t-interval, n the number of batches.
    pub interval: Interval,
    /// n·Var(X̄): the asymptotic variance, hence how much an observation of the run is worth.
    pub asymptotic_variance: f64,
    /// Correlation of neighbouring batch means; should be near zero, else the batches are too short.
    pub lag_1: f64,
}

impl BatchMeans {
    /// Whether the batch means pass for uncorrelated at the 5% level (|r₁| ≤ 1.96/√b).
    pub fn uncorrelated(&self) -> bool {
        self.lag_1.abs() <= 1.96 / (self.interval.n as f64).sqrt()
    }
}

/// Cuts a steady run into `batches` equal batches (10 to 30 are usual), leaving a remainder out at the
/// start. None for fewer than two batches, or less than one observation in each.
///
/// Source: Law, Simulation Modeling and Analysis (5th ed., 2015), section 9.5.3.
pub fn batch_means(run: &[f64], batches: usize, level: f64) -> Option<BatchMeans> {
    if batches < 2 || run.len() < batches {
        return None;
    }
    let size = run.len() / batches;
    let means: Vec<f64> =
        run[run.len() - size * batches..].chunks_exact(size).map(|batch| batch.iter().sum::<f64>() / size as f64).collect();
    let moments = Moments::of(&means);
    let apart = |mean: f64| mean - moments.mean();
    let products: f64 = means.windows(2).map(|pair| apart(pair[0]) * apart(pair[1])).sum();
    let spread = moments.variance() * (batches - 1) as f64;
    Some(BatchMeans {
        interval: moments.interval(level),
        asymptotic_variance: size as f64 * moments.variance(),
        lag_1: if spread > 0.0 { products / spread } else { 0.0 },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose, maths, normal, unit};
    use rand_chacha::rand_core::Rng;

    /// The mean over 60 seeded runs of what 20 batches say the asymptotic variance is; and how often the
    /// 90% interval covers `mean`.
    fn repeated(mean: f64, mut step: impl FnMut(f64, f64, f64) -> f64) -> (f64, u32) {
        let (mut total, mut covered) = (0.0, 0);
        for replication in 0..60 {
            let mut stream = Key { seed: 5, replication }.stream(Purpose::City, 0);
            let mut state = mean;
            let mut next = || {
                state = step(state, unit(stream.next_u64()), unit(stream.next_u64()));
                state
            };
            (0..1_000).for_each(|_| {
                next();
            });
            let run: Vec<f64> = (0..20_000).map(|_| next()).collect();
            let result = batch_means(&run, 20, 0.9).unwrap();
            total += result.asymptotic_variance;
            covered += u32::from(result.interval.contains(mean));
        }
        (total / 60.0, covered)
    }

    #[test]
    fn an_autoregressive_process_has_its_known_variance() {
        // X' = 0.8·X + N(0, 1): n·Var(X̄) → 1/(1 − 0.8)² = 25.
        let (variance, covered) = repeated(0.0, |x, u, _| 0.8 * x + normal::inverse_normal(u));
        assert!((variance - 25.0).abs() < 4.0, "{variance}");
        assert!(covered >= 46, "covered {covered} of 60");
    }

    #[test]
    fn a_queue_has_its_known_variance() {
        // M/M/1 waits at ρ = .5, μ = 1: ρ(2 + 5ρ − 4ρ² + ρ³)/(1 − ρ)⁴ = 29 (Whitt 1989); mean wait 1.
        let (variance, covered) = repeated(1.0, |w, u, v| (w - maths::ln(u) + 2.0 * maths::ln(v)).max(0.0));
        assert!((variance - 29.0).abs() < 5.0, "{variance}");
        assert!(covered >= 46, "covered {covered} of 60");
    }

    #[test]
    fn batches_too_short_are_noticed() {
        let slow: Vec<f64> = (0..100).map(f64::from).collect();
        assert!(!batch_means(&slow, 20, 0.9).unwrap().uncorrelated());
        let alternating: Vec<f64> = (0..101).map(|i| f64::from(i % 2)).collect();
        let result = batch_means(&alternating, 10, 0.9).unwrap();
        assert_eq!((result.interval.estimate, result.lag_1), (0.5, 0.0));
        assert!(result.uncorrelated());
        assert_eq!(batch_means(&[1.0], 2, 0.9), None);
    }
}
