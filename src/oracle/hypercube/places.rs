//! How far it is from the place of one incident to that of the next: the way to whoever waited, which a crew begins where
//! it has just been done.
//!
//! With one work for all, and a queue that does not ask where incidents are, the places of those that are served one after
//! the other are drawn independently of all times. The crew that is done comes from the place of some incident, whichever,
//! and goes to that of another: two draws. This is the second part of the mean travel in Larson (1974). A queue by
//! priority asks where incidents are after all when the urgent ones are at places of their own.

use crate::ids::{AreaId, CategoryId, Id};
use crate::policy::queueing::QueueDiscipline;
use crate::scenario::{Loaded, Model};
use crate::stats::{FOUR_DIMENSIONS, evenly};

/// Pairs of places that are looked at, at least.
const PAIRS: usize = 1 << 18;

/// Incidents an hour in an innermost area.
pub(super) fn arrivals(model: &Model, leaf: AreaId) -> f64 {
    let rate = |c| model.demand.expected_per_day(c) / 24.0 * model.demand.spatial_share(c, leaf);
    model.demand.categories.ids().map(rate).sum()
}

/// Mean hours of travel between the places of two incidents that know nothing of each other.
pub(super) fn between(model: &Model) -> f64 {
    let city = &model.city;
    let leaves: Vec<(AreaId, f64)> =
        city.leaves().map(|leaf| (AreaId(leaf), arrivals(model, AreaId(leaf)))).filter(|(_, rate)| *rate > 0.0).collect();
    let total: f64 = leaves.iter().map(|(_, rate)| rate).sum();
    let places = PAIRS.div_ceil(leaves.len() * leaves.len());
    let pairs = leaves.iter().flat_map(|from| leaves.iter().map(move |to| (from, to)));
    let weighted = pairs.enumerate().map(|(at, ((from, often), (to, other)))| {
        let way = |k: usize| {
            let [u, v, w, z] = evenly(at * places + k, FOUR_DIMENSIONS);
            city.travel.seconds(&city.spot(*from, city.place_in(*from, u, v)), &city.spot(*to, city.place_in(*to, w, z)))
        };
        (often / total) * (other / total) * (0..places).map(way).sum::<f64>() / places as f64
    });
    weighted.sum::<f64>() / 3_600.0
}

/// Whether the order in which incidents are served says nothing about where they are.
pub(super) fn queue_knows_no_place(loaded: &Loaded) -> bool {
    let (city, demand) = (&loaded.model.city, &loaded.model.demand);
    let first = CategoryId::new(0);
    let urgency = |category: CategoryId| (demand.categories[category].priority, demand.categories[category].urgent);
    let share = |category: CategoryId, leaf: u32| demand.spatial_share(category, AreaId(leaf));
    loaded.scenario.dispatch.queue == QueueDiscipline::Fifo
        || demand.categories.ids().all(|category| urgency(category) == urgency(first))
        || demand.categories.ids().all(|category| city.leaves().all(|leaf| share(category, leaf) == share(first, leaf)))
}
