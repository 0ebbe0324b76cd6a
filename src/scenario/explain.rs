//! What is wrong with a value, in the words of the people who write scenarios.

use super::fault::{Fault, Wanted};
use super::figure;
use super::nearest::{listed, nearest};
use super::tree::{Body, Key, Node};
use crate::policy::registry;
use crate::time::parse_duration;

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

/// Where to point for an error about a value.
pub(super) fn point(fault: &Fault) -> Point {
    match fault {
        Fault::MissingField(_) | Fault::UnknownVariant { .. } => Point::Head,
        _ => Point::Value,
    }
}

/// Says what is wrong with `node`, which stands in the setting called `field`.
pub(super) fn explain(fault: &Fault, node: &Node, field: &str) -> Explained {
    let found = node.described();
    let name = node.name.as_deref().unwrap_or_default();
    match fault {
        Fault::UnknownField { found, expected } => unknown("field", found, expected),
        Fault::UnknownVariant { found, expected } => unknown("name", found, expected),
        Fault::Unnamed(fields) => Explained { help: known(fields), ..plain(format!("expected `(name: value, …)`, found {found}")) },
        Fault::MissingField(field) => {
            Explained { message: format!("`{field}` is missing"), label: format!("this needs `{field}`"), help: Vec::new() }
        }
        Fault::Message(message) => plain(message.clone()),
        Fault::ExpectedOther(expected) => plain(format!("expected {expected}, found {found}")),
        Fault::Length { expected, found } => {
            let expected = expected.strip_prefix("a tuple of size ").unwrap_or(expected);
            plain(format!("expected {expected} values in the bracket, found {found}"))
        }
        Fault::StructName(expected) => plain(format!("expected `{expected}(…)`, found {found}")),
        Fault::OutOfBounds => plain(format!("{found} is too large or too small for what it counts")),
        Fault::TakesNoBracket => Explained { help: stands_elsewhere(name, None), ..plain(format!("`{name}` takes no bracket")) },
        Fault::Surplus => plain(format!("{found} is one value too many")),
        Fault::NoVariant(names) => no_name(&found, node.as_text().as_deref(), names),
        Fault::Expected(wanted) => {
            Explained { help: hint(*wanted, node, field), ..plain(format!("expected {}, found {found}", words(*wanted))) }
        }
    }
}

/// Says what is wrong with a name in a value that is called `holder`.
pub(super) fn explain_key(fault: &Fault, key: &Key, holder: &str) -> Explained {
    match fault {
        Fault::UnknownField { found, expected } => {
            let mut explained = unknown("field", found, expected);
            explained.help.extend(stands_elsewhere(holder, Some(found)));
            explained
        }
        Fault::UnknownVariant { found, expected } => unknown("name", found, expected),
        Fault::Expected(Wanted::Text) => Explained {
            help: vec![format!("put it in quotes: \"{}\"", key.name)],
            ..plain(format!("the names in this map stand in quotes, found `{}`", key.text))
        },
        Fault::NoVariant(names) => {
            Explained { help: known(names), ..plain(format!("expected a plain name in this map, found `{}`", key.text)) }
        }
        Fault::Expected(wanted) => plain(format!("expected {} as a name in this map, found `{}`", words(*wanted), key.text)),
        Fault::ExpectedOther(expected) => plain(format!("expected {expected} as a name in this map, found `{}`", key.text)),
        Fault::OutOfBounds => plain(format!("{} is too large or too small for what it counts", key.text)),
        Fault::Message(message) => plain(message.clone()),
        _ => plain(format!("`{}` is no name for this map", key.text)),
    }
}

/// Where the parameters of a rule stand that do not stand in its own bracket: all of them, or the one called `wanted`.
fn stands_elsewhere(rule: &str, wanted: Option<&str>) -> Vec<String> {
    let parameters = registry().iter().filter(|known| known.name == rule).flat_map(|known| known.parameters);
    let elsewhere = parameters.filter_map(|parameter| Some((parameter.name, parameter.name.rsplit_once('.')?.1)));
    let paths: Vec<String> =
        elsewhere.filter(|(_, last)| wanted.is_none_or(|wanted| wanted == *last)).map(|(name, _)| format!("`dispatch.{name}`")).collect();
    match &paths[..] {
        [] => Vec::new(),
        [path] => vec![format!("for {rule} it stands at {path}")],
        paths => vec![format!("what {rule} judges by stands at {}", paths.join(", "))],
    }
}

fn plain(message: String) -> Explained {
    Explained { message, label: String::new(), help: Vec::new() }
}

