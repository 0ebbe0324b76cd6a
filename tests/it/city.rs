//! The generated city: exact counts, contiguity, nesting, residents, ground, distances, odd shapes, refusals.

use gridgov::city::{City, CityConfig, PlaceRow, Point, Sheet, Tables, Zone};
use gridgov::ids::AreaId;
use gridgov::scenario::{Diagnostics, Source};
use std::collections::BTreeSet;

const LONGGANG: &str = include_str!("../../scenarios/longgang.ron");
const COMMUNITIES: &str = include_str!("../../scenarios/longgang-communities.csv");

fn read(text: &str) -> CityConfig {
    let mut diagnostics = Diagnostics::new();
    let source = Source::from_text("city.ron", text, &mut diagnostics);
    source.and_then(|source| source.section("city", &mut diagnostics)).unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn build(city: &str, places: Option<&str>) -> Result<City, Vec<(String, String)>> {
    City::build(&read(&format!("(city: {city})")), &named(places))
}

fn named(places: Option<&str>) -> Tables {
    Tables { places: places.map(|text| Sheet::read("places.file", text)), ..Tables::default() }
}

fn rows(table: &str) -> Vec<PlaceRow> {
    PlaceRow::all(&Sheet::read("places.file", table))
}

fn longgang() -> City {
    City::build(&read(LONGGANG), &named(Some(COMMUNITIES))).unwrap()
}

/// All that must hold for any city: nesting, sums, contiguity, ground.
fn check(city: &City, residents: u32, km2: f64) {
    let leaf_level = city.levels.len() - 1;
    assert_eq!(city.areas.len(), city.levels.iter().map(|level| level.count as usize).sum::<usize>());
    for level in 0..city.levels.len() {
        let people: u32 = city.areas_of(level).map(|a| city.areas[a].residents).sum();
        let ground: f64 = city.areas_of(level).map(|a| city.areas[a].km2).sum();
        assert_eq!(people, residents, "residents of level {level}");
        assert!((ground / km2 - 1.0).abs() < 1e-9, "the ground of level {level} adds up to {ground} of {km2} km²");
        for id in city.areas_of(level) {
            let area = &city.areas[id];
            assert_eq!(area.level, level);
            assert!(area.km2 > 0.0 && !area.leaves.is_empty());
            assert!(City::ids(&area.leaves).all(|leaf| city.ancestor(leaf, level) == id));
            assert!(City::ids(&area.children).all(|child| city.areas[child].parent == Some(id)));
            assert_eq!(
                City::ids(&area.children).map(|c| city.areas[c].leaves.len()).sum::<usize>(),
                match level == leaf_level {
                    true => 0,
                    false => area.leaves.len(),
                }
            );
            assert!(connected(city, City::ids(&area.leaves)), "{} is torn", area.name);
        }
    }
}

fn connected(city: &City, leaves: impl Iterator<Item = AreaId>) -> bool {
    let mut left: BTreeSet<AreaId> = leaves.collect();
    let mut open: Vec<AreaId> = left.pop_first().into_iter().collect();
    while let Some(leaf) = open.pop() {
        open.extend(city.near(leaf).iter().filter(|&other| left.remove(other)));
    }
    left.is_empty()
}

/// Places uniform over the ground, by a low-discrepancy sequence (Roberts 2018).
fn places(city: &City, n: usize) -> Vec<(AreaId, Point)> {
    let total = city.areas[AreaId(0)].km2;
    let mut upto = Vec::new();
    let mut sum = 0.0;
    for leaf in City::ids(&city.leaves()) {
        sum += city.areas[leaf].km2 / total;
        upto.push(sum);
    }
    let at = |i: usize, step: f64| (0.5 + step * i as f64).fract();
    (0..n)
        .map(|i| {
            let leaf = upto.partition_point(|&share| share < at(i, 0.819_172_513_396_164_4)).min(upto.len() - 1);
            let leaf = AreaId(city.leaves().start + leaf as u32);
            (leaf, city.place_in(leaf, at(i, 0.671_043_606_703_789_2), at(i, 0.549_700_477_901_970_2)))
        })
        .collect()
}

/// Mean, 90th percentile and maximum of the distance to the nearest of some stations, over the ground.
fn reach(city: &City, stations: &[Point]) -> [f64; 3] {
    let nearest = |p: Point| stations.iter().map(|s| s.distance(p)).fold(f64::INFINITY, f64::min);
    let mut distances: Vec<f64> = places(city, 20_000).into_iter().map(|(_, p)| nearest(p)).collect();
    distances.sort_by(f64::total_cmp);
    let n = distances.len();
    [distances.iter().sum::<f64>() / n as f64, distances[n * 9 / 10], distances[n - 1]]
}

fn near(value: f64, expected: f64, what: &str) {
    assert!((value / expected - 1.0).abs() < 0.15, "{what} is {value:.2}, not about {expected}");
}

#[test]
fn longgang_has_its_published_counts_names_and_sums() {
    let city = longgang();
    check(&city, 464_732, 183.99);
    let counts: Vec<(&str, u32)> = city.levels.iter().map(|level| (level.name.as_str(), level.count)).collect();
    assert_eq!(counts, [("city", 1), ("governance_unit", 26), ("community", 102), ("grid", 484), ("micro_grid", 3311)]);
    let rows = rows(COMMUNITIES);
    let named: BTreeSet<&str> = city.areas_of(2).map(|a| city.areas[a].name.as_str()).collect();
    assert_eq!(named, rows.iter().map(|row| row.name.as_str()).collect());
    assert_eq!(named.len(), 102);
    let of_kind = |kind| city.areas_of(3).filter(|&a| city.areas[a].kind == Some(kind)).count();
    assert_eq!((of_kind(0), of_kind(1)), (469, 15));
    assert_eq!(city.levels[3].kinds[1].zh.as_deref(), Some("专属网格"));
    assert!(city.areas_of(2).all(|a| city.areas[a].kind.is_none()));
}

#[test]
fn longgangs_governance_units_have_the_stated_sizes() {
    let city = longgang();
    let units: Vec<_> = city.areas_of(1).map(|a| &city.areas[a]).collect();
    for unit in &units {
        let (least, most) = if unit.zone == Zone::Urban { (30_000, 40_000) } else { (10_000, 20_000) };
        assert!((least..=most).contains(&unit.residents), "{}: {} residents, {:?}", unit.name, unit.residents, unit.zone);
    }
    assert_eq!(units.iter().filter(|unit| unit.zone == Zone::Urban).count(), 7);
    for (level, mean) in [(2, 4_556.0), (3, 960.0), (4, 140.0)] {
        let most = city.areas_of(level).map(|a| city.areas[a].residents).max().unwrap();
        assert!(f64::from(most) < 4.0 * mean, "level {level} has an area of {most} residents");
        assert!(city.areas_of(level).all(|a| city.areas[a].residents > 0));
    }
}

#[test]
fn longgangs_former_areas_hold_their_communities_in_one_piece() {
    let city = longgang();
    let areas = city.partition("former_area").unwrap();
    assert_eq!(areas.of_leaf.len(), 3311);
    let of = |leaf: AreaId| usize::from(areas.of_leaf[city.number(leaf)]);
    let rows = rows(COMMUNITIES);
    let mut counts = vec![0; 9];
    for community in city.areas_of(2).map(|a| &city.areas[a]) {
        let group = of(AreaId(community.leaves.start));
        assert!(City::ids(&community.leaves).all(|leaf| of(leaf) == group), "{} lies in two former areas", community.name);
        let row = rows.iter().find(|row| row.name == community.name).unwrap();
        assert_eq!(row.group, areas.parts[group].name);
        counts[group] += 1;
    }
    assert_eq!(counts, [12, 18, 11, 8, 9, 8, 21, 8, 7]);
    for (g, part) in areas.parts.iter().enumerate() {
        assert!(connected(&city, City::ids(&city.leaves()).filter(|&leaf| of(leaf) == g)), "{} is torn", part.name);
        let members = City::ids(&city.leaves()).filter(|&leaf| of(leaf) == g);
        let nearest = members.map(|leaf| city.areas[leaf].centre.distance(part.centre)).fold(f64::INFINITY, f64::min);
        assert!(nearest < 0.5, "{} is {nearest} km from its centre", part.name);
    }
    let residents: Vec<u32> = areas.parts.iter().map(|part| part.residents).collect();
    assert_eq!((residents[0], residents[1], residents.iter().sum::<u32>()), (115_000, 130_000, 464_732));
}

#[test]
fn longgangs_distances_are_those_of_the_literature() {
    let city = longgang();
    // 26 evenly spread stations: the centres of a city of 26 equal areas on the same outline.
    let CityConfig::Generated(mut even) = read(LONGGANG) else { panic!("Longgang is generated") };
    (even.groups, even.places) = (None, None);
    even.levels.truncate(1);
    even.levels[0].residents = Default::default();
    let even = City::build(&CityConfig::Generated(even), &Tables::default()).unwrap();
    let stations: Vec<Point> = even.areas_of(1).map(|a| even.areas[a].centre).collect();
    let [mean, p90, _] = reach(&city, &stations);
    near(mean, 1.0, "mean distance to the nearest of 26 even stations");
    near(p90, 1.6, "90th percentile of the distance to the nearest of 26 even stations");

    // One centre: between those of the two urban areas.
    let parts = &city.partition("former_area").unwrap().parts;
    let centre = parts[0].centre.towards(parts[1].centre, 0.5);
    let [to_centre, p90, most] = reach(&city, &[centre]);
    near(to_centre, 7.5, "mean distance to one centre");
    near(p90, 12.5, "90th percentile of the distance to one centre");
    near(most, 16.5, "largest distance to one centre");

    let drive = |zone, km: f64| km * city.travel.pace(zone) / 60.0;
    let from_station = (drive(Zone::Outer, mean), drive(Zone::Urban, mean));
    let from_centre = (drive(Zone::Outer, to_centre), drive(Zone::Urban, to_centre));
    assert!(from_station.0 > 2.0 && from_station.1 < 3.6, "{from_station:?} min from the nearest of 26 stations");
    near(from_centre.0, 17.0, "minutes from one centre at 35 km/h");
    near(from_centre.1, 24.0, "minutes from one centre at 25 km/h");

    // The units' own stations crowd a little where the people are: 1.11 km on the mean, 1.78 at the 90th percentile.
    let units: Vec<Point> = city.areas_of(1).map(|a| city.areas[a].centre).collect();
    let [to_unit, p90, _] = reach(&city, &units);
    near(to_unit, 1.0, "mean distance to the nearest unit's centre");
    near(p90, 1.6, "90th percentile of the distance to the nearest unit's centre");
}

#[test]
fn longgang_can_be_generated_from_any_seed() {
    let CityConfig::Generated(mut config) = read(LONGGANG) else { panic!("Longgang is generated") };
    for seed in 1..6 {
        config.seed = seed;
        let city = City::build(&CityConfig::Generated(config.clone()), &named(Some(COMMUNITIES))).unwrap();
        check(&city, 464_732, 183.99);
    }
}

#[test]
fn the_same_seed_gives_the_same_city_and_another_seed_another() {
    let digest = |city: &City| {
        city.areas.iter().fold(0u64, |sum, area| {
            let bits = area.centre.x.to_bits() ^ area.centre.y.to_bits().rotate_left(17) ^ u64::from(area.residents);
            (sum.rotate_left(5) ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        })
    };
    let (one, again) = (longgang(), longgang());
    assert_eq!(digest(&one), digest(&again));
    assert!(one == again);
    let CityConfig::Generated(mut config) = read(LONGGANG) else { panic!("Longgang is generated") };
    config.seed += 1;
    let other = City::build(&CityConfig::Generated(config), &named(Some(COMMUNITIES))).unwrap();
    assert_ne!(digest(&one), digest(&other));
}

fn inside(ring: &[Point], p: Point) -> bool {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossed = edges.filter(|(a, b)| (a.y > p.y) != (b.y > p.y) && p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y));
    crossed.count() % 2 == 1
}

#[test]
fn places_lie_within_their_leaf_and_spread_evenly() {
    let city = longgang();
    let n = 40_000;
    let (mut east, mut north) = (0.0, 0.0);
    for (leaf, p) in places(&city, n) {
        let ring = city.ring(leaf);
        // A place on a border may be a rounding error outside of it.
        let inwards = p.towards(city.areas[leaf].centre, 1e-9);
        assert!(inside(ring, p) || inside(ring, inwards), "{p:?} is not in leaf {leaf:?}");
        assert!(inside(city.outline(), inwards));
        east += p.x / n as f64;
        north += p.y / n as f64;
    }
    let outline = city.outline();
    let (mut x, mut y, mut area) = (0.0, 0.0, 0.0);
    for (a, b) in outline.iter().zip(outline.iter().cycle().skip(1)) {
        let cross = a.x * b.y - b.x * a.y;
        (x, y, area) = (x + (a.x + b.x) * cross / 6.0, y + (a.y + b.y) * cross / 6.0, area + cross / 2.0);
    }
    let (x, y) = (x / area, y / area);
    assert!((east - x).abs() < 0.03 && (north - y).abs() < 0.03, "the mean place is ({east}, {north}), the ground's centre ({x}, {y})");
}

#[test]
fn a_made_up_county_takes_a_few_lines() {
    let city = "Generated(
        residents: 60_000,
        area_km2: 300,
        groups: (name: \"district\", parts: {
            \"town\": (centre: (0, 0), zone: Urban, residents: 40_000),
            \"west\": (centre: (-6, 0)),
            \"east\": (centre: (6, 1)),
        }),
        levels: [
            (name: \"half\", count: 2),
            (name: \"district\", count: 3),
            (name: \"village\", zh: \"村\", count: 40, residents: (outer: \"500..2500\")),
        ],
    )";
    let county = build(city, None).unwrap();
    check(&county, 60_000, 300.0);
    let name = |level: usize, i: usize| county.areas[county.areas_of(level).nth(i).unwrap()].name.clone();
    assert_eq!(
        county.areas_of(2).map(|a| county.areas[a].name.as_str()).collect::<BTreeSet<_>>(),
        BTreeSet::from(["east", "town", "west"])
    );
    assert_eq!((name(1, 1), name(3, 16)), ("half 2".to_owned(), "village 17".to_owned()));
    assert_eq!(county.areas[county.areas_of(3).next().unwrap()].zh.as_deref(), Some("村1"));
    let villages: Vec<_> = county.areas_of(3).map(|a| &county.areas[a]).filter(|v| v.zone == Zone::Outer).collect();
    assert!(villages.len() > 5 && villages.iter().all(|v| (500..=2500).contains(&v.residents)));
    let density =
        |name: &str| county.areas.iter().find(|a| a.level == 2 && a.name == name).map(|a| f64::from(a.residents) / a.km2).unwrap();
    assert!(density("town") > 2.0 * density("west"));
}

#[test]
fn the_smallest_areas_may_be_the_named_ones() {
    let row = |i: usize| format!("village of {i},{}\n", ["a", "b", "c"][if i < 5 { 0 } else { 1 + i % 2 }]);
    let table = format!("name,group\n{}", (0..60).map(row).collect::<String>());
    let city = "Generated(residents: 90_000, outline_km: [(0, 0), (9, 0), (9, 6), (0, 6)],
        places: (file: \"villages.csv\", level: \"village\"),
        groups: (name: \"township\", parts: {
            \"a\": (centre: (1, 3), residents: 60_000), \"b\": (centre: (4.5, 3)), \"c\": (centre: (8, 3)) }),
        levels: [(name: \"township\", count: 3), (name: \"village\", count: 60)])";
    let county = build(city, Some(&table)).unwrap();
    check(&county, 90_000, 54.0);
    for (i, row) in rows(&table).iter().enumerate() {
        let village = county.areas.iter().find(|a| a.level == 2 && a.name == row.name).unwrap_or_else(|| panic!("row {i} is missing"));
        assert_eq!(county.areas[village.parent.unwrap()].name, row.group);
    }
}

#[test]
fn odd_outlines_and_odd_trees_are_cities_too() {
    let triangle = "outline_km: [(0, 0), (10, 0), (3, 7)]";
    let concave = "outline_km: [(0, 0), (9, 0), (9, 8), (7, 8), (7, 1), (2, 1), (2, 8), (0, 8)]";
    let strip = "outline_km: [(0, 0), (50, 0.001), (50, 0.02), (0, 0.019)]";
    let comb = "outline_km: [(0, 0), (7, 0), (7, 9), (6, 9), (6, 1), (4, 1), (4, 9), (3, 9), (3, 1), (1, 1), (1, 9), (0, 9)]";
    let disc = "area_km2: 4";
    let trees = [&[1][..], &[2], &[7], &[1, 1, 1, 1], &[1, 2, 3, 4, 5, 6, 7, 8, 9], &[5, 5, 5], &[3, 40, 41, 300], &[13, 500]];
    for outline in [triangle, concave, strip, comb, disc] {
        for counts in trees {
            let level = |(i, n): (usize, &u32)| format!("(name: \"level {i}\", count: {n})");
            let levels: Vec<String> = counts.iter().enumerate().map(level).collect();
            let text = format!("Generated(residents: 1234, {outline}, levels: [{}])", levels.join(", "));
            let city = build(&text, None).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
            check(&city, 1234, city.areas[AreaId(0)].km2);
            assert_eq!(city.levels.iter().skip(1).map(|level| level.count).collect::<Vec<_>>(), counts);
        }
    }
}

#[test]
fn a_point_city_has_no_extent() {
    let city = build("Point(residents: 30)", None).unwrap();
    assert_eq!((city.leaves(), city.levels.len(), city.areas[AreaId(0)].residents), (0..1, 1, 30));
    assert_eq!(city.ancestor(AreaId(0), 0), AreaId(0));
    let here = city.place_in(AreaId(0), 0.3, 0.8);
    assert_eq!(city.travel_time((AreaId(0), here), (AreaId(0), Point::new(5.0, 5.0)), 1.25), gridgov::time::Duration::ZERO);
    assert!(city.ring(AreaId(0)).is_empty() && city.near(AreaId(0)).is_empty());
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let city = "Generated(residents: 100, outline_km: [(0, 0), (2, 2), (2, 0), (0, 2)],
        places: (file: \"p.csv\", level: \"ward\"),
        groups: (name: \"\", parts: { \"x\": (centre: (1, 1), residents: 200), \"z\": (centre: (1, 1)) }),
        levels: [
            (name: \"ward\", count: 9, kinds: { \"k\": (count: 4) }),
            (name: \"ward\", count: 3),
            (name: \"city\", count: 3_000_000),
        ],
        travel: (detour: 0.5, hours: [(\"07:00..09:00\", 0), (\"08:00..10:00\", 1)]))";
    let problems = build(city, Some("name,group\na,x\na,Z\n,x\nb/c,x\n")).unwrap_err();
    let said: Vec<String> = problems.iter().map(|(path, message)| format!("{path}: {message}")).collect();
    let expected = [
        "outline_km[0]: the edges (0.0, 0.0)–(2.0, 2.0) and (2.0, 0.0)–(0.0, 2.0) touch",
        "levels[0].kinds: the kinds add up to 4 areas, but the level has 9",
        "levels[1].name: \"ward\" is taken",
        "levels[1].count: 3 areas cannot divide the 9",
        "levels[2].name: \"city\" is taken",
        "levels[2].count: 3000000 areas are too many",
        "groups.name: needs a name",
        "groups.parts.z.centre: (1.0, 1.0) is the centre of another part",
        "groups.parts: the residents of the parts add up to 200, but the city has 100",
        "places.file: p.csv has 4 rows, but the level \"ward\" has 9",
        "places.file:3:1: \"a\" is the name of line 2 already",
        "places.file:3:2: there is no part \"Z\" in city.groups; did you mean \"z\"?",
        "places.file:4:1: the name is missing",
        "places.file:5:1: \"b/c\": a \"/\" separates names, it cannot be within one",
        "groups.parts.z: no row of p.csv belongs to it",
        "travel.detour: 0.5 is less than 1",
        "travel.hours[0]: speed may be multiplied by 0.01 at least",
        "travel.hours[1]: 08:00..10:00 overlaps 07:00..09:00",
    ];
    for text in expected {
        assert!(said.iter().any(|line| line.starts_with(text)), "nothing says {text:?} in {said:#?}");
    }
    assert_eq!(said.len(), expected.len(), "{said:#?}");
}

#[test]
fn bounds_on_residents_that_cannot_hold_are_refused() {
    let refusal = |city: &str| build(city, None).unwrap_err().remove(0);
    let (path, message) =
        refusal("Generated(residents: 1000, area_km2: 9, levels: [(name: \"ward\", count: 5, residents: (urban: \"10..150\"))])");
    assert_eq!(path, "levels[0].residents");
    assert!(message.contains("1000") && message.contains("between 50 and 750"), "{message}");
    let (path, message) = refusal(
        "Generated(residents: 1000, area_km2: 9,
            groups: (name: \"part\", parts: { \"in\": (centre: (0, 0), residents: 900), \"out\": (centre: (0.5, 0)) }),
            levels: [(name: \"ward\", count: 2, residents: (outer: \"10..500\"))])",
    );
    assert_eq!(path, "groups.parts.in.residents");
    assert!(message.contains("\"in\" has 900") && message.contains("between 10 and 500"), "{message}");
    for nothing in ["Generated(residents: 5, levels: [])", "Generated(residents: 5, area_km2: 0, levels: [(name: \"a\", count: 0)])"] {
        assert!(build(nothing, None).unwrap_err().len() >= 2);
    }
    let nobody = build("Generated(residents: 0, area_km2: 3, levels: [(name: \"ward\", count: 4)])", None).unwrap();
    check(&nobody, 0, 3.0);
}

/// Who lives there is not known, and the demand is there all the same.
#[test]
fn a_point_has_the_residents_that_are_given() {
    let of = |city: &str| {
        let text = format!(
            r#"(city: {city}, demand: (volume: "9 /day", categories: {{"job": (on_scene: Deterministic("1 min"))}}),
                workforce: (crews: {{"crew": (crews: 1, based: Centre)}}))"#
        );
        let model = gridgov::scenario::load_text("point.ron", &text).unwrap_or_else(|d| panic!("{}", d.render(false))).model;
        let city = &model.city.areas[gridgov::ids::AreaId(0)];
        (city.residents, city.weight)
    };
    assert_eq!((of("Point()"), of("Point(residents: 500)")), ((0, 1.0), (500, 500.0)));
}
