//! All rules with what a user needs to know of them: `gridgov rules` prints this list.

use super::{admission, dispatch, preemption, queueing, relocation};

/// What a rule decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RuleKind {
    /// Who goes.
    Dispatch,
    /// Who waits.
    Queueing,
    /// Who is let in.
    Admission,
    /// Who is pulled away.
    Preemption,
    /// Where free crews go.
    Relocation,
}

/// A parameter of a rule.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Parameter {
    /// Name in the scenario.
    pub name: &'static str,
    /// Value where it is left out.
    pub default: Words,
    /// What is allowed.
    pub bounds: Words,
    /// What it does.
    pub meaning: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
}

/// A default, or what is allowed, in both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words {
    /// In English.
    pub en: &'static str,
    /// In Chinese.
    pub zh: &'static str,
}

impl Words {
    /// Words in both languages.
    pub const fn of(en: &'static str, zh: &'static str) -> Words {
        Words { en, zh }
    }

    /// What a scenario would say, the same in both.
    pub const fn alike(text: &'static str) -> Words {
        Words { en: text, zh: text }
    }
}

/// What a decision of a rule may cost, where that is more than a look at the crews.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Budget {
    /// Whether a run takes so much longer that the rule has to be asked for by name.
    pub expensive: bool,
    /// What it may cost.
    pub said: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
}

/// A rule.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RuleInfo {
    /// Name in the scenario.
    pub name: &'static str,
    /// What it decides.
    pub kind: RuleKind,
    /// What a decision may cost at most; none for rules that look at each crew once.
    pub budget: Option<Budget>,
    /// What it does.
    pub summary: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// Where it comes from.
    pub source: &'static str,
}

impl RuleInfo {
    /// Whether a run with the rule takes so much longer that it has to be asked for by name.
    pub fn is_expensive(&self) -> bool {
        self.budget.is_some_and(|budget| budget.expensive)
    }
}

/// All rules, by kind. A rule is one file and one line here.
pub fn registry() -> &'static [RuleInfo] {
    const RULES: &[RuleInfo] = &[
        dispatch::closest_idle::INFO,
        dispatch::closest_soon_free::INFO,
        dispatch::district_first::INFO,
        dispatch::preference_list::INFO,
        dispatch::coverage_preserving::INFO,
        dispatch::preparedness::INFO,
        dispatch::workload_balancing::INFO,
        dispatch::batch_matching::INFO,
        dispatch::demand_supply_balancing::INFO,
        dispatch::rollout::INFO,
        dispatch::score::INFO,
        dispatch::random::INFO,
        queueing::fifo::INFO,
        queueing::priority_fifo::INFO,
        queueing::weighted_wait::INFO,
        queueing::closest_first::INFO,
        admission::admit_all::INFO,
        admission::cutoff_reserve::INFO,
        preemption::non_preemptive::INFO,
        preemption::preemptive_priority::INFO,
        relocation::return_to_station::INFO,
        relocation::stay::INFO,
        relocation::nearest_of::INFO,
        relocation::dmexclp::INFO,
        relocation::compliance_table::INFO,
    ];
    RULES
}

/// Rules with parameters, whose bare name is accepted as well.
pub fn struct_variants() -> Vec<&'static str> {
    registry().iter().filter(|rule| rule.parameters.iter().any(|p| !p.name.contains('.'))).map(|rule| rule.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_everything_is_said() {
        for (i, rule) in registry().iter().enumerate() {
            assert!(registry()[..i].iter().all(|other| other.name != rule.name), "{} stands twice", rule.name);
            assert!(!rule.summary.is_empty() && !rule.zh.is_empty() && !rule.source.is_empty(), "{} is not described", rule.name);
            for p in rule.parameters {
                assert!(!p.meaning.is_empty() && !p.zh.is_empty(), "{} of {} is not described", p.name, rule.name);
            }
        }
    }
}
