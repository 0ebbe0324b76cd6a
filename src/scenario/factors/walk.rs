//! From the shape of a section to the factors in it.

use super::describe::{Meaning, bounds, meaning};
use super::kind::Kind;
use super::shape::Shape;
use crate::policy::registry;
use crate::random::Distribution;
use crate::scenario::path;

/// A number that was found, before anybody asks where it comes from.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) value: f64,
    pub(super) bounds: (f64, f64),
    /// The distribution that it moves as a whole.
    pub(super) distribution: Option<Distribution>,
    /// The path of the distribution that it is one number of.
    pub(super) part_of: Option<String>,
    pub(super) en: String,
    pub(super) zh: String,
}

/// All numbers of the section called `section`.
pub(super) fn factors(section: &str, shape: &Shape) -> Vec<Found> {
    let mut walk = Walk { found: Vec::new() };
    walk.visit(shape, section.to_owned(), ("", ""), None);
    walk.found
}

struct Walk {
    found: Vec<Found>,
}

impl Walk {
    /// `owner` is the type and field that `shape` belongs to, `around` the distribution around it.
    fn visit(&mut self, shape: &Shape, path: String, owner: (&str, &str), around: Option<&Found>) {
        match shape {
            Shape::Number(kind, text) => self.number(kind, text, path, owner, around),
            Shape::Plain(_) => {}
            Shape::Map(entries) => entries.iter().for_each(|(key, value)| self.visit(value, below(&path, key), owner, around)),
            Shape::List(items) | Shape::Tuple(items) => {
                (0..).zip(items).for_each(|(i, item)| self.visit(item, format!("{path}[{i}]"), owner, around));
            }
            _ if shape.is_distribution() => self.distribution(shape, path, owner),
            Shape::Variant(name, variant, value) => {
                let owner = if meaning(name, variant).is_some() { (*name, *variant) } else { owner };
                let path = if matches!(**value, Shape::Map(_)) { path } else { format!("{path}[0]") };
                self.visit(value, path, owner, around);
            }
            Shape::Struct(name, variant, fields) => {
                let known = fields.iter().any(|(field, _)| meaning(name, field).is_some());
                let owner = if known { name } else { variant.as_ref().unwrap_or(name) };
                fields.iter().for_each(|(field, value)| self.visit(value, below(&path, field), (owner, field), around));
            }
        }
    }

    fn number(&mut self, kind: &str, text: &str, path: String, owner: (&str, &str), around: Option<&Found>) {
        let own = bounds(owner.0, owner.1);
        let kind = match (Kind::named(kind, text), own) {
            (Some(kind), _) => kind,
            (None, Some(bounds)) => Kind { name: "Number", unit: "", bounds, whole: !text.contains('.') },
            (None, None) => return,
        };
        let Ok(value) = kind.read(text) else { return };
        let (low, high) = own.unwrap_or(kind.bounds);
        let bounds = (low.max(kind.bounds.0), high.min(kind.bounds.1));
        let (en, zh) = said(owner, meaning(owner.0, owner.1));
        let (en, zh) = match around {
            Some(whole) => (format!("{}: {en}", whole.en), format!("{}：{zh}", whole.zh)),
            None => (en, zh),
        };
        let part_of = around.map(|whole| whole.path.clone());
        self.found.push(Found { path, kind, value, bounds, distribution: None, part_of, en, zh });
    }

    fn distribution(&mut self, shape: &Shape, path: String, owner: (&str, &str)) {
        let Some(distribution) = Distribution::parse(&shape.text()) else { return };
        let (en, zh) = said(owner, meaning(owner.0, owner.1));
        let whole = Found {
            path,
            kind: Kind::TIME,
            value: distribution.centre().seconds(),
            bounds: Kind::TIME.bounds,
            distribution: Some(distribution),
            part_of: None,
            en,
            zh,
        };
        self.found.push(whole.clone());
        if let Shape::Struct(_, _, fields) = shape {
            fields.iter().for_each(|(field, value)| self.visit(value, below(&whole.path, field), ("Distribution", field), Some(&whole)));
        }
    }
}

fn below(path: &str, name: &str) -> String {
    let mut path = path.to_owned();
    path::push(&mut path, name);
    path
}

/// What a number means: as described, as its rule says, or at least what it is called.
fn said(owner: (&str, &str), known: Option<&Meaning>) -> (String, String) {
    if let Some(meaning) = known {
        return (meaning.en.to_owned(), meaning.zh.to_owned());
    }
    let rule = registry().iter().find(|rule| rule.name == owner.0);
    match rule.and_then(|rule| rule.parameters.iter().find(|parameter| parameter.name == owner.1)) {
        Some(parameter) => (parameter.meaning.to_owned(), parameter.zh.to_owned()),
        None => (owner.1.replace('_', " "), owner.1.replace('_', " ")),
    }
}
