//! A tree read into typed structs; every error points to where the offending text was written.
//!
//! Reading stops at the first error. So the offending value is left out and the rest read again, until nothing
//! more is found; errors that only come from leaving something out are not reported.

use super::diagnostic::{Diagnostic, Diagnostics};
use super::explain::{self, Point};
use super::fault::{Failure, Fault};
use super::input::Span;
use super::nearest::nearest;
use super::path::{self, Address};
use super::reader;
use super::tree::{Body, Key, Node};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// How many times a tree is read again to find more errors.
const ATTEMPTS: usize = 20;

/// Reads `node`, called `name` in paths (empty for a whole scenario).
pub(super) fn read<T: DeserializeOwned>(name: &str, node: &Node, diagnostics: &mut Diagnostics) -> Option<T> {
    let mut skipped = BTreeSet::new();
    for _ in 0..ATTEMPTS {
        match reader::read(node, &skipped) {
            Ok(value) => return Some(value).filter(|_| skipped.is_empty()),
            Err(failure) => {
                if !report(failure, name, node, &mut skipped, diagnostics) {
                    break;
                }
            }
        }
    }
    None
}

/// Reports a failure, unless it follows from what was left out, and leaves out what it is about; whether anything is left to
/// be read.
fn report(failure: Failure, name: &str, node: &Node, skipped: &mut BTreeSet<Address>, diagnostics: &mut Diagnostics) -> bool {
    let (fault, address, of_key) = failure.take();
    let point = if of_key { Point::Key } else { explain::point(&fault) };
    let trouble = Trouble { fault, address, point };
    if !trouble.follows_from(skipped, node) {
        diagnostics.push(trouble.diagnostic(name, node));
    }
    removable(node, &trouble.address).is_some_and(|address| skipped.insert(address))
}

/// An error and the value it is about.
struct Trouble {
    fault: Fault,
    address: Address,
    point: Point,
}

impl Trouble {
    /// Whether it would not be there if nothing had been left out; a missing name if it was only misspelt.
    fn follows_from(&self, skipped: &BTreeSet<Address>, root: &Node) -> bool {
        let mut below = skipped.iter().filter(|gone| gone.len() > self.address.len() && gone.starts_with(&self.address));
        match &self.fault {
            Fault::MissingField(field) => below.any(|gone| key_of(root, gone).is_some_and(|key| nearest(&key.name, [*field]).is_some())),
            _ => below.next().is_some(),
        }
    }

    fn diagnostic(&self, section: &str, root: &Node) -> Diagnostic {
        let node = path::at(root, &self.address).unwrap_or(root);
        let key = key_of(root, &self.address).filter(|_| self.point == Point::Key);
        let span = match (self.point, key) {
            (_, Some(key)) => key.span.clone(),
            (Point::Head, _) => head(node),
            _ => node.span.first_line(),
        };
        let explained = match key {
            Some(key) => {
                let holder = self.address.split_last().and_then(|(_, above)| path::at(root, above)?.name.as_deref());
                explain::explain_key(&self.fault, key, holder.unwrap_or_default())
            }
            None => explain::explain(&self.fault, node, field_of(root, &self.address)),
        };
        let diagnostic = Diagnostic::error(explained.message).at(span, explained.label);
        let diagnostic = diagnostic.path(path::display(section, root, &self.address));
        explained.help.into_iter().fold(diagnostic, Diagnostic::help)
    }
}

/// The opening of a value: its name and bracket.
pub(super) fn head(node: &Node) -> Span {
    let line = node.span.first_line();
    let length = match node.body {
        Body::Scalar(_) | Body::Bare => line.text().len(),
        _ => line.text().find(['(', '[', '{']).map_or(line.text().len(), |at| at + 1),
    };
    line.file.span(line.start(), line.start() + length)
}

/// The key that an address ends with.
fn key_of<'a>(root: &'a Node, address: &[usize]) -> Option<&'a Key> {
    let (&last, above) = address.split_last()?;
    Some(&path::at(root, above)?.entries().get(last)?.key)
}

/// The name of what an address leads to or, in a list, of the list.
fn field_of<'a>(root: &'a Node, address: &[usize]) -> &'a str {
    let lengths = (1..=address.len()).rev();
    lengths.filter_map(|length| key_of(root, &address[..length])).map(|key| key.name.as_str()).next().unwrap_or_default()
}

/// The innermost field, entry or list item around an address: what can be left out. Items of tuples cannot.
fn removable(root: &Node, address: &Address) -> Option<Address> {
    let mut address = address.clone();
    while let Some((_, above)) = address.split_last() {
        if !matches!(path::at(root, above)?.body, Body::Tuple(_)) {
            return Some(address);
        }
        address.pop();
    }
    None
}
