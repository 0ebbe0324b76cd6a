//! What `check` expects is what a run measures.

use crate::program::{gridgov, text};
use crate::warned::checked;
use gridgov::experiment::Summary;
use gridgov::metrics::{Collector, Dimensions};
use gridgov::record::{Fact, Observer, Outcome, ServedBy};
use gridgov::report::check;
use gridgov::scenario;
use gridgov::simulation::Simulator;
use std::path::Path;

/// Counts what is not in the results: incidents by who served them.
#[derive(Default)]
struct Served {
    all: u64,
    by_crews: u64,
}

impl Observer for Served {
    fn fact(&mut self, _: &Fact) {}
    fn outcome(&mut self, outcome: &Outcome) {
        self.all += 1;
        self.by_crews += u64::from(matches!(outcome.served_by, ServedBy::Crew(_)));
    }
}

/// What a scenario's check expects against what `replications` runs measure: name, expected, measured.
fn compared(file: &str, sets: &[&str], replications: u32) -> Vec<(String, f64, f64)> {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let loaded = scenario::load(Path::new(file), &sets).unwrap_or_else(|d| panic!("{}", d.render(false)));
    let expected = check::inspect(&loaded, file);
    let dimensions = Dimensions::of(&loaded.model);
    let mut served = Served::default();
    let mut simulator = Simulator::new(&loaded.model);
    let results: Vec<_> = (0..replications)
        .map(|replication| {
            let mut collector = Collector::new(&dimensions);
            let ending = simulator.watch(replication, &mut (&mut collector, &mut served)).unwrap();
            collector.finish(ending.end)
        })
        .collect();
    let summary = Summary::of(&dimensions, &results, 0.95);
    let days = f64::from(replications) * f64::from(loaded.model.days);
    let mut found = vec![
        ("incidents a day".to_owned(), expected.incidents_per_day, served.all as f64 / days),
        ("incidents of crews a day".to_owned(), expected.crew_incidents_per_day, served.by_crews as f64 / days),
        ("crews busy".to_owned(), expected.incident_utilization, summary.workload.utilization.as_ref().unwrap().estimate),
    ];
    for desk in &expected.desks {
        let kind = loaded.model.structure.kinds.iter().find(|k| k.name == desk.name.name).unwrap();
        let calendar = &loaded.model.demand.calendar;
        let hours = (0..u64::from(loaded.model.days) * 24 * 2).map(|bin| {
            let at = gridgov::time::Instant(bin * gridgov::time::Duration::HOUR.0 / 2);
            f64::from(kind.staffing.at(at, calendar)) / 2.0
        });
        let clerks = hours.sum::<f64>() / f64::from(loaded.model.days) / 24.0 * desk.places as f64;
        let of_kind = summary.queues.desks.iter().filter(|d| d.name == desk.name);
        let busy: f64 = of_kind.map(|d| d.clerks_busy.as_ref().unwrap().estimate).sum();
        found.push((format!("desk {} busy", desk.name.name), desk.utilization.unwrap_or(0.0), busy / clerks));
    }
    found
}

/// Fails where expectation and measurement differ by more than a part `tolerance` of what is measured.
fn agree(found: &[(String, f64, f64)], tolerances: &[f64]) {
    let shown: Vec<String> =
        found.iter().map(|(what, e, m)| format!("{what}: expected {e:.4}, measured {m:.4} ({:+.1}%)", 100.0 * (e / m - 1.0))).collect();
    println!("{}", shown.join("\n"));
    for ((what, expected, measured), tolerance) in found.iter().zip(tolerances) {
        assert!((expected / measured - 1.0).abs() <= *tolerance, "{what} is off by more than {tolerance}:\n{}", shown.join("\n"));
    }
}

