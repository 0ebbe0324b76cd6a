//! The answers of a scenario's hypercube as numbers to be compared with its runs.

use super::Derived;
use crate::ids::{AreaId, CrewId, Id};
use crate::oracle::case::{Case, Check, Family, Measure, Said, Text, Unit, said};
use crate::scenario::{Loaded, Model};

/// Nothing: the scenario is the user's.
const GIVEN: Text = Text { file: "", text: "" };

/// Workloads, delay, wait, travel and who serves where, to be compared with a run of `loaded` under the name `file`.
pub fn beside(loaded: &Loaded, derived: &Derived, file: &str, set: Vec<String>) -> Case {
    let model = &loaded.model;
    let mut case = Case::new(Family::Given, file, &GIVEN, set, model.replications);
    let settled = &derived.settled;
    let service = derived.cube.service.len() as f64 / derived.cube.service.iter().sum::<f64>();
    if derived.cube.queue {
        case = case.check(Check::share(said("P(W > 0)", "P(W > 0)"), Measure::Waits, settled.delayed)).check(Check::mean(
            said("E[W]", "E[W]"),
            Measure::Wait(None),
            settled.mean_wait,
            Unit::Hours,
            service,
        ));
    } else {
        case = case.check(Check::share(said("lost: all busy", "损失：全忙"), Measure::Withdrawn, settled.delayed));
    }
    if derived.mean_travel > 0.0 {
        let what = said("mean travel", "平均行驶");
        case = case.check(Check::mean(what, Measure::Travel, 60.0 * derived.mean_travel, Unit::Minutes, 60.0 * service));
    }
    for (crew, workload) in (0..).zip(&settled.workloads) {
        let (en, zh) = (format!("workload of {}", name(model, crew)), format!("{} 的负荷", name(model, crew)));
        case = case.check(Check::share(said(en, zh), Measure::Workload(crew), *workload));
    }
    for (leaf, fractions) in derived.fractions() {
        for (crew, fraction) in (0..).zip(fractions) {
            case = case.check(Check::share(serves(model, crew, leaf), Measure::Dispatched { crew, leaf }, fraction));
        }
    }
    for check in &mut case.checks {
        check.claimed = if check.measure == Measure::Travel { derived.exact_travel() } else { derived.exact() };
    }
    case
}

fn serves(model: &Model, crew: u32, leaf: u32) -> Said {
    let area = &model.city.areas[AreaId(model.city.leaves().start + leaf)];
    let zh = area.zh.as_ref().unwrap_or(&area.name);
    said(format!("{} serves {}", name(model, crew), area.name), format!("{} 处置 {zh}", name(model, crew)))
}

/// A crew by its number from 1 and its station.
fn name(model: &Model, crew: u32) -> String {
    let station = &model.workforce.stations[model.workforce.station(CrewId::new(crew as usize), 0)];
    format!("{} ({})", crew + 1, station.name(&model.city))
}
