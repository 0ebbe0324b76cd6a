//! All settings of a tree by path, and what differs between two trees.

use super::emit;
use super::path::{self, Address};
use super::tree::{Body, Node};

/// A setting that two scenarios have differently. Texts are RON; `None` where the setting is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which setting.
    pub path: String,
    /// What the other scenario says.
    pub old: Option<String>,
    /// What this one says.
    pub new: Option<String>,
}

/// The path and RON text of every value that has no values in it, in the order of the tree.
pub(super) fn leaves(root: &Node) -> Vec<(String, String)> {
    let mut found = Vec::new();
    visit(root, &mut Address::new(), &mut |address, node| {
        if node.is_empty() {
            found.push((path::display("", root, address), emit::inline(node)));
        }
    });
    found
}

/// The paths of all values whose path ends with the same name as `wanted`, in the order of the tree.
pub(super) fn paths_ending_like(root: &Node, wanted: &str) -> Vec<String> {
    let mut found = Vec::new();
    let ending = format!(".{wanted}");
    visit(root, &mut Address::new(), &mut |address, _| {
        let path = path::display("", root, address);
        if path.ends_with(&ending) {
            found.push(path);
        }
    });
    found
}

/// The paths of all entries of maps whose name is blank, in the order of the tree.
pub(super) fn blank_names(root: &Node) -> Vec<String> {
    let mut found = Vec::new();
    visit(root, &mut Address::new(), &mut |address, node| {
        let Body::Map(entries) = &node.body else { return };
        for index in (0..entries.len()).filter(|&index| entries[index].key.name.trim().is_empty()) {
            found.push(path::display("", root, &[address, &[index]].concat()));
        }
    });
    found
}

fn visit(node: &Node, address: &mut Address, see: &mut impl FnMut(&[usize], &Node)) {
    see(address, node);
    for index in 0..node.len() {
        if let Some(child) = node.child(index) {
            address.push(index);
            visit(child, address, see);
            address.pop();
        }
    }
}

/// What `new` says differently from `old`, in the order of `old`, then what only `new` has.
pub(super) fn differences(old: &Node, new: &Node) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", old, new, &mut found);
    found
}

fn compare(at: &str, old: &Node, new: &Node, found: &mut Vec<Difference>) {
    let alike = old.name == new.name && std::mem::discriminant(&old.body) == std::mem::discriminant(&new.body);
    if alike && !old.entries().is_empty() {
        compare_entries(at, old, new, found);
    } else if alike && !old.items().is_empty() && old.len() == new.len() {
        for (index, (old_item, new_item)) in old.items().iter().zip(new.items()).enumerate() {
            compare(&format!("{at}[{index}]"), old_item, new_item, found);
        }
    } else if old != new {
        found.push(Difference { path: at.to_owned(), old: Some(emit::inline(old)), new: Some(emit::inline(new)) });
    }
}

fn compare_entries(at: &str, old: &Node, new: &Node, found: &mut Vec<Difference>) {
    let below = |name: &str| {
        let mut path = at.to_owned();
        path::push(&mut path, name);
        path
    };
    for entry in old.entries() {
        let path = below(&entry.key.name);
        match new.position(&entry.key.name) {
            Some(index) => compare(&path, &entry.value, &new.entries()[index].value, found),
            None => found.push(Difference { path, old: Some(emit::inline(&entry.value)), new: None }),
        }
    }
    for entry in new.entries().iter().filter(|entry| old.position(&entry.key.name).is_none()) {
        found.push(Difference { path: below(&entry.key.name), old: None, new: Some(emit::inline(&entry.value)) });
    }
}
