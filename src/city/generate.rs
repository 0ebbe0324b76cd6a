//! The steps of the generator, in order.

use super::apportion::{Claim, apportion};
use super::build::{self, Draft, Leaves};
use super::cells::Cells;
use super::check::{Problems, check, check_torus, drawn};
use super::config::{GeneratedCity, Zone, ZoneBounds};
use super::geometry::Point;
use super::graph::{Graph, bridges};
use super::groups::{Group, gather, groups};
use super::hierarchy::{Hierarchy, Part, divide, share};
use super::outline::Outline;
use super::places::{COLUMNS, PlaceRow};
use super::sheet::Sheet;
use super::streams::Stream;
use super::surface::Surface;
use super::{City, census, polygon, sites};
use crate::random::unit;
use rand_chacha::rand_core::Rng;

/// How far an area's expected residents stray from the mean, either way.
const SPREAD: f64 = 0.3;

fn one(path: &str, message: String) -> Problems {
    vec![(path.to_owned(), message)]
}

/// Generates a city.
pub fn generate(config: &GeneratedCity, places: Option<&Sheet>) -> Result<City, Problems> {
    let rows = places.map(PlaceRow::all).unwrap_or_default();
    let problems = check(config, places.map(|sheet| (sheet, &rows[..])));
    if !problems.is_empty() {
        return Err(problems);
    }
    let (outline, scale) = outline(config);
    let problems = check_torus(&config.travel, outline.corners());
    if !problems.is_empty() {
        return Err(problems);
    }
    let groups = groups(config, &rows, scale);
    let triangles = polygon::triangles(outline.corners());
    let bounds = leaf_bounds(config, &groups);
    let counts = leaf_counts(config, &groups, &bounds)?;
    let (mut sites, mut label) = sites::draw(&triangles, &groups, &counts, &mut Stream::Sites.of(config.seed));
    let crowded = || one("outline_km", format!("the ground is too small to hold {} separate areas", sites_wanted(config)));
    if !sites::relax(&outline, &groups, &label, &mut sites) {
        return Err(crowded());
    }
    let cells = Cells::new(&outline, &sites).ok_or_else(crowded)?;
    let (graph, adjacent) = borders(config, &cells, &sites);
    if !gather(&graph, &mut label, &groups, &bounds) {
        let message = "the parts cannot be kept in one piece each with their numbers of areas; move the centres or take another seed";
        return Err(one("groups.parts", message.into()));
    }
    let graph = expect_residents(graph, &label, &groups, &sites, &adjacent);
    let (hierarchy, top) = levels(config, &graph, &label, &groups);
    let residents = census::take(&census::Survey { config, graph: &graph, hierarchy: &hierarchy, label: &label, groups: &groups, top })?;
    let mut leaves = Leaves { residents, km2: Vec::new(), ground: Surface::new(), rings: Vec::new() };
    let mut spare = Vec::new();
    for &site in &hierarchy.order {
        leaves.km2.push(leaves.ground.push(&cells.pieces(site as usize, &triangles, &mut spare)));
        leaves.rings.push(cells.ring(site as usize, &mut spare));
    }
    let draft = Draft { config, rows: &rows, groups: &groups, hierarchy: &hierarchy, label: &label, sites: &sites, adjacent: &adjacent };
    let unread = places.map(|sheet| sheet.unread(&COLUMNS)).unwrap_or_default();
    Ok(City { unread, ..build::assemble(&draft, top, outline.corners().to_vec(), leaves) })
}

fn sites_wanted(config: &GeneratedCity) -> u32 {
    config.levels.last().map_or(0, |level| level.count.get())
}

/// The outline at its true size, and by how much that is larger than drawn.
fn outline(config: &GeneratedCity) -> (Outline, f64) {
    let corners = drawn(config);
    let scale = config.area_km2.map_or(1.0, |area| (area.get() / polygon::area(&corners).abs()).sqrt());
    (Outline::new(corners.into_iter().map(|p| Point::new(p.x * scale, p.y * scale)).collect()), scale)
}

/// How many of the smallest areas each group may have: at least one for each of its named areas, and exactly
/// those when the smallest areas are the named ones.
fn leaf_bounds(config: &GeneratedCity, groups: &[Group]) -> Vec<(u64, u64)> {
    let named = config.places.as_ref().is_some_and(|places| config.levels.last().is_some_and(|leaf| leaf.name == places.level));
    let bound = |group: &Group| {
        let rows = (group.rows.len() as u64).max(1);
        (rows, if named { rows } else { u64::MAX })
    };
    groups.iter().map(bound).collect()
}

fn leaf_counts(config: &GeneratedCity, groups: &[Group], bounds: &[(u64, u64)]) -> Result<Vec<u64>, Problems> {
    let claims: Vec<Claim> =
        groups.iter().zip(bounds).map(|(group, &(least, most))| Claim { weight: group.residents as f64, least, most }).collect();
    let missing = || one("groups.parts", "there are fewer smallest areas than parts with their named areas".into());
    apportion(u64::from(sites_wanted(config)), &claims).ok_or_else(missing)
}

