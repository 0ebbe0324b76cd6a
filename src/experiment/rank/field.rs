//! Who takes part: one arm for each combination of rules that the scenario allows, and who is refused and why.

use super::Combination;
use crate::experiment::Arm;
use crate::metrics::Name;
use crate::scenario::Diagnostics;
use serde::Serialize;

/// A combination that does not take part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The combination.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// The same in Chinese; what a diagnostic says in it is English.
    pub zh: String,
}

/// The rules of one ranking.
#[derive(Debug)]
pub struct Field {
    /// Settings that the whole field shares, over those of the scenario.
    pub sets: Vec<String>,
    /// One arm for each combination, called by it.
    pub arms: Vec<Arm>,
    /// What each arm sets, in the same order.
    pub combinations: Vec<Combination>,
    /// Whether each arm has the rules that the scenario itself has.
    pub as_written: Vec<bool>,
    /// Those left out.
    pub refused: Vec<Refused>,
}

impl Field {
    /// `combinations` in the scenario of `base` with `sets`. Where `strict`, combinations that are refused are an error.
    ///
    /// # Errors
    /// Everything that is wrong with the settings or, where `strict`, with combinations.
    pub fn of(base: &Arm, sets: &[String], combinations: &[Combination], strict: bool) -> Result<Field, Diagnostics> {
        let scenario = base.with(sets)?;
        let mut field =
            Field { sets: sets.to_vec(), arms: Vec::new(), combinations: Vec::new(), as_written: Vec::new(), refused: Vec::new() };
        let mut wrong = Diagnostics::new();
        for combination in combinations {
            match scenario.with(&combination.sets) {
                Ok(arm) => field.enter(arm, combination, &scenario),
                Err(found) if strict => wrong.append(&mut found.coming_of(&format!("--rules {}", combination.text))),
                Err(found) => {
                    let reason = reason(&found);
                    let zh = format!("本场景不适用（诊断为英文）：{reason}");
                    field.refused.push(Refused { rule: combination.text.clone(), reason, zh });
                }
            }
        }
        if wrong.is_empty() { Ok(field) } else { Err(wrong) }
    }

    fn enter(&mut self, arm: Arm, combination: &Combination, scenario: &Arm) {
        let same = |other: &Arm| other.loaded.source.canonical() == arm.loaded.source.canonical();
        if let Some(other) = self.arms.iter().position(same) {
            let other = &self.combinations[other].text;
            let (reason, zh) = (format!("it is the same as {other}"), format!("与 {other} 相同"));
            return self.refused.push(Refused { rule: combination.text.clone(), reason, zh });
        }
        self.as_written.push(arm.loaded.scenario.dispatch == scenario.loaded.scenario.dispatch);
        let label = Name::new(&combination.text, &combination.text);
        self.arms.push(Arm { label, ..arm }.called_by(&self.sets));
        self.combinations.push(combination.clone());
    }

    /// Leaves out an arm in which more piles up than a run can hold, which is `told`.
    pub fn leave_out(&mut self, arm: usize, told: &str) {
        self.arms.remove(arm);
        self.as_written.remove(arm);
        let rule = self.combinations.remove(arm).text;
        let zh = format!("积压超出一次运行所能容纳（诊断为英文）：{told}");
        self.refused.push(Refused { rule, reason: told.to_owned(), zh });
    }

    /// The arm that is the scenario as it is written, else the first.
    pub fn baseline(&self) -> usize {
        self.as_written.iter().position(|written| *written).unwrap_or(0)
    }
}

/// What is wrong, in one line.
fn reason(wrong: &Diagnostics) -> String {
    wrong.problems().into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn county(sets: &[&str]) -> Arm {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        Arm::load(Path::new("scenarios/county.ron"), &sets).unwrap_or_else(|d| panic!("{}", d.render(false)))
    }

    #[test]
    fn rules_that_make_no_sense_are_refused_with_a_reason() {
        let rules = Combination::read_all(&["ClosestIdle,ClosestSoonFree,ClosestIdle,Random".to_owned()]).0;
        let sets = ["dispatch.available_again=AtBase".to_owned()];
        let field = Field::of(&county(&["dispatch.rule=Random"]), &sets, &rules, false).unwrap();
        let names: Vec<&str> = field.arms.iter().map(|arm| arm.label.name.as_str()).collect();
        assert_eq!(names, ["ClosestIdle, available_again=AtBase", "Random, available_again=AtBase"]);
        assert_eq!((field.as_written.as_slice(), field.baseline()), (&[false, true][..], 1));
        assert_eq!(field.refused[0].rule, "ClosestSoonFree");
        assert!(field.refused[0].reason.contains("AtBase"), "{}", field.refused[0].reason);
        assert_eq!(field.refused[1].reason, "it is the same as ClosestIdle");
        assert!(Field::of(&county(&[]), &sets, &rules, true).is_err());
    }

    /// What is wrong with a rule says which it is, and points into no setting that was made of it.
    #[test]
    fn whoever_names_a_wrong_rule_is_told_which_it_was() {
        let rules = "ClosestIdle,CoveragePreserving(busy: 2),ClosestSoonFree,Preparedness(weight: \"5 min\", zones: \"x\")";
        let rules = Combination::read_all(&[rules.to_owned()]).0;
        let wrong = Field::of(&county(&["dispatch.available_again=AtBase"]), &[], &rules, true).unwrap_err();
        let problems = wrong.problems();
        let found = |rule: &str| problems.iter().find(|problem| problem.message.starts_with(&format!("--rules {rule}: "))).unwrap();
        let busy = found("CoveragePreserving(busy: 2)");
        assert_eq!((busy.file.as_deref(), busy.path.as_deref()), (None, Some("dispatch.coverage.busy")));
        assert!(busy.message.contains("out of bounds"), "{}", busy.message);
        let zones = found("Preparedness(weight: \"5 min\", zones: \"x\")");
        assert_eq!((zones.file.as_deref(), zones.path.as_deref()), (None, Some("dispatch.coverage.zones")));
        // What the scenario itself says is shown where it says so.
        assert!(found("ClosestSoonFree").file.is_some());
        assert!(!wrong.render(false).contains("setting #"), "{}", wrong.render(false));
    }

    #[test]
    fn a_rule_that_is_left_out_takes_no_other_with_it() {
        let rules = Combination::read_all(&["ClosestIdle,Random,WorkloadBalancing".to_owned()]).0;
        let mut field = Field::of(&county(&["dispatch.rule=Random"]), &[], &rules, false).unwrap();
        field.leave_out(0, "too much");
        let names: Vec<&str> = field.arms.iter().map(|arm| arm.label.name.as_str()).collect();
        assert_eq!((names, field.combinations.len(), field.baseline()), (vec!["Random", "WorkloadBalancing"], 2, 0));
        assert_eq!((field.refused[0].rule.as_str(), field.refused[0].reason.as_str()), ("ClosestIdle", "too much"));
    }
}
