//! Whether two scenarios have the same incidents whatever is drawn.

use super::log::Open;
use super::model::{Category, Channel, Demand};

impl Demand {
    /// Whether what decides the incidents is the same as in another. One replication does not show it: a surge may not
    /// strike in it, and what is rare not happen. Of logs it is what rows leave open; what they say, every replication has.
    pub fn is_like(&self, other: &Demand) -> bool {
        let channels = |of: fn(&Channel) -> f64| self.channels.iter().map(of).eq(other.channels.iter().map(of));
        let alike = |like: &dyn Fn(&Category, &Category) -> bool| {
            self.categories.len() == other.categories.len() && self.categories.iter().zip(other.categories.iter()).all(|(a, b)| like(a, b))
        };
        let joint = |category: &Category| category.joint.map_or(0.0, |joint| joint.share);
        let partners = |demand: &Demand| demand.jobs.iter().map(|job| demand.is_its_own_partner(*job)).collect::<Vec<bool>>();
        let same = |open: Open| match open {
            Open::Delay => alike(&|a, b| a.report_delay == b.report_delay),
            Open::Channel => channels(|channel| channel.share),
            Open::Priority => alike(&|a, b| (a.priority, a.urgent) == (b.priority, b.urgent)),
            Open::Place | Open::PlaceWithin => alike(&|a, b| self.spreads[a.spread].is_like(&other.spreads[b.spread])),
            Open::Joint => alike(&|a, b| joint(a) == joint(b)) && partners(self) == partners(other),
            Open::SelfFound => channels(|channel| channel.on_spot),
            // Of those who serve.
            Open::Work | Open::Facility => true,
        };
        let surges = self.surges.len() == other.surges.len() && self.surges.iter().zip(&other.surges).all(|(a, b)| a.strikes_like(b));
        let arrivals = self.is_logged() == other.is_logged() && (self.is_logged() || self.intensity == other.intensity);
        let drawn = Open::ALL.iter().filter(|open| self.draws(**open) || other.draws(**open));
        surges && arrivals && self.patience == other.patience && drawn.copied().all(same)
    }

    /// Whether this is drawn, of some incidents at least.
    fn draws(&self, open: Open) -> bool {
        self.log().is_none_or(|log| log.draws(open))
    }
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
