//! Putting a city together from what the generator decided: areas, names, kinds, tables.

use super::config::{GeneratedCity, LevelConfig, Zone};
use super::geometry::Point;
use super::groups::Group;
use super::hierarchy::Hierarchy;
use super::metric::Metric;
use super::places::PlaceRow;
use super::streams::Stream;
use super::surface::Surface;
use super::travel::Travel;
use super::travel_config::{DistanceConfig, TravelConfig};
use super::{Area, City, Level, Name, Part, Partition, Rows, check, rows_above};
use crate::ids::{AreaId, Column};
use crate::random::unit;
use rand_chacha::rand_core::Rng;

/// What the generator decided.
pub struct Draft<'a> {
    /// The section of the scenario.
    pub config: &'a GeneratedCity,
    /// The table of names.
    pub rows: &'a [PlaceRow],
    /// The parts of the city.
    pub groups: &'a [Group],
    /// The levels, with that of the groups among them, over sites.
    pub hierarchy: &'a Hierarchy,
    /// The group of each site.
    pub label: &'a [u32],
    /// Where the sites are.
    pub sites: &'a [Point],
    /// Which sites border on each other.
    pub adjacent: &'a [(u32, u32)],
}

/// What belongs to each of the smallest areas, in the order of the hierarchy.
pub struct Leaves {
    /// People.
    pub residents: Vec<u64>,
    /// Ground in km².
    pub km2: Vec<f64>,
    /// Ground to draw places from.
    pub ground: Surface,
    /// Borders.
    pub rings: Vec<Vec<Point>>,
}

/// The city of a draft. `groups_at` is the position of the groups' level in the hierarchy.
pub fn assemble(draft: &Draft, groups_at: usize, outline: Vec<Point>, leaves: Leaves) -> City {
    let starts: Vec<&[u32]> =
        draft.hierarchy.starts.iter().enumerate().filter(|&(layer, _)| layer != groups_at).map(|(_, starts)| &starts[..]).collect();
    let mut levels = Vec::new();
    let mut first = 0;
    for (level, starts) in starts.iter().enumerate() {
        let count = starts.len() as u32;
        let kinds =
            |config: &LevelConfig| config.kinds.iter().map(|(name, kind)| Name { name: name.clone(), zh: kind.zh.clone() }).collect();
        let (name, zh, kinds) = match level.checked_sub(1).map(|i| &draft.config.levels[i]) {
            Some(config) => (config.name.clone(), config.zh.clone(), kinds(config)),
            None => (check::CITY.to_owned(), Some("全市".to_owned()), Vec::new()),
        };
        levels.push(Level { name, zh, first: AreaId(first), count, kinds });
        first += count;
    }
    let mut areas = Column::new();
    for level in 0..levels.len() {
        add_level(draft, &levels, &starts, level, &leaves, &mut areas);
    }
    let mut rings = Rows::default();
    leaves.rings.into_iter().for_each(|ring| rings.push(ring));
    let leaf_zones = areas.iter().filter(|area| area.level + 1 == levels.len()).map(|area| area.zone);
    let partition = |groups: &super::Groups| partition(draft, groups.name.clone(), groups.zh.clone(), &leaves.residents);
    City {
        above: rows_above(&levels, &starts, draft.sites.len() as u32),
        partitions: draft.config.groups.iter().map(partition).collect(),
        travel: Travel::new(&draft.config.travel, metric(&draft.config.travel), leaf_zones),
        globe: None,
        unread: Vec::new(),
        near: near(draft, levels[levels.len() - 1].first),
        ground: leaves.ground,
        levels,
        areas,
        outline,
        rings,
        middles: Column::new(),
    }
    .with_middles()
}

