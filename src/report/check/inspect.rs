//! What a scenario amounts to, worked out from its model before anything is run.

use super::bins::{self, Day};
use super::load::{Loads, SurgeLoad};
use super::warnings::warnings;
use super::{
    CategoryCheck, CheckReport, CrewCheck, DeskCheck, DrawnCheck, HourCheck, LevelCheck, LogCheck, ShiftCheck, SurgeCheck, TargetCheck,
    TravelCheck,
};
use crate::demand::write_moment;
use crate::ids::AreaId;
use crate::metrics::Name;
use crate::report::{Lang, Staffing, names, setup};
use crate::scenario::{Loaded, Model, Target};
use crate::time::Instant;
use crate::workforce::Shift;

pub(super) fn name(english: &str, chinese: Option<&str>) -> Name {
    Name::new(english, chinese.unwrap_or(english))
}

/// The whole report on a scenario that was read from the file called `file`.
pub fn inspect(loaded: &Loaded, file: &str) -> CheckReport {
    let (model, scenario) = (&loaded.model, &loaded.scenario);
    let loads = Loads::new(loaded);
    let part = |hours: f64, whole: f64| if whole > 0.0 { hours / whole } else { 0.0 };
    let (busy, committed) = (bins::hours(&loads.busy), bins::hours(&loads.committed.done));
    let on_duty = loads.duty_hours + bins::hours(&loads.called);
    let categories: Vec<CategoryCheck> = categories(model, &loads);
    let mut report = CheckReport {
        name: name(&model.name, model.zh.as_deref()),
        scenario: file.to_owned(),
        about: names::about(Lang::En, scenario).to_owned(),
        about_zh: names::about(Lang::Zh, scenario).to_owned(),
        sha256: loaded.source.sha256(),
        start: model.start.0.to_string(),
        days: model.days,
        warmup_days: model.warmup_days,
        replications: model.replications,
        seed: model.seed,
        residents: setup::residents(model),
        area_km2: model.city.leaves().map(|leaf| model.city.areas[AreaId(leaf)].km2).sum(),
        travel: TravelCheck::of(&model.city),
        levels: levels(model),
        columns_unused: model.city.unread.clone(),
        incidents_per_day: categories.iter().map(|c| c.per_day).sum(),
        crew_incidents_per_day: categories.iter().map(|c| c.per_day * c.crew_share.unwrap_or(0.0)).sum(),
        structure: name(&model.structure.name, model.structure.zh.as_deref()),
        desks: desks(model, &loads),
        crews: crews(model),
        incident_utilization: part(busy, on_duty),
        committed_utilization: part(committed, on_duty),
        traffic_intensity: part(busy + committed, loads.duty_hours + bins::hours(&loads.on_call)),
        log: log(loaded),
        hours: hours(&loads),
        surges: surges(loaded, &loads),
        staffing: Staffing::of(loaded),
        base: None,
        targets: Target::ALL
            .iter()
            .zip(model.targets.limits())
            .map(|(t, limit)| TargetCheck { target: t.name().to_owned(), limit_s: limit.seconds(), primary: *t == model.targets.primary })
            .collect(),
        provenance: setup::Provenance::of(scenario),
        warnings: Vec::new(),
        categories,
    };
    report.warnings = warnings(loaded, &report, &loads);
    report
}

/// The records that are replayed.
fn log(loaded: &Loaded) -> Option<LogCheck> {
    let log = loaded.model.demand.log()?;
    let summary = log.summary();
    let moment = |at: Instant| {
        let mut text = String::new();
        write_moment(&mut text, loaded.model.start, at.0 as i64);
        text.chars().take("2022-01-01T00:00:00".len()).map(|c| if c == 'T' { ' ' } else { c }).collect()
    };
    Some(LogCheck {
        file: loaded.scenario.demand.log.as_ref().map(|config| config.file.clone()).unwrap_or_default(),
        incidents: log.len() as u64,
        first: log.span().map(|(first, _)| moment(first)),
        last: log.span().map(|(_, last)| moment(last)),
        unsorted: summary.unsorted,
        dropped: summary.dropped,
        astray: summary.astray,
        offsets: summary.offsets.clone(),
        drawn: summary.drawn.iter().map(|(what, rows)| DrawnCheck { what: what.name().to_owned(), rows: *rows }).collect(),
        unused: summary.unused.clone(),
    })
}

