//! What a scenario amounts to, worked out from its model before anything is run.
//!
//! Loads are expectations: incidents by hour, the share that nobody on the spot can settle, mean work,
//! acceptance, turnout and the way from the nearest station. Queues, refusals and surges are left to the run.

use super::shared::{Input, name, posts, provenance, residents};
use gridgov::demand::write_moment;
use gridgov::ids::{AreaId, CategoryId};
use gridgov::report::check::{
    CategoryCheck, CheckReport, CrewCheck, DeskCheck, DrawnCheck, HourCheck, LevelCheck, LogCheck, PostCheck, ShiftCheck, TargetCheck,
    Warning,
};
use gridgov::report::folder;
use gridgov::scenario::{Loaded, Model, Target};
use gridgov::time::{Duration, Instant};
use gridgov::workforce::on_duty_by_hour;

/// At most so many days are averaged over.
const MOST_DAYS: u32 = 366;
const HOUR_S: f64 = 3_600.0;

/// The whole report.
pub fn inspect(loaded: &Loaded, input: &Input) -> CheckReport {
    let (model, scenario) = (&loaded.model, &loaded.scenario);
    let loads = Loads::new(loaded);
    let on_duty: f64 = loads.hours.iter().map(|h| h.on_duty).sum();
    let committed = scenario.demand.committed_work.as_ref().map_or(0.0, |c| c.crew_time_per_day.hours());
    let part_of_duty = |hours: f64| if on_duty > 0.0 { hours / on_duty } else { 0.0 };
    let mut report = CheckReport {
        name: name(&model.name, model.zh.as_deref()),
        scenario: input.file.display().to_string(),
        about: scenario.about.clone(),
        sha256: folder::sha256(loaded.source.canonical().as_bytes()),
        start: model.start.0.to_string(),
        days: model.days,
        warmup_days: model.warmup_days,
        replications: model.replications,
        seed: model.seed,
        residents: residents(loaded),
        area_km2: model.city.leaves().map(|leaf| model.city.areas[AreaId(leaf)].km2).sum(),
        levels: levels(model),
        incidents_per_day: loads.categories.iter().map(|c| c.per_day).sum(),
        crew_incidents_per_day: loads.categories.iter().map(|c| c.per_day * c.crew_share).sum(),
        structure: name(&model.structure.name, model.structure.zh.as_deref()),
        desks: desks(loaded, &loads),
        crews: crews(model),
        incident_utilization: part_of_duty(loads.hours.iter().map(|h| h.offered_load).sum()),
        committed_utilization: part_of_duty(committed),
        categories: loads.categories,
        log: log(loaded),
        hours: loads.hours,
        posts: posts(loaded).into_iter().map(|(name, count)| PostCheck { name, count }).collect(),
        targets: Target::ALL
            .iter()
            .zip(model.targets.limits())
            .map(|(t, limit)| TargetCheck { target: t.name().to_owned(), limit_s: limit.seconds(), primary: *t == model.targets.primary })
            .collect(),
        provenance: provenance(loaded),
        warnings: Vec::new(),
    };
    report.warnings = warnings(loaded, &report);
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
        drawn: summary.drawn.iter().map(|(what, rows)| DrawnCheck { what: (*what).to_owned(), rows: *rows }).collect(),
        unused: summary.unused.clone(),
    })
}

fn levels(model: &Model) -> Vec<LevelCheck> {
    let city = &model.city;
    let below_the_city = city.levels.iter().enumerate().skip(1);
    below_the_city
        .map(|(level, l)| {
            let residents: Vec<f64> = city.areas_of(level).map(|area| f64::from(city.areas[area].residents)).collect();
            LevelCheck {
                name: name(&l.name, l.zh.as_deref()),
                count: u64::from(l.count),
                residents_min: residents.iter().copied().fold(f64::INFINITY, f64::min),
                residents_mean: residents.iter().sum::<f64>() / residents.len() as f64,
                residents_max: residents.iter().copied().fold(0.0, f64::max),
            }
        })
        .collect()
}

/// Expected loads of an average day.
struct Loads {
    categories: Vec<CategoryCheck>,
    hours: Vec<HourCheck>,
}