fn add_level(draft: &Draft, levels: &[Level], starts: &[&[u32]], level: usize, leaves: &Leaves, areas: &mut Column<AreaId, Area>) {
    let count = draft.sites.len() as u32;
    let leaf_level = levels.len() - 1;
    let span = |starts: &[u32], i: usize| starts[i]..starts.get(i + 1).copied().unwrap_or(count);
    let mut kinds = kinds(draft, level);
    let mut names = names(draft, level, starts[level]);
    for i in 0..starts[level].len() {
        let within = span(starts[level], i);
        let children = match starts.get(level + 1) {
            Some(below) => {
                let child = |at: u32| levels[level + 1].first.0 + below.partition_point(|&start| start < at) as u32;
                child(within.start)..child(within.end)
            }
            None => 0..0,
        };
        let parent = level.checked_sub(1).map(|upper| {
            let above = starts[upper].partition_point(|&start| start <= within.start) as u32 - 1;
            AreaId(levels[upper].first.0 + above)
        });
        let mine = within.start as usize..within.end as usize;
        let (centre, zone) = middle(draft, mine.clone(), &leaves.residents);
        let Name { name, zh } = names.next().expect("a name for each area");
        areas.push(Area {
            name,
            zh,
            parent,
            level,
            kind: kinds.pop(),
            residents: leaves.residents[mine.clone()].iter().sum::<u64>() as u32,
            weight: leaves.residents[mine.clone()].iter().sum::<u64>() as f64,
            km2: leaves.km2[mine].iter().sum(),
            centre,
            zone,
            station: false,
            children,
            leaves: levels[leaf_level].first.0 + within.start..levels[leaf_level].first.0 + within.end,
        });
    }
}

/// The site nearest to where the residents live on average, and the zone where most of them do.
fn middle(draft: &Draft, leaves: std::ops::Range<usize>, residents: &[u64]) -> (Point, Zone) {
    let site = |leaf: usize| draft.sites[draft.hierarchy.order[leaf] as usize];
    let zone = |leaf: usize| draft.groups[draft.label[draft.hierarchy.order[leaf] as usize] as usize].zone;
    let (mut sum, mut total, mut urban) = (Point::default(), 0.0, 0.0);
    for leaf in leaves.clone() {
        // Nobody's ground still has a middle.
        let weight = residents[leaf] as f64 + 1e-6;
        sum = Point::new(sum.x + weight * site(leaf).x, sum.y + weight * site(leaf).y);
        total += weight;
        urban += if zone(leaf) == Zone::Urban { weight } else { 0.0 };
    }
    let mean = Point::new(sum.x / total, sum.y / total);
    let first = site(leaves.start);
    let nearer = |best: Point, leaf: usize| if site(leaf).distance(mean) < best.distance(mean) { site(leaf) } else { best };
    (leaves.fold(first, nearer), if urban * 2.0 > total { Zone::Urban } else { Zone::Outer })
}

/// The kinds of a level's areas, the last area's first, in random order.
fn kinds(draft: &Draft, level: usize) -> Vec<usize> {
    let Some(config) = level.checked_sub(1).map(|i| &draft.config.levels[i]) else { return Vec::new() };
    let copies = config.kinds.values().enumerate().map(|(kind, k)| std::iter::repeat_n(kind, k.count.get() as usize));
    let mut kinds: Vec<usize> = copies.flatten().collect();
    let mut stream = Stream::Kinds.of(draft.config.seed);
    stream.set_word_pos((level as u128) << 32);
    for i in (1..kinds.len()).rev() {
        let j = (unit(stream.next_u64()) * (i + 1) as f64) as usize;
        kinds.swap(i, j.min(i));
    }
    kinds
}

