//! How much of a run's start to throw away.

/// The outcome of the MSER-5 rule.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WarmUp {
    /// Observations to delete from the start, a multiple of five.
    pub delete: usize,
    /// The criterion's least value.
    pub criterion: f64,
}

/// MSER-5: deletes as many batches of five as make the standard error of the mean of the rest least. The
/// first such number wins; a remainder of fewer than five observations at the end is ignored. None if the
/// least lies at half the run, or there is less than one batch: the run is too short to tell.
///
/// For daily cycles give daily totals, never hours. Sources: White, Simulation 69 (1997); Hoad, Robinson &
/// Davies, Journal of the Operational Research Society 61 (2010).
pub fn mser5(observations: &[f64]) -> Option<WarmUp> {
    let criteria = mser5_criteria(observations);
    let (at, criterion) = criteria.iter().copied().enumerate().reduce(|best, next| if next.1 < best.1 { next } else { best })?;
    (at + 1 < criteria.len()).then_some(WarmUp { delete: 5 * at, criterion })
}

/// The criterion Σ(Zⱼ − Z̄)²/(m − d)² over the batches after the first d, for d = 0 to half their number m.
fn mser5_criteria(observations: &[f64]) -> Vec<f64> {
    let batches: Vec<f64> = observations.chunks_exact(5).map(|five| five.iter().sum::<f64>() / 5.0).collect();
    let half = batches.len() / 2;
    // From the end, each batch joins the mean and spread of those after it.
    let (mut n, mut mean, mut spread) = (0.0, 0.0, 0.0);
    let mut criteria: Vec<f64> = Vec::with_capacity(half + 1);
    for (d, batch) in batches.iter().enumerate().rev() {
        n += 1.0;
        let before = batch - mean;
        mean += before / n;
        spread += before * (batch - mean);
        if d <= half {
            criteria.push(spread / (n * n));
        }
    }
    criteria.reverse();
    criteria
}

#[cfg(test)]
mod tests {
    use super::*;

    fn falling_then_steady(steady: usize) -> Vec<f64> {
        let start = [50.0, 45.0, 40.0, 35.0, 30.0, 25.0, 20.0, 15.0, 12.0, 11.0];
        start.into_iter().chain((0..steady).flat_map(|_| [10.0, 12.0])).collect()
    }

    #[test]
    fn a_falling_start_is_deleted() {
        let run = falling_then_steady(25);
        let criteria = mser5_criteria(&run);
        for (own, known) in criteria.iter().zip([5.368, 0.2389, 0.0040, 0.0044]) {
            assert!((own - known).abs() < 0.0005_f64.max(known * 1e-4), "{own} is not {known}");
        }
        assert_eq!(criteria.len(), 7);
        let warm_up = mser5(&run).unwrap();
        assert_eq!(warm_up.delete, 10);
        assert!((warm_up.criterion - 0.0040).abs() < 5e-5);
    }

    #[test]
    fn a_run_that_still_falls_is_too_short() {
        let falling: Vec<f64> = (0..100).map(|i| 100.0 - f64::from(i)).collect();
        assert_eq!(mser5(&falling), None);
        assert_eq!(mser5(&[1.0; 4]), None);
        assert_eq!(mser5(&[]), None);
    }

    #[test]
    fn a_steady_run_loses_nothing() {
        assert_eq!(mser5(&[3.0; 50]), Some(WarmUp { delete: 0, criterion: 0.0 }));
    }
}
