//! Combinations of rules as users name them: `CoveragePreserving(busy: 0.4) + WeightedWait + Dmexclp`.
//!
//! Each part is the name of a rule, with parameters in brackets where they are not the defaults; its kind says which
//! setting it is about. Parameters that stand in another setting (those of coverage) are written with the rule all the
//! same, and hold for every rule that goes by that setting. What a combination does not name stays as the scenario has it.

use super::Refused;
use crate::experiment::vary::split;
use crate::policy::{RuleInfo, RuleKind, registry};
use crate::problems::nearest;
use crate::scenario::{Diagnostic, Diagnostics, full_width, path_and_value};
use crate::time::parse_duration;

/// Some rules that go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combination {
    /// As it is called.
    pub text: String,
    /// `path=value` settings that make a scenario use it.
    pub sets: Vec<String>,
}

impl Combination {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it and what would be right.
    pub fn read(text: &str) -> Result<Combination, String> {
        if let Some((found, meant)) = full_width(text) {
            return Err(format!("{text:?}: `{found}` is a full-width character; write `{meant}`"));
        }
        let (mut parts, mut kinds) = (Vec::new(), Vec::new());
        let mut sets: Vec<(String, &RuleInfo)> = Vec::new();
        for part in split(text, '+').into_iter().map(str::trim) {
            let (rule, own) = part_of(part)?;
            if kinds.contains(&rule.kind) {
                return Err(format!("{text:?} names two rules for one decision: {} is the second", rule.name));
            }
            kinds.push(rule.kind);
            for set in own {
                match sets.iter().find(|(other, _)| path_of(other) == path_of(&set)) {
                    None => sets.push((set, rule)),
                    Some((other, before)) if !alike(value_of(other), value_of(&set)) => {
                        let (path, one, two) = (path_of(&set), value_of(other), value_of(&set));
                        let rules = format!("{} ({one}) and {} ({two})", before.name, rule.name);
                        return Err(format!("{text:?}: `{path}` is one setting, which belongs to both {rules}: give it one value"));
                    }
                    Some(_) => {}
                }
            }
            parts.push(part);
        }
        Ok(Combination { text: parts.join(" + "), sets: sets.into_iter().map(|(set, _)| set).collect() })
    }

    /// The settings that it decides, by their paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.sets.iter().map(|set| path_of(set))
    }

    /// Reads those that `texts` name, several of them with commas in between: those that can be read, and what is wrong
    /// with the others.
    pub fn read_all(texts: &[String]) -> (Vec<Combination>, Diagnostics) {
        let (mut read, mut wrong) = (Vec::new(), Diagnostics::new());
        for text in texts.iter().flat_map(|text| split(text, ',')) {
            match Combination::read(text) {
                Ok(combination) => read.push(combination),
                Err(message) => wrong.push(Diagnostic::error(message)),
            }
        }
        (read, wrong)
    }

    /// Every rule for who goes that has no need to be asked for by name, with its default parameters and nothing else.
    pub fn dispatch_rules() -> Vec<Combination> {
        let rules = registry().iter().filter(|rule| rule.kind == RuleKind::Dispatch && !rule.is_expensive());
        rules.map(|rule| Combination { text: rule.name.to_owned(), sets: vec![format!("{}={}", path(rule.kind), rule.name)] }).collect()
    }

    /// The rules for who goes that take so long that they have to be asked for by name.
    pub fn expensive() -> Vec<Refused> {
        let rules = registry().iter().filter(|rule| rule.kind == RuleKind::Dispatch && rule.is_expensive());
        let left_out = |rule: &RuleInfo| Refused {
            rule: rule.name.to_owned(),
            reason: format!("it takes long and has to be asked for: --rules {},…", rule.name),
            zh: format!("耗时长，须点名参加：--rules {},…", rule.name),
        };
        rules.map(left_out).collect()
    }
}

fn path_of(set: &str) -> &str {
    path_and_value(set).map_or(set, |(path, _)| path)
}

fn value_of(set: &str) -> &str {
    path_and_value(set).map_or("", |(_, value)| value)
}

