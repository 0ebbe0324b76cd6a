//! Reads a tree into typed structs: what `serde` asks for, taken from the node that stands there.
//!
//! An error knows the way from the root to the value that it is about, which is put together as the readers of
//! the values around it return. Values may be left out, so that the rest can be read for further errors.

use super::emit;
use super::fault::{Failure, Fault, Wanted};
use super::path::Address;
use super::tree::{Body, Entry, Key, Node};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use std::collections::BTreeSet;

/// Reads `root`, without the values at `skipped`.
pub(super) fn read<T: DeserializeOwned>(root: &Node, skipped: &BTreeSet<Address>) -> Result<T, Failure> {
    T::deserialize(Reader { node: root, of_variant: false, at: Trail { last: None, skipped } })
}

/// The way down to a value, innermost step first.
#[derive(Clone, Copy)]
struct Trail<'a> {
    last: Option<(usize, &'a Trail<'a>)>,
    skipped: &'a BTreeSet<Address>,
}

impl<'a> Trail<'a> {
    fn below(&'a self, index: usize) -> Trail<'a> {
        Trail { last: Some((index, self)), skipped: self.skipped }
    }

    fn is_skipped(&self) -> bool {
        !self.skipped.is_empty() && self.skipped.contains(&self.address())
    }

    fn address(&self) -> Address {
        let mut address = Address::new();
        let mut step = self.last;
        while let Some((index, above)) = step {
            address.push(index);
            step = above.last;
        }
        address.reverse();
        address
    }
}

/// A value to be read.
#[derive(Clone, Copy)]
struct Reader<'a> {
    node: &'a Node,
    /// Whether the node's name was that of a variant, and what is read is what the variant holds.
    of_variant: bool,
    at: Trail<'a>,
}

impl<'a> Reader<'a> {
    fn scalar(&self) -> Option<&'a str> {
        match &self.node.body {
            Body::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// A scalar that is a text, as RON reads it.
    fn text(&self) -> Option<String> {
        self.scalar().filter(|text| text.contains('"')).and_then(|text| ron::from_str(text).ok())
    }

    fn integer<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        match self.scalar().map(ron::from_str) {
            Some(Ok(number)) => Ok(number),
            Some(Err(error)) if error.code == ron::Error::IntegerOutOfBounds => Err(Failure::new(Fault::OutOfBounds)),
            _ => Failure::expected(Wanted::Integer),
        }
    }

    fn fields<'de, V: Visitor<'de>>(self, entries: &[Entry], visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_map(Entries::<true> { entries, next: 0, at: self.at })
    }

    /// All items, no more and no fewer than the visitor takes.
    fn values<'de, V: Visitor<'de>>(self, items: &[Node], visitor: V) -> Result<V::Value, Failure> {
        let mut values = Items { items, next: 0, at: self.at };
        let value = visitor.visit_seq(&mut values)?;
        match values.following() {
            None => Ok(value),
            Some(surplus) => Err(Failure::new(Fault::Surplus).below(surplus)),
        }
    }

    /// The only value in a bracket, if that is what stands here.
    fn only(&self) -> Option<&'a Node> {
        match &self.node.body {
            Body::Tuple(items) if items.len() == 1 => items.first(),
            _ => None,
        }
    }

    /// The fault of a name before the bracket that is not the one wanted.
    fn misnamed(&self, wanted: Option<&'static str>) -> Option<Failure> {
        let named = !self.of_variant && self.node.body != Body::Bare && self.node.name.is_some();
        let fault = || wanted.map_or(Fault::Expected(Wanted::Values), Fault::StructName);
        (named && self.node.name.as_deref() != wanted).then(|| Failure::new(fault()))
    }

    fn bracket<'de, V: Visitor<'de>>(self, name: Option<&'static str>, visitor: V) -> Result<V::Value, Failure> {
        if let Some(failure) = self.misnamed(name) {
            return Err(failure);
        }
        match &self.node.body {
            Body::Tuple(items) => self.values(items, visitor),
            Body::Fields(entries) if entries.is_empty() => self.values(&[], visitor),
            Body::Fields(_) => Failure::expected(Wanted::Values),
            _ => Failure::expected(Wanted::Bracket),
        }
    }
}

