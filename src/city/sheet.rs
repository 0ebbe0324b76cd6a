//! A table (CSV) that a city names: its rows, and where each of them stands.

use crate::problems::{headings, nearest, shortened};
use csv::StringRecord;

/// A table as it was read. What is wrong with it is told at an address below its path: `file:12:3` is the third field of
/// the row that begins in line 12, `file:12:0` the whole row.
#[derive(Clone, Debug)]
pub struct Sheet {
    path: String,
    /// The line of the heading.
    line: u64,
    titles: Vec<String>,
    rows: Vec<(u64, StringRecord)>,
    faults: Vec<(String, String)>,
}

/// What other tables call the columns of places.
pub const OTHER_WORDS: [(&str, &str); 6] =
    [("lon", "longitude"), ("lng", "longitude"), ("long", "longitude"), ("lat", "latitude"), ("x", "x_km"), ("y", "y_km")];

/// Words, each with the column that it means.
type Words<'w> = &'w [(&'static str, &'static str)];

/// A column that is not read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Unread {
    /// Which, counted from 1.
    pub column: usize,
    /// Its heading; empty where it has none.
    pub heading: String,
}

/// What is wrong with a heading of one column that looks like several, separated by something else than commas.
pub fn not_by_commas(heading: &StringRecord) -> Option<String> {
    let mut titles = heading.iter();
    let only = titles.next().filter(|only| titles.next().is_none() && only.contains([';', '\t', '，', '；']))?;
    Some(format!("its only column is {:?}: are its fields separated by commas?", shortened(only)))
}

impl Sheet {
    /// Reads the table that is named at `path` below `city`: comma-separated, with a heading; lines before it that begin
    /// with `#` are comments.
    pub fn read(path: &str, text: &str) -> Sheet {
        let comments = text.split_inclusive('\n').take_while(|line| line.starts_with('#') || line.trim().is_empty());
        let (above, from) = comments.fold((0, 0), |(lines, bytes), line| (lines + 1, bytes + line.len()));
        let text = &text[from..];
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        // Text with rows of any length has nothing that the library refuses.
        let mut records: Vec<StringRecord> = reader.records().map_while(Result::ok).collect();
        let mut sheet = Sheet { path: path.to_owned(), line: above + 1, titles: Vec::new(), rows: Vec::new(), faults: Vec::new() };
        if text.trim_start().starts_with(['{', '[']) {
            sheet.faults.push((sheet.path.clone(), JSON.to_owned()));
            return sheet;
        }
        let last = records.last().and_then(StringRecord::position).map(|at| (at.line(), at.byte() as usize));
        if let Some((line, lines)) = last.and_then(|(line, byte)| Some((above + line, open_quote(&text.as_bytes()[byte..])?))) {
            records.pop();
            sheet.faults.push((sheet.at(line + lines, None), OPEN_QUOTE.to_owned()));
        }
        let mut records = records.into_iter().map(|record| (above + line_of(text, &record), record));
        let Some((line, heading)) = records.next() else {
            if sheet.faults.is_empty() {
                sheet.faults.push((sheet.path.clone(), "the file is empty: its first line names the columns".to_owned()));
            }
            return sheet;
        };
        (sheet.line, sheet.titles) = (line, heading.iter().map(str::to_owned).collect());
        if let Some(wrong) = not_by_commas(&heading) {
            sheet.faults.push((sheet.at_title(0), wrong));
            return sheet;
        }
        for (line, record) in records {
            if record.len() == sheet.titles.len() {
                sheet.rows.push((line, record));
                continue;
            }
            let (found, wanted) = (record.len(), sheet.titles.len());
            let message = format!("{found} fields, the heading has {wanted}: is a comma or a closing quote missing or too many?");
            sheet.faults.push((sheet.at(line, None), message));
        }
        sheet
    }

    /// Headings.
    pub fn titles(&self) -> &[String] {
        &self.titles
    }

