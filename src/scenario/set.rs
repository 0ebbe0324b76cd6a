//! `--set path=value`: one setting written over from the command line.
//!
//! It changes what is written, adds fields to structs, and begins a section that is not written. It adds no
//! entry to a map: a misspelt name would silently make a second one.

use super::cursor::is_plain_name;
use super::diagnostic::{Diagnostic, Diagnostics};
use super::difference::paths_ending_like;
use super::emit;
use super::factors::Shape;
use super::input::{InputFile, Span};
use super::nearest::{listed, nearest};
use super::path::{self, Address, Step};
use super::tree::{Body, Entry, Key, Node};
use super::{overlay, short, split};
use crate::random::Distribution;
use crate::time::parse_duration;
use std::sync::Arc;

/// Writes one `path=value` into the tree. `file` holds its text.
pub(super) fn apply(root: &mut Node, file: &Arc<InputFile>, diagnostics: &mut Diagnostics) {
    let stood = overlay::graded(root);
    match write(root, file) {
        Ok(()) => overlay::forget_gone(root, &stood),
        Err(mut found) => diagnostics.append(&mut found),
    }
}

fn write(root: &mut Node, file: &Arc<InputFile>) -> Result<(), Diagnostics> {
    let whole = file.span(0, file.text.len());
    let example = "write it like --set demand.volume=\"200 /day\"";
    let Some(equals) = equals_sign(&file.text) else {
        return Err(Diagnostic::error("expected PATH=VALUE").at(whole, "there is no `=`").help(example).into());
    };
    let path_text = file.text[..equals].to_owned();
    let path_span = file.span(0, equals);
    let steps = path::parse(path_span.text()).map_err(|message| Diagnostic::error(message).at(path_span, "").help(example))?;
    let (address, found) = path::follow(root, &steps);
    let old = path::at(root, &address).filter(|_| found == steps.len());
    let value = moved(old, value(old, file, equals + 1, address.len() + 2)?, file)?;
    let (last, parents) = steps.split_last().expect("a path has a step");
    let mut entry = Entry { key: key(file, last), value };
    if let ([_], Some(index), true) = (&steps[..], root.position(&last.name), short::is_short(&last.name, &entry.value)) {
        let old = root.child(index).cloned().expect("its position is known");
        entry.value = overlay::merge(old, short::expanded(&last.name, entry.value));
    }
    if found == steps.len() && !address.is_empty() {
        if overlay::is_removed(&entry.value) {
            overlay::forget(root, &[path_text], |_| false);
            remove(root, &address);
            return Ok(());
        }
        replace(root, &address, entry);
        return Ok(());
    }
    if let [section] = parents
        && nearest(&section.name, root.entries().iter().map(|entry| entry.key.name.as_str())).is_none()
    {
        let fields = Node { name: None, body: Body::Fields(vec![entry]), span: whole };
        return add(root, Entry { key: key(file, section), value: fields });
    }
    if found < parents.len() {
        return Err(missing(root, &address, &steps, found, file).into());
    }
    let struct_like = path::at_mut(root, &address).map(through_variants).expect("a followed path exists");
    if takes_fields(struct_like) && is_plain_name(&last.name) {
        return add(struct_like, entry);
    }
    Err(missing(root, &address, &steps, found, file).into())
}

/// A bare time over a distribution moves all its times in proportion.
fn moved(old: Option<&Node>, value: Node, file: &Arc<InputFile>) -> Result<Node, Diagnostics> {
    let distribution = old.filter(|old| old.name.is_some() && !old.is_empty()).and_then(|old| Distribution::parse(&emit::inline(old)));
    let (Some(distribution), Body::Scalar(plain)) = (distribution, &value.body) else { return Ok(value) };
    let time = parse_duration(&value.as_text().unwrap_or_else(|| plain.clone())).map_err(|message| {
        let help = "a time such as \"20 min\" moves the distribution as a whole; another one is written like LogNormal(median: \"20 min\", p90: \"1 h\")";
        Diagnostic::error(message).at(value.span.clone(), "").path(&file.text[..value.span.start() - 1]).help(help)
    })?;
    let text = Shape::of(&distribution.with_centre(time)).text();
    let written = split::value(&InputFile::from_text(&file.name, &text, file.order), 0, 0)?;
    Ok(written.standing(&value.span))
}