impl Loads {
    fn new(loaded: &Loaded) -> Loads {
        let model = &loaded.model;
        let days = model.days.min(MOST_DAYS);
        let on_duty = on_duty_by_hour(&model.workforce);
        let mut hours: Vec<HourCheck> =
            on_duty.iter().map(|crews| HourCheck { incidents: 0.0, offered_load: 0.0, on_duty: f64::from(*crews) }).collect();
        let way = mean_way_s(model);
        let mut categories = Vec::new();
        for (id, category) in model.demand.categories.enumerate() {
            let busy = crew_seconds(loaded, id, way);
            let (mut all, mut for_crews) = (0.0, 0.0);
            for (half_hour, incidents) in model.demand.by_half_hour(id, days).into_iter().enumerate() {
                let needing = incidents * share_for_crews(model, id, Duration(half_hour as u64 * Duration::HOUR.0 / 2));
                let hour = &mut hours[half_hour / 2];
                hour.incidents += incidents;
                hour.offered_load += needing * busy / HOUR_S;
                all += incidents;
                for_crews += needing;
            }
            let crew_share = if all > 0.0 { for_crews / all } else { 0.0 };
            categories.push(CategoryCheck { name: name(&category.name, Some(&category.zh)), per_day: all, crew_share });
        }
        Loads { categories, hours }
    }
}

/// The part of a category that nobody on the spot who is on duty can settle.
fn share_for_crews(model: &Model, category: CategoryId, time_of_day: Duration) -> f64 {
    let (mut left, mut below) = (0.0, 0.0);
    let settlers: Vec<_> = model.structure.settlers.iter().collect();
    for (tier, settler) in settlers.iter().enumerate() {
        let able = settler.able_below[category].min(1.0);
        let nobody: f64 = settlers[tier..].iter().map(|s| if s.on_duty(time_of_day) { 1.0 - s.available } else { 1.0 }).product();
        left += (able - below) * nobody;
        below = able;
    }
    left + 1.0 - below
}

/// Crew-seconds of one incident of a category, a second visit included.
fn crew_seconds(loaded: &Loaded, category: CategoryId, way: f64) -> f64 {
    let c = &loaded.model.demand.categories[category];
    let kinds = loaded.scenario.workforce.crews.values();
    let (mut officers, mut ready) = (0.0, 0.0);
    for kind in kinds {
        let weight = f64::from(kind.officers.get());
        officers += weight;
        ready += weight * (kind.accept.mean() + kind.turnout.mean() + kind.clearing.as_ref().map_or(0.0, |d| d.mean()));
    }
    let visit = if officers > 0.0 { ready / officers } else { 0.0 } + way + c.mean_on_scene;
    let partners = c.joint.as_ref().map_or(0.0, |j| j.share * f64::from(j.crews));
    visit * (f64::from(c.crews) * (1.0 + c.second_visit + c.reopen) + partners)
}

/// Mean seconds from the nearest station, over residents.
fn mean_way_s(model: &Model) -> f64 {
    let (mut seconds, mut residents) = (0.0, 0.0);
    for leaf in model.city.leaves() {
        let area = &model.city.areas[AreaId(leaf)];
        let way = |s: &gridgov::workforce::Station| model.city.travel.duration(s.place, s.zone, area.centre, area.zone, 1.0).seconds();
        let nearest = model.workforce.stations.iter().map(way).fold(f64::INFINITY, f64::min);
        if nearest.is_finite() {
            seconds += nearest * f64::from(area.residents);
            residents += f64::from(area.residents);
        }
    }
    if residents > 0.0 { seconds / residents } else { 0.0 }
}

