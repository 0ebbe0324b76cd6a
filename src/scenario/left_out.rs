//! Mistakes behind mistakes: what is wrong is left out and the rest is looked at again.
//!
//! A scenario is built from the city up, and what cannot be read cannot be built. So that one mistake does not hide
//! another, a scenario with mistakes is read and built again without them, as long as more are found. What may only be
//! wrong because something else is gone is not told: better a mistake told late than one that is none.

use super::diagnostic::Diagnostic;
use super::path::{self, Step};
use super::slip::Slip;
use super::tree::{Body, Entry, Node};
use crate::city::{NEEDS_PLACE, ONE_FOR_EACH};
use crate::demand::NO_FACILITIES;

/// How many incidents there are: nothing beside it hangs on it.
const VOLUME: [&str; 2] = ["demand", "volume"];

/// All that was left out.
#[derive(Default)]
pub(super) struct LeftOut {
    parts: Vec<Part>,
}

struct Part {
    /// The names on the way to it.
    path: Vec<String>,
    /// Whether it is a field; an entry of a map otherwise.
    is_field: bool,
    /// Names that went with it: its own, and all names and texts in it.
    names: Vec<String>,
}

impl LeftOut {
    /// Whether nothing was.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Adds what was left out for a slip of syntax.
    pub(super) fn add(&mut self, slip: Slip) {
        let Slip { above, is_field, entry } = slip;
        // Where no name can be told, it may have been any.
        let names = if entry.names.is_empty() { vec![String::new()] } else { entry.names };
        for name in names {
            self.parts.push(Part { path: [&above[..], &[name]].concat(), is_field, names: entry.words.clone() });
        }
    }

    /// Takes what the path of a mistake leads to out of `root`, or the nearest around it that can be; whether there is
    /// anything.
    pub(super) fn leave_out(&mut self, root: &mut Node, path: &str) -> bool {
        let steps = path::meant(root, path);
        let (mut address, found) = path::follow(root, &steps);
        // Of what is not written what it belongs to is left out, but no whole section.
        if found < steps.len() && address.len() < 2 {
            return false;
        }
        while let Some((last, above)) = address.split_last() {
            let node = path::at_mut(root, above).expect("the address was followed");
            let is_field = matches!(node.body, Body::Fields(_));
            if let Body::Fields(entries) | Body::Map(entries) = &mut node.body {
                let Entry { key, value } = entries.remove(*last);
                let mut names = vec![key.name.clone()];
                names_in(&value, &mut names);
                let end = steps.iter().rposition(|step| step.name == key.name).map_or(1, |at| at + 1);
                let path = steps[..end].iter().map(|Step { name, .. }| name.clone()).collect();
                self.parts.push(Part { path, is_field, names });
                return true;
            }
            address.pop();
        }
        false
    }

    /// Whether rows of a log may be wrong only because of what was left out.
    pub(super) fn concerns_rows(&self) -> bool {
        let concerns = |part: &Part| match part.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["city" | "run", ..] | ["demand", "facilities", ..] => true,
            ["demand", "categories", _, field, ..] => ["joint", "facility"].contains(&field),
            _ => false,
        };
        self.parts.iter().any(concerns)
    }

    /// Whether something may be wrong only because of what was left out.
    pub(super) fn explains(&self, wrong: &Diagnostic) -> bool {
        let steps = wrong.path.as_deref().and_then(|path| path::parse(path).ok()).unwrap_or_default();
        let path: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
        self.parts.iter().any(|part| part.explains(&path, &wrong.message))
    }
}

