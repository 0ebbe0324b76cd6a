//! What must hold of the areas of an explicit city.

use super::build::named;
use super::config::{Coordinates, ExplicitCity};
use super::table::lacking;
use super::{AreaConfig, Draft, Written};
use crate::city::check::{CITY, FARTHEST, MOST_AREAS, MOST_CORNERS, MOST_LEVELS, no_name};
use crate::city::{DistanceConfig, Named, Point, polygon};
use crate::problems::shortened;
use std::collections::BTreeSet;

/// What is wrong with an area that lies nowhere.
pub const NEEDS_PLACE: &str = "it needs a place";

type Wrong<'a> = &'a mut dyn FnMut(String, String);

/// All of the section but the areas themselves and distances.
pub fn section(config: &ExplicitCity, wrong: Wrong) {
    let given = [config.square_side_km.is_some(), !config.areas.is_empty(), config.file.is_some()];
    match given.iter().filter(|given| **given).count() {
        0 => wrong(
            "areas".to_owned(),
            "a city needs areas: `areas: {\"north\": (at: (1, 2))}`, `file: \"areas.csv\"` or `square_side_km: 1`".to_owned(),
        ),
        1 => {}
        _ => wrong(
            if config.areas.is_empty() { "file" } else { "areas" }.to_owned(),
            "areas come from one place only: `areas`, `file` or `square_side_km`".to_owned(),
        ),
    }
    if config.square_side_km.is_some_and(|side| side.get() < 1e-6) {
        wrong("square_side_km".to_owned(), "a square needs a side".to_owned());
    }
    if config.square_side_km.is_some() && config.levels.len() > 1 {
        wrong("levels".to_owned(), "a square is one area: it has one level".to_owned());
    }
    if config.square_side_km.is_some() && config.coordinates == Coordinates::Degrees {
        wrong("coordinates".to_owned(), "a square has its side in kilometres".to_owned());
    }
    if config.levels.len() > MOST_LEVELS {
        wrong("levels".to_owned(), format!("{} levels are too many: a city has at most {MOST_LEVELS}", config.levels.len()));
    }
    let mut names = BTreeSet::from([CITY]);
    for (i, level) in config.levels.iter().enumerate() {
        if level.name.trim().is_empty() {
            wrong(format!("levels[{i}].name"), "a level needs a name".to_owned());
        } else if !names.insert(&level.name) {
            let message = format!("{:?} is taken: each level needs a name of its own, and \"city\" is the whole", level.name);
            wrong(format!("levels[{i}].name"), message);
        }
    }
}

/// Places, shapes, names and borders of all areas. `depth` levels stand above them.
pub fn areas(config: &ExplicitCity, drafts: &[Draft], degrees: bool, depth: usize, wrong: Wrong) {
    if drafts.len() > MOST_AREAS as usize {
        wrong("areas".to_owned(), format!("{} areas are too many: a level has at most {MOST_AREAS}", drafts.len()));
        return;
    }
    let residents: u64 = drafts.iter().map(|draft| u64::from(draft.area.residents.get())).sum();
    if residents > 100_000_000 {
        wrong("areas".to_owned(), format!("{residents} residents are too many: a city has at most 100000000"));
    }
    let needed = need_of_places(config, drafts);
    let mut paths = BTreeSet::new();
    for draft in drafts {
        if draft.name.trim().is_empty() {
            wrong(draft.at("name"), "the name is missing".to_owned());
        } else if !paths.insert(draft.path()) {
            let within = draft.area.within.as_ref().map_or(String::new(), |within| format!(" within {:?}", shortened(within)));
            wrong(draft.at("name"), format!("there are two areas called {:?}{within}", shortened(&draft.name)));
        }
        if draft.name.contains('/') {
            wrong(draft.at("name"), no_name(&draft.name));
        }
        shape(config, draft, degrees, needed, wrong);
    }
    let named = named(drafts.iter());
    // A row that cannot be read may be the neighbour that is missed.
    let all_read = drafts.iter().all(|draft| !matches!(draft.written, Written::Row(sheet, _) if !sheet.faults().is_empty()));
    for draft in drafts {
        nesting(draft, depth, wrong);
        if all_read {
            borders(draft, &named, wrong);
        }
    }
    // Of a level that lacks its column nobody knows the names.
    let all_named =
        !drafts.iter().any(|draft| matches!(draft.written, Written::Row(sheet, _) if !lacking(sheet, &config.levels[..depth]).is_empty()));
    for (i, level) in config.levels.iter().enumerate().filter(|_| all_read && all_named) {
        let known = |name: &str| if i == depth { named.has(name) } else { drafts.iter().any(|d| d.above().nth(i) == Some(name)) };
        for name in level.names.keys().filter(|name| !known(name)) {
            wrong(format!("levels[{i}].names.{name}"), format!("no {} is called {name:?}", level.name));
        }
    }
}