fn desks(loaded: &Loaded, loads: &Loads) -> Vec<DeskCheck> {
    let model = &loaded.model;
    let per_day: f64 = loads.categories.iter().map(|c| c.per_day).sum();
    let crew_share = if per_day > 0.0 { loads.categories.iter().map(|c| c.per_day * c.crew_share).sum::<f64>() / per_day } else { 0.0 };
    let joint_share: f64 = model.demand.categories.iter().map(|c| c.share * c.joint.as_ref().map_or(0.0, |j| j.share)).sum();
    let shares: f64 = model.demand.channels.iter().map(|c| c.share).sum();
    let mean = |d: &Option<gridgov::random::Distribution>| d.as_ref().map_or(0.0, |d| d.mean());
    let kinds = loaded.scenario.structure.desks.values().zip(&model.structure.kinds).enumerate();
    kinds
        .map(|(index, (config, kind))| {
            let places = model.structure.desks.iter().filter(|d| d.kind as usize == index).count() as f64;
            let mut work_s =
                config.requests.as_ref().map_or(0.0, |r| r.service.mean()) * kind.requests.as_ref().map_or(0.0, |r| r.per_day) * places;
            for (channel, steps) in model.structure.intake.enumerate() {
                let c = &model.demand.channels[channel];
                let incidents = per_day * c.share / shares;
                match steps.iter().position(|step| *step as usize == index) {
                    Some(0) => {
                        work_s +=
                            incidents * (1.0 - c.on_spot * (1.0 - crew_share).min(1.0)) * (mean(&config.receipt) + mean(&config.triage))
                    }
                    Some(_) => work_s += incidents * crew_share * mean(&config.accept),
                    None => {}
                }
            }
            if model.structure.joint_via == Some(index as u32) {
                work_s += per_day * joint_share * crew_share * mean(&config.accept);
            }
            let hours = kind.staffing.hours_a_day() * places;
            let has_work = per_day > 0.0 && work_s > 0.0 && hours > 0.0;
            DeskCheck {
                name: name(&kind.name, kind.zh.as_deref()),
                places: places as u64,
                clerks: u64::from(kind.staffing.most()) * places as u64,
                utilization: has_work.then(|| work_s / HOUR_S / hours),
            }
        })
        .collect()
}

fn crews(model: &Model) -> Vec<CrewCheck> {
    let shift = |s: &gridgov::workforce::Shift| ShiftCheck {
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

fn warnings(loaded: &Loaded, report: &CheckReport) -> Vec<Warning> {
    let model = &loaded.model;
    let mut warnings = Vec::new();
    let mut warn = |path: String, message: String| warnings.push(Warning { path, message });
    for kind in &model.workforce.kinds {
        // Half a crew of rounding is no mistake.
        if kind.officers_needed > f64::from(kind.officers + kind.crew_size) {
            let message =
                format!("the roster needs {:.0} officers, leave included; the headcount is {}", kind.officers_needed, kind.officers);
            warn(format!("workforce.crews.{}.roster", kind.name), message);
        }
    }
    for (department, _) in model.competent.enumerate().filter(|(_, competent)| !**competent) {
        let name = &model.demand.departments[department].name;
        warn("workforce.crews".into(), format!("no crew is competent in {name:?}: its incidents will be lost unless settled on the spot"));
    }
    let empty: Vec<usize> = (0..24).filter(|hour| report.hours[*hour].on_duty == 0.0).collect();
    if let (Some(first), Some(last)) = (empty.first(), empty.last()) {
        warn(
            "workforce.crews".into(),
            format!("no crew is on duty in {} hours of the day (between {first}:00 and {}:00)", empty.len(), last + 1),
        );
    }
    let busy = report.incident_utilization + report.committed_utilization;
    if busy >= 1.0 {
        let (of_incidents, of_work) = (100.0 * report.incident_utilization, 100.0 * report.committed_utilization);
        warn(
            "workforce.crews".into(),
            format!(
                "crews would be busy more than all of their time ({of_incidents:.0}% with incidents, {of_work:.0}% with committed work): backlogs will grow"
            ),
        );
    }
    let overloaded: Vec<String> = (0..24)
        .filter(|h| report.hours[*h].offered_load > report.hours[*h].on_duty && report.hours[*h].on_duty > 0.0)
        .map(|h| format!("{h}:00"))
        .collect();
    if !overloaded.is_empty() && busy < 1.0 {
        warn("workforce.crews".into(), format!("incidents alone ask for more crews than are on duty at {}", overloaded.join(", ")));
    }
    for desk in report.desks.iter().filter(|d| d.utilization.is_some_and(|u| u >= 0.95)) {
        let percent = 100.0 * desk.utilization.unwrap_or(0.0);
        warn(
            format!("structure.desks.{}.staff", desk.name.name),
            format!("its clerks would be busy {percent:.0}% of their time: expect a long queue"),
        );
    }
    for (channel, _) in model.structure.intake.enumerate().filter(|(_, steps)| steps.is_empty()) {
        let name = &model.demand.channels[channel].name;
        if !model.structure.kinds.is_empty() {
            warn(format!("structure.intake.{name}"), "this channel passes no desk: its incidents are dispatched at once".into());
        }
    }
    warnings
}