/// Ways begin and end anywhere in an area, not in its middle, where the station is; who is on call has a turnout of its own.
#[test]
fn ways_within_areas_and_turnouts_of_those_on_call_are_expected_as_measured() {
    let folder = tempfile::tempdir().unwrap();
    let job = r#"categories: {"job": (on_scene: Deterministic("20 min"))}"#;
    let square = format!(
        r#"(city: Explicit(square_side_km: 20, travel: (detour: 1, urban: "20 km/h")), demand: (volume: "20 /day", {job}),
            workforce: (crews: {{"crew": (crews: 8, crew_size: 1, based: Centre)}}), run: (days: 100))"#
    );
    let on_call = format!(
        r#"(city: Point(), demand: (volume: "3 /day", {job}), run: (days: 900),
            workforce: (crews: {{"crew": (roster: {{"day": 2, "night": 0}}, crew_size: 1, based: Centre,
                on_call: (turnout: Deterministic("40 min")),
                shifts: {{"day": (hours: "08:00..20:00"), "night": (hours: "20:00..08:00")}})}}))"#
    );
    for (name, text) in [("square.ron", square), ("on-call.ron", on_call)] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        agree(&compared(file.to_str().unwrap(), &[], 12), &[0.03, 0.03, 0.1]);
    }
}

/// Counts agree within their chance (4 × 30 days have some 23,000 incidents); times of crews within a tenth, as
/// ways are only estimated; times of desks within a twentieth.
#[test]
fn longgang_is_as_busy_as_check_expects() {
    let found = compared("scenarios/longgang.ron", &["demand.surges.typhoon.when.per_year=0", "run.days=30", "run.warmup_days=0"], 4);
    agree(&found, &[0.02, 0.03, 0.1, 0.05, 0.05]);
}

/// The crews stand 20 km from the city: called from committed work, on their way home, or from one incident to the next, they have
/// a fraction of that way.
#[test]
fn crews_that_are_out_are_expected_to_come_from_where_they_are() {
    for scenario in ["scenarios/longgang-before-2019.ron", "scenarios/longgang-before-2019-norm.ron"] {
        let found = compared(scenario, &["demand.surges.typhoon.when.per_year=0", "run.days=30", "run.warmup_days=0"], 4);
        agree(&found, &[0.02, 0.03, 0.15]);
    }
    let folder = tempfile::tempdir().unwrap();
    let text = r#"(city: Explicit(square_side_km: 10, travel: (detour: 1, urban: "30 km/h")),
        demand: (volume: "192 /day", categories: {"job": (on_scene: Exponential(mean: "30 min"))}),
        workforce: (crews: {"crew": (crews: 20, crew_size: 1, based: Away(east_km: -20, north_km: 0))}), run: (days: 60))"#;
    let file = written(folder.path(), "away.ron", text);
    let work = "demand.committed_work=(crew_time_per_day: \"144 h\", job: Deterministic(\"1 h\"))";
    for sets in [
        &["dispatch.available_again=AtBase"][..],
        &["dispatch.relocation=Stay"],
        &[work],
        &[work, "demand.categories.job.priority=1"],
        &["workforce.crews.crew.crews=4", "demand.volume=38.4 /day"],
    ] {
        println!("{sets:?}");
        agree(&compared(&file, sets, 4), &[0.03, 0.03, 0.07]);
    }
}

#[test]
fn a_tiered_structure_is_as_busy_as_check_expects() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tiered.ron");
    let overlay = r#"(
        base: "BASE/scenarios/longgang.ron",
        structure: (
            intake: { "hotline": ["platform", "town"] },
            desks: {
                "platform": (sends: ["micro-grid leader", "grid worker"]),
                "town": (serves: "governance_unit", staff: [("08:00..18:00", 1)], accept: Deterministic("4 min"), waits_for_opening: 0.5, sends: ["community cadre"]),
            },
        ),
    )"#;
    std::fs::write(&file, overlay.replace("BASE", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let sets = ["demand.surges.typhoon.when.per_year=0", "run.days=30"];
    let found = compared(file.to_str().unwrap(), &sets, 2);
    agree(&found, &[0.03, 0.03, 0.1, 0.05, 0.05, 0.05]);
}

/// An office with nobody but somebody on call is not waited for.
#[test]
fn nobody_waits_for_a_desk_that_never_opens() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"(city: Point(), demand: (volume: "40 /day", categories: {"job": (on_scene: Deterministic("10 min"))}),
        structure: (intake: {"report": ["first", "office"]}, desks: {"first": (staff: [("00:00..24:00", 20)]),
            "office": (staff: [], on_call: true, waits_for_opening: 0.5)}),
        workforce: (crews: {"crew": (crews: 20, based: Centre)}), run: (days: 20, replications: 2, seed: 3))"#;
    let file = written(folder.path(), "town.ron", text);
    let found = compared(&file, &[], 2);
    agree(&found, &[0.08, 0.08, 0.1]);
}

