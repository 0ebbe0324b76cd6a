//! The table that a demand section names as its log: opened, read through row by row, and every mistake in it
//! shown where it stands. What rows mean is the business of [`crate::demand::LogReader`].

use super::config::Scenario;
use super::diagnostic::{Diagnostic, Diagnostics};
use super::input::{InputFile, Stream, end_lines, record};
use super::source::Source;
use crate::city::{City, OPEN_QUOTE, open_quote};
use crate::demand::{At, BadField, Demand, Log, LogConfig, LogReader, Refused};
use csv::ByteRecord;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

const FILE: &str = "demand.log.file";
/// So much of a bad line is shown.
const LONGEST_LINE: u64 = 4 << 10;

/// Reads the log of a scenario into its demand, if it has one.
pub(super) fn read(source: &mut Source, scenario: &Scenario, city: &City, demand: &mut Demand, diagnostics: &mut Diagnostics) {
    let Some(config) = &scenario.demand.log else { return };
    let Some((path, stream)) = source.stream(FILE, diagnostics) else { return };
    let mut table = csv::ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(1 << 18).from_reader(stream);
    let mut last = At { line: 1, byte: 0 };
    let read = rows(&mut table, config, scenario, city, demand, &mut last);
    let several = table.position().line() > last.line + 1;
    let order = source.add_table(FILE, &path, table.into_inner().fingerprint());
    // A quote that is open at the end has made one row of all that follows it.
    if let Some(line) = several.then(|| rest(&path, last.byte).ok()).flatten().and_then(|rest| open_quote(&rest)) {
        diagnostics.error(source, FILE, format!("{}:{}: {OPEN_QUOTE}", path.display(), last.line + line));
    }
    match read {
        Ok(Some(Ok(log))) => demand.replay(log),
        Ok(Some(Err(refused))) => tell(&refused, &path, order, source, diagnostics),
        Ok(None) => {
            let message = format!("{} is empty: its first line names the columns, at least `reported` and `category`", path.display());
            diagnostics.error(source, FILE, message);
        }
        Err(error) => {
            diagnostics.error(source, FILE, format!("{} cannot be read: {error}", path.display()));
        }
    }
}

/// All rows; none where not even a heading is there.
fn rows(
    table: &mut csv::Reader<Stream>,
    config: &LogConfig,
    scenario: &Scenario,
    city: &City,
    demand: &Demand,
    last: &mut At,
) -> Result<Option<Result<Log, Refused>>, csv::Error> {
    let mut record = ByteRecord::new();
    if !table.read_byte_record(&mut record)? {
        return Ok(None);
    }
    let mut reader = match LogReader::new(config, demand, city, scenario.run.start, &record) {
        Ok(reader) => reader,
        Err(refused) => return Ok(Some(Err(refused))),
    };
    while table.read_byte_record(&mut record)? {
        *last = record.position().map_or(At { line: 0, byte: 0 }, |at| At { line: at.line(), byte: at.byte() });
        reader.row(*last, &record);
    }
    Ok(Some(reader.finish()))
}

/// What a file holds from a byte on.
fn rest(path: &Path, from: u64) -> io::Result<Vec<u8>> {
    let (mut file, mut rest) = (File::open(path)?, Vec::new());
    file.seek(SeekFrom::Start(from))?;
    file.read_to_end(&mut rest)?;
    end_lines(&mut rest, None);
    Ok(rest)
}

fn tell(refused: &Refused, path: &Path, order: usize, source: &Source, diagnostics: &mut Diagnostics) {
    for (path, message) in &refused.problems {
        diagnostics.error(source, &format!("demand.{path}"), message.clone());
    }
    if refused.bad_rows > 1 {
        let mut message = format!("{} of {} rows of {} cannot be read", refused.bad_rows, refused.rows, path.display());
        if !refused.more.is_empty() {
            let columns: Vec<String> = refused.more.iter().map(|(column, count)| format!("{count} in `{column}`")).collect();
            let count: u64 = refused.more.iter().map(|(_, count)| count).sum();
            message += &format!("; {} mistakes are listed, and there are {count} more: {}", refused.bad.len(), columns.join(", "));
        }
        diagnostics.error(source, FILE, message);
    }
    let name = path.display().to_string();
    let mut file = File::open(path).ok();
    for bad in &refused.bad {
        diagnostics.push(shown(bad, file.as_mut(), &name, order));
    }
}

/// A mistake with the line that it stands in.
fn shown(bad: &BadField, mut file: Option<&mut File>, name: &str, order: usize) -> Diagnostic {
    let mut line_of = |at: At| file.as_mut().and_then(|file| line_at(file, at)).unwrap_or((at.line, String::new()));
    let (line, text) = line_of(bad.at);
    // What is wrong with a whole row is shown at its first line, a field where it stands.
    let text = if bad.field.is_some() { record(&text) } else { text.lines().next().unwrap_or_default() }.to_owned();
    let file = InputFile::line_of_table(name, text, line as usize, order);
    let diagnostic = Diagnostic::error(bad.message.clone()).at(file.field(0, bad.field), "");
    let diagnostic = bad.help.iter().fold(diagnostic, |diagnostic, help| diagnostic.help(help.clone()));
    diagnostic.again(bad.rows - 1, bad.again.iter().map(|at| line_of(*at).0).collect())
}

/// What begins with the line at a place in a file, blank lines before it passed over, and its number.
fn line_at(file: &mut File, at: At) -> Option<(u64, String)> {
    file.seek(SeekFrom::Start(at.byte)).ok()?;
    let mut bytes = Vec::new();
    file.take(LONGEST_LINE).read_to_end(&mut bytes).ok()?;
    end_lines(&mut bytes, None);
    let blank = bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let passed = bytes[..blank].iter().filter(|byte| **byte == b'\n').count() as u64;
    Some((at.line + passed, String::from_utf8_lossy(&bytes[blank..]).trim_start_matches('\u{feff}').to_owned()))
}
