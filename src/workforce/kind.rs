//! A kind of crew while it is built: what its places and its squads are made from.

use super::config::{Based, CrewKindConfig};
use super::roster::{crew_shifts, largest_remainder};
use crate::city::City;
use crate::demand::Demand;
use crate::problems::Problems;
use crate::quantity::Count;
use crate::random::Sampler;

pub(super) struct KindBuilder<'a> {
    pub(super) city: &'a City,
    pub(super) demand: &'a Demand,
    pub(super) config: &'a CrewKindConfig,
    pub(super) index: u32,
    pub(super) path: String,
    pub(super) problems: &'a mut Problems,
}

/// How long what its crews do takes.
#[derive(Clone)]
pub(super) struct Laws {
    pub(super) accept: Sampler,
    pub(super) turnout: Sampler,
    pub(super) on_call_turnout: Option<Sampler>,
    pub(super) clearing: Option<Sampler>,
}

impl KindBuilder<'_> {
    /// Crews on duty by shift, before they are told apart.
    pub(super) fn crews_by_shift(&self) -> Vec<u32> {
        let c = self.config;
        if let Based::AtPlaces(places) = &c.based {
            let total = places.iter().map(|(_, crews)| u64::from(crews.get())).sum::<u64>();
            return vec![total.try_into().unwrap_or(u32::MAX); c.shifts.len()];
        }
        match (&c.roster, c.crews) {
            (Some(roster), _) => c.shifts.keys().map(|name| roster.get(name).copied().map_or(0, Count::get)).collect(),
            (None, Some(crews)) => vec![crews.get(); c.shifts.len()],
            (None, None) => {
                let officers = c.officers.map_or(0, Count::get);
                let crews = crew_shifts(officers, c.working_days.get(), c.absence.get(), c.crew_size.get());
                let weights: Vec<f64> = c.shifts.values().map(|s| s.weight.get()).collect();
                largest_remainder(crews, &weights)
            }
        }
    }
}
