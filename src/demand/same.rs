//! Whether two scenarios have the same incidents whatever is drawn.

use super::model::{Category, Demand};

impl Demand {
    /// Whether what decides the incidents is the same as in another. One replication does not show it: a surge may not
    /// strike in it, and what is rare not happen. A log is not compared: every replication has all of it.
    pub fn is_like(&self, other: &Demand) -> bool {
        let surges = self.surges.len() == other.surges.len() && self.surges.iter().zip(&other.surges).all(|(a, b)| a.strikes_like(b));
        if self.is_logged() && other.is_logged() {
            return surges;
        }
        let channels = || self.channels.iter().map(|c| (c.share, c.on_spot)).eq(other.channels.iter().map(|c| (c.share, c.on_spot)));
        let categories =
            || self.categories.len() == other.categories.len() && self.categories.iter().zip(other.categories.iter()).all(alike);
        let spreads = || {
            let like = |(a, b): (&Category, &Category)| self.spreads[a.spread].is_like(&other.spreads[b.spread]);
            self.categories.iter().zip(other.categories.iter()).all(like)
        };
        surges && self.intensity == other.intensity && self.patience == other.patience && channels() && categories() && spreads()
    }
}

/// Whether incidents of two categories are the same until somebody serves them.
fn alike((one, other): (&Category, &Category)) -> bool {
    let joint = |category: &Category| category.joint.map_or(0.0, |joint| joint.share);
    let seen = |category: &Category| (category.priority, category.urgent, joint(category));
    seen(one) == seen(other) && one.report_delay == other.report_delay
}

#[cfg(test)]
mod tests {
    use crate::demand::fixtures::*;

    #[test]
    fn what_one_replication_may_not_show_tells_incidents_apart() {
        let text = |surge: &str, urgent: f64, rest: &str| {
            format!(
                r#"(volume: "10 /day", categories: {{ "water": (share: 1, urgent: {urgent}), "noise": (share: 3) }},
                    surges: {{ "storm": ({surge}, travel: 1.5) }}, {rest})"#
            )
        };
        let usual = r#"when: Random(per_year: 3, months: "07..09"), lasts: "48 h", volume: 4"#;
        let base = demand(&text(usual, 0.001, ""), 10);
        let like = |surge: &str, urgent: f64| base.is_like(&demand(&text(surge, urgent, ""), 10));
        assert!(like(usual, 0.001));
        assert!(!like(&usual.replace("per_year: 3", "per_year: 4"), 0.001));
        assert!(!like(&usual.replace("volume: 4", "volume: 5"), 0.001));
        assert!(!like(&usual.replace("48 h", "47 h"), 0.001));
        assert!(!like(&format!("{usual}, mix: {{ \"water\": 2 }}"), 0.001));
        assert!(!like(usual, 0.002));
        let travel = demand(&text(usual, 0.001, "").replace("travel: 1.5", "travel: 3"), 10);
        assert!(base.is_like(&travel), "slower roads are no other incidents");
    }
}
