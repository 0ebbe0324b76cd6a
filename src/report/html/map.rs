//! The ground as the page draws it: corners in whole metres shared by the areas that meet there, and the tree of
//! areas above them.

use crate::city::{Cells, City, Labels, Point, Zone};
use crate::ids::AreaId;
use crate::metrics::{Dimensions, Name, labels};
use crate::scenario::Model;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Corners nearer than this are one: areas are cut out one by one and may differ in the last digits.
const SNAP_M: i64 = 2;

/// The map; see `docs/report.md`. Without rings where the city is a point.
pub fn map(model: &Model, dimensions: &Dimensions) -> Value {
    let city = &model.city;
    let mut corners = Corners::default();
    let rings: Vec<Value> = city.leaves().map(|leaf| ring(city.ring(AreaId(leaf)), &mut corners).into()).collect();
    let drawn = !corners.all.is_empty();
    let labels = labels(model);
    let stations = model.workforce.stations.iter().map(|station| {
        let (name, zh) = labels[&station.serves].get(station.cell);
        let (place, pace) = (station.spot.place, station.spot.pace);
        json!([metres(place.x), metres(place.y), name, zh.as_deref().unwrap_or(&name), pace / 60.0])
    });
    let outline: Vec<i64> = city.outline().iter().flat_map(|corner| [metres(corner.x), metres(corner.y)]).collect();
    json!({
        "corners": differences(&corners.all),
        "rings": if drawn { Value::from(rings) } else { Value::Array(Vec::new()) },
        "outline": outline,
        "leaf": leaf_level(city, dimensions),
        "levels": dimensions.levels.iter().map(|level| json!({
            "name": level.level,
            "cells": level.cells,
            "of_leaf": level.of_leaf,
        })).collect::<Vec<_>>(),
        "stations": stations.collect::<Vec<_>>(),
    })
}

fn leaf_level(city: &City, dimensions: &Dimensions) -> Value {
    let level = city.levels.last();
    let name = level.map_or(Name::default(), |level| Name::new(&level.name, level.zh.as_ref().unwrap_or(&level.name)));
    let leaves = || city.leaves().map(|leaf| &city.areas[AreaId(leaf)]);
    let labels = Labels::of(city, Cells::Level(city.levels.len() - 1));
    let (names, zh): (Vec<_>, Vec<_>) = (0..dimensions.leaves).map(|leaf| labels.get(leaf)).unzip();
    json!({
        "name": name,
        "count": dimensions.leaves,
        "names": names,
        "zh": zh.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>(),
        "residents": leaves().map(|area| area.residents).collect::<Vec<_>>(),
        "centres": differences(&leaves().map(|area| (metres(area.centre.x), metres(area.centre.y))).collect::<Vec<_>>()),
        "outer": leaves().map(|area| u8::from(area.zone == Zone::Outer)).collect::<Vec<_>>(),
    })
}

fn metres(km: f64) -> i64 {
    (km * 1_000.0).round() as i64
}

/// x and y of each point as steps from the one before: small numbers.
fn differences(points: &[(i64, i64)]) -> Vec<i64> {
    let mut before = (0, 0);
    let mut steps = Vec::with_capacity(2 * points.len());
    for &(x, y) in points {
        steps.extend([x - before.0, y - before.1]);
        before = (x, y);
    }
    steps
}

#[derive(Default)]
struct Corners {
    all: Vec<(i64, i64)>,
    known: BTreeMap<(i64, i64), usize>,
}

impl Corners {
    /// The number of the corner at a place: that of a known one within reach, the nearest, else a new one.
    fn number(&mut self, at: Point) -> usize {
        let (x, y) = (metres(at.x), metres(at.y));
        let near = (x - SNAP_M..=x + SNAP_M).flat_map(|cx| self.known.range((cx, y - SNAP_M)..=(cx, y + SNAP_M)));
        let nearest = near.min_by_key(|((cx, cy), number)| ((cx - x).pow(2) + (cy - y).pow(2), **number));
        if let Some((_, number)) = nearest {
            return *number;
        }
        self.all.push((x, y));
        self.known.insert((x, y), self.all.len() - 1);
        self.all.len() - 1
    }
}

fn ring(points: &[Point], corners: &mut Corners) -> Vec<usize> {
    let mut ring: Vec<usize> = points.iter().map(|point| corners.number(*point)).collect();
    ring.dedup();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    #[test]
    fn neighbours_share_their_corners() {
        let mut corners = Corners::default();
        let at = |x: f64, y: f64| Point::new(x / 1_000.0, y / 1_000.0);
        let first = ring(&[at(0.0, 0.0), at(100.0, 0.0), at(100.0, 100.0), at(0.2, 0.3)], &mut corners);
        let second = ring(&[at(100.4, 0.0), at(200.0, 0.0), at(99.6, 100.9)], &mut corners);
        assert_eq!(first, [0, 1, 2]);
        assert_eq!(second, [1, 3, 2]);
        assert_eq!(differences(&corners.all), [0, 0, 100, 0, 0, 100, 100, -100]);
    }

    #[test]
    fn stations_and_areas_are_called_as_crews_call_them() {
        let place = tempfile::tempdir().unwrap();
        let rows = "name,rectangle,town\ncentre,\"0 0, 3 4\",A\ncentre,\"3 0, 7 4\",B\nhill,\"0 4, 7 6\",B\n";
        std::fs::write(place.path().join("areas.csv"), rows).unwrap();
        let text = r#"(city: Explicit(file: "areas.csv", levels: [(name: "town"), (name: "village")]),
            demand: (volume: "40 /day", categories: { "job": () }),
            workforce: (crews: { "patrol": (crews: 3, based: At(["A/centre", "B/centre", "hill"]), allotted: Equally) }))"#;
        std::fs::write(place.path().join("twins.ron"), text).unwrap();
        let loaded = load(&place.path().join("twins.ron"), &[]).unwrap_or_else(|d| panic!("{}", d.render(false)));
        let dimensions = Dimensions::of(&loaded.model);
        let map = map(&loaded.model, &dimensions);
        let names = ["A/centre", "B/centre", "hill"];
        assert_eq!(dimensions.crews.iter().map(|crew| crew.station.name.as_str()).collect::<Vec<_>>(), names);
        assert_eq!(map["stations"].as_array().unwrap().iter().map(|station| &station[2]).collect::<Vec<_>>(), names);
        assert_eq!(map["leaf"]["names"], json!(names));
    }
}
