//! Many comparisons at once, without finding differences by asking often enough.

/// p-values adjusted by Bonferroni: each times their number, at most 1. Compare with α.
pub fn bonferroni(p_values: &[f64]) -> Vec<f64> {
    p_values.iter().map(|p| (p * p_values.len() as f64).min(1.0)).collect()
}

/// p-values adjusted by Holm (1979), in the order given: never larger than Bonferroni's, same guarantee.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut least: f64 = 0.0;
    for (rank, &at) in order.iter().enumerate() {
        least = least.max(p_values[at] * (p_values.len() - rank) as f64).min(1.0);
        adjusted[at] = least;
    }
    adjusted
}

/// The confidence level of each of `count` intervals that are to hold together at `level` (Bonferroni).
pub fn joint_level(level: f64, count: usize) -> f64 {
    1.0 - (1.0 - level) / count.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(own: &[f64], known: &[f64]) {
        assert_eq!(own.len(), known.len());
        assert!(own.iter().zip(known).all(|(a, b)| (a - b).abs() < 1e-12), "{own:?} is not {known:?}");
    }

    #[test]
    fn holms_adjustment_agrees_with_statsmodels() {
        close(&holm(&[0.01, 0.04, 0.03, 0.005]), &[0.03, 0.06, 0.06, 0.02]);
        close(&holm(&[0.6, 0.7]), &[1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn bonferronis_adjustment_is_the_blunt_one() {
        close(&bonferroni(&[0.01, 0.04, 0.03, 0.5]), &[0.04, 0.16, 0.12, 1.0]);
        assert!((joint_level(0.95, 10) - 0.995).abs() < 1e-15);
    }
}
