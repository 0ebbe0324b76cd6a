//! `base: "other.ron"`: a scenario that says only what differs from another one.
//!
//! Two values merge name by name when both have named fields, or both are maps, and their variant names agree
//! (a struct's optional name agrees with none). Anything else is replaced whole: lists, tuples, other variants, and a log
//! by one that names its table: how one table is read says nothing of another.
//! An entry or field written `Removed` is taken away, and with it what `provenance` says of it and of what stands below.

use super::diagnostic::{Diagnostic, Diagnostics};
use super::input::{InputFile, Span};
use super::left_out::LeftOut;
use super::tree::{Body, Entry, Node};
use super::{difference, path, short, split};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads a file and all that it is based on; gives the merged tree and the path of its base, and adds to `files` what
/// was read, and to `left_out` what cannot be read in it.
pub(super) fn load(
    path: &Path,
    files: &mut Vec<Arc<InputFile>>,
    left_out: &mut LeftOut,
    diagnostics: &mut Diagnostics,
) -> Option<(Node, Option<PathBuf>)> {
    let mut layers = Vec::new();
    let mut chain: Vec<(PathBuf, String)> = Vec::new();
    let mut bases: Vec<PathBuf> = Vec::new();
    let mut next: Option<(PathBuf, Option<(String, Span)>)> = Some((path.to_path_buf(), None));
    while let Some((path, written)) = next {
        let file = open(&path, files.len(), &mut chain, written, diagnostics)?;
        files.push(Arc::clone(&file));
        let mut layer = layer(&file, left_out, diagnostics)?;
        next = match take_base(&mut layer) {
            None => None,
            Some(Ok((base, span))) => {
                bases.push(file.folder.clone().unwrap_or_default().join(&base));
                bases.last().map(|file| (file.clone(), Some((base, span))))
            }
            Some(Err(diagnostic)) => {
                diagnostics.push(*diagnostic);
                return None;
            }
        };
        layers.push(layer);
    }
    let base = bases.into_iter().next();
    layers.into_iter().rev().reduce(laid_over).map(|root| (root, base))
}

/// A text without a base.
pub(super) fn text(file: &Arc<InputFile>, left_out: &mut LeftOut, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut layer = layer(file, left_out, diagnostics)?;
    if let Some(base) = take_base(&mut layer) {
        let diagnostic = match base {
            Ok((_, span)) => Diagnostic::error("a text that is no file cannot have a base").at(span, "paths start from a file's folder"),
            Err(diagnostic) => *diagnostic,
        };
        diagnostics.push(diagnostic);
        return None;
    }
    Some(layer)
}

fn open(
    path: &Path,
    order: usize,
    chain: &mut Vec<(PathBuf, String)>,
    written: Option<(String, Span)>,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<InputFile>> {
    let point = |diagnostic: Diagnostic| match &written {
        Some((_, span)) => diagnostic.at(span.clone(), "").path("base"),
        None => diagnostic,
    };
    let name = written.as_ref().map_or(path, |(name, _)| Path::new(name));
    let file = InputFile::read(path, name, order).map_err(|diagnostic| diagnostics.push(point(*diagnostic))).ok()?;
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let circular = chain.iter().any(|(earlier, _)| *earlier == real);
    chain.push((real, file.name.clone()));
    if circular {
        let names: Vec<&str> = chain.iter().map(|(_, name)| name.as_str()).collect();
        let diagnostic = Diagnostic::error(format!("`base` leads in a circle: {}", names.join(" → ")));
        diagnostics.push(point(diagnostic).help("one of these files must stand without a base"));
        return None;
    }
    Some(file)
}

fn layer(file: &Arc<InputFile>, left_out: &mut LeftOut, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut node = split::document(file, left_out, diagnostics)?;
    short::expand(&mut node);
    if matches!(node.body, Body::Fields(_)) {
        return Some(node);
    }
    let message = format!("a scenario is one bracket `(name: value, …)`, but this file holds {}", node.described());
    diagnostics.push(Diagnostic::error(message).at(node.span.first_line(), ""));
    None
}

/// Takes the field `base` out of a file's tree.
fn take_base(root: &mut Node) -> Option<Result<(String, Span), Box<Diagnostic>>> {
    let index = root.position("base")?;
    let Body::Fields(entries) = &mut root.body else { return None };
    let value = entries.remove(index).value;
    Some(value.as_text().map(|path| (path, value.span.clone())).ok_or_else(|| {
        let diagnostic = Diagnostic::error(format!("`base` must be the path of a file in quotes, found {}", value.described()));
        diagnostic.at(value.span.first_line(), "").path("base").help("write it like base: \"other.ron\"").into()
    }))
}

/// What is written where something of the base is not wanted.
const REMOVED: &str = "Removed";

pub(super) fn is_removed(node: &Node) -> bool {
    node.name.as_deref() == Some(REMOVED) && node.body == Body::Bare
}

/// A whole layer over those below it.
fn laid_over(mut base: Node, over: Node) -> Node {
    let says_so = |path: &str| provenance(&over).any(|entry| entry.key.name == path && is_removed(&entry.value));
    forget(&mut base, &removed(&over), says_so);
    let mut stood = graded(&base);
    stood.retain(|path| !provenance(&over).any(|entry| entry.key.name == *path));
    let mut merged = merge(base, over);
    forget_gone(&mut merged, &stood);
    merged
}

/// The paths of what has a provenance and is written.
pub(super) fn graded(root: &Node) -> Vec<String> {
    let paths = provenance(root).map(|entry| entry.key.name.clone());
    paths.filter(|path| nearest(root, path).is_some_and(|(_, whole)| whole)).collect()
}

fn provenance(root: &Node) -> impl Iterator<Item = &Entry> {
    root.position("provenance").and_then(|index| root.child(index)).into_iter().flat_map(Node::entries)
}

/// Takes out of the provenance what `stood` and, with other parameters in its place, is gone. What was switched off keeps its own.
pub(super) fn forget_gone(root: &mut Node, stood: &[String]) {
    let is_gone = |path: &&String| nearest(root, path).is_some_and(|(node, whole)| !whole && node.body != Body::Bare);
    let gone: Vec<String> = stood.iter().filter(is_gone).cloned().collect();
    if !gone.is_empty() {
        forget(root, &gone, |_| false);
    }
}

/// What stands at a path or nearest above it, and whether it is at the very path.
fn nearest<'n>(root: &'n Node, path: &str) -> Option<(&'n Node, bool)> {
    let steps = path::parse(path).ok()?;
    let (address, found) = path::follow(root, &steps);
    Some((path::at(root, &address)?, found == steps.len()))
}

