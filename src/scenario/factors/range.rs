//! Where a factor may well lie: the range of its provenance, or half to double for our own assumptions; and how it is
//! spread over that range.

use super::Kind;
use super::walk::Found;
use crate::random::maths::{exp, ln};
use crate::random::normal::{inverse_normal, normal_cdf};
use crate::scenario::path::{self, Step};
use crate::scenario::{Belief, Grade, Loaded, Provenance};

/// Half the width of the central 95% of the normal distribution, in standard deviations.
const CENTRAL: f64 = 1.959_963_984_540_054;

/// Where a factor may well lie, in its unit, within its bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Whether only whole numbers lie in it, the ends among them.
    pub whole: bool,
    /// Whether the scenario gives it; half to double otherwise.
    pub given: bool,
    /// How it is spread over it.
    pub spread: Belief,
    /// Whether the scenario says so.
    pub stated: bool,
    /// The number as it is written.
    pub value: f64,
}

impl Range {
    /// From one end to the other, evenly.
    pub fn evenly(kind: Kind, low: f64, high: f64) -> Range {
        let (low, high) = (kind.nearest(low), kind.nearest(high));
        Range { low, high, whole: kind.whole, given: true, spread: Belief::Uniform, stated: false, value: 0.5 * (low + high) }
    }

    /// The value that a share `u` of the distribution lies below; 0 and 1 give the ends. Each whole number has what lies
    /// from half below it to half above it: spread evenly, all are as likely.
    pub fn at(&self, u: f64) -> f64 {
        match self.whole {
            true => (self.between(self.low - 0.5, self.high + 0.5, u) + 0.5).floor().clamp(self.low, self.high),
            false => self.between(self.low, self.high, u),
        }
    }

    /// The value that a share `u` lies below where it is spread from `low` to `high`.
    fn between(&self, low: f64, high: f64, u: f64) -> f64 {
        if u <= 0.0 || u >= 1.0 {
            return if u <= 0.0 { low } else { high };
        }
        let evenly = |low: f64, high: f64| low + u * (high - low);
        let normal = |low: f64, high: f64| {
            let (below, above) = central();
            let deviations = inverse_normal(below + u * (above - below));
            0.5 * (low + high) + 0.5 * (high - low) * deviations / CENTRAL
        };
        let value = match self.spread {
            Belief::LogUniform => exp(evenly(ln(low), ln(high))),
            Belief::LogNormal => exp(normal(ln(low), ln(high))),
            Belief::Uniform => evenly(low, high),
            Belief::Normal => normal(low, high),
            Belief::Triangular => {
                let peak = self.way(self.value);
                match u < peak {
                    true => low + (high - low) * (u * peak).sqrt(),
                    false => high - (high - low) * ((1.0 - u) * (1.0 - peak)).sqrt(),
                }
            }
        };
        value.clamp(low, high)
    }

    /// The value of a grid at a share `u` of the distribution, and the share that it lies at: for whole numbers the
    /// nearest, but the upper end for no share of the lower half, nor the lower for one of the upper half, so that a
    /// step from half to half always moves.
    pub(super) fn level(&self, u: f64) -> (f64, f64) {
        let value = self.between(self.low, self.high, u);
        if !self.whole {
            return (value, u);
        }
        let (least, most) = if u < 0.5 { (self.low, self.high - 1.0) } else { (self.low + 1.0, self.high) };
        let value = (value + 0.5).floor().clamp(least, most);
        (value, self.share(value))
    }

    /// The share that lies below a value: the inverse of `between` the ends.
    fn share(&self, value: f64) -> f64 {
        if value <= self.low || value >= self.high {
            return if value <= self.low { 0.0 } else { 1.0 };
        }
        let way = self.way(value);
        match self.spread {
            Belief::Uniform | Belief::LogUniform => way,
            Belief::Normal | Belief::LogNormal => {
                let (below, above) = central();
                (normal_cdf(CENTRAL * (2.0 * way - 1.0)) - below) / (above - below)
            }
            Belief::Triangular => {
                let peak = self.way(self.value);
                if way < peak { way * way / peak } else { 1.0 - (1.0 - way) * (1.0 - way) / (1.0 - peak) }
            }
        }
    }

    /// How far on the way from one end to the other a value lies, in the logarithm where it is spread so.
    fn way(&self, value: f64) -> f64 {
        let part = |low: f64, high: f64, value: f64| (value - low) / (high - low);
        match self.spread {
            Belief::LogUniform | Belief::LogNormal => part(ln(self.low), ln(self.high), ln(value)),
            _ => part(self.low, self.high, value),
        }
    }

    /// Whether the number lies in it. Doubt about another number says nothing of this one.
    pub(super) fn holds(&self) -> bool {
        (self.low..=self.high).contains(&self.value)
    }

