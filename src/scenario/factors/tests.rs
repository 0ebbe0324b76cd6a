//! Factors of the shipped scenarios and of small ones.

use super::*;
use crate::random::maths::ln;
use crate::scenario::Belief;
use crate::scenario::{load, load_text};
use std::path::Path;

fn shipped(name: &str) -> Loaded {
    load(&Path::new("scenarios").join(name), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)))
}

fn small(more: &str) -> Loaded {
    load_text("small.ron", &written(more)).unwrap_or_else(|d| panic!("{}", d.render(false)))
}

fn written(more: &str) -> String {
    format!(
        r#"(
            city: Point(),
            demand: (volume: "10 /day", categories: {{ "job": (share: 1) }}),
            workforce: (crews: {{ "patrol": (officers: 8, based: Centre, accept: LogNormal(median: "20 s", p90: "40 s"), turnout: Deterministic("0 s")) }}),
            {more}
        )"#
    )
}

#[test]
fn the_factors_of_longgang_say_what_they_are() {
    let loaded = shipped("longgang.ron");
    let factors = Factors::of(&loaded);
    let officers = factors.find("workforce.crews.duty-station crew.officers").unwrap();
    assert_eq!((officers.value, officers.kind.name, officers.grade), (220.0, "Count", Some(Grade::C)));
    assert_eq!(officers.range.map(|r| (r.low, r.high, r.given)), Some((110.0, 550.0, true)));
    let turnout = factors.find("workforce.crews.duty-station crew.turnout").unwrap();
    assert_eq!((turnout.value, turnout.distribution.is_some(), turnout.kind.unit), (48.0, true, "s"));
    assert_eq!(turnout.range.map(|r| (r.low, r.high, r.given)), Some((24.0, 96.0, true)));
    let triage = factors.find("structure.desks.platform.triage").unwrap();
    assert_eq!((triage.value, triage.grade, triage.written), (90.0, Some(Grade::C), true));
    assert_eq!(triage.range.map(|r| (r.low, r.high, r.given)), Some((45.0, 180.0, false)));
    let wrong = factors.find("structure.desks.platform.wrong_department").unwrap();
    assert_eq!(wrong.range.map(|r| (r.low, r.high)), Some((0.015, 0.06)));
    assert!(!factors.find("structure.wrong_department_delay").unwrap().written);
    assert_eq!(factors.find("demand.season[6]").unwrap().value, 1.25);
    assert_eq!(factors.find("city.levels.1.count").unwrap().value, 102.0);
    assert!(factors.find("run.seed").is_err() && factors.find("city.seed").is_err());
    assert!(factors.find("run.indifference").unwrap_err().contains("by the same margin"));
    for factor in factors.iter() {
        assert!(factor.bounds.0 <= factor.value && factor.value <= factor.bounds.1, "{factor:?}");
        assert!(!factor.en.is_empty() && !factor.zh.is_ascii(), "{factor:?}");
    }
    for factor in Factors::of(&shipped("county.ron")).iter() {
        assert!(!factor.zh.is_ascii(), "{factor:?}");
    }
}

#[test]
fn every_number_set_to_its_own_value_changes_nothing() {
    for loaded in [shipped("longgang.ron"), shipped("county.ron"), small("")] {
        let factors = Factors::of(&loaded);
        let sets: Vec<String> = factors.iter().map(|factor| factor.set(factor.value).unwrap()).collect();
        let again = loaded.with(&sets).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let shape = |loaded: &Loaded| shapes(&loaded.scenario).iter().map(|(_, shape)| shape.text()).collect::<String>();
        assert_eq!(shape(&loaded), shape(&again));
    }
}

