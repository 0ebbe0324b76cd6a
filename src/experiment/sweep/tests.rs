//! Plans laid out, and what is wrong with them.

use super::*;
use std::collections::BTreeSet;

const CITY: &str = r#"(name: "town", city: Point(), demand: (volume: "60 /day", categories: { "job": (on_scene: Exponential(mean: "30 min")) }),
    workforce: (crews: { "patrol": (officers: 2, crew_size: 1, working_days: 7, absence: 0.12, based: Centre,
        accept: LogNormal(median: "20 s", p90: "40 s"), turnout: Deterministic("0 s")) }), run: (days: 2, replications: 3),
    provenance: { "workforce.crews.patrol.absence": (grade: C, source: "a guess", range: ("0.05", "0.2")) })"#;

fn laid(plan: &str, list: &str) -> Result<Sweep, String> {
    let place = tempfile::tempdir().unwrap();
    let more = CITY.replace("officers: 2", "officers: 3");
    for (name, text) in [("a.ron", CITY), ("b.ron", &more), ("same.ron", CITY), ("list.csv", list), ("plan.ron", plan)] {
        std::fs::write(place.path().join(name), text).unwrap();
    }
    Sweep::load(&place.path().join("plan.ron"), &[], None, None).map_err(|wrong| wrong.render(false))
}

fn sets(sweep: &Sweep) -> Vec<String> {
    sweep.points.iter().map(|point| format!("{} {}", point.structure, point.sets.join(" "))).collect()
}

#[test]
fn a_factorial_crosses_structures_rules_and_values_in_order() {
    let plan = r#"(scenarios: ["a.ron", "b.ron"], set: ["run.days=1"], rules: ["ClosestIdle", "Random"],
        factors: { "demand.volume": "30 /day, 60 /day", "workforce.crews.patrol.officers": "2..4/3" }, seed: 7)"#;
    let sweep = laid(plan, "").unwrap();
    assert_eq!((sweep.points.len(), sweep.replications, sweep.seed, sweep.tasks()), (24, 3, 7, 72));
    let sets = sets(&sweep);
    assert_eq!(sets[0], "0 dispatch.rule=ClosestIdle demand.volume=30 /day workforce.crews.patrol.officers=2");
    assert_eq!(sets[1], "0 dispatch.rule=ClosestIdle demand.volume=30 /day workforce.crews.patrol.officers=3");
    assert_eq!(sets[6], "0 dispatch.rule=Random demand.volume=30 /day workforce.crews.patrol.officers=2");
    assert_eq!(sets[23], "1 dispatch.rule=Random demand.volume=60 /day workforce.crews.patrol.officers=4");
    assert_eq!((sweep.axes[0].path.as_str(), sweep.axes[0].kind.map(|kind| kind.unit)), ("demand.volume", Some("/day")));
    assert_eq!(sweep.axes[0].number("30 /day"), Some(30.0));
    assert!(sweep.structures.iter().all(|arm| arm.loaded.model.days == 1 && arm.loaded.model.seed == 7));
    assert_eq!(laid(r#"(scenarios: ["a.ron"])"#, "").unwrap().points.len(), 1);
}

#[test]
fn what_the_plan_says_by_a_number_of_its_own_is_not_set_beside_it() {
    for (path, name) in [("run.replications", "replications"), ("run.seed", "seed")] {
        let plan = |more: &str| format!(r#"(scenarios: ["a.ron"], set: ["{path}=9"], {more})"#);
        let sweep = laid(&plan(""), "").unwrap();
        assert!([u64::from(sweep.replications), sweep.seed].contains(&9), "{path}");
        let wrong = laid(&plan(&format!("{name}: 4")), "").unwrap_err();
        assert!(wrong.contains(&format!("`{path}` would be without effect")) && wrong.contains("plan.ron:1:"), "{wrong}");
    }
}

#[test]
fn hypercubes_and_sobol_points_are_drawn_from_ranges_and_values() {
    let plan = |design: &str| {
        format!(
            r#"(scenarios: ["a.ron"], design: {design}, factors: {{ "demand.volume": "20 /day..100 /day",
                "workforce.crews.patrol.absence": "range", "dispatch.rule": "ClosestIdle, Random" }})"#
        )
    };
    let sobol = laid(&plan("Sobol(points: 4)"), "").unwrap();
    let volumes: Vec<&str> = sobol.points.iter().map(|point| point.values[0].as_str()).collect();
    assert_eq!(volumes, ["\"20 /day\"", "\"60 /day\"", "\"80 /day\"", "\"40 /day\""]);
    assert_eq!(sobol.points[0].values[1..], ["0.05", "ClosestIdle"]);
    assert!(sobol.axes[1].kind.is_some() && sobol.axes[2].kind.is_none());
    let cube = laid(&plan("LatinHypercube(points: 10, seed: 3)"), "").unwrap();
    assert_eq!(cube.points.iter().filter(|point| point.values[2] == "Random").count(), 5);
    assert_ne!(sets(&cube), sets(&laid(&plan("LatinHypercube(points: 10, seed: 4)"), "").unwrap()));
}

