//! The arms of an experiment: scenarios that are compared under the same luck.
//!
//! An arm is a scenario file with settings, or another arm with more settings: then no file is read again, so
//! that hundreds can be made in memory.

use crate::metrics::{Dimensions, Name};
use crate::scenario::{self, Diagnostics, Loaded};
use std::path::Path;

/// One arm, ready to run.
#[derive(Debug)]
pub struct Arm {
    /// What reports call it; no two arms of an experiment share one.
    pub label: Name,
    /// The scenario file.
    pub file: String,
    /// `path=value` settings over it, in their order.
    pub sets: Vec<String>,
    /// The scenario as written, understood and built.
    pub loaded: Loaded,
    /// The names behind its numbers.
    pub dimensions: Dimensions,
}

impl Arm {
    /// Reads and builds a scenario file with settings.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(file: &Path, sets: &[String]) -> Result<Arm, Diagnostics> {
        Ok(Arm::of(scenario::load(file, sets)?, file.display().to_string(), sets.to_vec()))
    }

    /// Of a scenario that was read already.
    pub fn of(loaded: Loaded, file: String, sets: Vec<String>) -> Arm {
        let scenario = &loaded.scenario;
        let label = Name::new(&scenario.name, scenario.zh.as_ref().unwrap_or(&scenario.name));
        let label = if label.name.is_empty() { Name::new(&file, &file) } else { label };
        Arm { label, file, sets, dimensions: Dimensions::of(&loaded.model), loaded }
    }

    /// The same with more settings, in memory. The label stays.
    ///
    /// # Errors
    /// Everything that is wrong with the result.
    pub fn with(&self, sets: &[String]) -> Result<Arm, Diagnostics> {
        let all = self.sets.iter().chain(sets).cloned().collect();
        let arm = Arm::of(self.loaded.with(sets)?, self.file.clone(), all);
        Ok(Arm { label: self.label.clone(), ..arm })
    }

    /// The settings of a run of so many days. Of a log that lasts longer the rows after them are left out.
    pub fn lasting(&self, days: u32) -> Vec<String> {
        let cut = days < self.loaded.model.days && self.loaded.scenario.demand.log.is_some();
        let drop = cut.then(|| "demand.log.outside=Drop".to_owned());
        [format!("run.days={days}"), format!("run.warmup_days={}", self.warmup_days(days))].into_iter().chain(drop).collect()
    }

    /// How many of so many days are to warm up: as many as the scenario has, of fewer than it has half at most.
    pub fn warmup_days(&self, days: u32) -> u32 {
        let own = self.loaded.model.warmup_days;
        if days < self.loaded.model.days { own.min(days / 2) } else { own }
    }

    /// The same, called by its name and the settings `sets` that make it differ, each by as much of the end of its path as no
    /// other shares.
    #[must_use]
    pub fn called_by(mut self, sets: &[String]) -> Arm {
        let parts: Vec<(&str, &str)> = sets.iter().map(|set| scenario::path_and_value(set).unwrap_or((set, ""))).collect();
        let endings = scenario::told_apart(&parts.iter().map(|(path, _)| *path).collect::<Vec<_>>());
        let shown: Vec<String> = endings.iter().zip(&parts).map(|(ending, (_, value))| format!("{ending}={value}")).collect();
        let with = |name: &str, and: &str| if shown.is_empty() { name.to_owned() } else { format!("{name}{and}{}", shown.join(and)) };
        self.label = Name::new(with(&self.label.name, ", "), with(&self.label.zh, "，"));
        self
    }
}

/// A town with one kind of crew that takes `turnout` to set out and is to be there within 10 minutes, simulated as `run` says.
#[cfg(test)]
pub(crate) fn town(turnout: &str, run: &str) -> Arm {
    let text = format!(
        r#"(city: Point(), demand: (volume: "20 /day", categories: {{ "job": (on_scene: Deterministic("1 min")) }}),
            workforce: (crews: {{ "patrol": (officers: 9, crew_size: 1, working_days: 7, based: Centre,
                accept: Deterministic("0 s"), turnout: Exponential(mean: "{turnout}")) }}),
            targets: (on_scene: "10 min", primary: OnScene), run: ({run}),
            provenance: {{ "workforce.crews.patrol": (grade: C, source: "a guess") }})"#
    );
    Arm::of(scenario::load_text("town.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))), "town.ron".to_owned(), Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_called_by_what_tells_them_apart() {
        let called = |sets: &[&str]| {
            let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
            town("1 min", "days: 1").called_by(&sets).label.name
        };
        assert_eq!(called(&["run.days=3"]), "town.ron, days=3");
        assert_eq!(
            called(&["a.\"x.y\".turnout=1", "a.z.turnout=2", "b.hours[0]=3"]),
            "town.ron, \"x.y\".turnout=1, z.turnout=2, hours[0]=3"
        );
        assert_eq!(called(&[r#"a."park=ing".share=4"#]), "town.ron, share=4");
        assert_eq!(called(&[]), "town.ron");
    }

    #[test]
    fn a_shorter_run_warms_up_for_half_of_it_at_most() {
        let arm = town("1 min", "days: 20, warmup_days: 16");
        assert_eq!([30, 20, 10, 5, 1].map(|days| arm.warmup_days(days)), [16, 16, 5, 2, 0]);
        assert_eq!(arm.lasting(10), ["run.days=10", "run.warmup_days=5"], "nothing of a log where there is none");
    }
}