    /// Columns with a heading, counted from 0. What spreadsheets write beside a table has none.
    pub fn columns(&self) -> impl Iterator<Item = (usize, &str)> {
        self.titles.iter().enumerate().filter(|(_, title)| !title.is_empty()).map(|(at, title)| (at, title.as_str()))
    }

    /// Columns without a heading that hold something, counted from 0.
    pub fn untitled(&self) -> impl Iterator<Item = usize> {
        let untitled = (0..self.titles.len()).filter(|&at| self.titles[at].is_empty());
        untitled.filter(|&at| self.rows.iter().any(|(_, row)| !row[at].is_empty()))
    }

    /// Where the column stands that is called so, counted from 0.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns().find(|(_, title)| title.eq_ignore_ascii_case(column)).map(|(at, _)| at)
    }

    /// That a column is not there which has to be.
    pub fn lacks(&self, column: &str) -> String {
        let columns: Vec<&str> = self.columns().map(|(_, title)| title).collect();
        format!("there is no column {column:?}; its columns are {}", headings(columns.into_iter()))
    }

    /// What is not read where all that is read is `known`.
    pub fn unread(&self, known: &[&str]) -> Vec<Unread> {
        let unknown = self.columns().map(|(at, _)| at).filter(|&at| !is_one_of(&self.titles[at], known));
        let mut unread: Vec<usize> = unknown.chain(self.untitled()).collect();
        unread.sort_unstable();
        unread.into_iter().map(|at| Unread { column: at + 1, heading: self.titles[at].clone() }).collect()
    }

    /// Says which headings stand twice or mean the same, and which seem to mean one of the `known` that is not there. `same`
    /// has those of the known that mean another of them, `words` what other tables call some.
    /// Gives the known that are seemingly meant.
    pub fn check_headings(&self, known: &[&str], same: Words, words: Words, wrong: &mut dyn FnMut(String, String)) -> Vec<String> {
        let mut meant = Vec::new();
        let find = |words: Words, title: &str| words.iter().find(|(word, _)| title.eq_ignore_ascii_case(word)).map(|(_, column)| *column);
        let meaning = |title: &str| find(same, title).unwrap_or(title).to_ascii_lowercase();
        let meanings: Vec<(usize, String)> = self.columns().map(|(at, title)| (at, meaning(title))).collect();
        let missing = |column: &&str| !meanings.iter().any(|(_, other)| *other == meaning(column));
        for (i, (at, column)) in meanings.iter().enumerate() {
            let title = &self.titles[*at];
            if let Some((first, _)) = meanings[..i].iter().find(|(_, other)| other == column) {
                let message = match &self.titles[*first] {
                    other if other.eq_ignore_ascii_case(title) => format!("the column {:?} stands twice", shortened(title)),
                    other => format!("the columns {:?} and {:?} mean the same: leave one of them out", shortened(other), shortened(title)),
                };
                wrong(self.at_title(*at), message);
            } else if !is_one_of(title, known)
                && let Some(near) = find(words, title).filter(missing).or_else(|| nearest(title, known.iter().copied().filter(missing)))
            {
                let message = format!(
                    "there is no column {:?}; did you mean {near:?}? A column for readers only needs another name",
                    shortened(title)
                );
                wrong(self.at_title(*at), message);
                meant.push(near.to_owned());
            }
        }
        meant
    }

    /// Rows that have as many fields as the heading, each with the line that it begins in.
    pub fn rows(&self) -> &[(u64, StringRecord)] {
        &self.rows
    }

    /// What is wrong with it as a table.
    pub fn faults(&self) -> &[(String, String)] {
        &self.faults
    }

    /// The path of the whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The address of a field, counted from 0, of the row that begins in a line, or of the whole row.
    pub fn at(&self, line: u64, field: Option<usize>) -> String {
        format!("{}:{line}:{}", self.path, field.map_or(0, |field| field + 1))
    }

    /// The address of a heading, counted from 0.
    pub fn at_title(&self, column: usize) -> String {
        self.at(self.line, Some(column))
    }
}