/// The steps of the path that `text` sets.
fn steps_of(text: &str) -> Option<Vec<Step>> {
    equals_sign(text).and_then(|equals| path::parse(&text[..equals]).ok())
}

/// Whether what `text` sets is written.
pub(super) fn is_written(root: &Node, text: &str) -> bool {
    steps_of(text).is_some_and(|steps| path::follow(root, &steps).1 == steps.len())
}

/// Whether `typed` knows what `text` sets.
pub(super) fn is_known(text: &str, typed: &[(&'static str, Shape)]) -> bool {
    steps_of(text).is_some_and(|steps| shape_at(typed, &steps).is_some())
}

fn shape_at<'a>(typed: &'a [(&'static str, Shape)], steps: &[Step]) -> Option<&'a Shape> {
    let (section, below) = steps.split_first()?;
    typed.iter().find(|(name, _)| *name == section.name)?.1.find(below)
}

/// Writes out the parents of what `text` sets, as far as only their defaults hold; `typed` has all of them.
pub(super) fn write_out(root: &mut Node, text: &str, typed: &[(&'static str, Shape)]) {
    let Some(steps) = steps_of(text) else { return };
    let (address, found) = path::follow(root, &steps);
    let shape = |steps: &[Step]| shape_at(typed, steps);
    let Some(whole) = shape(&steps) else { return };
    if found == steps.len() || (found + 1 == steps.len() && !whole.is_distribution()) {
        return;
    }
    let Some(node) = path::at_mut(root, &address).map(through_variants).filter(|node| takes_fields(node)) else { return };
    let file = InputFile::from_text("default", &shape(&steps[..=found]).map_or_else(String::new, Shape::text), 0);
    if let Ok(value) = split::value(&file, 0, 0) {
        let key = Key { name: steps[found].name.clone(), text: emit::name(&steps[found].name), span: node.span.clone() };
        let _ = add(node, Entry { key, value: value.standing(&node.span.clone()) });
    }
}

/// Where the path ends: the first `=` outside quotes.
fn equals_sign(text: &str) -> Option<usize> {
    unquoted(text).find(|(_, c)| *c == '=').map(|(at, _)| at)
}

/// The path and the value of a `path=value` setting.
pub fn path_and_value(text: &str) -> Option<(&str, &str)> {
    equals_sign(text).map(|at| (&text[..at], &text[at + 1..]))
}

/// The characters of a text that stand outside of quotes, and where.
pub fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut in_quotes, mut escaped) = (false, false);
    text.char_indices().filter(move |(_, c)| {
        in_quotes ^= *c == '"' && !escaped;
        escaped = in_quotes && *c == '\\' && !escaped;
        !in_quotes
    })
}

fn key(file: &Arc<InputFile>, step: &Step) -> Key {
    Key { name: step.name.clone(), text: emit::name(&step.name), span: file.span(step.range.start, step.range.end) }
}

/// Reads the value: RON, or bare words as text. Over a text, anything without quotes or brackets is text.
fn value(old: Option<&Node>, file: &Arc<InputFile>, start: usize, depth: usize) -> Result<Node, Diagnostics> {
    let words = file.text[start..].trim();
    let from = start + file.text[start..].find(words).unwrap_or_default();
    let text =
        || Node { name: None, body: Body::Scalar(ron::to_string(words).unwrap_or_default()), span: file.span(from, from + words.len()) };
    let over_text = old.is_some_and(|old| old.as_text().is_some());
    match split::value(file, start, depth) {
        Ok(node) => Ok(match (&node.body, node.name.as_deref()) {
            (Body::Bare, Some("None")) => node,
            _ if overlay::is_removed(&node) => node,
            (Body::Bare, Some(name)) if over_text || !name.starts_with(char::is_uppercase) => text(),
            (Body::Scalar(_), _) if over_text && node.as_text().is_none() => text(),
            _ => node,
        }),
        Err(found) if words.is_empty() || is_bracketed(words) => Err(found),
        Err(_) => Ok(text()),
    }
}

/// Whether words were meant as RON, so that they must be valid RON.
fn is_bracketed(words: &str) -> bool {
    let after_name = words.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    words.starts_with(['"', '\'', '[', '{']) || after_name.starts_with('(')
}

fn replace(root: &mut Node, address: &[usize], new: Entry) {
    let (&index, above) = address.split_last().expect("the root is not replaced");
    let parent = path::at_mut(root, above).expect("a followed path exists");
    match &mut parent.body {
        Body::Fields(entries) | Body::Map(entries) => {
            entries[index].value = new.value;
            entries[index].key.span = new.key.span;
        }
        Body::Tuple(items) | Body::List(items) => items[index] = new.value,
        Body::Bare | Body::Scalar(_) => {}
    }
}

/// Takes a field or an entry of a map away; in a list everything keeps its place, and `Removed` is refused there later.
fn remove(root: &mut Node, address: &[usize]) {
    let (&index, above) = address.split_last().expect("the root is not removed");
    if let Some(Body::Fields(entries) | Body::Map(entries)) = path::at_mut(root, above).map(|parent| &mut parent.body) {
        entries.remove(index);
    }
}

/// The struct within variants that hold nothing else.
fn through_variants(node: &mut Node) -> &mut Node {
    match node.items() {
        [only] if matches!(node.body, Body::Tuple(_)) && takes_fields(only) => node.child_mut(0).expect("it has one item"),
        _ => node,
    }
}

fn takes_fields(node: &Node) -> bool {
    match node.body {
        Body::Fields(_) => true,
        Body::Bare => node.name.as_deref() != Some("None"),
        _ => false,
    }
}

fn add(node: &mut Node, entry: Entry) -> Result<(), Diagnostics> {
    if !is_plain_name(&entry.key.name) {
        let message = format!("`{}` cannot be the name of a field", entry.key.name);
        return Err(Diagnostic::error(message).at(entry.key.span, "").into());
    }
    match &mut node.body {
        Body::Fields(entries) => entries.push(entry),
        body => *body = Body::Fields(vec![entry]),
    }
    Ok(())
}

/// The step that does not exist, and what does.
fn missing(root: &Node, address: &Address, steps: &[Step], found: usize, file: &Arc<InputFile>) -> Diagnostic {
    let parent = path::at(root, address).unwrap_or(root);
    let at = path::display("", root, address);
    let below = |name: &str| {
        let mut path = at.clone();
        path::push(&mut path, name);
        path
    };
    let step = &steps[found];
    let span: Span = file.span(step.range.start, step.range.end);
    let wanted = file.text[..step.range.end].to_owned();
    let diagnostic = Diagnostic::error(format!("there is no setting `{wanted}`")).at(span, "").path(&wanted);
    let diagnostic = diagnostic.related(parent.span.first_line(), "it would stand in here");
    let names = || parent.entries().iter().map(|entry| entry.key.name.as_str());
    if let Some(name) = nearest(&step.name, names()) {
        return diagnostic.help(format!("did you mean `{}`?", below(name)));
    }
    let last = &steps[steps.len() - 1].name;
    // In a map any name could have stood.
    if let Some(path) = paths_ending_like(root, last).first().filter(|_| !matches!(parent.body, Body::Map(_))) {
        return diagnostic.help(format!("did you mean `{path}`?"));
    }
    diagnostic.help(match (&parent.body, listed(names())) {
        (Body::List(items) | Body::Tuple(items), _) if !items.is_empty() => {
            format!("`{at}` has items; they are numbered `{at}[0]` to `{at}[{}]`", items.len() - 1)
        }
        (Body::Scalar(text), _) => format!("`{at}` is a plain value: {text}"),
        (Body::Map(_), Some(names)) => format!("`{at}` has {names}; --set changes entries and adds none"),
        (_, Some(names)) => format!("there are {names}"),
        (_, None) => "`gridgov factors` lists all settings by path".to_owned(),
    })
}