/// The names of a level's areas: from the table, from the groups if the areas are the groups, else numbered.
fn names<'a>(draft: &'a Draft, level: usize, starts: &'a [u32]) -> Box<dyn Iterator<Item = Name> + 'a> {
    let Some(i) = level.checked_sub(1) else {
        return Box::new(std::iter::once(Name { name: check::CITY.to_owned(), zh: Some("全市".to_owned()) }));
    };
    let config = &draft.config.levels[i];
    let group = |start: &u32| draft.label[draft.hierarchy.order[*start as usize] as usize] as usize;
    if draft.config.places.as_ref().is_some_and(|places| places.level == config.name) {
        let mut taken = vec![0; draft.groups.len()];
        return Box::new(starts.iter().map(move |start| {
            let g = group(start);
            taken[g] += 1;
            let row = &draft.rows[draft.groups[g].rows[taken[g] - 1] as usize];
            Name { name: row.name.clone(), zh: row.zh.clone() }
        }));
    }
    let first_so_large = draft.config.levels[..i].iter().all(|upper| upper.count.get() < config.count.get());
    if draft.config.groups.is_some() && starts.len() == draft.groups.len() && first_so_large {
        return Box::new(starts.iter().map(move |start| {
            let Group { name, zh, .. } = &draft.groups[group(start)];
            Name { name: name.clone(), zh: zh.clone() }
        }));
    }
    let words = config.name.replace('_', " ");
    Box::new((1..=starts.len()).map(move |n| Name { name: format!("{words} {n}"), zh: config.zh.as_ref().map(|zh| format!("{zh}{n}")) }))
}

fn partition(draft: &Draft, name: String, zh: Option<String>, residents: &[u64]) -> Partition {
    let of_leaf: Vec<u16> = draft.hierarchy.order.iter().map(|&site| draft.label[site as usize] as u16).collect();
    let mut people = vec![0; draft.groups.len()];
    of_leaf.iter().zip(residents).for_each(|(&group, n)| people[group as usize] += n);
    let part = |(group, &n): (&Group, &u64)| Part {
        name: group.name.clone(),
        zh: group.zh.clone(),
        centre: group.centre,
        zone: group.zone,
        residents: n as u32,
    };
    Partition { name, zh, parts: draft.groups.iter().zip(&people).map(part).collect(), of_leaf }
}

fn near(draft: &Draft, first: AreaId) -> Rows<AreaId> {
    let mut leaf = vec![0; draft.sites.len()];
    draft.hierarchy.order.iter().enumerate().for_each(|(i, &site)| leaf[site as usize] = i as u32);
    let pairs: Vec<(u32, u32)> = draft.adjacent.iter().map(|&(a, b)| (leaf[a as usize], leaf[b as usize])).collect();
    let (starts, items) = super::cells::rows(draft.sites.len(), &pairs);
    Rows { first: starts, items: items.into_iter().map(|leaf| AreaId(first.0 + leaf)).collect() }
}

/// How distances are measured in a generated city, which knows neither degrees nor tables.
fn metric(travel: &TravelConfig) -> Metric {
    match travel.distance {
        Some(DistanceConfig::Manhattan) => Metric::Manhattan(travel.torus()),
        _ => Metric::Euclidean(travel.torus()),
    }
}

/// A city that is one point.
pub fn point(residents: u32) -> City {
    let city = Area {
        name: check::CITY.to_owned(),
        zh: Some("全市".to_owned()),
        parent: None,
        level: 0,
        kind: None,
        residents,
        weight: f64::from(residents.max(1)),
        km2: 0.0,
        centre: Point::default(),
        zone: Zone::Urban,
        station: false,
        children: 0..0,
        leaves: 0..1,
    };
    let mut ground = Surface::new();
    ground.push(&[]);
    let mut rings = Rows::default();
    rings.push([]);
    let mut near = Rows::default();
    near.push([]);
    let (name, zh, first) = (check::CITY.to_owned(), Some("全市".to_owned()), AreaId(0));
    City {
        levels: vec![Level { name, zh, first, count: 1, kinds: Vec::new() }],
        areas: Column::from(vec![city]),
        partitions: Vec::new(),
        travel: Travel::none(),
        outline: Vec::new(),
        above: vec![AreaId(0)],
        ground,
        rings,
        near,
        globe: None,
        unread: Vec::new(),
        middles: Column::new(),
    }
    .with_middles()
}
