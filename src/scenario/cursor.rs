//! A cursor over RON text: white space, comments, and where names, numbers and texts end.
//!
//! Not a judge of scalars: `ron` itself validates what is cut out here.

use super::diagnostic::Diagnostic;
use super::input::{InputFile, Span};
use std::sync::Arc;

/// Errors are boxed: they are large and rare.
pub(super) type Cut<T> = Result<T, Box<Diagnostic>>;

/// A place in a text that is being read.
pub(super) struct Cursor<'a> {
    pub file: &'a Arc<InputFile>,
    pub at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    /// At `start` of a file, to read until `end`.
    pub fn new(file: &'a Arc<InputFile>, start: usize, end: usize) -> Cursor<'a> {
        Cursor { file, at: start, end }
    }

    pub fn rest(&self) -> &'a str {
        &self.file.text[self.at..self.end]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Steps over `text` if it stands here.
    pub fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Steps over the characters that `keep` accepts and returns them.
    pub fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// The span from `start` to here.
    pub fn since(&self, start: usize) -> Span {
        self.file.span(start, self.at)
    }

    /// The next character, or the empty end.
    pub fn here(&self) -> Span {
        self.file.span(self.at, self.at + self.peek().map_or(0, char::len_utf8))
    }

    /// Steps over white space and comments.
    pub fn skip(&mut self) -> Cut<()> {
        loop {
            self.take_while(is_white);
            if self.take("//") {
                self.take_while(|c| c != '\n');
            } else if self.rest().starts_with("/*") {
                self.block_comment()?;
            } else {
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) -> Cut<()> {
        let start = self.at;
        let mut open = 0_usize;
        loop {
            if self.take("/*") {
                open += 1;
            } else if self.take("*/") {
                open -= 1;
                if open == 0 {
                    return Ok(());
                }
            } else if let Some(c) = self.peek() {
                self.at += c.len_utf8();
                self.take_while(|c| c != '/' && c != '*');
            } else {
                return Err(self.unclosed(start, 2, "this comment is never closed", "end it with `*/`"));
            }
        }
    }

    fn unclosed(&self, start: usize, length: usize, message: &str, help: &str) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(message).at(self.file.span(start, start + length), "it begins here").help(help))
    }

    /// Steps over a text, byte text or character if one begins here.
    pub fn quoted(&mut self) -> Cut<bool> {
        let rest = self.rest();
        let prefix = rest.len() - rest.trim_start_matches('b').len();
        let start = self.at;
        let unprefixed = &rest[prefix.min(1)..];
        if unprefixed.starts_with('"') || unprefixed.starts_with('\'') {
            self.at += prefix.min(1);
            self.escaped(start)?;
            return Ok(true);
        }
        let Some(raw) = unprefixed.strip_prefix('r') else { return Ok(false) };
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if !raw[hashes..].starts_with('"') {
            return Ok(false);
        }
        let close = format!("\"{}", "#".repeat(hashes));
        let opening = prefix.min(1) + 1 + hashes + 1;
        let Some(length) = rest[opening..].find(&close) else {
            return Err(self.unclosed(start, opening, "this text is never closed", &format!("end it with `{close}`")));
        };
        self.at += opening + length + close.len();
        Ok(true)
    }

    fn escaped(&mut self, start: usize) -> Cut<()> {
        let quote = self.peek().unwrap_or('"');
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            if c == '\\' {
                chars.next();
            } else if c == quote {
                self.at += at + 1;
                return Ok(());
            }
        }
        let what = if quote == '"' { "this text is never closed" } else { "this character is never closed" };
        Err(self.unclosed(start, self.at + 1 - start, what, &format!("end it with `{quote}`")))
    }

    /// Steps over a name and returns it without `r#`; nothing if none begins here.
    pub fn name(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        if let Some(raw) = rest.strip_prefix("r#").filter(|raw| raw.starts_with(is_raw_name)) {
            let length = raw.find(|c| !is_raw_name(c)).unwrap_or(raw.len());
            self.at += 2 + length;
            return Some(&raw[..length]);
        }
        rest.starts_with(is_name_start).then(|| self.take_while(is_name))
    }
}

fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0B' | '\x0C' | '\u{85}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}')
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What may stand in a name after `r#`.
pub(super) fn is_raw_name(c: char) -> bool {
    is_name(c) || matches!(c, '.' | '+' | '-')
}

/// Whether a name needs no `r#` before it.
pub(super) fn is_plain_name(name: &str) -> bool {
    name.starts_with(is_name_start) && name.chars().all(is_name)
}
