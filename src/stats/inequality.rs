//! How unevenly something is spread over areas.

/// The Gini coefficient of what is borne: G = Σ(2i − n − 1)·x₍ᵢ₎/(nΣx), 0 when all bear the same. None if there
/// is nobody, or a value is negative or not finite; 0 if nobody bears anything.
///
/// Give it miss rates or times: with attainments near 1 it is near 0 whatever happens.
pub fn gini(values: &[f64]) -> Option<f64> {
    if values.is_empty() || values.iter().any(|x| !x.is_finite() || *x < 0.0) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (n, total) = (sorted.len() as f64, sorted.iter().sum::<f64>());
    let weighted: f64 = sorted.iter().enumerate().map(|(i, x)| (2.0 * i as f64 + 1.0 - n) * x).sum();
    Some(if total > 0.0 { weighted / (n * total) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_coefficients() {
        assert_eq!(gini(&[0.0, 1.0, 0.0, 0.0]), Some(0.75));
        assert_eq!(gini(&[3.0, 1.0, 4.0, 2.0]), Some(0.25));
        assert_eq!(gini(&[5.0; 3]), Some(0.0));
        assert_eq!(gini(&[0.0; 3]), Some(0.0));
        assert_eq!(gini(&[]), None);
        assert_eq!(gini(&[1.0, -1.0]), None);
        assert_eq!(gini(&[1.0, f64::NAN]), None);
    }
}