#[test]
fn without_people_on_the_spot_everything_comes_to_crews() {
    let found = compared("scenarios/county.ron", &["run.days=60"], 4);
    assert_eq!(found[0].1, found[1].1);
    agree(&found, &[0.03, 0.03, 0.1, 0.05]);
}

/// An office that is closed at night, a desk that is open for an hour and where few wait for that, and one for joint jobs: all of
/// them send somebody who settles half.
#[test]
fn who_waits_for_a_desk_to_open_meets_those_on_duty_then() {
    let folder = tempfile::tempdir().unwrap();
    let day = r#"staff: [("00:00..24:00", 2)]"#;
    let desks = [
        (r#"["office"]"#, r#""office": (staff: [("08:00..18:00", 2)], receipt: Deterministic("1 min"), sends: ["cadre"])"#.to_owned(), ""),
        (
            r#"["hotline", "mid", "end"]"#,
            format!(
                r#""hotline": ({day}, receipt: Deterministic("1 min")), "end": ({day}, accept: Deterministic("1 min")),
                "mid": (staff: [("08:00..09:00", 2)], accept: Deterministic("1 min"), waits_for_opening: 0.1, sends: ["cadre"])"#
            ),
            "",
        ),
        (
            r#"["hotline"]"#,
            format!(
                r#""hotline": ({day}, receipt: Deterministic("1 min")), "office": ({day}, accept: Deterministic("1 min"), sends: ["cadre"])"#
            ),
            r#"joint_via: "office","#,
        ),
    ];
    for (intake, desks, more) in desks {
        let file = folder.path().join("s.ron");
        let text = format!(
            r#"(city: Generated(seed: 3, residents: 12_000, area_km2: 40, outline_km: [(0,0),(8,0),(8,5),(0,5)], levels: [(name: "village", count: 4)]),
                demand: (volume: "40 /day", categories: {{ "job": (department: "works", on_scene: Deterministic("10 min"), joint: (share: 0.999, with: "order")) }},
                    departments: {{ "order": () }}),
                structure: (intake: {{ "report": {intake} }}, {more} desks: {{ {desks} }},
                    settlers: {{ "cadre": (level: "village", settles: 0.5, hours: ["07:00..19:00"], accept: Deterministic("1 min"),
                        turnout: Deterministic("0 s"), speed: "15 km/h") }}),
                workforce: (crews: {{ "patrol": (crews: 12, based: Centre) }}), run: (days: 60))"#
        );
        std::fs::write(&file, text).unwrap();
        agree(&compared(file.to_str().unwrap(), &[], 4), &[0.03, 0.04, 0.12, 0.06, 0.06, 0.06]);
    }
}

#[test]
fn of_several_crews_one_has_the_errand() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("errand.ron");
    let text = r#"(
        city: Explicit(areas: {"a": (at: (0, 0)), "depot": (at: (5, 0), weight: 0)}),
        demand: (volume: "20 /day", categories: {"job": (crews: 3, on_scene: Exponential(mean: "30 min"), facility: (share: 1, to: ["depot"]))},
            facilities: {"depot": (at: "depot", time: Deterministic("2 h"))}),
        workforce: (crews: {"crew": (crews: 20, based: At(["a"]))}),
        run: (days: 60, warmup_days: 0),
    )"#;
    std::fs::write(&file, text).unwrap();
    agree(&compared(file.to_str().unwrap(), &[], 4), &[0.05, 0.05, 0.05]);
}

