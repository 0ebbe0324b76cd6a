//! What `check` warns of, and what it does not.

use gridgov::report::check;
use gridgov::scenario;
use std::path::Path;

fn warned(sets: &[&str]) -> String {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let loaded = scenario::load(Path::new("scenarios/longgang.ron"), &sets).unwrap_or_else(|d| panic!("{}", d.render(false)));
    let report = check::inspect(&loaded, "longgang.ron");
    report.warnings.iter().map(|w| format!("{}: {}\n", w.path, w.message)).collect()
}

#[test]
fn surges_beyond_capacity_and_those_that_never_strike_are_warned_of() {
    let beyond = warned(&["demand.surges.typhoon.volume=12"]);
    assert!(beyond.contains("demand.surges.typhoon: a day of it asks for") && beyond.contains("crew-hours"), "{beyond}");
    assert!(!warned(&["demand.surges.typhoon.volume=1.5"]).contains("typhoon"));
    assert!(warned(&["run.days=60"]).contains("demand.surges.typhoon.when: it never strikes"));
    assert!(warned(&["demand.surges.typhoon.when=At([\"2023-01-01 00:00\"])"]).contains("none of its moments"));
    let some = warned(&["demand.surges.typhoon.when=At([\"2021-12-31 12:00\", \"2022-07-09 06:00\", \"2032-07-09 06:00\"])"]);
    assert!(some.contains("typhoon.when: not within the run, and left out: 2032-07-09 06:00\n"), "{some}");
}

/// Those on call work off a surge too; what is too much for one department the others do not.
#[test]
fn a_surge_is_judged_by_all_who_may_come_and_by_department() {
    let told = |volume: u32| -> (f64, Vec<String>) {
        let on_call = r#"crew_size: 1, roster: {"n": 0}, shifts: {"n": (hours: "00:00..24:00")}, based: Centre, skills: Only(["y"]), on_call: (turnout: Deterministic("20 min"))"#;
        let text = format!(
            r#"(city: Explicit(square_side_km: 4),
                demand: (volume: "12 /day", categories: {{"a": (department: "x", share: 0.1), "b": (department: "y", share: 0.9, on_scene: Deterministic("15 min"))}},
                    surges: {{"storm": (when: At(["2022-01-05 00:00"]), lasts: "20 days", volume: {volume})}}),
                workforce: (crews: {{"duty": (crews: 1, based: Centre, skills: Only(["x"])), "home": ({on_call}), "home2": ({on_call})}}),
                run: (days: 30))"#
        );
        let report = checked(&text);
        let storm = report.warnings.iter().filter(|w| w.path == "demand.surges.storm").map(|w| w.message.clone()).collect();
        (report.surges[0].on_duty_hours + report.surges[0].on_call_hours, storm)
    };
    assert_eq!(told(4), (72.0, Vec::new()), "31 crew-hours");
    let (_, many) = told(8);
    assert!(
        matches!(&many[..], [one] if one.starts_with(r#"on a day of it incidents of "y" would keep the crews competent in them busy"#)),
        "62 crew-hours, of which crews at home have 48: {many:?}"
    );
    let (_, most) = told(12);
    assert!(most.len() == 2 && most[0].contains("and 24 are on duty, 48 more on call: backlogs will grow"), "{most:?}");
}

/// One multiplies ways, the other incidents; at given moments they hold together, and neither alone is too much.
#[test]
fn surges_that_hold_together_are_judged_together() {
    let told = |festival: &str| {
        let text = format!(
            r#"(city: Explicit(square_side_km: 4), demand: (volume: "200 /day", categories: {{"a": (on_scene: Deterministic("5 min"))}}, surges: {{
                    "storm": (when: At(["2022-01-06 00:00"]), lasts: "96 h", volume: 1.3, travel: 3),
                    "festival": (when: At(["{festival}"]), lasts: "96 h", volume: 2)}}),
                workforce: (crews: {{"c": (crews: 5, based: Centre)}}), run: (start: "2022-01-03", days: 12))"#
        );
        let report = checked(&text);
        let load: Vec<(f64, f64)> = report.surges.iter().map(|surge| (surge.incidents_per_day.round(), surge.crew_hours.round())).collect();
        (load, report.warnings.iter().filter(|w| w.path.starts_with("demand.surges") && w.message.contains("backlogs")).count())
    };
    let ([storm, festival], warned) = (told("2022-01-10 00:00").0[..].try_into().unwrap(), told("2022-01-10 00:00").1);
    let ((storm, hours), (festival, others)): ((f64, f64), (f64, f64)) = (storm, festival);
    assert!((storm, festival, warned) == (260.0, 400.0, 0) && hours < 120.0 && others < 120.0, "{hours} {others}");
    let (together, warned) = told("2022-01-06 00:00");
    assert!(together[0] == together[1] && together[0].0 == 400.0 && together[0].1 > 120.0 && warned == 2, "{together:?} {warned}");
}