#[test]
fn what_lies_beyond_the_bounds_of_a_number_is_refused() {
    let loaded = shipped("longgang.ron");
    let factors = Factors::of(&loaded);
    let accepted = |factor: &Factor, value: f64| {
        let value = if factor.kind.unit.is_empty() { format!("{value}") } else { format!("\"{value} {}\"", factor.kind.unit) };
        loaded.with(&[format!("{}={value}", factor.path)]).is_ok()
    };
    let mut met: Vec<(&str, &str)> = Vec::new();
    for factor in factors.iter() {
        if !met.contains(&(factor.en.as_str(), factor.kind.name)) {
            met.push((&factor.en, factor.kind.name));
            let (low, high) = factor.bounds;
            for beyond in [if low >= 1.0 { low - 1.0 } else { -1.0 }, high + f64::max(1.0, 1e-6 * high)] {
                assert!(!accepted(factor, beyond), "{} = {beyond} is accepted beyond {:?}", factor.path, factor.bounds);
            }
        }
    }
    for path in [
        "demand.categories.city appearance.crews",
        "demand.categories.city appearance.priority",
        "demand.categories.noise.joint.crews",
        "demand.surges.typhoon.when.per_year",
        "city.travel.hours[0][1]",
        "workforce.crews.duty-station crew.crew_size",
    ] {
        let factor = factors.find(path).unwrap();
        assert!(accepted(factor, factor.bounds.0) && accepted(factor, factor.bounds.1), "{path} up to {:?}", factor.bounds);
    }
}

/// The bounds of a parameter are those that its rule checks, and those that `gridgov rules` tells.
#[test]
fn parameters_have_the_bounds_of_their_rules() {
    use super::describe::OF_RULES;
    let text = |rule: &str| written(&format!("dispatch: ({rule})"));
    let of = |owner: &str| match owner {
        "CoverageConfig" => ("rule: CoveragePreserving".to_owned(), "coverage", "CoveragePreserving"),
        "BatchMatching" => ("rule: BatchMatching(radius: \"9 min\")".to_owned(), "rule", "BatchMatching"),
        rule => (format!("rule: {rule}"), "rule", OF_RULES.iter().find(|(owner, ..)| *owner == rule).unwrap().0),
    };
    for &(owner, parameter, bounds) in OF_RULES {
        let (rule, field, named) = of(owner);
        let loaded = load_text("small.ron", &text(&rule)).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let factors = Factors::of(&loaded);
        let factor = factors.find(&format!("dispatch.{field}.{parameter}")).unwrap();
        assert_eq!(factor.bounds, bounds, "{owner} {parameter}");
        let accepted = |value: f64| {
            let tick = format!("{}={}", factor.path, factor.kind.write(value));
            loaded.with(&[tick]).map_err(|wrong| wrong.render(false))
        };
        let step = if factor.kind.whole { 1.0 } else { 1e-6 };
        for end in [bounds.0, bounds.1] {
            assert!(accepted(end).is_ok(), "{owner} {parameter} = {end}: {}", accepted(end).unwrap_err());
        }
        assert!(accepted(bounds.0 - step).is_err(), "{owner} {parameter} below {}", bounds.0);
        let is_longest = factor.kind == Kind::TIME && bounds.1 == Kind::TIME.bounds.1;
        assert!(is_longest || accepted(bounds.1 + step).is_err(), "{owner} {parameter} above {}", bounds.1);
        let rules = crate::policy::registry().iter().filter(|rule| rule.name == named).flat_map(|rule| rule.parameters);
        let told = rules.filter(|told| told.name.rsplit('.').next() == Some(parameter)).map(|told| told.bounds.en).next().unwrap();
        let [low, high] = [bounds.0, bounds.1].map(|end| factor.kind.show(end));
        let expected = match is_longest {
            true if bounds.0 >= 1.0 => format!("{low} or more"),
            true => "more than 0".to_owned(),
            false => format!("{low} to {high}"),
        };
        assert_eq!(told, expected, "{owner} {parameter}");
    }
}

