//! Ways to divide the city, whatever they are called: the areas of a level, or the parts of a partition.

use super::{City, Named, Point, Spot};
use crate::ids::AreaId;
use std::collections::BTreeSet;

/// A division of the city: a level of the tree or a partition of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cells {
    /// The areas of a level.
    Level(usize),
    /// The cells of a partition.
    Partition(usize),
}

impl Cells {
    /// The level or partition called `name`.
    pub fn find(city: &City, name: &str) -> Option<Cells> {
        city.level(name).map(Cells::Level).or_else(|| city.partitions.iter().position(|p| p.name == name).map(Cells::Partition))
    }

    /// The division into nothing but the whole city.
    pub const CITY: Cells = Cells::Level(0);

    /// Names that [`Cells::find`] knows.
    pub fn names(city: &City) -> impl Iterator<Item = &str> {
        city.levels.iter().map(|l| l.name.as_str()).chain(city.partitions.iter().map(|p| p.name.as_str()))
    }

    /// How many.
    pub fn count(self, city: &City) -> usize {
        match self {
            Cells::Level(level) => city.levels[level].count as usize,
            Cells::Partition(partition) => city.partitions[partition].parts.len(),
        }
    }

    /// The cell of an innermost area.
    pub fn of_leaf(self, city: &City, leaf: AreaId) -> u32 {
        match self {
            Cells::Level(level) => city.ancestor(leaf, level).0 - city.levels[level].first.0,
            Cells::Partition(partition) => u32::from(city.partitions[partition].of_leaf[city.number(leaf)]),
        }
    }

    /// The cell that an area of any level lies in: that of its first innermost area.
    pub fn of_area(self, city: &City, area: AreaId) -> u32 {
        self.of_leaf(city, AreaId(city.areas[area].leaves.start))
    }

    /// The innermost areas of a cell, in order.
    pub fn leaves(self, city: &City, cell: u32) -> Vec<AreaId> {
        match self {
            Cells::Level(level) => city.areas[AreaId(city.levels[level].first.0 + cell)].leaves.clone().map(AreaId).collect(),
            Cells::Partition(_) => city.leaves().map(AreaId).filter(|leaf| self.of_leaf(city, *leaf) == cell).collect(),
        }
    }

    /// An innermost area of a cell: the first one.
    pub fn leaf(self, city: &City, cell: u32) -> AreaId {
        match self {
            Cells::Level(level) => AreaId(city.areas[AreaId(city.levels[level].first.0 + cell)].leaves.start),
            Cells::Partition(_) => self.leaves(city, cell).first().copied().unwrap_or(AreaId(city.leaves().start)),
        }
    }

    /// The middle of a cell, where its station stands: of a part, the innermost area nearest to where people live on
    /// average.
    pub fn middle(self, city: &City, cell: u32) -> Spot {
        match self {
            Cells::Level(level) => city.middle(AreaId(city.levels[level].first.0 + cell)),
            Cells::Partition(_) => {
                let leaves = self.leaves(city, cell);
                let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
                for area in leaves.iter().map(|leaf| &city.areas[*leaf]) {
                    // Nobody's ground still has a middle.
                    let part = area.weight + 1e-6;
                    (x, y, weight) = (x + part * area.centre.x, y + part * area.centre.y, weight + part);
                }
                let mean = Point::new(x / weight, y / weight);
                let distance = |leaf: &AreaId| city.areas[*leaf].centre.distance(mean);
                let nearest = leaves.iter().copied().min_by(|a, b| distance(a).total_cmp(&distance(b)).then(a.cmp(b)));
                let leaf = nearest.unwrap_or(AreaId(city.leaves().start));
                city.middle(leaf)
            }
        }
    }

    /// English name of a cell.
    pub fn plain_name(self, city: &City, cell: u32) -> &str {
        match self {
            Cells::Level(level) => &city.areas[AreaId(city.levels[level].first.0 + cell)].name,
            Cells::Partition(partition) => &city.partitions[partition].parts[cell as usize].name,
        }
    }

    /// The path of a cell from below the city; its name where the tree has no such area.
    pub fn path(self, city: &City, cell: u32) -> String {
        match self {
            Cells::CITY | Cells::Partition(_) => self.plain_name(city, cell).to_owned(),
            Cells::Level(level) => city.path(AreaId(city.levels[level].first.0 + cell)),
        }
    }

    /// The cells by path and by name.
    pub fn named(self, city: &City) -> Named<'_> {
        Named::new((0..self.count(city) as u32).map(|cell| (self.plain_name(city, cell), self.path(city, cell))))
    }

    /// English and Chinese name of a cell.
    pub fn name(self, city: &City, cell: u32) -> (String, Option<String>) {
        match self {
            Cells::Level(level) => {
                let area = &city.areas[AreaId(city.levels[level].first.0 + cell)];
                (area.name.clone(), area.zh.clone())
            }
            Cells::Partition(partition) => {
                let part = &city.partitions[partition].parts[cell as usize];
                (part.name.clone(), part.zh.clone())
            }
        }
    }
}
/// What the cells of a division are called in results: by name or, where several have it, by path.
#[derive(Debug)]
pub struct Labels<'c> {
    city: &'c City,
    cells: Cells,
    shared: BTreeSet<&'c str>,
}

impl<'c> Labels<'c> {
    /// Of a division.
    pub fn of(city: &'c City, cells: Cells) -> Labels<'c> {
        let mut seen = BTreeSet::new();
        let names = (0..cells.count(city) as u32).map(|cell| cells.plain_name(city, cell));
        Labels { city, cells, shared: names.filter(|name| !seen.insert(*name)).collect() }
    }

    /// English and Chinese label of a cell.
    pub fn get(&self, cell: u32) -> (String, Option<String>) {
        match self.cells {
            Cells::Level(level) if self.shared.contains(self.cells.plain_name(self.city, cell)) => {
                let area = AreaId(self.city.levels[level].first.0 + cell);
                (self.city.path(area), Some(self.city.path_zh(area)))
            }
            _ => self.cells.name(self.city, cell),
        }
    }
}
