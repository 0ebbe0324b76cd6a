//! RON text split into a [`Node`] tree: brackets, names and scalars, each with its place.
//!
//! A small recursive descent of our own rather than nested `RawValue`s, for those know no places of keys and
//! stop at the first unexpected type. Scalars are validated by `ron`. Deep nesting is an error, not a crash.

use super::cursor::{Cursor, Cut, is_raw_name};
use super::diagnostic::{Diagnostic, Diagnostics};
use super::emit;
use super::fault::Wanted;
use super::figure;
use super::input::{InputFile, Span};
use super::left_out::LeftOut;
use super::slip::{self, Slip};
use super::tree::{Body, Entry, Key, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How deep brackets may stand in each other.
pub const MAX_DEPTH: usize = 128;
/// How many values one document may have.
pub const MAX_VALUES: usize = 1_000_000;

/// The extensions that scenarios are always read with.
const EXTENSIONS: [&str; 2] = ["implicit_some", "unwrap_newtypes"];

/// Splits a whole file. Duplicate names are reported and the later value kept, full-width punctuation is reported and read as
/// what it was meant to be; what else is no RON is reported and, where it surely ends, left out with the field or entry around
/// it, which joins `left_out`. Where that is not sure for every slip, only the first is told, and the file gives `None`.
pub(super) fn document(file: &Arc<InputFile>, left_out: &mut LeftOut, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut splitter = Splitter::new(file, 0, diagnostics);
    splitter.goes_on = true;
    let result = splitter.document();
    let (slips, first) = (splitter.slips, splitter.first_slip);
    match (result, first) {
        (Ok(node), _) => {
            slips.into_iter().for_each(|slip| left_out.add(slip));
            Some(node)
        }
        (Err(error), None) => {
            diagnostics.push(*error);
            None
        }
        (Err(_), Some(first)) => {
            diagnostics.truncate(first + 1);
            None
        }
    }
}

/// Splits the end of a text that begins at `start` and will stand `depth` brackets deep.
pub(super) fn value(file: &Arc<InputFile>, start: usize, depth: usize) -> Result<Node, Diagnostics> {
    let mut duplicates = Diagnostics::new();
    let mut splitter = Splitter::new(file, start, &mut duplicates);
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
    /// The names of the fields and entries around this place.
    path: Vec<String>,
    /// Whether it goes on behind slips.
    goes_on: bool,
    slips: Vec<Slip>,
    /// Which of the diagnostics is the first slip.
    first_slip: Option<usize>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Splitter<'a> {
    fn new(file: &'a Arc<InputFile>, start: usize, diagnostics: &'a mut Diagnostics) -> Splitter<'a> {
        let cursor = Cursor::new(file, start, file.text.len());
        let (opened, path, slips) = (Vec::new(), Vec::new(), Vec::new());
        Splitter { cursor, values: 0, opened, path, goes_on: false, slips, first_slip: None, diagnostics }
    }

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
        self.goes_on &= depth <= MAX_DEPTH && self.values <= MAX_VALUES;
        if depth > MAX_DEPTH {
            let message = format!("brackets stand in each other more than {MAX_DEPTH} deep");
            return Err(Diagnostic::error(message).at(self.cursor.here(), "this one is too deep").into());
        }
        if self.values > MAX_VALUES {
            let message = format!("there are more than {MAX_VALUES} values");
            return Err(Diagnostic::error(message).at(self.cursor.here(), "this one is too many").into());
        }
        let (name, body) = match self.cursor.peek().map(meant) {
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
        if let Some(text) = slip::curly(self.cursor.rest()) {
            self.tell_meant();
            self.cursor.at += text.len();
            let words = text.trim_matches(slip::is_quote);
            return Ok((None, Body::Scalar(ron::to_string(words).unwrap_or_default())));
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
            if self.cursor.peek().map(meant) == Some('(') {
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
        let begins = text.trim_start_matches(['+', '-', '.']).starts_with(|c: char| c.is_ascii_digit());
        let help = match figure::meant(text, Wanted::Number, None) {
            Some(number) => format!("a number stands by itself, {number}; an amount with a unit, where one is expected, in quotes"),
            None if begins => "a number is written in digits alone; an amount with a unit, where one is expected, in quotes".to_owned(),
            None => format!("text stands in quotes: \"{text}\""),
        };
        Diagnostic::error(format!("`{}` {message}", span.text())).at(span, "").help(help).into()
    }

    fn round(&mut self, depth: usize) -> Cut<Body> {
        let start = self.cursor.at;
        self.cursor.at += self.cursor.peek().map_or(0, char::len_utf8);
        self.cursor.skip()?;
        let empty = self.cursor.peek().map(meant) == Some(')');
        let named = self.cursor.name().is_some() && {
            self.cursor.skip()?;
            self.cursor.peek().map(meant) == Some(':')
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
            let number = Some(items.len().to_string()).filter(|_| open == "[");
            self.path.extend(number.clone());
            items.push(self.value(depth + 1)?);
            self.path.truncate(self.path.len() - usize::from(number.is_some()));
            self.separator(close, false)?;
        }
        Ok(items)
    }

    fn entries(&mut self, open: &str, close: &str, depth: usize) -> Cut<Vec<Entry>> {
        self.open(open)?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        while !self.close(close) {
            let start = self.cursor.at;
            let (around, slips, told) = ((self.opened.len(), self.path.len()), self.slips.len(), self.diagnostics.len());
            let (key, value) = match self.entry(open, close, depth) {
                Ok(entry) => entry,
                Err(error) => {
                    // The groups of a number are no names: what is before them is no number of its own.
                    let before = if self.divided_by_a_comma(start).is_some() { entries.pop() } else { None };
                    let before = before.map(|entry| entry.key.name);
                    if let Some(name) = &before {
                        seen.remove(name);
                    }
                    self.leave_out(start, before, close, around, error).inspect_err(|_| {
                        // What is told of a text whose quotes are missing may be none.
                        if self.slips.len() == slips {
                            self.diagnostics.truncate(told);
                        }
                    })?;
                    continue;
                }
            };
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
        }
        Ok(entries)
    }

    /// A name, its value, and the comma after it.
    fn entry(&mut self, open: &str, close: &str, depth: usize) -> Cut<(Key, Node)> {
        let key = if open == "(" { self.field_name()? } else { self.map_key(depth)? };
        self.cursor.skip()?;
        if !self.take(":") {
            return Err(self.expected("`:`").related(key.span, "after this name").into());
        }
        self.cursor.skip()?;
        self.path.push(key.name.clone());
        let value = self.value(depth + 1)?;
        self.path.pop();
        self.separator(close, true)?;
        Ok((key, value))
    }

    /// Tells an error and steps behind the entry that begins at `start`, in which it is, and `before`, which belongs to it;
    /// `around` are how many brackets and names stand around that. Gives the error back where it is not sure what the entry is.
    fn leave_out(&mut self, start: usize, before: Option<String>, close: &str, around: (usize, usize), error: Box<Diagnostic>) -> Cut<()> {
        let Some(mut entry) = slip::entry(&self.cursor, start, close).filter(|entry| self.goes_on && entry.end >= self.cursor.at) else {
            return Err(error);
        };
        entry.names.extend(before);
        self.path.truncate(around.1);
        // Nothing can be said of a scenario whose base may be gone, or of which nobody knows what is gone.
        if self.path.is_empty() && (entry.names.is_empty() || entry.words.iter().any(|word| word == "base")) {
            return Err(error);
        }
        self.opened.truncate(around.0);
        self.cursor.at = entry.end;
        self.first_slip.get_or_insert(self.diagnostics.len());
        self.diagnostics.push(*error);
        self.slips.push(Slip { above: self.path.clone(), is_field: close == ")", entry });
        self.separator(close, true)
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
        Err(match self.divided_by_a_comma(start) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
        .into())
    }

    /// How a number is written of which the digits from a place on stand behind a comma, if they do.
    fn divided_by_a_comma(&self, start: usize) -> Option<String> {
        let (before, after) = self.cursor.file.text.split_at(start);
        let before = before.strip_suffix(',')?;
        let whole = &before[before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
        let rest = &after[..after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len()];
        match (whole.len(), rest.len()) {
            (0, _) | (_, 0) => None,
            (1..=3, 3) if whole != "0" => Some(format!("digits of a number are grouped by `_`: {whole}_{rest}")),
            _ => Some(format!("a decimal point is written `.`: {whole}.{rest}")),
        }
    }

    fn map_key(&mut self, depth: usize) -> Cut<Key> {
        let node = self.value(depth + 1)?;
        let text = emit::inline(&node);
        Ok(Key { name: node.as_text().unwrap_or_else(|| text.clone()), text, span: node.span })
    }

    fn open(&mut self, bracket: &str) -> Cut<()> {
        self.opened.push(self.cursor.here());
        self.take(bracket);
        self.cursor.skip()
    }

    fn close(&mut self, bracket: &str) -> bool {
        let closed = self.take(bracket);
        if closed {
            self.opened.pop();
        }
        closed
    }

    /// Steps over a comma, after which a name follows where they are `named`; without one the bracket must close here.
    fn separator(&mut self, close: &str, named: bool) -> Cut<()> {
        self.cursor.skip()?;
        if (!named || slip::is_comma(&self.cursor)) && self.take(",") {
            return self.cursor.skip();
        }
        if self.cursor.peek().map(meant).is_some_and(|found| close.starts_with(found)) {
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

    /// Steps over a character if it stands here, or a full-width one that was meant to be it, which is told.
    fn take(&mut self, wanted: &str) -> bool {
        if self.cursor.take(wanted) {
            return true;
        }
        let found = self.cursor.peek().filter(|found| wanted.starts_with(meant(*found)));
        if found.is_some() {
            self.tell_meant();
        }
        self.cursor.at += found.map_or(0, char::len_utf8);
        found.is_some()
    }

    /// Tells of a full-width character that stands here.
    fn tell_meant(&mut self) {
        if let Some((found, meant)) = self.cursor.peek().and_then(|found| Some((found, ascii(found)?))) {
            let diagnostic = Diagnostic::error(format!("`{found}` is a full-width character")).at(self.cursor.here(), "");
            self.diagnostics.push(diagnostic.help(format!("write `{meant}`")));
        }
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

/// The ASCII punctuation that a full-width character is read as; any other character is itself.
pub(super) fn meant(c: char) -> char {
    if "：，（）".contains(c) { ascii(c).unwrap_or(c) } else { c }
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
