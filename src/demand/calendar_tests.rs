//! The working calendar against the State Council's notice for 2022 and against counting minute by minute.

use super::fixtures::read;
use super::*;
use crate::quantity::{Day, Deadline};
use crate::time::{Duration, Instant};
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// Public holidays and make-up workdays of 2022 (General Office of the State Council, October 2021).
fn of_2022() -> CalendarConfig {
    let text = r#"(
        holidays: ["2022-01-01..2022-01-03", "2022-01-31..2022-02-06", "2022-04-03..2022-04-05", "2022-04-30..2022-05-04",
                   "2022-06-03..2022-06-05", "2022-09-10..2022-09-12", "2022-10-01..2022-10-07"],
        makeup_workdays: ["2022-01-29..2022-01-30", "2022-04-02", "2022-04-24", "2022-05-07", "2022-10-08..2022-10-09"],
    )"#;
    read(text)
}

fn calendar(days: u32) -> WorkingCalendar {
    WorkingCalendar::build(&of_2022(), Day(date(2022, 1, 1)), days).unwrap()
}

fn at(day: Date, hour: u64, minute: u64) -> Instant {
    let days = (day - date(2022, 1, 1)).get_days() as u64;
    Instant::midnight(days) + Duration((60 * hour + minute) * Duration::MINUTE.0)
}

fn hours(n: u64) -> Duration {
    Duration(n * Duration::HOUR.0)
}

#[test]
fn the_year_2022_has_249_workdays() {
    let calendar = calendar(365);
    let count = |kind| (0..365).filter(|&d| calendar.day_type(d) == kind).count();
    // 260 weekdays − 18 holidays on weekdays + 7 make-up days; 31 holidays in all.
    assert_eq!((count(DayType::Workday), count(DayType::Holiday), count(DayType::Weekend)), (249, 31, 85));
    let year = calendar.working_time_between(Instant::ZERO, Instant::midnight(365));
    assert_eq!(year, hours(249 * 7));
}

#[test]
fn make_up_days_are_worked_and_holidays_are_not() {
    let calendar = calendar(365);
    assert!(calendar.is_open(at(date(2022, 1, 30), 9, 0)), "a worked Sunday");
    assert!(!calendar.is_open(at(date(2022, 1, 31), 9, 0)), "New Year's Eve, a Monday");
    assert!(!calendar.is_open(at(date(2022, 2, 7), 12, 30)), "lunch");
    assert!(!calendar.is_open(at(date(2022, 2, 7), 17, 30)), "the end is not included");
    assert_eq!(calendar.weekday(at(date(2022, 2, 7), 0, 0).day()), Weekday::Mon);
    assert_eq!(calendar.month(at(date(2022, 2, 7), 0, 0).day()), 2);
}

#[test]
fn limits_run_over_the_spring_festival() {
    let calendar = calendar(365);
    // Sunday 30 January is worked, then seven days of holiday until Monday 7 February.
    let reported = at(date(2022, 1, 30), 16, 0);
    assert_eq!(calendar.deadline(reported, &Deadline::WorkingTime(hours(4))), at(date(2022, 2, 7), 11, 0));
    assert_eq!(calendar.deadline(reported, &Deadline::WorkingTime(Duration(90 * Duration::MINUTE.0))), at(date(2022, 1, 30), 17, 30));
    assert_eq!(calendar.deadline(reported, &Deadline::WorkingDays(1)), at(date(2022, 2, 8), 0, 0));
    assert_eq!(calendar.deadline(reported, &Deadline::WorkingDays(7)), at(date(2022, 2, 16), 0, 0));
    assert_eq!(calendar.deadline(reported, &Deadline::WorkingDays(0)), at(date(2022, 1, 31), 0, 0));
    assert_eq!(calendar.deadline(reported, &Deadline::Clock(hours(24))), at(date(2022, 1, 31), 16, 0));
    assert_eq!(calendar.next_workday_start(reported), at(date(2022, 2, 7), 8, 30));
    // Reported on a holiday, the clock begins with the next working hours.
    assert_eq!(calendar.deadline(at(date(2022, 2, 3), 3, 0), &Deadline::WorkingTime(hours(2))), at(date(2022, 2, 7), 10, 30));
}

