//! Paths to settings, as in `demand.categories.noise.share` or `city.levels[0].count`.
//!
//! Names are joined by dots; a name with a dot, a bracket, `=` or a quote stands in quotes; items of lists are
//! numbered from 0. Variants are passed through: `city.residents` where `city: Generated(residents: …)`.

use super::tree::{Body, Node};
use std::ops::Range;

/// Positions of children from the root down: where a value stands in one tree.
pub(super) type Address = Vec<usize>;

/// A name or number of a path and where it stands in the path's text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) range: Range<usize>,
}

/// Splits a path; the error says what is wrong with it.
pub(super) fn parse(path: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut at = 0;
    while at < path.len() || steps.is_empty() {
        let rest = &path[at..];
        let (name, length) = if rest.starts_with('"') {
            quoted(rest).ok_or_else(|| format!("the quote in `{path}` is never closed"))?
        } else if let Some(index) = rest.strip_prefix('[') {
            let length = index.find(']').ok_or_else(|| format!("the bracket in `{path}` is never closed"))?;
            (index[..length].to_owned(), length + 2)
        } else {
            let length = rest.find(['.', '[']).unwrap_or(rest.len());
            (rest[..length].trim().to_owned(), length)
        };
        if name.is_empty() && !rest.starts_with('"') {
            return Err(format!("a name is missing in `{path}`; write names with dots between them"));
        }
        steps.push(Step { name, range: at..at + length });
        at += length;
        match path[at..].chars().next() {
            None | Some('[') => {}
            Some('.') if at + 1 < path.len() && !path[at + 1..].starts_with('[') => at += 1,
            Some('.') => return Err(format!("a name is missing after the dot in `{path}`")),
            Some(c) => return Err(format!("expected a dot in `{path}` where `{c}` stands")),
        }
    }
    Ok(steps)
}

/// The steps to what `path` means below `root`, though names in it that hold dots may stand without quotes.
pub(super) fn meant(root: &Node, path: &str) -> Vec<Step> {
    let bare = |_| {
        let starts = path.match_indices('.').map(|(at, _)| at + 1);
        let names = path.split('.').zip(std::iter::once(0).chain(starts));
        names.map(|(name, at)| Step { name: name.to_owned(), range: at..at + name.len() }).collect()
    };
    joined(root, parse(path).unwrap_or_else(bare))
}

/// The text within the quotes at the head of `rest`, and the length with them.
fn quoted(rest: &str) -> Option<(String, usize)> {
    let mut name = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((name, at + 1)),
            '\\' => name.push(chars.next()?.1),
            _ => name.push(c),
        }
    }
    None
}

/// The path of these names, one below the other.
pub fn of_names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut path = String::new();
    names.into_iter().for_each(|name| push(&mut path, name));
    path
}

/// Whether two paths mean the same, or one leads to the other.
pub fn overlap(one: &str, other: &str) -> bool {
    holds(one, other) || holds(other, one)
}

/// Whether a path means the same as another, or leads to it.
pub fn holds(path: &str, other: &str) -> bool {
    let (Ok(path), Ok(other)) = (parse(path.trim()), parse(other.trim())) else { return false };
    path.len() <= other.len() && path.iter().zip(&other).all(|(a, b)| a.name == b.name)
}

/// The endings of a path, from its last name to the whole.
fn endings(path: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> = parse(path).unwrap_or_default().iter().map(|step| step.range.start).collect();
    starts.into_iter().rev().map(|start| &path[start..]).filter(|ending| !ending.starts_with('['))
}

/// Each path by as much of its end as no other shares.
pub fn told_apart<'a>(paths: &[&'a str]) -> Vec<&'a str> {
    let shared = |ending: &str| paths.iter().filter(|path| endings(path).any(|other| other == ending)).count() > 1;
    paths.iter().copied().map(|path| endings(path).find(|ending| !shared(ending)).unwrap_or(path)).collect()
}

/// Whether `path` is `start`, or stands below it.
pub(super) fn leads(start: &str, path: &str) -> bool {
    path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Why a setting at `path` cannot vary by itself beside those at `others`, if so.
pub fn clash<'a>(path: &str, others: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let other = others.into_iter().find(|other| overlap(path, other))?;
    Some(match other == path {
        true => format!("`{path}` is written twice"),
        false => format!("`{path}` and `{other}` set the same: leave one of them out"),
    })
}

/// Adds a name to a path.
pub(super) fn push(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    let plain = !name.is_empty() && name.trim() == name && !name.contains(['.', '[', ']', '"', '\\', '=']);
    match plain {
        true => path.push_str(name),
        false => path.push_str(&format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))),
    }
}

/// The path of the value at `address` below `root`, after `prefix`.
pub(super) fn display(prefix: &str, root: &Node, address: &[usize]) -> String {
    let mut path = prefix.to_owned();
    let mut node = root;
    for (depth, &index) in address.iter().enumerate() {
        let Some(child) = node.child(index) else { break };
        match &node.body {
            Body::Fields(entries) | Body::Map(entries) => push(&mut path, &entries[index].key.name),
            Body::Tuple(items) if items.len() == 1 && passes_through(child, address.get(depth + 1)) => {}
            _ => path.push_str(&format!("[{index}]")),
        }
        node = child;
    }
    path
}

/// Whether a path need not mention this only item of a variant, for a name follows.
fn passes_through(item: &Node, next: Option<&usize>) -> bool {
    next.and_then(|&index| item.entries().get(index)).is_some_and(|entry| entry.key.name != "0")
}

