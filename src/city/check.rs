//! What must hold within the `city:` section before anything is generated from it.

use super::config::{GeneratedCity, Groups, LevelConfig, Places};
use super::geometry::Point;
use super::outline::Outline;
use super::places::{PlaceRow, check_rows, check_table};
use super::polygon::{self, Bounds};
use super::sheet::Sheet;
use super::travel_config::{DistanceConfig, TimeConfig, TravelConfig};
use crate::problems::shortened;
use crate::quantity::Hours;
use crate::time::Duration;
use std::collections::BTreeSet;

/// Everything found wrong: the path below `city`, and what is wrong there.
pub type Problems = Vec<(String, String)>;

/// The most levels.
pub const MOST_LEVELS: usize = 16;
/// The most areas that one level may have.
pub const MOST_AREAS: u32 = 1_000_000;
/// The most corners that an outline may have.
pub const MOST_CORNERS: usize = 2_000;
/// The farthest that a corner may lie from the origin, in kilometres.
pub const FARTHEST: f64 = 20_000.0;
/// The name of the level above all others.
pub const CITY: &str = "city";

/// All problems of a generated city's section and of the names that it refers to.
pub fn check(config: &GeneratedCity, table: Option<(&Sheet, &[PlaceRow])>) -> Problems {
    let mut problems = Vec::new();
    let mut wrong = |path: String, message: String| problems.push((path, message));
    let outline = check_outline(config, &mut wrong);
    check_levels(&config.levels, &mut wrong);
    if let Some(groups) = &config.groups {
        check_groups(groups, config, outline.as_ref(), &mut wrong);
    }
    match (&config.places, table) {
        (Some(places), Some(table)) => check_places(places, config, table, &mut wrong),
        (Some(places), None) => wrong("places.file".into(), format!("{} was not read", places.file)),
        (None, _) => {}
    }
    check_travel(&config.travel, &mut wrong);
    match config.travel.distance {
        Some(DistanceConfig::GreatCircle) => {
            wrong("travel.distance".into(), "a generated city has no longitude and latitude: take Euclidean or Manhattan".into())
        }
        Some(DistanceConfig::Matrix { .. }) => {
            wrong("travel.distance".into(), "a table needs areas that are given: `city: Explicit(…)`".into())
        }
        _ => {}
    }
    problems
}

/// The ground of a generated city lies within its torus.
pub fn check_torus(travel: &TravelConfig, corners: &[Point]) -> Problems {
    let Some(torus) = travel.torus() else { return Vec::new() };
    let out = corners.iter().find(|corner| torus.away(**corner) > 1e-9);
    let message = |p: &Point| format!("the outline, drawn to its area, reaches ({:.3}, {:.3}), outside the torus", p.x, p.y);
    out.map(|corner| ("travel.torus".to_owned(), message(corner))).into_iter().collect()
}

fn check_outline(config: &GeneratedCity, wrong: &mut impl FnMut(String, String)) -> Option<Outline> {
    if config.area_km2.is_some_and(|area| area.get() < 1e-6) {
        wrong("area_km2".into(), "a city needs an area; write it in square kilometres".into());
    }
    if config.outline_km.is_empty() {
        match config.area_km2 {
            None => wrong("area_km2".into(), "missing: a city needs `area_km2`, `outline_km` or both".into()),
            Some(area) if area.get() >= 1e-6 => return Some(Outline::new(drawn(config))),
            Some(_) => {}
        }
        return None;
    }
    let corners = drawn(config);
    let far = |p: &Point| !(p.x.abs() <= FARTHEST && p.y.abs() <= FARTHEST);
    if corners.len() < 3 || corners.len() > MOST_CORNERS {
        wrong("outline_km".into(), format!("an outline has between 3 and {MOST_CORNERS} corners, not {}", corners.len()));
    } else if let Some(i) = corners.iter().position(far) {
        wrong(format!("outline_km[{i}]"), format!("a corner lies at most {FARTHEST} km from the origin in either direction"));
    } else if let Some((corner, message)) = polygon::flaw(&corners) {
        wrong(format!("outline_km[{corner}]"), message);
    } else if polygon::area(&corners).abs() < 1e-6 {
        wrong("outline_km".into(), "the outline encloses no ground".into());
    } else {
        return Some(Outline::new(corners));
    }
    None
}

/// The corners of the outline as drawn, by default a disc of the city's area around the origin.
pub fn drawn(config: &GeneratedCity) -> Vec<Point> {
    const CORNERS: u32 = 48;
    if !config.outline_km.is_empty() {
        return config.outline_km.iter().map(|&(x, y)| Point::new(x, y)).collect();
    }
    let angle = |i: u32| f64::from(i) * std::f64::consts::TAU / f64::from(CORNERS);
    let area = config.area_km2.map_or(0.0, |area| area.get());
    let radius = (area / (f64::from(CORNERS) / 2.0 * libm::sin(angle(1)))).sqrt();
    (0..CORNERS).map(angle).map(|a| Point::new(radius * libm::cos(a), radius * libm::sin(a))).collect()
}

