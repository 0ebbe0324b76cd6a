//! Input files: how a scenario's files are opened, and the spans that point into them.
//!
//! Not the meaning of a file: [`super::split`] reads RON, others read tables. A span holds its file, so a
//! diagnostic can be shown wherever it arrives.

use super::cursor::Cut;
use super::diagnostic::Diagnostic;
use super::nearest::nearest;
use sha2::{Digest, Sha256};
use std::fmt;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// What a setting is called that a command made, with its number after it.
pub(super) const MADE: &str = "setting";

/// Largest input file in bytes.
pub const MAX_BYTES: u64 = 64 << 20;

/// A text that was read, or a `--set` argument that stands in for one.
#[derive(Debug)]
pub struct InputFile {
    /// What diagnostics call it: the path as the user wrote it, "--set #1", or "setting #1" for one that a command made.
    pub name: String,
    /// Where it was read from; `None` when it is no file.
    pub(super) path: Option<PathBuf>,
    /// Its text, without a byte order mark.
    pub text: String,
    /// SHA-256 of its bytes in hexadecimal digits; `None` when it is no file.
    pub sha256: Option<String>,
    /// Where paths written in it start from; `None` when it is no file.
    pub folder: Option<PathBuf>,
    /// Position in the order of reading.
    pub order: usize,
    /// The line that its text begins with: not 1 where it is a line out of a table too large to be kept.
    pub first_line: usize,
    /// Where its lines begin, once that was asked.
    lines: OnceLock<Vec<usize>>,
}

impl InputFile {
    /// A text that is no file on disk.
    pub fn from_text(name: &str, text: &str, order: usize) -> Arc<InputFile> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        Arc::new(InputFile::unread(name.to_owned(), text, 1, order))
    }

    /// A table that was read row by row and not kept.
    pub(super) fn of_table(path: &Path, sha256: String, order: usize) -> Arc<InputFile> {
        let unread = InputFile::unread(path.display().to_string(), String::new(), 1, order);
        Arc::new(InputFile { path: Some(path.to_owned()), sha256: Some(sha256), ..unread })
    }

    /// One line of such a table.
    pub(super) fn line_of_table(name: &str, text: String, line: usize, order: usize) -> Arc<InputFile> {
        Arc::new(InputFile::unread(name.to_owned(), text, line, order))
    }

    fn unread(name: String, text: String, first_line: usize, order: usize) -> InputFile {
        InputFile { name, path: None, text, sha256: None, folder: None, order, first_line, lines: OnceLock::new() }
    }

    /// Whether it is a setting that a command made: a text that nobody has written.
    pub(super) fn is_made(&self) -> bool {
        self.sha256.is_none() && self.name.strip_prefix(MADE).is_some_and(|number| number.starts_with(" #"))
    }

    /// Whether it is a setting over what files say.
    pub(super) fn is_setting(&self) -> bool {
        self.is_made() || self.sha256.is_none() && self.name.starts_with("--set #")
    }

    /// Reads a file of UTF-8 text that is called by its name `written` where it is asked for; the error says what is in the way
    /// and which file may have been meant, as it would be written there.
    pub(super) fn read(path: &Path, written: &Path, order: usize) -> Cut<Arc<InputFile>> {
        let name = path.display().to_string();
        let mut bytes = bytes_of(path, written, &name)?;
        let sha256 = fingerprint(&bytes);
        end_lines(&mut bytes, None);
        let mut text = String::from_utf8(bytes).map_err(|error| not_utf8(&name, error.as_bytes(), error.utf8_error().valid_up_to()))?;
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let folder = Some(path.parent().map(Path::to_path_buf).unwrap_or_default());
        let unread = InputFile::unread(name, text, 1, order);
        Ok(Arc::new(InputFile { path: Some(path.to_owned()), sha256: Some(sha256), folder, ..unread }))
    }

    /// A line, counted from 1, without its end; with all that belongs to a record of a table that begins in it, if `whole`.
    pub(super) fn line(&self, number: usize, whole: bool) -> &str {
        let begins = || std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let start = self.lines.get_or_init(begins).get(number.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let text = &self.text[start..];
        if whole { record(text) } else { text.lines().next().unwrap_or_default() }
    }

    /// The span of a range of bytes of this file.
    pub(super) fn span(self: &Arc<InputFile>, start: usize, end: usize) -> Span {
        let bytes = |at: usize| u32::try_from(at).expect("input files are smaller than 4 GB");
        Span { file: Arc::clone(self), start: bytes(start), end: bytes(end) }
    }

    /// The span of a field of the comma-separated record that begins at byte `at`, blank lines before it passed over; of
    /// the whole record where `field` is none, or one that it does not have.
    pub fn field(self: &Arc<InputFile>, at: usize, field: Option<usize>) -> Span {
        let rest = self.text.get(at..).unwrap_or_default();
        let record = rest.trim_start_matches(['\n', '\r']);
        let start = self.text.len().min(at) + rest.len() - record.len();
        let range = field_range(record, field);
        self.span(start + range.start, start + range.end)
    }
}

