//! A tree written as canonical RON text, with a map from places in that text back to the tree.
//!
//! Comments and white space are gone, the order of the file is kept, scalars stand as they were written.

use super::cursor::is_plain_name;
use super::path::Address;
use super::tree::{Body, Entry, Node};
use std::collections::BTreeSet;
use std::ops::Range;

/// What to write differently from what the tree says.
#[derive(Default)]
pub(super) struct Changes<'a> {
    /// Variants that are written `Name()` where they stand bare.
    pub struct_variants: &'a [String],
    /// Values that are left out.
    pub skipped: BTreeSet<Address>,
}

/// Canonical text and where each value and name of the tree stands in it.
#[derive(Default)]
pub(super) struct Emitted {
    pub text: String,
    places: Vec<Place>,
}

struct Place {
    range: Range<usize>,
    address: Address,
    is_key: bool,
}

/// A value on lines of its own.
pub(super) fn pretty(node: &Node, changes: &Changes) -> Emitted {
    let mut writer = Writer { out: Emitted::default(), changes, address: Address::new(), inline: false };
    writer.node(node);
    writer.out
}

/// A value on one line.
pub(super) fn inline(node: &Node) -> String {
    let mut writer = Writer { out: Emitted::default(), changes: &Changes::default(), address: Address::new(), inline: true };
    writer.node(node);
    writer.out.text
}

/// A name as RON writes it.
pub(super) fn name(name: &str) -> String {
    if is_plain_name(name) { name.to_owned() } else { format!("r#{name}") }
}

impl Emitted {
    /// The innermost value around a byte of the text, and whether the byte belongs to its key.
    pub fn find(&self, at: usize) -> Option<(&Address, bool)> {
        let around = self.places.iter().filter(|place| place.range.contains(&at));
        around.min_by_key(|place| place.range.len()).map(|place| (&place.address, place.is_key))
    }

    /// The byte where a position counted in lines and characters stands.
    pub fn byte(&self, position: ron::error::Position) -> usize {
        let line_start = match position.line {
            0 | 1 => 0,
            line => self.text.match_indices('\n').nth(line - 2).map_or(self.text.len(), |(at, _)| at + 1),
        };
        let line = &self.text[line_start..];
        line_start + line.char_indices().nth(position.col.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
    }
}

struct Writer<'a> {
    out: Emitted,
    changes: &'a Changes<'a>,
    address: Address,
    inline: bool,
}

impl Writer<'_> {
    fn node(&mut self, node: &Node) {
        let start = self.out.text.len();
        if let Some(variant) = &node.name {
            self.out.text.push_str(&name(variant));
        }
        match &node.body {
            Body::Bare if node.name.as_ref().is_some_and(|name| self.changes.struct_variants.contains(name)) => {
                self.out.text.push_str("()")
            }
            Body::Bare => {}
            Body::Scalar(text) => self.out.text.push_str(text),
            Body::Fields(entries) => self.bracket('(', ')', entries, Writer::entry),
            Body::Map(entries) => self.bracket('{', '}', entries, Writer::entry),
            Body::Tuple(items) => self.bracket('(', ')', items, Writer::node),
            Body::List(items) => self.bracket('[', ']', items, Writer::node),
        }
        self.place(start, false);
    }

    fn entry(&mut self, entry: &Entry) {
        let start = self.out.text.len();
        self.out.text.push_str(&entry.key.text);
        self.place(start, true);
        self.out.text.push_str(": ");
        self.node(&entry.value);
    }

    /// Plain items stand on one line, anything with brackets or names on lines of its own.
    fn bracket<T: Item>(&mut self, open: char, close: char, items: &[T], write: fn(&mut Self, &T)) {
        let inline = self.inline || items.iter().all(Item::is_short);
        self.out.text.push(open);
        let mut first = true;
        for (index, item) in items.iter().enumerate() {
            self.address.push(index);
            if !self.changes.skipped.contains(&self.address) {
                match (inline, first) {
                    (true, true) => {}
                    (true, false) => self.out.text.push_str(", "),
                    (false, _) => self.new_line(self.address.len()),
                }
                first = false;
                write(self, item);
                if !inline {
                    self.out.text.push(',');
                }
            }
            self.address.pop();
        }
        if !inline {
            self.new_line(self.address.len());
        }
        self.out.text.push(close);
    }

    fn new_line(&mut self, depth: usize) {
        self.out.text.push('\n');
        self.out.text.push_str(&"    ".repeat(depth));
    }

    fn place(&mut self, start: usize, is_key: bool) {
        if !self.inline {
            self.out.places.push(Place { range: start..self.out.text.len(), address: self.address.clone(), is_key });
        }
    }
}

/// What stands in a bracket: a value, or a value with a name.
trait Item {
    /// Whether it may share a line with others.
    fn is_short(&self) -> bool;
}

impl Item for Node {
    fn is_short(&self) -> bool {
        self.is_empty()
    }
}

impl Item for Entry {
    fn is_short(&self) -> bool {
        false
    }
}
