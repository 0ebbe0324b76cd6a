//! Committed work adds up, day by day, and falls due when and to whom the scenario says.

use super::fixtures::*;
use super::*;
use crate::time::{Duration, Instant};

fn jobs(demand: &Demand, replication: u32) -> Vec<CommittedJob> {
    let mut trace = CommittedTrace::new(demand, key(replication));
    let mut jobs = Vec::new();
    loop {
        let due = trace.peek();
        let Some(job) = trace.next(demand) else {
            assert_eq!(due, Instant::NEVER);
            return jobs;
        };
        assert_eq!((job.number, job.due), (jobs.len() as u64, due));
        jobs.push(job);
    }
}

fn section(committed: &str) -> String {
    let categories = r#"{ "noise": (department: "environment", share: 1), "fire": (department: "rescue", share: 3) }"#;
    format!(r#"(volume: "10 /day", categories: {categories}, committed_work: {committed})"#)
}

const HOUR: u64 = Duration::HOUR.0;

#[test]
fn each_day_has_its_total_exactly_whatever_the_length_of_jobs() {
    for job in [r#"Deterministic("1 h")"#, r#"Exponential(mean: "50 min")"#, r#"Deterministic("7 h")"#, r#"Deterministic("400 h")"#] {
        let demand = demand(&section(&format!(r#"(crew_time_per_day: "276 h", job: {job})"#)), 10);
        let jobs = jobs(&demand, 1);
        for day in 0..10 {
            let total: Duration = jobs.iter().filter(|j| j.due.day() == day).map(|j| j.work).sum();
            assert_eq!(total, Duration(276 * HOUR), "day {day}, jobs {job}");
        }
        assert!(jobs.windows(2).all(|pair| pair[0].due <= pair[1].due), "in order");
        assert!(jobs.last().unwrap().due < demand.end());
    }
}

#[test]
fn it_falls_due_by_the_weights_of_the_parts_of_the_day() {
    let hours = r#"[("00:00..08:00", 1), ("08:00..16:00", 4), ("16:00..24:00", 2)]"#;
    let demand = demand(&section(&format!(r#"(crew_time_per_day: "280 h", hours: {hours})"#)), 30);
    let mut shifts = [0u64; 3];
    for job in jobs(&demand, 0) {
        shifts[(job.due.time_of_day().0 / (8 * HOUR)) as usize] += 1;
    }
    // 40, 160 and 80 jobs of an hour a day, to one at each bound.
    assert_eq!(shifts, [40 * 30, 160 * 30, 80 * 30]);
}

#[test]
fn parts_of_the_day_may_run_over_midnight_and_leave_gaps() {
    let demand =
        demand(&section(r#"(crew_time_per_day: "100 h", hours: [("22:00..02:00", 3), ("12:00..13:00", 1), ("05:00..06:00", 0)])"#), 3);
    let jobs = jobs(&demand, 0);
    let hour = |job: &CommittedJob| job.due.time_of_day().0 / HOUR;
    assert!(jobs.iter().all(|j| [22, 23, 0, 1, 12].contains(&hour(j))));
    let noon = jobs.iter().filter(|j| hour(j) == 12).count() as i64;
    assert!((noon - 75).abs() <= 6, "{noon} of 300 at noon");
}

#[test]
fn departments_share_it_by_their_weights_or_by_their_incidents() {
    let share = |text: &str| {
        let jobs = jobs(&demand(&section(text), 40), 0);
        jobs.iter().filter(|j| j.department == DepartmentId(1)).count() as f64 / jobs.len() as f64
    };
    let by_incidents = share(r#"(crew_time_per_day: "100 h")"#);
    assert!((by_incidents - 0.75).abs() < 0.03, "{by_incidents}");
    assert_eq!(share(r#"(crew_time_per_day: "100 h", departments: { "environment": 2 })"#), 0.0);
}

#[test]
fn it_does_not_depend_on_the_incidents_and_repeats_itself() {
    let one = demand(&section(r#"(crew_time_per_day: "50 h", job: Exponential(mean: "1 h"))"#), 5);
    let other = demand(&section(r#"(crew_time_per_day: "50 h", job: Exponential(mean: "1 h"))"#).replace("10 /day", "999 /day"), 5);
    assert_eq!(jobs(&one, 3), jobs(&other, 3));
    assert_ne!(jobs(&one, 3), jobs(&one, 4));
    let mut trace = CommittedTrace::new(&one, key(4));
    trace.next(&one);
    trace.restart(&one, key(3));
    assert_eq!(trace.next(&one), jobs(&one, 3).first().copied());
}

#[test]
fn a_city_may_do_without() {
    let without = demand(r#"(volume: "10 /day", categories: { "call": () })"#, 5);
    assert_eq!(jobs(&without, 0), []);
    assert_eq!(jobs(&demand(&section(r#"(crew_time_per_day: "0 h")"#), 5), 0), []);
}

#[test]
fn longgangs_crews_have_276_hours_of_it_a_day() {
    let (city, demand) = longgang(7);
    let jobs = jobs(&demand, 0);
    assert_eq!(jobs.len(), 7 * 276);
    assert!(jobs.iter().all(|j| city.leaves().contains(&j.leaf.0)));
}
