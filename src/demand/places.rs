//! Where incidents happen: weights of the innermost areas, prepared for choosing. Categories that are spread
//! alike share one table. Where within an area belongs to the city.

use super::config::PlaceConfig;
use crate::city::{City, Zone};
use crate::ids::AreaId;
use crate::random::Choice;
use std::ops::Range;

/// One spread over the city's innermost areas.
#[derive(Clone, Debug)]
pub struct Spread {
    config: PlaceConfig,
    first: u32,
    weights: Vec<f64>,
    choice: Choice,
}

impl Spread {
    /// The area chosen by `u` in (0, 1).
    #[inline]
    pub fn pick(&self, u: f64) -> AreaId {
        AreaId(self.first + self.choice.pick(u) as u32)
    }

    /// The area chosen by `u` in (0, 1) among `leaves`, by their weights; all alike where none has any.
    pub fn pick_among(&self, leaves: Range<u32>, u: f64) -> AreaId {
        let weights = &self.weights[(leaves.start - self.first) as usize..(leaves.end - self.first) as usize];
        let total: f64 = weights.iter().sum();
        if total <= 0.0 {
            return AreaId(leaves.start + (u * f64::from(leaves.end - leaves.start)) as u32);
        }
        let (mut sum, mut last) = (0.0, 0);
        for (i, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            (sum, last) = (sum + weight, i);
            if sum > u * total {
                break;
            }
        }
        AreaId(leaves.start + last as u32)
    }

    /// Whether it is spread like another.
    pub fn is_like(&self, other: &Spread) -> bool {
        self.first == other.first && self.weights == other.weights
    }

    /// The part that falls on `leaf`; 0 for an area that is not innermost.
    pub fn share(&self, leaf: AreaId) -> f64 {
        let at = leaf.0.checked_sub(self.first).and_then(|i| self.weights.get(i as usize));
        at.map_or(0.0, |weight| weight / self.choice.total())
    }
}

/// All spreads of a scenario, each once.
#[derive(Clone, Debug, Default)]
pub struct Spreads(Vec<Spread>);

impl Spreads {
    /// The place of `config`'s spread in this list, prepared if it is new. The message says why no area could be chosen.
    pub fn place(&mut self, config: &PlaceConfig, city: &City) -> Result<usize, String> {
        if let Some(known) = self.0.iter().position(|spread| spread.config == *config) {
            return Ok(known);
        }
        let weights = weights(config, city);
        let choice = Choice::new(&weights).ok_or_else(|| {
            let empty = city.leaves().all(|leaf| city.areas[AreaId(leaf)].weight == 0.0);
            if empty && config.residents.get() > 0.0 {
                "incidents are where residents are, and the city has none: set `city.residents`, or write `area: 1` here"
            } else {
                "no area has a weight above 0: `residents` or `area` must be above 0, and so must `urban` unless there are outer areas"
            }
        })?;
        self.0.push(Spread { config: *config, first: city.leaves().start, weights, choice });
        Ok(self.0.len() - 1)
    }
}

impl std::ops::Index<usize> for Spreads {
    type Output = Spread;
    #[inline]
    fn index(&self, place: usize) -> &Spread {
        &self.0[place]
    }
}

fn weights(config: &PlaceConfig, city: &City) -> Vec<f64> {
    let leaves = || city.leaves().map(|leaf| &city.areas[AreaId(leaf)]);
    let residents: f64 = leaves().map(|a| a.weight).sum();
    let km2: f64 = leaves().map(|a| a.km2).sum();
    let part = |of: f64, whole: f64| if whole > 0.0 { of / whole } else { 0.0 };
    let spread = |residents_part, km2_part| config.residents.get() * residents_part + config.area.get() * km2_part;
    leaves()
        .map(|a| {
            let urban = if a.zone == Zone::Urban { config.urban.get() } else { 1.0 };
            urban * spread(part(a.weight, residents), part(a.km2, km2))
        })
        .collect()
}
