//! From given areas to a city.

use super::check::{areas as check_areas, section};
use super::config::{Coordinates, ExplicitCity};
use super::{AreaConfig, Draft, Tables, Written, distances, table};
use crate::city::cells::rows;
use crate::city::check::{CITY, check_travel};
use crate::city::globe::Globe;
use crate::city::metric::Metric;
use crate::city::surface::Surface;
use crate::city::{Area, City, DistanceConfig, Level, Named, Point, Rows, Sheet, Travel, Zone, polygon, rows_above};
use crate::ids::{AreaId, Column};
use crate::problems::shortened;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

type Problems = Vec<(String, String)>;

/// So many problems are told.
const MOST_TOLD: usize = 100_000;

/// The city of a section and the tables that it names.
///
/// # Errors
/// Everything that is wrong: the path below `city` and a message.
pub fn build(config: &ExplicitCity, tables: &Tables) -> Result<City, Problems> {
    let mut problems = Problems::new();
    let mut wrong = |path: String, message: String| {
        if problems.len() < MOST_TOLD {
            problems.push((path, message));
        }
    };
    section(config, &mut wrong);
    let depth = config.levels.len().saturating_sub(1);
    let upper: Vec<&str> = config.levels.iter().take(depth).map(|level| level.name.as_str()).collect();
    let drafts = drafts(config, tables, depth, &mut wrong);
    if config.coordinates == Coordinates::Degrees
        && let Some(column) = tables.areas.as_ref().and_then(table::in_kilometres)
    {
        let message =
            "kilometres and `coordinates: Degrees`: call the columns `longitude` and `latitude` if they are degrees, else leave it out";
        wrong(column, message.to_owned());
    }
    let degrees = config.coordinates == Coordinates::Degrees || tables.areas.as_ref().is_some_and(table::in_degrees);
    check_areas(config, &drafts, degrees, depth, &mut wrong);
    check_travel(&config.travel, &mut wrong);
    if !problems.is_empty() {
        return Err(problems);
    }
    let order = order(&drafts);
    let sorted: Vec<&Draft> = order.iter().map(|&i| &drafts[i]).collect();
    let globe = match degrees {
        false => None,
        true => {
            let areas = tables.areas.as_ref().map_or("areas", Sheet::path).to_owned();
            Some(Globe::around(sorted.iter().flat_map(|draft| corners(&draft.area))).map_err(|message| vec![(areas, message)])?)
        }
    };
    let plan = Plan { config, depth, sorted, globe };
    let mut city = plan.assemble(|city| plan.travel(city, &order, tables, &mut problems));
    city.unread = tables.areas.as_ref().map(|sheet| table::unread(sheet, &upper)).unwrap_or_default();
    plan.check_torus(&city, &mut problems);
    if problems.is_empty() { Ok(city) } else { Err(problems) }
}

fn drafts<'t>(config: &ExplicitCity, tables: &'t Tables, depth: usize, wrong: &mut dyn FnMut(String, String)) -> Vec<Draft<'t>> {
    if let Some(sheet) = &tables.areas {
        return table::drafts(sheet, &config.levels[..depth], wrong).into_iter().map(Draft::in_short).collect();
    }
    if let Some(side) = config.square_side_km {
        let area = AreaConfig { rectangle: Some(((0.0, 0.0), (side.get(), side.get()))), ..AreaConfig::default() };
        return vec![Draft { name: "square".to_owned(), area, written: Written::Scenario("square_side_km".to_owned()) }];
    }
    let draft = |(name, area): (&String, &AreaConfig)| Draft {
        name: name.clone(),
        area: area.clone(),
        written: Written::Scenario(format!("areas.{name}")),
    };
    config.areas.iter().map(draft).map(Draft::in_short).collect()
}

/// The areas in such an order that those of any area above stand together, else as they are written.
fn order(drafts: &[Draft]) -> Vec<usize> {
    let mut first: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let key: Vec<Vec<usize>> = (0..)
        .zip(drafts)
        .map(|(i, draft)| {
            let names: Vec<&str> = draft.above().collect();
            (1..=names.len()).map(|level| *first.entry(names[..level].to_vec()).or_insert(i)).collect()
        })
        .collect();
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&i| (&key[i], i));
    order
}

