//! Factors: every number of a scenario that can be turned, by path.
//!
//! One list feeds `gridgov factors`, `--set`, `--vary` and every experiment that moves numbers. It is read off the
//! typed sections, defaults included, so nothing can be forgotten. A **distribution** is one factor at its own path:
//! its value is the median (the mean of families without one, the peak of a triangle), and to set it moves all its
//! times in proportion, so that the shape stays. Its numbers are factors too, each turned alone.

mod describe;
mod kind;
mod left_to_log;
mod range;
mod shape;
mod walk;

pub use kind::Kind;
pub use left_to_log::LeftToLog;
pub use range::Range;
pub(super) use shape::Shape;
use walk::Found;

use super::path::{self, Step};
use super::tree::Body;
use super::{Grade, Loaded, Provenance, Scenario};
use crate::problems::nearest;
use crate::random::Distribution;

/// Settings of a whole experiment, which decide nothing of one city among others, and what sets them.
const OF_THE_EXPERIMENT: [(&str, &str); 2] = [
    ("run.replications", "all have the same number, by --replications, or by `replications` in the plan of a sweep"),
    ("run.indifference", "all are compared by the same margin, set by --set run.indifference=…"),
];

/// A number of a scenario that can be turned.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Where it stands.
    pub path: String,
    /// The same with the Chinese names of the entries that have them, for reading.
    pub path_zh: String,
    /// What kind of number it is.
    pub kind: Kind,
    /// Its value, in the kind's unit.
    pub value: f64,
    /// Smallest and largest value allowed. What else must hold is checked when it is built.
    pub bounds: (f64, f64),
    /// To set it moves all times of this distribution in proportion; its value is the distribution's centre.
    pub distribution: Option<Distribution>,
    /// The path of the distribution that it is one number of, and that is a factor itself.
    pub part_of: Option<String>,
    /// Whether it says how many people there are who are sent to no incident: clerks, people on the spot, posts without a part
    /// in a run.
    pub counts_others: bool,
    /// Whether it is written in the scenario; a default otherwise.
    pub written: bool,
    /// How sure we are of it: the grade at its path or at the nearest path above.
    pub grade: Option<Grade>,
    /// Where it comes from.
    pub source: Option<String>,
    /// The same in Chinese; in English where it is said in English only.
    pub source_zh: Option<String>,
    /// Where it may well lie.
    pub range: Option<Range>,
    /// The range that its provenance gives where its value lies outside: doubt about another value, so that it has none.
    pub outside: Option<Range>,
    /// What it means.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

impl Factor {
    /// `path=value` for this value, as `--set` takes it.
    ///
    /// # Errors
    /// What the bounds are, where the value lies outside.
    pub fn set(&self, value: f64) -> Result<String, String> {
        let (low, high) = self.bounds;
        if !(low..=high).contains(&value) {
            let [value, low, high] = [value, low, high].map(|number| self.kind.show(number));
            return Err(format!("{value} is out of bounds: `{}` must lie between {low} and {high}", self.path));
        }
        Ok(format!("{}={}", self.path, self.kind.write(value)))
    }

    /// The value that a share `u` of its range lies below, as a scenario that says it has it.
    pub fn at(&self, u: f64) -> Option<f64> {
        Some(self.kind.rounded(self.range?.at(u)))
    }

    /// The value of a grid at a share `u` of its range, as a scenario that says it has it, and the share that it lies at.
    pub fn level(&self, u: f64) -> Option<(f64, f64)> {
        let (value, share) = self.range?.level(u);
        Some((self.kind.rounded(value), share))
    }

    /// The ends between which it may well lie, within its bounds: those of its range, else half and double.
    pub fn likely(&self) -> (f64, f64) {
        let end = |value: f64| self.kind.nearest(value).clamp(self.bounds.0, self.bounds.1);
        self.range.map_or_else(
            || {
                let (low, high) = range::half_to_double(self.value);
                (end(low), end(high))
            },
            |range| (range.low, range.high),
        )
    }

    /// Whether another scenario has the same here, the whole distribution where it is one.
    pub fn is_shared_with(&self, other: &Factor) -> bool {
        self.value == other.value && self.distribution == other.distribution
    }

    /// Why it has no range though one is given, in both languages; `None` where its value lies in it.
    pub fn strayed(&self) -> Option<[String; 2]> {
        let [en, zh] = self.outside?.outside(self.kind);
        Some([format!("{en}: that range is not used; give it anew"), format!("{zh}：该范围不予采用；请重新给出")])
    }

