//! Points as rows of a CSV file whose header names the factors.

use super::load::{Reading, Rows, TRIED, said};
use crate::city::{OPEN_QUOTE, not_by_commas, open_quote};
use crate::scenario::{Diagnostic, Diagnostics, Factor, InputFile, leads, overlap};
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// At most so many things that are wrong are shown, and so many further lines of each.
const SHOWN: usize = 100;
const LINES: usize = 10;

/// What is wrong in the file, column by column, and where the rows of it begin.
#[derive(Default)]
struct Mistakes(IndexMap<(Option<usize>, String), Vec<usize>>);

/// The rows of the file that the plan names. What is wrong with a value alone is looked for in all of them; as whole
/// scenarios the first are tried, and those with a word that none before them had.
pub(super) fn listed(reading: &mut Reading) -> Option<Rows> {
    let file = reading.source.open("design.file", &mut reading.diagnostics)?;
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(file.text.as_bytes());
    // Nothing can go wrong in reading rows of any length from text in memory.
    let mut records = reader.into_records().flatten().peekable();
    let begin = |record: &csv::StringRecord| record.position().map_or(0, |at| at.byte() as usize);
    let mut mistakes = Mistakes::default();
    let header = records.next().unwrap_or_default();
    let paths: Vec<String> = header.iter().map(|path| reading.path(path)).collect();
    let is_known = |path: &String| reading.structures.iter().any(|structure| structure.factors.get(path).is_some());
    if let Some(wrong) = not_by_commas(&header).filter(|_| !paths.iter().any(is_known)) {
        mistakes.add(begin(&header), None, wrong);
        mistakes.tell(&file, &mut reading.diagnostics);
        return None;
    }
    for (column, path) in paths.iter().enumerate() {
        if let Some(wrong) = reading.barred(path, &paths[..column]) {
            mistakes.add(begin(&header), Some(column), wrong);
        }
    }
    let factors: Vec<Option<&Factor>> =
        paths.iter().map(|path| reading.structures.iter().find_map(|structure| structure.factors.get(path))).collect();
    let (mut rows, mut words): (Vec<Vec<String>>, BTreeSet<(usize, String)>) = Default::default();
    for number in 0.. {
        let Some(record) = records.next() else { break };
        let at = begin(&record);
        let rest = &file.text[at..];
        if let Some(lines) = if records.peek().is_none() { open_quote(rest.as_bytes()) } else { None } {
            let before: usize = rest.split_inclusive('\n').take(lines as usize).map(str::len).sum();
            mistakes.add(at + before, None, OPEN_QUOTE.to_owned());
            break;
        }
        let row: Vec<String> = paths.iter().zip(&record).map(|(path, value)| format!("{path}={value}")).collect();
        if record.len() != paths.len() {
            mistakes.add(at, None, format!("the header names {} columns, but here are {}", paths.len(), record.len()));
        } else {
            let mut whole = number < TRIED;
            let mut alone = Vec::new();
            for (column, value) in record.iter().enumerate() {
                if value.is_empty() {
                    whole = false;
                    alone.push((column, "a value is missing".to_owned()));
                    continue;
                }
                match factors[column].and_then(|factor| Some((factor, factor.kind.read(value).ok()?))) {
                    Some((factor, number)) => alone.extend(factor.set(number).err().map(|wrong| (column, wrong))),
                    None => whole |= words.insert((column, value.to_owned())),
                }
            }
            match whole {
                true => mistakes.of_scenario([begin(&header), at], &row, &paths, reading),
                false => alone.into_iter().for_each(|(column, wrong)| mistakes.add(at, Some(column), wrong)),
            }
        }
        rows.push(row);
    }
    if rows.is_empty() {
        reading.diagnostics.error(&reading.source, "design.file", format!("{} has no rows below its header", file.name));
    }
    mistakes.tell(&file, &mut reading.diagnostics);
    Some((paths, rows))
}

impl Mistakes {
    fn add(&mut self, at: usize, column: Option<usize>, message: String) {
        self.0.entry((column, message)).or_default().push(at);
    }

    /// Adds all that is wrong with a row in the first scenario that it does not fit, what is wrong with the name of a factor once
    /// and at the header.
    fn of_scenario(&mut self, [header, at]: [usize; 2], row: &[String], paths: &[String], reading: &Reading) {
        let tried = |lead: &str, wrong: Diagnostics| (lead.to_owned(), wrong.problems());
        let refused = reading.structures.iter().find_map(|structure| Some(tried(&structure.lead, structure.arm.with(row).err()?)));
        for (lead, problem) in refused.iter().flat_map(|(lead, problems)| problems.iter().map(move |problem| (lead, problem))) {
            let column = problem.path.as_ref().and_then(|wrong| paths.iter().rposition(|path| overlap(path, wrong)));
            let message = format!("{lead}{}", said(problem));
            match column.filter(|column| problem.is_no_setting() && leads(problem.path.as_deref().unwrap_or_default(), &paths[*column])) {
                Some(column) if self.0.contains_key(&(Some(column), message.clone())) => {}
                Some(column) => self.add(header, Some(column), message),
                None => self.add(at, column, message),
            }
        }
    }

    fn tell(&self, file: &Arc<InputFile>, diagnostics: &mut Diagnostics) {
        for ((column, message), begins) in self.0.iter().take(SHOWN) {
            let diagnostic = Diagnostic::error(message.clone()).at(file.field(begins[0], *column), "");
            let further = &begins[1..];
            let lines: Vec<String> = further.iter().take(LINES).map(|at| file.field(*at, None).line().to_string()).collect();
            let dots = if further.len() > LINES { ", …" } else { "" };
            let (row, line) = if further.len() == 1 { ("row", "line") } else { ("rows", "lines") };
            let help = format!("the same in {} further {row}: {line} {}{dots}", further.len(), lines.join(", "));
            diagnostics.push(if further.is_empty() { diagnostic } else { diagnostic.help(help) });
        }
        if let more @ 1.. = self.0.len().saturating_sub(SHOWN) {
            diagnostics.push(Diagnostic::error(format!("{more} more things are wrong in {}", file.name)));
        }
    }
}