/// The record that a table begins with, which may be several lines.
pub(super) fn record(table: &str) -> &str {
    &table[field_range(table, None)]
}

/// Where a field stands in the record that a table begins with, quotes included; `None` stands for all of them.
fn field_range(table: &str, field: Option<usize>) -> Range<usize> {
    let (mut start, mut number) = (0, 0);
    let (mut in_quotes, mut begins, mut closed) = (false, true, None);
    for (at, byte) in table.bytes().enumerate() {
        // A quote within a field that does not begin with one is a letter; one that is doubled closes nothing.
        match byte {
            b'"' if in_quotes => (in_quotes, closed) = (false, Some(at + 1)),
            b'"' => in_quotes = begins || closed == Some(at),
            _ => {}
        }
        begins = !in_quotes && byte == b',';
        match byte {
            b'\n' | b'\r' if !in_quotes => return if field.is_none_or(|field| field == number) { start..at } else { 0..at },
            b',' if !in_quotes && field == Some(number) => return start..at,
            b',' if !in_quotes && field.is_some() => (start, number) = (at + 1, number + 1),
            _ => {}
        }
    }
    if field.is_none_or(|field| field == number) { start..table.len() } else { 0..table.len() }
}

/// Writes carriage returns that end lines by themselves, as they once did, as line feeds; `next` follows the text.
pub(super) fn end_lines(text: &mut [u8], next: Option<u8>) {
    for at in 0..text.len() {
        if text[at] == b'\r' && text.get(at + 1).copied().or(next) != Some(b'\n') {
            text[at] = b'\n';
        }
    }
}

/// SHA-256 in hexadecimal digits.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A file that is read from beginning to end without being kept, and its fingerprint so far.
pub(super) struct Stream {
    file: BufReader<std::fs::File>,
    sha256: Sha256,
}

impl Stream {
    /// Opens a file of any size that is called by its name `written` where it is asked for.
    pub(super) fn open(path: &Path, written: &Path) -> Cut<Stream> {
        let name = path.display().to_string();
        size_of(path, written, &name)?;
        let file = std::fs::File::open(path).map_err(|error| unreadable(path, written, &name, &error))?;
        Ok(Stream { file: BufReader::new(file), sha256: Sha256::new() })
    }

    /// SHA-256 of what was read.
    pub(super) fn fingerprint(self) -> String {
        hex(&self.sha256.finalize())
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.sha256.update(&buffer[..count]);
        let next = if buffer[..count].ends_with(b"\r") { self.file.fill_buf()?.first().copied() } else { None };
        end_lines(&mut buffer[..count], next);
        Ok(count)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn size_of(path: &Path, written: &Path, name: &str) -> Cut<u64> {
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, written, name, &error))?;
    if metadata.is_dir() {
        return Err(Diagnostic::error(format!("{name} is a folder, not a file")).help(first_scenarios(path)).into());
    }
    Ok(metadata.len())
}

fn bytes_of(path: &Path, written: &Path, name: &str) -> Cut<Vec<u8>> {
    let size = size_of(path, written, name)?;
    let limit = format!("an input file has at most {} MB", MAX_BYTES >> 20);
    let too_large = || Diagnostic::error(format!("{name} is too large")).help(limit).into();
    if size > MAX_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, written, name, &error))?;
    if bytes.len() as u64 > MAX_BYTES { Err(too_large()) } else { Ok(bytes) }
}