    /// That it does not hold its number, in both languages.
    pub(super) fn outside(&self, kind: Kind) -> [String; 2] {
        let [value, low, high] = [self.value, self.low, self.high].map(|number| kind.show(number));
        [
            format!("it is {value}, outside of the range {low} to {high} that its provenance gives"),
            format!("现值 {value} 不在其来源所给范围 {low} 至 {high} 之内"),
        ]
    }

    /// Of a factor whose provenance stands at its own path (`exact`) or above it. Only assumptions have one by
    /// default; none where it would be a single value.
    ///
    /// # Errors
    /// The field of the provenance that is wrong, and what is wrong with it.
    pub(super) fn of(found: &Found, exact: bool, provenance: &Provenance) -> Result<Option<Range>, (&'static str, String)> {
        let given = provenance.range.as_ref().filter(|_| exact).map(|range| ends(found, range)).transpose();
        let given = given.map_err(|message| ("range", message))?;
        let (low, high) = match given {
            Some(ends) => ends,
            None if provenance.grade == Grade::C => half_to_double(found.value),
            None => return Ok(None),
        };
        let [low, high] = [low, high].map(|end| found.kind.nearest(end).clamp(found.bounds.0, found.bounds.1));
        let stated = provenance.distribution.filter(|_| exact);
        if let (Some(whole), Some(_)) = (&found.part_of, stated) {
            return Err(("distribution", format!("`{}` is drawn with all of its distribution: give it to `{whole}`", found.path)));
        }
        if let Some(spread @ (Belief::LogUniform | Belief::LogNormal)) = stated
            && low <= 0.0
        {
            let low = found.kind.show(low);
            return Err(("distribution", format!("{spread:?} takes the logarithm: its range must begin above 0, and begins at {low}")));
        }
        let usual = if low > 0.0 { Belief::LogUniform } else { Belief::Uniform };
        let range = Range {
            low,
            high,
            whole: found.kind.whole,
            given: given.is_some(),
            spread: stated.unwrap_or(usual),
            stated: stated.is_some(),
            value: found.value,
        };
        Ok(Some(range).filter(|range| low < high || !range.holds()))
    }
}

/// The shares of the normal distribution that lie below the ends of its central 95%.
fn central() -> (f64, f64) {
    (normal_cdf(-CENTRAL), normal_cdf(CENTRAL))
}

/// From half to double of a value, the lower end first: of a negative one that is double.
pub(super) fn half_to_double(value: f64) -> (f64, f64) {
    let (half, double) = (0.5 * value, 2.0 * value);
    if value < 0.0 { (double, half) } else { (half, double) }
}

/// The ends of the range that a factor is given.
///
/// # Errors
/// What is wrong with it.
fn ends(found: &Found, (low, high): &(String, String)) -> Result<(f64, f64), String> {
    if low == "half" && high == "double" {
        return Ok(half_to_double(found.value));
    }
    let end = |text: &str| match text {
        "half" => Ok(0.5 * found.value),
        "double" => Ok(2.0 * found.value),
        other => found.kind.read(other).map_err(|message| format!("an end of the range is wrong: {message}")),
    };
    let follows = |text: &str| text == "half" || text == "double";
    match (end(low)?, end(high)?) {
        (from, to) if from <= to => Ok((from, to)),
        // An end that follows the number stops at the other.
        (_, to) if follows(low) => Ok((to, to)),
        (from, _) if follows(high) => Ok((from, from)),
        _ => Err(format!("the range ends at {high:?}, below {low:?}, where it begins: write the lower end first")),
    }
}

/// The provenance of a scenario, by the steps of its paths.
pub(super) struct Graded<'a>(Vec<(Vec<Step>, &'a Provenance)>);

impl<'a> Graded<'a> {
    pub(super) fn of(loaded: &'a Loaded) -> Graded<'a> {
        let root = loaded.source.root();
        let steps = |path: &str| path::joined(root, path::parse(path).unwrap_or_default());
        Graded(loaded.scenario.provenance.iter().map(|(path, provenance)| (steps(path), provenance)).collect())
    }

    /// All of it, in the order of the scenario.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[Step], &'a Provenance)> {
        self.0.iter().map(|(steps, provenance)| (steps.as_slice(), *provenance))
    }

    /// The provenance that stands at a path or nearest above it, and whether it is at the very path.
    pub(super) fn origin(&self, steps: &[Step]) -> Option<(bool, &Provenance)> {
        let above = |own: &[Step]| own.len() <= steps.len() && own.iter().zip(steps).all(|(a, b)| a.name == b.name);
        let nearest = self.0.iter().filter(|(own, _)| above(own)).max_by_key(|(own, _)| own.len());
        nearest.map(|(own, provenance)| (own.len() == steps.len(), *provenance))
    }
}