impl Part {
    fn explains(&self, path: &[&str], message: &str) -> bool {
        let along = |one: &[String], other: &[&str]| one.iter().zip(other).all(|(a, b)| a == b);
        let leads = |start: &[String]| start.len() <= path.len() && along(start, path);
        let (section, above) = (self.path[0].as_str(), &self.path[..self.path.len() - 1]);
        let told = match path {
            // Of a row of a table only its names can tell.
            [] => false,
            // A whole section that is missing or unknown may be called by another name where one is gone.
            [_] if self.path.len() == 1 => true,
            // What is said about a number that is gone.
            ["provenance", of] => path::overlap(of, &path::of_names(self.path.iter().map(String::as_str))),
            // Above it, at it, below it, and beside it.
            _ => along(&self.path, path) || (self.is_field && self.path != VOLUME && !above.is_empty() && leads(above)),
        };
        // By a table of distances areas need no places.
        let distance = ["city", "travel", "distance"];
        let was_matrix = message.starts_with(NEEDS_PLACE) && along(&self.path, &distance);
        // A table has a row for each area.
        let was_area = message.ends_with(ONE_FOR_EACH) && along(&self.path, &["city", "areas"]);
        let was_facility = message == NO_FACILITIES && section == "demand" && self.path.get(1).is_some_and(|part| part == "facilities");
        told || was_matrix
            || was_area
            || was_facility
            || builds_on(path.first().copied().unwrap_or_default(), section, self.path.get(1).map(String::as_str))
            || self.names.iter().any(|name| message.contains(&format!("{name:?}")) || message.contains(&format!("`{name}`")))
    }
}

/// Whether a section has to do with a part of another in other ways than by its names.
fn builds_on(section: &str, other: &str, part: Option<&str>) -> bool {
    match other {
        "city" => part != Some("travel") && ["demand", "structure", "workforce", "dispatch"].contains(&section),
        "structure" | "workforce" => section == "dispatch",
        "run" => section == "demand" && part.is_none_or(|part| ["days", "start"].contains(&part)),
        _ => false,
    }
}

fn names_in(node: &Node, names: &mut Vec<String>) {
    names.extend(node.as_text());
    for Entry { key, value } in node.entries() {
        if matches!(node.body, Body::Map(_)) {
            names.push(key.name.clone());
        }
        names_in(value, names);
    }
    node.items().iter().for_each(|item| names_in(item, names));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Diagnostics, Source};

    #[test]
    fn what_is_wrong_goes_and_nothing_more() {
        let text = r#"(demand: (categories: {"a": (share: 1, on_scene: Exponential(mean: "0 s"))}, channels: {"b": ()}), run: (days: 3))"#;
        let source = Source::from_text("here.ron", text, &mut Diagnostics::new()).expect("it can be read");
        let mut left_out = LeftOut::default();
        let mut without = |source: &Source, paths: &[&str]| source.without_wrong(paths.iter().copied(), &mut left_out);
        // Two mistakes of one number are one part, and so is a mistake in a part that is gone.
        let on_scene = "demand.categories.a.on_scene";
        let rest = without(&source, &["demand.categories.a.on_scene.mean", on_scene, on_scene]).expect("something goes");
        assert_eq!(rest.get("demand.categories.a").map(|a| a.entries().len()), Some(1));
        // What is not written goes with what it would belong to, but no whole section.
        let rest = without(&rest, &["demand.channels.b.share"]).expect("something goes");
        assert!(rest.get("demand.channels").is_some_and(Node::is_empty));
        assert!(without(&rest, &["run.seed"]).is_none());
        let explained = |path: &str, message: &str| left_out.explains(&Diagnostic::error(message).path(path));
        assert!(explained("demand.categories.a", "") && explained("demand.categories.a.share", "") && explained("demand", ""));
        assert!(explained("structure.intake", r#"there is no channel called "b""#) && explained("demand.channels.b", ""));
        assert!(!explained("structure.intake", "") && !explained("demand.categories.c", "") && !explained("demand.channels.c", ""));
    }

    #[test]
    fn a_table_of_distances_is_not_told_to_have_a_row_too_many() {
        let text = r#"(city: Explicit(areas: {"a": (at: (5, 1e9)), "b": ()}, travel: (distance: Matrix(km: [[0, 1], [1, 0]]))))"#;
        let source = Source::from_text("here.ron", text, &mut Diagnostics::new()).expect("it can be read");
        let mut left_out = LeftOut::default();
        source.without_wrong(["city.areas.a.at"].into_iter(), &mut left_out).expect("something goes");
        let explained = |message: &str| left_out.explains(&Diagnostic::error(message).path("city.travel.distance.km"));
        assert!(explained("2 rows for 1 areas: the table needs one for each") && !explained("0.1.2 is no number"));
    }
}
