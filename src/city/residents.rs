//! How many people live in each area: in proportion to what is expected, exactly, and within all bounds at once.

use super::apportion::{Claim, apportion};

/// One level: where its areas begin among the smallest areas, and what each may have `(least, most)`.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Where each area begins.
    pub starts: Vec<u32>,
    /// The residents that each area may have.
    pub bounds: Vec<(u64, u64)>,
}

/// Bounds that cannot be met: the layer and area, what its bounds are, and what the areas below allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Number of the layer, 0 for the whole.
    pub layer: usize,
    /// Number of the area in its layer.
    pub area: usize,
    /// The area's own bounds.
    pub own: (u64, u64),
    /// What the bounds of the areas below it allow in all.
    pub below: (u64, u64),
}

/// Residents of each smallest area. The first layer is the whole, with its exact number as bounds; the last
/// are the smallest areas, whose expected numbers are given.
pub fn settle(layers: &[Layer], expected: &[f64]) -> Result<Vec<u64>, Conflict> {
    let bounds = inherited(layers)?;
    let mut residents = vec![bounds[0][0].0];
    for upper in 0..layers.len() - 1 {
        let lower = &layers[upper + 1];
        let mut below = Vec::with_capacity(lower.starts.len());
        for (area, &total) in residents.iter().enumerate() {
            let claims: Vec<Claim> = children(layers, upper, area)
                .map(|child| {
                    let leaves = leaves(lower, child, expected.len());
                    let (least, most) = bounds[upper + 1][child];
                    Claim { weight: expected[leaves].iter().sum(), least, most }
                })
                .collect();
            below.extend(apportion(total, &claims).expect("the bounds of an area lie within those of its children"));
        }
        residents = below;
    }
    Ok(residents)
}

/// The bounds of each area, narrowed to what the areas below it can make up.
fn inherited(layers: &[Layer]) -> Result<Vec<Vec<(u64, u64)>>, Conflict> {
    let mut bounds: Vec<Vec<(u64, u64)>> = layers.iter().map(|layer| layer.bounds.clone()).collect();
    for layer in (0..layers.len() - 1).rev() {
        for area in 0..layers[layer].starts.len() {
            let below = children(layers, layer, area).fold((0, 0), |(least, most): (u64, u64), child| {
                let (l, m) = bounds[layer + 1][child];
                (least + l, most.saturating_add(m))
            });
            let own = bounds[layer][area];
            let narrowed = (own.0.max(below.0), own.1.min(below.1));
            if narrowed.0 > narrowed.1 {
                return Err(Conflict { layer, area, own, below });
            }
            bounds[layer][area] = narrowed;
        }
    }
    Ok(bounds)
}

/// The areas of the next layer within an area.
fn children(layers: &[Layer], layer: usize, area: usize) -> std::ops::Range<usize> {
    let (upper, lower) = (&layers[layer].starts, &layers[layer + 1].starts);
    let first = lower.partition_point(|&start| start < upper[area]);
    let end = upper.get(area + 1).map_or(lower.len(), |&next| lower.partition_point(|&start| start < next));
    first..end
}

/// The smallest areas within an area.
pub fn leaves(layer: &Layer, area: usize, count: usize) -> std::ops::Range<usize> {
    layer.starts[area] as usize..layer.starts.get(area + 1).map_or(count, |&next| next as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(middle: [(u64, u64); 2]) -> Vec<Layer> {
        vec![
            Layer { starts: vec![0], bounds: vec![(100, 100)] },
            Layer { starts: vec![0, 2], bounds: middle.to_vec() },
            Layer { starts: vec![0, 1, 2, 3, 4], bounds: vec![(0, u64::MAX); 5] },
        ]
    }

    #[test]
    fn everybody_lives_somewhere_and_bounds_hold() {
        assert_eq!(settle(&layers([(0, u64::MAX); 2]), &[1.0; 5]), Ok(vec![20; 5]));
        assert_eq!(settle(&layers([(55, 60), (0, 99)]), &[1.0; 5]), Ok(vec![28, 27, 15, 15, 15]));
    }

    #[test]
    fn bounds_that_cannot_be_met_are_named() {
        let conflict = settle(&layers([(0, 30), (0, 30)]), &[1.0; 5]).unwrap_err();
        assert_eq!(conflict, Conflict { layer: 0, area: 0, own: (100, 100), below: (0, 60) });
    }
}
