//! One factor of a plan: the values it takes, or the range it is drawn from.

use crate::experiment::vary;
use crate::scenario::{Factor, Factors, Kind, Range};

/// A factor as a column of the results.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Its path.
    pub path: String,
    /// What kind of number it is; `None` where it takes words.
    pub kind: Option<Kind>,
}

/// The values of a factor.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Spread {
    /// These `path=value` settings.
    Levels(Vec<String>),
    /// From one end to the other.
    Range {
        /// The factor.
        factor: Box<Factor>,
        /// The ends.
        range: Range,
    },
}

impl Spread {
    /// What a plan says of the factor at `path`; `samples` where the design draws from ranges.
    pub(super) fn read(path: &str, text: &str, samples: bool, factors: &Factors) -> Result<Spread, String> {
        let text = text.trim();
        let ends = vary::ends(path, text, factors);
        if text != "range" && ends.is_none() {
            let levels = vary::levels(path, text, factors)?;
            let value = |set: &String| set[path.len() + 1..].to_owned();
            let number = |set: &String| factors.get(path)?.kind.read(&value(set)).ok();
            let same = |one: &String, other: &String| one == other || number(one).is_some_and(|n| Some(n) == number(other));
            if let Some(at) = (1..levels.len()).find(|at| levels[..*at].iter().any(|other| same(other, &levels[*at]))) {
                return Err(format!("{} is there twice: every point would be run twice", value(&levels[at])));
            }
            return Ok(Spread::Levels(levels));
        }
        if !samples {
            return Err(format!("a factorial takes values: write `v1, v2, …` or `lo..hi/steps`, not {text:?}"));
        }
        let factor = factors.find(path)?;
        let range = match ends {
            None => factor.range.ok_or_else(|| match factor.strayed() {
                Some([why, _]) => format!("`{path}`: {why}, or write lo..hi"),
                None => format!("the scenario gives no range of `{path}`: write lo..hi"),
            })?,
            Some((low, high)) => {
                let (low, high) = (factor.kind.read(low)?, factor.kind.read(high)?);
                [low, high].into_iter().try_for_each(|end| factor.set(end).map(|_| ()))?;
                let range = Range::evenly(factor.kind, low, high);
                if range.low >= range.high {
                    return Err(format!("{text:?} goes from the higher to the lower end"));
                }
                range
            }
        };
        Ok(Spread::Range { factor: Box::new(factor.clone()), range })
    }

    /// All values, or the ends of the range: what can be tried before anything runs.
    pub(super) fn levels(&self) -> Vec<String> {
        match self {
            Spread::Levels(levels) => levels.clone(),
            Spread::Range { .. } => vec![self.at(0.0), self.at(1.0)],
        }
    }

    /// Whether it runs through the same settings as another.
    pub(super) fn runs_like(&self, other: &Spread) -> bool {
        [0.0, 0.25, 0.5, 0.75, 1.0].iter().all(|u| self.at(*u) == other.at(*u))
    }

    /// The setting at a share `u` of the way.
    pub(super) fn at(&self, u: f64) -> String {
        match self {
            Spread::Levels(levels) => levels[((u * levels.len() as f64) as usize).min(levels.len() - 1)].clone(),
            Spread::Range { factor, range } => factor.set(range.at(u)).expect("the ends are within bounds"),
        }
    }
}

impl Axis {
    /// Of the factor at `path` with these `values`: numbers where all of them are.
    pub(super) fn of<'a>(path: &str, values: impl IntoIterator<Item = &'a str>, factors: &Factors) -> Axis {
        let kind = factors.get(path).map(|factor| factor.kind);
        Axis { path: path.to_owned(), kind: kind.filter(|kind| values.into_iter().all(|value| kind.read(value).is_ok())) }
    }

    /// A value as a number in the unit of its kind; `None` for words.
    pub fn number(&self, value: &str) -> Option<f64> {
        self.kind?.read(value).ok()
    }
}
