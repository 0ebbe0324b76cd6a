//! What can be wrong with a value of a scenario, and where: what `serde` reports to [`super::reader`].

use super::path::Address;
use serde::de;
use std::fmt;

/// What is wrong with a value.
#[derive(Debug)]
pub(super) enum Fault {
    /// A field that is none.
    UnknownField { found: String, expected: &'static [&'static str] },
    /// A variant that is none.
    UnknownVariant { found: String, expected: &'static [&'static str] },
    /// Values without the names of these fields.
    Unnamed(&'static [&'static str]),
    /// A field that must be there.
    MissingField(&'static str),
    /// Too few values in a bracket.
    Length { expected: String, found: usize },
    /// Another struct's name before the bracket.
    StructName(&'static str),
    /// A whole number beyond what its type holds.
    OutOfBounds,
    /// No name where one of these variants should stand.
    NoVariant(&'static [&'static str]),
    /// Something else than what stands there.
    Expected(Wanted),
    /// Something that the type puts in its own words.
    ExpectedOther(String),
    /// A bracket after a variant that holds nothing.
    TakesNoBracket,
    /// More values than are read.
    Surplus,
    /// Anything else, in the words of the type.
    Message(String),
}

/// What a type may ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wanted {
    Integer,
    Number,
    Truth,
    Text,
    List,
    Map,
    Bracket,
    Values,
}

/// A fault and where it is.
#[derive(Debug)]
pub(super) struct Failure(Box<Place>);

#[derive(Debug)]
struct Place {
    fault: Fault,
    of_key: bool,
    /// From the value up to the root.
    upwards: Vec<usize>,
}

impl Failure {
    pub(super) fn new(fault: Fault) -> Failure {
        Failure(Box::new(Place { fault, of_key: false, upwards: Vec::new() }))
    }

    /// Something else is wanted.
    pub(super) fn expected<T>(wanted: Wanted) -> Result<T, Failure> {
        Err(Failure::new(Fault::Expected(wanted)))
    }

    /// The same, of a value in position `index` of the one around it.
    pub(super) fn below(mut self, index: usize) -> Failure {
        self.0.upwards.push(index);
        self
    }

    /// The same, about the name of the value in position `index`.
    pub(super) fn of_key(self, index: usize) -> Failure {
        Failure(Box::new(Place { fault: self.0.fault, of_key: true, upwards: vec![index] }))
    }

    /// The fault, the value that it is about, and whether it is about the name of the value.
    pub(super) fn take(self) -> (Fault, Address, bool) {
        let Place { fault, of_key, mut upwards } = *self.0;
        upwards.reverse();
        (fault, upwards, of_key)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.fault)
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Failure {
        Failure::new(Fault::Message(message.to_string()))
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Failure {
        Failure::new(Fault::ExpectedOther(expected.to_string()))
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Failure {
        Failure::new(Fault::ExpectedOther(expected.to_string()))
    }

    fn invalid_length(found: usize, expected: &dyn de::Expected) -> Failure {
        Failure::new(Fault::Length { expected: expected.to_string(), found })
    }

    fn unknown_field(found: &str, expected: &'static [&'static str]) -> Failure {
        Failure::new(Fault::UnknownField { found: found.to_owned(), expected })
    }

    fn unknown_variant(found: &str, expected: &'static [&'static str]) -> Failure {
        Failure::new(Fault::UnknownVariant { found: found.to_owned(), expected })
    }

    fn missing_field(field: &'static str) -> Failure {
        Failure::new(Fault::MissingField(field))
    }
}
