//! A tree written as canonical RON text.
//!
//! Comments and white space are gone, the order of the file is kept, scalars stand as they were written.

use super::cursor::is_plain_name;
use super::tree::{Body, Entry, Node};

/// A value on lines of its own. Of a variant that holds a struct the bracket is written even if the scenario left it out,
/// so that both ways of saying the same are the same text.
pub(super) fn pretty(node: &Node, struct_variants: &[String]) -> String {
    let mut writer = Writer { text: String::new(), struct_variants, inline: false };
    writer.node(node, 0);
    writer.text
}

/// A value on one line.
pub(super) fn inline(node: &Node) -> String {
    let mut writer = Writer { text: String::new(), struct_variants: &[], inline: true };
    writer.node(node, 0);
    writer.text
}

/// A name as RON writes it.
pub(super) fn name(name: &str) -> String {
    if is_plain_name(name) { name.to_owned() } else { format!("r#{name}") }
}

struct Writer<'a> {
    text: String,
    /// Variants that are written `Name()` where they stand bare.
    struct_variants: &'a [String],
    inline: bool,
}

impl Writer<'_> {
    /// A value, so many brackets deep.
    fn node(&mut self, node: &Node, depth: usize) {
        if let Some(variant) = &node.name {
            self.text.push_str(&name(variant));
        }
        match &node.body {
            Body::Bare if node.name.as_ref().is_some_and(|name| self.struct_variants.contains(name)) => self.text.push_str("()"),
            Body::Bare => {}
            Body::Scalar(text) => self.text.push_str(text),
            Body::Fields(entries) => self.bracket('(', ')', entries, depth, Writer::entry),
            Body::Map(entries) => self.bracket('{', '}', entries, depth, Writer::entry),
            Body::Tuple(items) => self.bracket('(', ')', items, depth, Writer::node),
            Body::List(items) => self.bracket('[', ']', items, depth, Writer::node),
        }
    }

    fn entry(&mut self, entry: &Entry, depth: usize) {
        self.text.push_str(&entry.key.text);
        self.text.push_str(": ");
        self.node(&entry.value, depth);
    }

    /// Plain items stand on one line, anything with brackets or names on lines of its own.
    fn bracket<T: Item>(&mut self, open: char, close: char, items: &[T], depth: usize, write: fn(&mut Self, &T, usize)) {
        let inline = self.inline || items.iter().all(Item::is_short);
        self.text.push(open);
        for (index, item) in items.iter().enumerate() {
            match (inline, index) {
                (true, 0) => {}
                (true, _) => self.text.push_str(", "),
                (false, _) => self.new_line(depth + 1),
            }
            write(self, item, depth + 1);
            if !inline {
                self.text.push(',');
            }
        }
        if !inline {
            self.new_line(depth);
        }
        self.text.push(close);
    }

    fn new_line(&mut self, depth: usize) {
        self.text.push('\n');
        self.text.push_str(&"    ".repeat(depth));
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
