//! Mistakes behind mistakes: all are told at once, and none that is not one.

use gridgov::scenario::{self, Diagnostics, Source, overlap};
use std::path::Path;

fn wrong(text: &str) -> Vec<String> {
    let found = scenario::load_text("here.ron", text).expect_err("it has mistakes");
    found.problems().into_iter().map(|problem| problem.path.unwrap_or_default()).collect()
}

#[test]
fn mistakes_of_type_hide_none_of_meaning() {
    let text = r#"(
        city: Generated(residents: 9000, area_km2: 9, levels: [(name: "town", count: 2)]),
        demand: (volume: "10 /day", categories: {
            "a": (share: "x"),
            "b": (share: 1, on_scene: Exponential(mean: "0 min")),
            "c": (share: 1, where: (river: 1, area: 0)),
        }),
        structure: (desks: {"d": (held_by: "nobody", staff: [("08:00..18:00", 1)], receipt: Deterministic("1 min"))}),
        workforce: (crews: {"e": (crews: 2, based: At(["nowhere"])), "f": (officers: 10, absence: 3.0, based: Centre)}),
        targets: (accept: "2 minutess"),
        run: (days: 10, warmup_days: 20),
    )"#;
    let paths = [
        "demand.categories.a.share",
        "demand.categories.b.on_scene",
        "demand.categories.c.where.river",
        "structure.desks.d.held_by",
        "workforce.crews.e.based",
        "workforce.crews.f.absence",
        "targets.accept",
        "run.warmup_days",
    ];
    let found = wrong(text);
    for path in paths {
        assert!(found.iter().any(|at| at.starts_with(path)), "{path} is not among {found:#?}");
    }
    assert_eq!(found.len(), paths.len(), "{found:#?}");
}

#[test]
fn what_is_only_gone_is_not_told() {
    // Without that crew nobody has its wage, and without the days there are not so few.
    let text = r#"(
        city: Point(),
        demand: (volume: "10 /day", categories: {"a": (department: "x", on_scene: 3, share: 1, crews: 99), "b": (share: 1)}),
        workforce: (crews: {"e": (crews: "two", based: Centre), "f": (crews: 2, basd: Centre)}, prices: (currency: "CNY", wage: 1, wages: {"f": 100})),
        run: (days: "ten", warmup_days: 400),
    )"#;
    assert_eq!(wrong(text), ["demand.categories.a.on_scene", "workforce.crews.e.crews", "workforce.crews.f.basd", "run.days"]);
    let text = r#"(city: Point(), demand: (categories: {"a": (share: -1)}), workforce: (crews: {"e": (crews: 2, based: At(["x"]))}))"#;
    assert_eq!(wrong(text), ["demand.volume", "demand.categories.a.share", "workforce.crews.e.based.0"]);
}

