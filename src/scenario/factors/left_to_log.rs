//! What decides nothing beside a log.

use crate::demand::Open;
use crate::scenario::{Loaded, path};

/// What a log leaves nothing to decide of: what happens and when, and whatever all of its rows say.
#[derive(Clone, Debug)]
pub struct LeftToLog {
    said: Vec<Open>,
    /// Squads are allotted by the work of the scenario's categories, that of joint jobs included, and not by rows.
    squads: bool,
}

impl LeftToLog {
    /// Of a scenario; `None` where it has no log.
    pub fn of(loaded: &Loaded) -> Option<LeftToLog> {
        let log = loaded.model.demand.log()?;
        let said = Open::ALL.iter().copied().filter(|open| log.says(*open)).collect();
        Some(LeftToLog { said, squads: loaded.scenario.workforce.crews.values().any(|kind| kind.by_department) })
    }

    /// That what stands at a path decides nothing, if so.
    pub fn told(&self, path: &str) -> Option<String> {
        self.has(path).then(|| format!("`{path}` decides nothing here: a log says what happens and when"))
    }

    /// Whether what stands at a path decides nothing. Work on scene and facilities do: rows say them of the first visit only.
    pub fn has(&self, path: &str) -> bool {
        let steps = path::parse(path).unwrap_or_default();
        let said = |open: Open| self.said.contains(&open);
        match steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>()[..] {
            ["demand", "volume" | "season" | "week" | "hours", ..] => true,
            ["demand", "categories", _, "hours" | "weekend" | "holiday", ..] => true,
            ["demand", "categories", _, "priority" | "urgent"] => said(Open::Priority),
            ["demand", "categories", _, "report_delay", ..] => said(Open::Delay),
            ["demand", "categories", _, "joint", "share"] => said(Open::Joint) && !self.squads,
            ["demand", "channels", _, "share"] => said(Open::Channel),
            ["demand", "channels", _, "on_spot"] => said(Open::SelfFound),
            ["demand", "surges", _, "volume" | "mix", ..] => true,
            _ => false,
        }
    }
}
