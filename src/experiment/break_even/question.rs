//! What is asked, and when its values are looked at.

use crate::experiment::{Arm, Plan, least_replications};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// Position of the measure.
    pub measure: usize,
    /// The difference, arm minus the other, at which it breaks even.
    pub at: f64,
    /// When to look at a value.
    pub plan: Plan,
    /// The most replications were not asked for: a value at which surges are rare has as many as these need.
    pub open: bool,
    /// Confidence in each row.
    pub confidence: f64,
}

impl Question {
    /// When to look at these arms: not before surges that are rarer than in the arms as they stand have struck often enough.
    pub fn plan_of<'a>(&self, arms: impl IntoIterator<Item = &'a Arm>) -> Plan {
        let least = least_replications(arms);
        let most = if self.open { self.plan.most.max(least.saturating_mul(4)) } else { self.plan.most };
        Plan { most, ..self.plan }.no_sooner(least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    #[test]
    fn values_at_which_surges_are_rarer_are_looked_at_later() {
        let arm = |per_year: f64| {
            let text = format!(
                r#"(city: Point(), demand: (volume: "20 /day", categories: {{ "job": (on_scene: Deterministic("1 min")) }},
                    surges: {{ "storm": (when: Random(per_year: {per_year}, months: "01..12"), lasts: "2 h", volume: 2) }}),
                    workforce: (crews: {{ "patrol": (officers: 9, crew_size: 1, working_days: 7, based: Centre) }}), run: (days: 20))"#
            );
            Arm::of(load_text("storm.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))), String::new(), Vec::new())
        };
        let (usual, rare) = (arm(73.0), arm(7.3));
        let question = Question { measure: 3, at: 0.0, plan: Plan::up_to(40), open: true, confidence: 0.95 };
        // Four in twenty days, and two fifths of one: 25 of them in 63 runs.
        assert_eq!(
            (question.plan_of([&usual]).first, question.plan_of([&usual, &rare])),
            (10, Plan { first: 63, most: 252, given: false })
        );
        assert_eq!(question.plan_of([&rare]).looks().len(), question.plan.looks().len(), "the error is shared among as many looks");
        let asked = Question { open: false, ..question };
        assert_eq!(asked.plan_of([&rare]), Plan { first: 40, most: 40, given: false }, "no more than --budget");
        assert_eq!(Question { plan: Plan::fixed(5), ..asked }.plan_of([&rare]), Plan::fixed(5));
    }
}
