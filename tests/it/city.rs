//! The generated city: exact counts, contiguity, nesting, residents, ground, distances, odd shapes, refusals.

use gridgov::city::{City, CityConfig, PlaceRow, Point, Zone};
use gridgov::ids::AreaId;
use serde::Deserialize;
use std::collections::BTreeSet;

const LONGGANG: &str = include_str!("../../scenarios/longgang.ron");
const COMMUNITIES: &str = include_str!("../../scenarios/longgang-communities.csv");

#[derive(Deserialize)]
struct Scenario {
    city: CityConfig,
}

fn read(text: &str) -> CityConfig {
    use ron::extensions::Extensions;
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES);
    options.from_str::<Scenario>(text).unwrap_or_else(|error| panic!("{error}")).city
}

fn build(city: &str, rows: &[PlaceRow]) -> Result<City, Vec<(String, String)>> {
    City::build(&read(&format!("(city: {city})")), rows)
}

fn longgang() -> City {
    City::build(&read(LONGGANG), &PlaceRow::read(COMMUNITIES).unwrap()).unwrap()
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
    let rows = PlaceRow::read(COMMUNITIES).unwrap();
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
    let rows = PlaceRow::read(COMMUNITIES).unwrap();
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
    let even = City::build(&CityConfig::Generated(even), &[]).unwrap();
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

    // The stations of the units themselves crowd where the people are, so ground is farther from them …
    let units: Vec<Point> = city.areas_of(1).map(|a| city.areas[a].centre).collect();
    let [to_unit, ..] = reach(&city, &units);
    assert!((1.0..1.6).contains(&to_unit), "mean distance to the nearest unit's centre is {to_unit:.2} km");
    println!("even {mean:.2}; centre {to_centre:.2} {p90:.2} {most:.2}; units {:?}", reach(&city, &units));
}
