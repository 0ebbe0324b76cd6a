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
    let mut splitter = Splitter { cursor: Cursor::new(file, 0, file.text.len()), values: 0, opened: Vec::new(), diagnostics };
    let result = splitter.document();
    result.map_err(|error| diagnostics.push(*error)).ok()
}

/// Splits the end of a text that begins at `start` and will stand `depth` brackets deep.
pub(super) fn value(file: &Arc<InputFile>, start: usize, depth: usize) -> Result<Node, Diagnostics> {
    let mut duplicates = Diagnostics::new();
    let mut splitter =
        Splitter { cursor: Cursor::new(file, start, file.text.len()), values: 0, opened: Vec::new(), diagnostics: &mut duplicates };
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
    /// The brackets that are open here, outermost first.
    opened: Vec<Span>,
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
            Some(_) => Err(self.expected("the end of the text").related(node.span.first_line(), "after this value").into()),
        }
    }

    /// `#![enable(…)]` may stand at the head if it enables only what is enabled anyway.
    fn header(&mut self) -> Cut<()> {
        let mut start = self.cursor.at;
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
            start = self.cursor.at;
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
            Some('[') => (None, Body::List(self.items("[", "]", depth)?)),
            Some('{') => (None, Body::Map(self.entries("{", "}", depth)?)),
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
        Err(self.expected("a value").into())
    }

    /// What was stepped over since `start`, if `ron` finds it valid.
    fn scalar(&mut self, start: usize) -> Cut<Body> {
        let span = self.cursor.since(start);
        let text = span.text();
        match ron::from_str::<ron::Value>(text) {
            Ok(_) => Ok(Body::Scalar(text.to_owned())),
            Err(_) if text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => Err(self.unquoted(start, "is no number")),
            Err(error) => {
                Err(Diagnostic::error(format!("this text cannot be read: {}", uncapitalised(&error.code))).at(span.first_line(), "").into())
            }
        }
    }

    fn unquoted(&self, start: usize, message: &str) -> Box<Diagnostic> {
        let span = self.cursor.since(start);
        let text = span.text();
        let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let help = match number.parse::<f64>() {
            Ok(_) => format!("a number stands by itself, {number}; an amount with a unit, where one is expected, in quotes"),
            Err(_) => format!("text stands in quotes: \"{text}\""),
        };
        Diagnostic::error(format!("`{}` {message}", span.text())).at(span, "").help(help).into()
    }

    fn round(&mut self, depth: usize) -> Cut<Body> {
        let start = self.cursor.at;
        self.cursor.take("(");
        self.cursor.skip()?;
        let empty = self.cursor.rest().starts_with(')');
        let named = self.cursor.name().is_some() && {
            self.cursor.skip()?;
            self.cursor.rest().starts_with(':')
        };
        self.cursor.at = start;
        match named || empty {
            true => self.entries("(", ")", depth).map(Body::Fields),
            false => self.items("(", ")", depth).map(Body::Tuple),
        }
    }

    fn items(&mut self, open: &str, close: &str, depth: usize) -> Cut<Vec<Node>> {
        self.open(open)?;
        let mut items = Vec::new();
        while !self.close(close) {
            items.push(self.value(depth + 1)?);
            self.separator(close)?;
        }
        Ok(items)
    }

    fn entries(&mut self, open: &str, close: &str, depth: usize) -> Cut<Vec<Entry>> {
        self.open(open)?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        while !self.close(close) {
            let key = if open == "(" { self.field_name()? } else { self.map_key(depth)? };
            self.cursor.skip()?;
            if !self.cursor.take(":") {
                return Err(self.expected("`:`").related(key.span, "after this name").into());
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
            self.separator(close)?;
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
        if let Some(name) = self.cursor.name() {
            return Ok(Key { name: name.to_owned(), text: emit::name(name), span: self.cursor.since(start) });
        }
        if self.cursor.peek() == Some('"') {
            let diagnostic = Diagnostic::error("the names of fields stand without quotes").at(self.cursor.here(), "");
            return Err(diagnostic.help("write `name: value`; only in a map `{…}` names stand in quotes").into());
        }
        let diagnostic = self.expected("the name of a field or `)`");
        let before = self.cursor.file.text[..start].strip_suffix(',').unwrap_or_default();
        let grouped = before.ends_with(|c: char| c.is_ascii_digit()) && self.cursor.peek().is_some_and(|c| c.is_ascii_digit());
        Err(if grouped { diagnostic.help("digits of a number are grouped by `_`: 86_000") } else { diagnostic }.into())
    }

    fn map_key(&mut self, depth: usize) -> Cut<Key> {
        let node = self.value(depth + 1)?;
        let text = emit::inline(&node);
        Ok(Key { name: node.as_text().unwrap_or_else(|| text.clone()), text, span: node.span })
    }

    fn open(&mut self, bracket: &str) -> Cut<()> {
        self.opened.push(self.cursor.here());
        self.cursor.take(bracket);
        self.cursor.skip()
    }

    fn close(&mut self, bracket: &str) -> bool {
        let closed = self.cursor.take(bracket);
        if closed {
            self.opened.pop();
        }
        closed
    }

    /// Steps over a comma; without one the bracket must close here.
    fn separator(&mut self, close: &str) -> Cut<()> {
        self.cursor.skip()?;
        if self.cursor.take(",") {
            return self.cursor.skip();
        }
        if self.cursor.rest().starts_with(close) {
            return Ok(());
        }
        let diagnostic = self.expected(&format!("`,` or `{close}`"));
        let before = &self.cursor.file.text[..self.cursor.at];
        let on_new_line = before[before.trim_end().len()..].contains('\n');
        Err(match self.cursor.peek() {
            Some(c) if on_new_line && c.is_alphanumeric() || c == '"' => diagnostic.help("is a comma missing before this?"),
            Some(c) if c.is_alphabetic() && self.names_a_field() => diagnostic.help("is a comma missing before this?"),
            Some(c) if c.is_alphanumeric() || "/%°".contains(c) => diagnostic.help("text with a unit stands in quotes: \"45 min\""),
            _ => diagnostic,
        }
        .into())
    }

    /// Whether a name and a colon stand here.
    fn names_a_field(&self) -> bool {
        let rest = self.cursor.rest();
        rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').trim_start().starts_with(':')
    }

    /// An error about what stands here instead of `what`, with the bracket around it.
    fn expected(&self, what: &str) -> Diagnostic {
        let found = self.cursor.peek();
        let diagnostic = match found {
            Some(c) => Diagnostic::error(format!("expected {what}, found `{}`", c.escape_debug())),
            None => Diagnostic::error(format!("the text ends where {what} is expected")),
        };
        let mut diagnostic = diagnostic.at(self.cursor.here(), "");
        if let Some(bracket) = self.opened.last() {
            diagnostic = diagnostic.related(bracket.clone(), "within this bracket");
        }
        match (found, found.and_then(ascii)) {
            (_, Some(meant)) => diagnostic.help(format!("this is a full-width character; write `{meant}`")),
            (Some('='), _) => diagnostic.help("a name and its value are separated by `:`"),
            (Some(';'), _) => diagnostic.help("write `,` between values"),
            _ => diagnostic,
        }
    }
}

/// A message of `ron` within a sentence.
fn uncapitalised(code: &ron::Error) -> String {
    let text = code.to_string();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), chars.as_str()))
}

/// The full-width character outside of quotes that stands first in `text`, and what it was probably meant to be.
pub fn full_width(text: &str) -> Option<(char, char)> {
    let outside = text.split('"').step_by(2);
    outside.flat_map(str::chars).find_map(|c| Some((c, ascii(c)?)))
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
