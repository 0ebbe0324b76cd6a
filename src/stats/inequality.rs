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
    let order: Vec<usize> = (0..sorted.len()).collect();
    concentration(&sorted, &order)
}

/// The concentration index of what is borne, C = Σ(2i − n − 1)·xᵢ/(nΣx) with i counting along `order`, from who is expected to
/// bear least to who is expected to bear most (Wagstaff, Paci & van Doorslaer, On the measurement of inequalities in health,
/// 1991): the Gini coefficient where that is the order of what is borne, around 0 where one has nothing to do with the other.
/// None if there is nobody; 0 if nobody bears anything.
pub fn concentration(values: &[f64], order: &[usize]) -> Option<f64> {
    let (n, total) = (order.len() as f64, order.iter().map(|who| values[*who]).sum::<f64>());
    let weighted: f64 = order.iter().enumerate().map(|(i, who)| (2.0 * i as f64 + 1.0 - n) * values[*who]).sum();
    (n > 0.0).then(|| if total > 0.0 { weighted / (n * total) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concentration_is_the_gini_coefficient_in_its_own_order_only() {
        let values = [3.0, 1.0, 4.0, 2.0];
        assert_eq!(concentration(&values, &[1, 3, 0, 2]), gini(&values));
        assert_eq!(concentration(&values, &[2, 0, 3, 1]), Some(-0.25));
        assert_eq!(concentration(&values, &[0, 1, 3, 2]), Some(0.1));
        assert_eq!((concentration(&[0.0; 2], &[0, 1]), concentration(&[], &[])), (Some(0.0), None));
    }

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