#[test]
fn weights_of_a_rule_of_ones_own_are_factors() {
    let graded = |provenance: &str| {
        small(&format!(
            "dispatch: (rule: Score(travel: 1, wait: -0.5, outside: -2, priority: -3, units: \"city\")), provenance: {{ {provenance} }}"
        ))
    };
    let loaded = graded(
        r#""dispatch.rule": (grade: C, source: "ours"),
            "dispatch.rule.outside": (grade: C, source: "ours", range: ("half", "double"), distribution: Triangular),
            "dispatch.rule.priority": (grade: C, source: "ours", range: ("-4", "1"))"#,
    );
    let factors = Factors::of(&loaded);
    let travel = factors.find("dispatch.rule.travel").unwrap();
    assert_eq!((travel.value, travel.bounds, travel.kind.whole, travel.shown()), (1.0, (-1e6, 1e6), false, "1.0".to_owned()));
    assert_eq!((travel.en.as_str(), travel.zh.as_str()), ("per minute of travel", "每分钟行程"));
    let range = |path: &str| factors.find(path).unwrap().range.map(|r| (r.low, r.high, r.given, r.spread));
    assert_eq!(range("dispatch.rule.travel"), Some((0.5, 2.0, false, Belief::LogUniform)));
    assert_eq!(range("dispatch.rule.wait"), Some((-1.0, -0.25, false, Belief::Uniform)), "the lower end of a negative number is double");
    assert_eq!(range("dispatch.rule.outside"), Some((-4.0, -1.0, true, Belief::Triangular)));
    assert_eq!(range("dispatch.rule.priority"), Some((-4.0, 1.0, true, Belief::Uniform)));
    assert_eq!(range("dispatch.rule.workload"), None, "half and double of nothing is nothing");
    let wait = factors.find("dispatch.rule.wait").unwrap();
    assert_eq!([0.0, 0.5, 1.0].map(|u| wait.at(u).unwrap()), [-1.0, -0.625, -0.25], "evenly");
    let sets: Vec<String> = factors.iter().map(|factor| factor.set(factor.value).unwrap()).collect();
    assert_eq!(loaded.with(&sets).map(|again| again.scenario == loaded.scenario).ok(), Some(true));
}

/// Nobody draws what is no number; a range of many numbers together is a remark.
#[test]
fn ranges_and_distributions_that_nobody_would_ask_for_are_told() {
    let graded = |path: &str, more: &str| {
        let provenance = format!("provenance: {{ {path:?}: (grade: C, source: \"a guess\", {more}) }}");
        let more = "dispatch: (rule: Score(units: \"town\")), run: (seed: 4)".to_owned();
        let city = r#"Generated(residents: 1000, area_km2: 4, levels: [(name: "town", count: 2)])"#;
        let text = written(&format!("{more}, {provenance}")).replace("Point()", city);
        load_text("small.ron", &text).map(|_| ()).map_err(|wrong| wrong.render(false))
    };
    let distribution = "distribution: Uniform";
    for (path, more, said) in [
        (
            "workforce.crews.patrol",
            distribution,
            ["`workforce.crews.patrol` is no number that can be drawn", "`workforce.crews.patrol.officers`"],
        ),
        ("run.seed", "range: (\"1\", \"9\")", ["`run.seed` is no number that can be turned", "`gridgov factors` lists"]),
        (
            "workforce.crews.patrol.accept.p90",
            distribution,
            ["`workforce.crews.patrol.accept.p90` is drawn with all of its distribution", "give it to `workforce.crews.patrol.accept`"],
        ),
        ("dispatch.rule.units", "range: (\"1\", \"9\"), distribution: Normal", ["`dispatch.rule.units` is no number", ".distribution"]),
    ] {
        let wrong = graded(path, more).unwrap_err();
        assert!(said.iter().all(|said| wrong.contains(said)), "{said:?} is not in\n{wrong}");
    }
    for (path, more) in [
        ("workforce.crews.patrol", "range: (\"half\", \"double\")"),
        ("workforce.crews.patrol.accept", distribution),
        ("workforce.crews.patrol.officers", distribution),
    ] {
        assert_eq!(graded(path, more), Ok(()), "{path}");
    }
}