#[test]
fn mistakes_of_one_crew_and_of_the_volume_hide_nothing() {
    let crew = |crew: &str| format!("crews: 2, based: Centre, {crew}");
    let told = |volume: &str, crew: &str| {
        let text = format!(
            r#"(city: Point(), demand: (volume: {volume}, categories: {{"a": (share: 1, on_scene: Exponential(mean: "0 min"))}}), workforce: (crews: {{"e": ({crew})}}))"#
        );
        wrong(&text)
    };
    let law = r#"accept: LogNormal(median: "90 s", p90: "60 s")"#;
    let of_crew = |fields: &[&str]| fields.iter().map(|field| format!("workforce.crews.e.{field}")).collect::<Vec<_>>();
    let all = told("60", &format!(r#"crews: 2, crew_size: 0, {law}, skills: Only(["b"]), based: Each("villge")"#));
    let with = |rest: Vec<String>| [vec!["demand.volume".to_owned(), "demand.categories.a.on_scene".to_owned()], rest].concat();
    assert_eq!(all, with(of_crew(&["crew_size", "accept", "skills.0", "based"])));
    assert_eq!(told("60", &crew("crew_size: 0")), with(of_crew(&["crew_size"])));
    assert_eq!(told(r#""60 /day""#, &crew(law))[1..], of_crew(&["accept"]));
}

#[test]
fn areas_need_no_places_where_a_matrix_is_gone() {
    for matrix in [r#"file: "missing.csv""#, "file: 3", "km: [[0, x]]", r#"km: [[0, "x"]]"#] {
        let text = format!(
            r#"(city: Explicit(areas: {{"a": (), "b": (residents: "x")}}, travel: (distance: Matrix({matrix}))),
                demand: (volume: "10 /day", categories: {{"a": ()}}), workforce: (crews: {{"e": (crews: 2, based: Centre)}}))"#
        );
        let found = wrong(&text);
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found.iter().any(|at| at.starts_with("city.travel.distance")), "{found:#?}");
        assert!(found.iter().any(|at| at == "city.areas.b.residents"), "{found:#?}");
    }
}

#[test]
fn a_square_without_a_side_is_told_where_its_side_is_written() {
    let text = r#"(city: Explicit(square_side_km: 1), demand: (volume: "10 /day", categories: {"a": ()}), workforce: (crews: {"e": (crews: 2, based: Centre)}))"#;
    let found = scenario::load_text_with("here.ron", text, &["city.square_side_km=0".to_owned()]).expect_err("it has no side");
    let paths: Vec<_> = found.problems().into_iter().filter_map(|problem| problem.path).collect();
    assert_eq!(paths, ["city.square_side_km"]);
}

#[test]
fn behind_a_setting_that_cannot_be_made_the_rest_is_looked_at() {
    let text =
        r#"(city: Point(), demand: (volume: "10 /day", categories: {"a": ()}), workforce: (crews: {"e": (crews: 2, based: At(["x"]))}))"#;
    let found = scenario::load_text_with("here.ron", text, &["run.dais=3".to_owned()]).expect_err("it has mistakes");
    let paths: Vec<String> = found.problems().into_iter().filter_map(|problem| problem.path).collect();
    assert_eq!(paths, ["workforce.crews.e.based.0", "run.dais"]);
}

#[test]
fn rows_of_a_log_are_looked_at_behind_other_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("r.csv"), "reported,category\n2024-03-01 08:00,a\n2024-03-99 09:00,a\n").unwrap();
    let file = folder.path().join("s.ron");
    let text = r#"(
        city: Point(),
        demand: (log: (file: "r.csv"), categories: {"a": (share: 1, on_scene: 3), "b": (share: 1, crews: 99)}),
        workforce: (crews: {"e": (crews: 2, based: At(["nowhere"]))}), run: (start: "2024-03-01", days: 3),
    )"#;
    std::fs::write(&file, text).unwrap();
    let found = scenario::load(&file, &[]).expect_err("it has mistakes").problems();
    let lines: Vec<usize> = found.iter().filter_map(|problem| problem.line).collect();
    assert_eq!(lines, [3, 3, 4, 3], "{found:#?}");
    assert_eq!(found[3].message, "\"2024-03-99 09:00\" is no time");
}

/// One mistake at a number, name or text of a scenario: no other is told.
#[test]
fn one_mistake_is_told_as_one() {
    let file = Path::new("scenarios/longgang.ron");
    let source = Source::load(file, &[], &mut Diagnostics::new()).expect("it can be read");
    let paths = source.paths();
    assert!(paths.len() > 300);
    for (path, _) in paths.iter().step_by(29) {
        let found = scenario::load(file, &[format!("{path}=[{{7: 'x'}}]")]);
        for problem in found.err().into_iter().flat_map(|found| found.problems()) {
            let at = problem.path.clone().unwrap_or_default();
            assert!(overlap(&at, path), "{at} is told with {path}: {}", problem.message);
        }
    }
}