/// Follows a path as far as it exists: the address, and the number of steps that were found.
pub(super) fn follow(root: &Node, steps: &[Step]) -> (Address, usize) {
    let mut address = Address::new();
    let mut node = root;
    for (taken, step) in steps.iter().enumerate() {
        let Some(mut way) = one_step(node, &step.name) else { return (address, taken) };
        for &index in &way {
            node = node.child(index).unwrap_or(node);
        }
        address.append(&mut way);
    }
    (address, steps.len())
}

/// The steps of a path in which a name with dots may stand without quotes: steps that only together name something
/// are joined.
pub(super) fn joined(root: &Node, mut steps: Vec<Step>) -> Vec<Step> {
    let mut node = root;
    for at in 0.. {
        let together = |end: usize| steps[at..=end].iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(".");
        let Some((name, end, way)) = (at..steps.len()).find_map(|end| Some((together(end), end, one_step(node, &together(end))?))) else {
            break;
        };
        steps[at].name = name;
        steps.drain(at + 1..=end);
        node = way.iter().fold(node, |node, &index| node.child(index).unwrap_or(node));
    }
    steps
}

/// From a value to the one that `name` means in it; empty when it is the value's own variant name.
fn one_step(node: &Node, name: &str) -> Option<Address> {
    if let Some(index) = node.position(name) {
        return Some(vec![index]);
    }
    if let Some(index) = name.parse().ok().filter(|index| *index < node.items().len()) {
        return Some(vec![index]);
    }
    if let (Body::Tuple(items), Some(only)) = (&node.body, node.items().first())
        && items.len() == 1
        && let Some(mut way) = one_step(only, name)
    {
        way.insert(0, 0);
        return Some(way);
    }
    (node.name.as_deref() == Some(name)).then(Address::new)
}

/// The names of a path below `root`, items of lists as in `levels[0]`, each with whether it is that of an entry of a map.
pub(super) fn names(root: &Node, path: &str) -> Vec<(String, bool)> {
    let mut names: Vec<(String, bool)> = Vec::new();
    let mut node = Some(root);
    for step in meant(root, path) {
        let way = node.and_then(|node| one_step(node, &step.name));
        let holder = node.zip(way.as_deref()).and_then(|(node, way)| at(node, way.split_last()?.1));
        let named = holder.is_some_and(|holder| matches!(holder.body, Body::Map(_)));
        node = node.zip(way).and_then(|(node, way)| at(node, &way));
        match names.last_mut().filter(|_| path[step.range.clone()].starts_with('[')) {
            Some((list, _)) => *list += &format!("[{}]", step.name),
            None => names.push((step.name, named)),
        }
    }
    names
}

/// The path whose steps are given, with entries called by the Chinese names that `root` has for them.
pub(super) fn chinese(root: &Node, text: &str, steps: &[Step]) -> String {
    let mut path = String::new();
    let mut node = Some(root);
    for step in steps {
        let named = node.is_some_and(|node| matches!(node.body, Body::Map(_)));
        node = node.and_then(|node| at(node, &one_step(node, &step.name)?));
        match node.filter(|_| named).and_then(|entry| entry.child(entry.position("zh")?)?.as_text()) {
            Some(zh) => push(&mut path, &zh),
            None => {
                let written = &text[step.range.clone()];
                path += if path.is_empty() || written.starts_with('[') { "" } else { "." };
                path += written;
            }
        }
    }
    path
}

/// The value at an address.
pub(super) fn at<'a>(root: &'a Node, address: &[usize]) -> Option<&'a Node> {
    address.iter().try_fold(root, |node, &index| node.child(index))
}

/// The value at an address, to change.
pub(super) fn at_mut<'a>(root: &'a mut Node, address: &[usize]) -> Option<&'a mut Node> {
    address.iter().try_fold(root, |node, &index| node.child_mut(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(path: &str) -> Vec<String> {
        parse(path).unwrap().into_iter().map(|step| step.name).collect()
    }

    #[test]
    fn both_ways_to_number_items_are_understood() {
        assert_eq!(names("city.levels[0].count"), ["city", "levels", "0", "count"]);
        assert_eq!(names("city.levels.0.count"), ["city", "levels", "0", "count"]);
        assert_eq!(names("a[1][2]"), ["a", "1", "2"]);
    }

    #[test]
    fn names_may_have_spaces_and_in_quotes_dots() {
        assert_eq!(names("crews.duty-station crew.officers"), ["crews", "duty-station crew", "officers"]);
        assert_eq!(names(r#"a."b.c \"d\"".e"#), ["a", "b.c \"d\"", "e"]);
    }

    #[test]
    fn names_that_a_scenario_gives_are_told_from_those_of_settings() {
        let text = r#"(city: Explicit(areas: {"A_1": (at: (0, 1))}), demand: (season: [1, 2], categories: {"a.b": (on_scene: "1 h")}))"#;
        let source = crate::scenario::Source::from_text("s.ron", text, &mut Default::default()).unwrap();
        let told = |path: &str| {
            let names = source.names(path);
            names.iter().map(|(name, given)| if *given { format!("<{name}>") } else { name.clone() }).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told("city.areas.A_1.at[0]"), "city areas <A_1> at[0]");
        assert_eq!(told(r#"demand.categories."a.b".on_scene"#), "demand categories <a.b> on_scene");
        assert_eq!(told("demand.season[1]"), "demand season[1]");
    }

    #[test]
    fn broken_paths_are_refused() {
        for bad in ["", ".", "a.", "a..b", "a[", "a[]", "a.[0]", "\"a", "\"a\"b", ".a"] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
    }
}
