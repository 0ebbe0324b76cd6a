//! The structure: an ordered chain of desks and people on the spot, all of it data.
//!
//! A flat city, townships or anything else differ in nothing but their tables; no structure is known by
//! name here.

mod benches;
mod build;
mod config;
mod staffing;

pub use config::{Boundaries, DeskConfig, ModuleConfig, RequestsConfig, SettlerConfig, StructureConfig};
pub use staffing::{StaffCursor, Staffing};

use crate::city::{Cells, City, Labels};
use crate::ids::{AreaId, CategoryId, ChannelId, Column, DepartmentId, DeskId, SettlerId};
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
    /// The division whose cells have them.
    pub cells: Cells,
    /// The innermost areas of each cell, where the division is a partition.
    pub leaves: Vec<Vec<AreaId>>,
    /// Posts in the city, vacant ones among them.
    pub established: u64,
    /// How many of them are filled.
    pub posts: u64,
    /// Whether they are paid.
    pub paid: bool,
    /// For each category the part of the unit interval below which this tier or a lower one can settle it.
    pub able_below: Column<CategoryId, f64>,
    /// When they are on duty.
    pub hours: Vec<Hours>,
    /// Share of the posts that is filled: probability that somebody is there at all.
    pub filled: f64,
    /// Probability that one is available while on duty: somebody is there and free to go.
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
    /// The desks at each place, each with the departments that it works for.
    pub benches: Vec<Bench>,
    /// For each department its bench.
    pub bench_of: Column<DepartmentId, u32>,
    /// Its first desk; the others follow by place, then department.
    pub first: DeskId,
    /// Clerks by time.
    pub staffing: Staffing,
    /// Whose posts its clerks hold, where they have none of their own.
    pub held_by: Option<String>,
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

/// One of several desks at the same place: a department, a module of departments, or all.
#[derive(Clone, Debug)]
pub struct Bench {
    /// English and Chinese name; none where it is the only one.
    pub name: Option<(String, Option<String>)>,
}

/// Requests at each desk of a kind.
#[derive(Clone, Debug)]
pub struct Requests {
    /// Requests a day at one desk, by the cell that it serves.
    pub per_day: Vec<f64>,
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
    pub fn desk(&self, city: &City, kind: u32, leaf: AreaId, department: DepartmentId) -> DeskId {
        let k = &self.kinds[kind as usize];
        let cell = k.serves.of_leaf(city, leaf);
        DeskId(k.first.0 + cell * k.benches.len() as u32 + k.bench_of[department])
    }

    /// How many desks there are of a kind.
    pub fn count(&self, city: &City, kind: usize) -> usize {
        self.kinds[kind].serves.count(city) * self.kinds[kind].benches.len()
    }

    /// Where a desk is: the area that it serves, and its departments where each place has several.
    pub fn place(&self, labels: &Labels, desk: DeskId) -> (String, Option<String>) {
        let Desk { kind, cell } = self.desks[desk];
        let k = &self.kinds[kind as usize];
        let (place, zh) = labels.get(cell);
        let bench = &k.benches[(desk.0 - k.first.0) as usize % k.benches.len()];
        match &bench.name {
            None => (place, zh),
            Some((name, name_zh)) if k.serves == Cells::CITY => (name.clone(), name_zh.clone()),
            Some((name, name_zh)) => {
                let chinese = format!("{} · {}", zh.as_ref().unwrap_or(&place), name_zh.as_ref().unwrap_or(name));
                (format!("{place} · {name}"), Some(chinese))
            }
        }
    }
}