#[test]
fn a_surge_is_weighed_by_the_hours_that_it_holds() {
    let surge = |when: &str| {
        let text = format!(
            r#"(city: Point(),
                demand: (volume: "100 /day", categories: {{"job": (on_scene: Exponential(mean: "30 min"))}},
                    week: (weekend: 0.2), surges: {{"storm": (when: At(["{when}"]), lasts: "24 h", volume: 2)}}),
                workforce: (crews: {{"crew": (crews: 20, based: Centre)}}), run: (start: "2024-03-04", days: 14))"#
        );
        checked(&text).surges[0].incidents_per_day
    };
    // Friday, Saturday, and from one into the other.
    let (workday, weekend, both) = (surge("2024-03-08 00:00"), surge("2024-03-09 00:00"), surge("2024-03-08 18:00"));
    assert!((weekend / workday - 0.2).abs() < 1e-9, "{workday} {weekend}");
    assert!((both - 0.25 * workday - 0.75 * weekend).abs() < 1e-6 * workday, "{workday} {both} {weekend}");
}

#[test]
fn who_is_on_duty_is_counted_to_the_half_hour() {
    let text = r#"(city: Point(), demand: (volume: "10 /day", categories: {"job": (on_scene: Exponential(mean: "30 min"))}),
        workforce: (crews: {"crew": (crews: 10, based: Centre, shifts: {"day": (hours: "07:30..12:15")})}))"#;
    let found = checked(text);
    let on_duty: Vec<f64> = found.hours.iter().map(|hour| hour.on_duty).collect();
    let each = on_duty[8];
    assert!(each > 0.0 && on_duty[7] == 0.5 * each && on_duty[12] == 0.25 * each && on_duty[13] == 0.0, "{on_duty:?}");
    let warned: Vec<&str> = found.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert!(warned.contains(&"no crew is on duty for 19.25 hours of the day: 12:15..07:30"), "{warned:?}");
    assert_eq!(found.staffing.vehicles as f64, each, "as many as are on duty at once");
}

/// A file with this text, and its name.
fn written(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// Squads of six departments at one place: fewer that are free do not make the way longer.
#[test]
fn squads_that_share_a_place_are_as_busy_as_check_expects() {
    let folder = tempfile::tempdir().unwrap();
    let category = |name: &str| format!(r#""{name}": (department: "{name}", on_scene: Deterministic("10 min"))"#);
    let text = format!(
        r#"(city: Explicit(square_side_km: 20), demand: (volume: "72 /day", committed_work: (crew_time_per_day: "60 h"), categories: {{{}}}),
            workforce: (crews: {{"squad": (officers: 7, crew_size: 1, working_days: 6, based: Centre, by_department: true)}}),
            run: (days: 60))"#,
        ["a", "b", "c", "d", "e", "f"].map(category).join(", ")
    );
    agree(&compared(&written(folder.path(), "squads.ron", &text), &[], 4), &[0.05, 0.05, 0.13]);
}

/// Work and department stand in the rows.
#[test]
fn what_the_rows_of_a_log_say_of_work_and_departments_is_expected() {
    let folder = tempfile::tempdir().unwrap();
    let rows = (1..29).flat_map(|day| (0..24).map(move |hour| format!("2022-01-{day:02} {hour:02}:07,a,1 h,y\n")));
    let log = format!("reported,category,work_s,department\n{}", rows.collect::<String>());
    written(folder.path(), "rows.csv", &log);
    let text = |crews: u32| {
        format!(
            r#"(city: Point(), demand: (log: "rows.csv", categories: {{"a": (department: "x"), "b": (department: "y")}}),
                workforce: (crews: {{"c": (crews: 4, crew_size: 1, based: Centre, skills: Only(["x"])),
                                    "d": (crews: {crews}, crew_size: 1, based: Centre, skills: Only(["y"]))}}),
                run: (start: "2022-01-01", days: 29))"#
        )
    };
    agree(&compared(&written(folder.path(), "enough.ron", &text(2)), &[], 1), &[0.05, 0.05, 0.05]);
    let loaded = scenario::load(Path::new(&written(folder.path(), "few.ron", &text(1).replace("4, crew", "1, crew"))), &[]).unwrap();
    let warnings = check::inspect(&loaded, "few.ron").warnings;
    assert!(warnings.iter().all(|w| !w.message.contains("backlogs")), "23 h of 24: {warnings:?}");
    written(folder.path(), "rows.csv", &log.replace("1 h", "2 h"));
    let loaded = scenario::load(Path::new(&written(folder.path(), "few.ron", &text(1))), &[]).unwrap();
    let warnings = check::inspect(&loaded, "few.ron").warnings;
    assert!(warnings.iter().any(|w| w.message.contains("incidents of \"y\" would keep")), "{warnings:?}");
}

