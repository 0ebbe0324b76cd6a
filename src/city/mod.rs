//! The city: a tree of areas over ground, who lives in them, and how long it takes to get about.
//!
//! A city is given area by area (`explicit`) or generated from a few published facts: its outline, residents, the counts of its areas, the
//! centres of its parts. The generator places the smallest areas by density, then cuts the city from the
//! top down into connected parts of about equal population; counts, sums and nesting are exact, and all of
//! it follows from the seed. It has no road network and no land use. A [`City`] never changes in a run.

mod apportion;
mod build;
mod catchment;
mod cells;
mod census;
mod check;
mod config;
mod curve;
mod division;
mod explicit;
mod generate;
mod geometry;
mod globe;
mod graph;
mod groups;
mod hierarchy;
mod locate;
mod matrix;
mod metric;
mod named;
mod outline;
mod places;
mod polygon;
mod residents;
mod sheet;
mod site;
mod sites;
mod split;
#[cfg(test)]
mod square_root_tests;
mod streams;
mod surface;
mod travel;
mod travel_config;
#[cfg(test)]
mod travel_tests;
mod variant;

pub use catchment::{Base, catchments};
pub use check::Problems;
pub use config::{Between, CityConfig, GeneratedCity, GroupConfig, Groups, KindConfig, LevelConfig, Places, PointCity, Zone, ZoneBounds};
pub use curve::Curve;
pub use division::{Cells, Labels};
pub use explicit::{AreaConfig, Coordinates, ExplicitCity, LevelName, NEEDS_PLACE, ONE_FOR_EACH, Tables};
pub use geometry::{Point, Spot};
pub use globe::Globe;
pub use locate::Locator;
pub use matrix::Matrix;
pub use metric::{Metric, Torus};
pub use named::{Named, proposed};
pub use places::PlaceRow;
pub use sheet::{OPEN_QUOTE, OTHER_WORDS, Sheet, Unread, not_by_commas, open_quote};
pub use site::{Site, Sites};
pub use travel::Travel;
pub use travel_config::{DistanceConfig, TimeConfig, TravelConfig};
#[cfg(test)]
pub(crate) use travel_tests::test_travel;

use crate::ids::{AreaId, Column, Id};
use crate::random::{Choice, unit};
use rand_chacha::rand_core::Rng;
use std::ops::Range;
use surface::Surface;

/// A city as a run sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct City {
    /// The levels of areas from the top down; the first is the city itself.
    pub levels: Vec<Level>,
    /// All areas, level by level. Those below any area stand together on each level.
    pub areas: Column<AreaId, Area>,
    /// Other ways to divide the city than its levels.
    pub partitions: Vec<Partition>,
    /// Travel times.
    pub travel: Travel,
    /// The middle of every area, as travel needs it.
    middles: Column<AreaId, Spot>,
    outline: Vec<Point>,
    /// The areas that each leaf lies in, from the top down: a row for each leaf, as who asks for one level of it soon asks
    /// for another.
    above: Vec<AreaId>,
    ground: Surface,
    rings: Rows<Point>,
    near: Rows<AreaId>,
    globe: Option<Globe>,
    /// Columns of its table of areas, or of their names, that are not read.
    pub unread: Vec<Unread>,
}

/// One level of areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// What one area of the level is called, as in "governance_unit".
    pub name: String,
    /// The same in Chinese.
    pub zh: Option<String>,
    /// Its first area; the others follow.
    pub first: AreaId,
    /// How many areas it has.
    pub count: u32,
    /// The kinds that [`Area::kind`] refers to.
    pub kinds: Vec<Name>,
}

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name that scenarios and records use.
    pub name: String,
    /// The name in Chinese, if it is another.
    pub zh: Option<String>,
}

/// One area of any level.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Its name, in the language of its source.
    pub name: String,
    /// Its name in Chinese, if `name` is not.
    pub zh: Option<String>,
    /// The area around it; none for the city.
    pub parent: Option<AreaId>,
    /// Position of its level in [`City::levels`].
    pub level: usize,
    /// Position of its kind in [`Level::kinds`].
    pub kind: Option<usize>,
    /// How many people live there.
    pub residents: u32,
    /// Its weight where incidents are spread by residents: its residents, unless a scenario gives another.
    pub weight: f64,
    /// Its ground in km².
    pub km2: f64,
    /// The middle of the leaf nearest to where its residents live on average, so always within the area.
    pub centre: Point,
    /// The zone in which most of its residents live.
    pub zone: Zone,
    /// Whether a scenario marks it as having a station.
    pub station: bool,
    /// The areas of the next level within it.
    pub children: Range<u32>,
    /// The areas of the last level within it; a leaf holds itself.
    pub leaves: Range<u32>,
}