fn levels(model: &Model) -> Vec<LevelCheck> {
    let city = &model.city;
    let below_the_city = city.levels.iter().enumerate().skip(1);
    below_the_city
        .map(|(level, l)| {
            let residents: Vec<u64> = city.areas_of(level).map(|area| u64::from(city.areas[area].residents)).collect();
            LevelCheck {
                name: name(&l.name, l.zh.as_deref()),
                count: u64::from(l.count),
                residents_min: residents.iter().copied().min().unwrap_or_default(),
                residents_mean: residents.iter().sum::<u64>() as f64 / residents.len() as f64,
                residents_max: residents.iter().copied().max().unwrap_or_default(),
            }
        })
        .collect()
}

fn categories(model: &Model, loads: &Loads) -> Vec<CategoryCheck> {
    let categories = model.demand.categories.enumerate();
    categories
        .map(|(id, category)| {
            let (all, crews): (f64, f64) = (loads.incidents[id].iter().sum(), loads.for_crews[id].iter().sum());
            let crew_share = (all > 0.0).then(|| crews / all);
            CategoryCheck { name: name(&category.name, Some(&category.zh)), per_day: all, crew_share }
        })
        .collect()
}

fn hours(loads: &Loads) -> Vec<HourCheck> {
    let both = |day: &Day, hour: usize| day[2 * hour] + day[2 * hour + 1];
    let of = |hour: usize| HourCheck {
        incidents: loads.incidents.iter().map(|day| both(day, hour)).sum(),
        offered_load: both(&loads.busy, hour) / 2.0,
        on_duty: both(&loads.on_duty, hour) / 2.0,
        on_call: both(&loads.on_call, hour) / 2.0,
    };
    (0..24).map(of).collect()
}

fn desks(model: &Model, loads: &Loads) -> Vec<DeskCheck> {
    let kinds = model.structure.kinds.iter().enumerate();
    kinds
        .map(|(index, kind)| {
            let places = model.structure.count(&model.city, index) as u64;
            DeskCheck {
                name: name(&kind.name, kind.zh.as_deref()),
                places,
                clerks: u64::from(kind.staffing.most()) * places,
                utilization: loads.desks[index],
            }
        })
        .collect()
}

fn crews(model: &Model) -> Vec<CrewCheck> {
    let shift = |s: &Shift| ShiftCheck {
        name: name(&s.name, s.zh.as_deref()),
        hours: s.hours.to_string(),
        crews: u64::from(s.spread.crews()),
        on_call: s.on_call,
    };
    let kinds = model.workforce.kinds.iter();
    kinds
        .map(|k| CrewCheck {
            name: name(&k.name, k.zh.as_deref()),
            officers: u64::from(k.officers),
            officers_needed: k.officers_needed,
            crew_size: k.crew_size,
            stations: k.stations.len() as u64,
            shifts: k.shifts.iter().map(shift).collect(),
        })
        .collect()
}

/// The surges that can strike within the run.
fn surges(loaded: &Loaded, loads: &Loads) -> Vec<SurgeCheck> {
    let of = |(number, load): &(usize, SurgeLoad)| {
        let surge = &loaded.model.demand.surges[*number];
        let (_, config) = loaded.scenario.demand.surges.get_index(*number)?;
        Some(SurgeCheck {
            name: name(&surge.name, Some(&surge.zh)),
            lasts_h: config.lasts.hours(),
            incidents_per_day: load.incidents,
            crew_incidents_per_day: load.for_crews,
            crew_hours: load.crew_hours,
            on_duty_hours: load.on_duty_hours,
            on_call_hours: load.on_call_hours,
        })
    };
    loads.surges.iter().filter_map(of).collect()
}