/// Whether two values are the same, however they are written: numbers and times by what they come to.
fn alike(one: &str, other: &str) -> bool {
    let time = |text: &str| parse_duration(text.trim_matches('"')).ok();
    let number = |text: &str| text.parse::<f64>().ok();
    let same_number = number(one).zip(number(other)).is_some_and(|(one, other)| one == other);
    one == other || same_number || time(one).zip(time(other)).is_some_and(|(one, other)| one == other)
}

/// The setting that names a rule of this kind.
fn path(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Dispatch => "dispatch.rule",
        RuleKind::Queueing => "dispatch.queue",
        RuleKind::Admission => "dispatch.admission",
        RuleKind::Preemption => "dispatch.preemption",
        RuleKind::Relocation => "dispatch.relocation",
    }
}

/// A rule with or without parameters, and its settings.
fn part_of(part: &str) -> Result<(&'static RuleInfo, Vec<String>), String> {
    let name_ends = part.find('(').unwrap_or(part.len());
    let name = part[..name_ends].trim();
    let Some(rule) = registry().iter().find(|rule| rule.name == name) else { return Err(unknown(name)) };
    let brackets = part[name_ends..].trim();
    if brackets.is_empty() {
        return Ok((rule, vec![format!("{}={name}", path(rule.kind))]));
    }
    let Some(inside) = brackets.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return Err(format!("{part:?}: the parameters of {name} stand in brackets, as in {name}(…), and nothing after them"));
    };
    let (own, elsewhere) = parameters(rule, inside)?;
    let own = if own.is_empty() { String::new() } else { format!("({})", own.join(", ")) };
    let mut sets = vec![format!("{}={name}{own}", path(rule.kind))];
    sets.extend(elsewhere);
    Ok((rule, sets))
}