/// Why areas must have a place, or nothing where they need none.
fn need_of_places(config: &ExplicitCity, drafts: &[Draft]) -> Option<&'static str> {
    let table = matches!(config.travel.distance, Some(DistanceConfig::Matrix { .. }));
    match (table, drafts.iter().any(|draft| shapes(&draft.area) > 0)) {
        (false, _) => Some(""),
        // Those without one would lie at the origin.
        (true, true) => Some(", as others have one (with a table of distances all have one, or none)"),
        (true, false) => None,
    }
}

fn shapes(area: &AreaConfig) -> usize {
    [area.at.is_some(), area.rectangle.is_some(), !area.outline.is_empty()].iter().filter(|given| **given).count()
}

fn shape(config: &ExplicitCity, draft: &Draft, degrees: bool, needed: Option<&str>, wrong: Wrong) {
    let area = &draft.area;
    let shapes = shapes(area);
    if let (0, Some(why)) = (shapes, needed) {
        let how = match draft.written {
            Written::Row(..) => "the columns x_km and y_km, longitude and latitude, rectangle or outline say it",
            Written::Scenario(_) => "`at: (1, 2)`, `rectangle: ((0, 0), (1, 1))` or `outline: [(0, 0), (1, 0), (1, 1)]`",
        };
        wrong(draft.at("at"), format!("{NEEDS_PLACE}{why}: {how}"));
    } else if shapes > 1 {
        wrong(draft.at("at"), "it has one shape only: `at`, `rectangle` or `outline`".to_owned());
    }
    let far =
        |(x, y): (f64, f64)| !(if degrees { x.abs() <= 360.0 && y.abs() <= 90.0 } else { x.abs() <= FARTHEST && y.abs() <= FARTHEST });
    let bounds = if degrees { "are longitude and latitude".to_owned() } else { format!("lie within {FARTHEST} km of the origin") };
    let fields = [("at", area.at), ("rectangle", area.rectangle.map(|r| r.0)), ("rectangle", area.rectangle.map(|r| r.1))];
    let given = fields.into_iter().filter_map(|(field, at)| Some((field.to_owned(), at?)));
    let corners = area.outline.iter().enumerate().map(|(i, at)| (format!("outline[{i}]"), *at));
    let out: Vec<_> = given.chain(corners).filter(|(_, at)| far(*at)).collect();
    for (field, (x, y)) in &out {
        wrong(draft.at(field), format!("({x}, {y}): coordinates {bounds}"));
    }
    if !out.is_empty() {
        return;
    }
    // What is wrong with the side of a square is told as such.
    if config.square_side_km.is_none() && area.rectangle.is_some_and(|(a, b)| a.0 == b.0 || a.1 == b.1) {
        wrong(draft.at("rectangle"), "the corners lie on one line: it encloses no ground".to_owned());
    }
    let outline: Vec<Point> = area.outline.iter().map(|&(x, y)| Point::new(x, y)).collect();
    if outline.is_empty() {
        return;
    }
    if outline.len() < 3 || outline.len() > MOST_CORNERS {
        let message = format!("an outline has between 3 and {MOST_CORNERS} corners, not {}", outline.len());
        wrong(draft.at("outline"), message);
    } else if let Some((corner, message)) = polygon::flaw(&outline) {
        wrong(draft.at(&format!("outline[{corner}]")), message);
    } else if polygon::area(&outline).abs() < 1e-12 {
        wrong(draft.at("outline"), "the outline encloses no ground".to_owned());
    }
}

/// An area has one name for each level above.
fn nesting(draft: &Draft, depth: usize, wrong: Wrong) {
    let path: Vec<&str> = draft.above().collect();
    if path.len() != depth || path.iter().any(|name| name.is_empty()) {
        let message = match depth {
            0 => "there is no level above it: name one in `levels`".to_owned(),
            1 => "it lies within one area of the level above: name it".to_owned(),
            _ => format!("it lies within {depth} areas: name them from the top down, as in \"county/town\""),
        };
        wrong(draft.at("within"), message);
    }
}

fn borders(draft: &Draft, named: &Named, wrong: Wrong) {
    let own = named.find(&draft.path());
    for (i, name) in draft.area.adjacent.iter().enumerate() {
        let message = match named.find(name) {
            Ok(other) if Ok(other) == own => format!("{:?} borders on itself", shortened(name)),
            Ok(_) => continue,
            Err(message) => message,
        };
        wrong(draft.at(&format!("adjacent[{i}]")), message);
    }
}
