//! The errors of `ron` in the words of the people who write scenarios.

use super::nearest::{listed, nearest};
use super::tree::{Body, Node};
use ron::error::Error;

/// Which part of a value is at fault.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    /// Its name.
    Key,
    /// Its variant name and opening bracket.
    Head,
    /// All of it.
    Value,
}

/// An error in words.
pub(super) struct Explained {
    pub message: String,
    pub label: String,
    pub help: Vec<String>,
}

/// Whether something stands where the types were done already.
pub(super) fn is_surplus(code: &Error) -> bool {
    use Error::{
        ExpectedArrayEnd, ExpectedComma, ExpectedMapColon, ExpectedMapEnd, ExpectedOptionEnd, ExpectedStructLikeEnd, TrailingCharacters,
    };
    matches!(
        code,
        ExpectedArrayEnd
            | ExpectedComma
            | ExpectedMapColon
            | ExpectedMapEnd
            | ExpectedOptionEnd
            | ExpectedStructLikeEnd
            | TrailingCharacters
    )
}

/// Whether a field is missing.
pub(super) fn is_missing(code: &Error) -> bool {
    matches!(code, Error::MissingStructField { .. })
}

/// Where to point for an error about a value.
pub(super) fn point(code: &Error) -> Point {
    match code {
        Error::MissingStructField { .. } | Error::NoSuchEnumVariant { .. } => Point::Head,
        _ => Point::Value,
    }
}

/// Says what is wrong with `node`.
pub(super) fn explain(code: &Error, node: &Node, point: Point) -> Explained {
    let found = node.described();
    match code {
        Error::NoSuchStructField { expected, found, .. } => unknown("field", found, expected),
        Error::NoSuchEnumVariant { expected, found, .. } => unknown("name", found, expected),
        Error::MissingStructField { field, .. } => {
            Explained { message: format!("`{field}` is missing"), label: format!("this needs `{field}`"), help: Vec::new() }
        }
        Error::Message(message) => Explained { message: message.clone(), label: String::new(), help: Vec::new() },
        Error::InvalidValueForType { expected, found } => plain(format!("expected {expected}, found {found}")),
        Error::ExpectedDifferentLength { expected, found } => plain(format!("expected {expected}, found {found} values")),
        Error::ExpectedDifferentStructName { expected, found } => plain(format!("expected `{expected}(…)`, found `{found}(…)`")),
        Error::IntegerOutOfBounds => plain(format!("{found} is too large or too small for what it counts")),
        code if is_surplus(code) => surplus(node, point),
        code => match expected(code) {
            Some(wanted) => Explained { help: hint(code, node), ..plain(format!("expected {wanted}, found {found}")) },
            None => plain(format!("{code} (found {found})")),
        },
    }
}

fn plain(message: String) -> Explained {
    Explained { message, label: String::new(), help: Vec::new() }
}

fn unknown(what: &str, found: &str, expected: &[&str]) -> Explained {
    let label = nearest(found, expected.iter().copied()).map(|name| format!("did you mean `{name}`?")).unwrap_or_default();
    let help = match listed(expected.iter().copied()) {
        Some(names) => vec![format!("known here: {names}")],
        None if expected.is_empty() => vec!["nothing is expected here".to_owned()],
        None => Vec::new(),
    };
    Explained { message: format!("unknown {what} `{found}`"), label, help }
}

fn surplus(node: &Node, point: Point) -> Explained {
    plain(match (&node.body, &node.name) {
        (Body::Scalar(text), None) if point == Point::Value => format!("`{text}` is not expected here"),
        (Body::Fields(_) | Body::Tuple(_), Some(name)) => format!("`{name}` takes no brackets, or fewer values in them"),
        _ => format!("{} is not expected here", node.described()),
    })
}

/// What the types wanted.
fn expected(code: &Error) -> Option<&'static str> {
    Some(match code {
        Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } => "a whole number",
        Error::ExpectedFloat => "a number",
        Error::ExpectedBoolean => "`true` or `false`",
        Error::ExpectedString | Error::ExpectedStringEnd => "text in quotes",
        Error::ExpectedChar => "a character in single quotes",
        Error::ExpectedArray => "a list `[…]`",
        Error::ExpectedMap => "a map `{name: value, …}`",
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => "a bracket `(…)`",
        Error::ExpectedIdentifier => "a plain name",
        Error::ExpectedUnit => "`()`",
        _ => return None,
    })
}

fn hint(code: &Error, node: &Node) -> Vec<String> {
    match (code, &node.body, &node.name) {
        (Error::ExpectedString, Body::Bare, Some(name)) => vec![format!("put it in quotes: \"{name}\"")],
        (Error::ExpectedString, Body::Scalar(text), _) => vec![format!("put it in quotes: \"{text}\"")],
        (Error::ExpectedStructLike, Body::Bare, Some(name)) => vec![format!("write `{name}(…)`")],
        (Error::ExpectedIdentifier, Body::Scalar(text), _) if text.starts_with('"') => {
            vec!["names that the program knows stand without quotes".to_owned()]
        }
        _ => Vec::new(),
    }
}