macro_rules! integers {
    ($($read:ident, $visit:ident;)*) => {$(
        fn $read<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            visitor.$visit(self.integer()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Failure;

    integers! {
        deserialize_i8, visit_i8;
        deserialize_i16, visit_i16;
        deserialize_i32, visit_i32;
        deserialize_i64, visit_i64;
        deserialize_u8, visit_u8;
        deserialize_u16, visit_u16;
        deserialize_u32, visit_u32;
        deserialize_u64, visit_u64;
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.scalar().map(ron::from_str) {
            Some(Ok(number)) => visitor.visit_f64(number),
            _ => Failure::expected(Wanted::Number),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.scalar() {
            Some("true") => visitor.visit_bool(true),
            Some("false") => visitor.visit_bool(false),
            _ => Failure::expected(Wanted::Truth),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.text() {
            Some(text) => visitor.visit_string(text),
            None => Failure::expected(Wanted::Text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    /// `Some` need not be written.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match (self.node.name.as_deref(), self.only()) {
            (Some("None"), _) if self.node.body == Body::Bare => visitor.visit_none(),
            (Some("Some"), Some(only)) => {
                let reader = Reader { node: only, of_variant: false, at: self.at.below(0) };
                visitor.visit_some(reader).map_err(|failure| failure.below(0))
            }
            _ => visitor.visit_some(self),
        }
    }

    /// Read as what it wraps.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.node.body {
            Body::List(items) => self.values(items, visitor),
            _ => Failure::expected(Wanted::List),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.bracket(None, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, name: &'static str, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.bracket(Some(name), visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.node.body {
            Body::Map(entries) => visitor.visit_map(Entries::<false> { entries, next: 0, at: self.at }),
            _ => Failure::expected(Wanted::Map),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        if let Some(failure) = self.misnamed(Some(name)) {
            return Err(failure);
        }
        match &self.node.body {
            Body::Fields(entries) => self.fields(entries, visitor),
            Body::Tuple(_) => Err(Failure::new(Fault::Unnamed(fields))),
            // A name alone will do for a variant whose struct may be left empty.
            Body::Bare if self.of_variant => self.fields(&[], visitor).map_err(|_| Failure::new(Fault::Expected(Wanted::Bracket))),
            Body::Bare if self.node.name.as_deref() != Some("None") => Err(Failure::new(Fault::Unnamed(fields))),
            _ => Failure::expected(Wanted::Bracket),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match &self.node.name {
            Some(name) if !self.of_variant => visitor.visit_enum(Variant { name, content: Reader { of_variant: true, ..self } }),
            _ => Err(Failure::new(Fault::NoVariant(variants))),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.node.body {
            Body::Scalar(text) => match ron::from_str::<ron::Value>(text) {
                Ok(ron::Value::Bool(truth)) => visitor.visit_bool(truth),
                Ok(ron::Value::Char(character)) => visitor.visit_char(character),
                Ok(ron::Value::String(text)) => visitor.visit_string(text),
                Ok(ron::Value::Number(number)) => visitor.visit_f64(number.into_f64()),
                _ => Failure::expected(Wanted::Text),
            },
            Body::Bare => match self.node.name.as_deref() {
                Some("None") => visitor.visit_none(),
                _ => visitor.visit_unit(),
            },
            Body::Fields(entries) if entries.is_empty() => visitor.visit_unit(),
            Body::Fields(entries) => self.fields(entries, visitor),
            Body::Tuple(items) | Body::List(items) => self.values(items, visitor),
            Body::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { i128 u128 f32 char bytes byte_buf unit unit_struct identifier }
}

/// The items of a list or tuple that are not left out.
struct Items<'a> {
    items: &'a [Node],
    next: usize,
    at: Trail<'a>,
}

impl Items<'_> {
    /// Position of the next one.
    fn following(&self) -> Option<usize> {
        (self.next..self.items.len()).find(|index| !self.at.below(*index).is_skipped())
    }
}

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let Some(index) = self.following() else { return Ok(None) };
        self.next = index + 1;
        let reader = Reader { node: &self.items[index], of_variant: false, at: self.at.below(index) };
        seed.deserialize(reader).map(Some).map_err(|failure| failure.below(index))
    }
}

/// The fields of a struct or the entries of a map that are not left out.
struct Entries<'a, const FIELDS: bool> {
    entries: &'a [Entry],
    next: usize,
    at: Trail<'a>,
}

impl<'de, const FIELDS: bool> de::MapAccess<'de> for Entries<'_, FIELDS> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let left = |index: &usize| !self.at.below(*index).is_skipped();
        let Some(index) = (self.next..self.entries.len()).find(left) else { return Ok(None) };
        self.next = index + 1;
        let key = &self.entries[index].key;
        let name = if FIELDS { seed.deserialize(named(&key.name)) } else { read_key(key, seed) };
        name.map(Some).map_err(|failure| failure.of_key(index))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        let index = self.next - 1;
        let reader = Reader { node: &self.entries[index].value, of_variant: false, at: self.at.below(index) };
        seed.deserialize(reader).map_err(|failure| failure.below(index))
    }
}

fn named(name: &str) -> StrDeserializer<'_, Failure> {
    name.into_deserializer()
}

/// The key of a map as the value that it is.
fn read_key<'de, S: DeserializeSeed<'de>>(key: &Key, seed: S) -> Result<S::Value, Failure> {
    let is_name = key.text == emit::name(&key.name);
    let (name, body) = if is_name { (Some(key.name.clone()), Body::Bare) } else { (None, Body::Scalar(key.text.clone())) };
    let node = Node { name, body, span: key.span.clone() };
    seed.deserialize(Reader { node: &node, of_variant: false, at: Trail { last: None, skipped: &BTreeSet::new() } })
}

/// A name and what it holds.
struct Variant<'a> {
    name: &'a str,
    content: Reader<'a>,
}

impl<'a, 'de> de::EnumAccess<'de> for Variant<'a> {
    type Error = Failure;
    type Variant = Reader<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Reader<'a>), Failure> {
        Ok((seed.deserialize(named(self.name))?, self.content))
    }
}

impl<'de> de::VariantAccess<'de> for Reader<'_> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        match self.node.body {
            Body::Bare => Ok(()),
            _ => Err(Failure::new(Fault::TakesNoBracket)),
        }
    }

    /// One value in the bracket; or the fields of a struct, which needs no bracket of its own.
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failure> {
        match &self.node.body {
            Body::Tuple(items) => match items.as_slice() {
                [only] => {
                    let reader = Reader { node: only, of_variant: false, at: self.at.below(0) };
                    seed.deserialize(reader).map_err(|failure| failure.below(0))
                }
                _ => Err(Failure::new(Fault::Surplus).below(1)),
            },
            Body::Fields(_) => seed.deserialize(self),
            _ => Failure::expected(Wanted::Bracket),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.bracket(None, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_struct("", fields, visitor)
    }
}