/// What names mean among areas of the innermost level.
pub(super) fn named<'d>(drafts: impl Iterator<Item = &'d Draft<'d>>) -> Named<'d> {
    Named::new(drafts.map(|draft| (draft.name.as_str(), draft.path())))
}

/// All corners of an area as they are written; the origin where it has no place.
fn corners(area: &AreaConfig) -> Vec<(f64, f64)> {
    match (area.at, area.rectangle) {
        (Some(at), _) => vec![at],
        (_, Some((a, b))) => vec![(a.0, a.1), (b.0, a.1), (b.0, b.1), (a.0, b.1)],
        _ => area.outline.clone(),
    }
}

/// What the city is put together from.
struct Plan<'a> {
    config: &'a ExplicitCity,
    /// Levels between the city and the innermost areas.
    depth: usize,
    /// The innermost areas in their final order.
    sorted: Vec<&'a Draft<'a>>,
    globe: Option<Globe>,
}

/// The innermost areas on the ground.
struct Ground {
    surface: Surface,
    rings: Vec<Vec<Point>>,
    middle: Vec<Point>,
    km2: Vec<f64>,
    weight: Vec<f64>,
}

impl Plan<'_> {
    /// Levels and the numbers of innermost areas at which the areas of each begin.
    fn levels(&self) -> (Vec<Level>, Vec<Vec<u32>>) {
        let count = self.sorted.len() as u32;
        let differs = |a: u32, b: u32, level: usize| {
            let upper = |leaf: u32| self.sorted[leaf as usize].above().take(level + 1);
            upper(a).ne(upper(b))
        };
        let mut starts = vec![vec![0]];
        for level in 0..self.depth {
            starts.push((0..count).filter(|&leaf| leaf == 0 || differs(leaf, leaf - 1, level)).collect());
        }
        starts.push((0..count).collect());
        let mut levels = Vec::new();
        let mut first = 0;
        for (i, starts) in starts.iter().enumerate() {
            let given = i.checked_sub(1).and_then(|i| self.config.levels.get(i));
            let (name, zh) = match (i, given) {
                (0, _) => (CITY.to_owned(), Some("全市".to_owned())),
                (_, Some(level)) => (level.name.clone(), level.zh.clone()),
                (_, None) => ("area".to_owned(), Some("区域".to_owned())),
            };
            levels.push(Level { name, zh, first: AreaId(first), count: starts.len() as u32, kinds: Vec::new() });
            first += starts.len() as u32;
        }
        (levels, starts)
    }

    fn point(&self, (x, y): (f64, f64)) -> Point {
        self.globe.map_or(Point::new(x, y), |globe| globe.point(x, y))
    }

    fn ground(&self) -> Ground {
        let mut ground = Ground { surface: Surface::new(), rings: Vec::new(), middle: Vec::new(), km2: Vec::new(), weight: self.weights() };
        for (i, draft) in self.sorted.iter().enumerate() {
            let mut ring: Vec<Point> = corners(&draft.area).into_iter().map(|corner| self.point(corner)).collect();
            let at = ring.first().copied().unwrap_or_default();
            if ring.len() < 3 {
                ring.clear();
            } else if polygon::area(&ring) < 0.0 {
                ring.reverse();
            }
            let triangles: Vec<Vec<Point>> = polygon::triangles(&ring).into_iter().map(|t| t.to_vec()).collect();
            ground.km2.push(ground.surface.push(&triangles));
            let centroid = polygon::centroid(&ring);
            let middle = if ring.is_empty() {
                at
            } else if polygon::contains(&ring, centroid) {
                centroid
            } else {
                ground.surface.place(i, 0.5, 0.5).unwrap_or(at)
            };
            ground.middle.push(middle);
            ground.rings.push(ring);
        }
        ground
    }

    /// Weights as given, else residents; where nothing weighs anything, those of which none is given weigh the same.
    fn weights(&self) -> Vec<f64> {
        let stated = || self.sorted.iter().map(|draft| draft.area.weight.map(|weight| weight.get()));
        let residents = self.sorted.iter().map(|draft| f64::from(draft.area.residents.get()));
        let weights: Vec<f64> = stated().zip(residents).map(|(stated, residents)| stated.unwrap_or(residents)).collect();
        if weights.iter().any(|weight| *weight > 0.0) {
            return weights;
        }
        let some_unstated = stated().any(|stated| stated.is_none());
        stated().map(|stated| if some_unstated { stated.unwrap_or(1.0) } else { 1.0 }).collect()
    }

    fn assemble(&self, travel: impl FnOnce(&City) -> Travel) -> City {
        let (levels, starts) = self.levels();
        let ground = self.ground();
        let leaf_level = levels.len() - 1;
        let count = self.sorted.len() as u32;
        let first_leaf = levels[leaf_level].first.0;
        let mut areas = Column::new();
        for (level, begins) in starts.iter().enumerate() {
            for (i, &from) in begins.iter().enumerate() {
                let within = from..begins.get(i + 1).copied().unwrap_or(count);
                areas.push(self.area(&levels, &starts, &ground, level, within));
            }
        }
        let mut rings = Rows::default();
        ground.rings.into_iter().for_each(|ring| rings.push(ring));
        let mut city = City {
            above: rows_above(&levels, &starts, count),
            levels,
            areas,
            partitions: Vec::new(),
            travel: Travel::none(),
            outline: if count == 1 { rings.row(0).to_vec() } else { Vec::new() },
            ground: ground.surface,
            rings,
            near: self.near(first_leaf),
            globe: self.globe,
            unread: Vec::new(),
            middles: Column::new(),
        };
        city.travel = travel(&city);
        city.with_middles()
    }

    fn area(&self, levels: &[Level], starts: &[Vec<u32>], ground: &Ground, level: usize, within: Range<u32>) -> Area {
        let mine = || within.start as usize..within.end as usize;
        let (leaf_level, first_leaf) = (levels.len() - 1, levels[levels.len() - 1].first.0);
        let draft = self.sorted[within.start as usize];
        let chinese = |name: &str| level.checked_sub(1).and_then(|i| self.config.levels.get(i)?.names.get(name).cloned());
        let (name, zh) = match level {
            0 => (CITY.to_owned(), Some("全市".to_owned())),
            _ if level == leaf_level => (draft.name.clone(), draft.area.zh.clone().or_else(|| chinese(&draft.name))),
            _ => {
                let name = draft.above().nth(level - 1).unwrap_or_default();
                (name.to_owned(), chinese(name))
            }
        };
        let child = |leaf: u32| levels[level + 1].first.0 + starts[level + 1].partition_point(|start| *start < leaf) as u32;
        let parent = level.checked_sub(1).map(|up| {
            let at = starts[up].partition_point(|start| *start <= within.start) as u32 - 1;
            AreaId(levels[up].first.0 + at)
        });
        let (centre, zone) = self.middle(ground, mine());
        Area {
            name,
            zh,
            parent,
            level,
            kind: None,
            residents: mine().map(|leaf| self.sorted[leaf].area.residents.get()).sum(),
            weight: ground.weight[mine()].iter().sum(),
            km2: ground.km2[mine()].iter().sum(),
            centre,
            zone,
            station: level == leaf_level && draft.area.station,
            children: if level == leaf_level { 0..0 } else { child(within.start)..child(within.end) },
            leaves: first_leaf + within.start..first_leaf + within.end,
        }
    }

    /// The innermost area nearest to where the weight lies on average, and the zone of most of it.
    fn middle(&self, ground: &Ground, leaves: Range<usize>) -> (Point, Zone) {
        let (mut sum, mut total, mut urban) = (Point::default(), 0.0, 0.0);
        for leaf in leaves.clone() {
            let (weight, at) = (ground.weight[leaf] + 1e-9, ground.middle[leaf]);
            sum = Point::new(sum.x + weight * at.x, sum.y + weight * at.y);
            total += weight;
            urban += if self.sorted[leaf].area.zone == Zone::Urban { weight } else { 0.0 };
        }
        let mean = Point::new(sum.x / total, sum.y / total);
        let nearer = |a: &usize, b: &usize| ground.middle[*a].distance(mean).total_cmp(&ground.middle[*b].distance(mean));
        let at = leaves.min_by(nearer).map_or(mean, |leaf| ground.middle[leaf]);
        (at, if urban * 2.0 > total { Zone::Urban } else { Zone::Outer })
    }

    /// Who borders on whom, whichever side says so.
    fn near(&self, first_leaf: u32) -> Rows<AreaId> {
        let named = named(self.sorted.iter().copied());
        let mut pairs = Vec::new();
        for (draft, i) in self.sorted.iter().zip(0..) {
            pairs.extend(draft.area.adjacent.iter().filter_map(|name| named.find(name).ok()).map(|other| (i, other as u32)));
        }
        let (first, items) = rows(self.sorted.len(), &pairs);
        Rows { first, items: items.into_iter().map(|leaf| AreaId(first_leaf + leaf)).collect() }
    }

    fn travel(&self, city: &City, order: &[usize], tables: &Tables, problems: &mut Problems) -> Travel {
        let first = AreaId(city.leaves().start);
        let mut wrong = |path: String, message: String| problems.push((path, message));
        let torus = self.config.travel.torus();
        let metric = match (&self.config.travel.distance, self.globe) {
            (None, None) | (Some(DistanceConfig::Euclidean), _) => Metric::Euclidean(torus),
            (Some(DistanceConfig::Manhattan), _) => Metric::Manhattan(torus),
            (None | Some(DistanceConfig::GreatCircle), Some(globe)) => Metric::GreatCircle(globe),
            (Some(DistanceConfig::GreatCircle), None) => {
                let message = "great circles need places in degrees: columns `longitude` and `latitude` in a table, `coordinates: Degrees` in \
                               the scenario";
                wrong("travel.distance".to_owned(), message.to_owned());
                Metric::Euclidean(None)
            }
            (Some(DistanceConfig::Matrix { file, km }), _) => {
                let matrix = match (&tables.distances, file.is_some(), km.is_empty()) {
                    (Some(sheet), _, true) => distances::matrix(sheet, &self.sorted, first, &mut wrong),
                    (_, false, false) => distances::inline(km, order, first, &mut wrong),
                    _ => {
                        let message = "a table comes from one place: `Matrix(file: \"km.csv\")` or `Matrix(km: [[0, 2], [2, 0]])`";
                        wrong("travel.distance".to_owned(), message.to_owned());
                        None
                    }
                };
                matrix.map_or(Metric::Euclidean(None), |matrix| Metric::Matrix(Arc::new(matrix)))
            }
        };
        if torus.is_some() && !matches!(metric, Metric::Euclidean(_) | Metric::Manhattan(_)) {
            wrong("travel.torus".to_owned(), "only Euclidean and Manhattan distances have a torus".to_owned());
        }
        Travel::new(&self.config.travel, metric, city.leaves().map(|leaf| city.areas[AreaId(leaf)].zone))
    }

    /// All areas lie within the torus.
    fn check_torus(&self, city: &City, problems: &mut Problems) {
        let Some(torus) = city.travel.metric().torus() else { return };
        for (draft, leaf) in self.sorted.iter().zip(city.leaves()) {
            let corners = city.ring(AreaId(leaf)).iter().copied().chain([city.areas[AreaId(leaf)].centre]);
            if let Some(out) = corners.into_iter().find(|corner| torus.away(*corner) > 1e-9) {
                let message = format!("{:?} reaches ({}, {}), outside the torus", shortened(&draft.name), out.x, out.y);
                problems.push((draft.whole(), message));
            }
        }
    }
}