/// The paths at which a layer says `Removed`.
pub(super) fn removed(layer: &Node) -> Vec<String> {
    let leaves = difference::leaves(layer).into_iter();
    leaves.filter(|(_, text)| text == REMOVED).map(|(path, _)| path).collect()
}

/// Takes what stands at or below `paths` out of the provenance, all `but` what is taken out by its own name.
pub(super) fn forget(root: &mut Node, paths: &[String], but: impl Fn(&str) -> bool) {
    let Some(index) = root.position("provenance") else { return };
    let Some(Body::Map(entries)) = root.child_mut(index).map(|provenance| &mut provenance.body) else { return };
    entries.retain(|entry| {
        let graded = path::parse(&entry.key.name).unwrap_or_default();
        let below = |path: &String| {
            let gone = path::parse(path).unwrap_or_default();
            graded.len() >= gone.len() && gone.iter().zip(&graded).all(|(g, step)| g.name == step.name)
        };
        but(&entry.key.name) || !paths.iter().any(below)
    });
}

/// `over` where it says something, `base` elsewhere.
pub(super) fn merge(base: Node, over: Node) -> Node {
    let names_agree = base.name.is_none() || over.name.is_none() || base.name == over.name;
    let body = match (base.body, over.body) {
        (Body::Fields(base), Body::Fields(over)) if names_agree => Body::Fields(merge_entries(base, over)),
        (Body::Map(base), Body::Map(over)) => Body::Map(merge_entries(base, over)),
        (_, body) => return Node { name: over.name, body, span: over.span },
    };
    Node { name: over.name.or(base.name), body, span: over.span }
}

/// Whether `key` is the Chinese of a text that was `said` anew: that of the one before would say something else.
pub(super) fn is_outdated(key: &str, said: impl Fn(&str) -> bool) -> bool {
    matches!(key, "zh" if said("name") || said("source")) || matches!(key, "about_zh" if said("about"))
}

fn merge_entries(base: Vec<Entry>, over: Vec<Entry>) -> Vec<Entry> {
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
    let mut merged: Vec<Option<Entry>> = Vec::with_capacity(base.len() + over.len());
    let said = |key: &str| over.iter().any(|entry| entry.key.name == key);
    for entry in base.into_iter().filter(|entry| !is_outdated(&entry.key.name, said)) {
        positions.insert(entry.key.name.clone(), merged.len());
        merged.push(Some(entry));
    }
    for entry in over {
        match positions.get(&entry.key.name).and_then(|&index| merged[index].take().map(|earlier| (index, earlier))) {
            Some(_) if is_removed(&entry.value) => {}
            Some((index, _)) if short::is_log_of_a_table(&entry) => merged[index] = Some(entry),
            Some((index, earlier)) => merged[index] = Some(Entry { key: entry.key, value: merge(earlier.value, entry.value) }),
            None => merged.push(Some(entry)),
        }
    }
    merged.into_iter().flatten().collect()
}
