//! How much of a variance lies between groups, and how sure that is.

use super::special::fisher_quantile;

/// Groups that were measured several times each.
#[derive(Clone, Copy, Debug)]
pub struct Groups {
    /// How many.
    pub count: f64,
    /// The variance of their means.
    pub of_means: f64,
    /// The variance within one.
    pub within: f64,
    /// Measurements of each: the harmonic mean where they differ.
    pub size: f64,
    /// Measurements of all, less the number of groups.
    pub degrees: f64,
}

impl Groups {
    /// An interval of the share that the variance between groups has in that of a mean over `own` measurements, m·σ_b² ÷
    /// (m·σ_b² + σ_w²).
    ///
    /// Exact for groups and measurements that are normally distributed: the ratio of the variance of the means to what the
    /// measurements alone would give is (1 + size·σ_b² ÷ σ_w²) times Fisher's F. Source: Searle, Casella & McCulloch,
    /// *Variance Components*, 1992, 3.6; groups of different sizes by their harmonic mean (Thomas & Hultquist, Annals of
    /// Statistics 6, 1978).
    /// None where measurements of one group never differ: that may be because they are few.
    pub fn between_share(&self, own: f64, level: f64) -> Option<[f64; 2]> {
        let chance = self.within / self.size;
        if chance <= 0.0 {
            return None;
        }
        let bound = |p: f64| {
            let times = self.of_means / chance / fisher_quantile(p, self.count - 1.0, self.degrees);
            let between = own * ((times - 1.0) / self.size).max(0.0);
            between / (1.0 + between)
        };
        Some([bound(0.5 + 0.5 * level), bound(0.5 - 0.5 * level)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, Purpose, normal::inverse_normal, unit};
    use crate::stats::Moments;
    use rand_chacha::rand_core::Rng;

    /// Twenty groups of three whose means differ by a standard deviation of `between`, the measurements by one of 1.
    fn drawn(between: f64, number: u32) -> Groups {
        let mut stream = Key { seed: 5, replication: number }.stream(Purpose::Design, 0);
        let mut normal = || inverse_normal(unit(stream.next_u64()));
        let group = |_| {
            let mean = between * normal();
            Moments::of(&[mean + normal(), mean + normal(), mean + normal()])
        };
        let groups: Vec<Moments> = (0..20).map(group).collect();
        let means: Vec<f64> = groups.iter().map(Moments::mean).collect();
        let within = groups.iter().map(Moments::variance).sum::<f64>() / 20.0;
        Groups { count: 20.0, of_means: Moments::of(&means).variance(), within, size: 3.0, degrees: 40.0 }
    }

    #[test]
    fn intervals_cover_as_often_as_they_say_also_where_groups_do_nothing() {
        for between in [0.0_f64, 0.3, 2.0] {
            let own = 10.0;
            let truth = own * between * between / (1.0 + own * between * between);
            let covers = (0..4_000).filter(|number| {
                let [low, high] = drawn(between, *number).between_share(own, 0.9).expect("they differ");
                (low..=high).contains(&truth)
            });
            // Where there is nothing the interval is one-sided: 95%.
            let expected = if between == 0.0 { 0.95 } else { 0.9 };
            let share = covers.count() as f64 / 4_000.0;
            assert!((share - expected).abs() < 0.015, "{between}: {share}");
        }
    }

    #[test]
    fn where_nothing_differs_within_a_group_nothing_is_certain() {
        let groups = Groups { count: 4.0, of_means: 1.0, within: 0.0, size: 2.0, degrees: 4.0 };
        assert_eq!(groups.between_share(10.0, 0.95), None);
    }
}