/// A way to divide the city that is not one of its levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    /// What one part is called, as in "former_area".
    pub name: String,
    /// The same in Chinese.
    pub zh: Option<String>,
    /// The parts.
    pub parts: Vec<Part>,
    /// For each leaf, counting from the first, the position of its part.
    pub of_leaf: Vec<u16>,
}

/// One part of a [`Partition`].
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its name in Chinese.
    pub zh: Option<String>,
    /// Its centre as the scenario gives it.
    pub centre: Point,
    /// Its kind of ground.
    pub zone: Zone,
    /// How many people live there.
    pub residents: u32,
}

/// Lists of unequal length in one.
#[derive(Clone, Debug, PartialEq)]
struct Rows<T> {
    first: Vec<u32>,
    items: Vec<T>,
}

impl<T> Rows<T> {
    fn row(&self, index: usize) -> &[T] {
        &self.items[self.first[index] as usize..self.first[index + 1] as usize]
    }

    fn push(&mut self, row: impl IntoIterator<Item = T>) {
        self.items.extend(row);
        self.first.push(self.items.len() as u32);
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows { first: vec![0], items: Vec::new() }
    }
}

/// The rows of [`City::above`]; `starts` has, for each level, the leaf with which each of its areas begins.
fn rows_above(levels: &[Level], starts: &[impl AsRef<[u32]>], leaves: u32) -> Vec<AreaId> {
    let mut row: Vec<AreaId> = levels.iter().map(|level| level.first).collect();
    let mut rows = Vec::with_capacity(leaves as usize * row.len());
    for leaf in 0..leaves {
        for ((area, level), starts) in row.iter_mut().zip(levels).zip(starts) {
            while starts.as_ref().get((area.0 - level.first.0) as usize + 1).is_some_and(|next| *next <= leaf) {
                area.0 += 1;
            }
        }
        rows.extend(&row);
    }
    rows
}

impl City {
    /// The city that a scenario describes, with the tables that its section names.
    ///
    /// # Errors
    /// Everything that is wrong: the path below `city` and a message.
    pub fn build(config: &CityConfig, tables: &Tables) -> Result<City, Problems> {
        match config {
            CityConfig::Generated(config) => generate::generate(config, tables.places.as_ref()),
            CityConfig::Explicit(config) => explicit::build(config, tables),
            CityConfig::Point(config) => Ok(build::point(config.residents.map_or(0, |residents| residents.get()))),
        }
    }

    /// The smallest areas.
    pub fn leaves(&self) -> Range<u32> {
        self.areas[AreaId(0)].leaves.clone()
    }

    /// How many smallest areas there are.
    pub fn leaf_count(&self) -> usize {
        self.leaves().len()
    }

