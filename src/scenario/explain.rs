//! The errors of `ron` in the words of the people who write scenarios.

use super::cursor::is_plain_name;
use super::nearest::{listed, nearest};
use super::tree::{Body, Key, Node};
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
    /// What follows after its beginning.
    Rest,
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

/// Whether something of another shape is wanted.
pub(super) fn is_mismatch(code: &Error) -> bool {
    expected(code).is_some()
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
        Error::ExpectedDifferentLength { expected, found } => {
            let expected = expected.strip_prefix("a tuple of size ").unwrap_or(expected);
            plain(format!("expected {expected} values in the bracket, found {found}"))
        }
        Error::ExpectedDifferentStructName { expected, found } => plain(format!("expected `{expected}(…)`, found `{found}(…)`")),
        Error::IntegerOutOfBounds => plain(format!("{found} is too large or too small for what it counts")),
        Error::ExceededRecursionLimit => plain("brackets stand in each other too deep".to_owned()),
        code if is_surplus(code) => surplus(node, point),
        code => match expected(code) {
            Some(wanted) => Explained { help: hint(code, node), ..plain(format!("expected {wanted}, found {found}")) },
            None => plain(format!("{} (found {found})", uncapitalised(code))),
        },
    }
}

/// Says what is wrong with a name.
pub(super) fn explain_key(code: &Error, key: &Key) -> Explained {
    match (code, expected(code)) {
        (Error::NoSuchStructField { expected, found, .. }, _) => unknown("field", found, expected),
        (Error::NoSuchEnumVariant { expected, found, .. }, _) => unknown("name", found, expected),
        (Error::ExpectedString, _) => Explained {
            help: vec![format!("put it in quotes: \"{}\"", key.name)],
            ..plain(format!("the names in this map stand in quotes, found `{}`", key.text))
        },
        (_, Some(wanted)) => plain(format!("expected {wanted} as a name in this map, found `{}`", key.text)),
        _ => plain(uncapitalised(code)),
    }
}

/// A message of `ron` within a sentence.
pub(super) fn uncapitalised(code: &Error) -> String {
    let text = code.to_string();
    let mut chars = text.chars();
    match (code, chars.next()) {
        (Error::Message(_), _) | (_, None) => text,
        (_, Some(first)) => format!("{}{}", first.to_lowercase(), chars.as_str()),
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
        (Body::Scalar(text), _) if point == Point::Rest => format!("expected a whole number, found {text}"),
        (_, Some(name)) if point == Point::Rest => format!("`{name}` takes no bracket"),
        _ => format!("{} is one value too many", node.described()),
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
    use Error::{ExpectedNamedStructLike, ExpectedStructLike};
    let text = node.as_text();
    let hint = match (code, &node.body, &node.name) {
        (Error::ExpectedString, Body::Bare, Some(name)) => format!("put it in quotes: \"{name}\""),
        (Error::ExpectedString, Body::Scalar(text), _) => format!("put it in quotes: \"{text}\""),
        (ExpectedStructLike | ExpectedNamedStructLike(_), Body::Bare, Some(name)) => format!("write `{name}(…)`"),
        (ExpectedStructLike | ExpectedNamedStructLike(_), Body::Map(_), _) => {
            "write it as `(name: value, …)`, names without quotes".to_owned()
        }
        (Error::ExpectedMap, Body::Fields(_), _) => "write it as `{\"name\": value, …}`, names in quotes".to_owned(),
        (Error::ExpectedIdentifier, ..) if text.as_deref().is_some_and(is_plain_name) => {
            format!("write `{}` without quotes", text.unwrap_or_default())
        }
        (Error::ExpectedInteger | Error::ExpectedFloat, ..) if text.as_deref().is_some_and(|text| text.parse::<f64>().is_ok()) => {
            format!("write {} without quotes", text.unwrap_or_default())
        }
        _ => return Vec::new(),
    };
    vec![hint]
}
