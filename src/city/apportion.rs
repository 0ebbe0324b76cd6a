//! Dividing a whole number in proportion to weights, exactly and within bounds.

/// What one party may get.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Its weight; what is not positive counts as next to nothing.
    pub weight: f64,
    /// The least it gets.
    pub least: u64,
    /// The most it gets.
    pub most: u64,
}

/// Divides `total` so that parts add up to it, keep to their bounds and are otherwise as near to proportional
/// as whole numbers allow: λ·weight rounded and cut to the bounds (Webster 1832; Sainte-Laguë), ties to the first.
/// None when the bounds leave no way.
pub fn apportion(total: u64, claims: &[Claim]) -> Option<Vec<u64>> {
    let least: u64 = claims.iter().map(|c| c.least).sum();
    let most = claims.iter().fold(0, |sum: u64, c| sum.saturating_add(c.most));
    if least > total || most < total || claims.iter().any(|c| c.least > c.most) {
        return None;
    }
    let heaviest = claims.iter().fold(0.0, |max: f64, c| max.max(c.weight));
    let floor = if heaviest > 0.0 { heaviest * 1e-9 } else { 1.0 };
    let weight = |c: &Claim| c.weight.max(floor);
    let share = |c: &Claim, factor: f64| ((weight(c) * factor + 0.5) as u64).clamp(c.least, c.most);
    let given = |factor: f64| claims.iter().fold(0, |sum: u64, c| sum.saturating_add(share(c, factor)));
    let (mut low, mut high) = (0.0, (total as f64 + 1.0) / floor);
    for _ in 0..128 {
        let middle = (low + high) / 2.0;
        if given(middle) > total {
            high = middle;
        } else {
            low = middle;
        }
    }
    let mut parts: Vec<u64> = claims.iter().map(|c| share(c, low)).collect();
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by(|&a, &b| {
        let lacking = |i: usize| weight(&claims[i]) * low - parts[i] as f64;
        lacking(b).total_cmp(&lacking(a)).then(a.cmp(&b))
    });
    let mut rest = total - parts.iter().sum::<u64>();
    while rest > 0 {
        for &i in &order {
            let more = u64::from(rest > 0 && parts[i] < claims[i].most);
            parts[i] += more;
            rest -= more;
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn free(weight: f64) -> Claim {
        Claim { weight, least: 0, most: u64::MAX }
    }

    #[test]
    fn seats_are_shared_in_proportion() {
        assert_eq!(apportion(10, &[free(1.0), free(2.0), free(2.0)]), Some(vec![2, 4, 4]));
        assert_eq!(apportion(5, &[free(0.0), free(0.0)]), Some(vec![3, 2]));
        assert_eq!(apportion(0, &[free(3.0)]), Some(vec![0]));
        let bounded = Claim { weight: 9.0, least: 0, most: 4 };
        assert_eq!(apportion(10, &[bounded, free(1.0), free(2.0)]), Some(vec![4, 2, 4]));
    }

    #[test]
    fn what_the_bounds_forbid_is_refused() {
        assert_eq!(apportion(3, &[Claim { weight: 1.0, least: 0, most: 2 }]), None);
        assert_eq!(apportion(3, &[Claim { weight: 1.0, least: 4, most: 9 }]), None);
        assert_eq!(apportion(1, &[]), None);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_keep_their_bounds(
            total in 0u64..100_000,
            parties in prop::collection::vec((0.0..1e6f64, 0u64..2_000, 0u64..20_000), 1..40),
        ) {
            let claims: Vec<Claim> = parties.iter().map(|&(weight, least, room)| Claim { weight, least, most: least + room }).collect();
            let (least, most) = (claims.iter().map(|c| c.least).sum::<u64>(), claims.iter().map(|c| c.most).sum::<u64>());
            match apportion(total, &claims) {
                None => prop_assert!(total < least || total > most),
                Some(parts) => {
                    prop_assert_eq!(parts.iter().sum::<u64>(), total);
                    prop_assert!(parts.iter().zip(&claims).all(|(&n, c)| c.least <= n && n <= c.most));
                }
            }
        }
    }
}
