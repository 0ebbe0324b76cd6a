//! What must hold of the areas of an explicit city.

use super::Draft;
use super::config::{Coordinates, ExplicitCity};
use crate::city::check::{CITY, FARTHEST, MOST_AREAS, MOST_CORNERS, MOST_LEVELS};
use crate::city::{DistanceConfig, Point, polygon};
use crate::problems::nearest;
use std::collections::{BTreeMap, BTreeSet};

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
    let mut names = BTreeSet::new();
    for draft in drafts {
        if draft.name.is_empty() {
            wrong(draft.at("name"), draft.says("the name is missing"));
        } else if !names.insert(draft.name.as_str()) {
            wrong(draft.at("name"), draft.says(format!("there are two areas called {:?}", draft.name)));
        }
        if draft.name.contains('/') {
            wrong(draft.at("name"), draft.says(format!("{:?}: a \"/\" separates names, it cannot be within one", draft.name)));
        }
        shape(config, draft, degrees, wrong);
    }
    let mut parents: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for draft in drafts {
        nesting(draft, depth, &mut parents, wrong);
        borders(draft, &names, wrong);
    }
    for (i, level) in config.levels.iter().enumerate() {
        let known = |name: &str| if i == depth { names.contains(name) } else { drafts.iter().any(|d| above(d).nth(i) == Some(name)) };
        for name in level.names.keys().filter(|name| !known(name)) {
            wrong(format!("levels[{i}].names.{name}"), format!("no {} is called {name:?}", level.name));
        }
    }
}

/// The names of the areas above, from the top down.
pub fn above(draft: &Draft) -> impl Iterator<Item = &str> {
    draft.area.within.iter().flat_map(|within| within.split('/').map(str::trim))
}

fn shape(config: &ExplicitCity, draft: &Draft, degrees: bool, wrong: Wrong) {
    let area = &draft.area;
    let shapes = [area.at.is_some(), area.rectangle.is_some(), !area.outline.is_empty()].iter().filter(|given| **given).count();
    let optional = matches!(config.travel.distance, Some(DistanceConfig::Matrix { .. }));
    if shapes == 0 && !optional {
        let message = "it needs a place: `at: (1, 2)`, `rectangle: ((0, 0), (1, 1))` or `outline: [(0, 0), (1, 0), (1, 1)]`";
        let message = if draft.row.is_empty() { message } else { "it needs a place: coordinates or an outline" };
        wrong(draft.at("at"), draft.says(message));
    } else if shapes > 1 {
        wrong(draft.at("at"), draft.says("it has one shape only: `at`, `rectangle` or `outline`"));
    }
    let far =
        |(x, y): (f64, f64)| !(if degrees { x.abs() <= 360.0 && y.abs() <= 90.0 } else { x.abs() <= FARTHEST && y.abs() <= FARTHEST });
    let bounds = if degrees { "are longitude and latitude".to_owned() } else { format!("lie within {FARTHEST} km of the origin") };
    let fields = [("at", area.at), ("rectangle", area.rectangle.map(|r| r.0)), ("rectangle", area.rectangle.map(|r| r.1))];
    let given = fields.into_iter().filter_map(|(field, at)| Some((field.to_owned(), at?)));
    let corners = area.outline.iter().enumerate().map(|(i, at)| (format!("outline[{i}]"), *at));
    let out: Vec<_> = given.chain(corners).filter(|(_, at)| far(*at)).collect();
    for (field, (x, y)) in &out {
        wrong(draft.at(field), draft.says(format!("({x}, {y}): coordinates {bounds}")));
    }
    if !out.is_empty() {
        return;
    }
    if area.rectangle.is_some_and(|(a, b)| a.0 == b.0 || a.1 == b.1) {
        wrong(draft.at("rectangle"), draft.says("the corners lie on one line: it encloses no ground"));
    }
    let outline: Vec<Point> = area.outline.iter().map(|&(x, y)| Point::new(x, y)).collect();
    if outline.is_empty() {
        return;
    }
    if outline.len() < 3 || outline.len() > MOST_CORNERS {
        let message = format!("an outline has between 3 and {MOST_CORNERS} corners, not {}", outline.len());
        wrong(draft.at("outline"), draft.says(message));
    } else if polygon::crossing(&outline).is_some() {
        wrong(draft.at("outline"), draft.says("the outline must not cross or fold back"));
    } else if polygon::area(&outline).abs() < 1e-12 {
        wrong(draft.at("outline"), draft.says("the outline encloses no ground"));
    }
}

/// An area has one name for each level above, and areas of one name lie within the same ones.
fn nesting<'d>(draft: &'d Draft, depth: usize, parents: &mut BTreeMap<&'d str, Vec<&'d str>>, wrong: Wrong) {
    let path: Vec<&str> = above(draft).collect();
    if path.len() != depth || path.iter().any(|name| name.is_empty()) {
        let message = match depth {
            0 => "there is no level above it: name one in `levels`".to_owned(),
            1 => "it lies within one area of the level above: name it".to_owned(),
            _ => format!("it lies within {depth} areas: name them from the top down, as in \"county/town\""),
        };
        return wrong(draft.at("within"), draft.says(message));
    }
    if path.contains(&draft.name.as_str()) || (1..path.len()).any(|i| path[..i].contains(&path[i])) {
        return wrong(draft.at("within"), draft.says(format!("{:?} lies within itself", draft.name)));
    }
    for (i, name) in path.iter().enumerate() {
        let known = parents.entry(name).or_insert_with(|| path[..i].to_vec());
        if *known != path[..i] {
            let other = if known.len() == i { known.join("/") } else { "another level".to_owned() };
            let message = format!("{name:?} lies within {:?} here, but elsewhere within {other:?}", path[..i].join("/"));
            wrong(draft.at("within"), draft.says(message));
        }
    }
}

fn borders(draft: &Draft, names: &BTreeSet<&str>, wrong: Wrong) {
    for (i, name) in draft.area.adjacent.iter().enumerate() {
        if *name == draft.name {
            wrong(draft.at(&format!("adjacent[{i}]")), draft.says(format!("{name:?} borders on itself")));
        } else if !names.contains(name.as_str()) {
            let hint = nearest(name, names.iter().copied()).map_or(String::new(), |near| format!("; did you mean {near:?}?"));
            wrong(draft.at(&format!("adjacent[{i}]")), draft.says(format!("there is no area called {name:?}{hint}")));
        }
    }
}