#[test]
fn committed_work_takes_the_time_of_those_who_do_it() {
    let text = |does: bool, skills: &str| {
        format!(
            r#"(city: Point(), demand: (volume: "20 /day", committed_work: (crew_time_per_day: "60 h"),
                categories: {{"a": (department: "x", share: 9, on_scene: Deterministic("30 min")), "b": (department: "y", on_scene: Deterministic("30 min"))}}),
                workforce: (crews: {{"c": (crews: 3, crew_size: 1, based: Centre, committed_work: false),
                                    "d": (crews: 1, crew_size: 1, based: Centre, committed_work: {does}, skills: {skills})}}))"#
        )
    };
    let told = |text: &str| {
        let report = checked(text);
        let said: Vec<String> = report.warnings.iter().filter(|w| w.path == "demand.committed_work").map(|w| w.message.clone()).collect();
        (report.committed_utilization, said.join("; "))
    };
    let (nobody, said) = told(&text(false, "All"));
    assert!(nobody == 0.0 && said.contains("that 100% of it is of: that is left undone"), "{nobody} {said}");
    let (one, said) = told(&text(true, "All"));
    assert!((one - 0.25).abs() < 1e-9 && said.contains("60 crew-hours of it fall due a day"), "{one} {said}");
    let (tenth, said) = told(&text(true, "Only([\"y\"])"));
    assert!((tenth - 6.0 / 96.0).abs() < 1e-9 && said.contains("that 90% of it is of"), "{tenth} {said}");
}

/// Who is on call keeps up as well as anybody, and no better.
#[test]
fn crews_on_call_are_counted_on_where_backlogs_are_foretold() {
    let text = |volume: u32| {
        format!(
            r#"(city: Point(), demand: (volume: "{volume} /day", categories: {{"a": (on_scene: Deterministic("30 min"))}}),
                workforce: (crews: {{"c": (roster: {{"d": 3, "n": 0}}, shifts: {{"d": (hours: "08:00..20:00"), "n": (hours: "20:00..08:00")}},
                    crew_size: 1, based: Centre, turnout: Deterministic("3 min"), on_call: (turnout: Deterministic("40 min")))}}))"#
        )
    };
    let said = |volume| checked(&text(volume)).warnings.into_iter().map(|w| w.message).collect::<Vec<_>>().join("; ");
    let (few, many) = (said(10), said(48));
    assert!(!few.contains("backlogs") && !few.contains("alone ask"), "{few}");
    assert!(many.contains("on duty or on call at 0:00, 1:00") && !many.contains("9:00"), "{many}");
    // 2 incidents a day for one crew at home.
    let alone = r#"(city: Point(), demand: (volume: "20 /day", categories: {"a": (department: "x", share: 9), "b": (department: "y")}),
        workforce: (crews: {"c": (crews: 3, crew_size: 1, based: Centre, skills: Only(["x"])),
            "d": (roster: {"all day": 0}, crew_size: 1, based: Centre, skills: Only(["y"]), on_call: (turnout: Deterministic("10 min")))}))"#;
    let warnings = checked(alone).warnings;
    assert!(warnings.iter().all(|w| !w.message.contains("backlogs")), "{warnings:?}");
    let report = checked(&text(10));
    assert_eq!((report.hours[3].on_duty, report.hours[3].on_call, report.hours[12].on_call), (0.0, 1.0, 0.0));
}