fn unreadable(path: &Path, written: &Path, name: &str, error: &std::io::Error) -> Diagnostic {
    if error.kind() != ErrorKind::NotFound {
        return Diagnostic::error(format!("{name} cannot be read: {error}"));
    }
    let diagnostic = Diagnostic::error(format!("there is no file {name}"));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return diagnostic.help(format!("there is no folder {} either", folder.display()));
    }
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    match nearest(&wanted, names_in(folder).iter().map(String::as_str)) {
        Some(found) => diagnostic.help(format!("did you mean {}?", written.with_file_name(found).display())),
        None => diagnostic,
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn first_scenarios(folder: &Path) -> String {
    let scenarios: Vec<String> = names_in(folder).into_iter().filter(|name| name.ends_with(".ron")).take(5).collect();
    match scenarios.is_empty() {
        true => "there is no .ron file in it".to_owned(),
        false => format!("there are scenarios in it: {}", scenarios.join(", ")),
    }
}

fn not_utf8(name: &str, bytes: &[u8], valid: usize) -> Diagnostic {
    let diagnostic = Diagnostic::error(format!("{name} is not UTF-8 text"));
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return diagnostic.help("it looks like UTF-16: save it as UTF-8");
    }
    let line = 1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count();
    diagnostic.help(format!("byte {valid}, in line {line}, cannot be read: save the file as UTF-8"))
}

/// A range of bytes of an input file; always on character boundaries.
#[derive(Clone)]
pub struct Span {
    /// The file it points into.
    pub file: Arc<InputFile>,
    start: u32,
    end: u32,
}

impl Span {
    /// First byte.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// The text it covers.
    pub fn text(&self) -> &str {
        &self.file.text[self.start()..self.end()]
    }

    /// Line of its first character, from 1.
    pub fn line(&self) -> usize {
        self.file.first_line + self.file.text[..self.start()].matches('\n').count()
    }

    /// Column of its first character, counted in characters from 1.
    pub fn column(&self) -> usize {
        let before = &self.file.text[..self.start()];
        1 + before.chars().rev().take_while(|c| *c != '\n').count()
    }

    /// The part of it that stands on its first line.
    pub fn first_line(&self) -> Span {
        let length = self.text().find(['\n', '\r']).unwrap_or(self.text().len());
        self.file.span(self.start(), self.start() + length)
    }
}

impl PartialEq for Span {
    fn eq(&self, other: &Span) -> bool {
        Arc::ptr_eq(&self.file, &other.file) && (self.start, self.end) == (other.start, other.end)
    }
}

impl Eq for Span {}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.file.name, self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_their_record() {
        let table = "\n2022-01-01,\"a, \"\"b\"\"\",,噪声\n1,2";
        let file = InputFile::from_text("table.csv", table, 0);
        let field = |number| file.field(0, number).text().to_owned();
        assert_eq!(field(Some(0)), "2022-01-01");
        assert_eq!(field(Some(1)), "\"a, \"\"b\"\"\"");
        assert_eq!(field(Some(2)), "");
        assert_eq!(field(Some(3)), "噪声");
        assert_eq!(field(None), table.lines().nth(1).unwrap());
        assert_eq!(field(Some(4)), field(None));
        assert_eq!((file.field(0, Some(3)).line(), file.field(0, Some(3)).column()), (2, 24));
        let lines = InputFile::from_text("table.csv", "1,\"a\nb \"\"c\"\"\",5\" pipe,x\n2,3\n", 0);
        assert_eq!([0, 2, 3].map(|number| lines.field(0, Some(number)).text().to_owned()), ["1", "5\" pipe", "x"]);
        assert_eq!((lines.field(0, Some(3)).line(), lines.line(1, true)), (2, "1,\"a\nb \"\"c\"\"\",5\" pipe,x"));
        let open = InputFile::from_text("table.csv", "a,\"never closed, b", 0);
        assert_eq!(open.field(0, Some(1)).text(), "\"never closed, b");
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line_wherever_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv");
        std::fs::write(&path, "a\rb\r\nc\r\rd\r").unwrap();
        let ended = "a\nb\r\nc\n\nd\n";
        let kept = InputFile::read(&path, &path, 0).unwrap();
        assert_eq!((&*kept.text, kept.line(2, false), kept.line(5, false)), (ended, "b", "d"));
        for size in 1..9 {
            let mut stream = Stream::open(&path, &path).unwrap();
            let (mut read, mut buffer) = (Vec::new(), vec![0; size]);
            while let Ok(count @ 1..) = stream.read(&mut buffer) {
                read.extend(&buffer[..count]);
            }
            assert_eq!((String::from_utf8(read).unwrap().as_str(), stream.fingerprint()), (ended, kept.sha256.clone().unwrap()));
        }
    }
}