/// `held_by`, `wages` and `frontier --staff` address roles by name.
#[test]
fn roles_of_one_name_are_told_with_the_first_of_them() {
    let text = r#"(
        city: Explicit(levels: [(name: "village")], areas: {"a": (at: (0, 0), residents: 9)}),
        demand: (volume: "10 /day", categories: {"a": ()}),
        structure: (
            desks: {"w": (staff: [("08:00..18:00", 1)]), "v": (staff: [("08:00..18:00", 1)])},
            settlers: {"v": (level: "village", settles: 0.1, accept: Deterministic("1 min"), turnout: Deterministic("1 min"), speed: "9 km/h")},
        ),
        workforce: (crews: {"w": (crews: 2, based: Centre)}, posts: {"w": (count: 1)}),
    )"#;
    let found = scenario::load_text("here.ron", text).expect_err("roles share names").problems();
    let told: Vec<String> = found.into_iter().map(|problem| format!("{}: {}", problem.path.unwrap_or_default(), problem.message)).collect();
    let wanted = [
        ("structure.desks.w", "workforce.crews.w"),
        ("structure.settlers.v", "structure.desks.v"),
        ("workforce.posts.w", "workforce.crews.w"),
    ];
    let wanted = wanted.map(|(at, first)| {
        let name = &at[at.len() - 1..];
        format!("{at}: {name:?} is taken by {first}: each role needs a name of its own")
    });
    assert!(told.len() == 3 && wanted.iter().all(|wanted| told.contains(wanted)), "{told:#?}");
}

