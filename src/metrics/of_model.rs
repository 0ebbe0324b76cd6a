//! The names behind the numbers of a given model.

use super::dimensions::{CrewDimension, DeskDimension, Dimensions, LevelDimension, Name, Targets};
use crate::city::{Cells, City, Labels};
use crate::ids::{AreaId, CrewId};
use crate::scenario::{Model, OnSceneMeans};
use crate::workforce::Workforce;
use std::collections::{BTreeMap, BTreeSet};

/// Levels and partitions with more cells than this are not shown: nobody reads so long a table.
const MOST_CELLS: usize = 2_000;

fn name(name: &str, zh: Option<&str>) -> Name {
    Name::new(name, zh.unwrap_or(name))
}

impl Dimensions {
    /// All that metrics need to know of `model`.
    pub fn of(model: &Model) -> Dimensions {
        let (city, demand, structure) = (&model.city, &model.demand, &model.structure);
        let labels = labels(model);
        let shared = shared_shifts(&model.workforce);
        Dimensions {
            categories: demand.categories.iter().map(|c| name(&c.name, Some(&c.zh))).collect(),
            channels: demand.channels.iter().map(|c| name(&c.name, Some(&c.zh))).collect(),
            facilities: demand.facilities.iter().map(|f| name(&f.name, Some(&f.zh))).collect(),
            settlers: structure.settlers.iter().map(|s| name(&s.name, s.zh.as_deref())).collect(),
            desks: structure
                .desks
                .ids()
                .map(|desk| {
                    let kind = structure.kind(desk);
                    let (place, zh) = structure.place(&labels[&kind.serves], desk);
                    DeskDimension { name: name(&kind.name, kind.zh.as_deref()), place: name(&place, zh.as_deref()) }
                })
                .collect(),
            crews: model.workforce.crews.ids().map(|crew| crew_dimension(model, &labels, &shared, crew)).collect(),
            levels: levels(city),
            first_leaf: AreaId(city.leaves().start),
            leaves: city.leaf_count() as u32,
            first_weekday: demand.calendar.weekday(0) as u8,
            days: model.days,
            warmup_days: model.warmup_days,
            targets: Targets {
                limits: model.targets.limits(),
                clock: model.targets.clock,
                until_handled: model.targets.on_scene_means == OnSceneMeans::Handled,
                primary: model.targets.primary,
            },
        }
    }
}

/// What the cells of all divisions that desks and stations serve are called.
pub fn labels(model: &Model) -> BTreeMap<Cells, Labels<'_>> {
    let serves: BTreeSet<Cells> =
        model.structure.kinds.iter().map(|kind| kind.serves).chain(model.workforce.stations.iter().map(|station| station.serves)).collect();
    serves.into_iter().map(|cells| (cells, Labels::of(&model.city, cells))).collect()
}

/// Names of shifts that crews of several kinds have; squads by department are of one.
fn shared_shifts(workforce: &Workforce) -> BTreeSet<&str> {
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    let shifts = workforce.kinds.iter().flat_map(|kind| kind.shifts.iter().map(|shift| (shift.name.as_str(), kind.config)));
    shifts.filter(|(name, config)| *kinds.entry(name).or_insert(*config) != *config).map(|(name, _)| name).collect()
}

fn crew_dimension(model: &Model, labels: &BTreeMap<Cells, Labels>, shared: &BTreeSet<&str>, crew: CrewId) -> CrewDimension {
    let (kind, shift) = (model.workforce.kind(crew), model.workforce.shift(crew));
    let station = &model.workforce.stations[model.workforce.station(crew, 0)];
    let (place, zh) = match station.away {
        true => ("apart from the city".to_owned(), Some("市外驻点".to_owned())),
        false => labels[&station.serves].get(station.cell),
    };
    let departments = &model.demand.departments;
    let able: Vec<_> = departments.enumerate().filter(|(id, _)| kind.skills >> id.0 & 1 == 1).map(|(_, department)| department).collect();
    let department = match able.len() {
        n if n > 1 && n == departments.len() => name("all departments", Some("全部部门")),
        _ => name(
            &able.iter().map(|department| department.name.as_str()).collect::<Vec<_>>().join(", "),
            Some(&able.iter().map(|department| department.zh.as_str()).collect::<Vec<_>>().join("、")),
        ),
    };
    let rotates = model.workforce.rotates(crew);
    let (kind, own) = (name(&kind.name, kind.zh.as_deref()), name(&shift.name, shift.zh.as_deref()));
    CrewDimension {
        station: if rotates { name("rotating", Some("轮值")) } else { name(&place, zh.as_deref()) },
        shift_of_kind: match shared.contains(shift.name.as_str()) {
            true => Name::new(format!("{} · {}", kind.name, own.name), format!("{} · {}", kind.zh, own.zh)),
            false => own.clone(),
        },
        kind,
        shift: own,
        department,
    }
}

fn labels_of(city: &City, cells: Cells) -> Vec<Name> {
    let labels = Labels::of(city, cells);
    let label = |cell| {
        let (label, zh) = labels.get(cell);
        name(&label, zh.as_deref())
    };
    (0..cells.count(city) as u32).map(label).collect()
}

/// The levels between the city and its innermost areas, or these where nothing is between; then the partitions.
fn levels(city: &City) -> Vec<LevelDimension> {
    let shown = match city.levels.len() {
        2 if city.levels[1].count > 1 => 1..2,
        levels => 1..levels.max(2) - 1,
    };
    let levels = shown.map(|level| (Cells::Level(level), name(&city.levels[level].name, city.levels[level].zh.as_deref())));
    let partitions = city.partitions.iter().enumerate();
    let partitions = partitions.map(|(i, p)| (Cells::Partition(i), name(&p.name, p.zh.as_deref())));
    levels
        .chain(partitions)
        .filter(|(cells, _)| cells.count(city) <= MOST_CELLS)
        .map(|(cells, level)| LevelDimension {
            level,
            across: matches!(cells, Cells::Partition(_)),
            cells: labels_of(city, cells),
            of_leaf: city.leaves().map(|leaf| cells.of_leaf(city, AreaId(leaf))).collect(),
        })
        .collect()
}
