//! Where a factor may well lie: the range of its provenance, or half to double for our own assumptions.

use super::walk::Found;
use crate::scenario::path::{self, Step};
use crate::scenario::{Grade, Loaded, Provenance};

/// Where a factor may well lie, in its unit, within its bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Whether the scenario gives it; half to double otherwise.
    pub given: bool,
}

impl Range {
    /// The value at a share `u` of the way from the lower end to the upper: in proportion where all of it is positive
    /// (half and double are equally far from one), else evenly.
    pub fn at(&self, u: f64) -> f64 {
        use crate::random::maths::{exp, ln};
        match self.low > 0.0 {
            true => exp(ln(self.low) + u * (ln(self.high) - ln(self.low))).clamp(self.low, self.high),
            false => self.low + u * (self.high - self.low),
        }
    }

    /// Of a factor whose provenance stands at its own path (`exact`) or above it. Only assumptions have one by
    /// default; none where it would be a single value.
    pub(super) fn of(found: &Found, exact: bool, provenance: &Provenance) -> Option<Range> {
        let end = |text: &str| match text {
            "half" => Some(0.5 * found.value),
            "double" => Some(2.0 * found.value),
            other => found.kind.read(other).ok(),
        };
        let given = provenance.range.as_ref().filter(|_| exact && !found.part).and_then(|(low, high)| Some((end(low)?, end(high)?)));
        let (low, high) = match given {
            Some(ends) => ends,
            None if provenance.grade == Grade::C => (0.5 * found.value, 2.0 * found.value),
            None => return None,
        };
        let (low, high) = (low.clamp(found.bounds.0, found.bounds.1), high.clamp(found.bounds.0, found.bounds.1));
        (low < high).then_some(Range { low, high, given: given.is_some() })
    }
}

/// The provenance of a scenario, by the steps of its paths.
pub(super) struct Graded<'a>(Vec<(Vec<Step>, &'a Provenance)>);

impl Graded<'_> {
    pub(super) fn of(loaded: &Loaded) -> Graded<'_> {
        let root = loaded.source.root();
        let steps = |path: &str| path::joined(root, path::parse(path).unwrap_or_default());
        Graded(loaded.scenario.provenance.iter().map(|(path, provenance)| (steps(path), provenance)).collect())
    }

    /// The provenance that stands at a path or nearest above it, and whether it is at the very path.
    pub(super) fn origin(&self, steps: &[Step]) -> Option<(bool, &Provenance)> {
        let above = |own: &[Step]| own.len() <= steps.len() && own.iter().zip(steps).all(|(a, b)| a.name == b.name);
        let nearest = self.0.iter().filter(|(own, _)| above(own)).max_by_key(|(own, _)| own.len());
        nearest.map(|(own, provenance)| (own.len() == steps.len(), *provenance))
    }
}
