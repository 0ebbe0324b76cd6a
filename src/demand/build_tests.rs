//! Everything that is wrong with a demand section is said at once, with the nearest valid name.

use super::fixtures::*;
use super::*;

fn problems(text: &str) -> Vec<Problem> {
    try_demand(text, 365).err().unwrap_or_else(|| panic!("nothing was found wrong with {text}"))
}

#[test]
fn every_mistake_is_found_in_one_go() {
    let found = problems(
        r#"(
        volume: "10 /day",
        season: [1, 2, 3],
        hours: { "evening": Peaks([("18:00..22:00", 3), ("21:00..23:00", 2)]) },
        categories: {
            "noise": (hours: "evning", weekend: (hours: "night"), priority: 7, crews: 0, on_scene: LogNormal(median: "2 h", p90: "1 h")),
            "fire": (department: "rescue", where: (residents: 0), joint: (share: 0.1, with: "resuce", crews: 0),
                     filing: (share: 0.1, time: Exponential(mean: "0 s")), report_delay: Erlang(mean: "1 h", stages: 0)),
            "smoke": (department: "rescue", joint: (share: 0.1, with: "rescue")),
        },
        channels: { "hotline": (share: 0) },
        patience: Empirical([]),
        surges: {
            "typhoon": (when: At([]), lasts: "0 s", mix: { "niose": 2 }),
            "drought": (when: Random(per_year: 1), lasts: "500 days"),
        },
        calendar: (workdays: []),
        committed_work: (crew_time_per_day: "10 h", hours: [("08:00..10:00", 1), ("09:00..11:00", 1)], job: Deterministic("1 s"),
                         departments: { "recsue": 1 }, where: (urban: 0)),
    )"#,
    );
    let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
    let expected = [
        "season",
        "hours.evening",
        "calendar.workdays",
        "categories.noise.priority",
        "categories.noise.crews",
        "categories.noise.hours",
        "categories.noise.weekend.hours",
        "categories.noise.on_scene",
        "categories.fire.joint.crews",
        "categories.fire.joint.with",
        "categories.fire.filing.time",
        "categories.fire.report_delay",
        "categories.fire.where",
        "categories.smoke.joint.with",
        "channels",
        "patience",
        "surges.typhoon.lasts",
        "surges.typhoon.when",
        "surges.typhoon.mix.niose",
        "surges.drought.lasts",
        "committed_work.job",
        "committed_work.where",
        "committed_work.hours",
        "committed_work.departments.recsue",
    ];
    assert_eq!(paths, expected, "{found:#?}");
    let message = |path: &str| &found.iter().find(|(p, _)| p == path).unwrap().1;
    for (path, near) in [
        ("categories.noise.hours", "\"evening\""),
        ("categories.fire.joint.with", "\"rescue\""),
        ("surges.typhoon.mix.niose", "\"noise\""),
        ("committed_work.departments.recsue", "\"rescue\""),
        ("categories.noise.priority", "1 (most pressing) to 4"),
    ] {
        assert!(message(path).contains(near), "{path}: {}", message(path));
    }
}

#[test]
fn demand_that_cannot_happen_is_refused() {
    let one = |text: &str, path: &str, says: &str| {
        let found = problems(text);
        assert!(found.len() == 1 && found[0].0 == path && found[0].1.contains(says), "{found:?}");
    };
    one(r#"(volume: "1 /day", categories: {})"#, "categories", "at least one category");
    one(r#"(volume: "1 /day", categories: { "a": (share: 0) })"#, "categories", "every share is 0");
    one(r#"(volume: "1 /day", season: [0,0,0,0,0,0,0,0,0,0,0,0], categories: { "a": () })"#, "categories.a", "no day of the run");
    let mix = r#"(volume: "1 /day", categories: { "a": () }, surges: { "s": (when: Random(per_year: 1), lasts: "1 h", mix: { "a": 0 }) })"#;
    one(mix, "surges.s.mix", "nothing can happen");
    let zero = r#"(volume: "1 /day", categories: { "a": () }, committed_work: (crew_time_per_day: "1 h", departments: { "general": 0 }))"#;
    one(zero, "committed_work.departments", "every weight is 0");
    let found = try_demand(r#"(volume: "1 /day", categories: { "a": () })"#, 0).unwrap_err();
    assert_eq!(found, [(String::new(), "a run of 0 days has no demand".to_owned())]);
}

#[test]
fn a_short_section_is_enough() {
    let demand = demand(r#"(volume: "48 /day", categories: { "call": () })"#, 1);
    let call = &demand.categories[CategoryId(0)];
    assert_eq!((call.zh.as_str(), call.priority, call.crews, call.share), ("call", 3, 1, 1.0));
    assert!((call.mean_on_scene - 20.0 * 60.0 * libm::exp(0.5 * 0.734_873_2)).abs() < 1.0, "{}", call.mean_on_scene);
    let channels: Vec<&str> = demand.channels.iter().map(|c| c.name.as_str()).collect();
    assert_eq!((channels, demand.departments.len()), (vec!["report"], 1));
    assert_eq!(demand.rate(crate::time::Instant::ZERO, CategoryId(0)), 48.0);
}

#[test]
fn what_is_read_can_be_written_and_read_again() {
    let text = r#"(
        volume: "190 /day", hours: { "day": Peaks([("08:30..10:00", 2.0)]) },
        categories: { "noise": (hours: "day", joint: (share: 0.1, with: "general"), close_within: "7 working days", where: (area: 1)) },
        surges: { "typhoon": (when: Random(per_year: 3, months: "07..09"), lasts: "48 h") },
        calendar: (holidays: ["2022-01-01..2022-01-03"]), committed_work: (crew_time_per_day: "276 h", hours: [("22:00..06:00", 1)]),
    )"#;
    let config: DemandConfig = read(text);
    let json = serde_json::to_string(&config).unwrap();
    let again: DemandConfig = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), json);
}