#[test]
fn a_calendar_that_ends_before_the_run_is_warned_of() {
    assert!(!warned(&[]).contains("holiday"));
    assert!(warned(&["run.days=400"]).contains("demand.calendar.holidays: no holiday of 2023 is listed"));
    assert!(warned(&["run.start=2023-01-01", "run.days=900"]).contains("3 years between 2023 and 2025"));
    assert!(!warned(&["run.days=400", "demand.calendar.holidays=[]", "demand.calendar.makeup_workdays=[]"]).contains("holiday"));
}

/// A scenario written here, with settings over it.
pub fn checked(text: &str) -> check::CheckReport {
    let loaded = scenario::load_text("here.ron", text).unwrap_or_else(|d| panic!("{}", d.render(false)));
    check::inspect(&loaded, "here.ron")
}

#[test]
fn incidents_that_nobody_can_ever_serve_are_warned_of() {
    let city = r#"city: Explicit(areas: {"north": (at: (0, 3), residents: 3000), "middle": (at: (0, 0), residents: 5000), "south": (at: (0, -3), residents: 2000)})"#;
    let told = |demand: &str, crews: &str, more: &str| -> Vec<String> {
        let text = format!(
            r#"({city}, demand: (volume: "50 /day", categories: {{"job": (on_scene: Exponential(mean: "30 min"), {demand})}}),
                workforce: (crews: {{"crew": ({crews})}}), {more} run: (days: 20))"#
        );
        let in_vain = |w: &&check::Warning| w.path == "demand.categories.job";
        checked(&text).warnings.iter().filter(in_vain).map(|w| w.message.clone()).collect()
    };
    let north = r#"based: AtPlaces([("north", 1), ("middle", 2)])"#;
    assert_eq!(told("crews: 3", north, ""), [""; 0]);
    assert_eq!(
        told("crews: 5", north, ""),
        [r#"its incidents need 5 crews of "general" where only 3 can ever come: unless settled on the spot, they wait in vain"#]
    );
    let boundaries = r#"structure: (boundaries: Within("area")),"#;
    let within = told("crews: 1", north, boundaries);
    assert!(
        within[0].starts_with("20% of its incidents need 1 crew of") && within[0].contains("only 0 can ever come, as in \"south\""),
        "{within:?}"
    );
    assert!(told("crews: 2", north, boundaries)[0].starts_with("50% of its incidents need 2 crews"));
    let list = |stations: &str| format!(r#"dispatch: (rule: PreferenceList(lists: {{"south": [{stations}]}}, others: Never)),"#);
    assert_eq!(told("crews: 2", north, &list(r#""middle", "north""#)), [""; 0]);
    assert!(told("crews: 2", north, &list(r#""north""#))[0].starts_with("20% of its incidents need 2 crews"));
}

/// Two departments of which each has its own crews: what one of them lacks the city as a whole has.
#[test]
fn what_one_department_lacks_is_warned_of() {
    let told = |demand: &str, crews: &str| -> Vec<String> {
        let text = format!(
            r#"(city: Point(), demand: (volume: "48 /day", categories: {{{demand}}}), workforce: (crews: {{{crews}}}), run: (days: 20))"#
        );
        checked(&text).warnings.iter().map(|w| format!("{}: {}", w.path, w.message)).collect()
    };
    let at = |department: &str, more: &str| {
        format!(r#""{department}": (department: "{department}", on_scene: Deterministic("30 min"), {more}), "#)
    };
    let crew = |skills: &[&str], crews: u32, more: &str| {
        let ready = r#"accept: Deterministic("0 s"), turnout: Deterministic("0 s"), refusal: 0"#;
        format!(r#""{}": (crews: {crews}, based: Centre, skills: Only({skills:?}), {ready}, {more}), "#, skills[0])
    };
    let both = at("a", "") + &at("b", "");
    // 24 half hours a day for each: half of the time of one crew.
    assert_eq!(told(&both, &(crew(&["a"], 1, "") + &crew(&["b"], 9, ""))), [""; 0]);
    let heavy = at("a", "crews: 2") + &at("b", "");
    let busy = r#"workforce.crews: incidents of "a" would keep the crews competent in them busy"#;
    assert_eq!(
        told(&heavy, &(crew(&["a"], 2, r#"shifts: {"day": (hours: "08:00..20:00")}"#) + &crew(&["b"], 9, ""))),
        [
            r#"workforce.crews: no crew of "a" is on duty for 12 hours of the day: 20:00..08:00"#.to_owned(),
            format!("{busy} 100% of their time: backlogs will grow")
        ]
    );
    // Neither alone, but both together, though a third has crews enough.
    let three = at("a", "share: 1, crews: 2") + &at("b", "share: 1, crews: 2") + &at("c", "share: 1");
    assert_eq!(told(&three, &(crew(&["a", "b"], 2, "") + &crew(&["c"], 9, ""))), [""; 0]);
    let three = three.replace("30 min", "60 min");
    let said = told(&three, &(crew(&["a", "b"], 2, "") + &crew(&["c"], 9, "")));
    assert_eq!(
        said,
        [r#"workforce.crews: incidents of "a", "b" would keep the crews competent in them busy 133% of their time: backlogs will grow"#]
    );
    // What nobody can do takes no crew's time, and who is on call is on duty while called.
    let lost = at("a", "") + &at("none", "crews: 8");
    let said = told(&lost, &crew(&["a"], 1, ""));
    assert!(said.len() == 1 && said[0].contains("no crew is competent in \"none\""), "{said:?}");
    let on_call = r#"shifts: {"day": (hours: "08:00..16:00", weight: 9), "night": (hours: "16:00..08:00")}, on_call: (turnout: Deterministic("9 min"))"#;
    let few = format!(r#""a": (officers: 1, crew_size: 1, working_days: 7, absence: 0, based: Centre, skills: Only(["a"]), {on_call}), "#);
    assert_eq!(told(&(at("a", "share: 0.4") + &at("b", "share: 0.6")), &(few + &crew(&["b"], 9, ""))), [""; 0]);
    // Crews enough, but never at once.
    let three = at("a", "crews: 3, share: 0.01") + &at("b", "");
    let shifts = r#"shifts: {"day": (hours: "06:00..18:00"), "night": (hours: "18:00..06:00")}"#;
    assert_eq!(
        told(&three, &(crew(&["a"], 2, shifts) + &crew(&["b"], 9, ""))),
        [
            r#"demand.categories.a: its incidents need 3 crews of "a" at once, and of these never more than 2 are on duty or on call: unless settled on the spot, they wait in vain"#
        ]
    );
    let joint = at("a", r#"joint: (share: 0.5, with: "b", crews: 2), share: 0.01"#) + &at("b", "");
    assert_eq!(
        told(&joint, &(crew(&["a"], 9, "") + &crew(&["b"], 1, shifts))),
        [
            r#"demand.categories.a: 50% of its incidents need 1 crew of "a" and 2 of "b" at once, and of these never more than 1 of "b" are on duty or on call: unless settled on the spot, they wait in vain"#,
            r#"workforce.crews: incidents of "b" would keep the crews competent in them busy 100% of their time: backlogs will grow"#
        ]
    );
    let joint = at("a", r#"joint: (share: 0.1, with: "b", crews: 2), share: 0.5"#) + &at("b", "share: 0.1");
    assert_eq!(
        told(&joint, &(crew(&["a"], 5, "") + &crew(&["b"], 1, ""))),
        [
            r#"demand.categories.a: 10% of its incidents need 1 crew of "a" and 2 of "b" where only 1 of "b" can ever come: unless settled on the spot, they wait in vain"#
        ]
    );
}

#[test]
fn surges_too_rare_for_the_replications_are_warned_of() {
    let told = warned(&["run.start=2022-09-01", "run.days=10", "run.replications=4"]);
    assert!(told.contains("demand.surges.typhoon: it strikes 0.39 times a run, 1.6 times in 4 replications"), "{told}");
    assert!(!warned(&["run.start=2022-09-01", "run.days=10", "run.replications=80"]).contains("typhoon: it strikes"));
}

#[test]
fn officers_too_few_for_a_crew_are_warned_of() {
    let said = |officers: u32| {
        let text = format!(
            r#"(city: Point(), demand: (volume: "10 /day", categories: {{"a": ()}}),
                workforce: (crews: {{"c": (officers: {officers}, absence: 0.5, based: Centre)}}))"#
        );
        checked(&text).warnings.into_iter().map(|w| format!("{}: {}", w.path, w.message)).collect::<Vec<_>>().join("; ")
    };
    let few = said(2);
    assert!(few.contains("workforce.crews.c.officers: leave and days off taken into account, 2 officers keep no crew"), "{few}");
    assert!(!said(20).contains("keep no crew"));
}

#[test]
fn a_city_without_residents_is_named_where_incidents_look_for_them() {
    let said = |spread: &str| {
        let text = format!(
            r#"(city: Generated(residents: 0, area_km2: 9, levels: [(name: "town", count: 2)]),
                demand: (volume: "10 /day", categories: {{"a": (where: ({spread}))}}), workforce: (crews: {{"c": (crews: 2, based: Centre)}}))"#
        );
        scenario::load_text("empty.ron", &text).map(|_| String::new()).unwrap_or_else(|d| d.render(false))
    };
    assert!(said("residents: 1").contains("the city has none: set `city.residents`"), "{}", said("residents: 1"));
    assert_eq!(said("residents: 0, area: 1"), "");
    assert!(said("residents: 0, area: 0").contains("no area has a weight above 0"));
}

/// What is told of a small city of two towns, of one village and of two, in Chinese as well.
fn told_of_towns(demand: &str, structure: &str, workforce: &str) -> Vec<String> {
    let text = format!(
        r#"(city: Explicit(levels: [(name: "town"), (name: "village")], areas: {{
                "A": (at: (0, 0), residents: 100, within: "T"), "B": (at: (5, 0), residents: 100, within: "U"), "C": (at: (6, 0), residents: 100, within: "U")}}),
            demand: (volume: "10 /day", categories: {{"a": (on_scene: Deterministic("10 min"))}}, {demand}),
            structure: ({structure}), workforce: ({workforce}), run: (days: 20))"#
    );
    let warnings = checked(&text).warnings;
    assert!(warnings.iter().all(|w| !w.zh.is_ascii()), "{warnings:?}");
    warnings.into_iter().map(|w| format!("{}: {}", w.path, w.message)).collect()
}

#[test]
fn parts_that_never_act_are_warned_of() {
    let told = |channel: &str, desks: &str, more: &str| {
        let ready = r#"accept: Deterministic("1 min"), turnout: Deterministic("1 min"), speed: "10 km/h""#;
        let structure = format!(
            r#"intake: {{"r": ["d"]}}, settlers: {{"w": (level: "village", settles: 0.6, {ready})}}, {more}
                desks: {{"d": (staff: [("00:00..24:00", 2)]), "e": (staff: [("00:00..24:00", 5)], {desks})}}"#
        );
        told_of_towns(&format!(r#"channels: {{"r": ({channel})}}"#), &structure, r#"crews: {"c": (crews: 3, based: Each("town"))}"#)
    };
    let desk = "structure.desks.e: nothing ever comes to it: no `intake` names it, it is not `joint_via`, and it has no `requests`";
    let settlers = "structure.settlers.w: they never act: no desk that incidents pass names them in `sends`, and no channel is `on_spot`";
    assert_eq!(told("", "", ""), [desk, settlers]);
    assert_eq!(told("", r#"sends: ["w"]"#, ""), [desk, settlers], "whoever nobody passes sends nobody");
    assert_eq!(told("", r#"sends: ["w"]"#, r#"joint_via: "e","#), [""; 0]);
    assert_eq!(told("on_spot: 0.1", "", ""), [desk]);
    assert!(!told("", r#"held_by: "w""#, "").contains(&settlers.to_owned()), "clerks have their desk");
    let requests = r#"requests: (from: "village", rate: "1 /day", service: Deterministic("5 min"))"#;
    assert_eq!(told("", requests, ""), [settlers]);
}

#[test]
fn clerks_beyond_the_posts_that_hold_their_desk_are_warned_of() {
    let told = |serves: &str, clerks: u32, holder: &str| {
        let ready = r#"accept: Deterministic("1 min"), turnout: Deterministic("1 min"), speed: "10 km/h""#;
        let structure = format!(
            r#"intake: {{"r": ["d"]}}, settlers: {{"w": (level: "village", posts: 4, filled: 0.6, paid: true, settles: 0.6, {ready})}},
                desks: {{"d": (serves: "{serves}", staff: [("08:00..12:00", {clerks}), ("09:00..10:00", 1)], held_by: "{holder}", sends: ["w"])}}"#
        );
        let crews = r#"crews: {"c": (crews: 3, based: Each("town"))}, posts: {"p": (count: 7), "q": (count: 3, per: "village")}"#;
        told_of_towns(r#"channels: {"r": ()}"#, &structure, crews)
    };
    let at = "structure.desks.d.held_by: up to";
    let one = "one post is one person";
    assert_eq!(told("village", 2, "w"), [""; 0], "2.4 of 4 posts are filled, and somewhere there are 3");
    assert_eq!(told("village", 50, "w"), [format!(r#"{at} 51 clerks at once are held by 3 filled posts of "w" in "T/A": {one}"#)]);
    assert_eq!(told("town", 3, "w"), [format!(r#"{at} 4 clerks at once are held by 3 filled posts of "w" in "T": {one}"#)]);
    assert_eq!(told("city", 7, "q"), [""; 0]);
    assert_eq!(told("village", 2, "p"), [format!(r#"{at} 9 clerks at once are held by 7 filled posts of "p": {one}"#)]);
}

/// Each desk alone has no more clerks than there are posts; two of them are open together in the morning.
#[test]
fn desks_that_are_held_by_the_same_posts_are_counted_together() {
    let told = |hours: &str, paid: bool| {
        let ready = r#"accept: Deterministic("1 min"), turnout: Deterministic("1 min"), speed: "10 km/h""#;
        let structure = format!(
            r#"intake: {{"r": ["d", "e"]}}, settlers: {{"w": (level: "city", posts: 2, paid: {paid}, settles: 0.6, {ready})}},
                desks: {{"d": (staff: [("08:00..12:00", 2)], held_by: "w", sends: ["w"]), "e": (staff: [("{hours}", 1)], held_by: "w")}}"#
        );
        told_of_towns(r#"channels: {"r": ()}"#, &structure, r#"crews: {"c": (crews: 3, based: Each("town"))}"#)
    };
    assert_eq!(told("12:00..16:00", true), [""; 0]);
    let both = r#"structure.desks.d.held_by: up to 3 clerks at once at "d", "e" are held by 2 filled posts of "w": one post is one person"#;
    assert_eq!(told("11:00..16:00", true), [both]);
    let unpaid = r#"structure.desks.d.held_by: its clerks are "w", who are not paid: nobody's posts pay for them; set `paid: true` there"#;
    assert_eq!(told("12:00..16:00", false), [unpaid]);
}

#[test]
fn crews_that_are_too_slow_to_accept_are_warned_of() {
    let told = |habits: &str| told_of_towns("", "", &format!(r#"crews: {{"c": (crews: 4, based: Centre, {habits})}}"#));
    let late = |share: &str, limit: &str| {
        format!(
            "workforce.crews.c.accept: {share} of acceptances take longer than `answer_within` ({limit}): such offers come to nothing; lower `accept`, or set a higher `answer_within`"
        )
    };
    assert_eq!(told(r#"accept: Deterministic("3 min")"#), [late("100%", "2 min")]);
    assert_eq!(told(r#"accept: Deterministic("2 min")"#), [""; 0], "just in time");
    assert_eq!(told(r#"accept: Exponential(mean: "5 min"), answer_within: "5 min""#), [late("37%", "5 min")]);
    assert_eq!(told(r#"accept: LogNormal(median: "30 s", p90: "75 s")"#), [""; 0]);
    assert_eq!(told("refusal: 0.4"), [""; 0]);
    let refused = "workforce.crews.c.refusal: 60% of orders are refused: incidents wait until somebody takes them; set a lower `refusal`";
    assert_eq!(told("refusal: 0.6"), [refused]);
}

#[test]
fn crews_beyond_headcount_are_told_where_they_are_written() {
    let told = |crews: &str| told_of_towns("", "", &format!(r#"crews: {{"c": (officers: 4, {crews})}}"#));
    for (field, crews) in [
        ("crews", "crews: 30, based: Centre"),
        ("roster", r#"roster: {"all day": 30}, based: Centre"#),
        ("based", r#"based: AtPlaces([("A", 30)])"#),
    ] {
        let wanted = format!("workforce.crews.c.{field}: the roster needs 84 officers, leave included; the headcount is 4");
        assert_eq!(told(crews), [wanted]);
    }
}

#[test]
fn districts_without_anybody_at_times_are_warned_of() {
    let day_and_night = r#"shifts: {"d": (hours: "08:00..20:00"), "n": (hours: "20:00..08:00")}"#;
    let told = |roster: &str, structure: &str, more: &str| {
        told_of_towns(
            "",
            structure,
            &format!(r#"crews: {{"c": (roster: {{{roster}}}, based: Each("town"), allotted: Equally, {day_and_night}), {more}}}"#),
        )
    };
    let within = r#"boundaries: Within("town")"#;
    let said = told(r#""d": 2, "n": 1"#, within, "").join("; ");
    let both =
        "structure.boundaries: 2 of 2 districts are at times without anybody on duty or on call, and crews of others are kept out: as";
    assert!(said.starts_with(both) && said.ends_with("on average 6 hours a day (20:00..08:00)"), "{said}");
    assert_eq!(told(r#""d": 2, "n": 1"#, "", ""), [""; 0], "without boundaries others come");
    assert_eq!(told(r#""d": 2, "n": 2"#, within, ""), [""; 0]);
    assert_eq!(told(r#""d": 2, "n": 1"#, within, r#""all": (crews: 1, based: Centre)"#), [""; 0], "crews of the whole city come");
    let nights = told(r#""d": 2, "n": 0"#, within, "");
    assert!(matches!(&nights[..], [one] if one.starts_with("workforce.crews: no crew is on duty for 12 hours")), "{nights:?}");
}

#[test]
fn cutoffs_that_are_never_reached_are_warned_of() {
    let told = |busy: u32| warned(&[&format!("dispatch.admission=CutoffReserve(priority_3: Busy(4), priority_4: Busy({busy}))")]);
    let most = 39;
    assert!(!told(most).contains("dispatch.admission"), "{}", told(most));
    let more = told(most + 1);
    let expected = format!("dispatch.admission.priority_4: at most {most} crews on duty at once, never {} busy", most + 1);
    assert!(more.contains(&expected) && !more.contains("priority_3"), "{more}");
}

/// With a log in the folder of a scenario: what is warned of.
fn warned_of_log(rows: &str, scenario: &str, sets: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rows.csv"), rows).unwrap();
    let file = folder.path().join("log.ron");
    std::fs::write(&file, scenario).unwrap();
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let loaded = scenario::load(&file, &sets).unwrap_or_else(|d| panic!("{}", d.render(false)));
    check::inspect(&loaded, "log.ron").warnings.iter().map(|w| format!("{}: {}", w.path, w.message)).collect()
}

#[test]
fn a_log_that_leaves_days_of_the_run_empty_is_warned_of() {
    let text = r#"(city: Point(), demand: (categories: {"x": ()}, log: (file: "rows.csv", time: Hours, outside: Drop)),
        workforce: (crews: {"c": (crews: 2, based: Centre)}), run: (days: 15))"#;
    let rows: String = (0..100).map(|i| format!("{}\n", 0.5 + 3.6 * f64::from(i))).collect();
    let rows = format!("reported\n{rows}");
    assert_eq!(warned_of_log(&rows, text, &[]), [""; 0]);
    assert_eq!(
        warned_of_log(&rows, text, &["run.days=60"]),
        [
            "demand.log.file: its last row is reported 45.1 days before the run ends: nothing happens afterwards; give `run.days` as it covers them"
        ]
    );
    let late = rows
        .replace("reported\n", "reported\n0\n")
        .lines()
        .enumerate()
        .filter(|(i, _)| *i == 0 || *i > 40)
        .map(|(_, row)| format!("{row}\n"))
        .collect::<String>();
    assert!(warned_of_log(&late, text, &[])[0].starts_with("demand.log.file: its first row is reported 5.9 days after the run begins"));
    let none = warned_of_log("reported\n9999\n9999.5\n", text, &[]);
    assert_eq!(none, ["demand.log.file: none of its 2 rows lies within the run: nothing happens"]);
    assert_eq!(warned_of_log("reported\n", text, &[]), ["demand.log.file: it has no row: nothing happens"]);
}

#[test]
fn rows_within_a_surge_that_the_scenario_does_not_have_are_warned_of() {
    let text = r#"(city: Point(), demand: (categories: {"x": ()}, log: (file: "rows.csv", time: Hours)),
        workforce: (crews: {"c": (crews: 2, based: Centre)}), run: (start: "2022-03-01", days: 1))"#;
    let warned = warned_of_log("reported,in_surge\n1,1\n2,1\n3,0\n4,\n", text, &[]);
    let told = "demand.log.file: 2 rows say `in_surge` and count as such, but the scenario has no surge, so that ways take as long as ever: \
        write it in `demand.surges`, at its date";
    assert_eq!(warned, [told]);
    assert_eq!(warned_of_log("reported,in_surge\n1,0\n", text, &[]), [""; 0]);
    let surge = text.replace("log:", r#"surges: {"storm": (when: At(["2022-03-01T00:00"]), lasts: "1 h")}, log:"#);
    assert_eq!(warned_of_log("reported,in_surge\n0.5,1\n", &surge, &[]), [""; 0]);
}

/// All rows lie where nobody lives, behind a boundary that no crew crosses.
#[test]
fn rows_that_nobody_can_serve_are_warned_of() {
    let text = r#"(city: Explicit(levels: [(name: "town"), (name: "village")],
            areas: {"A": (at: (0, 0), residents: 9000, within: "T"), "B": (at: (5, 0), residents: 0, within: "U")}),
        demand: (categories: {"x": ()}, log: (file: "rows.csv", time: Hours)), structure: (boundaries: Within("town")),
        workforce: (crews: {"c": (crews: 2, based: At(["A"]))}), run: (days: 1))"#;
    let told = |rows: &str| warned_of_log(&format!("reported,area\n{rows}"), text, &[]).join("; ");
    assert!(told("1,B\n2,B\n").contains("demand.categories.x: its incidents need 1 crew"), "{}", told("1,B\n2,B\n"));
    assert!(told("1,A\n2,A\n3,B\n4,A\n").contains("25% of its incidents need 1 crew"));
    assert!(!told("1,A\n2,A\n").contains("in vain"));
}

#[test]
fn stations_and_facilities_far_outside_are_warned_of() {
    let told = |at: &str, depot: &str| -> Vec<String> {
        let text = format!(
            r#"(city: Explicit(areas: {{"A": (rectangle: ((0, 0), (8, 4)), residents: 9000)}}),
                demand: (volume: "5 /day", categories: {{"x": (facility: (share: 0.5))}}, facilities: {{"depot": (at: {depot}, time: Deterministic("5 min"))}}),
                workforce: (crews: {{"c": (based: AtPlaces([({at}, 2)]))}}), run: (days: 3))"#
        );
        checked(&text).warnings.iter().filter(|w| w.message.contains("wide")).map(|w| format!("{}: {}", w.path, w.message)).collect()
    };
    assert_eq!(told("(-8, 2)", "(4, 12)"), [""; 0], "a depot a few kilometres outside");
    assert_eq!(
        told("(100, 4)", "(4, 2000)"),
        [
            "workforce.crews.c.based: a station of it lies 92.0 km from the nearest area, and the city is 8.9 km wide: are its coordinates right?",
            "demand.facilities.depot.at: it lies 1996.0 km from the nearest area, and the city is 8.9 km wide: are its coordinates right?"
        ]
    );
}
