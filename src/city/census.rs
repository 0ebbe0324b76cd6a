//! Who lives where: the bounds that the scenario sets, gathered for `residents`, and its refusals in words.

use super::check::Problems;
use super::config::{GeneratedCity, LevelConfig, Zone, ZoneBounds};
use super::graph::Graph;
use super::groups::Group;
use super::hierarchy::Hierarchy;
use super::residents::{Conflict, Layer, settle};

/// What the numbers of residents depend on.
pub struct Survey<'a> {
    /// The section of the scenario.
    pub config: &'a GeneratedCity,
    /// The smallest areas, weighted by expected residents.
    pub graph: &'a Graph,
    /// All levels, with that of the groups among them.
    pub hierarchy: &'a Hierarchy,
    /// The group of each of the smallest areas.
    pub label: &'a [u32],
    /// The parts of the city.
    pub groups: &'a [Group],
    /// The position of the groups' level in the hierarchy.
    pub top: usize,
}

/// The residents of each of the smallest areas, in the order of the hierarchy.
pub fn take(survey: &Survey) -> Result<Vec<u64>, Problems> {
    let order = &survey.hierarchy.order;
    let expected: Vec<f64> = order.iter().map(|&node| survey.graph.weight(node)).collect();
    let layer = |(layer, starts): (usize, &Vec<u32>)| {
        let end = |area: usize| starts.get(area + 1).map_or(order.len(), |&next| next as usize);
        let bounds = starts.iter().enumerate().map(|(area, &start)| survey.bounds(layer, &order[start as usize..end(area)]));
        Layer { starts: starts.clone(), bounds: bounds.collect() }
    };
    let layers: Vec<Layer> = survey.hierarchy.starts.iter().enumerate().map(layer).collect();
    settle(&layers, &expected).map_err(|conflict| vec![survey.refusal(conflict)])
}

impl Survey<'_> {
    /// Position in the scenario of the level at a position of the hierarchy that is neither the city nor the groups.
    fn level(&self, layer: usize) -> usize {
        if layer < self.top { layer - 1 } else { layer - 2 }
    }

    fn group(&self, node: u32) -> &Group {
        &self.groups[self.label[node as usize] as usize]
    }

    fn bounds(&self, layer: usize, nodes: &[u32]) -> (u64, u64) {
        if layer == 0 {
            let total = u64::from(self.config.residents.get());
            return (total, total);
        }
        if layer == self.top {
            let group = self.group(nodes[0]);
            return if group.exact { (group.residents, group.residents) } else { (0, u64::MAX) };
        }
        let urban = nodes.iter().filter(|&&n| self.group(n).zone == Zone::Urban).map(|&n| self.graph.weight(n)).sum::<f64>();
        let zone = if urban * 2.0 > self.graph.total(nodes) { Zone::Urban } else { Zone::Outer };
        self.config.levels[self.level(layer)].residents.of(zone)
    }

    /// Says which bounds cannot be met, and where they stand.
    fn refusal(&self, Conflict { layer, area, own, below }: Conflict) -> (String, String) {
        let allowed = range(below);
        let group = self.group(self.hierarchy.order[self.hierarchy.starts[layer][area] as usize]);
        if layer == self.top && !group.name.is_empty() {
            let message = format!("{:?} has {} residents, but the bounds of its areas allow {allowed}", group.name, own.0);
            return (format!("groups.parts.{}.residents", group.name), message);
        }
        if layer == 0 || layer == self.top {
            let bounded = |level: &LevelConfig| level.residents != ZoneBounds::default();
            let level = self.config.levels.iter().position(bounded).unwrap_or(0);
            let total = self.config.residents.get();
            let message = format!("the city has {total} residents, but the bounds of its areas allow {allowed} in all");
            return (format!("levels[{level}].residents"), message);
        }
        let message = format!("an area may have {} residents, but the bounds of the areas within it allow {allowed}", range(own));
        (format!("levels[{}].residents", self.level(layer)), message)
    }
}

fn range((least, most): (u64, u64)) -> String {
    match most {
        u64::MAX => format!("at least {least}"),
        most if most == least => most.to_string(),
        most => format!("between {least} and {most}"),
    }
}
