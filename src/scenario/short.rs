//! Short forms: what may be written in fewer words than the fields that it means.
//!
//! `demand: Log("records.csv")` means `demand: (log: (file: "records.csv"))` and `demand: Log(file: …, time: …)`
//! the same with more fields; so in an overlay a log takes the place of the arrival process and of nothing else.
//! `log: "records.csv"` in a demand section is understood as well.

use super::tree::{Body, Entry, Key, Node};

const SECTION: &str = "demand";
const LOG: &str = "log";
const FILE: &str = "file";
const VARIANT: &str = "Log";

/// Writes out the short forms of a whole scenario.
pub(super) fn expand(root: &mut Node) {
    let Some(index) = root.position(SECTION) else { return };
    let Some(section) = root.child_mut(index) else { return };
    if is_short(SECTION, section) {
        *section = expanded(SECTION, section.clone());
    }
    if let Some(index) = section.position(LOG)
        && let Some(log) = section.child_mut(index)
    {
        name_file(log);
    }
}

/// Whether the section called `name` is written in short.
pub(super) fn is_short(name: &str, section: &Node) -> bool {
    name == SECTION && section.name.as_deref() == Some(VARIANT)
}

/// The same section written out; the words keep their places.
pub(super) fn expanded(name: &str, section: Node) -> Node {
    if !is_short(name, &section) {
        return section;
    }
    let span = section.span.clone();
    let mut log = Node { name: None, ..section };
    name_file(&mut log);
    let key = Key { name: LOG.to_owned(), text: LOG.to_owned(), span: span.clone() };
    Node { name: None, body: Body::Fields(vec![Entry { key, value: log }]), span }
}

/// Whether an entry, written out, is a log with a table of its own.
pub(super) fn is_log_of_a_table(entry: &Entry) -> bool {
    let file = || entry.value.position(FILE).and_then(|index| entry.value.child(index)?.as_text());
    entry.key.name == LOG && file().is_some()
}

/// Gives a lone file name its field.
fn name_file(log: &mut Node) {
    let file = match (&log.body, log.as_text()) {
        (Body::Scalar(_), Some(_)) => log.clone(),
        (Body::Tuple(items), _) if items.len() == 1 && items[0].as_text().is_some() => items[0].clone(),
        _ => return,
    };
    let key = Key { name: FILE.to_owned(), text: FILE.to_owned(), span: file.span.clone() };
    log.body = Body::Fields(vec![Entry { key, value: file }]);
}