#[test]
fn weeks_after_the_table_are_ordinary() {
    let calendar = calendar(1);
    let far = 365 * 40;
    assert_eq!(calendar.date(far), date(2061, 12, 22));
    let week = calendar.working_time_between(Instant::midnight(far), Instant::midnight(far + 7));
    assert_eq!(week, hours(35));
    let friday = (far..).find(|&d| calendar.weekday(d) == Weekday::Fri).unwrap();
    let noon = Instant::midnight(friday) + hours(12);
    assert_eq!(calendar.next_workday_start(noon), Instant::midnight(friday + 3) + hours(8) + Duration(30 * Duration::MINUTE.0));
    assert_eq!(calendar.deadline(Instant::NEVER, &Deadline::WorkingDays(3)), Instant::NEVER);
    assert_eq!(calendar.date(u64::MAX), Date::MAX);
}

#[test]
fn every_mistake_is_reported() {
    let config: CalendarConfig = read(
        r#"(workdays: [], working_hours: ["22:00..06:00", "23:00..24:00"], holidays: ["2022-01-01..2022-01-03"], makeup_workdays: ["2022-01-02"])"#,
    );
    let problems = WorkingCalendar::build(&config, Day(date(9999, 12, 1)), u32::MAX).unwrap_err();
    let paths: Vec<&str> = problems.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["calendar.workdays", "calendar.working_hours[0]", "calendar.makeup_workdays[0]", "calendar"]);
    let none = CalendarConfig { working_hours: Vec::new(), ..CalendarConfig::default() };
    assert_eq!(WorkingCalendar::build(&none, Day(date(2022, 1, 1)), 1).unwrap_err()[0].0, "calendar.working_hours");
}

/// Working minutes counted one by one.
fn counted(calendar: &WorkingCalendar, from: u64, to: u64) -> u64 {
    (from..to).filter(|m| calendar.is_open(Instant(m * Duration::MINUTE.0))).count() as u64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// A table of 405 days (5 + 400): spans begin inside, at its edge and beyond.
    #[test]
    fn working_time_is_what_counting_gives(day in 0u64..500, minute in 0u64..1440, length in 0u64..40_000) {
        let calendar = calendar(5);
        let from = day * 1440 + minute;
        let (a, b) = (Instant(from * Duration::MINUTE.0), Instant((from + length) * Duration::MINUTE.0));
        let between = calendar.working_time_between(a, b);
        prop_assert_eq!(between.0, counted(&calendar, from, from + length) * Duration::MINUTE.0);
        prop_assert_eq!(calendar.working_time_between(b, a), Duration::ZERO);
    }

    #[test]
    fn a_limit_in_working_time_ends_when_so_much_is_worked(day in 0u64..450, ticks in 0u64..Duration::DAY.0, limit in 1u64..200 * Duration::HOUR.0) {
        let calendar = calendar(5);
        let reported = Instant::midnight(day) + Duration(ticks);
        let due = calendar.deadline(reported, &Deadline::WorkingTime(Duration(limit)));
        prop_assert_eq!(calendar.working_time_between(reported, due), Duration(limit));
        let just_before = Instant(due.0 - 1);
        prop_assert!(calendar.working_time_between(reported, just_before) < Duration(limit));
    }

    #[test]
    fn a_limit_in_working_days_ends_with_the_nth_workday(day in 0u64..450, n in 1u32..60) {
        let calendar = calendar(5);
        let due = calendar.deadline(Instant::midnight(day) + hours(10), &Deadline::WorkingDays(n));
        let worked = (day + 1..due.day()).filter(|&d| calendar.day_type(d) == DayType::Workday).count();
        prop_assert_eq!(worked, n as usize);
        prop_assert_eq!(calendar.day_type(due.day() - 1), DayType::Workday);
    }
}
