//! What a slip of syntax takes with it: the field or entry around it, as far as it is sure where that ends.
//!
//! Sure is what no quote or bracket can have upset: a text over several lines may be one whose closing quote is missing,
//! and brackets that do not match may be those of something else.

use super::cursor::Cursor;
use super::input::InputFile;
use super::split::meant;
use std::sync::Arc;

/// A field or entry that was left out.
pub(super) struct Slip {
    /// The names above it.
    pub above: Vec<String>,
    /// Whether it is a field; an entry of a map otherwise.
    pub is_field: bool,
    pub entry: LostEntry,
}

/// What stands in it.
pub(super) struct LostEntry {
    /// Where the comma after it stands, or the bracket that closes what it stands in.
    pub end: usize,
    /// What it begins with, which is its name, and names where commas are missing.
    pub names: Vec<String>,
    /// All names and texts in it.
    pub words: Vec<String>,
}

/// The field or entry that begins at `start` of a text, within a bracket that `close` ends; `None` where it is not sure where
/// it ends.
pub(super) fn entry(text: &Cursor, start: usize, close: &str) -> Option<LostEntry> {
    let mut cursor = at(text.file, start);
    let (mut open, mut names, mut words) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        cursor.skip().ok()?;
        let begin = cursor.at;
        let found = meant(cursor.peek()?);
        match found {
            ',' if open.is_empty() && is_comma(&cursor) => return Some(LostEntry { end: begin, names, words }),
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' if open.is_empty() => return close.starts_with(found).then_some(LostEntry { end: begin, names, words }),
            ')' | ']' | '}' if open.pop() != Some(found) => return None,
            _ => {
                if let Some(word) = word(&mut cursor)? {
                    words.push(word.clone());
                    names.extend(Some(word).filter(|_| open.is_empty() && (begin == start || is_before_colon(&cursor))));
                    continue;
                }
            }
        }
        cursor.at += cursor.peek()?.len_utf8();
    }
}

/// Whether what stands here is a comma between fields or entries: after one of full width a name follows, or the bracket ends.
/// Others stand in a text whose quotes are missing.
pub(super) fn is_comma(text: &Cursor) -> bool {
    if !text.rest().starts_with('，') {
        return true;
    }
    let mut cursor = at(text.file, text.at + '，'.len_utf8());
    let ends = cursor.skip().is_ok() && cursor.peek().is_some_and(|c| ")]}".contains(meant(c)));
    ends || word(&mut cursor).flatten().is_some() && is_before_colon(&cursor)
}

/// The text with curly quotes that `rest` begins with, if it is sure that it ends on this line and where.
pub(super) fn curly(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix(['“', '”'])?;
    let line = inner.lines().next().unwrap_or_default();
    let (length, quote) = line.char_indices().find(|(_, c)| is_quote(*c))?;
    let after = line[length + quote.len_utf8()..].trim_start();
    let ends = after.is_empty() || after.starts_with("//") || after.starts_with(|c| ",:)]}".contains(meant(c)));
    ends.then(|| &rest[..rest.len() - inner.len() + length + quote.len_utf8()])
}

/// What texts begin or end with, or seem to.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}

fn at(file: &Arc<InputFile>, start: usize) -> Cursor<'_> {
    Cursor::new(file, start, file.text.len())
}

fn is_before_colon(cursor: &Cursor) -> bool {
    let mut cursor = at(cursor.file, cursor.at);
    cursor.skip().is_ok() && cursor.peek().map(meant) == Some(':')
}

/// Steps over the name or text that stands here and returns it; nothing inside if neither does, nothing at all if it is not
/// sure where it ends.
fn word(cursor: &mut Cursor) -> Option<Option<String>> {
    let start = cursor.at;
    if cursor.quoted().ok()? {
        let text = &cursor.file.text[start..cursor.at];
        return (!text.contains('\n')).then(|| Some(ron::from_str(text).unwrap_or_else(|_| text.to_owned())));
    }
    if cursor.peek().is_some_and(|c| "“”".contains(c)) {
        let text = curly(cursor.rest())?;
        cursor.at += text.len();
        return Some(Some(text.trim_matches(is_quote).to_owned()));
    }
    Some(cursor.name().map(str::to_owned))
}