    /// The position of the level called `name`.
    pub fn level(&self, name: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.name == name)
    }

    /// The partition called `name`.
    pub fn partition(&self, name: &str) -> Option<&Partition> {
        self.partitions.iter().find(|partition| partition.name == name)
    }

    /// The areas of a level.
    pub fn areas_of(&self, level: usize) -> impl DoubleEndedIterator<Item = AreaId> + ExactSizeIterator + use<> {
        let Level { first, count, .. } = self.levels[level];
        (first.0..first.0 + count).map(AreaId)
    }

    /// The area of `level` that a leaf lies in.
    #[inline]
    pub fn ancestor(&self, leaf: AreaId, level: usize) -> AreaId {
        self.above[self.number(leaf) * self.levels.len() + level]
    }

    /// A leaf's place among the leaves, counting from 0.
    #[inline]
    pub fn number(&self, leaf: AreaId) -> usize {
        (leaf.0 - self.leaves().start) as usize
    }

    /// The place in a leaf that two numbers in (0, 1) select, uniform over its ground.
    pub fn place_in(&self, leaf: AreaId, u: f64, v: f64) -> Point {
        self.ground.place(self.number(leaf), u, v).unwrap_or(self.areas[leaf].centre)
    }

    /// The border of a leaf, counter-clockwise, for maps; empty when the city is a point. Where the outline
    /// cuts a leaf in pieces, they are joined by edges that run there and back.
    pub fn ring(&self, leaf: AreaId) -> &[Point] {
        self.rings.row(self.number(leaf))
    }

    /// The leaves that border on a leaf, by rising id.
    pub fn near(&self, leaf: AreaId) -> &[AreaId] {
        self.near.row(self.number(leaf))
    }

    /// The corners of the city's outline, counter-clockwise; empty when the city is a point.
    pub fn outline(&self) -> &[Point] {
        &self.outline
    }

    /// Whether a place is near enough to be meant: at most 20,000 km from the origin in either direction, on a globe also
    /// beside the areas.
    pub fn reaches(&self, place: Point) -> bool {
        let near = |at: f64| at.abs() <= check::FARTHEST;
        near(place.x) && near(place.y) && self.globe.is_none_or(|globe| globe.reaches(place))
    }

    /// Time between two places by the zones of the leaves around them, `factor` times as long as usual.
    pub fn travel_time(&self, from: (AreaId, Point), to: (AreaId, Point), factor: f64) -> crate::time::Duration {
        self.travel.duration(&self.spot(from.0, from.1), &self.spot(to.0, to.1), factor)
    }

    /// A place in a leaf, for travel.
    #[inline]
    pub fn spot(&self, leaf: AreaId, place: Point) -> Spot {
        Spot::new(leaf, self.on_ground(place), self.middles[leaf].pace)
    }

    /// The middle of an area of any level, for travel. Distances of a table are those of the leaf that it lies in.
    #[inline]
    pub fn middle(&self, area: AreaId) -> Spot {
        self.middles[area]
    }

    /// A place as travel has it: on a torus, where it lies.
    #[inline]
    fn on_ground(&self, place: Point) -> Point {
        self.travel.metric().torus().map_or(place, |torus| torus.within(place))
    }

    /// The city with the middles of its areas, which are asked for in every run.
    fn with_middles(mut self) -> City {
        let middle = |(id, area): (AreaId, &Area)| {
            let there = |leaf: &AreaId| self.areas[*leaf].centre == area.centre;
            let first = AreaId(area.leaves.start);
            let leaf = if self.leaves().contains(&id.0) { id } else { City::ids(&area.leaves).find(there).unwrap_or(first) };
            Spot { middle: true, ..Spot::new(leaf, self.on_ground(area.centre), self.travel.pace(area.zone)) }
        };
        self.middles = self.areas.enumerate().map(middle).collect();
        self
    }

    /// `count` places uniform over the ground, in the order drawn; none where there is no ground.
    pub fn scatter(&self, seed: u64, count: usize) -> Option<Vec<(AreaId, Spot)>> {
        let km2: Vec<f64> = self.leaves().map(|leaf| self.areas[AreaId(leaf)].km2).collect();
        let choice = Choice::new(&km2)?;
        let mut stream = streams::Stream::Stations.of(seed);
        let mut luck = || unit(stream.next_u64());
        let mut draw = || {
            let leaf = AreaId(self.leaves().start + choice.pick(luck()) as u32);
            let (u, v) = (luck(), luck());
            (leaf, self.spot(leaf, self.place_in(leaf, u, v)))
        };
        Some((0..count).map(|_| draw()).collect())
    }

    /// Whether its areas lie nowhere: a table says how far they are apart, and that is all.
    pub fn is_without_places(&self) -> bool {
        let nowhere = |leaf: u32| self.areas[AreaId(leaf)].centre == Point::default();
        matches!(self.travel.metric(), Metric::Matrix(_)) && self.leaf_count() > 1 && self.leaves().all(nowhere)
    }

    /// Longitude and latitude, where areas are given by them.
    pub fn globe(&self) -> Option<&Globe> {
        self.globe.as_ref()
    }

    /// Places that span the ground.
    pub fn corners(&self) -> impl Iterator<Item = Point> {
        let rings = if self.outline.is_empty() { &self.rings.items[..] } else { &[] };
        let centres = self.leaves().map(|leaf| self.areas[AreaId(leaf)].centre);
        self.outline.iter().chain(rings).copied().chain(centres)
    }

    /// The range of ids as ids.
    pub fn ids(range: &Range<u32>) -> impl DoubleEndedIterator<Item = AreaId> + ExactSizeIterator + use<> {
        (range.start as usize..range.end as usize).map(AreaId::new)
    }
}
