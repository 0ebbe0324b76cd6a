//! What the rows of a log are like on average, with the chances of the scenario for what they leave open.

use super::{Flag, Log, NO_CHANNEL, NO_FACILITY, NO_PRIORITY, Row, UNKNOWN};
use crate::city::City;
use crate::demand::expected::{ChannelPart, Expected, JobPart, Scene};
use crate::demand::hours::{BIN, BINS};
use crate::demand::{DayType, Demand, Job};
use crate::ids::{AreaId, CategoryId, Column, Id};
use crate::random::Attribute;
use crate::stats::{FOUR_DIMENSIONS, evenly};
use crate::time::Instant;

/// What the rows of one job say of the work on scene.
#[derive(Clone, Copy, Default)]
struct Work {
    /// How many they are.
    rows: f64,
    /// Seconds, the category's mean where they say nothing.
    seconds: f64,
}

impl Log {
    /// What the rows are like by category; `drawn` is what they leave open, and what a category without rows is like.
    pub(in crate::demand) fn expected(&self, demand: &Demand, drawn: Column<CategoryId, Expected>) -> Column<CategoryId, Expected> {
        let nothing = |of: &Expected| Expected {
            logged: Some([[0.0; BINS]; 2]),
            channels: Column::filled(of.channels.len(), ChannelPart::default()),
            parts: Vec::new(),
            urgent: 0.0,
            pressing: 0.0,
            joint: 0.0,
        };
        let mut sums: Column<CategoryId, Expected> = drawn.iter().map(nothing).collect();
        let (mut works, days) = (vec![Work::default(); demand.jobs.len()], f64::from(demand.days()));
        for row in &self.rows {
            let job = demand.jobs[row.job];
            let (sum, drawn) = (&mut sums[job.category], &drawn[job.category]);
            if row.reported < Instant::midnight(demand.days().into())
                && let Some(logged) = &mut sum.logged
            {
                let worked = demand.calendar.day_type(row.reported.day()) == DayType::Workday;
                logged[usize::from(worked)][(row.reported.time_of_day().0 / BIN.0) as usize] += 1.0;
            }
            let found = row.flags.get(Flag::SelfFound).map(|found| f64::from(u8::from(found)));
            for (id, drawn) in drawn.channels.enumerate() {
                let part = match row.channel {
                    NO_CHANNEL => drawn.share,
                    known => f64::from(u8::from(usize::from(known) == id.index())),
                };
                sum.channels[id].share += part;
                sum.channels[id].on_spot += part * found.unwrap_or(drawn.on_spot);
            }
            let below =
                |limit: u8, drawn: f64| if row.priority == NO_PRIORITY { drawn } else { f64::from(u8::from(row.priority <= limit)) };
            sum.urgent += below(1, drawn.urgent);
            sum.pressing += below(2, drawn.pressing);
            let joint = if demand.is_its_own_partner(job) { 0.0 } else { drawn.joint };
            sum.joint += row.flags.get(Flag::Joint).map_or(joint, |joint| f64::from(u8::from(joint)));
            let work = &mut works[row.job.index()];
            work.rows += 1.0;
            work.seconds += if row.work == UNKNOWN { demand.categories[job.category].mean_on_scene } else { row.work.seconds() };
        }
        let jobs = |id: CategoryId| demand.jobs.iter().zip(&works).filter(move |(job, work)| job.category == id && work.rows > 0.0);
        let a_day = |logged: [[f64; BINS]; 2]| logged.map(|sums| sums.map(|sum| sum / days));
        let mean = |(id, sum): (CategoryId, &Expected)| {
            let logged = sum.logged.map(a_day);
            let rows: f64 = jobs(id).map(|(_, work)| work.rows).sum();
            if rows == 0.0 {
                return Expected { logged, ..drawn[id].clone() };
            }
            let channel = |(channel, drawn): (&ChannelPart, &ChannelPart)| ChannelPart {
                share: channel.share / rows,
                on_spot: if channel.share > 0.0 { channel.on_spot / channel.share } else { drawn.on_spot },
            };
            let part = |(job, work): (&Job, &Work)| JobPart {
                department: job.department,
                share: work.rows / rows,
                work_s: work.seconds / work.rows,
            };
            Expected {
                logged,
                channels: sum.channels.iter().zip(drawn[id].channels.iter()).map(channel).collect(),
                parts: jobs(id).map(part).collect(),
                urgent: sum.urgent / rows,
                pressing: sum.pressing / rows,
                joint: sum.joint / rows,
            }
        };
        sums.enumerate().map(mean).collect()
    }

    /// Where the rows of a category happened: so many of them, one after the other, what they leave open spread evenly.
    pub(in crate::demand) fn scenes(&self, demand: &Demand, category: CategoryId, city: &City, count: usize) -> Vec<Scene> {
        let rows: Vec<&Row> = self.of(demand, category).collect();
        let spread = &demand.spreads[demand.categories[category].spread];
        let scene = |k: usize| {
            let row = rows[(k as u128 * rows.len() as u128 / count as u128) as usize];
            let [area, u, v, _] = evenly(k + 1, FOUR_DIMENSIONS);
            let luck = |attribute| match attribute {
                Attribute::Area => area,
                Attribute::PlaceU => u,
                _ => v,
            };
            let (leaf, place) = row.scene(spread, city, luck);
            Scene { spot: city.spot(leaf, place), facility: (row.facility != NO_FACILITY).then_some(row.facility) }
        };
        let count = if rows.is_empty() { 0 } else { count };
        (0..count).map(scene).collect()
    }

    /// The part of the rows of a category that falls on each innermost area; where rows say only what lies around it, by the
    /// scenario's spread.
    pub(in crate::demand) fn shares_of_leaves(&self, demand: &Demand, category: CategoryId, city: &City) -> Vec<f64> {
        let mut around = vec![0.0; city.areas.len()];
        let mut rows = 0.0;
        for row in self.of(demand, category) {
            around[row.area.index()] += 1.0;
            rows += 1.0;
        }
        let mut shares = vec![0.0; city.leaf_count()];
        for (id, count) in city.areas.ids().zip(&around).filter(|(_, count)| **count > 0.0) {
            let leaves = city.areas[id].leaves.clone();
            let weights: Vec<f64> = leaves.clone().map(|leaf| demand.spatial_share(category, AreaId(leaf))).collect();
            let (total, even) = (weights.iter().sum::<f64>(), 1.0 / weights.len() as f64);
            for (leaf, weight) in leaves.zip(&weights) {
                let part = if total > 0.0 { weight / total } else { even };
                shares[city.number(AreaId(leaf))] += count / rows * part;
            }
        }
        shares
    }

    /// The rows of a category.
    fn of(&self, demand: &Demand, category: CategoryId) -> impl Iterator<Item = &Row> {
        let of: Vec<bool> = demand.jobs.iter().map(|job| job.category == category).collect();
        self.rows.iter().filter(move |row| of[row.job.index()])
    }
}