/// Who is on duty and not competent does none of the work of those on call; who is, does a part of it.
#[test]
fn crews_on_call_are_on_duty_for_what_only_they_can_do() {
    let folder = tempfile::tempdir().unwrap();
    let text = |skills: &str, more: &str| {
        format!(
            r#"(city: Explicit(square_side_km: 4), run: (days: 60),
                demand: (volume: "8 /day", {more} categories: {{"a": (department: "x", share: 0.1),
                    "b": (department: "y", share: 0.9, on_scene: Deterministic("60 min"))}}),
                workforce: (crews: {{"duty": (crews: 1, crew_size: 1, based: At([(1, 1)]), skills: Only([{skills}])),
                    "home": (roster: {{"all day": 0}}, shifts: {{"all day": (hours: "00:00..24:00")}}, crew_size: 1, based: At([(3, 3)]),
                        skills: Only(["y"]), on_call: (turnout: Deterministic("10 min")))}}))"#
        )
    };
    for (name, skills) in [("others.ron", r#""x""#), ("both.ron", r#""x", "y""#)] {
        agree(&compared(&written(folder.path(), name, &text(skills, "")), &[], 8), &[0.05, 0.05, 0.1]);
    }
    // Committed work, of which a tenth is of the crew on duty, is a part of the same time: 7.2 visits of 75 minutes each.
    let on_duty = 6.0 / checked(&text(r#""x""#, r#"committed_work: (crew_time_per_day: "60 h"),"#)).committed_utilization;
    assert!((32.0..34.0).contains(&on_duty), "{on_duty}");
}

#[test]
fn what_lasts_for_hours_keeps_crews_busy_for_hours() {
    let report = checked(
        r#"(city: Point(), demand: (volume: "10 /day", hours: {"late": Peaks([("00:00..23:00", 0), ("23:00..24:00", 1)])},
                categories: {"a": (hours: "late", on_scene: Deterministic("2 h"))}),
            workforce: (crews: {"c": (crews: 20, crew_size: 1, based: Centre)}))"#,
    );
    let load = |hour: usize| report.hours[hour].offered_load;
    assert!(load(23) > 3.0 && load(0) > 6.0 && load(1) > 1.0 && load(3) == 0.0 && load(22) == 0.0, "{:?}", report.hours);
}

#[test]
fn taking_over_is_time_on_duty() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"(city: Point(), demand: (volume: "48 /day", categories: {"a": (on_scene: Deterministic("30 min"))}),
        workforce: (crews: {"c": (crews: 3, shifts: {"d": (hours: "08:00..20:00"), "n": (hours: "20:00..08:00")}, crew_size: 1,
            based: Centre, handover: "1 h")}), run: (days: 60))"#;
    agree(&compared(&written(folder.path(), "handover.ron", text), &[], 4), &[0.05, 0.05, 0.02]);
}

#[test]
fn paths_of_channels_that_come_and_go_are_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = format!(
        r#"(base: "{}/scenarios/county.ron", demand: (channels: {{"a": (share: 2), "b": ()}}),
            structure: (intake: {{"report": Removed, "a": ["switchboard"], "b": []}}))"#,
        env!("CARGO_MANIFEST_DIR")
    );
    let file = written(folder.path(), "channels.ron", &scenario);
    let told = text(&gridgov(&["check", &file]).stdout);
    assert!(told.contains("No channel report any more."), "{told}");
    assert!(told.contains("Reports by a pass switchboard before a crew is sent (base: no desk)."), "{told}");
    assert!(told.contains("Reports by b pass no desk before a crew is sent.\n"), "{told}");
    let told = text(&gridgov(&["check", &file, "--lang", "zh"]).stdout);
    assert!(told.contains("a的事件派队前经过 switchboard（原：不经席台）。") && told.contains("b的事件派队前不经席台。"), "{told}");
}

/// Incidents lie in a forest where nobody lives, half an hour from the town that has the station and the depot.
#[test]
fn ways_are_expected_to_where_incidents_happen() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"(city: Explicit(
            areas: {"town": (rectangle: ((0, 0), (2, 2)), residents: 10000, station: true), "forest": (rectangle: ((2, 0), (60, 20)), residents: 0)},
            travel: (urban: "60 km/h")),
        demand: (volume: "12 /day", facilities: {"depot": (at: (1, 1), time: Deterministic("5 min"))}, categories: {"fire":
            (where: (residents: 0, area: 1), on_scene: Deterministic("10 min"), facility: (share: 1))}),
        workforce: (crews: {"crew": (crews: 12, crew_size: 1, based: Stations)}), run: (days: 60))"#;
    agree(&compared(&written(folder.path(), "forest.ron", text), &[], 4), &[0.05, 0.05, 0.1]);
}

