//! Where crews are based, and how much work is to be expected around each place.

use super::config::{Allotted, Based};
use super::kind::KindBuilder;
use super::{SkillSet, Station};
use crate::city::{Base, Cells, City, Locator, Metric, Point, Site, Sites, Spot, Zone, catchments};
use crate::ids::{AreaId, CategoryId, Id};
use std::collections::BTreeMap;

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
        Place { serves, cell, spot: serves.middle(city, cell), leaf: serves.leaf(city, cell), away: false }
    }

    /// An area of any level, with its station at `spot`.
    fn at(city: &City, area: AreaId, spot: Spot) -> Place {
        let level = city.areas[area].level;
        let cell = area.0 - city.levels[level].first.0;
        Place { spot, ..Place::of(city, Cells::Level(level), cell) }
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

/// The ground at a place: that of the area around it; of a city that is a single point that of this point. Beyond, outer.
fn zone_at(city: &City, place: Point) -> Zone {
    let is_there = |leaf: &AreaId| !city.ring(*leaf).is_empty() || city.leaf_count() > 1 || place == city.areas[*leaf].centre;
    Locator::new(city).leaf_at(place).filter(is_there).map_or(Zone::Outer, |leaf| city.areas[leaf].zone)
}

impl KindBuilder<'_> {
    /// The places at which the scenario bases the crews; `most` are on one shift.
    pub(super) fn places(&mut self, most: u32) -> Option<Vec<Place>> {
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
            Based::At(sites) => self.at_sites(&path, sites),
            Based::AtPlaces(places) => {
                let sites: Vec<Site> = places.iter().map(|(site, _)| site.clone()).collect();
                self.at_sites(&path, &sites)
            }
            Based::Stations => {
                let marked = City::ids(&city.leaves()).filter(|leaf| city.areas[*leaf].station);
                let marked: Vec<Place> = marked.map(|leaf| Place::at(city, leaf, city.middle(leaf))).collect();
                if marked.is_empty() {
                    self.problems.add(path, "no area is marked with `station: true`, as areas of `city: Explicit(…)` may be");
                }
                Some(marked).filter(|marked| !marked.is_empty())
            }
            Based::Scattered { seed } => {
                let places = city.scatter(*seed, most.max(1) as usize);
                if places.is_none() {
                    self.problems.add(path, "the city has no ground to scatter crews over: its areas are points");
                }
                Some(places?.into_iter().map(|(area, spot)| Place::at(city, area, spot)).collect())
            }
            Based::Away { east_km, north_km } => {
                let centre = Place::centre(city);
                let place = Point::new(centre.spot.place.x + east_km, centre.spot.place.y + north_km);
                let spot = Spot::new(centre.leaf, place, city.travel.pace(zone_at(city, place)));
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

    fn at_sites(&mut self, path: &str, named: &[Site]) -> Option<Vec<Place>> {
        let mut sites = Sites::new(self.city);
        let mut places = Vec::new();
        for (i, site) in named.iter().enumerate() {
            match sites.find(site) {
                Ok((area, spot)) => places.push(Place::at(self.city, area, spot)),
                Err(message) => self.problems.add(format!("{path}.{i}"), message),
            }
        }
        if named.is_empty() {
            self.problems.add(path, "name at least one area");
        }
        (places.len() == named.len() && !places.is_empty()).then_some(places)
    }

    /// Incidents a day expected around each place – on its ground, or nearer to it than to others – that these crews are
    /// competent in.
    pub(super) fn loads(&self, places: &[Place], skills: SkillSet) -> Vec<f64> {
        let given = matches!(self.config.based, Based::AtPlaces(_) | Based::Scattered { .. });
        if self.config.allotted == Allotted::Equally || places.len() == 1 || given {
            return vec![1.0; places.len()];
        }
        let bases: Vec<Base> = places.iter().map(|place| place.station().base()).collect();
        let mut around = vec![Vec::new(); places.len()];
        for (leaf, at) in City::ids(&self.city.leaves()).zip(catchments(self.city, &bases)) {
            around[at as usize].push(leaf);
        }
        // Places with the same ground share what is around them.
        let mut shared: BTreeMap<(Cells, u32), (f64, u32)> = BTreeMap::new();
        for (place, leaves) in places.iter().zip(&around) {
            let (load, sharing) = shared.entry((place.serves, place.cell)).or_default();
            (*load, *sharing) = (*load + self.load(leaves, skills), *sharing + 1);
        }
        places.iter().map(|place| shared[&(place.serves, place.cell)]).map(|(load, sharing)| load / f64::from(sharing)).collect()
    }

    fn load(&self, leaves: &[AreaId], skills: SkillSet) -> f64 {
        let competent = self.demand.categories.enumerate().filter(|(_, c)| skills >> c.department.index() & 1 == 1);
        competent.map(|(category, _)| self.demand.expected_per_day(category) * self.around(category, leaves)).sum()
    }

    fn around(&self, category: CategoryId, leaves: &[AreaId]) -> f64 {
        leaves.iter().map(|leaf| self.demand.spatial_share(category, *leaf)).sum()
    }
}
