//! A tree read into typed structs; every error points to where the offending text was written.
//!
//! `ron` stops at the first error. So the offending value is left out and the rest read again, until nothing
//! more is found; errors that only come from leaving something out are not reported.

use super::diagnostic::{Diagnostic, Diagnostics};
use super::emit::{self, Changes, Emitted};
use super::explain::{self, Point};
use super::input::Span;
use super::path::{self, Address};
use super::tree::{Body, Node};
use ron::Options;
use ron::error::{Error, SpannedError};
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment, Track};
use std::collections::BTreeSet;

/// How many times a tree is read again to find more errors.
const ATTEMPTS: usize = 20;

/// Reads `node`, called `name` in paths (empty for a whole scenario).
pub(super) fn read<T: DeserializeOwned>(name: &str, node: &Node, struct_variants: &[String], diagnostics: &mut Diagnostics) -> Option<T> {
    let mut changes = Changes { struct_variants, skipped: BTreeSet::new() };
    for _ in 0..ATTEMPTS {
        let emitted = emit::pretty(node, &changes);
        let failure = match attempt(&emitted.text) {
            Ok(value) => return Some(value).filter(|_| changes.skipped.is_empty()),
            Err(failure) => failure,
        };
        let trouble = Trouble::locate(failure, node, &emitted, &changes.skipped);
        if !trouble.follows_from(&changes.skipped, node) {
            diagnostics.push(trouble.diagnostic(name, node));
        }
        let next = removable(node, &trouble.address);
        if !next.is_some_and(|address| changes.skipped.insert(address)) {
            break;
        }
    }
    None
}

struct Failure {
    error: SpannedError,
    /// Where the types were when it happened; `None` when they were done.
    path: Option<Path>,
}

fn attempt<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES);
    let mut reader = ron::de::Deserializer::from_str_with_options(text, &options).map_err(|error| Failure { error, path: None })?;
    let mut track = Track::new();
    match T::deserialize(serde_path_to_error::Deserializer::new(&mut reader, &mut track)) {
        Ok(value) => match reader.end() {
            Ok(()) => Ok(value),
            Err(error) => Err(Failure { error: reader.span_error(error), path: None }),
        },
        Err(error) => Err(Failure { error: reader.span_error(error), path: Some(track.path()) }),
    }
}

/// An error and the value it is about.
struct Trouble {
    code: Error,
    address: Address,
    point: Point,
}

impl Trouble {
    fn locate(failure: Failure, root: &Node, emitted: &Emitted, skipped: &BTreeSet<Address>) -> Trouble {
        let (address, exact) = failure.path.as_ref().map_or((Address::new(), false), |path| walk(root, path, skipped));
        let code = failure.error.code;
        if let Error::NoSuchStructField { found, .. } = &code
            && let Some(field) = named_child(root, &address, found, skipped)
        {
            return Trouble { code, address: field, point: Point::Key };
        }
        let after = emitted.byte(failure.error.span.end);
        let position = if explain::is_surplus(&code) { after } else { after.saturating_sub(1) };
        let inner = emitted.find(position).filter(|(inner, _)| inner.starts_with(&address) && **inner != address);
        match inner {
            Some((inner, true)) if exact && inner.len() == address.len() + 1 && !explain::is_missing(&code) => {
                Trouble { code, address: inner.clone(), point: Point::Key }
            }
            Some((inner, is_key)) if !exact || explain::is_surplus(&code) => {
                Trouble { code, address: inner.clone(), point: if is_key { Point::Key } else { Point::Value } }
            }
            _ => {
                let point = explain::point(&code);
                Trouble { code, address, point }
            }
        }
    }

    /// Whether it would not be there if nothing had been left out.
    fn follows_from(&self, skipped: &BTreeSet<Address>, root: &Node) -> bool {
        let mut below = skipped.iter().filter(|gone| gone.len() > self.address.len() && gone.starts_with(&self.address));
        match &self.code {
            Error::MissingStructField { field, .. } => below.any(|gone| key_of(root, gone).is_some_and(|(name, _)| name == *field)),
            _ => below.next().is_some(),
        }
    }

    fn diagnostic(&self, section: &str, root: &Node) -> Diagnostic {
        let node = path::at(root, &self.address).unwrap_or(root);
        let span = match (self.point, key_of(root, &self.address)) {
            (Point::Key, Some((_, span))) => span.clone(),
            (Point::Head, _) => head(node),
            _ => node.span.first_line(),
        };
        let explained = explain::explain(&self.code, node, self.point);
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

/// Name and place of the key that an address ends with.
fn key_of<'a>(root: &'a Node, address: &[usize]) -> Option<(&'a str, &'a Span)> {
    let (&last, above) = address.split_last()?;
    let key = &path::at(root, above)?.entries().get(last)?.key;
    Some((&key.name, &key.span))
}

/// The field of the struct at `address`, or in the variant there that holds nothing else.
fn named_child(root: &Node, address: &Address, name: &str, skipped: &BTreeSet<Address>) -> Option<Address> {
    let mut address = address.clone();
    let mut node = path::at(root, &address)?;
    while let (Body::Tuple(items), [only]) = (&node.body, node.items())
        && items.len() == 1
    {
        address.push(0);
        node = only;
    }
    address.push(node.position(name)?);
    (!skipped.contains(&address)).then_some(address)
}

/// Follows the path of the types through the tree: the address, and whether all of it was found.
fn walk(root: &Node, path: &Path, skipped: &BTreeSet<Address>) -> (Address, bool) {
    let mut address = Address::new();
    for segment in path {
        let next = match segment {
            Segment::Enum { .. } => continue,
            Segment::Map { key } => named_child(root, &address, key, skipped),
            Segment::Seq { index } => item(root, &address, *index, skipped),
            Segment::Unknown => None,
        };
        match next {
            Some(next) => address = next,
            None => return (address, false),
        }
    }
    (address, true)
}

/// The item in position `index` of those that were not left out.
fn item(root: &Node, address: &Address, index: usize, skipped: &BTreeSet<Address>) -> Option<Address> {
    let mut address = address.clone();
    let mut node = path::at(root, &address)?;
    while let (Body::Tuple(_), [only]) = (&node.body, node.items())
        && !only.items().is_empty()
    {
        address.push(0);
        node = only;
    }
    let child = |position: usize| address.iter().copied().chain([position]).collect::<Address>();
    (0..node.items().len()).map(child).filter(|child| !skipped.contains(child)).nth(index)
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