/// Rules are written as `rank --rules` takes them: several together, with the parameters that stand elsewhere.
#[test]
fn rules_may_be_joined_and_set_what_they_judge_by() {
    let plan = |rules: &str, more: &str| format!(r#"(scenarios: ["a.ron"], rules: [{rules}], {more})"#);
    let joined = laid(&plan(r#""ClosestIdle+WeightedWait", "CoveragePreserving(busy: 0.4)""#, ""), "").unwrap();
    let rules: Vec<&str> = joined.points.iter().filter_map(|point| point.rule.as_deref()).collect();
    assert_eq!(rules, ["ClosestIdle + WeightedWait", "CoveragePreserving(busy: 0.4)"]);
    let made = ["0 dispatch.rule=ClosestIdle dispatch.queue=WeightedWait", "0 dispatch.rule=CoveragePreserving dispatch.coverage.busy=0.4"];
    assert_eq!(sets(&joined), made);
    // Of a setting that only some rules name the others take what holds for every point.
    let queue = r#"set: ["dispatch.queue=Fifo"]"#;
    assert!(laid(&plan(r#""ClosestIdle", "ClosestIdle+WeightedWait""#, queue), "").is_ok());
    for (rules, more, said) in [
        (r#""ClosestIdle+WeightedWait", "Random+WeightedWait""#, queue, "`dispatch.queue` is set for every point already"),
        (
            r#""CoveragePreserving(busy: 0.4)""#,
            r#"factors: { "dispatch.coverage.busy": "0.1, 0.2" }"#,
            "`rules` sets `dispatch.coverage.busy`",
        ),
        (r#""ClosestIdle+Fifo""#, r#"factors: { "dispatch.queue": "Fifo, PriorityFifo" }"#, "`rules` sets `dispatch.queue`"),
        (r#""ClosestIdle+Random""#, "", "two rules for one decision"),
        (r#""ClosestIdel""#, "", "did you mean ClosestIdle?"),
        (r#""CoveragePreserving(busy: 4)""#, "", "dispatch.coverage.busy: 4 is out of bounds"),
    ] {
        let wrong = laid(&plan(rules, more), "").unwrap_err();
        assert!(wrong.contains(said), "{said} is not in\n{wrong}");
    }
}

/// Weights of a rule of one's own are numbers like any others.
#[test]
fn weights_may_be_swept_over_a_range_and_be_negative() {
    let plan =
        r#"(scenarios: ["a.ron"], rules: [], set: ["dispatch.rule=Score(travel: 1)"], factors: { "dispatch.rule.wait": "-2..0/3" })"#;
    assert_eq!(sets(&laid(plan, "").unwrap()), ["-2.0", "-1.0", "0.0"].map(|wait| format!("0 dispatch.rule.wait={wait}")));
}

#[test]
fn whole_numbers_are_drawn_equally_often() {
    let factors = r#"{ "workforce.crews.patrol.officers": "14..16" }"#;
    for (design, often) in [("LatinHypercube(points: 201)", 67..=67), ("Sobol(points: 64)", 21..=22)] {
        let drawn = laid(&format!(r#"(scenarios: ["a.ron"], design: {design}, factors: {factors})"#), "").unwrap();
        let times = |value: &str| drawn.points.iter().filter(|point| point.values[0] == value).count();
        let times = ["14", "15", "16"].map(times);
        assert!(times.iter().all(|times| often.contains(times)), "{design}: {times:?}");
    }
}

#[test]
fn a_list_is_taken_row_by_row() {
    let plan = r#"(scenarios: ["a.ron"], design: List(file: "list.csv"))"#;
    let sweep = laid(plan, "demand.volume,dispatch.rule\n30 /day,Random\n\"50 /day\", ClosestIdle\n").unwrap();
    assert_eq!(sets(&sweep), ["0 demand.volume=30 /day dispatch.rule=Random", "0 demand.volume=50 /day dispatch.rule=ClosestIdle"]);
    assert!(laid(plan, "demand.volume\n30 /day\n1 /fortnight\n").unwrap_err().contains("list.csv:3:1"));
    let open = laid(plan, "demand.volume,run.days\n30 /day,1\n40 /day,\"2\n50 /day,3\n").unwrap_err();
    assert!(open.contains("list.csv:3:1") && open.contains("a quote that opens in this line"), "{open}");
    assert!(laid(plan, "demand.volume\n").unwrap_err().contains("no rows"));
}

#[test]
fn what_a_row_of_a_list_lacks_is_told_cell_by_cell() {
    let list = "demand.volume,run.days,workforce.crews.patrol.absence\n40 /day,1,0.1\n,,0.1\n30 /day,2,\n";
    let wrong = laid(r#"(scenarios: ["a.ron"], design: List(file: "list.csv"))"#, list).unwrap_err();
    for place in ["list.csv:3:1\n", "list.csv:3:2\n", "list.csv:4:11\n"] {
        assert!(wrong.contains(place), "{place} is not in {wrong}");
    }
    assert!(wrong.matches("a value is missing").count() == 3 && !wrong.contains("further"), "{wrong}");
}

#[test]
fn settings_of_all_points_may_need_each_other() {
    let crews = "workforce.crews.patrol";
    let plan = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|set| format!("{:?}", format!("{crews}.{set}"))).collect();
        laid(&format!(r#"(scenarios: ["a.ron"], set: [{}], factors: {{ "demand.volume": "20 /day, 30 /day" }})"#, sets.join(", ")), "")
    };
    let [none, crew_size, four] = ["officers=Removed", "crew_size=Removed", "crews=4"];
    let all = [none, crew_size, "working_days=Removed", "absence=Removed", four];
    let swept = plan(&all).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert!(swept.points.len() == 2 && swept.structures[0].loaded.model.workforce.crews.len() == 4);
    // One that is wrong is told, and the others are not.
    let wrong = plan(&[&all[..], &["turnuot=1 min"]].concat()).unwrap_err();
    assert!(wrong.matches("error").count() == 1 && wrong.contains("did you mean `turnout`"), "{wrong}");
    let alone = plan(&["accept.p90=50 s", none]).unwrap_err();
    assert!(alone.matches("error").count() == 1 && alone.contains("at set[1]") && alone.contains("officers"), "{alone}");
}

#[test]
fn a_scenario_that_is_whole_with_the_settings_of_all_points_only_is_swept() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("part.ron"), CITY.replace("officers: 2, ", "")).unwrap();
    let plan = place.path().join("plan.ron");
    let load = |set: &str, settings: &[String]| {
        std::fs::write(&plan, format!(r#"(scenarios: ["part.ron"], set: [{set}], factors: {{ "demand.volume": "20 /day, 30 /day" }})"#))
            .unwrap();
        Sweep::load(&plan, settings, None, None).map_err(|wrong| wrong.render(false))
    };
    let (officers, given) =
        ("workforce.crews.patrol.officers=2", |sets: &[&str]| sets.iter().map(|set| (*set).to_owned()).collect::<Vec<_>>());
    let by_plan = load(&format!("{officers:?}"), &[]).unwrap_or_else(|wrong| panic!("{wrong}"));
    let by_command = load("", &given(&[officers])).unwrap_or_else(|wrong| panic!("{wrong}"));
    for sweep in [by_plan, by_command] {
        assert_eq!((sweep.points.len(), &sweep.structures[0].sets[..]), (2, &given(&[officers])[..]));
    }
    let wrong = load("", &[]).unwrap_err();
    assert!(wrong.contains("part.ron:") && wrong.matches("error").count() == 1, "{wrong}");
    let wrong = load("", &given(&[officers, "run.day=1"])).unwrap_err();
    assert!(wrong.contains("did you mean `days`") && wrong.matches("error").count() == 1, "{wrong}");
}

#[test]
fn mistakes_of_a_plan_hide_no_others_and_make_no_right_value_wrong() {
    let wrong = laid(
        r#"(scenarios: ["c.ron", "a.ron"], replications: "two", design: Factoral, factors: { "demand.volum": "20 /day", "run.days": "1..3" })"#,
        "",
    )
    .unwrap_err();
    for told in ["c.ron", "`volum`", "replications", "`Factorial`"] {
        assert!(wrong.contains(told), "{told} is not in\n{wrong}");
    }
    assert_eq!(wrong.matches("error: ").count(), 4, "a design that takes ranges may be meant:\n{wrong}");
    let fit = r#""workforce.crews.patrol.accept.median": "60 s, 70 s", "workforce.crews.patrol.accept.p90": "80 s, 90 s""#;
    for slip in [r#"set: ["run.day=1"], factors: {"#, r#"factors: { "demand.volum": "1 /day","#] {
        let wrong = laid(&format!(r#"(scenarios: ["a.ron"], {slip} {fit} }})"#), "").unwrap_err();
        assert!(wrong.matches("error").count() == 1, "alone a median of a minute is above the p90:\n{wrong}");
    }
}

#[test]
fn every_mistake_of_every_row_of_a_list_is_told_where_it_stands() {
    let plan = r#"(scenarios: ["a.ron", "b.ron"], design: List(file: "list.csv"))"#;
    let good = "30 /day, 0.1\n".repeat(60);
    let list =
        format!("demand.volume,workforce.crews.patrol.absence\n\n1 /fortnight, 7\n30 /day\n{good}\n30 /day,5\n30 /day,5\nmany,0.1\n");
    let wrong = laid(plan, &list).unwrap_err();
    for said in [
        "list.csv:3:1",
        "list.csv:3:14",
        "list.csv:4:1",
        "names 2 columns, but here are 1",
        "list.csv:66:9",
        "the same in 1 further row: line 67",
        "list.csv:68:1",
    ] {
        assert!(wrong.contains(said), "{said} is not in\n{wrong}");
    }
    for (list, said) in [
        ("demand.volume,demand.volume\n30 /day,40 /day\n", "`demand.volume` is written twice"),
        ("demand.volume,\"demand\".volume\n30 /day,40 /day\n", "`demand.volume` is written twice"),
        ("run.seed\n3\n", "`run.seed` is no factor"),
        ("run.indifference\n0.1\n", "`run.indifference` is no factor"),
        ("demand.volum\n30 /day\n40 /day\n", "did you mean"),
        ("demand.volume;run.days\n30 /day;1\n", "its only column is \"demand.volume;run.days\""),
    ] {
        let wrong = laid(plan, list).unwrap_err();
        assert!(wrong.contains("list.csv:1:") || wrong.contains("list.csv:2:"), "{wrong}");
        assert!(wrong.contains(said), "{said} is not in\n{wrong}");
    }
}

#[test]
fn a_factor_that_is_none_is_told_once_and_in_the_header() {
    let list =
        "demand.volum,workforce.crews.patrol.officers,workforce.crews.patroll.officers,note\n40 /day,2,2,a\n50 /day,3,3,b\n60 /day,x,4,c\n";
    let wrong = laid(r#"(scenarios: ["a.ron"], design: List(file: "list.csv"))"#, list).unwrap_err();
    for told in ["unknown field `volum`; did you mean `volume`?", "there is no setting `workforce.crews.patroll`", "unknown section `note`"]
    {
        assert_eq!(wrong.matches(told).count(), 1, "{wrong}");
    }
    for place in ["list.csv:1:1\n", "list.csv:1:46\n", "list.csv:1:79\n", "list.csv:4:9\n"] {
        assert!(wrong.contains(place), "{place} is not in {wrong}");
    }
    assert!(wrong.matches("error: ").count() == 4 && !wrong.contains("further row"), "{wrong}");
}

#[test]
fn what_would_run_twice_or_under_a_wrong_name_is_refused() {
    for (plan, said) in [
        (r#"(scenarios: ["a.ron", "a.ron"])"#, "says the same as"),
        (r#"(scenarios: ["a.ron", "same.ron"])"#, "says the same as"),
        (r#"(scenarios: ["a.ron"], replications: 4000000000)"#, "4000000000 replications in all"),
        (r#"(scenarios: ["a.ron"], rules: ["Score", "Score()"])"#, "the same rule"),
        (r#"(scenarios: ["a.ron"], rules: ["Random"], factors: { "dispatch.rule": "ClosestIdle, Random" })"#, "`rules` sets"),
        (r#"(scenarios: ["a.ron"], set: ["run.days=2"], factors: { "run.days": "1, 2" })"#, "`run.days` is set for every point already"),
        (r#"(scenarios: ["a.ron"], set: ["dispatch.rule=Random"], rules: ["ClosestIdle"])"#, "is set for every point already"),
        (r#"(scenarios: ["a.ron"], factors: { "run.seed": "1, 2" })"#, "`seed` in the plan"),
        (r#"(scenarios: ["a.ron"], factors: { "run.replications": "1, 2" })"#, "`replications` in the plan"),
        (r#"(scenarios: ["a.ron"], factors: { "run.days": "1, 2", "\"run\".days": "1..3/3" })"#, "written twice"),
        (
            r#"(scenarios: ["a.ron"], factors: { "workforce.crews.patrol.accept.p90": "1 min, 2 min", "workforce.crews.patrol.accept": "9 s, 8 s" })"#,
            "set the same: leave one of them out",
        ),
        (r#"(scenarios: ["a.ron"], factors: { "demand.volume": "30 /day, 1 /h, 1.25 /h" })"#, "1.25 /h is there twice"),
        (r#"(scenarios: ["a.ron"], design: LatinHypercube(points: 4000000000), factors: { "run.days": "1..3" })"#, "100000"),
    ] {
        let wrong = laid(plan, "").unwrap_err();
        assert!(wrong.contains(said), "{said} is not in\n{wrong}");
    }
    let spelt = laid(r#"(scenarios: ["a.ron"], factors: { "\"run\".days": "1..3/3" })"#, "").unwrap();
    assert_eq!(sets(&spelt), ["0 run.days=1", "0 run.days=2", "0 run.days=3"]);
}

#[test]
fn what_is_set_for_every_point_is_set_by_no_factor_whatever_its_name() {
    let named = CITY.replace("\"job\": (", "\"park=ing\": (");
    let wrong = |set: &str, factor: &str, values: &str| {
        let place = tempfile::tempdir().unwrap();
        let plan = format!("(scenarios: [\"a.ron\"], set: [{set:?}], factors: {{ {factor:?}: {values:?} }})");
        for (name, text) in [("a.ron", &named), ("plan.ron", &plan)] {
            std::fs::write(place.path().join(name), text).unwrap();
        }
        Sweep::load(&place.path().join("plan.ron"), &[], None, None).unwrap_err().render(false)
    };
    let share = r#"demand.categories."park=ing".share"#;
    let same = wrong(&format!("{share}=9"), share, "1, 4");
    assert!(same.contains(&format!("`{share}` is set for every point already")), "{same}");
    let (all, part) = ("workforce.crews.patrol.accept", "workforce.crews.patrol.accept.p90");
    let below = wrong(&format!("{part}=50 s"), all, "9 s, 8 s");
    assert!(below.contains(&format!("`{part}` is set for every point already")), "{below}");
}

#[test]
fn hours_are_values_and_no_range() {
    let hours = CITY.replace("based: Centre", "based: Centre, shifts: { \"day\": (hours: \"08:00..20:00\") }");
    let laid = |design: &str| {
        let place = tempfile::tempdir().unwrap();
        let factor = r#""workforce.crews.patrol.shifts.day.hours": "06:00..18:00, 08:00..20:00""#;
        let plan = format!("(scenarios: [\"a.ron\"], design: {design}, factors: {{ {factor} }})");
        for (name, text) in [("a.ron", &hours), ("plan.ron", &plan)] {
            std::fs::write(place.path().join(name), text).unwrap();
        }
        Sweep::load(&place.path().join("plan.ron"), &[], None, None).unwrap_or_else(|wrong| panic!("{}", wrong.render(false)))
    };
    for design in ["Factorial", "LatinHypercube(points: 2)"] {
        let values: BTreeSet<String> = laid(design).points.iter().map(|point| point.values[0].clone()).collect();
        assert!(values.into_iter().eq(["06:00..18:00", "08:00..20:00"].map(str::to_owned)), "{design}");
    }
}

#[test]
fn values_have_to_fit_together_and_not_each_alone() {
    let plan = |medians: &str, p90s: &str| {
        let [median, p90] = ["median", "p90"].map(|part| format!("workforce.crews.patrol.accept.{part}"));
        laid(&format!(r#"(scenarios: ["a.ron"], factors: {{ "{p90}": "{p90s}", "{median}": "{medians}" }})"#), "")
    };
    // Alone, a median of a minute is above the scenario's p90, and a p90 of ten seconds below its median.
    assert_eq!(plan("60 s, 70 s", "80 s, 90 s").unwrap().points.len(), 4);
    assert_eq!(plan("5 s, 70 s", "10 s, 90 s").unwrap().points.len(), 4, "one of the four is refused when it is run");
    let wrong = plan("60 s, 95 s", "80 s, 90 s").unwrap_err();
    assert!(wrong.contains("accept") && wrong.contains("95 s") || wrong.contains("1.58"), "{wrong}");
    let ranges = r#"(scenarios: ["a.ron"], design: Sobol(points: 8), factors: { "workforce.crews.patrol.accept.p90": "70 s..90 s",
        "workforce.crews.patrol.accept.median": "50 s..65 s" })"#;
    assert_eq!(laid(ranges, "").unwrap().points.len(), 8);
}

#[test]
fn a_range_is_the_same_in_all_scenarios() {
    let plan = |factor: &str| {
        let place = tempfile::tempdir().unwrap();
        let wider = CITY.replace("\"0.05\", \"0.2\"", "\"0.05\", \"0.3\"");
        let plan = format!(
            r#"(scenarios: ["a.ron", "wider.ron"], design: Sobol(points: 4), factors: {{ "workforce.crews.patrol.absence": "{factor}" }})"#
        );
        for (name, text) in [("a.ron", CITY), ("wider.ron", &wider), ("plan.ron", &plan)] {
            std::fs::write(place.path().join(name), text).unwrap();
        }
        Sweep::load(&place.path().join("plan.ron"), &[], None, None).map_err(|wrong| wrong.render(false))
    };
    let wrong = plan("range").unwrap_err();
    assert!(wrong.contains("its range is another than in") && wrong.contains("write lo..hi"), "{wrong}");
}

#[test]
fn what_is_wrong_is_told_all_at_once_at_its_place_in_the_plan() {
    let wrong = laid(
        r#"(scenarios: ["a.ron"], rules: ["ClosestIdel"], design: Factorial,
    factors: { "demand.volum": "1 /day", "workforce.crews.patrol.absence": "0.1, 1.5", "run.days": "1..3" })"#,
        "",
    )
    .unwrap_err();
    for said in ["plan.ron:1:", "ClosestIdle", "did you mean `volume`", "must lie between", "lo..hi/steps", "plan.ron:2:"] {
        assert!(wrong.contains(said), "{said} is not in\n{wrong}");
    }
    let wrong = laid(
        r#"(scenarios: ["a.ron", "c.ron"], set: ["run.day=6"], rules: ["ClosestIdel"], design: LatinHypercube(points: 0),
            factors: { "demand.volum": "1 /day..2 /day" }, replications: 0)"#,
        "",
    )
    .unwrap_err();
    for said in
        ["there is no file", "did you mean `days`", "ClosestIdle", "at least one point", "demand.volum: unknown field", "at least once"]
    {
        assert!(wrong.contains(said), "{said} is not in\n{wrong}");
    }
    for (factor, values, all) in [
        ("officers", "3.5, -2", &["3.5", "-2"][..]),
        ("officers", "4, 5.5", &["5.5"]),
        ("officer", "30, 50", &["did you mean `officers`"]),
        ("absence", "0.1, 1.5, 2.5", &["1.5", "2.5"]),
    ] {
        let plan = format!(r#"(scenarios: ["a.ron", "b.ron"], factors: {{ "workforce.crews.patrol.{factor}": "{values}" }})"#);
        let wrong = laid(&plan, "").unwrap_err();
        for said in all {
            let errors = wrong.lines().filter(|line| line.starts_with("error") && line.contains(said)).count();
            assert_eq!(errors, 1, "{said} is not once in\n{wrong}");
        }
    }
    for (plan, said) in [
        (r#"(scenarios: ["c.ron"])"#, "there is no file"),
        (r#"(scenarios: ["a.ron"], factors: { "demand.volume": "1 /day..2 /day/20000" })"#, "there may be 1 to 10000 steps"),
        (r#"(scenarios: [])"#, "at least one scenario"),
        (r#"(scenarios: ["a.ron"], desing: Factorial)"#, "`design`"),
        (r#"(scenarios: ["a.ron"], set: ["run.day=1"])"#, "did you mean `days`"),
        (r#"(scenarios: ["a.ron"], design: Sobol(points: 6), factors: { "run.days": "1..3" })"#, "write 4 or 8"),
        (r#"(scenarios: ["a.ron"], design: Sobol(points: 4))"#, "name `factors`"),
        (r#"(scenarios: ["a.ron"], design: Sobol(points: 4), factors: { "demand.volume": "range" })"#, "gives no range"),
        (r#"(scenarios: ["a.ron"], design: List(file: "none.csv"))"#, "none.csv"),
    ] {
        let wrong = laid(plan, "").unwrap_err();
        assert!(wrong.contains(said), "{said} is not in\n{wrong}");
    }
}

#[test]
fn chunks_cover_what_is_wanted_once_and_in_order() {
    let sweep = laid(r#"(scenarios: ["a.ron"], factors: { "run.days": "1, 2" }, replications: 50)"#, "").unwrap();
    for shard in [Shard::WHOLE, Shard { index: 1, of: 3 }] {
        let all = chunks(&sweep, 2, |task| shard.holds(task));
        let tasks: Vec<u64> = all.iter().flat_map(|c| c.replications.iter().map(|r| sweep.task(c.point, *r))).collect();
        let wanted: Vec<u64> = (0..100).filter(|task| shard.holds(*task)).collect();
        assert_eq!(tasks, wanted);
        assert_eq!(shard.count(100), wanted.len() as u64);
        assert!(all.len() >= 16, "{} chunks for 2 threads", all.len());
    }
    assert_eq!("1/3".parse(), Ok(Shard { index: 1, of: 3 }));
    assert!("3/3".parse::<Shard>().unwrap_err().contains("from 0 to 2"));
    assert!("x".parse::<Shard>().unwrap_err().contains("i/n"));
}
