//! What a scenario's incidents are like on average, for whoever looks ahead: as the scenario says it, or as the rows of a log
//! do, with the scenario's chances for what these leave open.

use super::hours::BINS;
use super::model::{Category, Demand};
use crate::city::{City, Spot};
use crate::ids::{AreaId, CategoryId, ChannelId, Column, DepartmentId};
use crate::stats::{PLANE, evenly};

/// What the incidents of one category are like.
#[derive(Clone, Debug)]
pub struct Expected {
    /// A log's reports on an average day of the run by half hour: those on days that are not worked, and on those that are;
    /// none without a log.
    pub logged: Option<[[f64; BINS]; 2]>,
    /// How they are reported.
    pub channels: Column<ChannelId, ChannelPart>,
    /// Whose they are.
    pub parts: Vec<JobPart>,
    /// The part that is of priority 1.
    pub urgent: f64,
    /// The part that is of priority 1 or 2, for which committed work is put aside.
    pub pressing: f64,
    /// The part that needs the second department.
    pub joint: f64,
}

/// The part of a category's incidents that comes by one channel.
#[derive(Clone, Copy, Default, Debug, PartialEq)]
pub struct ChannelPart {
    /// Its share of the category's incidents.
    pub share: f64,
    /// The part of these that the reporter finds on the spot and would settle himself.
    pub on_spot: f64,
}

/// The part of a category's incidents that is of one department.
#[derive(Clone, Copy, Debug)]
pub struct JobPart {
    /// The department whose crews do it.
    pub department: DepartmentId,
    /// Its share of the category's incidents.
    pub share: f64,
    /// Mean seconds of work on scene.
    pub work_s: f64,
}

/// Where an incident may happen, and where a crew's work goes on afterwards if a log says so.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// The place.
    pub spot: Spot,
    /// The facility, where it is known.
    pub facility: Option<u16>,
}

impl Expected {
    /// As the scenario says it.
    pub(super) fn drawn(demand: &Demand, category: &Category) -> Expected {
        let pressing = if category.priority <= 2 { 1.0 } else { category.urgent };
        Expected {
            logged: None,
            channels: demand.channels.iter().map(|channel| ChannelPart { share: channel.share, on_spot: channel.on_spot }).collect(),
            parts: vec![JobPart { department: category.department, share: 1.0, work_s: category.mean_on_scene }],
            urgent: if category.priority == 1 { 1.0 } else { category.urgent },
            pressing,
            joint: category.joint.map_or(0.0, |joint| joint.share),
        }
    }
}

impl Demand {
    /// What incidents are like, by category.
    pub fn expected(&self) -> Column<CategoryId, Expected> {
        let drawn = self.categories.iter().map(|category| Expected::drawn(self, category)).collect();
        match &self.log {
            Some(log) => log.expected(self, drawn),
            None => drawn,
        }
    }

    /// Where the incidents of a category happen: so many places, each as likely as the others. None where a log has no such.
    pub fn scenes(&self, category: CategoryId, city: &City, count: usize) -> Vec<Scene> {
        if let Some(log) = &self.log {
            return log.scenes(self, category, city, count);
        }
        let spread = &self.spreads[self.categories[category].spread];
        let scene = |k: usize| {
            let [u, v] = evenly(k + 1, PLANE);
            let leaf = spread.pick((k as f64 + 0.5) / count as f64);
            Scene { spot: city.spot(leaf, city.place_in(leaf, u, v)), facility: None }
        };
        (0..count).map(scene).collect()
    }

    /// Categories of one number happen at the same places.
    pub fn scenes_of(&self, category: CategoryId) -> usize {
        if self.log.is_some() { category.0 as usize } else { self.categories[category].spread }
    }

    /// Where committed work is done: so many places, each as likely as the others. None where there is none.
    pub fn committed_places(&self, city: &City, count: usize) -> Vec<Spot> {
        let Some(spread) = self.committed.as_ref().map(|committed| &self.spreads[committed.spread]) else { return Vec::new() };
        (0..count).map(|k| city.middle(spread.pick((k as f64 + 0.5) / count as f64))).collect()
    }

    /// The part of a category's incidents that falls on each innermost area, in their order: as the scenario spreads them, or as
    /// the rows of a log say it.
    pub fn shares_of_leaves(&self, category: CategoryId, city: &City) -> Vec<f64> {
        match &self.log {
            Some(log) => log.shares_of_leaves(self, category, city),
            None => city.leaves().map(|leaf| self.spatial_share(category, AreaId(leaf))).collect(),
        }
    }
}