fn is_one_of(title: &str, columns: &[&str]) -> bool {
    columns.iter().any(|column| title.eq_ignore_ascii_case(column))
}

/// What is wrong with a file that is no table.
const JSON: &str = "this is JSON, and neither that nor GeoJSON is read: write a table (CSV), its first line the names of columns, outlines as \"0 0, 2 0, 2 1\"";

/// What is wrong with a quote that is open at the end of a file.
pub const OPEN_QUOTE: &str = "a quote that opens in this line is never closed: all that follows would belong to its field";

/// In which of the lines of some rows, counted from 0, a quote opens that is open at their end, if one is.
pub fn open_quote(rows: &[u8]) -> Option<u64> {
    let (mut lines, mut opened, mut begins) = (0, None, true);
    let mut closed = None;
    for (at, &byte) in rows.iter().enumerate() {
        match (byte, opened) {
            (b'"', Some(line)) => (opened, closed) = (None, Some((at + 1, line))),
            (b'"', None) if begins => opened = Some(lines),
            // One that is doubled stands for itself and closes nothing.
            (b'"', None) => opened = closed.filter(|(next, _)| *next == at).map(|(_, line)| line),
            _ => {}
        }
        begins = opened.is_none() && matches!(byte, b',' | b'\n' | b'\r');
        lines += u64::from(byte == b'\n');
    }
    opened
}

/// The line in which a row begins, blank lines before it passed over.
fn line_of(text: &str, record: &StringRecord) -> u64 {
    record.position().map_or(0, |at| {
        let blank = text.as_bytes()[at.byte() as usize..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
        at.line() + blank.filter(|byte| **byte == b'\n').count() as u64
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_another_length_is_told_by_its_line() {
        let sheet = Sheet::read("file", "# source\n\nname,town\na,\"x\ny\"\n\nb\n#1,x\nc,x,\n");
        let rows: Vec<(u64, &str)> = sheet.rows().iter().map(|(line, row)| (*line, &row[0])).collect();
        assert_eq!(rows, [(4, "a"), (8, "#1")]);
        let faults: Vec<&str> = sheet.faults().iter().map(|(at, _)| at.as_str()).collect();
        assert_eq!((faults, sheet.at_title(1)), (vec!["file:7:0", "file:9:0"], "file:3:2".to_owned()));
        assert!(sheet.faults()[1].1.starts_with("3 fields, the heading has 2"), "{:?}", sheet.faults());
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_where_it_opens() {
        for (rows, line) in [
            ("a,\"b\nc\"\n", None),
            ("a,\"b \"\"c\"\"\"\n", None),
            ("a,5\" pipe\n", None),
            ("\"\"\n", None),
            ("\"\",a\"\"b\n", None),
            ("\"\"\"\n", Some(0)),
            ("a,\"b", Some(0)),
            ("a,\"b\nc,d\n", Some(0)),
            ("a\r\n\"b\"\" c\n", Some(1)),
            ("a\n\"b\"\"", Some(1)),
        ] {
            assert_eq!(open_quote(rows.as_bytes()), line, "{rows:?}");
        }
        let sheet = Sheet::read("file", "# source\nname,town\na,t\nb,\"t\nc,t\n");
        assert_eq!((sheet.rows().len(), sheet.faults()), (1, &[("file:4:0".to_owned(), OPEN_QUOTE.to_owned())][..]));
    }

    #[test]
    fn what_is_no_table_is_told() {
        for (text, said) in [("", "the file is empty"), ("# x\n\n", "the file is empty"), ("name;x_km\na;1\n", "separated by commas?")] {
            let sheet = Sheet::read("file", text);
            assert!(sheet.faults().len() == 1 && sheet.faults()[0].1.contains(said), "{text:?}: {sheet:?}");
        }
    }
}
