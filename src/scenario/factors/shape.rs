//! A typed section turned back into plain data, defaults and all, in which every number says of what kind it is.
//!
//! Made by serializing it: quantities announce themselves as newtype structs of their own name. So the list of
//! factors needs no list of fields, and a new field of a section is a factor without a further word.

use crate::scenario::path::Step;
use serde::ser::{self, Serialize};
use std::fmt;

/// Plain data with the names that types gave it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::scenario) enum Shape {
    /// A number, its kind (empty for a bare one) and how RON writes it.
    Number(&'static str, String),
    /// Anything else that holds nothing, as RON writes it.
    Plain(String),
    /// Type, variant, and the one value that it holds.
    Variant(&'static str, &'static str, Box<Shape>),
    /// Type, variant where there is one, fields.
    Struct(&'static str, Option<&'static str>, Vec<(&'static str, Shape)>),
    /// Entries by key.
    Map(Vec<(String, Shape)>),
    /// Items in brackets.
    List(Vec<Shape>),
    /// Items in parentheses.
    Tuple(Vec<Shape>),
}

impl Shape {
    /// Of any section.
    pub(in crate::scenario) fn of(section: &impl Serialize) -> Shape {
        section.serialize(Writer).expect("sections hold nothing that cannot be written")
    }

    /// The value that a path means, if there is one.
    pub(in crate::scenario) fn find(&self, steps: &[Step]) -> Option<&Shape> {
        let Some((step, rest)) = steps.split_first() else { return Some(self) };
        match self {
            Shape::Struct(_, variant, fields) => match fields.iter().find(|(name, _)| *name == step.name) {
                Some((_, value)) => value.find(rest),
                None => self.find(rest).filter(|_| *variant == Some(step.name.as_str())),
            },
            Shape::Map(entries) => entries.iter().find(|(key, _)| *key == step.name)?.1.find(rest),
            Shape::List(items) | Shape::Tuple(items) => items.get(step.name.parse::<usize>().ok()?)?.find(rest),
            Shape::Variant(_, variant, value) => match step.name.as_str() {
                "0" => value.find(rest),
                name if name == *variant => self.find(rest),
                _ => value.find(steps),
            },
            Shape::Number(..) | Shape::Plain(_) => None,
        }
    }

    /// Whether it is a distribution of lengths of time.
    pub(in crate::scenario) fn is_distribution(&self) -> bool {
        matches!(self, Shape::Struct("Distribution", ..) | Shape::Variant("Distribution", ..))
    }

    /// As RON text.
    pub(in crate::scenario) fn text(&self) -> String {
        let joined = |items: &[Shape]| items.iter().map(Shape::text).collect::<Vec<_>>().join(", ");
        match self {
            Shape::Number(_, text) | Shape::Plain(text) => text.clone(),
            Shape::Variant(_, variant, value) => format!("{variant}({})", value.text()),
            Shape::Struct(_, variant, fields) => {
                let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {}", value.text())).collect();
                format!("{}({})", variant.unwrap_or_default(), fields.join(", "))
            }
            Shape::Map(entries) => {
                let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{}: {}", quoted(key), value.text())).collect();
                format!("{{{}}}", entries.join(", "))
            }
            Shape::List(items) => format!("[{}]", joined(items)),
            Shape::Tuple(items) => format!("({})", joined(items)),
        }
    }
}

fn quoted(text: &str) -> String {
    ron::to_string(text).unwrap_or_default()
}

#[derive(Debug)]
pub(in crate::scenario) struct Never(String);

impl fmt::Display for Never {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: fmt::Display>(message: T) -> Never {
        Never(message.to_string())
    }
}

#[derive(Clone, Copy)]
struct Writer;

/// What is written value by value.
enum Kind {
    List,
    Tuple,
    Map,
    Struct(&'static str, Option<&'static str>),
    TupleVariant(&'static str, &'static str),
}

struct Parts {
    kind: Kind,
    items: Vec<Shape>,
    keys: Vec<String>,
    fields: Vec<(&'static str, Shape)>,
}

impl Parts {
    fn new(kind: Kind) -> Result<Parts, Never> {
        Ok(Parts { kind, items: Vec::new(), keys: Vec::new(), fields: Vec::new() })
    }

    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Never> {
        self.items.push(value.serialize(Writer)?);
        Ok(())
    }

    fn field(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> Result<(), Never> {
        self.fields.push((name, value.serialize(Writer)?));
        Ok(())
    }

    fn finish(self) -> Result<Shape, Never> {
        Ok(match self.kind {
            Kind::List => Shape::List(self.items),
            Kind::Tuple => Shape::Tuple(self.items),
            Kind::Map => Shape::Map(self.keys.into_iter().zip(self.items).collect()),
            Kind::Struct(name, variant) => Shape::Struct(name, variant, self.fields),
            Kind::TupleVariant(name, variant) => Shape::Variant(name, variant, Box::new(Shape::Tuple(self.items))),
        })
    }
}

macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, v: $type) -> Result<Shape, Never> {
            Ok(Shape::Number("", v.to_string()))
        }
    )*};
}

