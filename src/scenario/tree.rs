//! A RON document as a tree in which every value and every name knows where it was written.
//!
//! Not typed: what a value means is judged later, by the structs it is read into. `ron::Value` would not do,
//! for it drops the names of variants and the places.

use super::input::Span;

/// A value with the place it was written at. Two are equal when they say the same, wherever they stand.
#[derive(Clone, Debug)]
pub struct Node {
    /// Name of the variant or struct before the bracket, or of a bare variant.
    pub name: Option<String>,
    /// The value without that name.
    pub body: Body,
    /// Where it stands, brackets and name included.
    pub span: Span,
}

/// The shapes of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Nothing but the name: `Open`.
    Bare,
    /// A number, text, character or truth value, as written.
    Scalar(String),
    /// `(name: value, …)`, and `()`.
    Fields(Vec<Entry>),
    /// `(value, …)`, at least one.
    Tuple(Vec<Node>),
    /// `[value, …]`.
    List(Vec<Node>),
    /// `{key: value, …}`.
    Map(Vec<Entry>),
}

/// A field of a struct or an entry of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub key: Key,
    /// Its value.
    pub value: Node,
}

/// The name of a field or the key of an entry.
#[derive(Clone, Debug)]
pub struct Key {
    /// What paths call it: the text of a string, otherwise as in RON.
    pub name: String,
    /// How RON writes it.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.name == other.name && self.body == other.body
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        self.text == other.text
    }
}

impl Node {
    /// The fields or entries, empty for any other shape.
    pub fn entries(&self) -> &[Entry] {
        match &self.body {
            Body::Fields(entries) | Body::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list or tuple, empty for any other shape.
    pub fn items(&self) -> &[Node] {
        match &self.body {
            Body::Tuple(items) | Body::List(items) => items,
            _ => &[],
        }
    }

    /// Number of values directly in this one.
    pub fn len(&self) -> usize {
        self.entries().len() + self.items().len()
    }

    /// Whether no value stands in this one.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value in position `index`.
    pub fn child(&self, index: usize) -> Option<&Node> {
        match &self.body {
            Body::Fields(entries) | Body::Map(entries) => entries.get(index).map(|entry| &entry.value),
            Body::Tuple(items) | Body::List(items) => items.get(index),
            Body::Bare | Body::Scalar(_) => None,
        }
    }

    /// The value in position `index`, to change.
    pub fn child_mut(&mut self, index: usize) -> Option<&mut Node> {
        match &mut self.body {
            Body::Fields(entries) | Body::Map(entries) => entries.get_mut(index).map(|entry| &mut entry.value),
            Body::Tuple(items) | Body::List(items) => items.get_mut(index),
            Body::Bare | Body::Scalar(_) => None,
        }
    }

    /// Position of the field or entry called `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.entries().iter().position(|entry| entry.key.name == name)
    }

    /// The text of a string value.
    pub fn as_text(&self) -> Option<String> {
        match &self.body {
            Body::Scalar(text) if text.contains('"') => ron::from_str(text).ok(),
            _ => None,
        }
    }

    /// The file that a text, or the only text in a variant such as `File("…")`, names.
    pub(super) fn file_name(&self) -> Option<String> {
        match self.items() {
            [only] => only.as_text(),
            _ => self.as_text(),
        }
    }

    /// The same value, all of it said to stand at `span`.
    pub(super) fn standing(mut self, span: &Span) -> Node {
        self.span = span.clone();
        match &mut self.body {
            Body::Bare | Body::Scalar(_) => {}
            Body::Fields(entries) | Body::Map(entries) => {
                for entry in entries {
                    entry.key.span = span.clone();
                    entry.value = entry.value.clone().standing(span);
                }
            }
            Body::Tuple(items) | Body::List(items) => items.iter_mut().for_each(|item| *item = item.clone().standing(span)),
        }
        self
    }

    /// Whether all of it was written in the file of that order.
    pub(super) fn is_of(&self, order: usize) -> bool {
        self.span.file.order == order && (0..self.len()).filter_map(|index| self.child(index)).all(|child| child.is_of(order))
    }

    /// What stands here, in words.
    pub fn described(&self) -> String {
        match (&self.body, &self.name) {
            (Body::Bare, name) => format!("the bare name `{}`", name.as_deref().unwrap_or_default()),
            (Body::Scalar(text), _) if text.contains('"') => "text".to_owned(),
            (Body::Scalar(text), _) if text == "true" || text == "false" => format!("`{text}`"),
            (Body::Scalar(text), _) if text.contains('\'') => "a character".to_owned(),
            (Body::Scalar(text), _) => format!("the number {text}"),
            (Body::Fields(_) | Body::Tuple(_), Some(name)) => format!("`{name}(…)`"),
            (Body::Fields(entries), None) if entries.is_empty() => "an empty `()`".to_owned(),
            (Body::Fields(_), None) => "`(name: value, …)`".to_owned(),
            (Body::Tuple(_), None) => "`(value, …)`".to_owned(),
            (Body::List(_), _) => "a list `[…]`".to_owned(),
            (Body::Map(_), _) => "a map `{…}`".to_owned(),
        }
    }
}
