//! What is allowed but odd: rosters beyond headcount, gaps, overload, a calendar that does not cover the run.

use super::travel::torn;
use super::{CheckReport, Warning};
use crate::demand::SurgeTimes;
use crate::scenario::Loaded;
use std::collections::BTreeSet;

/// Everything that is odd about a scenario.
pub fn warnings(loaded: &Loaded, report: &CheckReport) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut warn = |path: String, message: String| found.push(Warning { path, message });
    roster(loaded, report, &mut warn);
    borders(loaded, report, &mut warn);
    load(report, &mut warn);
    desks(loaded, report, &mut warn);
    surges(loaded, report, &mut warn);
    calendar(loaded, &mut warn);
    found
}

fn roster(loaded: &Loaded, report: &CheckReport, warn: &mut impl FnMut(String, String)) {
    let model = &loaded.model;
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
}

/// Borders are given, and parts of an area do not hang together by them.
fn borders(loaded: &Loaded, report: &CheckReport, warn: &mut impl FnMut(String, String)) {
    let city = &loaded.model.city;
    if report.travel.borders == 0 {
        return;
    }
    let torn: Vec<&str> = torn(city).into_iter().map(|area| city.areas[area].name.as_str()).collect();
    if let Some(first) = torn.first() {
        let more = if torn.len() > 1 { format!(" and {} more", torn.len() - 1) } else { String::new() };
        warn("city.areas".into(), format!("by the borders given, {first:?}{more} is not in one piece: is an `adjacent` missing?"));
    }
}

fn load(report: &CheckReport, warn: &mut impl FnMut(String, String)) {
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
}

fn desks(loaded: &Loaded, report: &CheckReport, warn: &mut impl FnMut(String, String)) {
    let model = &loaded.model;
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
}

fn surges(loaded: &Loaded, report: &CheckReport, warn: &mut impl FnMut(String, String)) {
    for surge in &report.surges {
        let (asked, there) = (surge.crew_hours, surge.on_duty_hours);
        let committed = there * report.committed_utilization;
        let message = if asked > there {
            format!("a day of it asks for {asked:.0} crew-hours and {there:.0} are on duty: backlogs will grow while it lasts")
        } else if asked + committed > there {
            format!(
                "a day of it asks for {asked:.0} crew-hours, committed work for {committed:.0} more, and {there:.0} are on duty: incidents will wait or work will be left undone"
            )
        } else {
            continue;
        };
        warn(format!("demand.surges.{}", surge.name.name), message);
    }
    let shown = |name: &String| report.surges.iter().any(|s| s.name.name == *name);
    for (name, config) in loaded.scenario.demand.surges.iter().filter(|(name, _)| !shown(name)) {
        let when = match config.when {
            SurgeTimes::At(_) => "none of its moments lies within the run",
            SurgeTimes::Random { .. } => "no day of the run lies in its months, or it strikes 0 times a year",
        };
        warn(format!("demand.surges.{name}.when"), format!("it never strikes: {when}"));
    }
}

/// A list of holidays that says nothing of a year in which the run has days.
fn calendar(loaded: &Loaded, warn: &mut impl FnMut(String, String)) {
    let (model, holidays) = (&loaded.model, &loaded.scenario.demand.calendar.holidays);
    let listed: BTreeSet<i16> = holidays.iter().flat_map(|days| [days.first.year(), days.last.year()]).collect();
    let (first, last) = (model.start.0.year(), model.demand.calendar.date(u64::from(model.days) - 1).year());
    let missing: Vec<i16> = (first..=last).filter(|year| !listed.contains(year)).collect();
    if let (Some(from), Some(to), false) = (missing.first(), missing.last(), holidays.is_empty()) {
        let years = if from == to { format!("{from}") } else { format!("{} years between {from} and {to}", missing.len()) };
        let message = format!("no holiday of {years} is listed, but the run has days there: they count as ordinary days");
        warn("demand.calendar.holidays".into(), message);
    }
}