    /// Its value as people write it.
    pub fn shown(&self) -> String {
        self.kind.show(self.value)
    }
}

/// All factors of a scenario, in the order of its sections.
#[derive(Clone, Debug, Default)]
pub struct Factors {
    list: Vec<Factor>,
    steps: Vec<Vec<Step>>,
    log: Option<LeftToLog>,
    left_to_log: Vec<Factor>,
}

/// The typed sections with their names.
pub(super) fn shapes(scenario: &Scenario) -> Vec<(&'static str, Shape)> {
    vec![
        ("city", Shape::of(&scenario.city)),
        ("demand", Shape::of(&scenario.demand)),
        ("structure", Shape::of(&scenario.structure)),
        ("workforce", Shape::of(&scenario.workforce)),
        ("dispatch", Shape::of(&scenario.dispatch)),
        ("targets", Shape::of(&scenario.targets)),
        ("run", Shape::of(&scenario.run)),
    ]
}

/// What is wrong with the ranges and distributions that numbers are given, with the paths of their provenance. A range that
/// does not hold its number is wrong where both were written together; elsewhere one of them was written anew.
pub(super) fn wrong_ranges(loaded: &Loaded) -> Vec<(String, String)> {
    let graded = range::Graded::of(loaded);
    let shapes = shapes(&loaded.scenario);
    let found = shapes.iter().flat_map(|(section, shape)| walk::factors(section, shape));
    let found: Vec<(Vec<Step>, Found)> = found.map(|found| (path::parse(&found.path).unwrap_or_default(), found)).collect();
    let wrong = found.iter().filter_map(|(steps, found)| {
        let (exact, provenance) = graded.origin(steps)?;
        let path = |field: &str| format!("provenance.{:?}.{field}", found.path);
        match Range::of(found, exact, provenance) {
            Err((field, message)) => Some((path(field), message)),
            Ok(Some(range)) if !range.holds() && loaded.source.are_together(&found.path, &path("range")) => {
                let [outside, _] = range.outside(found.kind);
                Some((path("range"), format!("`{}`: {outside}; write one that holds it", found.path)))
            }
            Ok(_) => None,
        }
    });
    let useless = loaded.scenario.provenance.keys().zip(graded.iter()).filter_map(|(path, (steps, provenance))| {
        // What was switched off keeps what is said of its numbers.
        let is_off = loaded.source.get(path).is_none_or(|node| node.body == Body::Bare && node.name.as_deref() == Some("None"));
        let (field, message) = idle(path, steps, provenance, &found).filter(|_| !is_off)?;
        Some((format!("provenance.{path:?}.{field}"), message))
    });
    wrong.chain(useless).collect()
}

/// The field of a provenance that nothing ever asks for, and why. The range of many numbers together is a remark to be read;
/// prices have one, too, though no measure depends on them.
fn idle(path: &str, steps: &[Step], provenance: &Provenance, found: &[(Vec<Step>, Found)]) -> Option<(&'static str, String)> {
    let is_above = |own: &[Step]| own.len() >= steps.len() && own.iter().zip(steps).all(|(a, b)| a.name == b.name);
    let below: Vec<&(Vec<Step>, Found)> = found.iter().filter(|(own, _)| is_above(own)).collect();
    if below.iter().any(|(own, _)| own.len() == steps.len()) {
        return None;
    }
    let help = match &below[..] {
        [] => "`gridgov factors` lists those that can".to_owned(),
        below => {
            let first: Vec<String> = below.iter().take(3).map(|(_, found)| format!("`{}`", found.path)).collect();
            let more = if below.len() > first.len() { " and so on" } else { "" };
            format!("give it to single ones below, {}{more}", first.join(", "))
        }
    };
    let is_a_remark = !below.is_empty() || path::leads("workforce.prices", path);
    match (provenance.distribution, &provenance.range) {
        (Some(_), _) => Some(("distribution", format!("`{path}` is no number that can be drawn: {help}"))),
        (None, Some(_)) if !is_a_remark => Some(("range", format!("`{path}` is no number that can be turned: {help}"))),
        _ => None,
    }
}

/// Whether a number says how many people there are who are sent to no incident. The share of posts on the spot that is filled
/// does where these are paid; elsewhere it is but the probability that somebody is there.
fn counts_others(steps: &[Step], kind: Kind, scenario: &Scenario) -> bool {
    let names: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
    match names[..] {
        ["structure", "settlers", tier, "filled"] => scenario.structure.settlers.get(tier).is_some_and(|settlers| settlers.paid),
        ["structure", "desks", _, "staff", ..] | ["structure", "settlers", _, "posts"] | ["workforce", "posts", ..] => kind.whole,
        _ => false,
    }
}

