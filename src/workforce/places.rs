//! Where crews are based, and how much work is to be expected around each place.

use super::build::KindBuilder;
use super::config::{Allotted, Based};
use super::{SkillSet, Station};
use crate::city::{Cells, City, Metric, Point, Spot, Zone};
use crate::ids::{AreaId, CategoryId, Id};

/// Further from the middle of the city than this no crew is based.
const FARTHEST_KM: f64 = 1_000.0;

/// A place that crews may be based at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    serves: Cells,
    cell: u32,
    spot: Spot,
    leaf: AreaId,
    away: bool,
}

impl Place {
    fn of(city: &City, serves: Cells, cell: u32) -> Place {
        let (spot, leaf) = serves.middle(city, cell);
        Place { serves, cell, spot, leaf, away: false }
    }

    /// The middle of the city.
    pub(super) fn centre(city: &City) -> Place {
        Place::of(city, Cells::CITY, 0)
    }

    /// The station there.
    pub(super) fn station(self) -> Station {
        let Place { serves, cell, spot, leaf, away } = self;
        Station { kind: 0, serves, cell, spot, leaf, away }
    }
}

impl KindBuilder<'_> {
    /// The places at which the scenario bases the crews.
    pub(super) fn places(&mut self) -> Option<Vec<Place>> {
        let city = self.city;
        let path = format!("{}.based", self.path);
        match &self.config.based {
            Based::Centre => Some(vec![Place::centre(city)]),
            Based::Each(name) => match Cells::find(city, name) {
                Some(cells) => Some((0..cells.count(city) as u32).map(|cell| Place::of(city, cells, cell)).collect()),
                None => {
                    self.problems.unknown(path, "level or partition", name, Cells::names(city));
                    None
                }
            },
            Based::At(names) => {
                let mut places = Vec::new();
                for (i, name) in names.iter().enumerate() {
                    match city.areas.enumerate().find(|(_, a)| a.name == *name) {
                        Some((id, area)) => {
                            let cell = id.0 - city.levels[area.level].first.0;
                            places.push(Place::of(city, Cells::Level(area.level), cell));
                        }
                        None => self.problems.unknown(format!("{path}.{i}"), "area", name, city.areas.iter().map(|a| a.name.as_str())),
                    }
                }
                if names.is_empty() {
                    self.problems.add(path, "name at least one area");
                }
                (places.len() == names.len() && !places.is_empty()).then_some(places)
            }
            Based::Away { east_km, north_km } => {
                let centre = Place::centre(city);
                let place = Point::new(centre.spot.place.x + east_km, centre.spot.place.y + north_km);
                let spot = Spot::new(centre.leaf, place, city.travel.pace(Zone::Outer));
                // Not the other way round: neither holds for what is no number.
                let near = east_km.abs() <= FARTHEST_KM && north_km.abs() <= FARTHEST_KM;
                let plane = matches!(city.travel.metric(), Metric::Euclidean(None) | Metric::Manhattan(None));
                if !near {
                    self.problems.add(path, format!("a place lies within {FARTHEST_KM:.0} km of the middle of the city"));
                } else if !plane {
                    self.problems
                        .add(path, "only on a plane is there a place so many kilometres east and north; base the crews in an area");
                }
                (near && plane).then(|| vec![Place { spot, away: true, ..centre }])
            }
        }
    }

    /// Incidents a day expected around each place that these crews are competent in.
    pub(super) fn loads(&self, places: &[Place], skills: SkillSet) -> Vec<f64> {
        if self.config.allotted == Allotted::Equally || places.len() == 1 {
            return vec![1.0; places.len()];
        }
        places
            .iter()
            .map(|place| {
                let leaves = place.serves.leaves(self.city, place.cell);
                let mut load = 0.0;
                for (category, c) in self.demand.categories.enumerate() {
                    if skills >> c.department.index() & 1 == 1 {
                        load += self.demand.expected_per_day(category) * self.around(category, &leaves);
                    }
                }
                load
            })
            .collect()
    }

    fn around(&self, category: CategoryId, leaves: &[AreaId]) -> f64 {
        leaves.iter().map(|leaf| self.demand.spatial_share(category, *leaf)).sum()
    }
}