/// The graph of the smallest areas, with random weights about 1, and the pairs that border on each other.
fn borders(config: &GeneratedCity, cells: &Cells, sites: &[Point]) -> (Graph, Vec<(u32, u32)>) {
    let mut pairs = cells.adjacent();
    let all = (0..sites.len()).flat_map(|i| cells.near(i).iter().map(move |&j| (i as u32, j)).filter(|(i, j)| i < j));
    pairs.extend(bridges(sites, &pairs, all));
    pairs.sort_unstable();
    let mut stream = Stream::Residents.of(config.seed);
    let weights = sites.iter().map(|_| 1.0 + SPREAD * (2.0 * unit(stream.next_u64()) - 1.0)).collect();
    (Graph::new(sites.to_vec(), weights, &pairs), pairs)
}

/// The same graph, weighted by the residents expected in each of the smallest areas.
fn expect_residents(graph: Graph, label: &[u32], groups: &[Group], sites: &[Point], pairs: &[(u32, u32)]) -> Graph {
    let mut sums = vec![0.0; groups.len()];
    for (node, &group) in label.iter().enumerate() {
        sums[group as usize] += graph.weight(node as u32);
    }
    // Nobody's ground still needs a weight to be divided by.
    let each: Vec<f64> = groups.iter().zip(&sums).map(|(group, sum)| (group.residents as f64).max(0.001) / sum).collect();
    let weight = |(node, &group): (usize, &u32)| graph.weight(node as u32) * each[group as usize];
    Graph::new(sites.to_vec(), label.iter().enumerate().map(weight).collect(), pairs)
}

/// All levels with the groups among them, and the position of the groups' level. Groups stand right above the
/// first level that has at least as many areas as there are groups; levels above are made of whole groups.
fn levels(config: &GeneratedCity, graph: &Graph, label: &[u32], groups: &[Group]) -> (Hierarchy, usize) {
    let count = |i: usize| u64::from(config.levels[i].count.get());
    let coarse = (0..config.levels.len()).take_while(|&i| count(i) < groups.len() as u64).count();
    let parts = graph.quotient(label, groups.len());
    let root = Part { nodes: (0..groups.len() as u32).collect(), seats: (0..coarse).map(count).collect() };
    let weigh = |_: usize, nodes: &[u32]| Claim { weight: parts.total(nodes), least: 1, most: u64::MAX };
    let upper = divide(&parts, vec![root], &weigh);

    let bounds = |level: usize| config.levels[coarse + level].residents;
    let wish = |level: usize, nodes: &[u32]| {
        let zone = groups[label[nodes[0] as usize] as usize].zone;
        seats_wanted(&bounds(level), zone, graph.total(nodes))
    };
    let roots = root_parts(config, coarse, &upper.order, label, groups, &wish);
    let lower = divide(graph, roots, &wish);
    let begins = |level: &Vec<u32>| level.iter().map(|&at| lower.starts[0][at as usize]).collect();
    let mut starts: Vec<Vec<u32>> = upper.starts[..upper.starts.len() - 1].iter().map(begins).collect();
    starts.extend(lower.starts);
    (Hierarchy { order: lower.order, starts }, coarse + 1)
}

/// The groups as roots of the finer levels, each with its share of the areas of every level.
fn root_parts(
    config: &GeneratedCity,
    coarse: usize,
    order: &[u32],
    label: &[u32],
    groups: &[Group],
    wish: &dyn Fn(usize, &[u32]) -> Claim,
) -> Vec<Part> {
    let fine = &config.levels[coarse..];
    let named = config.places.as_ref().and_then(|places| fine.iter().position(|level| level.name == places.level));
    let mut roots: Vec<Part> = order.iter().map(|_| Part { nodes: Vec::new(), seats: Vec::new() }).collect();
    let mut place = vec![0; groups.len()];
    order.iter().enumerate().for_each(|(at, &group)| place[group as usize] = at);
    for (node, &group) in label.iter().enumerate() {
        roots[place[group as usize]].nodes.push(node as u32);
    }
    for (level, spec) in fine[..fine.len() - 1].iter().enumerate() {
        let hard = |(root, &group): (&Part, &u32)| {
            let least = root.seats.last().copied().unwrap_or(1);
            let rows = groups[group as usize].rows.len() as u64;
            match named {
                Some(at) if level == at => (rows, rows),
                Some(at) if level < at => (least, rows),
                _ => (least, root.nodes.len() as u64),
            }
        };
        let hard: Vec<(u64, u64)> = roots.iter().zip(order).map(hard).collect();
        let wishes: Vec<Claim> = roots.iter().map(|root| wish(level, &root.nodes)).collect();
        for (root, seats) in roots.iter_mut().zip(share(u64::from(spec.count.get()), &wishes, &hard)) {
            root.seats.push(seats);
        }
    }
    roots
}

/// How many areas of a level ground with so many expected residents should have.
fn seats_wanted(bounds: &ZoneBounds, zone: Zone, residents: f64) -> Claim {
    match bounds.of(zone) {
        (0, u64::MAX) => Claim { weight: residents, least: 1, most: u64::MAX },
        (least, most) => Claim {
            weight: residents * 2.0 / (least as f64 + most as f64).max(1.0),
            least: (residents / most.max(1) as f64 + 0.999) as u64,
            most: if least == 0 { u64::MAX } else { (residents / least as f64 + 0.001) as u64 },
        },
    }
}