impl Factors {
    /// Of a scenario.
    pub fn of(loaded: &Loaded) -> Factors {
        let graded = range::Graded::of(loaded);
        let mut factors = Factors { log: LeftToLog::of(loaded), ..Factors::default() };
        for (section, shape) in shapes(&loaded.scenario) {
            for found in walk::factors(section, &shape) {
                let steps = path::parse(&found.path).unwrap_or_default();
                let origin = graded.origin(&steps);
                let provenance = origin.map(|(_, provenance)| provenance);
                let range = origin.and_then(|(exact, provenance)| Range::of(&found, exact, provenance).ok()?);
                let factor = Factor {
                    range: range.filter(Range::holds),
                    outside: range.filter(|range| !range.holds()),
                    written: loaded.source.get(&found.path).is_some(),
                    grade: provenance.map(|p| p.grade),
                    source: provenance.map(|p| p.source.clone()),
                    source_zh: provenance.map(|p| p.zh.as_ref().unwrap_or(&p.source).clone()),
                    counts_others: counts_others(&steps, found.kind, &loaded.scenario),
                    path_zh: path::chinese(loaded.source.root(), &found.path, &steps),
                    path: found.path,
                    kind: found.kind,
                    value: found.value,
                    bounds: found.bounds,
                    distribution: found.distribution,
                    part_of: found.part_of,
                    en: found.en,
                    zh: found.zh,
                };
                if factors.log.as_ref().is_some_and(|log| log.has(&factor.path)) {
                    factors.left_to_log.push(factor);
                } else {
                    factors.list.push(factor);
                    factors.steps.push(steps);
                }
            }
        }
        factors
    }

    /// All, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Factor> {
        self.list.iter()
    }

    /// Numbers that decide nothing, for a log says what happens and when: no factors here.
    pub fn left_to_log(&self) -> std::slice::Iter<'_, Factor> {
        self.left_to_log.iter()
    }

    /// The factor that `path` means, however it is written.
    pub fn get(&self, path: &str) -> Option<&Factor> {
        let wanted = path::parse(path).ok()?;
        let same = |steps: &[Step]| steps.len() == wanted.len() && steps.iter().zip(&wanted).all(|(a, b)| a.name == b.name);
        self.steps.iter().position(|steps| same(steps)).map(|at| &self.list[at])
    }

    /// The factor that `path` means.
    ///
    /// # Errors
    /// Which paths may have been meant.
    pub fn find(&self, path: &str) -> Result<&Factor, String> {
        self.decides(path)?;
        self.get(path).ok_or_else(|| {
            let near = self.near(path);
            let help = match near.is_empty() {
                true => "`gridgov factors` lists them all".to_owned(),
                false => format!("did you mean {}?", near.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(" or ")),
            };
            format!("there is no factor `{path}`; {help}")
        })
    }

    /// Whether what stands at a path decides anything of a city, a number or not, as far as that is known beforehand.
    ///
    /// # Errors
    /// Why nothing does.
    pub fn decides(&self, path: &str) -> Result<(), String> {
        let of_experiment = OF_THE_EXPERIMENT.iter().find(|(own, _)| path::overlap(path, own));
        let of_experiment = of_experiment.map(|(own, why)| format!("`{own}` is no factor: {why}"));
        of_experiment.or_else(|| self.log.as_ref()?.told(path)).map_or(Ok(()), Err)
    }

    /// Up to three paths that may have been meant.
    fn near(&self, path: &str) -> Vec<&str> {
        let paths = || self.list.iter().map(|factor| factor.path.as_str());
        let mut near: Vec<&str> = nearest(path, paths()).into_iter().collect();
        let last = path.rsplit('.').next().unwrap_or(path);
        let names = self.steps.iter().filter_map(|steps| steps.last()).map(|step| step.name.as_str());
        if let Some(name) = nearest(last, names) {
            let ends = self.list.iter().zip(&self.steps).filter(|(_, steps)| steps.last().is_some_and(|step| step.name == name));
            near.extend(ends.map(|(factor, _)| factor.path.as_str()).filter(|path| near.first() != Some(path)).take(3).collect::<Vec<_>>());
        }
        near.truncate(3);
        near
    }
}

#[cfg(test)]
mod tests;