/// No name stands where one of these should, but perhaps a text that is one or nearly one.
fn no_name(found: &str, text: Option<&str>, names: &[&str]) -> Explained {
    let explained = plain(format!("expected a plain name, found {found}"));
    let near = text.and_then(|text| nearest(text, names.iter().copied()));
    match (near, text) {
        (Some(name), Some(text)) if name == text => Explained { help: vec![format!("write `{name}` without quotes")], ..explained },
        (Some(name), _) => Explained { label: format!("did you mean `{name}`?"), help: known(names), ..explained },
        // A length of time where a law of lengths is wanted.
        (None, Some(text)) if names.contains(&"Deterministic") && parse_duration(text).is_ok() => {
            Explained { help: [vec![format!("always that long: Deterministic({text:?})")], known(names)].concat(), ..explained }
        }
        _ => Explained { help: known(names), ..explained },
    }
}

fn unknown(what: &str, found: &str, expected: &[&str]) -> Explained {
    let label = nearest(found, expected.iter().copied()).map(|name| format!("did you mean `{name}`?")).unwrap_or_default();
    Explained { message: format!("unknown {what} `{found}`"), label, help: known(expected) }
}

/// The names that may stand somewhere, when there are few enough to read.
fn known(names: &[&str]) -> Vec<String> {
    match listed(names.iter().copied()) {
        Some(names) => vec![format!("known here: {names}")],
        None if names.is_empty() => vec!["nothing is expected here".to_owned()],
        None => Vec::new(),
    }
}

/// What a type wants, in words.
fn words(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Integer => "a whole number",
        Wanted::Number => "a number",
        Wanted::Truth => "`true` or `false`",
        Wanted::Text => "text in quotes",
        Wanted::List => "a list `[…]`",
        Wanted::Map => "a map `{name: value, …}`",
        Wanted::Bracket => "a bracket `(…)`",
        Wanted::Values => "`(value, …)`",
    }
}

fn hint(wanted: Wanted, node: &Node, field: &str) -> Vec<String> {
    let text = node.as_text();
    let hint = match (wanted, &node.body, &node.name) {
        (Wanted::Text, Body::Bare, Some(name)) => format!("put it in quotes: \"{name}\""),
        (Wanted::Text, Body::Scalar(text), _) if text.parse::<f64>().is_ok() => {
            format!("put it in quotes, with its unit if it has one: \"{text}\", \"{text} min\", \"{text} /day\"")
        }
        (Wanted::Text, Body::Scalar(text), _) => format!("put it in quotes: \"{text}\""),
        (Wanted::Bracket, Body::Bare, Some(name)) if name == "None" => {
            "write `(…)`, or `Removed` to take away what the base has".to_owned()
        }
        (Wanted::Bracket, Body::Bare, Some(name)) => format!("write `{name}(…)`"),
        (Wanted::Bracket, Body::Map(_), _) => "write it as `(name: value, …)`, names without quotes".to_owned(),
        (Wanted::List, Body::Scalar(_), _) => "a list stands in square brackets, even one of a single entry: `[…]`".to_owned(),
        (Wanted::Map, Body::Fields(_), _) => "write it as `{\"name\": value, …}`, names in quotes".to_owned(),
        (Wanted::Integer, Body::Scalar(written), _) if text.is_none() => match figure::meant(written, wanted, None) {
            Some(number) => format!("write {number}"),
            None => return Vec::new(),
        },
        (Wanted::Integer | Wanted::Number, ..) => match text {
            Some(text) if text.contains(|c: char| c.is_ascii_digit()) => number(&text, wanted, node, field),
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    vec![hint]
}

/// How a number is written that stands as `text`.
fn number(text: &str, wanted: Wanted, node: &Node, field: &str) -> String {
    let quotes = if node.span.text().contains('"') { " without quotes" } else { "" };
    let unit = figure::unit(field).map_or(String::new(), |unit| format!(", in {unit}"));
    match (figure::meant(text, wanted, Some(field)), wanted) {
        (Some(number), _) => format!("write {number}{quotes}"),
        (None, Wanted::Integer) => format!("write the whole number in digits alone{quotes}{unit}"),
        (None, _) => format!("write the number in digits alone{quotes}{unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_alone_is_shown_as_a_law() {
        let laws = ["Deterministic", "LogNormal"];
        let help = |text, names: &[&str]| no_name("text", Some(text), names).help;
        let known = "known here: `Deterministic`, `LogNormal`";
        assert_eq!(help("20 min", &laws), ["always that long: Deterministic(\"20 min\")", known]);
        assert_eq!(help("20", &laws), [known]);
        assert_eq!(help("20 min", &laws[1..]), ["known here: `LogNormal`"]);
    }
}
