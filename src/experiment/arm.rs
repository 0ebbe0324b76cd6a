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

    /// The same, called by its name and the settings `sets` that make it differ.
    #[must_use]
    pub fn called_by(mut self, sets: &[String]) -> Arm {
        let last = |set: &String| {
            let (path, value) = set.split_once('=').unwrap_or((set, ""));
            format!("{}={value}", path.rsplit('.').next().unwrap_or(path))
        };
        let shown: Vec<String> = sets.iter().map(last).collect();
        let with = |name: &str| if shown.is_empty() { name.to_owned() } else { format!("{name}, {}", shown.join(", ")) };
        self.label = Name::new(with(&self.label.name), with(&self.label.zh));
        self
    }
}