/// What stands in the brackets: the rule's own parameters, and the settings of those that stand elsewhere.
fn parameters<'a>(rule: &RuleInfo, inside: &'a str) -> Result<(Vec<&'a str>, Vec<String>), String> {
    let (mut own, mut elsewhere) = (Vec::new(), Vec::new());
    let mut met: Vec<&str> = Vec::new();
    for field in split(inside, ',').into_iter().map(str::trim).filter(|field| !field.is_empty()) {
        let Some((key, value)) = field.split_once(':').filter(|_| !rule.parameters.is_empty()) else {
            own.push(field);
            continue;
        };
        let key = key.trim();
        if met.contains(&key) {
            return Err(format!("{}({inside}): `{key}` is written twice: remove one of the two", rule.name));
        }
        met.push(key);
        match rule.parameters.iter().find(|parameter| last(parameter.name) == key) {
            Some(parameter) if parameter.name == key => own.push(field),
            Some(parameter) => elsewhere.push(format!("dispatch.{}={}", parameter.name, value.trim())),
            None => return Err(no_parameter(rule, key)),
        }
    }
    Ok((own, elsewhere))
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn no_parameter(rule: &RuleInfo, key: &str) -> String {
    let names: Vec<&str> = rule.parameters.iter().map(|parameter| last(parameter.name)).collect();
    let near = nearest(key, names.iter().copied()).map_or_else(|| "; it".to_owned(), |name| format!("; did you mean `{name}`? It"));
    format!("{} has no parameter `{key}`{near} has {}", rule.name, names.join(", "))
}

fn unknown(name: &str) -> String {
    let near = nearest(name, registry().iter().map(|rule| rule.name));
    let near = near.map_or_else(String::new, |near| format!(": did you mean {near}?"));
    format!("there is no rule {name:?}{near} (`gridgov rules` lists them)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        Combination::read(text).unwrap_or_else(|wrong| panic!("{wrong}")).sets
    }

    #[test]
    fn rules_become_settings() {
        assert_eq!(read("ClosestIdle"), ["dispatch.rule=ClosestIdle"]);
        assert_eq!(
            read("ClosestIdle+WeightedWait(priority_1: 16)+Dmexclp"),
            ["dispatch.rule=ClosestIdle", "dispatch.queue=WeightedWait(priority_1: 16)", "dispatch.relocation=Dmexclp"]
        );
        assert_eq!(
            read("CoveragePreserving(busy: 0.4, within: \"12 min\")"),
            ["dispatch.rule=CoveragePreserving", "dispatch.coverage.busy=0.4", "dispatch.coverage.within=\"12 min\""]
        );
        let both = Combination::read("CoveragePreserving(busy: 0.4)+Fifo").unwrap();
        assert_eq!(both.paths().collect::<Vec<_>>(), ["dispatch.rule", "dispatch.coverage.busy", "dispatch.queue"]);
        assert_eq!(read("NearestOf([\"a\", (1, 2)])"), ["dispatch.relocation=NearestOf([\"a\", (1, 2)])"]);
        assert_eq!(read("NearestOf([\"甲（一）\"])"), ["dispatch.relocation=NearestOf([\"甲（一）\"])"]);
        assert_eq!(read(" Score( travel: 1.0 , wait: 0.5 ) "), ["dispatch.rule=Score(travel: 1.0, wait: 0.5)"]);
    }

    /// Coverage is one setting, whichever rule it is written with.
    #[test]
    fn what_belongs_to_two_rules_has_one_value() {
        let wrong = |text: &str| Combination::read(text).unwrap_err();
        let two = wrong("CoveragePreserving(busy: 0.05)+Dmexclp(busy: 0.9)");
        for said in ["`dispatch.coverage.busy`", "CoveragePreserving (0.05)", "Dmexclp (0.9)", "give it one value"] {
            assert!(two.contains(said), "{said} is not in {two}");
        }
        assert!(wrong("Preparedness(zones: \"town\")+Dmexclp(zones: \"village\")").contains("`dispatch.coverage.zones`"));
        assert_eq!(
            read("CoveragePreserving(busy: 0.4, within: \"2 min\")+Dmexclp(within: \"120 s\", busy: 0.40)"),
            [
                "dispatch.rule=CoveragePreserving",
                "dispatch.coverage.busy=0.4",
                "dispatch.coverage.within=\"2 min\"",
                "dispatch.relocation=Dmexclp"
            ]
        );
        assert_eq!(read("CoveragePreserving(busy: 0.4)+Dmexclp(within: \"2 min\")").len(), 4);
        for (text, twice) in [("CoveragePreserving(busy: 0.4, busy: 0.9)", "`busy`"), ("Score(travel: 1, travel: 2)", "`travel`")] {
            assert!(wrong(text).contains(&format!("{twice} is written twice")), "{}", wrong(text));
        }
    }

    #[test]
    fn lists_are_told_apart_from_parameters() {
        let texts = ["ClosestIdle, Score(travel: 1.0, wait: 0.5)".to_owned(), "Random + Fifo".to_owned()];
        let names: Vec<String> = Combination::read_all(&texts).0.into_iter().map(|combination| combination.text).collect();
        assert_eq!(names, ["ClosestIdle", "Score(travel: 1.0, wait: 0.5)", "Random + Fifo"]);
        let rules = Combination::dispatch_rules();
        assert!(rules.len() >= 10 && rules.iter().all(|rule| rule.sets.len() == 1));
        let expensive = Combination::expensive();
        assert_eq!(expensive.iter().map(|rule| rule.rule.as_str()).collect::<Vec<_>>(), ["Rollout"]);
        assert!(rules.iter().all(|rule| rule.text != "Rollout"));
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, said) in [
            ("ClosestIdel", "did you mean ClosestIdle?"),
            ("", "there is no rule"),
            ("ClosestIdle + Random", "two rules for one decision"),
            ("CoveragePreserving(bussy: 0.4)", "did you mean `busy`?"),
            ("Score(travel: 1.0", "stand in brackets"),
            ("Score(travel: 1.0) x", "nothing after them"),
            ("ClosestIdle，Random", "`，` is a full-width character; write `,`"),
            ("Rollout（futures：2）", "`（` is a full-width character; write `(`"),
            ("NearestOf([\"甲（一）\"]，1)", "`，` is a full-width character"),
        ] {
            let wrong = Combination::read(text).unwrap_err();
            assert!(wrong.contains(said), "{wrong}");
        }
    }
}
