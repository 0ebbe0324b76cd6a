//! RON text split into a [`Node`] tree: brackets, names and scalars, each with its place.
//!
//! A small recursive descent of our own rather than nested `RawValue`s, for those know no places of keys and
//! stop at the first unexpected type. Scalars are validated by `ron`. Deep nesting is an error, not a crash.

use super::cursor::{Cursor, Cut, is_raw_name};
use super::diagnostic::{Diagnostic, Diagnostics};
use super::emit;
use super::input::{InputFile, Span};
use super::tree::{Body, Entry, Key, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How deep brackets may stand in each other.
pub const MAX_DEPTH: usize = 128;
/// How many values one document may have.
pub const MAX_VALUES: usize = 1_000_000;

/// The extensions that scenarios are always read with.
const EXTENSIONS: [&str; 2] = ["implicit_some", "unwrap_newtypes"];

/// Splits a whole file. Duplicate names are reported and the later value kept; anything else that is no RON
/// is reported and gives `None`.
pub(super) fn document(file: &Arc<InputFile>, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut splitter = Splitter { cursor: Cursor::new(file, 0, file.text.len()), values: 0, diagnostics };
    let result = splitter.document();
    result.map_err(|error| diagnostics.push(*error)).ok()
}

/// Splits the end of a text that begins at `start` and will stand `depth` brackets deep.
pub(super) fn value(file: &Arc<InputFile>, start: usize, depth: usize) -> Result<Node, Diagnostics> {
    let mut duplicates = Diagnostics::new();
    let mut splitter = Splitter { cursor: Cursor::new(file, start, file.text.len()), values: 0, diagnostics: &mut duplicates };
    match splitter.only_value(depth) {
        Ok(node) if duplicates.is_empty() => Ok(node),
        Ok(_) => Err(duplicates),
        Err(error) => {
            duplicates.push(*error);
            Err(duplicates)
        }
    }
}

struct Splitter<'a> {
    cursor: Cursor<'a>,
    values: usize,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Splitter<'a> {
    fn document(&mut self) -> Cut<Node> {
        self.cursor.skip()?;
        self.header()?;
        self.only_value(0)
    }

    fn only_value(&mut self, depth: usize) -> Cut<Node> {
        self.cursor.skip()?;
        if self.cursor.peek().is_none() {
            let message = if depth == 0 { format!("{} is empty", self.cursor.file.name) } else { "there is no value".to_owned() };
            return Err(Diagnostic::error(message).at(self.cursor.here(), "a value is expected here").into());
        }
        let node = self.value(depth)?;
        self.cursor.skip()?;
        match self.cursor.peek() {
            None => Ok(node),
            Some(c) => Err(self.unexpected(c, "the end of the text").related(node.span.first_line(), "after this value").into()),
        }
    }

    /// `#![enable(…)]` may stand at the head if it enables only what is enabled anyway.
    fn header(&mut self) -> Cut<()> {
        let start = self.cursor.at;
        while self.cursor.take("#![enable(") {
            let names = self.cursor.take_while(|c| c != ')' && c != '\n');
            let unknown = names.split(',').map(str::trim).find(|name| !name.is_empty() && !EXTENSIONS.contains(name)).map(str::to_owned);
            let closed = self.cursor.take(")]");
            if let Some(name) = unknown.filter(|_| closed) {
                let message = format!("the RON extension `{name}` is not available in scenarios");
                return Err(Diagnostic::error(message).at(self.cursor.since(start), "").help("remove this line").into());
            }
            if !closed {
                return Err(Diagnostic::error("this header is never closed").at(self.cursor.since(start), "expected `)]`").into());
            }
            self.cursor.skip()?;
        }
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Cut<Node> {
        let start = self.cursor.at;
        self.values += 1;
        if depth > MAX_DEPTH {
            let message = format!("brackets stand in each other more than {MAX_DEPTH} deep");
            return Err(Diagnostic::error(message).at(self.cursor.here(), "this one is too deep").into());
        }
        if self.values > MAX_VALUES {
            let message = format!("there are more than {MAX_VALUES} values");
            return Err(Diagnostic::error(message).at(self.cursor.here(), "this one is too many").into());
        }
        let (name, body) = match self.cursor.peek() {
            Some('(') => (None, self.round(depth)?),
            Some('[') => (None, Body::List(self.items('[', "]", depth)?)),
            Some('{') => (None, Body::Map(self.entries('{', "}", depth)?)),
            _ => self.named_or_scalar(depth)?,
        };
        Ok(Node { name, body, span: self.cursor.since(start) })
    }

    fn named_or_scalar(&mut self, depth: usize) -> Cut<(Option<String>, Body)> {
        let start = self.cursor.at;
        if self.cursor.quoted()? {
            return self.scalar(start).map(|body| (None, body));
        }
        if let Some(name) = self.cursor.name() {
            if self.cursor.peek().is_some_and(is_raw_name) {
                self.cursor.take_while(is_raw_name);
                return Err(self.unquoted(start, "is no plain name"));
            }
            if matches!(name, "true" | "false" | "inf" | "NaN") {
                return Ok((None, Body::Scalar(name.to_owned())));
            }
            let after = self.cursor.at;
            self.cursor.skip()?;
            if self.cursor.peek() == Some('(') {
                return Ok((Some(name.to_owned()), self.round(depth)?));
            }
            self.cursor.at = after;
            return Ok((Some(name.to_owned()), Body::Bare));
        }
        if self.cursor.rest().starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
            self.cursor.take_while(|c| is_raw_name(c) || c == '=');
            return self.scalar(start).map(|body| (None, body));
        }
        Err(match self.cursor.peek() {
            Some(c) => self.unexpected(c, "a value").into(),
            None => self.too_short("a value").into(),
        })
    }

    /// What was stepped over since `start`, if `ron` finds it valid.
    fn scalar(&mut self, start: usize) -> Cut<Body> {
        let span = self.cursor.since(start);
        let text = span.text();
        match ron::from_str::<ron::Value>(text) {
            Ok(_) => Ok(Body::Scalar(text.to_owned())),
            Err(_) if text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => Err(self.unquoted(start, "is no number")),
            Err(error) => Err(Diagnostic::error(format!("this text cannot be read: {}", error.code)).at(span.first_line(), "").into()),
        }
    }

    fn unquoted(&self, start: usize, message: &str) -> Box<Diagnostic> {
        let span = self.cursor.since(start);
        let help = format!("text stands in quotes: \"{}\"", span.text());
        Diagnostic::error(format!("`{}` {message}", span.text())).at(span, "").help(help).into()
    }

    fn round(&mut self, depth: usize) -> Cut<Body> {
        let start = self.cursor.at;
        self.open('(')?;
        let empty = self.cursor.rest().starts_with(')');
        let named = self.cursor.name().is_some() && {
            self.cursor.skip()?;
            self.cursor.rest().starts_with(':')
        };
        self.cursor.at = start;
        match named || empty {
            true => self.entries('(', ")", depth).map(Body::Fields),
            false => self.items('(', ")", depth).map(Body::Tuple),
        }
    }

    fn items(&mut self, open: char, close: &str, depth: usize) -> Cut<Vec<Node>> {
        let opening = self.open(open)?;
        let mut items = Vec::new();
        while !self.cursor.take(close) {
            items.push(self.value(depth + 1)?);
            self.separator(close, &opening)?;
        }
        Ok(items)
    }

    fn entries(&mut self, open: char, close: &str, depth: usize) -> Cut<Vec<Entry>> {
        let opening = self.open(open)?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        while !self.cursor.take(close) {
            let key = if open == '(' { self.field_name()? } else { self.map_key(depth)? };
            self.cursor.skip()?;
            if !self.cursor.take(":") {
                return Err(self.expected("`:` after the name", &key.span, "this name"));
            }
            self.cursor.skip()?;
            let value = self.value(depth + 1)?;
            match seen.get(&key.name) {
                Some(&earlier) => {
                    self.duplicate(&entries[earlier].key, &key);
                    entries[earlier] = Entry { key, value };
                }
                None => {
                    seen.insert(key.name.clone(), entries.len());
                    entries.push(Entry { key, value });
                }
            }
            self.separator(close, &opening)?;
        }
        Ok(entries)
    }

    fn duplicate(&mut self, earlier: &Key, later: &Key) {
        let message = format!("`{}` is written twice", later.name);
        let diagnostic = Diagnostic::error(message).at(later.span.clone(), "again here").related(earlier.span.clone(), "first here");
        self.diagnostics.push(diagnostic.help("remove one of the two"));
    }

    fn field_name(&mut self) -> Cut<Key> {
        let start = self.cursor.at;
        match self.cursor.name() {
            Some(name) => Ok(Key { name: name.to_owned(), text: emit::name(name), span: self.cursor.since(start) }),
            None => Err(match self.cursor.peek() {
                Some('"') => {
                    let diagnostic = Diagnostic::error("the names of fields stand without quotes").at(self.cursor.here(), "");
                    diagnostic.help("write `name: value`; only in a map `{…}` names stand in quotes").into()
                }
                Some(c) => self.unexpected(c, "the name of a field").into(),
                None => self.too_short("the name of a field").into(),
            }),
        }
    }

    fn map_key(&mut self, depth: usize) -> Cut<Key> {
        let node = self.value(depth + 1)?;
        let text = emit::inline(&node);
        Ok(Key { name: node.as_text().unwrap_or_else(|| text.clone()), text, span: node.span })
    }

    fn open(&mut self, open: char) -> Cut<Span> {
        let opening = self.cursor.here();
        self.cursor.at += open.len_utf8();
        self.cursor.skip()?;
        Ok(opening)
    }

    /// Steps over a comma; without one the bracket must close here.
    fn separator(&mut self, close: &str, opening: &Span) -> Cut<()> {
        self.cursor.skip()?;
        if self.cursor.take(",") {
            return self.cursor.skip();
        }
        if self.cursor.rest().starts_with(close) {
            return Ok(());
        }
        Err(self.expected(&format!("`,` or `{close}`"), opening, "opened here"))
    }

    fn expected(&self, what: &str, related: &Span, label: &str) -> Box<Diagnostic> {
        let diagnostic = match self.cursor.peek() {
            Some(c) => self.unexpected(c, what),
            None => self.too_short(what),
        };
        diagnostic.related(related.first_line(), label).into()
    }

    fn too_short(&self, what: &str) -> Diagnostic {
        Diagnostic::error(format!("the text ends where {what} is expected")).at(self.cursor.here(), "")
    }

    fn unexpected(&self, found: char, what: &str) -> Diagnostic {
        let diagnostic = Diagnostic::error(format!("expected {what}, found `{}`", found.escape_debug()));
        let diagnostic = diagnostic.at(self.cursor.here(), "");
        match ascii(found) {
            Some(meant) => diagnostic.help(format!("this is a full-width character; write `{meant}`")),
            None if found == '=' => diagnostic.help("a name and its value are separated by `:`"),
            None if found == ';' => diagnostic.help("write `,` between values"),
            None if found.is_alphanumeric() && what.starts_with("`,`") => {
                diagnostic.help("is a comma missing before this? Text with a unit stands in quotes: \"45 min\"")
            }
            None => diagnostic,
        }
    }
}

/// The ASCII character that a full-width one was probably meant to be.
fn ascii(c: char) -> Option<char> {
    match c {
        '\u{3000}' => Some(' '),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '“' | '”' | '「' | '」' => Some('"'),
        '、' => Some(','),
        '。' => Some('.'),
        _ => None,
    }
}
