//! Choosing one of several by weight with one uniform.

/// Weights prepared for choosing: cumulative sums, and a guide table that makes a choice O(1) on average
/// (Chen & Asau, On generating random variates from an empirical distribution, 1974).
///
/// A choice is monotone in the uniform (so it is inversion, and keeps arms in step), unlike the alias method.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    cumulative: Vec<f64>,
    /// For each of as many equal parts of (0, 1), the first index that it reaches.
    guide: Vec<u32>,
    /// How many these are.
    parts: f64,
    total: f64,
    /// The last index with a positive weight.
    last: usize,
}

impl Choice {
    /// Prepares `weights`. None if there are none, one is negative or not finite, or all are zero.
    pub fn new(weights: &[f64]) -> Option<Choice> {
        let mut choice = Choice { cumulative: Vec::new(), guide: Vec::new(), parts: 0.0, total: 0.0, last: 0 };
        choice.refill(weights).then_some(choice)
    }

    /// Replaces the weights; allocates only when there are more than ever before. On bad weights (see
    /// [`Choice::new`]) returns false and leaves the old ones.
    #[must_use]
    pub fn refill(&mut self, weights: &[f64]) -> bool {
        let total: f64 = weights.iter().sum();
        let good = total > 0.0 && total.is_finite() && weights.iter().all(|&w| w >= 0.0);
        if !good {
            return false;
        }
        self.total = total;
        self.cumulative.clear();
        let mut sum = 0.0;
        for (i, &weight) in weights.iter().enumerate() {
            sum += weight;
            self.cumulative.push(sum);
            if weight > 0.0 {
                self.last = i;
            }
        }
        self.fill_guide();
        true
    }

    fn fill_guide(&mut self) {
        self.guide.clear();
        let parts = self.cumulative.len();
        self.parts = parts as f64;
        let mut i = 0;
        for part in 0..parts {
            let target = part as f64 / parts as f64 * self.total;
            while i < self.last && self.cumulative[i] <= target {
                i += 1;
            }
            self.guide.push(i as u32);
        }
    }

    /// The index chosen by `u` in (0, 1), never one of weight zero.
    #[inline]
    pub fn pick(&self, u: f64) -> usize {
        let target = u * self.total;
        let part = ((u * self.parts) as u32 as usize).min(self.guide.len() - 1);
        let mut i = self.guide[part] as usize;
        while i > 0 && self.cumulative[i - 1] > target {
            i -= 1;
        }
        while i < self.last && self.cumulative[i] <= target {
            i += 1;
        }
        i
    }

    /// The index chosen by `u`, and what is left of `u`: again uniform in (0, 1) given the index, with fewer bits.
    #[inline]
    pub fn pick_with_rest(&self, u: f64) -> (usize, f64) {
        let i = self.pick(u);
        let before = if i == 0 { 0.0 } else { self.cumulative[i - 1] };
        let rest = (u * self.total - before) / (self.cumulative[i] - before);
        (i, rest.clamp(f64::EPSILON / 4.0, 1.0 - f64::EPSILON / 2.0))
    }

    /// The sum of the weights.
    pub fn total(&self) -> f64 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_is_chosen_in_proportion_to_its_weight() {
        let weights = [1.0, 0.0, 3.0, 0.5, 5.5, 0.0];
        let choice = Choice::new(&weights).unwrap();
        let mut counts = [0u32; 6];
        for i in 0..10_000 {
            counts[choice.pick((f64::from(i) + 0.5) / 10_000.0)] += 1;
        }
        assert_eq!(counts, [1000, 0, 3000, 500, 5500, 0]);
        assert_eq!((choice.pick(1e-300), choice.pick(1.0 - f64::EPSILON / 2.0)), (0, 4));
        assert_eq!(Choice::new(&[0.0, 0.0, 2.0]).unwrap().pick(1e-300), 2);
    }

    #[test]
    fn what_is_left_of_the_uniform_is_uniform_again() {
        let choice = Choice::new(&[1.0, 3.0]).unwrap();
        assert_eq!(choice.pick_with_rest(0.125), (0, 0.5));
        assert_eq!(choice.pick_with_rest(0.4375), (1, 0.25));
    }

    #[test]
    fn weights_that_mean_nothing_are_refused_and_the_old_ones_kept() {
        for bad in [&[][..], &[0.0], &[1.0, -1.0], &[f64::NAN], &[1.0, f64::INFINITY], &[f64::MAX, f64::MAX]] {
            assert!(Choice::new(bad).is_none(), "{bad:?}");
        }
        let mut choice = Choice::new(&[1.0, 1.0]).unwrap();
        assert!(!choice.refill(&[0.0]));
        assert_eq!(choice, Choice::new(&[1.0, 1.0]).unwrap());
        assert!(choice.refill(&[0.0, 1.0, 2.0]));
        assert_eq!(choice, Choice::new(&[0.0, 1.0, 2.0]).unwrap());
    }

    proptest! {
        #[test]
        fn the_guide_table_changes_nothing_but_speed(
            weights in prop::collection::vec(prop_oneof![Just(0.0), 1e-12f64..1e-6, 0.0f64..1.0, 1e3f64..1e9], 1..60),
            u in prop_oneof![1e-17f64..1e-9, 1e-9f64..1.0],
        ) {
            prop_assume!(weights.iter().any(|&w| w > 0.0));
            let choice = Choice::new(&weights).unwrap();
            let (i, rest) = choice.pick_with_rest(u);
            let plain = choice.cumulative.iter().position(|&c| c > u * choice.total);
            prop_assert_eq!(i, plain.unwrap_or(choice.last));
            prop_assert!(weights[i] > 0.0 && 0.0 < rest && rest < 1.0);
        }
    }
}