/// The scenario says of each of these something else.
#[test]
fn what_the_rows_of_a_log_say_is_expected_as_it_is_measured() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"(city: Explicit(areas: {"near": (at: (0, 0), residents: 9000, station: true), "far": (at: (20, 0), residents: 1000)}, travel: (urban: "60 km/h")),
        demand: (categories: {"x": (department: "d1", on_scene: Deterministic("60 min"), facility: (share: 0),
                joint: (share: 0.05, with: "d2", crews: 2)), "z": (department: "d2", share: 0)},
            channels: {"report": (on_spot: 0)}, facilities: {"depot": (at: (0, 0), time: Deterministic("60 min"))},
            log: (file: "rows.csv", time: Hours)),
        structure: (intake: {"report": ["first", "next"]}, settlers: {"w": (level: "area", settles: 0.9, accept: Deterministic("1 min"), turnout: Deterministic("1 min"), speed: "10 km/h")}, desks: {
            "first": (staff: [("00:00..24:00", 2)], receipt: Deterministic("1 min"), triage: Deterministic("1 min")),
            "next": (staff: [("00:00..24:00", 1)], accept: Deterministic("20 min"))}),
        workforce: (crews: {"c": (crews: 10, crew_size: 1, based: Stations)}), run: (days: 28))"#;
    let file = written(folder.path(), "log.ron", text);
    let busy = |column: &str, value: &str| {
        let rows: String = (0..400).map(|i| format!("{},x,near,{value}\n", f64::from(i) * 1.6)).collect();
        written(folder.path(), "rows.csv", &format!("reported,category,area,{column}\n{rows}"));
        let found = compared(&file, &[], 1);
        // Whole shares, so that little is left to chance: but for a tenth of those found, which is not settled.
        for (what, expected, measured) in &found {
            let part = if column == "self_found" { 0.4 } else { 0.05 };
            assert!((expected - measured).abs() <= part * measured, "{column}: {what}: expected {expected}, measured {measured}");
        }
        [found[2].1, found[4].1]
    };
    let [plain, next] = busy("work_s", "");
    let [joint, _] = busy("joint", "1");
    let [errand, _] = busy("facility", "depot");
    let [found, _] = busy("self_found", "1");
    let [_, urgent] = busy("priority", "1");
    assert!(joint > 2.5 * plain && errand > 1.5 * plain && found < 0.2 * plain, "{plain} {joint} {errand} {found}");
    assert!(next > 0.1 && urgent == 0.0, "priority 1 goes to the crews from the first desk: {next} {urgent}");
    // Twenty minutes of way.
    let rows: String = (0..400).map(|i| format!("{},x,far\n", f64::from(i) * 1.6)).collect();
    written(folder.path(), "rows.csv", &format!("reported,category,area\n{rows}"));
    agree(&compared(&file, &[], 1), &[0.05, 0.05, 0.15, 0.05, 0.05]);
}

/// A desk that is open on workdays, when all rows are reported.
#[test]
fn rows_are_expected_on_the_days_on_which_they_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"(city: Point(), demand: (categories: {"x": (on_scene: Deterministic("10 min"))}, log: (file: "rows.csv", time: Hours)),
        structure: (intake: {"report": ["desk"]}, desks: {"desk": (staff: [("08:00..18:00", 2)], workdays_only: true, triage: Deterministic("10 min"))}),
        workforce: (crews: {"c": (crews: 4, based: Centre)}), run: (start: "2022-06-06", days: 12))"#;
    let hours = (0..10u32).filter(|day| day % 7 < 5).flat_map(|day| (0..20).map(move |i| f64::from(24 * day + 8) + 0.45 * f64::from(i)));
    let rows: String = hours.map(|hour| format!("{hour}\n")).collect();
    written(folder.path(), "rows.csv", &format!("reported\n{rows}"));
    let file = written(folder.path(), "week.ron", text);
    agree(&compared(&file, &[], 1), &[0.01, 0.01, 0.1, 0.05]);
    let loaded = scenario::load(Path::new(&file), &[]).unwrap();
    let desk = check::inspect(&loaded, "week.ron").desks[0].utilization.unwrap();
    assert!((desk - 20.0 * 8.0 * 10.0 / 60.0 / (20.0 * 9.0)).abs() < 0.1, "{desk}");
}