fn check_levels(levels: &[LevelConfig], wrong: &mut impl FnMut(String, String)) {
    if levels.is_empty() {
        wrong("levels".into(), "a city needs at least one level of areas, such as (name: \"community\", count: 20)".into());
    }
    if levels.len() > MOST_LEVELS {
        wrong("levels".into(), format!("{} levels are too many: a city has at most {MOST_LEVELS}", levels.len()));
    }
    let mut names = BTreeSet::from([CITY]);
    let mut above = 1;
    for (i, level) in levels.iter().enumerate() {
        let count = level.count.get();
        if level.name.trim().is_empty() {
            wrong(format!("levels[{i}].name"), "a level needs a name".into());
        } else if !names.insert(&level.name) {
            wrong(
                format!("levels[{i}].name"),
                format!("{:?} is taken: each level needs a name of its own, and \"city\" is the whole", level.name),
            );
        }
        if count < above {
            let message =
                format!("{count} areas cannot divide the {above} of the level above: a level has at least as many as the one above");
            wrong(format!("levels[{i}].count"), message);
        }
        if count > MOST_AREAS {
            wrong(format!("levels[{i}].count"), format!("{count} areas are too many: a level has at most {MOST_AREAS}"));
        }
        above = above.max(count);
        let kinds: u64 = level.kinds.values().map(|kind| u64::from(kind.count.get())).sum();
        if !level.kinds.is_empty() && kinds != u64::from(count) {
            wrong(format!("levels[{i}].kinds"), format!("the kinds add up to {kinds} areas, but the level has {count}"));
        }
    }
}

fn check_groups(groups: &Groups, config: &GeneratedCity, outline: Option<&Outline>, wrong: &mut impl FnMut(String, String)) {
    if groups.name.trim().is_empty() {
        wrong("groups.name".into(), "needs a name for one of the parts, such as \"township\"".into());
    }
    let leaves = config.levels.last().map_or(0, |level| level.count.get() as usize);
    let most = leaves.min(usize::from(u16::MAX));
    if groups.parts.is_empty() || groups.parts.len() > most {
        let message = format!("has {} parts; it needs at least 1 and at most {most}, one for each smallest area", groups.parts.len());
        wrong("groups.parts".into(), message);
    }
    let mut earlier: Vec<Point> = Vec::new();
    for (name, part) in &groups.parts {
        let path = format!("groups.parts.{name}.centre");
        let centre = Point::new(part.centre.0, part.centre.1);
        if !(centre.x.is_finite() && centre.y.is_finite()) || outline.is_some_and(|o| !o.contains(centre)) {
            wrong(path, format!("{:?} does not lie within the outline", part.centre));
        } else if earlier.contains(&centre) {
            wrong(path, format!("{:?} is the centre of another part: each needs its own", part.centre));
        }
        earlier.push(centre);
    }
    let total = u64::from(config.residents.get());
    let given: u64 = groups.parts.values().filter_map(|part| part.residents).map(|n| u64::from(n.get())).sum();
    let open = groups.parts.values().any(|part| part.residents.is_none());
    if given > total || (!open && given < total && !groups.parts.is_empty()) {
        wrong("groups.parts".into(), format!("the residents of the parts add up to {given}, but the city has {total}"));
    }
}

fn check_places(places: &Places, config: &GeneratedCity, (sheet, rows): (&Sheet, &[PlaceRow]), wrong: &mut dyn FnMut(String, String)) {
    if !check_table(sheet, config.groups.as_ref(), wrong) {
        return;
    }
    let file = &places.file;
    match config.levels.iter().find(|level| level.name == places.level) {
        None => wrong("places.level".into(), format!("there is no level {:?}", places.level)),
        Some(level) if rows.len() != level.count.get() as usize => {
            let message = format!("{file} has {} rows, but the level {:?} has {} areas", rows.len(), level.name, level.count.get());
            wrong("places.file".into(), message);
        }
        Some(_) => {}
    }
    check_rows(sheet, rows, config.groups.as_ref(), wrong);
    for name in config.groups.iter().flat_map(|groups| groups.parts.keys()) {
        if !rows.iter().any(|row| &row.group == name) {
            wrong(format!("groups.parts.{name}"), format!("no row of {file} belongs to it"));
        }
    }
}

/// That a name holds what separates names.
pub fn no_name(name: &str) -> String {
    format!("{:?}: a \"/\" separates names, it cannot be within one", shortened(name))
}

/// What must hold of any city's travel.
pub fn check_travel(travel: &TravelConfig, wrong: &mut impl FnMut(String, String)) {
    if travel.detour() < 1.0 {
        let message = format!("{} is less than 1: no way is shorter than the straight line", travel.detour());
        wrong("travel.detour".into(), message);
    }
    if let Some(((x, y), (to_x, to_y))) = travel.torus {
        let sides = Bounds::of(&[Point::new(x, y), Point::new(to_x, to_y)]);
        let (width, height) = (sides.max.x - sides.min.x, sides.max.y - sides.min.y);
        if !([x, y, to_x, to_y].iter().all(|at| at.abs() <= FARTHEST) && width >= 1e-6 && height >= 1e-6) {
            wrong("travel.torus".into(), format!("write two opposite corners of a rectangle within {FARTHEST} km of the origin"));
        }
    }
    if let TimeConfig::Affine { fixed } = travel.time
        && fixed > Duration::DAY
    {
        wrong("travel.time.fixed".into(), format!("{fixed} for every way is too long: at most {}", Duration::DAY));
    }
    for (i, (hours, speed)) in travel.hours.iter().enumerate() {
        if speed.get() < 0.01 {
            wrong(format!("travel.hours[{i}]"), "speed may be multiplied by 0.01 at least".into());
        }
        if let Some((other, _)) = travel.hours[..i].iter().find(|(other, _)| overlap(*hours, *other)) {
            wrong(format!("travel.hours[{i}]"), format!("{hours} overlaps {other}"));
        }
    }
}

fn overlap(a: Hours, b: Hours) -> bool {
    let begins_in = |x: Hours, y: Hours| y.contains(Duration(x.from.0 % Duration::DAY.0));
    begins_in(a, b) || begins_in(b, a)
}
