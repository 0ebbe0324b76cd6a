//! The structure: an ordered chain of desks and people on the spot, all of it data.
//!
//! A flat city, townships or anything else differ in nothing but their tables; no structure is known by
//! name here.

mod build;
mod config;
mod staffing;

pub use config::{Boundaries, DeskConfig, RequestsConfig, SettlerConfig, StructureConfig};
pub use staffing::{StaffCursor, Staffing};

use crate::city::{City, Spot};
use crate::ids::{AreaId, CategoryId, ChannelId, Column, DepartmentId, DeskId, Id, SettlerId};
use crate::quantity::Hours;
use crate::random::Sampler;
use crate::time::Duration;

/// People on the spot.
#[derive(Clone, Debug)]
pub struct Settler {
    /// Name in the scenario.
    pub name: String,
    /// Chinese name.
    pub zh: Option<String>,
    /// The level whose areas have them.
    pub level: usize,
    /// How many in the city.
    pub posts: u64,
    /// Whether they are paid.
    pub paid: bool,
    /// For each category the part of the unit interval below which this tier or a lower one can settle it.
    pub able_below: Column<CategoryId, f64>,
    /// When they are on duty.
    pub hours: Vec<Hours>,
    /// Probability that one is available while on duty.
    pub available: f64,
    /// Probability that one who cannot settle it is sent all the same.
    pub in_vain: f64,
    /// A look in vain.
    pub look: Option<Sampler>,
    /// From the order to acceptance.
    pub accept: Sampler,
    /// From acceptance to departure.
    pub turnout: Sampler,
    /// Seconds per kilometre of straight line.
    pub pace: f64,
    /// Work on scene, where it is not the category's.
    pub on_scene: Option<Sampler>,
}

impl Settler {
    /// Whether they are on duty at a time since midnight.
    pub fn on_duty(&self, time_of_day: Duration) -> bool {
        self.hours.iter().any(|hours| hours.contains(time_of_day))
    }
}

/// One kind of desk.
#[derive(Clone, Debug)]
pub struct DeskKind {
    /// Name in the scenario.
    pub name: String,
    /// Chinese name.
    pub zh: Option<String>,
    /// What it serves.
    pub serves: Cells,
    /// Whether each department has its own.
    pub by_department: bool,
    /// Its first desk; the others follow by place, then department.
    pub first: DeskId,
    /// Clerks by time.
    pub staffing: Staffing,
    /// Somebody is on call while it is closed.
    pub on_call: bool,
    /// Receipt at the first desk.
    pub receipt: Option<Sampler>,
    /// Triage at the first desk.
    pub triage: Option<Sampler>,
    /// Acceptance at a later desk.
    pub accept: Option<Sampler>,
    /// The hand-off to it.
    pub transfer: Option<Sampler>,
    /// Probability that a hand-off while closed waits for the next opening.
    pub waits_for_opening: f64,
    /// Probability that a hand-off from it goes astray first.
    pub wrong_department: f64,
    /// People on the spot whom it can send, lowest tier first.
    pub sends: Vec<SettlerId>,
    /// Requests of subordinates.
    pub requests: Option<Requests>,
}

/// Requests at each desk of a kind.
#[derive(Clone, Debug)]
pub struct Requests {
    /// Requests a day at one desk.
    pub per_day: f64,
    /// How long a clerk needs.
    pub service: Sampler,
    /// Priority in the queue.
    pub priority: u8,
}

/// One desk.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// Index of its kind.
    pub kind: u32,
    /// The place it serves, a cell of the kind's [`Cells`].
    pub cell: u32,
}

/// A division of the city: a level of the tree or a partition of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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

    /// The middle of a cell: of its residents, or the centre that the scenario gives a part.
    pub fn middle(self, city: &City, cell: u32) -> Spot {
        match self {
            Cells::Level(level) => city.middle(AreaId(city.levels[level].first.0 + cell)),
            Cells::Partition(partition) => {
                let p = &city.partitions[partition];
                let within = p.of_leaf.iter().position(|part| u32::from(*part) == cell).unwrap_or(0);
                let part = &p.parts[cell as usize];
                Spot::new(AreaId(city.leaves().start + within as u32), part.centre, city.travel.pace(part.zone))
            }
        }
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

/// How the city is organised, ready to run.
#[derive(Clone, Debug)]
pub struct Structure {
    /// Name.
    pub name: String,
    /// Chinese name.
    pub zh: Option<String>,
    /// For each channel the kinds of desk on the way, as indices of `kinds`.
    pub intake: Column<ChannelId, Vec<u32>>,
    /// People on the spot, lowest tier first.
    pub settlers: Column<SettlerId, Settler>,
    /// Kinds of desks.
    pub kinds: Vec<DeskKind>,
    /// Desks by kind, place, department.
    pub desks: Column<DeskId, Desk>,
    /// The kind of desk that joint jobs pass as well.
    pub joint_via: Option<u32>,
    /// How long a wrong department keeps an incident.
    pub wrong_department_delay: Duration,
    /// The division within which crews stay.
    pub boundary: Option<Cells>,
    /// How long the closing check takes.
    pub closing_check: Option<Sampler>,
}

impl Structure {
    /// The kind of a desk.
    pub fn kind(&self, desk: DeskId) -> &DeskKind {
        &self.kinds[self.desks[desk].kind as usize]
    }

    /// The desk of a kind that serves an innermost area and a department.
    pub fn desk(&self, city: &City, departments: usize, kind: u32, leaf: AreaId, department: DepartmentId) -> DeskId {
        let k = &self.kinds[kind as usize];
        let cell = k.serves.of_leaf(city, leaf);
        let offset = if k.by_department { cell * departments as u32 + department.index() as u32 } else { cell };
        DeskId(k.first.0 + offset)
    }
}