#[test]
fn a_plain_value_over_a_distribution_is_a_time() {
    let loaded = small("");
    for value in ["-1 s", "3", "1 foo", "\"-1 s\""] {
        let told = loaded.with(&[format!("workforce.crews.patrol.accept={value}")]).unwrap_err().render(false);
        assert!(told.contains("at workforce.crews.patrol.accept") && told.contains("a time such as \"20 min\""), "{told}");
    }
    let file = r#"(city: Point(), demand: (volume: "10 /day", categories: { "job": (on_scene: "20 min") }), workforce: (crews: {}))"#;
    let told = load_text("small.ron", file).unwrap_err().render(false);
    assert!(told.contains("known here") && told.contains("LogNormal"), "{told}");
}

#[test]
fn a_distribution_moves_as_a_whole_and_its_numbers_alone() {
    let loaded = small("");
    let accept = |set: &str| loaded.with(&[set.to_owned()]).map(|l| l.scenario.workforce.crews["patrol"].accept.clone());
    let parse = |text| crate::random::Distribution::parse(text).unwrap();
    assert_eq!(accept("workforce.crews.patrol.accept=30 s").unwrap(), parse(r#"LogNormal(median: "30 s", p90: "60 s")"#));
    assert_eq!(accept("workforce.crews.patrol.accept=\"1 min\"").unwrap(), parse(r#"LogNormal(median: "1 min", p90: "2 min")"#));
    assert_eq!(accept("workforce.crews.patrol.accept.p90=50 s").unwrap(), parse(r#"LogNormal(median: "20 s", p90: "50 s")"#));
    assert_eq!(accept("workforce.crews.patrol.accept=Deterministic(\"7 s\")").unwrap(), parse(r#"Deterministic("7 s")"#));
    assert!(accept("workforce.crews.patrol.accept.median=50 s").is_err(), "the median lies above the 90% point");
}

#[test]
fn numbers_that_only_have_defaults_can_be_set() {
    let loaded = small("");
    for (set, shown) in [
        ("demand.categories.job.weekend.factor=0.5", "0.5"),
        ("demand.categories.job.on_scene=10 min", "10 min"),
        ("targets.accept=3 min", "3 min"),
        ("workforce.crews.patrol.shifts.all day.weight=2", "2.0"),
        ("structure.wrong_department_delay=1 h", "1 h"),
    ] {
        let changed = loaded.with(&[set.to_owned()]).unwrap_or_else(|d| panic!("{set}: {}", d.render(false)));
        let path = set.split('=').next().unwrap();
        assert_eq!(Factors::of(&changed).find(path).unwrap().shown(), shown, "{set}");
    }
}

/// What an experiment writes over a scenario in memory, a file gives with the same settings.
#[test]
fn settings_mean_the_same_whether_they_are_read_with_the_file_or_laid_over_it_later() {
    let sets = [
        "dispatch.rule=DistrictFirst(partition: \"town\", outside: After(\"5 min\"))",
        "demand.categories.job.on_scene=10 min",
        "demand.categories.job.weekend.factor=0.5",
        "dispatch.rule.outside[0]=7 min",
        "workforce.crews.patrol.turnout=1 min",
    ]
    .map(str::to_owned);
    let whole = |loaded: Result<Loaded, crate::scenario::Diagnostics>| loaded.unwrap_or_else(|d| panic!("{}", d.render(false)));
    let file = std::path::Path::new("scenarios/county.ron");
    let county = |sets: &[String]| whole(crate::scenario::load(file, sets));
    let category = county(&[]).scenario.demand.categories.keys().next().unwrap().clone();
    let kind = county(&[]).scenario.workforce.crews.keys().next().unwrap().clone();
    let sets = sets.map(|set| set.replace(".job.", &format!(".{category}.")).replace(".patrol.", &format!(".{kind}.")));
    let at_once = county(&sets).source.canonical();
    for cut in 0..sets.len() {
        let later = whole(county(&sets[..cut]).with(&sets[cut..])).source.canonical();
        assert_eq!(later, at_once, "the last {} laid over", sets.len() - cut);
    }
}

/// By SciPy: `triang(0.25, 2, 8).ppf`, `truncnorm(-1.95996, 1.95996, 6, 4 / 1.95996).ppf`.
#[test]
fn a_number_is_spread_over_its_range_as_the_scenario_says() {
    let range = |spread| Range { low: 2.0, high: 10.0, value: 4.0, spread, ..Range::evenly(Kind::TIME, 2.0, 10.0) };
    for (spread, at) in [
        (Belief::Uniform, [2.8, 6.0, 9.2]),
        (Belief::LogUniform, [2.349_238_247, 4.472_135_955, 8.513_398_4]),
        (Belief::Triangular, [3.264_911_064, 5.101_020_514, 7.809_109_979]),
        (Belief::Normal, [3.602_023_71, 6.0, 8.397_976_29]),
    ] {
        for (u, expected) in [0.1, 0.5, 0.9].into_iter().zip(at) {
            assert!((range(spread).at(u) - expected).abs() < 1e-5, "{spread:?} at {u}: {}, not {expected}", range(spread).at(u));
        }
        let ends = [range(spread).at(0.0) - 2.0, range(spread).at(1.0) - 10.0];
        assert!(ends.iter().all(|apart| apart.abs() < 1e-9), "{spread:?}: {ends:?}");
    }
    assert!((range(Belief::LogNormal).at(0.5) - 20f64.sqrt()).abs() < 1e-9);
    let given = small(
        r#"provenance: { "workforce.crews.patrol.accept": (grade: C, source: "guess", distribution: Triangular),
            "demand.volume": (grade: A, source: "register", range: ("5 /day", "40 /day"), distribution: Normal) }"#,
    );
    let spread = |path: &str| Factors::of(&given).find(path).unwrap().range.map(|r| (r.spread, r.stated));
    assert_eq!(spread("workforce.crews.patrol.accept"), Some((Belief::Triangular, true)));
    assert_eq!(spread("demand.volume"), Some((Belief::Normal, true)));
}

/// By hand; of the normal distribution by SciPy: `(norm.cdf(1.95996 / 3) - norm.cdf(-1.95996 / 3)) / 0.95`, and for the
/// logarithm `(norm.cdf(1.95996 * (2 * log(3) / log(5) - 1)) - 0.025) / 0.95`.
#[test]
fn each_whole_number_of_a_range_has_the_weight_from_half_below_it_to_half_above_it() {
    let count = Kind { whole: true, ..Kind::TIME };
    let shares = |spread, value, low: f64, high: f64| {
        let range = Range { spread, value, ..Range::evenly(count, low, high) };
        assert_eq!((range.at(0.0), range.at(1.0)), (range.low, range.high));
        let draws: Vec<f64> = (0..30_000).map(|draw| range.at((f64::from(draw) + 0.5) / 30_000.0)).collect();
        let share = |number: f64| draws.iter().filter(|drawn| **drawn == number).count() as f64 / 30_000.0;
        (low as u32..=high as u32).map(|number| share(f64::from(number))).collect::<Vec<_>>()
    };
    let log = ln(3.0) / ln(5.0);
    for (found, expected) in [
        (shares(Belief::Uniform, 14.0, 14.0, 16.0), vec![1.0 / 3.0; 3]),
        (shares(Belief::Uniform, 1.0, 0.0, 2.0), vec![1.0 / 3.0; 3]),
        (shares(Belief::LogUniform, 1.0, 1.0, 2.0), vec![log, 1.0 - log]),
        (shares(Belief::Triangular, 15.0, 14.0, 16.0), vec![2.0 / 9.0, 5.0 / 9.0, 2.0 / 9.0]),
        (shares(Belief::Triangular, 14.0, 14.0, 16.0), vec![5.0 / 9.0, 3.0 / 9.0, 1.0 / 9.0]),
        (shares(Belief::Normal, 15.0, 14.0, 16.0), vec![0.243_97, 0.512_05, 0.243_97]),
        (shares(Belief::LogNormal, 1.0, 1.0, 2.0), vec![0.776_78, 0.223_22]),
    ] {
        let apart = found.iter().zip(&expected).map(|(found, expected)| (found - expected).abs()).fold(0.0, f64::max);
        assert!(found.len() == expected.len() && apart < 2e-4, "{found:?}, not {expected:?}");
    }
}

#[test]
fn unknown_paths_get_the_nearest_ones_and_bounds_are_told() {
    let factors = Factors::of(&small(""));
    let message = factors.find("workforce.crews.patrol.oficers").unwrap_err();
    assert!(message.contains("did you mean `workforce.crews.patrol.officers`?"), "{message}");
    assert!(factors.find("absence").unwrap_err().contains("`workforce.crews.patrol.absence`"));
    assert!(factors.find("zzz").unwrap_err().contains("gridgov factors"));
    let absence = factors.find("workforce.crews.patrol.absence").unwrap();
    assert_eq!(absence.set(1.5).unwrap_err(), "1.5 is out of bounds: `workforce.crews.patrol.absence` must lie between 0.0 and 1.0");
}

#[test]
fn provenance_above_a_number_counts_and_ranges_stay_within_bounds() {
    let graded = small(
        r#"provenance: {
            "workforce.crews.patrol": (grade: C, source: "guess"),
            "workforce.crews.patrol.officers": (grade: B, source: "register"),
            "demand.volume": (grade: C, source: "guess", range: ("half", "40 /day")),
            "demand.categories": (grade: C, source: "guess"),
        }, targets: (respond: "1 min")"#,
    );
    let factors = Factors::of(&graded);
    let range = |path: &str| factors.find(path).unwrap().range.map(|r| (r.low, r.high));
    assert_eq!(range("workforce.crews.patrol.crew_size"), Some((1.0, 4.0)));
    assert_eq!(range("demand.categories.job.crews"), Some((1.0, 2.0)), "half a crew is none");
    assert_eq!(range("workforce.crews.patrol.officers"), None);
    assert_eq!(range("workforce.crews.patrol.refusal"), None, "half and double of nothing is nothing");
    assert_eq!(range("workforce.crews.patrol.working_days"), Some((2.5, 7.0)));
    assert_eq!(range("demand.volume"), Some((5.0, 40.0)));
    assert_eq!(range("targets.respond"), None);
    let proportional = Range { spread: Belief::LogUniform, ..Range::evenly(Kind::TIME, 2.0, 8.0) };
    assert!((proportional.at(0.5) - 4.0).abs() < 1e-12, "half and double are equally far");
}

/// A scenario that gives the volume, 10 a day, a range.
fn volume_in(range: &str) -> Result<Loaded, crate::scenario::Diagnostics> {
    load_text("small.ron", &written(&format!(r#"provenance: {{ "demand.volume": (grade: C, source: "guess", range: {range}) }}"#)))
}

#[test]
fn what_begins_at_nothing_has_no_logarithm() {
    let from_nothing = |more: &str| volume_in(&format!(r#"("0 /day", "40 /day"){more}"#));
    let range = Factors::of(&from_nothing("").unwrap()).find("demand.volume").unwrap().range.unwrap();
    assert_eq!((range.spread, range.stated, range.at(0.5)), (Belief::Uniform, false, 20.0));
    for spread in ["LogNormal", "LogUniform"] {
        let wrong = from_nothing(&format!(", distribution: {spread}")).unwrap_err().render(false);
        let said = format!("{spread} takes the logarithm: its range must begin above 0, and begins at 0 /day");
        assert!(wrong.contains(&said) && wrong.contains(r#"provenance."demand.volume".distribution"#), "{wrong}");
    }
}

#[test]
fn a_range_that_does_not_hold_a_number_is_not_its_own() {
    let wrong = volume_in(r#"("20 /day", "40 /day"), distribution: Triangular"#).unwrap_err().render(false);
    let said = "`demand.volume`: it is 10 /day, outside of the range 20 /day to 40 /day";
    assert!(wrong.contains(said) && wrong.contains(r#"provenance."demand.volume".range"#), "{wrong}");
    // Where the number is set anew, the range was given to another one.
    for (range, volume, outside) in [
        (r#"("5 /day", "40 /day")"#, "60 /day", (5.0, 40.0)),
        (r#"("half", "40 /day")"#, "60 /day", (30.0, 40.0)),
        (r#"("half", "40 /day")"#, "90 /day", (40.0, 40.0)),
    ] {
        let factor = |sets: &[String]| Factors::of(&volume_in(range).unwrap().with(sets).unwrap()).find("demand.volume").unwrap().clone();
        let (held, moved) = (factor(&[]), factor(&[format!("demand.volume={volume}")]));
        assert_eq!((held.range.is_some(), held.outside, held.strayed()), (true, None, None));
        assert_eq!((moved.range, moved.outside.map(|range| (range.low, range.high))), (None, Some(outside)), "{range}");
        assert!(moved.strayed().unwrap()[0].starts_with(&format!("it is {volume}, outside of the range ")), "{moved:?}");
    }
}

#[test]
fn a_number_of_a_distribution_has_the_range_given_at_its_very_path() {
    let graded = |p90: &str| {
        written(&format!(
            r#"provenance: {{
                "workforce.crews.patrol.accept": (grade: C, source: "guess", range: ("10 s", "30 s"), distribution: Normal),
                "workforce.crews.patrol.accept.p90": (grade: C, source: "guess", range: {p90}),
            }}"#
        ))
    };
    let factors = Factors::of(&load_text("small.ron", &graded(r#"("30 s", "90 s")"#)).unwrap());
    let range = |path: &str| factors.find(path).unwrap().range.map(|r| (r.low, r.high, r.given, r.spread));
    assert_eq!(range("workforce.crews.patrol.accept.p90"), Some((30.0, 90.0, true, Belief::LogUniform)));
    assert_eq!(range("workforce.crews.patrol.accept"), Some((10.0, 30.0, true, Belief::Normal)));
    // What is given to the whole is of its centre, and not of what stands below it.
    assert_eq!(range("workforce.crews.patrol.accept.median"), Some((10.0, 40.0, false, Belief::LogUniform)));
    let wrong = load_text("small.ron", &graded(r#"("banana", "90 s")"#)).unwrap_err().render(false);
    assert!(wrong.contains("accept.p90") && wrong.contains("an end of the range is wrong"), "{wrong}");
}

#[test]
fn ranges_that_cannot_be_read_or_are_upside_down_are_refused() {
    let text = |range: &str| {
        format!(
            r#"(city: Generated(residents: 1000, area_km2: 4, levels: [(name: "town", count: 2)],
                    travel: (urban: "20 km/h")),
                demand: (volume: "10 /day", categories: {{ "a": () }}), workforce: (crews: {{ "patrol": (officers: 10, based: Centre) }}),
                provenance: {{ "city.travel.urban": (grade: C, source: "guess", range: {range}) }})"#
        )
    };
    let wrong = |range: &str| crate::scenario::load_text("town.ron", &text(range)).unwrap_err().render(false);
    assert!(wrong(r#"("15 kmh", "35 km/h")"#).contains("an end of the range is wrong"), "{}", wrong(r#"("15 kmh", "35 km/h")"#));
    assert!(wrong(r#"("15 km/h", "3S km/h")"#).contains("an end of the range is wrong"));
    assert!(wrong(r#"("35 km/h", "15 km/h")"#).contains("write the lower end first"));
    assert!(crate::scenario::load_text("town.ron", &text(r#"("15 km/h", "double")"#)).is_ok());
}

#[test]
fn a_path_is_told_with_the_chinese_names_that_the_scenario_gives() {
    let loaded =
        crate::scenario::load(std::path::Path::new("scenarios/longgang.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
    let factors = Factors::of(&loaded);
    for (path, zh) in [
        ("workforce.crews.duty-station crew.shifts.night.weight", "workforce.crews.联勤班组.shifts.夜班.weight"),
        ("structure.desks.platform.triage", "structure.desks.一网统管平台.triage"),
        ("demand.hours.day[0][4][1]", "demand.hours.day[0][4][1]"),
        ("city.travel.urban", "city.travel.urban"),
    ] {
        assert_eq!(factors.get(path).map(|factor| factor.path_zh.as_str()), Some(zh));
    }
}
