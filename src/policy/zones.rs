//! Zones for rules that judge the whole city: how they are cut, what is expected in each, how far they are apart.

use super::{Coverage, CoverageConfig, Preparedness};
use crate::city::Cells;
use crate::city::{City, Spot, Travel};
use crate::demand::Demand;
use crate::ids::AreaId;
use crate::problems::Problems;

/// Most zones: what changes when a crew becomes free grows with their square.
const MOST: usize = 1_024;
/// Most zones where the scenario does not choose.
const MOST_BY_DEFAULT: usize = 256;

/// Zones of a city.
#[derive(Clone, Debug)]
pub struct Zones {
    zone: Vec<u32>,
    demand: Vec<f64>,
    middles: Vec<Spot>,
    travel: Travel,
}

impl Zones {
    /// The zones of a scenario. Problems carry their path below `dispatch.coverage`.
    pub fn build(config: &CoverageConfig, city: &City, demand: &Demand, problems: &mut Problems) -> Option<Zones> {
        let cells = match &config.zones {
            None => Cells::Level((0..city.levels.len()).rfind(|level| city.levels[*level].count as usize <= MOST_BY_DEFAULT)?),
            Some(name) => {
                let found = Cells::find(city, name);
                if found.is_none() {
                    problems.unknown("dispatch.coverage.zones", "level or partition", name, Cells::names(city));
                }
                found?
            }
        };
        let count = cells.count(city);
        if count > MOST {
            problems.add("dispatch.coverage.zones", format!("{count} zones are more than {MOST}: take a coarser level"));
            return None;
        }
        let zone: Vec<u32> = city.leaves().map(|leaf| cells.of_leaf(city, AreaId(leaf))).collect();
        let mut expected = vec![0.0; count];
        for category in demand.categories.ids() {
            let per_day = demand.expected_per_day(category);
            for (leaf, zone) in city.leaves().zip(&zone) {
                expected[*zone as usize] += per_day * demand.spatial_share(category, AreaId(leaf));
            }
        }
        let middles = (0..count as u32).map(|cell| cells.middle(city, cell)).collect();
        Some(Zones { zone, demand: expected, middles, travel: city.travel.clone() })
    }

    fn seconds(&self, from: usize, to: usize) -> f64 {
        self.travel.seconds(&self.middles[from], &self.middles[to])
    }

    /// Coverage by the standard of the scenario.
    pub fn coverage(&self, config: &CoverageConfig) -> Coverage {
        Coverage::new(self.zone.clone(), &self.demand, |a, b| self.seconds(a, b), config.within.seconds(), config.busy.get())
    }

    /// Preparedness of the zones.
    pub fn preparedness(&self) -> Preparedness {
        Preparedness::new(self.zone.clone(), &self.demand, |a, b| self.seconds(a, b))
    }
}
