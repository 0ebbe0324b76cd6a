//! Given cities: what they amount to, and what is refused.

use super::*;
use crate::city::{City, CityConfig, Locator, Metric, Point, Site, Sites, Unread, Zone};
use crate::ids::AreaId;
use ron::extensions::Extensions;

fn read(text: &str) -> CityConfig {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES);
    options.from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

fn city(text: &str) -> City {
    City::build(&read(text), &Tables::default()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn from_table(text: &str, areas: Option<&str>, distances: Option<&str>) -> Result<City, Vec<String>> {
    let tables = Tables {
        areas: areas.map(|text| Sheet::read("file", text)),
        distances: distances.map(|text| Sheet::read("travel.distance.file", text)),
        ..Tables::default()
    };
    let said = |problems: Vec<(String, String)>| problems.into_iter().map(|(path, message)| format!("{path}: {message}")).collect();
    City::build(&read(text), &tables).map_err(said)
}

fn named(city: &City, name: &str) -> AreaId {
    city.areas.enumerate().find(|(_, area)| area.name == name).unwrap_or_else(|| panic!("no {name}")).0
}

#[test]
fn a_square_takes_one_line() {
    let city = city("Explicit(square_side_km: 1, travel: (detour: 1, urban: \"1.2 km/h\"))");
    let leaf = AreaId(city.leaves().start);
    assert_eq!((city.leaf_count(), city.areas[leaf].km2, city.areas[leaf].centre), (1, 1.0, Point::new(0.5, 0.5)));
    assert_eq!(city.outline().len(), 4);
    let n = 40;
    let mut in_corner = 0;
    for i in 0..n * n {
        let (u, v) = ((f64::from(i / n) + 0.5) / f64::from(n), (f64::from(i % n) + 0.5) / f64::from(n));
        let place = city.place_in(leaf, u, v);
        assert!((0.0..=1.0).contains(&place.x) && (0.0..=1.0).contains(&place.y));
        assert_eq!(Locator::new(&city).leaf_at(place), Some(leaf));
        in_corner += i32::from(place.x < 0.5 && place.y < 0.5);
    }
    assert!((in_corner - n * n / 4).abs() < n, "{in_corner}");
    // Two hundredths of a kilometre a minute.
    let way = city.travel_time((leaf, Point::new(0.0, 0.0)), (leaf, Point::new(0.6, 0.8)), 1.0);
    assert!((way.minutes() - 50.0).abs() < 1e-6, "{way}");
    // No ground is outer, so its speed bounds nothing.
    assert_eq!(city.travel.quickest(), city.travel.pace(Zone::Urban));
}

#[test]
fn where_nobody_lives_areas_weigh_the_same_but_those_stated_to_weigh_nothing() {
    let weights = |areas: &str| {
        let city = city(&format!("Explicit(areas: {{{areas}}})"));
        city.leaves().map(|leaf| city.areas[AreaId(leaf)].weight).collect::<Vec<_>>()
    };
    let (a, b) = (r#""a": (at: (0, 0)),"#, r#""b": (at: (1, 0), weight: 0),"#);
    assert_eq!(weights(&[a, b].concat()), [1.0, 0.0]);
    assert_eq!(weights(b), [1.0], "the only place there is");
    assert_eq!(weights(&[a, b, r#""c": (at: (2, 0), weight: 3)"#].concat()), [0.0, 0.0, 3.0]);
    assert_eq!(weights(&[a, b, r#""c": (at: (2, 0), residents: 7)"#].concat()), [0.0, 0.0, 7.0]);
}

#[test]
fn areas_add_up_to_the_levels_that_they_name() {
    let text = "Explicit(
        levels: [(name: \"county\", names: {\"C\": \"丙县\"}), (name: \"town\"), (name: \"village\", zh: \"村\")],
        areas: {
            \"a\": (at: (0, 0), residents: 10, within: \"C/west\", adjacent: [\"b\", \"c\"]),
            \"b\": (rectangle: ((2, 0), (4, 1)), residents: 30, within: \"C/east\", zone: Outer),
            \"c\": (at: (0, 2), residents: 20, weight: 5, within: \"C/west\", station: true),
            \"d\": (outline: [(4, 0), (4, 3), (5, 3), (5, 4), (6, 4), (6, 0)], within: \"D/far\", residents: 40),
        })";
    let city = city(text);
    let names: Vec<&str> = city.areas.iter().map(|area| area.name.as_str()).collect();
    assert_eq!(names, ["city", "C", "D", "west", "east", "far", "a", "c", "b", "d"]);
    let west = &city.areas[named(&city, "west")];
    assert_eq!((west.residents, west.weight, west.zone, west.leaves.len()), (30, 15.0, Zone::Urban, 2));
    assert_eq!(city.areas[named(&city, "east")].zone, Zone::Outer);
    assert_eq!(city.areas[named(&city, "C")].zh.as_deref(), Some("丙县"));
    assert_eq!((city.areas[AreaId(0)].residents, city.areas[AreaId(0)].km2), (100, 2.0 + 7.0));
    for id in city.areas.ids() {
        let area = &city.areas[id];
        assert!(City::ids(&area.children).all(|child| city.areas[child].parent == Some(id)));
        assert!(City::ids(&area.leaves).all(|leaf| city.ancestor(leaf, area.level) == id));
        assert!(City::ids(&area.leaves).any(|leaf| city.areas[leaf].centre == area.centre), "{}", area.name);
    }
    let (a, b, c) = (named(&city, "a"), named(&city, "b"), named(&city, "c"));
    assert_eq!((city.near(a), city.near(b)), (&[c, b][..], &[a][..]));
    assert!(city.areas[c].station && !city.areas[a].station);
    let locator = Locator::new(&city);
    assert_eq!(locator.leaf_at(Point::new(3.0, 0.5)), Some(b));
    assert!(polygon_holds(&city, named(&city, "d")));
}

fn polygon_holds(city: &City, leaf: AreaId) -> bool {
    crate::city::polygon::contains(city.ring(leaf), city.areas[leaf].centre)
}

#[test]
fn a_table_says_the_same_as_the_scenario() {
    let levels = "levels: [(name: \"town\"), (name: \"village\")]";
    let rows = "# villages\nname,x_km,y_km,outline,residents,town,zone,adjacent,station,founded\n\
        a,1,2,,10,west,urban,b; c,1,1901\nb,,,\"0 0, 1 0, 1 1\",30,east,outer,,,\nc,3,1,,0,west,,,no,\n";
    let mut table = from_table(&format!("Explicit(file: \"areas.csv\", {levels})"), Some(rows), None).unwrap();
    assert_eq!(std::mem::take(&mut table.unread), [Unread { column: 10, heading: "founded".to_owned() }]);
    let given = city(&format!(
        "Explicit({levels}, areas: {{
            \"a\": (at: (1, 2), residents: 10, within: \"west\", adjacent: [\"b\", \"c\"], station: true),
            \"b\": (outline: [(0, 0), (1, 0), (1, 1)], residents: 30, within: \"east\", zone: Outer),
            \"c\": (at: (3, 1), within: \"west\"),
        }})"
    ));
    assert_eq!(table, given);
}

#[test]
fn a_table_of_areas_that_span_too_much_is_told_as_the_table() {
    let wrong = from_table("Explicit(file: \"t.csv\")", Some("name,longitude,latitude\na,10,20\nb,50,20\n"), None).unwrap_err();
    assert!(wrong.len() == 1 && wrong[0].starts_with("file: the areas span 40.0°"), "{wrong:?}");
}

#[test]
fn degrees_make_a_map_and_great_circles() {
    let text = "name,longitude,latitude\nLonggang,120.55,27.58\nWenzhou,120.70,28.00\n";
    let city = from_table("Explicit(file: \"a.csv\")", Some(text), None).unwrap();
    let spots = City::ids(&city.leaves()).map(|leaf| city.middle(leaf)).collect::<Vec<_>>();
    assert!(matches!(city.travel.metric(), Metric::GreatCircle(_)));
    let km = city.travel.metric().km(&spots[0], &spots[1]);
    let flat = spots[0].place.distance(spots[1].place);
    assert!((km - 48.98).abs() < 0.02 && (km - flat).abs() < 0.02, "{km} {flat}");
    let (longitude, latitude) = city.globe().unwrap().degrees(spots[1].place);
    assert!((longitude - 120.70).abs() < 1e-9 && (latitude - 28.0).abs() < 1e-9);
}

#[test]
fn distances_of_a_table_hold_between_areas() {
    let levels = "levels: [(name: \"town\"), (name: \"village\")]";
    let areas = "areas: {\"a\": (within: \"w\"), \"b\": (within: \"e\"), \"c\": (within: \"w\")}";
    let inline = city(&format!(
        "Explicit({levels}, {areas}, travel: (urban: \"60 km/h\", distance: Matrix(km: [[0, 5, 2], [6, 0.5, 4], [2, 3, 0]])))"
    ));
    let minutes = |city: &City, from: &str, to: &str| {
        let at = |name| (named(city, name), city.areas[named(city, name)].centre);
        city.travel_time(at(from), at(to), 1.0).minutes()
    };
    for (from, to, km) in [("a", "b", 5.0), ("b", "a", 6.0), ("a", "c", 2.0), ("c", "b", 3.0), ("b", "b", 0.5), ("c", "c", 0.0)] {
        assert!((minutes(&inline, from, to) - km).abs() < 1e-6, "{from} to {to}");
    }
    let rows = "from,c,a,b\nb,4,6,0.5\na,2,0,5\nc,0,2,3\n";
    let text = format!("Explicit({levels}, {areas}, travel: (urban: \"60 km/h\", distance: Matrix(file: \"km.csv\")))");
    assert_eq!(from_table(&text, None, Some(rows)).unwrap(), inline);
}

/// Each case: the section, tables, and all that is said.
#[test]
fn what_is_wrong_is_said_all_at_once() {
    let said = |text: &str| from_table(text, None, None).unwrap_err();
    let expect = |said: Vec<String>, expected: &[&str]| {
        for text in expected {
            assert!(said.iter().any(|line| line.contains(text)), "nothing says {text:?} in {said:#?}");
        }
        assert_eq!(said.len(), expected.len(), "{said:#?}");
    };
    expect(said("Explicit()"), &["areas: a city needs areas"]);
    expect(said("Explicit(square_side_km: 1, areas: {\"a\": (at: (0, 0))})"), &["areas come from one place only"]);
    expect(said("Explicit(square_side_km: 0, coordinates: Degrees)"), &["needs a side", "coordinates: a square"]);
    expect(
        said(
            "Explicit(
                levels: [(name: \"town\", names: {\"E\": \"东\"}), (name: \"town\")],
                areas: {
                    \"a\": (at: (0, 0), within: \"w\", adjacent: [\"a\", \"bb\"]),
                    \"b\": (within: \"b\"),
                    \"c\": (at: (0, 1), rectangle: ((0, 0), (1, 1)), within: \"w\"),
                    \"d\": (rectangle: ((0, 0), (0, 1)), within: \"w/x\"),
                    \"e/f\": (outline: [(0, 0), (1, 1), (1, 0), (0, 1)], within: \"w\"),
                    \"g\": (at: (NaN, 1)),
                },
                travel: (detour: 0.5, torus: ((0, 0), (0, 1))))",
        ),
        &[
            "levels[1].name: \"town\" is taken",
            "levels[0].names.E: no town is called \"E\"",
            "areas.a.adjacent[0]: \"a\" borders on itself",
            "areas.a.adjacent[1]: there is no area called \"bb\"",
            "areas.b.at: it needs a place",
            "areas.c.at: it has one shape only",
            "areas.d.rectangle: the corners lie on one line",
            "areas.d.within: it lies within one area",
            "a \"/\" separates names",
            "areas.e/f.outline[0]: the edges (0.0, 0.0)–(1.0, 1.0) and (1.0, 0.0)–(0.0, 1.0) touch",
            "areas.g.at: (NaN, 1): coordinates",
            "areas.g.within: it lies within one area",
            "travel.detour: 0.5 is less than 1",
            "travel.torus: write two opposite corners",
        ],
    );
    expect(
        said("Explicit(areas: {\"a\": (at: (5, 1))}, travel: (torus: ((0, 0), (4, 4))))"),
        &["areas.a: \"a\" reaches (5, 1), outside the torus"],
    );
    expect(said("Explicit(areas: {\"a\": (at: (5, 1))}, travel: (distance: GreatCircle))"), &["great circles need places in degrees"]);
    expect(said("Explicit(coordinates: Degrees, areas: {\"a\": (at: (5, 95))})"), &["areas.a.at: (5, 95): coordinates are longitude"]);
    let table = |km: &str| format!("Explicit(areas: {{\"a\": (), \"b\": ()}}, travel: (distance: Matrix({km})))");
    expect(said(&table("km: [[0, 1]]")), &["travel.distance.km: 1 rows for 2 areas"]);
    expect(said(&table("km: [[0, 1, 2], [-1, 0]]")), &["km[0]: 3 distances for 2 areas", "km[1][0]: -1 is no distance"]);
    expect(said(&table("")), &["travel.distance: a table comes from one place"]);
    let apart = |areas: &str| format!("Explicit(areas: {{{areas}}}, travel: (distance: Matrix(km: [[0, 1], [1, 0]])))");
    expect(said(&apart("\"a\": (at: (0, 3)), \"b\": ()")), &["areas.b.at: it needs a place, as others have one"]);
    assert!(City::build(&read(&apart("\"a\": (), \"b\": ()")), &Tables::default()).is_ok());
}

const NESTED: &str = "levels: [(name: \"county\"), (name: \"town\"), (name: \"village\")]";

#[test]
fn names_are_unique_within_their_parent_only() {
    let city = city(&format!(
        "Explicit({NESTED}, areas: {{
            \"甲/新村/新村\": (at: (0, 0)), \"乙/新村/新村\": (at: (1, 0), adjacent: [\"甲/新村/新村\"]), \"甲/甲/甲\": (at: (2, 0)), \"甲/甲/b\": (at: (3, 0)),
        }})"
    ));
    let paths: Vec<String> = city.areas.ids().map(|area| city.path(area)).collect();
    let all = ["", "甲", "乙", "甲/新村", "甲/甲", "乙/新村", "甲/新村/新村", "甲/甲/甲", "甲/甲/b", "乙/新村/新村"];
    assert_eq!(paths, all);
    let leaves: Vec<u32> = city.leaves().collect();
    assert_eq!(city.near(AreaId(leaves[0])), [AreaId(leaves[3])]);
    let mut sites = Sites::new(&city);
    let mut find = |name: &str| sites.find(&Site::Area(name.to_owned())).map(|(area, _)| city.path(area));
    for (name, path) in [("甲", "甲"), ("甲/甲", "甲/甲"), ("b", "甲/甲/b"), ("乙/新村/新村", "乙/新村/新村")] {
        assert_eq!(find(name).as_deref(), Ok(path), "{name}");
    }
    let said = find("新村").unwrap_err();
    let ways = r#"several areas are called "新村": write the path of one: "乙/新村", "乙/新村/新村", "甲/新村", "甲/新村/新村""#;
    assert_eq!(said, ways);
    let table = |rows: &str| {
        from_table(&format!("Explicit(file: \"a.csv\", {NESTED})"), Some(&format!("name,x_km,y_km,within,adjacent\n{rows}")), None)
    };
    assert_eq!(
        table("新村,0,0,a/x,\n新村,1,0,a/y,\n新村,2,0,b/x,新村\n新村,1,0,a / y,\n").unwrap_err(),
        [
            r#"file:5:1: there are two areas called "新村" within "a / y""#,
            r#"file:4:5: several areas are called "新村": write the path of one: "a/x/新村", "a/y/新村", "b/x/新村""#,
        ]
    );
    assert_eq!(table("新村,0,0,a/x,\n新村,1,0,a/y,a/x/新村\n").unwrap().leaf_count(), 2);
}

#[test]
fn a_ring_may_be_closed() {
    let ring = |corners: &str| format!("Explicit(areas: {{\"a\": (outline: [{corners}])}})");
    assert_eq!(city(&ring("(0, 0), (2, 0), (2, 1), (0, 0)")), city(&ring("(0, 0), (2, 0), (2, 1)")));
    let table = |text: &str| from_table("Explicit(file: \"a.csv\")", Some(text), None).unwrap();
    let closed = table("name,outline\na,\"0 0, 2 0, 2 1, 0 1, 0 0\"\n");
    assert_eq!(closed.rings, table("name,rectangle\na,0 0; 2 1\n").rings);
}

#[test]
fn mistakes_in_tables_are_told_by_line() {
    let said = |areas: &str| from_table("Explicit(file: \"areas.csv\")", Some(areas), None).unwrap_err();
    let rows = "name,x_km,y_km,resident,zone,outline,station\na,0,0,,city,,maybe\na,1,,,,,\n,x,0,,,1 0 2,\nd,,,,,,\ne,1\n\n#1,0,0,,,,\n";
    let lines = [
        "file:1:4: there is no column \"resident\"; did you mean \"residents\"?",
        "file:2:5: \"city\" is neither",
        "file:2:7: \"maybe\" is neither",
        "file:3:3: missing: a place has both coordinates",
        "file:4:2: \"x\" is no number",
        "file:4:6: \"1 0 2\" is no list of corners",
        "file:3:1: there are two areas called \"a\"",
        "file:4:1: the name is missing",
        "file:5:2: it needs a place",
        "file:6:0: 2 fields, the heading has 7",
    ];
    let found = said(rows);
    for line in lines {
        assert!(found.iter().any(|said| said.starts_with(line)), "nothing says {line:?} in {found:#?}");
    }
    assert_eq!(found.len(), lines.len(), "{found:#?}");
    let other = said("name,lon,lat\na,120,27\n");
    for told in
        ["file:1:2: there is no column \"lon\"; did you mean \"longitude\"?", "file:2:0: it needs a place: the columns x_km and y_km"]
    {
        assert!(other.iter().any(|said| said.starts_with(told)), "{other:?}");
    }
    assert!(said("name，x_km，y_km\na，1，2\n")[0].contains("are its fields separated by commas?"));
    assert_eq!(said("name,x_km,y_km\n"), ["file: the table has no rows: a city needs at least one area"]);
    for number in ["4.5", "99999999999", "-1"] {
        let wanted = format!("file:2:4: {number:?} is no whole number between 0 and 100000000");
        assert_eq!(said(&format!("name,x_km,y_km,population\na,0,0,{number}\n")), [wanted]);
    }
    assert_eq!(
        said("name,x_km,y_km,residents,population,X_km\na,0,0,5,5,0\n"),
        [
            "file:1:5: the columns \"residents\" and \"population\" mean the same: leave one of them out",
            "file:1:6: the column \"X_km\" stands twice"
        ]
    );
    let open = said("name,x_km,y_km,residents,zone\na,0,0,5,urban\nb,1,0,,\n\nc,2,0,,Urban\n");
    assert_eq!(open[..2], ["file:3:4: missing: write 0 where nobody lives", "file:5:4: missing: write 0 where nobody lives"]);
    assert!(open[2].starts_with("file:3:5: missing: some rows say \"urban\"") && open.len() == 3, "{open:?}");
    assert!(
        from_table("Explicit(file: \"areas.csv\")", Some("name,x_km,y_km,residents,zone,\na,0,0,,,\nb,1,0,,,\n"), None)
            .unwrap()
            .unread
            .is_empty()
    );
    assert_eq!(said("name;x_km\na;1\n"), ["file:1:1: its only column is \"name;x_km\": are its fields separated by commas?"]);
    let areas = "name,x_km,y_km\na,0,0\nnorth,1,0\n";
    let text = "Explicit(file: \"areas.csv\", travel: (distance: Matrix(file: \"km.csv\")))";
    let found = from_table(text, Some(areas), Some("from,a,norht\na,0,1\na,0,1\nnorth,-1,2\n")).unwrap_err();
    for line in [
        "file:1:3: there is no area called \"norht\"; did you mean \"north\"?",
        "file:3:2: the way from \"a\" to \"a\" stands twice",
        "file:4:2: \"-1\" is no distance",
        "is missing, and 1 more",
    ] {
        assert!(found.iter().any(|said| said.contains(line)), "nothing says {line:?} in {found:#?}");
    }
    let empty = from_table(text, Some(areas), Some("")).unwrap_err();
    assert_eq!(empty, ["travel.distance.file: the file is empty: its first line names the columns"]);
}

/// As spreadsheets write beside a table.
#[test]
fn columns_without_a_heading_are_passed_over_where_they_are_empty() {
    let areas = "name,x_km,,y_km,residents,,\na,0,,0,5,,\nnorth,1,,0,5,,x\n";
    let text = "Explicit(file: \"areas.csv\", travel: (distance: Matrix(file: \"km.csv\")))";
    let city = from_table(text, Some(areas), Some(",a,,north,,\na,0,,1,,\nnorth,2,,0,,\n")).unwrap();
    assert_eq!(city.unread, [Unread { column: 7, heading: String::new() }]);
    let said = from_table(text, Some(areas), Some(",a,north,,\na,0,1,,2\nnorth,2,0,,\n")).unwrap_err();
    assert_eq!(said, ["travel.distance.file:1:5: the column has no heading: name the area that its ways lead to"]);
}

#[test]
fn a_name_of_a_level_is_no_path() {
    let text = "Explicit(file: \"a.csv\", levels: [(name: \"county\"), (name: \"town\"), (name: \"village\")])";
    let said = from_table(text, Some("name,x_km,y_km,county,town\na,0,0,c,t/1\n"), None).unwrap_err();
    assert_eq!(said, ["file:2:5: \"t/1\": a \"/\" separates names, it cannot be within one"]);
}

#[test]
fn a_level_that_a_table_leaves_open_is_told_at_its_column_and_once() {
    let text = "Explicit(file: \"a.csv\", levels: [(name: \"county\", zh: \"县\"), (name: \"town\"), (name: \"village\")])";
    let said = |table: &str| from_table(text, Some(table), None).unwrap_err();
    let rename = "there is no column \"county\": rename \"县\" to it";
    assert_eq!(said("name,x_km,y_km,town,县\nW,0,0,T,C\nE,1,0,T,D\nE,2,0,T,C\n"), [format!("file:1:5: {rename}")]);
    let none = said("name,x_km,y_km,镇,县\nW,0,0,T,C\nE,1,0,T,C\n");
    assert!(none.len() == 2 && none[0].ends_with(rename) && none[1].starts_with("file:1:1: there is no column \"town\""), "{none:?}");
    let near = said("name,x_km,y_km,town,conty\nW,0,0,T,C\n");
    assert!(near.len() == 1 && near[0].contains("\"conty\"; did you mean \"county\"?"), "{near:?}");
    let cells = said("name,x_km,y_km,county,town\nW,0,0,C,T\nE,1,0,C,\nE,2,0,,T\n");
    assert_eq!(cells, ["file:3:5: missing: each area lies within a town", "file:4:4: missing: each area lies within a county"]);
    assert!(from_table(text, Some("name,x_km,y_km,县\nC/T/W,0,0,C\n"), None).is_ok(), "a name may be the whole path");
}

#[test]
fn a_table_says_everything_in_one_way() {
    let said = |levels: &str, text: &str| from_table(&format!("Explicit(file: \"a.csv\", levels: [{levels}])"), Some(text), None);
    let nested = "(name: \"county\"), (name: \"town\"), (name: \"village\")";
    assert_eq!(
        said(nested, "name,x_km,y_km,county,Town,within\na,0,0,c,t,d/u\n").unwrap_err(),
        ["file:1:6: the table says what areas lie within twice, as \"county\" and \"Town\" and as \"within\": \
          keep one of the two, and rename or take out the other"]
    );
    assert_eq!(
        said("", "name,longitude,latitude,x_km\na,120,27,0\n").unwrap_err(),
        ["file:1:2: the table says places twice, as \"x_km\" and as \"longitude\" and \"latitude\": \
          keep one of the two, and rename or take out the other"]
    );
    assert!(said("(name: \"within\"), (name: \"village\")", "name,x_km,y_km,within\na,0,0,w\n").is_ok());
    assert_eq!(
        said("(name: \"station\"), (name: \"village\")", "name,x_km,y_km,station\na,0,0,1\n").unwrap_err(),
        ["file:1:4: the column \"station\" says something else of areas than which station they lie in: call the level by another name"]
    );
    assert!(said("(name: \"station\"), (name: \"village\")", "name,x_km,y_km,within\na,0,0,w\n").is_ok());
}

#[test]
fn kilometres_are_no_degrees() {
    let said =
        |more: &str| from_table(&format!("Explicit(file: \"a.csv\", {more})"), Some("name,x_km,y_km\na,3,4\nb,0,0\n"), None).unwrap_err();
    assert!(said("coordinates: Degrees")[0].starts_with("file:1:2: kilometres and `coordinates: Degrees`"));
    assert!(said("travel: (distance: GreatCircle)")[0].contains("columns `longitude` and `latitude`"));
}

#[test]
fn long_fields_are_quoted_by_their_beginning() {
    let long = "x".repeat(10_000);
    for (heading, row) in [
        ("name,x_km,y_km", format!("a,{long},0")),
        ("name,x_km,y_km,residents", format!("a,0,0,{long}")),
        ("name,outline", format!("a,{long}")),
        ("name,x_km,y_km,zone", format!("a,0,0,{long}")),
        ("name,x_km,y_km,station", format!("a,0,0,{long}")),
        ("name,x_km,y_km,adjacent", format!("a,0,0,{long}")),
        ("name,x_km,y_km", format!("{long},0,0\n{long},1,1")),
        ("name,x_km,y_km,within", format!("{long}/{long},0,0,w")),
    ] {
        let said = from_table("Explicit(file: \"a.csv\")", Some(&format!("{heading}\n{row}\n")), None).unwrap_err();
        assert!(said.iter().all(|line| line.len() < 300) && said[0].contains('…'), "{heading}: {said:?}");
    }
}