/// A list that names a station which is none is a list all the same.
#[test]
fn a_list_with_a_mistake_is_not_told_as_missing() {
    let wrong = |lists: &str| {
        wrong(&format!(
            r#"(city: Explicit(areas: {{"a": (at: (0, 0), residents: 9)}}), demand: (volume: "10 /day", categories: {{"a": ()}}),
                workforce: (crews: {{"e": (crews: 2, based: Each("area"))}}), dispatch: (rule: PreferenceList({lists} others: Never)))"#
        ))
    };
    assert_eq!(wrong(r#"lists: {"a": ["nowhere"]},"#), ["dispatch.rule.lists.a.0"]);
    assert_eq!(wrong(r#"lists: {"nowhere": ["a"]},"#), ["dispatch.rule.lists.nowhere"]);
    assert_eq!(wrong(""), ["dispatch.rule.lists"]);
}

/// Rows that name a partner, a facility or an area that is only gone for a mistake elsewhere.
#[test]
fn rows_of_a_log_that_name_what_is_gone_are_not_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rows.csv"), "reported,category,area,joint,facility\n1,x,A,1,depot\n2,x,A,1,depot\n").unwrap();
    let told = |partner: &str, at: &str, residents: &str| {
        let text = format!(
            r#"(city: Explicit(areas: {{"A": (at: (0, 0), residents: {residents})}}),
                demand: (facilities: {{"depot": (at: {at}, time: Deterministic("1 h"))}}, log: (file: "rows.csv", time: Hours),
                    categories: {{"x": (department: "d1", joint: (share: 0.1, with: "{partner}"), facility: (share: 0.5)), "z": (department: "d2", share: 0)}}),
                workforce: (crews: {{"c": (crews: 2, based: Centre)}}))"#
        );
        let file = folder.path().join("log.ron");
        std::fs::write(&file, text).unwrap();
        scenario::load(&file, &[])
            .map_or_else(|found| found.problems().into_iter().map(|p| p.path.unwrap_or_default()).collect(), |_| Vec::new())
    };
    assert_eq!(told("d2", "\"A\"", "9"), [""; 0]);
    assert_eq!(told("d3", "\"A\"", "9"), ["demand.categories.x.joint.with"]);
    assert_eq!(told("d2", "\"nowhere\"", "9"), ["demand.facilities.depot.at"]);
    assert_eq!(told("d2", "\"A\"", "many"), ["city.areas.A.residents"]);
}

/// Hours as the name of a shift.
#[test]
fn mistakes_beside_names_with_two_dots_are_shown_where_they_stand() {
    let text = r#"(city: Point(), demand: (volume: "1 /day", categories: {"a": ()}),
        structure: (desks: {"v1.2..x": (staff: [])}),
        workforce: (crews: {"c": (based: Centre, officers: 20, roster: {"night": 3,
            "12:00..20:00": 2})}))"#;
    let found = scenario::load_text("here.ron", text).expect_err("it has mistakes").problems();
    let told: Vec<_> = found.into_iter().map(|p| (p.path.unwrap_or_default(), p.line.unwrap_or(0), p.column.unwrap_or(0))).collect();
    let at = |path: &str, line, column| (path.to_owned(), line, column);
    for expected in [
        at(r#"structure.desks."v1.2..x".staff"#, 2, 48),
        at("workforce.crews.c.roster.night", 3, 73),
        at(r#"workforce.crews.c.roster."12:00..20:00""#, 4, 29),
    ] {
        assert!(told.iter().any(|(path, line, _)| (path, line) == (&expected.0, &expected.1)), "{expected:?} is not in {told:?}");
    }
}

#[test]
fn too_large_a_share_of_one_category_is_shown_where_it_stands() {
    let ready = r#"accept: Deterministic("1 min"), turnout: Deterministic("1 min"), speed: "9 km/h""#;
    let told = |high: &str, low: &str| {
        let settlers = format!(r#"settlers: {{"low": (level: "city", {low}, {ready}), "high": (level: "city", {high}, {ready})}}"#);
        let text = format!(
            r#"(city: Point(), demand: (volume: "1 /day", categories: {{"x": ()}}), structure: ({settlers}), workforce: (crews: {{"c": (crews: 1, based: Centre)}}))"#
        );
        wrong(&text)
    };
    assert_eq!(told(r#"settles: 0.1, settles_category: {"x": 0.9}"#, "settles: 0.6"), ["structure.settlers.high.settles_category.x"]);
    assert_eq!(told("settles: 0.5", "settles: 0.6"), ["structure.settlers.high.settles"]);
}

/// All that is told of a text, each with its line.
fn told(text: &str) -> Vec<(usize, String)> {
    let found = scenario::load_text("here.ron", text).expect_err("it has mistakes");
    found.problems().into_iter().map(|problem| (problem.line.unwrap_or_default(), problem.path.unwrap_or(problem.message))).collect()
}

/// A sound scenario with one thing written in place of another.
fn slipped(right: &str, slip: &str) -> Vec<(usize, String)> {
    let text = r#"(
        name: "here",
        city: Explicit(areas: {"A": (at: (0, 0)), "B": (at: (3, 0))}),
        demand: (volume: "10 /day", categories: {"a": (share: 1, department: "x"), "b": (share: 1)},
            surges: {"s": (when: At(["2022-01-05 06:00"]), lasts: "1 h", volume: 2)}),
        workforce: (crews: {"e": (crews: 2, based: At(["A"]), skills: Only(["x"])), "f": (crews: 2, based: Centre)}),
        targets: (accept: "1 min"),
        run: (start: "2022-01-01", days: 10),
    )"#;
    assert!(scenario::load_text("here.ron", text).is_ok() && text.contains(right));
    told(&text.replacen(right, slip, 1))
}

#[test]
fn slips_of_syntax_are_told_beside_each_other_and_beside_mistakes() {
    let text = r#"(
        city: Point(),
        demand: (volume： “60 /day”，categories: {"a": ()}),
        targets: (respond: "1 mn"),
        run: (days: -3),
        workforce: (crews: {"e": (crews: 3O, based: Centre), "f": (crews: 2 based: Centre), "g": （crew: 2)}),
        structure: (desks: {"d" (staff: [])}),
    )"#;
    let full_width = |line, c: &str| (line, format!("`{c}` is a full-width character"));
    let at = |line, what: &str| (line, what.to_owned());
    let expected = [
        full_width(3, "："),
        full_width(3, "“"),
        full_width(3, "，"),
        at(4, "targets.respond"),
        at(5, "run.days"),
        at(6, "`3O` is no number"),
        at(6, "expected `,` or `)`, found `b`"),
        full_width(6, "（"),
        at(6, "workforce.crews.g.crew"),
        at(7, "expected `:`, found `(`"),
    ];
    let found = told(text);
    assert!(expected.iter().all(|one| found.contains(one)), "{found:#?}");
    let more: Vec<_> = found.iter().filter(|one| !expected.contains(one)).collect();
    assert!(more.iter().all(|(line, path)| *line == 6 && path.starts_with("workforce.crews.g")), "{more:#?}");
}

/// Whatever one slip leaves out: nothing is told that is only wrong for that.
#[test]
fn one_slip_is_told_as_one() {
    for (right, slip) in [
        ("crews: 2, based: At", "crews: 3O, based: At"),
        ("crews: 2, based: At", "crews: 2 based: At"),
        ("volume: \"10 /day\"", "volume \"10 /day\""),
        ("volume: \"10 /day\"", "volume: 10 /day"),
        ("volume: \"10 /day\"", "volume： \"10 /day\""),
        ("\"10 /day\"", "“10 /day”"),
        ("days: 10", "days: 10k"),
        ("days: 10", "days: 10,000"),
        ("run: (", "run ("),
        ("run: (", "run: （"),
        ("(share: 1, department: \"x\")", "(share: 1; department: \"x\")"),
        ("\"a\": (share", "\"a\" (share"),
        ("\"A\": (at", "\"A\" (at"),
        ("(0, 0)", "(0; 0)"),
        ("(0, 0)", "(0， 0)"),
        ("city: Explicit", "city = Explicit"),
        ("workforce: (", "workforce ("),
        ("\"2022-01-01\"", "2022-01-01"),
        ("name: \"here\"", "name: 龙港，苍南"),
        // Where brackets or quotes are missing it is not sure what belongs to what.
        ("volume: \"10 /day\"", "volume: \"10 /day"),
        ("volume: 2)}),", "volume: 2)},"),
        ("crews: 2, based: Centre)})", "crews: 2, based: Centre})"),
        ("\"1 min\"),", "\"1 min\")),"),
        ("targets: (", "targets: "),
        ("name: \"here\"", "name: \"here, zh: \"三（河）"),
    ] {
        let found = slipped(right, slip);
        assert_eq!(found.len(), 1, "{slip}: {found:#?}");
    }
}

#[test]
fn slips_in_a_base_are_told_with_mistakes_over_it() {
    let folder = tempfile::tempdir().unwrap();
    let base = r#"(city: Point(), demand: (volume: 60 /day, categories: {"a": (), "b": (share: 1)}),
        workforce: (crews: {"e": (crews: 2 based: Centre)}))"#;
    let over =
        r#"(base: "base.ron", demand: (categories: {"b": Removed}), targets: (respond: "1 mn"), workforce: (crews: {"e": (crews: 3)}))"#;
    std::fs::write(folder.path().join("base.ron"), base).unwrap();
    let file = folder.path().join("over.ron");
    std::fs::write(&file, over).unwrap();
    let found = scenario::load(&file, &["demand.volume=10 /day".to_owned()]).expect_err("it has mistakes").problems();
    let told: Vec<String> = found.into_iter().map(|problem| problem.path.unwrap_or(problem.message)).collect();
    assert_eq!(told, ["targets.respond", "expected `,` or `)`, found `/`", "expected `,` or `)`, found `b`"]);
    std::fs::write(&file, over.replacen("base:", "base", 1)).unwrap();
    assert_eq!(scenario::load(&file, &[]).expect_err("it has mistakes").problems().len(), 1, "nobody knows what it says");
}