impl ser::Serializer for Writer {
    type Ok = Shape;
    type Error = Never;
    type SerializeSeq = Parts;
    type SerializeTuple = Parts;
    type SerializeTupleStruct = Parts;
    type SerializeTupleVariant = Parts;
    type SerializeMap = Parts;
    type SerializeStruct = Parts;
    type SerializeStructVariant = Parts;

    numbers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64);
    numbers!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);

    fn serialize_f32(self, v: f32) -> Result<Shape, Never> {
        self.serialize_f64(f64::from(v))
    }

    fn serialize_f64(self, v: f64) -> Result<Shape, Never> {
        Ok(Shape::Number("", format!("{v:?}")))
    }

    fn serialize_bool(self, v: bool) -> Result<Shape, Never> {
        Ok(Shape::Plain(v.to_string()))
    }

    fn serialize_char(self, v: char) -> Result<Shape, Never> {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, v: &str) -> Result<Shape, Never> {
        Ok(Shape::Plain(quoted(v)))
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<Shape, Never> {
        Ok(Shape::Plain(format!("{v:?}")))
    }

    fn serialize_none(self) -> Result<Shape, Never> {
        Ok(Shape::Plain("None".to_owned()))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Shape, Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Shape, Never> {
        Ok(Shape::Plain("()".to_owned()))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Shape, Never> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Shape, Never> {
        Ok(Shape::Plain(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Shape, Never> {
        Ok(match value.serialize(self)? {
            Shape::Number("", text) | Shape::Plain(text) => Shape::Number(name, text),
            other => other,
        })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Shape, Never> {
        Ok(match value.serialize(self)? {
            Shape::Struct(name, None, fields) => Shape::Struct(name, Some(variant), fields),
            other => Shape::Variant(name, variant, Box::new(other)),
        })
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts, Never> {
        Parts::new(Kind::List)
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts, Never> {
        Parts::new(Kind::Tuple)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts, Never> {
        Parts::new(Kind::Tuple)
    }

    fn serialize_tuple_variant(self, name: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Parts, Never> {
        Parts::new(Kind::TupleVariant(name, variant))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts, Never> {
        Parts::new(Kind::Map)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts, Never> {
        Parts::new(Kind::Struct(name, None))
    }

    fn serialize_struct_variant(self, name: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Parts, Never> {
        Parts::new(Kind::Struct(name, Some(variant)))
    }
}

impl ser::SerializeSeq for Parts {
    type Ok = Shape;
    type Error = Never;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.item(value)
    }
    fn end(self) -> Result<Shape, Never> {
        self.finish()
    }
}

impl ser::SerializeTuple for Parts {
    type Ok = Shape;
    type Error = Never;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.item(value)
    }
    fn end(self) -> Result<Shape, Never> {
        self.finish()
    }
}

impl ser::SerializeTupleStruct for Parts {
    type Ok = Shape;
    type Error = Never;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.item(value)
    }
    fn end(self) -> Result<Shape, Never> {
        self.finish()
    }
}

impl ser::SerializeTupleVariant for Parts {
    type Ok = Shape;
    type Error = Never;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.item(value)
    }
    fn end(self) -> Result<Shape, Never> {
        self.finish()
    }
}

impl ser::SerializeMap for Parts {
    type Ok = Shape;
    type Error = Never;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        let text = key.serialize(Writer)?.text();
        self.keys.push(ron::from_str(&text).unwrap_or(text));
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.item(value)
    }
    fn end(self) -> Result<Shape, Never> {
        self.finish()
    }
}

impl ser::SerializeStruct for Parts {
    type Ok = Shape;
    type Error = Never;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Never> {
        self.field(name, value)
    }
    fn end(self) -> Result<Shape, Never> {
        self.finish()
    }
}

impl ser::SerializeStructVariant for Parts {
    type Ok = Shape;
    type Error = Never;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Never> {
        self.field(name, value)
    }
    fn end(self) -> Result<Shape, Never> {
        self.finish()
    }
}
